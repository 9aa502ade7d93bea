// HLS: hue, lightness, saturation (a double cone with white and black at its tips).

package colorsys

// Fractions of a turn, which separate the six sectors of the colour circle. Like ONE_THIRD, ONE_SIXTH and TWO_THIRD of
// Python they are the float64 values nearest to the fractions.
const (
	OneThird float64 = 1.0 / 3.0
	OneSixth float64 = 1.0 / 6.0
	TwoThird float64 = 2.0 / 3.0
)

// RGBToHLS converts red, green and blue to hue (in turns), lightness and saturation. For components of 0 to 1 the
// results lie in 0 to 1. A grey, all three components equal, has hue and saturation 0.
//
// With M the largest and m the smallest component, it returns [ErrDivisionByZero] if they differ and either M + m is 0,
// as for (-1, 0, 1), or the lightness is above 0.5 and 2 - M - m is 0, as for (1.5, 0.5, 1).
func RGBToHLS(r, g, b float64) (h, l, s float64, err error) { return toHLS(r, g, b) }

func toHLS[F float](r, g, b F) (h, l, s F, err error) {
	r, g, b = F(r), F(g), F(b)
	large, small := largest(r, g, b), smallest(r, g, b)
	sum, chroma := large+small, large-small
	l = sum / 2
	if small == large {
		return 0, l, 0, nil
	}
	divisor := sum
	if l > 0.5 {
		divisor = 2 - large - small // 2 - sum would round differently
	}
	if divisor == 0 {
		return 0, 0, 0, ErrDivisionByZero
	}
	return hue(r, g, b, large, chroma), l, chroma / divisor, nil
}

// HLSToRGB converts hue (in turns), lightness and saturation to red, green and blue. For lightness and saturation of 0
// to 1 the results lie in 0 to 1. Any finite hue is wrapped into one turn. If the saturation is zero the hue is not
// looked at and all results are the lightness.
func HLSToRGB(h, l, s float64) (r, g, b float64) { return fromHLS(h, l, s) }

func fromHLS[F float](h, l, s F) (r, g, b F) {
	h, l, s = F(h), F(l), F(s)
	if s == 0 {
		return l, l, l
	}
	var high F
	if l <= 0.5 {
		high = F(l * (1 + s))
	} else {
		high = l + s - F(l*s)
	}
	low := F(2*l) - high
	third := F(OneThird)
	return trapezium(low, high, h+third), trapezium(low, high, h), trapezium(low, high, h-third)
}

// trapezium gives a component at a place on the colour circle: it rises from low to high over the first sixth of a turn,
// stays high for two sixths, falls for one, and stays low for two.
func trapezium[F float](low, high, turn F) F {
	turn = mod1(turn)
	if turn < F(OneSixth) {
		return low + F((high-low)*turn*6)
	}
	if turn < 0.5 {
		return high
	}
	if turn < F(TwoThird) {
		return low + F((high-low)*(F(TwoThird)-turn)*6)
	}
	return low
}
