package wave

import (
	"bytes"
	"slices"

	"mmservices/internal/riff"
)

// This file holds the chunks beside the audio that a Writer writes.

var (
	idDS64 = ChunkID{'d', 's', '6', '4'}
	idJunk = ChunkID{'J', 'U', 'N', 'K'}
)

// payload returns the chunk as package riff writes it.
func (c *Chunk) payload() riff.Payload {
	return riff.Payload{ID: c.ID, GUID: riff.GUID(c.GUID), Data: c.Data}
}

// reserved are the chunks that a Writer makes itself.
var reserved = []ChunkID{idFmt, idFact, idData, idDS64}

// SetMetadata replaces the chunks beside the audio: those before it, which are written with the header, behind the fmt
// chunk, and those behind it, which Close and checkpoints write. The chunks are copied. nil stands for none.
//
// It changes nothing and returns ErrBadChunk if there is a chunk that cannot be written: one that the Writer makes
// itself (fmt, fact, data, ds64), one without a name, one behind the audio whose name cannot be printed, one named by a
// GUID in a file that is not Wave64, or one that is too long; ErrHeaderWritten if a chunk before the audio would have to
// change when these are written already; and ErrTooLarge if the file would pass 4 GiB and cannot.
func (w *Writer) SetMetadata(m *Metadata) error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	var chunks []Chunk
	if m != nil {
		ordered, err := m.inOrder(w.format.BigEndian)
		if err != nil {
			return err
		}
		chunks = slices.Clone(ordered.Chunks)
	}
	for i := range chunks {
		if err := checkChunk(w.container(), &chunks[i]); err != nil {
			return err
		}
		chunks[i].Data = bytes.Clone(chunks[i].Data)
	}
	header := w.header
	switch {
	case !w.started:
		header = w.layOut(chunks)
	case !slices.EqualFunc(before(w.metadata), before(chunks), sameChunk):
		return &Error{Offset: -1, Err: ErrHeaderWritten}
	}
	old, oldHeader, oldEnded := w.metadata, w.header, w.ended
	w.header = header
	w.setMetadata(chunks)
	if over := max(w.bytes, w.told.Data); over > w.maxBytes() {
		w.setMetadata(old)
		w.header, w.ended = oldHeader, oldEnded
		return &Error{Offset: -1, Value: over, Err: ErrTooLarge}
	}
	if !w.started {
		w.told.Behind = w.behindSize
	}
	return nil
}

// Metadata returns a copy of the chunks beside the audio, as SetMetadata set them or as the file had them.
func (w *Writer) Metadata() *Metadata {
	m := &Metadata{Chunks: slices.Clone(w.metadata), BigEndian: w.format.BigEndian}
	for i := range m.Chunks {
		m.Chunks[i].Data = bytes.Clone(m.Chunks[i].Data)
	}
	return m
}

// checkChunk returns ErrBadChunk for a chunk that cannot be written to such a container.
func checkChunk(container Container, c *Chunk) error {
	named := c.GUID != GUID{}
	bad := named && !container.HasGUIDs() || !named && c.ID == ChunkID{} || int64(len(c.Data)) > container.MaxChunk() ||
		c.AfterData && !container.HasGUIDs() && !c.ID.Printable() // it would be taken for bytes that are no chunk
	for _, id := range reserved {
		bad = bad || !named && c.ID == id || c.GUID == GUID(riff.WaveGUID(id))
	}
	if !bad {
		return nil
	}
	return &Error{Chunk: c.ID, Offset: -1, Value: int64(len(c.Data)), Err: ErrBadChunk}
}

// before returns the chunks that stand before the audio.
func before(chunks []Chunk) []Chunk {
	return slices.DeleteFunc(slices.Clone(chunks), func(c Chunk) bool { return c.AfterData })
}

func sameChunk(a, b Chunk) bool {
	return a.ID == b.ID && a.GUID == b.GUID && bytes.Equal(a.Data, b.Data)
}
