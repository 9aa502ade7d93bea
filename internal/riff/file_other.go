//go:build !unix

package riff

import "os"

// OpenSource opens a file that is there, and returns a source that owns it.
func OpenSource(name string, writable bool) (*Source, error) {
	flag := os.O_RDONLY
	if writable {
		flag = os.O_RDWR
	}
	f, err := os.OpenFile(name, flag, 0)
	if err != nil {
		return nil, err
	}
	return NewFileSource(f), nil
}
