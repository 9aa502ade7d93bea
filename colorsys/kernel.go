// The table of kernels: for each type of component and each conversion the fastest that the machine can run.

package colorsys

import "slices"

//go:generate go run ./genkernels .

// A kernel converts pixels that lie without gaps in the order of their models' names. dst and src have the same length, a
// multiple of 3, and are the same memory or do not overlap. The scale of hue is that of the model that has one. undefined
// is the number of pixels that have no result: those are three NaNs.
type kernel[T Component] func(dst, src []T, hue Hue) (undefined int)

// A kernelSet holds kernels of one kind. A set may lack some.
type kernelSet struct {
	name    string
	uint8   [conversions]kernel[uint8]
	uint16  [conversions]kernel[uint16]
	float32 [conversions]kernel[float32]
	float64 [conversions]kernel[float64]
}

// kernelsOf gives the kernels of a set for one type.
func kernelsOf[T Component](s *kernelSet) *[conversions]kernel[T] {
	var kernels any
	switch any(*new(T)).(type) {
	case uint8:
		kernels = &s.uint8
	case uint16:
		kernels = &s.uint16
	case float32:
		kernels = &s.float32
	case float64:
		kernels = &s.float64
	}
	return kernels.(*[conversions]kernel[T])
}

// kernelSets are all that this machine can run, the faster before the slower. The last one is the reference, which lacks
// none; the others must equal it.
var kernelSets = slices.Concat(vectorKernels(), integerLevels, []kernelSet{reference})

// fastest holds the first of each kernel in kernelSets.
var fastest = func() (f kernelSet) {
	for i := range kernelSets {
		fill(&f, &kernelSets[i])
	}
	return f
}()

// fill takes from another set what a set lacks.
func fill(s, from *kernelSet) {
	fillType[uint8](s, from)
	fillType[uint16](s, from)
	fillType[float32](s, from)
	fillType[float64](s, from)
}

func fillType[T Component](s, from *kernelSet) {
	for c, k := range kernelsOf[T](from) {
		if kernels := kernelsOf[T](s); kernels[c] == nil {
			kernels[c] = k
		}
	}
}
