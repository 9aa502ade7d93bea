package wave

import (
	"mmservices/internal/block"
	"mmservices/internal/pcm"
)

// This file holds the writing of frames that are packed in blocks, from samples of a type.

// A packer is the state of writing them. Frames are kept until they fill a block.
type packer struct {
	encoder block.Encoder
	samples []int16 // of the block that is being filled
	frames  int     // how many it has
	data    []byte  // a block that is encoded
}

// packSamples is WriteSamples where frames are packed in blocks.
func (w *Writer) packSamples(t SampleType, src []byte) (int, error) {
	c := w.conversions.writing(&w.format, t)
	size := w.format.Channels * t.Size()
	return w.pack(len(src)/size, func(samples []byte, from, n int) {
		c.convert(samples, src[from*size:(from+n)*size])
	})
}

// packPlanes appends frames whose channels are apart.
func (w *Writer) packPlanes(planes [][]byte, frames int, t SampleType) (int, error) {
	c := w.conversions.writing(&w.format, t)
	return w.pack(frames, func(samples []byte, _, n int) {
		interleaved := w.planes.room(n * len(planes) * t.Size())
		pcm.Interleave(interleaved, t.Size(), planes)
		c.convert(samples, interleaved)
		for i := range planes {
			planes[i] = planes[i][n*t.Size():]
		}
	})
}

// pack appends so many frames: fill puts n of them, from one on, into the memory of samples of 16 bits. It returns how
// many were taken; those that do not fill a block are, until it can be written.
func (w *Writer) pack(frames int, fill func(samples []byte, from, n int)) (int, error) {
	p, f := &w.packer, &w.format
	if p.encoder == nil {
		p.encoder = f.blocks().encoder(f)
		p.samples = make([]int16, f.BlockFrames*f.Channels)
		p.data = make([]byte, f.BlockAlign)
		w.last = w.lastBlock
	}
	if err := w.begin(w.bytesOf(int64(p.frames+frames)), int64(frames)); err != nil {
		return 0, err
	}
	for done := 0; done < frames; {
		n := min(frames-done, f.BlockFrames-p.frames)
		fill(bytesOf(p.samples[p.frames*f.Channels:(p.frames+n)*f.Channels]), done, n)
		p.frames += n
		w.frames += int64(n)
		w.ended = -1 // the last block is another one now
		if err := w.writeBlock(); err != nil {
			if p.frames == 0 {
				return done + n, err
			}
			p.frames -= n
			if w.failure != nil {
				p.frames = 0
			}
			w.frames = w.framesIn(w.bytes) + int64(p.frames)
			return done, err
		}
		done += n
	}
	return frames, nil
}

// writeBlock writes the block that is being filled, if it is full.
func (w *Writer) writeBlock() error {
	p := &w.packer
	if p.frames < w.format.BlockFrames {
		return w.checkpointIfDue(0)
	}
	p.encoder.Encode(p.data, p.samples)
	n, err := w.sink.Write(p.data)
	if err == nil {
		p.frames = 0
	} else {
		p.encoder.Undo() // other frames may fill the block
	}
	return w.took(int64(n), 0, err)
}

// lastBlock returns the block that is being filled as it is, or nil if there is none. Its last frame stands in the
// place of those that it lacks: after silence they are silent, and nothing else is as easy to encode.
func (w *Writer) lastBlock() []byte {
	p, channels := &w.packer, w.format.Channels
	if p.frames == 0 || w.failure != nil {
		return nil
	}
	for i := p.frames * channels; i < len(p.samples); i++ {
		p.samples[i] = p.samples[i-channels]
	}
	p.encoder.Encode(p.data, p.samples)
	p.encoder.Undo()
	return append([]byte{}, p.data...)
}
