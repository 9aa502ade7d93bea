//go:build unix

package wave_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file tests whole-file calls with names of what is no file, and would have to be waited for.

func TestNothingWaitsForAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	for _, name := range []string{pipe, "/dev/null", "/dev/zero"} {
		assert.ErrorIs(t, wave.Scan([]string{name}, nil)[0].Err, wave.ErrNotRegular, name)
		_, err := wave.RepairFile(name)
		assert.ErrorIs(t, err, wave.ErrNotRegular, name)
		assert.ErrorIs(t, wave.EditMetadata(name, nil), wave.ErrNotRegular, name)
		assert.ErrorIs(t, wave.Copy(name, name, nil), wave.ErrNotRegular, name)
	}
}
