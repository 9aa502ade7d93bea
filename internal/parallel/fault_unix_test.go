// Memory that cannot be touched must not end the process, whichever goroutine touches it.

//go:build unix

package parallel_test

import (
	"runtime"
	"runtime/debug"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/parallel"
)

func TestMemoryThatCannotBeTouched(t *testing.T) {
	withProcs(t, 4)
	page, err := syscall.Mmap(-1, 0, 4096, syscall.PROT_NONE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	require.NoError(t, err)
	defer func() { assert.NoError(t, syscall.Munmap(page)) }()

	for _, threads := range []int{1, 4} {
		func() {
			defer func() {
				fault, ok := recover().(interface {
					runtime.Error
					Addr() uintptr
				})
				require.True(t, ok, "a run-time error with an address")
				assert.NotZero(t, fault.Addr())
			}()
			parallel.For(len(page), 16, threads, func(start, end int) { clear(page[start:end]) })
		}()
	}
	assert.False(t, debug.SetPanicOnFault(false), "the caller's own setting is as it was")
}
