package main

// This file exports tags and other texts of metadata.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

//export mmsgo_wave_metadata_tag
func mmsgo_wave_metadata_tag(handle C.uintptr_t, index C.uint32_t, id *C.uint8_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	room := (*[4]byte)(unsafe.Pointer(id))
	return withMetadata(handle, all(zeroed(room), zeroed(size)), cerr, func(m *wave.Metadata) error {
		tag, err := at(m.Tags(), index)
		if err != nil {
			return err
		}
		*room = tag.ID
		return putText(tag.Text, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_get_tag
func mmsgo_wave_metadata_get_tag(handle C.uintptr_t, id *C.char, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		want, err := idFrom(id)
		if err != nil {
			return err
		}
		text, ok := m.Tag(want)
		if !ok {
			return errAbsent
		}
		return putText(text, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_set_tag
func mmsgo_wave_metadata_set_tag(handle C.uintptr_t, id, text *C.char, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		tag, err := idFrom(id)
		if err != nil {
			return err
		}
		return m.SetTag(tag, C.GoString(text))
	})
}

// A longText is one of the texts that have no fixed size.
type longText struct {
	get func(*wave.Metadata) (text string, ok bool)
	set func(*wave.Metadata, string) error
}

var longTexts = map[C.uint32_t]longText{
	C.MMS_WAVE_TEXT_CODING_HISTORY: {
		func(m *wave.Metadata) (string, bool) {
			if b := m.Broadcast(); b != nil {
				return b.CodingHistory, true
			}
			return "", false
		},
		func(m *wave.Metadata, text string) error {
			b := orNew(m.Broadcast())
			b.CodingHistory = text
			return m.SetBroadcast(b)
		},
	},
	C.MMS_WAVE_TEXT_CART: {
		func(m *wave.Metadata) (string, bool) {
			if c := m.Cart(); c != nil {
				return c.TagText, true
			}
			return "", false
		},
		func(m *wave.Metadata, text string) error {
			c := orNew(m.Cart())
			c.TagText = text
			return m.SetCart(c)
		},
	},
	C.MMS_WAVE_TEXT_IXML: whole("iXML", (*wave.Metadata).IXML, (*wave.Metadata).SetIXML),
	C.MMS_WAVE_TEXT_AXML: whole("axml", (*wave.Metadata).AXML, (*wave.Metadata).SetAXML),
}

// whole is a text that is a whole chunk.
func whole(id string, get func(*wave.Metadata) string, set func(*wave.Metadata, string) error) longText {
	return longText{
		func(m *wave.Metadata) (string, bool) { return get(m), m.Find(wave.ChunkID([]byte(id))) != nil },
		set,
	}
}

// orNew returns what view points to, or a new one.
func orNew[T any](view *T) *T {
	if view == nil {
		return new(T)
	}
	return view
}

//export mmsgo_wave_metadata_get_text
func mmsgo_wave_metadata_get_text(handle C.uintptr_t, which C.uint32_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		long, known := longTexts[which]
		if !known {
			return errRange
		}
		text, ok := long.get(m)
		if !ok {
			return errAbsent
		}
		return putText(text, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_set_text
func mmsgo_wave_metadata_set_text(handle C.uintptr_t, which C.uint32_t, text *C.char, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		long, known := longTexts[which]
		if !known {
			return errRange
		}
		if _, ok := long.get(m); text == nil && !ok {
			return nil
		}
		return long.set(m, C.GoString(text))
	})
}
