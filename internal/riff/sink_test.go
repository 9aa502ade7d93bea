package riff

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests Sink.

// Whatever is written and sought, the stream ends up as if nothing was gathered.
func TestSinkWritesTheSameBytesHoweverItGathers(t *testing.T) {
	for _, gather := range []int{-1, 0, 1, 7, 64, 4096} {
		t.Run(fmt.Sprintf("gather %d", gather), func(t *testing.T) {
			random := rand.New(rand.NewPCG(2, 0))
			disk := &wavtest.Disk{Room: 1 << 20}
			s := NewSink(disk, gather)
			var want []byte
			position := 0
			for range 2000 {
				if random.IntN(10) == 0 {
					position = random.IntN(len(want) + 1)
					require.NoError(t, s.SeekTo(int64(position)))
				}
				p := wavtest.Noise(random.IntN(100))
				n, err := s.Write(p)
				require.NoError(t, err)
				require.Equal(t, len(p), n)
				want = append(want[:position], append(p, want[min(position+len(p), len(want)):]...)...)
				position += len(p)
				told, err := s.Tell()
				require.NoError(t, err)
				require.EqualValues(t, position, told)
			}
			require.NoError(t, s.Pass())
			assert.Equal(t, want, disk.Bytes)
			assert.Zero(t, s.Lost())
		})
	}
}

func TestSinkPassesOnEachWriteAsItIs(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: &wavtest.Disk{Room: 100}}
	s := NewSink(recorder, 0)
	for _, n := range []int{4, 0, 32} {
		_, err := s.Write(make([]byte, n))
		require.NoError(t, err)
	}
	require.NoError(t, s.Flush())
	assert.Equal(t, []string{"write 4", "write 0", "write 32", "flush"}, recorder.Take())
}

func TestSinkGathers(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: &wavtest.Disk{Room: 100}}
	s := NewSink(recorder, 10)
	for _, n := range []int{4, 5, 3, 40, 2} {
		_, err := s.Write(make([]byte, n))
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"write 9", "write 3", "write 40"}, recorder.Take())
	require.NoError(t, s.Flush())
	assert.Equal(t, []string{"write 2", "flush"}, recorder.Take())
}

// What was accepted is on the disk or lost; what was refused the caller knows of.
func TestSinkCountsWhatIsLost(t *testing.T) {
	for _, gather := range []int{0, 1, 5, 16, 1000} {
		for room := range 40 {
			disk := &wavtest.Disk{Room: room}
			s := NewSink(disk, gather)
			accepted := 0
			var err error
			for i := 0; i < 8 && err == nil; i++ {
				var n int
				n, err = s.Write(make([]byte, 6))
				accepted += n
			}
			if err == nil {
				err = s.Pass()
			}
			require.ErrorIs(t, err, wavtest.ErrFull, "room %d, gather %d", room, gather)
			lost := s.Lost()
			assert.EqualValues(t, len(disk.Bytes), int64(accepted)-lost, "room %d, gather %d", room, gather)
			assert.Equal(t, room, len(disk.Bytes), "room %d, gather %d", room, gather)
			assert.Zero(t, s.Lost(), "told once")
		}
	}
}

// writes is a stream whose writes go as written.
type writes []struct {
	n   int
	err error
}

func (w *writes) Write([]byte) (int, error) {
	step := (*w)[0]
	if len(*w) > 1 {
		*w = (*w)[1:]
	}
	return step.n, step.err
}

func TestSinkSurvivesOddStreams(t *testing.T) {
	for _, test := range []struct {
		name  string
		steps writes
		n     int
		want  error // nil: not one that has a name
	}{
		{"a byte at a time", writes{{1, nil}}, 4, nil},
		{"nothing without a word", writes{{1, nil}, {0, nil}}, 1, io.ErrShortWrite},
		{"more than it was given", writes{{99, nil}}, 0, nil},
		{"a negative number", writes{{2, nil}, {-1, nil}}, 2, nil},
		{"some and a failure", writes{{3, errBroken}}, 3, errBroken},
	} {
		t.Run(test.name, func(t *testing.T) {
			n, err := NewSink(&test.steps, 0).Write(make([]byte, 4))
			assert.Equal(t, test.n, n)
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

// placed is a stream that says that it stands at a place.
type placed struct {
	writes
	place int64
}

func (p *placed) Seek(int64, int) (int64, error) { return p.place, nil }

func TestSinkDoesNotBelieveImpossiblePositions(t *testing.T) {
	for _, place := range []int64{-1, math.MinInt64, largest + 1, math.MaxInt64} {
		_, err := NewSink(&placed{place: place}, 0).Tell()
		assert.Error(t, err, "%d", place)
	}
	place, err := NewSink(&placed{place: largest}, 0).Tell()
	assert.NoError(t, err)
	assert.Equal(t, int64(largest), place)
}

func TestSinkThatCannotSeek(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	appending, err := os.OpenFile(t.TempDir()+"/file", os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	require.NoError(t, err)
	defer appending.Close()

	for name, stream := range map[string]io.Writer{"no Seek": io.Discard, "pipe": w, "opened for appending": appending} {
		t.Run(name, func(t *testing.T) {
			s := NewSink(stream, 0)
			_, err := s.Tell()
			assert.ErrorIs(t, err, ErrUnseekable)
			assert.ErrorIs(t, s.SeekTo(0), ErrUnseekable)
		})
	}
}

func TestSinkSeeksInAFile(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/file")
	require.NoError(t, err)
	defer file.Close()
	s := NewSink(file, 8)
	_, err = s.Write([]byte("abcd"))
	require.NoError(t, err)
	require.NoError(t, s.SeekTo(1))
	_, err = s.Write([]byte("X"))
	require.NoError(t, err)
	require.NoError(t, s.Flush())
	got, err := os.ReadFile(file.Name())
	require.NoError(t, err)
	assert.Equal(t, "aXcd", string(got))
}

// Room is another way to write: the stream ends up the same, whatever of it was filled.
func TestRoomIsAnotherWayToWrite(t *testing.T) {
	for _, gather := range []int{0, 1, 7, 64, 4096, blockSize} {
		t.Run(fmt.Sprintf("gather %d", gather), func(t *testing.T) {
			random := rand.New(rand.NewPCG(6, 0))
			disk := &wavtest.Disk{Room: 1 << 24}
			s := NewSink(disk, gather)
			var want []byte
			for range 300 {
				n := random.IntN(100)
				if random.IntN(30) == 0 {
					n = 2*blockSize + random.IntN(10)
				}
				p := wavtest.Noise(n)
				want = append(want, p...)
				if random.IntN(3) == 0 {
					_, err := s.Write(p)
					require.NoError(t, err)
					continue
				}
				for len(p) > 0 {
					room, err := s.Room(len(p))
					require.NoError(t, err)
					require.LessOrEqual(t, len(room), len(p))
					require.GreaterOrEqual(t, len(room), min(len(p), blockSize))
					filled := copy(room, p[:max(1, len(room)-random.IntN(3))])
					n, err := s.Fill(room[:filled])
					require.NoError(t, err)
					require.Equal(t, filled, n)
					p = p[filled:]
				}
			}
			require.NoError(t, s.Pass())
			require.True(t, bytes.Equal(want, disk.Bytes))
			assert.Zero(t, s.Lost())
		})
	}
}

func TestRoomIsGatheredAsWritesAre(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: &wavtest.Disk{Room: 100}}
	s := NewSink(recorder, 10)
	for _, n := range []int{4, 5, 3, 40, 2} {
		room, err := s.Room(n)
		require.NoError(t, err)
		_, err = s.Fill(room)
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"write 9", "write 3", "write 40"}, recorder.Take())
	require.NoError(t, s.Flush())
	assert.Equal(t, []string{"write 2", "flush"}, recorder.Take())
}

func TestRoomTellsOfAFailure(t *testing.T) {
	for _, gather := range []int{0, 8} {
		disk := &wavtest.Disk{Room: 5}
		s := NewSink(disk, gather)
		accepted := 0
		var err error
		for err == nil {
			var room []byte
			if room, err = s.Room(3); err == nil {
				var n int
				n, err = s.Fill(room)
				accepted += n
			}
		}
		require.ErrorIs(t, err, wavtest.ErrFull)
		assert.EqualValues(t, 5, int64(accepted)-s.Lost(), "gather %d", gather)
	}
}

// A sink of a file begins with little memory and takes more before it passes anything on.
func TestSinkOfAFileGathersMoreWhenItWouldBeFull(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "sink"))
	require.NoError(t, err)
	defer func() { assert.NoError(t, f.Close()) }()
	inFile := func() int64 {
		info, err := f.Stat()
		require.NoError(t, err)
		return info.Size()
	}

	for range 2 { // the second sink has the memory of the first
		require.NoError(t, f.Truncate(0))
		s := NewSink(f, UsualGather)
		require.NoError(t, s.SeekTo(0))
		assert.Equal(t, firstGather, cap(s.gather))
		piece := bytes.Repeat([]byte{1, 2, 3}, 10_000)
		for written := 0; written+len(piece) < UsualGather; written += len(piece) {
			_, err := s.Write(piece)
			require.NoError(t, err)
			assert.Zero(t, inFile())
		}
		gathered := int64(len(s.gather))
		_, err := s.Write(piece)
		require.NoError(t, err)
		assert.Equal(t, gathered, inFile())
		require.NoError(t, s.Pass())
		assert.Equal(t, gathered+int64(len(piece)), inFile())
		s.Release()
	}
}
