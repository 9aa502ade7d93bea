//go:build unix

package riff

import (
	"os"
	"syscall"
)

// appends reports whether f was opened with O_APPEND.
func appends(f *os.File) bool {
	conn, err := f.SyscallConn()
	if err != nil {
		return false
	}
	appending := false
	_ = conn.Control(func(fd uintptr) {
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0)
		appending = errno == 0 && flags&syscall.O_APPEND != 0
	})
	return appending
}
