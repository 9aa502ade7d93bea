// Frames and channels: interleaved samples to planar ones and back.

package pcm

import "encoding/binary"

// Interleave fills dst with frames: one sample of sampleBytes bytes from each channel of src, in turn. Each channel has at
// least as many samples as dst has whole frames, and does not overlap dst.
func Interleave(dst []byte, sampleBytes int, src [][]byte) {
	if len(src) == 0 {
		return
	}
	stride := len(src) * sampleBytes
	frames := len(dst) / stride
	done := 0
	if len(src) == 2 {
		done = interleaveStereo(dst[:frames*stride], sampleBytes, src[0][:frames*sampleBytes], src[1][:frames*sampleBytes])
	}
	for begin := done; begin < frames; begin += framesAtATime {
		n := min(frames-begin, framesAtATime)
		for c, channel := range src {
			moveSamples(dst[begin*stride+c*sampleBytes:], stride, channel[begin*sampleBytes:], sampleBytes, sampleBytes, n)
		}
	}
}

// Deinterleave takes the frames of src apart: each channel of dst gets its samples of sampleBytes bytes. It has room for
// as many as src has whole frames, and does not overlap src.
func Deinterleave(dst [][]byte, src []byte, sampleBytes int) {
	if len(dst) == 0 {
		return
	}
	stride := len(dst) * sampleBytes
	frames := len(src) / stride
	done := 0
	if len(dst) == 2 {
		done = deinterleaveStereo(dst[0][:frames*sampleBytes], dst[1][:frames*sampleBytes], src[:frames*stride], sampleBytes)
	}
	for begin := done; begin < frames; begin += framesAtATime {
		n := min(frames-begin, framesAtATime)
		for c, channel := range dst {
			moveSamples(channel[begin*sampleBytes:], sampleBytes, src[begin*stride+c*sampleBytes:], stride, sampleBytes, n)
		}
	}
}

// framesAtATime stay in the cache while the channels pass over them one after the other.
const framesAtATime = 256

// moveSamples moves n samples of some bytes. One lies dstStride bytes behind the other in dst, and srcStride in src.
func moveSamples(dst []byte, dstStride int, src []byte, srcStride, sampleBytes, n int) {
	if dstStride == sampleBytes && srcStride == sampleBytes {
		copy(dst[:n*sampleBytes], src[:n*sampleBytes])
		return
	}
	switch sampleBytes {
	case 2:
		for i := range n {
			binary.NativeEndian.PutUint16(dst[i*dstStride:], binary.NativeEndian.Uint16(src[i*srcStride:]))
		}
	case 4:
		for i := range n {
			binary.NativeEndian.PutUint32(dst[i*dstStride:], binary.NativeEndian.Uint32(src[i*srcStride:]))
		}
	case 8:
		for i := range n {
			binary.NativeEndian.PutUint64(dst[i*dstStride:], binary.NativeEndian.Uint64(src[i*srcStride:]))
		}
	case 3:
		for i := range n {
			to, from := dst[i*dstStride:][:3], src[i*srcStride:][:3]
			to[0], to[1], to[2] = from[0], from[1], from[2]
		}
	default:
		for i := range n {
			copy(dst[i*dstStride:][:sampleBytes], src[i*srcStride:])
		}
	}
}
