package wave

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"time"

	"mmservices/internal/riff"
)

// This file holds Writer.

// WriterOptions tell how to write. The zero value is for a length that is not known yet.
type WriterOptions struct {
	// Frames is the number of frames to declare in the first header. 0 declares as many as the first write brings.
	Frames int64
	// Gather is how many bytes to pass on to the stream at a time; 0 passes on each write as it is.
	Gather int

	// Container is the kind of file to write.
	Container Container
	// Plain writes the bytes that Python's wave module writes: ContainerAuto reserves no room, so that it cannot pass
	// 4 GiB, the format is EXTENSIBLE only if its tag says so, and a stream that cannot seek gets Frames declared, be
	// they right or not.
	Plain bool
	// MaxRIFF is the size from which a file of ContainerAuto becomes RF64, and one of ContainerRIFF and ContainerRIFX
	// cannot grow on: 0 means 4294967295, the most that the size field holds.
	MaxRIFF int64
	// CheckpointBytes and CheckpointEvery correct the header whenever so many bytes were written, or so much time has
	// passed at a write, since the last time; 0 means never. A file that is cut off later opens with what was written
	// by then.
	CheckpointBytes int64
	CheckpointEvery time.Duration
}

// A Writer writes a WAV file. It may be used by one goroutine at a time.
//
// What is written is counted at once, by FramesWritten and BytesWritten, and need not be in the file yet: a Writer that
// gathers passes bytes on when it has enough of them, and with Flush, UpdateHeader if that has to correct the header,
// and Close. A failure comes with the call that meets it, which may be a later one than that which brought the bytes;
// what is lost by it is not counted any more, and Close returns it again.
//
// The header is written before the first sample data, or by UpdateHeader, Flush or Close if these come first. Close
// corrects it if it declares another length than was written, for which the stream must be able to seek.
//
// A write that the stream takes only in part, as on a full disk, is the last one: from then on the Writer returns the
// same error, and Close completes the file with what the stream took.
type Writer struct {
	format   Format
	fmtChunk []byte // payload of the fmt chunk
	fact     bool   // whether there is a fact chunk
	declared int64  // bytes of sample data that the header declares, or is to declare if not 0

	sink     *riff.Sink
	closer   io.Closer // the file that is closed with the Writer, or nil
	started  bool      // whether the header was written
	seekable bool      // whether the marks were found
	marks    struct{ riff, fact, data int64 }
	bytes    int64 // of sample data written
	frames   int64 // written, summed up call by call
	failure  error // a write that was taken in part
	closed   bool

	conversions conversions
	planes      planes
}

// Create creates the file of that name, or empties it if it is there. opts may be nil; its Gather does not count
// here. The file is not touched if the format cannot be written. Close closes it.
func Create(name string, format Format, opts *WriterOptions) (*Writer, error) {
	w, err := newWriter(format, opts)
	if err != nil {
		return nil, err
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	w.take(f)
	return w, nil
}

// NewFileWriter returns a Writer to the current position of f, which belongs to the Writer from then on: Close closes
// it, and so does NewFileWriter if it fails. opts may be nil; its Gather does not count here.
func NewFileWriter(f *os.File, format Format, opts *WriterOptions) (*Writer, error) {
	w, err := newWriter(format, opts)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	w.take(f)
	return w, nil
}

// take makes a file the Writer's own.
func (w *Writer) take(f *os.File) { w.sink, w.closer = riff.NewSink(f, riff.UsualGather), f }

// NewWriter returns a Writer to the current position of w. opts may be nil. Nothing is written yet. If w is an
// io.Seeker that can seek, the header can be corrected; a Seek method that returns ErrUnseekable counts as none. If w
// has a method Flush() error, Flush and Close call it. Close does not close w.
//
// It returns ErrBadFormat if the format cannot be written and ErrTooLarge if opts.Frames is too many.
func NewWriter(w io.Writer, format Format, opts *WriterOptions) (*Writer, error) {
	writer, err := newWriter(format, opts)
	if err != nil {
		return nil, err
	}
	size := 0
	if opts != nil {
		size = opts.Gather
	}
	writer.sink = riff.NewSink(w, size)
	return writer, nil
}

// newWriter returns a Writer that has no stream yet.
func newWriter(format Format, opts *WriterOptions) (*Writer, error) {
	format, encoding, err := format.settle(opts != nil && opts.Plain)
	if err != nil {
		return nil, err
	}
	w := &Writer{format: format, fmtChunk: format.appendFmt(nil), fact: encoding.fact}
	if opts == nil {
		return w, nil
	}
	if opts.Frames < 0 {
		return nil, &Error{Offset: -1, Value: opts.Frames, Err: ErrArgument}
	}
	if opts.Frames > w.maxBytes()/int64(format.BlockAlign) {
		return nil, &Error{Offset: -1, Value: opts.Frames, Err: ErrTooLarge}
	}
	w.declared = opts.Frames * int64(format.BlockAlign)
	return w, nil
}

// headerSize returns the bytes from the container's size field to the sample data.
func (w *Writer) headerSize() int64 {
	size := int64(4 + 8 + len(w.fmtChunk) + 8)
	if w.fact {
		size += 12
	}
	return size
}

// maxBytes returns how many bytes of sample data a RIFF file can hold with this header and a pad byte.
func (w *Writer) maxBytes() int64 { return math.MaxUint32 - w.headerSize() - 1 }

// riffSize returns the size of the container that holds so many bytes of sample data, with the byte that pads an odd
// number of them.
func (w *Writer) riffSize(data int64) uint32 { return uint32(w.headerSize() + data + data&1) }

// factFrames returns what the fact chunk says of so many bytes of sample data.
func (w *Writer) factFrames(data int64) uint32 { return uint32(data / int64(w.format.BlockAlign)) }

// WriteBytes appends raw bytes of sample data. They need not be whole frames; FramesWritten counts the whole frames of
// each call. It returns how many bytes the stream took, and ErrTooLarge, with nothing written, if the file would pass
// 4 GiB.
func (w *Writer) WriteBytes(p []byte) (int, error) {
	if err := w.begin(int64(len(p))); err != nil {
		return 0, err
	}
	n, err := w.sink.Write(p)
	w.bytes += int64(n)
	w.frames += int64(n) / int64(w.format.BlockAlign)
	if err != nil {
		return n, w.failed(err, n > 0)
	}
	return n, nil
}

// begin sees that size bytes of sample data can be written, and writes the header before the first.
func (w *Writer) begin(size int64) error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if w.failure != nil {
		return w.failure
	}
	if size > w.maxBytes()-w.bytes {
		return &Error{Chunk: idData, Offset: w.DataOffset() - 8, Value: w.bytes + size, Err: ErrTooLarge}
	}
	if w.started {
		return nil
	}
	if w.declared == 0 {
		w.declared = size - size%int64(w.format.BlockAlign)
	}
	return w.writeHeader()
}

// failed wraps what the stream returned. If bytes that were accepted did not reach it, or only some of a write did,
// the failure stays.
func (w *Writer) failed(err error, partial bool) error {
	if lost := w.sink.Lost(); lost > 0 && w.started {
		w.bytes = max(0, w.bytes-lost)
		w.frames = min(w.frames, w.bytes/int64(w.format.BlockAlign))
		partial = true
	}
	if w.started {
		err = &Error{Chunk: idData, Offset: w.DataOffset() + w.bytes, Err: err}
	} else {
		err = &Error{Offset: -1, Err: err}
	}
	if partial {
		w.failure = err
	}
	return err
}

// writeHeader writes everything up to the sample data. It notes where the sizes stand, to come back to them.
func (w *Writer) writeHeader() error {
	h := headerWriter{w: w}
	h.write([]byte("RIFF"))
	w.marks.riff = h.mark()

	b := binary.LittleEndian.AppendUint32(nil, w.riffSize(w.declared))
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(w.fmtChunk)))
	h.write(append(b, w.fmtChunk...))
	if w.fact {
		h.write(idFact[:])
		h.writeUint32(4)
		w.marks.fact = h.mark()
		h.writeUint32(w.factFrames(w.declared))
	}
	h.write(idData[:])
	w.marks.data = h.mark()
	h.writeUint32(uint32(w.declared))
	w.seekable = h.err == nil && !h.unseekable
	if h.err != nil {
		return w.failed(h.err, h.written > 0)
	}
	w.started = true
	return nil
}

// headerWriter writes the pieces of a header until one fails.
type headerWriter struct {
	w          *Writer
	written    int
	unseekable bool
	err        error
}

func (h *headerWriter) write(p []byte) {
	if h.err == nil {
		var n int
		n, h.err = h.w.sink.Write(p)
		h.written += n
	}
}

func (h *headerWriter) writeUint32(v uint32) {
	h.write(binary.LittleEndian.AppendUint32(nil, v))
}

// mark returns the position in the stream. A stream that cannot tell it once is not asked again.
func (h *headerWriter) mark() int64 {
	if h.err != nil || h.unseekable {
		return 0
	}
	position, err := h.w.sink.Tell()
	if errors.Is(err, ErrUnseekable) {
		h.unseekable = true
		return 0
	}
	h.err = err
	return position
}

// UpdateHeader writes the header if that was not done yet, and corrects it if it does not tell what was written so
// far. It returns ErrUnseekable, as it is or as the stream wraps it, if it would have to go back in a stream that
// cannot.
func (w *Writer) UpdateHeader() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if !w.started {
		if w.failure != nil {
			return w.failure
		}
		return w.writeHeader()
	}
	if w.declared == w.bytes {
		return nil
	}
	return w.patch()
}

// patch goes back to the sizes, corrects them, and returns to the end.
func (w *Writer) patch() error {
	end, err := w.sink.Tell()
	if err == nil && !w.seekable {
		err = ErrUnseekable
	}
	if err == nil {
		err = w.sink.Pass()
	}
	if err != nil {
		return w.failed(err, false)
	}
	patches := []struct {
		at    int64
		value uint32
	}{{w.marks.riff, w.riffSize(w.bytes)}, {w.marks.fact, w.factFrames(w.bytes)}, {w.marks.data, uint32(w.bytes)}}
	if !w.fact {
		patches = append(patches[:1], patches[2])
	}
	for _, p := range patches {
		if err = w.sink.SeekTo(p.at); err != nil {
			break
		}
		if _, err = w.sink.Write(binary.LittleEndian.AppendUint32(nil, p.value)); err != nil {
			break
		}
	}
	// Go back in any case: the next write must not fall on the header.
	if back := w.sink.SeekTo(end); err == nil {
		err = back
	}
	if err != nil {
		w.sink.Lost() // a part of the header, no sample data
		return w.failed(err, false)
	}
	w.declared = w.bytes
	return nil
}

// Flush passes on everything that is gathered, after the header if that was not written yet. It does not correct the
// header.
func (w *Writer) Flush() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if w.failure != nil {
		return w.failure
	}
	if !w.started {
		if err := w.writeHeader(); err != nil {
			return err
		}
	}
	if err := w.sink.Flush(); err != nil {
		return w.failed(err, false)
	}
	return nil
}

// Close completes the file: the header, the byte that pads an odd length, the corrected sizes. It flushes, and closes
// the file of Create and NewFileWriter. The Writer is closed whatever happens; the error says what is missing.
func (w *Writer) Close() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	err := w.complete()
	return w.release(err)
}

// release ends the use of the stream, and closes the file of Create and NewFileWriter.
func (w *Writer) release(err error) error {
	w.closed = true
	w.sink.Release()
	if w.closer != nil {
		err = errors.Join(err, w.closer.Close())
	}
	return err
}

func (w *Writer) complete() error {
	first := w.failure
	note := func(err error) {
		if first == nil {
			first = err
		}
	}
	if !w.started {
		if first != nil {
			return first
		}
		if err := w.writeHeader(); err != nil {
			return err
		}
	}
	if err := w.sink.Pass(); err != nil {
		note(w.failed(err, false))
	}
	var cut int64 // bytes of a frame that was cut: it counts no more
	if first != nil {
		cut = w.bytes % int64(w.format.BlockAlign)
		w.bytes -= cut
	}
	if w.bytes&1 == 1 && cut == 0 { // else the first byte of the cut frame pads
		if err := w.writePad(); err != nil {
			note(w.failed(err, false))
		}
	}
	if w.declared != w.bytes {
		note(w.patch())
	}
	if err := w.sink.Flush(); err != nil {
		note(w.failed(err, false))
	}
	return first
}

// writePad writes the byte that pads an odd length.
func (w *Writer) writePad() error {
	_, err := w.sink.Write([]byte{0})
	if err == nil {
		err = w.sink.Pass()
	}
	if err != nil {
		w.sink.Lost() // no sample data
	}
	return err
}

// Abandon closes the Writer without completing the file: no pad byte, no corrected header. What was gathered is
// passed on, and the file of Create and NewFileWriter is closed.
func (w *Writer) Abandon() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	return w.release(w.sink.Pass())
}

func (w *Writer) checkOpen() error {
	if w.closed {
		return ErrClosed
	}
	return nil
}

// Format returns the format, with all fields filled in.
func (w *Writer) Format() Format { return w.format }

// Channels returns the number of channels, which Format tells, too.
func (w *Writer) Channels() int { return w.format.Channels }

// FramesWritten returns how many frames were written.
func (w *Writer) FramesWritten() int64 { return w.frames }

// BytesWritten returns how many bytes of sample data were written.
func (w *Writer) BytesWritten() int64 { return w.bytes }

// FramesDeclared returns how many frames the header declares, or will declare.
func (w *Writer) FramesDeclared() int64 { return w.declared / int64(w.format.BlockAlign) }

// Seekable reports whether the header can be corrected. It is not known before the header was written, and then
// false.
func (w *Writer) Seekable() bool { return w.seekable }

// DataOffset returns where the first frame lies, in bytes from the start of the stream.
func (w *Writer) DataOffset() int64 {
	container := max(0, w.marks.riff-4) // 0 if the stream cannot tell
	return container + 8 + w.headerSize()
}
