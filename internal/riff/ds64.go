package riff

import (
	"io"
	"slices"
)

// This file holds the ds64 chunk: the sizes that do not fit into 32 bits (EBU Tech 3306, ITU-R BS.2088).
//
// It is taken wherever it is met before the data, in RIFF, too. A size in a header that is not 0xFFFFFFFF is right,
// whatever the chunk says. The first ds64 chunk counts. One behind the data comes too late: the data then has a size
// that is not known. The table is for all chunks but data; the first entry of an id is for the first chunk of that id
// whose header has no size, and so on.

// A DS64 is what a ds64 chunk says. Fields that it is too short for are 0.
type DS64 struct {
	RIFF   uint64 // size of the container
	Data   uint64 // size of the data chunk
	Frames uint64 // what the fact chunk would say
}

// A ds64 is a ds64 chunk, and what is left of its table.
type ds64 struct {
	DS64
	table []tableEntry
}

// noSize stands in a header of 32 bits where the size is to be found in the ds64 chunk, or nowhere.
const noSize = 0xFFFFFFFF

// Of a ds64 chunk, the fields before the table, an entry of it, and the most of it all to look at.
const (
	ds64Fields = 28
	ds64Entry  = 12
	ds64Most   = 64 << 10
)

// tableEntry is the size of a chunk by the taborder.
type tableEntry struct {
	id   ID
	size uint64
}

// settle finds the size of a chunk whose header was just read, and takes a ds64 chunk.
func (r *Reader) settle(chunk *Chunk) error {
	switch {
	case r.info.guids:
		chunk.Unknown = chunk.Size >= largest
		return nil
	case chunk.ID == idDS64:
		return r.takeDS64(chunk)
	case chunk.ID == idData:
		r.settleData(chunk)
		return nil
	case chunk.Size != noSize:
		return nil
	}
	if r.ds64 == nil {
		return nil
	}
	for i, entry := range r.ds64.table {
		if entry.id == chunk.ID {
			chunk.Size = int64(min(entry.size, largest))
			r.ds64.table = slices.Delete(r.ds64.table, i, i+1)
			return nil
		}
	}
	return nil
}

func (r *Reader) settleData(chunk *Chunk) {
	first := !r.data
	r.data = true
	switch {
	case r.ds64 == nil:
		chunk.Unknown = chunk.Size == noSize
		chunk.Malformed = first && r.info.ds64
	case chunk.Size == noSize && first:
		chunk.Size = int64(min(r.ds64.Data, largest))
		chunk.Unknown = chunk.Size == largest
		chunk.Malformed = !r.info.ds64
	case first:
		chunk.Malformed = uint64(chunk.Size) != r.ds64.Data
	}
}

// takeDS64 looks at the ds64 chunk whose payload comes next.
func (r *Reader) takeDS64(chunk *Chunk) error {
	if r.ds64 != nil || r.data {
		chunk.Malformed = true
		return nil
	}
	most := int(min(chunk.Size, ds64Most))
	payload, err := r.src.Window(most, most)
	if err != nil && err != io.EOF {
		return err
	}
	r.ds64 = &ds64{}
	order := r.info.order
	for i, field := range []*uint64{&r.ds64.RIFF, &r.ds64.Data, &r.ds64.Frames} {
		if len(payload) >= 8*i+8 {
			*field = order.Uint64(payload[8*i:])
		}
	}
	if r.Size == noSize && r.ds64.RIFF != 0 {
		r.Size = int64(min(r.ds64.RIFF, largest))
	}
	if len(payload) < ds64Fields {
		chunk.Malformed = true
		return nil
	}
	declared := int64(order.Uint32(payload[24:]))
	chunk.Malformed = ds64Fields+ds64Entry*declared > chunk.Size
	entries := payload[ds64Fields:]
	for ; declared > 0 && len(entries) >= ds64Entry; declared-- {
		if id := ID(entries[:4]); id != idData {
			r.ds64.table = append(r.ds64.table, tableEntry{id, order.Uint64(entries[4:])})
		} else {
			chunk.Malformed = true
		}
		entries = entries[ds64Entry:]
	}
	return nil
}

// DS64 returns what the ds64 chunk says, if one was met.
func (r *Reader) DS64() (DS64, bool) {
	if r.ds64 == nil {
		return DS64{}, false
	}
	return r.ds64.DS64, true
}
