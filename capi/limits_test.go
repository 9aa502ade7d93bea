package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSetLimits(t *testing.T) {
	processors, memory := runtime.GOMAXPROCS(0), debug.SetMemoryLimit(-1)
	defer func() {
		runtime.GOMAXPROCS(processors)
		debug.SetMemoryLimit(memory)
	}()
	all := runtime.NumCPU()
	for _, test := range []struct {
		name           string
		processors     uint32
		memory         uint64
		wantProcessors int
		wantMemory     int64
	}{
		{"both", 1, 1 << 30, 1, 1 << 30},
		{"neither", 0, 0, 1, 1 << 30},
		{"more processors than there are", math.MaxUint32, 0, all, 1 << 30},
		{"only memory", 0, 1 << 20, all, 1 << 20},
		{"no memory limit", 0, math.MaxInt64, all, math.MaxInt64},
	} {
		require.NoError(t, setLimits(test.processors, test.memory), test.name)
		assert.Equal(t, test.wantProcessors, runtime.GOMAXPROCS(0), test.name)
		assert.Equal(t, test.wantMemory, debug.SetMemoryLimit(-1), test.name)
	}
	assert.ErrorIs(t, setLimits(1, math.MaxInt64+1), errRange)
	assert.Equal(t, all, runtime.GOMAXPROCS(0), "nothing is set then")
}
