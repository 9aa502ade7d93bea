package main

import (
	"errors"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"

	"mmservices/wave"
)

// This file tests what stands around each exported function: the containment of panics, and the copying of structs.

// run runs fn as the body of an exported function.
func run(fn func() error) int32 { return int32(call(nil, nil, fn)) }

func TestCallReturnsTheStatus(t *testing.T) {
	assert.EqualValues(t, 0, run(func() error { return nil }))
	assert.EqualValues(t, -601, run(func() error { return wave.ErrNotRIFF }))
	assert.EqualValues(t, -400, run(func() error { return errors.New("a cable was cut") }))
}

func TestPanicsAreContained(t *testing.T) {
	var none *thing
	var empty []byte
	for name, fault := range map[string]func() error{
		"a panic":               func() error { panic("a fault") },
		"a panic with an error": func() error { panic(wave.ErrFormat) },
		"a nil pointer":         func() error { none.uses++; return nil },
		"an index":              func() error { empty[len(empty)]++; return nil },
	} {
		assert.EqualValues(t, -1200, run(fault), name)
	}
}

// A host's struct may be older, and shorter, or newer, and longer.
type hostStruct struct {
	size uint32
	a    uint32
	b    uint64
}

const hostSize = unsafe.Sizeof(hostStruct{})

func TestCopyOut(t *testing.T) {
	for _, test := range []struct {
		name string
		size uint32
		want hostStruct
	}{
		{"the same", 16, hostStruct{16, 1, 2}},
		{"older", 8, hostStruct{8, 1, 99}},
		{"newer", 1000, hostStruct{1000, 1, 2}},
		{"of another size than any", 6, hostStruct{6, 99&^0xFFFF | 1, 99}},
		{"its size alone", 4, hostStruct{4, 99, 99}},
	} {
		to, from := hostStruct{test.size, 99, 99}, hostStruct{0, 1, 2}
		copyOut(unsafe.Pointer(&to), unsafe.Pointer(&from), hostSize)
		assert.Equal(t, test.want, to, test.name)
	}
}

func TestCopyIn(t *testing.T) {
	for _, test := range []struct {
		name string
		size uint32
		ok   bool
		want hostStruct
	}{
		{"the same", 16, true, hostStruct{16, 1, 2}},
		{"older", 8, true, hostStruct{8, 1, 0}},
		{"newer", 1000, true, hostStruct{1000, 1, 2}},
		{"too short", 7, false, hostStruct{}},
		{"no size", 0, false, hostStruct{}},
	} {
		var to hostStruct
		from := hostStruct{test.size, 1, 2}
		assert.Equal(t, test.ok, copyIn(unsafe.Pointer(&to), unsafe.Pointer(&from), hostSize, 8), test.name)
		assert.Equal(t, test.want, to, test.name)
	}
}

func TestWhatACallbackReturnsIsChecked(t *testing.T) {
	n, err := count(7, 10)
	assert.Equal(t, 7, n)
	assert.NoError(t, err)
	n, err = count(10, 10)
	assert.Equal(t, 10, n)
	assert.NoError(t, err)

	_, err = count(11, 10)
	assert.EqualValues(t, -402, statusOf(err), "more than there was room for")
	_, err = count(-1<<40, 10)
	assert.EqualValues(t, -402, statusOf(err), "no status has so many bits")
	_, err = count(-12345, 10)
	assert.EqualValues(t, -12345, statusOf(err), "a status of the host's own goes back unchanged")
	_, err = count(-401, 10)
	assert.EqualValues(t, -401, statusOf(err))
	assert.ErrorIs(t, err, wave.ErrUnseekable)
	_, err = count(-400, 10)
	assert.NotErrorIs(t, err, wave.ErrUnseekable)
}
