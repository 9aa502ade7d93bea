// Converters as callers know them: the rules case by case, and what is promised of all values of a width.

package pcm_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/pcm"
)

// convert converts samples that are given and returned as numbers of their kind.
func convert[To, From any](t *testing.T, to, from pcm.Layout, samples ...From) []To {
	t.Helper()
	var src bytes.Buffer
	require.NoError(t, binary.Write(&src, binary.LittleEndian, samples))
	dst := make([]byte, len(samples)*to.Bytes)
	pcm.NewConverter(to, from)(dst, src.Bytes())
	converted := make([]To, len(samples))
	require.NoError(t, binary.Read(bytes.NewReader(dst), binary.LittleEndian, converted))
	return converted
}

func TestFloatToInteger(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, test := range []struct {
		name  string
		value float64
		want  int16
	}{
		{"zero", 0, 0},
		{"negative zero", math.Copysign(0, -1), 0},
		{"half of full scale", 0.5, 16384},
		{"negative full scale", -1, -32768},
		{"full scale is limited", 1, 32767},
		{"beyond full scale is limited", 1.5, 32767},
		{"beyond negative full scale is limited", -1.5, -32768},
		{"beyond the integers is limited", 1e30, 32767},
		{"beyond the negative integers is limited", -1e30, -32768},
		{"infinity is limited", inf, 32767},
		{"negative infinity is limited", -inf, -32768},
		{"NaN is zero", nan, 0},
		{"a tie goes to even: down", 0.5 / 32768, 0},
		{"a tie goes to even: up", 1.5 / 32768, 2},
		{"a tie goes to even: negative", -2.5 / 32768, -2},
		{"a tie with the limit", 32767.5 / 32768, 32767},
		{"a tie below the lowest", -32768.5 / 32768, -32768},
		// Rounding to 24 or 32 bits first would make ties of these.
		{"just below a tie", (2.5 - 0x1p-20) / 32768, 2},
		{"just above a tie", (2.5 + 0x1p-20) / 32768, 3},
		{"just below a tie that goes up", (1.5 - 0x1p-20) / 32768, 1},
		{"next to a tie", math.Nextafter(0.5, 1) / 32768, 1},
		{"subnormal", 5e-324, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, convert[int16](t, pcm.S16, pcm.F64, test.value)[0], "from float64")
			if single := float32(test.value); float64(single) == test.value || math.IsNaN(test.value) {
				assert.Equal(t, test.want, convert[int16](t, pcm.S16, pcm.F32, single)[0], "from float32")
			}
			u8 := convert[uint8](t, pcm.U8, pcm.F64, test.value*256)[0]
			assert.Equal(t, min(max(int(test.want), -128), 127)+128, int(u8), "256 times the value as unsigned bytes")
		})
	}
}

func TestFloatToWideInteger(t *testing.T) {
	below := math.Nextafter32(1, 0)
	assert.Equal(t, []int32{math.MaxInt32, math.MinInt32, 1<<31 - 1<<7, 0, 1 << 30},
		convert[int32](t, pcm.S32, pcm.F32, float32(1), -1, below, float32(math.NaN()), 0.5))
	assert.Equal(t, []int32{math.MaxInt32, math.MinInt32, math.MaxInt32, 0},
		convert[int32](t, pcm.S32, pcm.F64, 1-0x1p-40, -1-0x1p-40, 1-0x1p-31, 0.5*0x1p-31))
	assert.Equal(t, []int64{math.MaxInt64, math.MinInt64, 1<<63 - 1<<10, 0},
		convert[int64](t, pcm.S64, pcm.F64, 1, -1, 1-0x1p-53, math.NaN()))
}

func TestIntegerToFloat(t *testing.T) {
	assert.Equal(t, []float32{-1, 0, 127.0 / 128}, convert[float32](t, pcm.F32, pcm.U8, uint8(0), 128, 255))
	assert.Equal(t, []float32{-1, 0x1p-15, 32767.0 / 32768},
		convert[float32](t, pcm.F32, pcm.S16, int16(-32768), 1, 32767))
	assert.Equal(t, []float32{1, -1, 0x1p-7 + 0x1p-29}, // 1<<24 + 3 rounds to 1<<24 + 4, 1<<24 + 1 to 1<<24
		convert[float32](t, pcm.F32, pcm.S32, int32(math.MaxInt32), math.MinInt32+1, 1<<24+3))
	assert.Equal(t, []float32{0x1p-7}, convert[float32](t, pcm.F32, pcm.S32, int32(1<<24+1)))
	assert.Equal(t, []float64{1, -1, 0x1p-10},
		convert[float64](t, pcm.F64, pcm.S64, int64(math.MaxInt64), math.MinInt64, 1<<53+1))
	// Rounded to float64 first, this would be a tie and go down.
	assert.Equal(t, []float32{0x1p-1 + 0x1p-24}, convert[float32](t, pcm.F32, pcm.S64, int64(1<<62+1<<38+1)))
}

func TestIntegerToInteger(t *testing.T) {
	assert.Equal(t, []int32{-1 << 31, 1 << 16}, convert[int32](t, pcm.S32, pcm.S16, int16(-32768), 1), "zeros below")
	assert.Equal(t, []int16{-32768, 0, 0x7F00}, convert[int16](t, pcm.S16, pcm.U8, uint8(0), 128, 255), "offset")
	wide := []int32{0x8000, 0x18000, -0x28000, math.MaxInt32, 0x7FFF8000, math.MinInt32, 0x8001}
	assert.Equal(t, []int16{0, 2, -2, 32767, 32767, -32768, 1}, convert[int16](t, pcm.S16, pcm.S32, wide...),
		"to the nearest, ties to even")
	assert.Equal(t, []uint8{128, 130, 255, 0}, convert[uint8](t, pcm.U8, pcm.S16, int16(0x80), 0x180, 32767, -32768))
}

func TestBitsOfAContainer(t *testing.T) {
	twelve := pcm.Layout{Kind: pcm.Signed, Bytes: 2, Bits: 12}
	right := pcm.Layout{Kind: pcm.Signed, Bytes: 2, Bits: 12, Right: true}
	assert.Equal(t, []float32{0x1p-15}, convert[float32](t, pcm.F32, twelve, int16(1)), "all of a source count")
	assert.Equal(t, []int16{0x10, 0x7FF0}, convert[int16](t, twelve, pcm.F32, float32(0x1.4p-11), 1), "rounded to Bits")
	assert.Equal(t, []float32{0x1p-11, -1}, convert[float32](t, pcm.F32, right, int16(1), -2048))
	assert.Equal(t, []int16{1, 2047, -2048}, convert[int16](t, right, pcm.F32, float32(0x1p-11), 1, -1))
	assert.Equal(t, []float32{-1, 0x1p-11}, convert[float32](t, pcm.F32, right, int16(2048), -32767), "those above do not")
	assert.Equal(t, []int32{-256, -256}, convert[int32](t, pcm.S24Left, pcm.S24Right, int32(-1), 0xFFFFFF))
	assert.Equal(t, []int32{-1, 1}, convert[int32](t, pcm.S24Right, pcm.S24Right, int32(0xFFFFFF), 1), "the sign is repeated")
	assert.Equal(t, []int32{0x100, 0x7FFFFF00}, convert[int32](t, pcm.S24Left, pcm.F32, float32(0x1p-23), 1))
}

func TestTheSameLayoutIsCopied(t *testing.T) {
	for _, layout := range []pcm.Layout{pcm.U8, pcm.S24, pcm.S24Left, pcm.F32} {
		src := bytes.Repeat([]byte{0x12, 0xA4, 0x7F, 0xFF, 0x81}, 12)
		dst := make([]byte, len(src)+8)
		pcm.NewConverter(layout, layout)(dst, src[:5*layout.Bytes+layout.Bytes-1])
		assert.Equal(t, src[:5*layout.Bytes], dst[:5*layout.Bytes])
		assert.Equal(t, make([]byte, len(dst)-5*layout.Bytes), dst[5*layout.Bytes:], "no part of a sample")
	}
}

func TestADestinationThatIsTooShortIsRefused(t *testing.T) {
	bigEndian := pcm.S24
	bigEndian.BigEndian = true
	layouts := []pcm.Layout{pcm.S16, pcm.S24, bigEndian, pcm.S64, pcm.F16, pcm.F32, pcm.A8, pcm.Mu8}
	for _, from := range layouts {
		for _, to := range layouts {
			dst, src := make([]byte, 20*to.Bytes), make([]byte, 20*from.Bytes)
			assert.Panics(t, func() { pcm.NewConverter(to, from)(dst[:len(dst)-1], src) }, "%+v from %+v", to, from)
		}
	}
}

func TestBytesThatMakeNoSampleAreLeftAlone(t *testing.T) {
	bigEndian := pcm.S24
	bigEndian.BigEndian = true
	for _, from := range []pcm.Layout{pcm.S24, bigEndian, {Kind: pcm.Signed, Bytes: 3, Bits: 20, Right: true}} {
		dst := make([]byte, 8*4+1)
		pcm.NewConverter(pcm.F32, from)(dst, bytes.Repeat([]byte{0x40}, 3*8+2))
		assert.NotZero(t, dst[31])
		assert.Zero(t, dst[32])
	}
}

func TestOtherByteOrders(t *testing.T) {
	bigEndian := func(l pcm.Layout) pcm.Layout { l.BigEndian = true; return l }
	usual := []pcm.Layout{pcm.U8, pcm.S16, pcm.S24, pcm.S24Left, pcm.S24Right, pcm.S32, pcm.S64, pcm.F32, pcm.F64}
	// More than fit in the room that samples wait in, and some besides.
	const n = 1100
	for _, from := range usual {
		for _, to := range usual {
			src := make([]byte, n*from.Bytes)
			for i := range src {
				src[i] = byte(i * i >> 3)
			}
			want := make([]byte, n*to.Bytes)
			pcm.NewConverter(to, from)(want, src)
			reversed := reverseSamples(src, from.Bytes)
			got := make([]byte, n*to.Bytes)
			pcm.NewConverter(to, bigEndian(from))(got, reversed)
			require.Equal(t, want, got, "%+v from big-endian %+v", to, from)
			pcm.NewConverter(bigEndian(to), from)(got, src)
			require.Equal(t, reverseSamples(want, to.Bytes), got, "big-endian %+v from %+v", to, from)
			pcm.NewConverter(bigEndian(to), bigEndian(from))(got, reversed)
			require.Equal(t, reverseSamples(want, to.Bytes), got, "big-endian %+v from big-endian %+v", to, from)
			if to.Bytes == from.Bytes {
				pcm.NewConverter(bigEndian(to), bigEndian(from))(reversed, reversed)
				require.Equal(t, got, reversed, "big-endian %+v from big-endian %+v in place", to, from)
			}
		}
	}
}

func reverseSamples(samples []byte, size int) []byte {
	reversed := bytes.Clone(samples)
	for i := range reversed {
		reversed[i] = samples[i/size*size+size-1-i%size]
	}
	return reversed
}

func TestHostIsTheByteOrderOfThisMachine(t *testing.T) {
	src := binary.NativeEndian.AppendUint32(nil, math.Float32bits(0.5))
	dst := make([]byte, 2)
	pcm.NewConverter(pcm.S16.Host(), pcm.F32.Host())(dst, src)
	assert.Equal(t, uint16(16384), binary.NativeEndian.Uint16(dst))
}

func TestLayoutsThatCannotBe(t *testing.T) {
	for name, layout := range map[string]pcm.Layout{
		"nothing":                {},
		"no bits":                {Kind: pcm.Signed, Bytes: 2},
		"too many bits":          {Kind: pcm.Signed, Bytes: 2, Bits: 17},
		"too many bytes":         {Kind: pcm.Signed, Bytes: 9, Bits: 72},
		"a negative size":        {Kind: pcm.Unsigned, Bytes: -1, Bits: -8},
		"a float of three bytes": {Kind: pcm.Float, Bytes: 3, Bits: 24},
		"some bits of a float":   {Kind: pcm.Float, Bytes: 4, Bits: 24},
		"another kind":           {Kind: 3, Bytes: 4, Bits: 32},
	} {
		t.Run(name, func(t *testing.T) {
			assert.False(t, layout.Valid())
			assert.Nil(t, pcm.NewConverter(pcm.F32, layout))
			assert.Nil(t, pcm.NewConverter(layout, pcm.F32))
		})
	}
}

func TestConvertersAllocateNothing(t *testing.T) {
	bigEndian := pcm.S24
	bigEndian.BigEndian = true
	odd := pcm.Layout{Kind: pcm.Signed, Bytes: 3, Bits: 20, Right: true}
	dst, src := make([]byte, 8*200), make([]byte, 8*200)
	for _, from := range []pcm.Layout{
		pcm.U8, pcm.S16, pcm.S24, pcm.S32, pcm.S64, pcm.F16, pcm.F32, pcm.F64, pcm.A8, pcm.Mu8, bigEndian, odd,
	} {
		for _, to := range []pcm.Layout{
			pcm.S16, pcm.S24, pcm.S24Left, pcm.S24Right, pcm.F16, pcm.F32, pcm.F64, pcm.A8, pcm.Mu8, bigEndian, odd,
		} {
			convert := pcm.NewConverter(to, from)
			allocations := testing.AllocsPerRun(100, func() { convert(dst, src[:199*from.Bytes]) })
			assert.Zero(t, allocations, "%+v from %+v", to, from)
		}
	}
}
