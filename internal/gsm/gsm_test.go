package gsm_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/gsm"
	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the decoder, by itself and in files. What is right the golden vectors say (testdata/generate.py).

// blockFrames is how many frames a block has.
const blockFrames = 320

// decode decodes blocks, the last one maybe cut.
func decode(data []byte) []int16 {
	d := gsm.NewDecoder()
	var samples [blockFrames]int16
	all := []int16{}
	for block := range slices.Chunk(data, gsm.BlockBytes) {
		n, _ := d.Decode(samples[:], block)
		all = append(all, samples[:n]...)
	}
	return all
}

func TestDecodeGoldenVectors(t *testing.T) {
	vectors, err := wavtest.BlockVectors("testdata/vectors.bin.gz")
	require.NoError(t, err)
	require.Len(t, vectors, 7)
	for _, v := range vectors {
		t.Run(v.Name+", by "+v.From, func(t *testing.T) {
			require.Equal(t, v.Samples, decode(v.Blocks))
		})
	}
}

// A block that is cut has its first frame, if that is whole.
func TestDecodeCutBlocks(t *testing.T) {
	block := wavtest.Noise(gsm.BlockBytes)
	whole := decode(block)
	for n := range gsm.BlockBytes {
		want := 0
		if n >= 33 {
			want = 160
		}
		require.Equal(t, want, gsm.Frames(1, n))
		require.Equal(t, whole[:want], decode(block[:n]))
	}
	assert.Equal(t, blockFrames, gsm.Frames(1, gsm.BlockBytes))
	assert.Zero(t, gsm.Frames(2, gsm.BlockBytes), "there is no layout for two channels")
}

// Decoders that were forked do not know of each other.
func TestFork(t *testing.T) {
	first, second := wavtest.Noise(2 * gsm.BlockBytes)[:gsm.BlockBytes], wavtest.Noise(2 * gsm.BlockBytes)[gsm.BlockBytes:]
	want := decode(slices.Concat(first, second))[blockFrames:]
	d := gsm.NewDecoder()
	var samples [blockFrames]int16
	d.Decode(samples[:], first)
	fork := d.Fork()
	d.Decode(samples[:], first)
	fork.Decode(samples[:], second)
	assert.Equal(t, want, samples[:])
}

// format returns the fmt chunk of a file.
func format(channels, align, bits, frames int) wavtest.Fmt {
	f := wavtest.Fmt{
		Tag: wave.TagGSM610, Channels: uint16(channels), Rate: 8000, ByteRate: 1625, BlockAlign: uint16(align),
		Bits: uint16(bits),
	}
	f.Extension = binary.LittleEndian.AppendUint16([]byte{2, 0}, uint16(frames))
	return f
}

func readAll(t *testing.T, r *wave.Reader, frames int) []int16 {
	t.Helper()
	all, buffer := []int16{}, make([]int16, frames)
	for {
		n, err := wave.Read(r, buffer)
		all = append(all, buffer[:n]...)
		if err == io.EOF {
			return all
		}
		require.NoError(t, err)
	}
}

// What a file says wrong of its blocks is put right: there is no choice.
func TestReadFormats(t *testing.T) {
	blocks := wavtest.Noise(3 * gsm.BlockBytes)
	for _, test := range []struct {
		name   string
		fmt    wavtest.Fmt
		repair wave.Repair
		err    error
	}{
		{"as it should be", format(1, 65, 0, 320), 0, nil},
		{"13 bits", format(1, 65, 13, 320), 0, nil},
		{"block align 0", format(1, 0, 0, 320), wave.RepairBlockAlign, nil},
		{"block align 130", format(1, 130, 0, 320), wave.RepairBlockAlign, nil},
		{"160 frames per block", format(1, 65, 0, 160), wave.RepairBlockFrames, nil},
		{"2 channels", format(2, 65, 0, 320), 0, wave.ErrBlockAlign},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := wave.NewReader(bytes.NewReader(wavtest.File(test.fmt, blocks)), nil)
			if test.err != nil {
				require.ErrorIs(t, err, test.err)
				return
			}
			require.NoError(t, err)
			found := wave.Repair(0)
			for _, d := range r.Diagnostics() {
				found |= d.Repair
			}
			assert.Equal(t, test.repair, found)
			assert.Equal(t, decode(blocks), readAll(t, r, 100))
		})
	}
}

// A frame is what it is in the order of the file, from wherever a seek came to it: the decoder goes back to where it
// was before, or begins anew.
func TestSeek(t *testing.T) {
	blocks := wavtest.Noise(1700 * gsm.BlockBytes)
	want := decode(blocks)
	r, err := wave.NewReader(bytes.NewReader(wavtest.File(format(1, 65, 0, 320), blocks)), nil)
	require.NoError(t, err)
	require.EqualValues(t, len(want), r.Frames())
	random := rand.New(rand.NewPCG(6, 10))
	buffer := make([]int16, 1000)
	for range 60 {
		frame := random.IntN(len(want))
		require.NoError(t, r.SeekFrame(int64(frame)))
		n, err := wave.Read(r, buffer)
		require.NoError(t, err)
		require.Equal(t, want[frame:frame+n], buffer[:n], "from frame %d on", frame)
		require.EqualValues(t, frame+n, r.Tell())
		if random.IntN(4) == 0 { // raw bytes are passed over
			_, err = r.ReadBytes(make([]byte, 500))
			require.True(t, err == nil || err == io.EOF)
			at := r.Tell()
			if n, err = wave.Read(r, buffer); err != io.EOF {
				require.NoError(t, err)
				require.Equal(t, want[at:int(at)+n], buffer[:n], "from frame %d on", at)
			}
		}
	}
}

// It can be read only.
func TestWrite(t *testing.T) {
	_, err := wave.NewWriter(io.Discard, wave.Format{Tag: wave.TagGSM610, Channels: 1, SampleRate: 8000}, nil)
	assert.ErrorIs(t, err, wave.ErrBadFormat)
}

// The file of the corpus, as libsndfile 1.2.2 decodes it. (It adds a block that is not there.)
func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MMS_CORPUS")
	if corpus == "" {
		t.Skip("MMS_CORPUS is not set: the corpus of recordings is not checked")
	}
	r, err := wave.Open(filepath.Join(corpus, "Borewit__music-metadata/test/samples/wav/gsm610.wav"), nil)
	require.NoError(t, err)
	defer r.Close()
	require.EqualValues(t, 960, r.Frames())
	hash := sha256.New()
	require.NoError(t, binary.Write(hash, binary.LittleEndian, readAll(t, r, 333)))
	assert.Equal(t, "02cd26666e11162169701bb919b5428721d7351a9cc04c17fd2a8e2a43bc04fe", hex.EncodeToString(hash.Sum(nil)))
}

func FuzzDecode(f *testing.F) {
	f.Add(wavtest.Noise(3 * gsm.BlockBytes))
	f.Add(bytes.Repeat([]byte{0xFF}, 200))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, s := range decode(data) {
			require.Zero(t, s&7, "samples have 13 bits")
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	d := gsm.NewDecoder()
	block := wavtest.Noise(gsm.BlockBytes)
	var samples [blockFrames]int16
	b.ReportAllocs()
	for b.Loop() {
		d.Decode(samples[:], block)
	}
	b.ReportMetric(math.Round(float64(b.N*blockFrames)/b.Elapsed().Seconds()/1e5)/10, "Msamples/s")
}
