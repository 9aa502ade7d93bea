// How long one colour takes, over a set with hues all around the circle.

package colorsys_test

import (
	"math/rand/v2"
	"testing"

	"mmservices/colorsys"
)

// benchmarkColours gives coordinates of 0 to 1, in an array so that an index modulo its length needs no bounds check.
func benchmarkColours() *[1024][3]float64 {
	random := rand.New(rand.NewPCG(1, 2))
	var colours [1024][3]float64
	for n := range colours {
		colours[n] = [3]float64{random.Float64(), random.Float64(), random.Float64()}
	}
	return &colours
}

func BenchmarkRGBToYIQ(b *testing.B) {
	colours := benchmarkColours()
	var n uint
	for b.Loop() {
		colour := &colours[n%1024]
		colorsys.RGBToYIQ(colour[0], colour[1], colour[2])
		n++
	}
}

func BenchmarkYIQToRGB(b *testing.B) {
	colours := benchmarkColours()
	var n uint
	for b.Loop() {
		colour := &colours[n%1024]
		colorsys.YIQToRGB(colour[0], colour[1], colour[2])
		n++
	}
}

func BenchmarkRGBToHLS(b *testing.B) {
	colours := benchmarkColours()
	var n uint
	for b.Loop() {
		colour := &colours[n%1024]
		colorsys.RGBToHLS(colour[0], colour[1], colour[2])
		n++
	}
}

func BenchmarkHLSToRGB(b *testing.B) {
	colours := benchmarkColours()
	var n uint
	for b.Loop() {
		colour := &colours[n%1024]
		colorsys.HLSToRGB(colour[0], colour[1], colour[2])
		n++
	}
}

func BenchmarkRGBToHSV(b *testing.B) {
	colours := benchmarkColours()
	var n uint
	for b.Loop() {
		colour := &colours[n%1024]
		colorsys.RGBToHSV(colour[0], colour[1], colour[2])
		n++
	}
}

func BenchmarkHSVToRGB(b *testing.B) {
	colours := benchmarkColours()
	var n uint
	for b.Loop() {
		colour := &colours[n%1024]
		colorsys.HSVToRGB(colour[0], colour[1], colour[2])
		n++
	}
}
