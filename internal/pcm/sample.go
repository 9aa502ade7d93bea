// What becomes of the value of one sample: the definition of every conversion.
//
// Integers meet left-justified in 64 bits, where each stands for itself divided by 2^63 whatever its width was. Floats
// meet in float64, which holds every float32.

package pcm

import "math"

// signBit of an integer in 64 bits, which is also what offset binary adds.
const signBit = 1 << 63

// integer gives the signed, left-justified integer that the bits of a container stand for.
func (l Layout) integer(raw uint64) int64 {
	above := 64 - 8*l.Bytes
	switch {
	case l.law():
		return l.lawValue(byte(raw))
	case !l.Right && l.Kind == Signed:
		return int64(raw << above)
	case !l.Right:
		return int64(raw<<above ^ signBit)
	case l.Kind == Signed:
		return int64(raw << (64 - l.Bits))
	default:
		return int64(raw<<(64-l.Bits) ^ signBit)
	}
}

// nearest gives the bits of the container for the sample nearest to a signed, left-justified integer.
func (l Layout) nearest(value int64) uint64 {
	if l.law() {
		return uint64(l.lawCodes().of(value))
	}
	return l.container(roundTo(value, l.Bits))
}

// nearestToFloat gives the bits of the container for the sample nearest to a float.
func (l Layout) nearestToFloat(value float64) uint64 {
	if l.law() {
		return uint64(l.lawCodes().ofFloat(value))
	}
	return l.container(quantize(value, l.Bits))
}

// container gives the bits that stand for a signed, left-justified integer, which is rounded to the bits of the layout.
func (l Layout) container(value int64) uint64 {
	switch {
	case !l.Right && l.Kind == Signed:
		return uint64(value) >> (64 - 8*l.Bytes)
	case !l.Right:
		return (uint64(value) ^ signBit) >> (64 - 8*l.Bytes)
	case l.Kind == Signed:
		return uint64(value >> (64 - l.Bits))
	default:
		return (uint64(value) ^ signBit) >> (64 - l.Bits)
	}
}

// roundTo rounds a left-justified integer to its bits high bits: to the nearest, ties to even, limited to the range.
func roundTo(value int64, bits int) int64 {
	if bits == 64 {
		return value
	}
	half := int64(1) << (63 - bits)
	odd := value >> (64 - bits) & 1
	value = min(value, math.MaxInt64-half) // so that the sum stays in range
	return (value + half - 1 + odd) &^ (2*half - 1)
}

// quantize gives the left-justified integer of bits bits that is nearest to a float, ties to even, limited to the
// range. NaN becomes 0.
func quantize(value float64, bits int) int64 {
	full := float64(uint64(1) << (bits - 1))
	steps := math.RoundToEven(value * full) // the product is exact
	switch {
	case steps >= full:
		return math.MaxInt64 >> (64 - bits) << (64 - bits)
	case steps < -full:
		return math.MinInt64
	case steps != steps:
		return 0
	default:
		return int64(steps) << (64 - bits)
	}
}

// float gives a float64 for an integer. Where that cannot hold the lowest bits, it is right for shorter floats only.
func float(value int64) float64 {
	if value < -1<<53 || value > 1<<53 {
		// All that matters of them is whether there are any.
		if value&0x7FF != 0 {
			value = value&^0x7FF | 0x400
		}
	}
	return float64(value)
}

// nearestFloat32 gives the float that is nearest to an integer, ties to even. Go's own conversion to float32 does, too,
// but not between 2^46 and 2^47 on machines of 32 bits (as of Go 1.26).
func nearestFloat32(value int64) float32 { return float32(float(value)) }
