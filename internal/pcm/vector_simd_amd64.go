// Which kernels this machine has beyond the portable ones.

//go:build goexperiment.simd

package pcm

import (
	"simd/archsimd"
	"slices"
)

// machine is the highest level of kernels that this machine has.
var machine = func() level {
	switch {
	case archsimd.X86.AVX512():
		return avx512
	case archsimd.X86.AVX2():
		return avx2
	default:
		return portable
	}
}()

var vectorKernels = slices.Concat(avx2Kernels, avx512Kernels)

// clearVectors ends a run of vector instructions, which slow down others as long as they leave the registers in use.
func clearVectors() { archsimd.ClearAVXUpperBits() }
