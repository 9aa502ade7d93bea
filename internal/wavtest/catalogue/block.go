package catalogue

import (
	"bytes"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of encodings that pack samples in blocks.

func blockCases() []Case {
	ima := func(change func(*packed)) []byte { return imaFile.changed(change) }
	ms := func(change func(*packed)) []byte { return msFile.changed(change) }
	imaFormat, msFormat := imaFile.format(), msFile.format()
	fact := []string{"fmt ", "fact", "data"}
	return []Case{
		{
			Name: "C01 IMA ADPCM, 2 blocks of which fact takes 10 frames", File: ima(func(*packed) {}),
			Format: imaFormat, Audio: imaFile.blocks, Frames: 10, Chunks: fact,
		},
		{
			Name: "C01 IMA ADPCM without a fact chunk", File: ima(func(p *packed) { p.fact = nil }),
			Format: imaFormat, Audio: imaFile.blocks, Frames: 1010,
		},
		{
			Name: "C01 IMA ADPCM, fact tells more frames than there are",
			File: ima(func(p *packed) { p.fact = words(1011) }), Format: imaFormat, Audio: imaFile.blocks, Frames: 1010,
			Chunks: fact, Opening: always(wave.RepairFact),
		},
		{
			Name: "C02 samples per block 0", File: ima(func(p *packed) { p.perBlock = 0 }),
			Format: imaFormat, Audio: imaFile.blocks, Frames: 10, Chunks: fact, Opening: always(wave.RepairBlockFrames),
		},
		{
			Name: "C03 samples per block 65535", File: ima(func(p *packed) { p.perBlock = 65535 }),
			Format: imaFormat, Audio: imaFile.blocks, Frames: 10, Chunks: fact, Opening: always(wave.RepairBlockFrames),
		},
		{Name: "C04 block align 0", File: ima(func(p *packed) { p.align = 0 }), Err: wave.ErrBlockAlign},
		{Name: "C05 block align 1", File: ima(func(p *packed) { p.align = 1 }), Err: wave.ErrBlockAlign, Value: 1},
		{
			Name: "C06 step index 255", File: ima(func(p *packed) { p.blocks[2] = 255 }),
			Format: imaFormat, Audio: changedByte(imaFile.blocks, 2, 255), Frames: 10, Chunks: fact,
			Decoding: wave.RepairBlock,
		},
		{
			Name: "C07 MS ADPCM, 2 blocks of which fact takes 10 frames", File: ms(func(*packed) {}),
			Format: msFormat, Audio: msFile.blocks, Frames: 10, Chunks: fact,
		},
		{
			Name: "C08 predictor 255", File: ms(func(p *packed) { p.blocks[0] = 255 }),
			Format: msFormat, Audio: changedByte(msFile.blocks, 0, 255), Frames: 10, Chunks: fact,
			Decoding: wave.RepairBlock,
		},
		{
			// As many as the chunk has.
			Name: "C09 65535 coefficients", File: ms(func(p *packed) { p.extra[0], p.extra[1] = 0xff, 0xff }),
			Format: msFormat, Audio: msFile.blocks, Frames: 10, Chunks: fact, Opening: always(wave.RepairCount),
		},
		{
			Name: "C10 samples per block 1", File: ms(func(p *packed) { p.perBlock = 1 }),
			Format: msFormat, Audio: msFile.blocks, Frames: 10, Chunks: fact, Opening: always(wave.RepairBlockFrames),
		},
		{
			Name: "C11 samples per block 65535", File: ms(func(p *packed) { p.perBlock = 65535 }),
			Format: msFormat, Audio: msFile.blocks, Frames: 10, Chunks: fact, Opening: always(wave.RepairBlockFrames),
		},
		{
			// Any number of channels that fills whole blocks: nothing in the layout stops at two.
			Name: "C12 IMA ADPCM of 3 channels", File: ima3.changed(func(*packed) {}),
			Format: ima3.format(), Audio: ima3.blocks, Frames: 10, Chunks: fact,
		},
		{
			// The last block has its header and 96 bytes of samples: 193 of them.
			Name: "C13 last block short", File: ima(func(p *packed) { p.blocks, p.fact = p.blocks[:356], nil }),
			Format: imaFormat, Audio: imaFile.blocks[:356], Frames: 505 + 193,
		},
		{
			Name: "C13 last block too short for its header",
			File: ima(func(p *packed) { p.blocks, p.fact = p.blocks[:259], nil }), Format: imaFormat,
			Audio: imaFile.blocks[:259], Frames: 505,
		},
		{
			Name: "C13 no block", File: ima(func(p *packed) { p.blocks, p.fact = nil, words(0) }),
			Format: imaFormat, Audio: []byte{}, Chunks: fact,
		},
	}
}

// A packed file is one of 4 bits a sample.
type packed struct {
	tag      uint16
	channels int
	align    uint16
	perBlock uint16
	extra    []byte // of the extension, behind the samples per block
	fact     []byte // nil for none
	blocks   []byte
}

var (
	imaFile = packed{tag: 0x11, channels: 1, align: 256, perBlock: 505, fact: words(10), blocks: imaBlocks(1, 256)}
	ima3    = packed{tag: 0x11, channels: 3, align: 768, perBlock: 505, fact: words(10), blocks: imaBlocks(3, 768)}
	msFile  = packed{
		tag: 2, channels: 1, align: 256, perBlock: 500, fact: words(10), blocks: msBlocks(256),
		// The seven pairs of coefficients that every file has.
		extra: append([]byte{7, 0}, samples16(256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232)...),
	}
)

// imaBlocks returns two blocks of noise that begin with possible states: for each channel a sample, a step index and a 0.
func imaBlocks(channels, align int) []byte {
	blocks := wavtest.Noise(2 * align)
	for block := range 2 {
		for c := range channels {
			at := block*align + 4*c
			blocks[at+2], blocks[at+3] = byte(10*block+c), 0
		}
	}
	return blocks
}

// msBlocks returns two blocks of noise that begin with possible states: a predictor, a delta and two samples.
func msBlocks(align int) []byte {
	blocks := wavtest.Noise(2 * align)
	for block := range 2 {
		copy(blocks[block*align:], append([]byte{byte(block)}, samples16(16, 200, 100)...))
	}
	return blocks
}

// changed returns the file, changed.
func (p packed) changed(change func(*packed)) []byte {
	p.blocks, p.extra = bytes.Clone(p.blocks), bytes.Clone(p.extra)
	change(&p)
	f := wavtest.Fmt{
		Tag: p.tag, Channels: uint16(p.channels), Rate: 8000, ByteRate: 8000 * uint32(p.align) / max(1, uint32(p.perBlock)),
		BlockAlign: p.align, Bits: 4,
	}
	f.Extension = le.AppendUint16(le.AppendUint16(nil, uint16(2+len(p.extra))), p.perBlock)
	f.Extension = append(f.Extension, p.extra...)
	chunks := [][]byte{f.Chunk()}
	if p.fact != nil {
		chunks = append(chunks, wavtest.Chunk("fact", p.fact))
	}
	return wavtest.RIFF(append(chunks, wavtest.Chunk("data", p.blocks))...)
}

// format returns the format of the file, unchanged.
func (p packed) format() wave.Format {
	return wave.Format{
		Tag: p.tag, Channels: p.channels, SampleRate: 8000, BitsPerSample: 4, ValidBits: 4,
		BlockAlign: int(p.align), BlockFrames: int(p.perBlock),
	}
}

// changedByte returns a copy with one byte changed.
func changedByte(b []byte, at int, to byte) []byte {
	b = bytes.Clone(b)
	b[at] = to
	return b
}
