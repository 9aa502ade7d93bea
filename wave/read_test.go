package wave_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the reading of frames and the moving about in them.

var errBroken = errors.New("broken")

// A model of a Reader: sample data and a position in it.
type model struct {
	audio []byte
	align int
	at    int
}

func (m *model) read(room int) ([]byte, error) {
	left := m.audio[m.at:]
	switch {
	case len(left) == 0:
		return nil, io.EOF
	case room < len(left):
		left = left[:room-room%m.align]
	}
	if len(left) == 0 && room > 0 {
		return nil, wave.ErrShortBuffer
	}
	m.at += len(left)
	return left, nil
}

func (m *model) seek(frame int) error {
	if frame < 0 || frame > len(m.audio)/m.align {
		return wave.ErrPosition
	}
	m.at = frame * m.align
	return nil
}

// Whatever is called in whatever order, a Reader does what the model does, read-ahead or not.
func TestReaderAgainstModel(t *testing.T) {
	for _, test := range []struct {
		name  string
		fmt   wavtest.Fmt
		bytes int
	}{
		{"whole frames", wavtest.PCM(2, 8000, 16), 400},
		{"odd length", wavtest.PCM(3, 8000, 8), 333},
		{"last frame cut", wavtest.PCM(2, 8000, 24), 401},
		{"less than a frame", wavtest.PCM(100, 8000, 16), 77},
		{"empty", wavtest.PCM(1, 8000, 8), 0},
	} {
		audio := wavtest.Noise(test.bytes)
		file := wavtest.RIFF(test.fmt.Chunk(), wavtest.Chunk("data", audio), wavtest.Chunk("LIST", wavtest.Noise(50)))
		for _, readAhead := range []int{0, 1, 3, 64, 300, 1 << 16} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", test.name, readAhead), func(t *testing.T) {
				random := rand.New(rand.NewPCG(3, uint64(readAhead)))
				r, err := wave.NewReader(bytes.NewReader(file), &wave.ReaderOptions{ReadAhead: readAhead})
				require.NoError(t, err)
				m := &model{audio: audio, align: r.Format().BlockAlign}
				frames := int(r.Frames())
				for step := range 3000 {
					if random.IntN(3) == 0 {
						frame := random.IntN(frames+3) - 1
						if random.IntN(2) == 0 {
							frame = int(r.Tell()) + random.IntN(5) - 2
						}
						requireSame(t, m.seek(frame), r.SeekFrame(int64(frame)), "step %d: seek %d", step, frame)
					} else {
						p := make([]byte, random.IntN(5*m.align))
						want, wantErr := m.read(len(p))
						n, err := r.ReadBytes(p)
						requireSame(t, wantErr, err, "step %d: read %d", step, len(p))
						require.Equal(t, string(want), string(p[:n]), "step %d: read %d", step, len(p))
					}
					require.EqualValues(t, m.at/m.align, r.Tell(), "step %d", step)
				}
			})
		}
	}
}

func requireSame(t *testing.T, want, got error, format string, values ...any) {
	t.Helper()
	if want == nil {
		require.NoErrorf(t, got, format, values...)
	} else {
		require.ErrorIsf(t, got, want, format, values...)
	}
}

func TestReadBytes(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, wavtest.File(wavtest.PCM(2, 8000, 16), baseAudio[:15]), wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			buffer := make([]byte, 100)
			for _, test := range []struct {
				name string
				room int
				want []byte
				err  error
			}{
				{"no room, nothing read", 0, nil, nil},
				{"room for less than a frame", 3, nil, wave.ErrShortBuffer},
				{"room for a frame and a half", 6, baseAudio[:4], nil},
				{"two frames", 8, baseAudio[4:12], nil},
				{"room for a part of the cut frame", 2, nil, wave.ErrShortBuffer},
				{"the cut frame", 3, baseAudio[12:15], nil},
				{"the end", 100, nil, io.EOF},
				{"the end again", 100, nil, io.EOF},
				{"the end without room", 0, nil, io.EOF},
			} {
				n, err := r.ReadBytes(buffer[:test.room])
				assert.Equal(t, string(test.want), string(buffer[:n]), test.name)
				requireSame(t, test.err, err, "%s", test.name)
			}
			assert.EqualValues(t, 3, r.Tell(), "a cut frame is none")
		})
	}
}

func TestSeekFrame(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, baseFile, wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			for _, test := range []struct {
				frame int64
				want  error
			}{
				{3, nil}, {0, nil}, {8, nil}, {7, nil},
				{-1, wave.ErrPosition}, {9, wave.ErrPosition}, {1 << 62, wave.ErrPosition},
			} {
				before := r.Tell()
				want, at := test.want, test.frame
				if want == nil && !way.seekable {
					want = wave.ErrUnseekable
				}
				if want != nil {
					at = before
				}
				requireSame(t, want, r.SeekFrame(test.frame), "frame %d", test.frame)
				assert.Equal(t, at, r.Tell(), "frame %d", test.frame)
			}
			if way.seekable {
				assert.Equal(t, baseAudio[14:], readAll(t, r, 10))
				require.NoError(t, r.SeekFrame(0))
			}
			assert.Equal(t, baseAudio, readAll(t, r, 10))
		})
	}
}

func TestLengthOfAStreamIsWhatItDeclaresUntilItsEnd(t *testing.T) {
	file := wavtest.RIFF(fmtChunk, wavtest.LyingChunk("data", 1000, baseAudio))
	r, err := wave.NewReader(forward(bytes.NewReader(file)), nil)
	require.NoError(t, err)
	assert.False(t, r.LengthKnown())
	assert.EqualValues(t, 500, r.Frames())
	assert.EqualValues(t, 1000, r.DataBytes())

	n, err := r.ReadBytes(make([]byte, 64))
	require.NoError(t, err)
	assert.Equal(t, 16, n, "the end is no error")
	assert.True(t, r.LengthKnown())
	assert.EqualValues(t, 8, r.Frames())
	assert.EqualValues(t, 16, r.DataBytes())
	assert.EqualValues(t, 500, r.FramesDeclared())
}

func TestLengthOfAStreamIsKnownBehindItsLastFrame(t *testing.T) {
	r, err := wave.NewReader(forward(bytes.NewReader(baseFile)), nil)
	require.NoError(t, err)
	_, err = r.ReadBytes(make([]byte, 14))
	require.NoError(t, err)
	assert.False(t, r.LengthKnown())
	_, err = r.ReadBytes(make([]byte, 2))
	require.NoError(t, err)
	assert.True(t, r.LengthKnown())
}

func TestAFileThatShrinksWhileItIsRead(t *testing.T) {
	path := onDisk(t, baseFile)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	require.NoError(t, err)
	defer f.Close()
	r, err := wave.NewReader(f, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 8, r.Frames())

	require.NoError(t, f.Truncate(44+7))
	assert.Equal(t, baseAudio[:7], readAll(t, r, 2))
	assert.EqualValues(t, 3, r.Frames())
	assert.ErrorIs(t, r.SeekFrame(4), wave.ErrPosition)
	assert.NoError(t, r.SeekFrame(3))
}

// faulty is a stream that fails once, before the byte at that place.
type faulty struct {
	*bytes.Reader
	at     int64
	failed bool
}

func (f *faulty) Read(p []byte) (int, error) {
	here := f.Size() - int64(f.Len())
	if !f.failed && here+int64(len(p)) > f.at {
		if here == f.at {
			f.failed = true
			return 0, errBroken
		}
		p = p[:f.at-here]
	}
	return f.Reader.Read(p)
}

// A failure comes after the frames that were read before it. Nothing is lost: reading can go on behind it.
func TestAFailingStream(t *testing.T) {
	audio := wavtest.Noise(20)
	file := wavtest.File(wavtest.PCM(2, 8000, 16), audio)
	for at := 44; at < len(file); at++ {
		for name, open := range map[string]func(f *faulty) (*wave.Reader, error){
			"seekable": func(f *faulty) (*wave.Reader, error) { return wave.NewReader(f, nil) },
			"stream":   func(f *faulty) (*wave.Reader, error) { return wave.NewReader(forward(f), nil) },
			"read-ahead": func(f *faulty) (*wave.Reader, error) {
				return wave.NewReader(f, &wave.ReaderOptions{ReadAhead: 7})
			},
		} {
			t.Run(fmt.Sprintf("%s, after %d bytes", name, at-44), func(t *testing.T) {
				r, err := open(&faulty{Reader: bytes.NewReader(file), at: int64(at)})
				require.NoError(t, err)
				buffer := make([]byte, 16)
				var got []byte
				failures := 0
				for err != io.EOF {
					var n int
					n, err = r.ReadBytes(buffer)
					got = append(got, buffer[:n]...)
					require.Zero(t, n%4, "whole frames")
					if err != nil && err != io.EOF {
						require.ErrorIs(t, err, errBroken)
						require.Zero(t, n)
						assert.Equal(t, (at-44)/4*4, len(got), "the frames before the failure come first")
						failures++
					}
					require.EqualValues(t, len(got)/4, r.Tell())
				}
				assert.Equal(t, 1, failures)
				assert.Equal(t, audio, got)
			})
		}
	}
}

func TestSeekingForgetsAFailure(t *testing.T) {
	file := wavtest.File(wavtest.PCM(2, 8000, 16), wavtest.Noise(20))
	for _, at := range []int64{44 + 8, 44 + 10} {
		r, err := wave.NewReader(&faulty{Reader: bytes.NewReader(file), at: at}, nil)
		require.NoError(t, err)
		buffer := make([]byte, 20)
		n, err := r.ReadBytes(buffer)
		require.NoError(t, err)
		require.Equal(t, 8, n, "the failure is still to come")
		require.NoError(t, r.SeekFrame(1))
		assert.Equal(t, wavtest.Noise(20)[4:], readAll(t, r, 5))
	}
}

func TestAFailureBehindTheLastFrame(t *testing.T) {
	audio := wavtest.Noise(9)
	file := wavtest.File(wavtest.PCM(3, 8000, 8), audio)
	r, err := wave.NewReader(&faulty{Reader: bytes.NewReader(file), at: int64(len(file)) - 1}, nil)
	require.NoError(t, err)
	buffer := make([]byte, 9)
	n, err := r.ReadBytes(buffer)
	require.NoError(t, err)
	assert.Equal(t, audio, buffer[:n])
	_, err = r.ReadBytes(buffer)
	assert.ErrorIs(t, err, errBroken, "the pad byte could not be read")
	_, err = r.ReadBytes(buffer)
	assert.Equal(t, io.EOF, err)
}

func TestAFailureWhileOpening(t *testing.T) {
	for at := range 44 {
		for name, stream := range map[string]io.Reader{
			"seekable": &faulty{Reader: bytes.NewReader(baseFile), at: int64(at)},
			"stream":   forward(&faulty{Reader: bytes.NewReader(baseFile), at: int64(at)}),
		} {
			_, err := wave.NewReader(stream, nil)
			require.ErrorIs(t, err, errBroken, "%s, after %d bytes", name, at)
			var e *wave.Error
			require.ErrorAs(t, err, &e)
			assert.EqualValues(t, at, e.Offset, name)
		}
	}
}

func TestOpenDoesNotHideWhyItFails(t *testing.T) {
	_, err := wave.Open(t.TempDir()+"/none.wav", nil)
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = wave.Open(t.TempDir(), nil)
	var path *os.PathError
	assert.ErrorAs(t, err, &path, "a directory cannot be read")
}

func TestClosedReader(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, baseFile, wave.ReaderOptions{})
			require.NoError(t, err)
			_, err = r.ReadBytes(make([]byte, 2))
			require.NoError(t, err)
			require.NoError(t, r.Close())

			_, err = r.ReadBytes(make([]byte, 2))
			assert.Equal(t, wave.ErrClosed, err)
			assert.Equal(t, wave.ErrClosed, r.SeekFrame(0))
			assert.Equal(t, wave.ErrClosed, r.Close())
			assert.EqualValues(t, 1, r.Tell(), "what was known stays known")
			assert.Equal(t, baseFormat, r.Format())
			assert.EqualValues(t, 8, r.Frames())
		})
	}
}

func TestAFileOfTheReadersOwnIsClosedWithIt(t *testing.T) {
	for _, test := range []struct {
		name string
		file []byte
		err  error
	}{{"opened", baseFile, nil}, {"not opened", baseFile[:40], wave.ErrNoData}} {
		t.Run(test.name, func(t *testing.T) {
			f, err := os.Open(onDisk(t, test.file))
			require.NoError(t, err)
			r, err := wave.NewFileReader(f, nil)
			require.ErrorIs(t, err, test.err)
			if err == nil {
				require.NoError(t, r.Close())
			}
			assert.ErrorIs(t, f.Close(), os.ErrClosed)
		})
	}
}

func TestCloseClosesWhatOpenOpened(t *testing.T) {
	f, err := os.Open(onDisk(t, baseFile))
	require.NoError(t, err)
	r, err := wave.NewReader(f, nil)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	assert.NoError(t, f.Close(), "a file that the caller opened is the caller's to close")
}

func TestMaxChannels(t *testing.T) {
	file := wavtest.File(wavtest.PCM(6, 8000, 16), wavtest.Noise(24))
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			for limit, want := range map[int]error{
				0: nil, 6: nil, 7: nil, 5: wave.ErrTooManyChannels, 1: wave.ErrTooManyChannels,
			} {
				r, err := way.open(t, file, wave.ReaderOptions{MaxChannels: limit})
				if want == nil {
					require.NoError(t, err)
					closing(t, r)
					continue
				}
				requireError(t, err, want, 6)
				assert.ErrorIs(t, err, wave.ErrLimit)
			}
		})
	}
}

func TestFailedOpenLeavesNoFileOpen(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("this system does not list open files")
	}
	path := onDisk(t, baseFile[:40])
	count := func() int {
		fds, err := os.ReadDir("/proc/self/fd")
		require.NoError(t, err)
		return len(fds)
	}
	before := count()
	for range 10 {
		_, err := wave.Open(path, nil)
		require.Error(t, err)
	}
	assert.Equal(t, before, count())
}
