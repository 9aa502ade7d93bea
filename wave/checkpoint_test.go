package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests what is in a file while it is being written: after checkpoints, and after each write to the stream.

// A witness is a file in memory that shows itself before and after each write, and at each byte that is added to it.
type witness struct {
	wave.Buffer
	look func(file []byte)
}

func (s *witness) Write(p []byte) (int, error) {
	at, _ := s.Buffer.Seek(0, io.SeekCurrent)
	before := s.Bytes()
	// A write that reaches past the end may end anywhere; one within the file is all or nothing.
	for n := max(1, len(before)-int(at)); n < len(p); n++ {
		s.look(append(bytes.Clone(before[:min(int(at), len(before))]), p[:n]...))
	}
	n, err := s.Buffer.Write(p)
	s.look(bytes.Clone(s.Bytes()))
	return n, err
}

// A recording that is cut off after a checkpoint, at whichever byte, opens with all the frames that had been written by
// then.
func TestARecordingThatIsCutOff(t *testing.T) {
	for _, format := range []wave.Format{mono8, mono24, float32s} {
		for _, c := range containersToWrite {
			for _, gather := range []int{0, 10, 1000} {
				for _, metadata := range []*wave.Metadata{nil, someFor(c)} {
					name := fmt.Sprintf("%d bits, %s, gather %d, metadata %t",
						format.BitsPerSample, containerName(c), gather, metadata != nil)
					t.Run(name, func(t *testing.T) { testCutOff(t, format, c, gather, metadata) })
				}
			}
		}
	}
}

func testCutOff(t *testing.T, format wave.Format, c wave.Container, gather int, metadata *wave.Metadata) {
	data := wavtest.Noise(480)
	saved, looks := 0, 0
	stream := &witness{look: func(file []byte) {
		looks++
		if saved == 0 {
			return
		}
		r, err := wave.NewReader(bytes.NewReader(file), nil)
		require.NoError(t, err)
		got := make([]byte, saved)
		_, err = io.ReadFull(readerOf{r}, got)
		require.NoError(t, err, "%d frames of %d bytes", r.Frames(), saved)
		require.Equal(t, string(data[:saved]), string(got))
	}}
	opts := wave.WriterOptions{Container: c, Gather: gather}
	if c == wave.ContainerAuto {
		opts.MaxRIFF = 300
	}
	w, err := wave.NewWriter(stream, format, &opts)
	require.NoError(t, err)
	require.NoError(t, w.SetMetadata(metadata))
	align := w.Format().BlockAlign
	for i, rest := 0, data; len(rest) > 0; i++ {
		n := min(7, len(rest))
		writePieces(t, w, rest[:n], n)
		rest = rest[n:]
		switch i % 10 {
		case 3:
			require.NoError(t, w.Checkpoint())
			written := len(data) - len(rest)
			saved = written - written%align
		case 6:
			require.NoError(t, w.UpdateHeader())
		case 8:
			require.NoError(t, w.Flush())
		}
	}
	require.NoError(t, w.Close())
	assert.Greater(t, looks, 20)
	if c == wave.ContainerAuto {
		assert.Equal(t, wave.ContainerRF64, w.Container(), "it became another in between")
	}
}

// readerOf reads the bytes of a Reader, as io.ReadFull likes them.
type readerOf struct{ r *wave.Reader }

func (r readerOf) Read(p []byte) (int, error) {
	align := r.r.Format().BlockAlign
	return r.r.ReadBytes(p[:len(p)-len(p)%align])
}

// A checkpoint leaves a file that needs no repair, chunks and pad byte included, and writing goes on as if nothing had
// been.
func TestACheckpointCompletesTheFile(t *testing.T) {
	for _, c := range containersToWrite {
		for _, gather := range []int{0, 1000} {
			t.Run(fmt.Sprintf("%s, gather %d", containerName(c), gather), func(t *testing.T) {
				m := &wave.Metadata{Chunks: []wave.Chunk{chunkOf("iXML", "1", false), chunkOf("LIST", "INFO", true)}}
				for _, checkpoint := range []func(*wave.Writer) error{(*wave.Writer).Checkpoint, (*wave.Writer).Sync} {
					var b, complete wave.Buffer
					opts := &wave.WriterOptions{Container: c, Gather: gather}
					w, err := wave.NewWriter(&b, mono8, opts)
					require.NoError(t, err)
					require.NoError(t, w.SetMetadata(m))
					data := wavtest.Noise(20)
					require.NoError(t, checkpoint(w))
					for n := range data {
						writePieces(t, w, data[n:n+1], 1)
						require.NoError(t, checkpoint(w))
						got := bytes.Clone(b.Bytes())

						complete = wave.Buffer{}
						other, err := wave.NewWriter(&complete, mono8, opts)
						require.NoError(t, err)
						require.NoError(t, other.SetMetadata(m))
						writePieces(t, other, data[:n+1], 100)
						require.NoError(t, other.Close())
						require.Equal(t, complete.Bytes(), got, "as if closed after %d bytes", n+1)
						require.NoError(t, checkpoint(w), "again")
						require.Equal(t, got, b.Bytes())
					}
					require.NoError(t, w.Close())
					assert.Equal(t, complete.Bytes(), b.Bytes())
				}
			})
		}
	}
}

// If the chunks behind the audio get shorter, nothing of the longer ones is left as a chunk.
func TestChunksThatGetShorterBetweenCheckpoints(t *testing.T) {
	for _, c := range containersToWrite {
		for gone := range 20 {
			t.Run(fmt.Sprintf("%s, %d bytes", containerName(c), gone), func(t *testing.T) {
				long := chunkOf("iXML", string(wavtest.Noise(10+gone)), true)
				short := chunkOf("iXML", "0123456789", true)
				var b wave.Buffer
				w, err := wave.NewWriter(&b, mono8, &wave.WriterOptions{Container: c})
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{long}}))
				writePieces(t, w, []byte{1, 2, 3}, 3)
				require.NoError(t, w.Checkpoint())
				require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{short}}))
				require.NoError(t, w.Checkpoint())
				require.NoError(t, w.Close())
				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				_, err = r.Chunks()
				require.NoError(t, err, "nothing to repair")
				chunks := chunksOf(t, b.Bytes())
				require.NotEmpty(t, chunks)
				assert.Equal(t, short, chunks[0])
				for _, rest := range chunks[1:] {
					assert.Equal(t, "JUNK", rest.ID.String(), "covers the rest")
				}

				path := t.TempDir() + "/file.wav"
				w, err = wave.Create(path, mono8, &wave.WriterOptions{Container: c})
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{long}}))
				writePieces(t, w, []byte{1, 2, 3}, 3)
				require.NoError(t, w.Checkpoint())
				require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{short}}))
				require.NoError(t, w.Close())
				got, err := os.ReadFile(path)
				require.NoError(t, err)
				assert.Equal(t, []wave.Chunk{short}, chunksOf(t, got), "a file of its own is cut")
				assert.Less(t, int64(len(got)), w.DataOffset()+60)
			})
		}
	}
}

// Checkpoints come by themselves after so many bytes.
func TestCheckpointsByBytes(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, stereo16, &wave.WriterOptions{CheckpointBytes: 20, Gather: 10_000})
	require.NoError(t, err)
	var declared []int64
	for range 12 {
		writePieces(t, w, make([]byte, 8), 8)
		declared = append(declared, w.FramesDeclared())
	}
	assert.Equal(t, []int64{2, 2, 6, 6, 6, 12, 12, 12, 18, 18, 18, 24}, declared)
	frames, err := wave.Write(w, make([]float32, 2*10))
	require.NoError(t, err)
	assert.Equal(t, 10, frames)
	assert.EqualValues(t, 34, w.FramesDeclared(), "samples count, too")
}

// Checkpoints come by themselves when a write finds that so much time has passed.
func TestCheckpointsByTime(t *testing.T) {
	now := time.Unix(1000, 0)
	var b wave.Buffer
	w, err := wave.NewWriter(&b, stereo16, &wave.WriterOptions{CheckpointEvery: time.Second, Gather: 10_000})
	require.NoError(t, err)
	wave.SetClock(w, func() time.Time { return now })
	var declared []int64
	for range 8 {
		writePieces(t, w, make([]byte, 4), 4)
		declared = append(declared, w.FramesDeclared())
		now = now.Add(400 * time.Millisecond)
	}
	assert.Equal(t, []int64{1, 1, 1, 4, 4, 4, 7, 7}, declared)
	require.NoError(t, w.Checkpoint())
	now = now.Add(800 * time.Millisecond)
	writePieces(t, w, make([]byte, 4), 4)
	assert.EqualValues(t, 8, w.FramesDeclared(), "one that was asked for counts")
}

// A stream that cannot seek has no checkpoints, and needs none.
func TestCheckpointsInAStream(t *testing.T) {
	for _, frames := range []int64{0, 6} {
		w, err := wave.NewWriter(&forwardOnly{}, stereo16, &wave.WriterOptions{CheckpointBytes: 1, Frames: frames})
		require.NoError(t, err)
		writePieces(t, w, make([]byte, 24), 5)
		require.NoError(t, w.Close())
	}
}

// syncing is a file that notes that it was synced.
type syncing struct {
	wavtest.Recorder
	err error
}

func (s *syncing) Sync() error {
	s.Calls = append(s.Calls, "sync")
	return s.err
}

func TestSync(t *testing.T) {
	stream := &syncing{Recorder: wavtest.Recorder{Stream: &wavtest.Disk{Room: 1000}}}
	w, err := wave.NewWriter(stream, mono8, &wave.WriterOptions{Gather: 1000})
	require.NoError(t, err)
	writePieces(t, w, []byte{1, 2, 3}, 1)
	require.NoError(t, w.Sync())
	calls := stream.Take()
	assert.Equal(t, []string{"flush", "sync"}, calls[len(calls)-2:], "last of all")
	require.NoError(t, w.Close())
	assert.NotContains(t, stream.Take(), "sync")

	stream.err = errBroken
	w, err = wave.NewWriter(stream, mono8, nil)
	require.NoError(t, err)
	assert.ErrorIs(t, w.Sync(), errBroken)
	assert.NoError(t, w.Close())

	w, err = wave.Create(t.TempDir()+"/file.wav", mono8, nil)
	require.NoError(t, err)
	writePieces(t, w, []byte{1, 2, 3}, 1)
	require.NoError(t, w.Sync(), "a real file")
	require.NoError(t, w.Close())
	for name, call := range map[string]func() error{"Sync": w.Sync, "Checkpoint": w.Checkpoint} {
		assert.Equal(t, wave.ErrClosed, call(), name)
	}
}

// The bytes of a Buffer are a finished file after a checkpoint.
func TestTheContentsOfABuffer(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, mono8, &wave.WriterOptions{Plain: true})
	require.NoError(t, err)
	for n := range 6 {
		require.NoError(t, w.Checkpoint())
		assert.Equal(t, writePlain(t, mono8, wavtest.Noise(n)), b.Bytes())
		writePieces(t, w, wavtest.Noise(n + 1)[n:], 1)
	}
}
