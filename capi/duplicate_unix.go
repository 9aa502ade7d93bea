//go:build unix

package main

// This file duplicates a host's file descriptor, so that closing ours leaves the host's open.

import (
	"os"
	"syscall"
)

// duplicate returns a new descriptor above those of the standard streams: Go ends the process when nobody reads these.
func duplicate(fd int) (*os.File, error) {
	var dup uintptr
	var errno syscall.Errno
	for {
		dup, _, errno = syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_DUPFD_CLOEXEC, 3)
		if errno != syscall.EINTR {
			break
		}
	}
	if errno != 0 {
		return nil, os.NewSyscallError("fcntl", errno)
	}
	return os.NewFile(dup, "file descriptor"), nil
}
