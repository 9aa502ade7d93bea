package main

// This file exports the maps of sample data.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

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
	return withReader(handle, cerr, (*wave.Reader).Unmap)
}
