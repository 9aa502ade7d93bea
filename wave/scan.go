package wave

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"mmservices/internal/riff"
)

// This file holds Scan, which looks at the headers of many files.

// ScanOptions tell how to scan. The zero value looks at headers alone.
type ScanOptions struct {
	// Workers is how many files to look at at a time. 0 means GOMAXPROCS, which is right where the system has the
	// headers in memory already; disks and networks that can be asked for many things at once are served by more.
	Workers int
	// Reader tells how to open each file. Its Writable does not count.
	Reader ReaderOptions
	// Metadata reads the metadata of each file, too.
	Metadata bool
}

// A ScanResult is what Scan found of one file. If Err is not nil, the rest is zero but for Name.
type ScanResult struct {
	Name string
	Info
	Metadata *Metadata // nil unless ScanOptions ask for it
	Err      error
}

// Scan opens each of the files, and returns what their headers say: one result for each name, in the order of the
// names, that of a file that cannot be opened with its error. Several are looked at at a time. opts may be nil.
//
// A name of something else than a regular file gets ErrNotRegular: a directory, a pipe, a device. It is opened
// without waiting for anything, as for the other end of a pipe, and closed at once.
func Scan(names []string, opts *ScanOptions) []ScanResult {
	var o ScanOptions
	if opts != nil {
		o = *opts
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	results := make([]ScanResult, len(names))
	var next atomic.Int64
	work := func() {
		for i := next.Add(1) - 1; i < int64(len(names)); i = next.Add(1) - 1 {
			results[i] = o.scan(names[i])
		}
	}
	var others sync.WaitGroup
	for range min(o.Workers, len(names)) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
	return results
}

// scan looks at one file.
func (o *ScanOptions) scan(name string) (result ScanResult) {
	defer func() {
		if value := recover(); value != nil { // it would end the process, since the goroutine is ours
			result = ScanResult{Name: name, Err: fmt.Errorf("wave: scanning %s: %w: %v", name, ErrInternal, value)}
		}
	}()
	info, metadata, err := o.read(name)
	if err != nil {
		return ScanResult{Name: name, Err: err}
	}
	return ScanResult{Name: name, Info: info, Metadata: metadata}
}

// read reads what there is to be told of a file.
func (o *ScanOptions) read(name string) (info Info, metadata *Metadata, err error) {
	src, err := riff.OpenRegular(name)
	if err != nil {
		return info, nil, err
	}
	reader := o.Reader
	reader.ReadAhead = readAhead
	r, err := newReader(src, reader)
	if err != nil {
		return info, nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if o.Metadata {
		if metadata, err = r.Metadata(); err != nil {
			return info, nil, err
		}
	}
	r.FactFrames()
	return r.Info(), metadata, nil
}
