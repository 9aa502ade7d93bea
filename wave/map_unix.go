//go:build linux || darwin || freebsd

package wave

import (
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

// mappableSize returns the size of a file, if it is one that can be mapped.
func mappableSize(fd uintptr) (int64, error) {
	var stat syscall.Stat_t
	if err := syscall.Fstat(int(fd), &stat); err != nil {
		return 0, os.NewSyscallError("fstat", err)
	}
	if stat.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return 0, ErrUnmappable
	}
	return stat.Size, nil
}

// mapView maps size bytes of a file from offset on.
func mapView(fd uintptr, offset int64, size int, mode MapMode) (view, error) {
	protection, flags := syscall.PROT_READ, syscall.MAP_SHARED
	if mode != MapReadOnly {
		protection |= syscall.PROT_WRITE
	}
	if mode == MapCopyOnWrite {
		flags = syscall.MAP_PRIVATE
	}
	memory, err := syscall.Mmap(int(fd), offset, size, protection, flags)
	if err == nil {
		return view{memory}, nil
	}
	failure := os.NewSyscallError("mmap", err)
	if mode == MapReadWrite && err == syscall.EACCES {
		failure = fmt.Errorf("%w: %w", ErrReadOnly, failure)
	}
	return view{}, failure
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
