// The written kernels are those of the template.

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKernelsAreUpToDate(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.Vector(), func(t *testing.T) {
			want, err := v.file()
			require.NoError(t, err)
			got, err := os.ReadFile(filepath.Join("..", v.fileName()))
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got), "to be written by go generate ./colorsys")
		})
	}
}
