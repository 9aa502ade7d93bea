package wave_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks tags: LIST chunks of type INFO.

var little = binary.LittleEndian

// tagged returns metadata of one list of type INFO.
func tagged(entries ...any) *wave.Metadata {
	return holding("LIST", pack(little, "INFO", pack(little, entries...)), false)
}

func TestTagsOfLists(t *testing.T) {
	title, artist := item(little, "INAM", "Title\x00"), item(little, "IART", "Artist\x00")
	lying := func(name string, size uint32, data string) []byte { return pack(little, name, size, data) }
	both := []wave.Tag{{id("INAM"), "Title"}, {id("IART"), "Artist"}}
	long := strings.Repeat("long ", 600)
	for _, test := range []struct {
		name string
		list []byte
		want []wave.Tag
	}{
		{"two tags", pack(little, title, artist), both},
		{"no tags", nil, nil},
		{"a text of 3000 bytes", item(little, "ICMT", long+"\x00"), []wave.Tag{{id("ICMT"), long}}},
		{"a text without NUL", item(little, "INAM", "Title"), both[:1]},
		{"a text with a NUL inside", item(little, "INAM", "Title\x00more"), both[:1]},
		{"a text of nothing", item(little, "INAM"), []wave.Tag{{id("INAM"), ""}}},
		{"UTF-8 that is cut", item(little, "INAM", "\xf0\x9f\x8e"), []wave.Tag{{id("INAM"), "\xf0\x9f\x8e"}}},
		{"a pad byte that is missing", pack(little, lying("INAM", 5, "Title"), artist), both},
		{"a pad byte that is missing at the end", pack(little, artist, lying("INAM", 5, "Title")),
			[]wave.Tag{both[1], both[0]}},
		{"a pad byte that is a letter", pack(little, lying("INAM", 5, "TitleI"), artist), both},
		{"a size beyond the list", pack(little, title, lying("IART", 0xFFFFFFFE, "Artist\x00")), both},
		{"an odd size beyond the list", pack(little, title, lying("IART", 0xFFFFFFFF, "Artist\x00")), both},
		{"bytes that are no entry", pack(little, title, artist, "IART\x06\x00\x00"), both},
		{"zeros at the end", pack(little, title, artist, make([]byte, 64)), both},
		{"lists in it", pack(little, title, item(little, "LIST", "INFO", artist)), both[:1]},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := tagged(test.list)
			assert.Equal(t, test.want, m.Tags())
			for _, tag := range test.want {
				text, ok := m.Tag(tag.ID)
				assert.True(t, ok)
				assert.Equal(t, tag.Text, text)
			}
			_, ok := m.Tag(id("none"))
			assert.False(t, ok)
		})
	}
}

func TestTagsAreInTheFirstListOfTheirType(t *testing.T) {
	m := &wave.Metadata{Chunks: []wave.Chunk{
		{ID: id("LIST"), Data: nil},
		{ID: id("LIST"), Data: []byte("INF")},
		{ID: id("LIST"), Data: pack(little, "adtl", item(little, "INAM", "no"))},
		{ID: id("LIST"), Data: pack(little, "INFO", item(little, "INAM", "yes"))},
		{ID: id("LIST"), Data: pack(little, "INFO", item(little, "INAM", "second"))},
	}}
	assert.Equal(t, []wave.Tag{{id("INAM"), "yes"}}, m.Tags())
	before := m.Clone()
	require.NoError(t, m.SetTag(id("INAM"), "new"))
	before.Chunks[3].Data = pack(little, "INFO", item(little, "INAM", "new\x00"))
	assert.Equal(t, before, m)
}

func TestSetTag(t *testing.T) {
	title, artist := item(little, "INAM", "Title\x00"), item(little, "IART", "Artist\x00\x00\x00")
	second := item(little, "INAM", "Second\x00")
	for _, test := range []struct {
		name, id, text string
		want           []byte
	}{
		{"another text", "INAM", "A new title", pack(little, item(little, "INAM", "A new title\x00"), artist, second)},
		{"the same text", "INAM", "Title", pack(little, title, artist, second)},
		{"a new tag", "ICMT", "\xff", pack(little, title, artist, second, item(little, "ICMT", "\xff\x00"))},
		{"no text", "INAM", "", artist},
		{"no text of a tag that is not there", "ICMT", "", pack(little, title, artist, second)},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := tagged(title, artist, second)
			require.NoError(t, m.SetTag(id(test.id), test.text))
			assert.Equal(t, tagged(test.want), m)
		})
	}
}

func TestSetTagsPutsAListRight(t *testing.T) {
	for _, test := range []struct {
		name      string
		old, want []byte
	}{
		{"a pad byte that is missing", pack(little, "INAM", uint32(5), "Title", item(little, "IART", "A")),
			pack(little, item(little, "INAM", "Title"), item(little, "IART", "A"))},
		{"a size beyond the list", pack(little, "INAM", uint32(99), "Title"), item(little, "INAM", "Title")},
		{"lists in it stay in front of what follows them",
			pack(little, item(little, "LIST", "one"), item(little, "INAM"), item(little, "LIST", "two")),
			pack(little, item(little, "LIST", "one"), item(little, "INAM"), item(little, "LIST", "two"))},
		{"bytes that are no entry stay behind the tags", pack(little, item(little, "INAM", "Title"), "INA"),
			pack(little, item(little, "INAM", "Title"), "INA")},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := tagged(test.old)
			require.NoError(t, m.SetTags(m.Tags()))
			assert.Equal(t, tagged(test.want), m)
		})
	}
}

// Of a tag that changes or vanishes, what stood in front of it stays.
func TestSetTagsKeepsWhatIsNoTag(t *testing.T) {
	one, two := item(little, "LIST", "one"), item(little, "LIST", "two")
	m := tagged(one, item(little, "INAM", "Title\x00"), two, item(little, "IART", "Artist\x00"), "rest")
	require.NoError(t, m.SetTag(id("INAM"), ""))
	assert.Equal(t, tagged(two, item(little, "IART", "Artist\x00"), one, "rest"), m)
}

func TestTagsThatCannotBeWritten(t *testing.T) {
	for _, tag := range []wave.Tag{
		{id("INAM"), "a\x00b"}, {id("INAM"), "\x00"}, {id("INA\x00"), "a"}, {id("\xff   "), "a"}, {wave.ChunkID{}, "a"},
		{id("LIST"), "a"},
	} {
		m := tagged(item(little, "ISFT", "Maker"))
		require.ErrorIs(t, m.SetTag(tag.ID, tag.Text), wave.ErrBadChunk, "%q", tag)
		require.ErrorIs(t, m.SetTags([]wave.Tag{{id("IART"), "good"}, tag}), wave.ErrBadChunk, "%q", tag)
		assert.Equal(t, tagged(item(little, "ISFT", "Maker")), m, "nothing has changed")
	}
}

func TestTextsThatAreNotUTF8(t *testing.T) {
	assert.True(t, wave.Tag{Text: "Stück"}.TextValid())
	assert.False(t, wave.Tag{Text: "St\xfcck"}.TextValid())

	var m wave.Metadata
	_, ok := m.CodePage()
	assert.False(t, ok)
	for _, o := range orders {
		m := holding("CSET", pack(o.order, uint16(1252), uint16(49), uint16(7), uint16(1)), o.bigEndian)
		page, ok := m.CodePage()
		assert.True(t, ok)
		assert.EqualValues(t, 1252, page)
	}
	m.Set(id("CSET"), []byte{0xE4, 4})
	_, ok = m.CodePage()
	assert.False(t, ok, "too short")
}
