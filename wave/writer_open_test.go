package wave_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests Writers to files that are there: appending, and changing frames in place.

// updated returns what a file is after change.
func updated(t *testing.T, file []byte, opts *wave.WriterOptions, change func(w *wave.Writer)) []byte {
	t.Helper()
	path := onDisk(t, file)
	w, err := wave.OpenWriter(path, opts)
	require.NoError(t, err)
	change(w)
	require.NoError(t, w.Close())
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	return got
}

// made returns the file that a Writer makes of data and chunks.
func made(t *testing.T, format wave.Format, opts wave.WriterOptions, m *wave.Metadata, data []byte) []byte {
	t.Helper()
	var b wave.Buffer
	w, err := wave.NewWriter(&b, format, &opts)
	require.NoError(t, err)
	require.NoError(t, w.SetMetadata(m))
	writePieces(t, w, data, 1000)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// A file that is appended to is the file that would have been written at once.
func TestAppending(t *testing.T) {
	for _, test := range []struct {
		name   string
		format wave.Format
		frames int
	}{
		{"8 bits", mono8, 5}, {"8 bits, even", mono8, 6}, {"24 bits", mono24, 3}, {"floats", float32s, 4},
		{"nothing", mono8, 0},
	} {
		for _, c := range append(containersToWrite, -1) {
			opts, name := wave.WriterOptions{Container: c}, ""
			if c == -1 {
				opts, name = plain, "plain"
			} else {
				name = containerName(c)
			}
			for _, m := range []*wave.Metadata{nil, someFor(c)} {
				for more := range 4 {
					t.Run(fmt.Sprintf("%s, %s, metadata %t, %d more", test.name, name, m != nil, more), func(t *testing.T) {
						align := max(1, test.format.Channels*test.format.BitsPerSample/8)
						data := wavtest.Noise(align * (test.frames + more))
						before := made(t, test.format, opts, m, data[:align*test.frames])
						after := updated(t, before, nil, func(w *wave.Writer) {
							assert.EqualValues(t, test.frames, w.FramesWritten())
							assert.EqualValues(t, test.frames, w.FramesDeclared())
							assert.True(t, w.Seekable())
							if m != nil {
								assert.Equal(t, inOrder(m.Chunks), inOrder(w.Metadata().Chunks))
							}
							writePieces(t, w, data[align*test.frames:], 2)
							assert.EqualValues(t, len(data), w.BytesWritten())
						})
						assert.Equal(t, made(t, test.format, opts, m, data), after)
					})
				}
			}
		}
	}
}

// Typed samples are appended as bytes are.
func TestAppendingSamples(t *testing.T) {
	before := write(t, stereo16, wavtest.Noise(8))
	after := updated(t, before, nil, func(w *wave.Writer) {
		frames, err := wave.Write(w, []int16{1, 2, 3, 4})
		require.NoError(t, err)
		assert.Equal(t, 2, frames)
		assert.EqualValues(t, 4, w.FramesWritten())
	})
	assert.Equal(t, write(t, stereo16, append(wavtest.Noise(8), 1, 0, 2, 0, 3, 0, 4, 0)), after)
}

// Frames are changed in place, and everything else stays.
func TestChangingFrames(t *testing.T) {
	data := wavtest.Noise(20)
	for _, c := range containersToWrite {
		t.Run(containerName(c), func(t *testing.T) {
			opts := wave.WriterOptions{Container: c}
			before := made(t, stereo16, opts, someFor(c), data)
			after := updated(t, before, nil, func(w *wave.Writer) {
				require.NoError(t, w.SeekFrame(1))
				writePieces(t, w, []byte("abcd"), 3)
				require.NoError(t, w.Checkpoint(), "in the middle of the audio")
				writePieces(t, w, []byte("efgh"), 4)
				assert.EqualValues(t, 5, w.FramesWritten())
				require.NoError(t, w.SeekFrame(4))
				writePieces(t, w, []byte("ijklmnop"), 8)
				assert.EqualValues(t, 6, w.FramesWritten(), "over the end")
				require.NoError(t, w.SeekFrame(0))
				frames, err := wave.Write(w, []int16{0x4142, 0x4344})
				require.NoError(t, err)
				assert.Equal(t, 1, frames)
			})
			want := "\x42\x41\x44\x43abcdefgh" + string(data[12:16]) + "ijklmnop"
			if c == wave.ContainerRIFX {
				want = string(after[w0(c):w0(c)+4]) + want[4:] // big-endian
			}
			assert.Equal(t, made(t, stereo16, opts, someFor(c), []byte(want)), after)
		})
	}
}

// w0 returns where the audio begins in a file with someMetadata.
func w0(c wave.Container) int {
	w, err := wave.NewWriter(&wave.Buffer{}, stereo16, &wave.WriterOptions{Container: c})
	if err == nil {
		err = w.SetMetadata(someFor(c))
	}
	if err != nil {
		panic(err)
	}
	return int(w.DataOffset())
}

// SeekFrame works in a file that is being written as well.
func TestSeekFrameWhileWriting(t *testing.T) {
	for _, gather := range []int{0, 5, 1000} {
		var b wave.Buffer
		w, err := wave.NewWriter(&b, mono8, &wave.WriterOptions{Gather: gather})
		require.NoError(t, err)
		require.NoError(t, w.SeekFrame(0))
		writePieces(t, w, []byte("0123456789"), 3)
		require.NoError(t, w.SeekFrame(4))
		writePieces(t, w, []byte("ab"), 1)
		assert.EqualValues(t, 10, w.FramesWritten())
		require.NoError(t, w.SeekFrame(9))
		writePieces(t, w, []byte("cde"), 3)
		assert.EqualValues(t, 12, w.FramesWritten())
		require.NoError(t, w.SeekFrame(0))
		for _, frame := range []int64{-1, 13} {
			assert.ErrorIs(t, w.SeekFrame(frame), wave.ErrPosition)
		}
		require.NoError(t, w.Close())
		assert.Equal(t, write(t, mono8, []byte("0123ab678cde")), b.Bytes())
		assert.Equal(t, wave.ErrClosed, w.SeekFrame(0))
	}
	w, err := wave.NewWriter(&forwardOnly{}, mono8, nil)
	require.NoError(t, err)
	writePieces(t, w, []byte("0123456789"), 3)
	assert.ErrorIs(t, w.SeekFrame(4), wave.ErrUnseekable)
}

// What is wrong with the sizes of a file is put right by closing it.
func TestBrokenSizesArePutRight(t *testing.T) {
	f := wavtest.PCM(2, 44100, 16)
	data := wavtest.Noise(16)
	list := wavtest.Chunk("LIST", []byte("INFO"))
	right := wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", data))
	ds64 := wavtest.DS64{RIFF: math64, Data: math64, Frames: math64}
	for _, test := range []struct {
		name string
		file []byte
		want []byte
	}{
		{"RIFF size 0", wavtest.LyingRIFF(0, f.Chunk(), wavtest.Chunk("data", data)), right},
		{"data size too large", wavtest.LyingRIFF(1000, f.Chunk(), wavtest.LyingChunk("data", 964, data)), right},
		{"sizes not known", wavtest.LyingRIFF(0xFFFFFFFF, f.Chunk(), wavtest.LyingChunk("data", 0xFFFFFFFF, data)), right},
		{"sizes not known, a chunk behind",
			wavtest.LyingRIFF(0xFFFFFFFF, f.Chunk(), wavtest.LyingChunk("data", 0xFFFFFFFF, data), list),
			wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", data), list)},
		{"a chunk behind that is cut",
			wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", data), wavtest.LyingChunk("LIST", 100, []byte("INFO"))),
			wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", data), list)},
		{"no pad byte",
			wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", 3, []byte{1, 2, 3}), list),
			wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(), wavtest.Chunk("data", []byte{1, 2, 3}), list)},
		{"RF64 of unknown size", wavtest.RF64("RF64", ds64.Chunk(), f.Chunk(), wavtest.LyingChunk("data", 0xFFFFFFFF, data)),
			wavtest.File64("RF64", f, data)},
		{"Wave64 with sizes too large",
			wavtest.LyingWave64(1<<40, wavtest.Chunk64("fmt ", f.Payload()),
				wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 1<<40, data)),
			wavtest.FileWave64(f, data)},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, string(test.want), string(updated(t, test.file, nil, func(*wave.Writer) {})))
		})
	}
}

const math64 = 1<<64 - 1

// A file that is in order is not written to, whatever it has that a Writer would do otherwise.
func TestAFileInOrderStaysAsItIs(t *testing.T) {
	f := wavtest.PCM(1, 8000, 8)
	data := wavtest.Noise(7)
	for name, file := range map[string][]byte{
		"chunks before fmt": wavtest.RIFF(wavtest.Chunk("bext", []byte("odd")), f.Chunk(), wavtest.Chunk("data", data)),
		"bytes behind the last chunk": append(wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", data),
			wavtest.Chunk("LIST", []byte("INFO"))), "TAG and so on"...),
		"a second data chunk": wavtest.RIFF(f.Chunk(), wavtest.Chunk("data", data), wavtest.Chunk("data", data)),
		"a fact chunk of integers": wavtest.RIFF(f.Chunk(), wavtest.Chunk("fact", []byte{7, 0, 0, 0}),
			wavtest.Chunk("data", data)),
		"a long fmt chunk": wavtest.RIFF(wavtest.Chunk("fmt ", append(f.Payload(), 0, 0)), wavtest.Chunk("data", data)),
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, file, updated(t, file, nil, func(*wave.Writer) {}))
			more := updated(t, file, nil, func(w *wave.Writer) { writePieces(t, w, []byte{1, 2}, 1) })
			r, err := wave.NewReader(bytes.NewReader(more), nil)
			require.NoError(t, err)
			assert.Equal(t, append(bytes.Clone(data), 1, 2), readAll(t, r, 100))
			end := bytes.Index(file, data) + len(data) + 1
			assert.True(t, bytes.HasSuffix(more, file[end:]), "what stood behind the audio stands there again")
		})
	}
}

// The metadata of a file that is opened can be changed, as far as it stands behind the audio.
func TestChangingTheMetadataOfAFile(t *testing.T) {
	data := wavtest.Noise(5)
	second := wavtest.Chunk("data", []byte("second"))
	file := wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(), wavtest.Chunk("bext", nil), wavtest.Chunk("data", data),
		wavtest.Chunk("LIST", []byte("a long text")), second)
	for _, text := range []string{"", "short", "a long text", "a text that is longer still"} {
		after := updated(t, file, nil, func(w *wave.Writer) {
			m := w.Metadata()
			require.Len(t, m.Chunks, 2)
			m.Chunks[1].Data = []byte(text)
			require.NoError(t, w.SetMetadata(m))
			require.ErrorIs(t, w.SetMetadata(nil), wave.ErrHeaderWritten)
		})
		want := wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(), wavtest.Chunk("bext", nil), wavtest.Chunk("data", data),
			wavtest.Chunk("LIST", []byte(text)), second)
		assert.Equal(t, string(want), string(after), "nothing else is lost, and nothing is left over")
	}
}

// A file with room in its header grows past the limit, others refuse.
func TestAppendingPastTheLimit(t *testing.T) {
	f := wavtest.PCM(1, 8000, 8)
	ds64 := wavtest.DS64{RIFF: 1, Data: 2, Frames: 3}
	long := append(make([]byte, 28), "more room"...)
	for _, test := range []struct {
		name  string
		file  []byte
		opts  wave.WriterOptions
		grows bool
	}{
		{"auto", write(t, mono8, wavtest.Noise(10)), wave.WriterOptions{}, true},
		{"auto, told to stay", write(t, mono8, wavtest.Noise(10)), wave.WriterOptions{Container: wave.ContainerRIFF}, false},
		{"plain", wavtest.File(f, wavtest.Noise(10)), wave.WriterOptions{}, false},
		{"RIFX", wavtest.FileRIFX(f, wavtest.Noise(10)), wave.WriterOptions{}, false},
		{"RF64", wavtest.File64("RF64", f, wavtest.Noise(10)), wave.WriterOptions{}, true},
		{"BW64", wavtest.File64("BW64", f, wavtest.Noise(10)), wave.WriterOptions{}, true},
		{"Wave64", wavtest.FileWave64(f, wavtest.Noise(10)), wave.WriterOptions{Container: wave.ContainerWave64}, true},
		{"RIFF with more room",
			wavtest.RIFF(wavtest.Chunk("JUNK", long), f.Chunk(), wavtest.Chunk("data", wavtest.Noise(10))),
			wave.WriterOptions{}, true},
		{"RIFF with less room",
			wavtest.RIFF(wavtest.Chunk("JUNK", long[:27]), f.Chunk(), wavtest.Chunk("data", wavtest.Noise(10))),
			wave.WriterOptions{}, false},
		{"room that does not come first",
			wavtest.RIFF(f.Chunk(), wavtest.Chunk("JUNK", long), wavtest.Chunk("data", wavtest.Noise(10))),
			wave.WriterOptions{}, false},
		{"RIFF with a ds64 chunk", wavtest.RIFF(ds64.Chunk(), f.Chunk(), wavtest.Chunk("data", wavtest.Noise(10))),
			wave.WriterOptions{}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.opts.MaxRIFF = riffSizeOf(test.file) + 1
			path := onDisk(t, test.file)
			w, err := wave.OpenWriter(path, &test.opts)
			require.NoError(t, err)
			_, err = w.WriteBytes(wavtest.Noise(12)[10:])
			if !test.grows {
				require.ErrorIs(t, err, wave.ErrTooLarge)
			} else {
				require.NoError(t, err)
			}
			require.NoError(t, w.Close())
			r, err := wave.Open(path, &strict)
			if !test.grows && err != nil {
				require.ErrorIs(t, err, wave.ErrRefused)
				return
			}
			require.NoError(t, err)
			defer func() { assert.NoError(t, r.Close()) }()
			if test.grows {
				assert.Equal(t, wavtest.Noise(12), readAll(t, r, 5))
				assert.NotEqual(t, wave.ContainerRIFF, r.Container())
			} else {
				assert.Equal(t, wavtest.Noise(10), readAll(t, r, 5))
			}
		})
	}
}

// The size that a table in ds64 tells of another chunk stays.
func TestATableInDS64Stays(t *testing.T) {
	f := wavtest.PCM(1, 8000, 8)
	ds64 := wavtest.DS64{Data: 10, Frames: 10, Table: []wavtest.DS64Entry{{ID: "big ", Size: 6}}}
	chunks := append(f.Chunk(), wavtest.Sizeless("big ", []byte("large!"))...)
	chunks = append(chunks, wavtest.Sizeless("data", wavtest.Noise(10))...)
	ds64.RIFF = uint64(4 + len(ds64.Chunk()) + len(chunks))
	file := wavtest.RF64("RF64", ds64.Chunk(), chunks)
	assert.Equal(t, file, updated(t, file, nil, func(*wave.Writer) {}))
	after := updated(t, file, nil, func(w *wave.Writer) { writePieces(t, w, []byte{1, 2}, 2) })
	ds64.RIFF, ds64.Data, ds64.Frames = ds64.RIFF+2, 12, 12
	want := append(wavtest.RF64("RF64", ds64.Chunk(), chunks), 1, 2)
	assert.Equal(t, want, after)
}

// Files whose frames cannot be written to.
func TestFilesThatCannotBeUpdated(t *testing.T) {
	f := wavtest.PCM(1, 8000, 16)
	right := wavtest.File(f, wavtest.Noise(10))
	mp3 := f
	mp3.Tag = 0x55
	none := f
	none.Tag = 0
	extensible := f.Extensible(16, 0)
	clear(extensible.Extension[8:])
	for _, test := range []struct {
		name string
		file []byte
		opts wave.WriterOptions
		want error
	}{
		{"MPEG layer 3", wavtest.File(mp3, wavtest.Noise(10)), wave.WriterOptions{}, wave.ErrBadFormat},
		{"tag 0", wavtest.File(none, wavtest.Noise(10)), wave.WriterOptions{}, wave.ErrBadFormat},
		{"sub-format 0", wavtest.File(extensible, wavtest.Noise(10)), wave.WriterOptions{}, wave.ErrBadFormat},
		{"no WAV file", []byte("some text that is long enough"), wave.WriterOptions{}, wave.ErrNotRIFF},
		{"empty", nil, wave.WriterOptions{}, wave.ErrTruncated},
		{"another container", right, wave.WriterOptions{Container: wave.ContainerRF64}, wave.ErrArgument},
		{"no container at all", right, wave.WriterOptions{Container: 9}, wave.ErrArgument},
		{"data before fmt", wavtest.RIFF(wavtest.Chunk("data", wavtest.Noise(10)), f.Chunk()),
			wave.WriterOptions{}, wave.ErrNoUpdate},
		{"RF64 without ds64", wavtest.RF64("RF64", f.Chunk(), wavtest.Sizeless("data", wavtest.Noise(10))),
			wave.WriterOptions{}, wave.ErrNoUpdate},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := onDisk(t, test.file)
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			require.NoError(t, err)
			_, err = wave.NewFileUpdater(f, &test.opts)
			require.ErrorIs(t, err, test.want)
			assert.ErrorIs(t, f.Close(), os.ErrClosed, "closed with the writer that was not made")
			got, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, string(test.file), string(got))
		})
	}
	_, err := wave.OpenWriter(t.TempDir()+"/none.wav", nil)
	assert.ErrorIs(t, err, os.ErrNotExist)
	file, err := os.OpenFile(onDisk(t, right), os.O_RDWR|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = wave.NewFileUpdater(file, nil)
	assert.ErrorIs(t, err, wave.ErrUnseekable, "what is written would end up at the end")
}

// Frames are appended behind blocks that are full; a block that is not cannot be filled up.
func TestAppendingBlocks(t *testing.T) {
	format := wave.Format{Tag: wave.TagIMAADPCM, Channels: 1, SampleRate: 8000}
	samples := noiseOf[int16](5000, 1)
	made := func(n int) []byte {
		var b wave.Buffer
		w, err := wave.NewWriter(&b, format, nil)
		require.NoError(t, err)
		_, err = wave.Write(w, samples[:n])
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return b.Bytes()
	}
	w, err := wave.NewWriter(&wave.Buffer{}, format, nil)
	require.NoError(t, err)
	perBlock := w.Format().BlockFrames
	for _, more := range []int{0, 1, perBlock, perBlock + 1} {
		before := made(2 * perBlock)
		after := updated(t, before, nil, func(w *wave.Writer) {
			assert.EqualValues(t, 2*perBlock, w.FramesWritten())
			_, err := wave.Write(w, samples[2*perBlock:2*perBlock+more])
			require.NoError(t, err)
			require.NoError(t, w.Checkpoint())
			assert.ErrorIs(t, w.SeekFrame(1), wave.ErrNoUpdate)
			assert.NoError(t, w.SeekFrame(w.FramesWritten()))
		})
		r, err := wave.NewReader(bytes.NewReader(after), &strict)
		require.NoError(t, err)
		assert.EqualValues(t, 2*perBlock+more, r.Frames())
		assert.Equal(t, len(made(2*perBlock+more)), len(after))
		assert.Equal(t, made(2 * perBlock)[w.DataOffset():], after[w.DataOffset():][:len(before)-int(w.DataOffset())])
	}
	_, err = wave.OpenWriter(onDisk(t, made(2*perBlock+1)), nil)
	assert.ErrorIs(t, err, wave.ErrNoUpdate)
}

// A file that begins behind something else, or that an ID3 tag stands before.
func TestUpdatingAnEmbeddedFile(t *testing.T) {
	prefix := wavtest.Noise(13)
	whole := append(bytes.Clone(prefix), write(t, mono8, wavtest.Noise(5))...)
	f, err := os.OpenFile(onDisk(t, whole), os.O_RDWR, 0)
	require.NoError(t, err)
	_, err = f.Seek(13, 0)
	require.NoError(t, err)
	w, err := wave.NewFileUpdater(f, nil)
	require.NoError(t, err)
	assert.EqualValues(t, 13+start, w.DataOffset())
	writePieces(t, w, wavtest.Noise(9)[5:], 3)
	require.NoError(t, w.Close())
	got, err := os.ReadFile(f.Name())
	require.NoError(t, err)
	assert.Equal(t, append(prefix, write(t, mono8, wavtest.Noise(9))...), got)

	tag := "ID3\x04\x00\x00\x00\x00\x00\x05hello"
	after := updated(t, append([]byte(tag), write(t, mono8, wavtest.Noise(5))...), nil, func(w *wave.Writer) {
		writePieces(t, w, wavtest.Noise(9)[5:], 3)
	})
	assert.Equal(t, tag+string(write(t, mono8, wavtest.Noise(9))), string(after))
}
