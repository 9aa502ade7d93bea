package wave

import (
	"time"

	"mmservices/internal/riff"
)

// This file holds what stands behind the audio of a file that is written, and the checkpoints that complete a file
// before it is closed.

// An ending is what stands behind the sample data that was passed on.
type ending struct {
	bytes  []byte
	data   int64 // bytes at its start that are sample data: a last block
	behind int64 // bytes of chunks that the container counts
}

// ending returns the ending as it is to be. If it would be shorter than what was written there before, and the file
// cannot be cut, a chunk of no meaning covers the rest.
func (w *Writer) ending() ending {
	var e ending
	c := w.container()
	if w.last != nil {
		e.bytes = w.last()
	}
	e.data = int64(len(e.bytes))
	if w.told.Data == riff.Unknown && len(w.behind) == 0 {
		return e // what pads would count as audio
	}
	e.bytes = append(e.bytes, make([]byte, c.Pad(w.bytes+e.data))...)
	begin := len(e.bytes)
	for _, chunk := range w.behind {
		e.bytes = c.AppendChunk(e.bytes, chunk.payload())
	}
	end := w.endOffset() + int64(len(e.bytes)+len(w.trailer))
	if gap := w.reach - end; gap > 0 && !w.whole {
		room := max(0, gap-c.ChunkSize(0))
		e.bytes = c.AppendChunk(e.bytes, riff.Payload{ID: idJunk, Data: make([]byte, room)})
	}
	e.behind = int64(len(e.bytes) - begin)
	e.bytes = append(e.bytes, w.trailer...)
	return e
}

// setMetadata sets the chunks beside the audio, and finds out which of them stand behind it.
func (w *Writer) setMetadata(chunks []Chunk) {
	w.metadata, w.behind, w.behindSize = chunks, nil, 0
	for _, list := range [][]Chunk{chunks, w.kept} {
		for _, chunk := range list {
			if chunk.AfterData {
				w.behind = append(w.behind, chunk)
				w.behindSize += w.container().ChunkSize(int64(len(chunk.Data)))
			}
		}
	}
	w.ended = -1
}

// endOffset returns where the sample data ends in the stream.
func (w *Writer) endOffset() int64 { return w.DataOffset() + w.bytes }

// finish writes the ending, and tells all of it in the header. If the ending cannot be written, the header tells the
// audio nevertheless. The stream then stands behind all of it.
func (w *Writer) finish() error {
	e := w.ending()
	end := w.endOffset() + int64(len(e.bytes))
	failure := w.writeEnding(e)
	if failure != nil {
		e.data, e.behind = 0, 0
		end = w.DataOffset() + max(w.bytes, w.held.Data)
	}
	if err := w.tell(w.safe(w.bytes+e.data, e.behind)); failure == nil {
		failure = err
	}
	if !w.whole || w.reach <= end {
		return failure
	}
	if err := w.file.Truncate(end); err != nil && failure == nil {
		return w.failed(err, false)
	}
	w.reach = end
	return failure
}

// writeEnding writes the ending behind the sample data, if it does not stand there.
func (w *Writer) writeEnding(e ending) error {
	end := w.endOffset() + int64(len(e.bytes))
	switch {
	case w.ended == w.bytes:
		if w.seekable {
			return w.moveTo(end)
		}
		return nil
	case int64(len(e.bytes)) <= w.position-w.bytes && e.data == 0 && e.behind == 0:
		return nil // the first bytes of a frame that was cut pad
	case w.position != w.bytes:
		if err := w.moveTo(w.endOffset()); err != nil {
			return err
		}
	}
	if len(e.bytes) > 0 {
		_, err := w.sink.Write(e.bytes)
		if err == nil {
			err = w.sink.Pass()
		}
		w.reach = max(w.reach, end)
		if err != nil {
			w.sink.Lost() // no sample data
			w.ended = -1
			return w.failed(err, false)
		}
	}
	w.ended, w.held = w.bytes, w.sizes(w.bytes+e.data, e.behind)
	return nil
}

// safe returns what there is to tell of so many bytes of sample data and of chunks behind them: no less of the data
// than the stream has had.
func (w *Writer) safe(data, behind int64) riff.Sizes {
	sizes := w.sizes(data, behind)
	if w.held.Data > data {
		sizes.Data, sizes.Frames = w.held.Data, w.held.Frames
	}
	return sizes
}

// moveTo moves to an offset in the stream.
func (w *Writer) moveTo(offset int64) error {
	err := w.sink.SeekTo(offset)
	w.astray = err != nil
	if err != nil {
		return w.failed(err, false)
	}
	return nil
}

// comeBack moves to where the next sample data belongs.
func (w *Writer) comeBack() error { return w.moveTo(w.DataOffset() + w.position) }

// find comes back if that failed before: nothing must be written in the wrong place.
func (w *Writer) find() error {
	if !w.astray {
		return nil
	}
	return w.comeBack()
}

// Checkpoint completes the file as Close does, with what was written so far: pad byte, chunks behind the audio,
// header. A file that is cut off later than that opens with all the frames. Writing goes on where it was, over the
// chunks behind the audio, which the next checkpoint or Close writes again.
//
// It flushes. It returns ErrUnseekable if it would have to go back in a stream that cannot; one that was told that the
// length is not known is only flushed.
func (w *Writer) Checkpoint() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if err := w.save(); err != nil {
		return err
	}
	if err := w.sink.Flush(); err != nil {
		return w.failed(err, false)
	}
	return nil
}

// save is Checkpoint without flushing the stream.
func (w *Writer) save() error {
	if w.failure != nil {
		return w.failure
	}
	if !w.started {
		if err := w.writeHeader(true); err != nil {
			return err
		}
	}
	if err := w.find(); err != nil {
		return err
	}
	if err := w.sink.Pass(); err != nil {
		return w.failed(err, false)
	}
	w.unsaved, w.saved = 0, w.clock()
	if !w.seekable {
		return w.tell(w.sizes(w.bytes, w.behindSize))
	}
	err := w.finish()
	if back := w.comeBack(); err == nil {
		err = back
	}
	return err
}

// Sync is Checkpoint, and then waits until the disk has it all, if the stream has a method Sync() error, as files have.
func (w *Writer) Sync() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if err := w.save(); err != nil {
		return err
	}
	if err := w.sink.Sync(); err != nil {
		return w.failed(err, false)
	}
	return nil
}

// checkpointIfDue makes a checkpoint after a write of n bytes, if the options ask for one by now. A stream that cannot
// seek has none.
func (w *Writer) checkpointIfDue(n int64) error {
	w.unsaved += n
	o := &w.options
	due := o.CheckpointBytes > 0 && w.unsaved >= o.CheckpointBytes ||
		o.CheckpointEvery > 0 && w.now().Sub(w.saved) >= o.CheckpointEvery
	if !due || !w.seekable {
		return nil
	}
	return w.Checkpoint()
}

// clock returns the time, if anybody wants to know it.
func (w *Writer) clock() time.Time {
	if w.options.CheckpointEvery <= 0 {
		return time.Time{}
	}
	return w.now()
}
