//go:build unix

package riff

import (
	"os"
	"syscall"
)

// OpenRegular does what OpenSource does, for reading, and refuses what is no regular file. It looks before it opens:
// opening a pipe waits for its other end, and opening a device may do things to it.
func OpenRegular(name string) (*Source, error) {
	var stat syscall.Stat_t
	err := syscall.Stat(name, &stat)
	for err == syscall.EINTR {
		err = syscall.Stat(name, &stat)
	}
	switch {
	case err != nil:
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	case stat.Mode&syscall.S_IFMT != syscall.S_IFREG:
		return nil, &os.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	}
	return OpenSource(name, false)
}
