package wave_test

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the list of chunks and the reading of their payloads.

// richFile has chunks before, between and behind.
var richFile = wavtest.RIFF(wavtest.Chunk("JUNK", make([]byte, 28)), fmtChunk, wavtest.Chunk("bext", wavtest.Noise(603)),
	dataChunk, wavtest.Chunk("LIST", []byte("INFO")), wavtest.Chunk("abcd", wavtest.Noise(5)))

// idsOf returns the ids of chunks.
func idsOf(chunks []wave.ChunkInfo) []string {
	ids := []string{}
	for _, chunk := range chunks {
		ids = append(ids, chunk.ID.String())
	}
	return ids
}

func TestChunksTellEverything(t *testing.T) {
	r, err := wave.NewReader(bytes.NewReader(richFile), nil)
	require.NoError(t, err)
	chunks, err := r.Chunks()
	require.NoError(t, err)
	chunk := func(id string, offset, size int64, behind bool) wave.ChunkInfo {
		return wave.ChunkInfo{
			ID: wave.ChunkID([]byte(id)), Offset: offset, Start: offset + 8, Declared: size, Size: size, AfterData: behind,
		}
	}
	assert.Equal(t, []wave.ChunkInfo{
		chunk("JUNK", 12, 28, false), chunk("fmt ", 48, 16, false), chunk("bext", 72, 603, false),
		chunk("data", 684, 16, false), chunk("LIST", 708, 4, true), chunk("abcd", 720, 5, true),
	}, chunks)
}

func TestChunksOfWave64TellTheirGUIDs(t *testing.T) {
	foreign := wavtest.Noise(16)
	file := wavtest.Wave64(wavtest.LyingChunk64(foreign, 32, make([]byte, 8)),
		wavtest.Chunk64("fmt ", baseFmt.Payload()), wavtest.Chunk64("data", baseAudio))
	for _, way := range ways {
		r, err := way.open(t, file, strict)
		require.NoError(t, err, way.name)
		closing(t, r)
		chunks, err := r.Chunks()
		require.NoError(t, err, way.name)
		require.Len(t, chunks, 3)
		assert.Equal(t, wave.GUID(foreign), chunks[0].GUID, way.name)
		assert.Zero(t, chunks[0].ID, "it stands for no id")
		assert.Equal(t, wave.GUID(wavtest.Wave64GUID("fmt ")), chunks[1].GUID, way.name)
		assert.Equal(t, fmtID, chunks[1].ID, way.name)
	}
}

// The list can be asked for at any time, and reading goes on where it was.
func TestChunksDoNotDisturbReading(t *testing.T) {
	for _, way := range ways {
		if !way.seekable {
			continue
		}
		r, err := way.open(t, richFile, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		var audio []byte
		for piece := make([]byte, 2); ; {
			n, err := r.ReadBytes(piece)
			audio = append(audio, piece[:n]...)
			if err == io.EOF {
				break
			}
			require.NoError(t, err, way.name)
			chunks, err := r.Chunks()
			require.NoError(t, err, way.name)
			payload, err := r.ReadChunk(len(chunks) - 1)
			require.NoError(t, err, way.name)
			require.Equal(t, wavtest.Noise(5), payload, way.name)
		}
		assert.Equal(t, baseAudio, audio, way.name)
	}
}

// A stream that cannot seek brings the chunks one after the other.
func TestChunksOfAStreamComeAsItIsRead(t *testing.T) {
	r, err := wave.NewReader(forward(bytes.NewReader(richFile)), nil)
	require.NoError(t, err)
	first, err := r.Chunks()
	require.NoError(t, err)
	assert.Equal(t, []string{"JUNK", "fmt ", "bext", "data"}, idsOf(first))
	payload, err := r.ReadChunk(2)
	require.NoError(t, err)
	assert.Equal(t, wavtest.Noise(603), payload)

	_, err = r.ReadBytes(make([]byte, 4))
	require.NoError(t, err)
	still, err := r.Chunks()
	require.NoError(t, err)
	assert.Equal(t, first, still, "not before the audio was read to its end")

	assert.Equal(t, baseAudio[4:], readAll(t, r, 3))
	all, err := r.Chunks()
	require.NoError(t, err)
	assert.Equal(t, []string{"JUNK", "fmt ", "bext", "data", "LIST", "abcd"}, idsOf(all))
	payload, err = r.ReadChunk(5)
	require.NoError(t, err)
	assert.Equal(t, wavtest.Noise(5), payload)
	_, err = r.ReadBytes(make([]byte, 4))
	assert.Equal(t, io.EOF, err)
}

// The same after typed reads, which leave the bytes of a cut last frame.
func TestChunksOfAStreamAfterTypedReads(t *testing.T) {
	for _, size := range []int{15, 16} {
		file := wavtest.RIFF(fmtChunk, wavtest.Chunk("data", baseAudio[:size]), wavtest.Chunk("LIST", []byte("INFO")))
		r, err := wave.NewReader(forward(bytes.NewReader(file)), nil)
		require.NoError(t, err)
		for err == nil {
			_, err = wave.Read(r, make([]int16, 3))
		}
		require.Equal(t, io.EOF, err)
		chunks, err := r.Chunks()
		require.NoError(t, err)
		assert.Equal(t, []string{"fmt ", "data", "LIST"}, idsOf(chunks), "%d bytes", size)
		_, err = r.ReadBytes(make([]byte, 4))
		assert.Equal(t, io.EOF, err)
	}
}

func TestAPayloadBelongsToTheCaller(t *testing.T) {
	for _, way := range ways {
		r, err := way.open(t, richFile, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		payload, err := r.ReadChunk(2)
		require.NoError(t, err, way.name)
		clear(payload)
		again, err := r.ReadChunk(2)
		require.NoError(t, err, way.name)
		assert.Equal(t, wavtest.Noise(603), again, way.name)
	}
}

func TestReadChunkRefuses(t *testing.T) {
	for _, way := range ways {
		r, err := way.open(t, richFile, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		for _, i := range []int{-1, 6, math.MaxInt, 3} { // 3 is the audio
			_, err := r.ReadChunk(i)
			assert.ErrorIs(t, err, wave.ErrArgument, "%s: chunk %d", way.name, i)
		}
		require.NoError(t, r.Close())
		_, err = r.ReadChunk(0)
		assert.ErrorIs(t, err, wave.ErrClosed, way.name)
		_, err = r.Chunks()
		assert.ErrorIs(t, err, wave.ErrClosed, way.name)
	}
}

// What is too much to be kept does not stop the audio, nor the chunks that are not.
func TestMaxMetadata(t *testing.T) {
	for _, way := range ways {
		r, err := way.open(t, richFile, wave.ReaderOptions{MaxMetadata: 602})
		require.NoError(t, err, way.name)
		closing(t, r)
		_, err = r.ReadChunk(2)
		assert.ErrorIs(t, err, wave.ErrTooMuchMetadata, way.name)
		payload, err := r.ReadChunk(0)
		require.NoError(t, err, way.name)
		assert.Equal(t, make([]byte, 28), payload, way.name)
		assert.Equal(t, baseAudio, readAll(t, r, 8), way.name)
		_, err = r.Chunks()
		require.NoError(t, err, way.name)
		payload, err = r.ReadChunk(5)
		require.NoError(t, err, way.name)
		assert.Equal(t, wavtest.Noise(5), payload, way.name)

		r, err = way.open(t, richFile, wave.ReaderOptions{MaxMetadata: 603 + 28 + 16})
		require.NoError(t, err, way.name)
		closing(t, r)
		_, err = r.ReadChunk(2)
		assert.NoError(t, err, way.name)
	}
}

// Nothing is allocated because a chunk says so.
func TestAChunkThatClaimsMuchTakesLittle(t *testing.T) {
	file := wavtest.RIFF(fmtChunk, dataChunk, wavtest.LyingChunk("iXML", 0xFFFFFF00, []byte("<x/>")))
	for _, way := range ways {
		r, err := way.open(t, file, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		readAll(t, r, 8)
		before := allocated()
		_, err = r.Chunks()
		require.NoError(t, err, way.name)
		payload, err := r.ReadChunk(2)
		require.NoError(t, err, way.name)
		assert.Equal(t, "<x/>", string(payload), way.name)
		assert.Less(t, allocated()-before, int64(1<<20), "%s: bytes allocated", way.name)
	}
}

func TestTheListOfChunksIsCapped(t *testing.T) {
	file := wavtest.RIFF(fmtChunk, dataChunk, bytes.Repeat(wavtest.Chunk("junk", nil), 2_000_000))
	for _, way := range ways {
		if way.name == "stream, a byte at a time" {
			continue // for the sake of time
		}
		r, err := way.open(t, file, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		assert.Equal(t, baseAudio, readAll(t, r, 8), way.name)
		before := allocated()
		chunks, err := r.Chunks()
		require.NoError(t, err, way.name)
		assert.Less(t, allocated()-before, int64(len(file)), "%s: bytes allocated", way.name)
		assert.Len(t, chunks, 16384, way.name)
		assert.Equal(t, wave.RepairChunks, repairsOf(r), way.name)
		require.Len(t, r.Diagnostics(), 1, way.name)

		if way.seekable {
			_, err = way.open(t, file, strict)
			assert.ErrorIs(t, err, wave.ErrRefused, way.name)
		}
	}
}

// Neither does a stream of so many chunks before its audio take much.
func TestTwoMillionChunksInAStream(t *testing.T) {
	file := between(bytes.Repeat(wavtest.Chunk("junk", nil), 2_000_000))
	before := allocated()
	r, err := wave.NewReader(forward(bytes.NewReader(file)), nil)
	require.NoError(t, err)
	assert.Less(t, allocated()-before, int64(len(file)), "bytes allocated")
	assert.Equal(t, baseAudio, readAll(t, r, 8))
	assert.Equal(t, wave.RepairChunks, repairsOf(r))
}

func TestDiagnosticsAreCapped(t *testing.T) {
	file := between(bytes.Repeat(wavtest.Chunk("\x00\x00\x00\x01", nil), 100_000))
	for _, way := range ways {
		if way.name == "stream, a byte at a time" {
			continue // for the sake of time
		}
		r, err := way.open(t, file, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		assert.Len(t, r.Diagnostics(), 1024, way.name)
		assert.Equal(t, baseAudio, readAll(t, r, 8), way.name)
	}
}

func TestAFailureWhileChunksAreListedIsTold(t *testing.T) {
	for cut := 684 + 8 + 16; cut < len(richFile); cut++ {
		stream := io.MultiReader(bytes.NewReader(richFile[:cut]), iotest.ErrReader(errBroken))
		r, err := wave.NewReader(forward(stream), nil)
		require.NoError(t, err)
		assert.Equal(t, baseAudio, readAll(t, r, 8))
		_, err = r.Chunks()
		assert.ErrorIs(t, err, errBroken, "after %d bytes", cut)
	}
}

// A file that is opened for its audio is not searched for anything else.
func TestOpeningDoesNotLookBehindTheAudio(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(richFile)}
	_, err := wave.NewReader(unsized{recorder}, nil)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"read 4", "read 4", "tell", "read 4", "read 4", "read 4", "seek 48", "read 4", "read 4", "read 14", "read 2",
		"seek 72", "read 4", "read 4", "seek 684", "read 4", "read 4",
	}, recorder.Take())
}

func TestFactFrames(t *testing.T) {
	fact := func(payload ...byte) []byte { return wavtest.RIFF(fmtChunk, wavtest.Chunk("fact", payload), dataChunk) }
	for _, test := range []struct {
		name string
		file []byte
		want int64 // -1 if it says nothing
	}{
		{"no fact chunk", baseFile, -1},
		{"fact chunk", fact(10, 0, 0, 0), 10},
		{"fact chunk of 12 bytes", fact(10, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), 10},
		{"all that 32 bits hold", fact(0xff, 0xff, 0xff, 0xff), 0xFFFFFFFF},
		{"M19 fact chunk of 0 bytes", fact(), -1},
		{"fact chunk of 3 bytes", fact(1, 2, 3), -1},
		{"fact chunk behind the audio", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Chunk("fact", []byte{9, 0, 0, 0})), 9},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, way := range ways {
				r, err := way.open(t, test.file, wave.ReaderOptions{})
				require.NoError(t, err, way.name)
				closing(t, r)
				readAll(t, r, 8)
				_, err = r.Chunks() // else what is behind the audio is not known
				require.NoError(t, err, way.name)
				frames, ok := r.FactFrames()
				assert.Equal(t, test.want >= 0, ok, way.name)
				assert.Equal(t, max(0, test.want), frames, way.name)
				assert.EqualValues(t, 8, r.Frames(), "of PCM there are as many as there are")
			}
		})
	}
}

// Files past 4 GiB: most of them is a hole, which takes no room on the disk.
func TestFilesPastFourGiB(t *testing.T) {
	const frames = 5 << 30 / 4
	stereo := wavtest.PCM(2, 48000, 16)
	list := []byte("INFO")
	last := wavtest.Noise(4 * 8)
	const size = 4 * frames
	for name, parts := range map[string]struct{ head, tail []byte }{
		"RF64": {
			wavtest.RF64("RF64", wavtest.DS64{RIFF: 4 + 36 + 24 + 8 + size + 12, Data: size, Frames: frames}.Chunk(),
				stereo.Chunk(), wavtest.LyingChunk("data", 0xFFFFFFFF, nil)),
			wavtest.Chunk("LIST", list),
		},
		"Wave64": {
			wavtest.LyingWave64(40+40+24+size+32, wavtest.Chunk64("fmt ", stereo.Payload()),
				wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 24+size, nil)),
			wavtest.Chunk64("LIST", list),
		},
		"RIFF of unknown size": {
			wavtest.LyingRIFF(0xFFFFFFFF, stereo.Chunk(), wavtest.LyingChunk("data", 0xFFFFFFFF, nil)),
			wavtest.Chunk("LIST", list),
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "long.wav")
			f, err := os.Create(path)
			require.NoError(t, err)
			defer f.Close()
			_, err = f.Write(parts.head)
			require.NoError(t, err)
			end := int64(len(parts.head)) + size
			if _, err := f.WriteAt(append(bytes.Clone(last), parts.tail...), end-int64(len(last))); err != nil {
				t.Skip("the file system has no files of this size:", err)
			}

			r, err := wave.Open(path, nil)
			require.NoError(t, err)
			closing(t, r)
			assert.EqualValues(t, frames, r.Frames())
			assert.Equal(t, int64(size), r.DataBytes())
			require.NoError(t, r.SeekFrame(frames-8))
			assert.Equal(t, last, readAll(t, r, 3))
			assert.EqualValues(t, frames, r.Tell())
			require.NoError(t, r.SeekFrame(frames-4))
			samples := make([]int16, 100)
			n, err := wave.Read(r, samples)
			require.NoError(t, err)
			assert.Equal(t, 4, n)
			assert.Equal(t, samplesOf[int16](r.Format(), last[16:]), samples[:8])

			chunks, err := r.Chunks()
			require.NoError(t, err)
			tail := chunks[len(chunks)-1]
			assert.Equal(t, end, tail.Offset)
			payload, err := r.ReadChunk(len(chunks) - 1)
			require.NoError(t, err)
			assert.Equal(t, list, payload)
			if name != "RIFF of unknown size" {
				assert.Empty(t, r.Diagnostics())
			}
		})
	}
}
