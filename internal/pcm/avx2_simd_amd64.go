// Conversions of 8 samples with AVX2. Integers meet left-justified in 32 bits.

//go:build goexperiment.simd

package pcm

import (
	"encoding/binary"
	"simd/archsimd"
)

func load8U8(src []byte) archsimd.Int32x8 {
	var bytes archsimd.Uint64x2
	bytes = bytes.SetElem(0, binary.LittleEndian.Uint64(src))
	spread := bytes.AsUint8x16().ExtendLo8ToUint32().AsInt32x8().ShiftAllLeft(24)
	return spread.Xor(archsimd.BroadcastInt32x8(-1 << 31))
}

func load8S16(src []byte) archsimd.Int32x8 {
	return archsimd.LoadUint8x16Slice(src).AsInt16x8().ExtendToInt32().ShiftAllLeft(16)
}

func load8S24(src []byte) archsimd.Int32x8 { return spread8S24(src, &spreadS24) }

func spread8S24(src []byte, order *[32]int8) archsimd.Int32x8 {
	var halves archsimd.Uint8x32
	halves = halves.SetLo(archsimd.LoadUint8x16Slice(src)).SetHi(archsimd.LoadUint8x16Slice(src[8:]))
	return halves.PermuteOrZeroGrouped(archsimd.LoadInt8x32(order)).AsInt32x8()
}

func load8S24Right(src []byte) archsimd.Int32x8 {
	return load8S32(src).ShiftAllLeft(8)
}

func load8S32(src []byte) archsimd.Int32x8 {
	return archsimd.LoadUint8x32Slice(src).AsInt32x8()
}

func load8F32(src []byte) archsimd.Float32x8 {
	return archsimd.LoadUint8x32Slice(src).AsFloat32x8()
}

func load8F64(src []byte) (lo, hi archsimd.Float64x4) {
	return archsimd.LoadUint8x32Slice(src).AsFloat64x4(), archsimd.LoadUint8x32Slice(src[32:]).AsFloat64x4()
}

// round8 rounds integers to their bits high bits, as roundTo does.
func round8(x archsimd.Int32x8, bits int) archsimd.Int32x8 {
	half := int32(1) << (31 - bits)
	odd := x.ShiftAllRight(uint64(32 - bits)).And(archsimd.BroadcastInt32x8(1))
	x = x.Min(archsimd.BroadcastInt32x8(1<<31 - 1 - half))
	x = x.Add(odd).Add(archsimd.BroadcastInt32x8(half - 1))
	return x.And(archsimd.BroadcastInt32x8(-2 * half))
}

// quantize8F32 makes integers of bits bits of floats, as quantize does. The highest such integer must be a float32.
func quantize8F32(x archsimd.Float32x8, bits int) archsimd.Int32x8 {
	full := float32(int64(1) << (bits - 1))
	x = x.Mul(archsimd.BroadcastFloat32x8(full)).RoundToEven()
	x = x.Masked(x.Equal(x)) // NaN becomes 0
	x = x.Max(archsimd.BroadcastFloat32x8(-full)).Min(archsimd.BroadcastFloat32x8(full - 1))
	return x.ConvertToInt32().ShiftAllLeft(uint64(32 - bits))
}

// quantize8F32To32 makes integers of 32 bits of floats.
func quantize8F32To32(x archsimd.Float32x8) archsimd.Int32x8 {
	full := archsimd.BroadcastFloat32x8(1 << 31)
	x = x.Mul(full).RoundToEven()
	x = x.Masked(x.Equal(x)) // NaN becomes 0
	// Whatever does not fit becomes the lowest integer, of which the highest is the complement.
	return x.ConvertToInt32().Xor(x.GreaterEqual(full).ToInt32x8())
}

// quantize8F64 makes integers of bits bits of floats, as quantize does.
func quantize8F64(lo, hi archsimd.Float64x4, bits int) archsimd.Int32x8 {
	var x archsimd.Int32x8
	x = x.SetLo(quantize4F64(lo, bits)).SetHi(quantize4F64(hi, bits))
	return x.ShiftAllLeft(uint64(32 - bits))
}

func quantize4F64(x archsimd.Float64x4, bits int) archsimd.Int32x4 {
	full := float64(int64(1) << (bits - 1))
	x = x.Mul(archsimd.BroadcastFloat64x4(full)).RoundToEven()
	x = x.Masked(x.Equal(x)) // NaN becomes 0
	x = x.Max(archsimd.BroadcastFloat64x4(-full)).Min(archsimd.BroadcastFloat64x4(full - 1))
	return x.ConvertToInt32()
}

func store8U8(dst []byte, x archsimd.Int32x8) {
	x = x.Xor(archsimd.BroadcastInt32x8(-1 << 31))
	binary.LittleEndian.PutUint64(dst, pack8(x, &packU8).AsUint64x4().GetLo().GetElem(0))
}

func store8S16(dst []byte, x archsimd.Int32x8) {
	pack8(x, &packS16).GetLo().StoreSlice(dst)
}

func store8S24(dst []byte, x archsimd.Int32x8) {
	packed := pack8(x, &packS24)
	packed.GetLo().StoreSlice(dst)
	binary.LittleEndian.PutUint64(dst[16:], packed.GetHi().AsUint64x2().GetElem(0))
}

func store8S24Right(dst []byte, x archsimd.Int32x8) {
	store8S32(dst, x.ShiftAllRight(8))
}

func store8S32(dst []byte, x archsimd.Int32x8) {
	x.AsUint8x32().StoreSlice(dst)
}

func store8F32(dst []byte, x archsimd.Int32x8) {
	floats := x.ConvertToFloat32().Mul(archsimd.BroadcastFloat32x8(0x1p-31))
	floats.AsUint8x32().StoreSlice(dst)
}

func store8F64(dst []byte, x archsimd.Int32x8) {
	scale := archsimd.BroadcastFloat64x4(0x1p-31)
	x.GetLo().ConvertToFloat64().Mul(scale).AsUint8x32().StoreSlice(dst)
	x.GetHi().ConvertToFloat64().Mul(scale).AsUint8x32().StoreSlice(dst[32:])
}

func convert8F32ToF64(dst, src []byte) {
	x := load8F32(src)
	x.GetLo().ConvertToFloat64().AsUint8x32().StoreSlice(dst)
	x.GetHi().ConvertToFloat64().AsUint8x32().StoreSlice(dst[32:])
}

func convert8F64ToF32(dst, src []byte) {
	lo, hi := load8F64(src)
	lo.ConvertToFloat32().AsUint8x16().StoreSlice(dst)
	hi.ConvertToFloat32().AsUint8x16().StoreSlice(dst[16:])
}

func permute32Bytes(dst, src []byte, order *[32]int8) {
	archsimd.LoadUint8x32Slice(src).PermuteOrZeroGrouped(archsimd.LoadInt8x32(order)).StoreSlice(dst)
}

// Where bytes come from, counted from the start of their lane of 16 bytes; -1 makes a zero.
var (
	// Of each lane, 4 samples of 24 bits go to the high bytes of 32 bits. The upper lane begins 4 bytes early.
	spreadS24 = [32]int8{
		-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11,
		-1, 4, 5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15,
	}
	spreadS24BE = [32]int8{
		-1, 2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9,
		-1, 6, 5, 4, -1, 9, 8, 7, -1, 12, 11, 10, -1, 15, 14, 13,
	}
	swapS16 = [16]int8{1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14}
	swapS32 = [32]int8{
		3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
		3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12,
	}
	swapS64 = [32]int8{
		7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
		7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8,
	}
)

// A packing gathers the high bytes of each 32 bits: first those of each lane, then the words of both lanes.
type packing struct {
	bytes [32]int8
	words [8]uint32
}

var (
	packU8 = packing{
		bytes: [32]int8{
			3, 7, 11, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
			3, 7, 11, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
		},
		words: [8]uint32{0, 4},
	}
	packS16 = packing{
		bytes: [32]int8{
			2, 3, 6, 7, 10, 11, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1,
			2, 3, 6, 7, 10, 11, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1,
		},
		words: [8]uint32{0, 1, 4, 5},
	}
	packS24 = packing{
		bytes: [32]int8{
			1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, -1, -1, -1, -1,
			1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, -1, -1, -1, -1,
		},
		words: [8]uint32{0, 1, 2, 4, 5, 6},
	}
)

// pack8 gathers the high bytes of integers at the bottom.
func pack8(x archsimd.Int32x8, p *packing) archsimd.Uint8x32 {
	lanes := x.AsUint8x32().PermuteOrZeroGrouped(archsimd.LoadInt8x32(&p.bytes))
	return lanes.AsUint32x8().Permute(archsimd.LoadUint32x8(&p.words)).AsUint8x32()
}

var avx2Kernels = []kernel{
	{S16, U8, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 8, func(dst, src []byte) { store8S16(dst, load8U8(src)) })
	}},
	{S24, U8, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 8, func(dst, src []byte) { store8S24(dst, load8U8(src)) })
	}},
	{S24Right, U8, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 8, func(dst, src []byte) { store8S24Right(dst, load8U8(src)) })
	}},
	{S32, U8, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 8, func(dst, src []byte) { store8S32(dst, load8U8(src)) })
	}},
	{F32, U8, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 8, func(dst, src []byte) { store8F32(dst, load8U8(src)) })
	}},
	{F64, U8, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 8, func(dst, src []byte) { store8F64(dst, load8U8(src)) })
	}},
	{U8, S16, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 16, func(dst, src []byte) { store8U8(dst, round8(load8S16(src), 8)) })
	}},
	{S24, S16, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 16, func(dst, src []byte) { store8S24(dst, load8S16(src)) })
	}},
	{S24Right, S16, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 16, func(dst, src []byte) { store8S24Right(dst, load8S16(src)) })
	}},
	{S32, S16, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 16, func(dst, src []byte) { store8S32(dst, load8S16(src)) })
	}},
	{F32, S16, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 16, func(dst, src []byte) { store8F32(dst, load8S16(src)) })
	}},
	{F64, S16, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 16, func(dst, src []byte) { store8F64(dst, load8S16(src)) })
	}},
	{U8, S24, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 24, func(dst, src []byte) { store8U8(dst, round8(load8S24(src), 8)) })
	}},
	{S16, S24, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 24, func(dst, src []byte) { store8S16(dst, round8(load8S24(src), 16)) })
	}},
	{S24Right, S24, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 24, func(dst, src []byte) { store8S24Right(dst, load8S24(src)) })
	}},
	{S32, S24, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 24, func(dst, src []byte) { store8S32(dst, load8S24(src)) })
	}},
	{F32, S24, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 24, func(dst, src []byte) { store8F32(dst, load8S24(src)) })
	}},
	{F64, S24, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 24, func(dst, src []byte) { store8F64(dst, load8S24(src)) })
	}},
	{U8, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 32, func(dst, src []byte) { store8U8(dst, round8(load8S24Right(src), 8)) })
	}},
	{S16, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 32, func(dst, src []byte) { store8S16(dst, round8(load8S24Right(src), 16)) })
	}},
	{S24, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 32, func(dst, src []byte) { store8S24(dst, load8S24Right(src)) })
	}},
	{S24Right, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S24Right(dst, load8S24Right(src)) })
	}},
	{S32, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S32(dst, load8S24Right(src)) })
	}},
	{F32, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8F32(dst, load8S24Right(src)) })
	}},
	{F64, S24Right, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 32, func(dst, src []byte) { store8F64(dst, load8S24Right(src)) })
	}},
	{U8, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 32, func(dst, src []byte) { store8U8(dst, round8(load8S32(src), 8)) })
	}},
	{S16, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 32, func(dst, src []byte) { store8S16(dst, round8(load8S32(src), 16)) })
	}},
	{S24, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 32, func(dst, src []byte) { store8S24(dst, round8(load8S32(src), 24)) })
	}},
	{S24Right, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S24Right(dst, round8(load8S32(src), 24)) })
	}},
	{S24Left, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S32(dst, round8(load8S32(src), 24)) })
	}},
	{F32, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8F32(dst, load8S32(src)) })
	}},
	{F64, S32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 32, func(dst, src []byte) { store8F64(dst, load8S32(src)) })
	}},
	{U8, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 32, func(dst, src []byte) { store8U8(dst, quantize8F32(load8F32(src), 8)) })
	}},
	{S16, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 32, func(dst, src []byte) { store8S16(dst, quantize8F32(load8F32(src), 16)) })
	}},
	{S24, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 32, func(dst, src []byte) { store8S24(dst, quantize8F32(load8F32(src), 24)) })
	}},
	{S24Right, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S24Right(dst, quantize8F32(load8F32(src), 24)) })
	}},
	{S24Left, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S32(dst, quantize8F32(load8F32(src), 24)) })
	}},
	{S32, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { store8S32(dst, quantize8F32To32(load8F32(src))) })
	}},
	{F64, F32, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 32, func(dst, src []byte) { convert8F32ToF64(dst, src) })
	}},
	{U8, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 64, func(dst, src []byte) {
			lo, hi := load8F64(src)
			store8U8(dst, quantize8F64(lo, hi, 8))
		})
	}},
	{S16, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 64, func(dst, src []byte) {
			lo, hi := load8F64(src)
			store8S16(dst, quantize8F64(lo, hi, 16))
		})
	}},
	{S24, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 64, func(dst, src []byte) {
			lo, hi := load8F64(src)
			store8S24(dst, quantize8F64(lo, hi, 24))
		})
	}},
	{S24Right, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) {
			lo, hi := load8F64(src)
			store8S24Right(dst, quantize8F64(lo, hi, 24))
		})
	}},
	{S24Left, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) {
			lo, hi := load8F64(src)
			store8S32(dst, quantize8F64(lo, hi, 24))
		})
	}},
	{S32, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) {
			lo, hi := load8F64(src)
			store8S32(dst, quantize8F64(lo, hi, 32))
		})
	}},
	{F32, F64, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) { convert8F64ToF32(dst, src) })
	}},
	{S16, s16BE, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 16, func(dst, src []byte) {
			archsimd.LoadUint8x16Slice(src).PermuteOrZero(archsimd.LoadInt8x16(&swapS16)).StoreSlice(dst)
		})
	}},
	{S24, s24BE, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 24, 24, func(dst, src []byte) { store8S24(dst, spread8S24(src, &spreadS24BE)) })
	}},
	{S32, s32BE, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 32, func(dst, src []byte) { permute32Bytes(dst, src, &swapS32) })
	}},
	{S64, s64BE, avx2, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) {
			permute32Bytes(dst, src, &swapS64)
			permute32Bytes(dst[32:], src[32:], &swapS64)
		})
	}},
}
