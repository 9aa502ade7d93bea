package wave

// This file holds the bext chunk of the Broadcast Wave Format.

// A Broadcast is the bext chunk of versions 0 to 2 (EBU Tech 3285, section 2.3). Its texts should be ASCII. What its
// Version does not have is 0 by the specification, and is read and written nevertheless.
type Broadcast struct {
	Description         string // up to 256 bytes
	Originator          string // up to 32 bytes
	OriginatorReference string // up to 32 bytes
	OriginationDate     string // "2024-12-31", up to 10 bytes; the separator may be another
	OriginationTime     string // "23:59:59", up to 8 bytes; the separator may be another
	TimeReference       uint64 // first frame of the file, counted from midnight
	Version             uint16 // 0; 1 has the UMID, 2 the loudness

	UMID [64]byte // SMPTE ST 330; the second half is 0 for a basic one of 32 bytes

	// Loudness, in 1/100 of the unit (EBU R 128). 0x7FFF means that it is not known.
	LoudnessValue        int16 // integrated, in LUFS
	LoudnessRange        int16 // in LU
	MaxTruePeakLevel     int16 // in dBTP
	MaxMomentaryLoudness int16 // in LUFS
	MaxShortTermLoudness int16 // in LUFS

	CodingHistory string // a line for each coding, ended by CR and LF (EBU R 98)
}

// Places in the bext chunk.
const (
	bextTimeReference = 338
	bextVersion       = 346
	bextUMID          = 348
	bextLoudness      = 412
	bextSize          = 602 // the coding history begins here
)

var bextTexts = []textField[Broadcast]{
	{"Description", 0, 256, func(b *Broadcast) *string { return &b.Description }},
	{"Originator", 256, 32, func(b *Broadcast) *string { return &b.Originator }},
	{"OriginatorReference", 288, 32, func(b *Broadcast) *string { return &b.OriginatorReference }},
	{"OriginationDate", 320, 10, func(b *Broadcast) *string { return &b.OriginationDate }},
	{"OriginationTime", 330, 8, func(b *Broadcast) *string { return &b.OriginationTime }},
}

// loudness returns the five numbers in the order of the chunk.
func (b *Broadcast) loudness() []*int16 {
	return []*int16{
		&b.LoudnessValue, &b.LoudnessRange, &b.MaxTruePeakLevel, &b.MaxMomentaryLoudness, &b.MaxShortTermLoudness,
	}
}

// Broadcast returns what the bext chunk says, or nil.
func (m *Metadata) Broadcast() *Broadcast {
	data, order := m.payload(idBext), m.order()
	if data == nil {
		return nil
	}
	b := &Broadcast{Version: order.Uint16(data[bextVersion:]), CodingHistory: textOf(data[bextSize:])}
	readTexts(bextTexts, b, data)
	// Two numbers of 32 bits, the low one first in any order of bytes.
	low, high := order.Uint32(data[bextTimeReference:]), order.Uint32(data[bextTimeReference+4:])
	b.TimeReference = uint64(high)<<32 | uint64(low)
	copy(b.UMID[:], data[bextUMID:])
	for i, number := range b.loudness() {
		*number = int16(order.Uint16(data[bextLoudness+2*i:]))
	}
	return b
}

// SetBroadcast writes the bext chunk. It is removed if b is nil. A text that is too long or has a NUL is refused with
// [ErrBadChunk].
func (m *Metadata) SetBroadcast(b *Broadcast) error {
	if b == nil {
		m.Remove(idBext)
		return nil
	}
	data, order := m.editable(idBext), m.order()
	if err := writeTexts(bextTexts, b, idBext, data); err != nil {
		return err
	}
	order.PutUint32(data[bextTimeReference:], uint32(b.TimeReference))
	order.PutUint32(data[bextTimeReference+4:], uint32(b.TimeReference>>32))
	order.PutUint16(data[bextVersion:], b.Version)
	copy(data[bextUMID:], b.UMID[:])
	for i, number := range b.loudness() {
		order.PutUint16(data[bextLoudness+2*i:], uint16(*number))
	}
	data, err := putTail(data, bextSize, b.CodingHistory, idBext, "CodingHistory")
	if err != nil {
		return err
	}
	m.put(m.Find(idBext), idBext, data)
	return nil
}
