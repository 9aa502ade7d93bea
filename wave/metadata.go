package wave

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
)

// This file holds what the views of metadata stand on: chunks are found, set and removed by their ids.

// The ids of the chunks that have views.
var (
	idList     = ChunkID([]byte("LIST"))
	idCset     = ChunkID([]byte("CSET"))
	idCue      = ChunkID([]byte("cue "))
	idPlst     = ChunkID([]byte("plst"))
	idSmpl     = ChunkID([]byte("smpl"))
	idInst     = ChunkID([]byte("inst"))
	idAcid     = ChunkID([]byte("acid"))
	idBext     = ChunkID([]byte("bext"))
	idCart     = ChunkID([]byte("cart"))
	idChna     = ChunkID([]byte("chna"))
	idAXML     = ChunkID([]byte("axml"))
	idIXML     = ChunkID([]byte("iXML"))
	idID3      = ChunkID([]byte("id3 "))
	idID3Upper = ChunkID([]byte("ID3 "))
	idPeak     = ChunkID([]byte("PEAK"))
	idDisp     = ChunkID([]byte("DISP"))
)

// Find returns the first chunk of that id, or nil. It points into m.Chunks.
func (m *Metadata) Find(id ChunkID) *Chunk {
	for i := range m.Chunks {
		if m.Chunks[i].ID == id {
			return &m.Chunks[i]
		}
	}
	return nil
}

// Set gives a copy of data to the first chunk of that id. If there is none it appends one, behind the audio.
func (m *Metadata) Set(id ChunkID, data []byte) {
	m.put(m.Find(id), id, bytes.Clone(data))
}

// put gives data to a chunk of m, or to a new one of that id if it is nil.
func (m *Metadata) put(c *Chunk, id ChunkID, data []byte) {
	if c == nil {
		m.Chunks = append(m.Chunks, Chunk{ID: id, Data: data, AfterData: true})
		return
	}
	c.Data = data
}

// Remove removes all chunks of that id and returns how many there were.
func (m *Metadata) Remove(id ChunkID) int {
	return m.removeFunc(func(c Chunk) bool { return c.ID == id })
}

func (m *Metadata) removeFunc(remove func(Chunk) bool) int {
	before := len(m.Chunks)
	m.Chunks = slices.DeleteFunc(m.Chunks, remove)
	return before - len(m.Chunks)
}

// Clone returns a copy that shares no bytes with m.
func (m *Metadata) Clone() *Metadata {
	clone := *m
	clone.Chunks = slices.Clone(m.Chunks)
	for i := range clone.Chunks {
		clone.Chunks[i].Data = bytes.Clone(clone.Chunks[i].Data)
	}
	return &clone
}

// order returns the order of bytes in the numbers of the chunks.
func (m *Metadata) order() binary.ByteOrder { return orderOf(m.BigEndian) }

func orderOf(bigEndian bool) binary.ByteOrder {
	if bigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// payload returns the bytes of the first chunk of that id if there are enough for its fields, else nil.
func (m *Metadata) payload(id ChunkID) []byte {
	c := m.Find(id)
	if c == nil || len(c.Data) < known(id).least {
		return nil
	}
	return c.Data
}

// editable returns a copy of the bytes of the first chunk of that id, with zeros for the fields that it lacks.
func (m *Metadata) editable(id ChunkID) []byte {
	var old []byte
	if c := m.Find(id); c != nil {
		old = c.Data
	}
	data := make([]byte, max(len(old), known(id).least))
	copy(data, old)
	return data
}

// badChunk returns ErrBadChunk with the reason.
func badChunk(id ChunkID, reason string, values ...any) error {
	return &Error{Chunk: id, Offset: -1, Err: fmt.Errorf("%w: %v: %s", ErrBadChunk, id, fmt.Sprintf(reason, values...))}
}
