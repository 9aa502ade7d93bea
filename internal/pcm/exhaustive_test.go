// Every value of 8, 16 and 24 bits, and some of each neighbourhood of those that are too many.
//
// Not under the race detector, which takes ten times as long and finds nothing in one goroutine. The other tests run
// every kernel there.

//go:build !race

package pcm

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// converters gives all converters between two layouts: by definition, and by each kernel that this machine has.
func converters(to, from Layout) map[string]Converter {
	all := map[string]Converter{"by definition": stepByStep(to, from)}
	for level := portable; level <= machine; level++ {
		if k, ok := kernelFor(to, from, level); ok {
			all["by kernel "+k.name()] = k.converter()
		}
	}
	return all
}

// formulas say what an integer of some bits becomes, each in other words than the definition.
var formulas = map[Layout]func(dst []byte, value, bits int) []byte{
	U8:  func(dst []byte, value, bits int) []byte { return append(dst, byte(128+narrow(value, bits, 8))) },
	S16: func(dst []byte, value, bits int) []byte { return le.AppendUint16(dst, uint16(narrow(value, bits, 16))) },
	S24: func(dst []byte, value, bits int) []byte {
		value = narrow(value, bits, 24)
		return append(dst, byte(value), byte(value>>8), byte(value>>16))
	},
	S24Right: func(dst []byte, value, bits int) []byte { return le.AppendUint32(dst, uint32(narrow(value, bits, 24))) },
	S32:      func(dst []byte, value, bits int) []byte { return le.AppendUint32(dst, uint32(narrow(value, bits, 32))) },
	S24Left: func(dst []byte, value, bits int) []byte {
		return le.AppendUint32(dst, uint32(narrow(value, bits, 24)*256))
	},
	F32: func(dst []byte, value, bits int) []byte {
		return le.AppendUint32(dst, math.Float32bits(float32(value)/float32(int(1)<<(bits-1))))
	},
	F64: func(dst []byte, value, bits int) []byte {
		return le.AppendUint64(dst, math.Float64bits(float64(value)/float64(int(1)<<(bits-1))))
	},
}

// narrow gives the integer of fewer bits, or of more, that is nearest to a value.
func narrow(value, bits, to int) int {
	if to >= bits {
		return value * (1 << (to - bits))
	}
	units := float64(value) / float64(int(1)<<(bits-to))
	return int(min(math.RoundToEven(units), float64(int(1)<<(to-1)-1)))
}

func TestEveryIntegerOf8And16And24Bits(t *testing.T) {
	if math.MaxInt == math.MaxInt32 {
		t.Skip("the formulas need an int of 64 bits")
	}
	for from, zero := range map[Layout]int{U8: 128, S16: 0, S24: 0} {
		for to, formula := range formulas {
			if to == from {
				continue
			}
			t.Run(fmt.Sprintf("%s from %s", to.name(), from.name()), func(t *testing.T) {
				t.Parallel()
				all := converters(to, from)
				const block = 1 << 16
				src, want := make([]byte, 0, block*from.Bytes), make([]byte, 0, block*to.Bytes)
				got := make([]byte, block*to.Bytes)
				for value, end := -1<<(from.Bits-1), 1<<(from.Bits-1); value < end; {
					src, want = src[:0], want[:0]
					for range min(block, end-value) {
						src = append(src, byte(value+zero), byte(value>>8), byte(value>>16))[:len(src)+from.Bytes]
						want = formula(want, value, from.Bits)
						value++
					}
					for name, convert := range all {
						convert(got, src)
						if string(want) != string(got[:len(want)]) {
							require.Equal(t, want, got[:len(want)], "%s, up to %d", name, value)
						}
					}
				}
			})
		}
	}
}

func TestIntegersComeBackFromFloats(t *testing.T) {
	for _, pair := range []struct {
		integer, float Layout
		stride         uint64 // from one value to the next
	}{
		{U8, F32, 1}, {S16, F32, 1}, {S24, F32, 1}, {S24Right, F32, 1},
		{U8, F64, 1}, {S16, F64, 1}, {S24, F64, 7}, {S32, F64, 251},
	} {
		t.Run(pair.integer.name()+" as "+pair.float.name(), func(t *testing.T) {
			const block = 1 << 14
			samples, raws := make([]byte, block*pair.integer.Bytes), make([]uint64, block)
			floats, back := make([]byte, block*pair.float.Bytes), make([]byte, block*pair.integer.Bytes)
			there, home := NewConverter(pair.float, pair.integer), NewConverter(pair.integer, pair.float)
			last := uint64(1)<<pair.integer.Bits - 1
			for value := uint64(0); value <= last; {
				n := 0
				for ; n < block && value <= last; n++ {
					raws[n] = pair.integer.container(int64(value << (64 - pair.integer.Bits)))
					value += pair.stride
				}
				src := samples[:n*pair.integer.Bytes]
				storeContainers(src, raws[:n], pair.integer)
				there(floats, src)
				home(back, floats[:n*pair.float.Bytes])
				if string(src) != string(back[:len(src)]) {
					require.Equal(t, src, back[:len(src)], "up to %#x", value)
				}
			}
		})
	}
}

func TestSomeOfAllFloats(t *testing.T) {
	const block = 1 << 14
	for _, to := range []Layout{U8, S16, S24, S24Left, S24Right, S32, F64} {
		t.Run(to.name(), func(t *testing.T) {
			all := converters(to, F32)
			src, want, got := make([]byte, block*4), make([]byte, block*to.Bytes), make([]byte, block*to.Bytes)
			// A prime stride, so that all exponents come with many fractions.
			for bits := uint32(0); bits < math.MaxUint32-block*4099; {
				for n := range block {
					le.PutUint32(src[4*n:], bits)
					bits += 4099
				}
				all["by definition"](want, src)
				for name, convert := range all {
					convert(got, src)
					if string(want) != string(got) {
						require.Equal(t, want, got, "%s, up to %#x", name, bits)
					}
				}
			}
		})
	}
}
