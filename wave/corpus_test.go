package wave_test

import (
	"bytes"
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks a corpus of 211 real files of many makers: MMS_CORPUS is its folder, with a MANIFEST.tsv that says
// what each file holds.

// corpusFiles is how many files there are.
const corpusFiles = 211

// A recording is a line of the manifest.
type recording struct {
	name       string // repository and path
	path       string
	container  string
	encoding   string // "PCM", "FLOAT", either with "EXT:" before it, or another
	tag        uint16
	bits       int
	validBits  int
	channels   int
	rate       int64
	blockAlign int
	frames     int64
}

// fixtures is a folder of files that are wrong in one way each.
const fixtures = "jstrait/wavefile/test/fixtures/wave/"

// refused are files that are no WAV files, or broken beyond repair.
var refused = map[string]error{
	fixtures + "invalid/bad_wavefile_format.wav":                  wave.ErrNotWave,
	fixtures + "invalid/incomplete_riff_header.wav":               wave.ErrTruncated,
	fixtures + "invalid/riff_chunk_has_incomplete_chunk_size.wav": wave.ErrTruncated,
	fixtures + "invalid/no_format_chunk_size.wav":                 wave.ErrNoFmt,
	fixtures + "invalid/empty_format_chunk.wav":                   wave.ErrTruncated,
	fixtures + "invalid/no_data_chunk.wav":                        wave.ErrNoData,
	fixtures + "invalid/data_chunk_ends_after_chunk_id.wav":       wave.ErrNoData,
	fixtures + "unsupported/bad_channel_count.wav":                wave.ErrChannels,
	// EXTENSIBLE without a whole extension, so that no sub-format says what the samples are.
	fixtures + "invalid/extensible_format_chunk_extension_size_incomplete.wav":                   wave.ErrTruncated,
	fixtures + "invalid/extensible_format_chunk_extension_size_incomplete_with_padding_byte.wav": wave.ErrTruncated,
	// The fmt chunk claims more or less than there is: what follows is no chunk, and nor is anything behind it.
	fixtures + "invalid/extensible_format_chunk_extension_incomplete_in_incorrectly_sized_chunk.wav": wave.ErrSubFormat,
	fixtures + "invalid/extensible_format_chunk_oversized_extension_too_large.wav":                   wave.ErrNoData,
	// Found by fuzzing other readers.
	"ruuda/hound/testsamples/fuzz/crash-e5471f5b58397287b509db7d026e95f1724454f5.wav":                          wave.ErrBits,
	"ruuda/hound/testsamples/fuzz/oom-48ae4cd061ff8578ad3f23dc87624bd365cf5216.wav":                            wave.ErrNoFmt,
	"Serial-ATA/lofty-rs/lofty/tests/fuzz/assets/wavfile_read_from/2_IDX_34_RAND_128635499166458268533001.wav": wave.ErrBits,
}

// corrected are files of which the manifest tells what the header says, and which are read otherwise.
var corrected = map[string]func(*recording){
	// The block align of 4 is neither 3 samples of 24 bits nor any container for them, and the bytes per second agree
	// with the bits: 5 frames of 9 bytes.
	"scipy/scipy/scipy/io/tests/data/test-8000Hz-le-3ch-5S-24bit-inconsistent.wav": func(r *recording) {
		r.blockAlign, r.frames = 9, 5
	},
	// Valid bits of 0 mean all of them.
	"ruuda/hound/testsamples/nonstandard-02.wav": func(r *recording) { r.validBits = 32 },
}

// dataFirst is the file whose fmt chunk stands behind the data: a stream would have to go back.
const dataFirst = fixtures + "invalid/format_chunk_after_data_chunk.wav"

func TestCorpus(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: the corpus of recordings is not checked")
	}
	recordings := readManifest(t, folder)
	require.Len(t, recordings, corpusFiles)
	seen := map[string]bool{}
	for _, recording := range recordings {
		seen[recording.name] = true
		t.Run(recording.name, func(t *testing.T) {
			file, err := os.ReadFile(recording.path)
			require.NoError(t, err)
			if value, want := recording.refusal(); want != nil {
				for _, way := range ways {
					_, err := way.open(t, file, wave.ReaderOptions{})
					requireError(t, err, want, value)
				}
				return
			}
			if correct := corrected[recording.name]; correct != nil {
				correct(&recording)
			}
			for _, way := range ways {
				recording.check(t, file, way)
			}
		})
	}
	require.Len(t, seen, corpusFiles)
	for _, named := range [][]string{
		slices.Collect(maps.Keys(refused)), slices.Collect(maps.Keys(corrected)), {dataFirst},
	} {
		for _, name := range named {
			assert.True(t, seen[name], "there is no %s", name)
		}
	}
}

// refusal returns the error that there has to be, or nil, and the number that it tells.
func (c recording) refusal() (value int64, err error) {
	switch {
	case refused[c.name] != nil:
		return 0, refused[c.name]
	case c.container != "RIFF" && c.container != "RIFX" && c.container != "RF64":
		return 0, wave.ErrNotRIFF
	}
	switch strings.TrimPrefix(c.encoding, "EXT:") {
	case "PCM", "FLOAT":
		return 0, nil
	}
	return int64(c.tag), wave.ErrTag
}

func (c recording) check(t *testing.T, file []byte, way way) {
	r, err := way.open(t, file, wave.ReaderOptions{})
	if !way.seekable && c.name == dataFirst {
		require.ErrorIs(t, err, wave.ErrDataFirst, way.name)
		return
	}
	require.NoError(t, err, way.name)
	closing(t, r)

	f := r.Format()
	tag, encoding := c.tag, wave.EncodingPCM
	if strings.HasPrefix(c.encoding, "EXT:") {
		tag = wave.TagExtensible
	}
	if strings.HasSuffix(c.encoding, "FLOAT") {
		encoding = wave.EncodingFloat
	}
	assert.Equal(t, tag, f.Tag, way.name)
	assert.Equal(t, encoding, f.Encoding(), way.name)
	assert.Equal(t, c.bits, f.BitsPerSample, way.name)
	assert.Equal(t, c.validBits, f.ValidBits, way.name)
	assert.Equal(t, c.channels, f.Channels, way.name)
	assert.Equal(t, c.rate, f.SampleRate, way.name)
	assert.Equal(t, c.blockAlign, f.BlockAlign, way.name)
	if way.sized {
		assert.Equal(t, c.frames, r.Frames(), way.name)
	}

	audio := readAll(t, r, 4096)
	assert.Equal(t, c.frames, r.Frames(), way.name)
	assert.EqualValues(t, c.frames, len(audio)/f.BlockAlign, way.name)
	start := r.DataOffset()
	assert.Equal(t, "data", string(file[start-8:start-4]), way.name)
	assert.True(t, bytes.HasPrefix(file[start:], audio), way.name)
}

// readManifest returns the lines of the manifest.
func readManifest(t testing.TB, folder string) []recording {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, "MANIFEST.tsv"))
	require.NoError(t, err)
	defer f.Close()
	lines := csv.NewReader(f)
	lines.Comma, lines.LazyQuotes = '\t', true
	rows, err := lines.ReadAll()
	require.NoError(t, err)

	columns := map[string]int{}
	for i, name := range rows[0] {
		columns[name] = i
	}
	var recordings []recording
	for _, row := range rows[1:] {
		text := func(name string) string { return row[columns[name]] }
		number := func(text string) int64 {
			if text == "" {
				return 0 // the file has none
			}
			n, err := strconv.ParseInt(text, 10, 64)
			require.NoError(t, err)
			return n
		}
		repository, path := text("repo"), text("path")
		c := recording{
			name:       repository + "/" + path,
			path:       filepath.Join(folder, strings.Replace(repository, "/", "__", 1), filepath.FromSlash(path)),
			container:  text("container"),
			channels:   int(number(text("ch"))),
			rate:       number(text("rate")),
			blockAlign: int(number(text("blockalign"))),
			frames:     number(text("frames")),
		}
		// "PCM(1)", "EXT:FLOAT(3)"; "16", or "12/16" for 12 valid bits of 16.
		name, tag, _ := strings.Cut(strings.TrimSuffix(text("fmt"), ")"), "(")
		c.encoding = name
		if tag != "" {
			c.tag = uint16(number(tag))
		}
		valid, bits, differ := strings.Cut(text("bits"), "/")
		if !differ {
			bits = valid
		}
		c.validBits, c.bits = int(number(valid)), int(number(bits))
		recordings = append(recordings, c)
	}
	return recordings
}
