package riff

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// This file decides which streams can seek.

// ErrUnseekable is returned, as it is or wrapped, where a stream cannot go back or tell its position. A Seek method
// that returns it says that of the stream it belongs to.
var ErrUnseekable = errors.New("the stream cannot seek")

// errPlace is what a stream gets that tells a position that no stream can have: sums of it might overflow.
var errPlace = errors.New("the stream told an impossible position")

// seekerOf returns stream as an io.Seeker, or nil if it is none.
func seekerOf(stream any) io.Seeker {
	if f, ok := stream.(*os.File); ok {
		return fileSeeker{f}
	}
	s, _ := stream.(io.Seeker)
	return s
}

// rewriterOf returns stream as an io.Seeker that lets writes change what was written before, or nil if it is none. A
// file opened for appending is none: it can seek, but what is written to it ends up at its end all the same.
func rewriterOf(stream any) io.Seeker {
	if f, ok := stream.(*os.File); ok && appends(f) {
		return nil
	}
	return seekerOf(stream)
}

// seek seeks in a stream, and believes what it tells as long as that and a size can be added.
func seek(stream io.Seeker, offset int64, whence int) (int64, error) {
	position, err := stream.Seek(offset, whence)
	if err == nil && (position < 0 || position > largest) {
		return 0, errPlace
	}
	return position, err
}

// fileSeeker is a file whose Seek returns ErrUnseekable where the system says "illegal seek": pipes, terminals.
type fileSeeker struct{ *os.File }

func (f fileSeeker) Seek(offset int64, whence int) (int64, error) {
	position, err := f.File.Seek(offset, whence)
	if errors.Is(err, syscall.ESPIPE) {
		err = errors.Join(ErrUnseekable, err)
	}
	return position, err
}
