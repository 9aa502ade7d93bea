package wave_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests that all containers, sizes that lie and sizes that are unknown come to the same through every way to
// open a file.

// found is what there is to be found in a file.
type found struct {
	container wave.Container
	audio     []byte
	frames    int64
	fact      int64    // -1 if there is none
	chunks    []string // as "data 44+16": id, start and size of the payload; ", of 20" if more is declared; "behind"
	repairs   wave.Repair

	// suspected are repairs that the file seems to need as long as the size of the stream is not known.
	suspected wave.Repair
}

// find reads a file through a way, and all that lies in it.
func find(t *testing.T, file []byte, way way, opts wave.ReaderOptions) (found, error) {
	t.Helper()
	r, err := way.open(t, file, opts)
	if err != nil {
		return found{}, err
	}
	closing(t, r)
	f := found{container: r.Container(), fact: -1}
	if way.seekable && r.LengthKnown() {
		first, err := r.Chunks()
		require.NoError(t, err, way.name)
		require.NotEmpty(t, first, way.name)
	}
	f.audio = readAll(t, r, 3)
	require.True(t, r.LengthKnown(), way.name)
	require.EqualValues(t, len(f.audio), r.DataBytes(), way.name)
	f.frames = r.Frames()
	chunks, err := r.Chunks()
	require.NoError(t, err, way.name)
	for i, chunk := range chunks {
		text := chunkText(chunk)
		f.chunks = append(f.chunks, text)

		payload, err := r.ReadChunk(i)
		if chunk.ID == dataID {
			require.ErrorIs(t, err, wave.ErrArgument, way.name)
			continue
		}
		require.NoError(t, err, way.name)
		require.Equal(t, string(file[chunk.Start:chunk.Start+chunk.Size]), string(payload), "%s: %s", way.name, text)
	}
	if frames, ok := r.FactFrames(); ok {
		f.fact = frames
	}
	f.repairs = repairsOf(r)
	if way.seekable {
		require.NoError(t, r.SeekFrame(0), way.name)
		require.Equal(t, string(f.audio), string(readAll(t, r, 100)), "%s, once more", way.name)
	}
	return f, nil
}

// chunkText returns a chunk as found has it.
func chunkText(chunk wave.ChunkInfo) string {
	text := fmt.Sprintf("%s %d+%d", strings.TrimRight(chunk.ID.String(), " "), chunk.Start, chunk.Size)
	if chunk.Declared != chunk.Size {
		text += fmt.Sprintf(", of %d", chunk.Declared)
	}
	if chunk.AfterData {
		text += " behind"
	}
	return text
}

// requireFound checks what is found in a file, whichever way, and that strict reading refuses it for what has to be put
// right.
func requireFound(t *testing.T, file []byte, want found) {
	t.Helper()
	if want.container == 0 {
		want.container = wave.ContainerRIFF
	}
	for _, way := range ways {
		got, err := find(t, file, way, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		got.suspected = want.suspected
		require.Equal(t, want, got, way.name)

		for _, refuse := range append(bitsOf(want.repairs), wave.RepairAll&^want.repairs) {
			if !way.sized {
				refuse &^= want.suspected
			}
			r, err := way.open(t, file, wave.ReaderOptions{Refuse: refuse})
			for buffer := make([]byte, 1000); err == nil; {
				_, err = r.ReadBytes(buffer)
			}
			if err == io.EOF {
				_, err = r.Chunks()
			}
			if r != nil {
				closing(t, r)
			}
			if refuse&want.repairs == 0 {
				require.NoError(t, err, "%s: all but what the file needs refused", way.name)
			} else {
				require.ErrorIs(t, err, wave.ErrRefused, "%s: %v", way.name, refuse)
			}
		}
	}
}

func TestContainers(t *testing.T) {
	fact := []byte{8, 0, 0, 0}
	xml := []byte("<odd/> ")
	ds64 := func(d wavtest.DS64, chunks ...[]byte) [][]byte {
		d.RIFF = uint64(4 + len(d.Chunk()) + len(bytes.Join(chunks, nil)))
		return append([][]byte{d.Chunk()}, chunks...)
	}
	sizeless := wavtest.Sizeless("data", baseAudio)
	mono := wavtest.PCM(1, 8000, 8)
	for _, test := range []struct {
		name string
		file []byte
		want found
	}{
		{
			"RIFF",
			wavtest.RIFF(fmtChunk, wavtest.Chunk("fact", fact), dataChunk, wavtest.Chunk("iXML", xml)),
			found{fact: 8, chunks: []string{"fmt 20+16", "fact 44+4", "data 56+16", "iXML 80+7 behind"}},
		},
		{
			"X01 RIFX",
			wavtest.RIFX(wavtest.BigChunk("fmt ", baseFmt.BigPayload()), wavtest.BigChunk("fact", []byte{0, 0, 0, 8}),
				wavtest.BigChunk("data", baseAudio), wavtest.BigChunk("iXML", xml)),
			found{
				container: wave.ContainerRIFX, fact: 8,
				chunks: []string{"fmt 20+16", "fact 44+4", "data 56+16", "iXML 80+7 behind"},
			},
		},
		{
			"R01 RF64", wavtest.RF64("RF64", ds64(wavtest.DS64{Data: 16, Frames: 8}, fmtChunk, sizeless)...),
			found{container: wave.ContainerRF64, fact: 8, chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16"}},
		},
		{
			"R02 BW64, with a chunk of which the table has the size", wavtest.RF64("BW64", ds64(wavtest.DS64{
				Data: 16, Table: []wavtest.DS64Entry{{ID: "axml", Size: 7}},
			}, fmtChunk, sizeless, wavtest.Sizeless("axml", xml))...),
			found{
				container: wave.ContainerBW64, fact: -1,
				chunks: []string{"ds64 20+40", "fmt 68+16", "data 92+16", "axml 116+7 behind"},
			},
		},
		{
			"R02 BW64, of which fact leaves the frames to ds64", wavtest.RF64("BW64", ds64(
				wavtest.DS64{Data: 16, Frames: 8}, fmtChunk, wavtest.Chunk("fact", []byte{0xff, 0xff, 0xff, 0xff}), sizeless)...),
			found{
				container: wave.ContainerBW64, fact: 8,
				chunks: []string{"ds64 20+28", "fmt 56+16", "fact 80+4", "data 92+16"},
			},
		},
		{
			"Wave64", wavtest.Wave64(wavtest.Chunk64("fmt ", baseFmt.Payload()),
				wavtest.Chunk64("fact", []byte{8, 0, 0, 0, 0, 0, 0, 0}), wavtest.Chunk64("data", baseAudio),
				wavtest.Chunk64("iXML", xml)),
			found{
				container: wave.ContainerWave64, fact: 8,
				chunks: []string{"fmt 64+16", "fact 104+8", "data 136+16", "iXML 176+7 behind"},
			},
		},
		{
			"Wave64, odd length", wavtest.Wave64(wavtest.Chunk64("fmt ", mono.Payload()),
				wavtest.Chunk64("data", baseAudio[:13]), wavtest.Chunk64("iXML", xml)),
			found{
				container: wave.ContainerWave64, audio: baseAudio[:13], frames: 13, fact: -1,
				chunks: []string{"fmt 64+16", "data 104+13", "iXML 144+7 behind"},
			},
		},
		{
			"R03 data size 2^64-1", wavtest.RF64("RF64", ds64(wavtest.DS64{Data: 1<<64 - 1}, fmtChunk, sizeless)...),
			found{
				container: wave.ContainerRF64, fact: -1, repairs: wave.RepairDataSize,
				chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16, of 4611686018427387904"},
			},
		},
		{
			"R04 data size and frames 2^61",
			wavtest.RF64("RF64", ds64(wavtest.DS64{Data: 1 << 61, Frames: 1 << 61}, fmtChunk, sizeless)...),
			found{
				container: wave.ContainerRF64, fact: 1 << 61, repairs: wave.RepairDataSize, suspected: wave.RepairRIFFSize,
				chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16, of 2305843009213693952"},
			},
		},
		{
			"R05 2^40 frames", wavtest.RF64("RF64", ds64(wavtest.DS64{Data: 16, Frames: 1 << 40}, fmtChunk, sizeless)...),
			found{container: wave.ContainerRF64, fact: 1 << 40, chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16"}},
		},
		{
			"R06 ds64 of 20 bytes", wavtest.RF64("RF64",
				wavtest.Chunk("ds64", wavtest.DS64{RIFF: 72, Data: 16}.Payload()[:20]), fmtChunk, sizeless),
			found{
				container: wave.ContainerRF64, fact: -1, repairs: wave.RepairDS64 | wave.RepairRIFFSize,
				chunks: []string{"ds64 20+20", "fmt 48+16", "data 72+16"},
			},
		},
		{
			"R07 no ds64", wavtest.RF64("RF64", fmtChunk, sizeless),
			found{
				container: wave.ContainerRF64, fact: -1,
				repairs: wave.RepairDS64 | wave.RepairRIFFSize | wave.RepairDataSize,
				chunks:  []string{"fmt 20+16", "data 44+16, of 4294967295"},
			},
		},
		{
			"R11 data size in the header, ds64 of zeros", wavtest.RF64("RF64", wavtest.DS64{}.Chunk(), fmtChunk, dataChunk),
			found{
				container: wave.ContainerRF64, fact: -1, repairs: wave.RepairDS64 | wave.RepairRIFFSize,
				chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16"},
			},
		},
		{
			"ds64 of zeros alone", wavtest.RF64("RF64", wavtest.DS64{}.Chunk(), fmtChunk, sizeless),
			found{
				container: wave.ContainerRF64, fact: -1, repairs: wave.RepairDataSize | wave.RepairRIFFSize,
				chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16, of 0"},
			},
		},
		{
			"R12 RIFF with ds64", wavtest.RIFF(wavtest.DS64{Data: 16}.Chunk(), fmtChunk, sizeless, wavtest.Chunk("iXML", xml)),
			found{
				fact: -1, repairs: wave.RepairDS64,
				chunks: []string{"ds64 20+28", "fmt 56+16", "data 80+16", "iXML 104+7 behind"},
			},
		},
		{
			"R13 ds64 behind the data: these end with it, by its chunk",
			wavtest.RIFF(fmtChunk, sizeless, wavtest.DS64{Data: 1000}.Chunk()),
			found{
				fact: -1, repairs: wave.RepairDS64 | wave.RepairDataSize,
				chunks: []string{"fmt 20+16", "data 44+16, of 4294967295", "ds64 68+28 behind"},
			},
		},
		{
			"W01 data size 0 in Wave64", wavtest.Wave64(wavtest.Chunk64("fmt ", baseFmt.Payload()),
				wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 0, baseAudio)),
			found{
				container: wave.ContainerWave64, fact: -1, repairs: wave.RepairDataSize | wave.RepairChunkSize,
				chunks: []string{"fmt 64+16", "data 104+16, of 0"},
			},
		},
		{
			"W03 data size beyond the file in Wave64", wavtest.Wave64(wavtest.Chunk64("fmt ", baseFmt.Payload()),
				wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 24+100, baseAudio)),
			found{
				container: wave.ContainerWave64, fact: -1, repairs: wave.RepairDataSize, suspected: wave.RepairRIFFSize,
				chunks: []string{"fmt 64+16", "data 104+16, of 100"},
			},
		},
		{
			"W04 file size 79 in Wave64", wavtest.LyingWave64(79, wavtest.Chunk64("fmt ", baseFmt.Payload()),
				wavtest.Chunk64("data", baseAudio)),
			found{
				container: wave.ContainerWave64, fact: -1, repairs: wave.RepairRIFFSize,
				chunks: []string{"fmt 64+16", "data 104+16"},
			},
		},
		{
			"sizes 2^63-1 in Wave64", wavtest.LyingWave64(1<<63-1, wavtest.Chunk64("fmt ", baseFmt.Payload()),
				wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1<<63-1, baseAudio), wavtest.Chunk64("iXML", xml)),
			found{
				container: wave.ContainerWave64, fact: -1, repairs: wave.RepairDataSize | wave.RepairRIFFSize,
				chunks: []string{"fmt 64+16", "data 104+16, of 4611686018427387904", "iXML 144+7 behind"},
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.want.audio == nil {
				test.want.audio, test.want.frames = baseAudio, 8
			}
			requireFound(t, test.file, test.want)
		})
	}
}

func TestSizesThatAreUnknown(t *testing.T) {
	list := wavtest.Chunk("LIST", []byte("none"))
	data := func(size uint32, payload ...[]byte) []byte {
		return wavtest.LyingChunk("data", size, bytes.Join(payload, nil))
	}
	unknown := []string{"fmt 20+16", "data 44+16, of 4294967295"}
	unfinished := []string{"fmt 20+16", "data 44+16, of 0"}
	const both = wave.RepairDataSize | wave.RepairRIFFSize
	for _, test := range []struct {
		name string
		file []byte
		want found
	}{
		{"D01 data size 0, RIFF size 8", wavtest.LyingRIFF(8, fmtChunk, data(0, baseAudio)),
			found{chunks: unfinished, repairs: both}},
		{"D02 data size 0, RIFF size 0", wavtest.LyingRIFF(0, fmtChunk, data(0, baseAudio)),
			found{chunks: unfinished, repairs: both}},
		{"D03 data size 0, RIFF size 36", wavtest.LyingRIFF(36, fmtChunk, data(0, baseAudio)),
			found{chunks: unfinished, repairs: both}},
		{"data size 0, RIFF size right", wavtest.RIFF(fmtChunk, data(0, baseAudio)),
			found{chunks: unfinished, repairs: wave.RepairDataSize}},
		{"data size 0, followed by LIST", wavtest.RIFF(fmtChunk, data(0, baseAudio), list),
			found{chunks: append(slices.Clone(unfinished), "LIST 68+4 behind"), repairs: wave.RepairDataSize}},
		{"D04 both sizes 4294967295", wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, data(0xFFFFFFFF, baseAudio)),
			found{chunks: unknown, repairs: both}},
		{"data size 4294967295, RIFF size right", wavtest.RIFF(fmtChunk, data(0xFFFFFFFF, baseAudio)),
			found{chunks: unknown, repairs: wave.RepairDataSize}},
		{"D12 data size 4294967295, followed by LIST", wavtest.RIFF(fmtChunk, data(0xFFFFFFFF, baseAudio), list),
			found{chunks: append(slices.Clone(unknown), "LIST 68+4 behind"), repairs: wave.RepairDataSize}},
		{"D12 both sizes 4294967295, followed by three chunks",
			wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, data(0xFFFFFFFF, baseAudio), list, wavtest.Chunk("id3 ", []byte{1}), list),
			found{
				chunks:  append(slices.Clone(unknown), "LIST 68+4 behind", "id3 80+1 behind", "LIST 90+4 behind"),
				repairs: both,
			}},
		{"D05 data size beyond the file", wavtest.RIFF(fmtChunk, data(1000, baseAudio)),
			found{
				chunks:  []string{"fmt 20+16", "data 44+16, of 1000"},
				repairs: wave.RepairDataSize, suspected: wave.RepairRIFFSize,
			}},
		{"D06 data and RIFF size beyond the file", wavtest.LyingRIFF(1036, fmtChunk, data(1000, baseAudio)),
			found{chunks: []string{"fmt 20+16", "data 44+16, of 1000"}, repairs: both}},
		{"the last frame of unknown ones is cut", wavtest.RIFF(fmtChunk, data(0xFFFFFFFF, baseAudio[:15])),
			found{
				audio: baseAudio[:15], frames: 7, chunks: []string{"fmt 20+16", "data 44+15, of 4294967295"},
				repairs: wave.RepairDataSize | wave.RepairPartialFrame,
			}},
		{"D08 no audio", wavtest.File(baseFmt, nil), found{audio: []byte{}, chunks: []string{"fmt 20+16", "data 44+0"}}},
		{"no audio, followed by LIST", wavtest.RIFF(fmtChunk, data(0), list),
			found{audio: []byte{}, chunks: []string{"fmt 20+16", "data 44+0", "LIST 52+4 behind"}}},
		{"no audio, followed by a byte", append(wavtest.File(baseFmt, nil), 1),
			found{audio: []byte{}, chunks: []string{"fmt 20+16", "data 44+0"}, repairs: wave.RepairTrailing}},
		{"no audio of unknown length", wavtest.RIFF(fmtChunk, data(0xFFFFFFFF)),
			found{audio: []byte{}, chunks: []string{"fmt 20+16", "data 44+0, of 4294967295"}, repairs: wave.RepairDataSize}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.want.audio == nil {
				test.want.audio, test.want.frames = baseAudio, 8
			}
			if len(test.want.audio) == 0 {
				test.want.audio = nil
			}
			test.want.fact = -1
			requireFound(t, test.file, test.want)
		})
	}
}

// The diagnostics are the same in the end, too, whether the size of the stream was known from the start or not.
func TestDiagnosticsTellTheTrueSizeInTheEnd(t *testing.T) {
	file := wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, wavtest.LyingChunk("data", 0xFFFFFFFF, baseAudio))
	for _, way := range ways {
		r, err := way.open(t, file, wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		readAll(t, r, 3)
		_, err = r.Chunks()
		require.NoError(t, err)
		assert.Equal(t, []wave.Diagnostic{
			{Repair: wave.RepairDataSize, Chunk: dataID, Offset: 36, Declared: 0xFFFFFFFF, Used: 16},
			{Repair: wave.RepairRIFFSize, Chunk: wave.ChunkID([]byte("RIFF")), Declared: 0xFFFFFFFF, Used: 52},
		}, r.Diagnostics(), way.name)
	}
}

func TestWhatLiesBehindTheAudio(t *testing.T) {
	list := wavtest.Chunk("LIST", []byte("none"))
	id3v1 := func(title string) []byte { return append([]byte("TAG"+title), make([]byte, 125-len(title))...) }
	known := []string{"fmt 20+16", "data 44+16"}
	with := func(more ...string) []string { return append(slices.Clone(known), more...) }
	for _, test := range []struct {
		name string
		file []byte
		want found
	}{
		{"S04 a second data chunk", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Chunk("data", baseAudio[:8])),
			found{chunks: with("data 68+8 behind"), repairs: wave.RepairSecondData}},
		{"a second fmt chunk", wavtest.RIFF(fmtChunk, dataChunk, fmtChunk),
			found{chunks: with("fmt 68+16 behind"), repairs: wave.RepairFmtRepeated}},
		{"an odd chunk without pad byte", wavtest.RIFF(fmtChunk, dataChunk, wavtest.LyingChunk("iXML", 3, []byte("abc")), list),
			found{chunks: with("iXML 68+3 behind", "LIST 79+4 behind"), repairs: wave.RepairChunkPad}},
		{"S18 15 bytes of garbage", append(bytes.Clone(baseFile), wavtest.Noise(15)...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"S18 15 bytes of garbage behind a chunk", append(wavtest.RIFF(fmtChunk, dataChunk, list), wavtest.Noise(15)...),
			found{chunks: with("LIST 68+4 behind"), repairs: wave.RepairTrailing}},
		{"S18 garbage that can be printed", append(bytes.Clone(baseFile), "that is no chunk"...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"7 bytes of garbage", append(bytes.Clone(baseFile), 1, 2, 3, 4, 5, 6, 7),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"zeros", append(bytes.Clone(baseFile), make([]byte, 1000)...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"S19 an ID3v1 tag", append(bytes.Clone(baseFile), id3v1("title")...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"S19 an ID3v1 tag that looks like an empty chunk", append(bytes.Clone(baseFile), id3v1("A\x00\x00\x00\x00")...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"S19 an ID3v1 tag without a title", append(bytes.Clone(baseFile), id3v1("")...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"an APE tag", append(bytes.Clone(baseFile), "APETAGEX\xd0\x07\x00\x00\x20\x00\x00\x00"...),
			found{chunks: known, repairs: wave.RepairTrailing}},
		{"M26 a chunk that is longer than the file", wavtest.RIFF(fmtChunk, dataChunk, wavtest.LyingChunk("iXML", 1000, []byte("<x/>"))),
			found{chunks: with("iXML 68+4, of 1000 behind"), repairs: wave.RepairChunkSize}},
		{"a chunk of an unknown id", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Chunk("abcd", []byte{1, 2, 3})),
			found{chunks: with("abcd 68+3 behind")}},
		{"a chunk behind the declared end", append(bytes.Clone(baseFile), list...), found{chunks: with("LIST 68+4 behind")}},
		{"the pad byte at the very end is missing", wavtest.LyingRIFF(36+16+8+4, fmtChunk, dataChunk, wavtest.LyingChunk("id3 ", 3, []byte("abc"))),
			found{chunks: with("id3 68+3 behind")}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.audio, test.want.frames, test.want.fact = baseAudio, 8, -1
			requireFound(t, test.file, test.want)
		})
	}
}

func TestTrailingBytesAreTold(t *testing.T) {
	for _, way := range ways {
		r, err := way.open(t, append(bytes.Clone(baseFile), wavtest.Noise(15)...), wave.ReaderOptions{})
		require.NoError(t, err)
		closing(t, r)
		assert.Empty(t, r.Diagnostics(), "what lies behind the audio is not looked at when the file is opened")
		readAll(t, r, 8)
		assert.Empty(t, r.Diagnostics())
		_, err = r.Chunks()
		require.NoError(t, err)
		require.Len(t, r.Diagnostics(), 1)
		assert.Equal(t, wave.Diagnostic{Repair: wave.RepairTrailing, Offset: 60, Declared: 15, Used: 15}, r.Diagnostics()[0])
		assert.Equal(t, "at byte 60: bytes behind the last chunk are no chunk: 15", r.Diagnostics()[0].String())
	}
}

func TestATagBeforeTheFile(t *testing.T) {
	tag := append([]byte("ID3\x04\x00\x00\x00\x00\x01\x02"), make([]byte, 130)...)
	for _, way := range ways {
		r, err := way.open(t, append(bytes.Clone(tag), baseFile...), wave.ReaderOptions{})
		require.NoError(t, err, way.name)
		closing(t, r)
		assert.EqualValues(t, 140+44, r.DataOffset(), way.name)
		assert.Equal(t, []wave.Diagnostic{{Repair: wave.RepairLeading, Declared: 140, Used: 140}}, r.Diagnostics(), way.name)
		assert.Equal(t, baseAudio, readAll(t, r, 3), way.name)
	}
}

// Each container cut at every byte: refused or opened alike through every way, with the audio that is there.
func TestContainersTruncatedAtEveryByte(t *testing.T) {
	list := []byte("INFO")
	for name, file := range map[string][]byte{
		"RIFF": wavtest.RIFF(fmtChunk, wavtest.Chunk("LIST", list), dataChunk, wavtest.Chunk("LIST", list)),
		"RIFX": wavtest.RIFX(wavtest.BigChunk("fmt ", baseFmt.BigPayload()), wavtest.BigChunk("data", baseAudio),
			wavtest.BigChunk("LIST", list)),
		"RF64": wavtest.RF64("RF64", wavtest.DS64{Data: 16, RIFF: 96}.Chunk(), fmtChunk, wavtest.Sizeless("data", baseAudio),
			wavtest.Chunk("LIST", list)),
		"Wave64": wavtest.Wave64(wavtest.Chunk64("fmt ", baseFmt.Payload()), wavtest.Chunk64("data", baseAudio),
			wavtest.Chunk64("LIST", list)),
		"unknown size": wavtest.RIFF(fmtChunk, wavtest.LyingChunk("data", 0xFFFFFFFF, baseAudio), wavtest.Chunk("LIST", list)),
		"size 0":       wavtest.LyingRIFF(36, fmtChunk, wavtest.LyingChunk("data", 0, baseAudio), wavtest.Chunk("LIST", list)),
		"after a tag":  append([]byte("ID3\x04\x00\x00\x00\x00\x00\x01\x00"), baseFile...),
	} {
		t.Run(name, func(t *testing.T) {
			audio := int64(bytes.Index(file, baseAudio))
			opened := 0
			for cut := 0; cut < len(file); cut += cutStep {
				want, wantErr := find(t, file[:cut], ways[0], wave.ReaderOptions{})
				if wantErr == nil {
					opened++
					present := file[audio:cut]
					if name != "unknown size" && name != "size 0" {
						present = present[:min(len(present), len(baseAudio))]
					}
					require.True(t, bytes.HasPrefix(present, want.audio), "cut after %d bytes", cut)
					require.GreaterOrEqual(t, want.frames, int64(min(len(present)/2, 8)), "cut after %d bytes", cut)
				}
				for _, way := range ways[1:] {
					got, err := find(t, file[:cut], way, wave.ReaderOptions{})
					where := fmt.Sprintf("%s, cut after %d bytes", way.name, cut)
					if wantErr == nil {
						require.NoError(t, err, where)
						require.Equal(t, want, got, where)
						continue
					}
					if way.sized || !way.seekable {
						require.EqualError(t, err, wantErr.Error(), where)
					}
					var e *wave.Error
					require.True(t, errors.As(err, &e), where)
					require.ErrorIs(t, wantErr, e.Err, where)
				}
			}
			cuts := func(n int) int { return (n + cutStep - 1) / cutStep } // in the first n bytes
			assert.Equal(t, cuts(len(file))-cuts(int(audio)), opened, "all that have their data chunk open")
		})
	}
}
