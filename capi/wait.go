package main

// This file has calls wait for each other, but not for ever: a thread inside a callback holds the slot of a handle, and
// may come back to it, itself or by way of other threads.

/*
#include "shim.h"
*/
import "C"

import (
	"slices"
	"sync"
)

// waits tells for each slot that a thread holds inside a callback for which slot that thread waits.
type waits struct {
	mu sync.Mutex
	on map[*slot]*slot
}

var waiting = waits{on: map[*slot]*slot{}}

// wait locks the slot of a token when the call that holds it has ended. It returns errBusy if that call cannot end
// before this one, and errHandle if this thread knows the token to be stale.
func (t *handleTable) wait(s *slot, tok token) error {
	var held []*slot
	for i := C.int(0); ; i++ {
		running := token(C.mms_shim_running(i))
		switch {
		case running == 0:
			return waiting.lock(s, held)
		case running == tok:
			return errBusy
		case running.slot() == tok.slot():
			return errHandle
		}
		held = append(held, (*t.slots.Load())[running.slot()])
	}
}

// lock locks s for a thread that holds other slots, perhaps none.
func (w *waits) lock(s *slot, held []*slot) error {
	if len(held) > 0 {
		if !w.begin(s, held) {
			return errBusy
		}
		defer w.end(held)
	}
	s.Lock()
	return nil
}

// begin notes that the thread that holds these slots waits for s. It refuses if who holds s waits for one of them.
func (w *waits) begin(s *slot, held []*slot) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for next := w.on[s]; next != nil; next = w.on[next] {
		if slices.Contains(held, next) {
			return false
		}
	}
	for _, h := range held {
		w.on[h] = s
	}
	return true
}

func (w *waits) end(held []*slot) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range held {
		delete(w.on, h)
	}
}
