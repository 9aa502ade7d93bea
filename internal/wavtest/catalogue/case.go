// Package catalogue is the catalogue of files that readers crash on, refuse without need or play wrongly, each with what
// has to come of it. It serves the tests in every language: Go's use the table, those of C and Python the files and the
// manifest that its command export writes.
//
// The name of a case begins with its id: a letter for what is wrong, and a number. F stands for the fmt chunk, E for
// the extension of EXTENSIBLE, S for the structure of chunks, D for the data size, T for truncation, M for chunks beside
// the audio, R for RF64 and BW64, W for Wave64, X for big-endian files, C for samples in blocks. The numbers have gaps;
// cases without an id are the good neighbours of bad ones.
package catalogue

import (
	"bytes"
	"slices"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the type of a case, and the base file that most of them change in one thing.

// A Case is a file, and what has to come of it: what it is opened as, or the error.
type Case struct {
	Name string
	File []byte

	Container wave.Container // ContainerRIFF if left out
	Format    wave.Format    // that of the base file if left out
	Audio     []byte         // the sample data that there is; that of the base file if nil
	Frames    int64          // the frames to read; all that Audio has if 0
	Chunks    []string       // the ids of the chunks that are listed; fmt and data if nil
	Views     []string       // what the chunks say, as Describe tells it

	// Opening are the repairs made on opening: if the size of the stream is known, and if it is not. Of a file that is
	// refused it is what is found wrong before. Later are those that show when all is read: the audio, the list of
	// chunks and the metadata; again for either kind of stream. Decoding are those of typed reads. Strict reading
	// refuses the file for any of them.
	Opening  [2]wave.Repair
	Later    [2]wave.Repair
	Decoding wave.Repair
	Settled  wave.Repair // what seemed wrong on opening a stream of unknown size, and turns out to be right

	Err       error // it is refused
	Value     int64 // what the error then says
	StreamErr error // it is refused if the stream cannot seek
	TypedErr  error // it opens, and typed reads say this
}

// All returns the catalogue.
func All() []Case {
	all := slices.Concat(formatCases(), extensibleCases(), structureCases(), sizeCases(), truncationCases(),
		metadataCases(), containerCases(), blockCases())
	for i := range all {
		all[i].fill()
	}
	return all
}

// fill fills in what was left out.
func (c *Case) fill() {
	if c.Container == 0 {
		c.Container = wave.ContainerRIFF
	}
	if c.Err != nil {
		return
	}
	if c.Format == (wave.Format{}) {
		c.Format = BaseFormat
	}
	if c.Audio == nil {
		c.Audio = BaseAudio
	}
	if c.Frames == 0 && c.Format.BlockAlign > 0 && c.Format.Encoding() != wave.EncodingUnknown {
		c.Frames = int64(len(c.Audio) / c.Format.BlockAlign)
	}
	if c.Chunks == nil {
		c.Chunks = []string{"fmt ", "data"}
	}
}

// always are repairs that do not depend on what is known of the size.
func always(r wave.Repair) [2]wave.Repair { return [2]wave.Repair{r, r} }

// ifSized are repairs that take the size of the stream to know of.
func ifSized(r wave.Repair) [2]wave.Repair { return [2]wave.Repair{r, 0} }

// ifUnsized are repairs that show in streams of unknown size.
func ifUnsized(r wave.Repair) [2]wave.Repair { return [2]wave.Repair{0, r} }

// The base file: 8 samples of 16 bits, one channel, 8000 Hz. Each case changes one thing of it.
var (
	BaseFmt   = wavtest.PCM(1, 8000, 16)
	BaseAudio = samples16(0, 1000, -1000, 32767, -32768, 20000, -20000, 5)
	BaseFile  = wavtest.File(BaseFmt, BaseAudio)

	fmtChunk  = BaseFmt.Chunk()
	dataChunk = wavtest.Chunk("data", BaseAudio)

	BaseFormat = wave.Format{
		Tag: wave.TagPCM, Channels: 1, SampleRate: 8000, BitsPerSample: 16, ValidBits: 16, SampleBytes: 2, BlockAlign: 2,
	}
)

// with returns the base format, changed.
func with(change func(*wave.Format)) wave.Format {
	f := BaseFormat
	change(&f)
	return f
}

// changed returns a file of the base audio with another fmt chunk.
func changed(change func(*wavtest.Fmt)) []byte {
	f := BaseFmt
	change(&f)
	return wavtest.File(f, BaseAudio)
}

// between returns a file with something between fmt and data.
func between(chunk []byte) []byte { return wavtest.RIFF(fmtChunk, chunk, dataChunk) }

// behind returns a file with something after the data.
func behind(chunk []byte) []byte { return wavtest.RIFF(fmtChunk, dataChunk, chunk) }

// followed returns the base file with bytes behind it that the RIFF size does not count.
func followed(trailer []byte) []byte { return append(bytes.Clone(BaseFile), trailer...) }

// integers returns the format of integers in whole bytes.
func integers(channels, bits int) wave.Format {
	return with(func(f *wave.Format) {
		f.Channels, f.BitsPerSample, f.ValidBits = channels, bits, bits
		f.SampleBytes = (bits + 7) / 8
		f.BlockAlign = channels * f.SampleBytes
	})
}

// floats returns the format of floats.
func floats(channels, bits int) wave.Format {
	f := integers(channels, bits)
	f.Tag = wave.TagFloat
	return f
}
