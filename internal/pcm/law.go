// The two laws of ITU-T G.711, which make 8 bits of a sample: fine steps near silence, coarse ones where it is loud.
//
// A code is a sign and a number of 7 bits, 3 of which say how wide the steps are. It stands for the middle of its step,
// which 16 bits hold. A value gets the code of the step that it lies in: those between two decision values of the
// Recommendation (tables 1a and 2a), the lower one included, whatever its sign.

package pcm

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// aLawValue gives the sample of 16 bits that a code of the A-law stands for.
func aLawValue(code byte) int16 {
	code ^= 0x55 // even bits are inverted
	value := int16(code&0x0F)<<4 + 8
	if segment := code >> 4 & 7; segment > 0 {
		value = (value + 0x100) << (segment - 1)
	}
	if code&0x80 == 0 {
		value = -value
	}
	return value
}

// muLawValue gives the sample of 16 bits that a code of the mu-law stands for.
func muLawValue(code byte) int16 {
	code = ^code
	value := (int16(code&0x0F)<<3+muBias)<<(code>>4&7) - muBias
	if code&0x80 != 0 {
		value = -value
	}
	return value
}

// muBias is what makes the steps of the mu-law begin at powers of two.
const muBias = 33 << 2

// lawUnits is how many units full scale has in which each decision value of both laws is an integer.
const lawUnits = 1 << 13

// aLawCode gives the code of the A-law for a positive value in units, the rest cut off.
func aLawCode(units int) byte {
	step := uint(min(units, lawUnits-1)) >> 2 // no decision value is finer
	code := byte(step)
	if shift := bits.Len(step) - 5; shift >= 0 {
		code = byte(shift+1)<<4 | byte(step>>shift)&0x0F
	}
	return code ^ 0xD5
}

// muLawCode gives the code of the mu-law for a positive value in units, the rest cut off.
func muLawCode(units int) byte {
	step := uint(min(units+muBias>>2, lawUnits-1))
	shift := bits.Len(step) - 6
	code := byte(shift)<<4 | byte(step>>(shift+1))&0x0F
	return code ^ 0xFF
}

// A lawTable holds the codes for all positive values in units, full scale included.
type lawTable [lawUnits + 1]byte

var aLawCodes, muLawCodes = makeLawTable(aLawCode), makeLawTable(muLawCode)

func makeLawTable(code func(units int) byte) *lawTable {
	var table lawTable
	for units := range table {
		table[units] = code(units)
	}
	return &table
}

// law tells whether the samples are codes of one.
func (l Layout) law() bool { return l.Kind == ALaw || l.Kind == MuLaw }

// lawValue gives the signed, left-justified integer that a code stands for.
func (l Layout) lawValue(code byte) int64 {
	if l.Kind == ALaw {
		return int64(aLawValue(code)) << 48
	}
	return int64(muLawValue(code)) << 48
}

// lawCodes gives the table of a law.
func (l Layout) lawCodes() *lawTable {
	if l.Kind == ALaw {
		return aLawCodes
	}
	return muLawCodes
}

// of gives the code for a signed, left-justified integer.
func (t *lawTable) of(value int64) byte {
	sign := value >> 63
	return t[uint64(value^sign-sign)>>(63-13)] ^ byte(sign&0x80)
}

// of32 gives the code for a signed integer that is left-justified in 32 bits.
func (t *lawTable) of32(value int32) byte {
	sign := value >> 31
	return t[uint32(value^sign-sign)>>(31-13)] ^ byte(sign&0x80)
}

// ofFloat gives the code for a float, with no more than full scale. NaN becomes 0.
func (t *lawTable) ofFloat(value float64) byte {
	units := math.Abs(value) * lawUnits
	if units >= lawUnits {
		units = lawUnits
	}
	if units != units {
		units = 0
	}
	code := t[int(units)]
	if value < 0 {
		code ^= 0x80
	}
	return code
}

// lookUp gives the converter from codes of one byte, which has an answer ready for each.
func lookUp(to, from Layout) Converter {
	var codes [256]byte
	for code := range codes {
		codes[code] = byte(code)
	}
	answers := make([]byte, len(codes)*to.Bytes)
	stepByStep(to, from)(answers, codes[:])
	var words [256]uint64 // the answers, their first byte lowest
	loadContainers(words[:], answers, to.littleEndian())
	return func(dst, src []byte) {
		dst = slices.Clip(dst)[:len(src)*to.Bytes]
		switch to.Bytes {
		case 2:
			for n, code := range src {
				binary.LittleEndian.PutUint16(dst[2*n:], uint16(words[code]))
			}
		case 4:
			for n, code := range src {
				binary.LittleEndian.PutUint32(dst[4*n:], uint32(words[code]))
			}
		case 8:
			for n, code := range src {
				binary.LittleEndian.PutUint64(dst[8*n:], words[code])
			}
		default:
			for n, code := range src {
				copy(dst[n*to.Bytes:], answers[int(code)*to.Bytes:][:to.Bytes])
			}
		}
	}
}
