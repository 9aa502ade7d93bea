// Every kernel against the reference.

package colorsys

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var conversionNames = [conversions]string{"RGBToYIQ", "YIQToRGB", "RGBToHLS", "HLSToRGB", "RGBToHSV", "HSVToRGB"}

var hues = []Hue{HueTurns, HueDegrees, Hue180, Hue256}

// sameComponents reports whether two slices have the same bits, any NaN being like another.
func sameComponents[T Component](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !sameComponent(a[i], b[i]) {
			return false
		}
	}
	return true
}

func sameComponent[T Component](a, b T) bool {
	if a != b {
		return a != a && b != b
	}
	return a != 0 || math.Signbit(float64(a)) == math.Signbit(float64(b))
}

// forEachKernel runs a test for all kernels of a type but the reference.
func forEachKernel[T Component](t *testing.T, test func(t *testing.T, c conversion, tested, reference kernel[T])) {
	last := len(kernelSets) - 1
	for i := range kernelSets[:last] {
		for c, k := range kernelsOf[T](&kernelSets[i]) {
			if k != nil {
				t.Run(fmt.Sprintf("%s/%T/%s", conversionNames[c], *new(T), kernelSets[i].name), func(t *testing.T) {
					test(t, conversion(c), k, kernelsOf[T](&kernelSets[last])[c])
				})
			}
		}
	}
}

// requireSame converts pixels with two kernels, to a slice of its own and in place.
func requireSame[T Component](t *testing.T, tested, reference kernel[T], src []T, hue Hue) {
	t.Helper()
	want, got := make([]T, len(src)), make([]T, len(src))
	undefined := reference(want, src, hue)
	inPlace := append([]T(nil), src...)
	for _, dst := range []struct{ to, from []T }{{got, src}, {inPlace, inPlace}} {
		got := tested(dst.to, dst.from, hue)
		if !sameComponents(want, dst.to) {
			for i := 0; i < len(src); i += 3 {
				require.True(t, sameComponents(want[i:i+3], dst.to[i:i+3]), "pixel %d of %d: of %x, want %x, got %x", i/3, len(src)/3,
					src[i:i+3], want[i:i+3], dst.to[i:i+3])
			}
		}
		require.Equal(t, undefined, got, "number of pixels without a result")
	}
}

// The range of a component that a model's colours have.
func componentRange(m Model, component int) (low, high float64) {
	if m == YIQ && component > 0 {
		return -0.6, 0.6
	}
	return 0, 1
}

// randomPixels gives floats of a model's range, and of more where spread is larger.
func randomPixels[F float32 | float64](m Model, hue Hue, pixels int, spread float64) []F {
	random := rand.New(rand.NewPCG(uint64(m), uint64(pixels)))
	out := make([]F, 3*pixels)
	for i := range out {
		low, high := componentRange(m, i%3)
		x := low + (high-low)*((random.Float64()-0.5)*spread+0.5)
		if m.hasHue() && i%3 == 0 {
			x *= hue.steps(1)
		}
		out[i] = F(x)
		if random.IntN(8) == 0 && i > 0 {
			out[i] = out[i-1] // equal components
		}
	}
	return out
}

func testRandom[F float32 | float64](t *testing.T) {
	forEachKernel(t, func(t *testing.T, c conversion, tested, reference kernel[F]) {
		for _, hue := range hues {
			for _, spread := range []float64{1, 3, 1e3} {
				requireSame(t, tested, reference, randomPixels[F](c.from(), hue, 20_000, spread), hue)
			}
		}
	})
}

func TestFloatKernelsOnRandomColours(t *testing.T) {
	testRandom[float32](t)
	testRandom[float64](t)
}

// gridPixels gives all triples of some values.
func gridPixels[F float32 | float64](values []F) []F {
	var out []F
	for _, a := range values {
		for _, b := range values {
			for _, c := range values {
				out = append(out, a, b, c)
			}
		}
	}
	return out
}

func testGrid[F float32 | float64](t *testing.T) {
	forEachKernel(t, func(t *testing.T, c conversion, tested, reference kernel[F]) {
		var values []F
		for n := range 49 { // 0 to 1, with all sixths; chroma a bit beyond its range
			values = append(values, F(n)/48)
			if c.from() == YIQ {
				values[n] = (F(n) - 24) / 36
			}
		}
		requireSame(t, tested, reference, gridPixels(values), HueTurns)
	})
}

func TestFloatKernelsOnAGrid(t *testing.T) {
	testGrid[float32](t)
	testGrid[float64](t)
}

// specialValues are numbers at the edges of what conversions distinguish. next gives the following float.
func specialValues[F float32 | float64](largest, smallest F, next func(x, towards F) F) []F {
	inf := F(math.Inf(1))
	return []F{F(math.NaN()), inf, -inf, 0, F(math.Copysign(0, -1)), smallest, -smallest, largest, -largest,
		0.5, 1, -1, 2, 255,
		next(1, 0), next(1, 2), next(0.5, 0), F(OneThird), F(OneSixth), F(TwoThird), next(F(OneSixth), 0), 1 << 20, -1e30}
}

func specials[F float32 | float64]() []F {
	switch any(F(0)).(type) {
	case float32:
		next := func(x, towards F) F { return F(math.Nextafter32(float32(x), float32(towards))) }
		return specialValues(F(math.MaxFloat32), F(math.SmallestNonzeroFloat32), next)
	default:
		next := func(x, towards F) F { return F(math.Nextafter(float64(x), float64(towards))) }
		var largest, smallest any = math.MaxFloat64, math.SmallestNonzeroFloat64
		return specialValues(largest.(F), smallest.(F), next)
	}
}

func testSpecials[F float32 | float64](t *testing.T) {
	special := gridPixels(specials[F]())
	forEachKernel(t, func(t *testing.T, c conversion, tested, reference kernel[F]) {
		usual := randomPixels[F](c.from(), HueTurns, 16, 1)
		for lane := range 16 {
			requireSame(t, tested, reference, append(slices.Clone(usual[:3*lane]), special...), HueTurns)
		}
	})
}

func TestFloatKernelsOnSpecialValuesInEveryLane(t *testing.T) {
	testSpecials[float32](t)
	testSpecials[float64](t)
}

// One special pixel among usual ones, so that a vector is not left to the reference because of its neighbours.
func testLoneSpecials[F float32 | float64](t *testing.T) {
	special := gridPixels(specials[F]())
	forEachKernel(t, func(t *testing.T, c conversion, tested, reference kernel[F]) {
		random := rand.New(rand.NewPCG(3, 4))
		for _, hue := range []Hue{HueTurns, HueDegrees} {
			pixels := randomPixels[F](c.from(), hue, 17*len(special)/3, 1)
			for i := 0; i < len(special); i += 3 {
				copy(pixels[17*i+3*random.IntN(16):], special[i:i+3])
			}
			requireSame(t, tested, reference, pixels, hue)
		}
	})
}

func TestFloatKernelsOnALoneSpecialPixel(t *testing.T) {
	testLoneSpecials[float32](t)
	testLoneSpecials[float64](t)
}

// Kernels of every type, at every length: nothing beyond the pixels is written, and slices end where their capacity does.
func testLengths[T Component](t *testing.T, pixels func(c conversion, n int) []T) {
	const most = 70
	forEachKernel(t, func(t *testing.T, c conversion, tested, reference kernel[T]) {
		src := pixels(c, most)
		for n := range most + 1 {
			requireSame(t, tested, reference, slices.Clip(slices.Clone(src[:3*n])), HueTurns)

			canary := slices.Clone(src)
			dst := slices.Clone(canary)
			tested(dst[3 : 3+3*n : 3+3*n][:min(3*n, 3*most-3)], src[:min(3*n, 3*most-3)], HueTurns)
			require.True(t, sameComponents(canary[:3], dst[:3]), "before %d pixels", n)
			if end := 3 + 3*n; end < len(dst) {
				require.True(t, sameComponents(canary[end:], dst[end:]), "after %d pixels", n)
			}
		}
	})
}

func randomIntegers[T uint8 | uint16](_ conversion, n int) []T {
	random := rand.New(rand.NewPCG(5, 6))
	out := make([]T, 3*n)
	for i := range out {
		out[i] = T(random.Uint32())
	}
	return out
}

func TestKernelsAtEveryLength(t *testing.T) {
	testLengths(t, func(c conversion, n int) []float32 { return randomPixels[float32](c.from(), HueTurns, n, 1) })
	testLengths(t, func(c conversion, n int) []float64 { return randomPixels[float64](c.from(), HueTurns, n, 1) })
	testLengths(t, randomIntegers[uint8])
	testLengths(t, randomIntegers[uint16])
}

func TestTableIsComplete(t *testing.T) {
	for i := range kernelSets {
		t.Logf("this machine runs the kernels %s", kernelSets[i].name)
	}
	for c, name := range conversionNames {
		assert.NotNil(t, fastest.uint8[c], name)
		assert.NotNil(t, fastest.uint16[c], name)
		assert.NotNil(t, fastest.float32[c], name)
		assert.NotNil(t, fastest.float64[c], name)
	}
}
