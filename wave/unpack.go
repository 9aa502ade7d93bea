package wave

import (
	"io"

	"mmservices/internal/block"
	"mmservices/internal/pcm"
)

// This file holds the reading of frames that are packed in blocks, as samples of a type.

// An unpacker is the state of reading them. A block is decoded when its first frame is asked for.
type unpacker struct {
	decoder block.Decoder
	samples []int16 // of the block that was decoded last
	frames  int     // how many it has
	next    int     // the first of them that was not read yet
	skip    int     // how many to pass over in the next block

	// Of a decoder that takes something along from block to block: which block it is to decode next, and what it was
	// like at each markEvery-th block, as far as it came, so that it need not begin at the first.
	follows int64
	marks   []block.Follower
}

// markEvery is so many blocks that decoding them takes no time that is noticed.
const markEvery = 512

// drop forgets what is left of a block.
func (u *unpacker) drop() { u.frames, u.next, u.skip = 0, 0, 0 }

// unpackSamples is ReadSamples where frames are packed in blocks.
func (r *Reader) unpackSamples(t SampleType, dst []byte) (int, error) {
	c := r.conversion(t)
	frameSize := r.format.Channels * c.size
	frames, err := r.framesToUnpack(len(dst) / frameSize)
	if err != nil {
		return 0, err
	}
	if frames == 0 && len(dst) > 0 {
		return 0, &Error{Offset: r.src.Offset(), Value: int64(len(dst) / c.size), Err: ErrShortBuffer}
	}
	return r.unpack(frames, func(samples []byte, done int) { c.convert(dst[done*frameSize:], samples) })
}

// unpackPlanes fills planes with frames of a type.
func (r *Reader) unpackPlanes(planes [][]byte, frames int, t SampleType) (int, error) {
	frames, err := r.framesToUnpack(frames)
	if err != nil {
		return 0, err
	}
	c := r.conversion(t)
	return r.unpack(frames, func(samples []byte, _ int) {
		size := len(samples) / 2 * c.size
		converted := r.planes.room(size)
		c.convert(converted, samples)
		pcm.Deinterleave(planes, converted, c.size)
		for i := range planes {
			planes[i] = planes[i][size/len(planes):]
		}
	})
}

// framesToUnpack returns how many frames to read into room for so many. At the end of the frames it returns io.EOF.
func (r *Reader) framesToUnpack(room int) (int, error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	if err := r.pending; err != nil {
		r.pending = nil
		return 0, err
	}
	left := r.framesIn(r.size) - r.tellUnpacked()
	if left <= 0 {
		return 0, r.endUnpacked()
	}
	return int(min(int64(room), left)), nil
}

// unpack passes so many frames on to give, as the memory of samples of 16 bits, with the number of those before them.
// It returns how many there were, and what ended it if there were none.
func (r *Reader) unpack(frames int, give func(samples []byte, done int)) (int, error) {
	u, channels := &r.unpacker, r.format.Channels
	for done := 0; ; {
		n := min(frames-done, u.frames-u.next)
		if n > 0 {
			give(bytesOf(u.samples[u.next*channels:(u.next+n)*channels]), done)
			u.next += n
			done += n
		}
		if done == frames {
			return done, nil
		}
		if err := r.nextBlock(frames - done); err != nil {
			if done == 0 {
				return 0, err
			}
			if err != io.EOF {
				r.pending = err
			}
			return done, nil
		}
	}
}

// nextBlock decodes the next block. So many frames are wanted, for which more may be taken from the stream at once.
func (r *Reader) nextBlock(frames int) error {
	u, f := &r.unpacker, &r.format
	if u.decoder == nil {
		u.decoder = f.blocks().decoder(f)
		u.samples = make([]int16, f.BlockFrames*f.Channels)
	}
	if err := r.follow(); err != nil {
		return err
	}
	left := r.size - r.offset
	if left == 0 {
		return io.EOF
	}
	align := int64(f.BlockAlign)
	least := min(align, left)
	blocks := int64(frames+u.skip+f.BlockFrames-1) / int64(f.BlockFrames)
	most := max(least, min(left, blocks*align, blockBytes/align*align))
	data, err := r.src.Window(int(least), int(most))
	data = data[:min(len(data), int(align))]
	if err == io.EOF {
		// Fewer bytes than the header declares, or than there were when the file was opened.
		if err := r.ended(r.offset + int64(len(data))); err != nil {
			return err
		}
		data = data[:max(0, r.size-r.offset)]
	} else if err != nil {
		return &Error{Offset: r.src.Offset() + int64(len(data)), Err: err}
	}
	n, sound := u.decoder.Decode(u.samples, data)
	if !sound {
		d := Diagnostic{Repair: RepairBlock, Chunk: idData, Offset: r.dataChunk.Offset}
		if err := r.note(d); err != nil {
			return err
		}
	}
	r.src.Advance(len(data))
	r.moved(len(data))
	u.follows++
	u.frames, u.next, u.skip = n, min(u.skip, n), 0
	if n == 0 {
		return io.EOF
	}
	return nil
}

// follow brings a decoder that takes something along to the block that is next.
func (r *Reader) follow() error {
	u, align := &r.unpacker, int64(r.format.BlockAlign)
	if _, ok := u.decoder.(block.Follower); !ok {
		return nil
	}
	u.mark()
	want := r.offset / align
	if u.follows == want || !r.src.Seekable() {
		return nil
	}
	mark := min(want/markEvery, int64(len(u.marks)-1))
	if u.follows > want || u.follows < mark*markEvery {
		u.decoder, u.follows = u.marks[mark].Fork(), mark*markEvery
	}
	here := r.src.Offset()
	if err := r.src.SeekTo(r.DataOffset() + u.follows*align); err != nil {
		return r.streamError(err)
	}
	for u.follows < want {
		data, err := r.src.Window(int(align), int(min(blockBytes/align, want-u.follows)*align))
		if err != nil {
			err = r.streamError(err)
			_ = r.src.SeekTo(here)
			return err
		}
		u.decoder.Decode(u.samples, data[:align])
		r.src.Advance(int(align))
		u.follows++
		u.mark()
	}
	return nil
}

// mark keeps the decoder as it is, if it came farther than ever before.
func (u *unpacker) mark() {
	if u.follows == int64(len(u.marks)*markEvery) {
		u.marks = append(u.marks, u.decoder.(block.Follower).Fork())
	}
}

// blockOf returns where the block of a frame begins in the sample data, and how many frames are before it in there.
func (r *Reader) blockOf(frame int64) (offset int64, skip int) {
	frames := int64(r.format.BlockFrames)
	return min(frame/frames*int64(r.format.BlockAlign), r.size), int(frame % frames)
}

// tellUnpacked returns the frame that is read next.
func (r *Reader) tellUnpacked() int64 {
	u := &r.unpacker
	return min(r.format.framesIn(r.offset)-int64(u.frames-u.next)+int64(u.skip), r.framesIn(r.size))
}

// endUnpacked is what a typed read returns behind the last frame. What is left of the sample data is taken from a
// stream that cannot seek, so that it stands behind them, and wherever it is not known yet how many bytes that are.
func (r *Reader) endUnpacked() error {
	for r.offset < r.size && !(r.known && r.src.Seekable()) {
		data, err := r.src.Window(1, int(min(r.size-r.offset, blockBytes)))
		if err == io.EOF {
			if err := r.ended(r.offset); err != nil {
				return err
			}
			break
		}
		if err != nil {
			return r.streamError(err)
		}
		r.src.Advance(len(data))
		r.moved(len(data))
	}
	if r.offset == r.size {
		r.known = true
	}
	return io.EOF
}
