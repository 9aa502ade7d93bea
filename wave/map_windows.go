package wave

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

// This file maps files as Windows has it.

// A view is a part of a file in memory.
type view struct {
	memory []byte
	file   syscall.Handle
}

// mapGranularity is what the offset of a view must be a multiple of: the allocation granularity, which is 64 KiB on
// every Windows there has been, and more than a page.
func mapGranularity() int64 { return 64 << 10 }

// mappableSize returns the size of a file, if it is one that can be mapped.
func mappableSize(fd uintptr) (int64, error) {
	if kind, err := syscall.GetFileType(syscall.Handle(fd)); err != nil || kind != syscall.FILE_TYPE_DISK {
		return 0, errors.Join(ErrUnmappable, err)
	}
	var info syscall.ByHandleFileInformation
	if err := syscall.GetFileInformationByHandle(syscall.Handle(fd), &info); err != nil {
		return 0, os.NewSyscallError("GetFileInformationByHandle", err)
	}
	return int64(info.FileSizeHigh)<<32 | int64(info.FileSizeLow), nil
}

// mapView maps size bytes of a file from offset on.
func mapView(fd uintptr, offset int64, size int, mode MapMode) (view, error) {
	protection, access := uint32(syscall.PAGE_READONLY), uint32(syscall.FILE_MAP_READ)
	switch mode {
	case MapCopyOnWrite:
		protection, access = syscall.PAGE_WRITECOPY, syscall.FILE_MAP_COPY
	case MapReadWrite:
		protection, access = syscall.PAGE_READWRITE, syscall.FILE_MAP_WRITE
	}
	end := uint64(offset) + uint64(size)
	object, err := syscall.CreateFileMapping(syscall.Handle(fd), nil, protection, uint32(end>>32), uint32(end), nil)
	if err != nil {
		failure := os.NewSyscallError("CreateFileMapping", err)
		if mode == MapReadWrite && err == syscall.ERROR_ACCESS_DENIED {
			failure = fmt.Errorf("%w: %w", ErrReadOnly, failure)
		}
		return view{}, failure
	}
	address, err := syscall.MapViewOfFile(object, access, uint32(offset>>32), uint32(offset), uintptr(size))
	_ = syscall.CloseHandle(object) // the view keeps it
	if err != nil {
		return view{}, os.NewSyscallError("MapViewOfFile", err)
	}
	// The address is of memory that Go does not manage; the detour keeps vet from taking it for a number.
	return view{unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), size), syscall.Handle(fd)}, nil
}

func (v view) address() uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(v.memory))) }

// sync writes what was changed to the file.
func (v view) sync() error {
	if err := syscall.FlushViewOfFile(v.address(), uintptr(len(v.memory))); err != nil {
		return os.NewSyscallError("FlushViewOfFile", err)
	}
	return os.NewSyscallError("FlushFileBuffers", syscall.FlushFileBuffers(v.file))
}

func (v view) close() error {
	if err := syscall.UnmapViewOfFile(v.address()); err != nil {
		return os.NewSyscallError("UnmapViewOfFile", err)
	}
	return nil
}
