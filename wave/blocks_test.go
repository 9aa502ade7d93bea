package wave_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/adpcm"
	"mmservices/internal/block"
	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the encodings that pack frames in blocks. What their codecs do is tested beside these.

// A packed is an encoding of this kind.
type packed struct {
	name    string
	tag     uint16
	least   int // bytes of the shortest block, for each channel
	frames  func(channels, bytes int) int
	decoder func(channels int) block.Decoder
}

var packedEncodings = []packed{
	{"IMA", wave.TagIMAADPCM, 4, adpcm.IMAFrames, adpcm.NewIMADecoder},
	{"MS", wave.TagMSADPCM, 7, adpcm.MSFrames, func(channels int) block.Decoder {
		return adpcm.NewMSDecoder(channels, adpcm.UsualCoefficients())
	}},
}

// format returns what to write, in blocks of so many bytes, or the usual ones if these are 0.
func (p packed) format(channels, align int) wave.Format {
	return wave.Format{Tag: p.tag, Channels: channels, SampleRate: 11025, BlockAlign: align}
}

// fmt returns a fmt chunk.
func (p packed) fmt(channels, align int) wavtest.Fmt {
	frames := p.frames(channels, align)
	f := wavtest.Fmt{
		Tag: p.tag, Channels: uint16(channels), Rate: 11025, ByteRate: uint32(11025 * align / max(1, frames)),
		BlockAlign: uint16(align), Bits: 4,
	}
	le := binary.LittleEndian
	numbers := []int16{2, int16(frames)}
	if p.tag == wave.TagMSADPCM {
		numbers = []int16{32, int16(frames), 7}
		for _, pair := range adpcm.UsualCoefficients() {
			numbers = append(numbers, pair[0], pair[1])
		}
	}
	for _, n := range numbers {
		f.Extension = le.AppendUint16(f.Extension, uint16(n))
	}
	return f
}

// file returns a file of blocks with a fact chunk before them.
func (p packed) file(channels, align int, fact uint32, blocks []byte) []byte {
	count := binary.LittleEndian.AppendUint32(nil, fact)
	return wavtest.RIFF(p.fmt(channels, align).Chunk(), wavtest.Chunk("fact", count), wavtest.Chunk("data", blocks))
}

// blocks returns blocks with headers that are possible, and random codes.
func (p packed) blocks(channels, align, n int) []byte {
	data := wavtest.Noise(align * n)
	for b := range n {
		for c := range channels {
			switch header := data[b*align:]; p.tag {
			case wave.TagIMAADPCM:
				header[4*c+2] %= 89
			case wave.TagMSADPCM:
				header[c] %= 7
				header[channels+2*c+1] = 0 // the high byte of a step
			}
		}
	}
	return data
}

// decode returns what is in blocks.
func (p packed) decode(channels, align int, blocks []byte) []int16 {
	d := p.decoder(channels)
	samples := []int16{}
	dst := make([]int16, p.frames(channels, align)*channels)
	for len(blocks) > 0 {
		n := min(align, len(blocks))
		frames, _ := d.Decode(dst, blocks[:n])
		samples = append(samples, dst[:frames*channels]...)
		blocks = blocks[n:]
	}
	return samples
}

// wandering returns samples that a codec can follow.
func wandering(n int) []int16 {
	samples := make([]int16, n)
	for i := range samples {
		x := float64(i)
		samples[i] = int16(2000*math.Sin(x/40) + 700*math.Sin(x/7))
	}
	return samples
}

// requireDecoded reads a file through every way, so many frames at a time, and from the middle.
func requireDecoded(t *testing.T, file []byte, opts wave.ReaderOptions, channels int, want []int16) {
	t.Helper()
	for _, way := range ways {
		for _, frames := range []int{1, 77, 5000} {
			if frames == 1 && len(want) > 3000 {
				continue
			}
			r, err := way.open(t, file, opts)
			require.NoError(t, err, way.name)
			require.Equal(t, want, readSamples[int16](t, r, frames), "%s, %d frames at a time", way.name, frames)
			require.EqualValues(t, len(want)/channels, r.Frames(), way.name)
			require.EqualValues(t, len(want)/channels, r.Tell(), way.name)
			require.True(t, r.LengthKnown(), way.name)
			require.NoError(t, r.Close())
		}
		r, err := way.open(t, file, opts)
		require.NoError(t, err, way.name)
		for c, plane := range readPlanes[int16](t, r, 50) {
			require.Equal(t, apart(want, channels)[c], plane, way.name)
		}
		require.NoError(t, r.Close())
		if way.seekable {
			requireSeeks(t, way, file, opts, channels, want)
		}
	}
}

// requireSeeks reads from random frames on.
func requireSeeks(t *testing.T, way way, file []byte, opts wave.ReaderOptions, channels int, want []int16) {
	t.Helper()
	r, err := way.open(t, file, opts)
	require.NoError(t, err)
	closing(t, r)
	random := rand.New(rand.NewPCG(1, 2))
	total := len(want) / channels
	buffer := make([]int16, 700*channels)
	for range 40 {
		frame := random.IntN(total + 1)
		require.NoError(t, r.SeekFrame(int64(frame)))
		require.EqualValues(t, frame, r.Tell())
		n, err := wave.Read(r, buffer[:channels*(1+random.IntN(700))])
		if frame == total {
			require.Equal(t, io.EOF, err)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, want[frame*channels:(frame+n)*channels], buffer[:n*channels], "from frame %d on", frame)
		require.EqualValues(t, frame+n, r.Tell())
	}
	require.ErrorIs(t, r.SeekFrame(int64(total+1)), wave.ErrPosition)
}

// What is in the blocks comes out, whatever their size and the reads, and from wherever a seek goes.
func TestReadBlocks(t *testing.T) {
	for _, p := range packedEncodings {
		for _, layout := range []struct{ channels, align, blocks int }{
			{1, 256, 5}, {2, 512, 3}, {3, 100, 9}, {6, 301, 4}, {1, p.least, 40}, {1, 33, 30}, {2, 4096, 2},
		} {
			t.Run(fmt.Sprintf("%s, %+v", p.name, layout), func(t *testing.T) {
				blocks := p.blocks(layout.channels, layout.align, layout.blocks)
				want := p.decode(layout.channels, layout.align, blocks)
				file := p.file(layout.channels, layout.align, uint32(len(want)/layout.channels), blocks)
				requireDecoded(t, file, strict, layout.channels, want)
			})
		}
	}
}

// A last block that is cut gives the frames that are whole. (C13)
func TestReadBlocksThatAreCut(t *testing.T) {
	for _, p := range packedEncodings {
		for _, cut := range []int{1, 100, 100 - p.least*2, 100 - p.least*2 + 1, 43} {
			t.Run(fmt.Sprintf("%s, %d bytes", p.name, cut), func(t *testing.T) {
				blocks := p.blocks(2, 100, 3)
				blocks = blocks[:len(blocks)-cut]
				want := p.decode(2, 100, blocks)
				requireDecoded(t, p.file(2, 100, 0, blocks), wave.ReaderOptions{}, 2, want)
			})
		}
	}
}

// The fact chunk says how many frames of the last block count, unless it says more than there are. (C01, C07)
func TestReadBlocksAndFact(t *testing.T) {
	for _, p := range packedEncodings {
		const align = 256
		blocks := p.blocks(1, align, 2)
		all := p.decode(1, align, blocks)
		for _, fact := range []uint32{1, 10, uint32(len(all)/2 + 1), uint32(len(all) - 1), uint32(len(all))} {
			t.Run(fmt.Sprintf("%s, %d frames", p.name, fact), func(t *testing.T) {
				file := p.file(1, align, fact, blocks)
				requireDecoded(t, file, strict, 1, all[:fact])
				requireDecoded(t, file, wave.ReaderOptions{AllFrames: true}, 1, all)
				r, err := wave.NewReader(bytes.NewReader(file), nil)
				require.NoError(t, err)
				assert.Equal(t, blocks, readAll(t, r, 1), "raw bytes are those of all blocks")
			})
		}
		for _, fact := range []uint32{0, uint32(len(all) + 1), math.MaxUint32} {
			t.Run(fmt.Sprintf("%s, impossible: %d frames", p.name, fact), func(t *testing.T) {
				requireDecoded(t, p.file(1, align, fact, blocks), wave.ReaderOptions{}, 1, all)
			})
		}
		t.Run(p.name+", behind the audio", func(t *testing.T) {
			ten := binary.LittleEndian.AppendUint32(nil, 10)
			file := wavtest.RIFF(p.fmt(1, align).Chunk(), wavtest.Chunk("data", blocks), wavtest.Chunk("fact", ten))
			for _, way := range ways {
				r, err := way.open(t, file, strict)
				require.NoError(t, err)
				want := all[:10]
				if !way.seekable {
					want = all // it is not known yet
				}
				assert.Equal(t, want, readSamples[int16](t, r, 100), way.name)
				require.NoError(t, r.Close())
			}
		})
	}
}

// Frames that a stream has behind those that count are passed over, so that it stands behind the audio.
func TestReadBlocksLeavesTheStreamBehindTheAudio(t *testing.T) {
	p := packedEncodings[0]
	file := p.file(1, 255, 10, p.blocks(1, 255, 3))
	stream := bytes.NewReader(append(file, "next"...))
	r, err := wave.NewReader(forward(stream), nil)
	require.NoError(t, err)
	require.Len(t, readSamples[int16](t, r, 100), 10)
	rest, err := io.ReadAll(stream)
	require.NoError(t, err)
	assert.Equal(t, "next", string(rest))
}

// Raw bytes are those of whole blocks: the one into which a seek went, or the one behind that from which frames were
// read.
func TestReadBytesOfBlocks(t *testing.T) {
	p := packedEncodings[0]
	const align = 100 // 193 frames
	blocks := p.blocks(1, align, 4)
	samples := p.decode(1, align, blocks)
	r, err := wave.NewReader(bytes.NewReader(p.file(1, align, 0, blocks)), nil)
	require.NoError(t, err)
	buffer := make([]byte, 250)

	_, err = r.ReadBytes(buffer[:align-1])
	require.ErrorIs(t, err, wave.ErrShortBuffer)
	require.NoError(t, r.SeekFrame(200))
	n, err := r.ReadBytes(buffer)
	require.NoError(t, err)
	assert.Equal(t, blocks[align:3*align], buffer[:n])
	assert.EqualValues(t, 3*193, r.Tell())

	require.NoError(t, r.SeekFrame(0))
	one := make([]int16, 1)
	_, err = wave.Read(r, one)
	require.NoError(t, err)
	assert.Equal(t, samples[:1], one)
	n, err = r.ReadBytes(buffer)
	require.NoError(t, err)
	assert.Equal(t, blocks[align:3*align], buffer[:n])
	_, err = wave.Read(r, one)
	require.NoError(t, err)
	assert.Equal(t, samples[3*193:3*193+1], one)
}

// Numbers that are impossible are told of once, and end the read if that is asked for. (C06, C08)
func TestReadImpossibleBlocks(t *testing.T) {
	for _, p := range packedEncodings {
		t.Run(p.name, func(t *testing.T) {
			blocks := p.blocks(1, 100, 4)
			at := map[uint16]int{wave.TagIMAADPCM: 2, wave.TagMSADPCM: 0}[p.tag]
			blocks[100+at], blocks[300+at] = 255, 200
			file := p.file(1, 100, 0, blocks)
			for _, way := range ways {
				r, err := way.open(t, file, wave.ReaderOptions{})
				require.NoError(t, err)
				assert.Equal(t, wave.Repair(0), repairsOf(r))
				assert.Equal(t, p.decode(1, 100, blocks), readSamples[int16](t, r, 300), way.name)
				found := r.Diagnostics()
				require.Len(t, found, 1, way.name)
				assert.Equal(t, wave.RepairBlock, found[0].Repair)
				assert.Equal(t, r.DataOffset()-8, found[0].Offset)
				require.NoError(t, r.Close())

				r, err = way.open(t, file, wave.ReaderOptions{Refuse: wave.RepairBlock})
				require.NoError(t, err)
				samples := make([]int16, 1000)
				n, err := wave.Read(r, samples)
				require.NoError(t, err)
				assert.Equal(t, p.frames(1, 100), n, "the first block is as it should be")
				for range 2 {
					_, err = wave.Read(r, samples)
					require.ErrorIs(t, err, wave.ErrRefused)
				}
				require.NoError(t, r.Close())
			}
		})
	}
}

// What the fmt chunk says wrong is put right, and told. (C02 to C05, C09 to C12)
func TestReadBlockFormats(t *testing.T) {
	le := binary.LittleEndian
	for _, p := range packedEncodings {
		const align = 256
		for _, test := range []struct {
			name   string
			change func(f *wavtest.Fmt)
			frames int
			repair wave.Repair
			err    error
		}{
			{"as it should be", func(*wavtest.Fmt) {}, p.frames(1, align), 0, nil},
			{"no frames per block", func(f *wavtest.Fmt) { le.PutUint16(f.Extension[2:], 0) },
				p.frames(1, align), wave.RepairBlockFrames, nil},
			{"65535 frames per block", func(f *wavtest.Fmt) { le.PutUint16(f.Extension[2:], 65535) },
				p.frames(1, align), wave.RepairBlockFrames, nil},
			{"1 frame per block", func(f *wavtest.Fmt) { le.PutUint16(f.Extension[2:], 1) },
				p.frames(1, align), wave.RepairBlockFrames, nil},
			{"0 bits", func(f *wavtest.Fmt) { f.Bits = 0 }, p.frames(1, align), wave.RepairBits, nil},
			{"16 bits", func(f *wavtest.Fmt) { f.Bits = 16 }, p.frames(1, align), wave.RepairBits, nil},
			{"block align 0", func(f *wavtest.Fmt) { f.BlockAlign = 0 }, 0, 0, wave.ErrBlockAlign},
			{"block align 1", func(f *wavtest.Fmt) { f.BlockAlign = 1 }, 0, 0, wave.ErrBlockAlign},
			{"more channels than a block can hold", func(f *wavtest.Fmt) { f.Channels = 100 }, 0, 0, wave.ErrBlockAlign},
			{"3 channels", func(f *wavtest.Fmt) { *f = p.fmt(3, align) }, p.frames(3, align), 0, nil},
		} {
			t.Run(p.name+", "+test.name, func(t *testing.T) {
				f := p.fmt(1, align)
				test.change(&f)
				file := wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", p.blocks(max(1, min(3, int(f.Channels))), align, 1)))
				for _, way := range ways {
					r, err := way.open(t, file, wave.ReaderOptions{})
					if test.err != nil {
						require.ErrorIs(t, err, test.err, way.name)
						continue
					}
					require.NoError(t, err)
					assert.Equal(t, test.repair, repairsOf(r), way.name)
					assert.Equal(t, test.frames, r.Format().BlockFrames, way.name)
					assert.Len(t, readSamples[int16](t, r, 100), test.frames*int(f.Channels), way.name)
					require.NoError(t, r.Close())
				}
			})
		}
	}
}

// The coefficients are those of the file, as many as there are.
func TestReadCoefficients(t *testing.T) {
	le := binary.LittleEndian
	p := packedEncodings[1]
	for _, test := range []struct {
		name   string
		change func(f *wavtest.Fmt)
		want   []adpcm.Coefficients
		repair wave.Repair
	}{
		{"the usual ones", func(*wavtest.Fmt) {}, adpcm.UsualCoefficients(), 0},
		{"65535", func(f *wavtest.Fmt) { le.PutUint16(f.Extension[4:], 65535) }, adpcm.UsualCoefficients(), wave.RepairCount},
		{"none", func(f *wavtest.Fmt) { le.PutUint16(f.Extension[4:], 0) }, adpcm.UsualCoefficients(), wave.RepairCount},
		{"not even how many", func(f *wavtest.Fmt) { f.Extension = f.Extension[:4]; f.Extension[0] = 2 },
			adpcm.UsualCoefficients(), wave.RepairCount},
		{"others", func(f *wavtest.Fmt) {
			le.PutUint16(f.Extension[4:], 1)
			le.PutUint16(f.Extension[6:], 100)
			le.PutUint16(f.Extension[8:], 0xFFFF)
		}, []adpcm.Coefficients{{100, -1}}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := p.fmt(1, 64)
			test.change(&f)
			block := p.blocks(1, 64, 1)
			block[0] = 0
			want := make([]int16, p.frames(1, 64))
			adpcm.NewMSDecoder(1, test.want).Decode(want, block)
			r, err := wave.NewReader(bytes.NewReader(wavtest.File(f, block)), nil)
			require.NoError(t, err)
			assert.Equal(t, test.repair, repairsOf(r))
			assert.Equal(t, want, readSamples[int16](t, r, 1000))

			// The format keeps them, so that blocks can be copied.
			for _, container := range []wave.Container{wave.ContainerRIFF, wave.ContainerRIFX} {
				var b wave.Buffer
				w, err := wave.NewWriter(&b, r.Format(), &wave.WriterOptions{Container: container})
				require.NoError(t, err)
				_, err = w.WriteBytes(block)
				require.NoError(t, err)
				require.NoError(t, w.Close())
				copied, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				assert.Equal(t, want, readSamples[int16](t, copied, 1000), container)
			}
		})
	}
}

// packedContainers are those that are written.
var packedContainers = []wave.Container{
	wave.ContainerAuto, wave.ContainerRIFF, wave.ContainerRIFX, wave.ContainerRF64, wave.ContainerBW64,
	wave.ContainerWave64,
}

// As many frames as were written come out again, close to what they were, whatever the container and the writes.
func TestWriteBlocks(t *testing.T) {
	for _, p := range packedEncodings {
		for _, container := range packedContainers {
			for _, frames := range []int{0, 1, 10, 505, 1010, 1011, 2600} {
				t.Run(fmt.Sprintf("%s, %v, %d frames", p.name, container, frames), func(t *testing.T) {
					samples := wandering(2 * frames)
					perBlock := p.frames(2, 512)
					var files [][]byte
					for _, most := range []int{1, 333, 3000} {
						var b wave.Buffer
						w, err := wave.NewWriter(&b, p.format(2, 0), &wave.WriterOptions{Container: container})
						require.NoError(t, err)
						for from := 0; from < frames; from += most {
							to := min(from+most, frames)
							n, err := wave.Write(w, samples[2*from:2*to])
							require.NoError(t, err)
							require.Equal(t, to-from, n)
							require.EqualValues(t, to, w.FramesWritten())
						}
						require.NoError(t, w.Close())
						require.Equal(t, int64((frames+perBlock-1)/perBlock*512), w.BytesWritten())
						files = append(files, b.Bytes())
					}
					assert.Equal(t, files[0], files[1], "the writes do not matter")
					assert.Equal(t, files[0], files[2], "the writes do not matter")

					r, err := wave.NewReader(bytes.NewReader(files[0]), &strict)
					require.NoError(t, err)
					require.EqualValues(t, frames, r.Frames())
					f := r.Format()
					assert.Equal(t, 512, f.BlockAlign)
					assert.Equal(t, perBlock, f.BlockFrames)
					assert.Zero(t, r.DataBytes()%512, "blocks are whole")
					decoded := readSamples[int16](t, r, 100)
					require.Len(t, decoded, len(samples))
					for i := range samples {
						require.InDelta(t, samples[i], decoded[i], 250)
					}
				})
			}
		}
	}
}

// Planes and all types are written as their samples of 16 bits are.
func TestWriteBlocksOfEveryType(t *testing.T) {
	samples := wandering(3 * 700)
	for _, p := range packedEncodings {
		write := func(write func(w *wave.Writer) (int, error)) []byte {
			var b wave.Buffer
			w, err := wave.NewWriter(&b, p.format(3, 0), nil)
			require.NoError(t, err)
			for range 2 {
				n, err := write(w)
				require.NoError(t, err)
				require.Equal(t, 700, n)
			}
			require.NoError(t, w.Close())
			return b.Bytes()
		}
		want := write(func(w *wave.Writer) (int, error) { return wave.Write(w, samples) })
		floats, ints := make([]float32, len(samples)), make([]int32, len(samples))
		wave.ConvertSamples(floats, samples)
		wave.ConvertSamples(ints, samples)
		assert.Equal(t, want, write(func(w *wave.Writer) (int, error) { return wave.Write(w, floats) }), p.name)
		assert.Equal(t, want, write(func(w *wave.Writer) (int, error) { return wave.Write(w, ints) }), p.name)
		assert.Equal(t, want, write(func(w *wave.Writer) (int, error) {
			return wave.WritePlanar(w, apart(samples, 3))
		}), p.name)
		assert.Equal(t, want, write(func(w *wave.Writer) (int, error) {
			return wave.WritePlanar(w, apart(floats, 3))
		}), p.name)

		r, err := wave.NewReader(bytes.NewReader(want), &strict)
		require.NoError(t, err)
		decoded := readSamples[int16](t, r, 100)
		wave.ConvertSamples(floats, decoded)
		require.NoError(t, r.SeekFrame(0))
		assert.Equal(t, floats, readSamples[float32](t, r, 100)[:len(floats)], p.name)
		require.NoError(t, r.SeekFrame(0))
		for c, plane := range readPlanes[float32](t, r, 100) {
			assert.Equal(t, apart(floats, 3)[c], plane[:700], p.name)
		}
	}
}

// Blocks of every size that can hold a frame, of up to eight channels, hold what is written.
func TestWriteBlocksOfEverySize(t *testing.T) {
	samples := wandering(8 * 300)
	for _, p := range packedEncodings {
		for channels := 1; channels <= 8; channels++ {
			least := p.least * channels
			_, err := wave.NewWriter(io.Discard, p.format(channels, least-1), nil)
			require.ErrorIs(t, err, wave.ErrBadFormat)
			for align := least; align <= 4096; align += 1 + align/40 {
				var b wave.Buffer
				w, err := wave.NewWriter(&b, p.format(channels, align), nil)
				require.NoError(t, err)
				n, err := wave.Write(w, samples[:300*channels])
				require.NoError(t, err)
				require.Equal(t, 300, n)
				require.NoError(t, w.Close())
				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				require.Equal(t, align, r.Format().BlockAlign)
				require.Len(t, readSamples[int16](t, r, 1000), 300*channels, "%s, %d channels, %d bytes", p.name, channels, align)
			}
		}
	}
}

// Blocks are as long as most encoders make them, at every rate and for any number of channels.
func TestUsualBlocks(t *testing.T) {
	for _, test := range []struct {
		channels int
		rate     int64
		want     int
	}{
		{1, 8000, 256}, {1, 11025, 256}, {2, 22050, 1024}, {1, 44100, 1024}, {2, 44100, 2048}, {2, 48000, 2048},
		{1, 192000, 4352}, {1, 4294967295, 24344}, {16, 44100, 16384}, {64, 44100, 32768}, {4000, 8000, 32000},
	} {
		for _, p := range packedEncodings {
			format := p.format(test.channels, 0)
			format.SampleRate = test.rate
			w, err := wave.NewWriter(io.Discard, format, nil)
			require.NoError(t, err, "%s, %+v", p.name, test)
			assert.Equal(t, test.want, w.Format().BlockAlign, "%s, %+v", p.name, test)
		}
	}
}

// A stream that cannot seek is told how many frames there will be, or that nobody knows.
func TestWriteBlocksToStreams(t *testing.T) {
	samples := wandering(700)
	for _, p := range packedEncodings {
		for _, frames := range []int64{0, 700} {
			t.Run(fmt.Sprintf("%s, %d frames declared", p.name, frames), func(t *testing.T) {
				var b bytes.Buffer
				w, err := wave.NewWriter(&b, p.format(1, 0), &wave.WriterOptions{Frames: frames})
				require.NoError(t, err)
				for from := 0; from < 700; from += 100 {
					_, err := wave.Write(w, samples[from:from+100])
					require.NoError(t, err)
				}
				require.NoError(t, w.Close())
				for _, way := range ways {
					r, err := way.open(t, b.Bytes(), wave.ReaderOptions{})
					require.NoError(t, err)
					want := 700
					if frames == 0 {
						want = 2 * p.frames(1, 256)
					} else {
						assert.Empty(t, r.Diagnostics())
						assert.EqualValues(t, 700, r.Frames())
					}
					assert.Len(t, readSamples[int16](t, r, 90), want, way.name)
					require.NoError(t, r.Close())
				}
			})
		}
	}
}

// A checkpoint has all frames in the file, those of a block that is not full included; the next goes over it.
func TestCheckpointsInBlocks(t *testing.T) {
	for _, p := range packedEncodings {
		t.Run(p.name, func(t *testing.T) {
			samples := wandering(2 * 1400)
			var b wave.Buffer
			w, err := wave.NewWriter(&b, p.format(2, 0), nil)
			require.NoError(t, err)
			for from := 0; from < 1400; from += 100 {
				_, err := wave.Write(w, samples[2*from:2*from+200])
				require.NoError(t, err)
				require.NoError(t, w.Checkpoint())
				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				require.Len(t, readSamples[int16](t, r, 1000), 2*(from+100))
			}
			require.NoError(t, w.Close())

			var plain wave.Buffer
			w, err = wave.NewWriter(&plain, p.format(2, 0), nil)
			require.NoError(t, err)
			_, err = wave.Write(w, samples)
			require.NoError(t, err)
			require.NoError(t, w.Close())
			assert.Equal(t, plain.Bytes(), b.Bytes(), "checkpoints leave no trace")
		})
	}
}

// Frames that do not fill a block are in a checkpoint that is due by the clock, too.
func TestCheckpointsInBlocksByTheClock(t *testing.T) {
	for _, p := range packedEncodings {
		var b wave.Buffer
		w, err := wave.NewWriter(&b, p.format(1, 0), &wave.WriterOptions{CheckpointEvery: time.Minute})
		require.NoError(t, err)
		now := time.Unix(0, 0)
		wave.SetClock(w, func() time.Time { return now })
		for _, frames := range []int{10, 20, 30} {
			now = now.Add(time.Hour)
			_, err = wave.Write(w, wandering(10))
			require.NoError(t, err)
			if frames > 10 { // the first write just begins the file
				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				assert.EqualValues(t, frames, r.Frames(), p.name)
			}
		}
	}
}

// Blocks that are ready are written as they are, and count whole, unless fewer frames are declared.
func TestWriteBytesOfBlocks(t *testing.T) {
	for _, p := range packedEncodings {
		blocks := p.blocks(1, 256, 2)
		all := p.decode(1, 256, blocks)
		for _, frames := range []int64{0, 10, int64(len(all)), int64(len(all) + 1)} {
			t.Run(fmt.Sprintf("%s, %d frames declared", p.name, frames), func(t *testing.T) {
				var b wave.Buffer
				w, err := wave.NewWriter(&b, p.format(1, 256), &wave.WriterOptions{Frames: frames})
				require.NoError(t, err)
				_, err = w.WriteBytes(blocks[:256])
				require.NoError(t, err)
				_, err = w.WriteBytes(blocks[256:])
				require.NoError(t, err)
				assert.EqualValues(t, len(all), w.FramesWritten())
				require.NoError(t, w.Close())
				want := all
				if frames > 0 {
					want = all[:min(frames, int64(len(all)))]
				}
				requireDecoded(t, b.Bytes(), strict, 1, want)
			})
		}
		t.Run(p.name+", behind frames that do not fill a block", func(t *testing.T) {
			var b wave.Buffer
			w, err := wave.NewWriter(&b, p.format(1, 256), nil)
			require.NoError(t, err)
			_, err = wave.Write(w, all[:10])
			require.NoError(t, err)
			_, err = w.WriteBytes(blocks)
			require.ErrorIs(t, err, wave.ErrState)
			_, err = wave.Write(w, all[10:p.frames(1, 256)])
			require.NoError(t, err)
			_, err = w.WriteBytes(blocks)
			require.NoError(t, err)
			require.NoError(t, w.Close())
			r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
			require.NoError(t, err)
			assert.EqualValues(t, 3*p.frames(1, 256), r.Frames())
		})
	}
}

// What does not fit on a disk is not counted, and what does is in the file.
func TestWriteBlocksToAFullDisk(t *testing.T) {
	samples := wandering(3000)
	for _, p := range packedEncodings {
		for room := 0; room < 1400; room += 37 {
			disk := &wavtest.Disk{Room: room}
			w, err := wave.NewWriter(disk, p.format(1, 256), nil)
			require.NoError(t, err)
			taken := 0
			for from := 0; from < 3000 && err == nil; from += 60 {
				var n int
				n, err = wave.Write(w, samples[from:from+60])
				taken += n
			}
			require.Error(t, err)
			require.LessOrEqual(t, w.FramesWritten(), int64(taken))
			require.Error(t, errors.Join(w.Close(), err))
		}
	}
}

// A block that a checkpoint wrote, full or not, stays in the file, whatever is told or fails later.
func TestACheckpointKeepsItsLastBlock(t *testing.T) {
	samples := wandering(1000)
	for _, p := range packedEncodings {
		t.Run(p.name, func(t *testing.T) {
			disk := &wavtest.Disk{Room: 1 << 20}
			w, err := wave.NewWriter(disk, p.format(1, 256), nil)
			require.NoError(t, err)
			frames := func() int64 {
				r, err := wave.NewReader(bytes.NewReader(disk.Bytes), &strict)
				require.NoError(t, err)
				return r.Frames()
			}
			_, err = wave.Write(w, samples[:10])
			require.NoError(t, err)
			require.NoError(t, w.Checkpoint())
			require.NoError(t, w.UpdateHeader())
			assert.EqualValues(t, 10, frames())
			_, err = wave.Write(w, samples[10:20])
			require.NoError(t, err)
			disk.Room = 0
			require.Error(t, w.Close())
			assert.GreaterOrEqual(t, frames(), int64(10))
		})
	}
}

// A block that the stream did not take leaves no trace in those that follow.
func TestABlockThatIsWrittenOnceMore(t *testing.T) {
	samples := wandering(2000)
	for _, p := range packedEncodings {
		t.Run(p.name, func(t *testing.T) {
			record := func(from int) []byte {
				stream := &failing{Disk: wavtest.Disk{Room: 1 << 20}, from: from, once: true}
				w, err := wave.NewWriter(stream, p.format(1, 256), nil)
				require.NoError(t, err)
				for w.FramesWritten() < 2000 {
					_, err := wave.Write(w, samples[w.FramesWritten():][:20])
					require.True(t, err == nil || stream.calls == from && errors.Is(err, errBroken))
				}
				require.NoError(t, w.Close())
				return stream.Bytes
			}
			want := record(-1)
			for from := range 6 {
				assert.Equal(t, want, record(from), "call %d", from)
			}
		})
	}
}

// What is written is appended to, if its last block is full.
func TestAppendBlocks(t *testing.T) {
	for _, p := range packedEncodings {
		whole := p.frames(1, 256)
		samples := wandering(4 * whole)
		for _, first := range []int{whole, 2 * whole, whole + 1} {
			t.Run(fmt.Sprintf("%s, to %d frames", p.name, first), func(t *testing.T) {
				path := t.TempDir() + "/file.wav"
				w, err := wave.Create(path, p.format(1, 256), nil)
				require.NoError(t, err)
				_, err = wave.Write(w, samples[:first])
				require.NoError(t, err)
				require.NoError(t, w.Close())

				w, err = wave.OpenWriter(path, nil)
				if first%whole != 0 {
					require.ErrorIs(t, err, wave.ErrNoUpdate)
					return
				}
				require.NoError(t, err)
				n, err := wave.Write(w, samples[first:first+whole+7])
				require.NoError(t, err)
				require.Equal(t, whole+7, n)
				require.ErrorIs(t, w.SeekFrame(0), wave.ErrNoUpdate)
				require.NoError(t, w.Close())
				r, err := wave.Open(path, &strict)
				require.NoError(t, err)
				closing(t, r)
				assert.Len(t, readSamples[int16](t, r, 99), first+whole+7)
			})
		}
	}
}

// Reading frames of blocks allocates nothing once the first block was decoded; writing does not either.
func TestBlocksDoNotAllocate(t *testing.T) {
	for _, p := range packedEncodings {
		t.Run(p.name, func(t *testing.T) {
			r, err := wave.NewReader(bytes.NewReader(p.file(2, 512, 0, p.blocks(2, 512, 100))), nil)
			require.NoError(t, err)
			floats, planes := make([]float32, 2*99), [][]float32{make([]float32, 99), make([]float32, 99)}
			w, err := wave.NewWriter(io.Discard, p.format(2, 512), nil)
			require.NoError(t, err)
			calls := map[string]func() error{
				"read":         func() error { _, err := wave.Read(r, floats); return err },
				"read planes":  func() error { _, err := wave.ReadPlanar(r, planes); return err },
				"seek":         func() error { return r.SeekFrame(700) },
				"write":        func() error { _, err := wave.Write(w, floats); return err },
				"write planes": func() error { _, err := wave.WritePlanar(w, planes); return err },
			}
			for name, call := range calls {
				require.NoError(t, call()) // this one may
				assert.Zero(t, testing.AllocsPerRun(30, func() { require.NoError(t, call()) }), name)
			}
		})
	}
}
