package main

// This file brings numbers of C into the smaller types that chunks have.

/*
#include "shim.h"
*/
import "C"

import (
	"math"
)

// A narrowing brings numbers of C into the smaller types that chunks have, and notes if one does not fit.
type narrowing struct{ err error }

func (n *narrowing) uint16(v C.uint32_t) uint16 {
	if v > math.MaxUint16 {
		n.err = errRange
	}
	return uint16(v)
}

func (n *narrowing) uint8(v C.uint32_t) uint8 {
	if v > math.MaxUint8 {
		n.err = errRange
	}
	return uint8(v)
}

func (n *narrowing) int8(v C.int32_t) int8 {
	if v != C.int32_t(int8(v)) {
		n.err = errRange
	}
	return int8(v)
}

func (n *narrowing) int16(v C.int32_t) int16 {
	if v != C.int32_t(int16(v)) {
		n.err = errRange
	}
	return int16(v)
}
