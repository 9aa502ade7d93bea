package wave

import "encoding/binary"

// This file holds what a sampler has to know: the smpl chunk.

// A Sampler is the smpl chunk (Multimedia Data Standards Update, 1994): how a sampler plays the file, and its loops.
type Sampler struct {
	Manufacturer  uint32 // MIDI manufacturer's id, with the number of its bytes in the highest byte; 0 if it is for any
	Product       uint32 // number of the product, by the manufacturer
	SamplePeriod  uint32 // of a frame, in nanoseconds
	UnityNote     uint32 // MIDI note at which the file plays at its own rate: 0 to 127, 60 being middle C
	PitchFraction uint32 // of a semitone above UnityNote, in 1/2^32
	SMPTEFormat   uint32 // frames per second of SMPTEOffset: 0 (no offset), 24, 25, 29 (30 drop frame) or 30
	SMPTEOffset   uint32 // hours (signed), minutes, seconds and frames, from the highest byte down
	Loops         []SamplerLoop
	Data          []byte // what the manufacturer has to say beyond that
}

// A SamplerLoop is a loop of a [Sampler].
type SamplerLoop struct {
	ID        uint32 // of the loop, as cue points have them
	Type      uint32 // 0: forward, 1: forward and backward, 2: backward; from 32 on by the manufacturer
	Start     uint32 // first frame
	End       uint32 // last frame, played too
	Fraction  uint32 // of a frame, in 1/2^32, by which the loop is longer
	PlayCount uint32 // how often it is played; 0: without end
}

// Sizes of the smpl chunk.
const (
	samplerSize     = 36
	samplerLoopSize = 24
)

// fields returns the numbers of a sampler in the order of the chunk, without those that tell how much follows.
func (s *Sampler) fields() []*uint32 {
	return []*uint32{
		&s.Manufacturer, &s.Product, &s.SamplePeriod, &s.UnityNote, &s.PitchFraction, &s.SMPTEFormat, &s.SMPTEOffset,
	}
}

func (l *SamplerLoop) fields() [6]*uint32 {
	return [6]*uint32{&l.ID, &l.Type, &l.Start, &l.End, &l.Fraction, &l.PlayCount}
}

// Sampler returns what the smpl chunk says, or nil.
func (m *Metadata) Sampler() *Sampler {
	data := m.payload(idSmpl)
	if data == nil {
		return nil
	}
	s := &Sampler{}
	for i, field := range s.fields() {
		*field = m.order().Uint32(data[4*i:])
	}
	count := samplerLoops(data, m.order())
	data = data[samplerSize:]
	if count > 0 {
		s.Loops = make([]SamplerLoop, count)
	}
	for i := range s.Loops {
		for j, field := range s.Loops[i].fields() {
			*field = m.order().Uint32(data[4*j:])
		}
		data = data[samplerLoopSize:]
	}
	if len(data) > 0 {
		s.Data = append(s.Data, data...)
	}
	return s
}

// SetSampler writes the smpl chunk. It is removed if s is nil.
func (m *Metadata) SetSampler(s *Sampler) error {
	if s == nil {
		m.Remove(idSmpl)
		return nil
	}
	if err := checkLength(len(s.Data), idSmpl, "Data"); err != nil {
		return err
	}
	order := m.order()
	data := make([]byte, samplerSize+samplerLoopSize*len(s.Loops), samplerSize+samplerLoopSize*len(s.Loops)+len(s.Data))
	for i, field := range s.fields() {
		order.PutUint32(data[4*i:], *field)
	}
	order.PutUint32(data[28:], uint32(len(s.Loops)))
	order.PutUint32(data[32:], uint32(len(s.Data)))
	for i, loop := range s.Loops {
		for j, field := range loop.fields() {
			order.PutUint32(data[samplerSize+samplerLoopSize*i+4*j:], *field)
		}
	}
	m.put(m.Find(idSmpl), idSmpl, append(data, s.Data...))
	return nil
}

// samplerLoops returns how many loops there are: the bytes behind them are the manufacturer's, so that they cannot tell
// alone.
func samplerLoops(data []byte, order binary.ByteOrder) int {
	return int(min(int64(order.Uint32(data[28:])), int64(len(data)-samplerSize)/samplerLoopSize))
}

// examineSampler compares the numbers of loops and of bytes behind them with what there is.
func examineSampler(x *examination, data []byte) error {
	loops := samplerLoops(data, x.order)
	if err := x.count(int64(x.order.Uint32(data[28:])), int64(loops)); err != nil {
		return err
	}
	return x.count(int64(x.order.Uint32(data[32:])), int64(len(data)-samplerSize-samplerLoopSize*loops))
}
