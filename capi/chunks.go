package main

// This file exports the chunks of a reader's file.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

// leastChunk is the least size of an mms_wave_chunk: its id.
const leastChunk = unsafe.Offsetof(C.mms_wave_chunk{}.guid)

//export mmsgo_wave_reader_chunk_count
func mmsgo_wave_reader_chunk_count(handle C.uintptr_t, out *C.uint32_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			count, err := r.NumChunks()
			*out = C.uint32_t(count)
			return err
		})
	})
}

//export mmsgo_wave_reader_chunk
func mmsgo_wave_reader_chunk(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_chunk, cerr *C.mms_error) C.mms_status {
	return call(cerr, zeroedStruct(out, leastChunk), func() error {
		return withChunk(handle, index, func(r *wave.Reader, chunk wave.ChunkInfo) error {
			c := chunkOf(chunk.ID, chunk.GUID, chunk.AfterData)
			c.offset, c.start = C.int64_t(chunk.Offset), C.int64_t(chunk.Start)
			c.declared, c.size = C.int64_t(chunk.Declared), C.int64_t(chunk.Size)
			return fill(out, c)
		})
	})
}

//export mmsgo_wave_reader_chunk_data
func mmsgo_wave_reader_chunk_data(handle C.uintptr_t, index C.uint32_t, buffer unsafe.Pointer, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, size, func() error {
		return withChunk(handle, index, func(r *wave.Reader, _ wave.ChunkInfo) error {
			data, err := r.ReadChunk(int(index))
			if err != nil {
				return err
			}
			return putBytes(data, buffer, capacity, size)
		})
	})
}

// withChunk runs fn with a chunk of the reader of a handle.
func withChunk(handle C.uintptr_t, index C.uint32_t, fn func(*wave.Reader, wave.ChunkInfo) error) error {
	return with(token(handle), kindReader, func(r *wave.Reader) error {
		count, err := r.NumChunks()
		if err != nil {
			return err
		}
		if int64(index) >= int64(count) {
			return errRange
		}
		return fn(r, r.Chunk(int(index)))
	})
}

// chunkOf returns what tells one chunk from another.
func chunkOf(id wave.ChunkID, guid wave.GUID, afterData bool) C.mms_wave_chunk {
	var c C.mms_wave_chunk
	copy(octets(c.id[:]), id[:])
	copy(octets(c.guid[:]), guid[:])
	if afterData {
		c.flags = C.MMS_WAVE_CHUNK_AFTER_DATA
	}
	return c
}
