package wave_test

import (
	"bytes"
	"encoding/binary"
	"math"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the catalogue of files that other readers crash on, refuse without need or play wrongly. Names begin
// with the number of a case, after a letter for what is wrong: F for the fmt chunk, E for the extension of EXTENSIBLE,
// S for the structure of chunks, D for the data size, and, in audio_first_test.go, M for chunks beside the audio. The
// numbers have gaps.

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

		repairs: always(wave.RepairLeading),
	},
	{name: "S21 garbage before the container", file: append(wavtest.Noise(16), baseFile...), err: wave.ErrNotRIFF},
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
