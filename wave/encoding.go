package wave

import "mmservices/internal/pcm"

// This file holds the table of encodings: which format tags are understood, and as what.

// An Encoding says how samples are to be understood, whichever tag or sub-format said so.
type Encoding int

// Encodings. Their numbers stay as they are: other languages know them, too.
const (
	EncodingUnknown Encoding = 0
	EncodingPCM     Encoding = 1 // integers: unsigned up to 8 bits, signed above
	EncodingFloat   Encoding = 2 // IEEE 754, 32 or 64 bits; 16 can be read

	EncodingALaw     Encoding = 3 // ITU-T G.711, 8 bits
	EncodingMuLaw    Encoding = 4 // ITU-T G.711, 8 bits
	EncodingIMAADPCM Encoding = 5 // blocks of 4 bits a sample, after the Interactive Multimedia Association
	EncodingMSADPCM  Encoding = 6 // blocks of 4 bits a sample, after Microsoft
	EncodingGSM610   Encoding = 7 // blocks of 320 samples in 65 bytes, ETSI GSM 06.10; can be read
)

// Format tags (RFC 2361; mmreg.h).
const (
	TagPCM        = 0x0001 // WAVE_FORMAT_PCM
	TagMSADPCM    = 0x0002 // WAVE_FORMAT_ADPCM
	TagFloat      = 0x0003 // WAVE_FORMAT_IEEE_FLOAT
	TagALaw       = 0x0006 // WAVE_FORMAT_ALAW
	TagMuLaw      = 0x0007 // WAVE_FORMAT_MULAW
	TagIMAADPCM   = 0x0011 // WAVE_FORMAT_DVI_ADPCM
	TagGSM610     = 0x0031 // WAVE_FORMAT_GSM610
	TagExtensible = 0xFFFE // WAVE_FORMAT_EXTENSIBLE: the sub-format tells
)

// encodingInfo is a row of the table.
type encodingInfo struct {
	encoding  Encoding
	name      string
	tag       uint16
	subFormat GUID
	readable  func(bits int) bool // which bits per sample can be read
	writable  func(bits int) bool
	fact      bool // whether the file needs a fact chunk

	// layout tells how a sample lies in the file. An encoding whose samples have none, as those that are packed in
	// blocks, needs a decoder beside it.
	layout func(f *Format) pcm.Layout
}

var encodings = []encodingInfo{
	{
		encoding: EncodingPCM, name: "PCM", tag: TagPCM, subFormat: SubFormatPCM,
		readable: func(bits int) bool { return 1 <= bits && bits <= 64 },
		writable: func(bits int) bool { return bits == 8 || bits == 16 || bits == 24 || bits == 32 },
		layout:   integerLayout,
	},
	{
		encoding: EncodingFloat, name: "IEEE float", tag: TagFloat, subFormat: SubFormatFloat,
		readable: func(bits int) bool { return bits == 32 || bits == 64 },
		writable: func(bits int) bool { return bits == 32 || bits == 64 },
		fact:     true,
		layout:   floatLayout,
	},
}

// String returns the name of the encoding.
func (e Encoding) String() string {
	for i := range encodings {
		if encodings[i].encoding == e {
			return encodings[i].name
		}
	}
	return "unknown"
}

// byTag finds the encoding of a tag, or of a sub-format where the tag is TagExtensible. It returns nil if there is
// none.
func byTag(tag uint16, sub GUID) *encodingInfo {
	for i := range encodings {
		e := &encodings[i]
		if tag == e.tag || tag == TagExtensible && sub == e.subFormat {
			return e
		}
	}
	return nil
}

// integerLayout is the layout of integers: unsigned where they take one byte.
func integerLayout(f *Format) pcm.Layout {
	l := pcm.Layout{Kind: pcm.Signed, Bytes: f.SampleBytes, Bits: f.ValidBits, Right: f.RightAligned}
	if f.SampleBytes == 1 {
		l.Kind = pcm.Unsigned
	}
	return l
}

func floatLayout(f *Format) pcm.Layout {
	return pcm.Layout{Kind: pcm.Float, Bytes: f.SampleBytes, Bits: f.BitsPerSample}
}
