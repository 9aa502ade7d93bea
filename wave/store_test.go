package wave_test

import (
	"io"
	"slices"

	"mmservices/internal/riff"
	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds what the tests of changes in place stand on: a file in memory that notes what is done to it, and
// files of every container.

// A memory is a file in memory. It notes what is done to it.
type memory struct {
	bytes []byte
	done  []deed
}

// A deed is a write, a cut if it has no bytes, or a wait for the disk if its offset is negative.
type deed struct {
	offset int64
	bytes  []byte
}

func (m *memory) ReadAt(p []byte, offset int64) (int, error) {
	if offset >= int64(len(m.bytes)) {
		return 0, io.EOF
	}
	n := copy(p, m.bytes[offset:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (m *memory) WriteAt(p []byte, offset int64) (int, error) {
	m.do(deed{offset, slices.Clone(p)})
	return len(p), nil
}

func (m *memory) Sync() error {
	m.do(deed{offset: -1})
	return nil
}

func (m *memory) Truncate(size int64) error {
	m.do(deed{offset: size})
	return nil
}

func (m *memory) Size() (int64, error) { return int64(len(m.bytes)), nil }

func (m *memory) do(d deed) {
	m.bytes = d.onto(m.bytes)
	m.done = append(m.done, d)
}

// onto does the deed to a file.
func (d deed) onto(file []byte) []byte {
	switch end := int(d.offset) + len(d.bytes); {
	case d.offset < 0:
	case len(d.bytes) == 0:
		return file[:d.offset]
	default:
		if end > len(file) {
			file = append(file, make([]byte, end-len(file))...)
		}
		copy(file[d.offset:], d.bytes)
	}
	return file
}

// written returns how many bytes were written.
func (m *memory) written() int {
	n := 0
	for _, d := range m.done {
		n += len(d.bytes)
	}
	return n
}

// after returns the file as it was before, with these deeds done.
func after(before []byte, deeds ...deed) []byte {
	file := slices.Clone(before)
	for _, d := range deeds {
		file = d.onto(file)
	}
	return file
}

// A boxing is a way to put chunks into a file.
type boxing struct {
	container wave.Container
	big       bool
	chunk     func(id string, payload []byte) []byte
	file      func(chunks ...[]byte) []byte
	audio     func(payload []byte) []byte // the data chunk
	header    int                         // bytes of a chunk before its payload
}

var boxings = []boxing{
	{wave.ContainerRIFF, false, wavtest.Chunk, wavtest.RIFF, dataOf(wavtest.Chunk), 8},
	{wave.ContainerRIFX, true, wavtest.BigChunk, wavtest.RIFX, dataOf(wavtest.BigChunk), 8},
	{wave.ContainerRF64, false, wavtest.Chunk, boxed64("RF64"), dataOf(wavtest.Sizeless), 8},
	{wave.ContainerBW64, false, wavtest.Chunk, boxed64("BW64"), dataOf(wavtest.Sizeless), 8},
	{wave.ContainerWave64, false, waveChunk, wavtest.Wave64, dataOf(waveChunk), 24},
}

func dataOf(chunk func(string, []byte) []byte) func([]byte) []byte {
	return func(payload []byte) []byte { return chunk("data", payload) }
}

// boxed64 puts a ds64 chunk in front of chunks: the sizes are those of the test files.
func boxed64(id string) func(chunks ...[]byte) []byte {
	return func(chunks ...[]byte) []byte {
		d := wavtest.DS64{Data: uint64(len(testAudio)), Frames: uint64(len(testAudio) / 2)}
		all := slices.Concat(chunks...)
		d.RIFF = uint64(4 + len(d.Chunk()) + len(all))
		return wavtest.RF64(id, d.Chunk(), all)
	}
}

// waveChunk returns a chunk of Wave64 with the GUID that stands for an id.
func waveChunk(id string, payload []byte) []byte {
	g := riff.WaveGUID(riff.ID([]byte(id)))
	chunk := wavtest.LyingChunk64(g[:], uint64(24+len(payload)), payload)
	return append(chunk, make([]byte, -len(chunk)&7)...)
}

// testAudio is the audio of the test files: 16 bits, an odd number of frames.
var testAudio = wavtest.Noise(2 * 333)

// fmt returns the fmt chunk of the test files.
func (b boxing) fmt() []byte {
	f := wavtest.PCM(1, 8000, 16)
	if b.big {
		return b.chunk("fmt ", f.BigPayload())
	}
	return b.chunk("fmt ", f.Payload())
}

// wav returns a file with these chunks before and behind the audio.
func (b boxing) wav(before, behind [][]byte) []byte {
	return b.file(slices.Concat([][]byte{b.fmt()}, before, [][]byte{b.audio(testAudio)}, behind)...)
}
