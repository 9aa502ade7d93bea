// Pixels a second of every kernel, from the first cache and from memory.

package colorsys

import (
	"fmt"
	"testing"
	"time"
)

func benchmarkKernels[T Component](b *testing.B, pixels func(c conversion, n int) []T) {
	sizes := []struct {
		name   string
		pixels int
	}{{"4096", 4096}, {"1920x1080", 1920 * 1080}}
	for c, name := range conversionNames {
		for _, size := range sizes {
			src := pixels(conversion(c), size.pixels)
			dst := make([]T, len(src))
			for i := range kernelSets {
				convert := kernelsOf[T](&kernelSets[i])[c]
				if convert == nil {
					continue
				}
				b.Run(fmt.Sprintf("%T/%s/%s/%s", *new(T), name, size.name, kernelSets[i].name), func(b *testing.B) {
					best := time.Hour
					for b.Loop() {
						start := time.Now()
						convert(dst, src, HueTurns)
						best = min(best, time.Since(start))
					}
					b.ReportMetric(float64(size.pixels)/best.Seconds()/1e6, "best-Mpixels/s")
				})
			}
		}
	}
}

func BenchmarkKernels(b *testing.B) {
	benchmarkKernels(b, func(c conversion, n int) []float32 { return randomPixels[float32](c.from(), HueTurns, n, 1) })
	benchmarkKernels(b, func(c conversion, n int) []float64 { return randomPixels[float64](c.from(), HueTurns, n, 1) })
}
