// Kernels touch nothing but the samples: a host's buffer may end where its memory does.

package pcm

import (
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// lonelyPage gives a page of memory between two that nobody may touch.
func lonelyPage(t *testing.T) []byte {
	t.Helper()
	size := os.Getpagesize()
	pages, err := syscall.Mmap(-1, 0, 3*size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, syscall.Munmap(pages)) })
	require.NoError(t, syscall.Mprotect(pages[:size], syscall.PROT_NONE))
	require.NoError(t, syscall.Mprotect(pages[2*size:], syscall.PROT_NONE))
	return pages[size : 2*size : 2*size]
}

func TestKernelsStayWithinTheirPages(t *testing.T) {
	from, to := lonelyPage(t), lonelyPage(t)
	forEachKernel(t, func(t *testing.T, k kernel) {
		convert := k.converter()
		samples := trickySamples(k.from, 130)
		want := make([]byte, 130*k.to.Bytes)
		stepByStep(k.to, k.from)(want, samples)
		for n := range 131 {
			size, room := n*k.from.Bytes, n*k.to.Bytes
			for _, place := range [][2][]byte{
				{to[:room], from[:size]},
				{to[len(to)-room:], from[len(from)-size:]},
			} {
				dst, src := place[0], place[1]
				copy(src, samples)
				convert(dst, src)
				requireSame(t, k, want[:room], dst, samples)
			}
		}
	})
}
