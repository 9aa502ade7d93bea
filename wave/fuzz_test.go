package wave_test

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/metrics"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file holds what the fuzz targets have in common: what they begin with, and how they measure.
//
// The inputs in testdata/fuzz reach far into the code: some were found by fuzzing, the others made by hand.

// mostSeed is the most bytes of a file that the targets begin with: long ones are slow to change and to read.
const mostSeed = 8 << 10

// seeds returns the files that a target begins with: those of the catalogue, files of blocks, and the small ones of the
// corpus if there is one.
func seeds(f *testing.F) [][]byte {
	f.Helper()
	var files [][]byte
	add := func(file []byte) {
		if len(file) <= mostSeed {
			files = append(files, file)
		}
	}
	for _, test := range catalogue.All() {
		add(test.File)
	}
	for _, p := range packedEncodings {
		add(p.file(2, 64, 0, p.blocks(2, 64, 3)))
		add(p.file(1, 32, 50, p.blocks(1, 32, 2)[:50]))
	}
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		return files
	}
	require.NoError(f, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(strings.ToLower(path), ".wav") {
			return err
		}
		info, err := entry.Info()
		if err != nil || info.Size() > mostSeed {
			return err
		}
		file, err := os.ReadFile(path)
		add(file)
		return err
	}))
	return files
}

// heap returns the bytes allocated so far, cheaply: small allocations are counted late.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// A readOnly is a stream that counts what is done with it, and must not be written to.
type readOnly struct {
	meter
	t *testing.T
}

func newReadOnly(t *testing.T, file []byte) *readOnly {
	return &readOnly{meter{Reader: bytes.NewReader(file)}, t}
}

func (r *readOnly) Write([]byte) (int, error) {
	require.FailNow(r.t, "a stream that is read is written to")
	return 0, nil
}

// A check is a test that fails as it does, but has no Helper method: that walks the stack with each check that holds.
type check struct{ t *testing.T }

func (c check) Errorf(format string, args ...any) { c.t.Errorf(format, args...) }
func (c check) FailNow()                          { c.t.FailNow() }

// take takes a number below 256 from the front of a list of calls; 0 if it is empty.
func take(calls []byte) (int, []byte) {
	if len(calls) == 0 {
		return 0, nil
	}
	return int(calls[0]), calls[1:]
}

// identical reports whether samples are the same, NaN being NaN.
func identical[S comparable](a, b []S) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && (a[i] == a[i] || b[i] == b[i]) {
			return false
		}
	}
	return true
}

// opened returns a Reader of a file in memory, or nil if it cannot be opened.
func opened(file []byte, opts *wave.ReaderOptions) *wave.Reader {
	r, err := wave.NewReader(bytes.NewReader(file), opts)
	if err != nil {
		return nil
	}
	return r
}

// soundOf returns the audio of a file, and whether it opens.
func soundOf(t *testing.T, file []byte) (string, bool) {
	t.Helper()
	r := opened(file, nil)
	if r == nil {
		return "", false
	}
	return string(readAll(t, r, 1+len(file)/max(1, r.Format().BlockAlign))), true
}

var _ io.Writer = (*readOnly)(nil)
