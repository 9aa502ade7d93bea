package wave

import (
	"encoding/binary"
	"slices"

	"mmservices/internal/adpcm"
	"mmservices/internal/block"
	"mmservices/internal/gsm"
	"mmservices/internal/pcm"
)

// This file holds the table of encodings: which format tags are understood, and as what.

// An Encoding says how samples are to be understood, whichever tag or sub-format said so.
type Encoding int

// Encodings. Their numbers stay as they are: other languages know them, too.
const (
	EncodingUnknown Encoding = 0
	EncodingPCM     Encoding = 1 // integers: unsigned up to 8 bits, signed above
	EncodingFloat   Encoding = 2 // IEEE 754, 16, 32 or 64 bits

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
	encoding   Encoding
	name       string
	tag        uint16
	subFormats []GUID              // those that mean the same, the usual one first
	bits       int                 // per sample by the header, where there is no choice; else 0
	readable   func(bits int) bool // which bits per sample can be read as samples
	writable   func(bits int) bool // and which written
	sized      bool                // whether the fmt chunk tells the size of its extension, even if it is empty
	fact       bool                // whether the file needs a fact chunk

	// layout tells how a sample lies in the file. Where frames are packed in blocks, blocks tells how instead.
	layout func(f *Format) pcm.Layout
	blocks *blockInfo
}

// decodable tells whether there is a way to samples, at least from some bits per sample.
func (e *encodingInfo) decodable() bool { return e.layout != nil || e.readable(e.bits) }

// blockInfo is what an encoding has that packs frames in blocks.
type blockInfo struct {
	frames  func(channels, bytes int) int // how many there are in so many bytes of a block, as far as they are whole
	bytes   int                           // of a block, where there is no choice; else 0
	decoder func(f *Format) block.Decoder
	encoder func(f *Format) block.Encoder // nil if it can only be read

	// What the fmt chunk says behind the frames of a block, if there is anything.
	readParameters   func(f *Format, order binary.ByteOrder, p []byte, repair func(Diagnostic) error) error
	appendParameters func(p []byte, order binary.AppendByteOrder, f *Format) []byte
}

var encodings = []encodingInfo{
	{
		encoding: EncodingPCM, name: "PCM", tag: TagPCM, subFormats: []GUID{SubFormatPCM, SubFormatAmbisonicPCM},
		readable: upTo64, writable: upTo64,
		layout: integerLayout,
	},
	{
		encoding: EncodingFloat, name: "IEEE float", tag: TagFloat,
		subFormats: []GUID{SubFormatFloat, SubFormatAmbisonicFloat},
		readable:   oneOf(16, 32, 64), writable: oneOf(16, 32, 64), fact: true,
		layout: floatLayout,
	},
	{
		encoding: EncodingALaw, name: "A-law", tag: TagALaw, subFormats: []GUID{subFormat(TagALaw)},
		bits: 8, readable: oneOf(8), writable: oneOf(8), sized: true, fact: true,
		layout: func(*Format) pcm.Layout { return pcm.A8 },
	},
	{
		encoding: EncodingMuLaw, name: "mu-law", tag: TagMuLaw, subFormats: []GUID{subFormat(TagMuLaw)},
		bits: 8, readable: oneOf(8), writable: oneOf(8), sized: true, fact: true,
		layout: func(*Format) pcm.Layout { return pcm.Mu8 },
	},
	{
		encoding: EncodingIMAADPCM, name: "IMA ADPCM", tag: TagIMAADPCM, subFormats: []GUID{subFormat(TagIMAADPCM)},
		bits: 4, readable: oneOf(4), writable: oneOf(4), fact: true,
		blocks: &blockInfo{
			frames:  adpcm.IMAFrames,
			decoder: func(f *Format) block.Decoder { return adpcm.NewIMADecoder(f.Channels) },
			encoder: func(f *Format) block.Encoder { return adpcm.NewIMAEncoder(f.Channels) },
		},
	},
	{
		encoding: EncodingMSADPCM, name: "MS ADPCM", tag: TagMSADPCM, subFormats: []GUID{subFormat(TagMSADPCM)},
		bits: 4, readable: oneOf(4), writable: oneOf(4), fact: true,
		blocks: &blockInfo{
			frames:  adpcm.MSFrames,
			decoder: func(f *Format) block.Decoder { return adpcm.NewMSDecoder(f.Channels, f.pairs()) },
			encoder: func(f *Format) block.Encoder { return adpcm.NewMSEncoder(f.Channels, f.pairs()) },

			readParameters: readCoefficients, appendParameters: appendCoefficients,
		},
	},
	{
		encoding: EncodingGSM610, name: "GSM 6.10", tag: TagGSM610, subFormats: []GUID{subFormat(TagGSM610)},
		readable: func(int) bool { return true }, writable: oneOf(), fact: true, // a sample has 1.625 bits
		blocks: &blockInfo{
			frames:  gsm.Frames,
			bytes:   gsm.BlockBytes,
			decoder: func(*Format) block.Decoder { return gsm.NewDecoder() },
		},
	},
}

// Which bits per sample there are.
func upTo64(bits int) bool { return 1 <= bits && bits <= 64 }

func oneOf(numbers ...int) func(bits int) bool {
	return func(bits int) bool { return slices.Contains(numbers, bits) }
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
		if tag == e.tag || tag == TagExtensible && slices.Contains(e.subFormats, sub) {
			return e
		}
	}
	return nil
}

// integerLayout is the layout of integers: unsigned where they take one byte.
func integerLayout(f *Format) pcm.Layout {
	l := pcm.Layout{
		Kind: pcm.Signed, Bytes: f.SampleBytes, Bits: f.ValidBits, Right: f.RightAligned, BigEndian: f.BigEndian,
	}
	if f.SampleBytes == 1 {
		l.Kind = pcm.Unsigned
	}
	return l
}

func floatLayout(f *Format) pcm.Layout {
	return pcm.Layout{Kind: pcm.Float, Bytes: f.SampleBytes, Bits: f.BitsPerSample, BigEndian: f.BigEndian}
}
