package signalroom_test

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"

	"mmservices/internal/signalroom"
)

func TestCallCalls(t *testing.T) {
	var got []string
	signalroom.Call(func() {
		got = append(got, "outer")
		signalroom.Call(func() { got = append(got, "inner") })
	})
	assert.Equal(t, []string{"outer", "inner"}, got)
}

func TestPanicsPass(t *testing.T) {
	assert.PanicsWithValue(t, "value", func() {
		signalroom.Call(func() { panic("value") })
	})
}

func TestItAllocatesNothing(t *testing.T) {
	n := 0
	assert.Zero(t, testing.AllocsPerRun(100, func() { signalroom.Call(func() { n++ }) }))
}

// deep uses so many kilobytes of stack.
func deep(kilobytes int) byte {
	var frame [1024]byte
	if kilobytes > 1 {
		frame[kilobytes%1024] = deep(kilobytes - 1)
	}
	return frame[0]
}

// A stack that moves has grown, or was made smaller by the garbage collector.
func TestTheRoomIsThereAndStays(t *testing.T) {
	if !kept {
		t.Skip("this machine's Call makes no room")
	}
	done := make(chan bool)
	go func() { // on a small stack
		defer close(done)
		signalroom.Call(func() {
			var local byte
			before := place(&local)
			for range 10 {
				runtime.GC()
				runtime.Gosched()
				deep(1)
			}
			assert.Equal(t, before, place(&local), "the garbage collector")
			deep(signalroom.Size >> 10)
			assert.Equal(t, before, place(&local), "a deep call")
		})
	}()
	<-done
}

// place tells where something on the stack is, without moving it to the heap.
//
//go:noinline
func place(p *byte) uintptr { return uintptr(unsafe.Pointer(p)) }
