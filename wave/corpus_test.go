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
	encoding   string // "PCM", with "EXT:" before it if it is EXTENSIBLE
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
	fixtures + "invalid/extensible_format_chunk_extension_incomplete_in_incorrectly_sized_chunk.wav": wave.ErrNoData,
	fixtures + "invalid/extensible_format_chunk_oversized_extension_too_large.wav":                   wave.ErrNoData,
	fixtures + "invalid/unsupported_format_extension_truncated.wav":                                  wave.ErrNoData,
	fixtures + "invalid/unsupported_format_oversized_extension_too_large.wav":                        wave.ErrNoData,
	// Not begun as a container of WAV.
	fixtures + "invalid/bad_riff_header.wav":            wave.ErrNotRIFF,
	"ebu/libbw64/tests/test_data/rect_24bit_noriff.wav": wave.ErrNotRIFF, // RF65
	"rochars/riff-chunks/test/files/output-RIFX.wav":    wave.ErrNotRIFF, // numbers as text
	// Found by fuzzing other readers.
	"ruuda/hound/testsamples/fuzz/crash-24728523ef4be15c838293b676f6853e73723bf4.wav":                          wave.ErrNoData,
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
			if want := refused[recording.name]; want != nil {
				for _, way := range ways {
					_, err := way.open(t, file, wave.ReaderOptions{})
					requireError(t, err, want, 0)
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

// corpusEncodings are the encodings by what the manifest calls them.
var corpusEncodings = map[string]wave.Encoding{
	"PCM": wave.EncodingPCM, "FLOAT": wave.EncodingFloat, "ALAW": wave.EncodingALaw, "MULAW": wave.EncodingMuLaw,
	"IMA-ADPCM": wave.EncodingIMAADPCM, "MS-ADPCM": wave.EncodingMSADPCM, "GSM610": wave.EncodingGSM610,
	"MP3": wave.EncodingUnknown,
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
	tag := c.tag
	name, extensible := strings.CutPrefix(c.encoding, "EXT:")
	if extensible {
		tag = wave.TagExtensible
	}
	encoding, known := corpusEncodings[name]
	require.True(t, known, name)
	assert.Equal(t, tag, f.Tag, way.name)
	assert.Equal(t, encoding, f.Encoding(), way.name)
	assert.Equal(t, c.container, r.Container().String(), way.name)
	assert.Equal(t, c.channels, f.Channels, way.name)
	assert.Equal(t, c.rate, f.SampleRate, way.name)
	assert.Equal(t, c.blockAlign, f.BlockAlign, way.name)
	audio := readAll(t, r, 4096)
	if f.SampleBytes > 0 { // else the manifest counts blocks, and has no bits for those that it does not know
		assert.Equal(t, c.bits, f.BitsPerSample, way.name)
		assert.Equal(t, c.validBits, f.ValidBits, way.name)
		assert.Equal(t, c.frames, r.Frames(), way.name)
	}
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
