// Integer pixels with AVX-512, from HSV and HLS to RGB. In both one component of a colour is high, one is low, and one
// is on a ramp between them; which is which depends on the sector of the colour circle.

//go:build goexperiment.simd

package colorsys

import "simd/archsimd"

// findSectors finds the sectors of the hues in the plane first. It reports false if there are hues of uint16 beyond one
// turn: they come out of the arithmetic of HLSToRGB so coarse that at the border of two sectors two components can be
// on a ramp.
func (c *chunk512[T]) findSectors(p *parameters512) bool {
	if isWord[T]() {
		return c.findSectorsUint16(p)
	}
	half := archsimd.BroadcastUint8x64(128)
	for n := range c.blocks {
		h := archsimd.LoadUint8x64(&c.first[n])
		below := archsimd.LoadUint8x64(&p.sectorOf[0]).ConcatPermute(archsimd.LoadUint8x64(&p.sectorOf[1]), h)
		above := archsimd.LoadUint8x64(&p.sectorOf[2]).ConcatPermute(archsimd.LoadUint8x64(&p.sectorOf[3]), h)
		below.Merge(above, h.Less(half)).Store(&c.sector[n])
	}
	return true
}

// findSectorsUint16 leaves the sector in both bytes, because selectRGB goes by bytes.
func (c *chunk512[T]) findSectorsUint16(p *parameters512) bool {
	var largest archsimd.Uint16x32
	for n := range c.blocks {
		h := archsimd.LoadUint8x64(&c.first[n]).AsUint16x32()
		largest = largest.Max(h)
		var sector archsimd.Uint16x32
		for k := 1; k < 6; k++ {
			here := archsimd.BroadcastUint16x32(uint16(k) * 0x0101)
			sector = here.Merge(sector, h.GreaterEqual(archsimd.BroadcastUint16x32(p.starts[k])))
		}
		sector = sector.Masked(h.Less(archsimd.BroadcastUint16x32(p.starts[0])))
		sector.AsUint8x64().Store(&c.sector[n])
	}
	return largest.Greater(archsimd.BroadcastUint16x32(uint16(p.turn))).ToBits() == 0
}

// placeInSector leaves half the distance of the hue from the edge of its sector at which the ramp is high in the
// numbers.
//
// With f the place in the sector, HSVToRGB has f for it in odd sectors and 1 - f in even ones. Two sectors taken
// together, even and odd, that is the distance from their middle.
func (c *chunk512[T]) placeInSector(p *parameters512) {
	high, low := reciprocal(p.turn)
	turnHigh, turnLow := archsimd.BroadcastFloat64x8(high), archsimd.BroadcastFloat64x8(low)
	three := archsimd.BroadcastFloat64x8(3)
	half := archsimd.BroadcastFloat64x8(0.5)
	sign := archsimd.BroadcastUint64x8(1 << 63)
	for n := range c.blocks {
		first := archsimd.LoadUint8x64(&c.first[n])
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			hue := lift512(first, &lanes[k])
			pair := fraction512(hue.MulAdd(turnHigh, hue.Mul(turnLow)).Mul(three))
			distance := pair.Sub(half).AsUint64x8().AndNot(sign)
			distance.AsFloat64x8().Store(&numbers[k][0])
		}
	}
}

// rampHSV goes on from placeInSector with planes of saturation and value. It leaves low, high and ramp.
func (c *chunk512[T]) rampHSV(p *parameters512) {
	one, half := archsimd.BroadcastFloat64x8(unit), archsimd.BroadcastFloat64x8(unit/2)
	full := archsimd.BroadcastFloat64x8(p.full / unit / unit)
	twiceFull := archsimd.BroadcastFloat64x8(2 * p.full / unit / unit)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		second, third := archsimd.LoadUint8x64(&c.second[n]), archsimd.LoadUint8x64(&c.third[n])
		var lows, ramps archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l := &lanes[k]
			saturation, value := fill512[T](second, l), fill512[T](third, l)
			low := value.Mul(one.Sub(saturation))
			lows = drop512(lows, low.Mul(full).Add(round), l)
			distance := archsimd.LoadFloat64x8(&numbers[k][0])
			ramp := value.Mul(half.Sub(saturation.Mul(distance)))
			ramps = drop512(ramps, ramp.Mul(twiceFull).Add(round), l)
		}
		lows.Store(&c.first[n])
		third.Store(&c.second[n])
		ramps.Store(&c.third[n])
	}
}

// The ramps of HLSToRGB, by sector: the component on the ramp is found at the hue plus rampShift, and its distance from
// the foot of the ramp is that place, or two thirds less that place.
var (
	rampShift = [8]float64{0, OneThird, -OneThird, 0, OneThird, -OneThird}
	rampBase  = [8]float64{0, TwoThird, 0, TwoThird, 0, TwoThird}
	rampSlope = [8]float64{1, -1, 1, -1, 1, -1}
)

// placeOnRamp leaves the distance from the foot of the ramp, 0 to 1/6, in the numbers.
func (c *chunk512[T]) placeOnRamp(p *parameters512) {
	high, low := reciprocal(p.turn)
	turnHigh, turnLow := archsimd.BroadcastFloat64x8(high), archsimd.BroadcastFloat64x8(low)
	shift := archsimd.LoadFloat64x8(&rampShift)
	base := archsimd.LoadFloat64x8(&rampBase)
	slope := archsimd.LoadFloat64x8(&rampSlope)
	for n := range c.blocks {
		first, sectors := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.sector[n])
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l := &lanes[k]
			lift := archsimd.LoadInt8x64(&l.lift)
			sector := sectors.PermuteOrZeroGrouped(lift).AsUint64x8() // Permute takes 3 bits
			hue := lift512(first, l)
			place := fraction512(hue.MulAdd(turnHigh, hue.Mul(turnLow)).Add(shift.Permute(sector)))
			place.MulAdd(slope.Permute(sector), base.Permute(sector)).Store(&numbers[k][0])
		}
	}
}

// rampHLS goes on from placeOnRamp with planes of lightness and saturation. It leaves low, high and ramp.
func (c *chunk512[T]) rampHLS(p *parameters512) {
	one := archsimd.BroadcastFloat64x8(1)
	six := archsimd.BroadcastFloat64x8(6)
	half := archsimd.BroadcastFloat64x8(unit / 2)
	perUnit := archsimd.BroadcastFloat64x8(1. / unit)
	full := archsimd.BroadcastFloat64x8(p.full / unit)
	round := archsimd.BroadcastFloat64x8(rounding)
	for n := range c.blocks {
		second, third := archsimd.LoadUint8x64(&c.second[n]), archsimd.LoadUint8x64(&c.third[n])
		var lows, highs archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			l, x := &lanes[k], &numbers[k]
			lightness, saturation := fill512[T](second, l), fill512[T](third, l)
			fraction := saturation.Mul(perUnit)
			dark := lightness.Mul(one.Add(fraction))
			bright := lightness.Add(saturation).Sub(lightness.Mul(fraction))
			high := dark.Merge(bright, lightness.LessEqual(half))
			highs = drop512(highs, high.Mul(full).Add(round), l)
			low := lightness.Add(lightness).Sub(high)
			lows = drop512(lows, low.Mul(full).Add(round), l)
			ramp := low.Add(high.Sub(low).Mul(archsimd.LoadFloat64x8(&x[0])).Mul(six))
			ramp.Mul(full).Add(round).Store(&x[0])
		}
		lows.Store(&c.first[n])
		highs.Store(&c.second[n])
	}
	for n := range c.blocks {
		var ramps archsimd.Uint8x64
		lanes, numbers := c.lanes(n, p)
		for k := range lanes {
			ramps = drop512(ramps, archsimd.LoadFloat64x8(&numbers[k][0]), &lanes[k])
		}
		ramps.Store(&c.third[n])
	}
}

// The component that is high and the one that is on the ramp, by sector: 0 red, 1 green, 2 blue.
var (
	highComponent = plane512{0, 1, 1, 2, 2, 0}
	rampComponent = plane512{1, 0, 2, 1, 0, 2}
)

// selectRGB makes red, green and blue of low, high and ramp.
func (c *chunk512[T]) selectRGB() {
	var red archsimd.Uint8x64
	green, blue := archsimd.BroadcastUint8x64(1), archsimd.BroadcastUint8x64(2)
	for n := range c.blocks {
		sector := archsimd.LoadUint8x64(&c.sector[n])
		isHigh := archsimd.LoadUint8x64(&highComponent).Permute(sector)
		isRamp := archsimd.LoadUint8x64(&rampComponent).Permute(sector)
		low, high := archsimd.LoadUint8x64(&c.first[n]), archsimd.LoadUint8x64(&c.second[n])
		ramp := archsimd.LoadUint8x64(&c.third[n])
		high.Merge(ramp.Merge(low, isRamp.Equal(red)), isHigh.Equal(red)).Store(&c.first[n])
		high.Merge(ramp.Merge(low, isRamp.Equal(green)), isHigh.Equal(green)).Store(&c.second[n])
		high.Merge(ramp.Merge(low, isRamp.Equal(blue)), isHigh.Equal(blue)).Store(&c.third[n])
	}
}
