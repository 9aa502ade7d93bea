package wave_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the catalogue of files that other readers crash on, refuse without need or play wrongly, and checks
// each through every way to open it. Names begin with the number of a case, after a letter for what is wrong: F for the
// fmt chunk, E for the extension of EXTENSIBLE, S for the structure of chunks, D for the data size, M for chunks beside
// the audio. The numbers have gaps.

// The base of most cases: 8 samples of 16 bits, one channel, 8000 Hz. Each case changes one thing.
var (
	baseFmt   = wavtest.PCM(1, 8000, 16)
	baseAudio = samples16(0, 1000, -1000, 32767, -32768, 20000, -20000, 5)
	baseFile  = wavtest.File(baseFmt, baseAudio)

	baseFormat = wave.Format{
		Tag: wave.TagPCM, Channels: 1, SampleRate: 8000, BitsPerSample: 16, ValidBits: 16, SampleBytes: 2, BlockAlign: 2,
	}
)

func samples16(values ...int16) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

// A catalogued file, and what has to come of it: what it is opened as, or the error.
type catalogued struct {
	name   string
	file   []byte
	format wave.Format // baseFormat if left out
	audio  []byte      // baseAudio if nil
	frames int64       // all of audio if 0

	// repairs are those made if the size of the stream is known, and those made if it is not; if the file is refused
	// nevertheless, the one made before. Strict reading refuses the file for the sake of them.
	repairs [2]wave.Repair

	err       error // it is refused
	value     int64 // what the error then says
	streamErr error // it is refused if the stream cannot seek
}

// always are repairs that do not depend on what is known of the size.
func always(r wave.Repair) [2]wave.Repair { return [2]wave.Repair{r, r} }

// ifSized are repairs that take the size of the stream to know of.
func ifSized(r wave.Repair) [2]wave.Repair { return [2]wave.Repair{r, 0} }

// with returns the base format, changed.
func with(change func(*wave.Format)) wave.Format {
	f := baseFormat
	change(&f)
	return f
}

// integers returns the format of integers in whole bytes.
func integers(channels, bits int) wave.Format {
	return with(func(f *wave.Format) {
		f.Channels, f.BitsPerSample, f.ValidBits = channels, bits, bits
		f.SampleBytes = (bits + 7) / 8
		f.BlockAlign = channels * f.SampleBytes
	})
}

// inContainer returns the fmt chunk of integers in more bytes than their bits ask for, rightAligned their format.
func inContainer(channels, bits, bytes int) wavtest.Fmt {
	f := wavtest.PCM(channels, 8000, 8*bytes)
	f.Bits = uint16(bits)
	return f
}

func rightAligned(channels, bits, bytes int) wave.Format {
	f := integers(channels, 8*bytes)
	f.BitsPerSample, f.ValidBits, f.RightAligned = bits, bits, true
	return f
}

// extensible returns the format of EXTENSIBLE files.
func extensible(f wave.Format, validBits int, mask uint32, sub wave.GUID) wave.Format {
	f.Tag, f.ValidBits, f.ChannelMask, f.SubFormat = wave.TagExtensible, validBits, mask, sub
	return f
}

// changed returns a file of the base audio with another fmt chunk.
func changed(change func(*wavtest.Fmt)) []byte {
	f := baseFmt
	change(&f)
	return wavtest.File(f, baseAudio)
}

// rawFmt returns a file of the base audio whose fmt chunk has this payload.
func rawFmt(payload []byte) []byte {
	return wavtest.RIFF(wavtest.Chunk("fmt ", payload), dataChunk)
}

var (
	fmtChunk  = baseFmt.Chunk()
	dataChunk = wavtest.Chunk("data", baseAudio)
)

// between returns a file with something between fmt and data.
func between(chunk []byte) []byte { return wavtest.RIFF(fmtChunk, chunk, dataChunk) }

func floats32(values ...float32) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

// extFmt returns the fmt chunk of an EXTENSIBLE file with an extension changed at will.
func extFmt(f wavtest.Fmt, change func(extension []byte) []byte) wavtest.Fmt {
	f = f.Extensible(f.Bits, 0)
	f.Extension = change(f.Extension)
	return f
}

var formatCases = []catalogued{
	{name: "base file", file: baseFile},
	{name: "F01 no channels", file: changed(func(f *wavtest.Fmt) { f.Channels = 0 }), err: wave.ErrChannels},
	{
		name: "F02 65535 channels of 2 bytes, block align wrapped",
		file: wavtest.File(wavtest.PCM(65535, 8000, 16), baseAudio),
		err:  wave.ErrBlockAlign, value: 131070,
	},
	{
		name: "F03 1024 channels", file: wavtest.File(wavtest.PCM(1024, 8000, 16), wavtest.Noise(4096)),
		format: integers(1024, 16), audio: wavtest.Noise(4096),
	},
	{
		name: "F04 1025 channels", file: wavtest.File(wavtest.PCM(1025, 8000, 16), wavtest.Noise(4100)),
		format: integers(1025, 16), audio: wavtest.Noise(4100),
	},
	{
		name: "F04 65535 channels", file: wavtest.File(wavtest.PCM(65535, 8000, 8), wavtest.Noise(131070)),
		format: integers(65535, 8), audio: wavtest.Noise(131070),
	},
	{
		name: "F05 bits 0", file: changed(func(f *wavtest.Fmt) { f.Bits = 0 }),
		repairs: always(wave.RepairBits),
	},
	{
		name: "F05 bits 0, block align 0", file: changed(func(f *wavtest.Fmt) { f.Bits, f.BlockAlign = 0, 0 }),
		err: wave.ErrBits,
	},
	{
		name: "F05 bits 0, block align no multiple of the channels",
		file: changed(func(f *wavtest.Fmt) { f.Bits, f.BlockAlign, f.Channels = 0, 3, 2 }),
		err:  wave.ErrBits,
	},
	{
		name: "F06 1 bit in a byte", file: wavtest.File(wavtest.PCM(1, 8000, 1), baseAudio),
		format: integers(1, 1),
	},
	{
		name: "F07 12 bits in 2 bytes", file: wavtest.File(wavtest.PCM(1, 8000, 12), baseAudio),
		format: integers(1, 12),
	},
	{
		name: "F08 20 bits in 3 bytes", file: wavtest.File(wavtest.PCM(1, 8000, 20), wavtest.Noise(24)),
		format: integers(1, 20), audio: wavtest.Noise(24),
	},
	{
		name: "F09 64 bits", file: wavtest.File(wavtest.PCM(1, 8000, 64), wavtest.Noise(64)),
		format: integers(1, 64), audio: wavtest.Noise(64),
	},
	{name: "F10 65 bits", file: changed(func(f *wavtest.Fmt) { f.Bits = 65 }), err: wave.ErrBits, value: 65},
	{name: "F10 65535 bits", file: changed(func(f *wavtest.Fmt) { f.Bits = 65535 }), err: wave.ErrBits, value: 65535},
	{
		name:    "F12 block align 0, bytes per second 0",
		file:    changed(func(f *wavtest.Fmt) { f.BlockAlign, f.ByteRate = 0, 0 }),
		repairs: always(wave.RepairBlockAlign | wave.RepairByteRate),
	},
	{
		name: "F13 block align 3 for 16 bits", file: changed(func(f *wavtest.Fmt) { f.BlockAlign = 3 }),
		repairs: always(wave.RepairBlockAlign),
	},
	{
		name: "F14 block align 4 for 16 bits", file: changed(func(f *wavtest.Fmt) { f.BlockAlign = 4 }),
		repairs: always(wave.RepairBlockAlign),
	},
	{
		name: "F15 24 bits in 4 bytes", file: wavtest.File(inContainer(1, 24, 4), wavtest.Noise(20)),
		format: rightAligned(1, 24, 4), audio: wavtest.Noise(20),
	},
	{
		name: "F15 20 bits in 4 bytes, 2 channels", file: wavtest.File(inContainer(2, 20, 4), wavtest.Noise(40)),
		format: rightAligned(2, 20, 4), audio: wavtest.Noise(40),
	},
	{
		name: "F15 40 bits in 8 bytes", file: wavtest.File(inContainer(1, 40, 8), wavtest.Noise(40)),
		format: rightAligned(1, 40, 8), audio: wavtest.Noise(40),
	},
	{
		name: "F16 sample rate 0", file: changed(func(f *wavtest.Fmt) { f.Rate, f.ByteRate = 0, 0 }),
		format:  with(func(f *wave.Format) { f.SampleRate = 0 }),
		repairs: always(wave.RepairSampleRate),
	},
	{
		name: "F17 sample rate 4294967295", file: changed(func(f *wavtest.Fmt) { f.Rate = math.MaxUint32 }),
		format:  with(func(f *wave.Format) { f.SampleRate = math.MaxUint32 }),
		repairs: always(wave.RepairSampleRate | wave.RepairByteRate),
	},
	{
		name: "F18 sample rate 768000", file: wavtest.File(wavtest.PCM(1, 768000, 16), baseAudio),
		format: with(func(f *wave.Format) { f.SampleRate = 768000 }),
	},
	{
		name: "F19 bytes per second lie", file: changed(func(f *wavtest.Fmt) { f.ByteRate = 1 }),
		repairs: always(wave.RepairByteRate),
	},
	{name: "F20 fmt chunk of 14 bytes", file: rawFmt(baseFmt.Payload()[:14]), repairs: always(wave.RepairFmtShort)},
	{name: "F20 fmt chunk of 15 bytes", file: rawFmt(baseFmt.Payload()[:15]), repairs: always(wave.RepairFmtShort)},
	{name: "F21 fmt chunk of 0 bytes", file: rawFmt(nil), err: wave.ErrTruncated},
	{name: "F21 fmt chunk of 13 bytes", file: rawFmt(baseFmt.Payload()[:13]), err: wave.ErrTruncated},
	{
		name:    "F22 fmt chunk of 17 bytes",
		file:    rawFmt(append(baseFmt.Payload(), 0)),
		repairs: always(wave.RepairFmtSize),
	},
	{
		name: "F25 fmt chunk of 4294967280 bytes",
		file: wavtest.RIFF(wavtest.LyingChunk("fmt ", 0xFFFFFFF0, baseFmt.Payload()), dataChunk),
		err:  wave.ErrNoData,
	},
	{
		name: "F26 two equal fmt chunks", file: between(fmtChunk),
		repairs: always(wave.RepairFmtRepeated),
	},
	{
		name: "F27 two different fmt chunks", file: between(wavtest.PCM(2, 44100, 24).Chunk()),
		repairs: always(wave.RepairFmtRepeated),
	},
	{
		name: "F28 format tag 0x1234", file: changed(func(f *wavtest.Fmt) { f.Tag = 0x1234 }),
		err: wave.ErrTag, value: 0x1234,
	},
	{
		name: "F29 float of 16 bits", file: changed(func(f *wavtest.Fmt) { f.Tag = 3 }),
		err: wave.ErrUnsupportedBits, value: 16,
	},
	{
		name: "F30 float of 24 bits", file: wavtest.File(wavtest.Float(1, 8000, 24), baseAudio),
		err: wave.ErrUnsupportedBits, value: 24,
	},
	{name: "F31 A-law of 16 bits", file: changed(func(f *wavtest.Fmt) { f.Tag = 6 }), err: wave.ErrTag, value: 6},
	{
		name: "float of 32 bits", file: wavtest.File(wavtest.Float(1, 8000, 32), baseAudio),
		format: with(func(f *wave.Format) {
			f.Tag, f.BitsPerSample, f.ValidBits, f.SampleBytes, f.BlockAlign = wave.TagFloat, 32, 32, 4, 4
		}),
	},
	{
		name: "float of 64 bits, its bits 0", file: wavtest.File(wavtest.Fmt{
			Tag: 3, Channels: 1, Rate: 8000, ByteRate: 64000, BlockAlign: 8,
		}, baseAudio),
		format: with(func(f *wave.Format) {
			f.Tag, f.BitsPerSample, f.ValidBits, f.SampleBytes, f.BlockAlign = wave.TagFloat, 64, 64, 8, 8
		}),
		repairs: always(wave.RepairBits),
	},
}

var extensibleCases = []catalogued{
	{
		name:   "E01 no channel mask, 2 channels",
		file:   wavtest.File(wavtest.PCM(2, 8000, 16).Extensible(16, 0), baseAudio),
		format: extensible(integers(2, 16), 16, 0, wave.SubFormatPCM),
	},
	{
		name: "E02 no extension: its size is 0",
		file: wavtest.File(extFmt(baseFmt, func([]byte) []byte { return []byte{0, 0} }), baseAudio),
		err:  wave.ErrTruncated,
	},
	{
		name: "E03 extension cut off",
		file: wavtest.File(extFmt(baseFmt, func(e []byte) []byte { return e[:2] }), baseAudio),
		err:  wave.ErrTruncated,
	},
	{
		name: "E03 extension cut off in the sub-format",
		file: wavtest.File(extFmt(baseFmt, func(e []byte) []byte { return e[:20] }), baseAudio),
		err:  wave.ErrTruncated,
	},
	{
		name: "E04 sub-format that only begins as that of PCM",
		file: wavtest.File(extFmt(baseFmt, func(e []byte) []byte { e[23] ^= 1; return e }), baseAudio),
		err:  wave.ErrSubFormat,
	},
	{
		name: "E05 sub-format EXTENSIBLE",
		file: wavtest.File(extFmt(baseFmt, func(e []byte) []byte {
			return append(e[:8], wavtest.GUID(0xFFFE)...)
		}), baseAudio),
		err: wave.ErrSubFormat,
	},
	{
		name: "E06 valid bits 0", file: wavtest.File(baseFmt.Extensible(0, 4), baseAudio),
		format: extensible(baseFormat, 16, 4, wave.SubFormatPCM), repairs: always(wave.RepairValidBits),
	},
	{
		name: "E07 valid bits 99", file: wavtest.File(baseFmt.Extensible(99, 4), baseAudio),
		format: extensible(baseFormat, 16, 4, wave.SubFormatPCM), repairs: always(wave.RepairValidBits),
	},
	{
		name:   "E08 valid bits 20 of 24",
		file:   wavtest.File(wavtest.PCM(1, 8000, 24).Extensible(20, 4), wavtest.Noise(24)),
		format: extensible(integers(1, 24), 20, 4, wave.SubFormatPCM), audio: wavtest.Noise(24),
	},
	{
		name: "E09 18 loudspeakers, 1 channel", file: wavtest.File(baseFmt.Extensible(16, 0x3FFFF), baseAudio),
		format: extensible(baseFormat, 16, 0x3FFFF, wave.SubFormatPCM), repairs: always(wave.RepairChannelMask),
	},
	{
		name: "E10 extension with 2 bytes more",
		file: wavtest.File(extFmt(baseFmt, func(e []byte) []byte { e[0] = 24; return append(e, 0, 0) }), baseAudio),

		format: extensible(baseFormat, 16, 0, wave.SubFormatPCM),
	},
	{
		name:   "extension whose size says 0",
		file:   wavtest.File(extFmt(baseFmt, func(e []byte) []byte { e[0] = 0; return e }), baseAudio),
		format: extensible(baseFormat, 16, 0, wave.SubFormatPCM), repairs: always(wave.RepairFmtSize),
	},
	{
		name: "extension whose size says more than the chunk has",
		file: wavtest.File(extFmt(baseFmt, func(e []byte) []byte { e[0] = 26; return e }), baseAudio),

		format: extensible(baseFormat, 16, 0, wave.SubFormatPCM), repairs: always(wave.RepairFmtSize),
	},
	{
		name: "E11 float", file: wavtest.File(wavtest.Float(1, 8000, 32).Extensible(32, 4), floats32(0, 0.5, -1, 1)),
		format: extensible(integers(1, 32), 32, 4, wave.SubFormatFloat), audio: floats32(0, 0.5, -1, 1),
	},
	{
		name: "24 bits in 4 bytes", file: wavtest.File(inContainer(1, 24, 4).Extensible(24, 0), baseAudio),
		format: extensible(rightAligned(1, 24, 4), 24, 0, wave.SubFormatPCM),
	},
}

var structureCases = []catalogued{
	{
		name: "S01 data before fmt", file: wavtest.RIFF(dataChunk, fmtChunk),
		repairs: always(wave.RepairDataFirst), streamErr: wave.ErrDataFirst,
	},
	{
		name: "S01 data before fmt, other chunks all around", file: wavtest.RIFF(wavtest.Chunk("junk", nil), dataChunk,
			wavtest.Chunk("LIST", []byte("INFO")), fmtChunk, wavtest.Chunk("fact", make([]byte, 4))),
		repairs: always(wave.RepairDataFirst), streamErr: wave.ErrDataFirst,
	},
	{name: "S02 no data", file: wavtest.RIFF(fmtChunk), err: wave.ErrNoData},
	{name: "S03 neither fmt nor data", file: wavtest.RIFF(), err: wave.ErrNoFmt},
	{
		name: "S03 no fmt", file: wavtest.RIFF(dataChunk),
		err: wave.ErrNoFmt, streamErr: wave.ErrDataFirst, repairs: always(wave.RepairDataFirst),
	},
	{
		name: "S05 odd chunk with pad byte", file: between(wavtest.Chunk("junk", []byte{1, 2, 3})),
	},
	{
		name: "S06 odd chunk without pad byte", file: between(wavtest.LyingChunk("junk", 3, []byte{1, 2, 3})),
		repairs: always(wave.RepairChunkPad),
	},
	{
		name:    "S06 fmt chunk of 17 bytes without pad byte",
		file:    wavtest.RIFF(wavtest.LyingChunk("fmt ", 17, append(baseFmt.Payload(), 0)), dataChunk),
		repairs: always(wave.RepairFmtSize | wave.RepairChunkPad),
	},
	{name: "S07 empty chunk", file: between(wavtest.Chunk("junk", nil))},
	{
		name: "S08 chunk of 4294967295 bytes before the data",
		file: between(wavtest.LyingChunk("junk", 0xFFFFFFFF, nil)),
		err:  wave.ErrNoData, repairs: ifSized(wave.RepairChunkSize),
	},
	{
		name: "S09 chunk of 2147483647 bytes before the data",
		file: between(wavtest.LyingChunk("junk", 0x7FFFFFFF, nil)),
		err:  wave.ErrNoData, repairs: ifSized(wave.RepairChunkSize),
	},
	{
		name: "S10 chunk of 2147483648 bytes before the data",
		file: between(wavtest.LyingChunk("junk", 0x80000000, nil)),
		err:  wave.ErrNoData, repairs: ifSized(wave.RepairChunkSize),
	},
	{
		name: "S11 RIFF size 0", file: wavtest.LyingRIFF(0, fmtChunk, dataChunk),
		repairs: always(wave.RepairRIFFSize),
	},
	{
		name: "S12 RIFF size 4294967295", file: wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, dataChunk),
		repairs: ifSized(wave.RepairRIFFSize),
	},
	{
		name: "S13 RIFF size too small", file: wavtest.LyingRIFF(40, fmtChunk, dataChunk),
		repairs: always(wave.RepairRIFFSize),
	},
	{
		name: "S14 another form type", file: bytes.Replace(baseFile, []byte("WAVE"), []byte("AVI "), 1),
		err: wave.ErrNotWave,
	},
	{
		name: "S15 chunk id with a NUL", file: between(wavtest.Chunk("ab\x00d", []byte{1, 2})),
		repairs: always(wave.RepairChunkID),
	},
	{
		name: "S16 chunk id that cannot be printed", file: between(wavtest.Chunk("\x01\x02\xfe\xff", []byte{1, 2})),
		repairs: always(wave.RepairChunkID),
	},
	{name: "S17 10 000 empty chunks", file: between(bytes.Repeat(wavtest.Chunk("junk", nil), 10_000))},
	{
		name: "S20 an ID3v2 tag before the container",
		file: append([]byte("ID3\x03\x00\x00\x00\x00\x00\x00"), baseFile...),
		err:  wave.ErrNotRIFF,
	},
	{name: "S21 garbage before the container", file: append(wavtest.Noise(16), baseFile...), err: wave.ErrNotRIFF},
	{name: "a big-endian container", file: append([]byte("RIFX"), baseFile[4:]...), err: wave.ErrContainer},
	{name: "a 64-bit container", file: append([]byte("RF64"), baseFile[4:]...), err: wave.ErrContainer},
	{name: "a 64-bit container by another name", file: append([]byte("BW64"), baseFile[4:]...), err: wave.ErrContainer},
	{name: "an empty file", file: nil, err: wave.ErrTruncated},
}

var sizeCases = []catalogued{
	{
		name: "D04 both sizes 4294967295",
		file: wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, wavtest.LyingChunk("data", 0xFFFFFFFF, baseAudio)),

		repairs: always(wave.RepairDataSize | wave.RepairRIFFSize),
	},
	{
		name:    "D05 data size beyond the file",
		file:    wavtest.RIFF(fmtChunk, wavtest.LyingChunk("data", 1000, baseAudio)),
		repairs: [2]wave.Repair{wave.RepairDataSize, wave.RepairRIFFSize},
	},
	{
		name:    "D06 data and RIFF size beyond the file",
		file:    wavtest.LyingRIFF(36+1000, fmtChunk, wavtest.LyingChunk("data", 1000, baseAudio)),
		repairs: ifSized(wave.RepairDataSize | wave.RepairRIFFSize),
	},
	{
		name: "D07 the last frame is cut", file: wavtest.File(wavtest.PCM(2, 8000, 16), baseAudio[:15]),
		format: integers(2, 16), audio: baseAudio[:15], frames: 3,
		repairs: always(wave.RepairPartialFrame),
	},
	{name: "D08 no audio", file: wavtest.File(baseFmt, nil), audio: []byte{}},
	{
		name: "D09 odd length with pad byte", file: wavtest.File(wavtest.PCM(1, 8000, 8), baseAudio[:5]),
		format: integers(1, 8), audio: baseAudio[:5],
	},
	{
		name:   "D10 odd length without pad byte",
		file:   wavtest.LyingRIFF(36+6, wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", 5, baseAudio[:5])),
		format: integers(1, 8), audio: baseAudio[:5],
	},
	{
		name: "D10 odd length without pad byte, which the RIFF size leaves out, too",
		file: wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", 5, baseAudio[:5])),

		format: integers(1, 8), audio: baseAudio[:5],
	},
	{
		name: "D11 odd length with pad byte and a chunk behind it", file: wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(),
			wavtest.Chunk("data", baseAudio[:5]), wavtest.Chunk("LIST", []byte("INFO"))),
		format: integers(1, 8), audio: baseAudio[:5],
	},
}

func TestCatalogue(t *testing.T) {
	for _, test := range slices.Concat(formatCases, extensibleCases, structureCases, sizeCases) {
		t.Run(test.name, func(t *testing.T) {
			if test.format == (wave.Format{}) {
				test.format = baseFormat
			}
			if test.audio == nil {
				test.audio = baseAudio
			}
			if test.frames == 0 {
				test.frames = int64(len(test.audio) / test.format.BlockAlign)
			}
			for _, way := range ways {
				t.Run(way.name, func(t *testing.T) { test.check(t, way) })
			}
		})
	}
}

func (c catalogued) check(t *testing.T, way way) {
	want, repairs := c.err, c.repairs[1]
	if way.sized {
		repairs = c.repairs[0]
	}
	if !way.seekable && c.streamErr != nil {
		want = c.streamErr
	}
	if want != nil {
		_, err := way.open(t, c.file, wave.ReaderOptions{})
		requireError(t, err, want, c.value)
		if repairs != 0 {
			want = refusalOf(repairs)
		}
		_, err = way.open(t, c.file, strict)
		assert.ErrorIs(t, err, want)
		return
	}

	r, err := way.open(t, c.file, wave.ReaderOptions{})
	require.NoError(t, err)
	closing(t, r)
	assert.Equal(t, c.format, r.Format())
	assert.Equal(t, way.seekable, r.Seekable())
	assert.Equal(t, way.sized, r.LengthKnown())
	assert.Equal(t, repairs, repairsOf(r), "%v", r.Diagnostics())
	if way.sized {
		assert.Equal(t, c.frames, r.Frames())
		assert.EqualValues(t, len(c.audio), r.DataBytes())
	}
	assert.Equal(t, c.audio, append([]byte{}, readAll(t, r, 3)...))
	assert.True(t, r.LengthKnown(), "once the end was met")
	assert.Equal(t, c.frames, r.Frames())
	assert.Equal(t, c.frames, r.Tell())

	c.checkStrict(t, way, repairs)
}

// checkStrict checks that each repair can be refused, and that nothing else is.
func (c catalogued) checkStrict(t *testing.T, way way, repairs wave.Repair) {
	r, err := way.open(t, c.file, wave.ReaderOptions{Refuse: wave.RepairAll &^ repairs})
	require.NoError(t, err, "all but what the file needs refused")
	closing(t, r)
	for _, repair := range append(bitsOf(repairs), wave.RepairAll) {
		if repair&repairs == 0 {
			continue
		}
		_, err := way.open(t, c.file, wave.ReaderOptions{Refuse: repair})
		var e *wave.Error
		require.ErrorAs(t, err, &e, "%v", repair)
		if errors.Is(err, wave.ErrRefused) {
			assert.NotZero(t, wave.Repair(e.Value)&repairs&repair, "%v", err)
		} else {
			is := func(r wave.Repair) bool { return errors.Is(err, refusalOf(r)) }
			assert.True(t, slices.ContainsFunc(bitsOf(repairs&repair), is), "%v", err)
		}
	}
}

// refusalOf is the error for a refused repair.
func refusalOf(r wave.Repair) error {
	switch r {
	case wave.RepairFmtShort:
		return wave.ErrTruncated
	case wave.RepairDataFirst:
		return wave.ErrDataFirst
	case wave.RepairBits:
		return wave.ErrBits
	}
	return wave.ErrRefused
}

// bitsOf returns the repairs of a set.
func bitsOf(set wave.Repair) []wave.Repair {
	var repairs []wave.Repair
	for bit := wave.Repair(1); bit != 0; bit <<= 1 {
		if set&bit != 0 {
			repairs = append(repairs, bit)
		}
	}
	return repairs
}

// repairsOf returns the repairs that a reader made.
func repairsOf(r *wave.Reader) wave.Repair {
	var set wave.Repair
	for _, d := range r.Diagnostics() {
		set |= d.Repair
	}
	return set
}

// requireError checks that err is of that kind, and says where and what.
func requireError(t *testing.T, err, want error, value int64) {
	t.Helper()
	require.ErrorIs(t, err, want)
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	assert.GreaterOrEqual(t, e.Offset, int64(0))
	if value != 0 {
		assert.Equal(t, value, e.Value)
	}
}

func TestUnknownSubFormatIsTold(t *testing.T) {
	file := wavtest.File(extFmt(baseFmt, func(e []byte) []byte { e[23] ^= 1; return e }), baseAudio)
	_, err := wave.NewReader(bytes.NewReader(file), nil)
	var e *wave.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "00000001-0000-0010-8000-00aa00389b70", e.SubFormat.String())
	assert.Equal(t, fmtID, e.Chunk)
	assert.EqualValues(t, 12, e.Offset)
}

// What a chunk beside the audio says, true or not, does not stop the audio.
func TestAudioOpensWhateverOtherChunksSay(t *testing.T) {
	le := binary.LittleEndian
	cue := func(count uint32, points int) []byte {
		return wavtest.Chunk("cue ", append(le.AppendUint32(nil, count), make([]byte, 24*points)...))
	}
	list := func(form string, chunks ...[]byte) []byte {
		return wavtest.Chunk("LIST", append([]byte(form), bytes.Join(chunks, nil)...))
	}
	smpl := func(loops, extra uint32) []byte {
		return wavtest.Chunk("smpl", le.AppendUint32(le.AppendUint32(make([]byte, 28), loops), extra))
	}
	nested := list("adtl")
	for range 100 {
		nested = list("adtl", nested)
	}
	twice := func(chunk []byte) []byte { return append(bytes.Clone(chunk), chunk...) }
	for _, test := range []struct {
		name  string
		chunk []byte
	}{
		{"M01 cue points with labels", append(cue(1, 1), list("adtl", wavtest.Chunk("labl", make([]byte, 8)))...)},
		{"M02 4294967295 cue points, 1 present", cue(math.MaxUint32, 1)},
		{"M03 2500 cue points, 1 present", cue(2500, 1)},
		{"M04 no cue points, 2 present", cue(0, 2)},
		{
			"M05 note before label",
			list("adtl", wavtest.Chunk("note", make([]byte, 8)), wavtest.Chunk("labl", make([]byte, 8))),
		},
		{
			"M06 odd text without pad byte",
			list("INFO", wavtest.LyingChunk("INAM", 3, []byte("abc")), wavtest.Chunk("IART", []byte("de"))),
		},
		{"M07 text of 4294967294 bytes", list("INFO", wavtest.LyingChunk("INAM", 0xFFFFFFFE, []byte("abcd")))},
		{"M08 comment of 3000 bytes", list("INFO", wavtest.Chunk("ICMT", bytes.Repeat([]byte("a"), 3000)))},
		{"M09 LIST of 4 bytes", list("INFO")},
		{"M10 LIST of 0 bytes", wavtest.Chunk("LIST", nil)},
		{"M12 LIST in LIST, 100 deep", nested},
		{"M13 2147483647 sample loops", smpl(0x7FFFFFFF, 0)},
		{"M14 smpl of 20 bytes", wavtest.Chunk("smpl", make([]byte, 20))},
		{"M15 2147483647 bytes of sampler data", smpl(0, 0x7FFFFFFF)},
		{"M16 bext of 100 bytes", wavtest.Chunk("bext", make([]byte, 100))},
		{"M17 bext of 602 bytes", wavtest.Chunk("bext", make([]byte, 602))},
		{"M18 bext of 20 002 bytes", wavtest.Chunk("bext", make([]byte, 20_002))},
		{"M19 fact of 0 bytes", wavtest.Chunk("fact", nil)},
		{"M20 fact of 4294967280 frames", wavtest.Chunk("fact", le.AppendUint32(nil, 0xFFFFFFF0))},
		{"M21 PEAK of a wrong size", wavtest.Chunk("PEAK", make([]byte, 5))},
		{"M23 acid of 4 bytes", wavtest.Chunk("acid", make([]byte, 4))},
		{"M24 iXML of 200 000 bytes", wavtest.Chunk("iXML", make([]byte, 200_000))},
		{"M25 text that is not UTF-8", list("INFO", wavtest.Chunk("INAM", []byte{0xff, 0xfe, 0xe9, 0}))},
		{"M27 fact twice", twice(wavtest.Chunk("fact", make([]byte, 4)))},
		{"M29 text without a NUL", list("INFO", wavtest.Chunk("INAM", []byte("abcd")))},
	} {
		for place, file := range map[string][]byte{
			"before fmt": wavtest.RIFF(test.chunk, fmtChunk, dataChunk),
			"between":    wavtest.RIFF(fmtChunk, test.chunk, dataChunk),
			"after data": wavtest.RIFF(fmtChunk, dataChunk, test.chunk),
		} {
			t.Run(fmt.Sprintf("%s, %s", test.name, place), func(t *testing.T) {
				for _, way := range ways {
					r, err := way.open(t, file, strict)
					require.NoError(t, err, way.name)
					closing(t, r)
					assert.Equal(t, baseAudio, readAll(t, r, 3), way.name)
				}
			})
		}
	}
}

// These are wrong in ways that a Reader does not look for: behind the first data chunk, or in the extension of a
// format that needs none.
func TestAudioOpensWhateverIsNotLookedAt(t *testing.T) {
	for _, test := range []struct {
		name string
		file []byte
	}{
		{"F24 size of a PCM extension lies", changed(func(f *wavtest.Fmt) { f.Extension = []byte{0xff, 0xff} })},
		{"S04 two data chunks", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Chunk("data", baseAudio[:8]))},
		{"S18 garbage after the last chunk", append(bytes.Clone(baseFile), wavtest.Noise(15)...)},
		{"S18 garbage after the last chunk, in the RIFF size", wavtest.RIFF(fmtChunk, dataChunk, wavtest.Noise(15))},
		{"S19 an ID3v1 trailer", append(append(bytes.Clone(baseFile), "TAG"...), make([]byte, 125)...)},
		{"M26 chunk beyond the end of the file", wavtest.RIFF(fmtChunk, dataChunk, wavtest.LyingChunk("iXML", 1000, nil))},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, way := range ways {
				r, err := way.open(t, test.file, wave.ReaderOptions{})
				require.NoError(t, err, way.name)
				closing(t, r)
				assert.Equal(t, baseAudio, readAll(t, r, 3), way.name)
				assert.EqualValues(t, 8, r.Frames(), way.name)
			}
		})
	}
}

// A file that ends early is refused before its audio begins, and opened with the frames that are there afterwards.
func TestTruncatedAtEveryByte(t *testing.T) {
	extended := wavtest.File(wavtest.PCM(1, 8000, 24).Extensible(20, 4), wavtest.Noise(15))
	for _, test := range []struct {
		name  string
		file  []byte
		frame int
		fmt   int // bytes of the fmt chunk's payload
	}{
		{"16 bits", baseFile, 2, 16},
		{"EXTENSIBLE, 24 bits, odd length", extended, 3, 40},
	} {
		t.Run(test.name, func(t *testing.T) {
			fmtEnd := 20 + test.fmt
			start := fmtEnd + 8
			for cut := range test.file {
				for _, way := range ways {
					r, err := way.open(t, test.file[:cut], wave.ReaderOptions{})
					where := fmt.Sprintf("%s, cut after %d bytes", way.name, cut)
					var want error
					switch {
					case cut < 8:
						want = wave.ErrTruncated
					case cut < 12:
						want = wave.ErrNotWave
					case cut < 20:
						want = wave.ErrNoFmt
					case cut < fmtEnd:
						want = wave.ErrTruncated
					case cut < start:
						want = wave.ErrNoData
					}
					if want != nil {
						require.ErrorIs(t, err, want, where)
						var e *wave.Error
						require.True(t, errors.As(err, &e), where)
						if cut < fmtEnd && cut >= 20 {
							assert.EqualValues(t, 12, e.Offset, where) // of the fmt chunk
						} else {
							assert.EqualValues(t, cut, e.Offset, where)
						}
						continue
					}
					require.NoError(t, err, where)
					closing(t, r)
					present := test.file[start:min(cut, start+int(r.FramesDeclared())*test.frame)]
					assert.Equal(t, string(present), string(readAll(t, r, 2)), where)
					assert.EqualValues(t, len(present)/test.frame, r.Frames(), where)
				}
			}
		})
	}
}

func TestTwoMillionEmptyChunks(t *testing.T) {
	file := between(bytes.Repeat(wavtest.Chunk("junk", nil), 2_000_000))
	path := onDisk(t, file)
	before := allocated()
	r, err := wave.Open(path, nil)
	require.NoError(t, err)
	closing(t, r)
	assert.Less(t, allocated()-before, int64(1<<20), "bytes allocated")
	assert.Equal(t, baseAudio, readAll(t, r, 8))
}
