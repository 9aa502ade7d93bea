package main

// This file exports the conversions of whole images.

/*
#include "shim.h"
*/
import "C"

import (
	"fmt"
	"math"
	"unsafe"

	"mmservices/colorsys"
)

// pixelsError says that some pixels have no result.
type pixelsError int

func (e pixelsError) Error() string {
	return fmt.Sprintf("the conversion is not defined for %d pixels: they are NaN", int(e))
}

func (e pixelsError) Unwrap() error { return errPixels }

// converted is the error for a conversion that left so many pixels undefined.
func converted(undefined int, err error) error {
	if err == nil && undefined > 0 {
		return pixelsError(undefined)
	}
	return err
}

// triples converts pixels without gaps.
func triples[T colorsys.Component](dst, src unsafe.Pointer, pixels C.uint64_t, to, from colorsys.Model) C.mms_status {
	return call(nil, nil, func() error {
		var component T
		if (dst == nil || src == nil) && pixels > 0 {
			return errNull
		}
		if uint64(pixels) > math.MaxInt/2/3/uint64(unsafe.Sizeof(component)) {
			return errRange
		}
		row := func(data unsafe.Pointer, model colorsys.Model) colorsys.Image[T] {
			return colorsys.Image[T]{Pix: unsafe.Slice((*T)(data), 3*pixels), Width: int(pixels), Height: 1, Model: model}
		}
		return converted(colorsys.Convert(row(dst, to), row(src, from), 0))
	})
}

//export mmsgo_rgb_to_yiq_f64
func mmsgo_rgb_to_yiq_f64(src, dst *C.double, pixels C.uint64_t) C.mms_status {
	return triples[float64](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.YIQ, colorsys.RGB)
}

//export mmsgo_yiq_to_rgb_f64
func mmsgo_yiq_to_rgb_f64(src, dst *C.double, pixels C.uint64_t) C.mms_status {
	return triples[float64](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.YIQ)
}

//export mmsgo_rgb_to_hls_f64
func mmsgo_rgb_to_hls_f64(src, dst *C.double, pixels C.uint64_t) C.mms_status {
	return triples[float64](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HLS, colorsys.RGB)
}

//export mmsgo_hls_to_rgb_f64
func mmsgo_hls_to_rgb_f64(src, dst *C.double, pixels C.uint64_t) C.mms_status {
	return triples[float64](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HLS)
}

//export mmsgo_rgb_to_hsv_f64
func mmsgo_rgb_to_hsv_f64(src, dst *C.double, pixels C.uint64_t) C.mms_status {
	return triples[float64](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HSV, colorsys.RGB)
}

//export mmsgo_hsv_to_rgb_f64
func mmsgo_hsv_to_rgb_f64(src, dst *C.double, pixels C.uint64_t) C.mms_status {
	return triples[float64](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HSV)
}

//export mmsgo_rgb_to_yiq_f32
func mmsgo_rgb_to_yiq_f32(src, dst *C.float, pixels C.uint64_t) C.mms_status {
	return triples[float32](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.YIQ, colorsys.RGB)
}

//export mmsgo_yiq_to_rgb_f32
func mmsgo_yiq_to_rgb_f32(src, dst *C.float, pixels C.uint64_t) C.mms_status {
	return triples[float32](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.YIQ)
}

//export mmsgo_rgb_to_hls_f32
func mmsgo_rgb_to_hls_f32(src, dst *C.float, pixels C.uint64_t) C.mms_status {
	return triples[float32](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HLS, colorsys.RGB)
}

//export mmsgo_hls_to_rgb_f32
func mmsgo_hls_to_rgb_f32(src, dst *C.float, pixels C.uint64_t) C.mms_status {
	return triples[float32](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HLS)
}

//export mmsgo_rgb_to_hsv_f32
func mmsgo_rgb_to_hsv_f32(src, dst *C.float, pixels C.uint64_t) C.mms_status {
	return triples[float32](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HSV, colorsys.RGB)
}

//export mmsgo_hsv_to_rgb_f32
func mmsgo_hsv_to_rgb_f32(src, dst *C.float, pixels C.uint64_t) C.mms_status {
	return triples[float32](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HSV)
}

//export mmsgo_rgb_to_yiq_u8
func mmsgo_rgb_to_yiq_u8(src, dst *C.uint8_t, pixels C.uint64_t) C.mms_status {
	return triples[uint8](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.YIQ, colorsys.RGB)
}

//export mmsgo_yiq_to_rgb_u8
func mmsgo_yiq_to_rgb_u8(src, dst *C.uint8_t, pixels C.uint64_t) C.mms_status {
	return triples[uint8](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.YIQ)
}

//export mmsgo_rgb_to_hls_u8
func mmsgo_rgb_to_hls_u8(src, dst *C.uint8_t, pixels C.uint64_t) C.mms_status {
	return triples[uint8](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HLS, colorsys.RGB)
}

//export mmsgo_hls_to_rgb_u8
func mmsgo_hls_to_rgb_u8(src, dst *C.uint8_t, pixels C.uint64_t) C.mms_status {
	return triples[uint8](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HLS)
}

//export mmsgo_rgb_to_hsv_u8
func mmsgo_rgb_to_hsv_u8(src, dst *C.uint8_t, pixels C.uint64_t) C.mms_status {
	return triples[uint8](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HSV, colorsys.RGB)
}

//export mmsgo_hsv_to_rgb_u8
func mmsgo_hsv_to_rgb_u8(src, dst *C.uint8_t, pixels C.uint64_t) C.mms_status {
	return triples[uint8](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HSV)
}

//export mmsgo_rgb_to_yiq_u16
func mmsgo_rgb_to_yiq_u16(src, dst *C.uint16_t, pixels C.uint64_t) C.mms_status {
	return triples[uint16](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.YIQ, colorsys.RGB)
}

//export mmsgo_yiq_to_rgb_u16
func mmsgo_yiq_to_rgb_u16(src, dst *C.uint16_t, pixels C.uint64_t) C.mms_status {
	return triples[uint16](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.YIQ)
}

//export mmsgo_rgb_to_hls_u16
func mmsgo_rgb_to_hls_u16(src, dst *C.uint16_t, pixels C.uint64_t) C.mms_status {
	return triples[uint16](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HLS, colorsys.RGB)
}

//export mmsgo_hls_to_rgb_u16
func mmsgo_hls_to_rgb_u16(src, dst *C.uint16_t, pixels C.uint64_t) C.mms_status {
	return triples[uint16](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HLS)
}

//export mmsgo_rgb_to_hsv_u16
func mmsgo_rgb_to_hsv_u16(src, dst *C.uint16_t, pixels C.uint64_t) C.mms_status {
	return triples[uint16](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.HSV, colorsys.RGB)
}

//export mmsgo_hsv_to_rgb_u16
func mmsgo_hsv_to_rgb_u16(src, dst *C.uint16_t, pixels C.uint64_t) C.mms_status {
	return triples[uint16](unsafe.Pointer(dst), unsafe.Pointer(src), pixels, colorsys.RGB, colorsys.HSV)
}

//export mmsgo_convert_image
func mmsgo_convert_image(src, dst *C.mms_image, threads C.uint32_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error {
		from, err := imageFrom(src)
		if err != nil {
			return err
		}
		to, err := imageFrom(dst)
		if err != nil {
			return err
		}
		if from.component != to.component {
			return fmt.Errorf("%w: components of different types", colorsys.ErrImage)
		}
		switch from.component {
		case C.MMS_COMPONENT_U8:
			return convertImage[uint8](&to, &from, threads)
		case C.MMS_COMPONENT_U16:
			return convertImage[uint16](&to, &from, threads)
		case C.MMS_COMPONENT_F32:
			return convertImage[float32](&to, &from, threads)
		case C.MMS_COMPONENT_F64:
			return convertImage[float64](&to, &from, threads)
		}
		return fmt.Errorf("%w: component type %d", colorsys.ErrImage, from.component)
	})
}

// imageFrom copies a caller's mms_image.
func imageFrom(given *C.mms_image) (C.mms_image, error) {
	var c C.mms_image
	if given == nil {
		return c, errNull
	}
	if !copyIn(unsafe.Pointer(&c), unsafe.Pointer(given), unsafe.Sizeof(c), unsafe.Offsetof(c.model)) {
		return c, errStructSize
	}
	return c, nil
}

func convertImage[T colorsys.Component](dst, src *C.mms_image, threads C.uint32_t) error {
	to, err := pixelsOf[T](dst)
	if err != nil {
		return err
	}
	from, err := pixelsOf[T](src)
	if err != nil {
		return err
	}
	return converted(colorsys.Convert(to, from, int(min(threads, math.MaxInt32))))
}

// pixelsOf makes a Go image of a caller's.
func pixelsOf[T colorsys.Component](c *C.mms_image) (colorsys.Image[T], error) {
	bad := func(what string) (colorsys.Image[T], error) {
		return colorsys.Image[T]{}, fmt.Errorf("%w: %s", colorsys.ErrImage, what)
	}
	var component T
	size := C.uint64_t(unsafe.Sizeof(component))
	for _, stride := range [...]C.uint64_t{c.pixel_stride, c.row_stride, c.plane_stride} {
		if stride%size != 0 || stride/size > math.MaxInt {
			return bad("a stride that is not a number of components")
		}
	}
	if max(c.width, c.height) > math.MaxInt {
		return bad("a size beyond all memory")
	}
	if c.planar > 1 {
		return bad("planar is neither 0 nor 1")
	}
	image := colorsys.Image[T]{
		Width:       int(c.width),
		Height:      int(c.height),
		Model:       colorsys.Model(c.model),
		Order:       colorsys.Order(c.order),
		Hue:         colorsys.Hue(c.hue),
		Channels:    int(min(c.channels, math.MaxInt32)),
		Planar:      c.planar == 1,
		PixelStride: int(c.pixel_stride / size),
		RowStride:   int(c.row_stride / size),
		PlaneStride: int(c.plane_stride / size),
	}
	if c.preset != 0 {
		if c.model != 0 || c.order != 0 || c.hue != 0 {
			return bad("a preset, and a model, an order or a hue besides")
		}
		if err := image.Set(colorsys.Preset(c.preset)); err != nil {
			return image, err
		}
	}
	n, err := image.Extent()
	if err != nil {
		return image, err
	}
	if c.data == nil && n > 0 {
		return image, errNull
	}
	image.Pix = unsafe.Slice((*T)(c.data), n)
	return image, nil
}
