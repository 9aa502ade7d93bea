// Moving components between pixels of different make by permutations of bytes, where the machine has them.

package colorsys

import (
	"slices"
	"unsafe"
)

// A shuffle moves components of as many pixels at a time as fit into a window of bytes in both images.
type shuffle struct {
	pixels   int // at a time; 0 if not even one fits
	to, from int // bytes from one window to the next in the destination and in the source

	index [maxWindow]int8 // for each byte of the destination's window the place in that of the source
	taken [maxWindow]int8 // -1 for each byte of the destination's window that is replaced, else 0
	bits  uint64          // the same as bits
}

// maxWindow is the number of bytes in the longest vector.
const maxWindow = 64

// newShuffle makes the shuffle that moves components from some places of a pixel to others. toPixel and fromPixel are the
// strides of pixels.
func newShuffle[T Component](toPixel, fromPixel int, toPlaces, fromPlaces []int) (s shuffle) {
	size := int(unsafe.Sizeof(*new(T)))
	window := shuffleWindow / size
	if max(toPixel, fromPixel, slices.Max(toPlaces)+1, slices.Max(fromPlaces)+1) > window {
		return s
	}
	s.pixels = 1 + min((window-1-slices.Max(toPlaces))/toPixel, (window-1-slices.Max(fromPlaces))/fromPixel)
	s.to, s.from = s.pixels*toPixel*size, s.pixels*fromPixel*size
	for pixel := range s.pixels {
		for c := range toPlaces {
			to, from := (pixel*toPixel+toPlaces[c])*size, (pixel*fromPixel+fromPlaces[c])*size
			for b := range size {
				s.index[to+b], s.taken[to+b] = int8(from+b), -1
				s.bits |= 1 << (to + b)
			}
		}
	}
	return s
}

// move moves the components of as many pixels as full windows hold, and tells how many. Neither dst nor src is touched
// beyond its length.
func move[T Component](s *shuffle, dst, src []T) (pixels int) {
	if s.pixels == 0 {
		return 0
	}
	return s.pixels * s.windows(bytesOf(dst), bytesOf(src))
}

// bytesOf gives the memory of components.
func bytesOf[T Component](components []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(components))), len(components)*int(unsafe.Sizeof(*new(T))))
}
