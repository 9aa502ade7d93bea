package wave_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks that a Reader takes from a stream what it was asked for, and not a byte more.

// The pieces in which a file is read are those in which the structures of mmreg.h grew, as far as each file has them:
// id, size; form type; id, size of each chunk; WAVEFORMAT, bits per sample; extension, sub-format.
func TestCallsWhileOpening(t *testing.T) {
	extended := baseFmt.Extensible(16, 4)
	for _, test := range []struct {
		name     string
		file     []byte
		seekable []string // calls after those for id and size, position and size of the stream
		forward  []string // after those for id and size
	}{
		{
			"PCM", baseFile,
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "seek 36", "read 4", "read 4"},
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "read 4", "read 4"},
		},
		{
			"fmt chunk of 14 bytes", rawFmt(baseFmt.Payload()[:14]),
			[]string{"read 4", "read 4", "read 4", "read 14", "seek 34", "read 4", "read 4"},
			[]string{"read 4", "read 4", "read 4", "read 14", "read 4", "read 4"},
		},
		{
			"EXTENSIBLE", wavtest.File(extended, baseAudio),
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "read 8", "read 16", "seek 60", "read 4", "read 4"},
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "read 8", "read 16", "read 4", "read 4"},
		},
		{
			"fmt chunk longer than needed", rawFmt(append(baseFmt.Payload(), 1, 2, 3, 4)),
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "seek 40", "read 4", "read 4"},
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "read 4", "read 4", "read 4"},
		},
		{
			"other chunks, one of them odd",
			wavtest.RIFF(wavtest.Chunk("junk", make([]byte, 7)), fmtChunk, wavtest.Chunk("LIST", nil), dataChunk),
			[]string{
				"read 4", "read 4", "read 4", "seek 28", "read 4", "read 4", "read 14", "read 2", "seek 52", "read 4", "read 4",
				"seek 60", "read 4", "read 4",
			},
			[]string{
				"read 4", "read 4", "read 4", "read 7", "read 1", "read 4", "read 4", "read 14", "read 2", "read 4", "read 4",
				"read 4", "read 4",
			},
		},
		{
			"fmt chunk shorter than needed", rawFmt(baseFmt.Payload()[:13]),
			[]string{"read 4", "read 4", "read 4", "read 13"},
			[]string{"read 4", "read 4", "read 4", "read 13"},
		},
		{
			"unknown format tag", changed(func(f *wavtest.Fmt) { f.Tag = 0x55 }),
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "seek 36", "read 4", "read 4"},
			[]string{"read 4", "read 4", "read 4", "read 14", "read 2", "read 4", "read 4"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			recorder := &wavtest.Recorder{Stream: bytes.NewReader(test.file)}
			_, _ = wave.NewReader(recorder, nil)
			probe := []string{"read 4", "read 4", "tell", "seek end", "seek 8"}
			assert.Equal(t, append(probe, test.seekable...), recorder.Take())

			recorder = &wavtest.Recorder{Stream: bytes.NewReader(test.file)}
			_, _ = wave.NewReader(forward(recorder), nil)
			assert.Equal(t, append([]string{"read 4", "read 4"}, test.forward...), recorder.Take())

			recorder = &wavtest.Recorder{Stream: bytes.NewReader(test.file)}
			_, _ = wave.NewReader(unsized{recorder}, nil)
			assert.Equal(t, append([]string{"read 4", "read 4", "tell"}, test.seekable...), recorder.Take(),
				"a size that is told is not probed for")
		})
	}
}

func TestCallsWhileReading(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.File(wavtest.PCM(3, 8000, 8), wavtest.Noise(15)))}
	r, err := wave.NewReader(recorder, nil)
	require.NoError(t, err)
	recorder.Take()

	read := func(n int) func() error {
		return func() error { _, err := r.ReadBytes(make([]byte, n)); return err }
	}
	for _, test := range []struct {
		name string
		call func() error
		want []string
	}{
		{"a frame", read(3), []string{"read 3"}},
		{"two frames and a bit", read(8), []string{"read 6"}},
		{"nothing", read(0), nil},
		{"where it is", func() error { r.Tell(); return nil }, nil},
		{"to a frame", func() error { return r.SeekFrame(1) }, []string{"seek 47"}},
		{"to where it is", func() error { return r.SeekFrame(1) }, []string{"seek 47"}},
		{"to the end", func() error { return r.SeekFrame(5) }, []string{"seek 59"}},
		{"to the fourth frame", func() error { return r.SeekFrame(3) }, []string{"seek 53"}},
		{"the rest, and the pad byte", read(1000), []string{"read 6", "read 1"}},
		{"closing", r.Close, nil},
	} {
		require.NoError(t, test.call(), test.name)
		assert.Equal(t, test.want, recorder.Take(), test.name)
	}
}

// What lies behind the audio stays in the stream, for others to read. Behind a data chunk of size 0 it may be audio: the
// writer may never have come to write the size.
func TestAStreamIsLeftRightBehindTheAudio(t *testing.T) {
	const prefix, behind = "before", "what lies behind"
	for _, test := range []struct {
		name string
		file []byte
	}{
		{"even length", baseFile},
		{"odd length with pad byte", wavtest.File(wavtest.PCM(3, 8000, 8), wavtest.Noise(9))},
		{"odd length, last frame cut", wavtest.File(wavtest.PCM(2, 8000, 16), wavtest.Noise(7))},
		{"other chunks", wavtest.RIFF(wavtest.Chunk("junk", make([]byte, 7)), fmtChunk, dataChunk)},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := prefix + string(test.file) + behind
			for _, frames := range []int{1, 2, 1000} {
				for name, stream := range streamsOf(t, []byte(all)) {
					_, err := io.ReadFull(stream, make([]byte, len(prefix)))
					require.NoError(t, err)
					r, err := wave.NewReader(stream, nil)
					require.NoError(t, err)
					readAll(t, r, frames)
					require.NoError(t, r.Close())
					rest, err := io.ReadAll(stream)
					require.NoError(t, err)
					assert.Equal(t, behind, string(rest), "%s, %d frames at a time", name, frames)
				}
			}
		})
	}
}

// streamsOf returns streams of these bytes, seekable and not.
func streamsOf(t *testing.T, all []byte) map[string]io.Reader {
	t.Helper()
	file, err := os.Open(onDisk(t, all))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, file.Close()) })
	return map[string]io.Reader{
		"memory": bytes.NewReader(all),
		"stream": forward(bytes.NewReader(all)),
		"file":   file,
		"pipe":   pipe(t, all),
	}
}

// A WAV file that begins in the middle of a stream is read as if it stood alone.
func TestEmbedded(t *testing.T) {
	const start = 13
	all := append(append(wavtest.Noise(start), baseFile...), wavtest.Noise(99)...)
	for name, stream := range streamsOf(t, all) {
		t.Run(name, func(t *testing.T) {
			_, err := io.ReadFull(stream, make([]byte, start))
			require.NoError(t, err)
			r, err := wave.NewReader(stream, &wave.ReaderOptions{Refuse: wave.RepairAll &^ wave.RepairTrailing})
			require.NoError(t, err)
			want := int64(44)
			if r.Seekable() {
				want += start
			}
			assert.Equal(t, want, r.DataOffset())
			assert.Equal(t, baseAudio, readAll(t, r, 3))
			if r.Seekable() {
				require.NoError(t, r.SeekFrame(5))
				assert.Equal(t, baseAudio[10:], readAll(t, r, 100))
			}
		})
	}
}

func TestAnEmbeddedFileTellsWhereItIsWrong(t *testing.T) {
	file := wavtest.RIFF(baseFmt.Chunk(), wavtest.LyingChunk("data", 1000, baseAudio))
	stream := bytes.NewReader(append(wavtest.Noise(13), file...))
	_, err := stream.Seek(13, io.SeekStart)
	require.NoError(t, err)
	r, err := wave.NewReader(stream, nil)
	require.NoError(t, err)
	assert.Equal(t, []wave.Diagnostic{{
		Repair: wave.RepairDataSize, Chunk: dataID, Offset: 49, Declared: 1000, Used: 16,
	}}, r.Diagnostics())
}
