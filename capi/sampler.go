package main

// This file exports the smpl chunk of metadata and its loops.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

const leastSampler = unsafe.Offsetof(C.mms_wave_sampler{}.product)

//export mmsgo_wave_metadata_get_sampler
func mmsgo_wave_metadata_get_sampler(handle C.uintptr_t, out *C.mms_wave_sampler, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastSampler), cerr, func(m *wave.Metadata) error {
		s := m.Sampler()
		if s == nil {
			return errAbsent
		}
		return fill(out, C.mms_wave_sampler{
			manufacturer: C.uint32_t(s.Manufacturer), product: C.uint32_t(s.Product),
			sample_period: C.uint32_t(s.SamplePeriod), unity_note: C.uint32_t(s.UnityNote),
			pitch_fraction: C.uint32_t(s.PitchFraction), smpte_format: C.uint32_t(s.SMPTEFormat),
			smpte_offset: C.uint32_t(s.SMPTEOffset),
		})
	})
}

//export mmsgo_wave_metadata_set_sampler
func mmsgo_wave_metadata_set_sampler(handle C.uintptr_t, sampler *C.mms_wave_sampler, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if sampler == nil {
			return m.SetSampler(nil)
		}
		c, err := given(sampler, leastSampler)
		if err != nil {
			return err
		}
		s := orNew(m.Sampler())
		s.Manufacturer, s.Product = uint32(c.manufacturer), uint32(c.product)
		s.SamplePeriod, s.UnityNote, s.PitchFraction = uint32(c.sample_period), uint32(c.unity_note), uint32(c.pitch_fraction)
		s.SMPTEFormat, s.SMPTEOffset = uint32(c.smpte_format), uint32(c.smpte_offset)
		return m.SetSampler(s)
	})
}

func loops(m *wave.Metadata) []wave.SamplerLoop { return orNew(m.Sampler()).Loops }

func setLoops(m *wave.Metadata, loops []wave.SamplerLoop) error {
	s := orNew(m.Sampler())
	s.Loops = loops
	return m.SetSampler(s)
}

const leastLoop = unsafe.Offsetof(C.mms_wave_loop{}.start)

//export mmsgo_wave_metadata_loop
func mmsgo_wave_metadata_loop(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_loop, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastLoop), cerr, func(m *wave.Metadata) error {
		l, err := at(loops(m), index)
		if err != nil {
			return err
		}
		return fill(out, C.mms_wave_loop{
			id: C.uint32_t(l.ID), _type: C.uint32_t(l.Type), start: C.uint32_t(l.Start), end: C.uint32_t(l.End),
			fraction: C.uint32_t(l.Fraction), play_count: C.uint32_t(l.PlayCount),
		})
	})
}

//export mmsgo_wave_metadata_add_loop
func mmsgo_wave_metadata_add_loop(handle C.uintptr_t, loop *C.mms_wave_loop, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(loop, leastLoop)
		if err != nil {
			return err
		}
		return setLoops(m, append(loops(m), wave.SamplerLoop{
			ID: uint32(c.id), Type: uint32(c._type), Start: uint32(c.start), End: uint32(c.end),
			Fraction: uint32(c.fraction), PlayCount: uint32(c.play_count),
		}))
	})
}
