// How fast each kernel is: in calls of 64 stereo frames, and in long runs.

package pcm

import (
	"fmt"
	"testing"
)

func BenchmarkKernel(b *testing.B) {
	for _, k := range kernels {
		if k.level > machine {
			continue
		}
		convert := k.converter()
		for _, n := range []int{128, 65536} {
			b.Run(fmt.Sprintf("%s/%d", k.name(), n), func(b *testing.B) { benchmark(b, convert, k.to, k.from, n) })
		}
	}
}

// BenchmarkConverter is about pairs of layouts that have no kernel of their own.
func BenchmarkConverter(b *testing.B) {
	bigEndian := func(l Layout) Layout { l.BigEndian = true; return l }
	for _, pair := range [][2]Layout{
		{S16, S16}, {F32, bigEndian(S16)}, {bigEndian(S16), F32}, {F64, bigEndian(S24)}, {F32, S64}, {S64, F32},
		{F32, {Kind: Signed, Bytes: 2, Bits: 12, Right: true}},
		{S16, A8}, {F32, A8}, {F32, Mu8}, {F64, Mu8}, {A8, S24}, {F32, F16}, {F16, F32},
	} {
		for _, n := range []int{128, 65536} {
			b.Run(fmt.Sprintf("%s from %s/%d", pair[0].name(), pair[1].name(), n), func(b *testing.B) {
				benchmark(b, NewConverter(pair[0], pair[1]), pair[0], pair[1], n)
			})
		}
	}
}

func benchmark(b *testing.B, convert Converter, to, from Layout, n int) {
	dst, src := make([]byte, n*to.Bytes), make([]byte, n*from.Bytes)
	NewConverter(from, F32)(src, steps(n))
	b.SetBytes(int64(len(dst) + len(src)))
	for b.Loop() {
		convert(dst, src)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sample")
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
}

// steps gives n samples of float32 that rise and fall within full scale.
func steps(n int) []byte {
	src := make([]byte, 4*n)
	for i := range n {
		putF32(src[4*i:], float32(i%2000-1000)/1024)
	}
	return src
}

func BenchmarkInterleave(b *testing.B) {
	forEachShape(b, func(channels [][]byte, frames []byte, sampleBytes int) {
		Interleave(frames, sampleBytes, channels)
	})
}

func BenchmarkDeinterleave(b *testing.B) {
	forEachShape(b, func(channels [][]byte, frames []byte, sampleBytes int) {
		Deinterleave(channels, frames, sampleBytes)
	})
}

func forEachShape(b *testing.B, run func(channels [][]byte, frames []byte, sampleBytes int)) {
	for _, channels := range []int{1, 2, 6} {
		for _, sampleBytes := range []int{2, 3, 4, 8} {
			b.Run(fmt.Sprintf("%d channels of %d bytes", channels, sampleBytes), func(b *testing.B) {
				const n = 4096
				planar, frames := make([][]byte, channels), make([]byte, channels*n*sampleBytes)
				for c := range planar {
					planar[c] = make([]byte, n*sampleBytes)
				}
				b.SetBytes(int64(len(frames)))
				for b.Loop() {
					run(planar, frames, sampleBytes)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n*channels), "ns/sample")
			})
		}
	}
}
