package wave

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"

	"mmservices/internal/riff"
)

// This file holds Reader: opening a WAV file.

var (
	idWave = ChunkID{'W', 'A', 'V', 'E'}
	idFmt  = ChunkID{'f', 'm', 't', ' '}
	idFact = ChunkID{'f', 'a', 'c', 't'}
	idData = ChunkID{'d', 'a', 't', 'a'}
)

// unknownSize is the data size that writers declare who do not know it (RFC 2361 has none; ffmpeg and sox write it).
const unknownSize = math.MaxUint32

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
	// Writable opens the file for reading and writing, as MapReadWrite needs it. It counts for Open alone.
	Writable bool
}

// readAhead is the ReadAhead for files, in bytes: enough that small reads seldom reach the system.
const readAhead = 64 << 10

// headerAhead is the most to read ahead while a file is opened: most headers are much shorter.
const headerAhead = 4 << 10

// A Reader reads a WAV file. It may be used by one goroutine at a time.
type Reader struct {
	format      Format
	extension   []byte // of the fmt chunk, where frames are packed in blocks
	undecodable error  // why there are no samples to be had, or nil
	diagnostics []Diagnostic

	src       *riff.Source
	dataChunk riff.Chunk // its size is the bytes of sample data by the header
	size      int64      // bytes of sample data that there are; as declared while !known
	known     bool       // whether size was checked against the bytes
	offset    int64      // in the sample data, of the next byte to read
	pending   error      // what ended the last read, after it had brought some frames
	closed    bool

	conversions conversions
	planes      planes
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
	r := &Reader{src: src}
	if err := (&opening{Reader: r, options: opts}).open(); err != nil {
		if failed := src.Close(); failed != nil {
			err = errors.Join(err, failed)
		}
		return nil, err
	}
	src.ReadAhead(max(0, opts.ReadAhead))
	return r, nil
}

// opening is the state of a Reader while it looks for the chunks that it needs.
type opening struct {
	*Reader
	options   ReaderOptions
	container *riff.Reader
	chunk     riff.Chunk // the current one
	haveFmt   bool
	haveData  bool
}

func (o *opening) open() error {
	container, err := riff.Open(o.src)
	if err != nil {
		return o.containerError(err)
	}
	if container.Form != idWave {
		return &Error{Offset: container.Offset + 8, Err: ErrNotWave}
	}
	o.container = container
	for !o.haveFmt || !o.haveData {
		chunk, err := container.Next()
		if err == io.EOF {
			return o.missing()
		}
		if err != nil {
			return o.streamError(err)
		}
		o.chunk = chunk
		if err := o.take(); err != nil {
			return err
		}
	}
	if o.chunk != o.dataChunk {
		// The fmt chunk stands behind the data: go back.
		if err := o.src.SeekTo(o.dataChunk.Start()); err != nil {
			return o.streamError(err)
		}
	}
	return o.settleSize()
}

// take deals with the chunk that the walk has come to.
func (o *opening) take() error {
	chunk := o.chunk
	if chunk.Unpadded {
		if err := o.repair(Diagnostic{Repair: RepairChunkPad}); err != nil {
			return err
		}
	}
	if !chunk.ID.Printable() {
		if err := o.repair(Diagnostic{Repair: RepairChunkID}); err != nil {
			return err
		}
	}
	switch {
	case chunk.ID == idFmt && o.haveFmt:
		return o.repair(Diagnostic{Repair: RepairFmtRepeated})
	case chunk.ID == idFmt:
		return o.takeFmt()
	case chunk.ID == idData && !o.haveData:
		return o.takeData()
	}
	if left := o.src.Size() - chunk.Start(); o.src.Size() >= 0 && chunk.Size > left {
		return o.repair(Diagnostic{Repair: RepairChunkSize, Declared: chunk.Size, Used: left})
	}
	return nil
}

func (o *opening) takeFmt() error {
	all := o.options.Refuse&RepairFmtSize != 0
	format, extension, err := readFormat(o.container, o.chunk.Size, binary.LittleEndian, all, o.repair)
	if err != nil {
		var e *Error
		if errors.As(err, &e) {
			if e.Offset < 0 {
				e.Offset = o.chunk.Offset
			}
			return e
		}
		return o.streamError(err)
	}
	if limit := o.options.MaxChannels; limit > 0 && format.Channels > limit {
		return &Error{Chunk: idFmt, Offset: o.chunk.Offset, Value: int64(format.Channels), Err: ErrTooManyChannels}
	}
	o.format, o.haveFmt = format, true
	o.extension, o.undecodable = extension, format.undecodable()
	return nil
}

func (o *opening) takeData() error {
	o.dataChunk, o.haveData = o.chunk, true
	if o.haveFmt {
		return nil
	}
	if err := o.repair(Diagnostic{Repair: RepairDataFirst}); err != nil {
		return err
	}
	if !o.src.Seekable() {
		return &Error{Chunk: idData, Offset: o.chunk.Offset, Err: ErrDataFirst}
	}
	return nil
}

// settleSize compares the declared sizes with the bytes that are there.
func (o *opening) settleSize() error {
	o.chunk = o.dataChunk
	declared := o.dataChunk.Size
	o.size = declared
	if o.src.Size() >= 0 {
		o.known = true
		o.size = max(0, min(declared, o.src.Size()-o.dataChunk.Start()))
	}
	if o.size != declared || declared == unknownSize {
		if err := o.repair(Diagnostic{Repair: RepairDataSize, Declared: declared, Used: o.size}); err != nil {
			return err
		}
	}
	if whole := o.size - o.size%int64(o.format.step()); whole != o.size && declared != unknownSize {
		if err := o.repair(Diagnostic{Repair: RepairPartialFrame, Declared: o.size, Used: whole}); err != nil {
			return err
		}
	}
	return o.checkContainer()
}

// checkContainer compares the declared end of the container with the end of the data and of the stream. A pad byte
// at the very end may be missing.
func (o *opening) checkContainer() error {
	dataEnd := o.dataChunk.Start() + o.size
	end := o.container.Offset + 8 + o.container.Size
	size := o.src.Size()
	if end >= dataEnd && (size < 0 || end <= size+1) {
		return nil
	}
	o.chunk = riff.Chunk{ID: riff.RIFF, Offset: o.container.Offset}
	used := dataEnd
	if size >= 0 {
		used = size
	}
	return o.repair(Diagnostic{
		Repair:   RepairRIFFSize,
		Declared: o.container.Size,
		Used:     used - o.container.Offset - 8,
	})
}

// repair notes a diagnostic about the current chunk, or returns an error if the options refuse it.
func (o *opening) repair(d Diagnostic) error {
	d.Chunk, d.Offset = o.chunk.ID, o.chunk.Offset
	if o.options.Refuse&d.Repair == 0 {
		o.diagnostics = append(o.diagnostics, d)
		return nil
	}
	if err := refusals[d.Repair]; err != nil {
		return &Error{Chunk: d.Chunk, Offset: d.Offset, Err: err}
	}
	return &Error{Chunk: d.Chunk, Offset: d.Offset, Value: int64(d.Repair), Err: &refusedError{d}}
}

// refusedError is ErrRefused with the repair that it is about.
type refusedError struct{ diagnostic Diagnostic }

func (e *refusedError) Error() string { return e.diagnostic.text() }
func (e *refusedError) Unwrap() error { return ErrRefused }

func (o *opening) missing() error {
	err := ErrNoFmt
	if o.haveFmt {
		err = ErrNoData
	}
	offset := o.src.Offset()
	if size := o.src.Size(); size >= 0 {
		offset = min(offset, size) // the last chunk may have claimed more
	}
	return &Error{Offset: offset, Err: err}
}

func (o *opening) containerError(err error) error {
	offset := o.src.Offset()
	switch {
	case err == io.EOF:
		err = ErrTruncated
	case errors.Is(err, riff.ErrNotRIFF):
		err = ErrNotRIFF
		offset -= 8
	case errors.Is(err, riff.ErrContainer):
		err = ErrContainer
		offset -= 8
	case errors.Is(err, riff.ErrNoForm):
		err = ErrNotWave
	default:
		return o.streamError(err)
	}
	return &Error{Offset: offset, Err: err}
}

// streamError wraps what the stream returned.
func (r *Reader) streamError(err error) error {
	return &Error{Offset: r.src.Offset(), Err: err}
}

// Format returns the format of the samples.
func (r *Reader) Format() Format { return r.format }

// Channels returns the number of channels, which Format tells, too.
func (r *Reader) Channels() int { return r.format.Channels }

// Frames returns how many frames can be read in all. If LengthKnown is false it is what the header declares.
func (r *Reader) Frames() int64 { return r.format.framesIn(r.size) }

// FramesDeclared returns how many frames the header declares, true or not.
func (r *Reader) FramesDeclared() int64 { return r.format.framesIn(r.dataChunk.Size) }

// LengthKnown reports whether Frames was checked against the bytes. It is not for a stream that does not tell its
// size, until the end was met.
func (r *Reader) LengthKnown() bool { return r.known }

// Seekable reports whether SeekFrame works.
func (r *Reader) Seekable() bool { return r.src.Seekable() }

// DataOffset returns where the first frame lies, in bytes from the start of the stream, or of reading if the stream
// cannot seek.
func (r *Reader) DataOffset() int64 { return r.dataChunk.Start() }

// DataBytes returns the bytes of sample data. It is more than Frames() frames if the last one is cut.
func (r *Reader) DataBytes() int64 { return r.size }

// Diagnostics returns what was wrong in the file and put right, in the order in which it was found.
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
