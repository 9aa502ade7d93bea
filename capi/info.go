package main

// This file turns a wave.Format into an mms_wave_info and an mms_wave_format into a wave.Format.

/*
#include "shim.h"
*/
import "C"

import (
	"math"
	"strings"
	"unsafe"

	"mmservices/wave"
)

//export mmsgo_wave_parse_format
func mmsgo_wave_parse_format(chunk unsafe.Pointer, size C.uint64_t, out *C.mms_wave_info, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		if chunk == nil && size > 0 {
			return errNull
		}
		if size > math.MaxUint32 {
			return errRange
		}
		format, err := wave.ParseFormat(unsafe.Slice((*byte)(chunk), int(size)))
		if err != nil {
			return err
		}
		return fill(out, formatInfo(format))
	})
}

//export mmsgo_wave_tag_name
func mmsgo_wave_tag_name(tag C.uint32_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, size, func() error {
		if tag > math.MaxUint16 {
			return errRange
		}
		return putText(wave.TagName(uint16(tag)), buffer, capacity, size)
	})
}

//export mmsgo_wave_channel_name
func mmsgo_wave_channel_name(mask, channel C.uint32_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, size, func() error {
		if channel >= math.MaxUint16 {
			return errRange
		}
		return putText(wave.ChannelName(uint32(mask), int(channel)), buffer, capacity, size)
	})
}

//export mmsgo_wave_channel_mask
func mmsgo_wave_channel_mask(names *C.char, out *C.uint32_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		text, err := textFrom(names)
		if err != nil {
			return err
		}
		mask, err := wave.ChannelMask(strings.Fields(text)...)
		if err != nil {
			return err
		}
		*out = C.uint32_t(mask)
		return nil
	})
}

// formatInfo fills in what a format tells. Package wave numbers the encodings as the header does.
func formatInfo(f wave.Format) C.mms_wave_info {
	info := C.mms_wave_info{
		encoding:        C.uint32_t(f.Encoding()),
		tag:             C.uint32_t(f.Tag),
		channels:        C.uint32_t(f.Channels),
		sample_rate:     C.uint32_t(f.SampleRate),
		bits_per_sample: C.uint32_t(f.BitsPerSample),
		valid_bits:      C.uint32_t(f.ValidBits),
		sample_bytes:    C.uint32_t(f.SampleBytes),
		block_align:     C.uint32_t(f.BlockAlign),
		channel_mask:    C.uint32_t(f.ChannelMask),
	}
	copy(octets(info.sub_format[:]), f.SubFormat[:])
	info.block_frames = C.uint32_t(max(1, f.BlockFrames))
	info.fact_frames = -1
	if f.RightAligned {
		info.flags |= C.MMS_WAVE_RIGHT_ALIGNED
	}
	if f.BigEndian {
		info.flags |= C.MMS_WAVE_BIG_ENDIAN
	}
	if f.Ambisonic() {
		info.flags |= C.MMS_WAVE_AMBISONIC
	}
	return info
}

// infoOf returns what a reader tells of its file.
func infoOf(i wave.Info) C.mms_wave_info {
	info := formatInfo(i.Format)
	if i.Seekable {
		info.flags |= C.MMS_WAVE_SEEKABLE
	}
	if !i.LengthKnown {
		info.flags |= C.MMS_WAVE_LENGTH_UNKNOWN
	}
	info.container = C.uint32_t(i.Container)
	info.diagnostics = C.uint32_t(len(i.Diagnostics))
	info.frames = C.int64_t(i.Frames)
	info.frames_declared = C.int64_t(i.FramesDeclared)
	info.fact_frames = C.int64_t(i.FactFrames)
	info.data_offset = C.int64_t(i.DataOffset)
	info.data_bytes = C.int64_t(i.DataBytes)
	return info
}

// formatFrom reads a caller's mms_wave_format.
func formatFrom(format *C.mms_wave_format) (wave.Format, error) {
	c, err := given(format, unsafe.Offsetof(C.mms_wave_format{}.valid_bits))
	if err != nil {
		return wave.Format{}, err
	}
	if c.flags&^C.MMS_WAVE_RIGHT_ALIGNED != 0 {
		return wave.Format{}, errReserved
	}
	if c.tag > math.MaxUint16 {
		return wave.Format{}, wave.ErrBadFormat
	}
	f := wave.Format{
		Tag:           uint16(c.tag),
		Channels:      int(min(c.channels, math.MaxInt32)),
		SampleRate:    int64(c.sample_rate),
		BitsPerSample: int(min(c.bits_per_sample, math.MaxInt32)),
		ValidBits:     int(min(c.valid_bits, math.MaxInt32)),
		ChannelMask:   uint32(c.channel_mask),
		RightAligned:  c.flags&C.MMS_WAVE_RIGHT_ALIGNED != 0,
		SampleBytes:   int(min(c.sample_bytes, math.MaxInt32)),
		BlockAlign:    int(min(c.block_align, math.MaxInt32)),
	}
	copy(f.SubFormat[:], octets(c.sub_format[:]))
	return f, nil
}
