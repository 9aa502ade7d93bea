package wave

// This file holds what the reading and writing of planes needs between calls.

// planes are the memory behind planar reads and writes, kept so that they allocate nothing.
type planes struct {
	channels [][]byte
	samples  []byte
}

// take returns n slices to be filled in, and cleared after use.
func (p *planes) take(n int) [][]byte {
	if p.channels == nil {
		p.channels = make([][]byte, n)
	}
	return p.channels
}

// room returns memory for size bytes of interleaved samples.
func (p *planes) room(size int) []byte {
	if size > len(p.samples) {
		p.samples = make([]byte, size)
	}
	return p.samples[:size]
}

func planesError(n int) error { return &Error{Offset: -1, Value: int64(n), Err: ErrPlanes} }
