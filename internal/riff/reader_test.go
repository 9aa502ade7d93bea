package riff

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// This file tests the walk over chunks.

var errBroken = errors.New("broken")

func id(s string) ID { return ID([]byte(s)) }

// unseekable hides every method of a stream but Read.
func unseekable(r io.Reader) io.Reader { return struct{ io.Reader }{r} }

// walk returns all chunks of a container.
func walk(t *testing.T, r *Reader) []Chunk {
	t.Helper()
	var chunks []Chunk
	for {
		chunk, err := r.Next()
		if err == io.EOF {
			return chunks
		}
		require.NoError(t, err)
		chunks = append(chunks, chunk)
	}
}

func TestWalk(t *testing.T) {
	three, four := []byte{1, 2, 3}, []byte{1, 2, 3, 4}
	unpadded := func(name string) []byte { return wavtest.LyingChunk(name, 3, three) }
	for _, test := range []struct {
		name string
		file []byte
		want []Chunk
	}{
		{"no chunks", wavtest.RIFF(), nil},
		{"two chunks", wavtest.RIFF(wavtest.Chunk("fmt ", four), wavtest.Chunk("data", four)), []Chunk{
			{ID: id("fmt "), Offset: 12, Size: 4}, {ID: id("data"), Offset: 24, Size: 4},
		}},
		{"empty chunk", wavtest.RIFF(wavtest.Chunk("LIST", nil), wavtest.Chunk("data", four)), []Chunk{
			{ID: id("LIST"), Offset: 12}, {ID: id("data"), Offset: 20, Size: 4},
		}},
		{"odd chunk with pad byte", wavtest.RIFF(wavtest.Chunk("abcd", three), wavtest.Chunk("data", four)), []Chunk{
			{ID: id("abcd"), Offset: 12, Size: 3}, {ID: id("data"), Offset: 24, Size: 4},
		}},
		{"odd chunk without pad byte", wavtest.RIFF(unpadded("abcd"), wavtest.Chunk("data", four)), []Chunk{
			{ID: id("abcd"), Offset: 12, Size: 3}, {ID: id("data"), Offset: 23, Size: 4, Unpadded: true},
		}},
		{"two of them", wavtest.RIFF(unpadded("abcd"), unpadded("LIST"), wavtest.Chunk("data", four)), []Chunk{
			{ID: id("abcd"), Offset: 12, Size: 3}, {ID: id("LIST"), Offset: 23, Size: 3, Unpadded: true},
			{ID: id("data"), Offset: 34, Size: 4, Unpadded: true},
		}},
		{"a strange id behind an odd chunk is no reason to look for it elsewhere",
			wavtest.RIFF(wavtest.Chunk("abcd", three), wavtest.Chunk("\x00xyz", four)), []Chunk{
				{ID: id("abcd"), Offset: 12, Size: 3}, {ID: id("\x00xyz"), Offset: 24, Size: 4},
			}},
		{"a chunk behind the declared end of the container", wavtest.LyingRIFF(4, wavtest.Chunk("data", four)), []Chunk{
			{ID: id("data"), Offset: 12, Size: 4},
		}},
		{"the container declares more than there is", wavtest.LyingRIFF(1000, wavtest.Chunk("data", four)), []Chunk{
			{ID: id("data"), Offset: 12, Size: 4},
		}},
		{"a chunk longer than the file is the last", wavtest.RIFF(wavtest.LyingChunk("LIST", 0xFFFFFFFF, four),
			wavtest.Chunk("data", four)), []Chunk{{ID: id("LIST"), Offset: 12, Size: 0xFFFFFFFF}}},
		{"a chunk header cut short", append(wavtest.RIFF(wavtest.Chunk("data", four)), "LIST\x04\x00\x00"...), []Chunk{
			{ID: id("data"), Offset: 12, Size: 4},
		}},
		{"the pad byte at the very end is missing", wavtest.RIFF(unpadded("data")), []Chunk{
			{ID: id("data"), Offset: 12, Size: 3},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for name, stream := range map[string]io.Reader{
				"seekable":           bytes.NewReader(test.file),
				"unseekable":         unseekable(bytes.NewReader(test.file)),
				"one byte at a time": unseekable(iotest.OneByteReader(bytes.NewReader(test.file))),
				"data with EOF":      iotest.DataErrReader(bytes.NewReader(test.file)),
			} {
				r, err := Open(NewSource(stream))
				require.NoError(t, err, name)
				assert.Equal(t, test.want, walk(t, r), name)
			}
			source := NewSource(bytes.NewReader(test.file))
			source.ReadAhead(5)
			r, err := Open(source)
			require.NoError(t, err)
			assert.Equal(t, test.want, walk(t, r), "with read-ahead")
		})
	}
}

func TestWalkGoesOnFromWhereverThePayloadWasReadTo(t *testing.T) {
	// The odd chunk lacks its pad byte, which makes the walk look back.
	file := wavtest.RIFF(wavtest.LyingChunk("abcd", 5, []byte{1, 2, 3, 4, 5}), wavtest.Chunk("data", []byte{6, 7}))
	for name, open := range map[string]func() io.Reader{
		"seekable":   func() io.Reader { return bytes.NewReader(file) },
		"unseekable": func() io.Reader { return unseekable(bytes.NewReader(file)) },
	} {
		for n := range 6 {
			r, err := Open(NewSource(open()))
			require.NoError(t, err)
			_, err = r.Next()
			require.NoError(t, err)
			payload := make([]byte, n)
			_, err = r.Read(payload)
			require.NoError(t, err)
			assert.Equal(t, []byte{1, 2, 3, 4, 5}[:n], payload)
			chunk, err := r.Next()
			require.NoError(t, err)
			assert.Equal(t, Chunk{ID: id("data"), Offset: 25, Size: 2, Unpadded: true}, chunk, "%s, %d bytes", name, n)
		}
	}
}

func TestOpen(t *testing.T) {
	wave := wavtest.RIFF(wavtest.Chunk("data", nil))
	for _, test := range []struct {
		name string
		file string
		want error
	}{
		{"RIFF", string(wave), nil},
		{"lower case", "riff\x04\x00\x00\x00WAVE", ErrNotRIFF},
		{"something else", "Ogg data", ErrNotRIFF},
		{"no form type", "RIFF\x04\x00\x00\x00WAV", ErrNoForm},
		{"seven bytes", "RIFF\x04\x00\x00", io.EOF},
		{"empty", "", io.EOF},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, stream := range []io.Reader{
				strings.NewReader(test.file), unseekable(strings.NewReader(test.file)),
			} {
				r, err := Open(NewSource(stream))
				if test.want != nil {
					assert.ErrorIs(t, err, test.want)
					continue
				}
				require.NoError(t, err)
				assert.Equal(t, id("WAVE"), r.Form)
				assert.EqualValues(t, 12, r.Size)
				assert.Zero(t, r.Offset)
			}
		})
	}
}

func TestOpenAtAnOffset(t *testing.T) {
	file := append(wavtest.Noise(13), wavtest.RIFF(wavtest.Chunk("data", []byte{1, 2}))...)
	seekable, forward := bytes.NewReader(file), bytes.NewReader(file)
	for _, stream := range []io.Seeker{seekable, forward} {
		_, err := stream.Seek(13, io.SeekStart)
		require.NoError(t, err)
	}

	r, err := Open(NewSource(seekable))
	require.NoError(t, err)
	assert.EqualValues(t, 13, r.Offset)
	assert.Equal(t, []Chunk{{ID: id("data"), Offset: 25, Size: 2}}, walk(t, r))

	r, err = Open(NewSource(unseekable(forward)))
	require.NoError(t, err)
	assert.Zero(t, r.Offset, "a stream that cannot tell counts from where reading began")
	assert.Equal(t, []Chunk{{ID: id("data"), Offset: 12, Size: 2}}, walk(t, r))
}

func TestReadEndsWithTheChunk(t *testing.T) {
	file := wavtest.RIFF(wavtest.Chunk("abcd", []byte{1, 2, 3, 4, 5, 6}), wavtest.Chunk("data", []byte{7, 8}))
	r, err := Open(NewSource(bytes.NewReader(file)))
	require.NoError(t, err)
	_, err = r.Next()
	require.NoError(t, err)
	buffer := make([]byte, 4)

	n, err := r.Read(buffer)
	assert.Equal(t, 4, n)
	assert.NoError(t, err)
	n, err = r.Read(buffer)
	assert.Equal(t, []byte{5, 6}, buffer[:n])
	assert.Equal(t, io.ErrUnexpectedEOF, err, "some, but not all")
	n, err = r.Read(buffer)
	assert.Zero(t, n)
	assert.Equal(t, io.EOF, err)
}

func TestReadEndsWithTheStream(t *testing.T) {
	file := wavtest.RIFF(wavtest.LyingChunk("abcd", 1000, []byte{1, 2, 3, 4, 5, 6}))
	r, err := Open(NewSource(unseekable(bytes.NewReader(file))))
	require.NoError(t, err)
	_, err = r.Next()
	require.NoError(t, err)
	buffer := make([]byte, 4)
	_, err = r.Read(buffer)
	require.NoError(t, err)

	n, err := r.Read(buffer)
	assert.Equal(t, []byte{5, 6}, buffer[:n])
	assert.Equal(t, io.ErrUnexpectedEOF, err)
	n, err = r.Read(buffer)
	assert.Zero(t, n)
	assert.Equal(t, io.EOF, err)
}

func TestAFailureIsNoEndOfFile(t *testing.T) {
	file := wavtest.RIFF(wavtest.Chunk("abcd", []byte{1, 2, 3, 4}), wavtest.Chunk("data", []byte{5}))
	for cut := range len(file) {
		r, err := Open(NewSource(unseekable(failAfter(file[:cut]))))
		for err == nil {
			_, err = r.Next()
		}
		assert.ErrorIs(t, err, errBroken, "after %d bytes", cut)
	}
}

func TestAFailureIsNoEndOfChunk(t *testing.T) {
	file := wavtest.RIFF(wavtest.Chunk("abcd", []byte{1, 2, 3, 4}))
	const start = 20
	for present := range 4 {
		for _, asked := range []int{4, 100} {
			r, err := Open(NewSource(failAfter(file[:start+present])))
			require.NoError(t, err)
			_, err = r.Next()
			require.NoError(t, err)
			n, err := r.Read(make([]byte, asked))
			assert.Equal(t, present, n)
			assert.ErrorIs(t, err, errBroken, "%d bytes there, %d asked for", present, asked)
		}
	}
}

// failAfter returns a stream that fails behind these bytes.
func failAfter(b []byte) io.Reader {
	return io.MultiReader(bytes.NewReader(b), iotest.ErrReader(errBroken))
}
