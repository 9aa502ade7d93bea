// Command golib is another library in Go, for hosts that have two: it allocates, starts goroutines and recovers from a
// fault of its own.
package main

import "C"

import (
	"runtime"
	"runtime/debug"
	"sync"
)

//export golib_work
func golib_work(n C.int) C.int {
	debug.SetPanicOnFault(true)
	var sum int
	var mutex sync.Mutex
	var others sync.WaitGroup
	for i := range int(n) {
		others.Go(func() {
			data := make([]byte, 1<<16)
			mutex.Lock()
			defer mutex.Unlock()
			sum += i + len(data) - 1<<16
		})
	}
	others.Wait()
	runtime.GC()
	func() {
		defer func() { _ = recover() }()
		var nothing *int
		sum += *nothing
	}()
	return C.int(sum)
}

func main() {}
