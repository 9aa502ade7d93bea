package wave

import "encoding/binary"

// This file lends the tests what a Writer and a Reader do with metadata.

// InOrder returns m as it is written to a file of that order of bytes.
func (m *Metadata) InOrder(bigEndian bool) (*Metadata, error) { return m.inOrder(bigEndian) }

// ExamineChunk tells found what is wrong in a chunk.
func ExamineChunk(
	order binary.ByteOrder, id ChunkID, payload []byte, found func(r Repair, declared, used int64) error,
) error {
	return examineChunk(order, id, payload, found)
}
