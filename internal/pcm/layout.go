// How one sample lies in memory.

package pcm

import "encoding/binary"

// A Kind says what kind of number a sample is.
type Kind int

// Kinds.
const (
	Unsigned Kind = iota // offset binary: the middle of the range is zero
	Signed               // two's complement
	Float                // IEEE 754
	ALaw                 // codes of ITU-T G.711
	MuLaw                // codes of ITU-T G.711
)

// A Layout says how one sample lies in memory: in a container of 1 to 8 bytes, of which some bits count.
//
// Bits are the high ones of the container. As a source, all bits of the container are the value, those below Bits, too;
// as a destination, the value is rounded to Bits, and those below are zero.
//
// If Right, they are the low ones. As a source, those above do not count, since some makers leave them zero; as a
// destination, they repeat the sign (or are zero if Unsigned).
type Layout struct {
	Kind      Kind
	Bytes     int  // of the container: 1 to 8; of a Float 2, 4 or 8; of ALaw and MuLaw 1
	Bits      int  // that count: 1 to 8*Bytes; of a Float, ALaw and MuLaw all
	Right     bool // they are the low ones
	BigEndian bool
}

// Layouts of samples in files, little-endian. [Layout.Host] has them in memory.
var (
	U8       = Layout{Kind: Unsigned, Bytes: 1, Bits: 8}
	S16      = Layout{Kind: Signed, Bytes: 2, Bits: 16}
	S24      = Layout{Kind: Signed, Bytes: 3, Bits: 24}
	S24Left  = Layout{Kind: Signed, Bytes: 4, Bits: 24}
	S24Right = Layout{Kind: Signed, Bytes: 4, Bits: 24, Right: true}
	S32      = Layout{Kind: Signed, Bytes: 4, Bits: 32}
	S64      = Layout{Kind: Signed, Bytes: 8, Bits: 64}
	F16      = Layout{Kind: Float, Bytes: 2, Bits: 16}
	F32      = Layout{Kind: Float, Bytes: 4, Bits: 32}
	F64      = Layout{Kind: Float, Bytes: 8, Bits: 64}
	A8       = Layout{Kind: ALaw, Bytes: 1, Bits: 8}
	Mu8      = Layout{Kind: MuLaw, Bytes: 1, Bits: 8}
)

var hostIsBigEndian = binary.NativeEndian.Uint16([]byte{0, 1}) == 1

// Host gives the same layout in the byte order of this machine.
func (l Layout) Host() Layout {
	l.BigEndian = hostIsBigEndian
	return l
}

// littleEndian gives the same layout in the byte order of kernels.
func (l Layout) littleEndian() Layout {
	l.BigEndian = false
	return l
}

// word gives the layout of integers that fill the container: all bits count.
func (l Layout) word() Layout {
	return Layout{Kind: Signed, Bytes: l.Bytes, Bits: 8 * l.Bytes, BigEndian: l.BigEndian}
}

// Valid tells whether there can be such a layout.
func (l Layout) Valid() bool {
	switch l.Kind {
	case Unsigned, Signed:
		return 1 <= l.Bytes && l.Bytes <= 8 && 1 <= l.Bits && l.Bits <= 8*l.Bytes
	case Float:
		return (l.Bytes == 2 || l.Bytes == 4 || l.Bytes == 8) && l.Bits == 8*l.Bytes
	case ALaw, MuLaw:
		return l.Bytes == 1 && l.Bits == 8
	default:
		return false
	}
}

// plain gives the one layout among those that mean the same which has the least to say.
func (l Layout) plain() Layout {
	if l.Bits == 8*l.Bytes {
		l.Right = false
	}
	if l.Bytes == 1 {
		l.BigEndian = false
	}
	return l
}

// sameBits tells whether the bits of a sample are the same in two layouts, but for the order of its bytes. They are not
// where some bits of a source do not count.
func sameBits(a, b Layout) bool {
	a.BigEndian = b.BigEndian
	a, b = a.plain(), b.plain()
	return a == b && !a.Right
}
