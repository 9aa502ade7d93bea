package adpcm_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file compares what is decoded from real files with what libsndfile decodes (testdata/generate.py).

func TestCorpus(t *testing.T) {
	corpus := os.Getenv("MMS_CORPUS")
	if corpus == "" {
		t.Skip("MMS_CORPUS is not set: the corpus of recordings is not checked")
	}
	text, err := os.ReadFile("testdata/corpus.json")
	require.NoError(t, err)
	var files []struct {
		File, From string
		Frames     int64
		SHA256     string
	}
	require.NoError(t, json.Unmarshal(text, &files))
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(file.File+", by "+file.From, func(t *testing.T) {
			r, err := wave.Open(filepath.Join(corpus, file.File), &wave.ReaderOptions{AllFrames: true})
			require.NoError(t, err)
			defer r.Close()
			require.GreaterOrEqual(t, r.Frames(), file.Frames) // those of a block that is cut come behind
			samples := make([]int16, file.Frames*int64(r.Channels()))
			n, err := wave.Read(r, samples)
			require.NoError(t, err)
			require.EqualValues(t, file.Frames, n)
			hash := sha256.New()
			require.NoError(t, binary.Write(hash, binary.LittleEndian, samples))
			assert.Equal(t, file.SHA256, hex.EncodeToString(hash.Sum(nil)))
		})
	}
}
