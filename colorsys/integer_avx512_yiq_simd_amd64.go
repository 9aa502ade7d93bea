// Integer pixels with AVX-512, from RGB to YIQ and back.

//go:build goexperiment.simd

package colorsys

import "simd/archsimd"

// luma takes planes of red, green and blue. It leaves y in the plane first, and r - y and b - y in the numbers.
func (c *chunk512[T]) luma(p *parameters512) {
	red, green := archsimd.BroadcastFloat64x8(0.30), archsimd.BroadcastFloat64x8(0.59)
	blue := archsimd.BroadcastFloat64x8(0.11)
	full := archsimd.BroadcastFloat64x8(p.full / unit)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		first, second := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.second[n])
		third := archsimd.LoadUint8x64(&c.third[n])
		var lumas archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			r, g, b := fill512[T](first, l), fill512[T](second, l), fill512[T](third, l)
			y := red.Mul(r).Add(green.Mul(g)).Add(blue.Mul(b))
			r.Sub(y).Store(&x[0])
			b.Sub(y).Store(&x[1])
			lumas = drop512(lumas, y.Mul(full).Add(round), l)
		}
		lumas.Store(&c.first[n])
	}
}

// chroma goes on from luma. It leaves i and q in the planes second and third.
func (c *chunk512[T]) chroma(p *parameters512) {
	iRed, iBlue := archsimd.BroadcastFloat64x8(0.74), archsimd.BroadcastFloat64x8(0.27)
	qRed, qBlue := archsimd.BroadcastFloat64x8(0.48), archsimd.BroadcastFloat64x8(0.41)
	scale := archsimd.BroadcastFloat64x8((p.full - p.zero) / 0.6 / unit)
	zero := archsimd.BroadcastFloat64x8(p.zero)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		var is, qs archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			r, b := archsimd.LoadFloat64x8(&x[0]), archsimd.LoadFloat64x8(&x[1])
			i := iRed.Mul(r).Sub(iBlue.Mul(b))
			is = drop512(is, i.Mul(scale).Add(zero).Add(round), l)
			q := qRed.Mul(r).Add(qBlue.Mul(b))
			qs = drop512(qs, q.Mul(scale).Add(zero).Add(round), l)
		}
		is.Store(&c.second[n])
		qs.Store(&c.third[n])
	}
}

// unscaleYIQ takes planes of y, i and q, and leaves what they stand for in the numbers.
func (c *chunk512[T]) unscaleYIQ(p *parameters512) {
	high, low := reciprocal(p.full - p.zero)
	stepsHigh, stepsLow := archsimd.BroadcastFloat64x8(high*unit), archsimd.BroadcastFloat64x8(low*unit)
	zero := archsimd.BroadcastFloat64x8(p.zero)
	most := archsimd.BroadcastFloat64x8(0.6)
	for n := range c.blocks {
		first, second := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.second[n])
		third := archsimd.LoadUint8x64(&c.third[n])
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			fill512[T](first, l).Store(&x[0])
			i := lift512(second, l).Sub(zero).Mul(most)
			i.MulAdd(stepsHigh, i.Mul(stepsLow)).Store(&x[1])
			q := lift512(third, l).Sub(zero).Mul(most)
			q.MulAdd(stepsHigh, q.Mul(stepsLow)).Store(&x[2])
		}
	}
}

// rgb goes on from unscaleYIQ. It leaves red, green and blue.
func (c *chunk512[T]) rgb(p *parameters512) {
	c.component(&c.first, 0.9468822170900693, 0.6235565819861433, p)
	c.component(&c.second, -0.27478764629897834, -0.6356910791873801, p)
	c.component(&c.third, -1.1085450346420322, 1.7090069284064666, p)
}

// component adds up one component of RGB.
func (c *chunk512[T]) component(planes *[chunkBlocks512]plane512, fromI, fromQ float64, p *parameters512) {
	factorI, factorQ := archsimd.BroadcastFloat64x8(fromI), archsimd.BroadcastFloat64x8(fromQ)
	var none archsimd.Float64x8
	one := archsimd.BroadcastFloat64x8(unit)
	full := archsimd.BroadcastFloat64x8(p.full / unit)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		var plane archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, yiq := &lanes[k], &numbers[k]
			x := archsimd.LoadFloat64x8(&yiq[0]).Add(factorI.Mul(archsimd.LoadFloat64x8(&yiq[1])))
			x = x.Add(factorQ.Mul(archsimd.LoadFloat64x8(&yiq[2])))
			plane = drop512(plane, x.Max(none).Min(one).Mul(full).Add(round), l)
		}
		plane.Store(&planes[n])
	}
}
