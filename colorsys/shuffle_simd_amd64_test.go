// Shuffles of every length of vectors, also of those that this machine would not choose.

//go:build goexperiment.simd

package colorsys

import (
	"fmt"
	"testing"
)

func TestEveryLayoutWithEveryWindow(t *testing.T) {
	best := shuffleWindow
	defer func() { shuffleWindow = best }()
	for _, window := range []int{0, 16, 64} {
		if window > best {
			t.Logf("this machine has no windows of %d bytes", window)
			continue
		}
		shuffleWindow = window
		t.Run(fmt.Sprintf("%d bytes", window), func(t *testing.T) {
			testLayouts[uint8](t)
			testLayouts[uint16](t)
			testLayouts[float32](t)
			testLayouts[float64](t)
		})
	}
}
