// Integer kernels of machines that have none of their own.

//go:build !(goexperiment.simd && amd64)

package colorsys

var integerLevels []kernelSet
