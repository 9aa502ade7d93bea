package wave_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file holds the ways into a Reader: whatever is promised of a file holds through each of them.

// strict refuses every repair.
var strict = wave.ReaderOptions{Refuse: wave.RepairAll}

// A way is a way to open a file.
type way struct {
	name     string
	seekable bool // whether the stream can seek
	sized    bool // whether the size of the stream is known
	open     func(t *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error)
}

var ways = []way{
	{"path", true, true, func(t *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error) {
		return wave.Open(onDisk(t, file), &opts)
	}},
	{"file", true, true, func(t *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error) {
		f, err := os.Open(onDisk(t, file))
		require.NoError(t, err)
		t.Cleanup(func() { assert.NoError(t, f.Close()) })
		return wave.NewReader(f, &opts)
	}},
	{"file that is the reader's own", true, true, func(t *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error) {
		f, err := os.Open(onDisk(t, file))
		require.NoError(t, err)
		return wave.NewFileReader(f, &opts)
	}},
	stream("memory", true, true, func(file []byte) io.Reader { return bytes.NewReader(file) }),
	{"memory with read-ahead", true, true, func(_ *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error) {
		opts.ReadAhead = 21
		return wave.NewReader(bytes.NewReader(file), &opts)
	}},
	stream("seekable, size told to be unknown", true, false, func(file []byte) io.Reader {
		return unsized{bytes.NewReader(file)}
	}),
	stream("stream", false, false, func(file []byte) io.Reader { return forward(bytes.NewReader(file)) }),
	stream("stream, a byte at a time", false, false, func(file []byte) io.Reader {
		return iotest.OneByteReader(bytes.NewReader(file))
	}),
	stream("stream, half of what is asked for", false, false, func(file []byte) io.Reader {
		return iotest.HalfReader(bytes.NewReader(file))
	}),
	stream("stream, data with the end", false, false, func(file []byte) io.Reader {
		return iotest.DataErrReader(bytes.NewReader(file))
	}),
	{"pipe", false, false, func(t *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error) {
		return wave.NewReader(pipe(t, file), &opts)
	}},
}

// stream is a way that needs nothing but a stream.
func stream(name string, seekable, sized bool, over func([]byte) io.Reader) way {
	return way{name, seekable, sized, func(_ *testing.T, file []byte, opts wave.ReaderOptions) (*wave.Reader, error) {
		return wave.NewReader(over(file), &opts)
	}}
}

// forward hides every method of a stream but Read.
func forward(r io.Reader) io.Reader { return struct{ io.Reader }{r} }

// unsized is a stream that can seek and does not tell its size.
type unsized struct{ io.ReadSeeker }

func (unsized) Size() int64 { return -1 }

// onDisk returns the path of a file with this content.
func onDisk(t *testing.T, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.wav")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	return path
}

// pipe returns the end of a pipe through which the file comes.
func pipe(t *testing.T, file []byte) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = w.Write(file) // fails if the test closes its end first
		_ = w.Close()
	}()
	t.Cleanup(func() {
		assert.NoError(t, r.Close())
		<-done
	})
	return r
}

// closing closes a reader at the end of the test.
func closing(t *testing.T, r *wave.Reader) {
	t.Helper()
	t.Cleanup(func() { assert.NoError(t, r.Close()) })
}

// readAll reads everything that is left, through a buffer of so many frames.
func readAll(t *testing.T, r *wave.Reader, frames int) []byte {
	t.Helper()
	buffer := make([]byte, frames*max(1, r.Format().BlockAlign))
	var all []byte
	for {
		n, err := r.ReadBytes(buffer)
		all = append(all, buffer[:n]...)
		if err == io.EOF {
			return all
		}
		require.NoError(t, err)
		require.NotZero(t, n, "a read that brings nothing has to say why")
	}
}
