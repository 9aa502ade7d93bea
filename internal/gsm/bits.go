package gsm

// This file holds the parameters of a frame, and how they are packed.

const (
	subframes = 4
	subframe  = frameSamples / subframes
	pulses    = 13 // of a subframe
)

// parameters are those of a frame, as they are coded (table 1.1).
type parameters struct {
	ratios    [8]byte // LARc: log. area ratios
	subframes [subframes]struct {
		lag    byte         // Nc
		gain   byte         // bc
		grid   byte         // Mc: which third of the samples has the pulses
		max    byte         // xmaxc
		pulses [pulses]byte // xMc
	}
}

// ratioBits are the bits of each log. area ratio.
var ratioBits = [8]int{6, 6, 5, 5, 4, 4, 3, 3}

// bits takes numbers from bytes, the low bits first. So Microsoft packs frames: one after the other, with no bits
// between them, where others put each into 33 bytes with the high bits first.
type bits struct {
	data []byte
	have uint32 // bits that were taken from data and not used
	n    int    // how many
}

func (b *bits) take(n int) byte {
	if b.n < n {
		b.have |= uint32(b.data[0]) << b.n
		b.data, b.n = b.data[1:], b.n+8
	}
	v := b.have & (1<<n - 1)
	b.have, b.n = b.have>>n, b.n-n
	return byte(v)
}

func (b *bits) frame() (p parameters) {
	for i, n := range ratioBits {
		p.ratios[i] = b.take(n)
	}
	for i := range p.subframes {
		s := &p.subframes[i]
		s.lag, s.gain, s.grid, s.max = b.take(7), b.take(2), b.take(2), b.take(6)
		for k := range s.pulses {
			s.pulses[k] = b.take(3)
		}
	}
	return p
}
