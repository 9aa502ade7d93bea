package wave_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests how a file becomes RF64 when it grows past what RIFF can hold, mostly with a limit that is moved.

// promoted returns the file of ContainerAuto that holds data and these chunks behind it, as RF64 or as RIFF.
func promoted(f wavtest.Fmt, data []byte, rf64 bool, behind ...[]byte) []byte {
	frames := uint64(len(data) / int(f.BlockAlign))
	before := f.Chunk()
	if f.Tag == wave.TagFloat {
		before = append(before, wavtest.Chunk("fact", binary.LittleEndian.AppendUint32(nil, uint32(frames)))...)
	}
	rest := bytes.Join(behind, nil)
	if !rf64 {
		return wavtest.RIFF(junk, before, wavtest.Chunk("data", data), rest)
	}
	chunks := append(append(before, wavtest.Sizeless("data", data)...), rest...)
	ds64 := wavtest.DS64{RIFF: uint64(4 + 36 + len(chunks)), Data: uint64(len(data)), Frames: frames}
	return wavtest.RF64("RF64", ds64.Chunk(), chunks)
}

// riffSizeOf returns the RIFF size of a file of that many bytes.
func riffSizeOf(file []byte) int64 { return int64(len(file)) - 8 }

// The limit is the largest RIFF size: one byte more, be it a pad byte or of a chunk behind, makes RF64.
func TestTheSizeAtWhichAFileBecomesRF64(t *testing.T) {
	list := wavtest.Chunk("LIST", []byte("INFO"))
	for _, test := range []struct {
		name   string
		format wave.Format
		fmt    wavtest.Fmt
		bytes  int
		behind [][]byte
	}{
		{"whole frames", stereo16, wavtest.PCM(2, 44100, 16), 20, nil},
		{"an odd length", mono8, wavtest.PCM(1, 8000, 8), 21, nil},
		{"floats", float32s, wavtest.Float(2, 48000, 32), 64, nil},
		{"a chunk behind", stereo16, wavtest.PCM(2, 44100, 16), 20, [][]byte{list}},
		{"an odd length and a chunk behind", mono8, wavtest.PCM(1, 8000, 8), 21, [][]byte{list}},
		{"a cut frame", stereo16, wavtest.PCM(2, 44100, 16), 23, nil},
	} {
		data := wavtest.Noise(test.bytes)
		riff := promoted(test.fmt, data, false, test.behind...)
		rf64 := promoted(test.fmt, data, true, test.behind...)
		require.Len(t, rf64, len(riff))
		for _, gather := range []int{0, 7, 1000} {
			for _, piece := range []int{1, 5, 1000} {
				for over := int64(-2); over <= 2; over++ {
					name := fmt.Sprintf("%s, gather %d, pieces of %d, %d over the limit", test.name, gather, piece, over)
					t.Run(name, func(t *testing.T) {
						var b wave.Buffer
						opts := wave.WriterOptions{MaxRIFF: riffSizeOf(riff) - over, Gather: gather}
						w, err := wave.NewWriter(&b, test.format, &opts)
						require.NoError(t, err)
						if test.behind != nil {
							require.NoError(t, w.SetMetadata(&wave.Metadata{
								Chunks: []wave.Chunk{{ID: listID, Data: []byte("INFO"), AfterData: true}},
							}))
						}
						writePieces(t, w, data, piece)
						require.NoError(t, w.Close())
						want, container := riff, wave.ContainerRIFF
						if over > 0 {
							want, container = rf64, wave.ContainerRF64
						}
						require.Equal(t, want, b.Bytes())
						assert.Equal(t, container, w.Container())

						r, err := wave.NewReader(bytes.NewReader(b.Bytes()), nil)
						require.NoError(t, err)
						assert.Equal(t, container, r.Container())
						assert.EqualValues(t, w.BytesWritten(), r.DataBytes())
						assert.Equal(t, string(data), string(readAll(t, r, 100)))
					})
				}
			}
		}
	}
}

// A file whose length is declared to be too much for RIFF is RF64 from the start, and RIFF again if it was not.
func TestADeclaredLengthMakesRF64AtOnce(t *testing.T) {
	opts := wave.WriterOptions{MaxRIFF: 100, Frames: 10}
	data := wavtest.Noise(40)
	var stream forwardOnly
	w, err := wave.NewWriter(&stream, stereo16, &opts)
	require.NoError(t, err)
	writePieces(t, w, data, 8)
	require.NoError(t, w.Close())
	assert.Equal(t, promoted(wavtest.PCM(2, 44100, 16), data, true), stream.Bytes())

	var b wave.Buffer
	w, err = wave.NewWriter(&b, stereo16, &opts)
	require.NoError(t, err)
	writePieces(t, w, data[:12], 8)
	assert.Equal(t, wave.ContainerRF64, w.Container())
	require.NoError(t, w.Close())
	assert.Equal(t, promoted(wavtest.PCM(2, 44100, 16), data[:12], false), b.Bytes())
}

// What has no room in its header, or must stay RIFF, refuses what would pass the limit. What was written before is good.
func TestFilesThatRefuseToBecomeRF64(t *testing.T) {
	for name, opts := range map[string]wave.WriterOptions{
		"RIFF":          {Container: wave.ContainerRIFF},
		"RIFX":          {Container: wave.ContainerRIFX},
		"plain":         {Plain: true},
		"RIFF, gathers": {Container: wave.ContainerRIFF, Gather: 1000},
	} {
		t.Run(name, func(t *testing.T) {
			opts.MaxRIFF = 36 + 20
			var b wave.Buffer
			w, err := wave.NewWriter(&b, stereo16, &opts)
			require.NoError(t, err)
			data := wavtest.Noise(24)
			writePieces(t, w, data[:16], 5)
			n, err := w.WriteBytes(data[:5])
			require.ErrorIs(t, err, wave.ErrTooLarge)
			assert.Zero(t, n)
			writePieces(t, w, data[16:20], 4)
			require.NoError(t, w.Close())
			r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
			require.NoError(t, err)
			assert.Equal(t, data[:20], readAll(t, r, 10))
		})
	}
	t.Run("a stream that cannot seek, told the length", func(t *testing.T) {
		w, err := wave.NewWriter(&forwardOnly{}, stereo16, &wave.WriterOptions{MaxRIFF: 100, Frames: 2})
		require.NoError(t, err)
		_, err = w.WriteBytes(make([]byte, 40))
		assert.ErrorIs(t, err, wave.ErrTooLarge)
	})
	t.Run("but not one that was told that the length is not known", func(t *testing.T) {
		w, err := wave.NewWriter(&forwardOnly{}, stereo16, &wave.WriterOptions{MaxRIFF: 100})
		require.NoError(t, err)
		writePieces(t, w, make([]byte, 400), 40)
		assert.NoError(t, w.Close())
	})
}

// The limits of 64 bits are the same that any file has.
func TestTheLargestFileOfAll(t *testing.T) {
	for _, c := range []wave.Container{wave.ContainerAuto, wave.ContainerRF64, wave.ContainerBW64, wave.ContainerWave64} {
		for _, frames := range []int64{math.MaxInt64, math.MaxInt64 / 4} {
			_, err := wave.NewWriter(&wave.Buffer{}, stereo16, &wave.WriterOptions{Container: c, Frames: frames})
			require.ErrorIs(t, err, wave.ErrTooLarge)
		}
		_, err := wave.NewWriter(&wave.Buffer{}, stereo16, &wave.WriterOptions{Container: c, Frames: math.MaxInt64/4 - 100})
		require.NoError(t, err)
	}
}

// sparse is a file in which long runs of zeros are holes, which take no room on the disk.
type sparse struct{ *os.File }

var zeros = make([]byte, 1<<26)

func (s sparse) Write(p []byte) (int, error) {
	if len(p) != len(zeros) || !bytes.Equal(p, zeros) {
		return s.File.Write(p)
	}
	end, err := s.Seek(int64(len(p)), io.SeekCurrent)
	if err == nil {
		err = s.Truncate(end)
	}
	return len(p), err
}

// A real file grows past 4 GiB, and is opened again to grow further.
func TestAFilePast4GiB(t *testing.T) {
	mono16 := wave.Format{Channels: 1, SampleRate: 48000, BitsPerSample: 16}
	const frames = 5 + 64<<25 + 7
	for _, c := range []wave.Container{wave.ContainerAuto, wave.ContainerRF64, wave.ContainerBW64, wave.ContainerWave64} {
		t.Run(containerName(c), func(t *testing.T) {
			f, err := os.Create(t.TempDir() + "/long.wav")
			require.NoError(t, err)
			w, err := wave.NewWriter(sparse{f}, mono16, &wave.WriterOptions{Container: c})
			require.NoError(t, err)
			first, last := wavtest.Noise(10), wavtest.Noise(14)
			writePieces(t, w, first, 4)
			for range 64 {
				_, err := w.WriteBytes(zeros)
				require.NoError(t, err)
			}
			writePieces(t, w, last, 4)
			require.NoError(t, w.SetMetadata(&wave.Metadata{
				Chunks: []wave.Chunk{{ID: listID, Data: []byte("INFO"), AfterData: true}},
			}))
			require.NoError(t, w.Close())
			require.NoError(t, f.Close())
			requireLongFile(t, f.Name(), c, w.DataOffset(), frames, first, last)

			w, err = wave.OpenWriter(f.Name(), nil)
			require.NoError(t, err)
			assert.Equal(t, int64(frames), w.FramesWritten())
			more := wavtest.Noise(20)
			writePieces(t, w, more, 6)
			require.NoError(t, w.SeekFrame(0))
			writePieces(t, w, more[:10], 10)
			require.NoError(t, w.Close())
			requireLongFile(t, f.Name(), c, w.DataOffset(), frames+10, more[:10], append(last, more...))
		})
	}
}

// requireLongFile checks the ends of the audio of a file, and what stands behind it.
func requireLongFile(t *testing.T, name string, c wave.Container, start, frames int64, first, last []byte) {
	t.Helper()
	r, err := wave.Open(name, &strict)
	require.NoError(t, err)
	defer func() { assert.NoError(t, r.Close()) }()
	if c == wave.ContainerAuto {
		c = wave.ContainerRF64
	}
	assert.Equal(t, c, r.Container())
	require.EqualValues(t, frames, r.Frames())
	assert.Equal(t, start, r.DataOffset())
	buffer := make([]byte, len(first))
	_, err = r.ReadBytes(buffer)
	require.NoError(t, err)
	assert.Equal(t, first, buffer)
	require.NoError(t, r.SeekFrame(frames-int64(len(last)/2)))
	assert.Equal(t, last, readAll(t, r, 1000))
	chunks, err := r.Chunks()
	require.NoError(t, err)
	behind := chunks[len(chunks)-1]
	assert.Equal(t, listID, behind.ID)
	assert.True(t, behind.AfterData)
	assert.Empty(t, r.Diagnostics())
}
