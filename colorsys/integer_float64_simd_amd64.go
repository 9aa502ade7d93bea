// Integer pixels by way of the kernels for float64, for machines that have vectors but not those of the AVX-512
// kernels.

//go:build goexperiment.simd

package colorsys

import "math"

// throughFloat64 makes an integer kernel of one for float64. It goes block by block: from integers to the values that
// they stand for, to the values of the other model, to integers.
func throughFloat64[T uint8 | uint16](c conversion, convert kernel[float64]) kernel[T] {
	full := float64(^T(0))
	var tables [Hue256 + 1][3]*[256]float64
	for hue := range tables {
		tables[hue] = tablesOf(scales(c.from(), Hue(hue), math.MaxUint8))
	}
	return func(dst, src []T, hue Hue) int {
		from, to := scales(c.from(), hue, full), scales(c.to(), hue, full)
		b := blocks.Get().(*block)
		defer blocks.Put(b)
		values := components[float64](b)
		for len(src) > 0 {
			part := values[:min(len(values)/3*3, len(src))]
			if bytes, ok := any(src[:len(part)]).([]uint8); ok {
				valuesOfBytes(part, bytes, &tables[hue])
			} else {
				valuesOf(part, src, &from)
			}
			convert(part, part, HueTurns)
			integersOf(dst, part, &to)
			dst, src = dst[len(part):], src[len(part):]
		}
		return 0
	}
}

// valuesOf gives the values that integers stand for, as scale.value does.
func valuesOf[T uint8 | uint16](values []float64, from []T, s *[3]scale) {
	from = from[:len(values)]
	for i := 2; i < len(values); i += 3 {
		values[i-2] = s[0].value(float64(from[i-2]))
		values[i-1] = s[1].value(float64(from[i-1]))
		values[i] = s[2].value(float64(from[i]))
	}
}

// valuesOfBytes looks them up.
func valuesOfBytes(values []float64, from []uint8, tables *[3]*[256]float64) {
	from = from[:len(values)]
	for i := 2; i < len(values); i += 3 {
		values[i-2] = tables[0][from[i-2]]
		values[i-1] = tables[1][from[i-1]]
		values[i] = tables[2][from[i]]
	}
}

// byteValues holds the values of all integers of 8 bits, for the scales that have been asked for.
var byteValues = map[scale]*[256]float64{}

// tablesOf is for the start of the program only.
func tablesOf(scales [3]scale) (tables [3]*[256]float64) {
	for i, s := range scales {
		if byteValues[s] == nil {
			byteValues[s] = new([256]float64)
			for x := range byteValues[s] {
				byteValues[s][x] = s.value(float64(x))
			}
		}
		tables[i] = byteValues[s]
	}
	return tables
}

// integersOf gives the integers that stand for values, as scale.integer does, for values that need no limit.
func integersOf[T uint8 | uint16](to []T, values []float64, s *[3]scale) {
	to = to[:len(values)]
	turn, first := s[0].steps/s[0].unit, s[0].zero
	chroma, zero := s[1].steps/s[1].unit, s[1].zero // the third component is like the second
	for i := 2; i < len(values); i += 3 {
		to[i-2] = T(math.Float64bits(float64(values[i-2]*turn) + first + rounding))
		to[i-1] = T(math.Float64bits(float64(values[i-1]*chroma) + zero + rounding))
		to[i] = T(math.Float64bits(float64(values[i]*chroma) + zero + rounding))
	}
	if whole := T(s[0].steps); s[0].wraps {
		for i := 0; i < len(to); i += 3 {
			if to[i] == whole {
				to[i] = 0
			}
		}
	}
}
