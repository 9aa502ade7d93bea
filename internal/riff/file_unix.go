//go:build unix

package riff

import (
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
)

// This file opens files with as few system calls as can be. An os.File takes six more to learn that the runtime cannot
// wait for a regular file, which need not be waited for.

// OpenSource opens a file that is there, and returns a source that owns it.
func OpenSource(name string, writable bool) (*Source, error) {
	flag := syscall.O_RDONLY | syscall.O_CLOEXEC
	if writable {
		flag = syscall.O_RDWR | syscall.O_CLOEXEC
	}
	fd, err := openDescriptor(name, flag)
	if err != nil {
		return nil, err
	}
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil || stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return NewFileSource(os.NewFile(uintptr(fd), name)), nil
	}
	return newDescriptorSource(fd, name, stat.Size), nil
}

// OpenRegular does what OpenSource does, for reading, and refuses what is no regular file. It does not wait for the other
// end of a pipe.
func OpenRegular(name string) (*Source, error) {
	fd, err := openDescriptor(name, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK|syscall.O_NOCTTY)
	if err != nil {
		return nil, err
	}
	var stat syscall.Stat_t
	err = syscall.Fstat(fd, &stat)
	if err == nil && stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		err = ErrNotRegular
	}
	if err != nil {
		return nil, errors.Join(&os.PathError{Op: "open", Path: name, Err: err}, syscall.Close(fd))
	}
	return newDescriptorSource(fd, name, stat.Size), nil
}

func openDescriptor(name string, flag int) (int, error) {
	fd, err := syscall.Open(name, flag, 0)
	for err == syscall.EINTR {
		fd, err = syscall.Open(name, flag, 0)
	}
	if err != nil {
		return 0, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return fd, nil
}

// newDescriptorSource returns a source that reads and owns an open regular file of that size.
func newDescriptorSource(fd int, name string, size int64) *Source {
	if size == 0 {
		return NewFileSource(os.NewFile(uintptr(fd), name))
	}
	f := &descriptor{fd, name}
	runtime.SetFinalizer(f, (*descriptor).Close)
	s := newPositionalSource(f, 0, size)
	s.owned = f
	return s
}

// A descriptor is an open regular file. The garbage collector closes one that was left open, as it does an os.File.
type descriptor struct {
	fd   int
	name string
}

// ReadAt reads as an os.File does.
func (d *descriptor) ReadAt(p []byte, offset int64) (int, error) {
	done := 0
	for done < len(p) {
		n, err := syscall.Pread(d.fd, p[done:min(len(p), done+mostAtOnce)], offset+int64(done))
		switch {
		case err == syscall.EINTR:
			continue
		case err != nil:
			return done, &os.PathError{Op: "read", Path: d.name, Err: err}
		case n == 0:
			return done, io.EOF
		}
		done += n
	}
	runtime.KeepAlive(d)
	return done, nil
}

// mostAtOnce is how many bytes to ask the system for: some fail if it is more than a 32-bit number.
const mostAtOnce = 1 << 30

// Close closes the file. It is not tried again if a signal comes in between: the descriptor is gone all the same.
func (d *descriptor) Close() error {
	runtime.SetFinalizer(d, nil)
	if err := syscall.Close(d.fd); err != nil && err != syscall.EINTR {
		return &os.PathError{Op: "close", Path: d.name, Err: err}
	}
	return nil
}

func (d *descriptor) control(use func(fd uintptr)) error {
	use(uintptr(d.fd))
	runtime.KeepAlive(d)
	return nil
}
