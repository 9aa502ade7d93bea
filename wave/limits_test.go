package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks that what is done with a file grows no faster than the file, whatever it is made of. What is counted
// does not depend on the machine: bytes that are read and written, calls of the stream and bytes allocated.

// A family is a way to make a file of about so many bytes that might cost more than its size.
type family struct {
	name string
	file func(size int) []byte
}

// filled returns as many copies of a piece as fit into so many bytes.
func filled(size int, piece []byte) []byte { return bytes.Repeat(piece, max(1, size/len(piece))) }

// numbered is filled with a number of 32 bits in each piece that counts up, from an offset in the piece on.
func numbered(size int, piece []byte, offset int) []byte {
	b := filled(size, piece)
	for i := range len(b) / len(piece) {
		copy(b[i*len(piece)+offset:], pack(little, uint32(i)))
	}
	return b
}

func families() []family {
	chunk := wavtest.Chunk
	list := func(form string, entries []byte) []byte { return chunk("LIST", append([]byte(form), entries...)) }
	most := uint32(math.MaxUint32)
	before := func(name string, beside func(size int) []byte) family {
		return family{name + ", before the audio", func(size int) []byte { return between(beside(size)) }}
	}
	behind := func(name string, beside func(size int) []byte) family {
		return family{name + ", behind the audio", func(size int) []byte {
			return wavtest.RIFF(fmtChunk, dataChunk, beside(size))
		}}
	}
	repeated := func(piece []byte) func(int) []byte { return func(size int) []byte { return filled(size, piece) } }

	var all []family
	for name, beside := range map[string]func(size int) []byte{
		"empty chunks":               repeated(chunk("test", nil)),
		"chunks of one kind":         func(size int) []byte { return numbered(size, chunk("test", make([]byte, 300)), 8) },
		"chunks of many kinds":       func(size int) []byte { return numbered(size, chunk("test", make([]byte, 300)), 0) },
		"empty fillers":              repeated(chunk("JUNK", nil)),
		"fillers between chunks":     repeated(append(chunk("JUNK", make([]byte, 40)), chunk("test", make([]byte, 60))...)),
		"chunks that are not padded": repeated(wavtest.LyingChunk("LIST", 1, []byte{1})),
		"peaks before the fmt":       repeated(chunk("PEAK", make([]byte, 16))),
		"repeated chunks":            repeated(chunk("smpl", make([]byte, 36))),
		"short chunks":               repeated(chunk("bext", nil)),
		"fmt chunks":                 repeated(fmtChunk),
		"data chunks":                repeated(dataChunk),
		"facts":                      repeated(chunk("fact", make([]byte, 4))),
		"displays":                   repeated(chunk("DISP", make([]byte, 6))),
		"lists":                      repeated(list("adtl", chunk("labl", []byte("\x01\x00\x00\x00a\x00")))),
		"lists in lists": func(size int) []byte {
			nested := []byte{}
			for i := size - 12; i > 0; i -= 12 {
				nested = append(nested, pack(little, "LIST", uint32(i-8), "INFO")...)
			}
			return nested
		},
		"tags":          func(size int) []byte { return list("INFO", numbered(size, chunk("INAM", []byte("title\x00")), 8)) },
		"ids of tags":   func(size int) []byte { return list("INFO", numbered(size, chunk("INAM", []byte("a\x00")), 0)) },
		"lists in tags": func(size int) []byte { return list("INFO", filled(size, list("INFO", nil))) },
		"points with labels": func(size int) []byte {
			points := numbered(size/3, point(little, 0, 0), 0)
			labels := numbered(size/3, chunk("labl", make([]byte, 6)), 8)
			texts := numbered(size/3, chunk("ltxt", make([]byte, 22)), 8)
			return append(chunk("cue ", pack(little, most, points)), list("adtl", append(labels, texts...))...)
		},
		"labels of one point": func(size int) []byte {
			return append(chunk("cue ", pack(little, most, filled(size/2, point(little, 1, 0)))),
				list("adtl", filled(size/2, chunk("labl", pack(little, uint32(1), "a\x00"))))...)
		},
		"loops": func(size int) []byte {
			return chunk("smpl", pack(little, make([]byte, 28), most, most, make([]byte, size)))
		},
		"tracks": func(size int) []byte {
			return chunk("chna", pack(little, most, numbered(size, make([]byte, 40), 0)))
		},
		"peaks":       func(size int) []byte { return chunk("PEAK", make([]byte, 8+size)) },
		"playlist":    func(size int) []byte { return chunk("plst", pack(little, most, make([]byte, size))) },
		"level":       func(size int) []byte { return chunk("levl", bytes.Repeat([]byte{0xff}, size)) },
		"a long text": func(size int) []byte { return list("INFO", chunk("INAM", bytes.Repeat([]byte("a"), size))) },
		"frames of ID3": func(size int) []byte {
			frames := filled(size, []byte("TIT2\x7f\x7f\x7f\x7f\x00\x00"))
			return chunk("id3 ", append([]byte("ID3\x04\x00\x00\x7f\x7f\x7f\x7f"), frames...))
		},
		"NULs": func(size int) []byte { return chunk("iXML", make([]byte, size)) },
	} {
		all = append(all, before(name, beside), behind(name, beside))
	}
	unknown := func(payload []byte) []byte {
		return wavtest.LyingRIFF(most, fmtChunk, wavtest.LyingChunk("data", most, payload))
	}
	blocks := func(name string, f wavtest.Fmt) family {
		f.Channels = max(f.Channels, 1)
		f.Rate, f.Bits = 8000, 4
		return family{name, func(size int) []byte { return wavtest.File(f, wavtest.Noise(size)) }}
	}
	all = append(all,
		family{"peaks before a fmt that stands last", func(size int) []byte {
			return wavtest.RIFF(filled(size, chunk("PEAK", make([]byte, 16))), fmtChunk, dataChunk)
		}},
		family{"a table of ds64", func(size int) []byte {
			table := make([]wavtest.DS64Entry, size/12)
			for i := range table {
				table[i] = wavtest.DS64Entry{ID: "junk", Size: math.MaxUint64}
			}
			return wavtest.RF64("RF64", wavtest.DS64{RIFF: 1 << 40, Data: 16, Table: table}.Chunk(), fmtChunk,
				wavtest.Sizeless("data", baseAudio))
		}},
		family{"chunks whose sizes are in a table of ds64", func(size int) []byte {
			table := make([]wavtest.DS64Entry, min(5000, size/24))
			for i := range table {
				table[i] = wavtest.DS64Entry{ID: "none", Size: 4}
				if i >= len(table)/2 {
					table[i].ID = "test"
				}
			}
			d := wavtest.DS64{RIFF: uint64(size), Data: 16, Table: table}
			return wavtest.RF64("RF64", d.Chunk(), fmtChunk, filled(size/2, wavtest.Sizeless("test", make([]byte, 4))),
				wavtest.Sizeless("data", baseAudio))
		}},
		family{"chunks of ds64", func(size int) []byte {
			return wavtest.RF64("RF64", filled(size, wavtest.DS64{Data: 16}.Chunk()), fmtChunk,
				wavtest.Sizeless("data", baseAudio))
		}},
		family{"chunks of Wave64", func(size int) []byte {
			return wavtest.Wave64(wavtest.Chunk64("fmt ", baseFmt.Payload()), filled(size, wavtest.Chunk64("own ", nil)),
				wavtest.Chunk64("data", baseAudio), filled(size, wavtest.Chunk64("own ", nil)))
		}},
		family{"audio of unknown size like chunks", func(size int) []byte {
			return unknown(filled(size, []byte("LIST\x04\x00\x00\x00")))
		}},
		family{"audio of unknown size like long chunks", func(size int) []byte {
			return unknown(filled(size, []byte("LIST\x00\x10\x00\x00")))
		}},
		family{"audio of unknown size like chunks that lead anywhere", func(size int) []byte {
			b := filled(size, []byte("LIST\x00\x00\x00\x00"))
			for i := range len(b) / 8 { // each leads to another place half a file away
				copy(b[8*i+4:], pack(little, uint32(len(b)/2&^7+8*(i%7))))
			}
			return unknown(b)
		}},
		blocks("short blocks of IMA ADPCM", wavtest.Fmt{Tag: wave.TagIMAADPCM, BlockAlign: 4}),
		blocks("long blocks of IMA ADPCM", wavtest.Fmt{Tag: wave.TagIMAADPCM, BlockAlign: 65532}),
		blocks("short blocks of MS ADPCM", wavtest.Fmt{Tag: wave.TagMSADPCM, BlockAlign: 7}),
		blocks("long blocks of MS ADPCM", wavtest.Fmt{Tag: wave.TagMSADPCM, BlockAlign: 65535}),
		blocks("blocks of GSM", wavtest.Fmt{Tag: wave.TagGSM610, BlockAlign: 65}),
		family{"many channels", func(size int) []byte {
			return wavtest.File(wavtest.PCM(65535, 8000, 8), wavtest.Noise(size))
		}},
	)
	slices.SortFunc(all, func(a, b family) int { return strings.Compare(a.name, b.name) })
	return all
}

// A cost is what was counted while something was done.
type cost struct {
	bytes, calls int64 // read and written
	allocated    int64
}

// A work is something that is done with a file, or a part of it.
type work struct {
	name string
	do   func(t *testing.T, file []byte, spent *cost)
}

// stream returns a stream of a file, and when it is done adds what was done with it.
func (c *cost) stream(file []byte) (*meter, func()) {
	m := &meter{Reader: bytes.NewReader(file)}
	return m, func() { c.bytes, c.calls = c.bytes+m.bytes, c.calls+m.calls }
}

// reading is a work with a Reader that can go back, or cannot.
func reading(seeks bool, do func(t *testing.T, r *wave.Reader)) func(*testing.T, []byte, *cost) {
	return func(t *testing.T, file []byte, spent *cost) {
		stream, done := spent.stream(file)
		defer done()
		var from io.Reader = stream
		if !seeks {
			from = forward(stream)
		}
		r, err := wave.NewReader(from, nil)
		if err != nil { // what is not understood costs something, too
			return
		}
		do(t, r)
	}
}

// storing is a work with a file that is changed in place.
func storing(do func(m *memory) error) func(*testing.T, []byte, *cost) {
	return func(t *testing.T, file []byte, spent *cost) {
		m := &memory{bytes: slices.Clone(file)}
		_ = do(m) // it may be refused
		spent.bytes += int64(m.written())
		spent.calls += int64(len(m.done))
	}
}

func works(t *testing.T) []work {
	allViews := func(t *testing.T, r *wave.Reader) {
		m, err := r.Metadata()
		require.NoError(t, err)
		for _, v := range views {
			says := v.get(m)
			_ = v.set(m.Clone(), says) // what nobody could write is refused
		}
	}
	folder := t.TempDir()
	path, other := filepath.Join(folder, "file.wav"), filepath.Join(folder, "other.wav")
	named := func(do func() error) func(*testing.T, []byte, *cost) {
		return func(t *testing.T, file []byte, _ *cost) {
			require.NoError(t, os.WriteFile(path, file, 0o600))
			_ = do() // it may be refused
		}
	}
	return []work{
		{"open", reading(true, func(*testing.T, *wave.Reader) {})},
		{"open strictly", func(_ *testing.T, file []byte, spent *cost) {
			stream, done := spent.stream(file)
			defer done()
			_, _ = wave.NewReader(stream, &strict)
		}},
		{"audio, chunks and views", reading(true, func(t *testing.T, r *wave.Reader) {
			buffer := make([]byte, 1<<16+r.Format().BlockAlign)
			for err := error(nil); err == nil; {
				_, err = r.ReadBytes(buffer)
			}
			allViews(t, r)
		})},
		{"views of a stream", reading(false, func(t *testing.T, r *wave.Reader) {
			buffer := make([]byte, 1<<16+r.Format().BlockAlign)
			for err := error(nil); err == nil; {
				_, err = r.ReadBytes(buffer)
			}
			allViews(t, r)
		})},
		{"each chunk", reading(true, func(t *testing.T, r *wave.Reader) {
			n, err := r.NumChunks()
			require.NoError(t, err)
			for i := range n {
				if r.Chunk(i).ID != dataID {
					_, err := r.ReadChunk(i)
					require.NoError(t, err)
				}
			}
		})},
		{"samples", reading(true, func(t *testing.T, r *wave.Reader) {
			buffer := make([]byte, 1<<16+4*r.Format().Channels)
			for err := error(nil); err == nil; {
				_, err = r.ReadSamples(wave.SampleFloat32, buffer)
			}
		})},
		{"repair", storing(func(m *memory) error { _, err := wave.RepairStore(m, noLimit); return err })},
		{"edit: add", storing(func(m *memory) error {
			return wave.EditStore(m, noLimit, func(m *wave.Metadata) error { m.Set(id("wxyz"), text(40)); return nil })
		})},
		{"edit: remove all", storing(func(m *memory) error {
			return wave.EditStore(m, noLimit, func(m *wave.Metadata) error { m.Chunks = nil; return nil })
		})},
		{"edit: change all", storing(func(m *memory) error {
			return wave.EditStore(m, noLimit, func(m *wave.Metadata) error {
				for i := range m.Chunks {
					m.Chunks[i].Data = append(m.Chunks[i].Data, 1)
				}
				return nil
			})
		})},
		{"copy to Wave64", named(func() error {
			return wave.Copy(other, path, &wave.CopyOptions{Container: wave.ContainerWave64})
		})},
		{"copy to RIFX", named(func() error {
			return wave.Copy(other, path, &wave.CopyOptions{Container: wave.ContainerRIFX})
		})},
		{"scan", named(func() error { return wave.Scan([]string{path}, &wave.ScanOptions{Metadata: true})[0].Err })},
		{"append", named(func() error {
			w, err := wave.OpenWriter(path, nil)
			if err != nil {
				return err
			}
			_, _ = w.WriteBytes(make([]byte, 2*w.Format().BlockAlign))
			return w.Close()
		})},
	}
}

// measure returns what a work costs.
func (w work) measure(t *testing.T, file []byte) (spent cost) {
	before := allocated()
	w.do(t, file, &spent)
	spent.allocated = allocated() - before
	return spent
}

// Twice the file costs twice as much at most, but for a rest that does not depend on it.
func TestWhatIsDoneWithAFileGrowsAsTheFileDoes(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates, too: measured without it")
	}
	const small, factor = 64 << 10, 4
	for _, f := range families() {
		t.Run(f.name, func(t *testing.T) {
			file, larger := f.file(small), f.file(factor*small)
			for _, w := range works(t) {
				one, more := w.measure(t, file), w.measure(t, larger)
				where := fmt.Sprintf("%s: %+v of %d bytes, %+v of %d", w.name, one, len(file), more, len(larger))
				assert.LessOrEqual(t, more.bytes, factor*one.bytes+64<<10, "bytes, %s", where)
				assert.LessOrEqual(t, more.calls, factor*one.calls+100, "calls, %s", where)
				assert.LessOrEqual(t, more.allocated, 2*factor*one.allocated+1<<20, "bytes allocated, %s", where)
			}
		})
	}
}
