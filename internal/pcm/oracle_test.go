// What every conversion is held to: the rules of the package comment in exact rational numbers.

package pcm

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// oracle converts the bits of one container.
func oracle(to, from Layout, raw uint64) uint64 {
	if sameBits(to, from) {
		return raw
	}
	if from.Kind == Float {
		value := from.floatOf(raw)
		switch {
		case to.Kind == Float && (value == 0 || math.IsInf(value, 0) || math.IsNaN(value)):
			return floatBits(to, value)
		case math.IsNaN(value):
			return oracleInteger(to, new(big.Rat))
		case math.IsInf(value, 0):
			return oracleInteger(to, big.NewRat(int64(math.Copysign(2, value)), 1))
		}
		return oracleValue(to, new(big.Rat).SetFloat64(value))
	}
	if from.law() {
		return oracleValue(to, new(big.Rat).SetFrac64(int64(oracleLaw(from.Kind)[byte(raw)]), 1<<15))
	}
	// The integer first, then what it is of full scale.
	width := 8 * from.Bytes
	if from.Right {
		width = from.Bits
	}
	full := new(big.Int).Lsh(big.NewInt(1), uint(width-1))
	integer := new(big.Int).SetUint64(raw)
	integer.Mod(integer, new(big.Int).Lsh(full, 1)) // without the bits that do not count
	if from.Kind == Unsigned {
		integer.Sub(integer, full)
	} else if integer.Cmp(full) >= 0 {
		integer.Sub(integer, new(big.Int).Lsh(full, 1))
	}
	return oracleValue(to, new(big.Rat).SetFrac(integer, full))
}

func oracleValue(to Layout, value *big.Rat) uint64 {
	if to.Kind != Float {
		return oracleInteger(to, value)
	}
	switch to.Bytes {
	case 2:
		return oracleHalf(value)
	case 4:
		nearest, _ := value.Float32()
		return uint64(math.Float32bits(nearest))
	}
	nearest, _ := value.Float64()
	return math.Float64bits(nearest)
}

func floatBits(to Layout, value float64) uint64 {
	switch to.Bytes {
	case 2:
		sign := math.Float64bits(value) >> 48 & 0x8000
		switch {
		case math.IsNaN(value):
			return 0x7E00
		case math.IsInf(value, 0):
			return sign | 0x7C00
		}
		return sign
	case 4:
		return uint64(math.Float32bits(float32(value)))
	}
	return math.Float64bits(value)
}

// floatOf gives the value of the bits of a float.
func (l Layout) floatOf(raw uint64) float64 {
	switch l.Bytes {
	case 2:
		return oracleHalves()[raw&0xFFFF]
	case 4:
		return float64(math.Float32frombits(uint32(raw)))
	}
	return math.Float64frombits(raw)
}

// oracleInteger gives the container of the integer nearest to a value, or the code for it.
func oracleInteger(to Layout, value *big.Rat) uint64 {
	if to.law() {
		return uint64(oracleCode(to.Kind, value))
	}
	full := new(big.Int).Lsh(big.NewInt(1), uint(to.Bits-1))
	scaled := new(big.Rat).Mul(value, new(big.Rat).SetInt(full))
	// Floor, and what is above it against one half.
	integer, rest := new(big.Int).DivMod(scaled.Num(), scaled.Denom(), new(big.Int))
	above := new(big.Rat).SetFrac(rest, scaled.Denom()).Cmp(big.NewRat(1, 2))
	if above > 0 || above == 0 && integer.Bit(0) == 1 {
		integer.Add(integer, big.NewInt(1))
	}
	if integer.Cmp(full) >= 0 {
		integer.Sub(full, big.NewInt(1))
	}
	if lowest := new(big.Int).Neg(full); integer.Cmp(lowest) < 0 {
		integer = lowest
	}
	if to.Kind == Unsigned {
		integer.Add(integer, full)
	}
	if !to.Right {
		integer.Lsh(integer, uint(8*to.Bytes-to.Bits))
	}
	// Two's complement of the container's width.
	modulus := new(big.Int).Lsh(big.NewInt(1), uint(8*to.Bytes))
	return integer.Mod(integer, modulus).Uint64()
}

// isNaN tells whether the bits of a container are no number.
func (l Layout) isNaN(raw uint64) bool { return l.Kind == Float && math.IsNaN(l.floatOf(raw)) }

// everyLayout gives all layouts there are.
func everyLayout() []Layout {
	layouts := []Layout{F16, F32, F64, A8, Mu8}
	for _, kind := range []Kind{Unsigned, Signed} {
		for bytes := 1; bytes <= 8; bytes++ {
			for bits := 1; bits <= 8*bytes; bits++ {
				for _, right := range []bool{false, true} {
					layouts = append(layouts, Layout{Kind: kind, Bytes: bytes, Bits: bits, Right: right})
				}
			}
		}
	}
	for _, layout := range layouts {
		layout.BigEndian = true
		layouts = append(layouts, layout)
	}
	return layouts
}

// requireOracle converts tricky samples and holds each to the oracle.
func requireOracle(t *testing.T, convert Converter, to, from Layout, src []byte) {
	t.Helper()
	n := len(src) / from.Bytes
	dst := make([]byte, n*to.Bytes)
	convert(dst, src)
	given, got := make([]uint64, n), make([]uint64, n)
	loadContainers(given, src, from)
	loadContainers(got, dst, to)
	for i := range given {
		want := oracle(to, from, given[i])
		if want != got[i] && !(to.isNaN(want) && to.isNaN(got[i])) {
			require.Failf(t, "wrong sample", "%s from %s: %#x became %#x instead of %#x",
				to.name(), from.name(), given[i], got[i], want)
		}
	}
}

func TestEveryLayoutIsConvertedByTheRules(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	layouts := everyLayout()
	require.Len(t, layouts, 2*(5+2*2*(8+16+24+32+40+48+56+64)))
	usual := []Layout{U8, S16, S24, S24Left, S24Right, S32, S64, F16, F32, F64, A8, Mu8}
	for _, layout := range layouts {
		others := append(usual, layouts[random.IntN(len(layouts))], layouts[random.IntN(len(layouts))])
		for _, other := range others {
			requireOracle(t, NewConverter(layout, other), layout, other, trickySamples(other, 5))
			requireOracle(t, NewConverter(other, layout), other, layout, trickySamples(layout, 5))
		}
	}
}

func TestKernelsConvertByTheRules(t *testing.T) {
	forEachKernel(t, func(t *testing.T, k kernel) {
		requireOracle(t, k.converter(), k.to, k.from, trickySamples(k.from, 3000))
	})
}
