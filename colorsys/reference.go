// The reference kernels: pixel by pixel, by the scalar functions. They define what every other kernel computes.

package colorsys

import "math"

// reference has a kernel for every type and conversion.
var reference = func() kernelSet {
	s := kernelSet{name: "reference"}
	for c := range conversions {
		s.uint8[c] = integerReference[uint8](c, math.MaxUint8)
		s.uint16[c] = integerReference[uint16](c, math.MaxUint16)
		s.float32[c] = floatReference(c, float32Functions[c])
		s.float64[c] = floatReference(c, float64Functions[c])
	}
	return s
}()

// A pixelFunction converts one pixel, or says why it has no result.
type pixelFunction[F float] func(a, b, c F) (x, y, z F, err error)

// functionsOf gives the conversions in one arithmetic.
func functionsOf[F float]() [conversions]pixelFunction[F] {
	return [conversions]pixelFunction[F]{
		rgbToYIQ: always(toYIQ[F]),
		yiqToRGB: always(fromYIQ[F]),
		rgbToHLS: toHLS[F],
		hlsToRGB: always(fromHLS[F]),
		rgbToHSV: toHSV[F],
		hsvToRGB: fromHSV[F],
	}
}

var (
	float32Functions = functionsOf[float32]()
	float64Functions = functionsOf[float64]()
)

// always is for functions that have a result for every pixel.
func always[F float](convert func(a, b, c F) (x, y, z F)) pixelFunction[F] {
	return func(a, b, c F) (x, y, z F, err error) {
		x, y, z = convert(a, b, c)
		return x, y, z, nil
	}
}

func floatReference[F float](c conversion, convert pixelFunction[F]) kernel[F] {
	hueIn, hueOut := c.from().hasHue(), c.to().hasHue()
	return func(dst, src []F, hue Hue) (undefined int) {
		turn := F(hue.steps(1))
		for len(src) >= 3 && len(dst) >= 3 {
			a := src[0]
			if hueIn {
				a /= turn
			}
			x, y, z, err := convert(a, src[1], src[2])
			if err != nil {
				undefined++
				x, y, z = F(math.NaN()), F(math.NaN()), F(math.NaN())
			}
			if hueOut {
				x *= turn
			}
			dst[0], dst[1], dst[2] = x, y, z
			dst, src = dst[3:], src[3:]
		}
		return undefined
	}
}

// integerReference computes in float64. Colours within the cube and finite hues have a result, and integers stand for no
// others.
func integerReference[T uint8 | uint16](c conversion, full float64) kernel[T] {
	convert := float64Functions[c]
	return func(dst, src []T, hue Hue) int {
		from, to := scales(c.from(), hue, full), scales(c.to(), hue, full)
		for len(src) >= 3 && len(dst) >= 3 {
			x, y, z, _ := convert(from[0].value(float64(src[0])), from[1].value(float64(src[1])), from[2].value(float64(src[2])))
			dst[0], dst[1], dst[2] = T(to[0].integer(x, full)), T(to[1].integer(y, full)), T(to[2].integer(z, full))
			dst, src = dst[3:], src[3:]
		}
		return 0
	}
}

// A scale says which values the integers of a component stand for: zero for 0, and so many steps on for unit.
type scale struct {
	zero, steps, unit float64
	wraps             bool // steps on is zero again
}

// value is what an integer stands for.
func (s scale) value(x float64) float64 { return float64((x-s.zero)*s.unit) / s.steps }

// integer is the one that stands for what is nearest to a value.
func (s scale) integer(value, full float64) float64 {
	x := math.RoundToEven(float64(value*(s.steps/s.unit)) + s.zero)
	if s.wraps && x == s.steps {
		return 0
	}
	return min(max(x, 0), full)
}

// scales gives the scales of a model's components, of integers from 0 to full.
func scales(m Model, hue Hue, full float64) [3]scale {
	plain := scale{steps: full, unit: 1}
	switch m {
	case YIQ:
		zero := float64((full + 1) / 2)
		chroma := scale{zero: zero, steps: full - zero, unit: 0.6}
		return [3]scale{plain, chroma, chroma}
	case HLS, HSV:
		return [3]scale{{steps: hue.steps(full), unit: 1, wraps: hue != HueTurns}, plain, plain}
	default:
		return [3]scale{plain, plain, plain}
	}
}
