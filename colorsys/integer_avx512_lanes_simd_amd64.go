// Integer pixels with AVX-512, in and out: from interleaved triples to planes, from planes to float64, and back.

//go:build goexperiment.simd

package colorsys

import "simd/archsimd"

// A lanes512 moves every eighth component of a plane of uint8, or every fourth of uint16, between its place and a lane
// of 8 bytes. The indices are those of PermuteOrZeroGrouped: a byte of the same 16 bytes, or 0 if negative.
type lanes512 struct {
	// fill repeats a component from the high end of its lane on: eight times, or three times if it has 2 bytes. See
	// fill512.
	fill [64]int8
	// lift puts a component at the low end of its lane, so that the lane is the number x.
	lift [64]int8
	// drop takes a component from the low end of its lane back to its place.
	drop [64]int8
}

// rounding is a float64 so large, 1.5 * 2^52, that its last bit stands for 1: adding it rounds to an integer, ties to
// even, which is then found in the low bits. The NaN that a division of zero by zero gives has zeros there.
const rounding = 3 << 51

// makeLanes512 is for components of 1 or 2 bytes.
func makeLanes512(size int) []lanes512 {
	lanes := make([]lanes512, 8/size)
	for k := range lanes {
		l := &lanes[k]
		for n := range 64 {
			lane, place := n&8, n%8
			l.fill[n], l.lift[n], l.drop[n] = -1, -1, -1
			if size == 1 || place >= 2 {
				l.fill[n] = int8(lane + k*size + place%size)
			}
			if place < size {
				l.lift[n] = int8(lane + k*size + place)
			}
			if place/size == k {
				l.drop[n] = int8(lane + place%size)
			}
		}
	}
	return lanes
}

// lanes gives the lanes of a block's planes, and the numbers that belong to each.
func (c *chunk512[T]) lanes(block int, p *parameters512) ([]lanes512, [][3][8]float64) {
	return p.lanes, c.numbers[8*block:][:len(p.lanes)]
}

// unit is what 1 is where fill512 has been.
const unit = 1 << 64

// fill512 gives float64(x / N) * unit for the components of a plane that go to a lane. Written with base N + 1, x / N
// is 0.xxx and so on without end: a quotient without a division.
//
//   - Eight bytes of it, rounded to the 53 bits of a float64, are as good as all: the bits that are cut off are not
//     1000... or 0111... for any x.
//   - Three words of uint16 are exact in a float64, and times 1 + 2^-48 they are six, more than enough for the
//     rounding.
func fill512[T uint8 | uint16](plane archsimd.Uint8x64, l *lanes512) archsimd.Float64x8 {
	filled := plane.PermuteOrZeroGrouped(archsimd.LoadInt8x64(&l.fill)).AsUint64x8().ConvertToFloat64()
	if isWord[T]() {
		return filled.MulAdd(archsimd.LoadFloat64x8(&word3), filled)
	}
	return filled
}

// word3 is the place value of the third word after the point.
var word3 = [8]float64{0x1p-48, 0x1p-48, 0x1p-48, 0x1p-48, 0x1p-48, 0x1p-48, 0x1p-48, 0x1p-48}

// lift512 gives the components of a plane that go to a lane, as they are.
func lift512(plane archsimd.Uint8x64, l *lanes512) archsimd.Float64x8 {
	lifted := plane.PermuteOrZeroGrouped(archsimd.LoadInt8x64(&l.lift))
	return lifted.AsUint64x8().ConvertToFloat64()
}

// drop512 adds to a plane what comes from a lane: numbers to which rounding has been added.
func drop512(plane archsimd.Uint8x64, x archsimd.Float64x8, l *lanes512) archsimd.Uint8x64 {
	return plane.Or(x.AsUint8x64().PermuteOrZeroGrouped(archsimd.LoadInt8x64(&l.drop)))
}

// fraction512 is mod1 for numbers above -1. FloorScaledResidue would not be: it rounds down.
func fraction512(x archsimd.Float64x8) archsimd.Float64x8 { return x.Sub(x.FloorScaled(0)) }

// An interleaving512 holds the indices of ConcatPermute with which three vectors of triples become three planes, and
// those of the way back. Each result takes two steps: the first picks from two sources, the second adds what comes from
// the third.
type interleaving512 struct {
	split, join [3][2]plane512
}

// makeInterleaving512 is for components of 1 or 2 bytes.
func makeInterleaving512(size int) *interleaving512 {
	i := new(interleaving512)
	for v := range 3 {
		for n := range 64 {
			rest := n % size
			from := (n/size*3+v)*size + rest // in the three vectors
			if from < 128 {
				i.split[v][0][n], i.split[v][1][n] = uint8(from), uint8(n)
			} else {
				i.split[v][1][n] = uint8(from - 64)
			}
			pixel, component := (64*v+n)/size/3, (64*v+n)/size%3
			from = pixel*size + rest // in a plane
			if component < 2 {
				i.join[v][0][n], i.join[v][1][n] = uint8(64*component+from), uint8(n)
			} else {
				i.join[v][1][n] = uint8(64 + from)
			}
		}
	}
	return i
}

// load takes a block of triples apart.
func (i *interleaving512) load(src *[blockBytes512]uint8) (x, y, z archsimd.Uint8x64) {
	p := archsimd.LoadUint8x64((*plane512)(src[0:]))
	q := archsimd.LoadUint8x64((*plane512)(src[64:]))
	r := archsimd.LoadUint8x64((*plane512)(src[128:]))
	return interleave512(p, q, r, &i.split[0]), interleave512(p, q, r, &i.split[1]), interleave512(p, q, r, &i.split[2])
}

// interleave512 gives one of three vectors on the other side.
func interleave512(p, q, r archsimd.Uint8x64, indices *[2]plane512) archsimd.Uint8x64 {
	pq := p.ConcatPermute(q, archsimd.LoadUint8x64(&indices[0]))
	return pq.ConcatPermute(r, archsimd.LoadUint8x64(&indices[1]))
}

// split takes blocks of triples apart.
func (c *chunk512[T]) split(src []uint8, p *parameters512) {
	for n := range c.blocks {
		x, y, z := p.interleaving.load((*[blockBytes512]uint8)(src[n*blockBytes512:]))
		x.Store(&c.first[n])
		y.Store(&c.second[n])
		z.Store(&c.third[n])
	}
}

// join puts planes together.
func (c *chunk512[T]) join(dst []uint8, p *parameters512) {
	for n := range c.blocks {
		x, y := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.second[n])
		z := archsimd.LoadUint8x64(&c.third[n])
		block := (*[blockBytes512]uint8)(dst[n*blockBytes512:])
		interleave512(x, y, z, &p.interleaving.join[0]).Store((*plane512)(block[0:]))
		interleave512(x, y, z, &p.interleaving.join[1]).Store((*plane512)(block[64:]))
		interleave512(x, y, z, &p.interleaving.join[2]).Store((*plane512)(block[128:]))
	}
}
