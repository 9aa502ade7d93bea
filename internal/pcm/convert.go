// Converters: how one is found.

package pcm

import (
	"slices"
	"sync"
)

// A Converter converts len(src)/source.Bytes samples from src to dst, which must have room for them. Bytes of src that
// make no whole sample are left alone. dst and src do not overlap, or they are the same memory and the layouts have
// equal Bytes.
type Converter func(dst, src []byte)

// NewConverter gives the fastest converter from one layout to another that there is for this machine. It is nil only if
// a layout is not [Layout.Valid].
func NewConverter(dst, src Layout) Converter {
	if !dst.Valid() || !src.Valid() {
		return nil
	}
	dst, src = dst.plain(), src.plain()
	if dst == src && sameBits(dst, src) {
		return copySamples(dst.Bytes)
	}
	if k, ok := kernelFor(dst, src, machine); ok {
		return k.converter()
	}
	if dst.BigEndian || src.BigEndian {
		if k, ok := kernelFor(dst.littleEndian(), src.littleEndian(), machine); ok {
			return inLittleEndian(dst, src, k)
		}
	}
	if src.law() {
		return lookUp(dst, src)
	}
	return stepByStep(dst, src)
}

// copySamples gives the converter from a layout to itself.
func copySamples(bytes int) Converter {
	return func(dst, src []byte) {
		src = src[:len(src)/bytes*bytes]
		copy(slices.Clip(dst)[:len(src)], src)
	}
}

// A room is where samples wait between two kernels.
type room [8 * roomSamples]byte

const roomSamples = 512

var rooms = sync.Pool{New: func() any { return new(room) }}

// inLittleEndian gives a converter that turns the bytes around before a kernel, behind it, or both.
func inLittleEndian(to, from Layout, k kernel) Converter {
	convert := k.converter()
	load := NewConverter(from.word().littleEndian(), from.word())
	store := NewConverter(to.word(), to.word().littleEndian())
	return func(dst, src []byte) {
		dst = slices.Clip(dst) // what is beyond it is not for us
		waiting := rooms.Get().(*room)
		defer rooms.Put(waiting)
		for n := len(src) / from.Bytes; n > 0; n = len(src) / from.Bytes {
			n = min(n, roomSamples)
			give, take := dst[:n*to.Bytes], src[:n*from.Bytes]
			if from.BigEndian {
				load(waiting[:], take)
				convert(give, waiting[:len(take)])
			} else {
				convert(give, take)
			}
			if to.BigEndian {
				store(give, give)
			}
			dst, src = dst[len(give):], src[len(take):]
		}
	}
}
