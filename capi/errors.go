package main

// This file turns Go errors into statuses and mms_error structs.

/*
#include "shim.h"
*/
import "C"

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"unsafe"

	"mmservices/colorsys"
	"mmservices/wave"
)

// statuses is the table of errors and their statuses. The first that errors.Is finds counts, so that details stand
// before their classes.
var statuses = []struct {
	err    error
	status C.mms_status
}{
	{wave.ErrTruncated, C.MMS_ERROR_EOF},
	{wave.ErrNotRIFF, C.MMS_ERROR_FORMAT_NOT_RIFF},
	{wave.ErrNotWave, C.MMS_ERROR_FORMAT_NOT_WAVE},
	{wave.ErrNoFmt, C.MMS_ERROR_FORMAT_NO_FMT},
	{wave.ErrNoData, C.MMS_ERROR_FORMAT_NO_DATA},
	{wave.ErrDataFirst, C.MMS_ERROR_FORMAT_DATA_FIRST},
	{wave.ErrChannels, C.MMS_ERROR_FORMAT_CHANNELS},
	{wave.ErrBits, C.MMS_ERROR_FORMAT_BITS},
	{wave.ErrBlockAlign, C.MMS_ERROR_FORMAT_BLOCK_ALIGN},
	{wave.ErrRefused, C.MMS_ERROR_FORMAT_REPAIR},
	{wave.ErrFormat, C.MMS_ERROR_FORMAT},
	{wave.ErrTag, C.MMS_ERROR_UNSUPPORTED_TAG},
	{wave.ErrSubFormat, C.MMS_ERROR_UNSUPPORTED_SUB_FORMAT},
	{wave.ErrUnsupportedBits, C.MMS_ERROR_UNSUPPORTED_BITS},
	{wave.ErrUnmappable, C.MMS_ERROR_UNSUPPORTED_MAP},
	{wave.ErrNoUpdate, C.MMS_ERROR_UNSUPPORTED_UPDATE},
	{wave.ErrUnsupported, C.MMS_ERROR_UNSUPPORTED},
	{wave.ErrTooManyChannels, C.MMS_ERROR_LIMIT_CHANNELS},
	{wave.ErrTooMuchMetadata, C.MMS_ERROR_LIMIT_METADATA},
	{wave.ErrTooLarge, C.MMS_ERROR_LIMIT_RIFF_SIZE},
	{wave.ErrLimit, C.MMS_ERROR_LIMIT},
	{wave.ErrBadFormat, C.MMS_ERROR_ARGUMENT_FORMAT},
	{wave.ErrBadChunk, C.MMS_ERROR_ARGUMENT_CHUNK},
	{wave.ErrPosition, C.MMS_ERROR_ARGUMENT_RANGE},
	{wave.ErrShortBuffer, C.MMS_ERROR_ARGUMENT_RANGE},
	{wave.ErrPartialFrame, C.MMS_ERROR_ARGUMENT_RANGE},
	{wave.ErrPlanes, C.MMS_ERROR_ARGUMENT_RANGE},
	{wave.ErrArgument, C.MMS_ERROR_ARGUMENT},
	{wave.ErrClosed, C.MMS_ERROR_HANDLE},
	{wave.ErrMapped, C.MMS_ERROR_STATE_MAPPED},
	{wave.ErrNotMapped, C.MMS_ERROR_STATE_UNMAPPED},
	{wave.ErrReadOnly, C.MMS_ERROR_STATE_READ_ONLY},
	{wave.ErrHeaderWritten, C.MMS_ERROR_STATE_HEADER},
	{errAbsent, C.MMS_ERROR_STATE_ABSENT},
	{wave.ErrState, C.MMS_ERROR_STATE},
	{colorsys.ErrModels, C.MMS_ERROR_ARGUMENT_IMAGE},
	{colorsys.ErrSize, C.MMS_ERROR_ARGUMENT_IMAGE},
	{colorsys.ErrOverlap, C.MMS_ERROR_ARGUMENT_IMAGE},
	{colorsys.ErrImage, C.MMS_ERROR_ARGUMENT_IMAGE},
	{colorsys.ErrDivisionByZero, C.MMS_ERROR_DOMAIN_DIVISION_BY_ZERO},
	{colorsys.ErrHueNaN, C.MMS_ERROR_DOMAIN_HUE_NAN},
	{colorsys.ErrHueInfinite, C.MMS_ERROR_DOMAIN_HUE_INFINITE},
	{wave.ErrNotRegular, C.MMS_ERROR_IO_NOT_REGULAR},
	{wave.ErrInternal, C.MMS_ERROR_INTERNAL},
	{errNull, C.MMS_ERROR_ARGUMENT_NULL},
	{errStructSize, C.MMS_ERROR_ARGUMENT_STRUCT_SIZE},
	{errRange, C.MMS_ERROR_ARGUMENT_RANGE},
	{errReserved, C.MMS_ERROR_ARGUMENT_RESERVED},
	{errHandle, C.MMS_ERROR_HANDLE},
	{errBusy, C.MMS_ERROR_BUSY},
	{errPixels, C.MMS_ERROR_DOMAIN_PIXELS},
	{errNotMemory, C.MMS_ERROR_STATE},
	{syscall.EFAULT, C.MMS_ERROR_IO_MAP},
	{errMemory, C.MMS_ERROR_MEMORY},
}

// Errors of this layer.
var (
	errNull       = errors.New("a required pointer is NULL")
	errStructSize = errors.New("struct_size is not the size of that struct")
	errRange      = errors.New("a number is out of range")
	errReserved   = errors.New("a reserved member or an unknown flag is not zero")
	errHandle     = errors.New("not an open handle of this type")
	errBusy       = errors.New("the handle was called from its own callback")
	errPixels     = errors.New("the conversion is not defined for some pixels: they are NaN")
	errAbsent     = errors.New("the metadata has no such entry")
	errNotMemory  = errors.New("the writer does not write to memory")
	errMemory     = errors.New("out of memory")
)

// panicError is a panic that was contained.
type panicError struct{ value any }

func (e *panicError) Error() string { return fmt.Sprintf("a fault in the library: %v", e.value) }

// memoryError is a contained fault at an address. The memory is a host's, since Go's own can always be accessed. The
// system calls it EFAULT if it is the one who meets it.
type memoryError uintptr

func (e memoryError) Error() string {
	return fmt.Sprintf("memory at %#x cannot be accessed: its file was shortened, its disk failed or is full, "+
		"or the pointer is wrong", uintptr(e))
}

func (e memoryError) Unwrap() error { return syscall.EFAULT }

// failureOf returns the error that a panic was.
func failureOf(p any) error {
	if fault, ok := p.(interface{ Addr() uintptr }); ok {
		return memoryError(fault.Addr())
	}
	return &panicError{p}
}

// callbackError is a status that a callback returned. It goes back to the caller unchanged.
type callbackError C.mms_status

func (e callbackError) Error() string { return "a callback failed: " + statusText(C.mms_status(e)) }

// Is makes a callback's "cannot seek" the one that package wave looks for.
func (e callbackError) Is(target error) bool {
	return target == wave.ErrUnseekable && e == C.MMS_ERROR_IO_UNSEEKABLE
}

func statusText(status C.mms_status) string { return C.GoString(C.mms_status_string(status)) }

// statusOf finds the status of an error. What neither this layer nor package wave made comes from a stream.
func statusOf(err error) C.mms_status {
	if err == nil {
		return C.MMS_OK
	}
	return statusOfFailure(err)
}

// statusOfFailure is apart because the variables that errors.As fills in are allocated, needed or not.
func statusOfFailure(err error) C.mms_status {
	var panicked *panicError
	var callback callbackError
	switch {
	case errors.As(err, &panicked):
		return C.MMS_ERROR_INTERNAL
	case errors.As(err, &callback):
		return C.mms_status(callback)
	}
	for _, row := range statuses {
		if errors.Is(err, row.err) {
			return row.status
		}
	}
	if errors.Is(err, wave.ErrUnseekable) {
		return C.MMS_ERROR_IO_UNSEEKABLE
	}
	return C.MMS_ERROR_IO
}

// errorHead is the least size of an mms_error: everything before the message.
const errorHead = C.uint32_t(unsafe.Offsetof(C.mms_error{}.message))

// report writes err, which may be nil, to the caller's struct, which may be nil, and returns its status.
func report(to *C.mms_error, err error) C.mms_status {
	status := statusOf(err)
	if to == nil || err == nil && to.status == C.MMS_OK && to.offset == -1 {
		return status // a success that the struct tells already, from the call before
	}
	full := C.mms_error{status: status, offset: -1}
	if err != nil {
		describe(&full, err)
	}
	copyOut(unsafe.Pointer(to), unsafe.Pointer(&full), unsafe.Sizeof(full))
	if end := uintptr(to.struct_size); end > uintptr(errorHead) && end < unsafe.Sizeof(full) {
		*(*byte)(unsafe.Add(unsafe.Pointer(to), end-1)) = 0
	}
	return status
}

// describe fills in the details of an error.
func describe(to *C.mms_error, err error) {
	var e *wave.Error
	if errors.As(err, &e) {
		to.offset = C.int64_t(e.Offset)
		to.value = C.int64_t(e.Value)
		for i, b := range e.Chunk {
			to.chunk_id[i] = C.uint8_t(b)
		}
		for i, b := range e.SubFormat {
			to.detail[i] = C.uint8_t(b)
		}
	}
	var pixels pixelsError
	if errors.As(err, &pixels) {
		to.value = C.int64_t(pixels)
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		to.os_error = C.int32_t(errno)
	}
	text := err.Error()
	// Without the rest of a character that had room only in part, and bytes of a file name that are no UTF-8.
	text = strings.ToValidUTF8(text[:min(len(text), len(to.message)-1)], "")
	for i := range len(text) {
		c := text[i]
		if c == '\n' {
			c = ' ' // errors.Join puts one error on a line
		}
		to.message[i] = C.char(c)
	}
}
