package wave

import (
	"errors"

	"mmservices/internal/riff"
)

// This file holds the header of a file that is written: how it is laid out, written and corrected.

// container returns the container that the file begins as.
func (w *Writer) container() Container {
	if w.options.Container == ContainerAuto {
		return ContainerRIFF
	}
	return w.options.Container
}

// layOut returns the header with these chunks before the audio.
func (w *Writer) layOut(chunks []Chunk) *riff.Header {
	c := w.container()
	room := w.options.Container == ContainerAuto && !w.options.Plain
	h := riff.NewHeader(c, idWave, room, w.options.MaxRIFF)
	h.Add(riff.Payload{ID: idFmt, Data: w.format.appendFmt(nil, c.Order())})
	if w.fact {
		h.AddFact(idFact)
	}
	for _, chunk := range chunks {
		if !chunk.AfterData {
			h.Add(chunk.payload())
		}
	}
	h.AddData(idData)
	return h
}

// sizes returns what there is to tell of so many bytes of sample data and of chunks behind them.
func (w *Writer) sizes(data, behind int64) riff.Sizes {
	frames := w.framesIn(data)
	if w.format.BlockFrames > 0 {
		frames = min(frames, w.frames)
		if most := w.options.Frames; w.raw && most > 0 {
			frames = min(frames, most)
		}
	}
	return riff.Sizes{Data: data, Frames: frames, Behind: behind}
}

// writeHeader writes everything up to the sample data. It notes where the numbers stand, to come back to them. A
// stream that cannot seek, and is to get more than what is declared so far, is told that the length is not known.
func (w *Writer) writeHeader(more bool) error {
	h := headerWriter{w: w}
	var cuts []int
	if w.options.Plain {
		cuts = w.header.Cuts()
	}
	if len(cuts) == 0 {
		w.start = h.mark()
	}
	if h.unseekable && more && w.options.Frames == 0 && !w.options.Plain {
		w.told = riff.Sizes{Data: riff.Unknown, Behind: w.told.Behind}
	}
	header, fields := w.header.Bytes(w.told), w.header.Fields(w.told)
	places := make([]int64, len(fields))
	for i, field := range fields {
		places[i] = w.start + field.Offset
	}
	from := 0
	for _, cut := range cuts {
		h.write(header[from:cut])
		from = cut
		for i, field := range fields {
			if field.Offset == int64(cut) {
				places[i] = h.mark()
			}
		}
	}
	h.write(header[from:])
	w.seekable = h.err == nil && !h.unseekable
	if h.err != nil {
		return w.failed(h.err, h.written > 0)
	}
	if len(cuts) > 0 {
		w.start = max(0, places[0]-fields[0].Offset) // 0 if the stream cannot tell
	}
	w.places, w.started, w.saved = places, true, w.clock()
	return nil
}

// headerWriter writes the pieces of a header until one fails.
type headerWriter struct {
	w          *Writer
	written    int
	unseekable bool
	err        error
}

func (h *headerWriter) write(p []byte) {
	if h.err == nil {
		var n int
		n, h.err = h.w.sink.Write(p)
		h.written += n
	}
}

// mark returns the position in the stream. A stream that cannot tell it once is not asked again.
func (h *headerWriter) mark() int64 {
	if h.err != nil || h.unseekable {
		return 0
	}
	position, err := h.w.sink.Tell()
	if errors.Is(err, ErrUnseekable) {
		h.unseekable = true
		return 0
	}
	h.err = err
	return position
}

// UpdateHeader writes the header if that was not done yet, and corrects it if it does not tell what was written so
// far. It returns ErrUnseekable, as it is or as the stream wraps it, if it would have to go back in a stream that
// cannot.
func (w *Writer) UpdateHeader() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if !w.started {
		if w.failure != nil {
			return w.failure
		}
		return w.writeHeader(true)
	}
	if err := w.find(); err != nil {
		return err
	}
	behind := int64(0)
	if w.ended == w.bytes || !w.seekable {
		behind = w.behindSize
	}
	return w.tell(w.safe(w.bytes, behind))
}

// tell corrects the header if it does not tell these sizes.
func (w *Writer) tell(sizes riff.Sizes) error {
	if w.told == sizes && !w.torn || w.told.Data == riff.Unknown {
		return nil
	}
	return w.correct(sizes)
}

// correct goes back to the numbers in the header, corrects them, and returns to the end.
func (w *Writer) correct(sizes riff.Sizes) error {
	end, err := w.sink.Tell()
	if err == nil && !w.seekable {
		err = ErrUnseekable
	}
	if err == nil {
		err = w.sink.Pass()
	}
	if err != nil {
		return w.failed(err, false)
	}
	for i, field := range w.header.Fields(sizes) {
		if err = w.sink.SeekTo(w.places[i]); err != nil {
			break
		}
		if _, err = w.sink.Write(field.Bytes); err != nil {
			break
		}
	}
	// Go back in any case: the next write must not fall on the header.
	back := w.sink.SeekTo(end)
	w.astray = back != nil
	if err == nil {
		err = back
	}
	if err != nil {
		w.torn = true
		w.sink.Lost() // a part of the header, no sample data
		return w.failed(err, false)
	}
	w.told, w.torn = sizes, false
	return nil
}
