// Floats of 16 bits, which IEEE 754 calls binary16: a sign, 5 bits of exponent and 10 of fraction.

package pcm

import "math"

// half gives the value of a float of 16 bits.
func half(bits uint16) float64 {
	exponent, fraction := int(bits>>10&0x1F), float64(bits&0x3FF)
	var value float64
	switch exponent {
	case 0:
		value = math.Ldexp(fraction, -24)
	case 0x1F:
		if fraction != 0 {
			return math.NaN()
		}
		value = math.Inf(1)
	default:
		value = math.Ldexp(fraction+0x400, exponent-25)
	}
	if bits&0x8000 != 0 {
		value = -value
	}
	return value
}

// halfBits gives the float of 16 bits that is nearest to a value, ties to even. What is too large becomes infinite.
func halfBits(value float64) uint16 {
	sign := uint16(math.Float64bits(value) >> 48 & 0x8000)
	value = math.Abs(value)
	switch {
	case value != value:
		return sign | 0x7E00
	case value >= 65520: // halfway to what would be next
		return sign | 0x7C00
	}
	exponent := math.Ilogb(max(value, 0x1p-14))
	steps := math.RoundToEven(math.Ldexp(value, 10-exponent)) // 0x400 to 0x800 of normal numbers
	// The highest bit of steps counts the exponent up, and so does what they carry.
	return sign | (uint16(exponent+14)<<10 + uint16(steps))
}
