package wave

// This file holds Info, what a Reader knows once it is open.

// An Info tells of a file what its header says and what opening it found, without its metadata.
type Info struct {
	Format         Format
	Container      Container
	Frames         int64 // as of [Reader.Frames], and so the others
	FramesDeclared int64
	FactFrames     int64 // -1 if there is no fact chunk, or it was not looked at: see [Reader.FactFrames]
	LengthKnown    bool
	Seekable       bool
	DataOffset     int64
	DataBytes      int64
	Diagnostics    []Diagnostic
}

// Info returns what the Reader tells by its methods, in one piece.
func (r *Reader) Info() Info {
	fact := int64(-1)
	if r.fact.known {
		fact = r.fact.frames
	}
	return Info{
		Format: r.Format(), Container: r.Container(), Frames: r.Frames(), FramesDeclared: r.FramesDeclared(),
		FactFrames: fact, LengthKnown: r.LengthKnown(), Seekable: r.Seekable(), DataOffset: r.DataOffset(), DataBytes: r.DataBytes(),
		Diagnostics: r.Diagnostics(),
	}
}
