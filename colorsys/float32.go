// The six conversions in float32: the steps of the float64 functions, with every result and constant rounded to float32.

package colorsys

import "math"

var float32Functions = [conversions]pixelFunction[float32]{
	rgbToYIQ: always(rgbToYIQ32),
	yiqToRGB: always(yiqToRGB32),
	rgbToHLS: rgbToHLS32,
	hlsToRGB: always(hlsToRGB32),
	rgbToHSV: rgbToHSV32,
	hsvToRGB: hsvToRGB32,
}

func rgbToYIQ32(r, g, b float32) (y, i, q float32) {
	y = float32(0.30*r) + float32(0.59*g) + float32(0.11*b)
	i = float32(0.74*(r-y)) - float32(0.27*(b-y))
	q = float32(0.48*(r-y)) + float32(0.41*(b-y))
	return y, i, q
}

func yiqToRGB32(y, i, q float32) (r, g, b float32) {
	r = y + float32(0.9468822170900693*i) + float32(0.6235565819861433*q)
	g = y - float32(0.27478764629897834*i) - float32(0.6356910791873801*q)
	b = y - float32(1.1085450346420322*i) + float32(1.7090069284064666*q)
	return clamp32(r), clamp32(g), clamp32(b)
}

func clamp32(x float32) float32 {
	if x < 0 {
		return 0
	}
	if x > 1 {
		return 1
	}
	return x
}

func rgbToHLS32(r, g, b float32) (h, l, s float32, err error) {
	large, small := largest32(r, g, b), smallest32(r, g, b)
	sum, chroma := large+small, large-small
	l = sum / 2
	if small == large {
		return 0, l, 0, nil
	}
	divisor := sum
	if l > 0.5 {
		divisor = 2 - large - small
	}
	if divisor == 0 {
		return 0, 0, 0, ErrDivisionByZero
	}
	return hue32(r, g, b, large, chroma), l, chroma / divisor, nil
}

func hlsToRGB32(h, l, s float32) (r, g, b float32) {
	if s == 0 {
		return l, l, l
	}
	var high float32
	if l <= 0.5 {
		high = float32(l * (1 + s))
	} else {
		high = l + s - float32(l*s)
	}
	low := float32(2*l) - high
	const third = float32(OneThird)
	return trapezium32(low, high, h+third), trapezium32(low, high, h), trapezium32(low, high, h-third)
}

func trapezium32(low, high, turn float32) float32 {
	turn = mod1In32(turn)
	if turn < float32(OneSixth) {
		return low + float32((high-low)*turn*6)
	}
	if turn < 0.5 {
		return high
	}
	if turn < float32(TwoThird) {
		return low + float32((high-low)*(float32(TwoThird)-turn)*6)
	}
	return low
}

func rgbToHSV32(r, g, b float32) (h, s, v float32, err error) {
	large, small := largest32(r, g, b), smallest32(r, g, b)
	if small == large {
		return 0, 0, large, nil
	}
	if large == 0 {
		return 0, 0, 0, ErrDivisionByZero
	}
	chroma := large - small
	return hue32(r, g, b, large, chroma), chroma / large, large, nil
}

func hsvToRGB32(h, s, v float32) (r, g, b float32, err error) {
	if s == 0 {
		return v, v, v, nil
	}
	sixths := float32(h * 6)
	if math.IsNaN(float64(sixths)) {
		return 0, 0, 0, ErrHueNaN
	}
	if math.IsInf(float64(sixths), 0) {
		return 0, 0, 0, ErrHueInfinite
	}
	whole := float32(math.Trunc(float64(sixths)))
	f := sixths - whole
	p := float32(v * (1 - s))
	q := float32(v * (1 - float32(s*f)))
	t := float32(v * (1 - float32(s*(1-f))))

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

func largest32(a, b, c float32) float32 {
	if b > a {
		a = b
	}
	if c > a {
		a = c
	}
	return a
}

func smallest32(a, b, c float32) float32 {
	if b < a {
		a = b
	}
	if c < a {
		a = c
	}
	return a
}

func hue32(r, g, b, large, chroma float32) float32 {
	fromRed := (large - r) / chroma
	fromGreen := (large - g) / chroma
	fromBlue := (large - b) / chroma
	var sixths float32
	switch {
	case r == large:
		sixths = fromBlue - fromGreen
	case g == large:
		sixths = 2 + fromRed - fromBlue
	default:
		sixths = 4 + fromGreen - fromRed
	}
	return mod1In32(sixths / 6)
}

func mod1In32(x float32) float32 {
	m := x - float32(math.Trunc(float64(x)))
	if m < 0 {
		return m + 1
	}
	return m
}
