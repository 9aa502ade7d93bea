package wave_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests that the audio opens whatever stands beside it, and as far as it goes where the file is cut.

// What a chunk beside the audio says, true or not, does not stop the audio.
func TestAudioOpensWhateverOtherChunksSay(t *testing.T) {
	le := binary.LittleEndian
	cue := func(count uint32, points int) []byte {
		return wavtest.Chunk("cue ", append(le.AppendUint32(nil, count), make([]byte, 24*points)...))
	}
	list := func(form string, chunks ...[]byte) []byte {
		return wavtest.Chunk("LIST", append([]byte(form), bytes.Join(chunks, nil)...))
	}
	smpl := func(loops, extra uint32) []byte {
		return wavtest.Chunk("smpl", le.AppendUint32(le.AppendUint32(make([]byte, 28), loops), extra))
	}
	nested := list("adtl")
	for range 100 {
		nested = list("adtl", nested)
	}
	twice := func(chunk []byte) []byte { return append(bytes.Clone(chunk), chunk...) }
	for _, test := range []struct {
		name  string
		chunk []byte
	}{
		{"M01 cue points with labels", append(cue(1, 1), list("adtl", wavtest.Chunk("labl", make([]byte, 8)))...)},
		{"M02 4294967295 cue points, 1 present", cue(math.MaxUint32, 1)},
		{"M03 2500 cue points, 1 present", cue(2500, 1)},
		{"M04 no cue points, 2 present", cue(0, 2)},
		{
			"M05 note before label",
			list("adtl", wavtest.Chunk("note", make([]byte, 8)), wavtest.Chunk("labl", make([]byte, 8))),
		},
		{
			"M06 odd text without pad byte",
			list("INFO", wavtest.LyingChunk("INAM", 3, []byte("abc")), wavtest.Chunk("IART", []byte("de"))),
		},
		{"M07 text of 4294967294 bytes", list("INFO", wavtest.LyingChunk("INAM", 0xFFFFFFFE, []byte("abcd")))},
		{"M08 comment of 3000 bytes", list("INFO", wavtest.Chunk("ICMT", bytes.Repeat([]byte("a"), 3000)))},
		{"M09 LIST of 4 bytes", list("INFO")},
		{"M10 LIST of 0 bytes", wavtest.Chunk("LIST", nil)},
		{"M12 LIST in LIST, 100 deep", nested},
		{"M13 2147483647 sample loops", smpl(0x7FFFFFFF, 0)},
		{"M14 smpl of 20 bytes", wavtest.Chunk("smpl", make([]byte, 20))},
		{"M15 2147483647 bytes of sampler data", smpl(0, 0x7FFFFFFF)},
		{"M16 bext of 100 bytes", wavtest.Chunk("bext", make([]byte, 100))},
		{"M17 bext of 602 bytes", wavtest.Chunk("bext", make([]byte, 602))},
		{"M18 bext of 20 002 bytes", wavtest.Chunk("bext", make([]byte, 20_002))},
		{"M19 fact of 0 bytes", wavtest.Chunk("fact", nil)},
		{"M20 fact of 4294967280 frames", wavtest.Chunk("fact", le.AppendUint32(nil, 0xFFFFFFF0))},
		{"M21 PEAK of a wrong size", wavtest.Chunk("PEAK", make([]byte, 5))},
		{"M23 acid of 4 bytes", wavtest.Chunk("acid", make([]byte, 4))},
		{"M24 iXML of 200 000 bytes", wavtest.Chunk("iXML", make([]byte, 200_000))},
		{"M25 text that is not UTF-8", list("INFO", wavtest.Chunk("INAM", []byte{0xff, 0xfe, 0xe9, 0}))},
		{"M27 fact twice", twice(wavtest.Chunk("fact", make([]byte, 4)))},
		{"M29 text without a NUL", list("INFO", wavtest.Chunk("INAM", []byte("abcd")))},
	} {
		for place, file := range map[string][]byte{
			"before fmt": wavtest.RIFF(test.chunk, fmtChunk, dataChunk),
			"between":    wavtest.RIFF(fmtChunk, test.chunk, dataChunk),
			"after data": wavtest.RIFF(fmtChunk, dataChunk, test.chunk),
		} {
			t.Run(fmt.Sprintf("%s, %s", test.name, place), func(t *testing.T) {
				for _, way := range ways {
					r, err := way.open(t, file, strict)
					require.NoError(t, err, way.name)
					closing(t, r)
					assert.Equal(t, baseAudio, readAll(t, r, 3), way.name)
				}
			})
		}
	}
}

// These are wrong in ways that a Reader does not look for: behind the first data chunk, or in the extension of a
// format that needs none.
func TestAudioOpensWhateverIsNotLookedAt(t *testing.T) {
	for _, test := range []struct {
		name string
		file []byte
	}{
		{"F24 size of a PCM extension lies", changed(func(f *wavtest.Fmt) { f.Extension = []byte{0xff, 0xff} })},
		{"S04 two data chunks", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Chunk("data", baseAudio[:8]))},
		{"S18 garbage after the last chunk", append(bytes.Clone(baseFile), wavtest.Noise(15)...)},
		{"S18 garbage after the last chunk, in the RIFF size", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Noise(15))},
		{"S19 an ID3v1 trailer", append(append(bytes.Clone(baseFile), "TAG"...), make([]byte, 125)...)},
		{"M26 chunk beyond the end of the file", wavtest.RIFF(fmtChunk, dataChunk, wavtest.LyingChunk("iXML", 1000, nil))},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, way := range ways {
				r, err := way.open(t, test.file, wave.ReaderOptions{})
				require.NoError(t, err, way.name)
				closing(t, r)
				assert.Equal(t, baseAudio, readAll(t, r, 3), way.name)
				assert.EqualValues(t, 8, r.Frames(), way.name)
			}
		})
	}
}

// A file that ends early is refused before its audio begins, and opened with the frames that are there afterwards.
func TestTruncatedAtEveryByte(t *testing.T) {
	extended := wavtest.File(wavtest.PCM(1, 8000, 24).Extensible(20, 4), wavtest.Noise(15))
	for _, test := range []struct {
		name  string
		file  []byte
		frame int
		fmt   int // bytes of the fmt chunk's payload
	}{
		{"16 bits", baseFile, 2, 16},
		{"EXTENSIBLE, 24 bits, odd length", extended, 3, 40},
	} {
		t.Run(test.name, func(t *testing.T) {
			fmtEnd := 20 + test.fmt
			start := fmtEnd + 8
			for cut := range test.file {
				for _, way := range ways {
					r, err := way.open(t, test.file[:cut], wave.ReaderOptions{})
					where := fmt.Sprintf("%s, cut after %d bytes", way.name, cut)
					var want error
					switch {
					case cut < 8:
						want = wave.ErrTruncated
					case cut < 12:
						want = wave.ErrNotWave
					case cut < 20:
						want = wave.ErrNoFmt
					case cut < fmtEnd:
						want = wave.ErrTruncated
					case cut < start:
						want = wave.ErrNoData
					}
					if want != nil {
						require.ErrorIs(t, err, want, where)
						var e *wave.Error
						require.True(t, errors.As(err, &e), where)
						if cut < fmtEnd && cut >= 20 {
							assert.EqualValues(t, 12, e.Offset, where) // of the fmt chunk
						} else {
							assert.EqualValues(t, cut, e.Offset, where)
						}
						continue
					}
					require.NoError(t, err, where)
					closing(t, r)
					present := test.file[start:min(cut, start+int(r.FramesDeclared())*test.frame)]
					assert.Equal(t, string(present), string(readAll(t, r, 2)), where)
					assert.EqualValues(t, len(present)/test.frame, r.Frames(), where)
				}
			}
		})
	}
}

func TestTwoMillionEmptyChunks(t *testing.T) {
	file := between(bytes.Repeat(wavtest.Chunk("junk", nil), 2_000_000))
	path := onDisk(t, file)
	before := allocated()
	r, err := wave.Open(path, nil)
	require.NoError(t, err)
	closing(t, r)
	assert.Less(t, allocated()-before, int64(1<<20), "bytes allocated")
	assert.Equal(t, baseAudio, readAll(t, r, 8))
}
