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

// put writes three results to the caller's array. With an error they are zeros.
func put(out *[3]C.double, x, y, z float64, err error) error {
	*out = [3]C.double{C.double(x), C.double(y), C.double(z)}
	return err
}

//export mmsgo_rgb_to_yiq
func mmsgo_rgb_to_yiq(r, g, b C.double, out *C.double) C.mms_status {
	result := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, result, func() error {
		x, y, z := colorsys.RGBToYIQ(float64(r), float64(g), float64(b))
		return put(result, x, y, z, nil)
	})
}

//export mmsgo_yiq_to_rgb
func mmsgo_yiq_to_rgb(y, i, q C.double, out *C.double) C.mms_status {
	result := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, result, func() error {
		x, y, z := colorsys.YIQToRGB(float64(y), float64(i), float64(q))
		return put(result, x, y, z, nil)
	})
}

//export mmsgo_rgb_to_hls
func mmsgo_rgb_to_hls(r, g, b C.double, out *C.double) C.mms_status {
	result := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, result, func() error {
		x, y, z, err := colorsys.RGBToHLS(float64(r), float64(g), float64(b))
		return put(result, x, y, z, err)
	})
}

//export mmsgo_hls_to_rgb
func mmsgo_hls_to_rgb(h, l, s C.double, out *C.double) C.mms_status {
	result := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, result, func() error {
		x, y, z := colorsys.HLSToRGB(float64(h), float64(l), float64(s))
		return put(result, x, y, z, nil)
	})
}

//export mmsgo_rgb_to_hsv
func mmsgo_rgb_to_hsv(r, g, b C.double, out *C.double) C.mms_status {
	result := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, result, func() error {
		x, y, z, err := colorsys.RGBToHSV(float64(r), float64(g), float64(b))
		return put(result, x, y, z, err)
	})
}

//export mmsgo_hsv_to_rgb
func mmsgo_hsv_to_rgb(h, s, v C.double, out *C.double) C.mms_status {
	result := (*[3]C.double)(unsafe.Pointer(out))
	return call(nil, result, func() error {
		x, y, z, err := colorsys.HSVToRGB(float64(h), float64(s), float64(v))
		return put(result, x, y, z, err)
	})
}
