package main

// This file exports metadata: its chunks, and what all kinds of entries have in common.

/*
#include "shim.h"
*/
import "C"

import (
	"slices"
	"unsafe"

	"mmservices/wave"
)

// addMetadata makes a handle of what made returns.
func addMetadata(out *C.uintptr_t, cerr *C.mms_error, made func() (*wave.Metadata, error)) C.mms_status {
	return call(cerr, (*handleResult)(out), func() error {
		m, err := made()
		if err != nil {
			return err
		}
		tok, err := handles.add(kindMetadata, m)
		if err != nil {
			return err
		}
		*out = C.uintptr_t(tok)
		return nil
	})
}

//export mmsgo_wave_metadata_create
func mmsgo_wave_metadata_create(out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return addMetadata(out, cerr, func() (*wave.Metadata, error) { return &wave.Metadata{}, nil })
}

//export mmsgo_wave_reader_metadata
func mmsgo_wave_reader_metadata(handle C.uintptr_t, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return addMetadata(out, cerr, func() (m *wave.Metadata, err error) {
		err = with(token(handle), kindReader, func(r *wave.Reader) error {
			m, err = r.Metadata()
			return err
		})
		return m, err
	})
}

//export mmsgo_wave_metadata_close
func mmsgo_wave_metadata_close(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		return closeWith(token(handle), kindMetadata, func(*wave.Metadata) error { return nil })
	})
}

// withMetadata runs fn with the metadata of a handle.
func withMetadata(handle C.uintptr_t, out any, cerr *C.mms_error, fn func(*wave.Metadata) error) C.mms_status {
	return call(cerr, out, func() error { return with(token(handle), kindMetadata, fn) })
}

// An entries tells how entries of one kind are counted, and how one is removed.
type entries struct {
	count  func(*wave.Metadata) int
	remove func(*wave.Metadata, int) error
}

var entriesOf = map[C.uint32_t]entries{
	C.MMS_WAVE_ENTRY_CHUNK: {
		func(m *wave.Metadata) int { return len(m.Chunks) },
		func(m *wave.Metadata, i int) error {
			m.Chunks = slices.Delete(m.Chunks, i, i+1)
			return nil
		},
	},
	C.MMS_WAVE_ENTRY_TAG:     listed((*wave.Metadata).Tags, (*wave.Metadata).SetTags),
	C.MMS_WAVE_ENTRY_REGION:  listed((*wave.Metadata).Regions, (*wave.Metadata).SetRegions),
	C.MMS_WAVE_ENTRY_LOOP:    listed(loops, setLoops),
	C.MMS_WAVE_ENTRY_TRACK:   listed((*wave.Metadata).Tracks, (*wave.Metadata).SetTracks),
	C.MMS_WAVE_ENTRY_PEAK:    listed(peaks, setPeaks),
	C.MMS_WAVE_ENTRY_DISPLAY: listed((*wave.Metadata).Displays, (*wave.Metadata).SetDisplays),
}

// listed returns the entries that are got and set all at once.
func listed[E any](get func(*wave.Metadata) []E, set func(*wave.Metadata, []E) error) entries {
	return entries{
		func(m *wave.Metadata) int { return len(get(m)) },
		func(m *wave.Metadata, i int) error { return set(m, slices.Delete(get(m), i, i+1)) },
	}
}

// at returns one of them.
func at[E any](list []E, index C.uint32_t) (E, error) {
	if int64(index) >= int64(len(list)) {
		var none E
		return none, errRange
	}
	return list[index], nil
}

//export mmsgo_wave_metadata_count
func mmsgo_wave_metadata_count(handle C.uintptr_t, kind C.uint32_t, out *C.uint32_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, out, cerr, func(m *wave.Metadata) error {
		e, known := entriesOf[kind]
		if !known {
			return errRange
		}
		*out = C.uint32_t(e.count(m))
		return nil
	})
}

//export mmsgo_wave_metadata_remove
func mmsgo_wave_metadata_remove(handle C.uintptr_t, kind, index C.uint32_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		e, known := entriesOf[kind]
		if !known || int64(index) >= int64(e.count(m)) {
			return errRange
		}
		return e.remove(m, int(index))
	})
}

//export mmsgo_wave_metadata_chunk
func mmsgo_wave_metadata_chunk(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_chunk, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastChunk), cerr, func(m *wave.Metadata) error {
		chunk, err := at(m.Chunks, index)
		if err != nil {
			return err
		}
		c := chunkOf(chunk.ID, chunk.GUID, chunk.AfterData)
		c.size = C.int64_t(len(chunk.Data))
		c.declared = c.size
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_chunk_data
func mmsgo_wave_metadata_chunk_data(handle C.uintptr_t, index C.uint32_t, buffer unsafe.Pointer, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		chunk, err := at(m.Chunks, index)
		if err != nil {
			return err
		}
		return putBytes(chunk.Data, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_find_chunk
func mmsgo_wave_metadata_find_chunk(handle C.uintptr_t, id *C.char, out *C.uint32_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, out, cerr, func(m *wave.Metadata) error {
		want, err := idFrom(id)
		if err != nil {
			return err
		}
		index := slices.IndexFunc(m.Chunks, func(c wave.Chunk) bool { return c.ID == want })
		if index < 0 {
			return errAbsent
		}
		*out = C.uint32_t(index)
		return nil
	})
}

//export mmsgo_wave_metadata_add_chunk
func mmsgo_wave_metadata_add_chunk(handle C.uintptr_t, chunk *C.mms_wave_chunk, data unsafe.Pointer, size C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(chunk, leastChunk)
		if err != nil {
			return err
		}
		if c.flags&^C.MMS_WAVE_CHUNK_AFTER_DATA != 0 || c.reserved != 0 {
			return errReserved
		}
		payload, err := copyFrom(data, size)
		if err != nil {
			return err
		}
		m.Chunks = append(m.Chunks, wave.Chunk{
			ID: wave.ChunkID(octets(c.id[:])), GUID: wave.GUID(octets(c.guid[:])),
			Data: payload, AfterData: c.flags != 0,
		})
		return nil
	})
}

//export mmsgo_wave_metadata_set_chunk_data
func mmsgo_wave_metadata_set_chunk_data(handle C.uintptr_t, index C.uint32_t, data unsafe.Pointer, size C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		payload, err := copyFrom(data, size)
		if err != nil {
			return err
		}
		if _, err := at(m.Chunks, index); err != nil {
			return err
		}
		m.Chunks[index].Data = payload
		return nil
	})
}
