// The vector kernels for floats that this machine has, and what their generated files have in common.

//go:build goexperiment.simd

package colorsys

import (
	"math"
	"simd/archsimd"
	"unsafe"
)

// A vectors converts pixels vector by vector, up to the last that is full or to the first with a colour that it leaves to
// the reference. done is the number of components that it converted.
type vectors[F float] func(dst, src []F, turn F) (done int)

// vectorKernels gives the kernels for the levels of vector instructions that this machine has.
func vectorKernels() (sets []kernelSet) {
	if archsimd.X86.AVX512() {
		sets = append(sets, kernelSet{name: "AVX-512",
			float32: vectorKernelsOf(vectorsFloat32x16, 16, reference.float32),
			float64: vectorKernelsOf(vectorsFloat64x8, 8, reference.float64)})
	}
	if archsimd.X86.AVX2() && archsimd.X86.FMA() {
		sets = append(sets, kernelSet{name: "AVX2",
			float32: vectorKernelsOf(vectorsFloat32x8, 8, reference.float32),
			float64: vectorKernelsOf(vectorsFloat64x4, 4, reference.float64)})
	}
	return sets
}

func vectorKernelsOf[F float](convert [conversions]vectors[F], lanes int, reference [conversions]kernel[F]) (
	kernels [conversions]kernel[F]) {
	for c := range kernels {
		kernels[c] = vectorKernel(convert[c], 3*lanes, reference[c])
	}
	return kernels
}

// vectorKernel makes a kernel for any number of pixels. full is the number of components of a vector of pixels.
func vectorKernel[F float](convert vectors[F], full int, reference kernel[F]) kernel[F] {
	// less converts less than a vector.
	less := func(dst, src []F, hue Hue, turn F) (undefined int) {
		if len(src) == 0 {
			return 0
		}
		b := blocks.Get().(*block)
		defer blocks.Put(b)
		padded := components[F](b)[:full]
		clear(padded[copy(padded, src):]) // black
		if convert(padded, padded, turn) == 0 {
			return reference(dst, src, hue)
		}
		copy(dst, padded)
		return 0
	}
	return func(dst, src []F, hue Hue) (undefined int) {
		turn := F(hue.steps(1))
		done := 0
		if len(dst) > 64*full {
			done = toCacheLine(dst)
			undefined = less(dst[:done], src[:done], hue, turn)
		}
		done += convert(dst[done:], src[done:], turn)
		for len(src)-done >= full {
			undefined += reference(dst[done:done+full], src[done:done+full], hue)
			done += full
			done += convert(dst[done:], src[done:], turn)
		}
		return undefined + less(dst[done:], src[done:], hue, turn)
	}
}

// toCacheLine gives the number of components of whole pixels behind which a line of the cache begins: vectors that cross
// lines take longer. It is less than a line of pixels.
func toCacheLine[F float](s []F) int {
	const line = 64
	size := unsafe.Sizeof(s[0])
	for place, n := uintptr(unsafe.Pointer(&s[0])), 0; n < line; n += 3 {
		if (place+uintptr(n)*size)%line == 0 {
			return n
		}
	}
	return 0
}

// groupsOf gives the full vectors of pixels in a slice as arrays, so that a loop over them needs no check of bounds. A is an
// array of F.
func groupsOf[A any, F float](s []F) []A {
	size := int(unsafe.Sizeof(*new(A)) / unsafe.Sizeof(*new(F)))
	if len(s) < size {
		return nil
	}
	return unsafe.Slice((*A)(unsafe.Pointer(unsafe.SliceData(s))), len(s)/size)
}

// constants are what the vectors of a type are calculated with, in all lanes the same.
//
// A load that crosses a line of the cache takes longer, so each has lines of its own: memory of this size that is from the
// heap begins with a line.
type constants[F float] struct {
	zero, half, one, two, four, six, minusSix, sixth, twelfth, nan [16]F

	limit                        [16]F // the square of what six times a hue may be, so that its remainder by 6 is exact
	oneSixth, oneThird, twoThird [16]F
	yr, yg, yb, ir, ib, qr, qb   [16]F // RGBToYIQ
	ri, rq, gi, gq, bi, bq       [16]F // YIQToRGB

	left1, left2, right1, right2 [16]uint32 // permutations that rotate a vector by as many components
}

// Constants of each type of vectors.
var (
	constants32x16 = newConstants[float32](1, 16)
	constants64x8  = newConstants[float64](2, 8)
	constants32x8  = newConstants[float32](1, 8)
	constants64x4  = newConstants[float64](2, 4)
)

// newConstants makes them for vectors of lanes, each of as many times 32 bits as words says.
func newConstants[F float](words, lanes int) *constants[F] {
	return &constants[F]{
		half: inAll[F](0.5), one: inAll[F](1), two: inAll[F](2), four: inAll[F](4), six: inAll[F](6), minusSix: inAll[F](-6),
		sixth: inAll[F](1.0 / 6), twelfth: inAll[F](1.0 / 12), nan: inAll(F(math.NaN())),
		limit:    inAll[F](1 << 32),
		oneSixth: inAll(F(OneSixth)), oneThird: inAll(F(OneThird)), twoThird: inAll(F(TwoThird)),
		yr: inAll[F](0.30), yg: inAll[F](0.59), yb: inAll[F](0.11),
		ir: inAll[F](0.74), ib: inAll[F](0.27),
		qr: inAll[F](0.48), qb: inAll[F](0.41),
		ri: inAll[F](0.9468822170900693), rq: inAll[F](0.6235565819861433),
		gi: inAll[F](0.27478764629897834), gq: inAll[F](0.6356910791873801),
		bi: inAll[F](1.1085450346420322), bq: inAll[F](1.7090069284064666),
		left1: rotation(words, words*lanes), left2: rotation(2*words, words*lanes),
		right1: rotation(-words, words*lanes), right2: rotation(-2*words, words*lanes),
	}
}

func inAll[F float](x F) (lanes [16]F) {
	for i := range lanes {
		lanes[i] = x
	}
	return lanes
}

// rotation gives the permutation of words by which word i becomes word i+by.
func rotation(by, words int) (indices [16]uint32) {
	for i := range words {
		indices[i] = uint32((i + by + words) % words)
	}
	return indices
}

// Every third lane, to load masks from.
var (
	thirds32 = [...]int32{-1, 0, 0, -1, 0, 0, -1, 0, 0, -1}
	thirds64 = [...]int64{-1, 0, 0, -1, 0, 0}
)
