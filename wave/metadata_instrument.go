package wave

// This file holds the inst chunk.

// An Instrument is the inst chunk (Multimedia Data Standards Update, 1994): for which keys a sampler takes the file.
type Instrument struct {
	BaseNote     uint8 // MIDI note at which the file plays at its own rate: 0 to 127, 60 being middle C
	Detune       int8  // in cents: -50 to 50
	Gain         int8  // in dB: -64 to 64
	LowNote      uint8 // 0 to 127
	HighNote     uint8
	LowVelocity  uint8 // 1 to 127
	HighVelocity uint8
}

// instrumentSize is the size of the inst chunk.
const instrumentSize = 7

// Instrument returns what the inst chunk says, or nil.
func (m *Metadata) Instrument() *Instrument {
	data := m.payload(idInst)
	if data == nil {
		return nil
	}
	return &Instrument{
		BaseNote: data[0], Detune: int8(data[1]), Gain: int8(data[2]), LowNote: data[3], HighNote: data[4],
		LowVelocity: data[5], HighVelocity: data[6],
	}
}

// SetInstrument writes the inst chunk. It is removed if i is nil.
func (m *Metadata) SetInstrument(i *Instrument) error {
	if i == nil {
		m.Remove(idInst)
		return nil
	}
	data := m.editable(idInst)
	copy(data, []byte{
		i.BaseNote, uint8(i.Detune), uint8(i.Gain), i.LowNote, i.HighNote, i.LowVelocity, i.HighVelocity,
	})
	m.put(m.Find(idInst), idInst, data)
	return nil
}
