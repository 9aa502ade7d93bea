package main

// This file exports what is done with whole files.

/*
#include "shim.h"
*/
import "C"

import (
	"math"
	"unsafe"

	"mmservices/wave"
)

//export mmsgo_wave_edit
func mmsgo_wave_edit(path *C.char, handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		name, err := textFrom(path)
		if err != nil {
			return err
		}
		return with(token(handle), kindMetadata, func(m *wave.Metadata) error {
			return holdSignals(func() error {
				return wave.EditMetadata(name, func(old *wave.Metadata) error {
					*old = *m.Clone()
					return nil
				})
			})
		})
	})
}

//export mmsgo_wave_repair
func mmsgo_wave_repair(path *C.char, out *C.uint32_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		name, err := textFrom(path)
		if err != nil {
			return err
		}
		return holdSignals(func() error {
			repaired, err := wave.RepairFile(name)
			for _, d := range repaired {
				*out |= C.uint32_t(d.Repair)
			}
			return err
		})
	})
}

//export mmsgo_wave_copy
func mmsgo_wave_copy(from, to *C.char, container C.uint32_t, handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		src, err := textFrom(from)
		if err != nil {
			return err
		}
		dst, err := textFrom(to)
		if err != nil {
			return err
		}
		o := wave.CopyOptions{Container: wave.Container(min(container, math.MaxInt32))}
		copied := func() error { return holdSignals(func() error { return wave.Copy(dst, src, &o) }) }
		if handle == 0 {
			return copied()
		}
		return with(token(handle), kindMetadata, func(m *wave.Metadata) error {
			o.Metadata = m.Clone()
			return copied()
		})
	})
}

//export mmsgo_wave_scan_open
func mmsgo_wave_scan_open(paths **C.char, count C.uint64_t, options *C.mms_wave_open_options, threads C.uint32_t, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, (*handleResult)(out), func() error {
		if paths == nil && count > 0 {
			return errNull
		}
		if count > math.MaxInt/64 {
			return errRange
		}
		o, err := readerOptions(options)
		if err != nil {
			return err
		}
		names := make([]string, 0)
		for _, path := range unsafe.Slice(paths, int(count)) {
			name, err := textFrom(path)
			if err != nil {
				return err
			}
			names = append(names, name)
		}
		rows := wave.Scan(names, &wave.ScanOptions{Workers: int(min(threads, math.MaxInt32)), Reader: *o})
		tok, err := handles.add(kindScan, &rows)
		if err != nil {
			return err
		}
		*out = C.uintptr_t(tok)
		return nil
	})
}

//export mmsgo_wave_scan_row
func mmsgo_wave_scan_row(handle C.uintptr_t, index C.uint64_t, out *C.mms_wave_info, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindScan, func(rows *[]wave.ScanResult) error {
			if index >= C.uint64_t(len(*rows)) {
				return errRange
			}
			row := &(*rows)[index]
			if row.Err != nil {
				return row.Err
			}
			return fill(out, infoOf(row.Info))
		})
	})
}

//export mmsgo_wave_scan_close
func mmsgo_wave_scan_close(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		return closeWith(token(handle), kindScan, func(*[]wave.ScanResult) error { return nil })
	})
}
