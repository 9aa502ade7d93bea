package wave_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests Scan.

func TestScan(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, file []byte) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, file, 0o600))
		return path
	}
	tagged := boxings[2].wav(nil, [][]byte{wavtest.Chunk("abcd", text(5))})
	names := []string{
		write("good.wav", wavtest.File(wavtest.PCM(2, 44100, 16), make([]byte, 40))),
		filepath.Join(folder, "none.wav"),
		write("cut.wav", wavtest.File(wavtest.PCM(1, 8000, 8), make([]byte, 40))[:60]),
		write("tagged.wav", tagged),
		write("empty.wav", nil),
		write("text.wav", []byte("Ogg data, in truth")),
		folder,
		filepath.Join(folder, "good.wav"),
	}
	wants := []error{nil, os.ErrNotExist, nil, nil, wave.ErrTruncated, wave.ErrNotRIFF, wave.ErrNotRegular, nil}
	for _, workers := range []int{0, 1, 2, 100} {
		t.Run(fmt.Sprintf("%d workers", workers), func(t *testing.T) {
			results := wave.Scan(names, &wave.ScanOptions{Workers: workers})
			require.Len(t, results, len(names))
			for i, result := range results {
				assert.Equal(t, names[i], result.Name)
				require.ErrorIs(t, result.Err, wants[i])
				assert.Nil(t, result.Metadata)
				if result.Err != nil {
					assert.Zero(t, result.Info)
					continue
				}
				r, err := wave.Open(names[i], nil)
				require.NoError(t, err)
				r.FactFrames()
				assert.Equal(t, r.Info(), result.Info)
				require.NoError(t, r.Close())
			}
			assert.EqualValues(t, 16, results[2].Frames)
			assert.EqualValues(t, 40, results[2].FramesDeclared)
			assert.NotEmpty(t, results[2].Diagnostics)
			assert.Equal(t, wave.ContainerRF64, results[3].Container)
		})
	}
	assert.Empty(t, wave.Scan(nil, nil))

	results := wave.Scan(names, &wave.ScanOptions{
		Metadata: true, Reader: wave.ReaderOptions{Refuse: wave.RepairDataSize},
	})
	assert.ErrorIs(t, results[2].Err, wave.ErrRefused)
	require.NotNil(t, results[3].Metadata)
	assert.Equal(t, text(5), results[3].Metadata.Find(id("abcd")).Data)
}

// What a Reader tells in one piece is what it tells piece by piece, also before the length of a stream is known.
func TestInfo(t *testing.T) {
	file := wavtest.File(wavtest.PCM(2, 44100, 16), make([]byte, 40))[:60]
	for _, way := range ways {
		r, err := way.open(t, file, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		for range 2 {
			assert.Equal(t, wave.Info{
				Format: r.Format(), Container: wave.ContainerRIFF, Frames: r.Frames(), FramesDeclared: 10, FactFrames: -1,
				LengthKnown: r.LengthKnown(), Seekable: r.Seekable(), DataOffset: 44, DataBytes: r.DataBytes(),
				Diagnostics: r.Diagnostics(),
			}, r.Info(), way.name)
			_, err = io.Copy(io.Discard, frames{r})
			require.NoError(t, err)
		}
	}
}

// BenchmarkScan scans 2000 files, or those of the corpus, with as many workers as there are processors.
func BenchmarkScan(b *testing.B) {
	sets := map[string]func() []string{"generated": func() []string { return generated(b, 2000) }}
	if folder := os.Getenv("MMS_CORPUS"); folder != "" {
		sets["corpus"] = func() (names []string) {
			for _, recording := range readManifest(b, folder) {
				names = append(names, recording.path)
			}
			return names
		}
	}
	for name, set := range sets {
		b.Run(name, func(b *testing.B) {
			names := set()
			for b.Loop() {
				wave.Scan(names, nil)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(names)), "ns/file")
		})
	}
}

// generated writes n files of a second of stereo, with a tag behind it.
func generated(b *testing.B, n int) []string {
	b.Helper()
	folder := b.TempDir()
	file := wavtest.RIFF(wavtest.PCM(2, 44100, 16).Chunk(), wavtest.Chunk("data", make([]byte, 4*44100)),
		wavtest.Chunk("LIST", []byte("INFO")))
	names := make([]string, n)
	for i := range names {
		names[i] = filepath.Join(folder, fmt.Sprintf("%04d.wav", i))
		require.NoError(b, os.WriteFile(names[i], file, 0o600))
	}
	return names
}

// A scan works in goroutines of its own, where a panic would end the process.
func TestAFaultOfAScanIsTheResultOfItsFile(t *testing.T) {
	path := onDisk(t, baseFile)
	result := wave.ScanOne(path, nil) // options that are not there
	assert.Equal(t, path, result.Name)
	assert.ErrorIs(t, result.Err, wave.ErrInternal)
}
