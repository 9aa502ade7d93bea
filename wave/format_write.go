package wave

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// This file holds the formats that can be written, and the fmt chunk of them.

// settle fills in the fields that a format to write leaves out, and checks the rest. Unless plain is set, the header
// becomes EXTENSIBLE if no other can say what the format says.
func (f Format) settle(plain bool) (Format, *encodingInfo, error) {
	encoding, err := f.settleEncoding(plain)
	if err == nil {
		err = f.settleSizes(encoding)
	}
	if err != nil {
		return f, nil, err
	}
	switch {
	case f.Tag != TagExtensible && (f.SubFormat != GUID{} || f.ChannelMask != 0):
		err = badFormat("a channel mask or sub-format needs EXTENSIBLE")
	case f.SampleRate < 1 || f.SampleRate > 0xFFFFFFFF:
		err = badFormat("sample rate %d", f.SampleRate)
	case f.ValidBits < 0 || f.ValidBits > f.BitsPerSample || f.ValidBits < f.BitsPerSample && f.Tag != TagExtensible:
		err = badFormat("%d valid bits of %d", f.ValidBits, f.BitsPerSample)
	case f.BlockAlign > 0xFFFF:
		err = badFormat("frames of %d bytes", f.BlockAlign)
	case f.byteRate() > 0xFFFFFFFF:
		err = badFormat("%d bytes per second", f.byteRate())
	}
	return f, encoding, err
}

func badFormat(format string, values ...any) error {
	return fmt.Errorf("wave: %w: %s", ErrBadFormat, fmt.Sprintf(format, values...))
}

// settleEncoding decides on the tag and the bits.
func (f *Format) settleEncoding(plain bool) (*encodingInfo, error) {
	if f.Tag == 0 {
		f.Tag = TagPCM
		if f.SubFormat != (GUID{}) && !plain {
			f.Tag = TagExtensible
		}
	}
	if f.Tag == TagExtensible && f.SubFormat == (GUID{}) {
		f.SubFormat = SubFormatPCM
	}
	encoding := byTag(f.Tag, f.SubFormat)
	switch {
	case encoding == nil && f.Tag == TagExtensible:
		return nil, badFormat("sub-format %v", f.SubFormat)
	case encoding == nil:
		return nil, badFormat("format tag 0x%04X", f.Tag)
	case f.Channels < 1 || f.Channels > 0xFFFF:
		return nil, badFormat("%d channels", f.Channels)
	}
	if f.BitsPerSample == 0 {
		f.BitsPerSample = encoding.bits
	}
	if !encoding.writable(f.BitsPerSample) {
		return nil, badFormat("%d bits of %v", f.BitsPerSample, encoding.encoding)
	}
	if f.ValidBits == 0 {
		f.ValidBits = f.BitsPerSample
	}
	if plain || f.Tag == TagExtensible || encoding.blocks != nil || !f.asksForExtensible() {
		return encoding, nil
	}
	f.Tag = TagExtensible
	if f.SubFormat == (GUID{}) {
		f.SubFormat = encoding.subFormats[0]
	}
	if byTag(f.Tag, f.SubFormat) != encoding {
		return nil, badFormat("sub-format %v of %v", f.SubFormat, encoding.encoding)
	}
	return encoding, nil
}

// asksForExtensible tells whether only an EXTENSIBLE header can say what the format says. It has no room for samples
// that lie to the right, which few understand in it.
func (f *Format) asksForExtensible() bool {
	if f.ChannelMask != 0 || f.SubFormat != (GUID{}) {
		return true
	}
	return !f.RightAligned && (f.Channels > 2 || f.ValidBits < f.BitsPerSample)
}

// settleSizes fills in how many bytes samples, frames and blocks take.
func (f *Format) settleSizes(encoding *encodingInfo) error {
	if encoding.blocks != nil {
		return f.settleBlocks(encoding.blocks)
	}
	f.BlockFrames = 0
	f.SampleBytes = (f.BitsPerSample + 7) / 8
	if f.RightAligned {
		wider := 1 << bits.Len(uint(f.SampleBytes-1))
		if encoding.encoding != EncodingPCM || wider == f.SampleBytes {
			return badFormat("%d bits aligned to the right", f.BitsPerSample)
		}
		f.SampleBytes = wider
	} else if f.Tag == TagExtensible {
		f.BitsPerSample = 8 * f.SampleBytes // it tells the container here, and the valid bits apart
	}
	f.BlockAlign = f.Channels * f.SampleBytes
	return nil
}

// settleBlocks fills in how many bytes a block takes, unless that was chosen, and how many frames are in it.
func (f *Format) settleBlocks(blocks *blockInfo) error {
	switch {
	case f.Tag == TagExtensible:
		return badFormat("%v as EXTENSIBLE", f.Encoding())
	case f.RightAligned:
		return badFormat("%v aligned to the right", f.Encoding())
	case f.BlockAlign == 0:
		f.BlockAlign = f.usualBlock()
	}
	f.SampleBytes = 0
	f.BlockFrames = blocks.frames(f.Channels, f.BlockAlign)
	if f.BlockFrames < 1 || f.BlockFrames > 0xFFFF {
		return badFormat("blocks of %d bytes", f.BlockAlign)
	}
	return nil
}

// usualBlock returns the bytes of a block that most encoders choose: 256 for each channel at 11025 Hz, and in
// proportion at higher rates; less where that would be too large, or have more frames than the fmt chunk can tell.
func (f *Format) usualBlock() int {
	bytes := 256 * max(1, f.SampleRate/11025) * int64(f.Channels)
	for bytes > 1<<15 {
		bytes /= 2
	}
	words := int64(4 * f.Channels) // a block of IMA ADPCM has so many, or a multiple
	return int(max(1, bytes/words) * words)
}

// byteRate returns how many bytes a second takes, on average.
func (f *Format) byteRate() int64 {
	return f.SampleRate * int64(f.BlockAlign) / int64(max(1, f.BlockFrames))
}

// appendFmt appends the payload of the fmt chunk of a settled format to b: a PCMWAVEFORMAT, a WAVEFORMATEX with what
// the encoding adds, or a WAVEFORMATEXTENSIBLE.
func (f Format) appendFmt(b []byte, order binary.AppendByteOrder) []byte {
	b = order.AppendUint16(b, f.Tag)
	b = order.AppendUint16(b, uint16(f.Channels))
	b = order.AppendUint32(b, uint32(f.SampleRate))
	b = order.AppendUint32(b, uint32(f.byteRate()))
	b = order.AppendUint16(b, uint16(f.BlockAlign))
	b = order.AppendUint16(b, uint16(f.BitsPerSample))
	encoding := byTag(f.Tag, f.SubFormat)
	switch {
	case f.Tag == TagExtensible:
		b = order.AppendUint16(b, 22)
		b = order.AppendUint16(b, uint16(f.ValidBits))
		b = order.AppendUint32(b, f.ChannelMask)
		sub := f.SubFormat
		if f.BigEndian {
			sub = sub.otherEndian()
		}
		b = append(b, sub[:]...)
	case encoding.blocks != nil:
		extension := order.AppendUint16(nil, uint16(f.BlockFrames))
		if add := encoding.blocks.appendParameters; add != nil {
			extension = add(extension, order, &f)
		}
		b = order.AppendUint16(b, uint16(len(extension)))
		b = append(b, extension...)
	case encoding.sized:
		b = order.AppendUint16(b, 0)
	}
	return b
}
