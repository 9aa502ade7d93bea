// The integer kernels of this machine.

//go:build goexperiment.simd

package colorsys

// integerLevels are the kernels for the levels of vector instructions that this machine has, the fastest first. The last
// of them go by way of float64, with AVX2.
var integerLevels = func() (levels []kernelSet) {
	if hasAVX512() {
		s := kernelSet{name: "AVX-512"}
		for c := range conversions {
			s.uint8[c], s.uint16[c] = avx512Uint8(c), avx512Uint16(c)
		}
		levels = append(levels, s)
	}
	for _, vectors := range vectorKernels() {
		s := kernelSet{name: vectors.name + " for float64"}
		for c, k := range vectors.float64 {
			s.uint8[c] = throughFloat64[uint8](conversion(c), k)
			s.uint16[c] = throughFloat64[uint16](conversion(c), k)
		}
		levels = append(levels, s)
	}
	return levels
}()
