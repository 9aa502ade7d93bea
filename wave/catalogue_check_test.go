package wave_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks each file of the catalogue through every way to open it, and each repair of it refused.

func TestCatalogue(t *testing.T) {
	for _, test := range slices.Concat(formatCases, extensibleCases, structureCases, sizeCases) {
		t.Run(test.name, func(t *testing.T) {
			if test.format == (wave.Format{}) {
				test.format = baseFormat
			}
			if test.audio == nil {
				test.audio = baseAudio
			}
			if test.frames == 0 {
				test.frames = int64(len(test.audio) / test.format.BlockAlign)
			}
			for _, way := range ways {
				t.Run(way.name, func(t *testing.T) { test.check(t, way) })
			}
		})
	}
}

func (c catalogued) check(t *testing.T, way way) {
	want, repairs := c.err, c.repairs[1]
	if way.sized {
		repairs = c.repairs[0]
	}
	if !way.seekable && c.streamErr != nil {
		want = c.streamErr
	}
	if want != nil {
		_, err := way.open(t, c.file, wave.ReaderOptions{})
		requireError(t, err, want, c.value)
		if repairs != 0 {
			want = refusalOf(repairs)
		}
		_, err = way.open(t, c.file, strict)
		assert.ErrorIs(t, err, want)
		return
	}

	r, err := way.open(t, c.file, wave.ReaderOptions{})
	require.NoError(t, err)
	closing(t, r)
	assert.Equal(t, c.format, r.Format())
	assert.Equal(t, way.seekable, r.Seekable())
	assert.Equal(t, way.sized, r.LengthKnown())
	assert.Equal(t, repairs, repairsOf(r), "%v", r.Diagnostics())
	if way.sized {
		assert.Equal(t, c.frames, r.Frames())
		assert.EqualValues(t, len(c.audio), r.DataBytes())
	}
	assert.Equal(t, c.audio, append([]byte{}, readAll(t, r, 3)...))
	assert.True(t, r.LengthKnown(), "once the end was met")
	assert.Equal(t, c.frames, r.Frames())
	assert.Equal(t, c.frames, r.Tell())

	c.checkStrict(t, way, repairs)
}

// checkStrict checks that each repair can be refused, and that nothing else is.
func (c catalogued) checkStrict(t *testing.T, way way, repairs wave.Repair) {
	r, err := way.open(t, c.file, wave.ReaderOptions{Refuse: wave.RepairAll &^ repairs})
	require.NoError(t, err, "all but what the file needs refused")
	closing(t, r)
	for _, repair := range append(bitsOf(repairs), wave.RepairAll) {
		if repair&repairs == 0 {
			continue
		}
		_, err := way.open(t, c.file, wave.ReaderOptions{Refuse: repair})
		var e *wave.Error
		require.ErrorAs(t, err, &e, "%v", repair)
		if errors.Is(err, wave.ErrRefused) {
			assert.NotZero(t, wave.Repair(e.Value)&repairs&repair, "%v", err)
		} else {
			is := func(r wave.Repair) bool { return errors.Is(err, refusalOf(r)) }
			assert.True(t, slices.ContainsFunc(bitsOf(repairs&repair), is), "%v", err)
		}
	}
}

// refusalOf is the error for a refused repair.
func refusalOf(r wave.Repair) error {
	switch r {
	case wave.RepairFmtShort:
		return wave.ErrTruncated
	case wave.RepairDataFirst:
		return wave.ErrDataFirst
	case wave.RepairBits:
		return wave.ErrBits
	}
	return wave.ErrRefused
}

// bitsOf returns the repairs of a set.
func bitsOf(set wave.Repair) []wave.Repair {
	var repairs []wave.Repair
	for bit := wave.Repair(1); bit != 0; bit <<= 1 {
		if set&bit != 0 {
			repairs = append(repairs, bit)
		}
	}
	return repairs
}

// repairsOf returns the repairs that a reader made.
func repairsOf(r *wave.Reader) wave.Repair {
	var set wave.Repair
	for _, d := range r.Diagnostics() {
		set |= d.Repair
	}
	return set
}

// requireError checks that err is of that kind, and says where and what.
func requireError(t *testing.T, err, want error, value int64) {
	t.Helper()
	require.ErrorIs(t, err, want)
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	assert.GreaterOrEqual(t, e.Offset, int64(0))
	if value != 0 {
		assert.Equal(t, value, e.Value)
	}
}

func TestUnknownSubFormatIsTold(t *testing.T) {
	file := wavtest.File(extFmt(baseFmt, func(e []byte) []byte { e[23] ^= 1; return e }), baseAudio)
	_, err := wave.NewReader(bytes.NewReader(file), nil)
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "00000001-0000-0010-8000-00aa00389b70", e.SubFormat.String())
	assert.Equal(t, fmtID, e.Chunk)
	assert.EqualValues(t, 12, e.Offset)
}
