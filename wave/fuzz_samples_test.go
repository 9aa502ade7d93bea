package wave_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file fuzzes what can be had of a file that opens: samples of each type from each frame, and views of its metadata.

// Whatever file it is: samples of all types agree with each other, whichever way they are read and from wherever; and
// each view says the same each time.
func FuzzSamples(f *testing.F) {
	for _, file := range seeds(f) {
		f.Add(file, uint8(3), false)
		f.Add(file, uint8(100), true)
	}
	f.Fuzz(func(t *testing.T, file []byte, piece uint8, allFrames bool) {
		opts := wave.ReaderOptions{AllFrames: allFrames, ReadAhead: 3 * int(piece)}
		r := opened(file, &opts)
		if r == nil {
			return
		}
		checkViews(t, r)
		format := r.Format()
		frames := 1 + int(piece)
		if format.Channels > 64 {
			frames = 1 + int(piece)%2 // the buffers are large
		}
		s := sampling{file, &opts, r, frames}
		if format.Encoding() == wave.EncodingFloat {
			requireConverted(t, s, sampled[float64](t, s))
		} else {
			requireConverted(t, s, sampled[int64](t, s))
		}
		require.NoError(t, r.Close())
	})
}

// A sampling is a file whose samples are read, so many frames at a time.
type sampling struct {
	file   []byte
	opts   *wave.ReaderOptions
	r      *wave.Reader
	frames int
}

// requireConverted checks that the samples of each type are those of the most exact type, converted. It takes nil if
// there are none to be had.
func requireConverted[From wave.Sample](t *testing.T, s sampling, exact []From) {
	converted(t, s, exact, sampled[uint8])
	converted(t, s, exact, sampled[int16])
	converted(t, s, exact, sampled[wave.Int24])
	converted(t, s, exact, sampled[wave.Int24Left])
	converted(t, s, exact, sampled[wave.Int24Right])
	converted(t, s, exact, sampled[int32])
	converted(t, s, exact, sampled[int64])
	converted(t, s, exact, sampled[float32])
	converted(t, s, exact, sampled[float64])
}

func converted[To, From wave.Sample](
	t *testing.T, s sampling, exact []From, read func(*testing.T, sampling) []To,
) {
	want := make([]To, len(exact))
	wave.ConvertSamples(want, exact)
	got := read(t, s)
	require.True(t, identical(want, got), "%T from %T: %v, not %v", *new(To), *new(From), got, want)
}

// sampled reads all samples as those of a type: in pieces, planar, through a stream, and from some frames on.
func sampled[S wave.Sample](t *testing.T, s sampling) []S {
	r, channels := s.r, s.r.Format().Channels
	require.NoError(t, r.SeekFrame(0))
	if _, err := wave.Read(r, []S{}); errors.Is(err, wave.ErrUnsupported) {
		_, err = wave.ReadPlanar(r, make([][]S, channels))
		require.ErrorIs(t, err, wave.ErrUnsupported)
		return nil
	}
	require.NotEqual(t, wave.EncodingUnknown, r.Format().Encoding())
	all := readSamples[S](t, r, s.frames)
	require.EqualValues(t, len(all), r.Frames()*int64(channels))
	require.Equal(t, r.Frames(), r.Tell())

	require.NoError(t, r.SeekFrame(0))
	planes := readPlanes[S](t, r, s.frames)
	for i := range all {
		plane := planes[i%channels]
		require.True(t, identical(all[i:i+1], plane[i/channels:i/channels+1]), "sample %d of a plane", i)
	}
	for _, plane := range planes {
		require.EqualValues(t, r.Frames(), len(plane))
	}
	for frame := int64(0); frame < r.Frames(); frame += 1 + r.Frames()/3 {
		require.NoError(t, r.SeekFrame(frame))
		require.Equal(t, frame, r.Tell())
		rest := readSamples[S](t, r, s.frames)
		require.True(t, identical(all[frame*int64(channels):], rest), "from frame %d on", frame)
	}

	stream, err := wave.NewReader(forward(bytes.NewReader(s.file)), s.opts)
	if err != nil {
		require.ErrorIs(t, err, wave.ErrDataFirst)
		return all
	}
	got := readSamples[S](t, stream, s.frames)
	if stream.Frames() == r.Frames() { // it comes too late to a fact chunk behind the audio
		require.True(t, identical(all, got), "through a stream")
	}
	return all
}

// checkViews checks that all that is told of a file is told the same twice, and that its metadata is as its chunks are.
func checkViews(t *testing.T, r *wave.Reader) {
	m, err := r.Metadata()
	require.NoError(t, err)
	before := m.Clone()
	for _, v := range views {
		says := v.get(m)
		requireSaid(t, says, v.get(m))
		if reflect.ValueOf(says).IsZero() {
			continue
		}
		changed := m.Clone()
		require.NoError(t, v.set(changed, says), v.name)
		requireSaid(t, says, v.get(changed))
	}
	for _, tag := range m.Tags() {
		_, there := m.Tag(tag.ID)
		require.True(t, there)
	}
	m.CodePage()
	require.Equal(t, before, m, "looking changes nothing")

	info := r.Info()
	require.Equal(t, info, r.Info())
	require.Equal(t, r.Frames(), info.Frames)
	again, err := r.Metadata()
	require.NoError(t, err)
	require.Equal(t, m, again)
	chunks, err := r.Chunks()
	require.NoError(t, err)
	for _, chunk := range m.Chunks {
		found := false
		for i := range chunks {
			if chunks[i].ID == chunk.ID && !found && chunk.ID != dataID {
				payload, err := r.ReadChunk(i)
				require.NoError(t, err)
				found = bytes.Equal(payload, chunk.Data)
			}
		}
		require.True(t, found, "%v", chunk.ID)
	}
}
