package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests Writer: which bytes it writes, and when.

var (
	mono8    = wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 8}
	stereo16 = wave.Format{Channels: 2, SampleRate: 44100, BitsPerSample: 16}
	mono24   = wave.Format{Channels: 1, SampleRate: 48000, BitsPerSample: 24}
	float32s = wave.Format{Tag: wave.TagFloat, Channels: 2, SampleRate: 48000, BitsPerSample: 32}
)

// start is where the audio begins in a file of integers, with room to become RF64.
const start = 44 + 36

// plain asks for the bytes that Python's wave module writes.
var plain = wave.WriterOptions{Plain: true}

// write returns the file that a Writer makes of data, given in one piece.
func write(t *testing.T, format wave.Format, data []byte) []byte {
	t.Helper()
	return writeWith(t, format, nil, data)
}

// writePlain does what write does, as Python's wave module would.
func writePlain(t *testing.T, format wave.Format, data []byte) []byte {
	t.Helper()
	return writeWith(t, format, &plain, data)
}

func writeWith(t *testing.T, format wave.Format, opts *wave.WriterOptions, data []byte) []byte {
	t.Helper()
	var b wave.Buffer
	w, err := wave.NewWriter(&b, format, opts)
	require.NoError(t, err)
	_, err = w.WriteBytes(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// The fields are those of the Multimedia Programming Interface and Data Specifications 1.0 and of mmreg.h. The files of
// integers without a pad byte were compared with those that the wave module of CPython 3.13 writes.
func TestFilesByteForByte(t *testing.T) {
	for _, test := range []struct {
		name   string
		format wave.Format
		data   string
		want   string
	}{
		{
			"8 bits", mono8, "\x80\x00",
			"RIFF\x26\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00" +
				"data\x02\x00\x00\x00" + "\x80\x00",
		},
		{
			"8 bits, odd length: a pad byte, which only the RIFF size counts", mono8, "\x80\x00\xff",
			"RIFF\x28\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00" +
				"data\x03\x00\x00\x00" + "\x80\x00\xff\x00",
		},
		{
			"16 bits, 2 channels", stereo16, "\x01\x00\xff\xff",
			"RIFF\x28\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x01\x00\x02\x00\x44\xac\x00\x00\x10\xb1\x02\x00\x04\x00\x10\x00" +
				"data\x04\x00\x00\x00" + "\x01\x00\xff\xff",
		},
		{
			"24 bits", mono24, "\x01\x02\x03\x04\x05\x06",
			"RIFF\x2a\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x01\x00\x01\x00\x80\xbb\x00\x00\x80\x32\x02\x00\x03\x00\x18\x00" +
				"data\x06\x00\x00\x00" + "\x01\x02\x03\x04\x05\x06",
		},
		{
			"32 bits, 6 channels", wave.Format{Channels: 6, SampleRate: 96000, BitsPerSample: 32}, string(make([]byte, 24)),
			"RIFF\x3c\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x01\x00\x06\x00\x00\x77\x01\x00\x00\x28\x23\x00\x18\x00\x20\x00" +
				"data\x18\x00\x00\x00" + string(make([]byte, 24)),
		},
		{
			"no frames", stereo16, "",
			"RIFF\x24\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x01\x00\x02\x00\x44\xac\x00\x00\x10\xb1\x02\x00\x04\x00\x10\x00" +
				"data\x00\x00\x00\x00",
		},
		{
			"float of 32 bits: fact tells the frames", float32s, "\x00\x00\x80\x3f\x00\x00\x80\xbf",
			"RIFF\x38\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x03\x00\x02\x00\x80\xbb\x00\x00\x00\xdc\x05\x00\x08\x00\x20\x00" +
				"fact\x04\x00\x00\x00\x01\x00\x00\x00" + "data\x08\x00\x00\x00" + "\x00\x00\x80\x3f\x00\x00\x80\xbf",
		},
		{
			"float of 64 bits", wave.Format{Tag: wave.TagFloat, Channels: 1, SampleRate: 8000, BitsPerSample: 64}, string(make([]byte, 16)),
			"RIFF\x40\x00\x00\x00WAVE" +
				"fmt \x10\x00\x00\x00\x03\x00\x01\x00\x40\x1f\x00\x00\x00\xfa\x00\x00\x08\x00\x40\x00" +
				"fact\x04\x00\x00\x00\x02\x00\x00\x00" + "data\x10\x00\x00\x00" + string(make([]byte, 16)),
		},
		{
			"EXTENSIBLE, 20 of 24 bits, left and right",
			wave.Format{Tag: wave.TagExtensible, Channels: 2, SampleRate: 48000, BitsPerSample: 24, ValidBits: 20, ChannelMask: 3},
			"\x01\x02\x03\x04\x05\x06",
			"RIFF\x42\x00\x00\x00WAVE" +
				"fmt \x28\x00\x00\x00\xfe\xff\x02\x00\x80\xbb\x00\x00\x00\x65\x04\x00\x06\x00\x18\x00" +
				"\x16\x00\x14\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71" +
				"data\x06\x00\x00\x00" + "\x01\x02\x03\x04\x05\x06",
		},
		{
			"EXTENSIBLE, float",
			wave.Format{
				Tag: wave.TagExtensible, Channels: 1, SampleRate: 8000, BitsPerSample: 32, SubFormat: wave.SubFormatFloat,
			},
			"\x00\x00\x80\x3f",
			"RIFF\x4c\x00\x00\x00WAVE" +
				"fmt \x28\x00\x00\x00\xfe\xff\x01\x00\x40\x1f\x00\x00\x00\x7d\x00\x00\x04\x00\x20\x00" +
				"\x16\x00\x20\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71" +
				"fact\x04\x00\x00\x00\x01\x00\x00\x00" + "data\x04\x00\x00\x00" + "\x00\x00\x80\x3f",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, []byte(test.want), writePlain(t, test.format, []byte(test.data)))
		})
	}
}

// The same calls give the same bytes, through every way out that can seek; and through every other, too, if the first
// header is right.
func TestAFileIsClosedWithTheWriterThatWasNotMade(t *testing.T) {
	f, err := os.Create(t.TempDir() + "/file.wav")
	require.NoError(t, err)
	_, err = wave.NewFileWriter(f, wave.Format{}, nil)
	require.ErrorIs(t, err, wave.ErrBadFormat)
	assert.ErrorIs(t, f.Close(), os.ErrClosed)
}

func TestWaysOut(t *testing.T) {
	data := wavtest.Noise(3 * 777)
	want := wavtest.File(wavtest.PCM(1, 48000, 24), data)
	writeTo := func(t *testing.T, w *wave.Writer) {
		for rest := data; len(rest) > 0; {
			n := min(300, len(rest))
			_, err := w.WriteBytes(rest[:n])
			require.NoError(t, err)
			rest = rest[n:]
		}
		require.NoError(t, w.Close())
	}
	for _, frames := range []int64{0, 777, 5, 2000} {
		t.Run(fmt.Sprintf("path, %d frames declared", frames), func(t *testing.T) {
			path := t.TempDir() + "/file.wav"
			w, err := wave.Create(path, mono24, &wave.WriterOptions{Frames: frames, Plain: true})
			require.NoError(t, err)
			writeTo(t, w)
			got, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
		t.Run(fmt.Sprintf("file, %d frames declared", frames), func(t *testing.T) {
			f, err := os.Create(t.TempDir() + "/file.wav")
			require.NoError(t, err)
			defer f.Close()
			w, err := wave.NewWriter(f, mono24, &wave.WriterOptions{Frames: frames, Plain: true})
			require.NoError(t, err)
			writeTo(t, w)
			got, err := os.ReadFile(f.Name())
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
		t.Run(fmt.Sprintf("file that is the writer's own, %d frames declared", frames), func(t *testing.T) {
			f, err := os.Create(t.TempDir() + "/file.wav")
			require.NoError(t, err)
			w, err := wave.NewFileWriter(f, mono24, &wave.WriterOptions{Frames: frames, Plain: true})
			require.NoError(t, err)
			writeTo(t, w)
			assert.ErrorIs(t, f.Close(), os.ErrClosed, "closed with the writer")
			got, err := os.ReadFile(f.Name())
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
		for _, gather := range []int{0, 1, 100, 1 << 16} {
			t.Run(fmt.Sprintf("memory, %d frames declared, gather %d", frames, gather), func(t *testing.T) {
				var b wave.Buffer
				w, err := wave.NewWriter(&b, mono24, &wave.WriterOptions{Frames: frames, Gather: gather, Plain: true})
				require.NoError(t, err)
				writeTo(t, w)
				assert.Equal(t, want, b.Bytes())
			})
		}
	}
	t.Run("stream", func(t *testing.T) {
		var b bytes.Buffer
		w, err := wave.NewWriter(&b, mono24, &wave.WriterOptions{Frames: 777, Plain: true})
		require.NoError(t, err)
		writeTo(t, w)
		assert.Equal(t, want, b.Bytes())
	})
	t.Run("pipe", func(t *testing.T) {
		r, pipe, err := os.Pipe()
		require.NoError(t, err)
		defer r.Close()
		w, err := wave.NewWriter(pipe, mono24, &wave.WriterOptions{Frames: 777, Plain: true})
		require.NoError(t, err)
		writeTo(t, w)
		require.NoError(t, pipe.Close(), "the caller's to close")
		got, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	})
}

// The pieces in which a plain file is written are those between the places to come back to.
func TestCallsWhileWriting(t *testing.T) {
	header := []string{"write 4", "tell", "write 32", "write 4", "tell", "write 4"}
	floatHeader := []string{
		"write 4", "tell", "write 32", "write 4", "write 4", "tell", "write 4", "write 4", "tell", "write 4",
	}
	recorder := &wavtest.Recorder{Stream: &wavtest.Disk{Room: 1000}}
	open := func(format wave.Format, frames int64) *wave.Writer {
		recorder.Stream = &wavtest.Disk{Room: 1000}
		w, err := wave.NewWriter(recorder, format, &wave.WriterOptions{Frames: frames, Plain: true})
		require.NoError(t, err)
		return w
	}
	step := func(name string, call func() error, want ...string) {
		t.Helper()
		require.NoError(t, call(), name)
		assert.Equal(t, want, recorder.Take(), name)
	}
	bytes := func(w *wave.Writer, n int) func() error {
		return func() error { _, err := w.WriteBytes(make([]byte, n)); return err }
	}

	w := open(stereo16, 0)
	step("first frames", bytes(w, 8), append(header, "write 8")...)
	step("the header is right", w.UpdateHeader)
	step("no frames", bytes(w, 0), "write 0")
	step("more frames", bytes(w, 12), "write 12")
	step("the header is corrected", w.UpdateHeader, "tell", "seek 4", "write 4", "seek 40", "write 4", "seek 64")
	step("frames behind it", bytes(w, 4), "write 4")
	step("flush", w.Flush, "flush")
	step("close", w.Close, "tell", "seek 4", "write 4", "seek 40", "write 4", "seek 68", "flush")

	w = open(stereo16, 2)
	step("declared frames", bytes(w, 8), append(header, "write 8")...)
	step("nothing to correct", w.Close, "flush")

	w = open(mono8, 0)
	step("odd length", bytes(w, 3), append(header, "write 3")...)
	step("pad byte", w.Close, "write 1", "flush")

	w = open(float32s, 0)
	step("float", bytes(w, 8), append(floatHeader, "write 8")...)
	step("more", bytes(w, 8), "write 8")
	step("fact is corrected", w.Close, "tell", "seek 4", "write 4", "seek 44", "write 4", "seek 52", "write 4", "seek 72", "flush")

	w = open(stereo16, 0)
	step("no frames", w.Close, append(header, "flush")...)
	w = open(stereo16, 0)
	step("header first", w.UpdateHeader, header...)
	step("flush", w.Flush, "flush")
	w = open(stereo16, 0)
	step("header with flush", w.Flush, append(header, "flush")...)
}

// A header can be read at any time after it was updated, and writing goes on behind the frames.
func TestUpdateHeader(t *testing.T) {
	for _, gather := range []int{0, 10, 1 << 16} {
		t.Run(fmt.Sprintf("gather %d", gather), func(t *testing.T) {
			var b wave.Buffer
			w, err := wave.NewWriter(&b, float32s, &wave.WriterOptions{Gather: gather})
			require.NoError(t, err)
			require.NoError(t, w.UpdateHeader())
			require.NoError(t, w.Flush())
			data := wavtest.Noise(8 * 20)
			for frames := range int64(20) {
				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				assert.Equal(t, frames, r.Frames())
				assert.Equal(t, string(data[:8*frames]), string(readAll(t, r, 50)))
				_, err = w.WriteBytes(data[8*frames : 8*frames+8])
				require.NoError(t, err)
				require.NoError(t, w.UpdateHeader())
				assert.Equal(t, frames+1, w.FramesDeclared())
			}
			require.NoError(t, w.Close())
			assert.Equal(t, write(t, float32s, data), b.Bytes())
		})
	}
}

func TestFlushDoesNotCorrectTheHeader(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, stereo16, &wave.WriterOptions{Frames: 100, Gather: 1000})
	require.NoError(t, err)
	_, err = w.WriteBytes(make([]byte, 8))
	require.NoError(t, err)
	assert.Empty(t, b.Bytes(), "gathered")
	require.NoError(t, w.Flush())
	assert.Len(t, b.Bytes(), start+8)
	r, err := wave.NewReader(bytes.NewReader(b.Bytes()), nil)
	require.NoError(t, err)
	assert.EqualValues(t, 100, r.FramesDeclared())
	assert.EqualValues(t, 2, r.Frames())
}

func TestAbandonLeavesTheFileAsItIs(t *testing.T) {
	for _, gather := range []int{0, 1000} {
		recorder := &wavtest.Recorder{Stream: &wave.Buffer{}}
		w, err := wave.NewWriter(recorder, mono8, &wave.WriterOptions{Frames: 100, Gather: gather, Plain: true})
		require.NoError(t, err)
		_, err = w.WriteBytes([]byte{1, 2, 3})
		require.NoError(t, err)
		recorder.Take()
		require.NoError(t, w.Abandon())
		want := wavtest.LyingRIFF(136, wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", 100, []byte{1, 2, 3}))
		assert.Equal(t, want, recorder.Stream.(*wave.Buffer).Bytes())
		assert.NotContains(t, recorder.Take(), "flush")
	}
	path := t.TempDir() + "/file.wav"
	w, err := wave.Create(path, mono8, nil)
	require.NoError(t, err)
	require.NoError(t, w.Abandon())
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Empty(t, got, "not even a header, if none was written")
}

// A file that begins in the middle of a stream leaves what stands before it alone.
func TestWritingAtAnOffset(t *testing.T) {
	prefix := wavtest.Noise(13)
	for _, gather := range []int{0, 7, 1000} {
		var b wave.Buffer
		_, err := b.Write(prefix)
		require.NoError(t, err)
		w, err := wave.NewWriter(&b, float32s, &wave.WriterOptions{Gather: gather})
		require.NoError(t, err)
		for range 3 {
			_, err := w.WriteBytes(make([]byte, 8))
			require.NoError(t, err)
		}
		assert.EqualValues(t, 13+36+56, w.DataOffset())
		require.NoError(t, w.Close())
		assert.Equal(t, append(bytes.Clone(prefix), write(t, float32s, make([]byte, 24))...), b.Bytes())
	}
}

// forwardOnly is a stream that takes bytes and nothing else.
type forwardOnly struct{ bytes.Buffer }

func (f *forwardOnly) Write(p []byte) (int, error) { return f.Buffer.Write(p) }

// appending returns a file opened for appending: it can seek, but not write where it is.
func appending(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile(t.TempDir()+"/file.wav", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

// unseekable is a stream whose Seek says that it cannot.
type unseekable struct{ bytes.Buffer }

func (*unseekable) Seek(int64, int) (int64, error) {
	return 0, fmt.Errorf("a socket: %w", wave.ErrUnseekable)
}

// What a plain file cannot have corrected is told, by Close at the latest. The frames are there all the same.
func TestHeaderThatCannotBeCorrected(t *testing.T) {
	for _, test := range []struct {
		name   string
		frames int64
		writes []int // frames
		header int64 // frames in the header in the end
		right  bool
	}{
		{"declared and right", 3, []int{1, 2}, 3, true},
		{"all in one write", 0, []int{3}, 3, true},
		{"not declared", 0, []int{1, 2}, 1, false},
		{"too many declared", 5, []int{1, 2}, 5, false},
		{"too few declared", 2, []int{1, 2}, 2, false},
		{"nothing written", 0, nil, 0, true},
		{"nothing written of what was declared", 4, nil, 4, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := appending(t)
			noSeek, seekFails := &forwardOnly{}, &unseekable{}
			for name, way := range map[string]struct {
				stream io.Writer
				bytes  func() []byte
			}{
				"stream":     {noSeek, noSeek.Bytes},
				"Seek fails": {seekFails, seekFails.Bytes},
				"opened for appending": {file, func() []byte {
					got, err := os.ReadFile(file.Name())
					require.NoError(t, err)
					return got
				}},
			} {
				w, err := wave.NewWriter(way.stream, stereo16, &wave.WriterOptions{Frames: test.frames, Plain: true})
				require.NoError(t, err)
				total := 0
				for _, frames := range test.writes {
					_, err := w.WriteBytes(wavtest.Noise(4 * frames))
					require.NoError(t, err, name)
					total += frames
				}
				require.NoError(t, w.Flush(), name)
				assert.EqualValues(t, 44, w.DataOffset(), name)
				assert.False(t, w.Seekable(), name)
				if test.right {
					assert.NoError(t, w.UpdateHeader(), name)
					assert.NoError(t, w.Close(), name)
				} else {
					assert.ErrorIs(t, w.UpdateHeader(), wave.ErrUnseekable, name)
					assert.ErrorIs(t, w.Close(), wave.ErrUnseekable, name)
				}
				got := way.bytes()
				assert.Len(t, got, 44+4*total, name)
				r, err := wave.NewReader(bytes.NewReader(got), nil)
				require.NoError(t, err, name)
				assert.Equal(t, test.header, r.FramesDeclared(), name)
			}
		})
	}
}

// Bytes need not come in whole frames; those of a cut frame do not count as one.
func TestWritesThatAreNoWholeFrames(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, stereo16, &plain)
	require.NoError(t, err)
	for _, n := range []int{6, 6, 3} {
		_, err := w.WriteBytes(make([]byte, n))
		require.NoError(t, err)
	}
	assert.EqualValues(t, 2, w.FramesWritten(), "counted call by call")
	assert.EqualValues(t, 15, w.BytesWritten())
	require.NoError(t, w.Close())
	assert.Equal(t, wavtest.File(wavtest.PCM(2, 44100, 16), make([]byte, 15)), b.Bytes(), "the header tells the bytes")
}

func TestWhatAWriterTells(t *testing.T) {
	w, err := wave.NewWriter(&wave.Buffer{}, stereo16, &wave.WriterOptions{Frames: 10})
	require.NoError(t, err)
	assert.Equal(t, wave.Format{
		Tag: wave.TagPCM, Channels: 2, SampleRate: 44100, BitsPerSample: 16, ValidBits: 16, SampleBytes: 2, BlockAlign: 4,
	}, w.Format(), "all fields filled in")
	assert.EqualValues(t, 10, w.FramesDeclared())
	assert.False(t, w.Seekable(), "not known yet")
	_, err = w.WriteBytes(make([]byte, 12))
	require.NoError(t, err)
	assert.True(t, w.Seekable())
	assert.EqualValues(t, 3, w.FramesWritten())
	assert.EqualValues(t, 12, w.BytesWritten())
	assert.EqualValues(t, start, w.DataOffset())
	require.NoError(t, w.Close())
	assert.EqualValues(t, 3, w.FramesDeclared())
}

func TestClosedWriter(t *testing.T) {
	for name, end := range map[string]func(*wave.Writer) error{
		"Close": (*wave.Writer).Close, "Abandon": (*wave.Writer).Abandon,
	} {
		t.Run(name, func(t *testing.T) {
			var b wave.Buffer
			w, err := wave.NewWriter(&b, stereo16, nil)
			require.NoError(t, err)
			_, err = w.WriteBytes(make([]byte, 4))
			require.NoError(t, err)
			require.NoError(t, end(w))
			before := bytes.Clone(b.Bytes())

			_, err = w.WriteBytes(make([]byte, 4))
			assert.Equal(t, wave.ErrClosed, err)
			assert.Equal(t, wave.ErrClosed, w.UpdateHeader())
			assert.Equal(t, wave.ErrClosed, w.Flush())
			assert.Equal(t, wave.ErrClosed, w.Close())
			assert.Equal(t, wave.ErrClosed, w.Abandon())
			assert.Equal(t, before, b.Bytes())
			assert.EqualValues(t, 1, w.FramesWritten(), "what was known stays known")
		})
	}
}

func TestCreateDoesNotTouchTheFileIfTheFormatIsBad(t *testing.T) {
	path := t.TempDir() + "/file.wav"
	bad := stereo16
	bad.BitsPerSample = 65
	_, err := wave.Create(path, bad, nil)
	require.ErrorIs(t, err, wave.ErrBadFormat)
	assert.NoFileExists(t, path)

	require.NoError(t, os.WriteFile(path, []byte("as it was"), 0o600))
	_, err = wave.Create(path, bad, nil)
	require.ErrorIs(t, err, wave.ErrBadFormat)
	_, err = wave.Create(path, stereo16, &wave.WriterOptions{Frames: 1 << 62})
	require.ErrorIs(t, err, wave.ErrTooLarge)
	_, err = wave.Create(path, stereo16, &wave.WriterOptions{Frames: -1})
	require.ErrorIs(t, err, wave.ErrArgument)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "as it was", string(got))
}

func TestCreateEmptiesTheFile(t *testing.T) {
	path := onDisk(t, make([]byte, 1000))
	w, err := wave.Create(path, stereo16, nil)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, write(t, stereo16, nil), got)
}

func TestCreateDoesNotHideWhyItFails(t *testing.T) {
	_, err := wave.Create(t.TempDir()+"/none/file.wav", stereo16, nil)
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// readAt reads the beginning of a file.
func readAt(name string, p []byte) (int, error) {
	file, err := os.ReadFile(name)
	return copy(p, file), err
}
