package wave

import (
	"errors"
	"io"
)

// This file holds Buffer, memory that a Writer can write to.

// A Buffer is a file in memory: it grows as it is written, and it can seek, so that a Writer can correct its header.
// The zero value is empty and ready.
type Buffer struct {
	bytes  []byte
	offset int64
}

// Bytes returns what was written. It is valid until the next write.
func (b *Buffer) Bytes() []byte { return b.bytes }

// Write writes p at the current position. Zeros fill the gap if that lies behind the end.
func (b *Buffer) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if gap := b.offset - int64(len(b.bytes)); gap > 0 {
		b.bytes = append(b.bytes, make([]byte, gap)...)
	}
	n := copy(b.bytes[b.offset:], p)
	b.bytes = append(b.bytes, p[n:]...)
	b.offset += int64(len(p))
	return len(p), nil
}

// Seek moves the position, from the start, the current position or the end by whence.
func (b *Buffer) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += b.offset
	case io.SeekEnd:
		offset += int64(len(b.bytes))
	default:
		return 0, errors.New("wave: Buffer.Seek: invalid whence")
	}
	if offset < 0 {
		return 0, errors.New("wave: Buffer.Seek: negative position")
	}
	b.offset = offset
	return offset, nil
}
