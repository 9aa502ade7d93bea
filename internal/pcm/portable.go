// Conversions of one sample where every machine is fast. Integers meet left-justified in 32 bits.

package pcm

import (
	"encoding/binary"
	"math"
	"math/bits"
)

func loadU8(src []byte) int32  { return int32(uint32(src[0])<<24 ^ 1<<31) }
func loadS16(src []byte) int32 { return int32(uint32(binary.LittleEndian.Uint16(src)) << 16) }
func loadS24(src []byte) int32 {
	return int32(uint32(src[0])<<8 | uint32(src[1])<<16 | uint32(src[2])<<24)
}
func loadS24Right(src []byte) int32 { return loadS32(src) << 8 }
func loadS32(src []byte) int32      { return int32(binary.LittleEndian.Uint32(src)) }
func loadF32(src []byte) float64 {
	return float64(math.Float32frombits(binary.LittleEndian.Uint32(src)))
}
func loadF64(src []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(src)) }

func storeU8(dst []byte, x int32)       { dst[0] = byte(uint32(x)>>24 ^ 0x80) }
func storeS16(dst []byte, x int32)      { binary.LittleEndian.PutUint16(dst, uint16(x>>16)) }
func storeS24(dst []byte, x int32)      { dst[0], dst[1], dst[2] = byte(x>>8), byte(x>>16), byte(x>>24) }
func storeS24Right(dst []byte, x int32) { storeS32(dst, x>>8) }
func storeS32(dst []byte, x int32)      { binary.LittleEndian.PutUint32(dst, uint32(x)) }
func storeF32(dst []byte, x int32)      { putF32(dst, float32(x)*0x1p-31) }
func storeF64(dst []byte, x int32)      { putF64(dst, float64(x)*0x1p-31) }

func putF32(dst []byte, x float32) { binary.LittleEndian.PutUint32(dst, math.Float32bits(x)) }
func putF64(dst []byte, x float64) { binary.LittleEndian.PutUint64(dst, math.Float64bits(x)) }

// round32 is roundTo for integers of 32 bits.
func round32(x int32, bits int) int32 { return int32(roundTo(int64(x)<<32, bits) >> 32) }

// quantize32 is quantize for integers of at most 32 bits.
func quantize32(x float64, bits int) int32 { return int32(quantize(x, bits) >> 32) }

var portableKernels = []kernel{
	{F32, U8, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 1, func(dst, src []byte) { storeF32(dst, loadU8(src)) })
	}},
	{F32, S16, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 2, func(dst, src []byte) { storeF32(dst, loadS16(src)) })
	}},
	{F32, S24, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 3, func(dst, src []byte) { storeF32(dst, loadS24(src)) })
	}},
	{F32, S32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 4, func(dst, src []byte) { storeF32(dst, loadS32(src)) })
	}},
	{F64, S16, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 2, func(dst, src []byte) { storeF64(dst, loadS16(src)) })
	}},
	{F64, S24, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 3, func(dst, src []byte) { storeF64(dst, loadS24(src)) })
	}},
	{F64, S32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 4, func(dst, src []byte) { storeF64(dst, loadS32(src)) })
	}},
	{F64, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 4, func(dst, src []byte) { putF64(dst, float64(loadF32(src))) })
	}},
	{U8, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 1, 4, func(dst, src []byte) { storeU8(dst, quantize32(loadF32(src), 8)) })
	}},
	{S16, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 2, 4, func(dst, src []byte) { storeS16(dst, quantize32(loadF32(src), 16)) })
	}},
	{S24, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 3, 4, func(dst, src []byte) { storeS24(dst, quantize32(loadF32(src), 24)) })
	}},
	{S32, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 4, func(dst, src []byte) { storeS32(dst, quantize32(loadF32(src), 32)) })
	}},
	{S16, F64, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 2, 8, func(dst, src []byte) { storeS16(dst, quantize32(loadF64(src), 16)) })
	}},
	{S24, F64, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 3, 8, func(dst, src []byte) { storeS24(dst, quantize32(loadF64(src), 24)) })
	}},
	{S32, F64, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 8, func(dst, src []byte) { storeS32(dst, quantize32(loadF64(src), 32)) })
	}},
	{F32, F64, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 8, func(dst, src []byte) { putF32(dst, float32(loadF64(src))) })
	}},
	{S32, S16, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 2, func(dst, src []byte) { storeS32(dst, loadS16(src)) })
	}},
	{S32, S24, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 3, func(dst, src []byte) { storeS32(dst, loadS24(src)) })
	}},
	{S24Right, S24, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 3, func(dst, src []byte) { storeS24Right(dst, loadS24(src)) })
	}},
	{S16, S24, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 2, 3, func(dst, src []byte) { storeS16(dst, round32(loadS24(src), 16)) })
	}},
	{S24Right, S24Right, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 4, func(dst, src []byte) { storeS24Right(dst, loadS24Right(src)) })
	}},
	{S24, S24Right, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 3, 4, func(dst, src []byte) { storeS24(dst, loadS24Right(src)) })
	}},
	{S24, S16, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 3, 2, func(dst, src []byte) { storeS24(dst, loadS16(src)) })
	}},
	{S16, S32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 2, 4, func(dst, src []byte) { storeS16(dst, round32(loadS32(src), 16)) })
	}},
	{S24, S32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 3, 4, func(dst, src []byte) { storeS24(dst, round32(loadS32(src), 24)) })
	}},
	{A8, S16, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 1, 2, func(dst, src []byte) { dst[0] = aLawCodes.of32(loadS16(src)) })
	}},
	{Mu8, S16, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 1, 2, func(dst, src []byte) { dst[0] = muLawCodes.of32(loadS16(src)) })
	}},
	{A8, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 1, 4, func(dst, src []byte) { dst[0] = aLawCodes.ofFloat(loadF32(src)) })
	}},
	{Mu8, F32, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 1, 4, func(dst, src []byte) { dst[0] = muLawCodes.ofFloat(loadF32(src)) })
	}},
	{S16, s16BE, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 2, 2, func(dst, src []byte) {
			binary.LittleEndian.PutUint16(dst, bits.ReverseBytes16(binary.LittleEndian.Uint16(src)))
		})
	}},
	{S24, s24BE, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 3, 3, func(dst, src []byte) { dst[0], dst[1], dst[2] = src[2], src[1], src[0] })
	}},
	{S32, s32BE, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 4, 4, func(dst, src []byte) {
			binary.LittleEndian.PutUint32(dst, bits.ReverseBytes32(binary.LittleEndian.Uint32(src)))
		})
	}},
	{S64, s64BE, portable, func(dst, src []byte) ([]byte, []byte) {
		return each(dst, src, 8, 8, func(dst, src []byte) {
			binary.LittleEndian.PutUint64(dst, bits.ReverseBytes64(binary.LittleEndian.Uint64(src)))
		})
	}},
}
