package riff

import "math"

// This file holds how each container writes its chunks: ids, sizes and pad bytes.

// A GUID is the id of a chunk of Wave64, in the byte order of the file.
type GUID [16]byte

// The GUIDs of Wave64 are made of four letters and one of two tails (Sony Pictures Digital: Wave64 file format, 2003).
var (
	firstTail = [12]byte{0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1}
	usualTail = [12]byte{0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A}
)

// renamed are the ids that Wave64 writes with other letters, or with the first tail.
var renamed = map[ID]GUID{
	{'r', 'i', 'f', 'f'}: join(ID{'r', 'i', 'f', 'f'}, firstTail),
	{'L', 'I', 'S', 'T'}: join(ID{'l', 'i', 's', 't'}, firstTail),
	{'W', 'A', 'V', 'E'}: join(ID{'w', 'a', 'v', 'e'}, usualTail),
	idJunk:               join(ID{'j', 'u', 'n', 'k'}, usualTail),
}

func join(id ID, tail [12]byte) (g GUID) {
	copy(g[:], id[:])
	copy(g[4:], tail[:])
	return g
}

// GUID returns what Wave64 calls a chunk of this id.
func (id ID) GUID() GUID {
	if g, ok := renamed[id]; ok {
		return g
	}
	return join(id, usualTail)
}

// A Payload is a chunk to write. A GUID that is not zero names it instead of the ID, in Wave64.
type Payload struct {
	ID   ID
	GUID GUID
	Data []byte
}

// chunkHeader returns the bytes of the id and the size of a chunk.
func (c *containerInfo) chunkHeader() int64 {
	if c.guids {
		return 24
	}
	return 8
}

// counted returns how many bytes before a payload its size field counts.
func (c *containerInfo) counted() int64 {
	if c.guids {
		return c.chunkHeader()
	}
	return 0
}

// pad returns how many bytes pad a payload.
func (c *containerInfo) pad(size int64) int64 { return -size & (c.align - 1) }

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
	g := id.GUID()
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
	return info.chunkHeader() + payload + info.pad(payload)
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
