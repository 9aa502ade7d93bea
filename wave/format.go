package wave

import "mmservices/internal/pcm"

// This file holds Format.

// A Format tells how the samples of a file are to be understood.
//
// For a [Writer], Channels, SampleRate and BitsPerSample are enough: they make a file of integers. Tag TagFloat makes
// one of floats, and other tags of other encodings. A ChannelMask, ValidBits, a SubFormat and more than two channels
// make the header EXTENSIBLE, unless [WriterOptions] ask for a plain one. The other fields are filled in, but for
// RightAligned and the BlockAlign of encodings that pack samples in blocks, which may be chosen.
type Format struct {
	Tag           uint16 // TagPCM, TagFloat, ...; for a Writer 0 means TagPCM, or TagExtensible if there is a SubFormat
	Channels      int    // 1 to 65535
	SampleRate    int64  // frames per second, up to 4294967295
	BitsPerSample int    // as in the header

	// ValidBits is how many bits of a sample carry sound: the high ones of its container, or the low ones if
	// RightAligned is set. 0 means all of BitsPerSample.
	ValidBits int
	// RightAligned is of integers whose container is wider than their bits ask for: 24 bits in 4 bytes, as ALSA's
	// S24_LE. The high bits of the container then repeat the sign.
	RightAligned bool

	// SampleBytes is the size of one sample in bytes, its container. BlockAlign is that of one frame.
	//
	// Encodings that pack samples in blocks have a SampleBytes of 0: BlockAlign then is the size of a block, and
	// BlockFrames how many frames are in it. It is 0 of all others.
	SampleBytes int
	BlockAlign  int
	BlockFrames int

	// BigEndian is set by a Reader for files whose samples have the highest byte first: RIFX.
	BigEndian bool

	ChannelMask uint32 // of EXTENSIBLE: which loudspeakers, as in ksmedia.h, SPEAKER_FRONT_LEFT being bit 0
	SubFormat   GUID   // of EXTENSIBLE; for a Writer the zero GUID means that of the tag, or SubFormatPCM

	coefficients string // of MS ADPCM, in pairs of 16 bits, little-endian; empty if they are the usual ones
}

// Encoding returns what the samples are.
func (f Format) Encoding() Encoding {
	if e := byTag(f.Tag, f.SubFormat); e != nil {
		return e.encoding
	}
	return EncodingUnknown
}

// Ambisonic reports whether the channels are those of ambisonic B-format, as an EXTENSIBLE header says by its
// sub-format.
func (f Format) Ambisonic() bool {
	return f.Tag == TagExtensible && (f.SubFormat == SubFormatAmbisonicPCM || f.SubFormat == SubFormatAmbisonicFloat)
}

// layout returns how the samples lie in the file, if they can be read; where they are packed in blocks, how they come
// out of them.
func (f *Format) layout() pcm.Layout {
	if f.BlockFrames > 0 {
		return pcm.S16.Host()
	}
	return byTag(f.Tag, f.SubFormat).layout(f)
}

// blocks returns how frames are packed.
func (f *Format) blocks() *blockInfo { return byTag(f.Tag, f.SubFormat).blocks }

// undecodable returns why the audio cannot be had as samples, or nil if it can. offset is that of the fmt chunk.
func (f *Format) undecodable(offset int64) error {
	encoding := byTag(f.Tag, f.SubFormat)
	fail := func(e Error) error {
		e.Chunk, e.Offset = idFmt, offset
		return &e
	}
	switch {
	case encoding == nil && f.Tag == TagExtensible, encoding != nil && f.Tag == TagExtensible && !encoding.decodable():
		return fail(Error{SubFormat: f.SubFormat, Err: ErrSubFormat})
	case encoding == nil, !encoding.decodable():
		return fail(Error{Value: int64(f.Tag), Err: ErrTag})
	case !encoding.readable(f.BitsPerSample):
		return fail(Error{Value: int64(f.BitsPerSample), Err: ErrUnsupportedBits})
	}
	return nil
}
