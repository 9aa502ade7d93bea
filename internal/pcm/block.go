// The converter that knows every layout: block by block, one step after the other.

package pcm

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// A block holds the samples that are under way: the bits of containers, int64 or float64.
type block [128]uint64

// stepByStep gives the converter from any layout to any other.
func stepByStep(to, from Layout) Converter {
	to, from = to.plain(), from.plain()
	return func(dst, src []byte) {
		var whole block
		for n := len(src) / from.Bytes; n > 0; n = len(src) / from.Bytes {
			samples := whole[:min(n, len(whole))]
			loadContainers(samples, src, from)
			convertSamples(samples, to, from)
			storeContainers(dst, samples, to)
			dst, src = dst[len(samples)*to.Bytes:], src[len(samples)*from.Bytes:]
		}
	}
}

// convertSamples converts the bits of containers.
func convertSamples(samples []uint64, to, from Layout) {
	switch {
	case sameBits(to, from):
	case from.Kind == Float && to.Kind == Float:
		loadFloats(samples, from)
		storeFloats(samples, to)
	case from.Kind == Float:
		loadFloats(samples, from)
		for n, sample := range samples {
			samples[n] = to.nearestToFloat(math.Float64frombits(sample))
		}
	case to.Kind != Float:
		for n, sample := range samples {
			samples[n] = to.nearest(from.integer(sample))
		}
	case to.Bytes == 2:
		for n, sample := range samples {
			samples[n] = uint64(halfBits(float(from.integer(sample)) * 0x1p-63))
		}
	case to.Bytes == 4:
		for n, sample := range samples {
			samples[n] = uint64(math.Float32bits(nearestFloat32(from.integer(sample)) * 0x1p-63))
		}
	default:
		for n, sample := range samples {
			samples[n] = math.Float64bits(float64(from.integer(sample)) * 0x1p-63)
		}
	}
}

// loadFloats makes float64 of the bits of floats.
func loadFloats(samples []uint64, from Layout) {
	switch from.Bytes {
	case 2:
		for n, sample := range samples {
			samples[n] = math.Float64bits(half(uint16(sample)))
		}
	case 4:
		for n, sample := range samples {
			samples[n] = math.Float64bits(float64(math.Float32frombits(uint32(sample))))
		}
	}
}

// storeFloats makes the bits of floats of float64.
func storeFloats(samples []uint64, to Layout) {
	switch to.Bytes {
	case 2:
		for n, sample := range samples {
			samples[n] = uint64(halfBits(math.Float64frombits(sample)))
		}
	case 4:
		for n, sample := range samples {
			samples[n] = uint64(math.Float32bits(float32(math.Float64frombits(sample))))
		}
	}
}

// loadContainers fills samples with the bits of containers in src.
func loadContainers(samples []uint64, src []byte, from Layout) {
	switch from.Bytes {
	case 1:
		for n := range samples {
			samples[n] = uint64(src[n])
		}
	case 2:
		for n := range samples {
			samples[n] = uint64(binary.LittleEndian.Uint16(src[2*n:]))
		}
	case 4:
		for n := range samples {
			samples[n] = uint64(binary.LittleEndian.Uint32(src[4*n:]))
		}
	case 8:
		for n := range samples {
			samples[n] = binary.LittleEndian.Uint64(src[8*n:])
		}
	default:
		for n := range samples {
			var sample uint64
			for i, b := range src[n*from.Bytes:][:from.Bytes] {
				sample |= uint64(b) << (8 * i)
			}
			samples[n] = sample
		}
	}
	if from.BigEndian {
		reverseBytes(samples, from.Bytes)
	}
}

// storeContainers fills dst with the low bits of samples, which it may change.
func storeContainers(dst []byte, samples []uint64, to Layout) {
	if to.BigEndian {
		reverseBytes(samples, to.Bytes)
	}
	switch to.Bytes {
	case 1:
		for n, sample := range samples {
			dst[n] = byte(sample)
		}
	case 2:
		for n, sample := range samples {
			binary.LittleEndian.PutUint16(dst[2*n:], uint16(sample))
		}
	case 4:
		for n, sample := range samples {
			binary.LittleEndian.PutUint32(dst[4*n:], uint32(sample))
		}
	case 8:
		for n, sample := range samples {
			binary.LittleEndian.PutUint64(dst[8*n:], sample)
		}
	default:
		for n, sample := range samples {
			container := dst[n*to.Bytes:][:to.Bytes]
			for i := range container {
				container[i] = byte(sample >> (8 * i))
			}
		}
	}
}

// reverseBytes turns the low bytes of samples around.
func reverseBytes(samples []uint64, bytes int) {
	for n, sample := range samples {
		samples[n] = bits.ReverseBytes64(sample) >> (64 - 8*bytes)
	}
}
