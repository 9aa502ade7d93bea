//go:build linux || darwin || freebsd

package wave

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// This file maps files as POSIX has it.

// A view is a part of a file in memory.
type view struct{ memory []byte }

// mapGranularity is what the offset of a view must be a multiple of.
func mapGranularity() int64 { return int64(os.Getpagesize()) }

// mapView maps size bytes of f from offset on.
func mapView(f *os.File, offset int64, size int, mode MapMode) (view, error) {
	protection, flags := syscall.PROT_READ, syscall.MAP_SHARED
	if mode != MapReadOnly {
		protection |= syscall.PROT_WRITE
	}
	if mode == MapCopyOnWrite {
		flags = syscall.MAP_PRIVATE
	}
	conn, err := f.SyscallConn()
	if err != nil {
		return view{}, err
	}
	var memory []byte
	var mapErr error
	err = conn.Control(func(fd uintptr) { memory, mapErr = syscall.Mmap(int(fd), offset, size, protection, flags) })
	switch {
	case err != nil:
		return view{}, err
	case mode == MapReadWrite && errors.Is(mapErr, syscall.EACCES):
		return view{}, fmt.Errorf("%w: %w", ErrReadOnly, os.NewSyscallError("mmap", mapErr))
	case mapErr != nil:
		return view{}, os.NewSyscallError("mmap", mapErr)
	}
	return view{memory}, nil
}

// sync writes what was changed to the file.
func (v view) sync() error {
	start, size := uintptr(unsafe.Pointer(unsafe.SliceData(v.memory))), uintptr(len(v.memory))
	if _, _, errno := syscall.Syscall(syscall.SYS_MSYNC, start, size, syscall.MS_SYNC); errno != 0 {
		return os.NewSyscallError("msync", errno)
	}
	return nil
}

func (v view) close() error { return os.NewSyscallError("munmap", syscall.Munmap(v.memory)) }
