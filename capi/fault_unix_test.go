//go:build linux || darwin

package main

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This file tests that a wrong pointer of a host ends a call, not the process.

func TestMemoryThatCannotBeTouched(t *testing.T) {
	page, err := syscall.Mmap(-1, 0, 4096, syscall.PROT_NONE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	require.NoError(t, err)
	defer func() { assert.NoError(t, syscall.Munmap(page)) }()
	assert.EqualValues(t, -403, run(func() error { page[0] = 1; return nil }))
	tok := open(t)
	assert.EqualValues(t, -403, run(func() error {
		return with(tok, kindTest, func(*thing) error { page[0] = 1; return nil })
	}))
	assert.NoError(t, use(tok), "the handle is as good as before")
	assert.NoError(t, shut(tok))
}
