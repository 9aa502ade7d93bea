package wave_test

import (
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file tests Buffer.

func TestBuffer(t *testing.T) {
	var b wave.Buffer
	assert.Empty(t, b.Bytes())
	for _, step := range []struct {
		name   string
		offset int64
		whence int
		write  string
		want   string
	}{
		{"at the start", 0, io.SeekStart, "abcdef", "abcdef"},
		{"at the end", 0, io.SeekCurrent, "gh", "abcdefgh"},
		{"over what is there", 2, io.SeekStart, "XY", "abXYefgh"},
		{"over the end", -1, io.SeekEnd, "ZZ", "abXYefgZZ"},
		{"behind the end", 2, io.SeekEnd, "!", "abXYefgZZ\x00\x00!"},
		{"back from where it is", -1, io.SeekCurrent, "?", "abXYefgZZ\x00\x00?"},
		{"nothing far behind the end", 1000, io.SeekStart, "", "abXYefgZZ\x00\x00?"},
	} {
		position, err := b.Seek(step.offset, step.whence)
		require.NoError(t, err, step.name)
		n, err := b.Write([]byte(step.write))
		require.NoError(t, err, step.name)
		assert.Equal(t, len(step.write), n, step.name)
		assert.Equal(t, step.want, string(b.Bytes()), step.name)
		after, err := b.Seek(0, io.SeekCurrent)
		require.NoError(t, err)
		assert.Equal(t, position+int64(n), after, step.name)
	}
}

func TestBufferStaysWhereItIsIfSeekingFails(t *testing.T) {
	var b wave.Buffer
	_, err := b.Write([]byte("abc"))
	require.NoError(t, err)
	for _, step := range []struct {
		name   string
		offset int64
		whence int
	}{
		{"before the start", -1, io.SeekStart},
		{"before the start, from where it is", -4, io.SeekCurrent},
		{"before the start, from the end", -4, io.SeekEnd},
		{"past all offsets", math.MaxInt64, io.SeekCurrent},
		{"from nowhere", 0, 3},
	} {
		_, err := b.Seek(step.offset, step.whence)
		assert.Error(t, err, step.name)
		position, err := b.Seek(0, io.SeekCurrent)
		require.NoError(t, err)
		assert.EqualValues(t, 3, position, step.name)
	}
}
