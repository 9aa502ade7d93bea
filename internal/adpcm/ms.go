package adpcm

import (
	"slices"

	"mmservices/internal/block"
)

// This file holds Microsoft's ADPCM.
//
// A block begins with 7 bytes for each channel: the number of its pair of coefficients, its step, and its first two
// samples, the second before the first. Each of these stands there for all channels before the next. The codes follow,
// those of a frame together, the high bits first.

// msHeader is the bytes at the start of a block, for each channel.
const msHeader = 7

// msStepMin is the shortest step.
const msStepMin = 16

// msStepMax keeps the step of a broken block within 32 bits. The step of a good one fits into 16.
const msStepMax = (1<<31 - 1) / 768

// msScale tells by which 256ths a code, from -8 to 7, makes the step longer, by its 4 bits.
var msScale = [16]int{230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230}

// Coefficients tell in 256ths what the last sample and the one before it say of the next.
type Coefficients [2]int16

// usualCoefficients are the pairs that every file has, and the only ones that are in use.
var usualCoefficients = []Coefficients{{256, 0}, {512, -256}, {0, 0}, {192, 64}, {240, 0}, {460, -208}, {392, -232}}

// UsualCoefficients returns the pairs that every file has.
func UsualCoefficients() []Coefficients { return slices.Clone(usualCoefficients) }

// MSFrames returns how many whole frames there are in so many bytes of a block.
func MSFrames(channels, bytes int) int {
	bytes -= msHeader * channels
	if bytes < 0 {
		return 0
	}
	return 2 + 2*bytes/channels
}

// An msChannel is the state of a channel.
type msChannel struct {
	Coefficients
	step       int
	last, prev int // samples
}

// expected returns what the coefficients say of the next sample.
func (c *msChannel) expected() int {
	return (c.last*int(c.Coefficients[0]) + c.prev*int(c.Coefficients[1])) >> 8
}

// move goes on to the next sample, which is so many steps from the expected one.
func (c *msChannel) move(expected int, code byte) int {
	steps := int(int8(code<<4) >> 4)
	c.last, c.prev = saturate(expected+steps*c.step), c.last
	c.step = max(msStepMin, min(msScale[code&15]*c.step>>8, msStepMax))
	return c.last
}

// msDecoder decodes blocks.
type msDecoder struct {
	coefficients []Coefficients
	channels     []msChannel
}

// NewMSDecoder returns a decoder for so many channels. There must be a pair of coefficients.
func NewMSDecoder(channels int, coefficients []Coefficients) block.Decoder {
	return &msDecoder{coefficients, make([]msChannel, channels)}
}

func (d *msDecoder) Decode(dst []int16, data []byte) (frames int, sound bool) {
	channels := len(d.channels)
	frames = MSFrames(channels, len(data))
	if frames == 0 {
		return 0, true
	}
	sound = true
	dst = dst[:frames*channels]
	number := func(field, c int) int16 { // the fields behind the numbers of the coefficients
		at := channels + 2*(field*channels+c)
		return int16(uint16(data[at]) | uint16(data[at+1])<<8)
	}
	for c := range d.channels {
		pair := int(data[c])
		if pair >= len(d.coefficients) {
			pair, sound = 0, false
		}
		last, prev := number(1, c), number(2, c)
		d.channels[c] = msChannel{d.coefficients[pair], int(number(0, c)), int(last), int(prev)}
		dst[c], dst[channels+c] = prev, last
	}
	codes, c := data[msHeader*channels:], 0
	for i := range dst[2*channels:] {
		code := codes[i/2] >> (4 - i%2*4)
		state := &d.channels[c]
		dst[2*channels+i] = int16(state.move(state.expected(), code))
		if c++; c == channels {
			c = 0
		}
	}
	return frames, sound
}

// msEncoder encodes blocks. The step of each channel goes on from block to block where that is best.
type msEncoder struct {
	coefficients []Coefficients
	steps        []int
	before       []int     // the steps before the last block
	codes        [2][]byte // of a channel: the best so far and those that are tried
}

// NewMSEncoder returns an encoder for so many channels. There must be a pair of coefficients.
func NewMSEncoder(channels int, coefficients []Coefficients) block.Encoder {
	return &msEncoder{coefficients: coefficients, steps: make([]int, channels), before: make([]int, channels)}
}

func (e *msEncoder) Undo() { copy(e.steps, e.before) }

func (e *msEncoder) Encode(data []byte, src []int16) {
	copy(e.before, e.steps)
	clear(data)
	channels := len(e.steps)
	put := func(field, c int, v int16) {
		at := channels + 2*(field*channels+c)
		data[at], data[at+1] = byte(v), byte(uint16(v)>>8)
	}
	for c := range channels {
		pair, step := e.choose(c, src)
		data[c] = byte(pair)
		put(0, c, int16(step))
		put(1, c, src[channels+c])
		put(2, c, src[c])
		for i, code := range e.codes[0] {
			k := i*channels + c
			data[msHeader*channels+k/2] |= code << (4 - k%2*4)
		}
	}
}

// choose tries every pair of coefficients and some steps to begin with for a channel. It returns the best and leaves
// their codes in e.codes[0].
func (e *msEncoder) choose(c int, src []int16) (pair, step int) {
	channels := len(e.steps)
	first, second, rest := int(src[c]), int(src[channels+c]), samples{src, 2*channels + c, channels}
	codes := len(src)/channels - 2
	for i := range e.codes {
		if cap(e.codes[i]) < codes {
			e.codes[i] = make([]byte, codes)
		}
		e.codes[i] = e.codes[i][:codes]
	}
	least, after := -1, 0
	for i, coefficients := range e.coefficients[:min(len(e.coefficients), 256)] {
		state := msChannel{Coefficients: coefficients, last: second, prev: first}
		for _, begin := range [...]int{state.guessStep(rest), e.steps[c]} {
			if begin < msStepMin {
				continue // there is no block before
			}
			state := state
			state.step = begin
			wrong := state.encode(e.codes[1], rest, least)
			if least < 0 || wrong < least {
				least, pair, step, after = wrong, i, begin, state.step
				e.codes[0], e.codes[1] = e.codes[1], e.codes[0]
			}
		}
	}
	e.steps[c] = after
	return pair, step
}

// samples are those of a channel, one in every so many.
type samples struct {
	all         []int16
	from, every int
}

func (s samples) len() int { return max(0, len(s.all)-s.from+s.every-1) / s.every }

func (s samples) at(i int) int { return int(s.all[s.from+i*s.every]) }

// guessStep returns the step with which the first of the next samples fit the codes: a quarter of their mean distance
// from what is expected of them.
func (c msChannel) guessStep(next samples) int {
	sum, count := 0, min(16, next.len())
	for i := range count {
		d := next.at(i) - c.expected()
		sum += max(d, -d)
		c.last, c.prev = next.at(i), c.last
	}
	return max(msStepMin, min(sum/max(1, 4*count), 1<<15-1))
}

// encode finds the codes for the next samples, each the nearest, and returns the sum of the squared errors. It gives
// up when that passes limit, unless it is negative.
func (c *msChannel) encode(codes []byte, next samples, limit int) (wrong int) {
	for i := range codes {
		sample := next.at(i)
		expected := c.expected()
		away, sign := sample-expected, 1
		if away < 0 {
			sign = -1
		}
		steps := max(-8, min((away+sign*c.step/2)/c.step, 7))
		for msScale[steps&15]*c.step>>8 > 1<<15-1 {
			steps -= sign // some decoders keep the step in 16 bits
		}
		code := byte(steps & 15)
		d := sample - c.move(expected, code)
		wrong += d * d
		codes[i] = code
		if limit >= 0 && wrong > limit {
			break
		}
	}
	return wrong
}
