// The table of kernels, and how one becomes a converter.

package pcm

import "slices"

// A kernel converts between two layouts, at least as fast as any other does that needs no more of the machine.
type kernel struct {
	to, from Layout
	level    level
	// run converts step by step, until less than a step is left of dst or src, and returns what is left.
	run func(dst, src []byte) (restOfDst, restOfSrc []byte)
}

// kernels is the table, the fastest of a pair of layouts last.
var kernels = slices.Concat(portableKernels, vectorKernels)

// A level is what a kernel needs of the machine.
type level int

const (
	portable level = iota
	avx2
	avx512
)

// step gives the number of samples that kernels convert at a time.
func (l level) step() int { return [...]int{portable: 1, avx2: 8, avx512: 16}[l] }

// Layouts that differ from others in their byte order alone, as sources of kernels that change it.
var (
	s16BE = Layout{Kind: Signed, Bytes: 2, Bits: 16, BigEndian: true}
	s24BE = Layout{Kind: Signed, Bytes: 3, Bits: 24, BigEndian: true}
	s32BE = Layout{Kind: Signed, Bytes: 4, Bits: 32, BigEndian: true}
	s64BE = Layout{Kind: Signed, Bytes: 8, Bits: 64, BigEndian: true}
)

// kernelFor finds the fastest kernel that needs no more than highest.
func kernelFor(to, from Layout, highest level) (kernel, bool) {
	to, from = essence(to, from)
	for _, k := range slices.Backward(kernels) {
		if k.to == to && k.from == from && k.level <= highest {
			return k, true
		}
	}
	return kernel{}, false
}

// essence gives the pair of layouts between which kernels convert like these.
func essence(to, from Layout) (Layout, Layout) {
	to, from = to.plain(), from.plain()
	if sameBits(to, from) { // any bits will do
		word := to.word().littleEndian()
		other := word
		other.BigEndian = to.BigEndian != from.BigEndian
		return word, other
	}
	if to.Kind == Float || from.Kind == Float || from.law() {
		return to, wholeContainer(from)
	}
	from = wholeContainer(from)
	if to.Bits >= from.Bits { // nothing to round
		to = wholeContainer(to)
	}
	return to, from
}

// wholeContainer lets all bits of a container count, unless they are the low ones.
func wholeContainer(l Layout) Layout {
	if !l.Right {
		l.Bits = 8 * l.Bytes
	}
	return l
}

// converter makes the kernel whole: it converts what is left after the last step, too.
func (k kernel) converter() Converter {
	give, take := k.to.Bytes, k.from.Bytes
	if k.level == portable {
		return func(dst, src []byte) {
			if dst, src = k.run(dst, src); len(src) >= take {
				_ = dst[give-1] // dst is too short: say so as Go does
			}
		}
	}
	giveStep, takeStep := k.level.step()*give, k.level.step()*take
	convertLess := stepByStep(k.to, k.from)
	if less, ok := kernelFor(k.to, k.from, portable); ok {
		convertLess = less.converter()
	}
	return func(dst, src []byte) {
		restOfDst, restOfSrc := k.run(dst, src)
		clearVectors()
		if len(restOfSrc) < take {
			return
		}
		gave, took := len(dst)-len(restOfDst), len(src)-len(restOfSrc)
		if took == 0 || &dst[0] == &src[0] {
			convertLess(restOfDst, restOfSrc)
			return
		}
		// One more step that ends with the last sample. Those it converts a second time are still there to be read.
		rest := len(restOfSrc) / take
		gave, took = gave+rest*give, took+rest*take
		k.run(slices.Clip(dst)[gave-giveStep:gave], src[took-takeStep:took])
		clearVectors()
	}
}
