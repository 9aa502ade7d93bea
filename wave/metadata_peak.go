package wave

import "math"

// This file holds the PEAK chunk.

// A Peaks is the PEAK chunk, which libsndfile and others write into files of floats: the loudest sample of each
// channel.
type Peaks struct {
	Version  uint32 // 1
	Time     uint32 // when it was found, in seconds since 1970
	Channels []Peak
}

// A Peak is the loudest sample of a channel.
type Peak struct {
	Value    float32 // its magnitude; 1 is full scale
	Position uint32  // its frame
}

// Sizes of the PEAK chunk.
const (
	peaksSize = 8
	peakSize  = 8
)

// peaks returns how many there are.
func peaks(data []byte) int { return max(0, len(data)-peaksSize) / peakSize }

// Peaks returns what the PEAK chunk says, or nil. It is nil if the chunk is not for so many channels; 0 takes any
// number of them.
func (m *Metadata) Peaks(channels int) *Peaks {
	data, order := m.payload(idPeak), m.order()
	count := peaks(data)
	if data == nil || len(data) != peaksSize+peakSize*count || channels != 0 && channels != count {
		return nil
	}
	p := &Peaks{Version: order.Uint32(data[0:]), Time: order.Uint32(data[4:]), Channels: make([]Peak, count)}
	for i := range p.Channels {
		peak := data[peaksSize+peakSize*i:]
		p.Channels[i] = Peak{math.Float32frombits(order.Uint32(peak)), order.Uint32(peak[4:])}
	}
	return p
}

// SetPeaks writes the PEAK chunk. It is removed if p is nil.
func (m *Metadata) SetPeaks(p *Peaks) error {
	if p == nil {
		m.Remove(idPeak)
		return nil
	}
	if len(p.Channels) == 0 {
		return badChunk(idPeak, "there are no channels")
	}
	order := m.order()
	data := make([]byte, peaksSize+peakSize*len(p.Channels))
	order.PutUint32(data[0:], p.Version)
	order.PutUint32(data[4:], p.Time)
	for i, peak := range p.Channels {
		order.PutUint32(data[peaksSize+peakSize*i:], math.Float32bits(peak.Value))
		order.PutUint32(data[peaksSize+peakSize*i+4:], peak.Position)
	}
	m.put(m.Find(idPeak), idPeak, data)
	return nil
}

// examinePeaks looks for a cut peak.
func examinePeaks(x *examination, data []byte) error {
	if cut := (len(data) - peaksSize) % peakSize; cut != 0 {
		return x.tell(RepairChunkShort, int64(len(data)), int64(len(data)-cut))
	}
	return nil
}
