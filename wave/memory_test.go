package wave_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks that nothing is allocated by a declared size, and nothing at all where it would hurt.

// allocated returns the bytes allocated so far.
func allocated() int64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.TotalAlloc)
}

func TestNothingIsAllocatedByADeclaredSize(t *testing.T) {
	const huge = 0xFFFFFFFE
	wide := wavtest.PCM(65535, 8000, 8)
	for _, test := range []struct {
		name string
		file []byte
	}{
		{"data", wavtest.LyingRIFF(huge, fmtChunk, wavtest.LyingChunk("data", huge, baseAudio))},
		{"data of unknown size", wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, wavtest.LyingChunk("data", 0xFFFFFFFF, baseAudio))},
		{"data of wide frames", wavtest.LyingRIFF(huge, wide.Chunk(), wavtest.LyingChunk("data", huge, baseAudio))},
		{"fmt", wavtest.LyingRIFF(huge, wavtest.LyingChunk("fmt ", huge, baseFmt.Payload()), dataChunk)},
		{"another chunk", wavtest.LyingRIFF(huge, fmtChunk, wavtest.LyingChunk("LIST", huge, []byte("INFO")), dataChunk)},
		{"a chunk before data before fmt", wavtest.LyingRIFF(huge, wavtest.LyingChunk("data", huge, baseAudio), fmtChunk)},
	} {
		for _, way := range ways {
			t.Run(fmt.Sprintf("%s, %s", test.name, way.name), func(t *testing.T) {
				buffer := make([]byte, 1<<16)
				before := allocated()
				r, err := way.open(t, test.file, wave.ReaderOptions{})
				for err == nil {
					_, err = r.ReadBytes(buffer)
				}
				// The buffers of a reader have 64 KiB and 8 KiB; the rest is what the test itself needs.
				assert.Less(t, allocated()-before, int64(256<<10), "bytes allocated")
				if r != nil {
					assert.Equal(t, io.EOF, err)
					closing(t, r)
				}
			})
		}
	}
}

func TestReadingAllocatesNothing(t *testing.T) {
	for _, way := range ways {
		if !way.seekable {
			continue
		}
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, baseFile, wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			buffer := make([]byte, 4)
			assert.Zero(t, testing.AllocsPerRun(100, func() {
				if r.SeekFrame(2) != nil || r.Tell() != 2 {
					panic("cannot seek")
				}
				if n, err := r.ReadBytes(buffer); n != 4 || err != nil {
					panic("cannot read")
				}
			}))
		})
	}
}

func TestWritingAllocatesNothing(t *testing.T) {
	w, err := wave.NewWriter(io.Discard, stereo16, nil)
	require.NoError(t, err)
	frames := make([]byte, 64)
	_, err = w.WriteBytes(frames)
	require.NoError(t, err)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		if n, err := w.WriteBytes(frames); n != 64 || err != nil {
			panic("cannot write")
		}
	}))
}
