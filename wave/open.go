package wave

import (
	"errors"
	"io"
	"slices"

	"mmservices/internal/riff"
)

// This file holds the opening of a WAV file: the walk to its fmt and data chunks.

// opening is the state of a Reader while it looks for the chunks that it needs.
type opening struct {
	*Reader
	chunk    riff.Chunk // the current one
	haveFmt  bool
	haveData bool
}

func (o *opening) open() error {
	container, err := riff.Open(o.src)
	if err != nil {
		return o.containerError(container, err)
	}
	if container.Form != idWave {
		return &Error{Offset: container.FormOffset(), Err: ErrNotWave}
	}
	o.container = container
	if !o.src.Seekable() {
		o.list = &chunkList{}
	}
	if err := o.checkLeading(); err != nil {
		return err
	}
	for !o.haveFmt || !o.haveData {
		if err := o.keepRest(container); err != nil {
			return err
		}
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
	if err := o.takeFact(); err != nil {
		return err
	}
	if err := o.settleSize(); err != nil {
		return err
	}
	if err := o.findFact(); err != nil {
		return err
	}
	return o.examineAll()
}

// checkLeading notes a tag before the container.
func (o *opening) checkLeading() error {
	tag := o.container.Tag
	if tag == 0 {
		return nil
	}
	return o.note(Diagnostic{
		Repair: RepairLeading, Offset: o.container.Offset - tag, Declared: tag, Used: tag,
	})
}

// take deals with the chunk that the walk has come to.
func (o *opening) take() error {
	chunk := o.chunk
	if err := o.checkHeader(chunk); err != nil {
		return err
	}
	if !o.src.Seekable() {
		if err := o.addChunk(chunk); err != nil {
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
	case chunk.ID == idData:
		return o.repair(Diagnostic{Repair: RepairSecondData})
	case chunk.ID == idFact && o.fact.start == 0:
		o.fact.start, o.fact.size = chunk.Start(), chunk.Size
	}
	if left := o.src.Size() - chunk.Start(); o.src.Size() >= 0 && chunk.Size > left {
		return o.repair(Diagnostic{Repair: RepairChunkSize, Declared: chunk.Size, Used: left})
	}
	return nil
}

func (o *opening) takeFmt() error {
	format := &o.format
	if err := format.read(o.payload(), o.container.Order(), o.chunk.Size, o.repair); err != nil {
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
	o.haveFmt, o.fmtOffset = true, o.chunk.Offset
	o.undecodable = format.undecodable(o.chunk.Offset)
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

// takeFact reads the fact chunk before the audio if the format needs it, and goes to the audio.
func (o *opening) takeFact() error {
	if o.format.SampleBytes == 0 {
		payload, err := o.factPayload()
		if err != nil {
			return err
		}
		o.fact.set(o.container, payload)
		o.fact.read, o.fact.counts = payload != nil, true
	}
	if o.chunk == o.dataChunk {
		return nil
	}
	// The fmt chunk stands behind the data: go back.
	if err := o.container.Return(o.dataChunk); err != nil {
		return o.streamError(err)
	}
	return nil
}

// findFact looks for a fact chunk behind the audio where frames are packed in blocks and there is none before it. A stream
// that cannot seek comes to it too late.
func (o *opening) findFact() error {
	if o.format.BlockFrames == 0 || o.fact.known || !o.src.Seekable() {
		return nil
	}
	if _, err := o.Chunks(); err != nil {
		return err
	}
	if _, known := o.FactFrames(); !known {
		return nil
	}
	return o.checkFrames(o.size)
}

// repair notes a diagnostic about the current chunk, or returns an error if the options refuse it.
func (o *opening) repair(d Diagnostic) error {
	d.Chunk, d.Offset = o.chunk.ID, o.chunk.Offset
	return o.note(d)
}

// mostDiagnostics is how many are kept.
const mostDiagnostics = 1024

// note adds a diagnostic, or returns an error if the options refuse it. What was found before is not added again.
func (r *Reader) note(d Diagnostic) error {
	if r.options.Refuse&d.Repair == 0 {
		if len(r.diagnostics) < mostDiagnostics && !slices.Contains(r.diagnostics, d) {
			r.diagnostics = append(r.diagnostics, d)
		}
		return nil
	}
	if err := refusals[d.Repair]; err != nil {
		return &Error{Chunk: d.Chunk, Offset: d.Offset, Err: err}
	}
	return &Error{Chunk: d.Chunk, Offset: d.Offset, Value: int64(d.Repair), Err: &refusedError{d}}
}

// noteIf is note for what depends on the size of the stream. It may have been noted before, with other numbers or
// wrongly, when that was not known.
func (r *Reader) noteIf(wrong bool, d Diagnostic) error {
	i := slices.IndexFunc(r.diagnostics, func(noted Diagnostic) bool {
		return noted.Repair == d.Repair && noted.Offset == d.Offset
	})
	switch {
	case i < 0 && wrong:
		return r.note(d)
	case i >= 0 && wrong:
		r.diagnostics[i] = d
	case i >= 0:
		r.diagnostics = slices.Delete(r.diagnostics, i, i+1)
	}
	return nil
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

func (o *opening) containerError(container *riff.Reader, err error) error {
	offset := o.src.Offset()
	switch {
	case err == io.EOF:
		err = ErrTruncated
	case errors.Is(err, riff.ErrNotRIFF):
		err = ErrNotRIFF
		offset = container.Offset
	case errors.Is(err, riff.ErrNoForm):
		err = ErrNotWave
	default:
		return o.streamError(err)
	}
	return &Error{Offset: offset, Err: err}
}
