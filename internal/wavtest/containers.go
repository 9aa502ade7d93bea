package wavtest

import (
	"bytes"
	"encoding/binary"
)

// This file holds the builders of the other containers: RIFX, RF64, BW64 and Wave64.

var be = binary.BigEndian

// RIFX returns a big-endian WAV file of these chunks, which BigChunk makes.
func RIFX(chunks ...[]byte) []byte {
	all := bytes.Join(chunks, nil)
	return append(be.AppendUint32([]byte("RIFX"), uint32(4+len(all))), append([]byte("WAVE"), all...)...)
}

// BigChunk returns a chunk of RIFX, with a pad byte if the payload is of odd length.
func BigChunk(id string, payload []byte) []byte {
	return padded(LyingBigChunk(id, uint32(len(payload)), payload))
}

// LyingBigChunk returns a chunk of RIFX that declares a size of its own choice. It has no pad byte.
func LyingBigChunk(id string, size uint32, payload []byte) []byte {
	return append(be.AppendUint32([]byte(id), size), payload...)
}

// BigPayload returns what Payload does, big-endian. The extension stays as it is.
func (f Fmt) BigPayload() []byte { return f.payload(be) }

// DS64 is what a ds64 chunk tells.
type DS64 struct {
	RIFF, Data, Frames uint64
	Table              []DS64Entry
}

// A DS64Entry is a line of the table of a ds64 chunk: the size of a chunk.
type DS64Entry struct {
	ID   string
	Size uint64
}

// Payload returns the bytes of the chunk without id and size.
func (d DS64) Payload() []byte {
	b := le.AppendUint64(nil, d.RIFF)
	b = le.AppendUint64(b, d.Data)
	b = le.AppendUint64(b, d.Frames)
	b = le.AppendUint32(b, uint32(len(d.Table)))
	for _, entry := range d.Table {
		b = le.AppendUint64(append(b, entry.ID...), entry.Size)
	}
	return b
}

// Chunk returns the chunk.
func (d DS64) Chunk() []byte { return Chunk("ds64", d.Payload()) }

// Sizeless returns a chunk whose size is not in its header, with a pad byte if the payload is of odd length.
func Sizeless(id string, payload []byte) []byte {
	chunk := Chunk(id, payload)
	le.PutUint32(chunk[4:], 0xFFFFFFFF)
	return chunk
}

// RF64 returns a file of these chunks that begins with id, "RF64" or "BW64", and has no size in its header.
func RF64(id string, chunks ...[]byte) []byte {
	file := LyingRIFF(0xFFFFFFFF, chunks...)
	copy(file, id)
	return file
}

// File64 returns an RF64 or BW64 file of a ds64, a fmt and a data chunk.
func File64(id string, f Fmt, data []byte) []byte {
	chunks := append(f.Chunk(), Sizeless("data", data)...)
	d := DS64{Data: uint64(len(data)), Frames: uint64(len(data) / int(f.BlockAlign))}
	d.RIFF = uint64(4 + len(d.Chunk()) + len(chunks))
	return RF64(id, d.Chunk(), chunks)
}

// The ends of the GUIDs of Wave64: those of the container, and of its form and chunks.
const (
	riffTail = "\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"
	listTail = "\x2f\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"
	waveTail = "\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"
)

// Wave64GUID returns the GUID of a chunk of Wave64. That of LIST is spelled otherwise, and so is that of JUNK.
func Wave64GUID(id string) []byte {
	switch id {
	case "LIST":
		return []byte("list" + listTail)
	case "JUNK":
		return []byte("junk" + waveTail)
	}
	return []byte(id + waveTail)
}

// Wave64 returns a Wave64 file of these chunks, which Chunk64 makes.
func Wave64(chunks ...[]byte) []byte {
	return LyingWave64(uint64(40+len(bytes.Join(chunks, nil))), chunks...)
}

// LyingWave64 returns a Wave64 file that declares a size of its own choice.
func LyingWave64(size uint64, chunks ...[]byte) []byte {
	file := le.AppendUint64([]byte("riff"+riffTail), size)
	file = append(file, "wave"+waveTail...)
	return append(file, bytes.Join(chunks, nil)...)
}

// Chunk64 returns a chunk of Wave64, padded to a multiple of 8 bytes.
func Chunk64(id string, payload []byte) []byte {
	chunk := LyingChunk64(Wave64GUID(id), uint64(24+len(payload)), payload)
	return append(chunk, make([]byte, -len(chunk)&7)...)
}

// LyingChunk64 returns a chunk of Wave64 with a GUID and a size of its own choice, which counts the header of 24
// bytes. It is not padded.
func LyingChunk64(guid []byte, size uint64, payload []byte) []byte {
	return append(le.AppendUint64(bytes.Clone(guid), size), payload...)
}

// FileWave64 returns a Wave64 file of a fmt and a data chunk.
func FileWave64(f Fmt, data []byte) []byte {
	return Wave64(Chunk64("fmt ", f.Payload()), Chunk64("data", data))
}

// FileRIFX returns a big-endian file of a fmt and a data chunk; the samples have to be big-endian already.
func FileRIFX(f Fmt, data []byte) []byte {
	return RIFX(BigChunk("fmt ", f.BigPayload()), BigChunk("data", data))
}
