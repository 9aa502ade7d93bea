package main

// This file exports mms_set_limits.

/*
#include "shim.h"
*/
import "C"

import (
	"math"
	"runtime"
	"runtime/debug"
)

//export mmsgo_set_limits
func mmsgo_set_limits(processors C.uint32_t, memory C.uint64_t, cerr *C.mms_error) C.mms_status {
	return call(cerr, nil, func() error { return setLimits(uint32(processors), uint64(memory)) })
}

// setLimits caps the runtime: 0 leaves a limit as it is. More processors than there are would only cost memory.
func setLimits(processors uint32, memory uint64) error {
	if memory > math.MaxInt64 {
		return errRange
	}
	if n := int(min(uint64(processors), uint64(runtime.NumCPU()))); n > 0 {
		runtime.GOMAXPROCS(n)
	}
	if memory > 0 {
		debug.SetMemoryLimit(int64(memory))
	}
	return nil
}
