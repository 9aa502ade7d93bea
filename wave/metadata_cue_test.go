package wave_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks regions: the cue chunk and LIST chunks of type adtl.

// point returns a point of a cue chunk.
func point(o order, id, position uint32) []byte {
	return pack(o, id, position, "data", uint32(0), uint32(0), position)
}

// cued returns metadata with a cue chunk and, if there are entries, a list of type adtl.
func cued(o order, points []byte, entries ...any) *wave.Metadata {
	m := holding("cue ", pack(o, uint32(len(points)/24), points), o.String() == "BigEndian")
	if len(entries) > 0 {
		m.Chunks = append(m.Chunks, wave.Chunk{ID: id("LIST"), Data: pack(o, "adtl", pack(o, entries...))})
	}
	return m
}

// marked is what a point says.
func marked(id uint32, position int64) wave.Region {
	return wave.Region{ID: id, Position: position, DataChunk: wave.ChunkID([]byte("data")), PlayOrder: uint32(position)}
}

func TestRegionsHaveTheirLabels(t *testing.T) {
	for _, o := range orders {
		t.Run(o.name, func(t *testing.T) {
			o := o.order
			first, second, third := marked(1, 100), marked(2, 200), marked(3, 300)
			first.Label = "Marker"
			second.Label, second.Note = "Region", "note before label"
			second.Length, second.Purpose, second.Text = 50, id("scrp"), "Script"
			second.Country, second.Language, second.Dialect, second.CodePage = 49, 7, 1, 1252
			m := cued(o, pack(o, point(o, 1, 100), point(o, 2, 200), point(o, 3, 300)),
				item(o, "note", uint32(2), "note before label\x00"),
				item(o, "ltxt", uint32(2), uint32(50), "scrp", uint16(49), uint16(7), uint16(1), uint16(1252), "Script\x00"),
				item(o, "labl", uint32(2), "Region\x00"),
				item(o, "labl", uint32(9), "of no point\x00"),
				item(o, "labl", uint32(1), "Marker\x00"),
				item(o, "labl", uint32(1), "second label of a point\x00"))
			assert.Equal(t, []wave.Region{first, second, third}, m.Regions())
		})
	}
}

func TestRegionsGoByTheBytes(t *testing.T) {
	two := pack(little, point(little, 1, 100), point(little, 2, 200))
	for _, test := range []struct {
		name string
		cue  []byte
		want int
	}{
		{"a count of 0", pack(little, uint32(0), two), 2},
		{"a count of 2500", pack(little, uint32(2500), two), 2},
		{"a count of 0xFFFFFFFF", pack(little, uint32(0xFFFFFFFF), two), 2},
		{"a count of 1", pack(little, uint32(1), two), 2},
		{"a point that is cut", pack(little, uint32(2), two[:47]), 1},
		{"no points", pack(little, uint32(0)), 0},
		{"no count", []byte{1, 0, 0}, 0},
		{"nothing", nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			regions := holding("cue ", test.cue, false).Regions()
			require.Len(t, regions, test.want)
			for i, r := range regions {
				assert.Equal(t, marked(uint32(1+i), int64(100+100*i)), r)
			}
		})
	}
}

func TestLabelsThatAreCut(t *testing.T) {
	for _, test := range []struct {
		name  string
		entry []byte
	}{
		{"labl", item(little, "labl", "\x01\x00\x00")},
		{"note", item(little, "note", "\x01\x00\x00")},
		{"ltxt", item(little, "ltxt", uint32(1), uint32(50), "rgn \x01\x00\x02\x00\x03\x00\x04")},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := cued(little, point(little, 1, 100), test.entry)
			require.Equal(t, []wave.Region{marked(1, 100)}, m.Regions())
			require.NoError(t, m.SetRegions(m.Regions()))
			assert.Equal(t, cued(little, point(little, 1, 100), test.entry), m, "it is kept")
		})
	}
}

func TestSetRegionsWritesWhatIsNew(t *testing.T) {
	for _, o := range orders {
		t.Run(o.name, func(t *testing.T) {
			m := wave.Metadata{BigEndian: o.bigEndian}
			o := o.order
			require.NoError(t, m.SetRegions([]wave.Region{
				{ID: 5, Position: 100, Label: "Marker"},
				{ID: 6, Position: 200, Length: 50, Note: "odd"},
				{ID: 7, Position: 300, Text: "Script", Purpose: id("scrp"), Country: 49, Language: 7, Dialect: 1, CodePage: 1252},
			}))
			assert.Equal(t, []wave.Chunk{
				{ID: id("cue "), AfterData: true,
					Data: pack(o, uint32(3), point(o, 5, 100), point(o, 6, 200), point(o, 7, 300))},
				{ID: id("LIST"), AfterData: true, Data: pack(o, "adtl",
					item(o, "labl", uint32(5), "Marker\x00"),
					item(o, "note", uint32(6), "odd\x00"),
					item(o, "ltxt", uint32(6), uint32(50), "rgn ", make([]byte, 8)),
					item(o, "ltxt", uint32(7), uint32(0), "scrp", uint16(49), uint16(7), uint16(1), uint16(1252), "Script\x00"))},
			}, m.Chunks)
		})
	}
}

func TestSetRegionsKeepsWhatItDoesNotKnow(t *testing.T) {
	first := item(little, "labl", uint32(1), "First\x00")
	second := item(little, "labl", uint32(2), "Second\x00\x00\x00")
	file := item(little, "file", uint32(1), "WAVE")
	orphan := item(little, "note", uint32(9), "of no point\x00")
	again := item(little, "labl", uint32(1), "again\x00")
	points := pack(little, point(little, 1, 100), point(little, 2, 200))
	m := cued(little, points, first, file, second, orphan, again, "rest")

	regions := m.Regions()
	regions[0].Label, regions[0].Note = "New", "More"
	require.NoError(t, m.SetRegions(regions))
	assert.Equal(t, cued(little, points, item(little, "labl", uint32(1), "New\x00"), file, second, orphan, again,
		item(little, "note", uint32(1), "More\x00"), "rest"), m, "a label that changes does so where it is")

	require.NoError(t, m.SetRegions(regions[1:]))
	assert.Equal(t, cued(little, points[24:], file, second, orphan, "rest"), m, "labels vanish with their point")

	require.NoError(t, m.SetRegions(nil))
	assert.Equal(t, []wave.Chunk{
		{ID: id("JUNK"), Data: []byte{1}}, {ID: id("PAD "), Data: []byte{2}, AfterData: true},
		{ID: id("LIST"), Data: pack(little, "adtl", file, orphan, "rest")},
	}, m.Chunks)
}

func TestSetRegionsRemovesAListThatIsEmpty(t *testing.T) {
	m := cued(little, point(little, 1, 100), item(little, "labl", uint32(1), "Label\x00"))
	regions := m.Regions()
	regions[0].Label = ""
	require.NoError(t, m.SetRegions(regions))
	assert.Equal(t, cued(little, point(little, 1, 100)), m)
}

func TestSetRegionsMovesAPoint(t *testing.T) {
	// The second point is in a play list, so that its place there is its own affair.
	other := pack(little, uint32(2), uint32(7), "data", uint32(0), uint32(0), uint32(200))
	m := cued(little, pack(little, point(little, 1, 100), other))
	regions := m.Regions()
	regions[0].Position, regions[1].Position = 101, 201
	require.NoError(t, m.SetRegions(regions))
	moved := pack(little, uint32(2), uint32(7), "data", uint32(0), uint32(0), uint32(201))
	assert.Equal(t, cued(little, pack(little, point(little, 1, 101), moved)), m)
}

func TestRegionsAreGivenIDs(t *testing.T) {
	regionIDs := func(m *wave.Metadata) (ids []uint32) {
		for _, r := range m.Regions() {
			ids = append(ids, r.ID)
		}
		return ids
	}
	var m wave.Metadata
	require.NoError(t, m.SetRegions([]wave.Region{{}, {ID: 2}, {}, {}}))
	assert.Equal(t, []uint32{1, 2, 3, 4}, regionIDs(&m))

	require.NoError(t, m.SetRegions(append(m.Regions(), wave.Region{})))
	assert.Equal(t, []uint32{1, 2, 3, 4, 5}, regionIDs(&m))

	labelled := cued(little, nil, item(little, "labl", uint32(1), "of no point\x00"))
	require.NoError(t, labelled.SetRegions([]wave.Region{{}}))
	assert.Equal(t, []uint32{2}, regionIDs(labelled), "a new point takes no label that is there")

	zeros := cued(little, pack(little, point(little, 0, 1), point(little, 0, 2)))
	require.NoError(t, zeros.SetRegions(append(zeros.Regions(), wave.Region{})))
	assert.Equal(t, []uint32{0, 0, 1}, regionIDs(zeros), "points that have an ID of 0 keep it")
}

// Many files have several points of one id: they stay, and the first has the label.
func TestRegionsThatShareAnID(t *testing.T) {
	points := pack(little, point(little, 1, 100), point(little, 1, 200))
	label := item(little, "labl", uint32(1), "Label\x00")
	m := cued(little, points, label)
	first := marked(1, 100)
	first.Label = "Label"
	require.Equal(t, []wave.Region{first, marked(1, 200)}, m.Regions())
	require.NoError(t, m.SetRegions(m.Regions()))
	require.Equal(t, cued(little, points, label), m)

	regions := m.Regions()
	regions[1].Note = "Note"
	require.ErrorIs(t, m.SetRegions(regions), wave.ErrBadChunk)
	require.ErrorIs(t, m.SetRegions(append(m.Regions(), marked(1, 300))), wave.ErrBadChunk)
	assert.Equal(t, cued(little, points, label), m, "nothing has changed")
}

func TestRegionsThatCannotBeWritten(t *testing.T) {
	for _, test := range []struct {
		name    string
		regions []wave.Region
	}{
		{"a negative position", []wave.Region{{Position: -1}}},
		{"a position of 33 bits", []wave.Region{{Position: math.MaxUint32 + 1}}},
		{"a negative length", []wave.Region{{Length: -1}}},
		{"a length of 33 bits", []wave.Region{{Length: math.MaxUint32 + 1}}},
		{"a NUL in a label", []wave.Region{{Label: "a\x00"}}},
		{"a NUL in a note", []wave.Region{{Note: "a\x00"}}},
		{"a NUL in a text", []wave.Region{{Text: "a\x00"}}},
		{"an id that is given twice", []wave.Region{{ID: 1}, {ID: 1}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var m wave.Metadata
			require.ErrorIs(t, m.SetRegions(test.regions), wave.ErrBadChunk)
			assert.Empty(t, m.Chunks)
		})
	}
}
