// Every kernel against the reference.

package colorsys

import (
	"fmt"
	"math"
	"math/rand/v2"
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

func TestTableIsComplete(t *testing.T) {
	for c, name := range conversionNames {
		assert.NotNil(t, fastest.uint8[c], name)
		assert.NotNil(t, fastest.uint16[c], name)
		assert.NotNil(t, fastest.float32[c], name)
		assert.NotNil(t, fastest.float64[c], name)
	}
}
