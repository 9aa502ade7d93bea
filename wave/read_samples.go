package wave

import (
	"io"

	"mmservices/internal/pcm"
)

// This file holds the reading of frames as samples of a type.

// blockBytes is how many bytes are converted at a time: few enough that they stay in the cache in between.
const blockBytes = 64 << 10

// Read reads frames from the current position of r as samples of type S, interleaved: as many whole frames as fit into
// dst and are left. It returns how many frames it read, io.EOF at the end, and ErrShortBuffer if dst is not empty but
// too short for a frame. How the samples of the file become those of type S, [Sample] tells.
//
// A last frame that is cut is not read; ReadBytes returns its bytes. If the stream fails after some frames, these are
// returned, and the next call returns the failure.
func Read[S Sample](r *Reader, dst []S) (frames int, err error) {
	return r.ReadSamples(typeOf[S](), bytesOf(dst))
}

// ReadPlanar reads as Read does, each channel into a slice of its own: as many frames as the shortest slice has room
// for. It returns ErrPlanes if there is not one slice for each channel.
func ReadPlanar[S Sample](r *Reader, dst [][]S) (frames int, err error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	if len(dst) != r.format.Channels {
		return 0, planesError(len(dst))
	}
	if len(dst) == 1 {
		return Read(r, dst[0])
	}
	room := len(dst[0])
	planes := r.planes.take(len(dst))
	defer clear(planes)
	for c, plane := range dst {
		planes[c] = bytesOf(plane)
		room = min(room, len(plane))
	}
	return r.readPlanes(planes, room, typeOf[S]())
}

// ReadSamples is [Read] into the memory of samples of type t, which must be a known one.
func (r *Reader) ReadSamples(t SampleType, dst []byte) (frames int, err error) {
	if err := r.checkDecodable(); err != nil {
		return 0, err
	}
	if r.format.BlockFrames > 0 {
		return r.unpackSamples(t, dst)
	}
	c := r.conversion(t)
	frameSize := r.format.Channels * c.size
	frames, err = r.framesToRead(len(dst) / frameSize)
	if err != nil {
		return 0, err
	}
	if frames == 0 && len(dst) > 0 {
		return 0, &Error{Offset: r.src.Offset(), Value: int64(len(dst) / c.size), Err: ErrShortBuffer}
	}
	if c.same {
		return r.readSame(dst[:frames*frameSize])
	}
	align := r.format.BlockAlign
	most := max(1, blockBytes/align)
	done := 0
	for done < frames {
		block, err := r.block(min(frames-done, most))
		n := len(block) / align
		if n == 0 {
			return r.stopped(done, len(block), err)
		}
		c.convert(dst[done*frameSize:], block[:n*align])
		r.advance(n)
		done += n
	}
	return done, nil
}

// ReadPlanes is [ReadPlanar] into the memory of samples of type t, which must be a known one, with room for so many
// frames in each plane. It changes the slices of planes.
func (r *Reader) ReadPlanes(t SampleType, planes [][]byte, frames int) (int, error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	switch {
	case len(planes) != r.format.Channels:
		return 0, planesError(len(planes))
	case len(planes) == 1:
		return r.ReadSamples(t, planes[0][:frames*t.Size()])
	}
	return r.readPlanes(planes, frames, t)
}

// readPlanes fills planes with frames of a type.
func (r *Reader) readPlanes(planes [][]byte, frames int, t SampleType) (int, error) {
	if err := r.checkDecodable(); err != nil {
		return 0, err
	}
	if r.format.BlockFrames > 0 {
		return r.unpackPlanes(planes, frames, t)
	}
	frames, err := r.framesToRead(frames)
	if err != nil {
		return 0, err
	}
	c := r.conversion(t)
	align, frameSize := r.format.BlockAlign, r.format.Channels*c.size
	most := max(1, blockBytes/max(align, frameSize))
	done := 0
	for done < frames {
		block, err := r.block(min(frames-done, most))
		n := len(block) / align
		if n == 0 {
			return r.stopped(done, len(block), err)
		}
		samples := block[:n*align]
		if !c.same {
			samples = r.planes.room(n * frameSize)
			c.convert(samples, block[:n*align])
		}
		pcm.Deinterleave(planes, samples, c.size)
		for i := range planes {
			planes[i] = planes[i][n*c.size:]
		}
		r.advance(n)
		done += n
	}
	return done, nil
}

// checkDecodable returns why there are no samples to be had, if so.
func (r *Reader) checkDecodable() error {
	if r.undecodable == nil || r.closed {
		return r.checkOpen()
	}
	return r.undecodable
}

// framesToRead returns how many frames to read into room for so many. At the end of the frames it returns io.EOF.
func (r *Reader) framesToRead(room int) (int, error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	if err := r.pending; err != nil {
		r.pending = nil
		return 0, err
	}
	left, align := r.size-r.offset, int64(r.format.BlockAlign)
	switch {
	case left < align:
		return 0, r.end(int(left))
	case int64(room)*align <= left:
		return room, nil
	}
	return int(left / align), nil
}

// block returns the next frames as they are in the file: at least one, at most most; or less than a frame, and the
// reason.
func (r *Reader) block(most int) ([]byte, error) {
	return r.src.Window(r.format.BlockAlign, most*r.format.BlockAlign)
}

// advance moves behind frames that were used where they lie.
func (r *Reader) advance(frames int) {
	n := frames * r.format.BlockAlign
	r.src.Advance(n)
	r.moved(n)
}

// readSame reads whole frames whose bytes are those of the file.
func (r *Reader) readSame(dst []byte) (int, error) {
	n, err := r.fill(dst)
	align := r.format.BlockAlign
	rest := n % align
	if err != nil {
		r.src.Unread(dst[n-rest : n])
	}
	r.moved(n - rest)
	if err != nil {
		return r.stopped(n/align, rest, err)
	}
	return n / align, nil
}

// stopped ends a read that brought so many frames, and found rest bytes and err in the place of the next.
func (r *Reader) stopped(frames, rest int, err error) (int, error) {
	if err == io.EOF {
		// Fewer bytes than the header declares, or than there were when the file was opened.
		if refused := r.ended(r.offset + int64(rest)); refused != nil {
			err = refused
		}
	} else {
		err = &Error{Offset: r.src.Offset() + int64(rest), Err: err}
	}
	if frames == 0 {
		return 0, err
	}
	if err != io.EOF {
		r.pending = err
	}
	return frames, nil
}

// end is what a typed read returns behind the last whole frame, where rest bytes are left of one that is cut. They are
// taken from the stream, so that it stands behind the sample data, and kept for ReadBytes.
func (r *Reader) end(rest int) error {
	if rest > 0 {
		want := rest
		if r.offset+int64(rest) == r.dataChunk.Size {
			want += int(r.container.Padding())
		}
		window, err := r.src.Window(want, want)
		switch {
		case err == io.EOF && len(window) < rest:
			if err := r.ended(r.offset + int64(len(window))); err != nil {
				return err
			}
		case err != nil && err != io.EOF:
			return &Error{Offset: r.src.Offset() + int64(len(window)), Err: err}
		}
	}
	r.known = true
	return io.EOF
}
