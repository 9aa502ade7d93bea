package wave_test

import (
	"encoding/binary"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests what can be had of a file whose encoding is not known: everything but samples.

func TestUndecodable(t *testing.T) {
	audio := wavtest.Noise(1000)
	for _, test := range []struct {
		name   string
		align  uint16
		fact   uint32
		frames int64
	}{
		{"MP3", 1, 11520, 11520},
		{"block align 0", 0, 11520, 11520},
		{"block align 144", 144, 11520, 11520},
		{"no frames by fact", 144, 0, 0},
		{"more frames by fact than can be", 1, 0xFFFFFFF0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := wavtest.Fmt{Tag: 0x55, Channels: 2, Rate: 44100, ByteRate: 16000, BlockAlign: test.align}
			fact := wavtest.Chunk("fact", binary.LittleEndian.AppendUint32(nil, test.fact))
			file := wavtest.RIFF(f.Chunk(), fact, wavtest.Chunk("data", audio), wavtest.Chunk("LIST", []byte("INFO")))
			for _, way := range ways {
				r, err := way.open(t, file, wave.ReaderOptions{})
				require.NoError(t, err, way.name)
				closing(t, r)
				assert.Equal(t, wave.EncodingUnknown, r.Format().Encoding(), way.name)
				assert.Equal(t, test.frames, r.Frames(), way.name)
				assert.EqualValues(t, len(audio), r.DataBytes(), way.name)
				_, err = wave.Read(r, make([]int16, 100))
				assert.ErrorIs(t, err, wave.ErrTag, way.name)

				var bytes []byte
				piece := make([]byte, 2*int(max(1, test.align))+1)
				for {
					n, err := r.ReadBytes(piece)
					bytes = append(bytes, piece[:n]...)
					if err == io.EOF {
						break
					}
					require.NoError(t, err, way.name)
					if len(bytes) < len(audio) {
						require.Zero(t, n%int(max(1, test.align)), way.name)
						require.Zero(t, r.Tell(), way.name)
					}
				}
				assert.Equal(t, audio, bytes, way.name)
				assert.Equal(t, test.frames, r.Tell(), way.name)
				chunks, err := r.Chunks()
				require.NoError(t, err, way.name)
				assert.Equal(t, []string{"fmt ", "fact", "data", "LIST"}, idsOf(chunks), way.name)
				if !way.seekable {
					continue
				}
				require.NoError(t, r.SeekFrame(0), way.name)
				_, err = r.ReadBytes(piece)
				require.NoError(t, err, way.name)
				assert.Equal(t, audio[:len(piece)-1], piece[:len(piece)-1], way.name)
				assert.ErrorIs(t, r.SeekFrame(test.frames+1), wave.ErrPosition, way.name)
				if test.frames > 0 {
					assert.ErrorIs(t, r.SeekFrame(1), wave.ErrTag, way.name)
				}
			}
		})
	}
}
