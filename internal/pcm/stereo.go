// Two channels, which are most of what there is.

package pcm

import "encoding/binary"

// interleaveStereo interleaves most samples of two channels, or none, and returns how many of each. dst, left and right
// are as long as the frames.
func interleaveStereo(dst []byte, sampleBytes int, left, right []byte) int {
	if sampleBytes != 3 {
		return interleavePairs(dst, sampleBytes, left, right)
	}
	// Words of 4 and 8 bytes, which take in the start of the next sample or frame. There is none behind the last.
	frames := max(len(left)/3-1, 0)
	for i := range frames {
		l, r := binary.LittleEndian.Uint32(left[3*i:]), binary.LittleEndian.Uint32(right[3*i:])
		binary.LittleEndian.PutUint64(dst[6*i:], uint64(l&0xFFFFFF)|uint64(r)<<24)
	}
	return frames
}

// deinterleaveStereo takes most frames of two channels apart, or none, and returns how many.
func deinterleaveStereo(left, right, src []byte, sampleBytes int) int {
	if sampleBytes != 3 {
		return deinterleavePairs(left, right, src, sampleBytes)
	}
	frames := max(len(left)/3-1, 0)
	for i := range frames {
		frame := binary.LittleEndian.Uint64(src[6*i:])
		binary.LittleEndian.PutUint32(left[3*i:], uint32(frame))
		binary.LittleEndian.PutUint32(right[3*i:], uint32(frame>>24))
	}
	return frames
}
