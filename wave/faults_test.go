package wave_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests that every call of a stream may go wrong, once or from then on, in each way that an io.Reader, an
// io.Writer or an io.Seeker can, whether the interface allows it or not.

// A mishap is a way to go wrong: what Read, Write or Seek returns for n bytes of which have were moved.
type mishap struct {
	name   string
	result func(n int) (int, error)
	moves  func(n int) int // how many bytes are moved nevertheless
	quiet  bool            // nobody notices
	lies   bool            // nobody can notice
}

func none(int) int   { return 0 }
func one(n int) int  { return min(n, 1) }
func half(n int) int { return n / 2 }

func always(n int, err error) func(int) (int, error) { return func(int) (int, error) { return n, err } }

var readMishaps = []mishap{
	{name: "a failure", result: always(0, errBroken), moves: none},
	{
		name: "a failure behind some bytes", result: func(n int) (int, error) { return n / 2, errBroken },
		moves: half,
	},
	{name: "one byte", result: func(n int) (int, error) { return min(n, 1), nil }, moves: one, quiet: true},
	{name: "nothing", result: always(0, nil), moves: none, lies: true},
	{name: "the end", result: always(0, io.EOF), moves: none, lies: true},
	{name: "more than there was room for", result: func(n int) (int, error) { return n + 1, nil }, moves: none},
	{name: "a negative count", result: always(-1, nil), moves: none},
	{name: "a negative count and a failure", result: always(-1, errBroken), moves: none},
}

var writeMishaps = []mishap{
	{name: "a failure", result: always(0, errBroken), moves: none},
	{
		name: "a failure behind some bytes", result: func(n int) (int, error) { return n / 2, errBroken },
		moves: half,
	},
	{name: "one byte", result: func(n int) (int, error) { return min(n, 1), nil }, moves: one, quiet: true},
	{name: "nothing", result: always(0, nil), moves: none},
	{name: "more than there was", result: func(n int) (int, error) { return n + 1, nil }, moves: none},
	{name: "a negative count", result: always(-1, nil), moves: none},
}

// A path of calls of which some go wrong, from one on: that one alone, or all.
type path struct {
	mishap
	calls, from int
	forever     bool
	hit         bool
}

func (p *path) stumbles() bool {
	p.calls++
	wrong := p.calls == p.from || p.calls > p.from && p.forever
	p.hit = p.hit || wrong
	return wrong
}

// A stumblingDisk is a file to write to.
type stumblingDisk struct {
	wavtest.Disk
	path
}

func (s *stumblingDisk) Write(p []byte) (int, error) {
	if !s.stumbles() {
		return s.Disk.Write(p)
	}
	_, _ = s.Disk.Write(p[:s.moves(len(p))])
	return s.result(len(p))
}

// A stumblingReader is a file to read from.
type stumblingReader struct {
	bytes.Reader
	path
}

func (s *stumblingReader) Read(p []byte) (int, error) {
	if !s.stumbles() || s.Len() == 0 {
		return s.Reader.Read(p)
	}
	p = p[:min(len(p), s.Len())]
	_, _ = s.Reader.Read(p[:s.moves(len(p))])
	return s.result(len(p))
}

// What was written is whole if no call failed, and what a checkpoint completed stays, whatever the stream does.
func TestEachWriteMayGoWrong(t *testing.T) {
	data := wavtest.Noise(3 * 90)
	for _, c := range containersToWrite {
		opts := wave.WriterOptions{Container: c}
		if c == wave.ContainerAuto {
			opts.MaxRIFF = 250
		}
		want := (&stumblingDisk{}).record(t, opts, data)
		for _, m := range writeMishaps {
			for _, forever := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %s, forever %t", containerName(c), m.name, forever), func(t *testing.T) {
					for from := 1; ; from++ {
						s := &stumblingDisk{path: path{mishap: m, from: from, forever: forever}}
						got := s.record(t, opts, data)
						where := fmt.Sprintf("call %d", from)
						if !s.hit {
							break
						}
						if got.err == nil {
							require.True(t, m.quiet, where)
							require.Equal(t, want.file, got.file, where)
						} else {
							require.False(t, m.quiet, "%s: %v", where, got.err)
						}
						if got.saved > 0 {
							r, err := wave.NewReader(bytes.NewReader(got.file), nil)
							require.NoError(t, err, where)
							all := readAll(t, r, 1000)
							require.GreaterOrEqual(t, len(all), got.saved, where)
							require.Equal(t, data[:got.saved], all[:got.saved], where)
						}
					}
				})
			}
		}
	}
}

// A recorded is what became of a recording: the bytes that are there, those that were saved, and what failed.
type recorded struct {
	file  []byte
	saved int
	err   error
}

// record makes a recording to the stream.
func (s *stumblingDisk) record(t *testing.T, opts wave.WriterOptions, data []byte) (got recorded) {
	t.Helper()
	s.Room = 10_000
	w, err := wave.NewWriter(s, mono24, &opts)
	require.NoError(t, err)
	require.NoError(t, w.SetMetadata(someFor(opts.Container)))
	for i := range 10 {
		_, err := w.WriteBytes(data[w.BytesWritten():min(len(data), 27*i+27)])
		got.err = errors.Join(got.err, err)
		if i%3 == 2 {
			if err := w.Checkpoint(); err != nil {
				got.err = errors.Join(got.err, err)
			} else {
				got.saved = int(w.FramesWritten()) * 3
			}
		}
	}
	got.err = errors.Join(got.err, w.Close())
	got.file = s.Bytes
	return got
}

// What is read is whole if no call failed, and the first failure loses nothing: the next call goes on.
func TestEachReadMayGoWrong(t *testing.T) {
	for _, b := range boxings {
		file := b.wav([][]byte{b.chunk("iXML", []byte("<before/>"))}, [][]byte{b.chunk("axml", []byte("<behind/>"))})
		want := 4
		if b.container == wave.ContainerRF64 || b.container == wave.ContainerBW64 {
			want++ // ds64
		}
		for _, seekable := range []bool{true, false} {
			for _, m := range readMishaps {
				t.Run(fmt.Sprintf("%s, seekable %t, %s", b.container, seekable, m.name), func(t *testing.T) {
					for from := 1; ; from++ {
						s := &stumblingReader{Reader: *bytes.NewReader(file), path: path{mishap: m, from: from}}
						where := fmt.Sprintf("call %d", from)
						audio, chunks, failures := s.readAll(t, seekable)
						if !s.hit {
							break
						}
						if m.quiet {
							require.Zero(t, failures, where)
						}
						if !m.lies {
							require.Equal(t, testAudio, audio, where)
							require.Equal(t, want, chunks, where)
						}
					}
				})
			}
		}
	}
}

// readAll reads all audio and counts the chunks. Each call that fails is made again, once.
func (s *stumblingReader) readAll(t *testing.T, seekable bool) (audio []byte, chunks, failures int) {
	t.Helper()
	stream := io.Reader(s)
	if !seekable {
		stream = struct{ io.Reader }{s}
	}
	r, err := wave.NewReader(stream, nil)
	if err != nil {
		failures++
		_, _ = s.Seek(0, io.SeekStart)
		if r, err = wave.NewReader(stream, nil); err != nil {
			return nil, 0, failures
		}
	}
	buffer := make([]byte, 100)
	for {
		n, err := r.ReadBytes(buffer)
		audio = append(audio, buffer[:n]...)
		if err == io.EOF || failures > 3 {
			break
		}
		if err != nil {
			failures++
		}
	}
	list, err := r.Chunks()
	if err != nil {
		failures++
		list, _ = r.Chunks()
	}
	require.NoError(t, r.Close())
	return audio, len(list), failures
}
