package wave

import "math"

// This file holds the acid chunk.

// Flags of [Acid].
const (
	AcidOneShot   = 1 << iota // no loop
	AcidRootNote              // RootNote is set
	AcidStretch               // to be stretched to the tempo of the piece
	AcidDiskBased             // to be played from the disk
)

// An Acid is the acid chunk, which Sony ACID and others write into loops. No specification was published: the fields
// are those that other readers agree on.
type Acid struct {
	Flags            uint32 // AcidOneShot and the others
	RootNote         uint16 // MIDI note; 60 is middle C
	Unknown16        uint16 // 0x8000 in most files
	Unknown32        uint32 // 0 in most files; a float perhaps
	Beats            uint32 // in the whole file
	MeterDenominator uint16
	MeterNumerator   uint16
	Tempo            float32 // beats per minute
}

// acidSize is the size of the acid chunk.
const acidSize = 24

// Acid returns what the acid chunk says, or nil.
func (m *Metadata) Acid() *Acid {
	data, order := m.payload(idAcid), m.order()
	if data == nil {
		return nil
	}
	return &Acid{
		Flags:            order.Uint32(data[0:]),
		RootNote:         order.Uint16(data[4:]),
		Unknown16:        order.Uint16(data[6:]),
		Unknown32:        order.Uint32(data[8:]),
		Beats:            order.Uint32(data[12:]),
		MeterDenominator: order.Uint16(data[16:]),
		MeterNumerator:   order.Uint16(data[18:]),
		Tempo:            math.Float32frombits(order.Uint32(data[20:])),
	}
}

// SetAcid writes the acid chunk. It is removed if a is nil.
func (m *Metadata) SetAcid(a *Acid) error {
	if a == nil {
		m.Remove(idAcid)
		return nil
	}
	data, order := m.editable(idAcid), m.order()
	order.PutUint32(data[0:], a.Flags)
	order.PutUint16(data[4:], a.RootNote)
	order.PutUint16(data[6:], a.Unknown16)
	order.PutUint32(data[8:], a.Unknown32)
	order.PutUint32(data[12:], a.Beats)
	order.PutUint16(data[16:], a.MeterDenominator)
	order.PutUint16(data[18:], a.MeterNumerator)
	order.PutUint32(data[20:], math.Float32bits(a.Tempo))
	m.put(m.Find(idAcid), idAcid, data)
	return nil
}
