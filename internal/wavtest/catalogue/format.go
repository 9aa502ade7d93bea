package catalogue

import (
	"math"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of the fmt chunk.

func formatCases() []Case {
	return []Case{
		{Name: "base file", File: BaseFile},
		{Name: "F01 no channels", File: changed(func(f *wavtest.Fmt) { f.Channels = 0 }), Err: wave.ErrChannels},
		{
			Name: "F02 65535 channels of 2 bytes, block align wrapped",
			File: wavtest.File(wavtest.PCM(65535, 8000, 16), BaseAudio),
			Err:  wave.ErrBlockAlign, Value: 131070,
		},
		{
			Name: "F03 1024 channels", File: wavtest.File(wavtest.PCM(1024, 8000, 16), wavtest.Noise(4096)),
			Format: integers(1024, 16), Audio: wavtest.Noise(4096),
		},
		{
			Name: "F04 1025 channels", File: wavtest.File(wavtest.PCM(1025, 8000, 16), wavtest.Noise(4100)),
			Format: integers(1025, 16), Audio: wavtest.Noise(4100),
		},
		{
			Name: "F04 65535 channels", File: wavtest.File(wavtest.PCM(65535, 8000, 8), wavtest.Noise(131070)),
			Format: integers(65535, 8), Audio: wavtest.Noise(131070),
		},
		{
			Name: "F05 bits 0", File: changed(func(f *wavtest.Fmt) { f.Bits = 0 }),
			Opening: always(wave.RepairBits),
		},
		{
			Name: "F05 bits 0, block align 0", File: changed(func(f *wavtest.Fmt) { f.Bits, f.BlockAlign = 0, 0 }),
			Err: wave.ErrBits,
		},
		{
			Name: "F05 bits 0, block align no multiple of the channels",
			File: changed(func(f *wavtest.Fmt) { f.Bits, f.BlockAlign, f.Channels = 0, 3, 2 }),
			Err:  wave.ErrBits,
		},
		{
			// Left-aligned in its byte, as the 1991 specification has it for 1 to 8 bits, and as CPython opens it: other
			// readers play 8 bits. Samples packed eight to a byte do not declare a block align of 1 each.
			Name: "F06 1 bit in a byte", File: wavtest.File(wavtest.PCM(1, 8000, 1), BaseAudio),
			Format: integers(1, 1),
		},
		{
			Name: "F07 12 bits in 2 bytes", File: wavtest.File(wavtest.PCM(1, 8000, 12), BaseAudio),
			Format: integers(1, 12),
		},
		{
			Name: "F08 20 bits in 3 bytes", File: wavtest.File(wavtest.PCM(1, 8000, 20), wavtest.Noise(24)),
			Format: integers(1, 20), Audio: wavtest.Noise(24),
		},
		{
			Name: "F09 64 bits", File: wavtest.File(wavtest.PCM(1, 8000, 64), wavtest.Noise(64)),
			Format: integers(1, 64), Audio: wavtest.Noise(64),
		},
		{Name: "F10 65 bits", File: changed(func(f *wavtest.Fmt) { f.Bits = 65 }), Err: wave.ErrBits, Value: 65},
		{Name: "F10 65535 bits", File: changed(func(f *wavtest.Fmt) { f.Bits = 65535 }), Err: wave.ErrBits, Value: 65535},
		{
			Name:    "F12 block align 0, bytes per second 0",
			File:    changed(func(f *wavtest.Fmt) { f.BlockAlign, f.ByteRate = 0, 0 }),
			Opening: always(wave.RepairBlockAlign | wave.RepairByteRate),
		},
		{
			Name: "F13 block align 3 for 16 bits", File: changed(func(f *wavtest.Fmt) { f.BlockAlign = 3 }),
			Opening: always(wave.RepairBlockAlign),
		},
		{
			// It could be a container of 32 bits; the bits decide, as they do in every other disagreement but that of F15.
			Name: "F14 block align 4 for 16 bits", File: changed(func(f *wavtest.Fmt) { f.BlockAlign = 4 }),
			Opening: always(wave.RepairBlockAlign),
		},
		{
			Name: "F15 24 bits in 4 bytes", File: wavtest.File(inContainer(1, 24, 4), wavtest.Noise(20)),
			Format: rightAligned(1, 24, 4), Audio: wavtest.Noise(20),
		},
		{
			Name: "F15 20 bits in 4 bytes, 2 channels", File: wavtest.File(inContainer(2, 20, 4), wavtest.Noise(40)),
			Format: rightAligned(2, 20, 4), Audio: wavtest.Noise(40),
		},
		{
			Name: "F15 40 bits in 8 bytes", File: wavtest.File(inContainer(1, 40, 8), wavtest.Noise(40)),
			Format: rightAligned(1, 40, 8), Audio: wavtest.Noise(40),
		},
		{
			// Opened: the samples are right, and the caller may know the rate.
			Name: "F16 sample rate 0", File: changed(func(f *wavtest.Fmt) { f.Rate, f.ByteRate = 0, 0 }),
			Format:  with(func(f *wave.Format) { f.SampleRate = 0 }),
			Opening: always(wave.RepairSampleRate),
		},
		{
			Name: "F17 sample rate 4294967295", File: changed(func(f *wavtest.Fmt) { f.Rate = math.MaxUint32 }),
			Format:  with(func(f *wave.Format) { f.SampleRate = math.MaxUint32 }),
			Opening: always(wave.RepairSampleRate | wave.RepairByteRate),
		},
		{
			Name: "F18 sample rate 768000", File: wavtest.File(wavtest.PCM(1, 768000, 16), BaseAudio),
			Format: with(func(f *wave.Format) { f.SampleRate = 768000 }),
		},
		{
			Name: "F19 bytes per second lie", File: changed(func(f *wavtest.Fmt) { f.ByteRate = 1 }),
			Opening: always(wave.RepairByteRate),
		},
		{Name: "F20 fmt chunk of 14 bytes", File: rawFmt(BaseFmt.Payload()[:14]), Opening: always(wave.RepairFmtShort)},
		{Name: "F20 fmt chunk of 15 bytes", File: rawFmt(BaseFmt.Payload()[:15]), Opening: always(wave.RepairFmtShort)},
		{Name: "F21 fmt chunk of 0 bytes", File: rawFmt(nil), Err: wave.ErrTruncated},
		{Name: "F21 fmt chunk of 13 bytes", File: rawFmt(BaseFmt.Payload()[:13]), Err: wave.ErrTruncated},
		{
			Name:    "F22 fmt chunk of 17 bytes",
			File:    rawFmt(append(BaseFmt.Payload(), 0)),
			Opening: always(wave.RepairFmtSize),
		},
		{
			Name: "F24 size of a PCM extension lies", File: changed(func(f *wavtest.Fmt) { f.Extension = []byte{0xff, 0xff} }),
			Later: always(wave.RepairFmtSize),
		},
		{
			Name: "F25 fmt chunk of 4294967280 bytes",
			File: wavtest.RIFF(wavtest.LyingChunk("fmt ", 0xFFFFFFF0, BaseFmt.Payload()), dataChunk),
			Err:  wave.ErrNoData, Opening: [2]wave.Repair{0, wave.RepairFmtSize}, // its extension is in what follows
		},
		{
			Name: "F26 two equal fmt chunks", File: between(fmtChunk),
			Chunks:  []string{"fmt ", "fmt ", "data"},
			Opening: always(wave.RepairFmtRepeated),
		},
		{
			Name: "F27 two different fmt chunks", File: between(wavtest.PCM(2, 44100, 24).Chunk()),
			Chunks:  []string{"fmt ", "fmt ", "data"},
			Opening: always(wave.RepairFmtRepeated),
		},
		{
			Name: "F28 format tag 0x1234", File: changed(func(f *wavtest.Fmt) { f.Tag = 0x1234 }),
			Format: with(func(f *wave.Format) { f.Tag, f.SampleBytes = 0x1234, 0 }), TypedErr: wave.ErrTag, Value: 0x1234,
		},
		{
			Name: "F29 float of 16 bits", File: changed(func(f *wavtest.Fmt) { f.Tag = 3 }),
			Format: floats(1, 16),
		},
		{
			Name: "F30 float of 24 bits", File: wavtest.File(wavtest.Float(1, 8000, 24), wavtest.Noise(24)),
			Audio:  wavtest.Noise(24),
			Format: floats(1, 24), TypedErr: wave.ErrUnsupportedBits, Value: 24,
		},
		{
			// A-law has codes of 8 bits and nothing else: 16 samples.
			Name: "F31 A-law of 16 bits", File: changed(func(f *wavtest.Fmt) { f.Tag = 6 }),
			Format: with(func(f *wave.Format) {
				f.Tag, f.BitsPerSample, f.ValidBits, f.SampleBytes, f.BlockAlign = wave.TagALaw, 8, 8, 1, 1
			}),
			Opening: always(wave.RepairBits | wave.RepairBlockAlign | wave.RepairByteRate),
		},
		{
			Name: "float of 32 bits", File: wavtest.File(wavtest.Float(1, 8000, 32), BaseAudio),
			Format: floats(1, 32),
		},
		{
			Name: "float of 64 bits, its bits 0", File: wavtest.File(wavtest.Fmt{
				Tag: 3, Channels: 1, Rate: 8000, ByteRate: 64000, BlockAlign: 8,
			}, BaseAudio),
			Format:  floats(1, 64),
			Opening: always(wave.RepairBits),
		},
	}
}

// rawFmt returns a file of the base audio whose fmt chunk has this payload.
func rawFmt(payload []byte) []byte {
	return wavtest.RIFF(wavtest.Chunk("fmt ", payload), dataChunk)
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
