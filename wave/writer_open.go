package wave

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"time"

	"mmservices/internal/riff"
)

// This file holds Writers to files that are there: to append frames, or to change some.

// OpenWriter opens the WAV file of that name, of whichever container, to append to it: the Writer stands behind the
// last frame, and SeekFrame moves it to change frames in place. The chunks before the audio stay where they are. Those
// behind it are kept in memory, since what is appended is written over them, and Close and checkpoints write them again
// behind the new end. These put sizes right, too, that are wrong in the file. A file that is in order, and that nothing
// is written to, stays as it is to the byte.
//
// opts may be nil. Of a RIFF file, Container may be ContainerRIFF, so that it does not become RF64; any other must be
// that of the file. Frames, Gather and Plain do not count.
//
// It returns what Open returns for a file that cannot be understood; ErrBadFormat if its format cannot be written;
// ErrNoUpdate if frames cannot be appended to what there is: to a block that is not full, or without room for sizes; and
// ErrTooMuchMetadata if there is more beside the audio than MaxMetadata allows.
func OpenWriter(name string, opts *WriterOptions) (*Writer, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return NewFileUpdater(f, opts)
}

// NewFileUpdater does what OpenWriter does with the WAV file that begins at the current position of f, which must be
// open for reading and writing, and reaches to its end. f belongs to the Writer from then on: Close closes it, and so
// does NewFileUpdater if it fails.
func NewFileUpdater(f *os.File, opts *WriterOptions) (*Writer, error) {
	u := updating{f: f}
	err := u.open(opts)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return u.w, nil
}

// updating is the state of a Writer while it learns what a file has.
type updating struct {
	f      *os.File
	w      *Writer
	r      *Reader
	size   int64 // of the file
	chunks []ChunkInfo
	data   ChunkInfo
	places riff.Places
}

func (u *updating) open(opts *WriterOptions) error {
	w := &Writer{sink: riff.NewSink(u.f, riff.UsualGather), file: u.f, whole: true, now: time.Now, ended: -1}
	u.w = w
	if opts != nil {
		w.options = *opts
	}
	w.options.Plain = false
	if err := w.options.check(); err != nil {
		return err
	}
	if _, err := w.sink.Tell(); err != nil {
		return &Error{Offset: -1, Err: err}
	}
	var err error
	if u.r, err = NewReader(u.f, &ReaderOptions{ReadAhead: readAhead, MaxMetadata: w.options.MaxMetadata}); err != nil {
		return err
	}
	info, err := u.f.Stat()
	if err != nil {
		return err
	}
	u.size = info.Size()
	if u.chunks, err = u.r.Chunks(); err != nil {
		return err
	}
	if err := u.settle(); err != nil {
		return err
	}
	if err := u.take(); err != nil {
		return err
	}
	return u.compare()
}

// settle takes over the format and the container, if frames of the one can be added to the other.
func (u *updating) settle() error {
	w, r := u.w, u.r
	w.format = r.Format()
	if w.format.Encoding() == EncodingUnknown { // settle would make PCM of a tag or sub-format that is 0
		return badFormat("format tag 0x%04X, sub-format %v", w.format.Tag, w.format.SubFormat)
	}
	_, encoding, err := w.format.settle(true)
	if err != nil {
		return err
	}
	w.fact = encoding.fact
	container, want := r.Container(), w.options.Container
	if want != ContainerAuto && want != container {
		return &Error{Offset: -1, Value: int64(want), Err: ErrArgument}
	}
	w.options.Container = container
	if err := u.find(); err != nil {
		return err
	}
	w.header = riff.OpenHeader(container, u.places, want == ContainerAuto, w.options.MaxRIFF)
	if container.Needs64() && u.places.Room == 0 {
		return &Error{Chunk: idDS64, Offset: -1, Err: ErrNoUpdate}
	}
	w.bytes, w.frames = r.DataBytes(), r.Frames()
	w.position = w.bytesOf(w.frames)
	if w.format.BlockFrames > 0 && (w.position != w.bytes || w.frames != w.framesIn(w.bytes) || u.places.Fact == 0) {
		return &Error{Chunk: idData, Offset: u.data.Offset, Value: w.frames, Err: ErrNoUpdate}
	}
	w.floor = w.bytes
	return nil
}

// find finds the places of the numbers in the header.
func (u *updating) find() error {
	c := u.w.options.Container
	if len(u.chunks) == 0 {
		return &Error{Offset: -1, Err: ErrNoData}
	}
	first := u.chunks[0].Offset
	u.w.start = first - c.First()
	haveFmt := false
	for i, chunk := range u.chunks {
		from := chunk.Offset - u.w.start
		payload := chunk.Start - u.w.start
		switch {
		case chunk.ID == idData && chunk.Start == u.r.DataOffset():
			u.data, u.places.Data = chunk, from
		case chunk.AfterData:
		case chunk.ID == idFmt:
			haveFmt = true
		case u.isRoom(chunk):
			u.places.Room, u.places.RoomSize = from, chunk.Size
			if chunk.ID == idDS64 {
				ds64, err := u.r.ReadChunk(i)
				if err != nil {
					return err
				}
				lines := binary.LittleEndian.Uint32(ds64[riff.DS64Size-4:])
				if riff.DS64Size+12*int64(lines) <= chunk.Size {
					u.places.Table = lines
				}
			}
		case chunk.ID == idFact && u.places.Fact == 0 && chunk.Size >= c.NumberSize():
			u.places.Fact = payload
		}
	}
	if !haveFmt { // what stands behind the audio is written over
		return &Error{Chunk: idFmt, Offset: -1, Err: ErrNoUpdate}
	}
	return nil
}

// isRoom reports whether a chunk is a ds64 chunk, or the one in its place that becomes one.
func (u *updating) isRoom(chunk ChunkInfo) bool {
	first := chunk.Offset-u.w.start == u.w.options.Container.First()
	return u.places.Room == 0 && chunk.Size >= riff.DS64Size && chunk.GUID == GUID{} &&
		(chunk.ID == idDS64 || chunk.ID == idJunk && first)
}

// take takes over the chunks, and what stands behind the last.
func (u *updating) take() error {
	w := u.w
	w.started, w.seekable, w.saved = true, true, w.clock()
	end := u.data.Start + w.bytes
	left := metadataLimit(w.options.MaxMetadata)
	for i, info := range u.chunks {
		structural := !info.isMetadata() || info.Offset-w.start == u.places.Room
		if info == u.data || structural && !info.AfterData {
			continue
		}
		if left -= info.Size; left < 0 {
			return &Error{Chunk: info.ID, Offset: info.Offset, Value: info.Size, Err: ErrTooMuchMetadata}
		}
		chunk := Chunk{ID: info.ID, AfterData: info.AfterData}
		if chunk.ID == (ChunkID{}) {
			chunk.GUID = info.GUID
		}
		if structural {
			chunk.Data = make([]byte, info.Size)
			if _, err := u.f.ReadAt(chunk.Data, info.Start); err != nil {
				return &Error{Chunk: info.ID, Offset: info.Offset, Err: err}
			}
			w.kept = append(w.kept, chunk)
		} else {
			var err error
			if chunk.Data, err = u.r.ReadChunk(i); err != nil {
				return err
			}
			w.metadata = append(w.metadata, chunk)
		}
		if info.AfterData {
			end = info.Start + info.Size
		}
	}
	w.setMetadata(w.metadata)
	end += w.options.Container.Pad(end - w.start)
	if size := u.size - end; size > 0 {
		if size > left {
			return &Error{Offset: end, Value: size, Err: ErrTooMuchMetadata}
		}
		w.trailer = make([]byte, size)
		if _, err := u.f.ReadAt(w.trailer, end); err != nil {
			return &Error{Offset: end, Err: err}
		}
	}
	return nil
}

// compare finds out what of the file is as it is to be already.
func (u *updating) compare() error {
	w := u.w
	w.reach = u.size
	e := w.ending()
	same, err := u.endsWith(e.bytes)
	if err != nil {
		return err
	}
	if same {
		w.ended = w.bytes
	}
	w.told = w.sizes(w.bytes, e.behind)
	for _, field := range w.header.Fields(w.told) {
		place := w.start + field.Offset
		w.places = append(w.places, place)
		there := make([]byte, len(field.Bytes))
		if _, err := u.f.ReadAt(there, place); err != nil {
			return &Error{Offset: place, Err: err}
		}
		w.torn = w.torn || !bytes.Equal(there, field.Bytes)
	}
	if w.torn {
		w.told.Frames = u.r.FramesDeclared()
	}
	return w.comeBack()
}

// endsWith reports whether the file has these bytes behind the audio, and nothing else.
func (u *updating) endsWith(ending []byte) (bool, error) {
	offset := u.w.endOffset()
	if u.size-offset != int64(len(ending)) {
		return false, nil
	}
	there := make([]byte, min(len(ending), pieceSize))
	for len(ending) > 0 {
		n := min(len(ending), len(there))
		if _, err := u.f.ReadAt(there[:n], offset); err != nil {
			return false, &Error{Offset: offset, Err: err}
		}
		if !bytes.Equal(there[:n], ending[:n]) {
			return false, nil
		}
		ending, offset = ending[n:], offset+int64(n)
	}
	return true, nil
}

// SeekFrame moves to a frame, from 0 to FramesWritten(), the end: the next write changes the frames from there on, and
// appends once it is past the end. It returns ErrPosition for others, ErrUnseekable if the stream cannot seek, and
// ErrNoUpdate, but at the end, if frames share a block.
func (w *Writer) SeekFrame(frame int64) error {
	if err := w.checkOpen(); err != nil {
		return err
	}
	switch {
	case w.failure != nil:
		return w.failure
	case frame < 0 || frame > w.frames:
		return &Error{Offset: -1, Value: frame, Err: ErrPosition}
	case w.format.BlockFrames > 0 && frame != w.frames:
		return &Error{Offset: -1, Value: frame, Err: ErrNoUpdate}
	case w.format.BlockFrames > 0 || !w.started: // it stands there
		return nil
	case !w.seekable:
		return &Error{Offset: -1, Err: ErrUnseekable}
	}
	position := w.bytesOf(frame)
	if err := w.find(); err != nil {
		return err
	}
	if err := w.moveTo(w.DataOffset() + position); err != nil {
		return err
	}
	w.position, w.floor = position, w.bytes
	return nil
}
