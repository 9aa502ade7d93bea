package wave

// This file holds Info, what a Reader knows once it is open.

// An Info tells of a file what its header says and what opening it found, without its metadata.
type Info struct {
	Format         Format
	Container      Container
	Frames         int64 // as of [Reader.Frames], and so the others
	FramesDeclared int64
	LengthKnown    bool
	DataOffset     int64
	DataBytes      int64
	Diagnostics    []Diagnostic
}

// Info returns what the Reader tells by its methods, in one piece.
func (r *Reader) Info() Info {
	return Info{
		Format: r.Format(), Container: r.Container(), Frames: r.Frames(), FramesDeclared: r.FramesDeclared(),
		LengthKnown: r.LengthKnown(), DataOffset: r.DataOffset(), DataBytes: r.DataBytes(),
		Diagnostics: r.Diagnostics(),
	}
}
