// The definition of every conversion: one sample from any layout to any other.
//
// Integers meet left-justified in 64 bits, where each stands for itself divided by 2^63 whatever its width was. Floats meet
// in float64, which holds every float32.

package pcm

import (
	"encoding/binary"
	"math"
)

// convertSample converts the sample at the start of src to the start of dst.
func convertSample(dst []byte, to Layout, src []byte, from Layout) {
	dst, src = dst[:to.Bytes], src[:from.Bytes]
	if sameButForOrder(to, from) {
		to.putRaw(dst, from.raw(src))
		return
	}
	switch {
	case to.Kind == Float && from.Kind == Float:
		to.putFloat(dst, from.float(src))
	case to.Kind == Float && to.Bytes == 4: // not by way of float64, which would round a second time
		to.putFloat(dst, float64(float32(from.integer(src))*0x1p-63))
	case to.Kind == Float:
		to.putFloat(dst, float64(from.integer(src))*0x1p-63)
	case from.Kind == Float:
		to.putInteger(dst, quantize(from.float(src), to.Bits))
	default:
		to.putInteger(dst, roundTo(from.integer(src), to.Bits))
	}
}

// sameButForOrder tells whether two layouts differ in their byte order at most.
func sameButForOrder(a, b Layout) bool {
	a.BigEndian = b.BigEndian
	return a.plain() == b.plain()
}

// raw gives the bits of the container that fills p.
func (l Layout) raw(p []byte) uint64 {
	var all [8]byte
	if l.BigEndian {
		copy(all[8-len(p):], p)
		return binary.BigEndian.Uint64(all[:])
	}
	copy(all[:], p)
	return binary.LittleEndian.Uint64(all[:])
}

// putRaw fills p with the low bits of raw.
func (l Layout) putRaw(p []byte, raw uint64) {
	var all [8]byte
	if l.BigEndian {
		binary.BigEndian.PutUint64(all[:], raw)
		copy(p, all[8-len(p):])
		return
	}
	binary.LittleEndian.PutUint64(all[:], raw)
	copy(p, all[:])
}

// signBit of an integer in 64 bits, which is also what offset binary adds.
const signBit = 1 << 63

// integer gives the integer sample that fills p, signed and left-justified.
func (l Layout) integer(p []byte) int64 {
	raw := l.raw(p)
	above := 64 - 8*l.Bytes
	switch {
	case !l.Right && l.Kind == Signed:
		return int64(raw << above)
	case !l.Right:
		return int64(raw<<above ^ signBit)
	case l.Kind == Signed:
		highest := int64(math.MaxInt64) >> (64 - l.Bits)
		value := int64(raw<<above) >> above
		return min(max(value, -highest-1), highest) << (64 - l.Bits)
	default:
		highest := uint64(math.MaxUint64) >> (64 - l.Bits)
		return int64(min(raw, highest)<<(64-l.Bits) ^ signBit)
	}
}

// putInteger fills p with a signed, left-justified integer that is rounded to the bits of the layout.
func (l Layout) putInteger(p []byte, value int64) {
	if l.Kind == Unsigned {
		value ^= math.MinInt64
	}
	switch {
	case !l.Right:
		l.putRaw(p, uint64(value)>>(64-8*l.Bytes))
	case l.Kind == Signed:
		l.putRaw(p, uint64(value>>(64-l.Bits)))
	default:
		l.putRaw(p, uint64(value)>>(64-l.Bits))
	}
}

// float gives the float sample that fills p.
func (l Layout) float(p []byte) float64 {
	if l.Bytes == 4 {
		return float64(math.Float32frombits(uint32(l.raw(p))))
	}
	return math.Float64frombits(l.raw(p))
}

// putFloat fills p with a float.
func (l Layout) putFloat(p []byte, value float64) {
	if l.Bytes == 4 {
		l.putRaw(p, uint64(math.Float32bits(float32(value))))
		return
	}
	l.putRaw(p, math.Float64bits(value))
}

// roundTo rounds a left-justified integer to its bits high bits: to the nearest, ties to even, limited to the range.
func roundTo(value int64, bits int) int64 {
	if bits == 64 {
		return value
	}
	below := 64 - bits
	unit := int64(1) << below
	// One less than what would round up beyond the range, so that the sum stays in it.
	value = min(value, math.MaxInt64-unit/2)
	odd := value >> below & 1
	return (value + unit/2 - 1 + odd) &^ (unit - 1)
}

// quantize gives the left-justified integer of bits bits that is nearest to a float, ties to even, limited to the range.
func quantize(value float64, bits int) int64 {
	highest := int64(math.MaxInt64) >> (64 - bits)
	full := math.Ldexp(1, bits-1)
	steps := math.RoundToEven(value * full) // the product is exact
	switch {
	case steps >= full:
		return highest << (64 - bits)
	case steps <= -full:
		return math.MinInt64
	case steps != steps:
		return 0
	default:
		return int64(steps) << (64 - bits)
	}
}
