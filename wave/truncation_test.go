package wave_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file tests that a file opens as far as it goes where it is cut.

// rich are files with much in them: chunks on both sides of the audio, sizes of 64 bits, samples in blocks.
func rich() map[string][]byte {
	list := func(form string, entries ...[]byte) []byte {
		return append([]byte(form), bytes.Join(entries, nil)...)
	}
	info := list("INFO", wavtest.Chunk("INAM", []byte("a title\x00")), wavtest.Chunk("IART", []byte("me\x00")))
	labels := list("adtl", wavtest.Chunk("labl", []byte("\x01\x00\x00\x00here\x00")))
	cue := append([]byte{1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'd', 'a', 't', 'a'}, make([]byte, 12)...)
	wide := wavtest.PCM(1, 8000, 24).Extensible(20, 4)
	audio := wavtest.Noise(15)
	frames := func(b []byte) uint64 { return uint64(len(b) / 3) }
	before := [][]byte{wavtest.Chunk("LIST", info), wavtest.Chunk("JUNK", make([]byte, 5)), wide.Chunk()}
	after := [][]byte{wavtest.Chunk("cue ", cue), wavtest.Chunk("LIST", labels), wavtest.Chunk("odd ", []byte{1})}
	ds64 := wavtest.DS64{Data: uint64(len(audio)), Frames: frames(audio), Table: []wavtest.DS64Entry{{ID: "none", Size: 1}}}
	rest := slices.Concat(before, [][]byte{wavtest.Sizeless("data", audio)}, after)
	ds64.RIFF = uint64(4 + len(ds64.Chunk()) + len(bytes.Join(rest, nil)))
	files := map[string][]byte{
		"RIFF": wavtest.RIFF(slices.Concat(before, [][]byte{wavtest.Chunk("data", audio)}, after)...),
		"RF64": wavtest.RF64("RF64", slices.Concat([][]byte{ds64.Chunk()}, rest)...),
		"RIFX": wavtest.RIFX(wavtest.BigChunk("LIST", info[:4]), wavtest.BigChunk("fmt ", wavtest.PCM(1, 8000, 24).BigPayload()),
			wavtest.BigChunk("data", audio), wavtest.BigChunk("own ", []byte{1, 2, 3})),
		"Wave64": wavtest.Wave64(wavtest.Chunk64("own ", []byte{1, 2, 3}), wavtest.Chunk64("fmt ", wide.Payload()),
			wavtest.Chunk64("data", audio), wavtest.Chunk64("own2", []byte{1})),
		"unknown sizes": wavtest.LyingRIFF(math.MaxUint32, slices.Concat(before, [][]byte{wavtest.Sizeless("data", audio)})...),
	}
	for _, c := range catalogue.All() {
		if c.Name == "C01 IMA ADPCM without a fact chunk" || c.Name == "C07 MS ADPCM, 2 blocks of which fact takes 10 frames" {
			files[c.Name] = c.File
		}
	}
	return files
}

// A cutFile is what is read from a file that may be cut.
type cutFile struct {
	err     error // of opening: one of those below
	offset  int64 // of the error
	frames  int64
	bytes   []byte
	samples []float32
	chunks  []string
}

// endings are the errors that a file may be refused with because it was cut.
var endings = []error{wave.ErrTruncated, wave.ErrNotRIFF, wave.ErrNotWave, wave.ErrNoFmt, wave.ErrNoData}

func readCut(t *testing.T, way way, file []byte) cutFile {
	r, err := way.open(t, file, wave.ReaderOptions{})
	if err != nil {
		var e *wave.Error
		require.ErrorAs(t, err, &e)
		i := slices.IndexFunc(endings, func(ending error) bool { return errors.Is(err, ending) })
		require.GreaterOrEqual(t, i, 0, "%v", err)
		assert.LessOrEqual(t, e.Offset, int64(len(file)), "%v", err)
		return cutFile{err: endings[i], offset: e.Offset}
	}
	cut := cutFile{bytes: append([]byte{}, readAll(t, r, 2)...), frames: r.Frames()}
	chunks, err := r.Chunks()
	require.NoError(t, err)
	for _, c := range chunks {
		cut.chunks = append(cut.chunks, c.ID.String())
	}
	_, err = r.Metadata()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	r, err = way.open(t, file, wave.ReaderOptions{})
	require.NoError(t, err)
	cut.samples, err = allSamples(r)
	require.NoError(t, err)
	require.NoError(t, r.Close())
	return cut
}

// A file that is cut anywhere opens with the frames that are there, or says what is missing; and does so in each way.
func TestRichFilesTruncatedAtEveryByte(t *testing.T) {
	var few []way
	for _, way := range ways {
		if slices.Contains([]string{"memory", "path", "stream", "stream, a byte at a time"}, way.name) {
			few = append(few, way)
		}
	}
	for name, file := range rich() {
		t.Run(name, func(t *testing.T) {
			whole := readCut(t, few[0], file)
			require.NoError(t, whole.err)
			opened := false
			for length := 0; length <= len(file); length += cutStep {
				cut := file[:length:length]
				first := readCut(t, few[0], cut)
				for _, way := range few[1:] {
					require.Equal(t, first, readCut(t, way, cut), "%s, %d bytes", way.name, length)
				}
				where := fmt.Sprintf("%d bytes", length)
				require.False(t, opened && first.err != nil, "%s: fewer bytes opened", where)
				opened = first.err == nil
				if !opened {
					continue
				}
				require.EqualValues(t, first.frames, len(first.samples), where)
				require.True(t, bytes.HasPrefix(whole.bytes, first.bytes), where)
				require.True(t, slices.Equal(whole.samples[:len(first.samples)], first.samples), where)
				require.Equal(t, whole.chunks[:len(first.chunks)], first.chunks, where)
			}
			assert.True(t, opened)
		})
	}
}

// What is missing is told by where the cut is.
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
