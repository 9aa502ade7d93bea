// Integer kernels of machines that have none of their own.

//go:build !(goexperiment.simd && amd64)

package colorsys

var integerLevels []kernelSet

func integerKernelUint8(conversion) kernel[uint8]   { return nil }
func integerKernelUint16(conversion) kernel[uint16] { return nil }
