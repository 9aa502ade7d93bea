package main

// This file passes texts, bytes and structs of which there is no fixed number between C and Go.

/*
#include "shim.h"
*/
import "C"

import (
	"math"
	"unsafe"

	"mmservices/wave"
)

// zeroed returns what zeroes a result; it is for functions with more than one.
func zeroed[T any](out *T) func() error { return func() error { return zero(out) } }

// zeroedStruct is zeroed for a struct that begins with its struct_size, which must be at least least.
func zeroedStruct[T any](out *T, least uintptr) func() error {
	return func() error { return zeroStruct(out, least) }
}

// all returns what zeroes several results.
func all(results ...func() error) func() error {
	return func() error {
		var first error
		for _, zero := range results {
			if err := zero(); first == nil {
				first = err
			}
		}
		return first
	}
}

// given returns a caller's struct, which may be shorter or longer, and must have at least least bytes.
func given[T any](from *T, least uintptr) (T, error) {
	var to T
	if from == nil {
		return to, errNull
	}
	if !copyIn(unsafe.Pointer(&to), unsafe.Pointer(from), unsafe.Sizeof(to), least) {
		return to, errStructSize
	}
	return to, nil
}

// fill copies a struct to a caller's.
func fill[T any](to *T, from T) error {
	copyOut(unsafe.Pointer(to), unsafe.Pointer(&from), unsafe.Sizeof(from))
	return nil
}

// putBytes copies data to a caller's buffer and tells its size; no buffer asks for the size alone.
func putBytes(data []byte, buffer unsafe.Pointer, capacity C.uint64_t, size *C.uint64_t) error {
	*size = C.uint64_t(len(data))
	switch {
	case buffer == nil && capacity == 0:
		return nil
	case buffer == nil:
		return errNull
	case capacity < C.uint64_t(len(data)):
		return errRange
	}
	copy(unsafe.Slice((*byte)(buffer), len(data)), data)
	return nil
}

// putText is putBytes for a text, and ends it with a NUL that the size does not count.
func putText(text string, buffer *C.char, capacity C.uint64_t, size *C.uint64_t) error {
	data := append([]byte(text), 0)
	err := putBytes(data, unsafe.Pointer(buffer), capacity, size)
	*size = C.uint64_t(len(text))
	return err
}

// bytesFrom returns size bytes of a caller.
func bytesFrom(data unsafe.Pointer, size C.uint64_t) ([]byte, error) {
	if data == nil && size > 0 {
		return nil, errNull
	}
	if size > math.MaxInt/2 {
		return nil, errRange
	}
	return unsafe.Slice((*byte)(data), int(size)), nil
}

// textFrom returns a caller's string.
func textFrom(text *C.char) (string, error) {
	if text == nil {
		return "", errNull
	}
	return C.GoString(text), nil
}

// idFrom returns a caller's string as the id that its four characters are.
func idFrom(text *C.char) (wave.ChunkID, error) {
	id, err := textFrom(text)
	if err == nil && len(id) != len(wave.ChunkID{}) {
		err = errRange
	}
	if err != nil {
		return wave.ChunkID{}, err
	}
	return wave.ChunkID([]byte(id)), nil
}

// octets returns an array of bytes in a struct of C as one of Go, in the same memory.
func octets(field []C.uint8_t) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(field))), len(field))
}

// chars returns the text in a member of a struct, up to its NUL.
func chars(field []C.char) string {
	data := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(field))), len(field))
	for i, c := range data {
		if c == 0 {
			return string(data[:i])
		}
	}
	return string(data)
}

// setChars sets a member of a struct, which has room for the text and a NUL.
func setChars(field []C.char, text string) {
	data := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(field))), len(field))
	data[copy(data[:len(data)-1], text)] = 0
}
