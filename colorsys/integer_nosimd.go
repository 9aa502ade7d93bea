// Integer kernels of machines that have none of their own.

package colorsys

func integerKernelUint8(conversion) kernel[uint8]   { return nil }
func integerKernelUint16(conversion) kernel[uint16] { return nil }
