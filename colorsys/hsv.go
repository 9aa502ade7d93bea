// HSV: hue, saturation, value (a cone with black at its tip).

package colorsys

import "math"

// RGBToHSV converts red, green and blue to hue (in turns), saturation and value. For components of 0 to 1 the results
// lie in 0 to 1. A grey, all three components equal, has hue and saturation 0.
//
// It returns [ErrDivisionByZero] if the largest component is 0 and another is negative, as for (0, 0, -1).
func RGBToHSV(r, g, b float64) (h, s, v float64, err error) { return toHSV(r, g, b) }

func toHSV[F float](r, g, b F) (h, s, v F, err error) {
	r, g, b = F(r), F(g), F(b)
	large, small := largest(r, g, b), smallest(r, g, b)
	if small == large {
		return 0, 0, large, nil
	}
	if large == 0 {
		return 0, 0, 0, ErrDivisionByZero
	}
	chroma := large - small
	return hue(r, g, b, large, chroma), chroma / large, large, nil
}

// HSVToRGB converts hue (in turns), saturation and value to red, green and blue. For hue, saturation and value of 0 to 1
// the results lie in 0 to 1. If the saturation is zero the hue is not looked at and all results are the value.
//
// A hue below 0 is not wrapped into one turn. As in Python its place in the sector is counted from the edge nearer to
// zero, so the results leave the range: (-0.1, 1, 1) gives about (1, -0.6, 0).
//
// It returns [ErrHueNaN] if the hue is NaN, and [ErrHueInfinite] if six times the hue is infinite.
func HSVToRGB(h, s, v float64) (r, g, b float64, err error) { return fromHSV(h, s, v) }

func fromHSV[F float](h, s, v F) (r, g, b F, err error) {
	h, s, v = F(h), F(s), F(v)
	if s == 0 {
		return v, v, v, nil
	}
	sixths := F(h * 6)
	if math.IsNaN(float64(sixths)) {
		return 0, 0, 0, ErrHueNaN
	}
	if math.IsInf(float64(sixths), 0) {
		return 0, 0, 0, ErrHueInfinite
	}
	whole := F(math.Trunc(float64(sixths))) // stays a float: it may exceed every integer type
	f := sixths - whole
	p := F(v * (1 - s))
	q := F(v * (1 - F(s*f)))
	t := F(v * (1 - F(s*(1-f))))

	sector := math.Mod(float64(whole), 6)
	if sector < 0 {
		sector += 6
	}
	switch sector {
	case 0:
		return v, t, p, nil
	case 1:
		return q, v, p, nil
	case 2:
		return p, v, t, nil
	case 3:
		return p, q, v, nil
	case 4:
		return t, p, v, nil
	default:
		return v, p, q, nil
	}
}
