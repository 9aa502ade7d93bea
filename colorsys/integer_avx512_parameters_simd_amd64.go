// Integer pixels with AVX-512, what the steps have to know of the type of component and of the scale of hue.

//go:build goexperiment.simd

package colorsys

import (
	"math"
	"sort"
)

// A parameters512 is for one type and one scale.
type parameters512 struct {
	hue          Hue
	lanes        []lanes512
	interleaving *interleaving512
	full, zero   float64 // N and Z
	turn         float64 // D

	wholeTurn, wrapped uint16      // a hue of D in the low bits of a lane, and what it becomes
	sectorOf           [4]plane512 // the sectors of all hues of uint8
	starts             [6]uint16   // the smallest hue of each sector; of sector 0 in the next turn
}

var (
	parametersUint8  = makeParameters512(1, math.MaxUint8)
	parametersUint16 = makeParameters512(2, math.MaxUint16)
)

// makeParameters512 is for components of 1 or 2 bytes. It takes the sectors from the arithmetic of HSVToRGB; those of
// HLSToRGB begin at the same hues.
func makeParameters512(size int, full float64) (all [Hue256 + 1]parameters512) {
	lanes, interleaving := makeLanes512(size), makeInterleaving512(size)
	for hue := range all {
		p := &all[hue]
		*p = parameters512{hue: Hue(hue), lanes: lanes, interleaving: interleaving,
			full: full, zero: (full + 1) / 2, turn: Hue(hue).steps(full)}
		p.wholeTurn = uint16(p.turn) & uint16(full)
		if Hue(hue) == HueTurns {
			p.wrapped = p.wholeTurn
		}
		sixths := func(h int) float64 { return float64(h) / p.turn * 6 }
		for h := range 256 {
			p.sectorOf[h/64][h%64] = uint8(int(sixths(h)) % 6)
		}
		for k := 1; k <= 6; k++ {
			start := sort.Search(int(p.turn), func(h int) bool { return sixths(h) >= float64(k) })
			p.starts[k%6] = uint16(start)
		}
	}
	return all
}

// convertBeyondTurn converts pixels of uint16 with hues of more than one turn.
func (p *parameters512) convertBeyondTurn(dst, src []uint8, c conversion) {
	reference.uint16[c](wordsOf(dst), wordsOf(src), p.hue)
}

// reciprocal gives 1/d in two parts. With them float64(x / d) is x*high + float64(x*low) rounded once, unless x / d is
// closer to the middle between two float64 than low is exact.
func reciprocal(d float64) (high, low float64) {
	high = 1 / d
	return high, math.FMA(-high, d, 1) / d
}
