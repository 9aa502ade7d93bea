package wave_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the writing of frames from samples of a type.

// writables are formats of every encoding that a Writer knows and that packs nothing.
func writables(channels int) map[string]wave.Format {
	all := map[string]wave.Format{}
	add := func(name string, f wave.Format) {
		f.Channels, f.SampleRate = channels, 8000
		all[name] = f
	}
	for bits := 1; bits <= 64; bits++ {
		add(fmt.Sprintf("%d bits", bits), wave.Format{BitsPerSample: bits})
	}
	for _, bits := range []int{17, 20, 24, 33, 40, 56} {
		add(fmt.Sprintf("%d bits to the right", bits), wave.Format{BitsPerSample: bits, RightAligned: true})
	}
	for _, bits := range []int{8, 12, 16, 20, 24, 32, 48, 64} {
		add(fmt.Sprintf("EXTENSIBLE, %d bits", bits), wave.Format{Tag: wave.TagExtensible, BitsPerSample: bits})
	}
	add("EXTENSIBLE, 24 of 32 bits", wave.Format{BitsPerSample: 32, ValidBits: 24})
	for _, bits := range []int{16, 32, 64} {
		add(fmt.Sprintf("float of %d bits", bits), wave.Format{Tag: wave.TagFloat, BitsPerSample: bits})
		float := wave.Format{SubFormat: wave.SubFormatFloat, BitsPerSample: bits}
		add(fmt.Sprintf("EXTENSIBLE, float of %d bits", bits), float)
	}
	add("ambisonic, 16 bits", wave.Format{SubFormat: wave.SubFormatAmbisonicPCM, BitsPerSample: 16})
	add("ambisonic, float", wave.Format{SubFormat: wave.SubFormatAmbisonicFloat, BitsPerSample: 32})
	add("A-law", wave.Format{Tag: wave.TagALaw})
	add("mu-law", wave.Format{Tag: wave.TagMuLaw})
	add("A-law with a channel mask", wave.Format{Tag: wave.TagALaw, ChannelMask: 1})
	return all
}

// Every type is written to every format, whatever the size of the writes, interleaved and apart, gathered or not. The
// file is what the bytes of the samples make of it, and they come back as what they are worth there.
func TestWriteEveryFormat(t *testing.T) {
	for _, channels := range []int{1, 2, 3} {
		for name, format := range writables(channels) {
			for _, container := range []wave.Container{wave.ContainerRIFF, wave.ContainerRIFX} {
				t.Run(fmt.Sprintf("%s, %d channels, %v", name, channels, container), func(t *testing.T) {
					checkWriting[uint8](t, format, container)
					checkWriting[int16](t, format, container)
					checkWriting[int32](t, format, container)
					checkWriting[int64](t, format, container)
					checkWriting[float32](t, format, container)
					checkWriting[float64](t, format, container)
					checkWriting[wave.Int24](t, format, container)
					checkWriting[wave.Int24Left](t, format, container)
					checkWriting[wave.Int24Right](t, format, container)
				})
			}
		}
	}
}

// noiseOf returns frames of noise, some of them beyond full scale if the type has room for that.
func noiseOf[S wave.Sample](frames, channels int) []S {
	var samples []S
	noise := noisy(wavtest.Float(channels, 8000, 64), frames)
	for i, v := range decode(wave.Format{Tag: wave.TagFloat, SampleBytes: 8}, noise) {
		if i%2 == 0 {
			v = value{integer: int64(noise[8*i])<<24 - 1<<31 + int64(noise[8*i+1]), bits: 32}
		}
		samples = append(samples, sampleOf[S](v))
	}
	return samples
}

// encode returns the bytes of samples in a format.
func encode[S wave.Sample](f wave.Format, samples []S) []byte {
	return encodeAs(samples, func(v value) []byte {
		b := encodeOne(f, v)
		if f.BigEndian {
			slices.Reverse(b)
		}
		return b
	})
}

// encodeOne returns the bytes of a value, the lowest first.
func encodeOne(f wave.Format, v value) []byte {
	law, isLaw := laws()[f.Encoding()]
	switch {
	case isLaw:
		return []byte{law.encode(v)}
	case f.Encoding() == wave.EncodingFloat && f.BitsPerSample == 16:
		return binary.LittleEndian.AppendUint16(nil, halfFrom(sampleOf[float64](v)))
	case f.Encoding() == wave.EncodingFloat && f.BitsPerSample == 32:
		return le32(sampleOf[float32](v))
	case f.Encoding() == wave.EncodingFloat:
		return le64(sampleOf[float64](v))
	}
	level := v.level(f.ValidBits)
	if !f.RightAligned {
		level <<= 8*f.SampleBytes - f.ValidBits
	}
	if f.SampleBytes == 1 {
		level += 128
	}
	return binary.LittleEndian.AppendUint64(nil, uint64(level))[:f.SampleBytes]
}

func encodeAs[S wave.Sample](samples []S, bytesOf func(value) []byte) []byte {
	var all []byte
	for _, sample := range samples {
		all = append(all, bytesOf(valueOf(sample))...)
	}
	return all
}

func checkWriting[S wave.Sample](t *testing.T, format wave.Format, container wave.Container) {
	t.Helper()
	const frames = 137
	samples := noiseOf[S](frames, format.Channels)
	w, err := wave.NewWriter(&wave.Buffer{}, format, &wave.WriterOptions{Container: container})
	require.NoError(t, err)
	f := w.Format()
	want := writeWith(t, format, &wave.WriterOptions{Container: container}, encode(f, samples))
	for _, at := range []int{1, 50, frames} { // frames at a time
		for _, gather := range []int{0, 1, 100, 1 << 16} {
			for kind, put := range map[string]func(w *wave.Writer, samples []S) (int, error){
				"interleaved": wave.Write[S],
				"apart": func(w *wave.Writer, samples []S) (int, error) {
					return wave.WritePlanar(w, apart(samples, format.Channels))
				},
			} {
				where := fmt.Sprintf("%T, %s, %d frames at a time, gather %d", samples, kind, at, gather)
				var b wave.Buffer
				w, err := wave.NewWriter(&b, format, &wave.WriterOptions{Gather: gather, Container: container})
				require.NoError(t, err)
				for left := samples; len(left) > 0; {
					n := min(at*format.Channels, len(left))
					written, err := put(w, left[:n])
					require.NoError(t, err, where)
					require.Equal(t, n/format.Channels, written, where)
					left = left[n:]
				}
				assert.EqualValues(t, frames, w.FramesWritten(), where)
				require.NoError(t, w.Close())
				requireSameFile(t, f, want, b.Bytes(), where)
			}
		}
	}
	r, err := wave.NewReader(bytes.NewReader(want), &strict)
	require.NoError(t, err)
	require.Equal(t, f, r.Format())
	requireSamples(t, samplesOf[S](f, encode(f, samples)), readSamples[S](t, r, 100), "read back")
}

// requireSameFile compares files; the samples of NaN may be others.
func requireSameFile(t *testing.T, f wave.Format, want, got []byte, where string) {
	t.Helper()
	if f.Encoding() != wave.EncodingFloat || len(want) != len(got) {
		require.Equal(t, want, got, where)
		return
	}
	const header = 80 // at most; no sample of NaN is among the first
	require.Equal(t, want[:header], got[:header], where)
	start := len(want) - (len(want)-header)/f.SampleBytes*f.SampleBytes
	requireSamples(t, samplesOf[float64](f, want[start:]), samplesOf[float64](f, got[start:]), "%s", where)
}

// Samples that a type has room for come back as they were.
func TestSamplesComeBackUnchanged(t *testing.T) {
	checkComingBack[uint8](t, 8, 16, 24, 32, -32, -64)
	checkComingBack[int16](t, 16, 24, 32, -32, -64)
	checkComingBack[wave.Int24](t, 24, 32, -32, -64)
	checkComingBack[wave.Int24Left](t, 24, 32, -32, -64)
	checkComingBack[wave.Int24Right](t, 24, 32, -32, -64)
	checkComingBack[int32](t, 32, -64)
	checkComingBack[int64](t, 64)
	checkComingBack[float32](t, -32, -64)
	checkComingBack[float64](t, -64)
}

// checkComingBack writes and reads samples of a type with so many bits each; those of floats are below zero.
func checkComingBack[S wave.Sample](t *testing.T, bits ...int) {
	t.Helper()
	for _, bits := range bits {
		format := wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: bits}
		if bits < 0 {
			format.Tag, format.BitsPerSample = wave.TagFloat, -bits
		}
		samples := noiseOf[S](1000, 2)
		var b wave.Buffer
		w, err := wave.NewWriter(&b, format, nil)
		require.NoError(t, err)
		_, err = wave.Write(w, samples)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		r, err := wave.NewReader(bytes.NewReader(b.Bytes()), nil)
		require.NoError(t, err)
		requireSamples(t, samples, readSamples[S](t, r, 64), "%T through %d bits", samples, bits)
	}
}

// The bits of a container that are not valid are zero in what is written.
func TestWritingRoundsToTheValidBits(t *testing.T) {
	format := wave.Format{Tag: wave.TagExtensible, Channels: 1, SampleRate: 8000, BitsPerSample: 24, ValidBits: 20}
	for _, test := range []struct {
		name  string
		write func(w *wave.Writer) (int, error)
	}{
		{"floats", func(w *wave.Writer) (int, error) {
			return wave.Write(w, []float64{0.5 + 1.0/(1<<20), 0.5 + 3.0/(1<<20), 1})
		}},
		{"integers", func(w *wave.Writer) (int, error) {
			return wave.Write(w, []wave.Int24Right{0x400008, 0x400018, 0x7fffff})
		}},
		{"packed integers", func(w *wave.Writer) (int, error) {
			return wave.Write(w, []wave.Int24{{0x08, 0, 0x40}, {0x18, 0, 0x40}, {0xff, 0xff, 0x7f}})
		}},
	} {
		var b wave.Buffer
		w, err := wave.NewWriter(&b, format, nil)
		require.NoError(t, err)
		_, err = test.write(w)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		want := write(t, format, []byte{0x00, 0, 0x40, 0x20, 0, 0x40, 0xf0, 0xff, 0x7f})
		assert.Equal(t, want, b.Bytes(), test.name)
	}
}

func TestWriteMoreThanABlock(t *testing.T) {
	for _, test := range []struct {
		name             string
		channels, frames int
	}{{"many frames", 2, 300_001}, {"wide frames", 16000, 40}} {
		t.Run(test.name, func(t *testing.T) {
			format := wave.Format{Channels: test.channels, SampleRate: 8000, BitsPerSample: 32}
			samples := noiseOf[float32](test.frames*test.channels, 1)
			for name, put := range map[string]func(w *wave.Writer) (int, error){
				"interleaved": func(w *wave.Writer) (int, error) { return wave.Write(w, samples) },
				"apart": func(w *wave.Writer) (int, error) {
					return wave.WritePlanar(w, apart(samples, test.channels))
				},
			} {
				path := t.TempDir() + "/file.wav"
				w, err := wave.Create(path, format, nil)
				require.NoError(t, err)
				n, err := put(w)
				require.NoError(t, err)
				assert.Equal(t, test.frames, n, name)
				assert.EqualValues(t, test.frames, w.FramesDeclared(), "the first write declares: %s", name)
				require.NoError(t, w.Close())
				got, err := os.ReadFile(path)
				require.NoError(t, err)
				assert.True(t, bytes.Equal(write(t, format, encode(w.Format(), samples)), got), name)
			}
		})
	}
}

func TestWhatIsNoWholeFrameIsNotWritten(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, stereo16, nil)
	require.NoError(t, err)
	for _, test := range []struct {
		name  string
		write func() (int, error)
		want  error
	}{
		{"half a frame", func() (int, error) { return wave.Write(w, []float32{1}) }, wave.ErrPartialFrame},
		{"a frame and a half", func() (int, error) { return wave.Write(w, []int16{1, 2, 3}) }, wave.ErrPartialFrame},
		{"too few planes", func() (int, error) { return wave.WritePlanar(w, [][]int16{{1}}) }, wave.ErrPlanes},
		{"too many planes", func() (int, error) { return wave.WritePlanar(w, make([][]int16, 3)) }, wave.ErrPlanes},
		{"planes of different length", func() (int, error) {
			return wave.WritePlanar(w, [][]int16{{1, 2}, {1}})
		}, wave.ErrPartialFrame},
	} {
		n, err := test.write()
		assert.Zero(t, n, test.name)
		assert.ErrorIs(t, err, test.want, test.name)
		assert.ErrorIs(t, err, wave.ErrArgument, test.name)
		assert.Empty(t, b.Bytes(), "not even a header: %s", test.name)
	}
	require.NoError(t, w.Close())
	for name, write := range map[string]func() (int, error){
		"frames":        func() (int, error) { return wave.Write(w, []int16{1, 2}) },
		"half a frame":  func() (int, error) { return wave.Write(w, []int16{1}) },
		"planes":        func() (int, error) { return wave.WritePlanar(w, [][]int16{{1}, {2}}) },
		"a plane":       func() (int, error) { return wave.WritePlanar(w, [][]int16{{1}}) },
		"uneven planes": func() (int, error) { return wave.WritePlanar(w, [][]int16{{1}, {}}) },
	} {
		_, err := write()
		assert.Equal(t, wave.ErrClosed, err, name)
	}
}

// What is written is counted at once. It is in the file after Flush, and right in the header after UpdateHeader or
// Close.
func TestWhatWrittenMeans(t *testing.T) {
	path := t.TempDir() + "/file.wav"
	w, err := wave.Create(path, stereo16, nil)
	require.NoError(t, err)
	inFile := func() int {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return int(info.Size())
	}
	declared := func() int64 {
		r, err := wave.Open(path, nil)
		require.NoError(t, err)
		defer r.Close()
		return r.FramesDeclared()
	}
	put := func(frames int) {
		n, err := wave.Write(w, make([]float32, 2*frames))
		require.NoError(t, err)
		require.Equal(t, frames, n)
	}

	put(10)
	assert.EqualValues(t, 10, w.FramesWritten())
	assert.EqualValues(t, 40, w.BytesWritten())
	assert.Zero(t, inFile(), "gathered")
	require.NoError(t, w.Flush())
	assert.Equal(t, start+40, inFile(), "passed on by Flush")
	put(5)
	assert.EqualValues(t, 15, w.FramesWritten())
	assert.Equal(t, start+40, inFile(), "gathered")
	assert.EqualValues(t, 10, declared(), "Flush does not correct the header")
	require.NoError(t, w.UpdateHeader())
	assert.Equal(t, start+60, inFile(), "what the header tells of is there")
	assert.EqualValues(t, 15, declared())
	put(300_000)
	assert.Greater(t, inFile(), start+60, "more than is gathered is passed on")
	put(1)
	require.NoError(t, w.Close())
	assert.Equal(t, start+4*300_016, inFile())
	assert.EqualValues(t, 300_016, declared())
}

// A disk may be full after any byte. What is left behind is a file with the frames that fit, and the caller is told.
func TestFullDiskForSamples(t *testing.T) {
	samples := noiseOf[float32](21, 1)
	for _, chunk := range []int{1, 5, 21} {
		for _, gather := range []int{0, 1, 5, 48, 4096} {
			t.Run(fmt.Sprintf("%d samples at a time, gather %d", chunk, gather), func(t *testing.T) {
				data := encode(wave.Format{Tag: wave.TagPCM, BitsPerSample: 24, ValidBits: 24, SampleBytes: 3}, samples)
				for room := range len(write(t, mono24, data)) {
					where := fmt.Sprintf("room for %d bytes", room)
					disk := &wavtest.Disk{Room: room}
					w, err := wave.NewWriter(disk, mono24, &wave.WriterOptions{Gather: gather})
					require.NoError(t, err)
					accepted := 0
					for accepted < len(samples) && err == nil {
						var n int
						n, err = wave.Write(w, samples[accepted:min(accepted+chunk, len(samples))])
						accepted += n
					}
					last := w.FramesWritten()
					closing := w.Close()
					require.ErrorIs(t, errors.Join(err, closing), wavtest.ErrFull, where)
					if closing == nil { // the last write was refused as a whole
						require.EqualValues(t, accepted, last, where)
					}
					requireFramesThatFit(t, disk.Bytes, w, data, where)
				}
			})
		}
	}
}

// A write of samples that was refused as a whole can be tried again; one that was taken in part is the last.
func TestAWriteOfSamplesThatFails(t *testing.T) {
	samples := noiseOf[float32](3, 2)
	want := encode(wave.Format{Tag: wave.TagPCM, BitsPerSample: 16, ValidBits: 16, SampleBytes: 2}, samples)
	for name, put := range map[string]func(w *wave.Writer, samples []float32) (int, error){
		"interleaved": wave.Write[float32],
		"apart": func(w *wave.Writer, samples []float32) (int, error) {
			return wave.WritePlanar(w, apart(samples, 2))
		},
	} {
		disk := &wavtest.Disk{Room: start + 4}
		w, err := wave.NewWriter(disk, stereo16, nil)
		require.NoError(t, err)
		n, err := put(w, samples[:2])
		require.NoError(t, err, name)
		require.Equal(t, 1, n, name)
		n, err = put(w, samples[2:])
		require.ErrorIs(t, err, wavtest.ErrFull, name)
		assert.Zero(t, n, name)

		disk.Room = start + 10
		n, err = put(w, samples[2:])
		require.ErrorIs(t, err, wavtest.ErrFull, name)
		assert.Equal(t, 1, n, "a frame and a half: %s", name)
		disk.Room = 1000
		_, again := put(w, samples[2:])
		assert.Equal(t, err, again, name)
		assert.Equal(t, err, w.Close(), name)
		assert.Equal(t, write(t, stereo16, want[:8]), disk.Bytes[:start+8], name)
	}
}

func TestSamplesHaveTheSameLimit(t *testing.T) {
	var sea ocean
	w, err := wave.NewWriter(&sea, mono8, &plain)
	require.NoError(t, err)
	block := make([]byte, 1<<26)
	for range 63 {
		_, err = w.WriteBytes(block)
		require.NoError(t, err)
	}
	before := sea
	room := 1<<26 - 38
	n, err := wave.Write(w, make([]int16, room+1))
	assert.Zero(t, n)
	require.ErrorIs(t, err, wave.ErrTooLarge)
	n, err = wave.WritePlanar(w, [][]int16{make([]int16, room+1)})
	assert.Zero(t, n)
	require.ErrorIs(t, err, wave.ErrTooLarge)
	assert.Equal(t, before, sea, "nothing was written")
	n, err = wave.Write(w, make([]int16, room))
	require.NoError(t, err, "less still fits")
	assert.Equal(t, room, n)
	require.NoError(t, w.Close())
}

// Each write of samples is passed on as it is where nothing is gathered, after the same header.
func TestCallsWhileWritingSamples(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: &wavtest.Disk{Room: 1 << 20}}
	w, err := wave.NewWriter(recorder, stereo16, &plain)
	require.NoError(t, err)
	for _, test := range []struct {
		name   string
		frames int
		want   []string
	}{
		{"first frames", 2, []string{"write 4", "tell", "write 32", "write 4", "tell", "write 4", "write 8"}},
		{"no frames", 0, []string{"write 0"}},
		{"more frames", 3, []string{"write 12"}},
		{"more than a block", 1<<16 + 1, []string{"write 262144", "write 4"}},
	} {
		_, err := wave.Write(w, make([]float32, 2*test.frames))
		require.NoError(t, err)
		assert.Equal(t, test.want, recorder.Take(), test.name)
	}
	_, err = wave.WritePlanar(w, [][]float32{{1, 2}, {3, 4}})
	require.NoError(t, err)
	assert.Equal(t, []string{"write 8"}, recorder.Take(), "planes")
}
