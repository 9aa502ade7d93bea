package gsm

// This file holds the decoding of a frame (section 5.3).

// Bounds of the lag of the long term predictor.
const (
	lagMin = 40
	lagMax = 120
)

// gains are those of the long term predictor, decoded (table 5.4, QLB).
var gains = [4]int16{3277, 11469, 21299, 32767}

// mantissas are those of the pulses' maximum, normalised (table 5.6, FAC).
var mantissas = [8]int16{18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767}

// ratioCodes tell how log. area ratios are coded (table 5.1 and 5.2).
var ratioCodes = [8]struct{ offset, least, inverse int16 }{ // B, MIC, INVA
	{0, -32, 13107}, {0, -32, 13107}, {2048, -16, 13107}, {-2560, -16, 13107},
	{94, -8, 19223}, {-1792, -8, 17476}, {-341, -4, 31454}, {-1144, -4, 29708},
}

func (d *decoder) frame(dst *[frameSamples]int16, p *parameters) {
	var residual [frameSamples]int16
	for i := range p.subframes {
		s := &p.subframes[i]
		excitation := excite(s.grid, s.max, &s.pulses)
		d.longTerm(int(s.lag), gains[s.gain], &excitation)
		copy(residual[i*subframe:], d.residual[lagMax:])
	}
	d.shortTerm(dst, &residual, decodeRatios(&p.ratios))
	d.deemphasize(dst)
}

// excite returns the excitation of a subframe: its pulses, on their grid (5.3.1).
func excite(grid, max byte, pulses *[pulses]byte) (excitation [subframe]int16) {
	exponent, mantissa := normalize(int(max))
	shift := 6 - exponent
	half := int32(1) << shift >> 1
	for i, pulse := range pulses {
		v := mulRound(mantissas[mantissa], (2*int16(pulse)-7)<<12)
		excitation[int(grid)+3*i] = int16(saturate(int32(v)+half) >> shift)
	}
	return excitation
}

// normalize returns the exponent of a coded maximum, and its mantissa without the highest bit (5.2.15).
func normalize(max int) (exponent, mantissa int) {
	mantissa = max
	if max > 15 {
		exponent = max>>3 - 1
		mantissa -= exponent << 3
	}
	if mantissa == 0 {
		return -4, 7
	}
	for mantissa <= 7 {
		mantissa = mantissa<<1 | 1
		exponent--
	}
	return exponent, mantissa - 8
}

// longTerm adds to the excitation of a subframe what the lag repeats of the residual, and keeps that as its end
// (5.3.2).
func (d *decoder) longTerm(lag int, gain int16, excitation *[subframe]int16) {
	if lag < lagMin || lag > lagMax {
		lag = d.lag
	}
	d.lag = lag
	copy(d.residual[:], d.residual[subframe:])
	for k, e := range excitation {
		at := lagMax + k
		d.residual[at] = add(e, mulRound(gain, d.residual[at-lag]))
	}
}

// decodeRatios decodes log. area ratios (5.2.8).
func decodeRatios(coded *[8]byte) (ratios [8]int16) {
	for i, code := range ratioCodes {
		v := sub((int16(coded[i])+code.least)<<10, code.offset<<1)
		v = mulRound(code.inverse, v)
		ratios[i] = add(v, v)
	}
	return ratios
}

// shortTerm filters the residual to speech. At the start of a frame the log. area ratios go over from those of the
// last to its own (5.3.3).
func (d *decoder) shortTerm(dst, residual *[frameSamples]int16, ratios [8]int16) {
	mix := func(old, new int) (coefficients [8]int16) { // quarters of each
		for i := range coefficients {
			coefficients[i] = reflection(add(quarters(d.ratios[i], old), quarters(ratios[i], new)))
		}
		return coefficients
	}
	d.filter(dst[:13], residual[:13], mix(3, 1))
	d.filter(dst[13:27], residual[13:27], mix(2, 2))
	d.filter(dst[27:40], residual[27:40], mix(1, 3))
	d.filter(dst[40:], residual[40:], mix(0, 4))
	d.ratios = ratios
}

// quarters returns so many quarters of a ratio, each part cut to an integer.
func quarters(ratio int16, n int) int16 {
	switch n {
	case 0:
		return 0
	case 1:
		return ratio >> 2
	case 2:
		return ratio >> 1
	case 3:
		return ratio>>2 + ratio>>1
	}
	return ratio
}

// reflection returns the reflection coefficient of a log. area ratio (5.2.9.2).
func reflection(ratio int16) int16 {
	size := ratio
	if ratio < 0 {
		size = sub(0, ratio)
	}
	switch {
	case size < 11059:
		size <<= 1
	case size < 20070:
		size += 11059
	default:
		size = add(size>>2, 26112)
	}
	if ratio < 0 {
		return -size
	}
	return size
}

// filter is the short term synthesis filter, a lattice (5.3.4).
func (d *decoder) filter(dst, residual []int16, coefficients [8]int16) {
	v := &d.lattice
	for k, s := range residual {
		for i := 7; i >= 0; i-- {
			s = sub(s, mulRound(coefficients[i], v[i]))
			v[i+1] = add(v[i], mulRound(coefficients[i], s))
		}
		v[0] = s
		dst[k] = s
	}
}

// deemphasize undoes the emphasis of high frequencies, doubles, and cuts to 13 bits (5.3.5 to 5.3.7).
func (d *decoder) deemphasize(dst *[frameSamples]int16) {
	for k, s := range dst {
		d.emphasis = add(s, mulRound(d.emphasis, 28180))
		dst[k] = add(d.emphasis, d.emphasis) &^ 7
	}
}
