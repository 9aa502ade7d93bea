package catalogue

import (
	"encoding/binary"
	"math"
)

// This file holds shorthands for bytes.

var le = binary.LittleEndian

func samples16(values ...int16) []byte {
	var b []byte
	for _, v := range values {
		b = le.AppendUint16(b, uint16(v))
	}
	return b
}

func floats32(values ...float32) []byte {
	var b []byte
	for _, v := range values {
		b = le.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

// words returns numbers of 32 bits.
func words(values ...uint32) []byte {
	var b []byte
	for _, v := range values {
		b = le.AppendUint32(b, v)
	}
	return b
}
