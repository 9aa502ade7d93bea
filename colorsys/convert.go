// Conversion of whole images.

package colorsys

import (
	"fmt"
	"sync/atomic"
	"unsafe"

	"mmservices/internal/parallel"
)

// Convert converts the pixels of src and puts them into dst, an image of the same size. One of the two models is RGB, the
// other is not. Order, hue and strides may differ.
//
// undefined is the number of pixels for which the scalar function returns an error. All three components of such a
// pixel are NaN. There are none with integers.
//
// If both images have four channels alpha is copied, unless they are the same pixels. Otherwise alpha stays as it is,
// and no component outside of the pixels is touched.
//
// dst and src may be the same pixels: the same memory with the same strides. Otherwise the memory from the first to the
// last component of one must not overlap with that of the other. Anything wrong with the images is an error that is an
// [ErrImage], and nothing is converted.
//
// Large images are split over at most threads goroutines: 1 is that of the caller alone, 0 or less stands for as many
// as pay, up to GOMAXPROCS. All have ended when Convert returns.
func Convert[T Component](dst, src Image[T], threads int) (undefined int, err error) {
	to, err := dst.layout()
	if err != nil {
		return 0, fmt.Errorf("destination: %w", err)
	}
	from, err := src.layout()
	if err != nil {
		return 0, fmt.Errorf("source: %w", err)
	}
	c, ok := conversionOf(dst.Model, src.Model)
	if !ok {
		return 0, ErrModels
	}
	if dst.Width != src.Width || dst.Height != src.Height {
		return 0, fmt.Errorf("%w: %d by %d and %d by %d", ErrSize, dst.Width, dst.Height, src.Width, src.Height)
	}
	pixels := to.width * to.height
	if pixels == 0 {
		return 0, nil
	}
	place := relation(dst.Pix[:to.extent], src.Pix[:from.extent])
	if place == same && !to.sameStrides(&from) {
		place = overlapping
	}
	if place == overlapping {
		return 0, ErrOverlap
	}
	j := job[T]{
		convert: kernelsOf[T](&fastest)[c],
		hue:     src.Hue,
		dst:     dst.Pix, src: src.Pix,
		to: to, from: from,
		alpha: place != same && to.channels == 4 && from.channels == 4,
	}
	if dst.Model.hasHue() {
		j.hue = dst.Hue
	}
	j.flatten()
	j.prepare()
	if parallel.Workers(pixels, grain, threads) > 1 {
		return j.runOnThreads(pixels, threads), nil
	}
	return j.run(0, pixels), nil
}

// grain is the number of pixels that are worth waking another goroutine for.
const grain = 1 << 15

func (j job[T]) runOnThreads(pixels, threads int) int {
	var undefined atomic.Int64
	parallel.For(pixels, grain, threads, func(start, end int) { undefined.Add(int64(j.run(start, end))) })
	return int(undefined.Load())
}

// A relative place of two pieces of memory.
type relative int

const (
	disjoint relative = iota
	same
	overlapping
)

// relation tells how two pieces of memory lie to each other. They are the same if they begin at the same place.
func relation[T Component](a, b []T) relative {
	size := unsafe.Sizeof(*new(T))
	startA, startB := uintptr(unsafe.Pointer(unsafe.SliceData(a))), uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	switch {
	case startA == startB:
		return same
	case startA < startB && (startB-startA)/size < uintptr(len(a)),
		startB < startA && (startA-startB)/size < uintptr(len(b)):
		return overlapping
	default:
		return disjoint
	}
}
