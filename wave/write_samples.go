package wave

import (
	"math"

	"mmservices/internal/pcm"
)

// This file holds the writing of frames from samples of a type.

// Write appends frames of interleaved samples of type S. They become samples of the file as [Sample] tells, rounded to
// its valid bits. It returns how many frames the stream took; ErrPartialFrame, with nothing written, if src does not
// end with a whole frame; and ErrTooLarge, with nothing written, if the file would pass 4 GiB. What holds for
// WriteBytes holds here: the first write may set the declared length, small writes are gathered, and a write that the
// stream takes in part is the last.
func Write[S Sample](w *Writer, src []S) (frames int, err error) {
	if len(src)%w.format.Channels != 0 {
		return 0, w.partialFrame(len(src))
	}
	return w.WriteSamples(typeOf[S](), bytesOf(src))
}

// WritePlanar writes as Write does, each channel from a slice of its own. It returns ErrPlanes if there is not one
// slice for each channel, and ErrPartialFrame if they differ in length.
func WritePlanar[S Sample](w *Writer, src [][]S) (frames int, err error) {
	if len(src) != w.format.Channels {
		if err := w.checkOpen(); err != nil {
			return 0, err
		}
		return 0, planesError(len(src))
	}
	if len(src) == 1 {
		return w.WriteSamples(typeOf[S](), bytesOf(src[0]))
	}
	planes := w.planes.take(len(src))
	defer clear(planes)
	for c, plane := range src {
		if len(plane) != len(src[0]) {
			return 0, w.partialFrame(len(plane))
		}
		planes[c] = bytesOf(plane)
	}
	return w.writePlanes(planes, len(src[0]), typeOf[S]())
}

func (w *Writer) partialFrame(samples int) error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	return &Error{Offset: -1, Value: int64(samples), Err: ErrPartialFrame}
}

// WriteSamples is [Write] of whole frames from the memory of samples of type t, which must be a known one.
func (w *Writer) WriteSamples(t SampleType, src []byte) (frames int, err error) {
	if w.format.BlockFrames > 0 {
		return w.packSamples(t, src)
	}
	c := w.conversions.writing(&w.format, t)
	if c.same {
		n, err := w.WriteBytes(src)
		return n / w.format.BlockAlign, err
	}
	align, size := w.format.BlockAlign, w.format.SampleBytes
	left := int64(len(src)/c.size) * int64(size) // bytes in the file
	if err := w.begin(left, left/int64(align)); err != nil {
		return 0, err
	}
	p := pieces{w: w}
	defer p.end()
	for {
		room, err := w.sink.Room(int(min(left, math.MaxInt32)))
		if err != nil {
			return p.accept(err)
		}
		room = room[:len(room)-len(room)%align]
		n := len(room) / size
		c.convert(room, src[:n*c.size])
		src = src[n*c.size:]
		err = p.fill(room)
		left -= int64(len(room))
		if err != nil || left == 0 {
			return p.accept(err)
		}
	}
}

// WritePlanes is [WritePlanar] of so many frames from the memory of samples of type t, which must be a known one. It
// changes the slices of planes.
func (w *Writer) WritePlanes(t SampleType, planes [][]byte, frames int) (int, error) {
	if err := w.checkOpen(); err != nil {
		return 0, err
	}
	switch {
	case len(planes) != w.format.Channels:
		return 0, planesError(len(planes))
	case len(planes) == 1:
		return w.WriteSamples(t, planes[0][:frames*t.Size()])
	}
	return w.writePlanes(planes, frames, t)
}

// writePlanes appends frames whose channels are apart.
func (w *Writer) writePlanes(planes [][]byte, frames int, t SampleType) (int, error) {
	if w.format.BlockFrames > 0 {
		return w.packPlanes(planes, frames, t)
	}
	c := w.conversions.writing(&w.format, t)
	align, frameSize := w.format.BlockAlign, w.format.Channels*c.size
	if err := w.begin(int64(frames)*int64(align), int64(frames)); err != nil {
		return 0, err
	}
	most := max(1, blockBytes/max(align, frameSize)) // the sink always has room for these
	p := pieces{w: w}
	defer p.end()
	for done := 0; ; {
		n := min(frames-done, most)
		room, err := w.sink.Room(n * align)
		if err != nil {
			return p.accept(err)
		}
		if c.same {
			pcm.Interleave(room, c.size, planes)
		} else {
			samples := w.planes.room(n * frameSize)
			pcm.Interleave(samples, c.size, planes)
			c.convert(room, samples)
		}
		for i := range planes {
			planes[i] = planes[i][n*c.size:]
		}
		err = p.fill(room)
		done += n
		if err != nil || done == frames {
			return p.accept(err)
		}
	}
}

// pieces are those in which a write passes frames on. They count when all are taken, or at the first that is not.
type pieces struct {
	w     *Writer
	taken int64 // bytes that are still to be counted
}

// fill passes on a piece: what Room returned, or the beginning of it.
func (p *pieces) fill(room []byte) error {
	n, err := p.w.sink.Fill(room)
	p.taken += int64(n)
	return err
}

// accept counts what the stream took of the write, which then failed if err is not nil.
func (p *pieces) accept(err error) (int, error) {
	taken, frames := p.taken, p.w.framesIn(p.taken)
	p.taken = 0
	return int(frames), p.w.took(taken, frames, err)
}

// end counts the pieces before one that could not be made: its samples are in memory that cannot be accessed, which
// panics in a program that uses debug.SetPanicOnFault.
func (p *pieces) end() {
	if p.taken > 0 {
		p.w.count(p.taken, p.w.framesIn(p.taken))
	}
}
