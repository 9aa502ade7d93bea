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

func TestTypedReadingAllocatesNothing(t *testing.T) {
	for _, encoding := range []wavtest.Fmt{
		wavtest.PCM(2, 8000, 16), wavtest.PCM(2, 8000, 24), wavtest.Float(2, 8000, 32),
	} {
		file := wavtest.File(encoding, wavtest.Noise(100_000*int(encoding.BlockAlign)))
		for _, way := range ways {
			if !way.seekable {
				continue
			}
			for _, frames := range []int{64, 80_000} {
				t.Run(fmt.Sprintf("%d bits, %s, %d frames", encoding.Bits, way.name, frames), func(t *testing.T) {
					r, err := way.open(t, file, wave.ReaderOptions{})
					require.NoError(t, err)
					closing(t, r)
					requireNoAllocations(t, r, func(buffer []float32) (int, error) { return wave.Read(r, buffer) }, frames)
					requireNoAllocations(t, r, func(buffer []int16) (int, error) { return wave.Read(r, buffer) }, frames)
					left, right := make([]float32, frames), make([]float32, frames)
					planes := [][]float32{left, right}
					requireNoAllocations(t, r, func([]float32) (int, error) { return wave.ReadPlanar(r, planes) }, frames)
				})
			}
		}
	}
}

func requireNoAllocations[S wave.Sample](t *testing.T, r *wave.Reader, read func([]S) (int, error), frames int) {
	t.Helper()
	buffer := make([]S, 2*frames)
	assert.Zero(t, testing.AllocsPerRun(5, func() {
		if err := r.SeekFrame(3); err != nil {
			panic(err)
		}
		if n, err := read(buffer); n != frames || err != nil {
			panic("cannot read")
		}
	}))
}

func TestTypedWritingAllocatesNothing(t *testing.T) {
	for _, format := range []wave.Format{stereo16, float32s} {
		for _, gather := range []int{0, 1 << 16} {
			for _, frames := range []int{64, 80_000} {
				w, err := wave.NewWriter(io.Discard, format, &wave.WriterOptions{Gather: gather})
				require.NoError(t, err)
				interleaved := make([]float32, 2*frames)
				planes := [][]float32{interleaved[:frames], interleaved[frames:]}
				for name, put := range map[string]func() (int, error){
					"interleaved": func() (int, error) { return wave.Write(w, interleaved) },
					"apart":       func() (int, error) { return wave.WritePlanar(w, planes) },
				} {
					assert.Zero(t, testing.AllocsPerRun(5, func() {
						if n, err := put(); n != frames || err != nil {
							panic("cannot write")
						}
					}), "%s, %d frames, gather %d", name, frames, gather)
				}
			}
		}
	}
}

func TestConvertingAllocatesNothing(t *testing.T) {
	floats, integers := make([]float32, 1000), make([]wave.Int24, 1000)
	assert.Zero(t, testing.AllocsPerRun(5, func() {
		wave.ConvertSamples(integers, floats)
		wave.ConvertSamples(floats, integers)
	}))
}
