package wave_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file checks each file of the catalogue through every way to open it, and each repair of it refused.

func TestCatalogue(t *testing.T) {
	for _, test := range catalogue.All() {
		t.Run(test.Name, func(t *testing.T) {
			for _, way := range ways {
				if len(test.File) > 1<<20 && (slow(way) || raceDetector) {
					continue
				}
				t.Run(way.name, func(t *testing.T) { catalogued{test, way}.check(t) })
			}
		})
	}
}

// slow reports whether a file of many MB is left to other ways, which differ from this one in how it is begun, or takes
// many seconds since it reads a few bytes at a time.
func slow(way way) bool {
	return !slices.Contains([]string{"path", "memory", "stream"}, way.name)
}

// catalogued is a case of the catalogue, opened in some way.
type catalogued struct {
	catalogue.Case
	way way
}

// opening, later and all are the repairs that this way shows.
func (c catalogued) opening() wave.Repair { return c.Opening[c.unsized()] }
func (c catalogued) later() wave.Repair   { return c.Later[c.unsized()] &^ c.opening() }
func (c catalogued) all() wave.Repair     { return c.opening() | c.later() }

// told are those that are told when all is read.
func (c catalogued) told() wave.Repair {
	if c.way.sized {
		return c.all()
	}
	return c.all() &^ c.Settled
}

func (c catalogued) unsized() int {
	if c.way.sized {
		return 0
	}
	return 1
}

func (c catalogued) open(t *testing.T, refuse wave.Repair) (*wave.Reader, error) {
	r, err := c.way.open(t, c.File, wave.ReaderOptions{Refuse: refuse})
	if err == nil {
		closing(t, r)
	}
	return r, err
}

func (c catalogued) check(t *testing.T) {
	want := c.Err
	if !c.way.seekable && c.StreamErr != nil {
		want = c.StreamErr
	}
	if want != nil {
		_, err := c.open(t, 0)
		requireError(t, err, want, c.Value)
		_, err = c.open(t, wave.RepairAll)
		requireRefusal(t, err, c.opening(), want)
		return
	}
	c.checkOpened(t)
	c.checkAudio(t)
	c.checkChunks(t)
	c.checkSamples(t)
	c.checkRefusals(t)
}

// checkOpened checks what is known when the file is open.
func (c catalogued) checkOpened(t *testing.T) {
	r, err := c.open(t, 0)
	require.NoError(t, err)
	assert.Equal(t, c.Format, r.Format())
	assert.Equal(t, c.Container, r.Container())
	assert.Equal(t, c.way.seekable, r.Seekable())
	assert.Equal(t, c.way.sized, r.LengthKnown())
	found := repairsOf(r)
	if !c.way.seekable {
		found &^= c.later() // what stands before the audio is kept at once
	}
	assert.Equal(t, c.opening(), found, "%v", r.Diagnostics())
	if c.way.sized {
		assert.Equal(t, c.Frames, r.Frames())
		assert.EqualValues(t, len(c.Audio), r.DataBytes())
	}
}

// checkAudio checks that the audio is read as it is in the file, and that the metadata is told afterwards.
func (c catalogued) checkAudio(t *testing.T) {
	r, err := c.open(t, 0)
	require.NoError(t, err)
	assert.Equal(t, c.Audio, append([]byte{}, readAll(t, r, 3)...))
	assert.True(t, r.LengthKnown(), "once the end was met")
	assert.Equal(t, c.Frames, r.Frames())
	if c.TypedErr == nil {
		assert.Equal(t, c.Frames, r.Tell())
	}
	c.checkMetadata(t, r)
}

// checkChunks checks that the metadata of a file is told before the audio is read, which it does not disturb. It takes a
// stream that can seek, and of known size to know how far the audio goes.
func (c catalogued) checkChunks(t *testing.T) {
	if !c.way.seekable || !c.way.sized {
		return
	}
	r, err := c.open(t, 0)
	require.NoError(t, err)
	c.checkMetadata(t, r)
	assert.Equal(t, c.Audio, append([]byte{}, readAll(t, r, 3)...))
	assert.Equal(t, c.told(), repairsOf(r), "%v", r.Diagnostics())
}

func (c catalogued) checkMetadata(t *testing.T, r *wave.Reader) {
	chunks, err := r.Chunks()
	require.NoError(t, err)
	var ids []string
	for _, chunk := range chunks {
		ids = append(ids, string(chunk.ID[:]))
		assert.LessOrEqual(t, chunk.Start+chunk.Size, int64(len(c.File)), "chunk within the file")
	}
	if !slices.Equal(c.Chunks, ids) { // not assert.Equal: it compares lists of 65536 lines for minutes
		assert.Fail(t, "other chunks", "%d chunks, not %d: %.200q", len(ids), len(c.Chunks), ids)
	}
	m, err := r.Metadata()
	require.NoError(t, err)
	assert.Equal(t, c.Views, catalogue.Describe(m))
	assert.Equal(t, c.told(), repairsOf(r), "%v", r.Diagnostics())
	for _, d := range r.Diagnostics() {
		assert.True(t, 0 <= d.Offset && d.Offset < int64(len(c.File)), "%v", d)
	}
}

// checkSamples checks that all frames can be read as samples, or that it is told why not.
func (c catalogued) checkSamples(t *testing.T) {
	r, err := c.open(t, 0)
	require.NoError(t, err)
	samples, err := allSamples(r)
	if c.TypedErr != nil {
		requireError(t, err, c.TypedErr, c.Value)
		return
	}
	require.NoError(t, err)
	assert.EqualValues(t, c.Frames, len(samples)/r.Channels())
	assert.Equal(t, c.Decoding, repairsOf(r)&c.Decoding, "%v", r.Diagnostics())
}

// allSamples reads all samples.
func allSamples(r *wave.Reader) ([]float32, error) {
	buffer := make([]float32, 100*r.Channels())
	var all []float32
	for {
		n, err := wave.Read(r, buffer)
		all = append(all, buffer[:n*r.Channels()]...)
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}

// checkRefusals checks that each repair can be refused, and that nothing else is.
func (c catalogued) checkRefusals(t *testing.T) {
	all := c.all() | c.Decoding
	require.NoError(t, c.everything(t, wave.RepairAll&^all), "all but what the file needs refused")
	for _, repair := range append(bitsOf(all), wave.RepairAll) {
		if repair&all == 0 {
			continue
		}
		requireRefusal(t, c.everything(t, repair), all&repair, nil)
		if repair&c.all() != 0 && c.way.seekable && c.way.sized || repair&c.opening() != 0 {
			_, err := c.open(t, repair)
			requireRefusal(t, err, all&repair, nil)
		}
	}
}

// everything opens the file and reads all that is in it, up to the first error.
func (c catalogued) everything(t *testing.T, refuse wave.Repair) error {
	r, err := c.open(t, refuse)
	if err != nil {
		return err
	}
	if c.TypedErr == nil {
		_, err = allSamples(r)
	} else {
		_, err = io.Copy(io.Discard, frames{r})
	}
	if err != nil {
		return err
	}
	if _, err := r.Chunks(); err != nil {
		return err
	}
	_, err = r.Metadata()
	return err
}

// frames is the sample data as a stream.
type frames struct{ *wave.Reader }

func (f frames) Read(p []byte) (int, error) { return f.ReadBytes(p) }

// requireRefusal checks that err refuses one of these repairs, or is another that is as good.
func requireRefusal(t *testing.T, err error, repairs wave.Repair, other error) {
	t.Helper()
	var e *wave.Error
	require.ErrorAs(t, err, &e, "%v", repairs)
	switch {
	case errors.Is(err, wave.ErrRefused):
		assert.NotZero(t, wave.Repair(e.Value)&repairs, "%v", err)
	case other == nil || !errors.Is(err, other):
		is := func(r wave.Repair) bool { return errors.Is(err, refusalOf(r)) }
		assert.True(t, slices.ContainsFunc(bitsOf(repairs), is), "%v", err)
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
	f := wavtest.PCM(1, 8000, 16).Extensible(16, 0)
	f.Extension[23] ^= 1
	r, err := wave.NewReader(bytes.NewReader(wavtest.File(f, baseAudio)), nil)
	require.NoError(t, err)
	_, err = wave.Read(r, make([]float32, 8))
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "00000001-0000-0010-8000-00aa00389b70", e.SubFormat.String())
	assert.Equal(t, fmtID, e.Chunk)
	assert.EqualValues(t, 12, e.Offset)
}
