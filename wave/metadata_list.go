package wave

import (
	"encoding/binary"
	"iter"
	"slices"
)

// This file holds LIST chunks: a type of four letters, and entries that look like chunks. Lists in lists are entries
// like all others: nothing here goes down into them.

// The types of lists that have views.
var (
	idInfo = ChunkID([]byte("INFO"))
	idAdtl = ChunkID([]byte("adtl"))
)

// entryHeader is the size of the id and the size that begin an entry.
const entryHeader = 8

// An entry is an entry of a list.
type entry struct {
	id       ChunkID
	data     []byte // as far as the list goes
	raw      []byte // with header and pad byte, as it lies in the list
	declared int64  // size of data by the header
	unpadded bool   // whether the pad byte that there should be is missing
	rest     bool   // whether this is what stands behind the last entry: it has no id and no data
}

// sound reports whether an entry lies in the list as it should.
func (e entry) sound() bool { return !e.rest && !e.unpadded && e.declared == int64(len(e.data)) }

// append adds the entry to a list, put right if it has to be.
func (e entry) append(list []byte, order binary.ByteOrder) []byte {
	if e.sound() || e.rest {
		return append(list, e.raw...)
	}
	return appendEntry(list, e.id, e.data, order)
}

// appendEntry adds an entry to a list.
func appendEntry(list []byte, id ChunkID, data []byte, order binary.ByteOrder) []byte {
	list = slices.Grow(list, entryHeader+len(data)+1)
	list = append(list, id[:]...)
	list = append(list, 0, 0, 0, 0)
	order.PutUint32(list[len(list)-4:], uint32(len(data)))
	list = append(list, data...)
	if len(data)%2 == 1 {
		list = append(list, 0)
	}
	return list
}

// entries returns the entries of the payload of a LIST chunk, each at least 8 bytes on from the one before. Where a
// pad byte is missing the next entry is looked for without it. What has an id that cannot be printed ends the list, as
// the zeros do that some lists are filled up with.
func entries(list []byte, order binary.ByteOrder) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		left := list[min(len(ChunkID{}), len(list)):]
		for len(left) >= entryHeader && ChunkID(left).Printable() {
			e := entry{id: ChunkID(left), declared: int64(order.Uint32(left[4:]))}
			size := min(e.declared, int64(len(left)-entryHeader))
			end := entryHeader + int(size)
			e.data = left[entryHeader:end:end]
			if e.declared == size && size%2 == 1 {
				e.unpadded = end == len(left) || !startsEntry(left[end+1:], order) && startsEntry(left[end:], order)
				if !e.unpadded {
					end++
				}
			}
			e.raw, left = left[:end:end], left[end:]
			if !yield(e) {
				return
			}
		}
		if len(left) > 0 {
			yield(entry{raw: left, rest: true})
		}
	}
}

// startsEntry reports whether an entry may begin here, or the list may end.
func startsEntry(left []byte, order binary.ByteOrder) bool {
	if len(left) == 0 {
		return true
	}
	return len(left) >= entryHeader && ChunkID(left).Printable() &&
		int64(order.Uint32(left[4:])) <= int64(len(left)-entryHeader)
}

// list returns the first LIST chunk of a type, or nil.
func (m *Metadata) list(kind ChunkID) *Chunk {
	for i := range m.Chunks {
		if isList(m.Chunks[i], kind) {
			return &m.Chunks[i]
		}
	}
	return nil
}

// isList reports whether a chunk is a list of a type.
func isList(c Chunk, kind ChunkID) bool {
	return c.ID == idList && len(c.Data) >= len(kind) && ChunkID(c.Data) == kind
}

// entries returns those of the first list of a type.
func (m *Metadata) entries(kind ChunkID) iter.Seq[entry] {
	c := m.list(kind)
	if c == nil {
		return func(func(entry) bool) {}
	}
	return entries(c.Data, m.order())
}
