package wave_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file reads the recordings in testdata/speech. What they hold is said in the README there.

const speechFolder = "../testdata/speech"

func TestSpeech(t *testing.T) {
	at := func(f wave.Format) wave.Format { f.SampleRate = 22050; return f }
	extended := func(f wave.Format, validBits int, mask uint32, sub wave.GUID) wave.Format {
		return at(extensible(f, validBits, mask, sub))
	}
	float := func(channels, bits int) wave.Format {
		f := at(integers(channels, bits))
		f.Tag = wave.TagFloat
		return f
	}
	want := map[string]struct {
		format wave.Format
		frames int64
	}{
		"speech-16.wav":              {at(integers(1, 16)), 89407},
		"speech-16-stereo.wav":       {at(integers(2, 16)), 89407},
		"speech-8.wav":               {at(integers(1, 8)), 89407},
		"speech-8-stereo.wav":        {at(integers(2, 8)), 19089},
		"speech-24-stereo.wav":       {at(integers(2, 24)), 19089},
		"speech-32-stereo.wav":       {at(integers(2, 32)), 19089},
		"speech-float32-stereo.wav":  {float(2, 32), 19089},
		"speech-float64.wav":         {float(1, 64), 19089},
		"speech-ext-24-stereo.wav":   {extended(integers(2, 24), 24, 3, wave.SubFormatPCM), 19089},
		"speech-ext-20-stereo.wav":   {extended(integers(2, 24), 20, 3, wave.SubFormatPCM), 8073},
		"speech-ext-16-surround.wav": {extended(integers(6, 16), 16, 0x3F, wave.SubFormatPCM), 19089},
		"speech-ext-float32.wav":     {extended(integers(1, 32), 32, 4, wave.SubFormatFloat), 8073},
		"speech-cues.wav":            {at(integers(1, 16)), 89407},
		"speech-streamed.wav":        {at(integers(1, 16)), 8073},
	}
	files, err := filepath.Glob(speechFolder + "/*.wav")
	require.NoError(t, err)
	assert.Len(t, files, len(want))

	for name, want := range want {
		t.Run(name, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join(speechFolder, name))
			require.NoError(t, err)
			for _, way := range ways {
				opts := wave.ReaderOptions{Refuse: wave.RepairAll}
				if name == "speech-streamed.wav" { // it declares more than there is
					opts.Refuse &^= wave.RepairDataSize | wave.RepairRIFFSize
				}
				r, err := way.open(t, file, opts)
				require.NoError(t, err, way.name)
				closing(t, r)
				assert.Equal(t, want.format, r.Format(), way.name)
				audio := readAll(t, r, 1000)
				assert.Equal(t, want.frames, r.Frames(), way.name)
				start := r.DataOffset()
				assert.Equal(t, string(file[start:start+int64(len(audio))]), string(audio), way.name)
			}
		})
	}
}
