package main

// That the generated files in the repository are those that the header asks for.

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGeneratedFilesAreUpToDate(t *testing.T) {
	t.Chdir("..")
	err := generate(realHeader(t), func(path, want string) error {
		t.Run(filepath.Base(path), func(t *testing.T) {
			found, err := os.ReadFile(path)
			require.NoError(t, err, "run go generate ./capi")
			assert.Equal(t, want, string(found), "run go generate ./capi")
		})
		return nil
	})
	require.NoError(t, err)
}

func TestCheckFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mmservices.map")
	assert.ErrorIs(t, checkFile(path, "a"), os.ErrNotExist)
	require.NoError(t, writeFile(path, "a"))
	assert.NoError(t, checkFile(path, "a"))
	assert.ErrorContains(t, checkFile(path, "b"), "run go generate ./capi")
}

// realHeader returns the header of the repository. The working directory is capi.
func realHeader(t *testing.T) *header {
	t.Helper()
	source, err := os.ReadFile(headerPath)
	require.NoError(t, err)
	h, err := parse(headerPath, string(source))
	require.NoError(t, err)
	return h
}
