package riff

import (
	"errors"
	"io"
	"os"
	"sync"
)

// This file holds Sink, the byte stream under a writer: writes gathered into larger ones, and marks to come back to.

// A Sink writes a stream and can come back to what it wrote, if the stream can seek.
type Sink struct {
	w      io.Writer
	seeker io.Seeker // nil if w cannot seek

	gather []byte // bytes not yet passed on; without capacity everything is passed on at once
	most   int    // the capacity that gather gets once it would be full with less
	lost   int64  // bytes accepted that could not be passed on
	block  []byte // room for bytes that are not gathered, or nil
	direct bool   // whether what Room returned is too much to be gathered
}

// firstGather is the most that is gathered before a sink is known to get more than a little.
const firstGather = 64 << 10

// UsualGather is how much sinks of files gather: they share the memory for it, one after the other. A file grows faster
// by large pieces, on ext4 twice as fast by 1 MiB as by 64 KiB.
const UsualGather = 1 << 20

var usualGathers = sync.Pool{New: func() any { return new([UsualGather]byte) }}

// NewSink returns a sink that writes to w, passing on gather bytes at a time; 0 passes on each write as it is. It
// seeks in w if that is an io.Seeker.
func NewSink(w io.Writer, gather int) *Sink {
	gather = max(0, gather)
	return &Sink{w: w, seeker: rewriterOf(w), gather: make([]byte, 0, min(gather, firstGather)), most: gather}
}

// shares reports whether the larger memory of the sink is that which sinks share. Streams other than files might still
// read it when they should not any more.
func (s *Sink) shares() bool {
	_, file := s.w.(*os.File)
	return file && s.most == UsualGather
}

// Release gives back memory that sinks share. Nothing may be written any more.
func (s *Sink) Release() {
	if s.shares() && cap(s.gather) == UsualGather {
		usualGathers.Put((*[UsualGather]byte)(s.gather[:UsualGather]))
	}
	s.gather, s.most = nil, 0
}

// Write accepts p. If it fails it returns how many bytes of p were accepted; Lost tells of bytes accepted before.
func (s *Sink) Write(p []byte) (int, error) {
	if err := s.clear(len(p)); err != nil {
		return 0, err
	}
	if len(p) < cap(s.gather)-len(s.gather) {
		s.gather = append(s.gather, p...)
		return len(p), nil
	}
	return s.writeFull(p)
}

// clear sees that n bytes can be gathered, or that nothing is: it takes more memory as long as it may, and then passes on
// what is there.
func (s *Sink) clear(n int) error {
	if n >= cap(s.gather)-len(s.gather) && cap(s.gather) < s.most {
		s.gather = append(s.larger(), s.gather...)
	}
	if n < cap(s.gather)-len(s.gather) {
		return nil
	}
	return s.Pass()
}

// larger returns empty memory of the capacity that is the most.
func (s *Sink) larger() []byte {
	if s.shares() {
		return usualGathers.Get().(*[UsualGather]byte)[:0]
	}
	return make([]byte, 0, s.most)
}

// blockSize is how many bytes Room has room for at least, if so many are asked for.
const blockSize = 256 << 10

// Room returns memory for the next bytes to write, which Fill then accepts: n bytes, or fewer but at least blockSize.
// Gathered bytes that are in the way are passed on.
func (s *Sink) Room(n int) ([]byte, error) {
	if err := s.clear(n); err != nil {
		return nil, err
	}
	start := len(s.gather)
	s.direct = n >= cap(s.gather)-start
	switch {
	case !s.direct:
		return s.gather[start : start+n], nil
	case cap(s.gather) >= blockSize:
		return s.gather[:min(n, cap(s.gather))], nil
	}
	if n = min(n, blockSize); n > len(s.block) {
		s.block = make([]byte, n)
	}
	return s.block[:n], nil
}

// Fill accepts the beginning of what Room returned, as Write does.
func (s *Sink) Fill(room []byte) (int, error) {
	if s.direct {
		return s.writeFull(room)
	}
	s.gather = s.gather[:len(s.gather)+len(room)]
	return len(room), nil
}

// Pass writes the gathered bytes to the stream. Those that it does not take are lost.
func (s *Sink) Pass() error {
	if len(s.gather) == 0 {
		return nil
	}
	n, err := s.writeFull(s.gather)
	s.lost += int64(len(s.gather) - n)
	s.gather = s.gather[:0]
	return err
}

// writeFull writes all of p, also to a stream that takes less than it is given without an error.
func (s *Sink) writeFull(p []byte) (int, error) {
	if len(p) == 0 {
		return s.w.Write(p)
	}
	n := 0
	for n < len(p) {
		got, err := s.w.Write(p[n:])
		if got < 0 || got > len(p)-n {
			return n, errors.New("the stream took an impossible number of bytes")
		}
		n += got
		if err != nil {
			return n, err
		}
		if got == 0 {
			return n, io.ErrShortWrite
		}
	}
	return n, nil
}

// Lost returns how many accepted bytes could not be passed on, and forgets them.
func (s *Sink) Lost() int64 {
	lost := s.lost
	s.lost = 0
	return lost
}

// Tell returns the position in the stream, or ErrUnseekable.
func (s *Sink) Tell() (int64, error) {
	if s.seeker == nil {
		return 0, ErrUnseekable
	}
	position, err := seek(s.seeker, 0, io.SeekCurrent)
	return position + int64(len(s.gather)), err
}

// SeekTo passes on the gathered bytes and moves to a position that Tell returned.
func (s *Sink) SeekTo(position int64) error {
	if s.seeker == nil {
		return ErrUnseekable
	}
	if err := s.Pass(); err != nil {
		return err
	}
	_, err := s.seeker.Seek(position, io.SeekStart)
	return err
}

// Flush passes on the gathered bytes, and lets the stream flush if it has a method Flush() error.
func (s *Sink) Flush() error {
	if err := s.Pass(); err != nil {
		return err
	}
	if f, ok := s.w.(interface{ Flush() error }); ok {
		return f.Flush()
	}
	return nil
}

// Sync flushes, and lets the stream reach the disk if it has a method Sync() error, as files have.
func (s *Sink) Sync() error {
	if err := s.Flush(); err != nil {
		return err
	}
	if f, ok := s.w.(interface{ Sync() error }); ok {
		return f.Sync()
	}
	return nil
}
