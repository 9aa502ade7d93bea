// Shuffles by vector instructions.

//go:build goexperiment.simd

package colorsys

import "simd/archsimd"

// shuffleWindow is the number of bytes that the machine can permute at once.
var shuffleWindow = func() int {
	switch {
	case archsimd.X86.AVX512VBMI():
		return 64
	case archsimd.X86.AVX2():
		return 16
	default:
		return 0
	}
}()

// windows moves as many windows as are full.
func (s *shuffle) windows(dst, src []byte) (windows int) {
	if shuffleWindow == 64 {
		return s.windows64(dst, src)
	}
	return s.windows16(dst, src)
}

func (s *shuffle) windows64(dst, src []byte) (windows int) {
	index, taken := archsimd.LoadInt8x64(&s.index).AsUint8x64(), archsimd.Mask8x64FromBits(s.bits)
	for to, from := 0, 0; len(dst)-to >= 64 && len(src)-from >= 64; to, from = to+s.to, from+s.from {
		place := (*[64]uint8)(dst[to:])
		archsimd.LoadUint8x64((*[64]uint8)(src[from:])).Permute(index).StoreMasked(place, taken)
		windows++
	}
	archsimd.ClearAVXUpperBits()
	return windows
}

func (s *shuffle) windows16(dst, src []byte) (windows int) {
	index, taken := archsimd.LoadInt8x16((*[16]int8)(s.index[:16])), archsimd.LoadInt8x16((*[16]int8)(s.taken[:16])).ToMask()
	for to, from := 0, 0; len(dst)-to >= 16 && len(src)-from >= 16; to, from = to+s.to, from+s.from {
		place := (*[16]uint8)(dst[to:])
		archsimd.LoadUint8x16((*[16]uint8)(src[from:])).PermuteOrZero(index).Merge(archsimd.LoadUint8x16(place), taken).Store(place)
		windows++
	}
	return windows
}
