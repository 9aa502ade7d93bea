package riff

import (
	"io"
	"sync"
)

// This file holds the window of a Source: the bytes that come next, to be used where they lie.

// Window returns the bytes that come next: at least least of them, at most most, without moving behind them. If there
// are fewer than least it returns those and the reason, io.EOF at the end. The window is valid until the next call of
// another method than Advance.
func (s *Source) Window(least, most int) ([]byte, error) {
	var err error
	if s.fill-s.next < least {
		err = s.refill(least, most)
	}
	return s.buffer[s.next:min(s.fill, s.next+most)], err
}

// Advance moves behind n bytes of the window.
func (s *Source) Advance(n int) {
	s.next += n
	s.offset += int64(n)
}

// refill reads until there are least bytes in the buffer: most of them, or as many as may be read ahead.
func (s *Source) refill(least, most int) error {
	if err := s.takeFailure(); err != nil {
		return err
	}
	s.makeRoom(max(most, min(s.readAhead, s.fill-s.next+s.ahead())))
	for empty := 0; s.fill-s.next < least; {
		n, err := s.readStream(s.buffer[s.fill:max(s.next+most, min(len(s.buffer), s.fill+s.ahead()))])
		s.fill += n
		if err != nil {
			if s.fill-s.next < least {
				return err
			}
			s.failure = err
		}
		if n > 0 {
			empty = 0
		} else if empty++; empty == emptyReads {
			return io.ErrNoProgress
		}
	}
	return nil
}

// Unread puts p back, which was read last, so that it comes next. Nothing else may be in the buffer.
func (s *Source) Unread(p []byte) {
	s.next, s.fill = 0, 0
	s.makeRoom(len(p))
	s.fill = copy(s.buffer, p)
	s.offset -= int64(len(p))
}

// makeRoom moves what is in the buffer to its beginning and sees that it and what follows have at least size bytes. If it
// can, it keeps the few bytes before, so that bytes lie in the buffer as in the stream, modulo bufferAlign.
func (s *Source) makeRoom(size int) {
	old := s.buffer
	before := int(s.offset % bufferAlign)
	if before > s.next {
		before = 0
	}
	size += before
	if size > len(old) {
		s.buffer = s.takeBuffer(size)
	}
	s.fill = copy(s.buffer, old[s.next-before:s.fill])
	s.next = before
	if size > len(old) {
		s.returnBuffer(old)
	}
}

// Buffers of the usual size are kept for the next source that owns its file. They serve whoever needs no less than
// leastBuffer. Other streams get buffers of their own: they might write to them when they should not any more.
const (
	usualBuffer = 64<<10 + bufferAlign
	leastBuffer = 2 << 10
)

// bufferAlign matters for speed alone. The kernel copies with REP MOVSB, which takes ten times as long on AMD's Zen 3 and
// 4 if the destination lies 1 to 15 bytes behind the source, modulo the page.
const bufferAlign = 16

var usualBuffers = sync.Pool{New: func() any { return new([usualBuffer]byte) }}

// takeBuffer returns a buffer of at least size bytes.
func (s *Source) takeBuffer(size int) []byte {
	if s.owned == nil || size < leastBuffer || size > usualBuffer {
		return make([]byte, size)
	}
	return usualBuffers.Get().(*[usualBuffer]byte)[:]
}

func (s *Source) returnBuffer(b []byte) {
	if s.owned != nil && len(b) == usualBuffer {
		usualBuffers.Put((*[usualBuffer]byte)(b))
	}
}
