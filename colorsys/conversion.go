// The six conversions by number, and which one leads from a model to another.

package colorsys

// A conversion is one of the six, by number.
type conversion int

const (
	rgbToYIQ conversion = iota
	yiqToRGB
	rgbToHLS
	hlsToRGB
	rgbToHSV
	hsvToRGB
	conversions
)

// conversionOf gives the conversion between two models, of which one must be RGB and the other not.
func conversionOf(to, from Model) (c conversion, ok bool) {
	switch {
	case from == RGB && to != RGB:
		return conversion(to-YIQ) * 2, true
	case from != RGB && to == RGB:
		return conversion(from-YIQ)*2 + 1, true
	default:
		return 0, false
	}
}

// from and to are the models that a conversion leads from and to.
func (c conversion) from() Model { return [conversions]Model{RGB, YIQ, RGB, HLS, RGB, HSV}[c] }
func (c conversion) to() Model   { return [conversions]Model{YIQ, RGB, HLS, RGB, HSV, RGB}[c] }

// hasHue reports whether the first component is a hue.
func (m Model) hasHue() bool { return m == HLS || m == HSV }

// steps gives the steps of a turn, where full scale has n.
func (h Hue) steps(n float64) float64 {
	return [...]float64{HueTurns: n, HueDegrees: 360, Hue180: 180, Hue256: 256}[h]
}
