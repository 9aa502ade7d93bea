// Every kernel of the table gives the bits of the definition.

package pcm

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// name tells two layouts in the words of the field.
func (l Layout) name() string {
	name := fmt.Sprintf("%c%dx%d", "usfam"[l.Kind], l.Bits, l.Bytes)
	if l.Right {
		name += "right"
	}
	if l.BigEndian {
		name += "be"
	}
	return name
}

func (k kernel) name() string {
	level := [...]string{portable: "portable", avx2: "AVX2", avx512: "AVX512"}[k.level]
	return k.to.name() + " from " + k.from.name() + " " + level
}

// forEachKernel runs a test for each kernel that this machine has.
func forEachKernel(t *testing.T, test func(t *testing.T, k kernel)) {
	for _, k := range kernels {
		t.Run(k.name(), func(t *testing.T) {
			if k.level > machine {
				t.Skip("this machine has no such instructions")
			}
			test(t, k)
		})
	}
}

// sequence makes the samples of each call others, and those of each run the same.
var sequence atomic.Uint64

// trickySamples gives n samples of a layout, most of them where conversions go wrong: about ties, limits and what is no
// number.
func trickySamples(layout Layout, n int) []byte {
	random := rand.New(rand.NewPCG(1, sequence.Add(1)))
	samples := make([]uint64, n)
	for i := range samples {
		samples[i] = trickySample(layout, random)
	}
	src := make([]byte, n*layout.Bytes)
	storeContainers(src, samples, layout)
	return src
}

func trickySample(layout Layout, random *rand.Rand) uint64 {
	bits := random.Uint64()
	if layout.Kind == Float {
		value := trickyFloat(random)
		switch layout.Bytes {
		case 2:
			if random.IntN(2) == 0 {
				return bits & math.MaxUint16
			}
			return uint64(halfBits(value))
		case 4:
			if random.IntN(8) == 0 {
				return bits & math.MaxUint32
			}
			return uint64(math.Float32bits(float32(value)))
		}
		if random.IntN(8) == 0 {
			return bits
		}
		return math.Float64bits(value)
	}
	switch near := uint64(random.IntN(5) - 2); random.IntN(4) {
	case 0: // about a tie, or about a limit, of some width
		return bits<<random.IntN(64) + 1<<random.IntN(64) + near
	case 1:
		return 1<<random.IntN(64) + near
	case 2:
		return -(1 << random.IntN(64)) + near
	default:
		return bits
	}
}

func trickyFloat(random *rand.Rand) float64 {
	full := math.Ldexp(1, []int{7, 15, 23, 31, 63}[random.IntN(5)])
	value := float64(random.IntN(2*65536)-65536) / 65536
	switch random.IntN(10) {
	case 0:
		special := []float64{math.NaN(), math.Inf(1), 0, 1e-310, 1e-45, 1e-40, 1e308, 1e38}
		value = math.Copysign(special[random.IntN(len(special))], value)
	case 1, 2: // halfway between two steps
		value = (math.Round(value*min(full, 1<<24)) + 0.5) / full
	case 3: // about the limits
		value = float64(1-2*random.IntN(2)) * (full + float64(random.IntN(9)-4)/4) / full
	case 4:
		value *= 1.5
	}
	for range random.IntN(3) {
		value = math.Nextafter(value, float64(random.IntN(3)-1)*2)
	}
	return value
}

func requireSame(t *testing.T, k kernel, want, got, src []byte) {
	t.Helper()
	if bytes.Equal(want, got) {
		return
	}
	for i := 0; (i+1)*k.to.Bytes <= len(want); i++ {
		w, g := want[i*k.to.Bytes:][:k.to.Bytes], got[i*k.to.Bytes:][:k.to.Bytes]
		require.Equal(t, w, g, "sample %d, from % x", i, src[i*k.from.Bytes:][:k.from.Bytes])
	}
	require.Equal(t, want, got)
}

func TestKernelsGiveTheBitsOfTheDefinition(t *testing.T) {
	forEachKernel(t, func(t *testing.T, k kernel) {
		n := 20000
		src := trickySamples(k.from, n)
		want, got := make([]byte, n*k.to.Bytes), make([]byte, n*k.to.Bytes)
		stepByStep(k.to, k.from)(want, src)
		k.converter()(got, src)
		requireSame(t, k, want, got, src)
	})
}

func TestKernelsConvertAnyNumberOfSamplesAnywhere(t *testing.T) {
	const room = 64 + 130*8 + 64
	forEachKernel(t, func(t *testing.T, k kernel) {
		convert, define := k.converter(), stepByStep(k.to, k.from)
		samples := trickySamples(k.from, 130)
		want := make([]byte, 130*k.to.Bytes)
		define(want, samples)
		from, to, untouched := make([]byte, room), make([]byte, room), bytes.Repeat([]byte{0xA5}, room)
		for n := range 131 {
			for place := range 64 {
				src := from[place:][:n*k.from.Bytes]
				copy(src, samples)
				copy(to, untouched)
				begin := (7*place + n) % 64
				end := begin + n*k.to.Bytes
				convert(to[begin:], src)
				requireSame(t, k, want[:n*k.to.Bytes], to[begin:end], samples)
				require.True(t, bytes.Equal(untouched[:begin], to[:begin]), "%d samples: bytes before them", n)
				require.True(t, bytes.Equal(untouched[end:], to[end:]), "%d samples: bytes behind them", n)
			}
		}
	})
}

func TestKernelsConvertInPlace(t *testing.T) {
	forEachKernel(t, func(t *testing.T, k kernel) {
		if k.to.Bytes != k.from.Bytes {
			t.Skip("samples change their size")
		}
		convert := k.converter()
		samples := trickySamples(k.from, 130)
		want := make([]byte, len(samples))
		stepByStep(k.to, k.from)(want, samples)
		for n := range 131 {
			size := n * k.to.Bytes
			got := bytes.Clone(samples)
			convert(got[:size], got[:size])
			requireSame(t, k, want[:size], got[:size], samples)
			require.Equal(t, samples[size:], got[size:])
		}
	})
}

func TestKernelsRefuseADestinationThatIsTooShort(t *testing.T) {
	forEachKernel(t, func(t *testing.T, k kernel) {
		for _, n := range []int{1, 7, 8, 16, 17, 100} {
			dst := make([]byte, n*k.to.Bytes)
			src := make([]byte, n*k.from.Bytes)
			require.Panics(t, func() { k.converter()(dst[:len(dst)-1], src) }, "%d samples", n)
		}
	})
}

func TestTheFastestKernelIsTaken(t *testing.T) {
	for _, k := range kernels {
		best, ok := kernelFor(k.to, k.from, k.level)
		require.True(t, ok)
		require.Equal(t, k.level, best.level, k.name())
	}
}

func FuzzKernels(f *testing.F) {
	f.Add(uint(0), []byte{0, 0x80, 0xFF, 0x7F})
	f.Fuzz(func(t *testing.T, index uint, src []byte) {
		k := kernels[index%uint(len(kernels))]
		if k.level > machine {
			t.Skip("this machine has no such instructions")
		}
		n := len(src) / k.from.Bytes
		want, got := make([]byte, n*k.to.Bytes), make([]byte, n*k.to.Bytes)
		stepByStep(k.to, k.from)(want, src)
		k.converter()(got, src)
		requireSame(t, k, want, got, src)
	})
}
