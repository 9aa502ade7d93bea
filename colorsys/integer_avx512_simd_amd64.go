// Integer pixels with AVX-512, the frame: chunks of pixels pass through the steps of their conversion.
//
// The steps do the arithmetic of the scalar functions in float64, 8 pixels at a time: the same operations in the same
// order, but for those that cannot change a result. So ties, the results halfway between two integers that up to half
// of all colours have, fall as they do there, and need no thought. What is left out:
//
//   - Of the three quotients that make a hue one is always 0 and one is 1.
//   - A quotient by a constant is a product with its reciprocal, which has two parts; see reciprocal.
//   - Components are multiples of 2^64; see lanes512. A power of two changes no rounding.
//   - Where the scalar functions choose between two ways for greys both give the same, or a NaN takes the place of
//     zero.
//
// TestEveryColour proves it for all colours of 8 bits.

//go:build goexperiment.simd

package colorsys

import (
	"simd/archsimd"
	"unsafe"
)

// A block is three vectors of triples, 64 pixels of uint8 or 32 of uint16. A chunk is a few blocks, so that a step
// finds enough independent work to hide how long its instructions take.
const (
	blockBytes512  = 3 * 64
	chunkBlocks512 = 8
)

// A plane512 holds one component of all pixels of a block.
type plane512 = [64]uint8

// A chunk512 is the pixels at work. What the planes and the numbers mean changes from step to step.
type chunk512[T uint8 | uint16] struct {
	first, second, third [chunkBlocks512]plane512
	sector               [chunkBlocks512]plane512          // of the colour circle, 0 to 5
	numbers              [chunkBlocks512 * 8][3][8]float64 // three for each pixel
	blocks               int                               // in use
}

// isWord tells the two types apart, when the program is compiled.
func isWord[T uint8 | uint16]() bool { return unsafe.Sizeof(*new(T)) == 2 }

// hasAVX512 tells whether the machine has the instructions of these kernels.
func hasAVX512() bool { return archsimd.X86.AVX512() && archsimd.X86.AVX512VBMI() }

func avx512Uint8(c conversion) kernel[uint8] {
	return func(dst, src []uint8, hue Hue) int {
		convert512[uint8](dst, src, c, &parametersUint8[hue])
		return 0
	}
}

func avx512Uint16(c conversion) kernel[uint16] {
	return func(dst, src []uint16, hue Hue) int {
		convert512[uint16](bytesOf(dst), bytesOf(src), c, &parametersUint16[hue])
		return 0
	}
}

func wordsOf(x []uint8) []uint16 {
	return unsafe.Slice((*uint16)(unsafe.Pointer(unsafe.SliceData(x))), len(x)/2)
}

// convert512 converts pixels chunk by chunk. What is left over, less than a block, goes through a block of its own.
func convert512[T uint8 | uint16](dst, src []uint8, c conversion, p *parameters512) {
	// Vectors across two cache lines would take twice the time.
	var room struct {
		chunk512[T]
		spare [63]uint8
	}
	start := unsafe.Pointer(&room)
	chunk := (*chunk512[T])(unsafe.Add(start, -uintptr(start)&63))
	for len(src) >= blockBytes512 {
		chunk.blocks = min(len(src)/blockBytes512, chunkBlocks512)
		n := chunk.blocks * blockBytes512
		if !chunk.convert(dst[:n], src[:n], c, p) {
			p.convertBeyondTurn(dst[:n], src[:n], c)
		}
		dst, src = dst[n:], src[n:]
	}
	if len(src) > 0 {
		var rest [blockBytes512]uint8
		copy(rest[:], src)
		chunk.blocks = 1
		if chunk.convert(rest[:], rest[:], c, p) {
			copy(dst, rest[:len(src)])
		} else {
			p.convertBeyondTurn(dst, src, c)
		}
	}
	archsimd.ClearAVXUpperBits()
}

// convert converts the blocks of one chunk. It reports false, and has written nothing, if it does not know the hues.
func (c *chunk512[T]) convert(dst, src []uint8, conversion conversion, p *parameters512) bool {
	switch conversion {
	case rgbToYIQ:
		c.split(src, p)
		c.luma(p)
		c.chroma(p)
	case yiqToRGB:
		c.split(src, p)
		c.unscaleYIQ(p)
		c.rgb(p)
	case rgbToHLS:
		c.sort(src, p)
		c.lightness(p)
		c.hue(p)
	case rgbToHSV:
		c.sort(src, p)
		c.saturation(p)
		c.hue(p)
	case hlsToRGB:
		c.split(src, p)
		if !c.findSectors(p) {
			return false
		}
		c.placeOnRamp(p)
		c.rampHLS(p)
		c.selectRGB()
	case hsvToRGB:
		c.split(src, p)
		if !c.findSectors(p) {
			return false
		}
		c.placeInSector(p)
		c.rampHSV(p)
		c.selectRGB()
	}
	c.join(dst, p)
	return true
}
