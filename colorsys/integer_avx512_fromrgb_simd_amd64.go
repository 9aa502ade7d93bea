// Integer pixels with AVX-512, from RGB to HSV and HLS.

//go:build goexperiment.simd

package colorsys

import "simd/archsimd"

// The six orders of red, green and blue by size are the sectors of the colour circle. With q the quotient
// (large - middle) / (large - small), six times the hue is
//
//	0  red, green, blue   1 - q
//	1  green, red, blue   2 + q - 1
//	2  green, blue, red   2 + 1 - q
//	3  blue, green, red   4 + q - 1
//	4  blue, red, green   4 + 1 - q
//	5  red, blue, green   q - 1, and a turn more after the division by 6
//
// so that all are hueBase + hueSlope*q + hueRest, rounded after each sum; the product is exact. Of equal components the
// one that is first in red, green, blue counts as the larger.
var (
	hueBase  = [8]float64{1, 2, 3, 4, 5, -1}
	hueSlope = [8]float64{-1, 1, -1, 1, -1, 1}
	hueRest  = [8]float64{0, -1, 0, -1, 0, 0}
)

// sort takes blocks of RGB apart. It leaves the largest, middle and smallest component of each pixel in the planes
// first, second and third, and its sector.
func (c *chunk512[T]) sort(src []uint8, p *parameters512) {
	if isWord[T]() {
		c.sortUint16(src, p)
		return
	}
	var zero archsimd.Uint8x64
	one, two := archsimd.BroadcastUint8x64(1), archsimd.BroadcastUint8x64(2)
	three, four, five := archsimd.BroadcastUint8x64(3), archsimd.BroadcastUint8x64(4), archsimd.BroadcastUint8x64(5)
	for n := range c.blocks {
		r, g, b := p.interleaving.load((*[blockBytes512]uint8)(src[n*blockBytes512:]))
		low, high := r.Min(g), r.Max(g)
		large := high.Max(b)
		large.Store(&c.first[n])
		low.Max(high.Min(b)).Store(&c.second[n])
		low.Min(b).Store(&c.third[n])
		red := zero.Merge(five, b.LessEqual(g))
		green := one.Merge(two, b.LessEqual(r))
		blue := three.Merge(four, r.LessEqual(g))
		red.Merge(green.Merge(blue, g.Equal(large)), r.Equal(large)).Store(&c.sector[n])
	}
}

func (c *chunk512[T]) sortUint16(src []uint8, p *parameters512) {
	var zero archsimd.Uint16x32
	one, two := archsimd.BroadcastUint16x32(1), archsimd.BroadcastUint16x32(2)
	three, four, five := archsimd.BroadcastUint16x32(3), archsimd.BroadcastUint16x32(4), archsimd.BroadcastUint16x32(5)
	for n := range c.blocks {
		x, y, z := p.interleaving.load((*[blockBytes512]uint8)(src[n*blockBytes512:]))
		r, g, b := x.AsUint16x32(), y.AsUint16x32(), z.AsUint16x32()
		low, high := r.Min(g), r.Max(g)
		large := high.Max(b)
		large.AsUint8x64().Store(&c.first[n])
		low.Max(high.Min(b)).AsUint8x64().Store(&c.second[n])
		low.Min(b).AsUint8x64().Store(&c.third[n])
		red := zero.Merge(five, b.LessEqual(g))
		green := one.Merge(two, b.LessEqual(r))
		blue := three.Merge(four, r.LessEqual(g))
		red.Merge(green.Merge(blue, g.Equal(large)), r.Equal(large)).AsUint8x64().Store(&c.sector[n])
	}
}

// saturation goes on from sort. It leaves saturation and value of HSV in the planes second and third, and dividend and
// divisor of q in the numbers.
func (c *chunk512[T]) saturation(p *parameters512) {
	full := archsimd.BroadcastFloat64x8(p.full)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		first, second := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.second[n])
		third := archsimd.LoadUint8x64(&c.third[n])
		var saturation archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			large, middle, small := fill512[T](first, l), fill512[T](second, l), fill512[T](third, l)
			chroma := large.Sub(small)
			large.Sub(middle).Store(&x[0])
			chroma.Store(&x[1])
			saturation = drop512(saturation, chroma.Div(large).Mul(full).Add(round), l)
		}
		saturation.Store(&c.second[n])
		first.Store(&c.third[n])
	}
}

// lightness goes on from sort. It leaves lightness and saturation of HLS in the planes second and third, and dividend
// and divisor of q in the numbers.
//
// The divisor of the saturation is large + small, or 2 - large - small if the lightness is above one half: the smaller
// of the two, but for rounding errors if large + small is 1. Then both ways give chroma, which is a multiple of 1 / N.
func (c *chunk512[T]) lightness(p *parameters512) {
	two := archsimd.BroadcastFloat64x8(2 * unit)
	halfFull := archsimd.BroadcastFloat64x8(p.full / 2 / unit)
	full := archsimd.BroadcastFloat64x8(p.full)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		first, second := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.second[n])
		third := archsimd.LoadUint8x64(&c.third[n])
		var lightness, saturation archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			large, middle, small := fill512[T](first, l), fill512[T](second, l), fill512[T](third, l)
			sum, chroma := large.Add(small), large.Sub(small)
			large.Sub(middle).Store(&x[0])
			chroma.Store(&x[1])
			divisor := sum.Min(two.Sub(large).Sub(small))
			saturation = drop512(saturation, chroma.Div(divisor).Mul(full).Add(round), l)
			lightness = drop512(lightness, sum.Mul(halfFull).Add(round), l)
		}
		lightness.Store(&c.second[n])
		saturation.Store(&c.third[n])
	}
}

// hue goes on from saturation or lightness. It leaves the hue in the plane first.
func (c *chunk512[T]) hue(p *parameters512) {
	base := archsimd.LoadFloat64x8(&hueBase)
	slope := archsimd.LoadFloat64x8(&hueSlope)
	rest := archsimd.LoadFloat64x8(&hueRest)
	high, low := reciprocal(6)
	sixthHigh, sixthLow := archsimd.BroadcastFloat64x8(high), archsimd.BroadcastFloat64x8(low)
	turn := archsimd.BroadcastFloat64x8(p.turn)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		sectors := archsimd.LoadUint8x64(&c.sector[n])
		var hue archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			sector := sectors.PermuteOrZeroGrouped(archsimd.LoadInt8x64(&l.lift)).AsUint64x8() // Permute takes 3 bits
			q := archsimd.LoadFloat64x8(&x[0]).Div(archsimd.LoadFloat64x8(&x[1]))
			h := q.MulAdd(slope.Permute(sector), base.Permute(sector)).Add(rest.Permute(sector))
			h = fraction512(h.MulAdd(sixthHigh, h.Mul(sixthLow)))
			hue = drop512(hue, h.Mul(turn).Add(round), l)
		}
		c.wrap(hue, p).Store(&c.first[n])
	}
}

// wrap makes hues of a whole turn what they are to be.
func (c *chunk512[T]) wrap(hues archsimd.Uint8x64, p *parameters512) archsimd.Uint8x64 {
	if isWord[T]() {
		h := hues.AsUint16x32()
		isWhole := h.Equal(archsimd.BroadcastUint16x32(p.wholeTurn))
		return archsimd.BroadcastUint16x32(p.wrapped).Merge(h, isWhole).AsUint8x64()
	}
	isWhole := hues.Equal(archsimd.BroadcastUint8x64(uint8(p.wholeTurn)))
	return archsimd.BroadcastUint8x64(uint8(p.wrapped)).Merge(hues, isWhole)
}
