//go:build !unix

package riff

import "os"

// OpenRegular does what OpenSource does, for reading, and refuses what is no regular file.
func OpenRegular(name string) (*Source, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &os.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	}
	return OpenSource(name, false)
}
