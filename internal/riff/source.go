package riff

import (
	"errors"
	"io"
)

// This file holds Source, the byte stream under a Reader: exact reads, seeks and skips with the position known.

// skipSize is how many bytes are read at a time to skip them in a stream that cannot seek.
const skipSize = 8192

// A Source reads a stream. It takes no byte from it that was not asked for, unless it may read ahead.
type Source struct {
	r      io.Reader
	seeker io.Seeker // nil if the stream cannot seek
	owned  io.Closer // the file that is closed with the source, or nil
	offset int64     // of the next byte: in the stream if it can seek, else from where reading began
	size   int64     // bytes of the stream, or -1

	readAhead  int      // bytes to read at a time, once the stream is known to seek
	located    bool     // whether that is known
	buffer     []byte   // or nil
	next, fill int      // buffer[next:fill] was read from r, and is next; buffer[:next] lies right before it
	failure    error    // what r returned along with the bytes in buffer
	tail       *tail    // what r is while a payload of unknown size is read, or nil
	scratch    [24]byte // for headers: what a stream is given to fill would else be allocated each time
}

// NewSource returns a source that reads from r, and seeks if r is an io.Seeker that can. If r has a method
// Size() int64, as bytes.Reader has, that is believed, where a negative size means: not known, and not to be probed
// for. The size of other streams is found by seeking.
func NewSource(r io.Reader) *Source {
	return &Source{r: r, seeker: seekerOf(r), size: -1}
}

// ReadAhead lets the source read n bytes at a time. Streams that cannot seek are read exactly all the same.
func (s *Source) ReadAhead(n int) { s.readAhead = n }

// locate asks the stream for its position. Before that the source does not know whether it can seek. It returns an
// error only if the stream fails in another way than by being unable to seek.
func (s *Source) locate() error {
	if s.seeker == nil || s.located {
		return nil
	}
	position, err := seek(s.seeker, 0, io.SeekCurrent)
	if errors.Is(err, ErrUnseekable) || err == nil && position < s.offset {
		// Some devices and pipes accept each seek and tell that they stand at 0.
		s.seeker = nil
		return nil
	}
	if err != nil {
		return err
	}
	s.offset = position
	if err := s.measure(); err != nil {
		return err
	}
	s.located = s.Seekable()
	return nil
}

// measure finds the size of a stream that can seek.
func (s *Source) measure() error {
	if sized, ok := s.r.(interface{ Size() int64 }); ok {
		s.size = min(max(sized.Size(), -1), largest)
		return nil
	}
	size, err := seek(s.seeker, 0, io.SeekEnd)
	if err != nil {
		if errors.Is(err, ErrUnseekable) {
			s.seeker = nil
			return nil
		}
		return err
	}
	if _, err := s.seeker.Seek(s.offset, io.SeekStart); err != nil {
		return err
	}
	s.size = size
	return nil
}

// Seekable reports whether SeekTo works.
func (s *Source) Seekable() bool { return s.seeker != nil }

// Offset returns the offset of the next byte.
func (s *Source) Offset() int64 { return s.offset }

// Size returns the size of the stream in bytes, or -1 if it is not known.
func (s *Source) Size() int64 { return s.size }

// ReadFull fills p. It returns how many bytes it read, and io.EOF if the stream ended before p was full.
func (s *Source) ReadFull(p []byte) (int, error) {
	n := 0
	for empty := 0; n < len(p); {
		got, err := s.read(p[n:])
		n += got
		s.offset += int64(got)
		if err != nil && n < len(p) {
			return n, err
		}
		if got > 0 {
			empty = 0
		} else if empty++; empty == emptyReads {
			return n, io.ErrNoProgress
		}
	}
	return n, nil
}

var errImpossible = errors.New("the stream returned an impossible number of bytes")

// emptyReads is how many reads in a row may bring nothing.
const emptyReads = 100

func (s *Source) read(p []byte) (int, error) {
	if s.next == s.fill {
		s.next, s.fill = 0, 0
		if err := s.takeFailure(); err != nil {
			return 0, err
		}
		ahead := s.ahead()
		if len(p) >= ahead {
			return s.readStream(p)
		}
		s.makeRoom(ahead)
		n, err := s.readStream(s.buffer[:ahead])
		if n == 0 {
			return 0, err
		}
		s.fill, s.failure = n, err
	}
	n := copy(p, s.buffer[s.next:s.fill])
	s.next += n
	return n, nil
}

// ahead returns how many bytes may be read from where the stream stands, whoever asks for fewer: 0 in a stream that is
// to be read exactly. What lies behind the size of a stream is not read ahead.
func (s *Source) ahead() int {
	if !s.located {
		return 0
	}
	if s.size < 0 {
		return s.readAhead
	}
	left := s.size - s.offset - int64(s.fill-s.next)
	return int(min(int64(s.readAhead), max(0, left)))
}

// takeFailure returns what the stream returned along with the bytes that came last, and forgets it.
func (s *Source) takeFailure() error {
	err := s.failure
	s.failure = nil
	return err
}

func (s *Source) readStream(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if n < 0 || n > len(p) {
		return 0, errImpossible
	}
	return n, err
}

// SeekTo moves to an offset. If that fails the offset stays what it was.
func (s *Source) SeekTo(offset int64) error {
	if s.seeker == nil {
		return ErrUnseekable
	}
	back := s.offset - int64(s.next)
	if s.readAhead > 0 && s.fill > 0 && back <= offset && offset <= back+int64(s.fill) {
		s.next = int(offset - back)
		s.offset = offset
		return nil
	}
	return s.moveTo(offset)
}

// moveTo moves the stream itself. What was read ahead is forgotten.
func (s *Source) moveTo(offset int64) error {
	if _, err := s.seeker.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	s.next, s.fill, s.failure = 0, 0, nil
	s.offset = offset
	return nil
}

// ReadAt fills p with the bytes from an offset on, and stays where it is: what was read ahead is used, and kept. It
// returns how many bytes it read, and io.EOF if the stream ended before p was full.
func (s *Source) ReadAt(p []byte, offset int64) (n int, err error) {
	if s.seeker == nil {
		return 0, ErrUnseekable
	}
	back := s.offset - int64(s.next)
	if s.readAhead > 0 && back <= offset && offset+int64(len(p)) <= back+int64(s.fill) {
		return copy(p, s.buffer[offset-back:]), nil
	}
	if _, err := s.seeker.Seek(offset, io.SeekStart); err != nil {
		return 0, err
	}
	defer func() {
		if _, failed := s.seeker.Seek(back+int64(s.fill), io.SeekStart); failed != nil {
			err = failed
		}
	}()
	for empty := 0; n < len(p); {
		got, err := s.readStream(p[n:])
		n += got
		if err != nil && n < len(p) {
			return n, err
		}
		if got > 0 {
			empty = 0
		} else if empty++; empty == emptyReads {
			return n, io.ErrNoProgress
		}
	}
	return n, nil
}

// Forget has the next read come from the stream, which may have changed since it was read ahead.
func (s *Source) Forget() error {
	if s.next == s.fill {
		s.next, s.fill = 0, 0
		return nil
	}
	return s.moveTo(s.offset)
}

// SkipTo moves forward to an offset: by seeking, or by reading where that is not possible. It returns io.EOF if the
// stream ends before.
func (s *Source) SkipTo(offset int64) error {
	if s.seeker != nil {
		if err := s.SeekTo(offset); !errors.Is(err, ErrUnseekable) {
			return err
		}
	}
	skipped := make([]byte, min(skipSize, max(0, offset-s.offset)))
	for s.offset < offset {
		if _, err := s.ReadFull(skipped[:min(skipSize, offset-s.offset)]); err != nil {
			return err
		}
	}
	return nil
}

// ToEnd reads to the end of the stream, and returns where that is.
func (s *Source) ToEnd() (int64, error) {
	skipped := make([]byte, skipSize)
	for {
		if _, err := s.ReadFull(skipped); err == io.EOF {
			return s.offset, nil
		} else if err != nil {
			return 0, err
		}
	}
}

// Close ends the use of the source, and closes its file if it owns one. Its buffer will serve others.
func (s *Source) Close() error {
	s.returnBuffer(s.buffer)
	s.buffer, s.next, s.fill = nil, 0, 0
	if s.owned == nil {
		return nil
	}
	return s.owned.Close()
}
