// Buffers that end where memory ends, as those of C programs may.

package colorsys

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIntegerKernelsAtTheEndOfMemory(t *testing.T) {
	page := syscall.Getpagesize()
	memory, err := syscall.Mmap(-1, 0, 3*page, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON)
	require.NoError(t, err)
	defer func() { require.NoError(t, syscall.Munmap(memory)) }()
	require.NoError(t, syscall.Mprotect(memory[:page], syscall.PROT_NONE))
	require.NoError(t, syscall.Mprotect(memory[2*page:], syscall.PROT_NONE))
	forEachIntegerConversion(t, func(_ *testing.T, _ conversion, hue Hue, kernels []leveledKernel[uint8]) {
		for _, pixels := range lengthsUpTo(70) {
			atEnd, atStart := memory[2*page-3*pixels:2*page], memory[page:page+3*pixels]
			for _, k := range kernels {
				k.convert(atEnd, atEnd, hue)
				k.convert(atStart, atStart, hue)
			}
		}
	})
}
