package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests maps of the sample data.

// mapModes are all modes, with what they need.
var mapModes = []struct {
	name     string
	mode     wave.MapMode
	writable bool
}{
	{"read only", wave.MapReadOnly, false},
	{"copy on write", wave.MapCopyOnWrite, false},
	{"read and write", wave.MapReadWrite, true},
}

// openMapped opens a file and maps it.
func openMapped(t *testing.T, path string, mode wave.MapMode) (*wave.Reader, []byte) {
	t.Helper()
	r, err := wave.Open(path, &wave.ReaderOptions{Writable: mode == wave.MapReadWrite})
	require.NoError(t, err)
	data, err := r.Map(mode)
	require.NoError(t, err)
	return r, data
}

// A map is what ReadBytes returns, in every encoding, wherever the data begins, and reading goes on beside it.
func TestMapIsTheSampleData(t *testing.T) {
	for name, encoding := range encodings(3) {
		t.Run(name, func(t *testing.T) {
			audio := wavtest.Noise(100*int(encoding.BlockAlign) + 1)
			for _, junk := range []int{0, 1, 4096 - 44 - 8, 4096, 65536 + 3} {
				file := wavtest.RIFF(encoding.Chunk(), wavtest.Chunk("junk", make([]byte, junk)), wavtest.Chunk("data", audio))
				path := onDisk(t, file)
				for _, mode := range mapModes {
					r, data := openMapped(t, path, mode.mode)
					assert.EqualValues(t, r.DataBytes(), len(data), mode.name)
					assert.Equal(t, len(data), cap(data), "what lies behind is not the caller's: %s", mode.name)
					assert.Equal(t, audio, data, mode.name)
					assert.Equal(t, audio, readAll(t, r, 7), "beside the map: %s", mode.name)
					require.NoError(t, r.Unmap())
					require.NoError(t, r.Close())
				}
			}
		})
	}
}

func TestWaysToMap(t *testing.T) {
	path := onDisk(t, baseFile)
	for name, open := range map[string]func() (*wave.Reader, error){
		"path": func() (*wave.Reader, error) { return wave.Open(path, nil) },
		"file that is the reader's own": func() (*wave.Reader, error) {
			f, err := os.Open(path)
			require.NoError(t, err)
			return wave.NewFileReader(f, nil)
		},
		"file": func() (*wave.Reader, error) {
			f, err := os.Open(path)
			require.NoError(t, err)
			t.Cleanup(func() { assert.NoError(t, f.Close()) })
			return wave.NewReader(f, nil)
		},
		"file, from an offset": func() (*wave.Reader, error) {
			f, err := os.Open(onDisk(t, append(wavtest.Noise(13), baseFile...)))
			require.NoError(t, err)
			_, err = f.Seek(13, io.SeekStart)
			require.NoError(t, err)
			return wave.NewFileReader(f, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := open()
			require.NoError(t, err)
			data, err := r.Map(wave.MapReadOnly)
			require.NoError(t, err)
			assert.Equal(t, baseAudio, data)
			assert.Equal(t, data, r.Mapped())
			require.NoError(t, r.Close())
		})
	}
}

func TestWhatCannotBeMapped(t *testing.T) {
	for _, way := range ways {
		switch way.name {
		case "path", "file", "file that is the reader's own":
			continue
		}
		t.Run(way.name, func(t *testing.T) {
			r, err := way.open(t, baseFile, wave.ReaderOptions{})
			require.NoError(t, err)
			closing(t, r)
			_, err = r.Map(wave.MapReadOnly)
			assert.ErrorIs(t, err, wave.ErrUnmappable)
			assert.ErrorIs(t, err, wave.ErrUnsupported)
			assert.Nil(t, r.Mapped())
			assert.Equal(t, baseAudio, readAll(t, r, 3), "reading goes on")
		})
	}
}

// Edits through a map reach the file, or stay in memory, or are not possible, as the mode says.
func TestEditsThroughAMap(t *testing.T) {
	audio := wavtest.Noise(30_000)
	file := wavtest.File(wavtest.PCM(3, 8000, 8), audio)
	edited := bytes.Clone(audio)
	for i := range edited {
		edited[i] ^= 0x55
	}

	path := onDisk(t, file)
	r, data := openMapped(t, path, wave.MapCopyOnWrite)
	copy(data, edited)
	require.NoError(t, r.SyncMap(), "nothing to do")
	assert.Equal(t, audio, readAll(t, r, 100))
	require.NoError(t, r.Close())
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, file, got, "copy on write")

	r, data = openMapped(t, path, wave.MapReadWrite)
	copy(data, edited)
	require.NoError(t, r.SyncMap())
	got, err = os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, wavtest.File(wavtest.PCM(3, 8000, 8), edited), got, "synced")
	copy(data, audio)
	require.NoError(t, r.Close())
	got, err = os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, file, got, "closed")
}

// What was read ahead before an edit is not what reads return after SyncMap and Unmap.
func TestReadsSeeEdits(t *testing.T) {
	for name, done := range map[string]func(*wave.Reader) error{
		"SyncMap": (*wave.Reader).SyncMap, "Unmap": (*wave.Reader).Unmap,
	} {
		r, data := openMapped(t, onDisk(t, baseFile), wave.MapReadWrite)
		frame := make([]int16, 1)
		_, err := wave.Read(r, frame)
		require.NoError(t, err)
		copy(data, wavtest.Noise(16))
		require.NoError(t, done(r), name)
		assert.Equal(t, wavtest.Noise(16)[2:], readAll(t, r, 3), "%s: from where it stood", name)
		require.NoError(t, r.SeekFrame(0))
		assert.Equal(t, wavtest.Noise(16), readAll(t, r, 3), name)
		require.NoError(t, r.Close())
	}
}

func TestMapReadWriteNeedsAFileOpenForWriting(t *testing.T) {
	r, err := wave.Open(onDisk(t, baseFile), nil)
	require.NoError(t, err)
	closing(t, r)
	_, err = r.Map(wave.MapReadWrite)
	require.ErrorIs(t, err, wave.ErrReadOnly)
	assert.ErrorIs(t, err, wave.ErrArgument)
	assert.ErrorIs(t, err, os.ErrPermission, "what the system said")
	data, err := r.Map(wave.MapReadOnly)
	require.NoError(t, err, "another mode")
	assert.Equal(t, baseAudio, data)
}

func TestOneMapAtATime(t *testing.T) {
	for _, mode := range mapModes {
		for name, file := range map[string][]byte{"some data": baseFile, "no data": wavtest.File(baseFmt, nil)} {
			where := fmt.Sprintf("%s, %s", mode.name, name)
			r, err := wave.Open(onDisk(t, file), &wave.ReaderOptions{Writable: mode.writable})
			require.NoError(t, err)
			assert.ErrorIs(t, r.Unmap(), wave.ErrNotMapped, where)
			assert.ErrorIs(t, r.SyncMap(), wave.ErrNotMapped, where)
			for range 3 {
				data, err := r.Map(mode.mode)
				require.NoError(t, err, where)
				assert.NotNil(t, data, where)
				assert.EqualValues(t, r.DataBytes(), len(data), where)
				_, err = r.Map(mode.mode)
				assert.ErrorIs(t, err, wave.ErrMapped, where)
				assert.ErrorIs(t, err, wave.ErrState, where)
				assert.Equal(t, data, r.Mapped(), where)
				require.NoError(t, r.SyncMap(), where)
				require.NoError(t, r.Unmap(), where)
				assert.Nil(t, r.Mapped(), where)
				assert.ErrorIs(t, r.Unmap(), wave.ErrNotMapped, where)
			}
			for _, wrong := range []wave.MapMode{0, 4, -1} {
				_, err = r.Map(wrong)
				assert.ErrorIs(t, err, wave.ErrArgument, where)
			}
			_, err = r.Map(mode.mode)
			require.NoError(t, err, where)
			require.NoError(t, r.Close(), where)
			assert.Nil(t, r.Mapped(), "Close unmaps: %s", where)
			_, err = r.Map(mode.mode)
			assert.Equal(t, wave.ErrClosed, err, where)
			assert.Equal(t, wave.ErrClosed, r.Unmap(), where)
			assert.Equal(t, wave.ErrClosed, r.SyncMap(), where)
		}
	}
}

// A map has what is there: of what the header declares, and of what there was when the file was opened.
func TestMapOfWhatIsThere(t *testing.T) {
	const header = 44
	noise := wavtest.Noise(20_000)
	for _, test := range []struct {
		name           string
		declared       uint32
		opened, mapped int64 // bytes of data in the file by then
		want           int
	}{
		{"all", 20_000, 20_000, 20_000, 20_000},
		{"more is declared", 1 << 30, 20_000, 20_000, 20_000},
		{"the size is unknown", 0xFFFFFFFF, 20_000, 20_000, 20_000},
		{"less is declared", 5000, 20_000, 20_000, 5000},
		{"the file became shorter", 20_000, 20_000, 10_001, 10_001},
		{"the file lost its data", 20_000, 20_000, 0, 0},
		{"the file lost its header", 20_000, 20_000, -30, 0},
		{"the file became empty", 20_000, 20_000, -header, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := onDisk(t, wavtest.RIFF(fmtChunk, wavtest.LyingChunk("data", test.declared, noise[:test.opened])))
			r, err := wave.Open(path, nil)
			require.NoError(t, err)
			require.NoError(t, os.Truncate(path, header+test.mapped))
			data, err := r.Map(wave.MapReadOnly)
			require.NoError(t, err)
			assert.Equal(t, noise[:test.want], data)
			require.NoError(t, r.Close())
		})
	}
}
