package riff

import "math"

// This file holds how each container writes its chunks: ids, sizes and pad bytes.

// A Payload is a chunk to write. A GUID that is not zero names it instead of the ID, in Wave64.
type Payload struct {
	ID   ID
	GUID GUID
	Data []byte
}

// counted returns how many bytes before a payload its size field counts.
func (c *containerInfo) counted() int64 {
	if c.guids {
		return c.headerSize()
	}
	return 0
}

// appendNumber appends a number that has as many bits as the sizes of the container. One that does not fit is written
// as the largest.
func (c *containerInfo) appendNumber(b []byte, v uint64) []byte {
	if c.guids {
		return c.order.AppendUint64(b, v)
	}
	return c.order.AppendUint32(b, uint32(min(v, math.MaxUint32)))
}

// unknown is the number for a size that is not known: the largest, which Wave64 takes for signed.
func (c *containerInfo) unknown() uint64 {
	if c.guids {
		return math.MaxInt64
	}
	return math.MaxUint64
}

// appendID appends the id of a chunk, as the container writes it.
func (c *containerInfo) appendID(b []byte, id ID) []byte {
	if !c.guids {
		return append(b, id[:]...)
	}
	g := WaveGUID(id)
	return append(b, g[:]...)
}

// appendChunk appends a chunk and its pad bytes.
func (c *containerInfo) appendChunk(b []byte, p Payload) []byte {
	if p.GUID != (GUID{}) {
		b = append(b, p.GUID[:]...)
	} else {
		b = c.appendID(b, p.ID)
	}
	size := int64(len(p.Data))
	b = c.appendNumber(b, uint64(c.counted()+size))
	b = append(b, p.Data...)
	return append(b, make([]byte, c.pad(size))...)
}

// ChunkSize returns how many bytes a chunk takes, pad bytes included, with so many bytes of payload.
func (c Container) ChunkSize(payload int64) int64 {
	info := c.info()
	return info.headerSize() + payload + info.pad(payload)
}

// AppendChunk appends a chunk and its pad bytes to b.
func (c Container) AppendChunk(b []byte, p Payload) []byte { return c.info().appendChunk(b, p) }

// HasGUIDs reports whether chunks are named by GUIDs.
func (c Container) HasGUIDs() bool { return c.info().guids }

// MaxChunk returns the most bytes of payload that a chunk beside the audio can have.
func (c Container) MaxChunk() int64 {
	if c.info().guids {
		return math.MaxInt64
	}
	return math.MaxUint32 - 1 // the largest number stands for a size that is elsewhere
}

// Pad returns how many bytes pad a payload.
func (c Container) Pad(payload int64) int64 { return c.info().pad(payload) }
