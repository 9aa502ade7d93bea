package main

// This file looks whether the bytes are there that a caller says are there, before as much memory is allocated for a
// copy of them: memory that runs out ends the process.

/*
#include "shim.h"
*/
import "C"

import (
	"bytes"
	"unsafe"

	"mmservices/wave"
)

// manyBytes is how many bytes of a caller are looked for before they are copied.
const manyBytes = 1 << 20

// present returns an error if the last of the bytes is not there.
func present(p []byte) (err error) {
	if len(p) < manyBytes {
		return nil
	}
	defer func() {
		if fault := recover(); fault != nil {
			err = failureOf(fault)
		}
	}()
	touch(&p[len(p)-1])
	return nil
}

//go:noinline
func touch(b *byte) byte { return *b }

// copyFrom returns a copy of size bytes of a caller.
func copyFrom(data unsafe.Pointer, size C.uint64_t) ([]byte, error) {
	p, err := bytesFrom(data, size)
	if err == nil {
		err = present(p)
	}
	if err != nil {
		return nil, err
	}
	return bytes.Clone(p), nil
}

// memoryStream is what a writer to memory writes to.
type memoryStream struct{ *wave.Buffer }

func (m memoryStream) Write(p []byte) (int, error) {
	if err := present(p); err != nil {
		return 0, err
	}
	return m.Buffer.Write(p)
}
