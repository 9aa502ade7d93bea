package wave_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file fuzzes the parser: what a file is found to hold.

// Whatever bytes it is given: a Reader returns what lies in them or an error, the same through every way, in proportion
// to their number; and it refuses just what it would else put right.
func FuzzParse(f *testing.F) {
	for _, file := range seeds(f) {
		f.Add(file, uint8(0), uint32(0), uint16(0))
		f.Add(file, uint8(5), uint32(wave.RepairAll), uint16(40))
	}
	f.Fuzz(func(t *testing.T, file []byte, readAhead uint8, refuse uint32, maxMetadata uint16) {
		opts := wave.ReaderOptions{
			Refuse: wave.Repair(refuse), ReadAhead: int(readAhead), MaxMetadata: int64(maxMetadata),
		}
		before := heap()
		memory, memoryErr := parse(t, file, sizedWay, &opts)
		stream, streamErr := parse(t, file, unseekableWay, &opts)
		unknown, unsizedErr := parse(t, file, unknownSizeWay, &opts)
		// A wide margin for what other calls allocated before; a declared size that is believed goes beyond it.
		assert.Less(t, heap()-before, uint64(16<<20)+40*uint64(len(file)), "bytes allocated")

		requireRefusals(t, file, memory, memoryErr, &opts)
		if opts.Refuse != 0 {
			return // what is refused depends on what is known of the size
		}
		for name, got := range map[string]struct {
			parsed
			err error
		}{"a stream": {stream, streamErr}, "of unknown size": {unknown, unsizedErr}} {
			switch {
			case memoryErr != nil:
				require.Error(t, got.err, name)
			case name == "a stream" && memory.repairs&wave.RepairDataFirst != 0:
				require.ErrorIs(t, got.err, wave.ErrDataFirst)
			default:
				require.NoError(t, got.err, name)
				want := memory
				if opts.MaxMetadata != 0 { // which in a stream is for all chunks together
					want.chunks, got.chunks = nil, nil
					want.repairs, got.repairs = 0, 0
				}
				require.Equal(t, want, got.parsed, name)
			}
		}
	})
}

// The ways of a parse.
func sizedWay(r *readOnly) io.Reader       { return r }
func unseekableWay(r *readOnly) io.Reader  { return forward(r) }
func unknownSizeWay(r *readOnly) io.Reader { return unsized{r} }

// parsed is what a Reader found.
type parsed struct {
	format    wave.Format
	container wave.Container
	audio     string
	frames    int64
	fact      int64 // -1 if there is none
	chunks    []string
	repairs   wave.Repair
}

// parse reads a file and checks what can be said of every file.
func parse(t *testing.T, file []byte, way func(*readOnly) io.Reader, opts *wave.ReaderOptions) (parsed, error) {
	source := newReadOnly(t, file)
	stream := way(source)
	sizer, ok := stream.(interface{ Size() int64 })
	sized := ok && sizer.Size() >= 0
	r, err := wave.NewReader(stream, opts)
	size := int64(len(file))
	// Opening looks at each byte a few times at most.
	require.LessOrEqual(t, source.bytes, 4*size+1024, "bytes read to open it")
	require.LessOrEqual(t, source.calls, 4*size+100, "calls to open it")
	if err != nil {
		if !sized {
			size = math.MaxInt64 // chunks may claim to lie wherever nobody knows the end
		}
		requireRefused(t, err, size)
		return parsed{}, err
	}
	p := parsed{format: r.Format(), container: r.Container(), fact: -1}
	checkFormat(t, p.format)

	step := max(1, p.format.BlockAlign)
	audio, err := readUntilRefused(t, r, 1+len(file)/step/3)
	if err == nil {
		_, err = r.Metadata()
	}
	if opts.MaxMetadata > 0 && errors.Is(err, wave.ErrTooMuchMetadata) {
		err = nil
	}
	if err != nil {
		require.False(t, sized, "a file of known size is looked at when it is opened")
		require.NotZero(t, opts.Refuse)
		require.ErrorIs(t, err, wave.ErrRefused)
		return parsed{}, err
	}
	p.audio, p.frames = string(audio), r.Frames()
	require.True(t, r.LengthKnown())
	require.EqualValues(t, len(audio), r.DataBytes())
	if p.format.SampleBytes > 0 {
		require.EqualValues(t, len(audio)/step, p.frames)
		require.Equal(t, p.frames, r.Tell())
	}
	require.True(t, p.frames <= r.FramesDeclared() || r.FramesDeclared() == 0)
	start := r.DataOffset()
	require.Equal(t, string(file[start:start+int64(len(audio))]), p.audio)
	p.chunks = checkChunks(t, r, file, opts)
	if frames, ok := r.FactFrames(); ok {
		p.fact = frames
	}
	p.repairs = checkDiagnostics(t, r, opts, size)
	if r.Seekable() && p.format.SampleBytes > 0 {
		middle := p.frames / 2
		require.NoError(t, r.SeekFrame(middle))
		rest := readAll(t, r, 1+len(file)/step)
		require.Equal(t, p.audio[int(middle)*step:], string(rest))
	}
	require.LessOrEqual(t, source.bytes, 16*size+4096, "bytes read in all")
	require.LessOrEqual(t, source.calls, 16*size+400, "calls in all")
	require.NoError(t, r.Close())
	return p, nil
}

// requireRefused checks the error for a file that is not opened.
func requireRefused(t *testing.T, err error, size int64) {
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	expected := []error{wave.ErrTruncated, wave.ErrFormat, wave.ErrUnsupported}
	require.True(t, slices.ContainsFunc(expected, func(e error) bool { return errors.Is(err, e) }), "%v", err)
	require.GreaterOrEqual(t, e.Offset, int64(0))
	require.LessOrEqual(t, e.Offset, size)
	require.NotEmpty(t, err.Error())
}

// checkFormat checks what can be said of every format.
func checkFormat(t *testing.T, f wave.Format) {
	require.Positive(t, f.Channels)
	switch {
	case f.Encoding() == wave.EncodingUnknown:
		require.Zero(t, f.SampleBytes)
		require.Zero(t, f.BlockFrames)
	case f.SampleBytes == 0: // samples are packed in blocks
		require.Positive(t, f.BlockAlign)
		require.Positive(t, f.BlockFrames)
	default:
		require.Equal(t, f.Channels*f.SampleBytes, f.BlockAlign)
		require.LessOrEqual(t, f.BitsPerSample, 8*f.SampleBytes)
		require.LessOrEqual(t, f.ValidBits, f.BitsPerSample)
		require.Positive(t, f.ValidBits)
		require.Zero(t, f.BlockFrames)
	}
}

// readUntilRefused is readAll of a stream of which it may turn out late that it needs a repair that the options refuse.
func readUntilRefused(t *testing.T, r *wave.Reader, frames int) ([]byte, error) {
	t.Helper()
	buffer := make([]byte, frames*max(1, r.Format().BlockAlign))
	var all []byte
	for {
		n, err := r.ReadBytes(buffer)
		all = append(all, buffer[:n]...)
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}

// checkChunks checks the list of chunks and their payloads, and returns it as text.
func checkChunks(t *testing.T, r *wave.Reader, file []byte, opts *wave.ReaderOptions) []string {
	chunks, err := r.Chunks()
	require.NoError(t, err)
	var texts []string
	end := int64(0)
	for i, chunk := range chunks {
		texts = append(texts, chunkText(chunk))
		require.GreaterOrEqual(t, chunk.Offset, end, "chunks follow each other")
		require.Greater(t, chunk.Start, chunk.Offset)
		end = chunk.Start + chunk.Size
		require.LessOrEqual(t, end, int64(len(file)), "%v", chunk)
		payload, err := r.ReadChunk(i)
		switch {
		case chunk.ID == dataID:
			require.ErrorIs(t, err, wave.ErrArgument)
		case opts.MaxMetadata > 0 && errors.Is(err, wave.ErrTooMuchMetadata):
		default:
			require.NoError(t, err)
			require.Equal(t, string(file[chunk.Start:end]), string(payload))
		}
	}
	return texts
}

// checkDiagnostics checks the diagnostics, and returns the repairs that they are about.
func checkDiagnostics(t *testing.T, r *wave.Reader, opts *wave.ReaderOptions, size int64) wave.Repair {
	for _, d := range r.Diagnostics() {
		require.GreaterOrEqual(t, d.Offset, int64(0), "%v", d)
		require.LessOrEqual(t, d.Offset, size, "%v", d)
		require.NotEmpty(t, d.String())
	}
	repairs := repairsOf(r)
	require.Zero(t, repairs&opts.Refuse)
	return repairs
}

// requireRefusals checks that a file that can be gone back in is refused for each repair that it needs, for any of them,
// and for no other.
func requireRefusals(t *testing.T, file []byte, found parsed, err error, opts *wave.ReaderOptions) {
	if opts.MaxMetadata != 0 {
		return // what is not looked at is not refused
	}
	_, strictErr := wave.NewReader(bytes.NewReader(file), &strict)
	require.Equal(t, err == nil && found.repairs == 0, strictErr == nil, "%v", strictErr)
	if opts.Refuse != 0 {
		return
	}
	refusing := wave.Repair(1)
	for ; refusing <= wave.RepairOrder; refusing <<= 1 {
		_, refused := wave.NewReader(bytes.NewReader(file), &wave.ReaderOptions{Refuse: refusing})
		switch {
		case err != nil:
			require.Error(t, refused, "%v", refusing)
		case found.repairs&refusing != 0:
			require.Error(t, refused, "%v", refusing)
			requireRefused(t, refused, int64(len(file)))
		default:
			require.NoError(t, refused, "%v", refusing)
		}
	}
}
