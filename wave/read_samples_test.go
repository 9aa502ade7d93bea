package wave_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the reading of frames as samples of a type.

// readSamples reads everything that is left, so many frames at a time.
func readSamples[S wave.Sample](t *testing.T, r *wave.Reader, frames int) []S {
	t.Helper()
	channels := r.Format().Channels
	buffer := make([]S, frames*channels)
	all := []S{}
	for {
		n, err := wave.Read(r, buffer)
		all = append(all, buffer[:n*channels]...)
		if err == io.EOF {
			require.Zero(t, n)
			return all
		}
		require.NoError(t, err)
		require.NotZero(t, n, "a read that brings nothing has to say why")
	}
}

// readPlanes does the same, each channel apart.
func readPlanes[S wave.Sample](t *testing.T, r *wave.Reader, frames int) [][]S {
	t.Helper()
	buffer := make([][]S, r.Format().Channels)
	for c := range buffer {
		buffer[c] = make([]S, frames+c%2) // the shortest counts
	}
	all := make([][]S, len(buffer))
	for {
		n, err := wave.ReadPlanar(r, buffer)
		for c := range buffer {
			all[c] = append(all[c], buffer[c][:n]...)
		}
		if err == io.EOF {
			require.Zero(t, n)
			return all
		}
		require.NoError(t, err)
		require.NotZero(t, n, "a read that brings nothing has to say why")
	}
}

// encodings are fmt chunks of every encoding that a Reader knows and that packs nothing: integers of 1 to 64 bits, in
// their natural container and to the right in a wider one, floats, A-law and mu-law, plain and as EXTENSIBLE.
func encodings(channels int) map[string]wavtest.Fmt {
	all := map[string]wavtest.Fmt{}
	for bits := 1; bits <= 64; bits++ {
		all[fmt.Sprintf("%d bits", bits)] = wavtest.PCM(channels, 8000, bits)
		if container := (bits + 7) / 8; container == 3 || container > 4 && container < 8 {
			wide := wavtest.PCM(channels, 8000, bits)
			wide.BlockAlign = uint16(channels * map[bool]int{true: 4, false: 8}[container == 3])
			wide.ByteRate = 8000 * uint32(wide.BlockAlign)
			all[fmt.Sprintf("%d bits in %d bytes", bits, int(wide.BlockAlign)/channels)] = wide
		}
	}
	all["float of 16 bits"] = wavtest.Float(channels, 8000, 16)
	all["float of 32 bits"] = wavtest.Float(channels, 8000, 32)
	all["float of 64 bits"] = wavtest.Float(channels, 8000, 64)
	all["EXTENSIBLE, 12 of 16 bits"] = wavtest.PCM(channels, 8000, 16).Extensible(12, 0)
	all["EXTENSIBLE, 20 of 24 bits"] = wavtest.PCM(channels, 8000, 24).Extensible(20, 0)
	all["EXTENSIBLE, 24 of 32 bits"] = wavtest.PCM(channels, 8000, 32).Extensible(24, 0)
	wide := wavtest.PCM(channels, 8000, 24).Extensible(20, 0)
	wide.BlockAlign, wide.ByteRate = uint16(4*channels), uint32(8000*4*channels)
	all["EXTENSIBLE, 20 of 24 bits in 4 bytes"] = wide
	all["EXTENSIBLE, 8 bits"] = wavtest.PCM(channels, 8000, 8).Extensible(8, 0)
	all["EXTENSIBLE, float"] = wavtest.Float(channels, 8000, 32).Extensible(32, 0)
	for name, tag := range map[string]uint16{"A-law": 6, "mu-law": 7} {
		f := wavtest.PCM(channels, 8000, 8)
		f.Tag = tag
		all["EXTENSIBLE, "+name] = f.Extensible(8, 0)
		f.Extension = []byte{0, 0}
		all[name] = f
	}
	for name, f := range map[string]wavtest.Fmt{
		"ambisonic, 16 bits": wavtest.PCM(channels, 8000, 16), "ambisonic, float": wavtest.Float(channels, 8000, 32),
	} {
		f = f.Extensible(f.Bits, 0)
		copy(f.Extension[12:], "\x21\x07\xd3\x11\x86\x44\xc8\xc1\xca\x00\x00\x00")
		all[name] = f
	}
	return all
}

// noisy returns audio in an encoding, with the values that floats are tested for among it.
func noisy(f wavtest.Fmt, frames int) []byte {
	audio := wavtest.Noise(frames * int(f.BlockAlign))
	if f.Tag == 3 || len(f.Extension) > 8 && f.Extension[8] == 3 {
		specials := []float64{
			0, math.Copysign(0, -1), 1, -1, 0.5, 1.5, -1.5, math.Inf(1), math.Inf(-1), math.NaN(), 5e-324,
			1.0 / 65536, 3.0 / 65536, 0.999999999, -0.999999999, math.MaxFloat64, 1e-40,
		}
		size := int(f.Bits / 8)
		for i := 0; i*size < len(audio) && size > 2; i++ { // noise has all kinds of floats of 16 bits
			switch x := specials[i%len(specials)]; {
			case i%3 == 1:
				x = float64(int8(audio[i*size])) / 100
				fallthrough
			case i%3 == 2:
				if size == 4 {
					binary.LittleEndian.PutUint32(audio[i*size:], math.Float32bits(float32(x)))
				} else {
					binary.LittleEndian.PutUint64(audio[i*size:], math.Float64bits(x))
				}
			}
		}
	}
	return audio
}

// bigEndian returns the same fmt chunk and the same samples in a RIFX file.
func bigEndian(f wavtest.Fmt, audio []byte) []byte {
	extension := bytes.Clone(f.Extension)
	turn := func(sizes ...int) {
		at := 0
		for _, size := range sizes {
			slices.Reverse(extension[at:][:size])
			at += size
		}
	}
	if len(extension) == 24 {
		turn(2, 2, 4, 4, 2, 2)
	}
	f.Extension = extension
	var turned []byte
	size := int(f.BlockAlign / f.Channels)
	for sample := range slices.Chunk(bytes.Clone(audio), size) {
		slices.Reverse(sample)
		turned = append(turned, sample...)
	}
	return wavtest.RIFX(wavtest.BigChunk("fmt ", f.BigPayload()), wavtest.BigChunk("data", turned))
}

// Every encoding is read as every type, whatever the size of the reads, interleaved and apart, and after a seek.
func TestReadEveryEncoding(t *testing.T) {
	const frames = 70
	for _, channels := range []int{1, 2, 3} {
		for name, encoding := range encodings(channels) {
			t.Run(fmt.Sprintf("%s, %d channels", name, channels), func(t *testing.T) {
				audio := noisy(encoding, frames)
				for _, file := range [][]byte{wavtest.File(encoding, audio), bigEndian(encoding, audio)} {
					for _, readAhead := range []int{0, 100, 1 << 16} {
						open := func() *wave.Reader {
							opts := wave.ReaderOptions{ReadAhead: readAhead, Refuse: wave.RepairAll}
							r, err := wave.NewReader(bytes.NewReader(file), &opts)
							require.NoError(t, err)
							return r
						}
						audio := file[len(file)-len(audio)-len(audio)%2:][:len(audio)]
						checkReading[uint8](t, open, audio)
						checkReading[int16](t, open, audio)
						checkReading[int32](t, open, audio)
						checkReading[int64](t, open, audio)
						checkReading[float32](t, open, audio)
						checkReading[float64](t, open, audio)
						checkReading[wave.Int24](t, open, audio)
						checkReading[wave.Int24Left](t, open, audio)
						checkReading[wave.Int24Right](t, open, audio)
					}
				}
			})
		}
	}
}

// checkReading reads audio in several ways as samples of a type.
func checkReading[S wave.Sample](t *testing.T, open func() *wave.Reader, audio []byte) {
	t.Helper()
	r := open()
	f := r.Format()
	want := samplesOf[S](f, audio[:len(audio)-len(audio)%f.BlockAlign])
	for _, frames := range []int{1, 7, 1009} {
		where := fmt.Sprintf("%T, %d frames at a time", *new(S), frames)
		requireSamples(t, want, readSamples[S](t, r, frames), "%s", where)
		require.NoError(t, r.SeekFrame(0))
		for c, plane := range readPlanes[S](t, r, frames) {
			requireSamples(t, apart(want, f.Channels)[c], plane, "channel %d, %s", c, where)
		}
		if middle := r.Frames() / 2; middle > 0 {
			require.NoError(t, r.SeekFrame(middle))
			requireSamples(t, want[int(middle)*f.Channels:], readSamples[S](t, r, frames), "from the middle on, %s", where)
		}
		require.NoError(t, r.SeekFrame(0))
	}
	require.NoError(t, r.Close())
}

// A block is converted at a time: reads that are longer, and channels that take more than a block, come out the same.
func TestReadMoreThanABlock(t *testing.T) {
	for _, test := range []struct {
		name     string
		encoding wavtest.Fmt
		frames   int
	}{
		{"many frames", wavtest.PCM(2, 8000, 24), 60_001},
		{"many frames that stay what they are", wavtest.PCM(1, 8000, 16), 150_001},
		{"wide frames", wavtest.PCM(21845, 8000, 24), 9},
		{"the widest frames", wavtest.PCM(65535, 8000, 8), 5},
	} {
		t.Run(test.name, func(t *testing.T) {
			audio := wavtest.Noise(test.frames * int(test.encoding.BlockAlign))
			path := onDisk(t, wavtest.File(test.encoding, audio))
			open := func() *wave.Reader {
				r, err := wave.Open(path, &strict)
				require.NoError(t, err)
				return r
			}
			for name, read := range map[string]func(r *wave.Reader){
				"interleaved": func(r *wave.Reader) {
					requireSamples(t, samplesOf[float64](r.Format(), audio), readSamples[float64](t, r, test.frames), "")
					require.NoError(t, r.SeekFrame(0))
					requireSamples(t, samplesOf[int16](r.Format(), audio), readSamples[int16](t, r, test.frames), "")
				},
				"apart": func(r *wave.Reader) {
					want := apart(samplesOf[float64](r.Format(), audio), r.Format().Channels)
					assert.Equal(t, want, readPlanes[float64](t, r, test.frames))
				},
			} {
				t.Run(name, func(t *testing.T) {
					r := open()
					read(r)
					require.NoError(t, r.Close())
				})
			}
		})
	}
}

func TestReadSamples(t *testing.T) {
	audio := baseAudio[:15]
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, wavtest.File(wavtest.PCM(2, 8000, 16), audio), wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			want := samplesOf[float32](r.Format(), audio)
			buffer := make([]float32, 100)
			for _, test := range []struct {
				name string
				room int // samples
				want []float32
				err  error
			}{
				{"no room, nothing read", 0, nil, nil},
				{"room for less than a frame", 1, nil, wave.ErrShortBuffer},
				{"room for a frame and a half", 3, want[:2], nil},
				{"whatever is left", 100, want[2:6], nil},
				{"the end", 100, nil, io.EOF},
				{"the end without room", 0, nil, io.EOF},
			} {
				n, err := wave.Read(r, buffer[:test.room])
				assert.Equal(t, len(test.want), 2*n, test.name)
				requireSamples(t, test.want, buffer[:2*n], "%s", test.name)
				requireSame(t, test.err, err, "%s", test.name)
			}
			assert.EqualValues(t, 3, r.Tell(), "a cut frame is none")
			assert.EqualValues(t, 3, r.Frames())
			assert.True(t, r.LengthKnown())
			assert.EqualValues(t, 15, r.DataBytes())

			cut := make([]byte, 100)
			n, err := r.ReadBytes(cut)
			require.NoError(t, err, "it is left for ReadBytes")
			assert.Equal(t, audio[12:], cut[:n])
			_, err = r.ReadBytes(cut)
			assert.Equal(t, io.EOF, err)
			_, err = wave.Read(r, buffer)
			assert.Equal(t, io.EOF, err)
		})
	}
}

func TestReadPlanar(t *testing.T) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, wavtest.File(wavtest.PCM(2, 8000, 16), baseAudio[:15]), wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			want := apart(samplesOf[int32](r.Format(), baseAudio[:12]), 2)
			left, right := make([]int32, 10), make([]int32, 10)
			for _, test := range []struct {
				name   string
				planes [][]int32
				frames int
				err    error
			}{
				{"too few planes", [][]int32{left}, 0, wave.ErrPlanes},
				{"too many planes", [][]int32{left, right, right}, 0, wave.ErrPlanes},
				{"no planes", nil, 0, wave.ErrPlanes},
				{"no room", [][]int32{left[:0], right}, 0, nil},
				{"the shorter one counts", [][]int32{left, right[:1]}, 1, nil},
				{"whatever is left", [][]int32{left, right}, 2, nil},
				{"the end", [][]int32{left, right}, 0, io.EOF},
				{"the end without room", [][]int32{nil, nil}, 0, io.EOF},
			} {
				at := r.Tell()
				n, err := wave.ReadPlanar(r, test.planes)
				requireSame(t, test.err, err, "%s", test.name)
				assert.Equal(t, test.frames, n, test.name)
				for c := range test.planes[:min(2, len(test.planes))] {
					requireSamples(t, want[c][at:][:n], test.planes[c][:n], "%s", test.name)
				}
			}
		})
	}
	r, err := wave.NewReader(bytes.NewReader(baseFile), nil)
	require.NoError(t, err)
	_, err = wave.ReadPlanar(r, make([][]int32, 5))
	assert.ErrorIs(t, err, wave.ErrArgument)
	require.NoError(t, r.Close())
	_, err = wave.ReadPlanar(r, make([][]int32, 5))
	assert.Equal(t, wave.ErrClosed, err)
	_, err = wave.Read(r, make([]int32, 5))
	assert.Equal(t, wave.ErrClosed, err)
}

// Reads of all kinds can be mixed with each other and with seeks: a Reader does what the model does.
func TestTypedReadsAgainstModel(t *testing.T) {
	for _, test := range []struct {
		name  string
		fmt   wavtest.Fmt
		bytes int
	}{
		{"whole frames", wavtest.PCM(2, 8000, 16), 400},
		{"odd length", wavtest.PCM(3, 8000, 8), 333},
		{"last frame cut", wavtest.PCM(2, 8000, 24), 401},
		{"less than a frame", wavtest.PCM(100, 8000, 16), 77},
		{"empty", wavtest.PCM(1, 8000, 8), 0},
	} {
		audio := wavtest.Noise(test.bytes)
		file := wavtest.RIFF(test.fmt.Chunk(), wavtest.Chunk("data", audio), wavtest.Chunk("LIST", wavtest.Noise(50)))
		for _, readAhead := range []int{0, 1, 3, 64, 300, 1 << 16} {
			t.Run(fmt.Sprintf("%s, read-ahead %d", test.name, readAhead), func(t *testing.T) {
				random := rand.New(rand.NewPCG(4, uint64(readAhead)))
				r, err := wave.NewReader(bytes.NewReader(file), &wave.ReaderOptions{ReadAhead: readAhead})
				require.NoError(t, err)
				f := r.Format()
				m := &model{audio: audio, align: f.BlockAlign}
				frames := int(r.Frames())
				for step := range 3000 {
					room := random.IntN(6)
					switch random.IntN(5) {
					case 0:
						frame := random.IntN(frames+3) - 1
						requireSame(t, m.seek(frame), r.SeekFrame(int64(frame)), "step %d: seek %d", step, frame)
					case 1:
						p := make([]byte, random.IntN(5*m.align))
						want, wantErr := m.read(len(p))
						n, err := r.ReadBytes(p)
						requireSame(t, wantErr, err, "step %d: read %d bytes", step, len(p))
						require.Equal(t, string(want), string(p[:n]), "step %d: read %d bytes", step, len(p))
					case 2:
						compareTyped(t, r, m, make([]float32, room*f.Channels), fmt.Sprintf("step %d", step))
					case 3: // the bytes as they are, of one of the files
						compareTyped(t, r, m, make([]int16, room*f.Channels), fmt.Sprintf("step %d", step))
					case 4:
						planes := make([][]int32, f.Channels)
						for c := range planes {
							planes[c] = make([]int32, room)
						}
						want, wantErr := m.readFrames(room)
						n, err := wave.ReadPlanar(r, planes)
						requireSame(t, wantErr, err, "step %d: read %d frames apart", step, room)
						require.Equal(t, len(want)/m.align, n)
						for c, plane := range apart(samplesOf[int32](f, want), f.Channels) {
							requireSamples(t, plane, planes[c][:n], "step %d: channel %d", step, c)
						}
					}
					require.EqualValues(t, m.at/m.align, r.Tell(), "step %d", step)
				}
			})
		}
	}
}

// readFrames is what a typed read does: it stops before the cut frame.
func (m *model) readFrames(room int) ([]byte, error) {
	left := m.audio[m.at:]
	left = left[:len(left)-len(left)%m.align]
	if len(left) == 0 {
		return nil, io.EOF
	}
	left = left[:min(len(left), room*m.align)]
	m.at += len(left)
	return left, nil
}

func compareTyped[S wave.Sample](t *testing.T, r *wave.Reader, m *model, buffer []S, where string) {
	t.Helper()
	f := r.Format()
	want, wantErr := m.readFrames(len(buffer) / f.Channels)
	n, err := wave.Read(r, buffer)
	requireSame(t, wantErr, err, "%s: read %d samples", where, len(buffer))
	requireSamples(t, samplesOf[S](f, want), buffer[:n*f.Channels], "%s: read %d samples", where, len(buffer))
}

// What lies behind the audio stays in the stream for typed reads, too.
func TestTypedReadsLeaveAStreamRightBehindTheAudio(t *testing.T) {
	const prefix, behind = "before", "what lies behind"
	for _, test := range []struct {
		name string
		file []byte
	}{
		{"even length", baseFile},
		{"odd length with pad byte", wavtest.File(wavtest.PCM(3, 8000, 8), wavtest.Noise(9))},
		{"even length, last frame cut", wavtest.File(wavtest.PCM(2, 8000, 16), wavtest.Noise(6))},
		{"odd length, last frame cut", wavtest.File(wavtest.PCM(2, 8000, 16), wavtest.Noise(7))},
		{"less than a frame", wavtest.File(wavtest.PCM(2, 8000, 16), wavtest.Noise(3))},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := prefix + string(test.file) + behind
			for _, frames := range []int{1, 2, 1000} {
				for kind, read := range map[string]func(*wave.Reader){
					"float32": func(r *wave.Reader) { readSamples[float32](t, r, frames) },
					"int16":   func(r *wave.Reader) { readSamples[int16](t, r, frames) },
					"planes":  func(r *wave.Reader) { readPlanes[float32](t, r, frames) },
				} {
					for name, stream := range streamsOf(t, []byte(all)) {
						_, err := io.ReadFull(stream, make([]byte, len(prefix)))
						require.NoError(t, err)
						r, err := wave.NewReader(stream, nil)
						require.NoError(t, err)
						read(r)
						require.NoError(t, r.Close())
						rest, err := io.ReadAll(stream)
						require.NoError(t, err)
						assert.Equal(t, behind, string(rest), "%s, %s, %d frames at a time", name, kind, frames)
					}
				}
			}
		})
	}
}

// A typed read takes from a stream the frames that it returns, and no more.
func TestCallsWhileReadingSamples(t *testing.T) {
	recorder := &wavtest.Recorder{Stream: bytes.NewReader(wavtest.File(wavtest.PCM(3, 8000, 8), wavtest.Noise(17)))}
	r, err := wave.NewReader(recorder, nil)
	require.NoError(t, err)
	recorder.Take()
	read := func(n int) func() error {
		return func() error { _, err := wave.Read(r, make([]float32, n)); return err }
	}
	for _, test := range []struct {
		name string
		call func() error
		want []string
	}{
		{"a frame", read(3), []string{"read 3"}},
		{"two frames and a bit", read(8), []string{"read 6"}},
		{"nothing", read(0), nil},
		{"to a frame", func() error { return r.SeekFrame(1) }, []string{"seek 47"}},
		{"to where it is", func() error { return r.SeekFrame(1) }, []string{"seek 47"}},
		{"the rest", read(1000), []string{"read 12"}},
		{"the end: what is left of a frame, and the pad byte", func() error {
			require.Equal(t, io.EOF, read(1000)())
			return nil
		}, []string{"read 3"}},
		{"closing", r.Close, nil},
	} {
		require.NoError(t, test.call(), test.name)
		assert.Equal(t, test.want, recorder.Take(), test.name)
	}
}

// A failure comes after the frames that were read before it. Nothing is lost: reading can go on behind it.
func TestAFailingStreamOfSamples(t *testing.T) {
	audio := wavtest.Noise(21)
	file := wavtest.File(wavtest.PCM(2, 8000, 16), audio)
	f := wavtest.PCM(2, 8000, 16)
	for at := 44; at < 44+len(audio); at++ {
		for name, open := range map[string]func(f *faulty) (*wave.Reader, error){
			"seekable": func(f *faulty) (*wave.Reader, error) { return wave.NewReader(f, nil) },
			"stream":   func(f *faulty) (*wave.Reader, error) { return wave.NewReader(forward(f), nil) },
			"read-ahead": func(f *faulty) (*wave.Reader, error) {
				return wave.NewReader(f, &wave.ReaderOptions{ReadAhead: 7})
			},
		} {
			t.Run(fmt.Sprintf("%s, after %d bytes", name, at-44), func(t *testing.T) {
				checkFailing[int16](t, open, file, at, audio[:20], int(f.BlockAlign))
				checkFailing[float32](t, open, file, at, audio[:20], int(f.BlockAlign))
			})
		}
	}
}

func checkFailing[S wave.Sample](
	t *testing.T, open func(*faulty) (*wave.Reader, error), file []byte, at int, audio []byte, align int,
) {
	t.Helper()
	for kind, read := range map[string]func(r *wave.Reader) ([]S, error){
		"interleaved": func(r *wave.Reader) ([]S, error) {
			buffer := make([]S, 8)
			n, err := wave.Read(r, buffer)
			return buffer[:2*n], err
		},
		"apart": func(r *wave.Reader) ([]S, error) {
			planes := [][]S{make([]S, 4), make([]S, 4)}
			n, err := wave.ReadPlanar(r, planes)
			var samples []S
			for i := range n {
				samples = append(samples, planes[0][i], planes[1][i])
			}
			return samples, err
		},
	} {
		r, err := open(&faulty{Reader: bytes.NewReader(file), at: int64(at)})
		require.NoError(t, err)
		var got []S
		failures := 0
		for err != io.EOF {
			var samples []S
			samples, err = read(r)
			got = append(got, samples...)
			if err != nil && err != io.EOF {
				require.ErrorIs(t, err, errBroken, kind)
				require.Empty(t, samples, kind)
				var e *wave.Error
				require.ErrorAs(t, err, &e, kind)
				assert.EqualValues(t, at, e.Offset, kind)
				assert.Equal(t, (at-44)/align*2, len(got), "the frames before the failure come first: %s", kind)
				failures++
			}
			require.EqualValues(t, len(got)/2, r.Tell(), kind)
		}
		assert.Equal(t, 1, failures, kind)
		requireSamples(t, samplesOf[S](r.Format(), audio), got, "%s", kind)
	}
}

func TestSamplesOfAFileThatShrinksWhileItIsRead(t *testing.T) {
	path := onDisk(t, baseFile)
	for name, open := range map[string]func() (*wave.Reader, error){
		"path": func() (*wave.Reader, error) { return wave.Open(path, nil) },
		"file": func() (*wave.Reader, error) {
			f, err := os.Open(path)
			require.NoError(t, err)
			return wave.NewFileReader(f, nil)
		},
	} {
		require.NoError(t, os.WriteFile(path, wavtest.File(baseFmt, wavtest.Noise(200_000)), 0o600))
		r, err := open()
		require.NoError(t, err)
		require.NoError(t, os.Truncate(path, 44+150_001))
		got := readSamples[float32](t, r, 1000)
		requireSamples(t, samplesOf[float32](r.Format(), wavtest.Noise(150_000)), got, "%s", name)
		assert.EqualValues(t, 75_000, r.Frames(), name)
		assert.EqualValues(t, 150_001, r.DataBytes(), name)
		require.NoError(t, r.Close())
	}
}

func TestConvertSamples(t *testing.T) {
	noise := wavtest.Noise(8 * 1000)
	checkConverting[uint8](t, noise)
	checkConverting[int16](t, noise)
	checkConverting[int32](t, noise)
	checkConverting[float32](t, noise)
	checkConverting[float64](t, noise)
	checkConverting[wave.Int24](t, noise)
	checkConverting[wave.Int24Left](t, noise)
	checkConverting[wave.Int24Right](t, noise)

	dst := []int16{1, 2, 3}
	assert.Equal(t, 2, wave.ConvertSamples(dst, []float32{0.5, -1}))
	assert.Equal(t, []int16{16384, -32768, 3}, dst)
	assert.Equal(t, 1, wave.ConvertSamples(dst[:1], []float32{0.25, 1}))
	assert.Equal(t, []int16{8192, -32768, 3}, dst)
	assert.Zero(t, wave.ConvertSamples(dst, []wave.Int24(nil)))
}

// checkConverting converts noise as samples of a type to all types.
func checkConverting[S wave.Sample](t *testing.T, noise []byte) {
	t.Helper()
	var src []S
	for _, level := range samplesOf[int32](wave.Format{Tag: wave.TagPCM, SampleBytes: 4}, noise) {
		src = append(src, sampleOf[S](value{integer: int64(level), bits: 32}))
	}
	checkConversion[uint8](t, src)
	checkConversion[int16](t, src)
	checkConversion[int32](t, src)
	checkConversion[float32](t, src)
	checkConversion[float64](t, src)
	checkConversion[wave.Int24](t, src)
	checkConversion[wave.Int24Left](t, src)
	checkConversion[wave.Int24Right](t, src)
}

func checkConversion[D, S wave.Sample](t *testing.T, src []S) {
	t.Helper()
	dst := make([]D, len(src))
	assert.Equal(t, len(src), wave.ConvertSamples(dst, src))
	want := make([]D, len(src))
	for i, sample := range src {
		want[i] = sampleOf[D](valueOf(sample))
	}
	requireSamples(t, want, dst, "%T from %T", want, src)
}

// Typed reads of the corpus give what its bytes are worth.
func TestCorpusAsSamples(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: the corpus of recordings is not checked")
	}
	read := 0
	for _, recording := range readManifest(t, folder) {
		name := strings.TrimPrefix(recording.encoding, "EXT:")
		if refused[recording.name] != nil || name != "PCM" && name != "FLOAT" {
			continue // of other encodings the peers tell, see bindings/python/tests/test_peers.py
		}
		read++
		t.Run(recording.name, func(t *testing.T) {
			r, err := wave.Open(recording.path, nil)
			require.NoError(t, err)
			audio := readAll(t, r, 4096)
			require.NoError(t, r.Close())
			file, err := os.ReadFile(recording.path)
			require.NoError(t, err)
			fromPath, err := wave.Open(recording.path, nil)
			require.NoError(t, err)
			closing(t, fromPath)
			fromMemory, err := wave.NewReader(bytes.NewReader(file), nil)
			require.NoError(t, err)
			checkRecording[uint8](t, audio, fromPath, fromMemory)
			checkRecording[int16](t, audio, fromPath, fromMemory)
			checkRecording[int32](t, audio, fromPath, fromMemory)
			checkRecording[float32](t, audio, fromPath, fromMemory)
			checkRecording[float64](t, audio, fromPath, fromMemory)
			checkRecording[wave.Int24](t, audio, fromPath, fromMemory)
			checkRecording[wave.Int24Left](t, audio, fromPath, fromMemory)
			checkRecording[wave.Int24Right](t, audio, fromPath, fromMemory)
		})
	}
	assert.Greater(t, read, 100, "most of the corpus is read")
}

func checkRecording[S wave.Sample](t *testing.T, audio []byte, readers ...*wave.Reader) {
	t.Helper()
	f := readers[0].Format()
	want := samplesOf[S](f, audio[:len(audio)-len(audio)%f.BlockAlign])
	planes := apart(want, f.Channels)
	for _, r := range readers {
		for _, frames := range []int{61, 5003} {
			require.NoError(t, r.SeekFrame(0))
			requireSamples(t, want, readSamples[S](t, r, frames), "%T, %d frames at a time", want, frames)
			require.NoError(t, r.SeekFrame(0))
			for c, plane := range readPlanes[S](t, r, frames) {
				requireSamples(t, planes[c], plane, "%T, channel %d", want, c)
			}
		}
	}
}
