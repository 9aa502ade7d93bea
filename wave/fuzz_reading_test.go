package wave_test

import (
	"bytes"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file fuzzes sequences of calls of a Reader.

// Whatever is called, in whichever order: a Reader does what a simple model of it says.
func FuzzReading(f *testing.F) {
	path := filepath.Join(f.TempDir(), "file.wav")
	for i, file := range seeds(f) {
		f.Add(file, uint8(i), wavtest.Noise(40)[i%8:])
	}
	f.Fuzz(func(t *testing.T, file []byte, options uint8, calls []byte) {
		s := newReadingSession(t, file, options, path)
		if s == nil {
			return
		}
		var call int
		most := 200
		if s.format.Channels > 64 {
			most = 20 // each takes long
		}
		for count := 0; len(calls) > 0 && count < most; count++ {
			call, calls = take(calls)
			calls = readingCalls[call%len(readingCalls)](s, calls)
			if !s.closed {
				s.check()
			}
		}
		if !s.closed {
			s.close(nil)
		}
	})
}

// A readingSession is a Reader and a model of it.
type readingSession struct {
	t        check
	r        *wave.Reader
	format   wave.Format
	seekable bool
	sized    bool
	onDisk   bool // whether it is a file
	writable bool // and open for writing

	audio   []byte // all of it
	frames  int64  // all that there are
	samples [wave.SampleInt64 + 1][]byte
	chunks  []wave.ChunkInfo
	file    []byte

	frame  int64 // the next to read
	raw    int64 // where the next raw read begins, in the audio
	missed bool  // whether the decoder of a stream missed blocks that were read raw
	mapped bool
	closed bool
}

// newReadingSession opens a file as the options say: in memory, without its size, as a stream or by its name. It
// returns nil if it does not open.
func newReadingSession(t *testing.T, file []byte, options uint8, path string) *readingSession {
	opts := &wave.ReaderOptions{ReadAhead: int(options>>4) * 9, AllFrames: options&8 != 0}
	whole := opened(file, opts)
	if whole == nil {
		return nil
	}
	s := &readingSession{t: check{t}, file: file, format: whole.Format(), seekable: true, sized: true}
	s.audio = readAll(t, whole, 1+len(file)/max(1, s.format.BlockAlign))
	var err error
	s.chunks, err = whole.Chunks()
	require.NoError(t, err)
	s.frames = whole.Frames()

	switch options & 3 {
	case 0:
		s.r, err = wave.NewReader(bytes.NewReader(file), opts)
	case 1:
		s.r, err = wave.NewReader(unsized{bytes.NewReader(file)}, opts)
		s.sized = false
	case 2:
		s.r, err = wave.NewReader(forward(bytes.NewReader(file)), opts)
		s.seekable, s.sized = false, false
		if err != nil {
			require.ErrorIs(t, err, wave.ErrDataFirst)
			return nil
		}
		if s.format.BlockFrames > 0 && s.r.Frames() != s.frames && s.r.LengthKnown() {
			return nil // it comes too late to a fact chunk behind the audio
		}
	case 3:
		require.NoError(t, os.WriteFile(path, file, 0o600))
		opts.Writable = options&4 != 0
		s.onDisk, s.writable = true, opts.Writable
		s.r, err = wave.Open(path, opts)
	}
	require.NoError(t, err)
	return s
}

// readingCalls are what can be called. Each takes what it needs from the front of the list of calls.
var readingCalls = []func(s *readingSession, calls []byte) []byte{
	(*readingSession).readRaw, (*readingSession).readRaw,
	(*readingSession).readTyped, (*readingSession).readTyped,
	(*readingSession).readPlanar,
	(*readingSession).seek, (*readingSession).seek,
	(*readingSession).list, (*readingSession).readChunk, (*readingSession).metadata,
	(*readingSession).mapAudio, (*readingSession).unmap, (*readingSession).syncMap,
	(*readingSession).close,
}

// done reports whether a call failed as it should since the Reader is closed.
func (s *readingSession) done(n int, err error) bool {
	if s.closed {
		require.ErrorIs(s.t, err, wave.ErrClosed)
		require.Zero(s.t, n)
	}
	return s.closed
}

// check checks what is told of the position.
func (s *readingSession) check() {
	if s.format.BlockFrames > 0 || s.format.SampleBytes > 0 {
		require.Equal(s.t, s.frame, s.r.Tell())
	}
	require.Equal(s.t, s.seekable, s.r.Seekable())
	require.Equal(s.t, s.mapped, s.r.Mapped() != nil)
	if s.sized {
		require.Equal(s.t, s.frames, s.r.Frames())
	}
}

// framesAt returns how many frames there are up to a place in the audio between two blocks.
func (s *readingSession) framesAt(raw int64) int64 {
	switch align := int64(s.format.BlockAlign); {
	case s.format.BlockFrames > 0 && raw < int64(len(s.audio)):
		return min(raw/align*int64(s.format.BlockFrames), s.frames)
	case s.format.SampleBytes > 0:
		return raw / align
	}
	return s.frames
}

// rawAt returns where raw reads begin after frames up to that one were read.
func (s *readingSession) rawAt(frame int64) int64 {
	align, perBlock := int64(s.format.BlockAlign), int64(max(1, s.format.BlockFrames))
	return min((frame+perBlock-1)/perBlock*align, int64(len(s.audio)))
}

func (s *readingSession) readRaw(calls []byte) []byte {
	n, calls := take(calls)
	buffer := bytes.Repeat([]byte{0xA5}, n+8)
	got, err := s.r.ReadBytes(buffer[:n:n])
	if s.done(got, err) {
		return calls
	}
	from := n // the rest may be used meanwhile, as io.Reader says, where the end is still to be found
	if s.sized {
		from = got
	}
	require.Equal(s.t, bytes.Repeat([]byte{0xA5}, n+8-from), buffer[from:], "what was not read is not touched")
	left := int64(len(s.audio)) - s.raw
	step := int64(max(1, s.format.BlockAlign))
	switch {
	case left == 0 && err == io.EOF:
		return calls
	case err == io.EOF && !s.sized && s.frame == s.frames && (left < step || s.format.BlockFrames > 0):
		return calls // a typed read, or the list of chunks, took the rest
	case err != nil && int64(n) < step && (left > 0 || !s.sized):
		require.ErrorIs(s.t, err, wave.ErrShortBuffer)
		return calls
	case n == 0 || left == 0:
		require.NoError(s.t, err)
		require.Zero(s.t, got)
		return calls
	}
	require.NoError(s.t, err)
	require.Positive(s.t, got)
	if s.sized {
		want := min(int64(n), left)
		if want < left {
			want -= want % step
		}
		require.EqualValues(s.t, want, got)
	}
	require.Equal(s.t, s.audio[s.raw:s.raw+int64(got)], buffer[:got])
	s.raw += int64(got)
	s.frame = s.framesAt(s.raw)
	s.missed = s.missed || !s.seekable && s.format.Encoding() == wave.EncodingGSM610
	return calls
}

// typed takes a type, and returns it with all samples of the file; nil if there are none.
func (s *readingSession) typed(calls []byte) (wave.SampleType, []byte, []byte) {
	number, calls := take(calls)
	kind := wave.SampleType(1 + number%int(wave.SampleInt64))
	if s.samples[kind] == nil {
		r := opened(s.file, &wave.ReaderOptions{AllFrames: s.allFrames()})
		all := make([]byte, (s.frames+1)*int64(s.format.Channels*kind.Size()))
		n, err := r.ReadSamples(kind, all)
		if err != nil && err != io.EOF {
			require.ErrorIs(s.t, err, wave.ErrUnsupported)
		}
		s.samples[kind] = all[:n*s.format.Channels*kind.Size()]
	}
	return kind, s.samples[kind], calls
}

func (s *readingSession) allFrames() bool {
	return s.format.BlockFrames > 0 && s.frames == opened(s.file, &wave.ReaderOptions{AllFrames: true}).Frames()
}

func (s *readingSession) readTyped(calls []byte) []byte {
	kind, all, calls := s.typed(calls)
	room, calls := take(calls)
	room = s.fewer(room)
	size := s.format.Channels * kind.Size()
	buffer := bytes.Repeat([]byte{0x5A}, room*size+8)
	n, err := s.r.ReadSamples(kind, buffer[:room*size:room*size])
	if s.readFrames(n, room, err) {
		from := int(s.frame) * size
		if !s.missed {
			require.Equal(s.t, all[from:from+n*size], buffer[:n*size])
		}
		end := room * size // the rest may be used meanwhile, as with raw bytes
		if s.sized {
			end = n * size
		}
		require.Equal(s.t, bytes.Repeat([]byte{0x5A}, len(buffer)-end), buffer[end:], "what was not read is not touched")
		s.moved(n)
	}
	return calls
}

func (s *readingSession) readPlanar(calls []byte) []byte {
	kind, all, calls := s.typed(calls)
	room, calls := take(calls)
	room = s.fewer(room)
	size, channels := kind.Size(), s.format.Channels
	planes, memory := make([][]byte, channels), make([]byte, channels*room*size)
	for i := range planes {
		planes[i], memory = memory[:room*size:room*size], memory[room*size:]
	}
	n, err := s.r.ReadPlanes(kind, append([][]byte{}, planes...), room)
	if s.readFrames(n, room, err) {
		for i := 0; i < n*channels && !s.missed; i++ {
			from := (int(s.frame)*channels + i) * size
			require.Equal(s.t, all[from:from+size], planes[i%channels][i/channels*size:][:size])
		}
		s.moved(n)
	}
	return calls
}

// fewer keeps the buffers for many channels small.
func (s *readingSession) fewer(room int) int { return min(room, 1+10_000/s.format.Channels) }

// readFrames checks how many frames were read with room for so many, and returns whether they are to be looked at.
func (s *readingSession) readFrames(n, room int, err error) bool {
	switch {
	case s.done(n, err):
		return false
	case s.format.SampleBytes == 0 && s.format.BlockFrames == 0 || s.samplesUnsupported():
		require.ErrorIs(s.t, err, wave.ErrUnsupported)
		return false
	case s.frame == s.frames && err != nil:
		require.Equal(s.t, io.EOF, err)
		require.Zero(s.t, n)
		return false
	}
	require.NoError(s.t, err)
	want := min(int64(room), s.frames-s.frame)
	if s.sized || s.format.BlockFrames == 0 {
		require.EqualValues(s.t, want, n)
	}
	return true
}

// samplesUnsupported reports whether the encoding is known but not with so many bits.
func (s *readingSession) samplesUnsupported() bool {
	_, err := opened(s.file, nil).ReadSamples(wave.SampleInt16, nil)
	return err != nil && err != io.EOF
}

// moved notes that frames were read.
func (s *readingSession) moved(n int) {
	if n > 0 {
		s.frame += int64(n)
		s.raw = s.rawAt(s.frame)
	}
}

func (s *readingSession) seek(calls []byte) []byte {
	number, calls := take(calls)
	frame := int64(number-8) * max(1, s.frames) / 200
	if number == 255 {
		frame = math.MaxInt64
	}
	told := s.r.Frames() // as the header declares, as long as the length is not known
	err := s.r.SeekFrame(frame)
	switch {
	case s.done(0, err):
	case frame < 0 || frame > told:
		require.ErrorIs(s.t, err, wave.ErrPosition)
	case !s.seekable:
		require.True(s.t, err != nil)
	case s.format.SampleBytes == 0 && s.format.BlockFrames == 0 && frame > 0:
		require.Error(s.t, err)
	case frame > s.frames: // there is nothing to be read
		require.NoError(s.t, err)
		require.NoError(s.t, s.r.SeekFrame(0))
		s.frame, s.raw = 0, 0
	default:
		require.NoError(s.t, err)
		s.frame = frame
		s.raw = s.rawAt(frame)
		if s.format.BlockFrames > 0 { // the whole block is to be read
			s.raw = min(frame/int64(s.format.BlockFrames)*int64(s.format.BlockAlign), int64(len(s.audio)))
		}
	}
	return calls
}

func (s *readingSession) list(calls []byte) []byte {
	chunks, err := s.r.Chunks()
	if s.done(len(chunks), err) {
		return calls
	}
	require.NoError(s.t, err)
	if s.sized {
		require.Equal(s.t, s.chunks, chunks)
	}
	return calls
}

func (s *readingSession) readChunk(calls []byte) []byte {
	i, calls := take(calls)
	i -= 2
	payload, err := s.r.ReadChunk(i)
	switch {
	case s.done(len(payload), err) || !s.sized:
	case i < 0 || i >= len(s.chunks) || s.chunks[i].ID == dataID:
		require.ErrorIs(s.t, err, wave.ErrArgument)
	default:
		require.NoError(s.t, err)
		require.Equal(s.t, string(s.file[s.chunks[i].Start:][:s.chunks[i].Size]), string(payload))
	}
	return calls
}

func (s *readingSession) metadata(calls []byte) []byte {
	m, err := s.r.Metadata()
	if s.done(0, err) {
		return calls
	}
	require.NoError(s.t, err)
	if s.sized {
		want, err := opened(s.file, nil).Metadata()
		require.NoError(s.t, err)
		require.Equal(s.t, want, m)
	}
	return calls
}

func (s *readingSession) mapAudio(calls []byte) []byte {
	mode, calls := take(calls)
	data, err := s.r.Map(wave.MapMode(mode % 5))
	switch mode := wave.MapMode(mode % 5); {
	case s.done(len(data), err):
	case mode < wave.MapReadOnly || mode > wave.MapReadWrite:
		require.ErrorIs(s.t, err, wave.ErrArgument)
	case s.mapped:
		require.ErrorIs(s.t, err, wave.ErrMapped)
	case !s.onDisk:
		require.ErrorIs(s.t, err, wave.ErrUnmappable)
	case mode == wave.MapReadWrite && !s.writable && len(s.audio) > 0:
		require.ErrorIs(s.t, err, wave.ErrReadOnly)
	default:
		require.NoError(s.t, err)
		require.Equal(s.t, string(s.audio), string(data))
		s.mapped = true
	}
	return calls
}

func (s *readingSession) unmap(calls []byte) []byte {
	err := s.r.Unmap()
	switch {
	case s.done(0, err):
	case s.mapped:
		require.NoError(s.t, err)
		s.mapped = false
	default:
		require.ErrorIs(s.t, err, wave.ErrNotMapped)
	}
	return calls
}

func (s *readingSession) syncMap(calls []byte) []byte {
	err := s.r.SyncMap()
	switch {
	case s.done(0, err):
	case s.mapped:
		require.NoError(s.t, err)
	default:
		require.ErrorIs(s.t, err, wave.ErrNotMapped)
	}
	return calls
}

func (s *readingSession) close(calls []byte) []byte {
	err := s.r.Close()
	if !s.done(0, err) {
		require.NoError(s.t, err)
		s.closed, s.mapped = true, false
		require.Nil(s.t, s.r.Mapped())
	}
	return calls
}
