package wave

import "mmservices/internal/riff"

// This file holds the size of the sample data: what the header declares, and what there is.

// beyondAll is the size of sample data whose end is still to be found: larger than any file.
const beyondAll = 1 << 62

// settleSize compares the declared sizes with the bytes that are there.
//
// Data of a declared size that is larger than the file end with the file. Those of unknown size (0xFFFFFFFF, or its like
// in other containers) and those of size 0 that are not empty, as of a recording that was never finished, end there,
// too, but for chunks at the very end; less than a frame counts as none. Where the size of the stream is not known, that
// is found out while it is read.
func (o *opening) settleSize() error {
	chunk := o.dataChunk
	declared := chunk.Size
	o.chunk = chunk
	switch size := o.src.Size(); {
	case size >= 0:
		present := max(0, size-chunk.Start())
		o.known = true
		o.size = min(declared, present)
		if chunk.Unknown || declared == 0 && present > 0 {
			end, err := o.container.End(declared == 0)
			if err != nil {
				return o.streamError(err)
			}
			o.size = o.unlessNone(end - chunk.Start())
		}
		return o.checkSize(size)
	case !chunk.Unknown && declared > 0:
		o.size = declared
	default:
		o.container.FindEnd(declared == 0)
		o.size = beyondAll
		if chunk.Unknown {
			if err := o.repair(Diagnostic{Repair: RepairDataSize, Declared: declared, Used: declared}); err != nil {
				return err
			}
		}
		return o.checkContainer(chunk.Start(), -1)
	}
	if err := o.checkFrames(o.size); err != nil {
		return err
	}
	return o.checkContainer(chunk.Start()+o.size, -1)
}

// checkSize notes what is wrong with the sizes, now that the end of the data is known, and that of the stream, or -1.
func (r *Reader) checkSize(stream int64) error {
	declared := r.dataChunk.Size
	err := r.noteIf(r.size != declared || r.dataChunk.Unknown, Diagnostic{
		Repair: RepairDataSize, Chunk: idData, Offset: r.dataChunk.Offset, Declared: declared, Used: r.size,
	})
	if err != nil {
		return err
	}
	if err := r.checkFrames(r.size); err != nil {
		return err
	}
	return r.checkContainer(r.dataChunk.Start()+r.size, stream)
}

// checkFrames notes that data of so many bytes do not end with a whole frame, or are too few for the fact chunk.
func (r *Reader) checkFrames(size int64) error {
	d := Diagnostic{Repair: RepairPartialFrame, Chunk: idData, Offset: r.dataChunk.Offset, Declared: size}
	wrong := false
	if r.format.SampleBytes == 0 {
		d.Repair, d.Chunk, d.Declared, d.Used = RepairFact, idFact, r.fact.counting(), r.format.framesIn(size)
		wrong = d.Used > 0 && d.Declared > d.Used
	} else {
		d.Used = size - size%int64(r.format.BlockAlign)
		wrong = d.Used < size
	}
	return r.noteIf(wrong, d)
}

// checkContainer compares the declared end of the container with the end of the data and of the stream, which is -1 if
// it is not known. A pad byte at the very end may be missing.
func (r *Reader) checkContainer(dataEnd, stream int64) error {
	end := r.container.ContainerEnd()
	unknown := r.container.SizeUnknown() && r.dataChunk.Unknown
	d := Diagnostic{
		Repair:   RepairRIFFSize,
		Chunk:    r.container.ID(),
		Offset:   r.container.Offset,
		Declared: r.container.Size,
		Used:     r.container.SizeTo(dataEnd),
	}
	if stream >= 0 {
		d.Used = r.container.SizeTo(stream)
	}
	return r.noteIf(end < dataEnd || stream >= 0 && end > stream+1 || unknown, d)
}

// ended notes that the sample data ended with so many bytes, be it that the stream has no more or that chunks follow.
func (r *Reader) ended(size int64) error {
	known := r.known
	r.size, r.known = r.unlessNone(size), true
	if known {
		return nil // it is shorter than it was when it was opened
	}
	stream := int64(-1)
	if !r.dataChunk.Unknown && r.dataChunk.Size > 0 {
		stream = r.dataChunk.Start() + r.size
	}
	return r.checkSize(stream)
}

// unlessNone returns size, the bytes of sample data, unless they claim to be none and are less than a frame.
func (r *Reader) unlessNone(size int64) int64 {
	if r.dataChunk.Size == 0 && size < r.format.step() {
		return 0
	}
	return size
}

// framesIn returns how many frames so many bytes of sample data hold, as far as they count.
func (r *Reader) framesIn(size int64) int64 {
	frames := r.format.framesIn(size)
	switch fact := r.fact.counting(); {
	case r.format.SampleBytes > 0 || fact <= 0:
	case r.format.framesAreLost():
		if size > 0 && fact/mostFramesPerByte <= size {
			return fact
		}
	case fact < frames && !r.options.AllFrames:
		return fact
	}
	return frames
}

// mostFramesPerByte is the most that any encoding holds, by far: what claims more is not believed.
const mostFramesPerByte = 1024

// step returns how many bytes are read together: a frame, or a block of them.
func (f *Format) step() int64 { return int64(max(1, f.BlockAlign)) }

// framesAreLost reports whether it cannot be told which bytes hold which frame: the encoding is not known.
func (f *Format) framesAreLost() bool { return f.SampleBytes == 0 && f.BlockFrames == 0 }

// framesIn returns how many frames so many bytes of sample data hold, those of a last block that is cut included: 0 if
// the encoding is not known.
func (f *Format) framesIn(size int64) int64 {
	switch {
	case f.SampleBytes > 0:
		return size / int64(f.BlockAlign)
	case f.BlockFrames > 0:
		size = min(size, mostPacked)
		align := int64(f.BlockAlign)
		return size/align*int64(f.BlockFrames) + int64(f.blocks().frames(f.Channels, int(size%align)))
	}
	return 0
}

// mostPacked is so many bytes that their frames can still be counted.
const mostPacked = beyondAll / 16

// factCount is what the file says of its frames beside the audio.
type factCount struct {
	frames int64
	known  bool
	read   bool // whether it was found, or there is none to be looked for
	counts bool // whether it was known before the audio was read, so that it tells how many frames there are

	start, size int64 // of the payload of a fact chunk before the audio; 0 if there is none
}

// counting returns the frames if they count, else 0.
func (f *factCount) counting() int64 {
	if !f.counts {
		return 0
	}
	return f.frames
}

// set takes the payload of the fact chunk, or nil if there is none.
func (f *factCount) set(container *riff.Reader, payload []byte) {
	order := container.Order()
	ds64, have := container.DS64()
	switch {
	case len(payload) >= 8 && container.Container == ContainerWave64:
		f.frames, f.known = int64(min(order.Uint64(payload), beyondAll)), true
	case len(payload) >= 4 && (order.Uint32(payload) != 0xFFFFFFFF || !have):
		f.frames, f.known = int64(order.Uint32(payload)), true
	case have && ds64.Frames > 0:
		f.frames, f.known = int64(min(ds64.Frames, beyondAll)), true
	}
}

// FactFrames returns how many frames there are by the fact chunk, or by the ds64 chunk in its place, true or not. It
// returns false if neither can be read. It does not go and look for a fact chunk behind the audio, but knows of it once
// Chunks was called.
func (r *Reader) FactFrames() (int64, bool) {
	if !r.fact.read {
		payload, err := r.factPayload()
		if err != nil {
			return 0, false
		}
		r.fact.set(r.container, payload)
		r.fact.read = payload != nil
	}
	return r.fact.frames, r.fact.known
}

// factNumber is the most bytes of a fact chunk that count: a number of 32 or 64 bits.
const factNumber = 8

// factPayload returns what the fact chunk says, or nil if there is none so far. It is not metadata: no limit of that keeps
// a file from being understood.
func (r *Reader) factPayload() ([]byte, error) {
	if err := r.checkOpen(); err != nil {
		return nil, err
	}
	start, size := r.fact.start, r.fact.size
	if i := r.indexOf(idFact); i >= 0 {
		if !r.src.Seekable() {
			return append([]byte{}, r.list.payloads[i].bytes...), nil
		}
		start, size = r.list.chunks[i].Start, r.list.chunks[i].Size
	}
	if start == 0 {
		return nil, nil
	}
	return r.payloadAt(start, min(factNumber, size))
}
