package wave_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the limit of 4 GiB, without writing as much.

// An ocean is a file that keeps its first bytes and counts the others.
type ocean struct {
	shore  [100]byte
	offset int64
	size   int64
}

func (o *ocean) Write(p []byte) (int, error) {
	if o.offset < int64(len(o.shore)) {
		copy(o.shore[o.offset:], p)
	}
	o.offset += int64(len(p))
	o.size = max(o.size, o.offset)
	return len(p), nil
}

func (o *ocean) Seek(offset int64, whence int) (int64, error) {
	if whence == 0 {
		o.offset = offset
	}
	return o.offset, nil
}

// The RIFF size is a number of 32 bits, which counts everything behind itself: the form type, the chunks and the pad
// byte. So 4294967294, the largest even number, is the most that it can be.
func TestTheLimitIsExact(t *testing.T) {
	const largest = math.MaxUint32 - 1
	for _, test := range []struct {
		name   string
		format wave.Format
		fmt    wavtest.Fmt
		header int64 // bytes that the RIFF size counts before the data
		bytes  int64 // of data
	}{
		{"8 bits", mono8, wavtest.PCM(1, 8000, 8), 36, 4294967258},
		{"8 bits, odd length", mono8, wavtest.PCM(1, 8000, 8), 36, 4294967257},
		{"frames of 4 bytes", stereo16, wavtest.PCM(2, 44100, 16), 36, 4294967256},
		{"float, frames of 8 bytes", float32s, wavtest.Float(2, 48000, 32), 48, 4294967240},
		{
			"EXTENSIBLE", wave.Format{Tag: wave.TagExtensible, Channels: 1, SampleRate: 8000, BitsPerSample: 8},
			wavtest.PCM(1, 8000, 8).Extensible(8, 0), 60, 4294967234,
		},
	} {
		for _, gather := range []int{0, 1 << 20} {
			t.Run(fmt.Sprintf("%s, gather %d", test.name, gather), func(t *testing.T) {
				var sea ocean
				w, err := wave.NewWriter(&sea, test.format, &wave.WriterOptions{Gather: gather, Plain: true})
				require.NoError(t, err)
				block := make([]byte, 1<<26)
				for left := test.bytes; left > 0; {
					n, err := w.WriteBytes(block[:min(int64(len(block)), left)])
					require.NoError(t, err)
					left -= int64(n)
				}
				before := sea

				excess := largest - test.header - test.bytes + 1
				n, err := w.WriteBytes(block[:excess])
				assert.Zero(t, n)
				require.ErrorIs(t, err, wave.ErrTooLarge)
				require.ErrorIs(t, err, wave.ErrLimit)
				assert.Equal(t, before, sea, "nothing was written")
				assert.Equal(t, test.bytes, w.BytesWritten())

				require.NoError(t, w.Close())
				pad := test.bytes % 2
				assert.Equal(t, 8+test.header+test.bytes+pad, sea.size)
				chunks := [][]byte{test.fmt.Chunk()}
				if test.format.Tag == wave.TagFloat {
					frames := binary.LittleEndian.AppendUint32(nil, uint32(test.bytes/8))
					chunks = append(chunks, wavtest.Chunk("fact", frames))
				}
				chunks = append(chunks, wavtest.LyingChunk("data", uint32(test.bytes), nil))
				want := wavtest.LyingRIFF(uint32(test.header+test.bytes+pad), chunks...)
				assert.Equal(t, want, sea.shore[:len(want)])
			})
		}
	}
}

// What would pass the limit is refused, and what was written before is as good as ever.
func TestWhatWouldPassTheLimitIsRefused(t *testing.T) {
	var sea ocean
	w, err := wave.NewWriter(&sea, mono8, &plain)
	require.NoError(t, err)
	const room = math.MaxUint32 - 1 - 36
	block := make([]byte, 1<<26)
	for range 63 {
		_, err = w.WriteBytes(block)
		require.NoError(t, err)
	}
	_, err = w.WriteBytes(block)
	require.ErrorIs(t, err, wave.ErrTooLarge)
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, int64(1)<<32, e.Value, "the bytes that it would have been")
	assert.Equal(t, "data", e.Chunk.String())
	assert.EqualValues(t, 36, e.Offset)

	require.NoError(t, w.UpdateHeader())
	_, err = w.WriteBytes(block[:room-63<<26])
	require.NoError(t, err, "less still fits")
	require.NoError(t, w.Close())
	want := wavtest.LyingRIFF(36+room, wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", room, nil))
	assert.Equal(t, want, sea.shore[:44])
}

func TestDeclaredFramesHaveTheSameLimit(t *testing.T) {
	for _, test := range []struct {
		name   string
		format wave.Format
		most   int64
	}{
		{"PCM", stereo16, (math.MaxUint32 - 1 - 36) / 4},
		{"float", float32s, (math.MaxUint32 - 1 - 48) / 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := wave.NewWriter(&wave.Buffer{}, test.format, &wave.WriterOptions{Frames: test.most, Plain: true})
			require.NoError(t, err)
			for _, frames := range []int64{test.most + 1, math.MaxInt64} {
				_, err = wave.NewWriter(&wave.Buffer{}, test.format, &wave.WriterOptions{Frames: frames, Plain: true})
				require.ErrorIs(t, err, wave.ErrTooLarge)
			}
		})
	}
}
