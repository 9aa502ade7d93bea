// Package wavtest builds WAV files for tests, byte by byte and without the code under test: good ones, and ones that
// lie about themselves. It also has streams that note how they are used, and streams that run full.
package wavtest

import (
	"bytes"
	"encoding/binary"
)

// This file holds the builder: a file is a RIFF of chunks.

var le = binary.LittleEndian

// Chunk returns a chunk, with a pad byte if the payload is of odd length.
func Chunk(id string, payload []byte) []byte {
	return padded(LyingChunk(id, uint32(len(payload)), payload))
}

// padded appends a zero to a chunk of odd length.
func padded(chunk []byte) []byte { return append(chunk, make([]byte, len(chunk)%2)...) }

// LyingChunk returns a chunk that declares a size of its own choice. It has no pad byte.
func LyingChunk(id string, size uint32, payload []byte) []byte {
	return append(le.AppendUint32([]byte(id), size), payload...)
}

// RIFF returns a WAV file of these chunks.
func RIFF(chunks ...[]byte) []byte {
	return LyingRIFF(uint32(4+len(bytes.Join(chunks, nil))), chunks...)
}

// LyingRIFF returns a WAV file that declares a size of its own choice.
func LyingRIFF(size uint32, chunks ...[]byte) []byte {
	return append(le.AppendUint32([]byte("RIFF"), size), append([]byte("WAVE"), bytes.Join(chunks, nil)...)...)
}

// Fmt is what a fmt chunk tells.
type Fmt struct {
	Tag, Channels    uint16
	Rate, ByteRate   uint32
	BlockAlign, Bits uint16
	Extension        []byte // what follows these fields
}

// PCM returns the fmt chunk of integers in whole bytes.
func PCM(channels, rate, bits int) Fmt {
	block := channels * ((bits + 7) / 8)
	return Fmt{
		Tag: 1, Channels: uint16(channels), Rate: uint32(rate), ByteRate: uint32(rate * block),
		BlockAlign: uint16(block), Bits: uint16(bits),
	}
}

// Float returns the fmt chunk of floats.
func Float(channels, rate, bits int) Fmt {
	f := PCM(channels, rate, bits)
	f.Tag = 3
	return f
}

// GUID returns the sub-format that stands for a format tag: 0000xxxx-0000-0010-8000-00aa00389b71.
func GUID(tag uint16) []byte {
	return append(le.AppendUint16(nil, tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71)
}

// Extensible returns f as WAVE_FORMAT_EXTENSIBLE, its tag moved into the sub-format.
func (f Fmt) Extensible(validBits uint16, mask uint32) Fmt {
	f.Extension = le.AppendUint16(le.AppendUint16(nil, 22), validBits)
	f.Extension = append(le.AppendUint32(f.Extension, mask), GUID(f.Tag)...)
	f.Tag = 0xFFFE
	return f
}

// Payload returns the bytes of the chunk without id and size.
func (f Fmt) Payload() []byte { return f.payload(le) }

func (f Fmt) payload(order binary.AppendByteOrder) []byte {
	b := order.AppendUint16(nil, f.Tag)
	b = order.AppendUint16(b, f.Channels)
	b = order.AppendUint32(b, f.Rate)
	b = order.AppendUint32(b, f.ByteRate)
	b = order.AppendUint16(b, f.BlockAlign)
	b = order.AppendUint16(b, f.Bits)
	return append(b, f.Extension...)
}

// Chunk returns the chunk.
func (f Fmt) Chunk() []byte { return Chunk("fmt ", f.Payload()) }

// File returns a WAV file of a fmt and a data chunk.
func File(f Fmt, data []byte) []byte { return RIFF(f.Chunk(), Chunk("data", data)) }

// Noise returns n bytes in which every run of a few is different, so that a read from the wrong place shows.
func Noise(n int) []byte {
	b := make([]byte, n)
	state := uint32(1)
	for i := range b {
		state = state*1664525 + 1013904223
		b[i] = byte(state >> 24)
	}
	return b
}
