package main

// This file exports the regions of metadata.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

const leastRegion = unsafe.Offsetof(C.mms_wave_region{}.purpose)

//export mmsgo_wave_metadata_region
func mmsgo_wave_metadata_region(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_region, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastRegion), cerr, func(m *wave.Metadata) error {
		r, err := at(m.Regions(), index)
		if err != nil {
			return err
		}
		c := C.mms_wave_region{
			id: C.uint32_t(r.ID), position: C.int64_t(r.Position), length: C.int64_t(r.Length),
			country: C.uint32_t(r.Country), language: C.uint32_t(r.Language), dialect: C.uint32_t(r.Dialect),
			code_page: C.uint32_t(r.CodePage),
		}
		copy(octets(c.purpose[:]), r.Purpose[:])
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_region_text
func mmsgo_wave_metadata_region_text(handle C.uintptr_t, index, which C.uint32_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		r, err := at(m.Regions(), index)
		if err != nil {
			return err
		}
		switch which {
		case C.MMS_WAVE_REGION_LABEL:
			return putText(r.Label, buffer, capacity, size)
		case C.MMS_WAVE_REGION_NOTE:
			return putText(r.Note, buffer, capacity, size)
		case C.MMS_WAVE_REGION_TEXT:
			return putText(r.Text, buffer, capacity, size)
		}
		return errRange
	})
}

//export mmsgo_wave_metadata_add_region
func mmsgo_wave_metadata_add_region(handle C.uintptr_t, region *C.mms_wave_region, label, note, text *C.char, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(region, leastRegion)
		if err != nil {
			return err
		}
		if c.reserved != 0 {
			return errReserved
		}
		var n narrowing
		r := wave.Region{
			ID: uint32(c.id), Position: int64(c.position), Length: int64(c.length), Purpose: wave.ChunkID(octets(c.purpose[:])),
			Label: C.GoString(label), Note: C.GoString(note), Text: C.GoString(text),
			Country: n.uint16(c.country), Language: n.uint16(c.language), Dialect: n.uint16(c.dialect),
			CodePage: n.uint16(c.code_page),
		}
		if n.err != nil {
			return n.err
		}
		return m.SetRegions(append(m.Regions(), r))
	})
}
