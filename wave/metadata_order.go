package wave

import (
	"encoding/binary"
	"slices"
)

// This file turns the numbers in chunks around, between files of RIFX and all others.

// A layout tells where the numbers of a chunk are: those at its head, and those of each entry behind it. A positive
// number stands for a number of so many bytes, a negative one for so many bytes that are none.
type layout struct {
	head, each []int
	count      func(data []byte, order binary.ByteOrder) int // of entries; nil if they fill the chunk
}

var (
	cueLayout      = layout{head: []int{4}, each: []int{4, 4, -4, 4, 4, 4}}
	playlistLayout = layout{head: []int{4}, each: []int{4, 4, 4}}
	samplerLayout  = layout{head: []int{4, 4, 4, 4, 4, 4, 4, 4, 4}, each: []int{4, 4, 4, 4, 4, 4}, count: samplerLoops}
	bextLayout     = layout{head: []int{-bextTimeReference, 4, 4, 2, -64, 2, 2, 2, 2, 2}}
	cartLayout     = layout{head: []int{-cartLevelReference, 4, -4, 4, -4, 4, -4, 4, -4, 4, -4, 4, -4, 4, -4, 4, -4, 4}}
	tracksLayout   = layout{head: []int{2, 2}, each: []int{2, 2 - trackSize}}
	peaksLayout    = layout{head: []int{4, 4}, each: []int{4, 4}}

	labelLayout  = layout{head: []int{4}}
	regionLayout = layout{head: []int{4, 4, -4, 2, 2, 2, 2}}
)

// turn turns the numbers around. An entry that is cut by the end stays as it is, as it is none for the views.
func (l layout) turn(data []byte, from binary.ByteOrder) {
	count := len(data)
	if l.count != nil {
		count = l.count(data, from)
	}
	data = turnFields(l.head, data)
	size := 0
	for _, field := range l.each {
		size += max(field, -field)
	}
	for i := 0; i < count && size > 0 && len(data) >= size; i++ {
		data = turnFields(l.each, data)
	}
}

// turnFields turns the numbers of one group around, as far as it goes, and returns what follows it.
func turnFields(fields []int, data []byte) []byte {
	for _, size := range fields {
		if size < 0 {
			data = data[min(-size, len(data)):]
			continue
		}
		if len(data) < size {
			return nil
		}
		slices.Reverse(data[:size])
		data = data[size:]
	}
	return data
}

// inOrder returns m with its numbers in that order of bytes: m itself if they are so already, or a copy. It fails with
// ErrBadChunk if there is a chunk of which it is not known where it has numbers.
func (m *Metadata) inOrder(bigEndian bool) (*Metadata, error) {
	if m.BigEndian == bigEndian {
		return m, nil
	}
	turned := m.Clone()
	turned.BigEndian = bigEndian
	for i := range turned.Chunks {
		if err := turned.Chunks[i].turn(m.order(), turned.order()); err != nil {
			return nil, err
		}
	}
	return turned, nil
}

// turn turns the numbers of a chunk around.
func (c *Chunk) turn(from, to binary.ByteOrder) error {
	row := known(c.ID)
	switch {
	case row == nil:
		return badChunk(c.ID, "it is not known where it has numbers, and the files differ in the order of their bytes")
	case c.ID == idList:
		return c.turnList(from, to)
	case len(c.Data) < row.least:
		return badChunk(c.ID, "it is too short for its numbers, and the files differ in the order of their bytes")
	case c.ID == idDisp && from.Uint32(c.Data) != DisplayText:
		return badChunk(c.ID, "it is not known where format %d has numbers, and the files differ in the order of their "+
			"bytes", from.Uint32(c.Data))
	}
	row.numbers.turn(c.Data, from)
	return nil
}

// turnList turns the sizes of the entries around, and the numbers in labels.
func (c *Chunk) turnList(from, to binary.ByteOrder) error {
	if len(c.Data) < len(ChunkID{}) {
		return nil
	}
	kind := ChunkID(c.Data)
	if kind != idInfo && kind != idAdtl && len(c.Data) > len(kind) {
		return badChunk(c.ID, "it is not known where type %v has numbers, and the files differ in the order of their "+
			"bytes", kind)
	}
	list := make([]byte, len(kind), len(c.Data))
	copy(list, kind[:])
	for e := range entries(c.Data, from) {
		start := len(list)
		list = e.append(list, from)
		if e.rest {
			continue
		}
		slices.Reverse(list[start+4 : start+entryHeader])
		if kind != idAdtl {
			continue
		}
		numbers, ok := labelLayouts[e.id]
		if !ok {
			return badChunk(c.ID, "it is not known where entry %v has numbers, and the files differ in the order of "+
				"their bytes", e.id)
		}
		numbers.turn(list[start+entryHeader:start+entryHeader+len(e.data)], from)
	}
	c.Data = list
	return nil
}

// labelLayouts tell where the entries of a list of type adtl have numbers.
var labelLayouts = map[ChunkID]layout{idLabl: labelLayout, idNote: labelLayout, idLtxt: regionLayout}
