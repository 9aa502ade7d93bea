// YIQ: luma and two chroma signals, the space of NTSC television.

package colorsys

// RGBToYIQ converts red, green and blue to luma y and the chroma signals i and q. For components of 0 to 1 the results
// lie in 0 to 1, ±0.5990 and ±0.5251.
func RGBToYIQ(r, g, b float64) (y, i, q float64) { return toYIQ(r, g, b) }

func toYIQ[F float](r, g, b F) (y, i, q F) {
	r, g, b = F(r), F(g), F(b)
	y = F(0.30*r) + F(0.59*g) + F(0.11*b)
	i = F(0.74*(r-y)) - F(0.27*(b-y))
	q = F(0.48*(r-y)) + F(0.41*(b-y))
	return y, i, q
}

// YIQToRGB converts luma y and the chroma signals i and q to red, green and blue. Results below 0 become 0 and results
// above 1 become 1; NaN and negative zero stay.
func YIQToRGB(y, i, q float64) (r, g, b float64) { return fromYIQ(y, i, q) }

func fromYIQ[F float](y, i, q F) (r, g, b F) {
	y, i, q = F(y), F(i), F(q)
	r = y + F(0.9468822170900693*i) + F(0.6235565819861433*q)
	g = y - F(0.27478764629897834*i) - F(0.6356910791873801*q)
	b = y - F(1.1085450346420322*i) + F(1.7090069284064666*q)
	return clamp(r), clamp(g), clamp(b)
}

// clamp limits x to 0 to 1. The builtin min and max would turn negative zero into zero.
func clamp[F float](x F) F {
	if x < 0 {
		return 0
	}
	if x > 1 {
		return 1
	}
	return x
}
