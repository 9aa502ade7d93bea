package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the chunks that a Writer writes beside the audio.

func chunkOf(id, data string, behind bool) wave.Chunk {
	return wave.Chunk{ID: wave.ChunkID([]byte(id)), Data: []byte(data), AfterData: behind}
}

// someMetadata are chunks of all lengths before and behind the audio.
var someMetadata = wave.Metadata{Chunks: []wave.Chunk{
	chunkOf("umid", "odd", false), chunkOf("text", "behind, even", true), chunkOf("JUNK", "", false),
	chunkOf("\x00\x01\x02\x03", "no id that can be printed", false), chunkOf("iXML", "12345678", false),
	chunkOf("my o", "wn", true),
}}

// someFor returns someMetadata as they are in a container.
func someFor(c wave.Container) *wave.Metadata {
	return &wave.Metadata{Chunks: someMetadata.Chunks, BigEndian: c == wave.ContainerRIFX}
}

// chunksOf returns the chunks of a file beside fmt, fact, data and what a Writer reserves.
func chunksOf(t *testing.T, file []byte) []wave.Chunk {
	t.Helper()
	r, err := wave.NewReader(bytes.NewReader(file), nil)
	require.NoError(t, err)
	infos, err := r.Chunks()
	require.NoError(t, err)
	var chunks []wave.Chunk
	for i, info := range infos {
		switch name := info.ID.String(); {
		case name == "fmt ", name == "fact", name == "data", name == "ds64", name == "JUNK" && i == 0:
			continue
		}
		data, err := r.ReadChunk(i)
		require.NoError(t, err)
		chunks = append(chunks, wave.Chunk{ID: info.ID, Data: data, AfterData: info.AfterData})
	}
	return chunks
}

// inOrder returns chunks as a file has them: first those before the audio.
func inOrder(chunks []wave.Chunk) []wave.Chunk {
	var sorted []wave.Chunk
	for _, behind := range []bool{false, true} {
		for _, c := range chunks {
			if c.AfterData == behind {
				sorted = append(sorted, wave.Chunk{ID: c.ID, Data: append([]byte{}, c.Data...), AfterData: behind})
			}
		}
	}
	return sorted
}

func TestMetadataByteForByte(t *testing.T) {
	f := wavtest.PCM(1, 8000, 8)
	data := wavtest.Noise(5)
	before := [][]byte{wavtest.Chunk("bext", []byte("odd")), wavtest.Chunk("iXML", []byte("even"))}
	behind := [][]byte{wavtest.Chunk("LIST", []byte("INFO!")), wavtest.Chunk("cue ", nil)}
	m := &wave.Metadata{Chunks: []wave.Chunk{
		chunkOf("LIST", "INFO!", true), chunkOf("bext", "odd", false), chunkOf("cue ", "", true), chunkOf("iXML", "even", false),
	}}
	for _, test := range []struct {
		name string
		opts wave.WriterOptions
		want []byte
	}{
		{"plain", plain, wavtest.RIFF(append(append([][]byte{f.Chunk()}, before...),
			append([][]byte{wavtest.Chunk("data", data)}, behind...)...)...)},
		{"auto", wave.WriterOptions{}, wavtest.RIFF(append(append([][]byte{junk, f.Chunk()}, before...),
			append([][]byte{wavtest.Chunk("data", data)}, behind...)...)...)},
		{"RIFX", wave.WriterOptions{Container: wave.ContainerRIFX}, wavtest.RIFX(wavtest.BigChunk("fmt ", f.BigPayload()),
			wavtest.BigChunk("bext", []byte("odd")), wavtest.BigChunk("iXML", []byte("even")),
			wavtest.BigChunk("data", data), wavtest.BigChunk("LIST", []byte("INFO!")), wavtest.BigChunk("cue ", nil))},
	} {
		for _, gather := range []int{0, 1000} {
			t.Run(fmt.Sprintf("%s, gather %d", test.name, gather), func(t *testing.T) {
				test.opts.Gather = gather
				var b wave.Buffer
				w, err := wave.NewWriter(&b, mono8, &test.opts)
				require.NoError(t, err)
				m.BigEndian = test.opts.Container == wave.ContainerRIFX
				require.NoError(t, w.SetMetadata(m))
				writePieces(t, w, data, 2)
				require.NoError(t, w.Close())
				assert.Equal(t, string(test.want), string(b.Bytes()))
			})
		}
	}
}

// Every container has all of it, in order, and the audio is what it was.
func TestMetadataInEachContainer(t *testing.T) {
	for _, c := range containersToWrite {
		for size := range 18 {
			t.Run(fmt.Sprintf("%s, %d bytes", containerName(c), size), func(t *testing.T) {
				var b wave.Buffer
				w, err := wave.NewWriter(&b, mono8, &wave.WriterOptions{Container: c})
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(someFor(c)))
				data := wavtest.Noise(size)
				writePieces(t, w, data, 5)
				require.NoError(t, w.Close())
				opts := wave.ReaderOptions{Refuse: wave.RepairAll &^ wave.RepairChunkID}
				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &opts)
				require.NoError(t, err)
				assert.Equal(t, string(data), string(readAll(t, r, 7)))
				assert.Equal(t, w.DataOffset(), r.DataOffset())
				assert.Equal(t, inOrder(someMetadata.Chunks), inOrder(chunksOf(t, b.Bytes())))
			})
		}
	}
}

// A chunk of Wave64 may have a GUID that no four letters stand for.
func TestAChunkWithAGUIDOfItsOwn(t *testing.T) {
	guid := wave.GUID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
	m := &wave.Metadata{Chunks: []wave.Chunk{{GUID: guid, Data: []byte("its own")}}}
	var b wave.Buffer
	w, err := wave.NewWriter(&b, mono8, &wave.WriterOptions{Container: wave.ContainerWave64})
	require.NoError(t, err)
	require.NoError(t, w.SetMetadata(m))
	require.NoError(t, w.Close())
	f := wavtest.PCM(1, 8000, 8)
	want := wavtest.Wave64(wavtest.Chunk64("fmt ", f.Payload()),
		wavtest.LyingChunk64(guid[:], 24+7, []byte("its own\x00")), wavtest.Chunk64("data", nil))
	assert.Equal(t, want, b.Bytes())
}

// What cannot be written is refused by the call that brings it, and changes nothing.
func TestChunksThatCannotBeWritten(t *testing.T) {
	guid := wave.GUID{1}
	dataGUID := wave.GUID(wavtest.Wave64GUID("data"))
	for _, test := range []struct {
		name       string
		chunk      wave.Chunk
		containers []wave.Container
	}{
		{"fmt", chunkOf("fmt ", "", false), containersToWrite},
		{"data", chunkOf("data", "more audio", true), containersToWrite},
		{"fact", chunkOf("fact", "1234", false), containersToWrite},
		{"ds64", chunkOf("ds64", "", false), containersToWrite},
		{"behind the audio, no name that can be printed", chunkOf("new\x00", "", true), containersToWrite[:5]},
		{"no name", wave.Chunk{Data: []byte("anonymous")}, containersToWrite},
		{"a GUID outside of Wave64", wave.Chunk{GUID: guid}, containersToWrite[:5]},
		{"the GUID of data", wave.Chunk{GUID: dataGUID}, containersToWrite},
	} {
		for _, c := range test.containers {
			t.Run(test.name+", "+containerName(c), func(t *testing.T) {
				var b wave.Buffer
				w, err := wave.NewWriter(&b, mono8, &wave.WriterOptions{Container: c})
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(someFor(c)))
				err = w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{chunkOf("LIST", "new", true), test.chunk}})
				require.ErrorIs(t, err, wave.ErrBadChunk)
				require.ErrorIs(t, err, wave.ErrArgument)
				require.NoError(t, w.Close())
				assert.Equal(t, inOrder(someMetadata.Chunks), inOrder(chunksOf(t, b.Bytes())))
			})
		}
	}
}

// Once the header is written, only what stands behind the audio can change.
func TestMetadataAfterTheHeader(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, mono8, nil)
	require.NoError(t, err)
	m := &wave.Metadata{Chunks: []wave.Chunk{
		chunkOf("umid", "odd", false), chunkOf("text", "behind, even", true), chunkOf("JUNK", "", false),
		chunkOf("iXML", "12345678", false),
	}}
	require.NoError(t, w.SetMetadata(m))
	writePieces(t, w, []byte{1, 2, 3}, 3)
	assert.Equal(t, inOrder(m.Chunks), inOrder(w.Metadata().Chunks))

	for name, m := range map[string]*wave.Metadata{
		"nothing any more": nil,
		"one changed": {Chunks: []wave.Chunk{
			chunkOf("bext", "new", false), chunkOf("JUNK", "", false), chunkOf("iXML", "12345678", false)}},
		"another order": {Chunks: []wave.Chunk{
			chunkOf("JUNK", "", false), chunkOf("bext", "odd", false), chunkOf("iXML", "12345678", false)}},
	} {
		err := w.SetMetadata(m)
		require.ErrorIs(t, err, wave.ErrHeaderWritten, name)
		require.ErrorIs(t, err, wave.ErrState, name)
	}
	changed := w.Metadata()
	changed.Chunks = append(changed.Chunks[2:], changed.Chunks[0], chunkOf("new ", "one more", true))
	require.ErrorIs(t, w.SetMetadata(changed), wave.ErrHeaderWritten, "bext is behind iXML")
	changed = w.Metadata()
	changed.Chunks[1].Data = []byte("another text")
	changed.Chunks = append(changed.Chunks, chunkOf("new ", "one more", true))
	require.NoError(t, w.SetMetadata(changed))
	changed.Chunks[1].Data[0] = 'X' // the chunks were copied
	require.NoError(t, w.Close())
	changed.Chunks[1].Data[0] = 'a'
	assert.Equal(t, inOrder(changed.Chunks), inOrder(chunksOf(t, b.Bytes())))
	assert.Equal(t, wave.ErrClosed, w.SetMetadata(nil))
}

// Chunks count for the limit of 4 GiB as audio does.
func TestMetadataThatWouldPassTheLimit(t *testing.T) {
	for _, frames := range []int64{0, 20} {
		for _, behind := range []bool{false, true} {
			var b wave.Buffer
			opts := wave.WriterOptions{Container: wave.ContainerRIFF, MaxRIFF: 36 + 20 + 8 + 4, Frames: frames}
			w, err := wave.NewWriter(&b, mono8, &opts)
			require.NoError(t, err)
			if frames == 0 && behind {
				writePieces(t, w, make([]byte, 20), 20)
			}
			err = w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{chunkOf("LIST", "12345", behind)}})
			if frames > 0 || behind {
				require.ErrorIs(t, err, wave.ErrTooLarge)
			} else {
				require.NoError(t, err)
				_, err = w.WriteBytes(make([]byte, 20))
				require.ErrorIs(t, err, wave.ErrTooLarge)
			}
			require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{chunkOf("LIST", "123", behind)}}))
			writePieces(t, w, make([]byte, 20-w.BytesWritten()), 20)
			_, err = w.WriteBytes(make([]byte, 1))
			require.ErrorIs(t, err, wave.ErrTooLarge)
			require.NoError(t, w.Close())
			assert.Len(t, b.Bytes(), 8+36+20+8+4)
		}
	}
}

// A chunk longer than what is gathered, as libsndfile cannot write it.
func TestALongChunk(t *testing.T) {
	m := &wave.Metadata{Chunks: []wave.Chunk{
		chunkOf("iXML", string(wavtest.Noise(200_000)), false), chunkOf("axml", string(wavtest.Noise(3_000_001)), true),
	}}
	name := t.TempDir() + "/file.wav"
	w, err := wave.Create(name, mono8, nil)
	require.NoError(t, err)
	require.NoError(t, w.SetMetadata(m))
	writePieces(t, w, []byte{1, 2, 3}, 1)
	require.NoError(t, w.Close())
	file := make([]byte, 4_000_000)
	n, err := readAt(name, file)
	require.NoError(t, err)
	assert.Equal(t, m.Chunks, chunksOf(t, file[:n]))
}

// Chunks behind the audio reach a stream that cannot seek; if they are other than the header says, it is told.
func TestMetadataInAStream(t *testing.T) {
	var stream forwardOnly
	w, err := wave.NewWriter(&stream, mono8, &wave.WriterOptions{Frames: 3})
	require.NoError(t, err)
	require.NoError(t, w.SetMetadata(&someMetadata))
	writePieces(t, w, []byte{1, 2, 3}, 1)
	require.NoError(t, w.UpdateHeader(), "it tells what comes")
	require.NoError(t, w.Close())
	assert.Equal(t, inOrder(someMetadata.Chunks), inOrder(chunksOf(t, stream.Bytes())))

	w, err = wave.NewWriter(&forwardOnly{}, mono8, &wave.WriterOptions{Frames: 3})
	require.NoError(t, err)
	writePieces(t, w, []byte{1, 2, 3}, 1)
	require.NoError(t, w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{chunkOf("LIST", "late", true)}}))
	assert.ErrorIs(t, w.Close(), wave.ErrUnseekable)
}

// The same calls make the same bytes, metadata included, however they are gathered.
func TestMetadataWithCheckpointsMakesTheSameBytes(t *testing.T) {
	data := wavtest.Noise(45)
	for _, c := range containersToWrite {
		var want []byte
		for _, gather := range []int{0, 3, 1000} {
			for _, every := range []int64{0, 1, 7, 1000} {
				var b wave.Buffer
				opts := wave.WriterOptions{Container: c, Gather: gather, CheckpointBytes: every, MaxRIFF: 200}
				if c == wave.ContainerRIFF || c == wave.ContainerRIFX {
					opts.MaxRIFF = 0
				}
				w, err := wave.NewWriter(&b, mono24, &opts)
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(someFor(c)))
				writePieces(t, w, data, 5)
				require.NoError(t, w.Close())
				end, err := b.Seek(0, io.SeekCurrent)
				require.NoError(t, err)
				assert.EqualValues(t, len(b.Bytes()), end, "the stream stands at the end of the file")
				if want == nil {
					want = bytes.Clone(b.Bytes())
				}
				require.Equal(t, want, b.Bytes(), "%v, gather %d, checkpoint every %d bytes", c, gather, every)
			}
		}
	}
}
