// Machines whose vectors have no kernels.

//go:build !(amd64 && goexperiment.simd)

package pcm

// machine is the highest level of kernels that this machine has.
const machine = portable

var vectorKernels []kernel

func clearVectors() {}

func interleaveStereo([]byte, int, []byte, []byte) int { return 0 }

func deinterleaveStereo(_, _, _ []byte, _ int) int { return 0 }
