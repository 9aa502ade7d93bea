package wave_test

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file holds what a sample is worth: the expectation of all tests of typed reading and writing, one sample at a
// time and with nothing of the code under test.

// A value is a sample: a float, or an integer of so many bits.
type value struct {
	float   float64
	integer int64
	bits    int // 0 for a float
}

// decode takes the samples of a file apart.
func decode(f wave.Format, raw []byte) []value {
	var values []value
	for ; len(raw) >= f.SampleBytes; raw = raw[f.SampleBytes:] {
		var container [8]byte
		copy(container[:], raw[:f.SampleBytes])
		if f.BigEndian {
			slices.Reverse(container[:f.SampleBytes])
		}
		word := binary.LittleEndian.Uint64(container[:])
		width := 8 * f.SampleBytes
		law, isLaw := laws()[f.Encoding()]
		switch {
		case isLaw:
			values = append(values, law.decode(byte(word)))
		case f.Encoding() == wave.EncodingFloat && f.SampleBytes == 2:
			values = append(values, value{float: halfOf(uint16(word))})
		case f.Encoding() == wave.EncodingFloat && f.SampleBytes == 4:
			values = append(values, value{float: float64(math.Float32frombits(uint32(word)))})
		case f.Encoding() == wave.EncodingFloat:
			values = append(values, value{float: math.Float64frombits(word)})
		case f.SampleBytes == 1:
			values = append(values, value{integer: int64(word) - 128, bits: 8})
		case f.RightAligned:
			above := 64 - f.ValidBits // bits that do not count
			values = append(values, value{integer: int64(word<<above) >> above, bits: f.ValidBits})
		default:
			values = append(values, value{integer: int64(word<<(64-width)) >> (64 - width), bits: width})
		}
	}
	return values
}

// valueOf is the value of a sample in memory.
func valueOf[S wave.Sample](sample S) value {
	switch s := any(sample).(type) {
	case uint8:
		return value{integer: int64(s) - 128, bits: 8}
	case int16:
		return value{integer: int64(s), bits: 16}
	case int32:
		return value{integer: int64(s), bits: 32}
	case int64:
		return value{integer: s, bits: 64}
	case wave.Int24:
		return value{integer: int64(int32(uint32(s[0])<<8|uint32(s[1])<<16|uint32(s[2])<<24) >> 8), bits: 24}
	case wave.Int24Left:
		return value{integer: int64(s), bits: 32}
	case wave.Int24Right:
		return value{integer: int64(s) << 40 >> 40, bits: 24}
	case float32:
		return value{float: float64(s)}
	case float64:
		return value{float: s}
	}
	panic("no sample")
}

// sampleOf is a value as a sample in memory.
func sampleOf[S wave.Sample](v value) S {
	var sample S
	switch s := any(&sample).(type) {
	case *uint8:
		*s = uint8(v.level(8) + 128)
	case *int16:
		*s = int16(v.level(16))
	case *int32:
		*s = int32(v.level(32))
	case *int64:
		*s = v.level(64)
	case *wave.Int24:
		level := v.level(24)
		*s = wave.Int24{byte(level), byte(level >> 8), byte(level >> 16)}
	case *wave.Int24Left:
		*s = wave.Int24Left(v.level(24) << 8)
	case *wave.Int24Right:
		*s = wave.Int24Right(v.level(24))
	case *float32:
		*s = float32(v.float)
		if v.bits > 0 {
			level, _ := new(big.Float).SetInt64(v.integer).Float32() // rounded once, on every machine
			*s = level / float32(math.Ldexp(1, v.bits-1))
		}
	case *float64:
		*s = v.float
		if v.bits > 0 {
			level, _ := new(big.Float).SetInt64(v.integer).Float64()
			*s = level / math.Ldexp(1, v.bits-1)
		}
	}
	return sample
}

// level is a value as an integer of so many bits.
func (v value) level(bits int) int64 {
	lowest, highest := -int64(1)<<(bits-1), int64(1)<<(bits-1)-1
	if v.bits == 0 {
		switch x := math.RoundToEven(v.float * math.Ldexp(1, bits-1)); {
		case math.IsNaN(x):
			return 0
		case x < float64(lowest):
			return lowest
		case x >= math.Ldexp(1, bits-1):
			return highest
		default:
			return int64(x)
		}
	}
	if bits >= v.bits {
		return v.integer << (bits - v.bits)
	}
	drop := v.bits - bits
	whole, rest, half := v.integer>>drop, v.integer&(1<<drop-1), int64(1)<<(drop-1)
	if rest > half || rest == half && whole&1 == 1 {
		whole++
	}
	return min(whole, highest)
}

// samplesOf is what is expected to be read as samples of a type.
func samplesOf[S wave.Sample](f wave.Format, raw []byte) []S {
	samples := []S{}
	for _, v := range decode(f, raw) {
		samples = append(samples, sampleOf[S](v))
	}
	return samples
}

// requireSamples compares samples; NaN equals NaN.
func requireSamples[S wave.Sample](t *testing.T, want, got []S, format string, values ...any) {
	t.Helper()
	require.Equalf(t, len(want), len(got), "how many samples: "+format, values...)
	for i := range want {
		if want[i] != got[i] && (want[i] == want[i] || got[i] == got[i]) {
			require.Failf(t, "another sample", "sample %d: want %v, got %v: "+format,
				append([]any{i, want[i], got[i]}, values...)...)
		}
	}
}

// apart returns the samples of each channel.
func apart[S wave.Sample](samples []S, channels int) [][]S {
	planes := make([][]S, channels)
	for i, sample := range samples {
		planes[i%channels] = append(planes[i%channels], sample)
	}
	return planes
}

// The expectation itself, by hand.
func TestValues(t *testing.T) {
	for _, test := range []struct {
		name string
		got  any
		want any
	}{
		{"16 bits to float", sampleOf[float32](value{integer: -16384, bits: 16}), float32(-0.5)},
		{"64 bits to float, rounded once", sampleOf[float32](value{integer: 1<<62 + 1, bits: 64}), float32(0.5)},
		{"silence as unsigned", sampleOf[uint8](value{integer: 0, bits: 16}), uint8(128)},
		{"widened", sampleOf[int32](value{integer: -1, bits: 16}), int32(-65536)},
		{"half to even, down", sampleOf[int16](value{integer: 0x0000_8000, bits: 32}), int16(0)},
		{"half to even, up", sampleOf[int16](value{integer: 0x0001_8000, bits: 32}), int16(2)},
		{"half to even, below zero", sampleOf[int16](value{integer: -0x8000, bits: 32}), int16(0)},
		{"limited when rounded up", sampleOf[int16](value{integer: math.MaxInt32, bits: 32}), int16(32767)},
		{"limited above", sampleOf[int16](value{float: 1}), int16(32767)},
		{"limited below", sampleOf[wave.Int24Right](value{float: -1.5}), wave.Int24Right(-1 << 23)},
		{"not a number", sampleOf[int32](value{float: math.NaN()}), int32(0)},
		{"packed", sampleOf[wave.Int24](value{float: 0.5}), wave.Int24{0, 0, 0x40}},
		{"to the left", sampleOf[wave.Int24Left](value{integer: 1, bits: 24}), wave.Int24Left(256)},
	} {
		require.Equal(t, test.want, test.got, test.name)
	}
}

func le32(x float32) []byte { return binary.LittleEndian.AppendUint32(nil, math.Float32bits(x)) }

func le64(x float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(x)) }
