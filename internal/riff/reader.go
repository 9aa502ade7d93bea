package riff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// This file holds Reader, which walks over the chunks of a RIFF container.

// Errors of Open.
var (
	ErrNotRIFF   = errors.New("the file does not start with a RIFF id")
	ErrContainer = errors.New("this kind of container is not supported")
	ErrNoForm    = errors.New("the file ends before its form type")
)

// A Chunk is the header of a chunk.
type Chunk struct {
	ID     ID
	Offset int64 // of the id, from the start of the stream
	Size   int64 // declared bytes of payload

	// Unpadded says that the chunk before this one has an odd size and no byte to pad it.
	Unpadded bool
}

// Start returns the offset of the first byte of payload.
func (c Chunk) Start() int64 { return c.Offset + 8 }

// End returns the offset behind the declared payload, without the pad byte.
func (c Chunk) End() int64 { return c.Start() + c.Size }

// A Reader walks over the chunks of a RIFF container (Multimedia Programming Interface and Data Specifications 1.0,
// IBM and Microsoft 1991, chapter 2). It goes by the bytes that are there: the declared size of the container does
// not end the walk.
type Reader struct {
	Form   ID    // form type, "WAVE" for instance
	Offset int64 // of the container's id, from the start of the stream
	Size   int64 // declared size of the container, from Form on

	src   *Source
	chunk Chunk // the current one; zero before the first
}

// Open reads the header of the container that begins at the current position of src. The error is ErrNotRIFF,
// ErrContainer (RIFX, RF64 and BW64 for the time being), ErrNoForm, io.EOF if there are fewer than eight bytes, or
// what the stream returned.
func Open(src *Source) (*Reader, error) {
	var id ID
	if _, err := src.ReadFull(src.scratch[:4]); err != nil {
		return nil, err
	}
	copy(id[:], src.scratch[:4])
	if _, err := src.ReadFull(src.scratch[:4]); err != nil {
		return nil, err
	}
	size := int64(binary.LittleEndian.Uint32(src.scratch[:4]))
	if err := src.locate(); err != nil {
		return nil, err
	}
	switch id {
	case RIFF:
	case RIFX, RF64, BW64:
		return nil, fmt.Errorf("%w: %v", ErrContainer, id)
	default:
		return nil, ErrNotRIFF
	}
	r := &Reader{Offset: src.Offset() - 8, Size: size, src: src}
	if _, err := src.ReadFull(src.scratch[:4]); err == io.EOF {
		return nil, ErrNoForm
	} else if err != nil {
		return nil, err
	}
	copy(r.Form[:], src.scratch[:4])
	return r, nil
}

// Next skips what is left of the current chunk and reads the header of the next. It returns io.EOF if there is none.
func (r *Reader) Next() (Chunk, error) {
	pad, err := r.skip()
	if err != nil {
		return Chunk{}, err
	}
	offset := r.src.Offset()
	header := r.src.scratch[:8]
	if _, err := r.src.ReadFull(header[:4]); err != nil {
		return Chunk{}, err
	}
	have, unpadded := 4, false
	if r.odd() && !registered[ID(header[:4])] {
		if pad < 0 {
			if pad, err = r.lookBack(header[:4]); err != nil {
				return Chunk{}, err
			}
		}
		if registered[ID{byte(pad), header[0], header[1], header[2]}] {
			// The chunk began where its predecessor's pad byte should have been.
			copy(header[1:5], header[:4])
			header[0] = byte(pad)
			have, unpadded = 5, true
			offset--
		}
	}
	if _, err := r.src.ReadFull(header[have:8]); err != nil {
		return Chunk{}, err
	}
	r.chunk = Chunk{
		ID:       ID(header[:4]),
		Offset:   offset,
		Size:     int64(binary.LittleEndian.Uint32(header[4:])),
		Unpadded: unpadded,
	}
	return r.chunk, nil
}

func (r *Reader) odd() bool { return r.chunk.Size&1 == 1 }

// skip moves behind the current chunk and its pad byte, which it returns if the stream had to be read for that, else
// -1.
func (r *Reader) skip() (pad int, err error) {
	if r.chunk == (Chunk{}) {
		return -1, nil
	}
	end := r.chunk.End()
	if r.src.Seekable() {
		return -1, r.src.SkipTo(max(end+r.chunk.Size&1, r.src.Offset()))
	}
	if r.src.Offset() > end {
		return -1, nil
	}
	if err := r.src.SkipTo(end); err != nil || !r.odd() {
		return -1, err
	}
	_, err = r.src.ReadFull(r.src.scratch[:1])
	return int(r.src.scratch[0]), err
}

// lookBack returns the byte before the four bytes that were just read, which it reads anew into id.
func (r *Reader) lookBack(id []byte) (int, error) {
	if err := r.src.SeekTo(r.src.Offset() - 5); err != nil {
		return 0, err
	}
	var five [5]byte
	_, err := r.src.ReadFull(five[:])
	copy(id, five[1:])
	return int(five[0]), err
}

// Read reads up to len(p) bytes of the current chunk's payload. Like io.ReadFull it returns io.ErrUnexpectedEOF if it
// gets some but not all of them, and io.EOF if it gets none.
func (r *Reader) Read(p []byte) (int, error) {
	left := max(0, r.chunk.End()-r.src.Offset())
	if int64(len(p)) <= left {
		n, err := r.src.ReadFull(p)
		if err == io.EOF && n > 0 {
			err = io.ErrUnexpectedEOF
		}
		return n, err
	}
	n, err := r.src.ReadFull(p[:left])
	switch {
	case err != nil && err != io.EOF:
		return n, err
	case n == 0:
		return 0, io.EOF
	}
	return n, io.ErrUnexpectedEOF
}
