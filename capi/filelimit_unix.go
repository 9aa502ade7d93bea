//go:build unix

package main

// This file gives the host its limit of open files back, which Go raised.

/*
#include "filelimit.h"
*/
import "C"

import "syscall"

// Unless the host set another since.
func init() {
	var now syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &now) == nil && now.Cur == now.Max-1 {
		if before := uint64(C.mms_file_limit()); before < now.Cur {
			now.Cur = before
			_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &now)
		}
	}
}
