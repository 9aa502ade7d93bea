//go:build unix

package wave

import (
	"os"
	"syscall"
)

// openFile opens a file that is there. Unlike os.OpenFile it does not try to have the runtime wait for the file, which
// takes several system calls to learn that there is nothing to wait for.
func openFile(name string, flag int) (*os.File, error) {
	for {
		fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC, 0)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return nil, &os.PathError{Op: "open", Path: name, Err: err}
		}
		return os.NewFile(uintptr(fd), name), nil
	}
}
