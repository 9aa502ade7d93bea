package wave_test

import (
	"math"
	"math/big"
	"slices"
	"sync"

	"mmservices/wave"
)

// This file holds what codes of ITU-T G.711 and floats of 16 bits are worth, for the expectation of values_test.go.

// A law is the decision values of one, the lowest first, and what the steps between them stand for, both of full scale
// 32768, and the code of the first step of values that are positive.
type law struct {
	decisions, values []int64
	invert            byte
}

// The steps begin with those next to silence; every 16 of them they get twice as wide, but for the second 16 of the
// A-law.
var laws = sync.OnceValue(func() map[wave.Encoding]law {
	a, mu := law{invert: 0xD5}, law{decisions: []int64{0}, values: []int64{0}, invert: 0xFF}
	decision := int64(0)
	for n := range 128 {
		width := int64(16) << max(0, n/16-1)
		a.decisions, a.values = append(a.decisions, decision), append(a.values, decision+width/2)
		decision += width
	}
	decision = 4
	for n := 1; n < 128; n++ {
		width := int64(8) << (n / 16)
		mu.decisions, mu.values = append(mu.decisions, decision), append(mu.values, decision+width/2)
		decision += width
	}
	return map[wave.Encoding]law{wave.EncodingALaw: a, wave.EncodingMuLaw: mu}
})

// decode is the value of a code.
func (l law) decode(code byte) value {
	code ^= l.invert
	v := value{integer: l.values[code&0x7F], bits: 16}
	if code&0x80 != 0 {
		v.integer = -v.integer
	}
	return v
}

// encode is the code of a value.
func (l law) encode(v value) byte {
	magnitude := v.exact()
	negative := magnitude.Sign() < 0
	magnitude.Abs(magnitude)
	n, exact := slices.BinarySearchFunc(l.decisions, magnitude, func(decision int64, magnitude *big.Rat) int {
		return big.NewRat(decision, 1<<15).Cmp(magnitude)
	})
	if !exact {
		n--
	}
	code := byte(n) ^ l.invert
	if negative {
		code ^= 0x80
	}
	return code
}

// exact is a value as a part of full scale. What is no number is 0.
func (v value) exact() *big.Rat {
	switch {
	case v.bits > 0:
		return new(big.Rat).SetFrac(big.NewInt(v.integer), new(big.Int).Lsh(big.NewInt(1), uint(v.bits-1)))
	case math.IsInf(v.float, 0):
		return big.NewRat(int64(math.Copysign(2, v.float)), 1)
	case math.IsNaN(v.float):
		return new(big.Rat)
	}
	return new(big.Rat).SetFloat64(v.float)
}

// halfOf is the value of a float of 16 bits.
func halfOf(bits uint16) float64 {
	sign, exponent, fraction := float64(1-2*int(bits>>15)), int(bits>>10&31), float64(bits&1023)
	switch {
	case exponent == 31 && fraction > 0:
		return math.NaN()
	case exponent == 31:
		return sign * math.Inf(1)
	case exponent == 0:
		return math.Copysign(fraction*0x1p-24, sign)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

// halves are all floats of 16 bits that are positive and finite, in order, and then what would come next.
var halves = sync.OnceValue(func() []float64 {
	var values []float64
	for bits := range uint16(0x7C00) {
		values = append(values, halfOf(bits))
	}
	return append(values, 65536)
})

// halfFrom is the float of 16 bits that is nearest to a value, the even one of two.
func halfFrom(x float64) uint16 {
	if math.IsNaN(x) {
		return 0x7E00
	}
	var sign uint16
	if math.Signbit(x) {
		sign = 0x8000
	}
	x = min(math.Abs(x), 65536)
	n, exact := slices.BinarySearch(halves(), x)
	if !exact {
		below, above := x-halves()[n-1], halves()[n]-x
		if below < above || below == above && n%2 == 1 {
			n--
		}
	}
	return sign | uint16(n)
}
