// What the external tests see of the table of kernels.

package colorsys

// A KernelFloat64 is a kernel for float64 with a name. Its hues are turns.
type KernelFloat64 struct {
	Name    string
	Convert func(dst, src []float64) (undefined int)
}

// KernelsFloat64 gives the kernels of a conversion, which has a number.
func KernelsFloat64(number int) (kernels []KernelFloat64) {
	for i := range kernelSets {
		if k := kernelSets[i].float64[number]; k != nil {
			kernels = append(kernels, KernelFloat64{kernelSets[i].name,
				func(dst, src []float64) int { return k(dst, src, HueTurns) }})
		}
	}
	return kernels
}
