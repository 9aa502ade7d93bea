package riff

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests sources that are files.

// fileOf returns the path of a file with this content.
func fileOf(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

// ownFiles are the ways to a source that owns its file.
var ownFiles = map[string]func(path string) (*Source, error){
	"opened here":             func(path string) (*Source, error) { return OpenSource(path, false) },
	"opened for writing, too": func(path string) (*Source, error) { return OpenSource(path, true) },
	"opened elsewhere": func(path string) (*Source, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		return NewFileSource(f), nil
	},
}

func TestFileSource(t *testing.T) {
	content := wavtest.Noise(100_000)
	path := fileOf(t, content)
	for name, open := range ownFiles {
		t.Run(name, func(t *testing.T) {
			s, err := open(path)
			require.NoError(t, err)
			s.ReadAhead(1000)
			require.NoError(t, s.locate())
			assert.True(t, s.Seekable())
			assert.EqualValues(t, len(content), s.Size())
			for _, at := range []int{0, 70_000, 5, 99_990, 100_000, 200_000, 3} {
				require.NoError(t, s.SeekTo(int64(at)))
				got := make([]byte, 2000)
				n, err := s.ReadFull(got)
				want := content[min(at, len(content)):min(at+2000, len(content))]
				assert.Equal(t, want, got[:n], "at %d", at)
				if n < 2000 {
					assert.Equal(t, io.EOF, err, "at %d", at)
				} else {
					assert.NoError(t, err, "at %d", at)
				}
			}
			offset := s.Offset()
			assert.Error(t, s.SeekTo(-1))
			assert.Equal(t, offset, s.Offset())
			used := false
			require.NoError(t, s.Control(func(fd uintptr) { used = fd != 0 }))
			assert.True(t, used)
			require.NoError(t, s.Close())
		})
	}
}

func TestFileSourceBeginsWhereTheFileStands(t *testing.T) {
	f, err := os.Open(fileOf(t, wavtest.Noise(100)))
	require.NoError(t, err)
	_, err = f.Seek(60, io.SeekStart)
	require.NoError(t, err)
	s := NewFileSource(f)
	assert.EqualValues(t, 60, s.Offset())
	rest := make([]byte, 40)
	_, err = s.ReadFull(rest)
	require.NoError(t, err)
	assert.Equal(t, wavtest.Noise(100)[60:], rest)
	require.NoError(t, s.Close())
	assert.ErrorIs(t, f.Close(), os.ErrClosed, "the source owned it")
}

// What is no regular file, or claims to be empty, is read as a stream.
func TestFileSourceOfWhatIsNoRegularFile(t *testing.T) {
	for name, open := range ownFiles {
		s, err := open(fileOf(t, nil))
		require.NoError(t, err, name)
		_, err = s.ReadFull(make([]byte, 4))
		assert.Equal(t, io.EOF, err, name)
		require.NoError(t, s.Close(), name)

		_, err = open(filepath.Join(t.TempDir(), "none"))
		assert.ErrorIs(t, err, os.ErrNotExist, name)
	}
	s, err := OpenSource(t.TempDir(), false)
	if err == nil {
		_, err = s.ReadFull(make([]byte, 4))
		require.NoError(t, s.Close())
	}
	var path *os.PathError
	assert.ErrorAs(t, err, &path, "a directory")
}

func TestControlOfWhatIsNoFile(t *testing.T) {
	s := NewSource(bytes.NewReader(nil))
	assert.Equal(t, ErrNoFile, s.Control(func(uintptr) { t.Error("there is nothing to use") }))
	require.NoError(t, s.Close())
}
