package wave_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests changes in place of a file past 4 GiB. It takes no room on disks that keep no zeros.

func TestAFilePast4GiBInPlace(t *testing.T) {
	const audio = 5 << 30
	header := wavtest.RIFF(wavtest.Chunk("JUNK", make([]byte, 28)), wavtest.PCM(2, 48000, 16).Chunk(),
		wavtest.Chunk("data", nil))
	for _, test := range []struct {
		name   string
		header []byte
		err    error
		frames int64
	}{
		{"with room", header, nil, audio / 4},
		{"without room", slices.Concat(header[:12], header[48:]), wave.ErrTooLarge, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "large.wav")
			require.NoError(t, os.WriteFile(name, test.header, 0o600))
			require.NoError(t, os.Truncate(name, int64(len(test.header))+audio))
			repaired, err := wave.RepairFile(name)
			require.ErrorIs(t, err, test.err)
			change := func(m *wave.Metadata) error {
				m.Set(id("wxyz"), text(100))
				return nil
			}
			require.ErrorIs(t, wave.EditMetadata(name, change), test.err)
			if test.err != nil {
				info, err := os.Stat(name)
				require.NoError(t, err)
				assert.Equal(t, int64(len(test.header))+audio, info.Size())
				return
			}
			assert.Len(t, repaired, 2, "both sizes")
			r, err := wave.Open(name, nil)
			require.NoError(t, err)
			closing(t, r)
			assert.Equal(t, wave.ContainerRF64, r.Container())
			assert.Equal(t, test.frames, r.Frames())
			m, err := r.Metadata()
			require.NoError(t, err)
			assert.Equal(t, text(100), m.Find(id("wxyz")).Data)
			assert.Empty(t, r.Diagnostics())
		})
	}
}
