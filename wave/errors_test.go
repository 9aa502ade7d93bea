package wave_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"mmservices/wave"
)

// This file tests what errors and diagnostics say, and which belong together.

var (
	fmtID  = wave.ChunkID{'f', 'm', 't', ' '}
	dataID = wave.ChunkID{'d', 'a', 't', 'a'}
)

func TestErrorsBelongToClasses(t *testing.T) {
	classes := []error{wave.ErrFormat, wave.ErrUnsupported, wave.ErrLimit, wave.ErrArgument, wave.ErrState}
	for class, members := range map[error][]error{
		wave.ErrFormat: {
			wave.ErrNotRIFF, wave.ErrNotWave, wave.ErrNoFmt, wave.ErrNoData, wave.ErrDataFirst, wave.ErrChannels, wave.ErrBits,
			wave.ErrBlockAlign, wave.ErrRefused,
		},
		wave.ErrUnsupported: {wave.ErrTag, wave.ErrSubFormat, wave.ErrUnsupportedBits, wave.ErrUnmappable},
		wave.ErrLimit:       {wave.ErrTooManyChannels, wave.ErrTooLarge},
		wave.ErrArgument: {
			wave.ErrPosition, wave.ErrShortBuffer, wave.ErrBadFormat, wave.ErrPartialFrame, wave.ErrPlanes,
		},
		wave.ErrState: {wave.ErrMapped, wave.ErrNotMapped, wave.ErrReadOnly},
	} {
		for _, member := range members {
			for _, other := range classes {
				assert.Equal(t, other == class, errors.Is(member, other), "%v, %v", member, other)
			}
		}
	}
}

func TestErrorText(t *testing.T) {
	for _, test := range []struct {
		err  wave.Error
		want string
	}{
		{wave.Error{Offset: -1, Err: wave.ErrClosed}, "wave: already closed"},
		{wave.Error{Offset: 12, Err: wave.ErrNoFmt}, "wave: at byte 12: there is no fmt chunk"},
		{
			wave.Error{Chunk: fmtID, Offset: 12, Value: 0x55, Err: wave.ErrTag},
			"wave: fmt chunk at byte 12: the format tag is not supported: 0x0055, MPEG Layer 3",
		},
		{
			wave.Error{Chunk: fmtID, Offset: 12, Value: 0, Err: wave.ErrTag},
			"wave: fmt chunk at byte 12: the format tag is not supported: 0x0000",
		},
		{
			wave.Error{Chunk: fmtID, Offset: 12, Value: 65, Err: wave.ErrBits},
			"wave: fmt chunk at byte 12: the bits per sample are impossible: 65",
		},
		{
			wave.Error{Chunk: fmtID, Offset: 12, SubFormat: wave.SubFormatPCM, Err: wave.ErrSubFormat},
			"wave: fmt chunk at byte 12: the sub-format is not supported: 00000001-0000-0010-8000-00aa00389b71",
		},
		{
			wave.Error{Chunk: wave.ChunkID{'a', 0, 'b', 'c'}, Offset: 12, Err: wave.ErrTruncated},
			"wave: a.bc chunk at byte 12: the file or its fmt chunk ends too early",
		},
		{wave.Error{Chunk: fmtID, Offset: -1, Err: wave.ErrTruncated}, "wave: the file or its fmt chunk ends too early"},
	} {
		assert.EqualError(t, &test.err, test.want)
	}
}

func TestErrorsWrapTheirCause(t *testing.T) {
	err := error(&wave.Error{Err: errBroken})
	assert.ErrorIs(t, err, errBroken)
	assert.NotErrorIs(t, err, wave.ErrFormat)
}

func TestDiagnosticText(t *testing.T) {
	for _, test := range []struct {
		diagnostic wave.Diagnostic
		want       string
	}{
		{
			wave.Diagnostic{Repair: wave.RepairDataSize, Chunk: dataID, Offset: 36, Declared: 1000, Used: 16},
			"data chunk at byte 36: the data size does not agree with the bytes: 1000, not 16",
		},
		{
			wave.Diagnostic{Repair: wave.RepairFmtRepeated, Chunk: fmtID, Offset: 60},
			"fmt chunk at byte 60: there is a second fmt chunk",
		},
		{
			wave.Diagnostic{Repair: wave.RepairSampleRate, Chunk: fmtID, Offset: 12, Declared: 1 << 31, Used: 1 << 31},
			"fmt chunk at byte 12: the sample rate is 0 or beyond all use: 2147483648",
		},
	} {
		assert.Equal(t, test.want, test.diagnostic.String())
	}
}

// Each repair is a bit with a text, from the first on without a gap.
func TestRepairs(t *testing.T) {
	texts := map[string]bool{}
	for _, r := range []wave.Repair{
		wave.RepairRIFFSize, wave.RepairDataSize, wave.RepairPartialFrame, wave.RepairDataFirst, wave.RepairFmtShort,
		wave.RepairFmtSize, wave.RepairFmtRepeated, wave.RepairBits, wave.RepairBlockAlign, wave.RepairByteRate,
		wave.RepairSampleRate, wave.RepairValidBits, wave.RepairChannelMask, wave.RepairChunkPad, wave.RepairChunkID,
		wave.RepairChunkSize,
	} {
		assert.Equal(t, wave.Repair(1)<<len(texts), r)
		assert.NotContains(t, r.String(), "repairs")
		texts[r.String()] = true
	}
	assert.Len(t, texts, 16, "all texts are different")
	assert.Equal(t, "repairs 0x3", (wave.RepairRIFFSize | wave.RepairDataSize).String(), "a set has no text")
	assert.Equal(t, "repairs 0x0", wave.Repair(0).String())
}
