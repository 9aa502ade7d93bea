package riff

import (
	"errors"
	"io"
	"os"
)

// This file holds files as streams.

// NewFileSource returns a source that reads f from its current position on, and does not move f itself if that can be
// avoided: nobody else uses it.
func NewFileSource(f *os.File) *Source {
	if r := newFileReader(f); r != nil {
		return &Source{r: r, seeker: r, size: -1}
	}
	return NewSource(f)
}

// A fileReader reads a regular file by position: seeking is a matter of arithmetic, without a system call.
type fileReader struct {
	file   *os.File
	offset int64
	size   int64
}

// newFileReader returns nil for what is no regular file, or claims to be an empty one: the system makes up the content
// of some files as they are read.
func newFileReader(f *os.File) *fileReader {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil
	}
	offset, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil
	}
	return &fileReader{f, offset, info.Size()}
}

// Read reads as much as there is, up to len(p) bytes.
func (r *fileReader) Read(p []byte) (int, error) {
	n, err := r.file.ReadAt(p, r.offset)
	r.offset += int64(n)
	return n, err
}

// Seek moves to an offset from the start, the current position, or the end that the file had when it was opened.
func (r *fileReader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.offset
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("a position before the start of the file")
	}
	r.offset = offset
	return offset, nil
}

// Size returns the size that the file had when it was opened.
func (r *fileReader) Size() int64 { return r.size }
