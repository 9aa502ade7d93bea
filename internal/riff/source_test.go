package riff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests Source.

// located returns a source that knows whether it can seek.
func located(t *testing.T, r io.Reader, readAhead int) *Source {
	t.Helper()
	s := NewSource(r)
	s.ReadAhead(readAhead)
	require.NoError(t, s.locate())
	return s
}

// Whatever is read and sought, the bytes are those of the stream.
func TestSourceServesTheBytesOfTheStream(t *testing.T) {
	const size = 500
	stream := wavtest.Noise(size)
	for _, readAhead := range []int{0, 1, 2, 7, 64, size, 4096} {
		t.Run(fmt.Sprintf("read-ahead %d", readAhead), func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, uint64(readAhead)))
			s := located(t, iotest.HalfReader(bytes.NewReader(stream)), readAhead)
			assert.False(t, s.Seekable(), "HalfReader has no Seek")
			s = located(t, bytes.NewReader(stream), readAhead)
			position := 0
			for step := range 5000 {
				if random.IntN(2) == 0 {
					position = random.IntN(size + 1)
					if random.IntN(2) == 0 { // near where it is, where a read-ahead still has the bytes
						position = min(max(0, int(s.Offset())+random.IntN(41)-20), size)
					}
					require.NoError(t, s.SeekTo(int64(position)))
				}
				p := make([]byte, random.IntN(100))
				n, err := s.ReadFull(p)
				require.Equal(t, stream[position:min(position+len(p), size)], p[:n], "step %d", step)
				if n < len(p) {
					require.Equal(t, io.EOF, err)
				} else {
					require.NoError(t, err)
				}
				position += n
				require.EqualValues(t, position, s.Offset())
			}
		})
	}
}

func TestSourceReadsExactly(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.Noise(100))}
	s := located(t, recorder, 0)
	assert.Equal(t, []string{"tell", "seek end", "seek 0"}, recorder.Take())
	for _, n := range []int{4, 1, 14, 2} {
		_, err := s.ReadFull(make([]byte, n))
		require.NoError(t, err)
	}
	require.NoError(t, s.SkipTo(50))
	assert.Equal(t, []string{"read 4", "read 1", "read 14", "read 2", "seek 50"}, recorder.Take())
}

func TestSourceReadsExactlyWhatCannotSeek(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.Noise(20000))}
	s := located(t, unseekable(recorder), 4096)
	_, err := s.ReadFull(make([]byte, 3))
	require.NoError(t, err)
	require.NoError(t, s.SkipTo(10000))
	assert.Equal(t, []string{"read 3", "read 8192", "read 1805"}, recorder.Take())
	assert.EqualValues(t, 10000, s.Offset())
	assert.Equal(t, ErrUnseekable, s.SeekTo(0))
	assert.Equal(t, io.EOF, s.SkipTo(20001))
}

// sized is a stream that tells its size.
type sized struct {
	io.ReadSeeker
	size int64
}

func (s sized) Size() int64 { return s.size }

func TestSourceSize(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	require.NoError(t, err)
	defer file.Close()
	_, err = file.Write(make([]byte, 70))
	require.NoError(t, err)
	_, err = file.Seek(10, io.SeekStart)
	require.NoError(t, err)
	seeker := struct{ io.ReadSeeker }{bytes.NewReader(make([]byte, 70))}

	for _, test := range []struct {
		name   string
		stream io.Reader
		want   int64
	}{
		{"found by seeking", seeker, 70},
		{"told", sized{seeker, 30}, 30},
		{"told to be unknown", sized{seeker, -1}, -1},
		{"no other negative size either", sized{seeker, -401}, -1},
		{"of a file", file, 70},
		{"of a stream that cannot seek", unseekable(seeker), -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := located(t, test.stream, 0)
			assert.Equal(t, test.want, s.Size())
		})
	}
	position, err := file.Seek(0, io.SeekCurrent)
	require.NoError(t, err)
	assert.EqualValues(t, 10, position, "the file stands where it stood")
}

// seekless is a stream whose Seek says no.
type seekless struct {
	io.Reader
	err error
}

func (s seekless) Seek(int64, int) (int64, error) { return 0, s.err }

func TestSourceThatCannotSeek(t *testing.T) {
	stream := bytes.NewReader(wavtest.Noise(9))
	wrapped := fmt.Errorf("a socket: %w", ErrUnseekable)
	s := located(t, seekless{stream, wrapped}, 64)
	assert.False(t, s.Seekable())
	_, err := s.ReadFull(make([]byte, 4))
	require.NoError(t, err)
	assert.Equal(t, 5, stream.Len(), "no read-ahead")

	err = NewSource(seekless{stream, errBroken}).locate()
	assert.ErrorIs(t, err, errBroken, "another failure is no answer")
}

func TestSourceKnowsAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	assert.False(t, located(t, r, 64).Seekable())
}

func TestSourceOfAFileOpenedForAppendingSeeks(t *testing.T) {
	file, err := os.OpenFile(t.TempDir()+"/file", os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	require.NoError(t, err)
	defer file.Close()
	assert.True(t, located(t, file, 0).Seekable())
}

// script is a stream whose reads go as written.
type script []struct {
	n   int
	err error
}

func (s *script) Read(p []byte) (int, error) {
	if len(*s) == 0 {
		return 0, io.EOF
	}
	step := (*s)[0]
	*s = (*s)[1:]
	return step.n, step.err
}

func (s *script) Seek(offset int64, _ int) (int64, error) { return offset, nil }

func TestSourceSurvivesOddStreams(t *testing.T) {
	for _, readAhead := range []int{0, 8} {
		for _, test := range []struct {
			name  string
			steps script
			n     int
			want  error // nil: not one that has a name
		}{
			{"more bytes than asked for", script{{99, nil}}, 0, nil},
			{"a negative number of bytes", script{{-1, nil}}, 0, nil},
			{"nothing for ever", make(script, 1000), 0, io.ErrNoProgress},
			{"nothing for a while", append(make(script, 99), script{{2, nil}, {0, nil}, {2, nil}}...), 4, nil},
			{"a failure along with some bytes", script{{2, errBroken}}, 2, errBroken},
			{"a failure after some bytes", script{{2, nil}, {0, errBroken}}, 2, errBroken},
			{"the end along with some bytes", script{{2, io.EOF}}, 2, io.EOF},
		} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", test.name, readAhead), func(t *testing.T) {
				steps := test.steps
				s := located(t, sized{&steps, -1}, readAhead)
				n, err := s.ReadFull(make([]byte, 4))
				assert.Equal(t, test.n, n)
				assert.EqualValues(t, test.n, s.Offset())
				switch {
				case test.want != nil:
					assert.Equal(t, test.want, err)
				case test.n == 4:
					assert.NoError(t, err)
				default:
					assert.Error(t, err)
				}
			})
		}
	}
}

func TestSourceStaysWhereItWasIfSeekingFails(t *testing.T) {
	stream := &breakable{ReadSeeker: bytes.NewReader(wavtest.Noise(100))}
	s := located(t, stream, 0)
	require.NoError(t, s.SeekTo(40))
	stream.err = errBroken
	assert.ErrorIs(t, s.SeekTo(10), errBroken)
	assert.EqualValues(t, 40, s.Offset())
}

// breakable is a stream whose Seek can be made to fail.
type breakable struct {
	io.ReadSeeker
	err error
}

func (b *breakable) Seek(offset int64, whence int) (int64, error) {
	if b.err != nil {
		return 0, b.err
	}
	return b.ReadSeeker.Seek(offset, whence)
}

func TestSkipReadsIfAStreamChangesItsMindAboutSeeking(t *testing.T) {
	stream := &breakable{ReadSeeker: bytes.NewReader(wavtest.Noise(100))}
	s := located(t, stream, 0)
	stream.err = errors.Join(ErrUnseekable)
	require.NoError(t, s.SkipTo(60))
	rest, err := io.ReadAll(stream)
	require.NoError(t, err)
	assert.Equal(t, wavtest.Noise(100)[60:], rest)
}

// farTeller is a stream that says that it stands, and ends, where nothing can.
type farTeller struct{ io.Reader }

func (farTeller) Seek(int64, int) (int64, error) { return math.MaxInt64, nil }

func TestSourceDoesNotBelieveImpossiblePositions(t *testing.T) {
	assert.Error(t, NewSource(farTeller{bytes.NewReader(nil)}).locate())

	s := NewSource(sized{&script{{0, nil}}, math.MaxInt64})
	require.NoError(t, s.locate())
	assert.Equal(t, int64(largest), s.Size())
}

// zeroTeller is a stream that accepts each seek and says that it stands at 0, as /dev/zero and some pipes do.
type zeroTeller struct{ io.Reader }

func (zeroTeller) Seek(int64, int) (int64, error) { return 0, nil }

func TestAStreamThatTellsLessThanWasReadCannotSeek(t *testing.T) {
	s := NewSource(zeroTeller{bytes.NewReader(wavtest.Noise(20))})
	var eight [8]byte
	_, err := s.ReadFull(eight[:])
	require.NoError(t, err)
	require.NoError(t, s.locate())
	assert.False(t, s.Seekable())
	assert.EqualValues(t, 8, s.Offset())
}

// What stands elsewhere can be read without losing what was read ahead.
func TestReadAt(t *testing.T) {
	bytesOf := wavtest.Noise(100)
	for _, ahead := range []int{0, 1, 16, 1000} {
		recorder := &wavtest.Recorder{Stream: bytes.NewReader(bytesOf)}
		s := NewSource(recorder)
		s.ReadAhead(ahead)
		require.NoError(t, s.locate())
		var audio []byte
		for at := range 93 {
			one := make([]byte, 1)
			_, err := s.ReadFull(one)
			require.NoError(t, err)
			audio = append(audio, one...)
			there := make([]byte, 10)
			n, err := s.ReadAt(there, int64(at))
			if at > 90 {
				assert.Equal(t, io.EOF, err)
			} else {
				require.NoError(t, err)
			}
			assert.Equal(t, bytesOf[at:min(100, at+10)], there[:n], "%d bytes ahead, at %d", ahead, at)
			assert.EqualValues(t, at+1, s.Offset())
		}
		assert.Equal(t, bytesOf[:93], audio)
	}
	_, err := NewSource(unseekable(bytes.NewReader(bytesOf))).ReadAt(make([]byte, 1), 0)
	assert.ErrorIs(t, err, ErrUnseekable)
}

func TestReadAtOfWhatWasReadAheadAsksNobody(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.Noise(100))}
	s := NewSource(recorder)
	s.ReadAhead(50)
	require.NoError(t, s.locate())
	_, err := s.ReadFull(make([]byte, 10))
	require.NoError(t, err)
	recorder.Take()
	for _, at := range []int64{0, 5, 10, 40} {
		_, err := s.ReadAt(make([]byte, 10), at)
		require.NoError(t, err)
	}
	assert.Empty(t, recorder.Take())
	_, err = s.ReadAt(make([]byte, 10), 60)
	require.NoError(t, err)
	assert.Equal(t, []string{"seek 60", "read 10", "seek 50"}, recorder.Take())
}
