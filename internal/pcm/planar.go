// Frames and channels: interleaved samples to planar ones and back.

package pcm

// Interleave fills dst with frames: one sample of sampleBytes bytes from each channel of src, in turn. Each channel has at
// least as many samples as dst has frames.
func Interleave(dst []byte, sampleBytes int, src [][]byte) {
	if len(src) == 0 {
		return
	}
	stride := len(src) * sampleBytes
	frames := len(dst) / stride
	for c, channel := range src {
		place := c * sampleBytes
		for f := range frames {
			copy(dst[f*stride+place:][:sampleBytes], channel[f*sampleBytes:])
		}
	}
}

// Deinterleave takes the frames of src apart: each channel of dst gets its samples of sampleBytes bytes, and has room for
// as many as src has frames.
func Deinterleave(dst [][]byte, src []byte, sampleBytes int) {
	if len(dst) == 0 {
		return
	}
	stride := len(dst) * sampleBytes
	frames := len(src) / stride
	for c, channel := range dst {
		place := c * sampleBytes
		for f := range frames {
			copy(channel[f*sampleBytes:][:sampleBytes], src[f*stride+place:])
		}
	}
}
