package main

// This file exports what deals in samples of the types MMS_SAMPLE_...: typed reads and writes, and mms_convert_samples.
// Package wave numbers the types as the header does.

/*
#include "shim.h"
*/
import "C"

import (
	"math"
	"math/bits"
	"unsafe"

	"mmservices/wave"
)

// sampleBuffer returns the bytes of so many samples, of which there must not be more than capacity.
func sampleBuffer(t wave.SampleType, data unsafe.Pointer, samples, capacity uint64) ([]byte, error) {
	size := uint64(t.Size())
	switch {
	case size == 0 || samples > capacity || samples > math.MaxInt/16:
		return nil, errRange
	case data == nil && capacity > 0:
		return nil, errNull
	}
	return unsafe.Slice((*byte)(data), int(samples*size)), nil
}

// samplesOf returns how many samples so many frames have, limited to what an uint64 holds.
func samplesOf(frames uint64, channels int) uint64 {
	high, samples := bits.Mul64(frames, uint64(channels))
	if high > 0 {
		return math.MaxUint64
	}
	return samples
}

func readSamples(handle C.uintptr_t, t wave.SampleType, buffer unsafe.Pointer, capacity, frames C.uint64_t,
	out *C.uint64_t, cerr *C.mms_error,
) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			p, err := sampleBuffer(t, buffer, samplesOf(uint64(frames), r.Channels()), uint64(capacity))
			if err != nil {
				return err
			}
			n, err := r.ReadSamples(t, p)
			*out = C.uint64_t(n)
			return unlessEnd(err)
		})
	})
}

//export mmsgo_wave_reader_read_s16
func mmsgo_wave_reader_read_s16(handle C.uintptr_t, buffer *C.int16_t, capacity, frames C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return readSamples(handle, wave.SampleInt16, unsafe.Pointer(buffer), capacity, frames, out, cerr)
}

//export mmsgo_wave_reader_read_s32
func mmsgo_wave_reader_read_s32(handle C.uintptr_t, buffer *C.int32_t, capacity, frames C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return readSamples(handle, wave.SampleInt32, unsafe.Pointer(buffer), capacity, frames, out, cerr)
}

//export mmsgo_wave_reader_read_f32
func mmsgo_wave_reader_read_f32(handle C.uintptr_t, buffer *C.float, capacity, frames C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return readSamples(handle, wave.SampleFloat32, unsafe.Pointer(buffer), capacity, frames, out, cerr)
}

//export mmsgo_wave_reader_read_f64
func mmsgo_wave_reader_read_f64(handle C.uintptr_t, buffer *C.double, capacity, frames C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return readSamples(handle, wave.SampleFloat64, unsafe.Pointer(buffer), capacity, frames, out, cerr)
}

//export mmsgo_wave_reader_read_samples
func mmsgo_wave_reader_read_samples(handle C.uintptr_t, sampleType C.uint32_t, buffer unsafe.Pointer, capacity, frames C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return readSamples(handle, wave.SampleType(sampleType), buffer, capacity, frames, out, cerr)
}

//export mmsgo_wave_reader_read_planar
func mmsgo_wave_reader_read_planar(handle C.uintptr_t, sampleType C.uint32_t, channels *unsafe.Pointer, count C.uint32_t, frames C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			t := wave.SampleType(sampleType)
			var few [8][]byte
			planes, err := planeBuffers(few[:0], t, channels, count, r.Channels(), uint64(frames))
			if err != nil {
				return err
			}
			n, err := r.ReadPlanes(t, planes, int(frames))
			*out = C.uint64_t(n)
			return unlessEnd(err)
		})
	})
}

// planeBuffers appends the bytes of so many frames of each channel to planes, which may have room for them.
func planeBuffers(planes [][]byte, t wave.SampleType, channels *unsafe.Pointer, count C.uint32_t, want int, frames uint64,
) ([][]byte, error) {
	if channels == nil {
		return nil, errNull
	}
	if int64(count) != int64(want) {
		return nil, errRange
	}
	for _, channel := range unsafe.Slice(channels, int(count)) {
		plane, err := sampleBuffer(t, channel, frames, frames)
		if err != nil {
			return nil, err
		}
		planes = append(planes, plane)
	}
	return planes, nil
}

func writeSamples(handle C.uintptr_t, t wave.SampleType, data unsafe.Pointer, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error {
		samples := samplesOf(uint64(frames), w.Channels())
		p, err := sampleBuffer(t, data, samples, samples)
		if err != nil {
			return err
		}
		_, err = w.WriteSamples(t, p)
		return err
	})
}

//export mmsgo_wave_writer_write_s16
func mmsgo_wave_writer_write_s16(handle C.uintptr_t, data *C.int16_t, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return writeSamples(handle, wave.SampleInt16, unsafe.Pointer(data), frames, cerr)
}

//export mmsgo_wave_writer_write_s32
func mmsgo_wave_writer_write_s32(handle C.uintptr_t, data *C.int32_t, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return writeSamples(handle, wave.SampleInt32, unsafe.Pointer(data), frames, cerr)
}

//export mmsgo_wave_writer_write_f32
func mmsgo_wave_writer_write_f32(handle C.uintptr_t, data *C.float, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return writeSamples(handle, wave.SampleFloat32, unsafe.Pointer(data), frames, cerr)
}

//export mmsgo_wave_writer_write_f64
func mmsgo_wave_writer_write_f64(handle C.uintptr_t, data *C.double, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return writeSamples(handle, wave.SampleFloat64, unsafe.Pointer(data), frames, cerr)
}

//export mmsgo_wave_writer_write_samples
func mmsgo_wave_writer_write_samples(handle C.uintptr_t, sampleType C.uint32_t, data unsafe.Pointer, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return writeSamples(handle, wave.SampleType(sampleType), data, frames, cerr)
}

//export mmsgo_wave_writer_write_planar
func mmsgo_wave_writer_write_planar(handle C.uintptr_t, sampleType C.uint32_t, channels *unsafe.Pointer, count C.uint32_t, frames C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error {
		t := wave.SampleType(sampleType)
		var few [8][]byte
		planes, err := planeBuffers(few[:0], t, channels, count, w.Channels(), uint64(frames))
		if err != nil {
			return err
		}
		_, err = w.WritePlanes(t, planes, int(frames))
		return err
	})
}

//export mmsgo_convert_samples
func mmsgo_convert_samples(src unsafe.Pointer, srcType C.uint32_t, dst unsafe.Pointer, dstType C.uint32_t, samples C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		from, to := wave.SampleType(srcType), wave.SampleType(dstType)
		source, err := sampleBuffer(from, src, uint64(samples), uint64(samples))
		if err != nil {
			return err
		}
		target, err := sampleBuffer(to, dst, uint64(samples), uint64(samples))
		if err != nil {
			return err
		}
		wave.ConvertBytes(target, to, source, from)
		return nil
	})
}
