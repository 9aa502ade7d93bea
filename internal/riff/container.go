package riff

import "encoding/binary"

// This file holds the table of containers: the kinds of files that hold chunks.

// A Container is a kind of file that holds chunks.
type Container int

// Containers. Their numbers stay as they are: other languages know them, too.
const (
	ContainerRIFF   Container = 1 // little-endian, up to 4 GiB (Microsoft and IBM 1991)
	ContainerRIFX   Container = 2 // the same, big-endian
	ContainerRF64   Container = 3 // sizes of 64 bits in a ds64 chunk (EBU Tech 3306)
	ContainerBW64   Container = 4 // the same (ITU-R BS.2088)
	ContainerWave64 Container = 5 // chunks named by GUIDs, sizes of 64 bits (Sony Pictures Digital 2003)
)

// An Order is a byte order of numbers, to read and to write.
type Order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// containerInfo is a row of the table.
type containerInfo struct {
	container Container
	name      string
	id        ID    // that begins the file
	order     Order // of all numbers, samples included
	ds64      bool  // whether a ds64 chunk has the sizes that do not fit into 32 bits
	guids     bool  // whether ids are GUIDs, and sizes have 64 bits and count the header of the chunk
	align     int64 // chunks begin at multiples of it, from the start of the container
}

var containers = []containerInfo{
	{ContainerRIFF, "RIFF", ID{'R', 'I', 'F', 'F'}, binary.LittleEndian, false, false, 2},
	{ContainerRIFX, "RIFX", ID{'R', 'I', 'F', 'X'}, binary.BigEndian, false, false, 2},
	{ContainerRF64, "RF64", ID{'R', 'F', '6', '4'}, binary.LittleEndian, true, false, 2},
	{ContainerBW64, "BW64", ID{'B', 'W', '6', '4'}, binary.LittleEndian, true, false, 2},
	{ContainerWave64, "Wave64", ID{'r', 'i', 'f', 'f'}, binary.LittleEndian, false, true, 8},
}

// String returns the name of the container.
func (c Container) String() string {
	if info := c.info(); info != nil {
		return info.name
	}
	return "unknown"
}

// info returns the row of a container, or nil.
func (c Container) info() *containerInfo {
	for i := range containers {
		if containers[i].container == c {
			return &containers[i]
		}
	}
	return nil
}

// Order returns the byte order of all numbers in the container.
func (c Container) Order() Order { return c.info().order }

// containerOf returns the row of the container that begins with id, or nil.
func containerOf(id ID) *containerInfo {
	for i := range containers {
		if containers[i].id == id {
			return &containers[i]
		}
	}
	return nil
}

// headerSize returns the bytes of a chunk before its payload: id and size.
func (c *containerInfo) headerSize() int64 {
	if c.guids {
		return 24
	}
	return 8
}

// pad returns how many bytes follow a payload of so many bytes, up to the next chunk.
func (c *containerInfo) pad(size int64) int64 { return -(c.headerSize() + size) & (c.align - 1) }

// largest is above all sizes that a file can have: what declares it or more declares nothing. Sums of it and of an
// offset do not overflow.
const largest = 1 << 62

// A header is what stands before the payload of a chunk.
type header struct {
	id    ID   // zero if guid stands for none
	guid  GUID // of Wave64
	size  int64
	short bool // the size does not count the header that it should
}

// parse understands headerSize bytes.
func (c *containerInfo) parse(b []byte) header {
	if !c.guids {
		return header{id: ID(b[:4]), size: int64(c.order.Uint32(b[4:]))}
	}
	h := header{guid: GUID(b[:16])}
	h.id = h.guid.ID()
	size := c.order.Uint64(b[16:])
	h.short = size < uint64(c.headerSize())
	h.size = int64(min(max(size, uint64(c.headerSize()))-uint64(c.headerSize()), largest))
	return h
}
