package catalogue

import (
	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of the extension of EXTENSIBLE.

func extensibleCases() []Case {
	undecoded := with(func(f *wave.Format) { f.SampleBytes = 0 })
	changedGUID := wave.SubFormatPCM
	changedGUID[15] ^= 1
	return []Case{
		{
			Name:   "E01 no channel mask, 2 channels",
			File:   wavtest.File(wavtest.PCM(2, 8000, 16).Extensible(16, 0), BaseAudio),
			Format: extensible(integers(2, 16), 16, 0, wave.SubFormatPCM),
		},
		{
			Name: "E02 no extension: its size is 0",
			File: wavtest.File(extFmt(BaseFmt, func([]byte) []byte { return []byte{0, 0} }), BaseAudio),
			Err:  wave.ErrTruncated,
		},
		{
			Name: "E03 extension cut off",
			File: wavtest.File(extFmt(BaseFmt, func(e []byte) []byte { return e[:2] }), BaseAudio),
			Err:  wave.ErrTruncated,
		},
		{
			Name: "E03 extension cut off in the sub-format",
			File: wavtest.File(extFmt(BaseFmt, func(e []byte) []byte { return e[:20] }), BaseAudio),
			Err:  wave.ErrTruncated,
		},
		{
			Name:   "E04 sub-format that only begins as that of PCM",
			File:   wavtest.File(extFmt(BaseFmt, func(e []byte) []byte { e[23] ^= 1; return e }), BaseAudio),
			Format: extensible(undecoded, 16, 0, changedGUID), TypedErr: wave.ErrSubFormat,
		},
		{
			Name: "E05 sub-format EXTENSIBLE",
			File: wavtest.File(extFmt(BaseFmt, func(e []byte) []byte {
				return append(e[:8], wavtest.GUID(0xFFFE)...)
			}), BaseAudio),
			Err: wave.ErrSubFormat,
		},
		{
			Name: "E06 valid bits 0", File: wavtest.File(BaseFmt.Extensible(0, 4), BaseAudio),
			Format: extensible(BaseFormat, 16, 4, wave.SubFormatPCM), Opening: always(wave.RepairValidBits),
		},
		{
			Name: "E07 valid bits 99", File: wavtest.File(BaseFmt.Extensible(99, 4), BaseAudio),
			Format: extensible(BaseFormat, 16, 4, wave.SubFormatPCM), Opening: always(wave.RepairValidBits),
		},
		{
			Name:   "E08 valid bits 20 of 24",
			File:   wavtest.File(wavtest.PCM(1, 8000, 24).Extensible(20, 4), wavtest.Noise(24)),
			Format: extensible(integers(1, 24), 20, 4, wave.SubFormatPCM), Audio: wavtest.Noise(24),
		},
		{
			Name: "E09 18 loudspeakers, 1 channel", File: wavtest.File(BaseFmt.Extensible(16, 0x3FFFF), BaseAudio),
			Format: extensible(BaseFormat, 16, 0x3FFFF, wave.SubFormatPCM), Opening: always(wave.RepairChannelMask),
		},
		{
			Name: "E10 extension with 2 bytes more",
			File: wavtest.File(extFmt(BaseFmt, func(e []byte) []byte { e[0] = 24; return append(e, 0, 0) }), BaseAudio),

			Format: extensible(BaseFormat, 16, 0, wave.SubFormatPCM),
		},
		{
			Name:   "extension whose size says 0",
			File:   wavtest.File(extFmt(BaseFmt, func(e []byte) []byte { e[0] = 0; return e }), BaseAudio),
			Format: extensible(BaseFormat, 16, 0, wave.SubFormatPCM), Opening: always(wave.RepairFmtSize),
		},
		{
			Name: "extension whose size says more than the chunk has",
			File: wavtest.File(extFmt(BaseFmt, func(e []byte) []byte { e[0] = 26; return e }), BaseAudio),

			Format: extensible(BaseFormat, 16, 0, wave.SubFormatPCM), Opening: always(wave.RepairFmtSize),
		},
		{
			Name: "E11 float", File: wavtest.File(wavtest.Float(1, 8000, 32).Extensible(32, 4), floats32(0, 0.5, -1, 1)),
			Format: extensible(integers(1, 32), 32, 4, wave.SubFormatFloat), Audio: floats32(0, 0.5, -1, 1),
		},
		{
			Name: "24 bits in 4 bytes", File: wavtest.File(inContainer(1, 24, 4).Extensible(24, 0), BaseAudio),
			Format: extensible(rightAligned(1, 24, 4), 24, 0, wave.SubFormatPCM),
		},
	}
}

// extensible returns the format of EXTENSIBLE files.
func extensible(f wave.Format, validBits int, mask uint32, sub wave.GUID) wave.Format {
	f.Tag, f.ValidBits, f.ChannelMask, f.SubFormat = wave.TagExtensible, validBits, mask, sub
	return f
}

// extFmt returns the fmt chunk of an EXTENSIBLE file with an extension changed at will.
func extFmt(f wavtest.Fmt, change func(extension []byte) []byte) wavtest.Fmt {
	f = f.Extensible(f.Bits, 0)
	f.Extension = change(f.Extension)
	return f
}
