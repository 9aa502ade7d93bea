package wave

import (
	"bytes"
	"math"
	"strings"
)

// This file holds the texts in chunks: fields of fixed size, and what fills the rest of a chunk.

// textOf returns what stands in a field up to the first NUL. A field that is full has none.
func textOf(field []byte) string {
	text, _, _ := bytes.Cut(field, []byte{0})
	return string(text)
}

// A textField is a field of fixed size of a chunk that T is the view of.
type textField[T any] struct {
	name     string
	at, size int
	of       func(*T) *string
}

// readTexts fills the texts of a view from a chunk.
func readTexts[T any](fields []textField[T], view *T, data []byte) {
	for _, f := range fields {
		*f.of(view) = textOf(data[f.at : f.at+f.size])
	}
}

// writeTexts writes the texts of a view into a chunk.
func writeTexts[T any](fields []textField[T], view *T, id ChunkID, data []byte) error {
	for _, f := range fields {
		if err := putText(data[f.at:f.at+f.size], *f.of(view), id, f.name); err != nil {
			return err
		}
	}
	return nil
}

// putText writes a text into a field and fills it up with NULs. A field that has this text already stays as it is,
// whatever stands behind the NUL.
func putText(field []byte, text string, id ChunkID, name string) error {
	if len(text) > len(field) {
		return badChunk(id, "%s has %d bytes, and no more than %d fit", name, len(text), len(field))
	}
	if err := checkText(text, id, name); err != nil {
		return err
	}
	if textOf(field) != text {
		clear(field[copy(field, text):])
	}
	return nil
}

// putTail returns data with a text from byte at to its end.
func putTail(data []byte, at int, text string, id ChunkID, name string) ([]byte, error) {
	if err := checkText(text, id, name); err != nil {
		return nil, err
	}
	if textOf(data[at:]) != text {
		data = append(data[:at], text...)
	}
	return data, nil
}

// checkText refuses a text that would not be read as it is written.
func checkText(text string, id ChunkID, name string) error {
	if at := strings.IndexByte(text, 0); at >= 0 {
		return badChunk(id, "%s has a NUL at byte %d", name, at)
	}
	return checkLength(len(text), id, name)
}

// checkLength refuses what is longer than the number of its bytes can tell.
func checkLength(length int, id ChunkID, name string) error {
	if int64(length) > math.MaxUint32-chunkOverhead {
		return badChunk(id, "%s has %d bytes, and no more than 4 GiB fit", name, length)
	}
	return nil
}

// chunkOverhead is more than what any chunk has beside one long text.
const chunkOverhead = 4096
