package wave

import "mmservices/internal/riff"

// This file holds Info, what a Reader knows once it is open.

// An Info tells of a file what its header says and what opening it found, without its metadata.
type Info struct {
	Format         Format
	Container      Container
	Frames         int64 // as of [Reader.Frames], and so the others
	FramesDeclared int64
	FactFrames     int64 // -1 if nothing tells them
	LengthKnown    bool
	Seekable       bool
	DataOffset     int64
	DataBytes      int64
	Diagnostics    []Diagnostic
}

// Info returns what the Reader tells by its methods, in one piece.
func (r *Reader) Info() Info {
	r.FactFrames()
	return r.info(r.fact.orNone())
}

// header returns what Info does, but for a fact chunk behind the audio, which nobody looks for.
func (r *Reader) header() Info {
	if r.fact.read || r.fact.chunk != (riff.Chunk{}) {
		return r.Info()
	}
	var fact factCount
	fact.set(r.container, nil)
	return r.info(fact.orNone())
}

// orNone returns the frames, or -1 if nothing tells them.
func (f factCount) orNone() int64 {
	if f.known {
		return f.frames
	}
	return -1
}

func (r *Reader) info(fact int64) Info {
	return Info{
		Format: r.Format(), Container: r.Container(), Frames: r.Frames(), FramesDeclared: r.FramesDeclared(),
		FactFrames: fact, LengthKnown: r.LengthKnown(), Seekable: r.Seekable(), DataOffset: r.DataOffset(),
		DataBytes: r.DataBytes(), Diagnostics: r.Diagnostics(),
	}
}
