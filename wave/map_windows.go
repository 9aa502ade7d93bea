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
	file   *os.File
}

// mapGranularity is what the offset of a view must be a multiple of: the allocation granularity, which is 64 KiB on
// every Windows there has been, and more than a page.
func mapGranularity() int64 { return 64 << 10 }

// mapView maps size bytes of f from offset on.
func mapView(f *os.File, offset int64, size int, mode MapMode) (view, error) {
	protection, access := uint32(syscall.PAGE_READONLY), uint32(syscall.FILE_MAP_READ)
	switch mode {
	case MapCopyOnWrite:
		protection, access = syscall.PAGE_WRITECOPY, syscall.FILE_MAP_COPY
	case MapReadWrite:
		protection, access = syscall.PAGE_READWRITE, syscall.FILE_MAP_WRITE
	}
	conn, err := f.SyscallConn()
	if err != nil {
		return view{}, err
	}
	var address uintptr
	var mapErr error
	err = conn.Control(func(fd uintptr) {
		end := uint64(offset) + uint64(size)
		var object syscall.Handle
		object, mapErr = syscall.CreateFileMapping(syscall.Handle(fd), nil, protection, uint32(end>>32), uint32(end), nil)
		if mapErr != nil {
			mapErr = os.NewSyscallError("CreateFileMapping", mapErr)
			return
		}
		address, mapErr = syscall.MapViewOfFile(object, access, uint32(offset>>32), uint32(offset), uintptr(size))
		if mapErr != nil {
			mapErr = os.NewSyscallError("MapViewOfFile", mapErr)
		}
		_ = syscall.CloseHandle(object) // the view keeps the object
	})
	switch {
	case err != nil:
		return view{}, err
	case mode == MapReadWrite && errors.Is(mapErr, syscall.ERROR_ACCESS_DENIED):
		return view{}, fmt.Errorf("%w: %w", ErrReadOnly, mapErr)
	case mapErr != nil:
		return view{}, mapErr
	}
	// The address is memory that Go does not manage; the detour keeps vet from taking it for a number.
	return view{unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), size), f}, nil
}

func (v view) address() uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(v.memory))) }

// sync writes what was changed to the file.
func (v view) sync() error {
	if err := syscall.FlushViewOfFile(v.address(), uintptr(len(v.memory))); err != nil {
		return os.NewSyscallError("FlushViewOfFile", err)
	}
	return v.file.Sync()
}

func (v view) close() error {
	if err := syscall.UnmapViewOfFile(v.address()); err != nil {
		return os.NewSyscallError("UnmapViewOfFile", err)
	}
	return nil
}
