//go:build !unix

package wave

import "os"

// openFile opens a file that is there.
func openFile(name string, flag int) (*os.File, error) { return os.OpenFile(name, flag, 0) }
