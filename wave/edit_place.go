package wave

import (
	"io"
	"slices"

	"mmservices/internal/riff"
)

// This file holds where the chunks of an edit go, and in which steps.

// A room is a place for chunks: fillers that stand side by side.
type room struct {
	offset int64
	size   int64 // headers and all
	after  bool  // whether it is behind the audio
	merge  bool  // whether it is more than one filler

	chunks []Chunk // that go there
	used   int64   // bytes that these take
}

// rooms returns the rooms of the file.
func (e *editing) rooms() []*room {
	var rooms []*room
	end := e.start + e.container.First()
	joined := false // whether the chunk before is the last of the last room
	for i, c := range e.chunks {
		size := e.container.ChunkSize(c.Size)
		next := e.end
		if i+1 < len(e.chunks) {
			next = e.chunks[i+1].Offset
		}
		// Where a pad byte is missing, the id of what follows has to be one that is known.
		usable := isFiller(c.ID) && !e.isReserve(c) && c.Offset == end && next == c.Offset+size
		switch {
		case usable && joined:
			last := rooms[len(rooms)-1]
			last.size += size
			last.merge = true
		case usable:
			rooms = append(rooms, &room{offset: c.Offset, size: size, after: c.AfterData})
		}
		joined, end = usable, c.Offset+size
	}
	return rooms
}

// isReserve reports whether a chunk is the room in which a RIFF file becomes RF64.
func (e *editing) isReserve(c ChunkInfo) bool {
	return c.ID == idJunk && c.Size == riff.DS64Size && c.Offset-e.start == e.container.First()
}

// fits reports whether a chunk of so many bytes fits, with a chunk of no meaning for what is left.
func (r *room) fits(c Container, size int64) bool {
	left := r.size - r.used - size
	return left == 0 || left >= c.ChunkSize(0)
}

// better reports whether a room suits a chunk better than another in which it fits, too.
func (r *room) better(than *room, after bool) bool {
	if r.after != than.after {
		return r.after == after
	}
	return r.size-r.used < than.size-than.used
}

// body returns what is to be written to the room behind its first header: all chunks as JUNK.
func (r *room) body(c Container) []byte {
	b := junkOf(c, r.chunks)
	if rest := r.size - int64(len(b)); rest > 0 {
		b = append(b, headerOf(c, idJunk, GUID{}, rest-c.ChunkSize(0))...)
	}
	return b[c.ChunkSize(0):]
}

// junkOf returns chunks as they are written first, with JUNK for their ids: they count when they are all there.
func junkOf(c Container, chunks []Chunk) []byte {
	var b []byte
	for _, chunk := range chunks {
		b = c.AppendChunk(b, riff.Payload{ID: idJunk, Data: chunk.Data})
	}
	return b
}

// A placing is where all additions go.
type placing struct {
	*editing
	p     *plan
	rooms []*room
	tail  room // behind the last chunk
}

// plan plans the edit.
func (e *editing) plan() error {
	pl := placing{editing: e, p: e.survey.plan, tail: room{offset: e.end, after: true}}
	pl.place()
	for _, phase := range []func() error{pl.merge, pl.writeChunks, pl.writeSizes, pl.writeIDs, pl.free, pl.shorten} {
		if err := phase(); err != nil {
			return err
		}
	}
	return nil
}

// place finds a place for each addition: of the rooms where it fits the smallest, on the side of the audio where it
// is to be if there is one.
func (pl *placing) place() {
	rooms := pl.editing.rooms()
	for _, a := range pl.added {
		size := pl.container.ChunkSize(int64(len(a.Data)))
		best := &pl.tail
		for _, r := range rooms {
			if !a.last && r.fits(pl.container, size) && (best == &pl.tail || r.better(best, a.AfterData)) {
				best = r
			}
		}
		best.chunks = append(best.chunks, a.Chunk)
		best.used += size
	}
	for _, r := range rooms {
		if len(r.chunks) > 0 {
			pl.rooms = append(pl.rooms, r)
		}
	}
}

// merge makes one filler of those of a room, so that its inside may be written to.
func (pl *placing) merge() error {
	for _, r := range pl.rooms {
		if r.merge {
			if err := pl.setSize(r.offset, r.size-pl.container.ChunkSize(0)); err != nil {
				return err
			}
		}
	}
	pl.p.sync()
	return nil
}

// setSize gives the chunk at an offset a size.
func (pl *placing) setSize(offset, size int64) error {
	field := sizeField(pl.container, size)
	return pl.p.patch(offset+pl.container.ChunkSize(0)-int64(len(field)), field)
}

// writeChunks writes the chunks where nothing of them counts yet.
func (pl *placing) writeChunks() error {
	header := pl.container.ChunkSize(0)
	for _, r := range pl.rooms {
		pl.p.write(r.offset+header, r.body(pl.container))
	}
	if len(pl.tail.chunks) > 0 {
		if err := pl.writeTail(); err != nil {
			return err
		}
	}
	pl.p.sync()
	return nil
}

// writeTail writes the chunks behind the last one. Bytes that stand there, and are no chunk, are copied behind all of
// it first. So that they do not overlap, a filler makes up for what the chunks are too short; and as long as the
// header of the first is not there, none of it is a chunk.
func (pl *placing) writeTail() error {
	tail := junkOf(pl.container, pl.tail.chunks)
	if pl.data.Size == 0 && pl.end == pl.data.Start && pl.p.size > pl.end {
		// Less than a frame behind audio that is empty, or it would be audio: as would all that is written behind it be
		// as long as no chunk begins there.
		pl.p.cut(pl.end)
		pl.p.sync()
	}
	left := pl.p.size - pl.end
	if left > mostMetadata {
		return &Error{Offset: pl.end, Value: left, Err: ErrTooMuchMetadata}
	}
	trailer := make([]byte, max(0, left))
	if left <= 0 {
		pl.tail.size = int64(len(tail))
		pl.p.write(pl.end, tail)
		return nil
	}
	if _, err := pl.p.ReadAt(trailer, pl.end); err != nil && err != io.EOF {
		return err
	}
	header := pl.container.ChunkSize(0)
	if gap := left - int64(len(tail)); gap > 0 {
		tail = pl.container.AppendChunk(tail, riff.Payload{ID: idJunk, Data: make([]byte, max(0, gap-header))})
	}
	pl.tail.size = int64(len(tail))
	pl.p.write(pl.end+pl.tail.size, trailer)
	pl.p.sync()
	pl.p.write(pl.end+header, tail[header:])
	pl.p.sync()
	return pl.p.patch(pl.end, tail[:header])
}

// writeSizes has the fillers end where the chunks do that they are to become, and the container behind the last.
func (pl *placing) writeSizes() error {
	for _, r := range pl.rooms {
		if err := pl.setSize(r.offset, int64(len(r.chunks[0].Data))); err != nil {
			return err
		}
	}
	pl.p.sync()
	if pl.tail.size == 0 {
		return nil
	}
	return pl.endAt(pl.end + pl.tail.size)
}

// endAt has the container end at an offset.
func (pl *placing) endAt(end int64) error {
	places := pl.places
	places.Fact = 0 // it stays as it is
	for _, r := range pl.rooms {
		if r.offset-pl.start == places.Room {
			places.Room = 0 // there is something else now
		}
	}
	fields, err := pl.header(end, pl.frames(), pl.limit, places)
	if err != nil {
		return err
	}
	return pl.p.patchAll(fields)
}

// writeIDs has the fillers become chunks.
func (pl *placing) writeIDs() error {
	for _, r := range append(pl.rooms, &pl.tail) {
		offset := r.offset
		for _, c := range r.chunks {
			if err := pl.p.patch(offset, headerOf(pl.container, c.ID, c.GUID, int64(len(c.Data)))); err != nil {
				return err
			}
			offset += pl.container.ChunkSize(int64(len(c.Data)))
		}
	}
	pl.p.sync()
	return nil
}

// free makes JUNK of the chunks that go, the last first: of several of a kind the first counts.
func (pl *placing) free() error {
	for _, c := range slices.Backward(pl.freed) {
		if err := pl.p.patch(c.Offset, headerOf(pl.container, idJunk, GUID{}, c.Declared)); err != nil {
			return err
		}
		pl.p.sync()
	}
	return nil
}

// shorten cuts off the fillers at the end of the file if there are such that were freed.
func (pl *placing) shorten() error {
	if pl.tail.size > 0 || pl.p.size > pl.end {
		return nil
	}
	end, freed := pl.end, false
	left := pl.freed // those before what was looked at
	for _, c := range slices.Backward(pl.chunks) {
		last := len(left) - 1
		goes := last >= 0 && left[last] == c
		if goes {
			left = left[:last]
		}
		if !c.AfterData || !goes && !isFiller(c.ID) || pl.occupied(c) {
			break
		}
		end, freed = c.Offset, freed || goes
	}
	if !freed {
		return nil
	}
	if err := pl.endAt(end); err != nil {
		return err
	}
	pl.p.cut(end)
	pl.p.sync()
	return nil
}

// occupied reports whether a filler is in a room that chunks go to.
func (pl *placing) occupied(c ChunkInfo) bool {
	return slices.ContainsFunc(pl.rooms, func(r *room) bool {
		return r.offset <= c.Offset && c.Offset < r.offset+r.size
	})
}
