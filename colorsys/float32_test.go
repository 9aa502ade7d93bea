// How far float32 is from float64, and that it has its special cases.

package colorsys

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The largest differences between the float32 and the float64 result for the same float32 colours in range, as the package
// comment states them.
var float32Bounds = [conversions]float64{
	rgbToYIQ: 2e-7,
	yiqToRGB: 2e-7,
	rgbToHLS: 2e-7,
	hlsToRGB: 5e-7,
	rgbToHSV: 2e-7,
	hsvToRGB: 5e-7,
}

func TestFloat32StaysCloseToFloat64(t *testing.T) {
	var grid []float32
	for n := range 65 {
		grid = append(grid, float32(n)/64)
	}
	for c, name := range conversionNames {
		t.Run(name, func(t *testing.T) {
			from, to := conversion(c).from(), conversion(c).to()
			src := append(gridPixels(grid), randomPixels[float32](from, HueTurns, 1_000_000, 1)...)
			random := rand.New(rand.NewPCG(15, 16))
			for range 300_000 { // almost grey, and dark
				x, scale := random.Float32(), float32(math.Exp2(-20*random.Float64()))
				src = append(src, x, x*(1-scale*random.Float32()), x*(1-scale*random.Float32()))
				src = append(src, scale*random.Float32(), scale*random.Float32(), scale*random.Float32())
			}
			src64, want := make([]float64, len(src)), make([]float64, len(src))
			for i, x := range src {
				src64[i] = float64(x)
			}
			got := make([]float32, len(src))
			assert.Zero(t, fastest.float64[c](want, src64, HueTurns))
			assert.Zero(t, fastest.float32[c](got, src, HueTurns))
			var worst [3]float64
			for i, x := range got {
				difference := math.Abs(float64(x) - want[i])
				if to.hasHue() && i%3 == 0 {
					difference = min(difference, 1-difference) // around the circle
				}
				if to == HLS && i%3 == 2 {
					difference *= 1 - math.Abs(2*want[i-1]-1) // towards white a quotient of small numbers
				}
				worst[i%3] = max(worst[i%3], difference)
			}
			t.Logf("largest differences: %.3g", worst)
			for i := range worst {
				assert.LessOrEqual(t, worst[i], float32Bounds[c], "component %d", i)
			}
		})
	}
}

func TestFloat32HasTheErrorsOfFloat64(t *testing.T) {
	for _, c := range []struct {
		name    string
		convert pixelFunction[float32]
		pixel   [3]float32
		want    error
	}{
		{"no value to divide by", toHSV[float32], [3]float32{0, 0, -1}, ErrDivisionByZero},
		{"extremes that cancel", toHLS[float32], [3]float32{-1, 0, 1}, ErrDivisionByZero},
		{"extremes that add up to 2", toHLS[float32], [3]float32{1.5, 0.5, 1}, ErrDivisionByZero},
		{"hue that is not a number", fromHSV[float32], [3]float32{float32(math.NaN()), 1, 1}, ErrHueNaN},
		{"infinite hue", fromHSV[float32], [3]float32{float32(math.Inf(-1)), 1, 1}, ErrHueInfinite},
		{"hue that is infinite in sixths", fromHSV[float32], [3]float32{1e38, 1, 1}, ErrHueInfinite},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, _, err := c.convert(c.pixel[0], c.pixel[1], c.pixel[2])
			assert.Equal(t, c.want, err)
		})
	}
}
