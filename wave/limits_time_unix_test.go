//go:build unix

package wave_test

import (
	"math"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This file checks that the time of the processor grows as the file does. A soak alone does so: what else the machine has
// to do disturbs it.

// spentTime returns how long the processor has worked for the process.
func spentTime(t *testing.T) time.Duration {
	var usage syscall.Rusage
	require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Eight times the file takes less than 24 times as long, where what is quadratic takes 64 times as long. The least of some
// times is taken, and what is short is not told from noise.
func TestTimeGrowsAsTheFileDoes(t *testing.T) {
	if os.Getenv("MMS_SOAK") == "" {
		t.Skip("MMS_SOAK is not set: time is measured by a soak alone")
	}
	const small, factor, short = 128 << 10, 8, 500 * time.Microsecond
	least := func(w work, file []byte) time.Duration {
		best := time.Duration(math.MaxInt64)
		for range 3 {
			runtime.GC()
			start := spentTime(t)
			w.do(t, file, &cost{})
			best = min(best, spentTime(t)-start)
		}
		return best
	}
	for _, f := range families() {
		t.Run(f.name, func(t *testing.T) {
			file, larger := f.file(small), f.file(factor*small)
			for _, w := range works(t) {
				one, more := least(w, file), least(w, larger)
				assert.Less(t, more, 3*factor*max(one, short), "%s: %v of %d bytes, %v of %d", w.name, one, len(file), more,
					len(larger))
			}
		})
	}
}
