// Every integer kernel against the scalar functions: all colours of 8 bits, many of 16 bits, every length.

package colorsys

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A leveledKernel is the kernel of a level.
type leveledKernel[T uint8 | uint16] struct {
	level   string
	convert kernel[T]
}

// forEachIntegerConversion runs a test for each conversion and scale of hue, with the kernels of all levels.
func forEachIntegerConversion[T uint8 | uint16](t *testing.T,
	test func(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[T])) {
	if len(integerLevels) == 0 {
		t.Skip("this build, on this machine, has no integer kernels but the reference")
	}
	for c := range conversions {
		var kernels []leveledKernel[T]
		for i := range integerLevels {
			kernels = append(kernels, leveledKernel[T]{integerLevels[i].name, kernelsOf[T](&integerLevels[i])[c]})
		}
		for _, hue := range integerHues[T](c) {
			t.Run(fmt.Sprintf("%s/hue %d", conversionNames[c], hue), func(t *testing.T) { test(t, c, hue, kernels) })
		}
	}
}

// integerHues are the scales of hue that make a difference.
func integerHues[T uint8 | uint16](c conversion) []Hue {
	switch {
	case !c.from().hasHue() && !c.to().hasHue():
		return []Hue{HueTurns}
	case math.MaxUint8 == ^T(0):
		return []Hue{HueTurns, Hue180, Hue256}
	default:
		return hues
	}
}

// onAllProcessors calls a function for 0 to n-1, in several goroutines with something of their own each.
func onAllProcessors[S any](n int, own func() S, call func(i int, s S)) {
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var running sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			s := own()
			for i := range next {
				call(i, s)
			}
		})
	}
	running.Wait()
}

// buffers are what a goroutine compares colours with.
type buffers[T uint8 | uint16] struct{ src, want, got []T }

func newBuffers[T uint8 | uint16](pixels int) func() *buffers[T] {
	return func() *buffers[T] {
		return &buffers[T]{make([]T, 3*pixels), make([]T, 3*pixels), make([]T, 3*pixels)}
	}
}

// compare converts src with kernels and with the reference. It reports at most one difference of each kernel.
func (b *buffers[T]) compare(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[T]) {
	kernelsOf[T](&reference)[c](b.want, b.src, hue)
	for _, k := range kernels {
		k.convert(b.got, b.src, hue)
		if slices.Equal(b.got, b.want) {
			continue
		}
		for i := 0; i < len(b.src); i += 3 {
			if [3]T(b.got[i:]) != [3]T(b.want[i:]) {
				t.Errorf("%s: %v: want %v, got %v", k.level, b.src[i:i+3], b.want[i:i+3], b.got[i:i+3])
				break
			}
		}
	}
}

// The proof for uint8.
func TestEveryColour(t *testing.T) {
	step := 1
	if testing.Short() || raceDetector {
		step = 15
		t.Log("only the colours whose first component is a multiple of 15")
	}
	forEachIntegerConversion(t, func(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[uint8]) {
		onAllProcessors(255/step+1, newBuffers[uint8](256*256), func(i int, b *buffers[uint8]) {
			for n := range 256 * 256 {
				b.src[3*n], b.src[3*n+1], b.src[3*n+2] = uint8(i*step), uint8(n>>8), uint8(n)
			}
			b.compare(t, c, hue, kernels)
		})
	})
}

func TestUint16AtRandom(t *testing.T) {
	rounds := 64
	if testing.Short() || raceDetector {
		rounds = 4
		t.Log("only 131072 pixels of each conversion")
	}
	forEachIntegerConversion(t, func(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[uint16]) {
		onAllProcessors(rounds, newBuffers[uint16](1<<15), func(i int, b *buffers[uint16]) {
			random := rand.New(rand.NewPCG(uint64(c), uint64(i)))
			for n := range b.src {
				switch x := uint16(random.Uint32()); {
				case i%4 == 1 && n%3 > 0: // little chroma
					b.src[n] = b.src[n-1] + x%8
				case i%4 == 2: // many ties
					b.src[n] = x % 256 * 257
				case i%4 == 3 && n%3 == 0: // a hue within its turn
					b.src[n] = uint16(uint32(x) % (uint32(hue.steps(math.MaxUint16)) + 1))
				default:
					b.src[n] = x
				}
			}
			b.compare(t, c, hue, kernels)
		})
	})
}

// Every value of each component meets others at the ends, in the middle and in between.
func TestUint16EachComponent(t *testing.T) {
	others := []uint16{0, 257, 21845, 32768, 65535}
	if testing.Short() || raceDetector {
		others = []uint16{21845, 65535}
		t.Log("only beside 21845 and 65535")
	}
	forEachIntegerConversion(t, func(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[uint16]) {
		onAllProcessors(3*len(others), newBuffers[uint16](1<<16), func(i int, b *buffers[uint16]) {
			first, second := others[i/3], i%3
			for _, third := range others {
				for n := range 1 << 16 {
					b.src[3*n+second] = uint16(n)
					b.src[3*n+(second+1)%3], b.src[3*n+(second+2)%3] = first, third
				}
				b.compare(t, c, hue, kernels)
			}
		})
	})
}

// Pairs of components that add up to full scale: lightness is one half, but for rounding.
func TestUint16HalfLightness(t *testing.T) {
	forEachIntegerConversion(t, func(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[uint16]) {
		b := newBuffers[uint16](1 << 16)()
		for n := range 1 << 16 {
			x := uint16(n)
			b.src[3*n], b.src[3*n+1], b.src[3*n+2] = x, ^x, min(x, ^x)+(max(x, ^x)-min(x, ^x))/3
		}
		b.compare(t, c, hue, kernels)
	})
}

// testIntegerLengths converts 0 to 70 pixels, and a few whole chunks with a rest, between components that must stay as they
// are. The buffers have no capacity beyond their length but for these.
func testIntegerLengths[T uint8 | uint16](t *testing.T) {
	forEachIntegerConversion(t, func(t *testing.T, c conversion, hue Hue, kernels []leveledKernel[T]) {
		random := rand.New(rand.NewPCG(uint64(c), 1))
		for _, pixels := range append(lengthsUpTo(70), 127, 512, 1200) {
			const margin = 5
			src := make([]T, 3*pixels+2*margin)
			for n := range src {
				src[n] = T(random.Uint32())
			}
			end := margin + 3*pixels
			want := append([]T(nil), src...)
			kernelsOf[T](&reference)[c](want[margin:end], src[margin:end], hue)
			for _, k := range kernels {
				inPlace := append([]T(nil), src...)
				require.Zero(t, k.convert(inPlace[margin:end:end], inPlace[margin:end:end], hue))
				require.Equal(t, want, inPlace, "%s: %d pixels in place", k.level, pixels)
				apart, before := append([]T(nil), src...), append([]T(nil), src...)
				require.Zero(t, k.convert(apart[margin:end:end], src[margin:end:end], hue))
				require.Equal(t, want, apart, "%s: %d pixels", k.level, pixels)
				require.Equal(t, before, src, "%s: the source", k.level)
			}
		}
	})
}

func lengthsUpTo(n int) (lengths []int) {
	for i := range n + 1 {
		lengths = append(lengths, i)
	}
	return lengths
}

func TestIntegerKernelsOfAnyLength(t *testing.T) {
	t.Run("uint8", testIntegerLengths[uint8])
	t.Run("uint16", testIntegerLengths[uint16])
}

func TestIntegerKernelsDoNotAllocate(t *testing.T) {
	forEachIntegerConversion(t, func(t *testing.T, _ conversion, hue Hue, kernels []leveledKernel[uint8]) {
		pixels := bytes.Repeat([]byte{1, 2, 3}, 1000)
		for _, k := range kernels {
			allocations := testing.AllocsPerRun(100, func() { k.convert(pixels, pixels, hue) })
			require.Zero(t, allocations, k.level)
		}
	})
}

// naturalPixels look like a photograph: soft shades with little chroma, and some noise.
func naturalPixels(pixels int) []uint8 {
	random := rand.New(rand.NewPCG(3, 4))
	src := make([]uint8, 3*pixels)
	for n := range pixels {
		x, y := float64(n%1920), float64(n/1920)
		light := 128 + 60*math.Sin(x/190) + 40*math.Sin(y/140+x/700)
		for k := range 3 {
			src[3*n+k] = uint8(light + 8*math.Sin(x/310+float64(k)) + 2*random.NormFloat64())
		}
	}
	return src
}

// BenchmarkIntegerKernels has images with few ties, with many, and with nothing else.
func BenchmarkIntegerKernels(b *testing.B) {
	images := []struct {
		name string
		rgb  func(pixels int) []uint8
	}{
		{"random", func(pixels int) []uint8 {
			random := rand.New(rand.NewPCG(1, 2))
			src := make([]uint8, 3*pixels)
			for n := range src {
				src[n] = uint8(random.Uint32())
			}
			return src
		}},
		{"natural", naturalPixels},
		{"yellow", func(pixels int) []uint8 { return bytes.Repeat([]byte{255, 255, 0}, pixels) }},
		{"grey", func(pixels int) []uint8 { return bytes.Repeat([]byte{127, 127, 127}, pixels) }},
	}
	for _, image := range images {
		of := func(c conversion, pixels int) []uint8 {
			src := image.rgb(pixels)
			if c.from() != RGB {
				fastest.uint8[c-1](src, src, HueTurns) // the conversion the other way
			}
			return src
		}
		b.Run(image.name, func(b *testing.B) {
			benchmarkKernels(b, of)
			benchmarkKernels(b, func(c conversion, pixels int) []uint16 {
				src := of(c, pixels)
				wide := make([]uint16, len(src))
				for n, x := range src {
					wide[n] = uint16(x) * 257
				}
				return wide
			})
		})
	}
}
