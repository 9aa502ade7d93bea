package adpcm_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/adpcm"
	"mmservices/internal/block"
	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests both codecs: what they decode against golden vectors (testdata/generate.py), what they encode by how
// little is lost.

// A codec is one of the two.
type codec struct {
	name    string
	frames  func(channels, bytes int) int
	decoder func(channels int) block.Decoder
	encoder func(channels int) block.Encoder
	header  int // bytes of the shortest block, for each channel
	first   int // frames in it
}

var codecs = []codec{
	{"ima", adpcm.IMAFrames, adpcm.NewIMADecoder, adpcm.NewIMAEncoder, 4, 1},
	{
		"ms", adpcm.MSFrames,
		func(channels int) block.Decoder { return adpcm.NewMSDecoder(channels, adpcm.UsualCoefficients()) },
		func(channels int) block.Encoder { return adpcm.NewMSEncoder(channels, adpcm.UsualCoefficients()) },
		7, 2,
	},
}

// codecNamed returns the codec of a name.
func codecNamed(name string) codec {
	return codecs[slices.IndexFunc(codecs, func(c codec) bool { return c.name == name })]
}

// decode decodes blocks of so many bytes, the last one maybe shorter.
func (c codec) decode(channels, align int, blocks []byte) (samples []int16, sound bool) {
	d := c.decoder(channels)
	dst := make([]int16, c.frames(channels, align)*channels)
	sound = true
	for data := range slices.Chunk(blocks, align) {
		n, good := d.Decode(dst, data)
		samples = append(samples, dst[:n*channels]...)
		sound = sound && good
	}
	return samples, sound
}

// encode encodes samples as blocks of so many bytes. The last frame fills what is left of the last block.
func (c codec) encode(channels, align int, samples []int16) (blocks []byte) {
	e := c.encoder(channels)
	size := c.frames(channels, align) * channels
	for src := range slices.Chunk(samples, size) {
		data := wavtest.Noise(align) // whatever was there before
		src = slices.Clip(src)
		for len(src) < size {
			src = append(src, src[len(src)-channels])
		}
		e.Encode(data, src)
		blocks = append(blocks, data...)
	}
	return blocks
}

func TestDecodeGoldenVectors(t *testing.T) {
	vectors, err := wavtest.BlockVectors("testdata/vectors.bin.gz")
	require.NoError(t, err)
	require.Len(t, vectors, 24)
	for _, v := range vectors {
		t.Run(fmt.Sprintf("%s, %s, %d channels, by %s", v.Codec, v.Name, v.Channels, v.From), func(t *testing.T) {
			samples, sound := codecNamed(v.Codec).decode(v.Channels, v.Align, v.Blocks)
			require.Equal(t, v.Samples, samples)
			assert.Equal(t, v.Name != "impossible", sound)
		})
	}
}

// recording returns the samples of a recording in testdata/speech.
func recording(t *testing.T, name string) (samples []int16, channels int) {
	t.Helper()
	r, err := wave.Open("../../testdata/speech/"+name, nil)
	require.NoError(t, err)
	defer r.Close()
	samples = make([]int16, r.Frames()*int64(r.Channels()))
	n, err := wave.Read(r, samples)
	require.NoError(t, err)
	require.EqualValues(t, r.Frames(), n)
	_, err = wave.Read(r, samples)
	require.Equal(t, io.EOF, err)
	return samples, r.Channels()
}

// signalToNoise returns how much stronger the signal is than the error, in dB.
func signalToNoise(signal, decoded []int16) float64 {
	var power, noise float64
	for i, s := range signal {
		d := float64(s) - float64(decoded[i])
		power += float64(s) * float64(s)
		noise += d * d
	}
	return 10 * math.Log10(power/noise)
}

// peers are other encoders: testdata/peers.json.
func peers(t *testing.T) (peers []struct {
	Codec, File, From string
	Align             int
	DB                float64
}) {
	t.Helper()
	text, err := os.ReadFile("testdata/peers.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &peers))
	require.NotEmpty(t, peers)
	return peers
}

// Speech is not told from what other encoders leave of it but by being closer to the original.
func TestEncodeSpeech(t *testing.T) {
	least := map[string]float64{"ima": 26.4, "ms": 27.6} // dB
	for _, peer := range peers(t) {
		t.Run(fmt.Sprintf("%s, %s, beside %s", peer.Codec, peer.File, peer.From), func(t *testing.T) {
			codec := codecNamed(peer.Codec)
			samples, channels := recording(t, peer.File)
			decoded, sound := codec.decode(channels, peer.Align, codec.encode(channels, peer.Align, samples))
			require.True(t, sound)
			db := signalToNoise(samples, decoded)
			assert.Greater(t, db, least[peer.Codec])
			assert.GreaterOrEqual(t, math.Round(100*db)/100, peer.DB)
		})
	}
}

// What is loud, sudden or constant is encoded, too, within bounds that hold for silence as for full scale.
func TestEncodeExtremes(t *testing.T) {
	square := make([]int16, 4000)
	for i := range square {
		square[i] = []int16{math.MinInt16, math.MaxInt16}[i/200%2]
	}
	constant := slices.Repeat([]int16{math.MaxInt16}, 4000)
	for _, c := range codecs {
		for _, test := range []struct {
			name    string
			samples []int16
			least   float64
		}{{"square wave", square, 7.5}, {"full scale", constant, 75}} {
			t.Run(c.name+", "+test.name, func(t *testing.T) {
				decoded, sound := c.decode(1, 400, c.encode(1, 400, test.samples))
				require.True(t, sound)
				assert.Greater(t, signalToNoise(test.samples, decoded), test.least)
			})
		}
		t.Run(c.name+", silence", func(t *testing.T) {
			decoded, sound := c.decode(2, 400, c.encode(2, 400, make([]int16, 8000)))
			require.True(t, sound)
			for _, s := range decoded {
				require.LessOrEqual(t, max(s, -s), int16(8))
			}
		})
	}
}

// Blocks of every size hold what they should, and no more; the sample in a header is that of the signal.
func TestEverySize(t *testing.T) {
	noise := make([]int16, 8*2*4096)
	random := rand.New(rand.NewPCG(4, 4))
	for i := range noise {
		noise[i] = int16(random.Uint32())
	}
	for _, c := range codecs {
		for channels := 1; channels <= 8; channels++ {
			t.Run(fmt.Sprintf("%s, %d channels", c.name, channels), func(t *testing.T) {
				least := c.header * channels
				require.Zero(t, c.frames(channels, least-1))
				require.Equal(t, c.first, c.frames(channels, least))
				for align, before := least, 0; align <= 4096; align++ {
					frames := c.frames(channels, align)
					require.GreaterOrEqual(t, frames, before)
					require.LessOrEqual(t, frames, c.first+2*(align-least)/channels)
					before = frames
					if align > 300 && align%13 != 0 {
						continue // the code is the same
					}
					src := noise[:frames*channels]
					decoded, sound := c.decode(channels, align, c.encode(channels, align, src))
					require.True(t, sound)
					require.Len(t, decoded, len(src))
					require.Equal(t, src[:c.first*channels], decoded[:c.first*channels])
				}
			})
		}
	}
}

// Of a block that is cut the frames that are whole come out, as those of the whole block do.
func TestDecodeCutBlocks(t *testing.T) {
	for _, c := range codecs {
		for _, channels := range []int{1, 2, 3} {
			t.Run(fmt.Sprintf("%s, %d channels", c.name, channels), func(t *testing.T) {
				const align = 120
				samples := make([]int16, c.frames(channels, align)*channels)
				for i := range samples {
					samples[i] = int16(3000 * math.Sin(float64(i)/7))
				}
				data := c.encode(channels, align, samples)
				whole, _ := c.decode(channels, align, data)
				for n := range align {
					part, sound := c.decode(channels, align, data[:n])
					require.True(t, sound)
					require.Len(t, part, c.frames(channels, n)*channels)
					require.Equal(t, whole[:len(part)], append([]int16{}, part...))
				}
			})
		}
	}
}

// Coefficients of the file's own count.
func TestMSOwnCoefficients(t *testing.T) {
	own := []adpcm.Coefficients{{-256, 0}, {0, -256}}
	samples := []int16{1000, -1000, 1000, -1000, 1000, -1000, 1000, -1000, 1000, -1000}
	data := make([]byte, 11)
	adpcm.NewMSEncoder(1, own).Encode(data, samples)
	decoded := make([]int16, len(samples))
	frames, sound := adpcm.NewMSDecoder(1, own).Decode(decoded, data)
	assert.True(t, sound)
	assert.Equal(t, len(samples), frames)
	assert.Equal(t, samples, decoded)
	assert.Equal(t, []byte{0, 0, 0, 0}, data[7:], "codes")
	data[0] = 2
	_, sound = adpcm.NewMSDecoder(1, own).Decode(decoded, data)
	assert.False(t, sound, "there are two")
}

func FuzzDecode(f *testing.F) {
	vectors, err := wavtest.BlockVectors("testdata/vectors.bin.gz")
	require.NoError(f, err)
	for _, v := range vectors {
		f.Add(v.Codec == "ms", uint8(v.Channels), uint16(v.Align), v.Blocks[:min(len(v.Blocks), 600)])
	}
	f.Add(true, uint8(255), uint16(4096), wavtest.Noise(5000))
	f.Fuzz(func(t *testing.T, ms bool, channels uint8, align uint16, data []byte) {
		c := codecs[0]
		if ms {
			c = codecs[1]
		}
		if align == 0 || channels == 0 {
			return
		}
		samples, _ := c.decode(int(channels), int(align), data)
		// What was decoded can be encoded and decoded.
		if frames := c.frames(int(channels), int(align)); frames > 0 {
			again, sound := c.decode(int(channels), int(align), c.encode(int(channels), int(align), samples))
			require.True(t, sound)
			require.GreaterOrEqual(t, len(again), len(samples))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, c := range codecs {
		for _, channels := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s, %d channels", c.name, channels), func(b *testing.B) {
				align := 512 * channels
				src := make([]int16, c.frames(channels, align)*channels)
				for i := range src {
					src[i] = int16(9000 * math.Sin(float64(i*i)/1e5))
				}
				data := c.encode(channels, align, src)
				d := c.decoder(channels)
				b.ReportAllocs()
				for b.Loop() {
					d.Decode(src, data)
				}
				b.ReportMetric(float64(b.N*len(src))/b.Elapsed().Seconds()/1e6, "Msamples/s")
			})
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, c := range codecs {
		b.Run(c.name, func(b *testing.B) {
			data := make([]byte, 1024)
			src := make([]int16, c.frames(2, len(data))*2)
			for i := range src {
				src[i] = int16(9000 * math.Sin(float64(i*i)/1e5))
			}
			e := c.encoder(2)
			b.ReportAllocs()
			for b.Loop() {
				e.Encode(data, src)
			}
			b.ReportMetric(float64(b.N*len(src))/b.Elapsed().Seconds()/1e6, "Msamples/s")
		})
	}
}
