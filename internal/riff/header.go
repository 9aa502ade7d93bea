package riff

import "math"

// This file holds Header: what stands before the audio of a file that is written, and the numbers in it that change as
// the file grows.

var idJunk = ID{'J', 'U', 'N', 'K'}

// DS64Size is the payload of a ds64 chunk without a table: three sizes of 64 bits and the length of the table.
const DS64Size = 28

// MaxSize is the most that the size field of RIFF and RIFX holds.
const MaxSize = math.MaxUint32

// Unknown is the Data of Sizes where they are not known, and will not be.
const Unknown = -1

// Sizes are what a header tells of the file behind it.
type Sizes struct {
	Data   int64 // bytes of sample data, or Unknown
	Frames int64 // that these are
	Behind int64 // bytes of the chunks behind them
}

// A Field is a number in a header, or several in a row, as it is to be.
type Field struct {
	Offset int64 // from the start of the container
	Bytes  []byte
}

// A Header is laid out once: NewHeader, Add and AddFact for the chunks, AddData; its length then stays. All offsets in
// it count from the start of the container.
type Header struct {
	info  *containerInfo
	grows bool  // whether it becomes RF64 past the limit
	limit int64 // the largest size of the container, while it is told in 32 bits

	bytes []byte // with all that does not change
	cuts  []int  // where each id and number begins that Python's module writes by itself

	room     int64 // offset of the chunk that is JUNK or ds64, or 0
	roomSize int64 // its payload
	table    uint32
	fact     int64 // offset of the number of frames, or 0
	data     int64 // offset of the header of the data chunk
}

// NewHeader begins a header. If the container is ContainerRIFF and has room, it becomes RF64 once its size would pass
// limit; others whose sizes have 32 bits cannot pass it.
func NewHeader(c Container, form ID, room bool, limit int64) *Header {
	info := c.info()
	h := &Header{info: info, grows: room && c == ContainerRIFF, limit: limit}
	h.bytes = info.appendID(nil, info.id)
	h.cut()
	h.bytes = info.appendNumber(h.bytes, 0)
	h.bytes = info.appendID(h.bytes, form)
	if h.grows || info.ds64 {
		h.room, h.roomSize = int64(len(h.bytes)), DS64Size
		h.Add(Payload{ID: idJunk, Data: make([]byte, DS64Size)})
	}
	return h
}

func (h *Header) cut() { h.cuts = append(h.cuts, len(h.bytes)) }

// Add adds a chunk that does not change.
func (h *Header) Add(p Payload) { h.bytes = h.info.appendChunk(h.bytes, p) }

// AddFact adds the chunk that tells the frames.
func (h *Header) AddFact(id ID) {
	h.cut()
	h.bytes = h.info.appendID(h.bytes, id)
	h.cut()
	size := len(h.info.appendNumber(nil, 0))
	h.bytes = h.info.appendNumber(h.bytes, uint64(h.info.counted()+int64(size)))
	h.cut()
	h.fact = int64(len(h.bytes))
	h.bytes = append(h.bytes, make([]byte, size)...)
}

// AddData ends the header with that of the data chunk.
func (h *Header) AddData(id ID) {
	h.cut()
	h.data = int64(len(h.bytes))
	h.bytes = h.info.appendID(h.bytes, id)
	h.cut()
	h.bytes = h.info.appendNumber(h.bytes, 0)
}

// Data returns where the data chunk begins.
func (h *Header) Data() int64 { return h.data }

// Start returns where the first byte of sample data lies.
func (h *Header) Start() int64 { return h.data + h.info.headerSize() }

// size returns what the size field of the container counts, were it told in full.
func (h *Header) size(s Sizes) int64 {
	counted := h.Start() - h.info.headerSize() + h.info.counted()
	return counted + s.Data + h.info.pad(s.Data) + s.Behind
}

// now returns the row of the container that a file of these sizes has.
func (h *Header) now(s Sizes) *containerInfo {
	if h.grows && s.Data != Unknown && h.size(s) > h.limit {
		return ContainerRF64.info()
	}
	return h.info
}

// Container returns what a file of these sizes is.
func (h *Header) Container(s Sizes) Container { return h.now(s).container }

// Most returns how many bytes of sample data fit, with so many bytes of chunks behind them. If the header is fixed, it
// cannot become another container any more than it is with sizes.
func (h *Header) Most(behind int64, fixed bool, sizes Sizes) int64 {
	limit := int64(math.MaxInt64)
	info := h.info
	if fixed {
		info = h.now(sizes)
	}
	if !info.ds64 && !info.guids && (fixed || !h.grows) {
		limit = h.limit
	}
	return (limit - h.size(Sizes{Behind: behind})) &^ (h.info.align - 1)
}

// Fields returns the numbers that depend on the sizes, in an order in which they can be written: after each, the file
// is as good as it was.
func (h *Header) Fields(s Sizes) []Field {
	info := h.now(s)
	size, data, frames := uint64(h.size(s)), uint64(info.counted()+s.Data), uint64(s.Frames)
	if s.Data == Unknown {
		size, data, frames = info.unknown(), info.unknown(), info.unknown()
	}
	var fields []Field
	if h.room > 0 {
		room := Field{Offset: h.room}
		if info.ds64 {
			room.Bytes = info.order.AppendUint32(append(room.Bytes, idDS64[:]...), uint32(h.roomSize))
			for _, v := range []uint64{size, data, frames} {
				room.Bytes = info.order.AppendUint64(room.Bytes, v)
			}
			room.Bytes = info.order.AppendUint32(room.Bytes, h.table)
			size, data = math.MaxUint64, math.MaxUint64
		} else {
			room.Bytes = info.order.AppendUint32(append(room.Bytes, idJunk[:]...), uint32(h.roomSize))
			room.Bytes = append(room.Bytes, make([]byte, DS64Size)...)
		}
		fields = append(fields, room, Field{0, info.appendNumber(info.appendID(nil, info.id), size)})
	} else {
		fields = append(fields, Field{h.info.headerSize() - h.numberSize(), info.appendNumber(nil, size)})
	}
	if h.fact > 0 {
		fields = append(fields, Field{h.fact, info.appendNumber(nil, frames)})
	}
	return append(fields, Field{h.Start() - h.numberSize(), info.appendNumber(nil, data)})
}

// numberSize returns how many bytes a size takes.
func (h *Header) numberSize() int64 { return int64(len(h.info.appendNumber(nil, 0))) }

// Bytes returns the header of a file of these sizes.
func (h *Header) Bytes(s Sizes) []byte {
	b := append([]byte(nil), h.bytes...)
	for _, f := range h.Fields(s) {
		copy(b[f.Offset:], f.Bytes)
	}
	return b
}

// Cuts returns where to cut the header to write it as Python's module does, with each number that may change at the
// start of a piece. A header with room is never written so: it has none.
func (h *Header) Cuts() []int {
	if h.room > 0 {
		return nil
	}
	return h.cuts
}

// Places are where the numbers stand in a header that is there already, from the start of the container.
type Places struct {
	Room     int64 // of the chunk that is ds64 or can become it, or 0
	RoomSize int64 // its payload
	Table    uint32
	Fact     int64 // of the number of frames, or 0
	Data     int64 // of the header of the data chunk
}

// OpenHeader returns the header of a file that is there. It becomes RF64 past the limit if it is ContainerRIFF and has
// room, and grows.
func OpenHeader(c Container, p Places, grows bool, limit int64) *Header {
	h := &Header{info: c.info(), grows: grows && c == ContainerRIFF && p.Room > 0, limit: limit}
	h.fact, h.data = p.Fact, p.Data
	if h.grows || h.info.ds64 {
		h.room, h.roomSize, h.table = p.Room, p.RoomSize, p.Table
	}
	return h
}

// NumberSize returns how many bytes a size takes, and the number of frames in the chunk that tells it.
func (c Container) NumberSize() int64 { return int64(len(c.info().appendNumber(nil, 0))) }

// First returns where the first chunk begins, from the start of the container.
func (c Container) First() int64 {
	info := c.info()
	return info.headerSize() + int64(len(info.appendID(nil, ID{})))
}

// Needs64 reports whether a file of this container has to have a ds64 chunk.
func (c Container) Needs64() bool { return c.info().ds64 }
