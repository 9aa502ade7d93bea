//go:build linux || darwin

package wave_test

import (
	"io"
	"os"
	"runtime/debug"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests what needs a system that lets mapped files change, and files have holes.

// A file that is shortened under its map hurts who touches the map behind the new end, and not the Reader.
func TestAFileShortenedUnderItsMap(t *testing.T) {
	const pages = 16 << 12
	for _, mode := range mapModes {
		path := onDisk(t, wavtest.File(baseFmt, wavtest.Noise(pages)))
		r, data := openMapped(t, path, mode.mode)
		require.NoError(t, os.Truncate(path, 44+10_000)) // more than was read ahead
		want := samplesOf[float32](r.Format(), wavtest.Noise(10_000))
		requireSamples(t, want, readSamples[float32](t, r, 99_999), "%s", mode.name)
		assert.ErrorIs(t, r.SeekFrame(5001), wave.ErrPosition)
		require.NoError(t, r.SeekFrame(0))
		assert.Equal(t, wavtest.Noise(10_000), readAll(t, r, 99_999), mode.name)
		require.NoError(t, r.SyncMap(), mode.name)

		assert.Panics(t, func() {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
			wave.ConvertSamples(make([]int16, pages), data)
		}, "the fault is the caller's, and one that can be caught: %s", mode.name)
		require.NoError(t, r.Close(), mode.name)
	}
}

// Streaming takes no more memory the longer a file is.
func TestMemoryStaysFlatWhileStreaming(t *testing.T) {
	const size = 2<<30 - 1<<16
	path := t.TempDir() + "/long.wav"
	header := wavtest.LyingRIFF(size+36, wavtest.PCM(2, 48000, 16).Chunk(), wavtest.LyingChunk("data", size, nil))
	require.NoError(t, os.WriteFile(path, header, 0o600))
	require.NoError(t, os.Truncate(path, size+44), "a hole")
	r, err := wave.Open(path, &strict)
	require.NoError(t, err)
	closing(t, r)

	before := allocated()
	assert.EqualValues(t, size/4, streamed[int16](t, r))
	require.NoError(t, r.SeekFrame(size/4-1<<24))
	assert.EqualValues(t, 1<<24, streamed[float32](t, r))
	assert.Less(t, allocated()-before, int64(2<<20), "bytes allocated, with the buffers of both")
}

// streamed reads what is left as samples of a type and returns how many frames that were.
func streamed[S wave.Sample](t *testing.T, r *wave.Reader) int64 {
	t.Helper()
	buffer := make([]S, 2<<16)
	frames := int64(0)
	for {
		n, err := wave.Read(r, buffer)
		frames += int64(n)
		if err == io.EOF {
			return frames
		}
		require.NoError(t, err)
	}
}

// A FIFO that is opened by its name is a stream.
func TestOpenAFIFO(t *testing.T) {
	path := t.TempDir() + "/fifo"
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	written := make(chan error)
	go func() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = f.Write(baseFile)
			_ = f.Close()
		}
		written <- err
	}()
	r, err := wave.Open(path, nil)
	require.NoError(t, err)
	assert.False(t, r.Seekable())
	_, err = r.Map(wave.MapReadOnly)
	assert.ErrorIs(t, err, wave.ErrUnmappable)
	assert.Equal(t, samplesOf[int16](r.Format(), baseAudio), readSamples[int16](t, r, 3))
	require.NoError(t, <-written)
	require.NoError(t, r.Close())
}
