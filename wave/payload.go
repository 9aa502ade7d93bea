package wave

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"mmservices/internal/riff"
)

// This file holds the payloads of chunks: read where they stand, or kept from a stream that cannot go back to them.

// pieceSize is how many bytes of a payload are asked for at a time where it is not known how many there are.
const pieceSize = 8 << 10

// ReadChunk returns the payload of a chunk of the list that Chunks returns, as far as it exists. It returns
// ErrTooMuchMetadata if there is more than MaxMetadata allows, which in a stream that cannot seek is for all chunks
// together, and ErrArgument for chunks that hold audio, and for those that there are not.
func (r *Reader) ReadChunk(i int) ([]byte, error) {
	if err := r.checkOpen(); err != nil {
		return nil, err
	}
	if r.list == nil {
		if err := r.listChunks(); err != nil {
			return nil, err
		}
	}
	if i < 0 || i >= len(r.list.chunks) {
		return nil, &Error{Offset: -1, Value: int64(i), Err: ErrArgument}
	}
	var payload []byte
	err := r.comingBack(0, func() (err error) {
		payload, err = r.payloadOf(i)
		return err
	})
	return payload, err
}

// comingBack has do read elsewhere in the stream, so many bytes at a time, and comes back.
func (r *Reader) comingBack(readAhead int, do func() error) error {
	if !r.src.Seekable() {
		return do()
	}
	here := r.src.Offset()
	r.src.ReadAhead(min(max(0, r.options.ReadAhead), readAhead))
	defer r.src.ReadAhead(max(0, r.options.ReadAhead))
	err := do()
	if back := r.src.SeekTo(here); back != nil {
		return errors.Join(err, r.streamError(back))
	}
	return err
}

// payloadOf is ReadChunk for a chunk that there is, without coming back.
func (r *Reader) payloadOf(i int) ([]byte, error) {
	c := &r.list.chunks[i]
	switch {
	case c.ID == idData:
		return nil, &Error{Chunk: c.ID, Offset: c.Offset, Err: ErrArgument}
	case c.Size > r.maxMetadata() || !r.src.Seekable() && r.list.payloads[i].lost:
		return nil, &Error{Chunk: c.ID, Offset: c.Offset, Value: c.Size, Err: ErrTooMuchMetadata}
	case !r.src.Seekable():
		return append([]byte{}, r.list.payloads[i].bytes...), nil
	}
	return r.payloadAt(c.Start, c.Size)
}

func (r *Reader) maxMetadata() int64 { return metadataLimit(r.options.MaxMetadata) }

// metadataLimit returns the limit that a MaxMetadata of options stands for.
func metadataLimit(option int64) int64 {
	if option > 0 {
		return option
	}
	return mostMetadata
}

// payloadAt reads up to size bytes from an offset on, and stays where it is.
func (r *Reader) payloadAt(offset, size int64) ([]byte, error) {
	payload := []byte{}
	for int64(len(payload)) < size {
		piece := size - int64(len(payload))
		if r.src.Size() < 0 {
			piece = min(piece, pieceSize)
		}
		have := len(payload)
		payload = slices.Grow(payload, int(piece))
		n, err := r.src.ReadAt(payload[have:have+int(piece)], offset+int64(have))
		payload = payload[:have+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, &Error{Offset: offset + int64(len(payload)), Err: err}
		}
	}
	return payload, nil
}

// payload returns the payload of the current chunk, to be read.
func (o *opening) payload() io.Reader {
	if o.src.Seekable() || o.list.full {
		return o.container
	}
	return keeper{o.container, o.Reader}
}

// A keeper reads the payload of the chunk that was listed last, and keeps it.
type keeper struct {
	walk *riff.Reader
	r    *Reader
}

func (k keeper) Read(p []byte) (int, error) {
	n, err := k.walk.Read(p)
	list := k.r.list
	kept := &list.payloads[len(list.payloads)-1]
	kept.bytes = append(kept.bytes, p[:n]...)
	list.kept += int64(n)
	return n, err
}

// keepRest keeps what was not read yet of the payload of the current chunk of a walk, where it cannot be gone back to,
// unless it is audio. Beyond MaxMetadata nothing is kept of a chunk.
func (r *Reader) keepRest(walk *riff.Reader) error {
	if r.src.Seekable() || r.list.full {
		return nil
	}
	last := len(r.list.chunks) - 1
	if last < 0 || r.list.chunks[last].ID == idData {
		return nil
	}
	c, kept := &r.list.chunks[last], &r.list.payloads[last]
	if kept.lost {
		return nil
	}
	for {
		have := len(kept.bytes)
		piece := min(pieceSize, c.Declared-int64(have))
		if piece == 0 {
			break
		}
		if c.ID == idFact && have == 0 {
			piece = min(piece, factNumber)
		} else if r.list.kept+piece > r.maxMetadata() {
			r.list.lose(kept, c.ID)
			return nil
		}
		kept.bytes = slices.Grow(kept.bytes, int(piece))
		n, err := walk.Read(kept.bytes[have : have+int(piece)])
		kept.bytes = kept.bytes[:have+n]
		r.list.kept += int64(n)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return r.streamError(err)
		}
	}
	c.Size = int64(len(kept.bytes))
	if r.options.Refuse == 0 {
		return nil
	}
	return r.examine(*c, kept.bytes)
}

// lose forgets a payload, but for the number of a fact chunk.
func (l *chunkList) lose(kept *keptPayload, id ChunkID) {
	l.kept -= int64(len(kept.bytes))
	kept.lost = true
	if id != idFact {
		kept.bytes = nil
		return
	}
	kept.bytes = bytes.Clone(kept.bytes[:min(factNumber, len(kept.bytes))])
	l.kept += int64(len(kept.bytes))
}

// foundByWalking are the repairs that take a look at the chunks themselves, or at those behind the audio.
const foundByWalking = RepairFmtSize | RepairFmtRepeated | RepairChunkPad | RepairChunkID | RepairChunkSize |
	RepairSecondData | RepairTrailing | RepairDS64 | RepairFact | RepairCount | RepairChunkShort | RepairChunkRepeated | RepairList |
	RepairChunks | RepairOrder

// examineAll looks at all chunks of a file that can be gone through, if the options refuse what may be found there.
func (r *Reader) examineAll() error {
	if r.options.Refuse&foundByWalking == 0 || !r.src.Seekable() {
		return nil
	}
	chunks, err := r.Chunks()
	if err != nil {
		return err
	}
	return r.comingBack(headerAhead, func() error {
		for i, chunk := range chunks {
			if chunk.ID == idData {
				continue
			}
			payload, err := r.payloadOf(i)
			if errors.Is(err, ErrTooMuchMetadata) {
				continue
			}
			if err == nil {
				err = r.examine(chunk, payload)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
