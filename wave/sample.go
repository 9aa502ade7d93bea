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
	uint8 | int16 | int32 | int64 | float32 | float64 | Int24 | Int24Left | Int24Right
}

// A SampleType stands for a type of [Sample], for callers who know it at run time only.
type SampleType int

// Sample types. Their numbers stay as they are: other languages know them, too.
const (
	SampleUint8      SampleType = 1
	SampleInt16      SampleType = 2
	SampleInt24      SampleType = 3
	SampleInt24Left  SampleType = 4
	SampleInt24Right SampleType = 5
	SampleInt32      SampleType = 6
	SampleFloat32    SampleType = 7
	SampleFloat64    SampleType = 8
	SampleInt64      SampleType = 9
)

// hostLayouts tells how a sample of each type lies in memory.
var hostLayouts = [...]pcm.Layout{
	SampleUint8:      pcm.U8.Host(),
	SampleInt16:      pcm.S16.Host(),
	SampleInt24:      pcm.S24,
	SampleInt24Left:  pcm.S24Left.Host(),
	SampleInt24Right: pcm.S24Right.Host(),
	SampleInt32:      pcm.S32.Host(),
	SampleFloat32:    pcm.F32.Host(),
	SampleFloat64:    pcm.F64.Host(),
	SampleInt64:      pcm.S64.Host(),
}

// sampleTypes is the length of tables of them.
const sampleTypes = len(hostLayouts)

// Size returns the bytes of a sample; 0 of an unknown type.
func (t SampleType) Size() int {
	if t < 0 || int(t) >= sampleTypes {
		return 0
	}
	return hostLayouts[t].Bytes
}

// typeOf returns the sample type for S.
func typeOf[S Sample]() SampleType {
	switch any((*S)(nil)).(type) {
	case *uint8:
		return SampleUint8
	case *int16:
		return SampleInt16
	case *int32:
		return SampleInt32
	case *int64:
		return SampleInt64
	case *float32:
		return SampleFloat32
	case *float64:
		return SampleFloat64
	case *Int24:
		return SampleInt24
	case *Int24Left:
		return SampleInt24Left
	default:
		return SampleInt24Right
	}
}

// bytesOf returns the memory of samples.
func bytesOf[S Sample](samples []S) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(samples))), len(samples)*int(unsafe.Sizeof(*new(S))))
}
