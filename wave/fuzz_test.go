package wave_test

import (
	"bytes"
	"errors"
	"io"
	"runtime/metrics"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file holds the fuzz targets. The inputs in testdata/fuzz reach far into the code: some were found by fuzzing, the
// others made by hand.

// heap returns the bytes allocated so far, cheaply: small allocations are counted late.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// Whatever bytes it is given, a Reader returns what lies in them or an error, and uses little memory.
func FuzzReader(f *testing.F) {
	for _, test := range catalogue.All() {
		if len(test.File) < 4096 {
			f.Add(test.File, uint8(0), uint32(0))
			f.Add(test.File, uint8(5), uint32(wave.RepairAll))
		}
	}
	f.Fuzz(func(t *testing.T, file []byte, readAhead uint8, refuse uint32) {
		opts := wave.ReaderOptions{Refuse: wave.Repair(refuse), ReadAhead: int(readAhead)}
		before := heap()
		memory, memoryErr := fuzzReader(t, bytes.NewReader(file), &opts, file)
		stream, streamErr := fuzzReader(t, forward(bytes.NewReader(file)), &opts, file)
		// A wide margin for what other calls allocated before; a declared size that is believed goes beyond it.
		assert.Less(t, heap()-before, uint64(16<<20)+20*uint64(len(file)), "bytes allocated")

		// Strict reading refuses what needs a repair, and nothing else.
		_, strictErr := wave.NewReader(bytes.NewReader(file), &strict)
		if memoryErr == nil {
			require.Equal(t, memory.repairs == 0, strictErr == nil, "%v", strictErr)
		} else {
			require.Error(t, strictErr)
		}

		// A stream brings the same audio.
		if opts.Refuse != 0 {
			return // what is refused depends on what is known of the size
		}
		if memoryErr != nil {
			require.Error(t, streamErr)
		} else if memory.repairs&wave.RepairDataFirst == 0 {
			require.NoError(t, streamErr)
			require.Equal(t, memory.audio, stream.audio)
			require.Equal(t, memory.format, stream.format)
		}
	})
}

// fuzzed is what a Reader found.
type fuzzed struct {
	format  wave.Format
	audio   string
	repairs wave.Repair
}

// fuzzReader reads a file and checks what can be said of every file.
func fuzzReader(t *testing.T, stream io.Reader, opts *wave.ReaderOptions, file []byte) (fuzzed, error) {
	r, err := wave.NewReader(stream, opts)
	if err != nil {
		var e *wave.Error
		require.ErrorAs(t, err, &e)
		expected := []error{wave.ErrTruncated, wave.ErrFormat, wave.ErrUnsupported}
		require.True(t, slices.ContainsFunc(expected, func(e error) bool { return errors.Is(err, e) }), "%v", err)
		require.LessOrEqual(t, e.Offset, int64(len(file)))
		require.NotEmpty(t, err.Error())
		return fuzzed{}, err
	}
	format := r.Format()
	checkFormat(t, format)

	step := max(1, format.BlockAlign)
	audio, err := readUntilRefused(t, r, 1+len(file)/step/3)
	if err == nil {
		_, err = r.Metadata()
	}
	if err != nil {
		require.False(t, r.Seekable(), "what is seekable is looked at when it is opened")
		require.NotZero(t, opts.Refuse)
		require.ErrorIs(t, err, wave.ErrRefused)
		return fuzzed{}, err
	}
	require.True(t, r.LengthKnown())
	require.EqualValues(t, len(audio), r.DataBytes())
	if format.SampleBytes > 0 {
		require.EqualValues(t, len(audio)/step, r.Frames())
		require.Equal(t, r.Frames(), r.Tell())
	}
	require.True(t, r.Frames() <= r.FramesDeclared() || r.FramesDeclared() == 0)
	start := r.DataOffset()
	require.Equal(t, string(file[start:start+int64(len(audio))]), string(audio))

	if r.Seekable() && format.SampleBytes > 0 {
		middle := r.Frames() / 2
		require.NoError(t, r.SeekFrame(middle))
		rest := readAll(t, r, 1+len(file)/format.BlockAlign)
		require.Equal(t, string(audio[int(middle)*format.BlockAlign:]), string(rest))
	}
	repairs := repairsOf(r)
	require.Zero(t, repairs&opts.Refuse)
	require.NoError(t, r.Close())
	return fuzzed{format, string(audio), repairs}, nil
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

// Whatever format is asked for and however the bytes come, a Writer refuses it or writes what a Reader reads.
func FuzzRoundTrip(f *testing.F) {
	f.Add(uint16(0), uint16(2), uint32(44100), uint8(16), uint8(0), uint32(0), false, int64(0), uint8(0), uint8(4), baseAudio)
	f.Add(uint16(3), uint16(1), uint32(8000), uint8(64), uint8(0), uint32(0), false, int64(2), uint8(50), uint8(7), baseAudio)
	f.Add(uint16(0xFFFE), uint16(2), uint32(48000), uint8(24), uint8(20), uint32(3), false, int64(9), uint8(9), uint8(6), baseAudio)
	f.Add(uint16(0xFFFE), uint16(1), uint32(48000), uint8(32), uint8(32), uint32(4), true, int64(-1), uint8(0), uint8(1), baseAudio)
	f.Fuzz(func(t *testing.T, tag, channels uint16, rate uint32, bits, validBits uint8, mask uint32, float bool,
		frames int64, gather, piece uint8, data []byte,
	) {
		format := wave.Format{
			Tag: tag, Channels: int(channels), SampleRate: int64(rate), BitsPerSample: int(bits), ValidBits: int(validBits),
			ChannelMask: mask,
		}
		if float {
			format.SubFormat = wave.SubFormatFloat
		}
		var b wave.Buffer
		w, err := wave.NewWriter(&b, format, &wave.WriterOptions{Frames: frames, Gather: int(gather)})
		if err != nil {
			require.True(t, errors.Is(err, wave.ErrArgument) || errors.Is(err, wave.ErrTooLarge), "%v", err)
			return
		}
		for rest := data; len(rest) > 0; {
			n, err := w.WriteBytes(rest[:min(len(rest), int(piece)+1)])
			require.NoError(t, err)
			rest = rest[n:]
		}
		require.NoError(t, w.Close())
		require.Zero(t, len(b.Bytes())%2, "padded")

		// The only oddities that can be written: a mask that names too many loudspeakers, a rate beyond all use, and a
		// last frame that was cut by the caller.
		allowed := wave.RepairChannelMask | wave.RepairSampleRate | wave.RepairPartialFrame
		r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &wave.ReaderOptions{Refuse: wave.RepairAll &^ allowed})
		require.NoError(t, err)
		require.Equal(t, w.Format(), r.Format())
		require.Equal(t, string(data), string(readAll(t, r, 100)))
		require.EqualValues(t, len(data)/r.Format().BlockAlign, r.Frames())
	})
}
