package wave

import (
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
	// Frames is the number of frames to declare in the first header. 0 declares as many as the first write brings or,
	// to a stream that cannot seek, that the length is not known.
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
	// MaxMetadata is the most bytes beside the audio to keep of a file that is opened; 0 means 256 MiB. It counts for
	// OpenWriter and NewFileUpdater alone.
	MaxMetadata int64
}

// A Writer writes a WAV file. It may be used by one goroutine at a time.
//
// What is written is counted at once, by FramesWritten and BytesWritten, and need not be in the file yet: a Writer that
// gathers passes bytes on when it has enough of them, and with Flush, UpdateHeader if that has to correct the header,
// Checkpoint, Sync and Close. A failure comes with the call that meets it, which may be a later one than that which
// brought the bytes; what is lost by it is not counted any more, and Close returns it again.
//
// The header is written before the first sample data, or by UpdateHeader, Checkpoint, Flush or Close if these come
// first. Close corrects it if it declares another length than was written, for which the stream must be able to seek.
// To a stream that cannot, a header is written that says that the length is not known, unless WriterOptions.Frames
// tells it.
//
// A write that the stream takes only in part, as on a full disk, is the last one: from then on the Writer returns the
// same error, and Close completes the file with what the stream took.
type Writer struct {
	format  Format
	fact    bool // whether there is a fact chunk
	options WriterOptions

	header *riff.Header
	told   riff.Sizes // what the header tells, or is to tell at first
	torn   bool       // whether a correction of the header failed

	metadata   []Chunk // beside the audio
	kept       []Chunk // behind the audio of a file that was opened, and no metadata: a second data chunk, say
	behind     []Chunk // all chunks behind the audio
	behindSize int64   // bytes that they take
	trailer    []byte  // behind the last chunk of a file that was opened

	sink     *riff.Sink
	file     *os.File // that is closed with the Writer, or nil
	whole    bool     // whether all of it is the WAV file, to its end
	started  bool     // whether the header was written
	seekable bool     // whether it can be corrected
	start    int64    // of the container in the stream, 0 if the stream cannot tell
	places   []int64  // of the fields of the header in the stream

	position int64      // in the sample data, of the next byte to write
	bytes    int64      // of sample data
	frames   int64      // of these, summed up call by call
	floor    int64      // bytes of sample data that were in the stream when the position was last moved
	ended    int64      // the bytes behind which the ending stands in the stream, or -1
	held     riff.Sizes // what the stream held with the last ending: a last block that is written again stays till then
	reach    int64      // the end of the endings that were written, in the stream
	astray   bool       // whether the stream stands elsewhere, since coming back failed
	failure  error      // a write that was taken in part
	closed   bool

	unsaved int64 // bytes written since the last checkpoint
	saved   time.Time
	now     func() time.Time

	// last returns the block of the frames that do not fill one yet, or nothing. Encodings that pack frames in blocks
	// set it, and count frames as they come.
	last func() []byte

	raw    bool   // whether raw bytes were written
	packer packer // where frames are packed in blocks

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
	w.whole = true
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
func (w *Writer) take(f *os.File) { w.sink, w.file = riff.NewSink(f, riff.UsualGather), f }

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
	w := &Writer{ended: -1, now: time.Now}
	if opts != nil {
		w.options = *opts
	}
	if err := w.options.check(); err != nil {
		return nil, err
	}
	format, encoding, err := format.settle(w.options.Plain)
	if err != nil {
		return nil, err
	}
	format.BigEndian = w.container() == ContainerRIFX
	w.format, w.fact = format, encoding.fact
	w.header = w.layOut(nil)
	if frames := w.options.Frames; frames > 0 {
		most := w.maxBytes()
		if format.BlockFrames > 0 {
			most = min(most, mostPacked)
		}
		if frames > w.framesIn(most) {
			return nil, &Error{Offset: -1, Value: frames, Err: ErrTooLarge}
		}
		w.told = riff.Sizes{Data: w.bytesOf(frames), Frames: frames}
	}
	return w, nil
}

// check refuses options that make no sense, and fills in the limit.
func (o *WriterOptions) check() error {
	if o.Container != ContainerAuto && o.Container.String() == "unknown" {
		return &Error{Offset: -1, Value: int64(o.Container), Err: ErrArgument}
	}
	for _, v := range []int64{o.Frames, o.MaxRIFF, o.CheckpointBytes, int64(o.CheckpointEvery), o.MaxMetadata} {
		if v < 0 {
			return &Error{Offset: -1, Value: v, Err: ErrArgument}
		}
	}
	if o.MaxRIFF == 0 {
		o.MaxRIFF = riff.MaxSize
	}
	o.MaxRIFF = min(o.MaxRIFF, riff.MaxSize)
	return nil
}

// framesIn returns how many whole frames so many bytes of sample data are.
func (w *Writer) framesIn(bytes int64) int64 {
	blocks, perBlock := bytes/int64(w.format.BlockAlign), int64(max(1, w.format.BlockFrames))
	return min(blocks, math.MaxInt64/perBlock) * perBlock
}

// bytesOf returns how many bytes of sample data so many frames take.
func (w *Writer) bytesOf(frames int64) int64 {
	perBlock := int64(max(1, w.format.BlockFrames))
	return (frames + perBlock - 1) / perBlock * int64(w.format.BlockAlign)
}

// WriteBytes writes raw bytes of sample data at the current position: at the end, unless SeekFrame moved it. They need
// not be whole frames; FramesWritten counts the whole frames of each call. It returns how many bytes the stream took,
// and ErrTooLarge, with nothing written, if the file would pass 4 GiB and cannot.
//
// Where frames are packed in blocks, these are whole blocks, and all their frames count; but no more than the Frames of
// the options, if these are given. It returns an error of the class ErrState behind frames that do not fill a block.
func (w *Writer) WriteBytes(p []byte) (int, error) {
	if w.packer.frames > 0 && !w.closed {
		return 0, &Error{Offset: -1, Value: int64(w.packer.frames), Err: ErrState}
	}
	if err := w.begin(int64(len(p)), w.framesIn(int64(len(p)))); err != nil {
		return 0, err
	}
	w.raw = true
	n, err := w.sink.Write(p)
	return n, w.took(int64(n), w.framesIn(int64(n)), err)
}

// begin sees that size bytes of sample data, which are so many frames, can be written, and writes the header before the
// first.
func (w *Writer) begin(size, frames int64) error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	if w.failure != nil {
		return w.failure
	}
	if w.started {
		if err := w.find(); err != nil {
			return err
		}
		return w.checkRoom(size)
	}
	if err := w.checkRoom(size); err != nil {
		return err
	}
	if w.told.Data == 0 {
		w.told.Data, w.told.Frames = size-size%int64(w.format.BlockAlign), frames
	}
	if err := w.writeHeader(true); err != nil {
		return err
	}
	return w.checkRoom(size) // a stream that cannot seek has less
}

// checkRoom returns ErrTooLarge if the file cannot take size more bytes of sample data.
func (w *Writer) checkRoom(size int64) error {
	if size <= w.maxBytes()-w.position {
		return nil
	}
	return &Error{Chunk: idData, Offset: w.start + w.header.Data(), Value: w.position + size, Err: ErrTooLarge}
}

// maxBytes returns how many bytes of sample data the file can hold beside everything else.
func (w *Writer) maxBytes() int64 {
	fixed := w.started && !w.seekable && w.told.Data != riff.Unknown
	return w.header.Most(w.behindSize, fixed, w.told)
}

// took notes that the stream took n bytes of a write of sample data, so many frames, and then failed if err is not nil.
func (w *Writer) took(n, frames int64, err error) error {
	w.count(n, frames)
	if err != nil {
		return w.failed(err, n > 0)
	}
	return w.checkpointIfDue(n)
}

// count counts n bytes of sample data, so many frames, that the stream took.
func (w *Writer) count(n, frames int64) {
	appending := w.position == w.bytes
	w.position += n
	w.bytes = max(w.bytes, w.position)
	if appending {
		w.frames += frames
	} else {
		w.frames = max(w.frames, w.framesIn(w.position))
	}
}

// failed wraps what the stream returned. If bytes that were accepted did not reach it, or only some of a write did,
// the failure stays.
func (w *Writer) failed(err error, partial bool) error {
	if lost := w.sink.Lost(); lost > 0 && w.started {
		w.position = max(0, w.position-lost)
		w.bytes = max(w.floor, w.position)
		w.frames = min(w.frames, w.framesIn(w.bytes))
		partial = true
	}
	if w.started {
		err = &Error{Chunk: idData, Offset: w.DataOffset() + w.position, Err: err}
	} else {
		err = &Error{Offset: -1, Err: err}
	}
	if partial {
		w.failure, w.ended = err, -1
	}
	return err
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
		if err := w.writeHeader(true); err != nil {
			return err
		}
	}
	if err := w.sink.Flush(); err != nil {
		return w.failed(err, false)
	}
	return nil
}

// Close completes the file: the header, the byte that pads an odd length, the chunks behind the audio, the corrected
// sizes. It flushes, and closes the file of Create, NewFileWriter, OpenWriter and NewFileUpdater. The Writer is closed
// whatever happens; the error says what is missing.
func (w *Writer) Close() error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	err := w.complete()
	return w.release(err)
}

// release ends the use of the stream, and closes the file that is the Writer's own.
func (w *Writer) release(err error) error {
	w.closed = true
	w.sink.Release()
	if w.file != nil {
		err = errors.Join(err, w.file.Close())
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
		if err := w.writeHeader(false); err != nil {
			return err
		}
	}
	note(w.find())
	if err := w.sink.Pass(); err != nil {
		note(w.failed(err, false))
	}
	if first != nil {
		w.bytes -= w.bytes % int64(w.format.BlockAlign) // a frame that was cut counts no more
		if w.failure != nil && w.held.Data > w.bytes {  // the last block stays as it was
			w.bytes, w.frames = w.held.Data, w.held.Frames
		}
	}
	note(w.finish())
	if first == nil && w.packer.frames > 0 {
		w.bytes += int64(w.format.BlockAlign) // the last block is written now
	}
	if err := w.sink.Flush(); err != nil {
		note(w.failed(err, false))
	}
	return first
}

// Abandon closes the Writer without completing the file: no pad byte, no chunks behind the audio, no corrected header.
// What was gathered is passed on, and the file that is the Writer's own is closed.
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

// FramesWritten returns how many frames were written; of a file that was opened, how many there are.
func (w *Writer) FramesWritten() int64 { return w.frames }

// BytesWritten returns how many bytes of sample data were written; of a file that was opened, how many there are.
func (w *Writer) BytesWritten() int64 { return w.bytes }

// FramesDeclared returns how many frames the header declares, or will declare; 0 if it says that it does not know.
func (w *Writer) FramesDeclared() int64 { return w.told.Frames }

// Container returns what the header says that the file is. A file of ContainerAuto is ContainerRIFF until the header
// tells that it is larger.
func (w *Writer) Container() Container { return w.header.Container(w.told) }

// Seekable reports whether the header can be corrected. It is not known before the header was written, and then
// false.
func (w *Writer) Seekable() bool { return w.seekable }

// DataOffset returns where the first frame lies, in bytes from the start of the stream.
func (w *Writer) DataOffset() int64 { return w.start + w.header.Start() }
