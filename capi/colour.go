package main

// This file exports the colour conversions.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/colorsys"
)

// put writes the three results of a conversion to the caller's array, unless it failed.
func put(out *C.double, x, y, z float64, err error) C.mms_status {
	results := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, results, func() error {
		if err == nil {
			*results = [3]C.double{C.double(x), C.double(y), C.double(z)}
		}
		return err
	})
}

//export mmsgo_rgb_to_yiq
func mmsgo_rgb_to_yiq(r, g, b C.double, out *C.double) C.mms_status {
	x0, x1, x2 := colorsys.RGBToYIQ(float64(r), float64(g), float64(b))
	return put(out, x0, x1, x2, nil)
}

//export mmsgo_yiq_to_rgb
func mmsgo_yiq_to_rgb(y, i, q C.double, out *C.double) C.mms_status {
	x0, x1, x2 := colorsys.YIQToRGB(float64(y), float64(i), float64(q))
	return put(out, x0, x1, x2, nil)
}

//export mmsgo_rgb_to_hls
func mmsgo_rgb_to_hls(r, g, b C.double, out *C.double) C.mms_status {
	x0, x1, x2, err := colorsys.RGBToHLS(float64(r), float64(g), float64(b))
	return put(out, x0, x1, x2, err)
}

//export mmsgo_hls_to_rgb
func mmsgo_hls_to_rgb(h, l, s C.double, out *C.double) C.mms_status {
	x0, x1, x2 := colorsys.HLSToRGB(float64(h), float64(l), float64(s))
	return put(out, x0, x1, x2, nil)
}

//export mmsgo_rgb_to_hsv
func mmsgo_rgb_to_hsv(r, g, b C.double, out *C.double) C.mms_status {
	x0, x1, x2, err := colorsys.RGBToHSV(float64(r), float64(g), float64(b))
	return put(out, x0, x1, x2, err)
}

//export mmsgo_hsv_to_rgb
func mmsgo_hsv_to_rgb(h, s, v C.double, out *C.double) C.mms_status {
	x0, x1, x2, err := colorsys.HSVToRGB(float64(h), float64(s), float64(v))
	return put(out, x0, x1, x2, err)
}
