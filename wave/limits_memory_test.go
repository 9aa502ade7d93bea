package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file checks that memory stays within the limits that the caller sets, however much there is in a file.
//
// What depends on the file, and what limits it:
//
//	payloads of chunks, kept or returned        MaxMetadata; in Metadata and its views each a few times
//	the list of chunks, and the diagnostics     16384 and 1024 of them
//	a frame, or a block and its frames          65535 channels of 8 bytes, or MaxChannels; 65535 bytes, 131071 frames
//	chunks behind audio of unknown size         16 MiB are read ahead, if there are so many
//	plans of an edit                            256 MiB of metadata, some times

// A vast is a stream of many zeros between a head and a foot. It is as large as it says, and takes no memory.
type vast struct {
	head, foot []byte
	zeros      int64
	offset     int64
}

func (v *vast) Size() int64 { return int64(len(v.head)+len(v.foot)) + v.zeros }

func (v *vast) Read(p []byte) (int, error) {
	head, foot := int64(len(v.head)), int64(len(v.head))+v.zeros
	n := 0
	switch {
	case v.offset < head:
		n = copy(p, v.head[v.offset:])
	case v.offset < foot:
		n = int(min(int64(len(p)), foot-v.offset))
		clear(p[:n])
	case v.offset < v.Size():
		n = copy(p, v.foot[v.offset-foot:])
	case len(p) > 0:
		return 0, io.EOF
	}
	v.offset += int64(n)
	return n, nil
}

func (v *vast) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += v.offset
	case io.SeekEnd:
		offset += v.Size()
	}
	v.offset = offset
	return offset, nil
}

// vasts are files that have much in one place.
func vasts(zeros int64) map[string]*vast {
	lying := func(id string) []byte { return wavtest.LyingChunk(id, uint32(zeros), nil) }
	behind := func(beside []byte) *vast {
		return &vast{head: append(bytes.Clone(baseFile), beside...), zeros: zeros}
	}
	before := func(beside []byte) *vast {
		start := wavtest.LyingRIFF(uint32(zeros)+100, fmtChunk, beside)
		return &vast{head: start, zeros: zeros, foot: dataChunk}
	}
	return map[string]*vast{
		"a list before the audio":       before(lying("LIST")),
		"a list behind the audio":       behind(lying("LIST")),
		"an unknown chunk before it":    before(lying("own ")),
		"an unknown chunk behind it":    behind(lying("own ")),
		"a fact chunk before the audio": before(lying("fact")),
		"a fact chunk behind the audio": behind(lying("fact")),
		"another data chunk":            behind(lying("data")),
		"another fmt chunk":             behind(lying("fmt ")),
		"a cue chunk":                   behind(append(lying("cue "), 0xff, 0xff, 0xff, 0xff)),
		"bytes that are no chunk":       behind([]byte("\x00\x00\x00\x00")),
		"a long fmt chunk": {
			head:  wavtest.LyingRIFF(uint32(zeros)+100, append(lying("fmt "), baseFmt.Payload()...)),
			zeros: zeros - int64(len(baseFmt.Payload())), foot: dataChunk,
		},
		"a long fmt chunk of blocks": {
			head: wavtest.LyingRIFF(uint32(zeros)+100, append(lying("fmt "),
				wavtest.Fmt{Tag: wave.TagIMAADPCM, Channels: 1, Rate: 8000, BlockAlign: 36, Bits: 4}.Payload()...)),
			zeros: zeros - 16, foot: dataChunk,
		},
		"a long ds64 chunk": {
			head:  wavtest.RF64("RF64", append(lying("ds64"), wavtest.DS64{Data: uint64(len(baseAudio))}.Payload()...)),
			zeros: zeros - 28, foot: append(bytes.Clone(fmtChunk), wavtest.Sizeless("data", baseAudio)...),
		},
	}
}

// withinLimits is how many bytes may be allocated beside metadata: buffers of 64 KiB and 8 KiB, and what the test needs.
const withinLimits = 512 << 10

func TestMemoryStaysWithinTheLimitThatIsSet(t *testing.T) {
	const limit = 1000
	for name := range vasts(0) {
		for _, seeks := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, seeks: %v", name, seeks), func(t *testing.T) {
				zeros := int64(1 << 31)
				if !seeks {
					zeros = 1 << 26 // which are read
				}
				v := vasts(zeros)[name]
				var stream io.Reader = v
				if !seeks {
					stream = forward(v)
				}
				for _, refuse := range []wave.Repair{0, wave.RepairAll} {
					_, err := v.Seek(0, io.SeekStart)
					require.NoError(t, err)
					before := allocated()
					r, err := wave.NewReader(stream, &wave.ReaderOptions{MaxMetadata: limit, Refuse: refuse})
					if err != nil {
						require.NotZero(t, refuse, "%v", err)
						assert.Less(t, allocated()-before, int64(withinLimits), "bytes allocated")
						continue
					}
					buffer := make([]byte, 8<<10)
					for err == nil {
						_, err = r.ReadBytes(buffer)
					}
					chunks, _ := r.Chunks()
					for i := range chunks {
						payload, _ := r.ReadChunk(i)
						assert.LessOrEqual(t, len(payload), limit)
					}
					_, _ = r.Metadata()
					r.FactFrames()
					assert.Less(t, allocated()-before, int64(withinLimits), "bytes allocated")
				}
			})
		}
	}
}

// What changes files keeps to the limits, too.
func TestMemoryStaysWithinTheLimitWhereFilesAreChanged(t *testing.T) {
	const limit = 1000
	for name, v := range vasts(300 << 20) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "vast.wav")
			f, err := os.Create(path)
			require.NoError(t, err)
			_, err = f.Write(v.head)
			require.NoError(t, err)
			if err := f.Truncate(v.Size()); err != nil { // it has no bytes on the disk
				t.Skipf("this takes a file system that has files with holes: %v", err)
			}
			_, err = f.WriteAt(v.foot, v.Size()-int64(len(v.foot)))
			require.NoError(t, err)
			require.NoError(t, f.Close())

			for what, do := range map[string]func() error{
				"append": func() error {
					w, err := wave.OpenWriter(path, &wave.WriterOptions{MaxMetadata: limit})
					if err != nil {
						return err
					}
					return w.Abandon()
				},
				"copy": func() error {
					other := wave.ContainerBW64
					return wave.Copy(path+".copy", path, &wave.CopyOptions{Container: other, MaxMetadata: limit})
				},
				"scan": func() error {
					options := wave.ScanOptions{Metadata: true, Reader: wave.ReaderOptions{MaxMetadata: limit}}
					return wave.Scan([]string{path}, &options)[0].Err
				},
				"repair": func() error { _, err := wave.RepairFile(path); return err },
				"edit": func() error {
					return wave.EditMetadata(path, func(m *wave.Metadata) error { m.Set(id("wxyz"), text(3)); return nil })
				},
			} {
				before := allocated()
				err := do()
				assert.Less(t, allocated()-before, int64(2<<20), "bytes allocated: %s, %v", what, err)
			}
		})
	}
}
