package wave_test

import (
	"bytes"
	"errors"
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

// This file tests a Writer whose stream fails.

// A disk may be full after any byte. What is left behind is a file with the frames that fit, and the caller is told.
func TestFullDisk(t *testing.T) {
	for _, test := range []struct {
		name   string
		format wave.Format
		chunk  int // bytes for each write
	}{
		{"frames of 3 bytes, one at a time", mono24, 3},
		{"frames of 3 bytes, in odd pieces", mono24, 7},
		{"frames of 3 bytes, all at once", mono24, 60},
		{"frames of 1 byte", mono8, 5},
		{"floats", float32s, 16},
	} {
		data := wavtest.Noise(63)
		if test.format.Tag == wave.TagFloat {
			data = wavtest.Noise(64)
		}
		full := write(t, test.format, data)
		for _, gather := range []int{0, 1, 5, 48, 4096} {
			t.Run(fmt.Sprintf("%s, gather %d", test.name, gather), func(t *testing.T) {
				for room := range len(full) {
					for _, frames := range []int64{0, 1000} {
						where := fmt.Sprintf("room for %d bytes, %d frames declared", room, frames)
						disk := &wavtest.Disk{Room: room}
						w, err := wave.NewWriter(disk, test.format, &wave.WriterOptions{Frames: frames, Gather: gather})
						require.NoError(t, err)
						accepted := 0
						for accepted < len(data) && err == nil {
							var n int
							n, err = w.WriteBytes(data[accepted:min(accepted+test.chunk, len(data))])
							accepted += n
						}
						closing := w.Close()
						require.ErrorIs(t, errors.Join(err, closing), wavtest.ErrFull, where)
						if closing == nil { // the last write was refused as a whole
							require.EqualValues(t, accepted, w.BytesWritten(), where)
						}
						requireFramesThatFit(t, disk.Bytes, w, data, where)
					}
				}
			})
		}
	}
}

// A disk may be full after any byte of any header, of a header that becomes another, of a checkpoint or of the chunks
// behind the audio.
func TestFullDiskForEachContainer(t *testing.T) {
	for _, c := range containersToWrite {
		for _, format := range []wave.Format{mono8, mono24, float32s} {
			for _, gather := range []int{0, 5, 4096} {
				for _, checkpoint := range []int64{0, 9} {
					name := fmt.Sprintf("%s, %d bits, gather %d, checkpoint %d",
						containerName(c), format.BitsPerSample, gather, checkpoint)
					t.Run(name, func(t *testing.T) {
						opts := wave.WriterOptions{Container: c, Gather: gather, CheckpointBytes: checkpoint}
						if c == wave.ContainerAuto {
							opts.MaxRIFF = 250
						}
						data := wavtest.Noise(7 * 24)
						full := made(t, format, opts, someFor(c), data)
						for room := range len(full) {
							where := fmt.Sprintf("room for %d bytes", room)
							disk := &wavtest.Disk{Room: room}
							w, err := wave.NewWriter(disk, format, &opts)
							require.NoError(t, err)
							require.NoError(t, w.SetMetadata(someFor(c)))
							accepted := 0
							for accepted < len(data) && err == nil {
								var n int
								n, err = w.WriteBytes(data[accepted:min(accepted+7, len(data))])
								accepted += n
							}
							require.ErrorIs(t, errors.Join(err, w.Close()), wavtest.ErrFull, where)
							start := int(w.DataOffset())
							if len(disk.Bytes) < start {
								continue // not even the header fitted
							}
							refused := refusedOnAFullDisk
							if c == wave.ContainerWave64 {
								refused &^= wave.RepairRIFFSize // its pad bytes are up to 7
							}
							r, err := wave.NewReader(bytes.NewReader(disk.Bytes), &wave.ReaderOptions{Refuse: refused})
							require.NoError(t, err, where)
							got := string(readAll(t, r, 100))
							require.EqualValues(t, len(got), w.BytesWritten(), where)
							require.Equal(t, string(data[:len(got)]), got, where)
							if checkpoint == 0 {
								align := w.Format().BlockAlign
								fits := min(room-start, len(data)) / align * align
								require.GreaterOrEqual(t, len(got), fits, where)
							}
						}
					})
				}
			}
		}
	}
}

// What does not fit may leave a frame that is cut, or a chunk behind the audio. A name that cannot be printed is part
// of the test.
const refusedOnAFullDisk = wave.RepairAll &^ (wave.RepairPartialFrame | wave.RepairTrailing | wave.RepairChunkSize |
	wave.RepairChunkID)

// failing is a file whose calls fail from one on: that one alone, or all.
type failing struct {
	wavtest.Disk
	calls, from int
	once        bool
}

func (f *failing) fails() bool {
	f.calls++
	return f.calls == f.from || f.calls > f.from && !f.once
}

func (f *failing) Write(p []byte) (int, error) {
	if f.fails() {
		return 0, errBroken
	}
	return f.Disk.Write(p)
}

func (f *failing) Seek(offset int64, whence int) (int64, error) {
	if f.fails() {
		return 0, errBroken
	}
	return f.Disk.Seek(offset, whence)
}

// Any call of the stream may fail, once or from then on. The caller is told, and what a checkpoint completed stays
// readable, whichever container it is or was about to become.
func TestAnyCallMayFail(t *testing.T) {
	for _, c := range containersToWrite {
		for _, gather := range []int{0, 50} {
			for _, once := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, gather %d, once %t", containerName(c), gather, once), func(t *testing.T) {
					data := wavtest.Noise(5 * 60)
					for from := 1; ; from++ {
						stream := &failing{Disk: wavtest.Disk{Room: 10_000}, from: from, once: once}
						where := fmt.Sprintf("call %d", from)
						opts := wave.WriterOptions{Container: c, Gather: gather}
						if c == wave.ContainerAuto {
							opts.MaxRIFF = 300
						}
						w, err := wave.NewWriter(stream, mono24, &opts)
						require.NoError(t, err)
						require.NoError(t, w.SetMetadata(someFor(c)))
						saved, accepted := 0, 0
						for i := range 60 {
							n, failed := w.WriteBytes(data[accepted : 5*i+5])
							accepted += n
							if i%8 == 5 && failed == nil {
								if failed = w.Checkpoint(); failed == nil {
									saved = accepted / 3 * 3
								}
							}
							err = errors.Join(err, failed)
						}
						err = errors.Join(err, w.Close())
						if stream.calls < from {
							require.NoError(t, err)
							return
						}
						require.ErrorIs(t, err, errBroken, where)
						if saved == 0 {
							continue
						}
						r, err := wave.NewReader(bytes.NewReader(stream.Bytes), nil)
						require.NoError(t, err, where)
						got := readAll(t, r, 1000)
						require.GreaterOrEqual(t, len(got), saved, where)
						require.Equal(t, string(data[:saved]), string(got[:saved]), where)
					}
				})
			}
		}
	}
}

// requireFramesThatFit checks a file that was written until the disk was full.
func requireFramesThatFit(t *testing.T, file []byte, w *wave.Writer, data []byte, where string) {
	t.Helper()
	start := int(w.DataOffset())
	if len(file) < start {
		return // not even the header fitted
	}
	// A part of the first frame lies behind a data chunk of size 0.
	opts := wave.ReaderOptions{Refuse: wave.RepairAll &^ (wave.RepairPartialFrame | wave.RepairTrailing)}
	r, err := wave.NewReader(bytes.NewReader(file), &opts)
	require.NoError(t, err, where)
	written := data[:w.BytesWritten()]
	if len(written) < w.Format().BlockAlign {
		written = nil
	}
	require.Equal(t, string(written), string(readAll(t, r, 100)), where)
	require.EqualValues(t, min(len(file)-start, len(data))/w.Format().BlockAlign, r.Frames(), where)
}

// A write that was refused as a whole can be tried again.
func TestAWriteCanBeTriedAgainIfNothingOfItWasTaken(t *testing.T) {
	data := wavtest.Noise(12)
	disk := &wavtest.Disk{Room: start + 4}
	w, err := wave.NewWriter(disk, stereo16, nil)
	require.NoError(t, err)
	_, err = w.WriteBytes(data[:4])
	require.NoError(t, err)
	n, err := w.WriteBytes(data[4:])
	require.ErrorIs(t, err, wavtest.ErrFull)
	assert.Zero(t, n)

	disk.Room = 1000
	_, err = w.WriteBytes(data[4:])
	require.NoError(t, err)
	require.NoError(t, w.Close())
	assert.Equal(t, write(t, stereo16, data), disk.Bytes)
}

func TestAWriteThatWasTakenInPartIsTheLast(t *testing.T) {
	data := wavtest.Noise(12)
	for _, gather := range []int{0, 64} {
		t.Run(fmt.Sprintf("gather %d", gather), func(t *testing.T) {
			disk := &wavtest.Disk{Room: start + 6}
			w, err := wave.NewWriter(disk, stereo16, &wave.WriterOptions{Gather: gather})
			require.NoError(t, err)
			n, err := w.WriteBytes(data)
			if gather == 0 {
				assert.Equal(t, 6, n)
			} else {
				require.NoError(t, err)
				err = w.Flush()
			}
			require.ErrorIs(t, err, wavtest.ErrFull)
			assert.EqualValues(t, 6, w.BytesWritten(), "what the stream took")
			assert.EqualValues(t, 1, w.FramesWritten())

			disk.Room = 1000
			_, again := w.WriteBytes(data)
			assert.Equal(t, err, again)
			assert.Equal(t, err, w.Flush())
			assert.Equal(t, err, w.Close())
			r, err := wave.NewReader(bytes.NewReader(disk.Bytes), nil)
			require.NoError(t, err)
			assert.Equal(t, data[:4], readAll(t, r, 10))
		})
	}
}

// trickle takes a byte at a time and says nothing.
type trickle struct{ wave.Buffer }

func (s *trickle) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	return s.Buffer.Write(p[:1])
}

func TestAStreamThatTakesLessThanItIsGiven(t *testing.T) {
	var b trickle
	w, err := wave.NewWriter(&b, mono24, nil)
	require.NoError(t, err)
	for _, n := range []int{3, 6} {
		_, err = w.WriteBytes(wavtest.Noise(n))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	assert.Equal(t, write(t, mono24, append(wavtest.Noise(3), wavtest.Noise(6)...)), b.Bytes())
}

// stuck takes nothing and says nothing.
type stuck struct{}

func (stuck) Write([]byte) (int, error) { return 0, nil }

func TestAStreamThatTakesNothing(t *testing.T) {
	w, err := wave.NewWriter(stuck{}, mono24, nil)
	require.NoError(t, err)
	_, err = w.WriteBytes([]byte{1, 2, 3})
	assert.ErrorIs(t, err, io.ErrShortWrite)
	assert.ErrorIs(t, w.Close(), io.ErrShortWrite)
}

// brittle is a file whose Seek or Flush fails once it is told to.
type brittle struct {
	wave.Buffer
	seekFails, flushFails bool
}

func (b *brittle) Seek(offset int64, whence int) (int64, error) {
	if b.seekFails && whence == io.SeekStart {
		return 0, errBroken
	}
	return b.Buffer.Seek(offset, whence)
}

func (b *brittle) Flush() error {
	if b.flushFails {
		return errBroken
	}
	return nil
}

func TestAHeaderThatFailsToBeCorrected(t *testing.T) {
	var b brittle
	w, err := wave.NewWriter(&b, stereo16, nil)
	require.NoError(t, err)
	for range 2 {
		_, err := w.WriteBytes(make([]byte, 4))
		require.NoError(t, err)
	}
	b.seekFails = true
	require.ErrorIs(t, w.UpdateHeader(), errBroken)
	b.seekFails = false
	_, err = w.WriteBytes(make([]byte, 4))
	require.NoError(t, err)
	require.NoError(t, w.Close(), "the next attempt goes well")
	assert.Equal(t, write(t, stereo16, make([]byte, 12)), b.Bytes())
}

func TestAFlushThatFails(t *testing.T) {
	b := brittle{flushFails: true}
	w, err := wave.NewWriter(&b, stereo16, nil)
	require.NoError(t, err)
	assert.ErrorIs(t, w.Flush(), errBroken)
	assert.ErrorIs(t, w.Close(), errBroken)
	assert.Equal(t, write(t, stereo16, nil), b.Bytes(), "the file is complete nevertheless")
}

func TestARealFullDisk(t *testing.T) {
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer f.Close()
	w, err := wave.NewWriter(f, stereo16, nil)
	require.NoError(t, err)
	_, err = w.WriteBytes(make([]byte, 4))
	var path *os.PathError
	require.ErrorAs(t, err, &path)
	assert.ErrorAs(t, w.Close(), &path)
}

// A stream that tells that it stands nowhere is refused, before sums of positions overflow.
type astray struct{ wave.Buffer }

func (a *astray) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		return math.MaxInt64, nil
	}
	return a.Buffer.Seek(offset, whence)
}

func TestAPositionThatNoStreamCanHave(t *testing.T) {
	w, err := wave.NewWriter(&astray{}, mono8, nil)
	require.NoError(t, err)
	_, err = w.WriteBytes([]byte{1, 2, 3})
	assert.ErrorContains(t, err, "an impossible position")
	assert.ErrorContains(t, w.Close(), "an impossible position")

	stream := &astray{}
	_, err = stream.Write(baseFile)
	require.NoError(t, err)
	_, err = wave.NewReader(struct {
		io.Reader
		io.Seeker
	}{bytes.NewReader(baseFile), stream}, nil)
	assert.ErrorContains(t, err, "an impossible position")
}
