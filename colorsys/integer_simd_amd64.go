// The integer kernels of this machine.

//go:build goexperiment.simd

package colorsys

// integerLevels are the kernels for the levels of vector instructions that this machine has, the fastest first.
var integerLevels = func() (levels []kernelSet) {
	if hasAVX512() {
		s := kernelSet{name: "AVX-512"}
		for c := range conversions {
			s.uint8[c], s.uint16[c] = avx512Uint8(c), avx512Uint16(c)
		}
		levels = append(levels, s)
	}
	return levels
}()

// integerKernelUint8 gives the fastest kernel, or nil.
func integerKernelUint8(c conversion) kernel[uint8] {
	if len(integerLevels) > 0 {
		return integerLevels[0].uint8[c]
	}
	return nil
}

// integerKernelUint16 gives the fastest kernel, or nil.
func integerKernelUint16(c conversion) kernel[uint16] {
	if len(integerLevels) > 0 {
		return integerLevels[0].uint16[c]
	}
	return nil
}
