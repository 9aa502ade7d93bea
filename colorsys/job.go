// The conversion of an image, piece by piece: kernels want pixels without gaps, so others are gathered into blocks before
// and scattered after.

package colorsys

import (
	"sync"
	"unsafe"
)

// A job is the conversion of one image into another, whose fields are known to be right.
type job[T Component] struct {
	convert  kernel[T]
	hue      Hue
	dst, src []T
	to, from layout
	alpha    bool // is copied
	moves    moves
}

// flatten makes one row of images whose rows follow each other without gaps.
func (j *job[T]) flatten() {
	if j.to.row == j.to.width*j.to.pixel && j.from.row == j.from.width*j.from.pixel {
		j.to.width, j.to.height = j.to.width*j.to.height, 1
		j.from.width, j.from.height = j.to.width, 1
	}
}

// A block is memory for some pixels of any type, so little that it stays in the first cache.
type block [blockBytes / 8]float64

const blockBytes = 6 << 10

var blocks = sync.Pool{New: func() any { return new(block) }}

// components gives the memory of a block to components of a type.
func components[T Component](b *block) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(b)), blockBytes/unsafe.Sizeof(*new(T)))
}

// run converts the pixels from start to end, counted row by row.
func (j *job[T]) run(start, end int) (undefined int) {
	if j.to.packed() && j.from.packed() {
		for start < end {
			to, n := j.to.rowPart(start, end-start)
			from, _ := j.from.rowPart(start, n)
			undefined += j.convert(j.dst[to:to+3*n], j.src[from:from+3*n], j.hue)
			start += n
		}
		return undefined
	}
	b := blocks.Get().(*block)
	defer blocks.Put(b)
	room := components[T](b)
	for start < end {
		n := min(end-start, len(room)/3)
		triples := room[:3*n]
		in, out := triples, triples
		if j.from.linear() {
			in = j.src[3*start : 3*(start+n)]
		} else {
			j.gather(triples, start)
		}
		if j.to.linear() {
			out = j.dst[3*start : 3*(start+n)]
		}
		undefined += j.convert(out, in, j.hue)
		if !j.to.linear() {
			j.scatter(triples, start)
		}
		start += n
	}
	return undefined
}

// gather takes pixels out of the source.
func (j *job[T]) gather(triples []T, start int) {
	for len(triples) > 0 {
		from, n := j.from.rowPart(start, len(triples)/3)
		gather(triples[:3*n], j.src[from:], &j.from, &j.moves.gather)
		triples, start = triples[3*n:], start+n
	}
}

// scatter puts pixels into the destination.
func (j *job[T]) scatter(triples []T, start int) {
	for len(triples) > 0 {
		to, n := j.to.rowPart(start, len(triples)/3)
		scatter(j.dst[to:], triples[:3*n], &j.to, &j.moves.scatter)
		if j.alpha {
			from, _ := j.from.rowPart(start, n)
			copyAlpha(j.dst[to:], j.src[from:], &j.to, &j.from, n, &j.moves.alpha)
		}
		triples, start = triples[3*n:], start+n
	}
}
