package main

// That calls cost no garbage.

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCallsThatSucceedAllocateNothing(t *testing.T) {
	tok, err := handles.add(kindReader, t)
	assert.NoError(t, err)
	defer func() { assert.NoError(t, closeWith(tok, kindReader, func(*testing.T) error { return nil })) }()

	allocations := testing.AllocsPerRun(100, func() {
		call(nil, nil, func() error {
			return with(tok, kindReader, func(*testing.T) error { return nil })
		})
	})
	assert.Zero(t, allocations)
}
