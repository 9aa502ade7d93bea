// Vector kernels of builds without them: none.

//go:build !(amd64 && goexperiment.simd)

package colorsys

func vectorKernels() []kernelSet { return nil }
