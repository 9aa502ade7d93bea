//go:build linux || darwin

package wave_test

import (
	"bytes"
	"math"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file tests a write of 4 GiB in one piece: of memory that only has an address.

func TestTheFirstWriteMayBeTooLarge(t *testing.T) {
	if math.MaxInt == math.MaxInt32 {
		t.Skip("nothing of 4 GiB fits into the memory of this machine")
	}
	const size = math.MaxInt & (1 << 32) // 0 where an int has 32 bits, for the compiler's sake
	huge, err := syscall.Mmap(-1, 0, size, syscall.PROT_NONE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	require.NoError(t, err)
	defer func() { assert.NoError(t, syscall.Munmap(huge)) }()

	var b bytes.Buffer
	w, err := wave.NewWriter(&b, mono8, &plain)
	require.NoError(t, err)
	_, err = w.WriteBytes(huge)
	require.ErrorIs(t, err, wave.ErrTooLarge)
	assert.Zero(t, b.Len(), "not even a header")
	_, err = w.WriteBytes([]byte{1, 2})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	assert.Equal(t, writePlain(t, mono8, []byte{1, 2}), b.Bytes())
}
