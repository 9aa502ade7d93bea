package wave

import "os"

// This file lends the tests what is done with files that are no files of the system, and with lower limits.

// A Store is a file that is changed in place.
type Store = store

// EditStore is EditMetadata where a RIFF file cannot have more than limit bytes.
func EditStore(s Store, limit int64, change func(*Metadata) error) error {
	return editMetadata(s, limit, change)
}

// RepairStore is RepairFile where a RIFF file cannot have more than limit bytes.
func RepairStore(s Store, limit int64) ([]Diagnostic, error) { return repair(s, limit) }

// CopyLimited is Copy from and to open files where a RIFF file cannot have more than limit bytes.
func CopyLimited(out, in *os.File, opts CopyOptions, limit int64) error {
	return copyWave(out, in, &opts, limit)
}
