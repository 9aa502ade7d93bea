package main

// This file exports the inst and the acid chunk of metadata.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

const leastInstrument = unsafe.Offsetof(C.mms_wave_instrument{}.detune)

//export mmsgo_wave_metadata_get_instrument
func mmsgo_wave_metadata_get_instrument(handle C.uintptr_t, out *C.mms_wave_instrument, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastInstrument), cerr, func(m *wave.Metadata) error {
		i := m.Instrument()
		if i == nil {
			return errAbsent
		}
		return fill(out, C.mms_wave_instrument{
			base_note: C.uint32_t(i.BaseNote), detune: C.int32_t(i.Detune), gain: C.int32_t(i.Gain),
			low_note: C.uint32_t(i.LowNote), high_note: C.uint32_t(i.HighNote),
			low_velocity: C.uint32_t(i.LowVelocity), high_velocity: C.uint32_t(i.HighVelocity),
		})
	})
}

//export mmsgo_wave_metadata_set_instrument
func mmsgo_wave_metadata_set_instrument(handle C.uintptr_t, instrument *C.mms_wave_instrument, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if instrument == nil {
			return m.SetInstrument(nil)
		}
		c, err := given(instrument, leastInstrument)
		if err != nil {
			return err
		}
		var n narrowing
		i := &wave.Instrument{
			BaseNote: n.uint8(c.base_note), Detune: n.int8(c.detune), Gain: n.int8(c.gain),
			LowNote: n.uint8(c.low_note), HighNote: n.uint8(c.high_note),
			LowVelocity: n.uint8(c.low_velocity), HighVelocity: n.uint8(c.high_velocity),
		}
		if n.err != nil {
			return n.err
		}
		return m.SetInstrument(i)
	})
}

const leastAcid = unsafe.Offsetof(C.mms_wave_acid{}.root_note)

//export mmsgo_wave_metadata_get_acid
func mmsgo_wave_metadata_get_acid(handle C.uintptr_t, out *C.mms_wave_acid, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastAcid), cerr, func(m *wave.Metadata) error {
		a := m.Acid()
		if a == nil {
			return errAbsent
		}
		return fill(out, C.mms_wave_acid{
			flags: C.uint32_t(a.Flags), root_note: C.uint32_t(a.RootNote), beats: C.uint32_t(a.Beats),
			meter_denominator: C.uint32_t(a.MeterDenominator), meter_numerator: C.uint32_t(a.MeterNumerator),
			tempo: C.float(a.Tempo),
		})
	})
}

//export mmsgo_wave_metadata_set_acid
func mmsgo_wave_metadata_set_acid(handle C.uintptr_t, acid *C.mms_wave_acid, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if acid == nil {
			return m.SetAcid(nil)
		}
		c, err := given(acid, leastAcid)
		if err != nil {
			return err
		}
		var n narrowing
		a := orNew(m.Acid()) // two of its fields have no name
		a.Flags, a.RootNote, a.Beats = uint32(c.flags), n.uint16(c.root_note), uint32(c.beats)
		a.MeterDenominator, a.MeterNumerator = n.uint16(c.meter_denominator), n.uint16(c.meter_numerator)
		a.Tempo = float32(c.tempo)
		if n.err != nil {
			return n.err
		}
		return m.SetAcid(a)
	})
}
