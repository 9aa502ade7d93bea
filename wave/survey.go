package wave

import (
	"encoding/binary"
	"io"

	"mmservices/internal/riff"
)

// This file holds surveys: where everything stands in a file that is to be changed in place.

// A survey is what is known of a file as a plan will leave it.
type survey struct {
	plan      *plan
	r         *Reader
	container Container
	start     int64 // of the container
	chunks    []ChunkInfo
	data      ChunkInfo
	fmt       ChunkInfo // the first, or zero
	places    riff.Places
	end       int64 // behind the last chunk and what pads it, be that there or not
}

// newSurvey looks at a file.
func newSurvey(p *plan, options ReaderOptions) (*survey, error) {
	options.ReadAhead = readAhead
	r, err := NewReader(io.NewSectionReader(p, 0, p.size), &options)
	if err != nil {
		return nil, err
	}
	s := &survey{plan: p, r: r, container: r.Container(), start: r.container.Offset}
	if s.chunks, err = r.Chunks(); err != nil {
		return nil, err
	}
	for i, c := range s.chunks {
		from := c.Offset - s.start
		switch {
		case c.Start == r.DataOffset():
			s.data, s.places.Data = c, from
		case c.ID == idFmt && s.fmt == ChunkInfo{}:
			s.fmt = c
		case c.AfterData:
		case c.ID == idFact && s.places.Fact == 0 && c.Size >= s.container.NumberSize():
			s.places.Fact = c.Start - s.start
		case s.isRoom(c):
			s.places.Room, s.places.RoomSize = from, c.Size
			if s.places.Table, err = s.table(i); err != nil {
				return nil, err
			}
		}
		s.end = c.Start + c.Size + s.container.Pad(c.Size)
	}
	return s, nil
}

// isRoom reports whether a chunk is the first ds64 chunk, or one that can become it.
func (s *survey) isRoom(c ChunkInfo) bool {
	first := c.Offset-s.start == s.container.First()
	return s.places.Room == 0 && c.Size >= riff.DS64Size && c.GUID == GUID{} &&
		(c.ID == idDS64 || c.ID == idJunk && first)
}

// table returns the length of the table of the ds64 chunk, as far as it has room for it.
func (s *survey) table(i int) (uint32, error) {
	if s.chunks[i].ID != idDS64 {
		return 0, nil
	}
	ds64, err := s.r.ReadChunk(i)
	if err != nil {
		return 0, err
	}
	if len(ds64) < riff.DS64Size { // the file has become shorter
		return 0, &Error{Chunk: idDS64, Offset: s.chunks[i].Offset, Err: ErrTruncated}
	}
	lines := binary.LittleEndian.Uint32(ds64[riff.DS64Size-4:])
	if riff.DS64Size+12*int64(lines) > int64(len(ds64)) {
		return 0, nil
	}
	return lines, nil
}

// header returns the numbers of the header, as they are to be if the chunks end there. A RIFF file that would pass
// limit becomes RF64 if it has the room.
func (s *survey) header(end, frames, limit int64, places riff.Places) ([]riff.Field, error) {
	sizes := riff.Sizes{Data: s.data.Size, Frames: frames}
	sizes.Behind = end - s.data.Start - s.data.Size - s.container.Pad(s.data.Size)
	h := riff.OpenHeader(s.container, places, false, limit)
	if h.Most(sizes.Behind, false, sizes) < sizes.Data {
		if s.container != ContainerRIFF || places.Room == 0 {
			return nil, &Error{Chunk: s.r.container.ID(), Offset: s.start, Value: end, Err: ErrTooLarge}
		}
		h = riff.OpenHeader(s.container, places, true, limit)
	}
	fields := h.Fields(sizes)
	for i := range fields {
		fields[i].Offset += s.start
	}
	return fields, nil
}

// diagnosed returns the first diagnostic of one of these repairs, or nil.
func (s *survey) diagnosed(repairs Repair) *Diagnostic {
	for i := range s.r.diagnostics {
		if d := &s.r.diagnostics[i]; d.Repair&repairs != 0 {
			return d
		}
	}
	return nil
}

// headerOf returns what stands before the payload of a chunk.
func headerOf(c Container, id ChunkID, guid GUID, size int64) []byte {
	b := c.AppendChunk(nil, riff.Payload{ID: id, GUID: riff.GUID(guid)})
	number := sizeField(c, size)
	copy(b[len(b)-len(number):], number)
	return b
}

// sizeField returns the size of a payload as its chunk tells it.
func sizeField(c Container, size int64) []byte {
	if c.HasGUIDs() {
		return c.Order().AppendUint64(nil, uint64(c.ChunkSize(0)+size))
	}
	return c.Order().AppendUint32(nil, uint32(size))
}
