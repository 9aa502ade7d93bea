package wave_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks the metadata of files.

// infoTitle is a list with a title.
func infoTitle(o order, title string) []byte { return pack(o, "INFO", item(o, "INAM", title+"\x00")) }

func TestMetadataOfEveryContainer(t *testing.T) {
	guid := []byte("not a known GUID")
	for _, test := range []struct {
		name      string
		file      []byte
		bigEndian bool
		guid      wave.GUID
	}{
		{"RIFF", wavtest.RIFF(wavtest.Chunk("own!", []byte("abc")), fmtChunk, wavtest.Chunk("fact", make([]byte, 4)),
			dataChunk, wavtest.Chunk("LIST", infoTitle(little, "Title"))), false, wave.GUID{}},
		{"RIFX", wavtest.RIFX(wavtest.BigChunk("own!", []byte("abc")), wavtest.BigChunk("fmt ", baseFmt.BigPayload()),
			wavtest.BigChunk("data", baseAudio), wavtest.BigChunk("LIST", infoTitle(orderOf(true), "Title"))),
			true, wave.GUID{}},
		{"Wave64", wavtest.Wave64(wavtest.LyingChunk64(guid, 24+8, []byte("abcdefgh")),
			wavtest.Chunk64("fmt ", baseFmt.Payload()), wavtest.Chunk64("data", baseAudio),
			wavtest.Chunk64("LIST", infoTitle(little, "Title"))), false, wave.GUID(guid)},
	} {
		for _, way := range ways {
			t.Run(test.name+", "+way.name, func(t *testing.T) {
				r, err := way.open(t, test.file, wave.ReaderOptions{})
				require.NoError(t, err)
				closing(t, r)
				assert.NotEmpty(t, readAll(t, r, 3))
				m, err := r.Metadata()
				require.NoError(t, err)
				require.Len(t, m.Chunks, 2)
				assert.Equal(t, test.bigEndian, m.BigEndian)
				assert.Equal(t, test.guid, m.Chunks[0].GUID)
				assert.False(t, m.Chunks[0].AfterData)
				assert.True(t, m.Chunks[1].AfterData)
				title, ok := m.Tag(id("INAM"))
				assert.True(t, ok)
				assert.Equal(t, "Title", title)
				assert.Empty(t, r.Diagnostics())
			})
		}
	}
}

func TestMetadataIsACopy(t *testing.T) {
	file := wavtest.RIFF(wavtest.Chunk("own!", []byte("abcd")), fmtChunk, dataChunk)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, file, wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			first, err := r.Metadata()
			require.NoError(t, err)
			first.Chunks[0].Data[0] = 'X'
			second, err := r.Metadata()
			require.NoError(t, err)
			assert.Equal(t, "abcd", string(second.Chunks[0].Data))
			assert.Equal(t, baseAudio, readAll(t, r, 3), "the audio is read from where it stood")
		})
	}
}

func TestMetadataIsWithoutTheRoomOfAWriter(t *testing.T) {
	room, other := wavtest.Chunk("JUNK", make([]byte, 28)), wavtest.Chunk("JUNK", slices.Repeat([]byte{1}, 28))
	for _, test := range []struct {
		name string
		file []byte
		want int
	}{
		{"room", wavtest.RIFF(room, fmtChunk, dataChunk), 0},
		{"room that is not the first chunk", wavtest.RIFF(fmtChunk, room, dataChunk), 1},
		{"second room", wavtest.RIFF(room, room, fmtChunk, dataChunk), 1},
		{"room that says something", wavtest.RIFF(other, fmtChunk, dataChunk), 1},
		{"more room", wavtest.RIFF(wavtest.Chunk("JUNK", make([]byte, 30)), fmtChunk, dataChunk), 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := wave.NewReader(bytes.NewReader(test.file), nil)
			require.NoError(t, err)
			m, err := r.Metadata()
			require.NoError(t, err)
			assert.Len(t, m.Chunks, test.want)
		})
	}
}

// What is wrong in chunks is told once, however often they are read, and refused when the file is opened.
func TestMetadataTellsWhatIsWrong(t *testing.T) {
	short := wavtest.Chunk("smpl", make([]byte, 20))
	title := wavtest.Chunk("LIST", infoTitle(little, "Title"))
	peaks := wavtest.Chunk("PEAK", make([]byte, 24))
	own := wavtest.Chunk("own!", nil)
	for _, test := range []struct {
		name   string
		file   []byte
		repair wave.Repair
		chunk  string
		offset int64
		used   int64
	}{
		{"short chunk", wavtest.RIFF(fmtChunk, short, dataChunk), wave.RepairChunkShort, "smpl", 36, 0},
		{"short fact chunk", wavtest.RIFF(fmtChunk, wavtest.Chunk("fact", nil), dataChunk), wave.RepairFact, "fact", 36, 0},
		{"repeated chunk", wavtest.RIFF(fmtChunk, own, own, title, dataChunk, title), wave.RepairChunkRepeated, "LIST",
			int64(52 + len(title) + len(dataChunk)), 0},
		{"ID3 by both ids", wavtest.RIFF(fmtChunk, wavtest.Chunk("id3 ", nil), wavtest.Chunk("ID3 ", nil), dataChunk),
			wave.RepairChunkRepeated, "ID3 ", 44, 0},
		{"peaks of more channels", wavtest.RIFF(fmtChunk, peaks, dataChunk), wave.RepairCount, "PEAK", 36, 1},
		{"number in RIFX", wavtest.RIFX(wavtest.BigChunk("fmt ", baseFmt.BigPayload()),
			wavtest.BigChunk("cue ", []byte{0, 0, 0, 9}), wavtest.BigChunk("data", baseAudio)), wave.RepairCount, "cue ", 36, 0},
	} {
		for _, way := range ways {
			t.Run(test.name+", "+way.name, func(t *testing.T) {
				r, err := way.open(t, test.file, wave.ReaderOptions{})
				require.NoError(t, err)
				closing(t, r)
				assert.NotEmpty(t, readAll(t, r, 3))
				for range 2 {
					_, err = r.Metadata()
					require.NoError(t, err)
				}
				require.Len(t, r.Diagnostics(), 1)
				d := r.Diagnostics()[0]
				assert.Equal(t, test.repair, d.Repair)
				assert.Equal(t, id(test.chunk), d.Chunk)
				assert.Equal(t, test.offset, d.Offset)
				assert.Equal(t, test.used, d.Used)

				r, err = way.open(t, test.file, strict)
				if err == nil { // of a stream, what stands behind the audio comes later
					assert.False(t, way.seekable)
					closing(t, r)
					assert.NotEmpty(t, readAll(t, r, 3))
					_, err = r.Metadata()
				}
				require.ErrorIs(t, err, wave.ErrRefused)
			})
		}
	}
}

func TestMetadataBeyondTheLimit(t *testing.T) {
	chunk := wavtest.Chunk("own!", make([]byte, 600))
	file := wavtest.RIFF(fmtChunk, chunk, chunk, dataChunk)
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			for limit, want := range map[int64]error{1199: wave.ErrTooMuchMetadata, 1300: nil} {
				r, err := way.open(t, file, wave.ReaderOptions{MaxMetadata: limit})
				require.NoError(t, err)
				closing(t, r)
				m, err := r.Metadata()
				if want != nil {
					require.ErrorIs(t, err, want)
					assert.Equal(t, baseAudio, readAll(t, r, 3), "the audio is read none the less")
					continue
				}
				require.NoError(t, err)
				assert.Len(t, m.Chunks, 2)
			}
		})
	}
}

// Chunks that claim more than there is are read as far as they go.
func TestMetadataThatIsCut(t *testing.T) {
	file := wavtest.RIFF(fmtChunk, dataChunk, wavtest.LyingChunk("iXML", 1000, []byte("<a/>")))
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, file, wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			assert.Equal(t, baseAudio, readAll(t, r, 3))
			m, err := r.Metadata()
			require.NoError(t, err)
			assert.Equal(t, "<a/>", m.IXML())
		})
	}
}
