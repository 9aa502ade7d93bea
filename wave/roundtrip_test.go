package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks that what was written is what is read.

// randomFormat returns a format that can be written, sample by sample.
func randomFormat(random *rand.Rand) wave.Format {
	f := wave.Format{Channels: 1 + random.IntN(20), SampleRate: 1 + random.Int64N(400_000)}
	sub := wave.SubFormatPCM
	switch random.IntN(4) {
	case 0:
		f.Tag, f.BitsPerSample, sub = wave.TagFloat, 16<<random.IntN(3), wave.SubFormatFloat
	case 1:
		f.Tag = uint16(wave.TagALaw + random.IntN(2))
		return f
	default:
		f.Tag, f.BitsPerSample = wave.TagPCM, 1+random.IntN(64)
	}
	if bytes := (f.BitsPerSample + 7) / 8; f.Tag == wave.TagPCM && bytes&(bytes-1) != 0 && random.IntN(3) == 0 {
		f.RightAligned = true
		return f
	}
	if random.IntN(3) == 0 {
		f.SubFormat = sub
		f.ValidBits = 1 + random.IntN(f.BitsPerSample)
		f.ChannelMask = 1<<random.IntN(f.Channels+1) - 1
	}
	return f
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 0))
	for round := range 500 {
		format := randomFormat(random)
		options := wave.WriterOptions{
			Frames: int64(random.IntN(50)), Gather: random.IntN(2) * random.IntN(300),
			Container: wave.Container(random.IntN(6)),
		}
		name := fmt.Sprintf("%d: %v, %d channels, %d bits", round, format.Encoding(), format.Channels, format.BitsPerSample)
		t.Run(name, func(t *testing.T) {
			var b wave.Buffer
			w, err := wave.NewWriter(&b, format, &options)
			require.NoError(t, err)
			align := w.Format().BlockAlign
			data := wavtest.Noise(align * random.IntN(50))
			for rest := data; len(rest) > 0; {
				n, err := w.WriteBytes(rest[:1+random.IntN(len(rest))])
				require.NoError(t, err)
				rest = rest[n:]
				if random.IntN(4) == 0 {
					require.NoError(t, w.UpdateHeader())
				}
			}
			require.NoError(t, w.Close())

			for _, stream := range []io.Reader{bytes.NewReader(b.Bytes()), forward(bytes.NewReader(b.Bytes()))} {
				r, err := wave.NewReader(stream, &wave.ReaderOptions{Refuse: wave.RepairAll, ReadAhead: random.IntN(100)})
				require.NoError(t, err)
				assert.Equal(t, w.Format(), r.Format())
				assert.EqualValues(t, len(data)/align, r.Frames())
				assert.Equal(t, string(data), string(readAll(t, r, 1+random.IntN(20))))
			}
		})
	}
}
