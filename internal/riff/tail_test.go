package riff

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests where a payload of unknown size ends.

// beginUnknown opens a file and goes to its data chunk, whose size is not known.
func beginUnknown(t *testing.T, stream io.Reader) (*Reader, Chunk) {
	t.Helper()
	r, err := Open(NewSource(stream))
	require.NoError(t, err)
	chunk, err := r.Next()
	require.NoError(t, err)
	return r, chunk
}

// payloadBy reads the payload of the data chunk to its end, so many bytes at a time.
func payloadBy(t *testing.T, r *Reader, n int) []byte {
	t.Helper()
	var payload []byte
	piece := make([]byte, n)
	for {
		got, err := r.src.ReadFull(piece)
		payload = append(payload, piece[:got]...)
		if err == io.EOF {
			return payload
		}
		require.NoError(t, err)
	}
}

// requireEnd checks where a payload ends that is followed by the end of the stream, whichever way it is found: end bytes
// behind its beginning.
func requireEnd(t *testing.T, file []byte, end int, empty bool) {
	t.Helper()
	r, chunk := beginUnknown(t, bytes.NewReader(file))
	start := chunk.Start()
	got, err := r.End(empty)
	require.NoError(t, err)
	require.EqualValues(t, end, got-start, "of a stream of known size")
	require.Equal(t, start, r.src.Offset())

	for name, open := range map[string]func() io.Reader{
		"unseekable":      func() io.Reader { return unseekable(bytes.NewReader(file)) },
		"by halves":       func() io.Reader { return unseekable(iotest.HalfReader(bytes.NewReader(file))) },
		"data with EOF":   func() io.Reader { return unseekable(iotest.DataErrReader(bytes.NewReader(file))) },
		"of unknown size": func() io.Reader { return unsized{bytes.NewReader(file)} },
	} {
		for _, n := range []int{1, 3, 4096} {
			if n < 4096 && len(file) > 1<<20 {
				continue
			}
			r, _ := beginUnknown(t, open())
			r.FindEnd(empty)
			payload := payloadBy(t, r, n)
			require.Equal(t, end, len(payload), "%s, %d at a time", name, n)
			require.True(t, bytes.Equal(file[start:int(start)+end], payload), name)

			r.Resize(int64(end))
			behind, err := r.Next()
			if int(start)+end+8 > len(file) {
				require.Equal(t, io.EOF, err, name)
			} else {
				require.NoError(t, err, name)
				require.Equal(t, start+int64(end), behind.Offset, name)
			}
		}
	}
}

// unsized is a stream that can seek and does not tell its size.
type unsized struct{ io.ReadSeeker }

func (unsized) Size() int64 { return -1 }

func TestEndOfUnknownSize(t *testing.T) {
	audio := wavtest.Noise(1000)
	list := wavtest.Chunk("LIST", []byte("INFO"))
	odd := wavtest.Chunk("id3 ", []byte{1, 2, 3})
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	inside := join(audio[:500], list, audio[500:])
	for _, test := range []struct {
		name    string
		payload []byte
		behind  []byte
	}{
		{"nothing behind it", audio, nil},
		{"nothing at all", nil, nil},
		{"a chunk", audio, list},
		{"three chunks, one of them odd", audio, join(list, odd, list)},
		{"an odd chunk at the very end", audio, odd},
		{"the same without its pad byte", audio, odd[:len(odd)-1]},
		{"a chunk that holds chunks", audio, wavtest.Chunk("LIST", join([]byte("adtl"), odd, list))},
		{"nothing but a chunk", nil, list},
		{"a chunk in the middle", inside, nil},
		{"a chunk in the middle and one behind", inside, list},
		{"a chunk that claims more than there is", join(audio, wavtest.LyingChunk("LIST", 5, []byte("INFO"))), nil},
		{"a chunk that claims less than there is", join(audio, wavtest.LyingChunk("LIST", 2, []byte("INFO"))), nil},
		{"a chunk of an id that is not registered", join(audio, wavtest.Chunk("abcd", []byte{1, 2})), nil},
		{"a chunk at an odd offset", join(audio[:999], list), nil},
		{"half the header of a chunk", join(audio, list[:7]), nil},
		{"half the id of a chunk", join(audio, list[:3]), nil},
		{"odd length", audio[:999], nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := wavtest.LyingChunk("data", 0xFFFFFFFF, join(test.payload, test.behind))
			requireEnd(t, wavtest.LyingRIFF(0xFFFFFFFF, data), len(test.payload), false)
		})
	}
}

func TestEndOfUnknownSizeInOtherContainers(t *testing.T) {
	audio := wavtest.Noise(1000)
	big := append(bytes.Clone(audio), wavtest.BigChunk("LIST", []byte("INFO"))...)
	requireEnd(t, wavtest.RIFX(wavtest.LyingBigChunk("data", 0xFFFFFFFF, big)), 1000, false)

	wide := append(bytes.Clone(audio), wavtest.Chunk64("LIST", []byte("INFO"))...)
	data := wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1<<64-1, wide)
	requireEnd(t, wavtest.Wave64(data), 1000, false)

	unaligned := append(bytes.Clone(audio[:996]), wavtest.Chunk64("LIST", []byte("INFO"))...)
	data = wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1<<64-1, unaligned)
	requireEnd(t, wavtest.Wave64(data), len(unaligned), false)
}

// A data chunk of size 0 is empty if a chunk follows or nothing, and holds all that follows if not.
func TestEndOfSizeZero(t *testing.T) {
	audio := wavtest.Noise(1000)
	list := wavtest.Chunk("LIST", []byte("INFO"))
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	for _, test := range []struct {
		name    string
		payload []byte
		behind  []byte
	}{
		{"nothing", nil, nil},
		{"audio", audio, nil},
		{"audio and a chunk", audio, list},
		{"a chunk", nil, list},
		{"a chunk that is cut", nil, list[:9]},
		{"a chunk and garbage", nil, join(list, audio)},
		{"a chunk of an id that is not registered", nil, join(wavtest.Chunk("abcd", nil), list)},
		{"the same, cut", join(wavtest.LyingChunk("abcd", 5, nil), list[:7]), nil},
		{"half the header of a chunk", list[:7], nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := wavtest.LyingChunk("data", 0, join(test.payload, test.behind))
			requireEnd(t, wavtest.LyingRIFF(36, data), len(test.payload), true)
		})
	}
}

// The rule, without regard to speed: the first even offset, not more than tailWindow before the end, from which
// registered chunks lead to the end.
func endByRule(payload []byte) int {
	leads := func(i int) bool {
		for i+8 <= len(payload) && registered[ID(payload[i:])] {
			size := int(binary.LittleEndian.Uint32(payload[i+4:]))
			i += 8 + size + size&1
			if i == len(payload) || i == len(payload)+size&1 {
				return true
			}
		}
		return false
	}
	for i := max(0, len(payload)-tailWindow) &^ 1; i < len(payload); i += 2 {
		if leads(i) {
			return i
		}
	}
	return len(payload)
}

func TestEndOfUnknownSizeByRule(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var payload []byte
		for range random.IntN(12) {
			piece := wavtest.Noise(random.IntN(9))
			switch random.IntN(3) {
			case 0:
				piece = wavtest.LyingChunk("LIST", uint32(random.IntN(40)), piece)
			case 1:
				piece = wavtest.Chunk("fact", piece)
			}
			payload = append(payload, piece...)
		}
		file := wavtest.RIFF(wavtest.LyingChunk("data", 0xFFFFFFFF, payload))
		requireEnd(t, file, endByRule(payload), false)
	}
}

// Chunks of more than tailWindow bytes are taken for audio, in a stream as in a file.
func TestEndOfUnknownSizeIsLookedForInAWindow(t *testing.T) {
	for _, extra := range []int{0, 2} {
		t.Run(fmt.Sprint(extra, " bytes too many"), func(t *testing.T) {
			chunk := wavtest.Chunk("JUNK", make([]byte, tailWindow-8+extra))
			audio := wavtest.Noise(1000)
			end := len(audio)
			if extra > 0 {
				end += len(chunk)
			}
			data := wavtest.LyingChunk("data", 0xFFFFFFFF, append(audio, chunk...))
			requireEnd(t, wavtest.RIFF(data), end, false)
		})
	}
}

// Chunks that lead nowhere are walked once, not from each of them anew. That would take hours.
func TestEndOfUnknownSizeAmongMillionsOfChunks(t *testing.T) {
	for name, chunk := range map[string][]byte{
		"empty chunks":         wavtest.Chunk("LIST", nil),
		"two chains in one":    wavtest.LyingChunk("LIST", 4, []byte("LIST")),
		"chunks that overlap":  wavtest.LyingChunk("LIST", 12, []byte("LIST\x0c\x00\x00\x00")),
		"chunks to the window": append([]byte("LIST"), 0, 0, 0xFF, 0),
	} {
		t.Run(name, func(t *testing.T) {
			payload := append(bytes.Repeat(chunk, (2<<20)/len(chunk)), 0, 0)
			data := wavtest.LyingChunk("data", 0xFFFFFFFF, payload)
			requireEnd(t, wavtest.RIFF(data), len(payload), false)
		})
	}
}

func TestUnknownSizeIsReadFromAnyOffset(t *testing.T) {
	audio := wavtest.Noise(1000)
	list := wavtest.Chunk("LIST", []byte("INFO"))
	file := wavtest.RIFF(wavtest.LyingChunk("data", 0xFFFFFFFF, append(bytes.Clone(audio), list...)))
	source := NewSource(unsized{bytes.NewReader(file)})
	source.ReadAhead(64)
	r, err := Open(source)
	require.NoError(t, err)
	chunk, err := r.Next()
	require.NoError(t, err)
	r.FindEnd(false)
	for _, from := range []int{0, 999, 500, 1000, 13} {
		require.NoError(t, source.SeekTo(chunk.Start()+int64(from)))
		assert.Equal(t, len(audio)-from, len(payloadBy(t, r, 7)), from)
	}
	require.NoError(t, source.SeekTo(0))
	head := make([]byte, 12)
	_, err = source.ReadFull(head)
	require.NoError(t, err)
	assert.Equal(t, file[:12], head, "what stands before the payload is read as it is")
}

func TestAFailureIsNoEndOfUnknownSize(t *testing.T) {
	file := wavtest.RIFF(wavtest.LyingChunk("data", 0xFFFFFFFF, append(wavtest.Noise(10), "LIST\x00\x00\x00\x00"...)))
	for cut := 20; cut <= len(file); cut++ {
		r, _ := beginUnknown(t, unseekable(failAfter(file[:cut])))
		r.FindEnd(false)
		payload := make([]byte, 100)
		n, err := r.src.ReadFull(payload)
		assert.ErrorIs(t, err, errBroken, "after %d bytes", cut)
		assert.Equal(t, string(file[20:cut]), string(payload[:n]))
	}
}

func BenchmarkUnknownSize(b *testing.B) {
	noise := wavtest.Noise(32 << 20)
	file := wavtest.RIFF(wavtest.LyingChunk("data", 0xFFFFFFFF, noise))
	begin := func(stream io.Reader) *Reader {
		r, err := Open(NewSource(stream))
		if err == nil {
			_, err = r.Next()
		}
		if err != nil {
			b.Fatal(err)
		}
		return r
	}
	b.Run("found at once", func(b *testing.B) {
		b.SetBytes(tailWindow)
		for b.Loop() {
			if _, err := begin(bytes.NewReader(file)).End(false); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("found while it is read", func(b *testing.B) {
		b.SetBytes(int64(len(noise)))
		buffer := make([]byte, 64<<10)
		for b.Loop() {
			r := begin(unseekable(bytes.NewReader(file)))
			r.FindEnd(false)
			for err := error(nil); err == nil; {
				_, err = r.src.ReadFull(buffer)
			}
		}
	})
}
