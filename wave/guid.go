package wave

import (
	"encoding/binary"
	"fmt"
)

// This file holds GUIDs, the 16 bytes that name the sub-format of an EXTENSIBLE file.

// A GUID is a globally unique identifier, in the byte order of RIFF: the first three groups little-endian.
type GUID [16]byte

// Sub-formats of WAVE_FORMAT_EXTENSIBLE (ksmedia.h: KSDATAFORMAT_SUBTYPE_PCM, KSDATAFORMAT_SUBTYPE_IEEE_FLOAT).
var (
	SubFormatPCM   = subFormat(TagPCM)
	SubFormatFloat = subFormat(TagFloat)
)

// Sub-formats of ambisonic B-format: channels W, X, Y, Z and on describe the sound field, and no loudspeakers (Richard
// Dobson, AMB file format).
var (
	SubFormatAmbisonicPCM   = ambisonic(TagPCM)
	SubFormatAmbisonicFloat = ambisonic(TagFloat)
)

// ambisonic returns the GUID that stands for a format tag in ambisonic files: 0000xxxx-0721-11d3-8644-c8c1ca000000.
func ambisonic(tag uint16) GUID {
	g := GUID{0, 0, 0, 0, 0x21, 0x07, 0xd3, 0x11, 0x86, 0x44, 0xc8, 0xc1, 0xca, 0, 0, 0}
	binary.LittleEndian.PutUint16(g[:], tag)
	return g
}

// subFormat returns the GUID that stands for a format tag: 0000xxxx-0000-0010-8000-00aa00389b71.
func subFormat(tag uint16) GUID {
	g := GUID{0, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71}
	binary.LittleEndian.PutUint16(g[:], tag)
	return g
}

// otherEndian returns the GUID with its first three groups in the other byte order, as big-endian files have them.
func (g GUID) otherEndian() GUID {
	return GUID{g[3], g[2], g[1], g[0], g[5], g[4], g[7], g[6], g[8], g[9], g[10], g[11], g[12], g[13], g[14], g[15]}
}

// fromBigEndian returns the sub-format that a big-endian file has. Some writers leave it little-endian, and SoX all but
// its first two bytes.
func (g GUID) fromBigEndian() GUID {
	sox := g
	sox[0], sox[1] = g[1], g[0]
	for _, meant := range []GUID{g, sox} {
		if byTag(TagExtensible, meant) != nil {
			return meant
		}
	}
	return g.otherEndian()
}

// String returns the usual text form, as "00000001-0000-0010-8000-00aa00389b71".
func (g GUID) String() string {
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", binary.LittleEndian.Uint32(g[0:]), binary.LittleEndian.Uint16(g[4:]),
		binary.LittleEndian.Uint16(g[6:]), g[8:10], g[10:])
}
