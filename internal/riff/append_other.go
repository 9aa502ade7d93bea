//go:build !unix

package riff

import "os"

// appends reports false: elsewhere the system does not tell how a file was opened.
func appends(*os.File) bool { return false }
