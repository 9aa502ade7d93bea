package wavtest

import (
	"errors"
	"fmt"
	"io"
)

// This file holds streams.

// A Recorder passes calls on to a stream and notes them: "read 4", "write 4", "tell", "seek 36", "seek end".
type Recorder struct {
	Stream any
	Calls  []string
}

// Read notes how many bytes are asked for.
func (r *Recorder) Read(p []byte) (int, error) {
	r.note("read %d", len(p))
	return r.Stream.(io.Reader).Read(p)
}

// Write notes how many bytes are given.
func (r *Recorder) Write(p []byte) (int, error) {
	r.note("write %d", len(p))
	return r.Stream.(io.Writer).Write(p)
}

// Seek notes where to.
func (r *Recorder) Seek(offset int64, whence int) (int64, error) {
	switch {
	case whence == io.SeekCurrent && offset == 0:
		r.note("tell")
	case whence == io.SeekEnd && offset == 0:
		r.note("seek end")
	case whence == io.SeekStart:
		r.note("seek %d", offset)
	default:
		r.note("seek %d from %d", offset, whence)
	}
	return r.Stream.(io.Seeker).Seek(offset, whence)
}

// Flush notes that it was called.
func (r *Recorder) Flush() error {
	r.note("flush")
	return nil
}

func (r *Recorder) note(format string, values ...any) {
	r.Calls = append(r.Calls, fmt.Sprintf(format, values...))
}

// Take returns the calls noted, and forgets them.
func (r *Recorder) Take() []string {
	calls := r.Calls
	r.Calls = nil
	return calls
}

// ErrFull is what a Disk returns when there is no room.
var ErrFull = errors.New("no space left")

// A Disk is a file on a disk with room for so many bytes. What was written once can be written anew.
type Disk struct {
	Bytes []byte
	Room  int

	offset int
}

// Write takes what there is room for.
func (d *Disk) Write(p []byte) (int, error) {
	end := min(d.offset+len(p), d.Room)
	if end <= d.offset {
		if len(p) == 0 {
			return 0, nil
		}
		return 0, ErrFull
	}
	for len(d.Bytes) < end {
		d.Bytes = append(d.Bytes, 0)
	}
	n := copy(d.Bytes[d.offset:end], p)
	d.offset += n
	if n < len(p) {
		return n, ErrFull
	}
	return n, nil
}

// Seek moves to an offset from the start or from where the file stands.
func (d *Disk) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		offset += int64(d.offset)
	}
	d.offset = int(offset)
	return offset, nil
}
