package main

// This file exports the maps of sample data, and knows where they lie: a fault there is the file's, not the caller's.

/*
#include "shim.h"
*/
import "C"

import (
	"sync"
	"unsafe"

	"mmservices/wave"
)

// mapTable tells which memory the maps of open readers take.
type mapTable struct {
	mu    sync.Mutex
	spans map[token][]byte
}

var maps = mapTable{spans: map[token][]byte{}}

func (t *mapTable) add(reader token, span []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.spans[reader] = span
}

func (t *mapTable) remove(reader token) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.spans, reader)
}

// contains reports whether an address lies in a map.
func (t *mapTable) contains(address uintptr) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, span := range t.spans {
		start := uintptr(unsafe.Pointer(unsafe.SliceData(span)))
		if start <= address && address-start < uintptr(len(span)) {
			return true
		}
	}
	return false
}

//export mmsgo_wave_reader_map
func mmsgo_wave_reader_map(handle C.uintptr_t, mode C.uint32_t, data *unsafe.Pointer, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, all(zeroed(data), zeroed(size)), func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			if mode < C.MMS_WAVE_MAP_READ || mode > C.MMS_WAVE_MAP_WRITE {
				return errRange
			}
			span, err := r.Map(wave.MapMode(mode))
			if err != nil {
				return err
			}
			if len(span) > 0 {
				*data = unsafe.Pointer(unsafe.SliceData(span))
				*size = C.uint64_t(len(span))
				maps.add(token(handle), span)
			}
			return nil
		})
	})
}

//export mmsgo_wave_reader_sync_map
func mmsgo_wave_reader_sync_map(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withReader(handle, cerr, (*wave.Reader).SyncMap)
}

//export mmsgo_wave_reader_unmap
func mmsgo_wave_reader_unmap(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withReader(handle, cerr, func(r *wave.Reader) error {
		maps.remove(token(handle))
		return r.Unmap()
	})
}
