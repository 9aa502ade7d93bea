// Vector kernels of builds without them: none.

package colorsys

func vectorKernels() []kernelSet { return nil }
