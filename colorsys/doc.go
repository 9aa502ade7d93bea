// The package comment: the colour spaces, their ranges and what is promised of every result.

// Package colorsys converts colours between RGB and three other coordinate systems: YIQ, HLS and HSV. It is the colorsys
// module of Python's standard library in Go: six functions on float64, one for each direction, and the same for images.
//
// # Spaces
//
// Every coordinate is a float64 without a unit. Within the RGB cube (each component 0 to 1) the ranges are:
//
//	RGB  r, g, b  red, green, blue             0 to 1
//	YIQ  y        luma                         0 to 1
//	     i        in-phase chroma              -0.5990 to 0.5990
//	     q        quadrature chroma            -0.5251 to 0.5251
//	HLS  h, l, s  hue, lightness, saturation   0 to 1
//	HSV  h, s, v  hue, saturation, value       0 to 1
//
// Mind the order: l comes before s in HLS, v comes after s in HSV. Components of 0 to 255 must be divided by 255 first.
//
// A hue counts turns around the colour circle, not degrees: 0 is red, 1/3 green, 2/3 blue, and 1 is red again. Multiply by
// 360 for degrees. A grey has no hue and gets 0, with a saturation of 0. A hue found by this package lies in 0 to 1; it is
// exactly 1 where it falls short of a full turn by less than a float64 can show.
//
// YIQ is the space of NTSC television, with Python's coefficients, which the FCC gave to two places. There and back again
// is not exact, and white has an i and a q of about 1e-16 instead of 0.
//
// # Values out of range
//
// Nothing is checked and nothing is clamped, with one exception: [YIQToRGB] limits its results to 0 to 1. Infinities and
// NaN go through the arithmetic of IEEE 754. A hue out of range wraps around in [HLSToRGB]; in [HSVToRGB] it does not, as
// told there. Where Python raises an exception the function returns an error, one of [ErrDivisionByZero], [ErrHueNaN] and
// [ErrHueInfinite], and three zeros. Colours within the RGB cube and finite hues never give an error.
//
// # Exactness
//
// Each result has the same bits as the result of CPython 3.15 for the same three floats, on every architecture and at
// every GOAMD64 level: in range and out of range, for infinities, for signed zeros and for subnormal numbers. A NaN comes
// out where Python gives a NaN; its sign and payload are not specified. CPython 3.9, 3.11.7, 3.12 and 3.13 give the same
// bits. CPython 3.10 and the first releases of 3.11 do not: their rgb_to_hls computed the saturation of light colours in
// another order of operations.
//
// # Images
//
// [Convert] converts all pixels of an image: 8 or 16 bits, float32 or float64, interleaved or planar, with or without alpha,
// in the order and with the scale of hue that the [Image] names, to another image or in place. [RGBToHSVTriples] and its
// sisters are short forms for pixels that follow each other without gaps. Where a function for one colour returns an error
// the pixel becomes three NaNs and is counted.
//
// On amd64 there are kernels for AVX-512 and AVX2, in builds with GOEXPERIMENT=simd. Results do not depend on the kernel,
// on the machine or on the number of threads:
//
//   - float64 pixels have the bits that the functions for one colour return.
//   - float32 pixels are computed by the same steps in float32. For colours in range the difference from the float64 result
//     is at most 2e-7, and at most 5e-7 in [HLSToRGBTriples] and [HSVToRGBTriples]; hues are compared around the circle.
//     The saturation that [RGBToHLSTriples] gives is a quotient of small numbers towards white: there the difference
//     is at most 2e-7 divided by 1-|2l-1|.
//   - integers are the float64 result rounded once, as told at [Component].
//   - A hue in other steps than turns is one more product on the way out, and one more quotient on the way in.
//
// All functions may be called from several goroutines at once.
package colorsys

// How the exactness is kept: the Go specification lets a compiler fuse x*y + z into one operation with one rounding,
// across statements and inlined calls, unless an explicit conversion stands between the product and the sum. Therefore,
// throughout this package,
//
//   - every product that is added, subtracted or returned is wrapped in F(...), F being the type it is computed in, and
//   - every conversion begins by converting its arguments, which may be products of the caller.
//
// The conversions cost no instruction. TestNoFusedInstructions and its neighbours hold the package to this.
