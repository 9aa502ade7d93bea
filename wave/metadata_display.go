package wave

// This file holds DISP chunks: what Windows shows for a file.

// Formats of [Display]: those of the Windows clipboard.
const (
	DisplayText   = 1 // CF_TEXT: ended by a NUL
	DisplayBitmap = 8 // CF_DIB: a bitmap
)

// A Display is a DISP chunk (Multimedia Data Standards Update, 1994). A file may have several, of different formats.
type Display struct {
	Format uint32 // DisplayText, DisplayBitmap or another
	Data   []byte
}

// displaySize is the size of what stands before the data of a DISP chunk.
const displaySize = 4

// Displays returns what the DISP chunks say.
func (m *Metadata) Displays() []Display {
	count := 0
	for _, c := range m.Chunks {
		if c.isDisplay() {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	displays := make([]Display, 0, count)
	for _, c := range m.Chunks {
		if c.isDisplay() {
			data := make([]byte, len(c.Data)-displaySize)
			copy(data, c.Data[displaySize:])
			displays = append(displays, Display{m.order().Uint32(c.Data), data})
		}
	}
	return displays
}

func (c Chunk) isDisplay() bool { return c.ID == idDisp && len(c.Data) >= displaySize }

// SetDisplays makes these the DISP chunks. They stand where those before them stood.
func (m *Metadata) SetDisplays(displays []Display) error {
	payloads := make([][]byte, len(displays))
	for i, d := range displays {
		payloads[i] = make([]byte, displaySize, displaySize+len(d.Data))
		m.order().PutUint32(payloads[i], d.Format)
		payloads[i] = append(payloads[i], d.Data...)
	}
	for i := range m.Chunks {
		if len(payloads) > 0 && m.Chunks[i].isDisplay() {
			m.Chunks[i].Data, payloads = payloads[0], payloads[1:]
		}
	}
	for _, data := range payloads {
		m.put(nil, idDisp, data)
	}
	kept := 0
	m.removeFunc(func(c Chunk) bool {
		if !c.isDisplay() {
			return false
		}
		kept++
		return kept > len(displays)
	})
	return nil
}
