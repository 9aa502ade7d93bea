package wave

import (
	"io"
	"math"
	"os"
	"slices"

	"mmservices/internal/riff"
)

// This file holds how Copy makes a file of the chunks of another.

// copying is the state of a copy that is not made byte by byte.
type copying struct {
	*survey
	in, out   *os.File
	container Container // to make
	metadata  *Metadata // to replace that of the source, or nil
	limit     int64
	left      int64 // bytes of the source that may still be kept in memory

	room           bool // whether the source has room for a ds64 chunk
	before, behind []part
}

// A part is a chunk beside the audio. If it has bytes in the source, these stand in place of its payload.
type part struct {
	riff.Payload
	from, size int64
}

// turns reports whether numbers and samples get another order of bytes.
func (c *copying) turns() bool { return c.container.Order() != c.survey.container.Order() }

// copy writes the copy.
func (c *copying) copy() error {
	if c.container.String() == "unknown" {
		return &Error{Offset: -1, Value: int64(c.container), Err: ErrArgument}
	}
	if f := c.r.Format(); c.turns() && f.SampleBytes == 0 {
		return &Error{Chunk: idFmt, Offset: c.fmt.Offset, Value: int64(f.Tag), Err: ErrTag}
	}
	if err := c.collect(); err != nil {
		return err
	}
	header, err := c.newHeader()
	if err != nil {
		return err
	}
	if err := c.pass(0, c.start); err != nil {
		return err
	}
	if _, err := c.out.Write(header); err != nil {
		return err
	}
	if err := c.passAudio(); err != nil {
		return err
	}
	for _, p := range c.behind {
		if err := c.passPart(p); err != nil {
			return err
		}
	}
	return c.pass(c.end, c.plan.size-c.end)
}

// collect finds what is to stand beside the audio.
func (c *copying) collect() error {
	if c.fmt == (ChunkInfo{}) { // it was found behind what leads from chunk to chunk
		return &Error{Chunk: idFmt, Offset: -1, Err: ErrBadChunk}
	}
	for i, info := range c.chunks {
		if info == c.data {
			if err := c.addNew(false); err != nil {
				return err
			}
			continue
		}
		if err := c.add(i, info); err != nil {
			return err
		}
	}
	return c.addNew(true)
}

// addNew adds the chunks that replace the metadata of the source, on one side of the audio.
func (c *copying) addNew(after bool) error {
	if c.metadata == nil {
		return nil
	}
	m, err := c.metadata.inOrder(c.container.Order() == ContainerRIFX.Order())
	if err != nil {
		return err
	}
	for i := range m.Chunks {
		if chunk := m.Chunks[i]; chunk.AfterData == after {
			if err := checkChunk(c.container, &chunk); err != nil {
				return err
			}
			c.addPart(part{Payload: chunk.payload()}, after)
		}
	}
	return nil
}

func (c *copying) addPart(p part, after bool) {
	if after {
		c.behind = append(c.behind, p)
	} else {
		c.before = append(c.before, p)
	}
}

// add adds a chunk of the source.
func (c *copying) add(i int, info ChunkInfo) error {
	bad := &Error{Chunk: info.ID, Offset: info.Offset, Value: info.Size, Err: ErrBadChunk}
	switch {
	case info.ID == idDS64:
		c.room = true
		return nil
	case info.isMetadata() && c.metadata != nil:
		c.room = c.room || info.ID == idJunk && info.Offset-c.start == c.places.Room && info.Size == riff.DS64Size
		return nil
	case info.ID == idData && (c.turns() || info.Size > c.container.MaxChunk()):
		return bad
	case info.ID == idData:
		c.addPart(part{riff.Payload{ID: idData}, info.Start, info.Size}, true)
		return nil
	}
	if c.left -= info.Size; c.left < 0 {
		return &Error{Chunk: info.ID, Offset: info.Offset, Value: info.Size, Err: ErrTooMuchMetadata}
	}
	payload, err := c.r.ReadChunk(i)
	if err != nil {
		return err
	}
	chunk := Chunk{ID: info.ID, Data: payload, AfterData: info.AfterData}
	if chunk.ID == (ChunkID{}) {
		chunk.GUID = info.GUID
	}
	switch {
	case info.ID == idFmt:
		err = c.turnFmt(&chunk, bad)
	case info.ID == idFact:
		chunk.Data = c.fact(payload)
	case c.r.isRoom(info, payload):
		c.room = true
		return nil
	default:
		if c.turns() {
			err = chunk.turn(c.survey.container.Order(), c.container.Order())
		}
		if err == nil {
			err = checkChunk(c.container, &chunk)
		}
	}
	c.addPart(part{Payload: chunk.payload()}, info.AfterData)
	return err
}

// formatLayout is that of a fmt chunk. The sub-format of EXTENSIBLE begins with numbers.
var formatLayout = layout{head: []int{2, 2, 4, 4, 2, 2, 2, 2, 4, 4, 2, 2}}

// turnFmt turns the numbers of a fmt chunk around if need be. It fails with bad if it is not known where it has some.
func (c *copying) turnFmt(chunk *Chunk, bad error) error {
	if !c.turns() {
		return nil
	}
	from := c.survey.container.Order()
	if len(chunk.Data) > 18 && from.Uint16(chunk.Data) != TagExtensible {
		return bad
	}
	formatLayout.turn(chunk.Data, from)
	return nil
}

// fact returns the payload of the fact chunk: the number of frames has as many bits as a size has in the container.
func (c *copying) fact(payload []byte) []byte {
	from, to := c.survey.container, c.container
	size := int64(4)
	if from.HasGUIDs() && len(payload) >= 8 {
		size = 8
	}
	if len(payload) < 4 {
		return payload
	}
	var frames uint64
	if size == 8 {
		frames = from.Order().Uint64(payload)
	} else {
		frames = uint64(from.Order().Uint32(payload))
	}
	if frames == math.MaxUint32 && from.Needs64() {
		frames = uint64(c.frames())
	}
	rest := payload[size:]
	if to.HasGUIDs() {
		return append(to.Order().AppendUint64(nil, frames), rest...)
	}
	return append(to.Order().AppendUint32(nil, uint32(min(frames, math.MaxUint32))), rest...)
}

// newHeader returns what stands before the audio.
func (c *copying) newHeader() ([]byte, error) {
	h := riff.NewHeader(c.container, idWave, c.room, c.limit)
	for _, p := range c.before {
		h.Add(p.Payload)
	}
	h.AddData(idData)
	sizes := riff.Sizes{Data: c.data.Size, Frames: c.frames()}
	for _, p := range c.behind {
		sizes.Behind += c.container.ChunkSize(p.size + int64(len(p.Data)))
	}
	if h.Most(sizes.Behind, false, sizes) < sizes.Data {
		return nil, &Error{Chunk: idData, Offset: c.data.Offset, Value: sizes.Data, Err: ErrTooLarge}
	}
	return h.Bytes(sizes), nil
}

// passPart writes a chunk.
func (c *copying) passPart(p part) error {
	if p.size == 0 {
		_, err := c.out.Write(c.container.AppendChunk(nil, p.Payload))
		return err
	}
	if _, err := c.out.Write(headerOf(c.container, p.ID, GUID(p.GUID), p.size)); err != nil {
		return err
	}
	if err := c.pass(p.from, p.size); err != nil {
		return err
	}
	return c.pad(p.size)
}

func (c *copying) pad(size int64) error {
	_, err := c.out.Write(make([]byte, c.container.Pad(size)))
	return err
}

// pass copies bytes of the source as they are, which the system does by itself.
func (c *copying) pass(from, size int64) error {
	if size <= 0 {
		return nil
	}
	if _, err := c.in.Seek(from, io.SeekStart); err != nil {
		return err
	}
	_, err := io.CopyN(c.out, c.in, size)
	return err
}

// swapSize is how many bytes of audio are turned around at a time.
const swapSize = 256 << 10

// passAudio copies the audio, and what pads it.
func (c *copying) passAudio() error {
	sample := c.r.Format().SampleBytes
	if !c.turns() || sample == 1 {
		if err := c.pass(c.data.Start, c.data.Size); err != nil {
			return err
		}
		return c.pad(c.data.Size)
	}
	piece := make([]byte, swapSize-swapSize%sample)
	for done := int64(0); done < c.data.Size; done += int64(len(piece)) {
		piece = piece[:min(int64(len(piece)), c.data.Size-done)]
		if _, err := c.in.ReadAt(piece, c.data.Start+done); err != nil {
			return err
		}
		for at := range slices.Chunk(piece, sample) {
			if len(at) == sample { // the last may be cut
				slices.Reverse(at)
			}
		}
		if _, err := c.out.Write(piece); err != nil {
			return err
		}
	}
	return c.pad(c.data.Size)
}
