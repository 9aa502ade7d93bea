package wave

// This file holds the cart chunk of radio automation.

// A Cart is the cart chunk (AES46-2002): what a station has to know to put the file on the air. Texts should be
// ASCII; they may have up to 64 bytes unless another size is given.
type Cart struct {
	Version            string // "0101" is 1.01; 4 bytes
	Title              string
	Artist             string
	CutID              string
	ClientID           string
	Category           string
	Classification     string
	OutCue             string
	StartDate          string // "2024-12-31", up to 10 bytes
	StartTime          string // "23:59:59", up to 8 bytes
	EndDate            string // as StartDate
	EndTime            string // as StartTime
	ProducerAppID      string
	ProducerAppVersion string
	UserDef            string
	LevelReference     int32 // sample value of 0 dB, in a file of 16 bits
	PostTimers         [8]CartTimer
	URL                string // up to 1024 bytes
	TagText            string // any length
}

// A CartTimer is a point of time in the file that the station's system knows by its usage.
type CartTimer struct {
	Usage ChunkID // as "SEG1", "INT ", "EOD "; zero if the timer is not used
	Value uint32  // in frames from the start
}

// Places in the cart chunk.
const (
	cartLevelReference = 680
	cartPostTimers     = 684
	cartSize           = 2048 // the tag text begins here
)

var cartTexts = []textField[Cart]{
	{"Version", 0, 4, func(c *Cart) *string { return &c.Version }},
	{"Title", 4, 64, func(c *Cart) *string { return &c.Title }},
	{"Artist", 68, 64, func(c *Cart) *string { return &c.Artist }},
	{"CutID", 132, 64, func(c *Cart) *string { return &c.CutID }},
	{"ClientID", 196, 64, func(c *Cart) *string { return &c.ClientID }},
	{"Category", 260, 64, func(c *Cart) *string { return &c.Category }},
	{"Classification", 324, 64, func(c *Cart) *string { return &c.Classification }},
	{"OutCue", 388, 64, func(c *Cart) *string { return &c.OutCue }},
	{"StartDate", 452, 10, func(c *Cart) *string { return &c.StartDate }},
	{"StartTime", 462, 8, func(c *Cart) *string { return &c.StartTime }},
	{"EndDate", 470, 10, func(c *Cart) *string { return &c.EndDate }},
	{"EndTime", 480, 8, func(c *Cart) *string { return &c.EndTime }},
	{"ProducerAppID", 488, 64, func(c *Cart) *string { return &c.ProducerAppID }},
	{"ProducerAppVersion", 552, 64, func(c *Cart) *string { return &c.ProducerAppVersion }},
	{"UserDef", 616, 64, func(c *Cart) *string { return &c.UserDef }},
	{"URL", 1024, 1024, func(c *Cart) *string { return &c.URL }},
}

// Cart returns what the cart chunk says, or nil.
func (m *Metadata) Cart() *Cart {
	data, order := m.payload(idCart), m.order()
	if data == nil {
		return nil
	}
	c := &Cart{LevelReference: int32(order.Uint32(data[cartLevelReference:])), TagText: textOf(data[cartSize:])}
	readTexts(cartTexts, c, data)
	for i := range c.PostTimers {
		timer := data[cartPostTimers+8*i:]
		c.PostTimers[i] = CartTimer{Usage: ChunkID(timer), Value: order.Uint32(timer[4:])}
	}
	return c
}

// SetCart writes the cart chunk. It is removed if c is nil. A text that is too long or has a NUL is refused with
// [ErrBadChunk].
func (m *Metadata) SetCart(c *Cart) error {
	if c == nil {
		m.Remove(idCart)
		return nil
	}
	data, order := m.editable(idCart), m.order()
	if err := writeTexts(cartTexts, c, idCart, data); err != nil {
		return err
	}
	order.PutUint32(data[cartLevelReference:], uint32(c.LevelReference))
	for i, timer := range c.PostTimers {
		copy(data[cartPostTimers+8*i:], timer.Usage[:])
		order.PutUint32(data[cartPostTimers+8*i+4:], timer.Value)
	}
	data, err := putTail(data, cartSize, c.TagText, idCart, "TagText")
	if err != nil {
		return err
	}
	m.put(m.Find(idCart), idCart, data)
	return nil
}
