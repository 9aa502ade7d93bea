package wave_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file fuzzes sequences of calls of a Writer.

// writingFormats are the formats that are written.
var writingFormats = []wave.Format{
	mono8, stereo16, mono24, float32s,
	{Tag: wave.TagFloat, Channels: 1, SampleRate: 8000, BitsPerSample: 64},
	{Tag: wave.TagFloat, Channels: 3, SampleRate: 8000, BitsPerSample: 16},
	{Tag: wave.TagALaw, Channels: 2, SampleRate: 8000},
	{Tag: wave.TagMuLaw, Channels: 1, SampleRate: 8000},
	{Channels: 1, SampleRate: 8000, BitsPerSample: 20, ValidBits: 17, ChannelMask: 4},
	{Channels: 1, SampleRate: 8000, BitsPerSample: 24, RightAligned: true},
	{Channels: 5, SampleRate: 8000, BitsPerSample: 12},
	{Channels: 1, SampleRate: 8000, BitsPerSample: 64},
	{Tag: wave.TagIMAADPCM, Channels: 1, SampleRate: 8000, BlockAlign: 12},
	{Tag: wave.TagMSADPCM, Channels: 2, SampleRate: 8000, BlockAlign: 32},
}

// Whatever is called, in whichever order: a Writer takes it or refuses it, and the file has what it took.
func FuzzWriting(f *testing.F) {
	path := filepath.Join(f.TempDir(), "file.wav")
	for format := range writingFormats {
		for way := range byte(3) {
			for container := range byte(6) {
				calls := wavtest.Noise(64)[format+int(container):]
				f.Add(way, byte(format), container, byte(0), byte(0), calls)
				f.Add(way, byte(format), container, byte(7), byte(40), calls)
			}
		}
	}
	f.Fuzz(func(t *testing.T, way, format, container, gather, limit byte, calls []byte) {
		s := newWritingSession(t, way, format, container, gather, limit, path)
		if s == nil {
			return
		}
		var call int
		for count := 0; len(calls) > 0 && count < 100; count++ {
			call, calls = take(calls)
			calls = writingCalls[call%len(writingCalls)](s, calls)
		}
		if !s.closed {
			s.close(nil)
		}
	})
}

// A writingSession is a Writer and a model of it.
type writingSession struct {
	t    check
	w    *wave.Writer
	opts wave.WriterOptions
	path string // of the file, or empty

	memory  wave.Buffer
	forward forwardOnly
	seeks   bool
	limited bool // whether it may be full

	format   wave.Format
	data     []byte // sample data; of blocks the samples, as 16 bits
	position int
	metadata []wave.Chunk
	started  bool // whether the header may be written
	saved    int  // bytes of data at the last checkpoint, or -1
	closed   bool
	reopened bool // whether samples of blocks went through a decoder
	trailer  bool // whether there is something behind the last chunk of a file that was opened

	encoder *encoder // made when it is needed
}

func newWritingSession(t *testing.T, way, format, container, gather, limit byte, path string) *writingSession {
	s := &writingSession{t: check{t}, seeks: true, saved: -1}
	s.opts = wave.WriterOptions{
		Container: wave.Container(container % 6), Gather: int(gather) * 3, Plain: container >= 128,
	}
	if limit > 0 {
		s.limited = true
		s.opts.MaxRIFF = 16 * int64(limit)
	}
	chosen := writingFormats[int(format)%len(writingFormats)]
	var err error
	switch way % 3 {
	case 0:
		s.w, err = wave.NewWriter(&s.memory, chosen, &s.opts)
	case 1:
		s.path = path
		s.w, err = wave.Create(path, chosen, &s.opts)
	case 2:
		s.seeks = false
		s.w, err = wave.NewWriter(&s.forward, chosen, &s.opts)
	}
	if err != nil { // blocks in RIFX, more than a plain header can say, no room for a header
		require.True(t, isOneOf(err, wave.ErrBadFormat, wave.ErrTooLarge), "%v", err)
		return nil
	}
	s.format = s.w.Format()
	return s
}

// writingCalls are what can be called. Each takes what it needs from the front of the list of calls.
var writingCalls = []func(s *writingSession, calls []byte) []byte{
	(*writingSession).writeRaw, (*writingSession).writeTyped, (*writingSession).writeTyped, (*writingSession).writePlanar,
	(*writingSession).seek, (*writingSession).setMetadata,
	(*writingSession).checkpoint, (*writingSession).updateHeader, (*writingSession).flush,
	(*writingSession).close, (*writingSession).abandon, (*writingSession).reopen,
}

// isOneOf reports whether an error is one of some kinds.
func isOneOf(err error, kinds ...error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// failed checks an error: after it was closed, a Writer says so; else only these kinds may come.
func (s *writingSession) failed(err error, kinds ...error) bool {
	if s.closed {
		require.ErrorIs(s.t, err, wave.ErrClosed)
		return true
	}
	if err == nil {
		return false
	}
	if s.limited {
		kinds = append(kinds, wave.ErrTooLarge)
	}
	require.True(s.t, isOneOf(err, kinds...), "%v", err)
	return true
}

func (s *writingSession) packed() bool { return s.format.BlockFrames > 0 }

// took notes that data were written at the position.
func (s *writingSession) took(data []byte) {
	s.started = true
	end := s.position + len(data)
	if end > len(s.data) {
		s.data = append(s.data, make([]byte, end-len(s.data))...)
	}
	copy(s.data[s.position:], data)
	s.position = end
	require.False(s.t, s.closed)
	s.checkCounts()
}

func (s *writingSession) checkCounts() {
	if s.packed() {
		require.EqualValues(s.t, len(s.data)/2/s.format.Channels, s.w.FramesWritten())
		return
	}
	require.EqualValues(s.t, len(s.data)/s.format.BlockAlign, s.w.FramesWritten())
	require.EqualValues(s.t, len(s.data), s.w.BytesWritten())
}

func (s *writingSession) writeRaw(calls []byte) []byte {
	n, calls := take(calls)
	if s.packed() && !s.closed {
		return calls // see FuzzRoundTrip
	}
	data := make([]byte, n/8*s.format.BlockAlign)
	for i := range data {
		data[i] = byte(n * i)
	}
	got, err := s.w.WriteBytes(data)
	if s.failed(err) {
		require.Zero(s.t, got)
		return calls
	}
	require.Len(s.t, data, got)
	s.took(data)
	return calls
}

// samples returns frames of a type, and what they are in the file.
func (s *writingSession) samples(calls []byte) (kind wave.SampleType, samples, encoded, left []byte) {
	number, calls := take(calls)
	frames, calls := take(calls)
	kind = wave.SampleType(1 + number%int(wave.SampleInt64))
	samples = wavtest.Noise(frames / 6 * s.format.Channels * kind.Size())
	if kind == wave.SampleFloat32 || kind == wave.SampleFloat64 {
		for i := kind.Size() - 1; i < len(samples); i += kind.Size() {
			samples[i] &^= 0x40 // numbers below 2
		}
	}
	encoded = make([]byte, len(samples)/kind.Size()*2)
	if !s.packed() {
		if s.encoder == nil {
			s.encoder = newEncoder(s.t, s.format)
		}
		encoded = s.encoder.encode(s.t, kind, samples)
	} else if len(samples) > 0 {
		wave.ConvertBytes(encoded, wave.SampleInt16, samples, kind)
	}
	return kind, samples, encoded, calls
}

// An encoder tells what samples are in a file of a format, by a Writer of its own.
type encoder struct {
	w *wave.Writer
	b wave.Buffer
}

func newEncoder(t require.TestingT, format wave.Format) *encoder {
	opts := wave.WriterOptions{Plain: true}
	if format.BigEndian {
		opts.Container = wave.ContainerRIFX
	}
	var e encoder
	var err error
	e.w, err = wave.NewWriter(&e.b, format, &opts)
	require.NoError(t, err)
	return &e
}

func (e *encoder) encode(t require.TestingT, kind wave.SampleType, samples []byte) []byte {
	from := e.w.BytesWritten()
	_, err := e.w.WriteSamples(kind, samples)
	require.NoError(t, err)
	return e.b.Bytes()[e.w.DataOffset()+from:]
}

func (s *writingSession) writeTyped(calls []byte) []byte {
	kind, samples, encoded, calls := s.samples(calls)
	n, err := s.w.WriteSamples(kind, samples)
	s.wrote(n, err, encoded, len(samples)/kind.Size()/s.format.Channels)
	return calls
}

func (s *writingSession) writePlanar(calls []byte) []byte {
	kind, samples, encoded, calls := s.samples(calls)
	channels, size := s.format.Channels, kind.Size()
	frames := len(samples) / size / channels
	planes := make([][]byte, channels)
	for i := range frames * channels {
		planes[i%channels] = append(planes[i%channels], samples[i*size:][:size]...)
	}
	n, err := s.w.WritePlanes(kind, planes, frames)
	s.wrote(n, err, encoded, frames)
	return calls
}

// wrote notes that of so many frames n were written.
func (s *writingSession) wrote(n int, err error, encoded []byte, frames int) {
	if s.failed(err) {
		require.True(s.t, n == 0 || s.packed())
		if n > 0 {
			s.took(encoded[:len(encoded)/frames*n])
		}
		return
	}
	require.Equal(s.t, frames, n)
	s.took(encoded)
}

func (s *writingSession) seek(calls []byte) []byte {
	number, calls := take(calls)
	frames := s.w.FramesWritten()
	frame := frames * int64(number) / 250
	switch err := s.w.SeekFrame(frame); {
	case s.failed(err, wave.ErrPosition, wave.ErrNoUpdate, wave.ErrUnseekable):
		require.True(s.t, s.closed || frame > frames || s.packed() || !s.seeks)
	case !s.packed() && s.started:
		s.position = int(frame) * s.format.BlockAlign
	}
	return calls
}

// writingChunks are the chunks that are set beside the audio. A stream of unknown length can end in registered ones
// only.
var writingChunks = []wave.Chunk{
	{ID: id("LIST")},
	{ID: id("iXML"), Data: []byte("<a/>")},
	{ID: id("bext"), Data: make([]byte, 603)},
	{ID: id("cart"), Data: []byte{}},
}

func (s *writingSession) setMetadata(calls []byte) []byte {
	set, calls := take(calls)
	m := &wave.Metadata{BigEndian: s.format.BigEndian}
	for i, chunk := range writingChunks {
		if set>>(2*i)&1 == 1 {
			chunk.AfterData = set>>(2*i)&2 != 0
			if chunk.ID == id("LIST") {
				order := orderOf(m.BigEndian)
				chunk.Data = pack(order, "INFO", item(order, "INAM", "a\x00"))
			}
			m.Chunks = append(m.Chunks, chunk)
		}
	}
	if err := s.w.SetMetadata(m); !s.failed(err, wave.ErrHeaderWritten) {
		s.metadata = inFile(m.Chunks)
	}
	return calls
}

// inFile returns chunks in the order in which they come to stand in a file.
func inFile(chunks []wave.Chunk) []wave.Chunk {
	sorted := slices.Clone(chunks)
	slices.SortStableFunc(sorted, func(a, b wave.Chunk) int {
		switch {
		case a.AfterData == b.AfterData:
			return 0
		case a.AfterData:
			return 1
		}
		return -1
	})
	return sorted
}

func (s *writingSession) checkpoint(calls []byte) []byte {
	number, calls := take(calls)
	save := s.w.Checkpoint
	if number == 0 {
		save = s.w.Sync
	}
	if !s.failed(save(), s.unseekable()...) {
		s.started = true
		if s.seeks {
			s.saved = len(s.data)
			s.verify()
		}
	}
	return calls
}

// unseekable are the errors of what takes going back.
func (s *writingSession) unseekable() []error {
	if s.seeks {
		return nil
	}
	return []error{wave.ErrUnseekable}
}

func (s *writingSession) updateHeader(calls []byte) []byte {
	if err := s.w.UpdateHeader(); !s.failed(err, s.unseekable()...) || !s.closed {
		s.started = true
	}
	return calls
}

func (s *writingSession) flush(calls []byte) []byte {
	if !s.failed(s.w.Flush()) {
		s.started = true
	}
	return calls
}

func (s *writingSession) close(calls []byte) []byte {
	err := s.w.Close()
	if s.closed {
		require.ErrorIs(s.t, err, wave.ErrClosed)
		return calls
	}
	if err == nil {
		s.verify()
	} else {
		require.True(s.t, isOneOf(err, append(s.unseekable(), wave.ErrTooLarge)...), "%v", err)
	}
	s.closed = true
	return calls
}

func (s *writingSession) abandon(calls []byte) []byte {
	err := s.w.Abandon()
	if s.closed {
		require.ErrorIs(s.t, err, wave.ErrClosed)
		return calls
	}
	require.NoError(s.t, err)
	s.closed = true
	if s.saved >= 0 { // what was saved opens, whatever came later
		r := opened(s.file(), nil)
		require.NotNil(s.t, r)
		got := s.read(r)
		require.GreaterOrEqual(s.t, len(got), s.saved)
		if !s.packed() { // which loses something
			require.Equal(s.t, string(s.data[:s.saved]), string(got[:s.saved]))
		}
	}
	return calls
}

// reopen goes on in the file that was closed.
func (s *writingSession) reopen(calls []byte) []byte {
	if !s.closed || s.path == "" || s.saved == -2 {
		return calls
	}
	before := s.file()
	r := opened(before, nil)
	opts := wave.WriterOptions{MaxRIFF: s.opts.MaxRIFF}
	w, err := wave.OpenWriter(s.path, &opts)
	if err != nil {
		require.True(s.t, r == nil || s.packed() || s.limited, "%v", err)
		require.Equal(s.t, string(before), string(s.file()), "it is as it was")
		return calls
	}
	s.w, s.closed, s.started, s.saved = w, false, true, -1
	require.Equal(s.t, r.Frames(), w.FramesWritten())
	s.data = s.read(r)
	s.position = len(s.data)
	if !s.packed() { // behind the last whole frame: a file that was abandoned may end with a part of one
		s.position = int(r.Frames()) * s.format.BlockAlign
	}
	s.metadata = s.readMetadata(r)
	s.reopened = true
	s.trailer = repairsOf(r)&wave.RepairTrailing != 0
	return calls
}

// file returns the bytes of the file.
func (s *writingSession) file() []byte {
	switch {
	case s.path != "":
		file, err := os.ReadFile(s.path)
		require.NoError(s.t, err)
		return file
	case s.seeks:
		return s.memory.Bytes()
	}
	return s.forward.Bytes()
}

// read returns what data has, from a file.
func (s *writingSession) read(r *wave.Reader) []byte {
	if !s.packed() {
		return readAll(s.t.t, r, 100)
	}
	all := make([]byte, (r.Frames()+1)*int64(2*s.format.Channels))
	n, err := r.ReadSamples(wave.SampleInt16, all)
	require.True(s.t, err == nil || err == io.EOF, "%v", err)
	return all[:n*2*s.format.Channels]
}

// readMetadata returns what metadata has, from a file. JUNK is in the place of what there was once.
func (s *writingSession) readMetadata(r *wave.Reader) []wave.Chunk {
	m, err := r.Metadata()
	require.NoError(s.t, err)
	return slices.DeleteFunc(m.Chunks, func(c wave.Chunk) bool { return c.ID == id("JUNK") })
}

// verify checks that the file has what was written, and nothing wrong with it.
func (s *writingSession) verify() {
	var refuse wave.Repair = wave.RepairAll &^ wave.RepairChunkShort // of the bext and cart chunks
	if !s.seeks {
		refuse = 0
	}
	if s.trailer {
		refuse &^= wave.RepairTrailing
	}
	if !s.packed() && len(s.data)%s.format.BlockAlign != 0 {
		refuse &^= wave.RepairPartialFrame
	}
	file := s.file()
	r, err := wave.NewReader(bytes.NewReader(file), &wave.ReaderOptions{Refuse: refuse})
	require.NoError(s.t, err)
	format := r.Format()
	require.Equal(s.t, s.format, format)
	got, want := string(readAll(s.t.t, r, 100)), string(s.data)
	if s.packed() {
		if s.seeks { // else nobody can tell how many frames of the last block count
			require.EqualValues(s.t, len(s.data)/2/s.format.Channels, r.Frames())
		}
		if want = got; !s.reopened {
			want = packedAtOnce(s.t.t, s.format, s.data)
		}
	}
	if pads := len(got) - len(want); !s.seeks && len(s.metadata) > 0 && pads == s.padOf(len(want)) {
		got = got[:len(want)] // nobody can tell what pads from audio of a length that was not known
	}
	require.Equal(s.t, want, got)
	if len(s.metadata) > 0 {
		require.Equal(s.t, s.metadata, s.readMetadata(r))
	} else {
		require.Empty(s.t, s.readMetadata(r))
	}
}

// padOf returns how many bytes pad so many.
func (s *writingSession) padOf(size int) int {
	if s.opts.Container == wave.ContainerWave64 {
		return -size & 7
	}
	return -size & 1
}

// packedAtOnce returns the blocks of samples of 16 bits that are written by one call.
func packedAtOnce(t *testing.T, format wave.Format, samples []byte) string {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, format, nil)
	require.NoError(t, err)
	_, err = w.WriteSamples(wave.SampleInt16, samples)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	data, ok := soundOf(t, b.Bytes())
	require.True(t, ok)
	return data
}
