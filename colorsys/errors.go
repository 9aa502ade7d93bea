// The errors: one for each exception that Python's colorsys raises on floats.

package colorsys

import "errors"

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
