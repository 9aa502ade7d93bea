package wave

import (
	"io"
)

// This file holds the reading of frames and the moving about in them.

// ReadBytes reads raw bytes from the current position into p: as many whole frames as fit and are left. The bytes of
// a cut last frame come with the read that reaches them and has room for them. It returns io.EOF at the end, and
// ErrShortBuffer if p is not empty but too small for the next frame.
//
// Where frames are packed in blocks it reads whole blocks, and all of them, whatever the fact chunk says. Frames that
// are left of a block from which samples were read are passed over. The decoder of GSM 6.10 takes something along from
// block to block: in a stream that cannot seek it misses those that are read raw, and the frames behind them come out
// otherwise.
//
// If the stream fails after some frames, these are returned, and the next call returns the failure.
func (r *Reader) ReadBytes(p []byte) (int, error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	if err := r.pending; err != nil {
		r.pending = nil
		return 0, err
	}
	left := r.size - r.offset
	if left == 0 {
		r.known = true
		return 0, io.EOF
	}
	n := min(int64(len(p)), left)
	if n < left {
		n -= n % r.format.step()
	}
	if n == 0 {
		if len(p) == 0 {
			return 0, nil
		}
		return 0, &Error{Offset: r.src.Offset(), Value: int64(len(p)), Err: ErrShortBuffer}
	}
	r.unpacker.drop()
	return r.read(p[:n])
}

// read fills p, which has room for a frame or for all that is left, from the sample data, as far as the stream goes.
func (r *Reader) read(p []byte) (int, error) {
	n, err := r.fill(p)
	switch {
	case err == io.EOF:
		// Fewer bytes than the header declares, or than there were when the file was opened.
		r.offset += int64(n)
		err = r.ended(r.offset)
		if r.offset > r.size {
			n, r.offset = 0, 0
		}
		switch {
		case n > 0:
			r.pending = err
			return n, nil
		case err != nil:
			return 0, err
		}
		return 0, io.EOF
	case err != nil:
		return r.keepFrames(p[:n], r.streamError(err))
	}
	r.moved(n)
	return n, nil
}

// fill fills p. If that is memory that cannot be accessed, which panics in a program that uses debug.SetPanicOnFault,
// the stream stands where it stood.
func (r *Reader) fill(p []byte) (n int, err error) {
	from, returned := r.src.Offset(), false
	defer func() {
		if !returned {
			_ = r.src.SeekTo(from)
		}
	}()
	n, err = r.src.ReadFull(p)
	returned = true
	return n, err
}

// keepFrames ends a read that failed after p: whole frames are returned first and the failure with the next call. A
// part of a frame comes with the read after that.
func (r *Reader) keepFrames(p []byte, failure error) (int, error) {
	whole := len(p) - len(p)%int(r.format.step())
	r.src.Unread(p[whole:])
	r.offset += int64(whole)
	if whole == 0 {
		return 0, failure
	}
	r.pending = failure
	return whole, nil
}

// moved notes that n bytes of sample data were read. Those at the end are followed by the pad byte.
func (r *Reader) moved(n int) {
	r.offset += int64(n)
	if r.offset == r.dataChunk.Size && r.offset == r.size {
		r.known = true
		r.readPad()
	}
}

// readPad moves behind the bytes that pad the data, so that the stream stands on the next chunk. A file that ends without
// them is in order.
func (r *Reader) readPad() {
	if err := r.container.SkipPadding(); err != nil && err != io.EOF {
		r.pending = r.streamError(err)
	}
}

// SeekFrame moves to a frame, from 0, the first, to Frames(), the end. It returns ErrPosition for others, and
// ErrUnseekable if the stream cannot seek, be it to where it is. Of an encoding that is not known only the first can be
// found.
func (r *Reader) SeekFrame(frame int64) error {
	if err := r.checkOpen(); err != nil {
		return err
	}
	if frame < 0 || frame > r.Frames() {
		return &Error{Offset: -1, Value: frame, Err: ErrPosition}
	}
	if frame > 0 && r.format.framesAreLost() {
		return r.undecodable
	}
	offset, skip := frame*r.format.step(), 0
	if r.format.BlockFrames > 0 {
		offset, skip = r.blockOf(frame)
	}
	if err := r.src.SeekTo(r.DataOffset() + offset); err != nil {
		return r.streamError(err)
	}
	r.offset, r.pending = offset, nil
	r.unpacker.drop()
	r.unpacker.skip = skip
	return nil
}

// Tell returns the frame that the next read begins with. In an encoding that is not known that is told of the beginning
// and the end alone, and 0 in between.
func (r *Reader) Tell() int64 {
	switch {
	case r.format.BlockFrames > 0:
		return r.tellUnpacked()
	case !r.format.framesAreLost():
		return r.offset / r.format.step()
	case r.offset < r.size:
		return 0
	}
	return r.Frames()
}
