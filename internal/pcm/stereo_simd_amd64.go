// Two channels, 32 bytes of frames at a time.

//go:build goexperiment.simd

package pcm

import "simd/archsimd"

// A pairing orders 16 bytes of two channels.
type pairing struct {
	apart, together [16]int8 // from frames to 8 bytes of each channel, and back
}

// pairings of samples of as many bytes. Those of 8 bytes are in order.
var pairings = [...]*pairing{
	2: {
		apart:    [16]int8{0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15},
		together: [16]int8{0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15},
	},
	4: {
		apart:    [16]int8{0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15},
		together: [16]int8{0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15},
	},
	8: {
		apart:    [16]int8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
		together: [16]int8{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	},
}

// pairingOf gives the pairing of samples of some bytes, if there is one and this machine can make use of it.
func pairingOf(sampleBytes int) *pairing {
	if machine < avx2 || sampleBytes >= len(pairings) {
		return nil
	}
	return pairings[sampleBytes]
}

// interleaveStereo interleaves most samples of two channels, or none, and returns how many of each.
func interleaveStereo(dst []byte, sampleBytes int, left, right []byte) int {
	pairing := pairingOf(sampleBytes)
	if pairing == nil {
		return 0
	}
	order := archsimd.LoadInt8x16(&pairing.together)
	done := len(left)
	for len(left) >= 16 && len(right) >= 16 && len(dst) >= 32 {
		l, r := archsimd.LoadUint8x16Slice(left).AsUint64x2(), archsimd.LoadUint8x16Slice(right).AsUint64x2()
		l.InterleaveLo(r).AsUint8x16().PermuteOrZero(order).StoreSlice(dst)
		l.InterleaveHi(r).AsUint8x16().PermuteOrZero(order).StoreSlice(dst[16:])
		dst, left, right = dst[32:], left[16:], right[16:]
	}
	return (done - len(left)) / sampleBytes
}

// deinterleaveStereo takes most frames of two channels apart, or none, and returns how many.
func deinterleaveStereo(left, right, src []byte, sampleBytes int) int {
	pairing := pairingOf(sampleBytes)
	if pairing == nil {
		return 0
	}
	order := archsimd.LoadInt8x16(&pairing.apart)
	done := len(left)
	for len(left) >= 16 && len(right) >= 16 && len(src) >= 32 {
		lo := archsimd.LoadUint8x16Slice(src).PermuteOrZero(order).AsUint64x2()
		hi := archsimd.LoadUint8x16Slice(src[16:]).PermuteOrZero(order).AsUint64x2()
		lo.InterleaveLo(hi).AsUint8x16().StoreSlice(left)
		lo.InterleaveHi(hi).AsUint8x16().StoreSlice(right)
		left, right, src = left[16:], right[16:], src[32:]
	}
	return (done - len(left)) / sampleBytes
}
