package wave

import (
	"encoding/binary"
	"slices"
	"strings"
)

// This file holds the chunks of XML, and the chna chunk that ties the tracks of a file to the elements of an Audio
// Definition Model.

// IXML returns the XML of the iXML chunk (iXML specification of the Institute of Broadcast Sound), or "". NULs behind
// it are left out.
func (m *Metadata) IXML() string { return m.xml(idIXML) }

// SetIXML writes the iXML chunk. It is removed if there is no text.
func (m *Metadata) SetIXML(text string) error { return m.setXML(idIXML, text) }

// AXML returns the XML of the axml chunk (ITU-R BS.2088, section 8), or "". NULs behind it are left out.
func (m *Metadata) AXML() string { return m.xml(idAXML) }

// SetAXML writes the axml chunk. It is removed if there is no text.
func (m *Metadata) SetAXML(text string) error { return m.setXML(idAXML, text) }

func (m *Metadata) xml(id ChunkID) string {
	c := m.Find(id)
	if c == nil {
		return ""
	}
	return strings.TrimRight(string(c.Data), "\x00")
}

func (m *Metadata) setXML(id ChunkID, text string) error {
	switch {
	case text == "":
		m.Remove(id)
	case strings.TrimRight(text, "\x00") != text:
		return badChunk(id, "the text ends with a NUL")
	case m.xml(id) != text:
		m.put(m.Find(id), id, []byte(text))
	}
	return nil
}

// A Track is an entry of the chna chunk (ITU-R BS.2088, section 7): which element of the Audio Definition Model
// (ITU-R BS.2076) a channel of the file belongs to. A channel may have several.
type Track struct {
	Index    uint16 // channel, from 1; 0 if the entry is not used
	UID      string // of the audioTrackUID: "ATU_00000001", up to 12 bytes
	TrackRef string // of the audioTrackFormat or audioChannelFormat: "AT_00010001_01", up to 14 bytes
	PackRef  string // of the audioPackFormat: "AP_00010002", up to 11 bytes; may be empty
}

// Sizes of the chna chunk.
const (
	tracksSize = 4 // the numbers of tracks and of entries
	trackSize  = 40
)

var trackTexts = []textField[Track]{
	{"UID", 2, 12, func(t *Track) *string { return &t.UID }},
	{"TrackRef", 14, 14, func(t *Track) *string { return &t.TrackRef }},
	{"PackRef", 28, 11, func(t *Track) *string { return &t.PackRef }},
}

// Tracks returns the entries of the chna chunk up to the last one that is used.
func (m *Metadata) Tracks() []Track {
	data := m.payload(idChna)
	count, _ := usedTracks(data, m.order())
	if count == 0 {
		return nil
	}
	tracks := make([]Track, count)
	for i := range tracks {
		entry := data[tracksSize+trackSize*i:][:trackSize]
		tracks[i].Index = m.order().Uint16(entry)
		readTexts(trackTexts, &tracks[i], entry)
	}
	return tracks
}

// SetTracks writes the chna chunk. Room behind the entries stays. The chunk is removed if there are no tracks. A text
// that is too long or has a NUL is refused with [ErrBadChunk].
func (m *Metadata) SetTracks(tracks []Track) error {
	if len(tracks) == 0 {
		m.Remove(idChna)
		return nil
	}
	old, order := m.editable(idChna), m.order()
	last, _ := usedTracks(old, order)
	oldEntries, room := old[tracksSize:tracksSize+trackSize*last], old[tracksSize+trackSize*last:]

	data := make([]byte, tracksSize+trackSize*len(tracks), tracksSize+trackSize*len(tracks)+len(room))
	copy(data[tracksSize:], oldEntries)
	used := 0
	var channels []uint16
	for i, track := range tracks {
		entry := data[tracksSize+trackSize*i:][:trackSize]
		order.PutUint16(entry, track.Index)
		if err := writeTexts(trackTexts, &track, idChna, entry); err != nil {
			return err
		}
		if track.Index != 0 {
			used++
			channels = append(channels, track.Index)
		}
	}
	slices.Sort(channels)
	if used > 0xFFFF {
		return badChunk(idChna, "there are %d entries, and no more than 65535 fit", used)
	}
	order.PutUint16(data[0:], uint16(len(slices.Compact(channels))))
	order.PutUint16(data[2:], uint16(used))
	m.put(m.Find(idChna), idChna, append(data, room...))
	return nil
}

// usedTracks returns the number of entries up to the last one that is used, and how many of them are.
func usedTracks(data []byte, order binary.ByteOrder) (last, used int) {
	for i := tracksSize; i+trackSize <= len(data); i += trackSize {
		if order.Uint16(data[i:]) != 0 {
			used++
			last = (i-tracksSize)/trackSize + 1
		}
	}
	return last, used
}

// examineTracks compares the number of entries with those that are used.
func examineTracks(x *examination, data []byte) error {
	_, used := usedTracks(data, x.order)
	return x.count(int64(x.order.Uint16(data[2:])), int64(used))
}
