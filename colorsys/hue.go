// What HLS and HSV share: the extremes of a colour, its hue, and the remainder of a turn.

package colorsys

import "math"

// A float is the arithmetic that a conversion is done in.
type float interface{ float32 | float64 }

// largest gives the largest of three components as Python's max does: the first of equals, which decides the sign of a
// zero; a NaN only if it stands first. The builtin max treats both otherwise.
func largest[F float](a, b, c F) F {
	if b > a {
		a = b
	}
	if c > a {
		a = c
	}
	return a
}

// smallest is the counterpart of largest.
func smallest[F float](a, b, c F) F {
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
func hue[F float](r, g, b, large, chroma F) F {
	fromRed := (large - r) / chroma
	fromGreen := (large - g) / chroma
	fromBlue := (large - b) / chroma
	var sixths F
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
func mod1[F float](x F) F {
	m := x - F(math.Trunc(float64(x)))
	if m < 0 {
		return m + 1
	}
	return m
}
