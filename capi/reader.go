package main

// This file exports the functions for reading WAV files.

/*
#include "shim.h"
*/
import "C"

import (
	"bytes"
	"errors"
	"io"
	"math"
	"unsafe"

	"mmservices/wave"
)

func readerOptions(given *C.mms_wave_open_options) (*wave.ReaderOptions, error) {
	var o C.mms_wave_open_options
	if given != nil {
		if !copyIn(unsafe.Pointer(&o), unsafe.Pointer(given), unsafe.Sizeof(o), unsafe.Offsetof(o.max_channels)) {
			return nil, errStructSize
		}
		if o.flags&^(C.MMS_WAVE_OPEN_WRITABLE|C.MMS_WAVE_OPEN_ALL_FRAMES) != 0 {
			return nil, errReserved
		}
	}
	return &wave.ReaderOptions{
		Writable:    o.flags&C.MMS_WAVE_OPEN_WRITABLE != 0,
		AllFrames:   o.flags&C.MMS_WAVE_OPEN_ALL_FRAMES != 0,
		Refuse:      wave.Repair(o.refuse),
		MaxChannels: int(min(o.max_channels, math.MaxInt32)),
		MaxMetadata: int64(min(o.max_metadata, math.MaxInt64)),
	}, nil
}

// openReader is what all the ways to open have in common: open makes the reader, and its token goes to out.
func openReader(options *C.mms_wave_open_options, out *C.uintptr_t, cerr *C.mms_error,
	open func(*wave.ReaderOptions) (*wave.Reader, error),
) C.mms_status {
	return call(cerr, (*handleResult)(out), func() error {
		o, err := readerOptions(options)
		if err != nil {
			return err
		}
		r, err := open(o)
		if err != nil {
			return err
		}
		tok, err := handles.add(kindReader, r)
		if err != nil {
			return errors.Join(err, r.Close())
		}
		*out = C.uintptr_t(tok)
		return nil
	})
}

//export mmsgo_wave_reader_open
func mmsgo_wave_reader_open(path *C.char, options *C.mms_wave_open_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return openReader(options, out, cerr, func(o *wave.ReaderOptions) (*wave.Reader, error) {
		name, err := textFrom(path)
		if err != nil {
			return nil, err
		}
		return wave.Open(name, o)
	})
}

//export mmsgo_wave_reader_open_fd
func mmsgo_wave_reader_open_fd(fd C.int32_t, options *C.mms_wave_open_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return openReader(options, out, cerr, func(o *wave.ReaderOptions) (*wave.Reader, error) {
		f, err := duplicate(int(fd))
		if err != nil {
			return nil, err
		}
		return wave.NewFileReader(f, o)
	})
}

//export mmsgo_wave_reader_open_memory
func mmsgo_wave_reader_open_memory(data unsafe.Pointer, size C.uint64_t, options *C.mms_wave_open_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return openReader(options, out, cerr, func(o *wave.ReaderOptions) (*wave.Reader, error) {
		file, err := bytesFrom(data, size)
		if err != nil {
			return nil, err
		}
		return wave.NewReader(hostMemory{bytes.NewReader(file)}, o)
	})
}

// hostMemory is a file in memory of a host's. If that is a map, and its file was shortened, reads fail as they do in
// other streams.
type hostMemory struct{ *bytes.Reader }

func (m hostMemory) Read(p []byte) (n int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			n, err = 0, failureOf(fault)
		}
	}()
	return m.Reader.Read(p)
}

//export mmsgo_wave_reader_open_io
func mmsgo_wave_reader_open_io(given *C.mms_io, options *C.mms_wave_open_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	var stream *hostStream
	status := openReader(options, out, cerr, func(o *wave.ReaderOptions) (*wave.Reader, error) {
		var err error
		if stream, err = newHostStream(given); err != nil {
			return nil, err
		}
		if stream.io.read == nil {
			return nil, errNull
		}
		var s io.Reader = stream
		if stream.io.size != nil {
			s = sizedHostStream{stream}
		}
		return wave.NewReader(s, o)
	})
	if status == C.MMS_OK {
		stream.handle = token(*out)
	}
	return status
}

// withReader runs fn with the reader of a handle.
func withReader(handle C.uintptr_t, cerr *C.mms_error, fn func(*wave.Reader) error) C.mms_status {
	return call(cerr, nil, func() error { return with(token(handle), kindReader, fn) })
}

//export mmsgo_wave_reader_info
func mmsgo_wave_reader_info(handle C.uintptr_t, out *C.mms_wave_info, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			if out != nil && uintptr(out.struct_size) > unsafe.Offsetof(out.fact_frames) {
				r.FactFrames() // the stream may have to go back to the chunk
			}
			return fill(out, infoOf(r.Info()))
		})
	})
}

//export mmsgo_wave_reader_read_bytes
func mmsgo_wave_reader_read_bytes(handle C.uintptr_t, buffer unsafe.Pointer, capacity C.uint64_t, out *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		if buffer == nil && capacity > 0 {
			return errNull
		}
		p := unsafe.Slice((*byte)(buffer), int(min(capacity, math.MaxInt/2)))
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			n, err := r.ReadBytes(p)
			*out = C.uint64_t(n)
			return unlessEnd(err)
		})
	})
}

// unlessEnd returns what a read returned. The end of the data is no error to C.
func unlessEnd(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

//export mmsgo_wave_reader_seek
func mmsgo_wave_reader_seek(handle C.uintptr_t, frame C.int64_t, cerr *C.mms_error) C.mms_status {
	return withReader(handle, cerr, func(r *wave.Reader) error { return r.SeekFrame(int64(frame)) })
}

//export mmsgo_wave_reader_tell
func mmsgo_wave_reader_tell(handle C.uintptr_t, out *C.int64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			*out = C.int64_t(r.Tell())
			return nil
		})
	})
}

//export mmsgo_wave_reader_diagnostic
func mmsgo_wave_reader_diagnostic(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_diagnostic, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindReader, func(r *wave.Reader) error {
			all := r.Diagnostics()
			if int64(index) >= int64(len(all)) {
				return errRange
			}
			found := all[index]
			d := C.mms_wave_diagnostic{repair: C.uint32_t(found.Repair)}
			copy(octets(d.chunk_id[:]), found.Chunk[:])
			d.offset = C.int64_t(found.Offset)
			d.declared = C.int64_t(found.Declared)
			d.used = C.int64_t(found.Used)
			return fill(out, d)
		})
	})
}

//export mmsgo_wave_reader_close
func mmsgo_wave_reader_close(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		return closeWith(token(handle), kindReader, (*wave.Reader).Close)
	})
}
