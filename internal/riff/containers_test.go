package riff

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests the walk over containers other than RIFF, and the ds64 chunk.

// streams are ways to read a file.
func streams(file []byte) map[string]func() io.Reader {
	return map[string]func() io.Reader{
		"seekable":           func() io.Reader { return bytes.NewReader(file) },
		"unseekable":         func() io.Reader { return unseekable(bytes.NewReader(file)) },
		"one byte at a time": func() io.Reader { return unseekable(iotest.OneByteReader(bytes.NewReader(file))) },
		"data with EOF":      func() io.Reader { return iotest.DataErrReader(bytes.NewReader(file)) },
	}
}

// requireWalk checks what a walk finds in a file, whichever way it is read.
func requireWalk(t *testing.T, file []byte, want []Chunk) {
	t.Helper()
	for name, open := range streams(file) {
		r, err := Open(NewSource(open()))
		require.NoError(t, err, name)
		assert.Equal(t, want, walk(t, r), name)
	}
	source := NewSource(bytes.NewReader(file))
	source.ReadAhead(21)
	r, err := Open(source)
	require.NoError(t, err)
	assert.Equal(t, want, walk(t, r), "with read-ahead")
	again, err := r.Restart()
	require.NoError(t, err)
	assert.Equal(t, want, walk(t, again), "once more")
}

func TestContainersOpen(t *testing.T) {
	le := binary.LittleEndian
	otherGUID := wavtest.Wave64()
	otherGUID[15]++
	otherForm := wavtest.Wave64()
	otherForm[39]++
	tag := func(size byte, footer bool) []byte {
		flags := byte(0)
		if footer {
			flags = 0x10
		}
		return []byte{'I', 'D', '3', 4, 0, flags, 0, 0, 0, size}
	}
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	riff := wavtest.RIFF()
	for _, test := range []struct {
		name      string
		file      []byte
		container Container
		form      ID
		offset    int64
		end       int64
		err       error
	}{
		{"RIFF", riff, ContainerRIFF, id("WAVE"), 0, 12, nil},
		{"RIFX", wavtest.RIFX(), ContainerRIFX, id("WAVE"), 0, 12, nil},
		{"RF64", wavtest.RF64("RF64"), ContainerRF64, id("WAVE"), 0, 8 + 0xFFFFFFFF, nil},
		{"BW64", wavtest.RF64("BW64"), ContainerBW64, id("WAVE"), 0, 8 + 0xFFFFFFFF, nil},
		{"Wave64", wavtest.Wave64(), ContainerWave64, id("WAVE"), 0, 40, nil},
		{"Wave64 of size 0", wavtest.LyingWave64(0), ContainerWave64, id("WAVE"), 0, 0, nil},
		{"Wave64 of size 2^64-1", wavtest.LyingWave64(1<<64 - 1), ContainerWave64, id("WAVE"), 0, 1 << 62, nil},
		{"Wave64 whose GUID differs in the last byte", otherGUID, 0, ID{}, 0, 0, ErrNotRIFF},
		{"Wave64 of another form", otherForm, ContainerWave64, ID{}, 0, 40, nil},
		{"Wave64 cut in its GUID", wavtest.Wave64()[:15], 0, ID{}, 0, 0, ErrNotRIFF},
		{"Wave64 cut in its size", wavtest.Wave64()[:23], 0, ID{}, 0, 0, ErrNoForm},
		{"Wave64 cut in its form", wavtest.Wave64()[:39], 0, ID{}, 0, 0, ErrNoForm},
		{"ID3v2 tag in front", join(tag(3, false), make([]byte, 3), riff), ContainerRIFF, id("WAVE"), 13, 25, nil},
		{"ID3v2 tag with a footer", join(tag(0, true), make([]byte, 10), riff), ContainerRIFF, id("WAVE"), 20, 32, nil},
		{"ID3v2 tag before Wave64", join(tag(0, false), wavtest.Wave64()), ContainerWave64, id("WAVE"), 10, 50, nil},
		{"ID3v2 tag with a size of 8 bits", join(tag(0x80, false), make([]byte, 0x80), riff), 0, ID{}, 0, 0, ErrNotRIFF},
		{"ID3v2 tag longer than the file", join(tag(100, false), riff), 0, ID{}, 0, 0, ErrNotRIFF},
		{"ID3v2 tag cut", tag(0, false)[:9], 0, ID{}, 0, 0, ErrNotRIFF},
		{"ID3v2 tag alone", tag(0, false), 0, ID{}, 0, 0, ErrNotRIFF},
		{"ID3v2 tag before something else", join(tag(0, false), []byte("Ogg data")), 0, ID{}, 10, 0, ErrNotRIFF},
		{"RIFF size of RF64 by its ds64 chunk",
			wavtest.RF64("RF64", wavtest.DS64{RIFF: 40}.Chunk()), ContainerRF64, id("WAVE"), 0, 48, nil},
		{"RIFF size of its own in RF64", func() []byte {
			file := wavtest.RF64("RF64", wavtest.DS64{RIFF: 1000}.Chunk())
			le.PutUint32(file[4:], 40)
			return file
		}(), ContainerRF64, id("WAVE"), 0, 48, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, open := range streams(test.file) {
				r, err := Open(NewSource(open()))
				require.ErrorIs(t, err, test.err, name)
				if err == ErrNotRIFF {
					assert.Equal(t, test.offset, r.Offset, name)
				}
				if err != nil {
					continue
				}
				walk(t, r)
				assert.Equal(t, test.container, r.Container, name)
				assert.Equal(t, test.form, r.Form, name)
				assert.Equal(t, test.offset, r.Offset, name)
				assert.Equal(t, test.end, r.ContainerEnd(), name)
				assert.Equal(t, r.Size, r.SizeTo(r.ContainerEnd()), name)
			}
		})
	}
}

func TestWalkBigEndian(t *testing.T) {
	requireWalk(t, wavtest.RIFX(wavtest.BigChunk("abcd", []byte{1, 2, 3}), wavtest.BigChunk("data", []byte{4, 5})), []Chunk{
		{ID: id("abcd"), Offset: 12, Size: 3}, {ID: id("data"), Offset: 24, Size: 2},
	})
}

func TestWalkWave64(t *testing.T) {
	named := func(c Chunk) Chunk {
		c.GUID, c.wide = WaveGUID(c.ID), true
		return c
	}
	foreign := GUID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
	data := wavtest.Chunk64("data", []byte{1, 2})
	for _, test := range []struct {
		name   string
		chunks [][]byte
		want   []Chunk
	}{
		{"none", nil, nil},
		{"chunks begin at multiples of 8", [][]byte{wavtest.Chunk64("fact", []byte{1}), data}, []Chunk{
			named(Chunk{ID: id("fact"), Offset: 40, Size: 1}), named(Chunk{ID: id("data"), Offset: 72, Size: 2}),
		}},
		{"a GUID that stands for no id", [][]byte{wavtest.LyingChunk64(foreign[:], 32, make([]byte, 8)), data}, []Chunk{
			{GUID: foreign, Offset: 40, Size: 8, wide: true}, named(Chunk{ID: id("data"), Offset: 72, Size: 2}),
		}},
		{"W01 size smaller than the header", [][]byte{wavtest.LyingChunk64(wavtest.Wave64GUID("fact"), 23, nil), data}, []Chunk{
			named(Chunk{ID: id("fact"), Offset: 40, Malformed: true}), named(Chunk{ID: id("data"), Offset: 64, Size: 2}),
		}},
		{"W01 size 0", [][]byte{wavtest.LyingChunk64(wavtest.Wave64GUID("fact"), 0, nil), data}, []Chunk{
			named(Chunk{ID: id("fact"), Offset: 40, Malformed: true}), named(Chunk{ID: id("data"), Offset: 64, Size: 2}),
		}},
		{"W03 size beyond the file", [][]byte{wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1000, nil)}, []Chunk{
			named(Chunk{ID: id("data"), Offset: 40, Size: 976}),
		}},
		{"size 2^64-1", [][]byte{wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1<<64-1, nil)}, []Chunk{
			named(Chunk{ID: id("data"), Offset: 40, Size: 1 << 62, Unknown: true}),
		}},
		{"size 2^63-1", [][]byte{wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1<<63-1, nil)}, []Chunk{
			named(Chunk{ID: id("data"), Offset: 40, Size: 1 << 62, Unknown: true}),
		}},
		{"zeros behind the last chunk", [][]byte{data, make([]byte, 100)}, []Chunk{
			named(Chunk{ID: id("data"), Offset: 40, Size: 2}),
		}},
		{"header cut", [][]byte{data, data[:23]}, []Chunk{named(Chunk{ID: id("data"), Offset: 40, Size: 2})}},
	} {
		t.Run(test.name, func(t *testing.T) { requireWalk(t, wavtest.Wave64(test.chunks...), test.want) })
	}
}

func TestAFourthOfAGUIDDoesNotNameAChunk(t *testing.T) {
	guid := WaveGUID(id("data"))
	assert.Equal(t, id("data"), guid.ID())
	for i := 4; i < 16; i++ {
		other := guid
		other[i]++
		assert.Zero(t, other.ID(), "byte %d", i)
	}
}

// Sizes of 64 bits: those of the ds64 chunk count where the header has none.
func TestWalkWithDS64(t *testing.T) {
	audio := []byte{1, 2, 3}
	data := wavtest.Sizeless("data", audio)
	ds64 := wavtest.DS64{Data: 3}.Chunk()
	table := func(entries ...wavtest.DS64Entry) []byte { return wavtest.DS64{Data: 3, Table: entries}.Chunk() }
	payload := wavtest.DS64{Data: 3}.Payload()
	lyingTable := bytes.Clone(payload)
	binary.LittleEndian.PutUint32(lyingTable[24:], 0xFFFFFFFF)
	both := func(size int64, c Chunk) []Chunk {
		c.ID, c.Offset = id("data"), 20+size+size&1
		return []Chunk{{ID: id("ds64"), Offset: 12, Size: size}, c}
	}
	malformed := func(chunks []Chunk, i int) []Chunk {
		chunks[i].Malformed = true
		return chunks
	}
	for _, test := range []struct {
		name string
		file []byte
		want []Chunk
	}{
		{"R01 RF64", wavtest.RF64("RF64", ds64, data), both(28, Chunk{Size: 3})},
		{"R02 BW64", wavtest.RF64("BW64", ds64, data), both(28, Chunk{Size: 3})},
		{"R12 RIFF", wavtest.RIFF(ds64, data), malformed(both(28, Chunk{Size: 3}), 1)},
		{"R03 data size 2^64-1", wavtest.RF64("RF64", wavtest.DS64{Data: 1<<64 - 1}.Chunk(), data),
			both(28, Chunk{Size: 1 << 62, Unknown: true})},
		{"R04 data size 2^61", wavtest.RF64("RF64", wavtest.DS64{Data: 1 << 61}.Chunk(), data),
			both(28, Chunk{Size: 1 << 61})},
		{"R06 20 bytes: what is there counts", wavtest.RF64("RF64", wavtest.Chunk("ds64", payload[:20]), data),
			malformed(both(20, Chunk{Size: 3}), 0)},
		{"R06 15 bytes: they say nothing of the data", wavtest.RF64("RF64", wavtest.Chunk("ds64", payload[:15]), data),
			malformed(both(15, Chunk{}), 0)},
		{"R07 no ds64", wavtest.RF64("RF64", data), []Chunk{
			{ID: id("data"), Offset: 12, Size: 0xFFFFFFFF, Unknown: true, Malformed: true},
		}},
		{"R07 no ds64, and none needed", wavtest.RF64("RF64", wavtest.Chunk("data", audio)), []Chunk{
			{ID: id("data"), Offset: 12, Size: 3, Malformed: true},
		}},
		{"RIFF without ds64", wavtest.RIFF(data), []Chunk{{ID: id("data"), Offset: 12, Size: 0xFFFFFFFF, Unknown: true}}},
		{"R08 table length 4294967295", wavtest.RF64("RF64", wavtest.Chunk("ds64", lyingTable), data),
			malformed(both(28, Chunk{Size: 3}), 0)},
		{"R09 odd chunk between", wavtest.RF64("RF64", ds64, wavtest.Chunk("abcd", audio), data), []Chunk{
			{ID: id("ds64"), Offset: 12, Size: 28}, {ID: id("abcd"), Offset: 48, Size: 3}, {ID: id("data"), Offset: 60, Size: 3},
		}},
		{"R10 JUNK before ds64", wavtest.RF64("RF64", wavtest.Chunk("JUNK", audio), ds64, data), []Chunk{
			{ID: id("JUNK"), Offset: 12, Size: 3}, {ID: id("ds64"), Offset: 24, Size: 28}, {ID: id("data"), Offset: 60, Size: 3},
		}},
		{"R11 size in the header, 0 in ds64", wavtest.RF64("RF64", wavtest.DS64{}.Chunk(), wavtest.Chunk("data", audio)),
			malformed(both(28, Chunk{Size: 3}), 1)},
		{"the same size in the header and in ds64", wavtest.RF64("RF64", ds64, wavtest.Chunk("data", audio)),
			both(28, Chunk{Size: 3})},
		{"R13 two ds64: the first counts", wavtest.RF64("RF64", ds64, wavtest.DS64{Data: 1}.Chunk(), data), []Chunk{
			{ID: id("ds64"), Offset: 12, Size: 28}, {ID: id("ds64"), Offset: 48, Size: 28, Malformed: true},
			{ID: id("data"), Offset: 84, Size: 3},
		}},
		{"R13 ds64 behind the data comes too late", wavtest.RF64("RF64", wavtest.Chunk("data", audio), ds64), []Chunk{
			{ID: id("data"), Offset: 12, Size: 3, Malformed: true}, {ID: id("ds64"), Offset: 24, Size: 28, Malformed: true},
		}},
		{"R13 table naming data: it does not count",
			wavtest.RF64("RF64", table(wavtest.DS64Entry{ID: "data", Size: 1}), data),
			malformed(both(40, Chunk{Size: 3}), 0)},
		{"table: entries in their order, for those without a size", wavtest.RF64("RF64",
			table(wavtest.DS64Entry{ID: "abcd", Size: 3}, wavtest.DS64Entry{ID: "efgh", Size: 9},
				wavtest.DS64Entry{ID: "abcd", Size: 2}),
			wavtest.Sizeless("abcd", audio), wavtest.Chunk("efgh", audio), wavtest.Sizeless("abcd", audio[:2]), data,
		), []Chunk{
			{ID: id("ds64"), Offset: 12, Size: 64}, {ID: id("abcd"), Offset: 84, Size: 3}, {ID: id("efgh"), Offset: 96, Size: 3},
			{ID: id("abcd"), Offset: 108, Size: 2}, {ID: id("data"), Offset: 118, Size: 3},
		}},
		{"table longer than what is looked at", wavtest.RF64("RF64",
			table(slices.Repeat([]wavtest.DS64Entry{{ID: "abcd"}}, 6000)...), data), both(28+12*6000, Chunk{Size: 3})},
	} {
		t.Run(test.name, func(t *testing.T) { requireWalk(t, test.file, test.want) })
	}
}

// The payload of a ds64 chunk can be read although the walk has looked at it.
func TestDS64IsReadAsOtherChunks(t *testing.T) {
	want := wavtest.DS64{RIFF: 1, Data: 2, Frames: 3}
	file := wavtest.RF64("RF64", want.Chunk(), wavtest.Sizeless("data", []byte{1, 2}))
	for name, open := range streams(file) {
		r, err := Open(NewSource(open()))
		require.NoError(t, err, name)
		_, err = r.Next()
		require.NoError(t, err, name)
		payload := make([]byte, 28)
		_, err = r.Read(payload)
		require.NoError(t, err, name)
		assert.Equal(t, want.Payload(), payload, name)
		ds64, ok := r.DS64()
		assert.True(t, ok, name)
		assert.Equal(t, DS64{1, 2, 3}, ds64, name)
		chunk, err := r.Next()
		require.NoError(t, err, name)
		assert.Equal(t, Chunk{ID: id("data"), Offset: 48, Size: 2}, chunk, name)
	}
}

func TestAFailureInDS64IsNoEndOfIt(t *testing.T) {
	file := wavtest.RF64("RF64", wavtest.DS64{}.Chunk())
	r, err := Open(NewSource(unseekable(failAfter(file[:25]))))
	require.NoError(t, err)
	_, err = r.Next()
	assert.ErrorIs(t, err, errBroken)
}

// The GUIDs of Wave64 are written out here as the format's description has them.
func TestGUIDs(t *testing.T) {
	for text, guid := range map[string]GUID{
		"66666972-912E-11CF-A5D6-28DB04C10000": ContainerGUID(),
		"7473696C-912F-11CF-A5D6-28DB04C10000": WaveGUID(id("LIST")),
		"65766177-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("WAVE")),
		"20746D66-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("fmt ")),
		"74636166-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("fact")),
		"61746164-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("data")),
		"6C76656C-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("levl")),
		"6B6E756A-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("JUNK")),
		"74786562-ACF3-11D3-8CD1-00C04F8EDB8A": WaveGUID(id("bext")),
	} {
		le := binary.LittleEndian
		assert.Equal(t, text, fmt.Sprintf("%08X-%04X-%04X-%X-%X",
			le.Uint32(guid[0:]), le.Uint16(guid[4:]), le.Uint16(guid[6:]), guid[8:10], guid[10:]))
	}
}
