// The errors: one for each exception that Python's colorsys raises on floats, and those of whole images.

package colorsys

import (
	"errors"
	"fmt"
)

var (
	// ErrDivisionByZero is returned by RGBToHLS and RGBToHSV for certain colours out of range whose saturation has a
	// divisor of zero. Python raises ZeroDivisionError.
	ErrDivisionByZero = errors.New("colorsys: division by zero")

	// ErrHueNaN is returned by HSVToRGB if the hue is not a number and the saturation is not zero. Python raises
	// ValueError, "cannot convert float NaN to integer".
	ErrHueNaN = errors.New("colorsys: hue is not a number")

	// ErrHueInfinite is returned by HSVToRGB if the hue, or six times the hue, is infinite and the saturation is not
	// zero. Python raises OverflowError, "cannot convert float infinity to integer".
	ErrHueInfinite = errors.New("colorsys: hue is infinite")
)

var (
	// ErrImage is returned for images that cannot be or cannot be converted. It wraps what is wrong. The errors below are
	// of this kind, too.
	ErrImage = errors.New("colorsys: no such image")

	// ErrModels is returned by Convert unless one of the models is RGB and the other is not.
	ErrModels = fmt.Errorf("%w: one of the models must be RGB and the other must not", ErrImage)

	// ErrSize is returned if the source and the destination do not have the same size.
	ErrSize = fmt.Errorf("%w: source and destination differ in size", ErrImage)

	// ErrOverlap is returned if the destination lies partly on the source. It may be the same pixels or no part of them.
	ErrOverlap = fmt.Errorf("%w: source and destination overlap", ErrImage)
)
