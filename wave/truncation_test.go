package wave_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests that a file opens as far as it goes where it is cut.

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
