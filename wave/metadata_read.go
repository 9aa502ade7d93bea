package wave

import (
	"bytes"
	"slices"

	"mmservices/internal/riff"
)

// This file holds the metadata of a Reader.

// Metadata returns the chunks of the file that [Metadata] is made of, as far as [Reader.Chunks] lists them. They are
// copies. What is wrong in them joins the Diagnostics, or is an error if the options refuse it. There is
// ErrTooMuchMetadata if they have more bytes than MaxMetadata allows.
func (r *Reader) Metadata() (*Metadata, error) {
	infos, err := r.Chunks()
	if err != nil {
		return nil, err
	}
	count, size := 0, int64(0)
	for _, info := range infos {
		if info.isMetadata() {
			count++
			size += info.Size
		}
		if size > r.maxMetadata() {
			return nil, &Error{Chunk: info.ID, Offset: info.Offset, Value: size, Err: ErrTooMuchMetadata}
		}
	}
	m := &Metadata{Chunks: make([]Chunk, 0, count), BigEndian: r.format.BigEndian}
	err = r.comingBack(headerAhead, func() error {
		for i, info := range infos {
			if info.isMetadata() || known(info.ID) != nil {
				if err := r.addMetadata(m, i, info); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// addMetadata examines chunk i, and adds it to m unless a Writer makes it itself.
func (r *Reader) addMetadata(m *Metadata, i int, info ChunkInfo) error {
	payload, err := r.payloadOf(i)
	if err != nil {
		return err
	}
	if err := r.examine(info, payload); err != nil {
		return err
	}
	if !info.isMetadata() || r.isRoom(info, payload) {
		return nil
	}
	chunk := Chunk{ID: info.ID, Data: payload, AfterData: info.AfterData}
	if info.ID == (ChunkID{}) {
		chunk.GUID = info.GUID
	}
	m.Chunks = append(m.Chunks, chunk)
	return nil
}

// isMetadata reports whether a chunk is none of those that a Writer makes itself.
func (c ChunkInfo) isMetadata() bool { return !slices.Contains(reserved, c.ID) }

// isRoom reports whether a chunk is what a Writer puts first into a file, to become the ds64 chunk when it grows.
func (r *Reader) isRoom(c ChunkInfo, payload []byte) bool {
	first := c.Offset-r.container.Offset == r.container.Container.First()
	return first && c.ID == idJunk && bytes.Equal(payload, make([]byte, riff.DS64Size))
}

// isBeforeFmt reports whether a chunk stands before the fmt chunk.
func (r *Reader) isBeforeFmt(c ChunkInfo) bool { return r.fmtOffset == 0 || c.Offset < r.fmtOffset }

// examine notes what is wrong in a chunk, and if it should be there once and is not.
func (r *Reader) examine(chunk ChunkInfo, payload []byte) error {
	d := Diagnostic{Chunk: chunk.ID, Offset: chunk.Offset}
	if name, once := onceName(chunk.ID, payload); once {
		first, seen := r.once[name]
		switch {
		case !seen && r.once == nil:
			r.once = map[ChunkID]int64{name: chunk.Offset}
		case !seen:
			r.once[name] = chunk.Offset
		case first != chunk.Offset:
			d.Repair = RepairChunkRepeated
			if err := r.note(d); err != nil {
				return err
			}
		}
	}
	if chunk.ID == idPeak && r.isBeforeFmt(chunk) {
		d.Repair = RepairOrder
		if err := r.note(d); err != nil {
			return err
		}
	}
	if there := peaks(payload); chunk.ID == idPeak && there > 0 && there != r.format.Channels && r.format.Channels > 0 {
		d.Repair, d.Declared, d.Used = RepairCount, int64(there), int64(r.format.Channels)
		if err := r.note(d); err != nil {
			return err
		}
	}
	return examineChunk(r.container.Order(), chunk.ID, payload, func(repair Repair, declared, used int64) error {
		d.Repair, d.Declared, d.Used = repair, declared, used
		return r.note(d)
	})
}
