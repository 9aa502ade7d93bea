package wave_test

import (
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"mmservices/wave"
)

// So many samples that they are shared out over processors, and some more.
func TestManySamplesAreConvertedLikeFew(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	src := make([]int16, 1<<21+3)
	for i := range src {
		src[i] = int16(i * 7919)
	}
	got, want := make([]float32, len(src)), make([]float32, len(src))
	assert.Equal(t, len(src), wave.ConvertSamples(got, src))
	for start := 0; start < len(src); start += 1000 {
		end := min(start+1000, len(src))
		wave.ConvertSamples(want[start:end], src[start:end])
	}
	assert.True(t, slices.Equal(want, got))
}
