package wave

import (
	"fmt"
	"math"

	"mmservices/internal/riff"
)

// This file holds maps: the sample data of a file as memory.

// A MapMode says what may be done with a map.
type MapMode int

// Modes. Their numbers stay as they are: other languages know them, too.
const (
	MapReadOnly    MapMode = 1 // a write to the memory is a fault
	MapCopyOnWrite MapMode = 2 // what is written stays in the memory
	MapReadWrite   MapMode = 3 // what is written reaches the file, for which it must be open for writing
)

// A mapping is a map that is in place.
type mapping struct {
	mode MapMode
	data []byte // the sample data
	view view   // of the pages around it; zero if there is no data
}

// Map returns the sample data as memory, in the encoding of the file and without a copy: DataBytes() bytes, or as many
// of them as the file still has. They are valid until Unmap or Close; there is one map of a Reader at a time, else Map
// returns ErrMapped. Reading goes on beside it.
//
// If the file is made shorter, an access to the memory behind its new end is a fault, which ends a Go program that does
// not use debug.SetPanicOnFault. The Reader itself never touches the memory.
//
// Map returns ErrUnmappable if the stream is no regular file, and ErrReadOnly for MapReadWrite if the file was not
// opened for writing; ReaderOptions.Writable has Open do that.
func (r *Reader) Map(mode MapMode) ([]byte, error) {
	if err := r.checkOpen(); err != nil {
		return nil, err
	}
	if mode < MapReadOnly || mode > MapReadWrite {
		return nil, &Error{Offset: -1, Value: int64(mode), Err: ErrArgument}
	}
	if r.mapping != nil {
		return nil, &Error{Offset: -1, Err: ErrMapped}
	}
	m := &mapping{mode: mode, data: []byte{}}
	var mapErr error
	if err := r.src.Control(func(fd uintptr) { mapErr = m.open(fd, r.DataOffset(), r.size) }); err != nil {
		if err == riff.ErrNoFile {
			err = ErrUnmappable
		}
		return nil, &Error{Offset: -1, Err: err}
	}
	if mapErr != nil {
		return nil, &Error{Chunk: idData, Offset: r.dataChunk.Offset, Err: mapErr}
	}
	r.mapping = m
	return m.data, nil
}

// open maps size bytes of a file from offset on, or as many as there are. A map begins with a whole page.
func (m *mapping) open(fd uintptr, offset, size int64) error {
	present, err := mappableSize(fd)
	if err != nil {
		return err
	}
	size = min(size, present-offset)
	if size <= 0 {
		return nil
	}
	before := offset % mapGranularity()
	if size > math.MaxInt-before {
		return fmt.Errorf("%w into the address space: %d bytes", ErrUnmappable, size)
	}
	v, err := mapView(fd, offset-before, int(before+size), m.mode)
	if err != nil {
		return err
	}
	m.view, m.data = v, v.memory[before:before+size:before+size]
	return nil
}

// Mapped returns what Map returned, or nil if nothing is mapped.
func (r *Reader) Mapped() []byte {
	if r.mapping == nil {
		return nil
	}
	return r.mapping.data
}

// SyncMap sees that the file has what was written to a map of MapReadWrite, and that the next read comes from there.
// For other modes it has nothing to do. It returns ErrNotMapped if there is no map.
func (r *Reader) SyncMap() error {
	if err := r.checkMapped(); err != nil {
		return err
	}
	if r.mapping.mode != MapReadWrite || len(r.mapping.data) == 0 {
		return nil
	}
	if err := r.mapping.view.sync(); err != nil {
		return &Error{Chunk: idData, Offset: r.dataChunk.Offset, Err: err}
	}
	return r.forgetReadAhead()
}

// Unmap ends the use of the memory that Map returned. It returns ErrNotMapped if there is none.
func (r *Reader) Unmap() error {
	if err := r.checkMapped(); err != nil {
		return err
	}
	written := r.mapping.mode == MapReadWrite
	if err := r.unmap(); err != nil || !written {
		return err
	}
	return r.forgetReadAhead()
}

func (r *Reader) unmap() error {
	m := r.mapping
	r.mapping = nil
	if len(m.data) == 0 {
		return nil
	}
	if err := m.view.close(); err != nil {
		return &Error{Chunk: idData, Offset: r.dataChunk.Offset, Err: err}
	}
	return nil
}

// forgetReadAhead lets the next read see what was written to the file through a map.
func (r *Reader) forgetReadAhead() error {
	if err := r.src.Forget(); err != nil {
		return r.streamError(err)
	}
	return nil
}

func (r *Reader) checkMapped() error {
	if err := r.checkOpen(); err != nil {
		return err
	}
	if r.mapping == nil {
		return &Error{Offset: -1, Err: ErrNotMapped}
	}
	return nil
}
