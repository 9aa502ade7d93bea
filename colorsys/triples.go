// The simple calls: pixels without gaps, in the order of their models' names, hues in turns.

package colorsys

import "fmt"

// RGBToYIQTriples converts pixels of three components from src to dst, which have the same length and are the same
// memory or do not overlap. It does what [Convert] does with the zero values of everything but the models, on the calling
// goroutine. So do its sisters.
func RGBToYIQTriples[T Component](dst, src []T) (undefined int, err error) {
	return convertTriples(dst, src, rgbToYIQ)
}

// YIQToRGBTriples is like [RGBToYIQTriples] the other way round.
func YIQToRGBTriples[T Component](dst, src []T) (undefined int, err error) {
	return convertTriples(dst, src, yiqToRGB)
}

// RGBToHLSTriples is like [RGBToYIQTriples] for HLS.
func RGBToHLSTriples[T Component](dst, src []T) (undefined int, err error) {
	return convertTriples(dst, src, rgbToHLS)
}

// HLSToRGBTriples is like [RGBToYIQTriples] from HLS to RGB.
func HLSToRGBTriples[T Component](dst, src []T) (undefined int, err error) {
	return convertTriples(dst, src, hlsToRGB)
}

// RGBToHSVTriples is like [RGBToYIQTriples] for HSV.
func RGBToHSVTriples[T Component](dst, src []T) (undefined int, err error) {
	return convertTriples(dst, src, rgbToHSV)
}

// HSVToRGBTriples is like [RGBToYIQTriples] from HSV to RGB.
func HSVToRGBTriples[T Component](dst, src []T) (undefined int, err error) {
	return convertTriples(dst, src, hsvToRGB)
}

func convertTriples[T Component](dst, src []T, c conversion) (undefined int, err error) {
	switch {
	case len(dst) != len(src):
		return 0, fmt.Errorf("%w: %d and %d components", ErrSize, len(dst), len(src))
	case len(src)%3 != 0:
		return 0, fmt.Errorf("%w: %d components are not a multiple of 3", ErrImage, len(src))
	case relation(dst, src) == overlapping:
		return 0, ErrOverlap
	}
	return kernelsOf[T](&fastest)[c](dst, src, HueTurns), nil
}
