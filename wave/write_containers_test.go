package wave_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests what a Writer writes for each container. What it should be is built by package wavtest.

var listID = wave.ChunkID{'L', 'I', 'S', 'T'}

// containersToWrite are the values of WriterOptions.Container.
var containersToWrite = []wave.Container{
	wave.ContainerAuto, wave.ContainerRIFF, wave.ContainerRIFX, wave.ContainerRF64, wave.ContainerBW64,
	wave.ContainerWave64,
}

func containerName(c wave.Container) string {
	if c == wave.ContainerAuto {
		return "auto"
	}
	return c.String()
}

// junk is the room that ContainerAuto keeps to become RF64.
var junk = wavtest.Chunk("JUNK", make([]byte, 28))

// fileIn returns the file that holds data, of whole frames or not, in a container.
func fileIn(c wave.Container, f wavtest.Fmt, data []byte) []byte {
	frames := uint64(len(data) / int(f.BlockAlign))
	float := f.Tag == wave.TagFloat
	var chunks []byte
	switch c {
	case wave.ContainerAuto, wave.ContainerRIFF:
		if c == wave.ContainerAuto {
			chunks = junk
		}
		chunks = append(bytes.Clone(chunks), f.Chunk()...)
		if float {
			chunks = append(chunks, wavtest.Chunk("fact", binary.LittleEndian.AppendUint32(nil, uint32(frames)))...)
		}
		return wavtest.RIFF(chunks, wavtest.Chunk("data", data))
	case wave.ContainerRIFX:
		chunks = wavtest.BigChunk("fmt ", f.BigPayload())
		if float {
			chunks = append(chunks, wavtest.BigChunk("fact", binary.BigEndian.AppendUint32(nil, uint32(frames)))...)
		}
		return wavtest.RIFX(chunks, wavtest.BigChunk("data", data))
	case wave.ContainerRF64, wave.ContainerBW64:
		chunks = f.Chunk()
		if float {
			chunks = append(chunks, wavtest.Chunk("fact", binary.LittleEndian.AppendUint32(nil, uint32(frames)))...)
		}
		chunks = append(chunks, wavtest.Sizeless("data", data)...)
		ds64 := wavtest.DS64{Data: uint64(len(data)), Frames: frames}
		ds64.RIFF = uint64(4 + len(ds64.Chunk()) + len(chunks))
		return wavtest.RF64(c.String(), ds64.Chunk(), chunks)
	}
	chunks = wavtest.Chunk64("fmt ", f.Payload())
	if float {
		chunks = append(chunks, wavtest.Chunk64("fact", binary.LittleEndian.AppendUint64(nil, frames))...)
	}
	return wavtest.Wave64(chunks, wavtest.Chunk64("data", data))
}

func TestEachContainerByteForByte(t *testing.T) {
	for _, c := range containersToWrite {
		for _, test := range []struct {
			name   string
			format wave.Format
			fmt    wavtest.Fmt
			bytes  int
		}{
			{"nothing", stereo16, wavtest.PCM(2, 44100, 16), 0},
			{"whole frames", stereo16, wavtest.PCM(2, 44100, 16), 12},
			{"an odd length", mono8, wavtest.PCM(1, 8000, 8), 5},
			{"a length of 7, that needs one byte more in any container", mono8, wavtest.PCM(1, 8000, 8), 7},
			{"a length of 8", mono8, wavtest.PCM(1, 8000, 8), 8},
			{"floats", float32s, wavtest.Float(2, 48000, 32), 24},
			{"a frame that is cut", stereo16, wavtest.PCM(2, 44100, 16), 11},
		} {
			for _, gather := range []int{0, 5, 1000} {
				t.Run(fmt.Sprintf("%s, %s, gather %d", containerName(c), test.name, gather), func(t *testing.T) {
					data := wavtest.Noise(test.bytes)
					want := fileIn(c, test.fmt, data)
					for _, piece := range []int{1, 6, 100} {
						for _, frames := range []int64{0, 2, 1000} {
							opts := &wave.WriterOptions{Container: c, Gather: gather, Frames: frames}
							var b wave.Buffer
							w, err := wave.NewWriter(&b, test.format, opts)
							require.NoError(t, err)
							writePieces(t, w, data, piece)
							require.NoError(t, w.Close())
							require.Equal(t, want, b.Bytes())
						}
					}
				})
			}
		}
	}
}

// writePieces writes data in pieces of that many bytes.
func writePieces(t *testing.T, w *wave.Writer, data []byte, piece int) {
	t.Helper()
	for len(data) > 0 {
		n, err := w.WriteBytes(data[:min(piece, len(data))])
		require.NoError(t, err)
		data = data[n:]
	}
}

// What is written is read as if nothing had been wrong, and tells what it is.
func TestEachContainerIsRead(t *testing.T) {
	for _, c := range containersToWrite {
		for _, bits := range []int{8, 16, 24, 32} {
			t.Run(fmt.Sprintf("%s, %d bits", containerName(c), bits), func(t *testing.T) {
				format := wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: bits}
				data := wavtest.Noise(bits / 8 * 13)
				file := writeWith(t, format, &wave.WriterOptions{Container: c}, data)
				r, err := wave.NewReader(bytes.NewReader(file), &strict)
				require.NoError(t, err)
				want := c
				if c == wave.ContainerAuto {
					want = wave.ContainerRIFF
				}
				assert.Equal(t, want, r.Container())
				assert.EqualValues(t, 13, r.Frames())
				assert.Equal(t, c == wave.ContainerRIFX, r.Format().BigEndian)
				assert.Equal(t, data, readAll(t, r, 5))
			})
		}
	}
}

// RIFX is big-endian in every number, also of the longer fmt chunk.
func TestRIFXOfTheLongerHeader(t *testing.T) {
	format := wave.Format{
		Tag: wave.TagExtensible, Channels: 2, SampleRate: 48000, BitsPerSample: 24, ValidBits: 20, ChannelMask: 0x10001,
	}
	file := writeWith(t, format, &wave.WriterOptions{Container: wave.ContainerRIFX}, make([]byte, 6))
	want := "RIFX\x00\x00\x00\x42WAVE" +
		"fmt \x00\x00\x00\x28\xff\xfe\x00\x02\x00\x00\xbb\x80\x00\x04\x65\x00\x00\x06\x00\x18" +
		"\x00\x16\x00\x14\x00\x01\x00\x01\x00\x00\x00\x01\x00\x00\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71" +
		"data\x00\x00\x00\x06" + "\x00\x00\x00\x00\x00\x00"
	assert.Equal(t, want, string(file))
	r, err := wave.NewReader(bytes.NewReader(file), &strict)
	require.NoError(t, err)
	format = r.Format()
	assert.Equal(t, wave.SubFormatPCM, format.SubFormat)
	assert.EqualValues(t, 0x10001, format.ChannelMask)
}

// streams that cannot seek, and what they got.
func streamsOut(t *testing.T) map[string]struct {
	stream io.Writer
	bytes  func() []byte
} {
	t.Helper()
	file := appending(t)
	noSeek, seekFails := &forwardOnly{}, &unseekable{}
	return map[string]struct {
		stream io.Writer
		bytes  func() []byte
	}{
		"stream":     {noSeek, noSeek.Bytes},
		"Seek fails": {seekFails, seekFails.Bytes},
		"opened for appending": {file, func() []byte {
			got := make([]byte, 10_000)
			n, err := readAt(file.Name(), got)
			require.NoError(t, err)
			return got[:n]
		}},
	}
}

// A stream that cannot seek gets sizes that say "not known", and that is no failure.
func TestAStreamOfUnknownLength(t *testing.T) {
	const largest = math.MaxUint32
	f := wavtest.PCM(2, 44100, 16)
	data := wavtest.Noise(24)
	list := []byte("INFOISFT\x04\x00\x00\x00test")
	listGUID := []byte("list\x2f\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00")
	unknown := wavtest.DS64{RIFF: math.MaxUint64, Data: math.MaxUint64, Frames: math.MaxUint64}
	for _, test := range []struct {
		container wave.Container
		want      []byte
	}{
		{wave.ContainerAuto, wavtest.LyingRIFF(largest,
			junk, f.Chunk(), wavtest.LyingChunk("data", largest, data), wavtest.Chunk("LIST", list))},
		{wave.ContainerRIFF, wavtest.LyingRIFF(largest,
			f.Chunk(), wavtest.LyingChunk("data", largest, data), wavtest.Chunk("LIST", list))},
		{wave.ContainerRF64, wavtest.RF64("RF64",
			unknown.Chunk(), f.Chunk(), wavtest.LyingChunk("data", largest, data), wavtest.Chunk("LIST", list))},
		{wave.ContainerWave64, wavtest.LyingWave64(math.MaxInt64,
			wavtest.Chunk64("fmt ", f.Payload()), wavtest.LyingChunk64(wavtest.Wave64GUID("data"), math.MaxInt64, data),
			wavtest.LyingChunk64(listGUID, 24+16, list))},
	} {
		for name, way := range streamsOut(t) {
			t.Run(containerName(test.container)+", "+name, func(t *testing.T) {
				w, err := wave.NewWriter(way.stream, stereo16, &wave.WriterOptions{Container: test.container})
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{{ID: listID, Data: list, AfterData: true}}}))
				writePieces(t, w, data, 10)
				assert.Zero(t, w.FramesDeclared())
				assert.EqualValues(t, 24, w.BytesWritten())
				require.NoError(t, w.UpdateHeader(), "there is nothing to correct")
				require.NoError(t, w.Checkpoint())
				require.NoError(t, w.Sync())
				require.NoError(t, w.Close())
				assert.Equal(t, string(test.want), string(way.bytes()))

				r, err := wave.NewReader(bytes.NewReader(way.bytes()), nil)
				require.NoError(t, err)
				assert.EqualValues(t, 6, r.Frames(), "the chunk behind is not audio")
			})
		}
	}
}

// What pads an odd length could not be told from audio where the length is not known.
func TestAStreamOfUnknownLengthIsNotPadded(t *testing.T) {
	for _, c := range containersToWrite {
		var stream forwardOnly
		w, err := wave.NewWriter(&stream, mono8, &wave.WriterOptions{Container: c})
		require.NoError(t, err)
		writePieces(t, w, wavtest.Noise(21), 10)
		require.NoError(t, w.Close())
		r, err := wave.NewReader(bytes.NewReader(stream.Bytes()), nil)
		require.NoError(t, err)
		assert.EqualValues(t, 21, r.Frames(), containerName(c))
	}
}

// The length that is declared beforehand is as good as one that is corrected; one that is wrong is told.
func TestAStreamOfDeclaredLength(t *testing.T) {
	for _, c := range containersToWrite {
		for name, way := range streamsOut(t) {
			t.Run(containerName(c)+", "+name, func(t *testing.T) {
				data := wavtest.Noise(12)
				w, err := wave.NewWriter(way.stream, stereo16, &wave.WriterOptions{Container: c, Frames: 3})
				require.NoError(t, err)
				writePieces(t, w, data, 4)
				require.NoError(t, w.Close())
				assert.Equal(t, fileIn(c, wavtest.PCM(2, 44100, 16), data), way.bytes())
			})
		}
		t.Run(containerName(c)+", wrong", func(t *testing.T) {
			w, err := wave.NewWriter(&forwardOnly{}, stereo16, &wave.WriterOptions{Container: c, Frames: 3})
			require.NoError(t, err)
			writePieces(t, w, make([]byte, 8), 4)
			assert.ErrorIs(t, w.Checkpoint(), wave.ErrUnseekable)
			assert.ErrorIs(t, w.Close(), wave.ErrUnseekable)
		})
		t.Run(containerName(c)+", nothing", func(t *testing.T) {
			var stream forwardOnly
			w, err := wave.NewWriter(&stream, stereo16, &wave.WriterOptions{Container: c})
			require.NoError(t, err)
			require.NoError(t, w.Close())
			assert.Equal(t, fileIn(c, wavtest.PCM(2, 44100, 16), nil), stream.Bytes(), "then the length is known")
		})
	}
}

// The header is written in one piece, and goes back to no more places than there are numbers.
func TestCallsWhileWritingWithRoom(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: &wavtest.Disk{Room: 1000}}
	w, err := wave.NewWriter(recorder, float32s, nil)
	require.NoError(t, err)
	step := func(name string, call func() error, want ...string) {
		t.Helper()
		require.NoError(t, call(), name)
		assert.Equal(t, want, recorder.Take(), name)
	}
	frame := func() error { _, err := w.WriteBytes(make([]byte, 8)); return err }
	step("first frame", frame, "tell", "write 92", "write 8")
	step("another", frame, "write 8")
	patch := []string{"tell", "seek 12", "write 36", "seek 0", "write 8", "seek 80", "write 4", "seek 88", "write 4",
		"seek 108"}
	step("checkpoint", w.Checkpoint, append(patch, "seek 108", "flush")...)
	step("nothing new", w.Checkpoint, "seek 108", "flush")
	step("close", w.Close, "flush")
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for name, opts := range map[string]wave.WriterOptions{
		"a container there is not": {Container: 6},
		"a negative container":     {Container: -1},
		"negative frames":          {Frames: -1},
		"a negative limit":         {MaxRIFF: -1},
		"checkpoints backwards":    {CheckpointBytes: -1},
		"checkpoints back in time": {CheckpointEvery: -1},
	} {
		_, err := wave.NewWriter(&wave.Buffer{}, stereo16, &opts)
		assert.ErrorIs(t, err, wave.ErrArgument, name)
	}
}

// Samples go through each container as they are, whichever end of them comes first.
func TestSamplesInEachContainer(t *testing.T) {
	samples := []int16{1, -2, 300, -400, 32767, -32768}
	for _, c := range containersToWrite {
		for _, bits := range []int{16, 24, 32} {
			var b wave.Buffer
			format := wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: bits}
			w, err := wave.NewWriter(&b, format, &wave.WriterOptions{Container: c})
			require.NoError(t, err)
			assert.Equal(t, c == wave.ContainerRIFX, w.Format().BigEndian)
			_, err = wave.Write(w, samples[:4])
			require.NoError(t, err)
			_, err = wave.WritePlanar(w, [][]int16{samples[4:5], samples[5:]})
			require.NoError(t, err)
			require.NoError(t, w.Close())
			r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
			require.NoError(t, err)
			got := make([]int16, 6)
			_, err = wave.Read(r, got)
			require.NoError(t, err)
			assert.Equal(t, samples, got, "%s, %d bits", containerName(c), bits)
		}
	}
}
