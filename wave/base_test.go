package wave_test

import (
	"mmservices/internal/wavtest"
	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file holds the base file of the catalogue, which other tests go out from, too: 8 samples of 16 bits, one
// channel, 8000 Hz.

var (
	baseFmt    = catalogue.BaseFmt
	baseAudio  = catalogue.BaseAudio
	baseFile   = catalogue.BaseFile
	baseFormat = catalogue.BaseFormat

	fmtChunk  = baseFmt.Chunk()
	dataChunk = wavtest.Chunk("data", baseAudio)
)

// changed returns a file of the base audio with another fmt chunk.
func changed(change func(*wavtest.Fmt)) []byte {
	f := baseFmt
	change(&f)
	return wavtest.File(f, baseAudio)
}

// between returns a file with something between fmt and data.
func between(chunk []byte) []byte { return wavtest.RIFF(fmtChunk, chunk, dataChunk) }

// rawFmt returns a file of the base audio whose fmt chunk has this payload.
func rawFmt(payload []byte) []byte {
	return wavtest.RIFF(wavtest.Chunk("fmt ", payload), dataChunk)
}

// integers returns the format of integers in whole bytes.
func integers(channels, bits int) wave.Format {
	f := baseFormat
	f.Channels, f.BitsPerSample, f.ValidBits, f.SampleBytes = channels, bits, bits, (bits+7)/8
	f.BlockAlign = channels * f.SampleBytes
	return f
}

// extensible returns the format of EXTENSIBLE files.
func extensible(f wave.Format, validBits int, mask uint32, sub wave.GUID) wave.Format {
	f.Tag, f.ValidBits, f.ChannelMask, f.SubFormat = wave.TagExtensible, validBits, mask, sub
	return f
}
