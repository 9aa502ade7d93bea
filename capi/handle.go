package main

// This file holds the table of handles: tokens that look like pointers to C.

import (
	"errors"
	"math/bits"
	"sync"
	"sync/atomic"
	"syscall"
)

// A token is what C holds. It is made of three numbers: the kind of object, the slot in the table, and how often the
// slot was used before, so that the tokens of closed handles stay invalid.
type token uintptr

type kind uintptr

const (
	kindReader kind = 1 + iota
	kindWriter
	kindMetadata
	kindScan
)

// The layout of a token: kind, generation, slot, from the highest bits to the lowest.
const (
	kindBits       = 4
	slotBits       = bits.UintSize * 3 / 8
	generationBits = bits.UintSize - kindBits - slotBits

	lastGeneration = 1<<generationBits - 1
	lastSlot       = 1<<slotBits - 1
)

func makeToken(k kind, generation, slot uintptr) token {
	return token(uintptr(k)<<(generationBits+slotBits) | generation<<slotBits | slot)
}

func (t token) kind() kind          { return kind(t >> (generationBits + slotBits)) }
func (t token) generation() uintptr { return uintptr(t>>slotBits) & lastGeneration }
func (t token) slot() uintptr       { return uintptr(t) & lastSlot }

// A slot of the table. Its lock is held while its object is used, so that calls on one handle wait for each other.
type slot struct {
	sync.Mutex
	kind       kind
	generation uintptr
	object     any  // nil while the slot is free
	broken     bool // a panic left the object in an unknown state
}

// handleTable is the table of all handles. Looking one up takes no lock but that of its slot.
type handleTable struct {
	slots atomic.Pointer[[]*slot]

	mu   sync.Mutex // guards what follows, and the growth of slots
	free []uintptr
}

var handles handleTable

// add puts an object into the table and returns its token.
func (t *handleTable) add(k kind, object any) (token, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var slots []*slot
	if p := t.slots.Load(); p != nil {
		slots = *p
	}
	var number uintptr
	if n := len(t.free); n > 0 {
		number = t.free[n-1]
		t.free = t.free[:n-1]
	} else {
		number = uintptr(len(slots))
		if number > lastSlot {
			return 0, errMemory
		}
		// append may write behind the published slice, where nobody looks before the next Store.
		slots = append(slots, &slot{})
		t.slots.Store(&slots)
	}
	s := slots[number]
	s.Lock()
	defer s.Unlock()
	s.kind, s.object, s.broken = k, object, false
	return makeToken(k, s.generation, number), nil
}

// lock returns the slot of a token, locked; or errHandle, or errBusy if it would be waited for in vain.
func (t *handleTable) lock(tok token, k kind) (*slot, error) {
	p := t.slots.Load()
	if p == nil || tok.kind() != k || tok.slot() >= uintptr(len(*p)) {
		return nil, errHandle
	}
	s := (*p)[tok.slot()]
	if !s.TryLock() {
		if err := t.wait(s, tok); err != nil {
			return nil, err
		}
	}
	if s.object == nil || s.kind != k || s.generation != tok.generation() {
		s.Unlock()
		return nil, errHandle
	}
	return s, nil
}

// release takes the object of a locked slot out of the table, and unlocks the slot. A slot whose generations are used
// up is not used again.
func (t *handleTable) release(s *slot, tok token) {
	s.object = nil
	s.generation++
	last := s.generation > lastGeneration
	s.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	if !last {
		t.free = append(t.free, tok.slot())
	}
}

// with calls fn with the object of a handle, which no other thread uses meanwhile. A panic breaks the handle, unless it
// is for memory of the host's: objects are whole whenever they touch that.
func with[T any](tok token, k kind, fn func(T) error) (err error) {
	s, err := handles.lock(tok, k)
	if err != nil {
		return err
	}
	defer func() {
		if p := recover(); p != nil {
			err = failureOf(p)
			s.broken = s.broken || !errors.Is(err, syscall.EFAULT)
		}
		s.Unlock()
	}()
	if s.broken {
		return &panicError{"an earlier call on this handle failed"}
	}
	return fn(s.object.(T))
}

// closeWith takes a handle out of the table and calls fn with its object. The handle is closed whatever fn returns.
func closeWith[T any](tok token, k kind, fn func(T) error) error {
	s, err := handles.lock(tok, k)
	if err != nil {
		return err
	}
	// fn may come to a callback that uses the handle: it must find it busy, then gone.
	defer handles.release(s, tok)
	return fn(s.object.(T))
}
