// Command capi is the C library: built with -buildmode=c-shared it becomes libmmservices.so or mmservices.dll.
//
// It holds no logic. Each exported function checks its arguments, looks up its handle, calls one method of package
// wave or colorsys, and turns the error into a status. The contract is include/mmservices.h; the public functions
// with its prototypes are in shim_gen.c, which is generated from it and calls the functions here. Panics end in
// [call].
package main

//go:generate go run ./genabi

/*
#cgo CFLAGS: -I${SRCDIR}/../include -std=gnu11 -Wall -Wextra -Wno-unused-parameter
#include "shim.h"
*/
import "C"

import (
	"runtime/debug"
	"unsafe"

	"mmservices/internal/signalroom"
)

func main() {}

// call runs fn, the body of an exported function, and reports how it ended in cerr, which may be nil. out is the
// pointer to the function's result, which is zeroed first; nil if it has none. A panic becomes MMS_ERROR_INTERNAL, and
// one for a host's memory that cannot be accessed MMS_ERROR_IO_MAP.
func call(cerr *C.mms_error, out any, fn func() error) (status C.mms_status) {
	before := debug.SetPanicOnFault(true)
	defer func() {
		if p := recover(); p != nil {
			status = contain(cerr, p)
		}
		debug.SetPanicOnFault(before)
	}()
	signalroom.Call(func() {
		err := zeroResult(out)
		if cerr != nil && cerr.struct_size < errorHead {
			status = C.MMS_ERROR_ARGUMENT_STRUCT_SIZE
			return
		}
		if err == nil {
			err = fn()
		}
		status = report(cerr, err)
	})
	return status
}

// handleResult is where a new handle goes. C.uintptr_t itself is the same type as some other number on each machine.
type handleResult C.uintptr_t

// zeroResult zeroes what a caller's pointer for a result points to: of a struct as much as its struct_size says.
func zeroResult(out any) error {
	switch out := out.(type) {
	case nil:
		return nil
	case func() error:
		return out()
	case *handleResult:
		return zero(out)
	case *C.int64_t:
		return zero(out)
	case *C.uint64_t:
		return zero(out)
	case *C.uint32_t:
		return zero(out)
	case *[3]C.double:
		return zero(out)
	case *C.mms_wave_info:
		return zeroStruct(out, unsafe.Offsetof(out.tag))
	case *C.mms_wave_diagnostic:
		return zeroStruct(out, unsafe.Offsetof(out.chunk_id))
	}
	panic("a result of a type that nobody knows how to zero")
}

func zero[T any](out *T) error {
	if out == nil {
		return errNull
	}
	var none T
	*out = none
	return nil
}

// zeroStruct zeroes a struct that begins with its struct_size, which must be at least least.
func zeroStruct[T any](out *T, least uintptr) error {
	if out == nil {
		return errNull
	}
	if uintptr(*(*uint32)(unsafe.Pointer(out))) < least {
		return errStructSize
	}
	var none T
	copyOut(unsafe.Pointer(out), unsafe.Pointer(&none), unsafe.Sizeof(none))
	return nil
}

// contain reports a panic. Should the error struct itself be what cannot be touched, it is left alone.
func contain(cerr *C.mms_error, p any) (status C.mms_status) {
	defer func() {
		if recover() != nil {
			status = statusOf(failureOf(p))
		}
	}()
	return report(cerr, failureOf(p))
}

// copyOut copies the bytes of a struct behind its struct_size to a caller's, which may be shorter. Neither is nil.
func copyOut(to, from unsafe.Pointer, size uintptr) {
	const head = unsafe.Sizeof(uint32(0))
	n := min(uintptr(*(*uint32)(to)), size)
	copy(unsafe.Slice((*byte)(to), n)[head:], unsafe.Slice((*byte)(from), n)[head:])
}

// copyIn copies a caller's struct, which may be shorter or longer, over the zero value that to points to. It returns
// whether its struct_size can be right. from is not nil.
func copyIn(to, from unsafe.Pointer, size, least uintptr) bool {
	given := uintptr(*(*uint32)(from))
	if given < least {
		return false
	}
	n := min(given, size)
	copy(unsafe.Slice((*byte)(to), n), unsafe.Slice((*byte)(from), n))
	return true
}
