package wave

import "bytes"

// This file holds ID3 tags in a chunk of their own.

// ID3 returns a copy of the ID3v2 tag of the file: the chunk "id3 ", which some call "ID3 ". It is nil if there is
// none.
func (m *Metadata) ID3() []byte {
	if c := m.findID3(); c != nil {
		return append([]byte(nil), c.Data...)
	}
	return nil
}

// SetID3 writes the ID3v2 tag, from its "ID3" on. It is removed if the tag is empty.
func (m *Metadata) SetID3(tag []byte) error {
	if len(tag) == 0 {
		m.removeFunc(isID3)
		return nil
	}
	m.put(m.findID3(), idID3, bytes.Clone(tag))
	return nil
}

func (m *Metadata) findID3() *Chunk {
	for i := range m.Chunks {
		if isID3(m.Chunks[i]) {
			return &m.Chunks[i]
		}
	}
	return nil
}

func isID3(c Chunk) bool { return c.ID == idID3 || c.ID == idID3Upper }
