package riff

import (
	"errors"
	"io"
	"os"
)

// This file holds files as streams: read by position, so that seeking is a matter of arithmetic.

// ErrNoFile is what Control returns for a stream that is no file.
var ErrNoFile = errors.New("the stream is no file")

// NewFileSource returns a source that reads f from its current position on. The source owns f: nobody else moves it,
// and Close closes it.
func NewFileSource(f *os.File) *Source {
	s := NewSource(f)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		if offset, err := f.Seek(0, io.SeekCurrent); err == nil {
			s = newPositionalSource(f, offset, info.Size())
		}
	}
	s.owned = f
	return s
}

// newPositionalSource returns a source that reads a regular file of that size from offset on. What claims to be empty
// does not count as regular: the system makes up the content of some files as they are read.
func newPositionalSource(f io.ReaderAt, offset, size int64) *Source {
	r := &fileReader{f, offset}
	return &Source{r: r, seeker: r, offset: offset, size: size, located: true}
}

// A fileReader reads a file by position.
type fileReader struct {
	file   io.ReaderAt
	offset int64
}

// Read reads as much as there is, up to len(p) bytes.
func (r *fileReader) Read(p []byte) (int, error) {
	n, err := r.file.ReadAt(p, r.offset)
	r.offset += int64(n)
	return n, err
}

// Seek moves to an offset from the start: a Source asks for no other.
func (r *fileReader) Seek(offset int64, _ int) (int64, error) {
	if offset < 0 {
		return 0, os.ErrInvalid
	}
	r.offset = offset
	return offset, nil
}

// Control lets f use the descriptor or handle of the file that the source reads.
func (s *Source) Control(use func(fd uintptr)) error {
	stream := any(s.r)
	if r, ok := stream.(*fileReader); ok {
		stream = r.file
	}
	switch f := stream.(type) {
	case *os.File:
		conn, err := f.SyscallConn()
		if err != nil {
			return err
		}
		return conn.Control(use)
	case interface{ control(func(fd uintptr)) error }:
		return f.control(use)
	}
	return ErrNoFile
}
