package main

// This file makes a Go stream of a host's mms_io.

/*
#include "shim.h"
*/
import "C"

import (
	"io"
	"math"
	"unsafe"
)

// hostStream is a stream that a host's callbacks drive. Callbacks run on the thread that called the library, since
// the stream is only used from exported functions.
type hostStream struct {
	io     C.mms_io
	handle token // of the reader or writer over it; 0 while it is being opened
}

// errSize is what impossible counts and places of a callback become.
const errSize = callbackError(C.MMS_ERROR_IO_CALLBACK)

// mostPlace is beyond any place in a stream, and no sum with it overflows.
const mostPlace = 1 << 62

// count checks what a callback returned.
func count(n C.int64_t, most int) (int, error) {
	switch {
	case n < math.MinInt32:
		return 0, errSize
	case n < 0:
		return 0, callbackError(n)
	case int64(n) > int64(most):
		return 0, errSize
	}
	return int(n), nil
}

func (h *hostStream) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, err := count(C.mms_shim_read(&h.io, C.uintptr_t(h.handle), unsafe.Pointer(&p[0]), C.int64_t(len(p))), len(p))
	if n == 0 && err == nil {
		err = io.EOF
	}
	return n, err
}

func (h *hostStream) Write(p []byte) (int, error) {
	if len(p) == 0 {
		p = []byte{0}[:0:1]
	}
	data := unsafe.Pointer(unsafe.SliceData(p))
	n, err := count(C.mms_shim_write(&h.io, C.uintptr_t(h.handle), data, C.int64_t(len(p))), len(p))
	if n == 0 && len(p) > 0 && err == nil {
		err = errSize
	}
	return n, err
}

func (h *hostStream) Seek(offset int64, whence int) (int64, error) {
	var n C.int64_t
	switch {
	case h.io.seek == nil || h.io.tell == nil:
		return 0, callbackError(C.MMS_ERROR_IO_UNSEEKABLE)
	case whence == io.SeekCurrent && offset == 0:
		n = C.mms_shim_tell(&h.io, C.uintptr_t(h.handle))
	default:
		n = C.mms_shim_seek(&h.io, C.uintptr_t(h.handle), C.int64_t(offset), C.int32_t(whence))
	}
	if n < 0 {
		_, err := count(n, 0)
		return 0, err
	}
	if whence == io.SeekStart && int64(n) != offset || n > mostPlace {
		return 0, errSize
	}
	return int64(n), nil
}

func (h *hostStream) Flush() error {
	if h.io.flush == nil {
		return nil
	}
	_, err := count(C.mms_shim_flush(&h.io, C.uintptr_t(h.handle)), 0)
	return err
}

// sizedHostStream is a hostStream whose host tells its size.
type sizedHostStream struct{ *hostStream }

func (h sizedHostStream) Size() int64 { return int64(C.mms_shim_size(&h.io, C.uintptr_t(h.handle))) }

// newHostStream copies a caller's mms_io.
func newHostStream(given *C.mms_io) (*hostStream, error) {
	if given == nil {
		return nil, errNull
	}
	h := &hostStream{}
	// A size that ends within a member would leave half a pointer to call.
	if given.struct_size%C.uint32_t(unsafe.Alignof(h.io)) != 0 ||
		!copyIn(unsafe.Pointer(&h.io), unsafe.Pointer(given), unsafe.Sizeof(h.io), unsafe.Offsetof(h.io.write)) {
		return nil, errStructSize
	}
	if h.io.reserved != 0 {
		return nil, errReserved
	}
	return h, nil
}
