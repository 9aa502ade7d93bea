//go:build unix

package main

// This file keeps signals that writing to a file raises from the host.

/*
#include "signals.h"
*/
import "C"

import (
	"math"
	"os"
	"syscall"
)

// holdSignals runs fn, which writes to files on this thread: where a pipe has no reader, or a file reaches the limit for
// its size, the write fails and no signal comes.
func holdSignals(fn func() error) error {
	var held C.struct_mms_signals_held
	C.mms_signals_hold(&held)
	defer C.mms_signals_release(&held)
	return fn()
}

// mayRaise tells whether writing to a file, of which Stat returned this, may raise a signal. Asking for each file costs
// less than holding signals for each call.
func mayRaise(info os.FileInfo, err error) bool {
	if err != nil || !info.Mode().IsRegular() {
		return true
	}
	var limit syscall.Rlimit
	return syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit) != nil || limit.Cur < math.MaxInt64
}
