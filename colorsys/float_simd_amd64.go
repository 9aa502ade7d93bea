// The vector kernels for floats that this machine has, and what their generated files have in common.

//go:build goexperiment.simd

package colorsys

import "simd/archsimd"

//go:generate go run ./genkernels .

// A vectors converts pixels vector by vector, up to the last that is full or to the first with a colour that it leaves to
// the reference. done is the number of components that it converted.
type vectors[F float32 | float64] func(dst, src []F, turn F) (done int)

// vectorKernels gives the kernels for the levels of vector instructions that this machine has.
func vectorKernels() (sets []kernelSet) {
	if archsimd.X86.AVX512() {
		sets = append(sets, kernelSet{name: "AVX-512",
			float32: vectorKernelsOf(vectorsFloat32x16, 16, reference.float32),
			float64: vectorKernelsOf(vectorsFloat64x8, 8, reference.float64)})
	}
	if archsimd.X86.AVX2() && archsimd.X86.FMA() {
		sets = append(sets, kernelSet{name: "AVX2",
			float32: vectorKernelsOf(vectorsFloat32x8, 8, reference.float32),
			float64: vectorKernelsOf(vectorsFloat64x4, 4, reference.float64)})
	}
	return sets
}

func vectorKernelsOf[F float32 | float64](convert [conversions]vectors[F], lanes int, reference [conversions]kernel[F]) (
	kernels [conversions]kernel[F]) {
	for c := range kernels {
		kernels[c] = vectorKernel(convert[c], 3*lanes, reference[c])
	}
	return kernels
}

// vectorKernel makes a kernel for any number of pixels. full is the number of components of a vector of pixels.
func vectorKernel[F float32 | float64](convert vectors[F], full int, reference kernel[F]) kernel[F] {
	return func(dst, src []F, hue Hue) (undefined int) {
		turn := F(hue.steps(1))
		done := convert(dst, src, turn)
		for len(src)-done >= full {
			undefined += reference(dst[done:done+full], src[done:done+full], hue)
			done += full
			done += convert(dst[done:], src[done:], turn)
		}
		rest := len(src) - done
		if rest == 0 {
			return undefined
		}
		b := blocks.Get().(*block)
		defer blocks.Put(b)
		padded := components[F](b)[:full]
		clear(padded[copy(padded, src[done:]):]) // black
		if convert(padded, padded, turn) == 0 {
			return undefined + reference(dst[done:], src[done:], hue)
		}
		copy(dst[done:], padded)
		return undefined
	}
}

// Tables to load parts of: the numbers of lanes, and masks of every third.
var (
	lanes32  = [...]uint32{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
	lanes64  = [...]uint64{0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7}
	thirds32 = [...]int32{-1, 0, 0, -1, 0, 0, -1, 0, 0, -1}
	thirds64 = [...]int64{-1, 0, 0, -1, 0, 0}
)
