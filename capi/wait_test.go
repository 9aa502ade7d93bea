package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// This file tests who may wait for whom. What callbacks run in a thread is known to C alone: see ctest/reentry.c.

func TestARingOfThreadsThatWaitForEachOtherIsNotClosed(t *testing.T) {
	a, b, c, other := &slot{}, &slot{}, &slot{}, &slot{}
	w := waits{on: map[*slot]*slot{}}
	assert.True(t, w.begin(b, []*slot{a}))
	assert.True(t, w.begin(c, []*slot{b, other}))
	assert.False(t, w.begin(a, []*slot{c}), "who holds a waits for b, and who holds b waits for c")
	assert.Equal(t, errBusy, w.lock(other, []*slot{c}), "who holds other holds b, too")
	w.end([]*slot{a})
	assert.True(t, w.begin(a, []*slot{c}), "a is not held by one who waits any more")
	w.end([]*slot{b, other})
	w.end([]*slot{c})
	assert.Empty(t, w.on)
}

func TestAThreadThatHoldsNothingWaitsWithoutATrace(t *testing.T) {
	w := waits{on: map[*slot]*slot{}}
	s := &slot{}
	assert.NoError(t, w.lock(s, nil))
	assert.False(t, s.TryLock())
	assert.Empty(t, w.on)
}
