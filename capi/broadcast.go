package main

// This file exports the bext chunk of metadata.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

const leastBroadcast = unsafe.Offsetof(C.mms_wave_broadcast{}.time_reference)

//export mmsgo_wave_metadata_get_broadcast
func mmsgo_wave_metadata_get_broadcast(handle C.uintptr_t, out *C.mms_wave_broadcast, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastBroadcast), cerr, func(m *wave.Metadata) error {
		b := m.Broadcast()
		if b == nil {
			return errAbsent
		}
		c := C.mms_wave_broadcast{
			version: C.uint32_t(b.Version), time_reference: C.uint64_t(b.TimeReference),
			loudness_value: C.int32_t(b.LoudnessValue), loudness_range: C.int32_t(b.LoudnessRange),
			max_true_peak_level:     C.int32_t(b.MaxTruePeakLevel),
			max_momentary_loudness:  C.int32_t(b.MaxMomentaryLoudness),
			max_short_term_loudness: C.int32_t(b.MaxShortTermLoudness),
		}
		copy(octets(c.umid[:]), b.UMID[:])
		for _, text := range broadcastTexts(&c, b) {
			setChars(text.member, *text.field)
		}
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_set_broadcast
func mmsgo_wave_metadata_set_broadcast(handle C.uintptr_t, broadcast *C.mms_wave_broadcast, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if broadcast == nil {
			return m.SetBroadcast(nil)
		}
		c, err := given(broadcast, leastBroadcast)
		if err != nil {
			return err
		}
		if c.reserved[0] != 0 || c.reserved2 != 0 {
			return errReserved
		}
		var n narrowing
		b := orNew(m.Broadcast())
		b.Version, b.TimeReference = n.uint16(c.version), uint64(c.time_reference)
		b.LoudnessValue, b.LoudnessRange = n.int16(c.loudness_value), n.int16(c.loudness_range)
		b.MaxTruePeakLevel = n.int16(c.max_true_peak_level)
		b.MaxMomentaryLoudness = n.int16(c.max_momentary_loudness)
		b.MaxShortTermLoudness = n.int16(c.max_short_term_loudness)
		b.UMID = [64]byte(octets(c.umid[:]))
		for _, text := range broadcastTexts(&c, b) {
			*text.field = chars(text.member)
		}
		if n.err != nil {
			return n.err
		}
		return m.SetBroadcast(b)
	})
}

// A textPair is a text in a struct of C, and the same in one of Go.
type textPair struct {
	member []C.char
	field  *string
}

func broadcastTexts(c *C.mms_wave_broadcast, b *wave.Broadcast) []textPair {
	return []textPair{
		{c.description[:], &b.Description},
		{c.originator[:], &b.Originator},
		{c.originator_reference[:], &b.OriginatorReference},
		{c.origination_date[:], &b.OriginationDate},
		{c.origination_time[:], &b.OriginationTime},
	}
}
