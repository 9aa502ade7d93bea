package riff

import (
	"encoding/binary"
	"errors"
	"io"
)

// This file holds Reader, which walks over the chunks of a container.

// Errors of Open.
var (
	ErrNotRIFF = errors.New("the file does not start with the id of a container")
	ErrNoForm  = errors.New("the file ends before its form type")
)

// A Chunk is the header of a chunk.
type Chunk struct {
	ID     ID    // zero if GUID stands for none
	GUID   GUID  // of Wave64, else zero
	Offset int64 // of the id, from the start of the stream
	Size   int64 // declared bytes of payload, by the ds64 chunk if need be

	// Unknown says that the size is declared to be unknown.
	Unknown bool
	// Unpadded says that the chunk before this one has an odd size and no byte to pad it.
	Unpadded bool
	// Malformed says that a ds64 chunk is missing where this is a data chunk, or says something else than its header, or
	// tells the size in a container that should have none; that this is a ds64 chunk that is too short, not the first, behind the data, or has a table that lies; or that a
	// chunk of Wave64 is smaller than its header.
	Malformed bool

	wide bool // whether the header is that of Wave64
}

// Start returns the offset of the first byte of payload.
func (c Chunk) Start() int64 {
	if c.wide {
		return c.Offset + 24
	}
	return c.Offset + 8
}

// Printable reports whether the id can be one of a chunk: four printable characters, or any GUID.
func (c Chunk) Printable() bool { return c.wide || c.ID.Printable() }

// End returns the offset behind the declared payload, without the pad byte.
func (c Chunk) End() int64 { return c.Start() + c.Size }

// A Reader walks over the chunks of a container: RIFF (Multimedia Programming Interface and Data Specifications 1.0, IBM
// and Microsoft 1991, chapter 2) or another of the table. It goes by the bytes that are there: the declared size of the
// container does not end the walk.
type Reader struct {
	Container Container
	Form      ID    // form type, "WAVE" for instance
	Offset    int64 // of the container's id, from the start of the stream
	Size      int64 // declared size of the container: from Form on, in Wave64 all of it
	Tag       int64 // bytes of an ID3v2 tag right before the container

	src   *Source
	info  *containerInfo
	first int64  // offset of the first chunk
	chunk Chunk  // the current one; at 0 before the first
	pad   int    // the byte behind it, if it was read, or -1
	begun []byte // what was read of the header or pad bytes that come next, when the stream failed

	ds64 *ds64 // or nil
	data bool  // whether a data chunk was met
}

// Open reads the header of the container that begins at the current position of src, or behind an ID3v2 tag there. The
// error is ErrNotRIFF, with a Reader whose Offset tells where there should be one, ErrNoForm, io.EOF if there are fewer
// than eight bytes, or what the stream returned.
func Open(src *Source) (*Reader, error) {
	r := &Reader{src: src, pad: -1}
	head := src.scratch[:]
	for _, part := range [][]byte{head[:4], head[4:8]} {
		if _, err := src.ReadFull(part); err != nil {
			return nil, err
		}
	}
	if err := src.locate(); err != nil {
		return nil, err
	}
	r.Offset = src.Offset() - 8
	if err := r.skipTag(head[:8]); err != nil {
		return r, err
	}
	r.info = containerOf(ID(head[:4]))
	if r.info == nil {
		return r, ErrNotRIFF
	}
	r.Container = r.info.container
	return r, r.readForm(head)
}

// readForm reads what is left of the header of the container, whose first eight bytes are there.
func (r *Reader) readForm(head []byte) error {
	noForm := func(err error) error {
		if err == io.EOF {
			return ErrNoForm
		}
		return err
	}
	form := head[:4]
	if r.info.guids {
		if _, err := r.src.ReadFull(head[8:16]); err != nil && err != io.EOF {
			return err
		} else if err == io.EOF || GUID(head[:16]) != ContainerGUID() {
			return ErrNotRIFF
		}
		if _, err := r.src.ReadFull(head[16:24]); err != nil {
			return noForm(err)
		}
		r.Size = int64(min(r.info.order.Uint64(head[16:]), largest))
		form = head[:16]
	} else {
		r.Size = int64(r.info.order.Uint32(head[4:]))
	}
	if _, err := r.src.ReadFull(form); err != nil {
		return noForm(err)
	}
	if r.info.guids {
		r.Form = GUID(form).ID()
	} else {
		r.Form = ID(form)
	}
	r.first = r.src.Offset()
	return nil
}

// skipTag skips an ID3v2 tag whose first eight bytes are in head, and reads the eight behind it instead. The size of the
// tag is four numbers of 7 bits, and does not count its header of 10 bytes, nor the same at the end where a flag says so
// (id3.org, ID3 tag version 2.4.0, 3.1).
func (r *Reader) skipTag(head []byte) error {
	if string(head[:3]) != "ID3" {
		return nil
	}
	var rest [2]byte
	if _, err := r.src.ReadFull(rest[:]); err == io.EOF {
		return ErrNotRIFF
	} else if err != nil {
		return err
	}
	size := int64(0)
	for _, b := range []byte{head[6], head[7], rest[0], rest[1]} {
		if b > 0x7f {
			return ErrNotRIFF
		}
		size = size<<7 | int64(b)
	}
	size += 10
	if head[5]&0x10 != 0 {
		size += 10
	}
	for _, step := range []func() error{
		func() error { return r.src.SkipTo(r.Offset + size) },
		func() error { _, err := r.src.ReadFull(head[:4]); return err },
		func() error { _, err := r.src.ReadFull(head[4:8]); return err },
	} {
		if err := step(); err == io.EOF {
			return ErrNotRIFF
		} else if err != nil {
			return err
		}
	}
	r.Offset, r.Tag = r.Offset+size, size
	return nil
}

// ContainerEnd returns the offset behind the container by its declared size.
func (r *Reader) ContainerEnd() int64 { return r.sizeFrom() + r.Size }

// SizeTo returns what Size should be if the container ended at an offset.
func (r *Reader) SizeTo(end int64) int64 { return end - r.sizeFrom() }

// sizeFrom returns the offset from which the size of the container counts.
func (r *Reader) sizeFrom() int64 {
	if r.info.guids {
		return r.Offset
	}
	return r.Offset + 8
}

// SizeUnknown reports whether the container declares that its size is not known.
func (r *Reader) SizeUnknown() bool { return r.Size == noSize && !r.info.guids || r.Size >= largest }

// ID returns the four characters that begin the container.
func (r *Reader) ID() ID { return r.info.id }

// FormOffset returns where the form type stands.
func (r *Reader) FormOffset() int64 {
	if r.info.guids {
		return r.first - int64(len(GUID{}))
	}
	return r.first - int64(len(ID{}))
}

// Position returns where the next chunk begins if the current one has the size that it says.
func (r *Reader) Position() int64 {
	if r.chunk.Offset == 0 {
		return r.first
	}
	return r.chunk.End() + r.Padding()
}

// Order returns the byte order of the numbers in the file.
func (r *Reader) Order() binary.ByteOrder { return r.info.order }

// Restart returns a Reader that begins anew at the first chunk, in a stream that can seek.
func (r *Reader) Restart() (*Reader, error) {
	if err := r.src.SeekTo(r.first); err != nil {
		return nil, err
	}
	return &Reader{
		Container: r.Container, Form: r.Form, Offset: r.Offset, Size: r.Size, Tag: r.Tag,
		src: r.src, info: r.info, first: r.first, pad: -1,
	}, nil
}

// Return goes back to the payload of a chunk, in a stream that can seek.
func (r *Reader) Return(chunk Chunk) error {
	if err := r.src.SeekTo(chunk.Start()); err != nil {
		return err
	}
	r.chunk, r.pad = chunk, -1
	return nil
}

// Next skips what is left of the current chunk and reads the header of the next. It returns io.EOF if there is none, or
// no whole header.
func (r *Reader) Next() (Chunk, error) {
	r.again()
	pad, err := r.skip()
	if err != nil {
		return Chunk{}, err
	}
	offset := r.src.Offset()
	head := r.src.scratch[:r.info.headerSize()]
	if err := r.read(head[:4], 0); err != nil {
		return Chunk{}, err
	}
	have, unpadded := 4, false
	if r.odd() && !registered[ID(head[:4])] {
		if pad < 0 && r.src.Seekable() {
			if pad, err = r.lookBack(head[:4]); err != nil {
				return Chunk{}, err
			}
		}
		if pad >= 0 && registered[ID{byte(pad), head[0], head[1], head[2]}] {
			// The chunk began where its predecessor's pad byte should have been.
			copy(head[1:5], head[:4])
			head[0] = byte(pad)
			have, unpadded = 5, true
			offset--
		}
	}
	if err := r.read(head[have-4:], 4); err != nil {
		return Chunk{}, err
	}
	h := r.info.parse(head)
	if r.info.guids && h.guid == (GUID{}) {
		return Chunk{}, io.EOF // no chunk: zeros fill the file up
	}
	chunk := Chunk{
		ID: h.id, GUID: h.guid, Offset: offset, Size: h.size, Unpadded: unpadded, Malformed: h.short,
		wide: r.info.guids,
	}
	if err := r.settle(&chunk); err != nil {
		return Chunk{}, err
	}
	r.chunk, r.pad = chunk, -1
	return chunk, nil
}

// read fills p, which has so many bytes already. Should a stream that cannot seek fail, and go on later, the next Next
// begins with them.
func (r *Reader) read(p []byte, have int) error {
	n, err := r.src.ReadFull(p[have:])
	if err != nil && err != io.EOF && !r.src.Seekable() {
		r.begun = append(r.begun, p[:have+n]...)
	}
	return err
}

// again puts back what was read before the stream failed.
func (r *Reader) again() {
	if len(r.begun) > 0 {
		r.src.Unread(r.begun)
		r.begun = nil
	}
}

// odd reports whether the current chunk ends where one byte has to pad it, and the next chunk begins in its place if it
// is missing.
func (r *Reader) odd() bool { return !r.info.guids && r.chunk.Size&1 == 1 }

// Resize tells how many bytes of payload the current chunk has in truth.
func (r *Reader) Resize(size int64) { r.chunk.Size = size }

// skip moves behind the current chunk and its pad bytes. It returns the last of these if the stream had to be read for
// that, else -1.
func (r *Reader) skip() (pad int, err error) {
	if r.chunk.Offset == 0 {
		return -1, nil
	}
	r.src.passTail(r.chunk.Start())
	end := r.chunk.End()
	if r.src.Seekable() {
		next := end + r.Padding()
		if size := r.src.Size(); size >= 0 {
			next = min(next, size) // no system seeks to 2^62
		}
		return -1, r.src.SkipTo(max(next, r.src.Offset()))
	}
	if r.src.Offset() > end {
		return r.pad, nil
	}
	if err := r.src.SkipTo(end); err != nil {
		return -1, err
	}
	err = r.SkipPadding()
	return r.pad, err
}

// Padding returns how many bytes pad the current chunk.
func (r *Reader) Padding() int64 { return r.info.pad(r.chunk.Size) }

// SkipPadding reads the bytes that pad the current chunk, whose payload was read to its end. It returns io.EOF if they
// are missing.
func (r *Reader) SkipPadding() error {
	pad := r.src.scratch[:r.Padding()]
	if len(pad) == 0 {
		return nil
	}
	err := r.read(pad, 0)
	if err == nil {
		r.pad = int(pad[len(pad)-1])
	}
	return err
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

// FindEnd has the payload of the current chunk, whose size is not known, end where it does, while it is read: Read and
// the source return io.EOF there. The walk goes on behind it. empty says that the chunk claims to be empty.
func (r *Reader) FindEnd(empty bool) { r.src.endAtTail(r.info, empty) }

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
