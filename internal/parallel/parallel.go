// Splitting of a range over goroutines.

// Package parallel runs work on the pieces of a range in several goroutines at once. None of them outlives the call, and
// none of them can end the process: a panic of any, also for memory that must not be touched, becomes one of the caller.
package parallel

import (
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Workers gives the number of goroutines that [For] would use, the caller's among them: at most threads, or GOMAXPROCS if
// that is less or threads is 0, and no more than there are pieces. A caller that gets 1 can do without For and its closure.
func Workers(n, grain, threads int) int {
	most := runtime.GOMAXPROCS(0)
	if threads > 0 {
		most = min(most, threads)
	}
	return max(1, min(most, n/max(1, grain)))
}

// For calls work for pieces of 0 to n that do not overlap and that together are the whole, in several goroutines as
// [Workers] says. Each piece has grain items; the last may have fewer. It returns when all have ended.
//
// If a call of work panics no more pieces are begun, and For panics with the same value. Where the runtime would end the
// process because of an address that cannot be accessed, work panics, too.
func For(n, grain, threads int, work func(start, end int)) {
	grain = max(1, grain)
	r := run{n: n, grain: grain, work: work}
	workers := Workers(n, grain, threads)
	var others sync.WaitGroup
	for range workers - 1 {
		others.Go(r.worker)
	}
	r.worker()
	others.Wait()
	if r.panicked {
		panic(r.value)
	}
}

// A run is one call of For, shared by its workers.
type run struct {
	n, grain int
	work     func(start, end int)
	pieces   atomic.Int64 // begun so far

	once     sync.Once
	panicked bool
	value    any
}

// worker takes pieces until there are none left.
func (r *run) worker() {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if value := recover(); value != nil {
			r.stop(value)
		}
	}()
	pieces := r.n / r.grain
	if r.n%r.grain > 0 {
		pieces++
	}
	for piece := r.next(); piece < pieces; piece = r.next() {
		start := piece * r.grain
		r.work(start, start+min(r.grain, r.n-start))
	}
}

func (r *run) next() int { return int(r.pieces.Add(1)) - 1 }

// stop keeps the first panic's value and lets nobody begin another piece.
func (r *run) stop(value any) {
	r.once.Do(func() { r.panicked, r.value = true, value })
	r.pieces.Store(int64(r.n))
}
