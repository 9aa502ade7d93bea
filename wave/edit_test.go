package wave_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests EditMetadata: what it makes of a file, in which writes, and what is left when it is cut off.

const noLimit = math.MaxUint32

// An edit is a case: a file, and a change of its metadata.
type edit struct {
	name           string
	before, behind []string // chunks of the file
	trailer        string   // behind them
	change         func(m *wave.Metadata)
	ids            string // the chunks afterwards
	size           int    // by which the file grows, in RIFF
}

// ofContent are the repairs that tell of what is in the chunks of these files, or of one that is there twice.
const ofContent = wave.RepairChunkRepeated | wave.RepairChunkShort | wave.RepairCount | wave.RepairList

func text(n int) []byte { return bytes.Repeat([]byte{'t'}, n) }

func set(name string, n int) func(*wave.Metadata) {
	return func(m *wave.Metadata) { m.Set(id(name), text(n)) }
}

var edits = []edit{
	{"new, nothing there", nil, nil, "", set("bext", 9), "fmt data bext", 18},
	{"new, in JUNK before the audio", []string{"JUNK 100"}, nil, "", set("bext", 40), "fmt bext JUNK data", 0},
	{"new, fills JUNK to the byte", []string{"JUNK 40"}, nil, "", set("bext", 40), "fmt bext data", 0},
	{"new, fills JUNK but for a header", []string{"JUNK 48"}, nil, "", set("bext", 40), "fmt bext JUNK data", 0},
	{"new, leaves JUNK less than a header", []string{"JUNK 44"}, nil, "", set("bext", 40), "fmt JUNK data bext", 48},
	{"new, in neighbours", []string{"PAD  40", "JUNK 30", "FLLR 40"}, nil, "", set("bext", 100),
		"fmt bext JUNK data", 0},
	{"new, in the smallest room that will do", []string{"JUNK 200", "abcd 5"}, []string{"JUNK 100"}, "",
		func(m *wave.Metadata) {
			m.Chunks = append(m.Chunks, wave.Chunk{ID: id("bext"), Data: text(60)})
			m.Chunks = append(m.Chunks, wave.Chunk{ID: id("cart"), Data: text(60), AfterData: true})
		}, "fmt bext JUNK abcd data cart JUNK", 0},
	{"two, in one room", []string{"JUNK 200"}, nil, "", func(m *wave.Metadata) {
		set("bext", 31)(m)
		set("cart", 50)(m)
	}, "fmt bext cart JUNK data", 0},
	{"changed, the same size", []string{"bext 40"}, nil, "", set("bext", 40), "fmt JUNK data bext", 48},
	{"changed, longer, there is JUNK", []string{"bext 40", "JUNK 100"}, []string{"abcd 7"}, "", set("bext", 60),
		"fmt JUNK bext JUNK data abcd", 0},
	{"changed, at the end", nil, []string{"LIST 30"}, "", set("LIST", 40), "fmt data JUNK LIST", 48},
	{"changed, in what an edit before it left", nil, []string{"JUNK 60", "LIST 61"}, "", set("LIST", 40),
		"fmt data LIST JUNK", -70},
	{"removed from the middle", []string{"bext 41"}, []string{"abcd 7"}, "", func(m *wave.Metadata) {
		m.Remove(id("bext"))
	}, "fmt JUNK data abcd", 0},
	{"removed from the end", nil, []string{"abcd 7", "bext 41"}, "", func(m *wave.Metadata) { m.Remove(id("bext")) },
		"fmt data abcd", -50},
	{"removed, all", []string{"bext 9"}, []string{"abcd 7", "JUNK 4", "wxyz 3"}, "", func(m *wave.Metadata) {
		m.Chunks = nil
	}, "fmt JUNK data", -40},
	{"the first of two of a kind is changed", []string{"bext 20"}, []string{"bext 30", "abcd 3"}, "", set("bext", 25),
		"fmt JUNK data JUNK abcd bext bext", 34 + 38},
	{"the second of three of a kind is removed", []string{"abcd 9"}, []string{"abcd 8", "abcd 7"}, "",
		func(m *wave.Metadata) { m.Chunks = slices.Delete(m.Chunks, 1, 2) }, "fmt abcd data JUNK abcd", 0},
	{"behind the last chunk stands a tag", nil, []string{"abcd 7"}, "TAG" + string(bytes.Repeat([]byte{'x'}, 125)),
		set("bext", 30), "fmt data abcd bext JUNK", 128},
	{"behind the last chunk stands a tag, and the chunk is larger", nil, nil,
		"TAG" + string(bytes.Repeat([]byte{'x'}, 125)), set("bext", 200), "fmt data bext", 208},
	{"behind the last chunk stand three bytes", nil, nil, "xyz", set("bext", 30), "fmt data bext", 38},
	{"something large and something small", []string{"JUNK 64"}, []string{"LIST 100"}, "", func(m *wave.Metadata) {
		set("LIST", 3000)(m)
		set("bext", 20)(m)
		m.Set(id("cue "), []byte{0, 0, 0, 0})
	}, "fmt bext cue JUNK data JUNK LIST", 3008},
}

// file returns the file of a case.
func (e edit) file(b boxing) []byte {
	chunks := func(specs []string) (all [][]byte) {
		for _, spec := range specs {
			var size int
			_, err := fmt.Sscanf(spec[5:], "%d", &size)
			if err != nil {
				panic(err)
			}
			all = append(all, b.chunk(spec[:4], wavtest.Noise(size)))
		}
		return all
	}
	return append(b.wav(chunks(e.before), chunks(e.behind)), e.trailer...)
}

// content returns the metadata of a file without what only fills, as kind and data, and checks its audio.
func content(t *testing.T, file []byte) ([]wave.Chunk, *wave.Reader) {
	t.Helper()
	r, err := wave.NewReader(bytes.NewReader(file), nil)
	require.NoError(t, err)
	require.EqualValues(t, len(testAudio), r.DataBytes())
	require.True(t, bytes.Equal(testAudio, readAll(t, r, 1000)), "the audio")
	m, err := r.Metadata()
	require.NoError(t, err)
	return slices.DeleteFunc(m.Chunks, fills), r
}

// fills reports whether a chunk is there to fill room.
func fills(c wave.Chunk) bool {
	return slices.Contains([]string{"JUNK", "junk", "PAD ", "FLLR"}, c.ID.String())
}

// dataOf returns the data of the chunks of an id.
func dataOfID(chunks []wave.Chunk, id wave.ChunkID) (all []string) {
	for _, c := range chunks {
		if c.ID == id {
			all = append(all, string(c.Data))
		}
	}
	return all
}

// changed returns what a change makes of a file.
func (e edit) wanted(t *testing.T, file []byte) []wave.Chunk {
	old, r := content(t, file)
	m := &wave.Metadata{Chunks: old, BigEndian: r.Format().BigEndian}
	e.change(m)
	return m.Chunks
}

func (e edit) apply(m *wave.Metadata) error {
	e.change(m)
	return nil
}

// requireChunks checks that there are the same chunks of each id, in the order in which those of one id are.
func requireChunks(t *testing.T, want, have []wave.Chunk) {
	t.Helper()
	require.Len(t, have, len(want))
	for _, c := range want {
		require.Equal(t, dataOfID(want, c.ID), dataOfID(have, c.ID), "%v", c.ID)
	}
}

func eachEdit(t *testing.T, test func(t *testing.T, e edit, b boxing)) {
	for _, e := range edits {
		for _, b := range boxings {
			t.Run(fmt.Sprintf("%s/%v", e.name, b.container), func(t *testing.T) { test(t, e, b) })
		}
	}
}

func TestEdit(t *testing.T) {
	eachEdit(t, func(t *testing.T, e edit, b boxing) {
		file := e.file(b)
		want := e.wanted(t, file)
		m := memory{bytes: slices.Clone(file)}
		require.NoError(t, wave.EditStore(&m, noLimit, e.apply))

		have, r := content(t, m.bytes)
		requireChunks(t, want, have)
		assert.Equal(t, b.container, r.Container())
		assert.True(t, bytes.HasSuffix(m.bytes, []byte(e.trailer)), "what stands behind the chunks")
		for _, d := range r.Diagnostics() {
			if d.Repair != wave.RepairTrailing || e.trailer == "" {
				assert.Zero(t, d.Repair&^ofContent, "%v", d)
			}
		}
		repaired, err := wave.RepairStore(&m, noLimit)
		require.NoError(t, err)
		assert.Empty(t, repaired, "nothing is left to be put right")
		if b.container == wave.ContainerRIFF {
			chunks, err := r.Chunks()
			require.NoError(t, err)
			var ids string
			for _, c := range chunks {
				ids += " " + string(bytes.TrimRight(c.ID[:], " "))
			}
			assert.Equal(t, " "+e.ids, ids)
			assert.Equal(t, e.size, len(m.bytes)-len(file))
		}

		again := memory{bytes: slices.Clone(m.bytes)}
		require.NoError(t, wave.EditStore(&again, noLimit, func(*wave.Metadata) error { return nil }))
		assert.Empty(t, again.done, "no change, no touch")
	})
}

// A crash may come after any write, and within any write of more than 8 bytes.
func TestACrashWhileEditing(t *testing.T) {
	eachEdit(t, func(t *testing.T, e edit, b boxing) {
		file := e.file(b)
		old, _ := content(t, file)
		want := e.wanted(t, file)
		m := memory{bytes: slices.Clone(file)}
		require.NoError(t, wave.EditStore(&m, noLimit, e.apply))
		requireNoCrashHurts(t, file, m.done, old, want, e, b)
	})
}

// requireNoCrashHurts checks what is left of an edit that is cut off anywhere.
func requireNoCrashHurts(t *testing.T, file []byte, done []deed, old, want []wave.Chunk, e edit, b boxing) {
	t.Helper()
	for k, d := range done {
		before := after(file, done[:k]...)
		requireOldOrNew(t, before, old, want, e, b)
		if len(d.bytes) <= 8 {
			continue
		}
		for n := 1; n < len(d.bytes); n += 1 + n/100 {
			requireOldOrNew(t, after(before, deed{d.offset, d.bytes[:n]}), old, want, e, b)
		}
	}
}

// Between two waits for the disk it may write in any order.
func TestAPowerFailureWhileEditing(t *testing.T) {
	eachEdit(t, func(t *testing.T, e edit, b boxing) {
		file := e.file(b)
		old, _ := content(t, file)
		want := e.wanted(t, file)
		m := memory{bytes: slices.Clone(file)}
		require.NoError(t, wave.EditStore(&m, noLimit, e.apply))
		safe, rest := file, m.done
		for len(rest) > 0 {
			n := slices.IndexFunc(rest, func(d deed) bool { return d.offset < 0 })
			require.GreaterOrEqual(t, n, 0, "the disk is waited for at last")
			require.LessOrEqual(t, n, 8)
			for set := range 1 << n {
				var some []deed
				for i, d := range rest[:n] {
					if set>>i&1 == 1 {
						some = append(some, d)
					}
				}
				requireOldOrNew(t, after(safe, some...), old, want, e, b)
			}
			safe, rest = after(safe, rest[:n]...), rest[n+1:]
		}
	})
}

// requireOldOrNew checks a file that was left in the middle of an edit: each chunk is as it was or as it is to be,
// nothing is lost, and the edit can be made again.
func requireOldOrNew(t *testing.T, file []byte, old, want []wave.Chunk, e edit, b boxing) {
	t.Helper()
	have, r := content(t, file)
	for _, c := range slices.Concat(old, want, have) {
		first := func(chunks []wave.Chunk) string {
			if all := dataOfID(chunks, c.ID); len(all) > 0 {
				return all[0]
			}
			return "none"
		}
		if b.container == wave.ContainerWave64 && (c.ID == wave.ChunkID{}) {
			continue // an id that was written in part
		}
		require.Contains(t, []string{first(old), first(want)}, first(have), "%v", c.ID)
	}
	for _, d := range r.Diagnostics() {
		switch d.Repair {
		case wave.RepairTrailing:
			require.GreaterOrEqual(t, len(file), len(e.trailer))
		case wave.RepairChunkSize:
			require.Equal(t, "JUNK", d.Chunk.String())
		default:
			require.Zero(t, d.Repair&^ofContent, "%v", d)
		}
	}
	behind := file[r.DataOffset()+r.DataBytes():]
	require.True(t, bytes.Contains(behind, []byte(e.trailer)), "what stands behind the chunks")

	m := memory{bytes: slices.Clone(file)}
	require.NoError(t, wave.EditStore(&m, noLimit, func(m *wave.Metadata) error {
		m.Chunks = slices.DeleteFunc(m.Chunks, func(c wave.Chunk) bool { return c.ID == wave.ChunkID{} })
		for _, c := range slices.Concat(old, want) {
			m.Remove(c.ID)
		}
		m.Chunks = append(m.Chunks, want...)
		return nil
	}))
	have, _ = content(t, m.bytes)
	requireChunks(t, want, have)
}

// A tag that fits is a matter of its own bytes and a few, whatever the size of the audio.
func TestAnEditWritesLittle(t *testing.T) {
	audio := make([]byte, 10<<20)
	for _, test := range []struct {
		name    string
		file    []byte
		payload int
		most    int
	}{
		{"in JUNK", wavtest.RIFF(wavtest.PCM(2, 48000, 16).Chunk(), wavtest.Chunk("JUNK", make([]byte, 4096)),
			wavtest.Chunk("data", audio)), 150, 150 + 8 + 8},
		{"behind the audio", wavtest.RIFF(wavtest.PCM(2, 48000, 16).Chunk(), wavtest.Chunk("data", audio)), 150,
			8 + 150 + 4 + 4},
		{"instead of another", wavtest.RIFF(wavtest.PCM(2, 48000, 16).Chunk(), wavtest.Chunk("bext", text(100)),
			wavtest.Chunk("data", audio)), 150, 8 + 150 + 4 + 4 + 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := memory{bytes: test.file}
			require.NoError(t, wave.EditStore(&m, noLimit, func(m *wave.Metadata) error {
				m.Set(id("bext"), bytes.Repeat([]byte{'x'}, test.payload))
				return nil
			}))
			assert.LessOrEqual(t, m.written(), test.most)
			assert.Less(t, m.written(), 200)
		})
	}
}

func TestAnEditThatFailsTouchesNothing(t *testing.T) {
	broken := errors.New("broken")
	plain := boxings[0].wav(nil, nil)
	put := func(c wave.Chunk) func(*wave.Metadata) error {
		return func(m *wave.Metadata) error {
			m.Chunks = append(m.Chunks, c)
			return nil
		}
	}
	for _, test := range []struct {
		name   string
		file   []byte
		limit  int64
		change func(*wave.Metadata) error
		want   error
	}{
		{"the change fails", plain, noLimit, func(m *wave.Metadata) error {
			m.Set(id("bext"), nil)
			return broken
		}, broken},
		{"a data chunk", plain, noLimit, put(wave.Chunk{ID: id("data")}), wave.ErrBadChunk},
		{"a fmt chunk", plain, noLimit, put(wave.Chunk{ID: id("fmt ")}), wave.ErrBadChunk},
		{"a GUID in RIFF", plain, noLimit, put(wave.Chunk{GUID: wave.GUID{1}}), wave.ErrBadChunk},
		{"no id", plain, noLimit, put(wave.Chunk{}), wave.ErrBadChunk},
		{"an id that would be no chunk behind the audio", plain, noLimit, put(wave.Chunk{ID: id("ab\x01d")}),
			wave.ErrBadChunk},
		{"numbers of the other order, and nobody knows where", boxings[1].wav(nil, nil), noLimit,
			func(m *wave.Metadata) error {
				*m = wave.Metadata{Chunks: []wave.Chunk{{ID: id("wxyz"), Data: text(4)}}}
				return nil
			}, wave.ErrBadChunk},
		{"RIFF past 4 GiB without room", plain, int64(len(plain)) - 8 + 20, put(wave.Chunk{ID: id("bext"), Data: text(20)}),
			wave.ErrTooLarge},
		{"RIFX past 4 GiB", boxings[1].wav([][]byte{wavtest.BigChunk("JUNK", make([]byte, 28))}, nil), 500,
			func(m *wave.Metadata) error { m.Set(id("wxyz"), text(1000)); return nil }, wave.ErrTooLarge},
		{"no WAV file", []byte("Ogg data, in truth"), noLimit, put(wave.Chunk{}), wave.ErrNotRIFF},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := memory{bytes: slices.Clone(test.file)}
			require.ErrorIs(t, wave.EditStore(&m, test.limit, test.change), test.want)
			assert.Empty(t, m.done)
		})
	}
}

// reserved is a RIFF file with the room to become RF64.
var reserved = wavtest.RIFF(wavtest.Chunk("JUNK", make([]byte, 28)), boxings[0].fmt(), wavtest.Chunk("data", testAudio))

func TestAnEditLeavesTheReserveAlone(t *testing.T) {
	m := memory{bytes: slices.Clone(reserved)}
	require.NoError(t, wave.EditStore(&m, noLimit, edit{change: set("bext", 10)}.apply))
	have, _ := content(t, m.bytes)
	assert.Equal(t, []string{string(text(10))}, dataOfID(have, id("bext")))
	assert.Equal(t, reserved[8:], m.bytes[8:len(reserved)])
}

func TestAnEditPast4GiBMakesRF64(t *testing.T) {
	e := edit{change: set("wxyz", 100)}
	m := memory{bytes: slices.Clone(reserved)}
	require.NoError(t, wave.EditStore(&m, int64(len(reserved)), e.apply))
	have, r := content(t, m.bytes)
	assert.Equal(t, wave.ContainerRF64, r.Container())
	assert.Empty(t, r.Diagnostics())
	requireChunks(t, e.wanted(t, reserved), have)
	requireNoCrashHurts(t, reserved, m.done, nil, have, e, boxings[0])
}

func TestAnEditRepairsTheSizes(t *testing.T) {
	file := boxings[0].wav(nil, nil)
	copy(file[4:8], []byte{0xff, 0xff, 0xff, 0xff})
	copy(file[40:44], []byte{0xff, 0xff, 0xff, 0xff})
	m := memory{bytes: file}
	e := edit{change: set("wxyz", 10)}
	require.NoError(t, wave.EditStore(&m, noLimit, e.apply))
	have, r := content(t, m.bytes)
	assert.Empty(t, r.Diagnostics())
	assert.Equal(t, []string{string(text(10))}, dataOfID(have, id("wxyz")))
}

// Edits again and again need no more room than the largest few.
func TestEditsReuseTheirRoom(t *testing.T) {
	m := memory{bytes: boxings[0].wav(nil, [][]byte{wavtest.Chunk("abcd", text(3))})}
	size := len(m.bytes)
	for i := range 200 {
		data := bytes.Repeat([]byte{byte(i)}, 100+i*7%64)
		require.NoError(t, wave.EditStore(&m, noLimit, func(m *wave.Metadata) error {
			m.Set(id("bext"), data)
			return nil
		}))
		have, _ := content(t, m.bytes)
		require.Equal(t, []string{string(data)}, dataOfID(have, id("bext")))
	}
	assert.LessOrEqual(t, len(m.bytes)-size, 4*(8+164))
}

func TestEditMetadata(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.wav")
	require.NoError(t, os.WriteFile(name, boxings[0].wav(nil, nil), 0o640))
	require.NoError(t, os.Chtimes(name, time.Time{}, time.Unix(1e9, 0)))
	before, err := os.Stat(name)
	require.NoError(t, err)
	require.NoError(t, wave.EditMetadata(name, func(*wave.Metadata) error { return nil }))
	untouched, err := os.Stat(name)
	require.NoError(t, err)
	assert.Equal(t, before.ModTime(), untouched.ModTime(), "no change, no touch")

	require.NoError(t, wave.EditMetadata(name, func(m *wave.Metadata) error {
		m.Set(id("bext"), text(10))
		return nil
	}))
	edited, err := os.Stat(name)
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, edited))
	assert.Equal(t, before.Mode(), edited.Mode())
	file, err := os.ReadFile(name)
	require.NoError(t, err)
	have, _ := content(t, file)
	assert.Equal(t, []string{string(text(10))}, dataOfID(have, id("bext")))

	assert.ErrorIs(t, wave.EditMetadata(t.TempDir(), nil), wave.ErrNotRegular)
	assert.ErrorIs(t, wave.EditMetadata(name+"x", nil), os.ErrNotExist)
}
