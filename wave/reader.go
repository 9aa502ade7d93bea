package wave

import (
	"errors"
	"io"
	"os"

	"mmservices/internal/riff"
)

// This file holds Reader: what it is opened from, and what it knows.

var (
	idWave = ChunkID{'W', 'A', 'V', 'E'}
	idFmt  = ChunkID{'f', 'm', 't', ' '}
	idFact = ChunkID{'f', 'a', 'c', 't'}
	idData = ChunkID{'d', 'a', 't', 'a'}
)

// ReaderOptions tell how to open. The zero value opens everything that can be made sense of.
type ReaderOptions struct {
	// Refuse is a set of repairs: a file that needs one is not opened.
	Refuse Repair
	// MaxChannels is the most channels to accept; 0 means any number.
	MaxChannels int
	// ReadAhead is how many bytes to read at a time from a stream that can seek; 0 means just those asked for. The
	// position of the stream itself then is undefined until the Reader is closed. Streams that cannot seek are
	// always read exactly.
	ReadAhead int
	// MaxMetadata is the most bytes of metadata to keep in memory at a time; 0 means 256 MiB. Audio is read whatever
	// there is beside it.
	MaxMetadata int64
	// AllFrames has all frames of the last block count where frames are packed in blocks, and not just as many as the fact
	// chunk says.
	AllFrames bool
	// Writable opens the file for reading and writing, as MapReadWrite needs it. It counts for Open alone.
	Writable bool
}

// readAhead is the ReadAhead for files, in bytes: enough that small reads seldom reach the system.
const readAhead = 64 << 10

// headerAhead is the most to read ahead while a file is opened: most headers are much shorter.
const headerAhead = 4 << 10

// A Reader reads a WAV file. It may be used by one goroutine at a time.
type Reader struct {
	options     ReaderOptions
	format      Format
	undecodable error // why there are no samples to be had, or nil
	diagnostics []Diagnostic

	src       *riff.Source
	container *riff.Reader
	fmtOffset int64      // of the fmt chunk; 0 as long as none was met
	dataChunk riff.Chunk // its size is the bytes of sample data by the header
	size      int64      // bytes of sample data that there are; while !known as declared, or beyond all files
	known     bool       // whether size was checked against the bytes
	offset    int64      // in the sample data, of the next byte to read
	pending   error      // what ended the last read, after it had brought some frames
	closed    bool

	list *chunkList // nil until it is asked for, in a stream that can seek
	fact factCount
	once map[ChunkID]int64 // where the first stands of each kind of chunk that should be there once

	conversions *conversions // nil until samples are read: with them a Reader is past what is allocated fast
	planes      planes
	unpacker    unpacker // where frames are packed in blocks
	mapping     *mapping // of the sample data, or nil
}

// Open opens the file of that name. opts may be nil; its ReadAhead does not count here. Close closes the file.
func Open(name string, opts *ReaderOptions) (*Reader, error) {
	src, err := riff.OpenSource(name, opts != nil && opts.Writable)
	if err != nil {
		return nil, err
	}
	return newFileReader(src, opts)
}

// NewFileReader opens the WAV file that begins at the current position of f, which belongs to the Reader from then on:
// Close closes it, and so does NewFileReader if it fails. opts may be nil; its ReadAhead does not count here.
func NewFileReader(f *os.File, opts *ReaderOptions) (*Reader, error) {
	return newFileReader(riff.NewFileSource(f), opts)
}

func newFileReader(src *riff.Source, opts *ReaderOptions) (*Reader, error) {
	var o ReaderOptions
	if opts != nil {
		o = *opts
	}
	o.ReadAhead = readAhead
	return newReader(src, o)
}

// NewReader opens the WAV file that begins at the current position of r. opts may be nil. If r is an io.Seeker that
// can seek, so can the Reader; a Seek method that returns ErrUnseekable counts as none. If r has a method Size()
// int64, its result is taken for the bytes of the stream, and a negative one for "not known"; else the size is found
// by seeking to the end and back. Close does not close r.
//
// Unless opts.ReadAhead is set, r then stands on the first frame, and after each read right behind the last byte
// that was read.
func NewReader(r io.Reader, opts *ReaderOptions) (*Reader, error) {
	var o ReaderOptions
	if opts != nil {
		o = *opts
	}
	return newReader(riff.NewSource(r), o)
}

// newReader opens the WAV file that begins where src stands. It closes src if it fails.
func newReader(src *riff.Source, opts ReaderOptions) (*Reader, error) {
	src.ReadAhead(min(max(0, opts.ReadAhead), headerAhead))
	r := &Reader{src: src, options: opts}
	if err := (&opening{Reader: r}).open(); err != nil {
		if failed := src.Close(); failed != nil {
			err = errors.Join(err, failed)
		}
		return nil, err
	}
	src.ReadAhead(max(0, opts.ReadAhead))
	return r, nil
}

// streamError wraps what the stream returned.
func (r *Reader) streamError(err error) error {
	return &Error{Offset: r.src.Offset(), Err: err}
}

// Format returns the format of the samples.
func (r *Reader) Format() Format { return r.format }

// Channels returns the number of channels, which Format tells, too.
func (r *Reader) Channels() int { return r.format.Channels }

// Container returns the kind of file.
func (r *Reader) Container() Container { return r.container.Container }

// Frames returns how many frames can be read in all. If LengthKnown is false it is what the header declares. Where
// frames are packed in blocks, the last of them may be there to fill its block only: the fact chunk then says how many
// count. Of an encoding that cannot be decoded it is what the fact chunk says, or 0.
func (r *Reader) Frames() int64 {
	if r.known {
		return r.framesIn(r.size)
	}
	return r.FramesDeclared()
}

// FramesDeclared returns how many frames the header declares, true or not.
func (r *Reader) FramesDeclared() int64 { return r.framesIn(r.dataChunk.Size) }

// LengthKnown reports whether Frames was checked against the bytes. It is not for a stream that does not tell its
// size, until the end was met.
func (r *Reader) LengthKnown() bool { return r.known }

// Seekable reports whether SeekFrame works.
func (r *Reader) Seekable() bool { return r.src.Seekable() }

// DataOffset returns where the first frame lies, in bytes from the start of the stream, or of reading if the stream
// cannot seek.
func (r *Reader) DataOffset() int64 { return r.dataChunk.Start() }

// DataBytes returns the bytes of sample data. It is more than Frames() frames if the last one is cut. If LengthKnown is
// false it is what the header declares.
func (r *Reader) DataBytes() int64 {
	if r.known {
		return r.size
	}
	return r.dataChunk.Size
}

// Diagnostics returns what was wrong in the file and put right, in the order in which it was found: the first 1024.
func (r *Reader) Diagnostics() []Diagnostic { return r.diagnostics }

// Close ends the use of the reader and of its map, and closes the file of Open and NewFileReader.
func (r *Reader) Close() error {
	if r.closed {
		return ErrClosed
	}
	r.closed = true
	if r.mapping == nil {
		return r.src.Close()
	}
	return errors.Join(r.unmap(), r.src.Close())
}

// checkOpen returns ErrClosed after Close: a read-ahead must not serve bytes of a closed file.
func (r *Reader) checkOpen() error {
	if r.closed {
		return ErrClosed
	}
	return nil
}
