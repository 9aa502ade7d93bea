package main

// This file exports the functions for writing WAV files.

/*
#include "shim.h"
*/
import "C"

import (
	"errors"
	"math"
	"os"
	"time"
	"unsafe"

	"mmservices/wave"
)

// A writer is the object behind a mms_wave_writer.
type writer struct {
	*wave.Writer
	memory *wave.Buffer // of a writer to memory
	raises bool         // whether writing may raise a signal
}

// holding runs fn, which may write to the file.
func (w *writer) holding(fn func() error) error {
	if w.raises {
		return holdSignals(fn)
	}
	return fn()
}

func writerOptions(given *C.mms_wave_write_options) (*wave.WriterOptions, error) {
	var o C.mms_wave_write_options
	if given != nil {
		if !copyIn(unsafe.Pointer(&o), unsafe.Pointer(given), unsafe.Sizeof(o), unsafe.Offsetof(o.frames)) {
			return nil, errStructSize
		}
		if o.flags&^C.MMS_WAVE_WRITE_PLAIN != 0 {
			return nil, errReserved
		}
		if o.frames < 0 || o.checkpoint_bytes > math.MaxInt64 || o.max_riff_size > math.MaxInt64 ||
			o.max_metadata > math.MaxInt64 {
			return nil, errRange
		}
	}
	return &wave.WriterOptions{
		Frames:          int64(o.frames),
		Plain:           o.flags&C.MMS_WAVE_WRITE_PLAIN != 0,
		Container:       wave.Container(min(o.container, math.MaxInt32)),
		MaxRIFF:         int64(o.max_riff_size),
		MaxMetadata:     int64(o.max_metadata),
		CheckpointBytes: int64(o.checkpoint_bytes),
		CheckpointEvery: time.Duration(o.checkpoint_ms) * time.Millisecond,
	}, nil
}

// createWriter is what all the ways to create have in common: create makes the writer, and its token goes to out.
func createWriter(format *C.mms_wave_format, options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error,
	create func(wave.Format, *wave.WriterOptions) (*writer, error),
) C.mms_status {
	return addWriter(options, out, cerr, func(o *wave.WriterOptions) (*writer, error) {
		f, err := formatFrom(format)
		if err != nil {
			return nil, err
		}
		return create(f, o)
	})
}

// addWriter makes a handle of the writer that made returns.
func addWriter(options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error,
	made func(*wave.WriterOptions) (*writer, error),
) C.mms_status {
	return call(cerr, (*handleResult)(out), func() error {
		o, err := writerOptions(options)
		if err != nil {
			return err
		}
		w, err := made(o)
		if err != nil {
			return err
		}
		tok, err := handles.add(kindWriter, w)
		if err != nil {
			return errors.Join(err, w.Abandon())
		}
		*out = C.uintptr_t(tok)
		return nil
	})
}

//export mmsgo_wave_writer_create
func mmsgo_wave_writer_create(path *C.char, format *C.mms_wave_format, options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return createWriter(format, options, out, cerr, func(f wave.Format, o *wave.WriterOptions) (*writer, error) {
		name, err := textFrom(path)
		if err != nil {
			return nil, err
		}
		w, err := wave.Create(name, f, o)
		return &writer{Writer: w, raises: mayRaise(os.Stat(name))}, err
	})
}

//export mmsgo_wave_writer_create_fd
func mmsgo_wave_writer_create_fd(fd C.int32_t, format *C.mms_wave_format, options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return createWriter(format, options, out, cerr, func(f wave.Format, o *wave.WriterOptions) (*writer, error) {
		file, err := duplicate(int(fd))
		if err != nil {
			return nil, err
		}
		raises := mayRaise(file.Stat())
		w, err := wave.NewFileWriter(file, f, o)
		return &writer{Writer: w, raises: raises}, err
	})
}

//export mmsgo_wave_writer_create_io
func mmsgo_wave_writer_create_io(given *C.mms_io, format *C.mms_wave_format, options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	var stream *hostStream
	status := createWriter(format, options, out, cerr, func(f wave.Format, o *wave.WriterOptions) (*writer, error) {
		var err error
		if stream, err = newHostStream(given); err != nil {
			return nil, err
		}
		if stream.io.write == nil {
			return nil, errNull
		}
		w, err := wave.NewWriter(stream, f, o)
		return &writer{Writer: w}, err
	})
	if status == C.MMS_OK {
		stream.handle = token(*out)
	}
	return status
}

//export mmsgo_wave_writer_open
func mmsgo_wave_writer_open(path *C.char, options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return addWriter(options, out, cerr, func(o *wave.WriterOptions) (*writer, error) {
		name, err := textFrom(path)
		if err != nil {
			return nil, err
		}
		w, err := wave.OpenWriter(name, o)
		return &writer{Writer: w, raises: mayRaise(os.Stat(name))}, err
	})
}

//export mmsgo_wave_writer_create_memory
func mmsgo_wave_writer_create_memory(format *C.mms_wave_format, options *C.mms_wave_write_options, out *C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return createWriter(format, options, out, cerr, func(f wave.Format, o *wave.WriterOptions) (*writer, error) {
		buffer := &wave.Buffer{}
		w, err := wave.NewWriter(memoryStream{buffer}, f, o)
		return &writer{Writer: w, memory: buffer}, err
	})
}

// withWriter runs fn with the writer of a handle.
func withWriter(handle C.uintptr_t, cerr *C.mms_error, fn func(*writer) error) C.mms_status {
	return call(cerr, nil, func() error {
		return with(token(handle), kindWriter, func(w *writer) error { return w.holding(func() error { return fn(w) }) })
	})
}

//export mmsgo_wave_writer_write_bytes
func mmsgo_wave_writer_write_bytes(handle C.uintptr_t, data unsafe.Pointer, size C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error {
		p, err := bytesFrom(data, size)
		if err != nil {
			return err
		}
		_, err = w.WriteBytes(p)
		return err
	})
}

//export mmsgo_wave_writer_seek
func mmsgo_wave_writer_seek(handle C.uintptr_t, frame C.int64_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error { return w.SeekFrame(int64(frame)) })
}

//export mmsgo_wave_writer_set_metadata
func mmsgo_wave_writer_set_metadata(handle, metadata C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error {
		return with(token(metadata), kindMetadata, func(m *wave.Metadata) error { return w.SetMetadata(m.Clone()) })
	})
}

//export mmsgo_wave_writer_checkpoint
func mmsgo_wave_writer_checkpoint(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error { return w.Checkpoint() })
}

//export mmsgo_wave_writer_sync
func mmsgo_wave_writer_sync(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error { return w.Sync() })
}

//export mmsgo_wave_writer_update_header
func mmsgo_wave_writer_update_header(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error { return w.UpdateHeader() })
}

//export mmsgo_wave_writer_flush
func mmsgo_wave_writer_flush(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return withWriter(handle, cerr, func(w *writer) error { return w.Flush() })
}

//export mmsgo_wave_writer_tell
func mmsgo_wave_writer_tell(handle C.uintptr_t, out *C.int64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindWriter, func(w *writer) error {
			*out = C.int64_t(w.FramesWritten())
			return nil
		})
	})
}

//export mmsgo_wave_writer_info
func mmsgo_wave_writer_info(handle C.uintptr_t, out *C.mms_wave_info, cerr *C.mms_error) C.mms_status {
	return call(cerr, out, func() error {
		return with(token(handle), kindWriter, func(w *writer) error {
			info := formatInfo(w.Format())
			info.container = C.uint32_t(w.Container())
			if w.Seekable() {
				info.flags |= C.MMS_WAVE_SEEKABLE
			}
			info.frames = C.int64_t(w.FramesWritten())
			info.frames_declared = C.int64_t(w.FramesDeclared())
			info.data_offset = C.int64_t(w.DataOffset())
			info.data_bytes = C.int64_t(w.BytesWritten())
			return fill(out, info)
		})
	})
}

//export mmsgo_wave_writer_contents
func mmsgo_wave_writer_contents(handle C.uintptr_t, buffer unsafe.Pointer, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, size, func() error {
		return with(token(handle), kindWriter, func(w *writer) error {
			if w.memory == nil {
				return errNotMemory
			}
			if err := w.Checkpoint(); err != nil {
				return err
			}
			return putBytes(w.memory.Bytes(), buffer, capacity, size)
		})
	})
}

//export mmsgo_wave_writer_close
func mmsgo_wave_writer_close(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return closeWriter(handle, cerr, (*wave.Writer).Close)
}

//export mmsgo_wave_writer_abandon
func mmsgo_wave_writer_abandon(handle C.uintptr_t, cerr *C.mms_error) C.mms_status {
	return closeWriter(handle, cerr, (*wave.Writer).Abandon)
}

func closeWriter(handle C.uintptr_t, cerr *C.mms_error, end func(*wave.Writer) error) C.mms_status {
	return call(cerr, nil, func() error {
		return closeWith(token(handle), kindWriter, func(w *writer) error {
			return w.holding(func() error { return end(w.Writer) })
		})
	})
}
