package riff

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests the window of a Source.

// Frames that do not fill a buffer leave a rest in it, behind which the stream is read on. It is not shifted by that.
func TestBytesLieInTheWindowAsInTheStream(t *testing.T) {
	const header, frame = 44, 6
	s := located(t, bytes.NewReader(wavtest.Noise(10000)), 512)
	_, err := s.ReadFull(make([]byte, header))
	require.NoError(t, err)
	for windows := 0; ; windows++ {
		window, err := s.Window(frame, 50*frame)
		if err != nil {
			require.Greater(t, windows, 20)
			return
		}
		address := int64(uintptr(unsafe.Pointer(unsafe.SliceData(window))))
		require.Equal(t, s.Offset()%bufferAlign, address%bufferAlign, "window %d", windows)
		s.Advance(len(window) / frame * frame)
	}
}

// Windows, reads, seeks and bytes put back can be mixed: what comes next are the bytes of the stream.
func TestWindowShowsTheBytesOfTheStream(t *testing.T) {
	const size = 500
	stream := wavtest.Noise(size)
	for name, open := range map[string]func() io.Reader{
		"seekable":     func() io.Reader { return bytes.NewReader(stream) },
		"not":          func() io.Reader { return unseekable(bytes.NewReader(stream)) },
		"half":         func() io.Reader { return iotest.HalfReader(bytes.NewReader(stream)) },
		"with the end": func() io.Reader { return iotest.DataErrReader(bytes.NewReader(stream)) },
	} {
		for _, readAhead := range []int{0, 1, 7, 64, size, 4096} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", name, readAhead), func(t *testing.T) {
				random := rand.New(rand.NewPCG(5, uint64(readAhead)))
				s := located(t, open(), readAhead)
				position := 0
				for step := range 5000 {
					switch random.IntN(4) {
					case 0:
						least := 1 + random.IntN(40)
						most := least + random.IntN(60)
						window, err := s.Window(least, most)
						require.LessOrEqual(t, len(window), most, "step %d", step)
						require.Equal(t, stream[position:position+len(window)], window, "step %d", step)
						if len(window) < least {
							require.Equal(t, io.EOF, err, "step %d", step)
							require.Equal(t, size, position+len(window), "step %d", step)
						} else {
							require.NoError(t, err, "step %d", step)
						}
						n := random.IntN(len(window) + 1)
						s.Advance(n)
						position += n
					case 1:
						p := make([]byte, random.IntN(100))
						n, err := s.ReadFull(p)
						require.Equal(t, stream[position:position+n], p[:n], "step %d", step)
						position += n
						if err != nil {
							require.Equal(t, io.EOF, err, "step %d", step)
							back := random.IntN(n + 1)
							s.Unread(p[n-back : n])
							position -= back
						}
					case 2:
						if s.Seekable() {
							position = random.IntN(size + 1)
							require.NoError(t, s.SeekTo(int64(position)))
						}
					case 3:
						if s.Seekable() {
							require.NoError(t, s.Forget())
						}
					}
					require.EqualValues(t, position, s.Offset(), "step %d", step)
				}
			})
		}
	}
}

func TestWindowTakesWhatWasAskedFor(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.Noise(200))}
	s := located(t, recorder, 0)
	recorder.Take()
	for _, step := range []struct {
		name        string
		least, most int
		advance     int
		want        []string
	}{
		{"as much as may be", 4, 10, 7, []string{"read 10"}},
		{"less than is there", 1, 2, 2, nil},
		{"more than is there", 3, 11, 11, []string{"read 10"}},
	} {
		window, err := s.Window(step.least, step.most)
		require.NoError(t, err, step.name)
		assert.Len(t, window, step.most, step.name)
		s.Advance(step.advance)
		assert.Equal(t, step.want, recorder.Take(), step.name)
	}
	require.NoError(t, s.SeekTo(3))
	assert.Equal(t, []string{"seek 3"}, recorder.Take(), "a stream that is read exactly stands where it was sent")
}

func TestWindowReadsAhead(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.Noise(200))}
	s := located(t, recorder, 64)
	recorder.Take()
	for range 50 {
		window, err := s.Window(4, 4)
		require.NoError(t, err)
		require.Len(t, window, 4)
		s.Advance(4)
	}
	assert.Equal(t, []string{"read 64", "read 64", "read 64", "read 8"}, recorder.Take(), "and not past the end")
	_, err := s.Window(1, 1)
	assert.Equal(t, io.EOF, err)
}

func TestWindowOfOddStreams(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps script
		n     int
		want  error // nil: not one that has a name
		after error // of the next window
	}{
		{"more bytes than asked for", script{{99, nil}}, 0, nil, io.EOF},
		{"nothing for ever", make(script, 100), 0, io.ErrNoProgress, io.EOF},
		{"nothing for a while", append(make(script, 99), script{{2, nil}, {0, nil}, {2, nil}}...), 4, nil, io.EOF},
		{"a failure along with some bytes", script{{2, errBroken}}, 2, errBroken, io.EOF},
		{"a failure after some bytes", script{{2, nil}, {0, errBroken}}, 2, errBroken, io.EOF},
		{"a failure along with all bytes", script{{4, errBroken}}, 4, nil, errBroken},
		{"the end along with some bytes", script{{2, io.EOF}}, 2, io.EOF, io.EOF},
	} {
		t.Run(test.name, func(t *testing.T) {
			steps := test.steps
			s := located(t, sized{&steps, -1}, 0)
			window, err := s.Window(4, 4)
			assert.Len(t, window, test.n)
			switch {
			case test.want != nil:
				assert.Equal(t, test.want, err)
			case test.n == 4:
				assert.NoError(t, err)
			default:
				assert.Error(t, err)
			}
			window, err = s.Window(5, 5)
			assert.Len(t, window, test.n, "they are still there")
			assert.Equal(t, test.after, err)
			assert.Zero(t, s.Offset())
		})
	}
}

// A buffer is kept for the next source, and never for two at a time.
func TestBuffersServeTheNextSource(t *testing.T) {
	content := wavtest.Noise(3 * usualBuffer)
	for range 3 {
		var sources []*Source
		for i := range 3 {
			s, err := OpenSource(fileOf(t, content[i:]), false)
			require.NoError(t, err)
			s.ReadAhead(usualBuffer)
			_, err = s.Window(1, 1)
			require.NoError(t, err)
			sources = append(sources, s)
		}
		for i, s := range sources {
			window, err := s.Window(1, 1000)
			require.NoError(t, err)
			require.Equal(t, content[i:i+1000], window)
			require.NoError(t, s.Close())
		}
	}
}

// hoarder is a stream that keeps what it was given to fill.
type hoarder struct {
	*bytes.Reader
	kept [][]byte
}

func (h *hoarder) Read(p []byte) (int, error) {
	h.kept = append(h.kept, p)
	return h.Reader.Read(p)
}

// What a stream does with a buffer when it should not any more does not hurt others.
func TestBuffersOfOtherStreamsServeNobodyElse(t *testing.T) {
	content := wavtest.Noise(2 * usualBuffer)
	stream := &hoarder{Reader: bytes.NewReader(content)}
	s := located(t, stream, usualBuffer)
	_, err := s.Window(1, 1)
	require.NoError(t, err)
	require.NoError(t, s.Close())

	s, err = OpenSource(fileOf(t, content), false)
	require.NoError(t, err)
	s.ReadAhead(usualBuffer)
	window, err := s.Window(usualBuffer, usualBuffer)
	require.NoError(t, err)
	require.NotEmpty(t, stream.kept)
	for _, kept := range stream.kept {
		clear(kept)
	}
	assert.Equal(t, content[:usualBuffer], window)
	require.NoError(t, s.Close())
}
