// Named promises: golden values to the last bit, and what becomes of colours and hues out of range.

package colorsys_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"mmservices/colorsys"
)

var (
	nan      = math.NaN()
	inf      = math.Inf(1)
	negative = math.Copysign(0, -1) // negative zero
)

// assertFloats fails unless got and want have the same bits, or a NaN in the same places.
func assertFloats(t *testing.T, want, got [3]float64) {
	t.Helper()
	if !sameFloats(want, got) {
		assert.Failf(t, "not the same bits", "want %x %v\ngot  %x %v", want, want, got, got)
	}
}

func TestGoldenValues(t *testing.T) {
	// From CPython 3.8 to 3.15 (3.10 apart, for HLS) with the arguments 0.1, 0.2, 0.3, by float.hex.
	golden := map[string][3]float64{
		"RGBToYIQ": {0x1.72b020c49ba5ep-3, -0x1.791e646f15618p-4, 0x1.44bb1af3a14d0p-7},
		"YIQToRGB": {0x1.e7e0c88b0e4ecp-2, 0x0.0p+0, 0x1.90607cddd3c6cp-2},
		"RGBToHLS": {0x1.2aaaaaaaaaaabp-1, 0x1.999999999999ap-3, 0x1.fffffffffffffp-2},
		"HLSToRGB": {0x1.0a3d70a3d70a4p-2, 0x1.b22d0e560418ap-3, 0x1.1eb851eb851ecp-3},
		"RGBToHSV": {0x1.2aaaaaaaaaaabp-1, 0x1.5555555555555p-1, 0x1.3333333333333p-2},
		"HSVToRGB": {0x1.3333333333333p-2, 0x1.1a9fbe76c8b44p-2, 0x1.eb851eb851eb8p-3},
	}
	for _, c := range conversions {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.convert(0.1, 0.2, 0.3)
			assert.NoError(t, err)
			assertFloats(t, golden[c.name], got)
		})
	}
}

func TestFractionsOfATurnHaveTheBitsOfPythons(t *testing.T) {
	assert.Equal(t, 0x1.5555555555555p-2, colorsys.OneThird)
	assert.Equal(t, 0x1.5555555555555p-3, colorsys.OneSixth)
	assert.Equal(t, 0x1.5555555555555p-1, colorsys.TwoThird)
}

// specialCase is a promise about one call. Each expectation is what CPython 3.13 answers.
type specialCase struct {
	name      string
	arguments [3]float64
	want      [3]float64
	err       error
}

func testSpecialCases(t *testing.T, convert conversion, cases []specialCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := convert(c.arguments[0], c.arguments[1], c.arguments[2])
			assert.Equal(t, c.err, err)
			assertFloats(t, c.want, got)
		})
	}
}

func TestRGBToYIQ(t *testing.T) {
	testSpecialCases(t, withoutError(colorsys.RGBToYIQ), []specialCase{
		{"white has almost no chroma, but some", [3]float64{1, 1, 1},
			[3]float64{0.9999999999999999, 5.2180482157382354e-17, 9.880984919163892e-17}, nil},
		{"black is all zeros", [3]float64{0, 0, 0}, [3]float64{0, 0, 0}, nil},
		{"infinite red spreads as IEEE 754 says", [3]float64{inf, 0, 0}, [3]float64{inf, nan, nan}, nil},
		{"NaN spreads", [3]float64{0, nan, 0}, [3]float64{nan, nan, nan}, nil},
	})
}

func TestYIQToRGB(t *testing.T) {
	testSpecialCases(t, withoutError(colorsys.YIQToRGB), []specialCase{
		{"results above 1 become 1", [3]float64{2, 0, 0}, [3]float64{1, 1, 1}, nil},
		{"results below 0 become positive zero", [3]float64{-1, 0, 0}, [3]float64{0, 0, 0}, nil},
		{"infinite results are limited too", [3]float64{-inf, 0, 0}, [3]float64{0, 0, 0}, nil},
		{"NaN is not limited", [3]float64{nan, 0, 0}, [3]float64{nan, nan, nan}, nil},
		{"a negative zero stays negative", [3]float64{negative, negative, negative}, [3]float64{negative, 0, 0}, nil},
	})
}

func TestRGBToHLS(t *testing.T) {
	testSpecialCases(t, withError(colorsys.RGBToHLS), []specialCase{
		{"grey has neither hue nor saturation", [3]float64{0.5, 0.5, 0.5}, [3]float64{0, 0.5, 0}, nil},
		{"zeros of both signs are black", [3]float64{0, negative, 0}, [3]float64{0, 0, 0}, nil},
		{"near white is fully saturated", [3]float64{0.9999999999999999, 1, 1}, [3]float64{0.5, 1, 1}, nil},
		{"extremes that cancel divide by zero", [3]float64{-1, 0, 1}, [3]float64{}, colorsys.ErrDivisionByZero},
		{"extremes that add up to 2 divide by zero", [3]float64{1.5, 0.5, 1}, [3]float64{}, colorsys.ErrDivisionByZero},
		{"so do far ones", [3]float64{3, -1, 0}, [3]float64{}, colorsys.ErrDivisionByZero},
		{"bytes give a saturation without meaning", [3]float64{255, 128, 0},
			[3]float64{0.08366013071895424, 127.5, -1.007905138339921}, nil},
		{"NaN in first place makes all NaN", [3]float64{nan, 0, 1}, [3]float64{nan, nan, nan}, nil},
		{"infinite grey is grey", [3]float64{inf, inf, inf}, [3]float64{0, inf, 0}, nil},
	})
}

func TestHLSToRGB(t *testing.T) {
	testSpecialCases(t, withoutError(colorsys.HLSToRGB), []specialCase{
		{"without saturation the hue is not looked at", [3]float64{nan, 0.25, 0}, [3]float64{0.25, 0.25, 0.25}, nil},
		{"a saturation of negative zero is none", [3]float64{nan, 0.25, negative}, [3]float64{0.25, 0.25, 0.25}, nil},
		{"a hue of one turn is red again", [3]float64{1, 0.5, 1}, [3]float64{1, 0, 0}, nil},
		{"a negative hue wraps", [3]float64{-0.5, 0.5, 1}, [3]float64{0, 0.9999999999999998, 1}, nil},
		{"a NaN hue gives the low level of all components", [3]float64{nan, 0.5, 0.5}, [3]float64{0.25, 0.25, 0.25}, nil},
		{"an infinite hue does too", [3]float64{inf, 0.5, 0.5}, [3]float64{0.25, 0.25, 0.25}, nil},
	})
}

func TestRGBToHSV(t *testing.T) {
	testSpecialCases(t, withError(colorsys.RGBToHSV), []specialCase{
		{"grey has neither hue nor saturation", [3]float64{0.5, 0.5, 0.5}, [3]float64{0, 0, 0.5}, nil},
		{"the value of black keeps the sign of the first zero", [3]float64{negative, 0, 0}, [3]float64{0, 0, negative}, nil},
		{"a hue just short of a turn is exactly 1", [3]float64{0.5, 0.25, 0.25000000000000006}, [3]float64{1, 0.5, 0.5}, nil},
		{"a negative component beside a largest of 0 divides by zero", [3]float64{0, 0, -1}, [3]float64{},
			colorsys.ErrDivisionByZero},
		{"negative zero as the largest divides by zero too", [3]float64{negative, -1, -1}, [3]float64{},
			colorsys.ErrDivisionByZero},
		{"NaN after the first place is no extreme", [3]float64{0, nan, 1}, [3]float64{nan, 1, 1}, nil},
		{"infinite grey is grey", [3]float64{inf, inf, inf}, [3]float64{0, 0, inf}, nil},
		{"bytes keep their value", [3]float64{255, 0, 0}, [3]float64{0, 1, 255}, nil},
	})
}

func TestHSVToRGB(t *testing.T) {
	testSpecialCases(t, withError(colorsys.HSVToRGB), []specialCase{
		{"without saturation the hue is not looked at", [3]float64{nan, 0, 0.25}, [3]float64{0.25, 0.25, 0.25}, nil},
		{"a saturation of negative zero is none", [3]float64{inf, negative, 0.25}, [3]float64{0.25, 0.25, 0.25}, nil},
		{"a hue of one turn is red again", [3]float64{1, 1, 1}, [3]float64{1, 0, 0}, nil},
		{"a negative hue is truncated, not wrapped", [3]float64{-0.1, 1, 1}, [3]float64{1, -0.6000000000000001, 0}, nil},
		{"a hue beyond all integers has an exact sector", [3]float64{0x1p70 / 3, 1, 1}, [3]float64{0, 1, 0}, nil},
		{"a NaN hue is an error", [3]float64{nan, 1, 1}, [3]float64{}, colorsys.ErrHueNaN},
		{"an infinite hue is an error", [3]float64{-inf, 1, 1}, [3]float64{}, colorsys.ErrHueInfinite},
		{"so is a finite one that is infinite in sixths", [3]float64{1e308, 1, 1}, [3]float64{}, colorsys.ErrHueInfinite},
		{"a NaN saturation spreads", [3]float64{0, nan, 1}, [3]float64{1, nan, nan}, nil},
	})
}
