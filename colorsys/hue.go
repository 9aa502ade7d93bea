// What HLS and HSV share: the extremes of a colour, its hue, and the remainder of a turn.

package colorsys

import "math"

// largest gives the largest of three components as Python's max does: the first of equals, which decides the sign of a
// zero; a NaN only if it stands first. The builtin max treats both otherwise.
func largest(a, b, c float64) float64 {
	if b > a {
		a = b
	}
	if c > a {
		a = c
	}
	return a
}

// smallest is the counterpart of largest.
func smallest(a, b, c float64) float64 {
	if b < a {
		a = b
	}
	if c < a {
		a = c
	}
	return a
}

// hue gives the place of a colour on the colour circle, in turns. large is the largest component and chroma its distance
// from the smallest, not zero.
func hue(r, g, b, large, chroma float64) float64 {
	fromRed := (large - r) / chroma
	fromGreen := (large - g) / chroma
	fromBlue := (large - b) / chroma
	var sixths float64
	switch {
	case r == large:
		sixths = fromBlue - fromGreen
	case g == large:
		sixths = 2 + fromRed - fromBlue
	default:
		sixths = 4 + fromGreen - fromRed
	}
	return mod1(sixths / 6)
}

// mod1 is Python's x % 1.0. The result lies in 0 to 1: 1 itself comes out for negative numbers too small to change 1 when
// they are added to it. A zero is always positive; NaN and infinities give NaN.
//
// x - math.Trunc(x) is exact, so it equals math.Mod(x, 1), but for the sign of a zero, which is wanted here.
func mod1(x float64) float64 {
	m := x - math.Trunc(x)
	if m < 0 {
		return m + 1
	}
	return m
}
