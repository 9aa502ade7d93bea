// Conversions of 16 samples with AVX-512. Integers meet left-justified in 32 bits.

//go:build goexperiment.simd

package pcm

import "simd/archsimd"

func load16U8(src []byte) archsimd.Int32x16 {
	spread := archsimd.LoadUint8x16Slice(src).ExtendToUint32().AsInt32x16().ShiftAllLeft(24)
	return spread.Xor(archsimd.BroadcastInt32x16(-1 << 31))
}

func load16S16(src []byte) archsimd.Int32x16 {
	return archsimd.LoadUint8x32Slice(src).AsInt16x16().ExtendToInt32().ShiftAllLeft(16)
}

func load16S24(src []byte) archsimd.Int32x16 {
	var halves archsimd.Uint8x64
	halves = halves.SetLo(archsimd.LoadUint8x32Slice(src)).SetHi(archsimd.LoadUint8x32Slice(src[16:]))
	lanes := halves.AsUint32x16().Permute(archsimd.LoadUint32x16(&lanesS24)).AsUint8x64()
	return lanes.PermuteOrZeroGrouped(archsimd.LoadInt8x64(&spread16S24)).AsInt32x16()
}

func load16S24Right(src []byte) archsimd.Int32x16 {
	return load16S32(src).ShiftAllLeft(8)
}

func load16S32(src []byte) archsimd.Int32x16 {
	return archsimd.LoadUint8x64Slice(src).AsInt32x16()
}

func load16F32(src []byte) archsimd.Float32x16 {
	return archsimd.LoadUint8x64Slice(src).AsFloat32x16()
}

func load16F64(src []byte) (lo, hi archsimd.Float64x8) {
	return archsimd.LoadUint8x64Slice(src).AsFloat64x8(), archsimd.LoadUint8x64Slice(src[64:]).AsFloat64x8()
}

// round16 rounds integers to their bits high bits, as roundTo does.
func round16(x archsimd.Int32x16, bits int) archsimd.Int32x16 {
	half := int32(1) << (31 - bits)
	odd := x.ShiftAllRight(uint64(32 - bits)).And(archsimd.BroadcastInt32x16(1))
	x = x.Min(archsimd.BroadcastInt32x16(1<<31 - 1 - half))
	x = x.Add(odd).Add(archsimd.BroadcastInt32x16(half - 1))
	return x.And(archsimd.BroadcastInt32x16(-2 * half))
}

// quantize16F32 makes integers of bits bits of floats, as quantize does. The highest such integer must be a float32.
func quantize16F32(x archsimd.Float32x16, bits int) archsimd.Int32x16 {
	full := float32(int64(1) << (bits - 1))
	x = x.Mul(archsimd.BroadcastFloat32x16(full)).RoundToEvenScaled(0)
	x = x.Masked(x.Equal(x)) // NaN becomes 0
	x = x.Max(archsimd.BroadcastFloat32x16(-full)).Min(archsimd.BroadcastFloat32x16(full - 1))
	return x.ConvertToInt32().ShiftAllLeft(uint64(32 - bits))
}

// quantize16F32To32 makes integers of 32 bits of floats.
func quantize16F32To32(x archsimd.Float32x16) archsimd.Int32x16 {
	full := archsimd.BroadcastFloat32x16(1 << 31)
	x = x.Mul(full).RoundToEvenScaled(0)
	x = x.Masked(x.Equal(x)) // NaN becomes 0
	// Whatever does not fit becomes the lowest integer, of which the highest is the complement.
	return x.ConvertToInt32().Xor(x.GreaterEqual(full).ToInt32x16())
}

// quantize16F64 makes integers of bits bits of floats, as quantize does.
func quantize16F64(lo, hi archsimd.Float64x8, bits int) archsimd.Int32x16 {
	var x archsimd.Int32x16
	x = x.SetLo(quantize8F64Wide(lo, bits)).SetHi(quantize8F64Wide(hi, bits))
	return x.ShiftAllLeft(uint64(32 - bits))
}

func quantize8F64Wide(x archsimd.Float64x8, bits int) archsimd.Int32x8 {
	full := float64(int64(1) << (bits - 1))
	x = x.Mul(archsimd.BroadcastFloat64x8(full)).RoundToEvenScaled(0)
	x = x.Masked(x.Equal(x)) // NaN becomes 0
	x = x.Max(archsimd.BroadcastFloat64x8(-full)).Min(archsimd.BroadcastFloat64x8(full - 1))
	return x.ConvertToInt32()
}

func store16U8(dst []byte, x archsimd.Int32x16) {
	x = x.Xor(archsimd.BroadcastInt32x16(-1 << 31)).ShiftAllRight(24)
	x.TruncateToInt8().AsUint8x16().StoreSlice(dst)
}

func store16S16(dst []byte, x archsimd.Int32x16) {
	x.ShiftAllRight(16).TruncateToInt16().AsUint8x32().StoreSlice(dst)
}

func store16S24(dst []byte, x archsimd.Int32x16) {
	lanes := x.AsUint8x64().PermuteOrZeroGrouped(archsimd.LoadInt8x64(&pack16S24)).AsUint32x16()
	packed := lanes.Permute(archsimd.LoadUint32x16(&gatherS24)).AsUint8x64()
	packed.GetLo().StoreSlice(dst)
	packed.GetHi().GetLo().StoreSlice(dst[32:])
}

func store16S24Right(dst []byte, x archsimd.Int32x16) {
	store16S32(dst, x.ShiftAllRight(8))
}

func store16S32(dst []byte, x archsimd.Int32x16) {
	x.AsUint8x64().StoreSlice(dst)
}

func store16F32(dst []byte, x archsimd.Int32x16) {
	floats := x.ConvertToFloat32().Mul(archsimd.BroadcastFloat32x16(0x1p-31))
	floats.AsUint8x64().StoreSlice(dst)
}

func store16F64(dst []byte, x archsimd.Int32x16) {
	scale := archsimd.BroadcastFloat64x8(0x1p-31)
	x.GetLo().ConvertToFloat64().Mul(scale).AsUint8x64().StoreSlice(dst)
	x.GetHi().ConvertToFloat64().Mul(scale).AsUint8x64().StoreSlice(dst[64:])
}

func convert16F32ToF64(dst, src []byte) {
	x := load16F32(src)
	x.GetLo().ConvertToFloat64().AsUint8x64().StoreSlice(dst)
	x.GetHi().ConvertToFloat64().AsUint8x64().StoreSlice(dst[64:])
}

func convert16F64ToF32(dst, src []byte) {
	lo, hi := load16F64(src)
	lo.ConvertToFloat32().AsUint8x32().StoreSlice(dst)
	hi.ConvertToFloat32().AsUint8x32().StoreSlice(dst[32:])
}

var (
	// lanesS24 gives each lane the 12 bytes of 4 samples. The upper two lanes begin 16 bytes early.
	lanesS24 = [16]uint32{0, 1, 2, 0, 3, 4, 5, 0, 10, 11, 12, 0, 13, 14, 15, 0}
	// spread16S24 places the bytes of the samples in the high bytes of 32 bits.
	spread16S24 = [64]int8{
		-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11,
		-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11,
		-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11,
		-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11,
	}
	// pack16S24 undoes spread16S24, gatherS24 closes the gaps between the lanes.
	pack16S24 = [64]int8{
		1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, -1, -1, -1, -1,
		1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, -1, -1, -1, -1,
		1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, -1, -1, -1, -1,
		1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, -1, -1, -1, -1,
	}
	gatherS24 = [16]uint32{0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14}
)

var avx512Kernels = []kernel{
	{S16, U8, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 16, func(dst, src []byte) { store16S16(dst, load16U8(src)) })
	}},
	{S24, U8, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 48, 16, func(dst, src []byte) { store16S24(dst, load16U8(src)) })
	}},
	{S24Right, U8, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 16, func(dst, src []byte) { store16S24Right(dst, load16U8(src)) })
	}},
	{S32, U8, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 16, func(dst, src []byte) { store16S32(dst, load16U8(src)) })
	}},
	{F32, U8, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 16, func(dst, src []byte) { store16F32(dst, load16U8(src)) })
	}},
	{F64, U8, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 128, 16, func(dst, src []byte) { store16F64(dst, load16U8(src)) })
	}},
	{U8, S16, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 32, func(dst, src []byte) { store16U8(dst, round16(load16S16(src), 8)) })
	}},
	{S24, S16, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 48, 32, func(dst, src []byte) { store16S24(dst, load16S16(src)) })
	}},
	{S24Right, S16, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 32, func(dst, src []byte) { store16S24Right(dst, load16S16(src)) })
	}},
	{S32, S16, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 32, func(dst, src []byte) { store16S32(dst, load16S16(src)) })
	}},
	{F32, S16, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 32, func(dst, src []byte) { store16F32(dst, load16S16(src)) })
	}},
	{F64, S16, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 128, 32, func(dst, src []byte) { store16F64(dst, load16S16(src)) })
	}},
	{U8, S24, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 48, func(dst, src []byte) { store16U8(dst, round16(load16S24(src), 8)) })
	}},
	{S16, S24, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 48, func(dst, src []byte) { store16S16(dst, round16(load16S24(src), 16)) })
	}},
	{S24Right, S24, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 48, func(dst, src []byte) { store16S24Right(dst, load16S24(src)) })
	}},
	{S32, S24, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 48, func(dst, src []byte) { store16S32(dst, load16S24(src)) })
	}},
	{F32, S24, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 48, func(dst, src []byte) { store16F32(dst, load16S24(src)) })
	}},
	{F64, S24, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 128, 48, func(dst, src []byte) { store16F64(dst, load16S24(src)) })
	}},
	{U8, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 64, func(dst, src []byte) { store16U8(dst, round16(load16S24Right(src), 8)) })
	}},
	{S16, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) { store16S16(dst, round16(load16S24Right(src), 16)) })
	}},
	{S24, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 48, 64, func(dst, src []byte) { store16S24(dst, load16S24Right(src)) })
	}},
	{S24Right, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S24Right(dst, load16S24Right(src)) })
	}},
	{S32, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S32(dst, load16S24Right(src)) })
	}},
	{F32, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16F32(dst, load16S24Right(src)) })
	}},
	{F64, S24Right, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 128, 64, func(dst, src []byte) { store16F64(dst, load16S24Right(src)) })
	}},
	{U8, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 64, func(dst, src []byte) { store16U8(dst, round16(load16S32(src), 8)) })
	}},
	{S16, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) { store16S16(dst, round16(load16S32(src), 16)) })
	}},
	{S24, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 48, 64, func(dst, src []byte) { store16S24(dst, round16(load16S32(src), 24)) })
	}},
	{S24Right, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S24Right(dst, round16(load16S32(src), 24)) })
	}},
	{S24Left, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S32(dst, round16(load16S32(src), 24)) })
	}},
	{F32, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16F32(dst, load16S32(src)) })
	}},
	{F64, S32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 128, 64, func(dst, src []byte) { store16F64(dst, load16S32(src)) })
	}},
	{U8, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 64, func(dst, src []byte) { store16U8(dst, quantize16F32(load16F32(src), 8)) })
	}},
	{S16, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 64, func(dst, src []byte) { store16S16(dst, quantize16F32(load16F32(src), 16)) })
	}},
	{S24, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 48, 64, func(dst, src []byte) { store16S24(dst, quantize16F32(load16F32(src), 24)) })
	}},
	{S24Right, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S24Right(dst, quantize16F32(load16F32(src), 24)) })
	}},
	{S24Left, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S32(dst, quantize16F32(load16F32(src), 24)) })
	}},
	{S32, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 64, func(dst, src []byte) { store16S32(dst, quantize16F32To32(load16F32(src))) })
	}},
	{F64, F32, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 128, 64, func(dst, src []byte) { convert16F32ToF64(dst, src) })
	}},
	{U8, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 16, 128, func(dst, src []byte) {
			lo, hi := load16F64(src)
			store16U8(dst, quantize16F64(lo, hi, 8))
		})
	}},
	{S16, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 32, 128, func(dst, src []byte) {
			lo, hi := load16F64(src)
			store16S16(dst, quantize16F64(lo, hi, 16))
		})
	}},
	{S24, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 48, 128, func(dst, src []byte) {
			lo, hi := load16F64(src)
			store16S24(dst, quantize16F64(lo, hi, 24))
		})
	}},
	{S24Right, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 128, func(dst, src []byte) {
			lo, hi := load16F64(src)
			store16S24Right(dst, quantize16F64(lo, hi, 24))
		})
	}},
	{S24Left, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 128, func(dst, src []byte) {
			lo, hi := load16F64(src)
			store16S32(dst, quantize16F64(lo, hi, 24))
		})
	}},
	{S32, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 128, func(dst, src []byte) {
			lo, hi := load16F64(src)
			store16S32(dst, quantize16F64(lo, hi, 32))
		})
	}},
	{F32, F64, avx512, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 64, 128, func(dst, src []byte) { convert16F64ToF32(dst, src) })
	}},
}
