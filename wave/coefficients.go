package wave

import (
	"encoding/binary"
	"slices"

	"mmservices/internal/adpcm"
)

// This file holds the coefficients of MS ADPCM, which the fmt chunk tells.

// pairs returns the coefficients.
func (f *Format) pairs() []adpcm.Coefficients {
	if f.coefficients == "" {
		return adpcm.UsualCoefficients()
	}
	return readPairs([]byte(f.coefficients), binary.LittleEndian)
}

func readPairs(p []byte, order binary.ByteOrder) []adpcm.Coefficients {
	pairs := make([]adpcm.Coefficients, len(p)/4)
	for i := range pairs {
		pairs[i] = adpcm.Coefficients{int16(order.Uint16(p[4*i:])), int16(order.Uint16(p[4*i+2:]))}
	}
	return pairs
}

func appendPairs(p []byte, order binary.AppendByteOrder, pairs []adpcm.Coefficients) []byte {
	for _, pair := range pairs {
		p = order.AppendUint16(p, uint16(pair[0]))
		p = order.AppendUint16(p, uint16(pair[1]))
	}
	return p
}

// readCoefficients reads how many pairs there are, and the pairs. What is not there is not read; without any the usual
// ones are meant.
func readCoefficients(f *Format, order binary.ByteOrder, p []byte, repair func(Diagnostic) error) error {
	declared, pairs := 0, adpcm.UsualCoefficients()
	if len(p) >= 2 {
		declared = int(order.Uint16(p))
		p = p[2:]
		p = p[:min(4*declared, len(p)/4*4)]
		if len(p) > 0 {
			pairs = readPairs(p, order)
		}
	}
	if !slices.Equal(pairs, adpcm.UsualCoefficients()) {
		f.coefficients = string(appendPairs(nil, binary.LittleEndian, pairs))
	}
	if declared == len(pairs) {
		return nil
	}
	return repair(Diagnostic{Repair: RepairCount, Declared: int64(declared), Used: int64(len(pairs))})
}

func appendCoefficients(p []byte, order binary.AppendByteOrder, f *Format) []byte {
	pairs := f.pairs()
	p = order.AppendUint16(p, uint16(len(pairs)))
	return appendPairs(p, order, pairs)
}
