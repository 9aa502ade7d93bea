package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file checks that what a file costs is in proportion to its size, whatever it says: memory and bytes read.

// A hostile is a file of some MB that is made to cost more than it should.
type hostile struct {
	name string
	file []byte
}

func hostiles() []hostile {
	const n = 1 << 17
	chunk := wavtest.Chunk
	list := func(form string, entries []byte) []byte { return chunk("LIST", append([]byte(form), entries...)) }
	numbers := func(count int, fields ...uint32) []byte {
		var b []byte
		for i := range count {
			for _, field := range fields {
				b = append(b, byte(i), byte(i>>8), byte(i>>16), byte(field))
			}
		}
		return b
	}
	counted := func(count uint32, b []byte) []byte {
		return append([]byte{byte(count), byte(count >> 8), byte(count >> 16), byte(count >> 24)}, b...)
	}
	nested := []byte("adtl")
	for len(nested) < 1<<20 {
		nested = append([]byte("adtl"), chunk("LIST", nested)...)
		if len(nested) > 1<<12 { // deep, and then wide
			nested = append([]byte("adtl"), bytes.Repeat(nested[4:], 512)...)
		}
	}
	labels := bytes.Repeat(chunk("labl", []byte("\x01\x00\x00\x00a\x00")), n)
	smpl := append(make([]byte, 28), 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0)
	table := make([]wavtest.DS64Entry, n)
	for i := range table {
		table[i] = wavtest.DS64Entry{ID: "junk", Size: math.MaxUint64}
	}
	ds64 := wavtest.DS64{RIFF: 1 << 40, Data: uint64(len(baseAudio)), Frames: 1 << 40, Table: table}
	besides := map[string][]byte{
		"empty chunks":                 bytes.Repeat(chunk("junk", nil), n),
		"chunks of a byte":             bytes.Repeat(chunk("junk", []byte{1}), n),
		"chunks of a byte, not padded": bytes.Repeat(wavtest.LyingChunk("LIST", 1, []byte{1}), n),
		"chunks of 100 bytes":          bytes.Repeat(chunk("junk", make([]byte, 100)), n/16),
		"chunks of 5000 bytes":         bytes.Repeat(chunk("junk", make([]byte, 5000)), 1000),
		"cue points":                   chunk("cue ", counted(math.MaxUint32, numbers(n/2, 0, 0, 0, 0, 0, 0))),
		"labels":                       list("adtl", labels),
		"cue points with labels":       append(chunk("cue ", counted(1000, numbers(1000, 0, 0, 0, 0, 0, 0))), list("adtl", labels)...),
		"lists of one label":           bytes.Repeat(list("adtl", chunk("labl", []byte("\x01\x00\x00\x00a\x00"))), n/8),
		"nested lists":                 chunk("LIST", nested),
		"a long text":                  list("INFO", chunk("INAM", bytes.Repeat([]byte("a"), 4<<20))),
		"empty texts":                  list("INFO", bytes.Repeat(chunk("INAM", nil), n)),
		"texts":                        list("INFO", bytes.Repeat(chunk("INAM", []byte("ab\x00")), n)),
		"texts not padded":             list("INFO", bytes.Repeat(wavtest.LyingChunk("INAM", 3, []byte("ab\x00")), n)),
		"loops":                        chunk("smpl", append(smpl, numbers(n/2, 0, 0, 0, 0, 0, 0)...)),
		"coding history":               chunk("bext", make([]byte, 4<<20)),
		"tracks":                       chunk("chna", append([]byte{0xff, 0xff, 0xff, 0xff}, make([]byte, 40*(n/4))...)),
		"peaks":                        chunk("PEAK", make([]byte, 8+8*n)),
		"a long text of XML":           chunk("iXML", bytes.Repeat([]byte("<"), 4<<20)),
		"displays":                     bytes.Repeat(chunk("DISP", []byte{1, 0, 0, 0, 'a', 0}), n/4),
		"fmt chunks":                   bytes.Repeat(fmtChunk, n/8),
		"facts":                        bytes.Repeat(chunk("fact", make([]byte, 4)), n/4),
		"ids that cannot be printed":   bytes.Repeat(chunk("\x01\x02\x03\x04", nil), n),
	}
	var all []hostile
	for name, beside := range besides {
		all = append(all,
			hostile{name + ", before data", between(beside)},
			hostile{name + ", behind data", wavtest.RIFF(fmtChunk, dataChunk, beside)},
			hostile{name + ", behind data of unknown size", wavtest.LyingRIFF(math.MaxUint32, fmtChunk,
				wavtest.LyingChunk("data", math.MaxUint32, baseAudio), beside)})
	}
	all = append(all,
		hostile{"data chunks", wavtest.RIFF(fmtChunk, bytes.Repeat(dataChunk, n/8))},
		hostile{"ds64 with a long table", wavtest.RF64("RF64", ds64.Chunk(), fmtChunk, wavtest.Sizeless("data", baseAudio))},
		hostile{"ds64 chunks", wavtest.RF64("RF64", bytes.Repeat(wavtest.DS64{Data: 16}.Chunk(), n/8), fmtChunk,
			wavtest.Sizeless("data", baseAudio))},
		hostile{"Wave64 of empty chunks", wavtest.Wave64(wavtest.Chunk64("fmt ", baseFmt.Payload()),
			bytes.Repeat(wavtest.Chunk64("own ", nil), n/4), wavtest.Chunk64("data", baseAudio))},
		hostile{"audio of unknown size that looks like chunks", wavtest.LyingRIFF(math.MaxUint32, fmtChunk,
			wavtest.LyingChunk("data", math.MaxUint32, bytes.Repeat([]byte("LIST\x04\x00\x00\x00"), n)))},
		hostile{"audio of unknown size that looks like long chunks", wavtest.LyingRIFF(math.MaxUint32, fmtChunk,
			wavtest.LyingChunk("data", math.MaxUint32, bytes.Repeat([]byte("LIST\x00\x10\x00\x00"), n)))},
	)
	for _, c := range catalogue.All() {
		all = append(all, hostile{c.Name, c.File})
	}
	return all
}

// A meter is a stream that counts what is done with it.
type meter struct {
	*bytes.Reader
	bytes, calls int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	m.bytes += int64(n)
	m.calls++
	return n, err
}

func (m *meter) Seek(offset int64, whence int) (int64, error) {
	m.calls++
	return m.Reader.Seek(offset, whence)
}

// steps are what can be done with the metadata of a file. What they return is kept while it is measured.
var steps = []struct {
	name string
	do   func(r *wave.Reader) (any, error)
}{
	{"the list of chunks", func(r *wave.Reader) (any, error) { return r.Chunks() }},
	{"each chunk", func(r *wave.Reader) (any, error) {
		chunks, err := r.Chunks()
		for i := range chunks {
			if chunks[i].ID.String() == "data" {
				continue
			}
			if _, err := r.ReadChunk(i); err != nil {
				return nil, err
			}
		}
		return nil, err
	}},
	{"metadata", func(r *wave.Reader) (any, error) { return r.Metadata() }},
	{"views", func(r *wave.Reader) (any, error) {
		m, err := r.Metadata()
		if err != nil {
			return nil, err
		}
		return []any{
			m.Tags(), m.Regions(), m.Sampler(), m.Broadcast(), m.Cart(), m.Tracks(), m.Peaks(0), m.Displays(), m.IXML(),
		}, nil
	}},
}

// live returns the bytes in use.
func live() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// What a reader keeps, and what it is asked for, is no more than 4 times the bytes present and a MiB each. What is
// allocated on the way there, and is free again, and the bytes that are read, are a multiple of the bytes present, too.
func TestCostIsInProportionToTheSize(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates, too: measured without it")
	}
	for _, hostile := range hostiles() {
		t.Run(hostile.name, func(t *testing.T) {
			for _, step := range steps {
				if len(hostile.file) < 1<<16 && step.name != "views" {
					continue // too small to show anything; the views take all other steps, too
				}
				for _, seeks := range []bool{true, false} {
					requireProportion(t, hostile.file, seeks, step.do, fmt.Sprintf("%s, seeks: %v", step.name, seeks))
				}
			}
		})
	}
}

func requireProportion(
	t *testing.T, file []byte, seeks bool, do func(*wave.Reader) (any, error), where string,
) {
	t.Helper()
	size := int64(len(file))
	stream := &meter{Reader: bytes.NewReader(file)}
	var from io.Reader = stream
	if !seeks {
		from = forward(stream)
	}
	buffer := make([]byte, 1<<16)
	before, spent := live(), allocated()
	r, err := wave.NewReader(from, &wave.ReaderOptions{ReadAhead: 64 << 10})
	if err != nil {
		assert.LessOrEqual(t, allocated()-spent, 16*size+4<<20, "bytes allocated, %s", where)
		return
	}
	if !seeks {
		for err == nil {
			_, err = r.ReadBytes(buffer)
		}
		_, err = r.NumChunks() // keeps what stands behind the audio
		require.NoError(t, err, where)
	}
	opened := live()
	result, err := do(r)
	spent = allocated() - spent
	done := live()
	require.NoError(t, err, where)
	runtime.KeepAlive(result)
	runtime.KeepAlive(r)
	runtime.KeepAlive(buffer)
	assert.LessOrEqual(t, opened-before, 4*size+1<<20, "bytes in use by the reader, %s, %d bytes", where, size)
	assert.LessOrEqual(t, done-opened, 4*size+1<<20, "bytes in use by the result, %s, %d bytes", where, size)
	assert.LessOrEqual(t, spent, 32*size+4<<20, "bytes allocated, %s, %d bytes", where, size)
	assert.LessOrEqual(t, stream.bytes, 4*size+1<<20, "bytes read, %s, %d bytes", where, size)
	assert.LessOrEqual(t, stream.calls, size+1000, "calls, %s, %d bytes", where, size)
}
