package wave_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks the views of chunks with fields in fixed places, in what is their own.

// Nothing is cut to fit into its field.
func TestTextsThatDoNotFit(t *testing.T) {
	long := func(size int) string { return strings.Repeat("x", size) }
	bext := func(field func(*wave.Broadcast) *string) func(*wave.Metadata, string) error {
		return func(m *wave.Metadata, text string) error {
			var b wave.Broadcast
			*field(&b) = text
			return m.SetBroadcast(&b)
		}
	}
	cart := func(field func(*wave.Cart) *string) func(*wave.Metadata, string) error {
		return func(m *wave.Metadata, text string) error {
			var c wave.Cart
			*field(&c) = text
			return m.SetCart(&c)
		}
	}
	track := func(field func(*wave.Track) *string) func(*wave.Metadata, string) error {
		return func(m *wave.Metadata, text string) error {
			tracks := []wave.Track{{Index: 1}}
			*field(&tracks[0]) = text
			return m.SetTracks(tracks)
		}
	}
	for _, test := range []struct {
		name string
		set  func(m *wave.Metadata, text string) error
		most int // bytes that fit; -1 if any number does
	}{
		{"bext description", bext(func(b *wave.Broadcast) *string { return &b.Description }), 256},
		{"bext originator", bext(func(b *wave.Broadcast) *string { return &b.Originator }), 32},
		{"bext reference", bext(func(b *wave.Broadcast) *string { return &b.OriginatorReference }), 32},
		{"bext date", bext(func(b *wave.Broadcast) *string { return &b.OriginationDate }), 10},
		{"bext time", bext(func(b *wave.Broadcast) *string { return &b.OriginationTime }), 8},
		{"bext history", bext(func(b *wave.Broadcast) *string { return &b.CodingHistory }), -1},
		{"cart version", cart(func(c *wave.Cart) *string { return &c.Version }), 4},
		{"cart title", cart(func(c *wave.Cart) *string { return &c.Title }), 64},
		{"cart date", cart(func(c *wave.Cart) *string { return &c.EndDate }), 10},
		{"cart time", cart(func(c *wave.Cart) *string { return &c.StartTime }), 8},
		{"cart URL", cart(func(c *wave.Cart) *string { return &c.URL }), 1024},
		{"cart text", cart(func(c *wave.Cart) *string { return &c.TagText }), -1},
		{"track UID", track(func(t *wave.Track) *string { return &t.UID }), 12},
		{"track format", track(func(t *wave.Track) *string { return &t.TrackRef }), 14},
		{"track pack", track(func(t *wave.Track) *string { return &t.PackRef }), 11},
	} {
		t.Run(test.name, func(t *testing.T) {
			var m wave.Metadata
			require.ErrorIs(t, test.set(&m, "a\x00b"), wave.ErrBadChunk)
			if test.most >= 0 {
				require.ErrorIs(t, test.set(&m, long(test.most+1)), wave.ErrBadChunk)
			}
			require.Empty(t, m.Chunks, "nothing has changed")
			if test.most < 0 {
				test.most = 100_000
			}
			require.NoError(t, test.set(&m, long(test.most)))
			assert.Equal(t, test.most, bytes.Count(m.Chunks[0].Data, []byte{'x'}))
			require.NoError(t, test.set(&m, "y"))
			assert.Zero(t, bytes.Count(m.Chunks[0].Data, []byte{'x'}), "nothing is left of a longer text")
		})
	}
}

func TestXMLThatWouldNotBeReadAsItIsWritten(t *testing.T) {
	var m wave.Metadata
	require.ErrorIs(t, m.SetIXML("<a/>\x00"), wave.ErrBadChunk)
	require.ErrorIs(t, m.SetAXML("<a/>\x00"), wave.ErrBadChunk)
	assert.Empty(t, m.Chunks)
}

func TestXMLOfAnySize(t *testing.T) {
	text := strings.Repeat("<x/>", 50_000)
	var m wave.Metadata
	require.NoError(t, m.SetIXML(text))
	assert.Equal(t, text, m.IXML())
}

// What follows the loops is the manufacturer's, whatever the chunk says of its size.
func TestSamplerGoesByTheBytes(t *testing.T) {
	loop := pack(little, uint32(7), uint32(0), uint32(10), uint32(20), uint32(0), uint32(0))
	for _, test := range []struct {
		name        string
		loops, data uint32
		rest        []byte
		wantLoops   int
		wantData    []byte
	}{
		{"no loops", 0, 0, nil, 0, nil},
		{"a loop", 1, 0, loop, 1, nil},
		{"a loop and data", 1, 3, pack(little, loop, "abc"), 1, []byte("abc")},
		{"0x7FFFFFFF loops and none", 0x7FFFFFFF, 0, nil, 0, nil},
		{"0xFFFFFFFF loops and one", 0xFFFFFFFF, 0, loop, 1, nil},
		{"a loop that is cut", 1, 0, loop[:23], 0, loop[:23]},
		{"0x7FFFFFFF bytes of data and three", 0, 0x7FFFFFFF, []byte("abc"), 0, []byte("abc")},
		{"data that is not counted", 0, 0, []byte("abc"), 0, []byte("abc")},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := holding("smpl", pack(little, make([]byte, 28), test.loops, test.data, test.rest), false).Sampler()
			require.NotNil(t, s)
			assert.Len(t, s.Loops, test.wantLoops)
			assert.Equal(t, test.wantData, s.Data)
		})
	}
}

func TestPeaksOfAnotherNumberOfChannels(t *testing.T) {
	peak := pack(little, float32(1), uint32(0))
	for _, test := range []struct {
		name     string
		payload  []byte
		channels int
		want     int // channels, or -1 if there are no peaks
	}{
		{"as many as there are", pack(little, make([]byte, 8), peak, peak), 2, 2},
		{"any number", pack(little, make([]byte, 8), peak, peak), 0, 2},
		{"fewer", pack(little, make([]byte, 8), peak, peak), 3, -1},
		{"more", pack(little, make([]byte, 8), peak, peak), 1, -1},
		{"a peak that is cut", pack(little, make([]byte, 8), peak, peak[:7]), 0, -1},
		{"none", make([]byte, 8), 0, -1},
	} {
		t.Run(test.name, func(t *testing.T) {
			peaks := holding("PEAK", test.payload, false).Peaks(test.channels)
			if test.want < 0 {
				assert.Nil(t, peaks)
				return
			}
			require.NotNil(t, peaks)
			assert.Len(t, peaks.Channels, test.want)
		})
	}
	var m wave.Metadata
	require.ErrorIs(t, m.SetPeaks(&wave.Peaks{}), wave.ErrBadChunk)
}

// The number of tracks is that of different channels, the other that of entries in use: both are derived.
func TestTracksGoByTheBytes(t *testing.T) {
	entry := pack(little, uint16(1), "ATU_00000001AT_00010001_01AP_00010002\x00")
	for _, counts := range []uint32{0, 0x00010001, 0xFFFFFFFF} {
		m := holding("chna", pack(little, counts, entry, make([]byte, 80)), false)
		tracks := m.Tracks()
		require.Equal(t, []wave.Track{{1, "ATU_00000001", "AT_00010001_01", "AP_00010002"}}, tracks)
		require.NoError(t, m.SetTracks(append(tracks, wave.Track{Index: 1, UID: "ATU_00000002"})))
		assert.Equal(t, pack(little, uint16(1), uint16(2), entry, uint16(1), "ATU_00000002", make([]byte, 26+80)),
			m.Chunks[1].Data, "room behind the entries stays")
	}
}

func TestDisplaysAreReplacedOneByOne(t *testing.T) {
	display := func(format uint32, text string) []byte { return pack(little, format, text) }
	start := func() *wave.Metadata {
		return &wave.Metadata{Chunks: []wave.Chunk{
			{ID: id("DISP"), Data: display(1, "one")}, {ID: id("JUNK")},
			{ID: id("DISP"), Data: []byte{1}}, {ID: id("DISP"), Data: display(8, "two"), AfterData: true},
		}}
	}
	require.Equal(t, []wave.Display{{1, []byte("one")}, {8, []byte("two")}}, start().Displays())
	for _, test := range []struct {
		name     string
		displays []wave.Display
		want     []wave.Chunk
	}{
		{"fewer", []wave.Display{{2, []byte("new")}}, []wave.Chunk{
			{ID: id("DISP"), Data: display(2, "new")}, {ID: id("JUNK")}, {ID: id("DISP"), Data: []byte{1}},
		}},
		{"more", []wave.Display{{2, []byte("a")}, {3, []byte("b")}, {4, nil}}, []wave.Chunk{
			{ID: id("DISP"), Data: display(2, "a")}, {ID: id("JUNK")}, {ID: id("DISP"), Data: []byte{1}},
			{ID: id("DISP"), Data: display(3, "b"), AfterData: true}, {ID: id("DISP"), Data: display(4, ""), AfterData: true},
		}},
		{"none", nil, []wave.Chunk{{ID: id("JUNK")}, {ID: id("DISP"), Data: []byte{1}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := start()
			require.NoError(t, m.SetDisplays(test.displays))
			assert.Equal(t, test.want, m.Chunks)
		})
	}
}

func TestID3GoesByEitherID(t *testing.T) {
	m := holding("ID3 ", []byte("ID3one"), false)
	tag := m.ID3()
	assert.Equal(t, "ID3one", string(tag))
	tag[0] = 'X'
	require.NoError(t, m.SetID3([]byte("ID3two")))
	assert.Equal(t, holding("ID3 ", []byte("ID3two"), false), m)
}
