package adpcm

import (
	"math"

	"mmservices/internal/block"
)

// This file holds IMA ADPCM, which Microsoft calls DVI ADPCM.
//
// A block begins with 4 bytes for each channel: its first sample, the index of its step, and a reserved byte. Words of
// 4 bytes follow, one for each channel in turn, with 8 samples each, the low bits first.

// imaHeader is the bytes at the start of a block, for each channel.
const imaHeader = 4

// imaSteps are the steps. Each is about a tenth longer than the one before.
var imaSteps = [89]int{
	7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107,
	118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963,
	1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894,
	6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794,
	32767,
}

// imaMoves tells how a code moves the index of the step, by its low bits.
var imaMoves = [8]int{-1, -1, -1, -1, 2, 4, 6, 8}

// An imaMove is what a code does to a channel.
type imaMove struct {
	difference int32 // from the sample before
	index      uint8 // of the next step
}

// imaTable holds the moves of all codes at all steps.
var imaTable = makeIMATable()

func makeIMATable() (table [len(imaSteps)][16]imaMove) {
	for index, step := range imaSteps {
		for code := range 16 {
			// Each bit of the code stands for a part of the step. They are cut to integers one by one.
			difference := step >> 3
			for bit := range 3 {
				if code>>bit&1 == 1 {
					difference += step >> (2 - bit)
				}
			}
			if code&8 != 0 {
				difference = -difference
			}
			next := max(0, min(index+imaMoves[code&7], len(imaSteps)-1))
			table[index][code] = imaMove{int32(difference), uint8(next)}
		}
	}
	return table
}

// IMAFrames returns how many whole frames there are in so many bytes of a block.
func IMAFrames(channels, bytes int) int {
	bytes -= imaHeader * channels
	if bytes < 0 {
		return 0
	}
	words := 4 * channels
	last := max(0, bytes%words-(words-4)) // bytes of the last word of a group that is cut
	return 1 + bytes/words*8 + last*2
}

// An imaChannel is the state of a channel.
type imaChannel struct {
	sample int
	index  uint8
}

// move goes on to the next sample.
func (c *imaChannel) move(code byte) int16 {
	m := &imaTable[c.index][code&15]
	c.sample = saturate(c.sample + int(m.difference))
	c.index = m.index
	return int16(c.sample)
}

// imaDecoder decodes blocks of so many channels.
type imaDecoder int

// NewIMADecoder returns a decoder for so many channels.
func NewIMADecoder(channels int) block.Decoder { return imaDecoder(channels) }

func (d imaDecoder) Decode(dst []int16, data []byte) (frames int, sound bool) {
	channels := int(d)
	frames = IMAFrames(channels, len(data))
	if frames == 0 {
		return 0, true
	}
	sound = true
	dst = dst[:frames*channels]
	codes := data[imaHeader*channels:]
	for c := range channels {
		header := data[imaHeader*c:]
		state := imaChannel{int(int16(uint16(header[0]) | uint16(header[1])<<8)), header[2]}
		if int(state.index) >= len(imaSteps) {
			state.index, sound = uint8(len(imaSteps)-1), false
		}
		dst[c] = int16(state.sample)
		at := c + channels // of the next sample in dst
		for word := 4 * c; at < len(dst); word += 4 * channels {
			for _, codes := range codes[word:min(word+4, len(codes))] {
				if at >= len(dst) {
					break // this channel has more than the last one
				}
				dst[at] = state.move(codes)
				dst[at+channels] = state.move(codes >> 4)
				at += 2 * channels
			}
		}
	}
	return frames, sound
}

// imaEncoder encodes blocks. The index of each channel goes on from block to block.
type imaEncoder struct {
	index []uint8
	begun bool

	before imaEncoded
}

// imaEncoded is what an encoder was before a block.
type imaEncoded struct {
	index []uint8
	begun bool
}

// NewIMAEncoder returns an encoder for so many channels.
func NewIMAEncoder(channels int) block.Encoder {
	return &imaEncoder{index: make([]uint8, channels), before: imaEncoded{index: make([]uint8, channels)}}
}

func (e *imaEncoder) Undo() {
	copy(e.index, e.before.index)
	e.begun = e.before.begun
}

func (e *imaEncoder) Encode(data []byte, src []int16) {
	copy(e.before.index, e.index)
	e.before.begun = e.begun
	clear(data)
	channels := len(e.index)
	codes := data[imaHeader*channels:]
	if !e.begun {
		e.begun = true
		for c := range channels {
			e.index[c] = firstIndex(src[c:], channels)
		}
	}
	for c := range channels {
		state := imaChannel{int(src[c]), e.index[c]}
		header := data[imaHeader*c:]
		header[0], header[1], header[2] = byte(src[c]), byte(uint16(src[c])>>8), state.index
		at := 0
		for i := c + channels; i < len(src); i += channels {
			code, _ := state.nearest(int(src[i]))
			if i+channels < len(src) {
				code = state.best(int(src[i]), int(src[i+channels]))
			}
			state.move(code)
			// 8 samples lie in the 4 bytes of this channel, then the words of the others follow.
			codes[at/8*4*channels+4*c+at%8/2] |= code << (at % 2 * 4)
			at++
		}
		e.index[c] = state.index
	}
}

// firstIndex returns the index with which the first samples of a channel, one in so many of src, are encoded best.
func firstIndex(src []int16, channels int) (best uint8) {
	const most = 32
	least := math.MaxInt
	for index := range imaSteps {
		state, wrong := imaChannel{int(src[0]), uint8(index)}, 0
		for i := channels; i < min(len(src), most*channels); i += channels {
			code, away := state.nearest(int(src[i]))
			state.move(code)
			wrong += away * away
		}
		if wrong < least {
			best, least = uint8(index), wrong
		}
	}
	return best
}

// nearest returns the code that brings the channel closest to a sample, and how far away that is.
func (c *imaChannel) nearest(sample int) (code byte, away int) {
	if sample < c.sample {
		code = 8
	}
	// The differences grow with the code.
	for away = c.away(sample, code); code&7 < 7; code++ {
		next := c.away(sample, code+1)
		if next >= away {
			break
		}
		away = next
	}
	return code, away
}

// away returns how far from a sample a code brings the channel.
func (c *imaChannel) away(sample int, code byte) int {
	d := sample - saturate(c.sample+int(imaTable[c.index][code].difference))
	return max(d, -d)
}

// best returns the code with the least squared error in a sample and the one behind it: the nearest code or one beside
// it, which may lead to a step that fits better.
func (c *imaChannel) best(sample, next int) byte {
	nearest, _ := c.nearest(sample)
	best, least := nearest, math.MaxInt
	first, last := nearest-min(nearest&7, 1), nearest&8|min(nearest&7+1, 7)
	for code := first; code <= last; code++ {
		state := *c
		state.move(code)
		now := sample - state.sample
		_, then := state.nearest(next)
		if wrong := now*now + then*then; wrong < least {
			best, least = code, wrong
		}
	}
	return best
}
