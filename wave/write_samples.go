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
	size := w.format.SampleBytes
	left := int64(len(src)/c.size) * int64(size) // bytes in the file
	if err := w.begin(left, left/int64(w.format.BlockAlign)); err != nil {
		return 0, err
	}
	taken := int64(0)
	for {
		room, err := w.sink.Room(int(min(left, math.MaxInt32)))
		if err != nil {
			return w.accept(taken, err)
		}
		n := len(room) / size
		c.convert(room, src[:n*c.size])
		src = src[n*c.size:]
		got, err := w.sink.Fill(room[:n*size])
		taken += int64(got)
		left -= int64(n * size)
		if err != nil || left == 0 {
			return w.accept(taken, err)
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
	done, taken := 0, int64(0)
	for {
		n := min(frames-done, most)
		room, err := w.sink.Room(n * align)
		if err != nil {
			return w.accept(taken, err)
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
		got, err := w.sink.Fill(room)
		done += n
		taken += int64(got)
		if err != nil || done == frames {
			return w.accept(taken, err)
		}
	}
}

// accept notes that the stream took so many bytes of a write, and then failed if err is not nil.
func (w *Writer) accept(taken int64, err error) (int, error) {
	frames := w.framesIn(taken)
	return int(frames), w.took(taken, frames, err)
}
