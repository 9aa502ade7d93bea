// What the callers of the package rely on.

package parallel_test

import (
	"math"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/parallel"
)

// withProcs sets GOMAXPROCS for a test.
func withProcs(t *testing.T, procs int) {
	before := runtime.GOMAXPROCS(procs)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

func TestWorkers(t *testing.T) {
	withProcs(t, 4)
	for _, c := range []struct {
		name                    string
		n, grain, threads, want int
	}{
		{"nothing to do stays with the caller", 0, 10, 0, 1},
		{"so does less than two pieces", 19, 10, 0, 1},
		{"two pieces are worth a second worker", 20, 10, 0, 2},
		{"no more than GOMAXPROCS", 1000, 10, 0, 4},
		{"no more than GOMAXPROCS, whatever is asked for", 1000, 10, 100, 4},
		{"no more than asked for", 1000, 10, 3, 3},
		{"one is the caller", 1000, 10, 1, 1},
		{"a negative number of threads means as many as pay", 1000, 10, -1, 4},
		{"a grain of 0 counts as 1", 3, 0, 0, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, parallel.Workers(c.n, c.grain, c.threads))
		})
	}
}

func TestForCoversTheRangeOnce(t *testing.T) {
	withProcs(t, 4)
	for _, n := range []int{0, 1, 9, 10, 11, 99, 100, 1001} {
		for _, grain := range []int{0, 1, 10, 64, math.MaxInt} {
			times := make([]atomic.Int32, n)
			parallel.For(n, grain, 0, func(start, end int) {
				assert.LessOrEqual(t, end-start, max(1, grain))
				for i := start; i < end; i++ {
					times[i].Add(1)
				}
			})
			for i := range times {
				require.EqualValues(t, 1, times[i].Load(), "item %d of %d, grain %d", i, n, grain)
			}
		}
	}
}

func TestForRunsOnSeveralGoroutines(t *testing.T) {
	withProcs(t, 3)
	var met atomic.Int32
	all := make(chan struct{})
	parallel.For(3, 1, 0, func(int, int) { // ends only if three calls run at once
		if met.Add(1) == 3 {
			close(all)
		}
		<-all
	})
	assert.EqualValues(t, 3, met.Load())
}

func TestAPanicReachesTheCallerAfterAllHaveEnded(t *testing.T) {
	withProcs(t, 4)
	var running atomic.Int32
	assert.PanicsWithValue(t, "of item 5", func() {
		parallel.For(1000, 1, 0, func(start, _ int) {
			running.Add(1)
			defer running.Add(-1)
			if start == 5 {
				panic("of item 5")
			}
			runtime.Gosched()
		})
	})
	assert.Zero(t, running.Load())
}

func TestNoPieceIsBegunAfterAPanic(t *testing.T) {
	var begun int
	assert.Panics(t, func() {
		parallel.For(1000, 1, 1, func(start, _ int) {
			begun++
			if start == 5 {
				panic("of item 5")
			}
		})
	})
	assert.Equal(t, 6, begun)
}
