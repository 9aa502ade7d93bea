package wave

import (
	"unsafe"

	"mmservices/internal/pcm"
)

// This file holds the types of samples in memory.

// An Int24 is a sample of 24 bits as a file has it: three bytes, the lowest first.
type Int24 [3]byte

// An Int24Left is a sample of 24 bits in the high bytes of an integer. The low byte of what is read is zero; that of
// what is written counts for the rounding.
type Int24Left int32

// An Int24Right is a sample of 24 bits in the low bytes of an integer, its sign in all bits above them. A file whose
// samples lie so is read and written as it is.
type Int24Right int32

// A Sample is a type that samples can be read to and written from. Full scale is the whole range of the integers; of
// uint8 128 is silence. Full scale of floats is 1.
//
// Between integers of different width samples are shifted to the left, or rounded half to even and saturated. Integers
// of n bits become floats by division by 2^(n-1), exactly or rounded to the nearest; floats become integers by
// multiplication with 2^(n-1), rounded half to even and saturated, NaN as 0.
type Sample interface {
	uint8 | int16 | int32 | float32 | float64 | Int24 | Int24Left | Int24Right
}

// sampleKind is a sample type as a number.
type sampleKind int

const (
	kindUint8 sampleKind = iota
	kindInt16
	kindInt32
	kindFloat32
	kindFloat64
	kindInt24
	kindInt24Left
	kindInt24Right
	sampleKinds
)

// hostLayouts tells how a sample of each kind lies in memory.
var hostLayouts = [sampleKinds]pcm.Layout{
	kindUint8:      pcm.U8.Host(),
	kindInt16:      pcm.S16.Host(),
	kindInt32:      pcm.S32.Host(),
	kindFloat32:    pcm.F32.Host(),
	kindFloat64:    pcm.F64.Host(),
	kindInt24:      pcm.S24,
	kindInt24Left:  pcm.S24Left.Host(),
	kindInt24Right: pcm.S24Right.Host(),
}

// kindOf returns the kind of a sample type.
func kindOf[S Sample]() sampleKind {
	switch any((*S)(nil)).(type) {
	case *uint8:
		return kindUint8
	case *int16:
		return kindInt16
	case *int32:
		return kindInt32
	case *float32:
		return kindFloat32
	case *float64:
		return kindFloat64
	case *Int24:
		return kindInt24
	case *Int24Left:
		return kindInt24Left
	default:
		return kindInt24Right
	}
}

// bytesOf returns the memory of samples.
func bytesOf[S Sample](samples []S) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(samples))), len(samples)*int(unsafe.Sizeof(*new(S))))
}
