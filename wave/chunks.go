package wave

import (
	"io"
	"slices"

	"mmservices/internal/riff"
)

// This file holds the list of all chunks of a file.

// mostChunks is how many chunks are listed. An empty one takes 8 bytes in a file, and eight times as many in the list.
const mostChunks = 16384

// mostMetadata is the MaxMetadata of options that do not say.
const mostMetadata = 256 << 20

// A chunkList is what is known of the chunks of a file.
type chunkList struct {
	chunks   []ChunkInfo
	complete bool // whether it goes to the end of the file, or is full
	full     bool // whether there are more chunks than it takes

	payloads []keptPayload // of the chunks in a stream that cannot seek
	kept     int64         // bytes of them all
}

// A keptPayload is the payload of a chunk, as far as it was read, if it was kept.
type keptPayload struct {
	bytes []byte
	lost  bool // whether there was too much to be kept
}

// Chunks returns all chunks of the file in their order, those of the format and the audio included. The first call walks
// to the end of the file, and comes back. What is wrong there joins the Diagnostics; an error is what the stream
// returned, or a repair that the options refuse. No more than 16384 chunks are listed.
//
// In a stream that cannot seek these are the chunks up to the audio. Once this has been read to its end, Chunks reads
// the rest of the stream; the bytes of a last frame that is cut then cannot be read any more.
func (r *Reader) Chunks() ([]ChunkInfo, error) {
	if _, err := r.NumChunks(); err != nil {
		return nil, err
	}
	chunks := slices.Clone(r.list.chunks)
	for i := range chunks {
		chunks[i] = r.Chunk(i)
	}
	return chunks, nil
}

// NumChunks returns how many chunks Chunks returns, and finds them as it does.
func (r *Reader) NumChunks() (int, error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	if r.list == nil || !r.list.complete {
		if err := r.listChunks(); err != nil {
			return 0, err
		}
	}
	return len(r.list.chunks), nil
}

// Chunk returns the chunk number i of those that NumChunks counted.
func (r *Reader) Chunk(i int) ChunkInfo {
	chunk := r.list.chunks[i]
	if chunk.Offset == r.dataChunk.Offset {
		chunk.Size = r.DataBytes()
	}
	return chunk
}

// listChunks makes the list as complete as can be.
func (r *Reader) listChunks() error {
	if !r.src.Seekable() {
		if !r.known || r.size-r.offset >= r.format.step() {
			return nil
		}
		r.offset = r.size
		return r.listFrom(r.container)
	}
	return r.comingBack(headerAhead, func() error {
		r.list = &chunkList{}
		walk, err := r.container.Restart()
		if err != nil {
			return r.streamError(err)
		}
		return r.listFrom(walk)
	})
}

// listFrom adds the chunks that come next in a walk.
func (r *Reader) listFrom(walk *riff.Reader) error {
	seenFmt := r.indexOf(idFmt) >= 0
	if !r.src.Seekable() {
		if r.list.chunks[len(r.list.chunks)-1].ID == idData {
			walk.Resize(r.size)
		} else if err := r.keepRest(walk); err != nil { // that the stream failed in before
			return err
		}
	}
	for {
		next := walk.Position()
		chunk, err := walk.Next()
		if err == io.EOF {
			return r.endList(next, -1)
		}
		if err != nil {
			return r.streamError(err)
		}
		behind := chunk.Offset > r.dataChunk.Offset
		if behind && !chunk.ID.Registered() && (chunk.Malformed || !chunk.Printable()) {
			return r.endList(next, chunk.Offset)
		}
		if err := r.checkHeader(chunk); err != nil {
			return err
		}
		if err := r.checkRepeated(chunk, seenFmt); err != nil {
			return err
		}
		seenFmt = seenFmt || chunk.ID == idFmt
		if err := r.addChunk(chunk); err != nil || r.list.full {
			r.list.complete = err == nil
			return err
		}
		if chunk.Offset == r.dataChunk.Offset {
			if !r.known && r.size == beyondAll {
				return nil
			}
			if chunk.Unknown || chunk.Size == 0 {
				walk.Resize(r.size)
			}
		}
		if err := r.keepRest(walk); err != nil {
			return err
		}
	}
}

// checkHeader notes what is wrong with the header of a chunk.
func (r *Reader) checkHeader(chunk riff.Chunk) error {
	d := Diagnostic{Chunk: chunk.ID, Offset: chunk.Offset}
	if chunk.Unpadded {
		d.Repair = RepairChunkPad
		if err := r.note(d); err != nil {
			return err
		}
	}
	if !chunk.Printable() {
		d.Repair = RepairChunkID
		if err := r.note(d); err != nil {
			return err
		}
	}
	if chunk.Malformed {
		d.Repair = RepairDS64
		if chunk.GUID != (riff.GUID{}) {
			d.Repair = RepairChunkSize
		}
		return r.note(d)
	}
	return nil
}

// checkRepeated notes a second chunk where only the first counts.
func (r *Reader) checkRepeated(chunk riff.Chunk, seenFmt bool) error {
	d := Diagnostic{Chunk: chunk.ID, Offset: chunk.Offset}
	switch {
	case chunk.ID == idFmt && seenFmt:
		d.Repair = RepairFmtRepeated
	case chunk.ID == idData && chunk.Offset != r.dataChunk.Offset:
		d.Repair = RepairSecondData
	default:
		return nil
	}
	return r.note(d)
}

// addChunk adds a chunk to the list, or notes that it is full.
func (r *Reader) addChunk(chunk riff.Chunk) error {
	info := ChunkInfo{
		ID: chunk.ID, GUID: GUID(chunk.GUID), Offset: chunk.Offset, Start: chunk.Start(), Declared: chunk.Size,
		Size: chunk.Size, AfterData: r.dataChunk.Offset > 0 && chunk.Offset > r.dataChunk.Offset,
	}
	if size := r.src.Size(); size >= 0 {
		info.Size = min(chunk.Size, max(0, size-info.Start))
	}
	if len(r.list.chunks) < mostChunks {
		r.list.chunks = append(r.list.chunks, info)
		if !r.src.Seekable() {
			r.list.payloads = append(r.list.payloads, keptPayload{})
		}
		return nil
	}
	if r.list.full {
		return nil
	}
	r.list.full = true
	return r.note(Diagnostic{Repair: RepairChunks, Chunk: chunk.ID, Offset: chunk.Offset, Used: mostChunks})
}

// endList ends the list where a walk found no chunk any more: next is where there would be one, trailing where something
// else begins, or -1.
func (r *Reader) endList(next, trailing int64) error {
	end, err := r.streamEnd()
	if err != nil || end < 0 {
		return err
	}
	last := len(r.list.chunks) - 1
	c := &r.list.chunks[last]
	switch {
	case !c.AfterData || c.Start+c.Declared <= end:
		if trailing < 0 && next < end {
			trailing = next
		}
	case c.ID.Registered():
		d := Diagnostic{Repair: RepairChunkSize, Chunk: c.ID, Offset: c.Offset, Declared: c.Declared}
		d.Used = end - c.Start
		if err := r.note(d); err != nil {
			return err
		}
		c.Size = d.Used
	default:
		trailing = c.Offset
	}
	if i := r.indexAt(end - id3v1Size); i > 0 && string(r.list.chunks[i].ID[:3]) == "TAG" {
		trailing = r.list.chunks[i].Offset
	}
	if trailing >= 0 {
		if i := r.indexAt(trailing); i > 0 {
			r.list.chunks = r.list.chunks[:i]
		}
		left := end - trailing
		if err := r.note(Diagnostic{Repair: RepairTrailing, Offset: trailing, Declared: left, Used: left}); err != nil {
			return err
		}
	}
	r.list.complete = true
	if dataEnd := r.dataChunk.Start() + r.size; r.src.Size() < 0 && (r.known || dataEnd <= end) {
		r.known = true
		return r.checkContainer(dataEnd, end)
	}
	return nil
}

// id3v1Size is the size of an ID3v1 tag, which stands at the end of a file and begins with "TAG".
const id3v1Size = 128

// streamEnd returns the bytes of the stream after the walk came to its end, or -1 if that cannot be told without reading
// audio that was not read yet.
func (r *Reader) streamEnd() (int64, error) {
	if size := r.src.Size(); size >= 0 {
		return size, nil
	}
	if r.src.Seekable() {
		from := r.list.chunks[len(r.list.chunks)-1].Start
		if from == r.dataChunk.Start() {
			if !r.known {
				return -1, nil
			}
			from += r.size
		}
		if err := r.src.SeekTo(from); err != nil {
			return 0, r.streamError(err)
		}
	}
	end, err := r.src.ToEnd()
	if err != nil {
		return 0, r.streamError(err)
	}
	return end, nil
}

// indexAt returns the index of the listed chunk behind the audio that begins at an offset, or -1.
func (r *Reader) indexAt(offset int64) int {
	return slices.IndexFunc(r.list.chunks, func(c ChunkInfo) bool { return c.AfterData && c.Offset == offset })
}

// indexOf returns the index of the first listed chunk with that id, or -1.
func (r *Reader) indexOf(id ChunkID) int {
	if r.list == nil {
		return -1
	}
	return slices.IndexFunc(r.list.chunks, func(c ChunkInfo) bool { return c.ID == id })
}
