// Pixels a second of whole images: other layouts than that of kernels, and more threads than one.

package colorsys

import (
	"fmt"
	"testing"
	"time"
)

func benchmarkImages[T Component](b *testing.B) {
	const width, height = 1920, 1080
	for _, layout := range []struct {
		name    string
		rgb     Image[T]
		threads int
	}{
		{"RGB", Image[T]{}, 1},
		{"RGB, all threads", Image[T]{}, 0},
		{"BGR", Image[T]{Order: OrderReversed}, 1},
		{"RGBA", Image[T]{Channels: 4}, 1},
		{"planar", Image[T]{Planar: true}, 1},
	} {
		rgb := layout.rgb
		rgb.Width, rgb.Height = width, height
		rgb.Pix = make([]T, 4*width*height)
		hsv := Image[T]{Pix: make([]T, 3*width*height), Width: width, Height: height, Model: HSV}
		if isUint8[T]() {
			hsv.Hue = Hue180
		}
		for i := range rgb.Pix {
			rgb.Pix[i] = T(7 * i % 256)
			if T(1)/2 != 0 {
				rgb.Pix[i] /= 255
			}
		}
		for _, way := range []struct {
			name     string
			dst, src Image[T]
		}{{"to HSV", hsv, rgb}, {"from HSV", rgb, hsv}} {
			b.Run(fmt.Sprintf("%T/%s/%s", *new(T), layout.name, way.name), func(b *testing.B) {
				best := time.Hour
				for b.Loop() {
					start := time.Now()
					if _, err := Convert(way.dst, way.src, layout.threads); err != nil {
						b.Fatal(err)
					}
					best = min(best, time.Since(start))
				}
				b.ReportMetric(width*height/best.Seconds()/1e6, "best-Mpixels/s")
			})
		}
	}
}

func BenchmarkConvert(b *testing.B) {
	benchmarkImages[uint8](b)
	benchmarkImages[float32](b)
	benchmarkImages[float64](b)
}
