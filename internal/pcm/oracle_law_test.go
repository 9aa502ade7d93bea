// The laws of ITU-T G.711 and the floats of 16 bits by their definitions, slowly.

package pcm

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"sync"
)

// A step of a law: from its lower decision value on, magnitudes get its code, which stands for another value.
type step struct {
	decision, value int64 // of full scale 1<<15
	code            byte  // of positive values; that of negative ones lacks the highest bit
}

// aLawSteps are those of tables 1a and 1b of G.711, which count in units of full scale 4096: 32 steps of 2, then 6
// times 16 steps, each time twice as wide.
var aLawSteps = sync.OnceValue(func() []step {
	var steps []step
	decision, width := int64(0), int64(2)
	for n := range 128 {
		if n >= 32 && n%16 == 0 {
			width *= 2
		}
		steps = append(steps, step{decision << 3, (2*decision + width) << 2, byte(n|0x80) ^ 0x55})
		decision += width
	}
	return steps
})

// muLawSteps are those of tables 2a and 2b, which count in units of full scale 8192 and leave out the last 33: one step
// of 1 that stands for 0, 15 of 2, then 7 times 16 steps, each time twice as wide.
var muLawSteps = sync.OnceValue(func() []step {
	steps := []step{{0, 0, 0xFF}}
	decision, width := int64(1), int64(2)
	for n := 1; n < 128; n++ {
		if n%16 == 0 {
			width *= 2
		}
		steps = append(steps, step{decision << 2, (2*decision + width) << 1, byte(0xFF - n)})
		decision += width
	}
	return steps
})

func lawSteps(kind Kind) []step {
	if kind == ALaw {
		return aLawSteps()
	}
	return muLawSteps()
}

// oracleLaw gives what each code stands for.
func oracleLaw(kind Kind) (values [256]int64) {
	for _, step := range lawSteps(kind) {
		values[step.code] = step.value
		values[step.code^0x80] = -step.value
	}
	return values
}

// oracleCode gives the code of the step that a value lies in.
func oracleCode(kind Kind, value *big.Rat) byte {
	magnitude := new(big.Rat).Abs(value)
	steps := lawSteps(kind)
	n, exact := slices.BinarySearchFunc(steps, magnitude, func(s step, magnitude *big.Rat) int {
		return big.NewRat(s.decision, 1<<15).Cmp(magnitude)
	})
	if !exact {
		n--
	}
	if value.Sign() < 0 {
		return steps[n].code ^ 0x80
	}
	return steps[n].code
}

// oracleHalves are the values of all floats of 16 bits.
var oracleHalves = sync.OnceValue(func() *[1 << 16]float64 {
	var values [1 << 16]float64
	for bits := range values {
		sign, exponent, fraction := bits>>15, bits>>10&31, bits&1023
		value := math.Inf(1)
		switch {
		case exponent == 31 && fraction > 0:
			value = math.NaN()
		case exponent == 0:
			value = float64(fraction) / (1 << 24)
		case exponent < 31:
			value = (1 + float64(fraction)/1024) * math.Pow(2, float64(exponent-15))
		}
		values[bits] = math.Copysign(value, float64(1-2*sign))
	}
	return &values
})

// oracleHalf finds the float of 16 bits that is nearest to a value.
func oracleHalf(value *big.Rat) uint64 {
	sign := uint64(0)
	if value.Sign() < 0 {
		sign, value = 0x8000, new(big.Rat).Neg(value)
	}
	halves := oracleHalves()[:0x7C00]
	above, exact := slices.BinarySearchFunc(halves, value, func(half float64, value *big.Rat) int {
		return new(big.Rat).SetFloat64(half).Cmp(value)
	})
	if exact {
		return sign | uint64(above)
	}
	next := 65536.0 // what the exponent would count on to
	if above < len(halves) {
		next = halves[above]
	}
	middle := new(big.Rat).SetFloat64((halves[above-1] + next) / 2)
	switch c := cmp.Compare(value.Cmp(middle), 0); {
	case c > 0, c == 0 && above%2 == 0:
		return sign | uint64(above)
	}
	return sign | uint64(above-1)
}
