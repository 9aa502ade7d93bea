package wave_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file tests the repair of files in place.

// put returns a copy of a file with bytes put over those at an offset.
func put(file []byte, offset int, b ...byte) []byte {
	file = slices.Clone(file)
	copy(file[offset:], b)
	return file
}

func TestRepair(t *testing.T) {
	var (
		riff    = boxings[0].wav(nil, nil)
		tagged  = boxings[0].wav(nil, [][]byte{wavtest.Chunk("LIST", []byte("INFO"))})
		rifx    = boxings[1].wav(nil, nil)
		rf64    = boxings[2].wav(nil, nil)
		wave64  = boxings[4].wav(nil, nil)
		odd     = wavtest.File(wavtest.PCM(1, 8000, 8), []byte{1, 2, 3})
		first   = wavtest.RIFF(boxings[0].fmt(), wavtest.Chunk("abcd", text(40)), wavtest.Chunk("data", testAudio))
		unknown = []byte{0xff, 0xff, 0xff, 0xff}
		zero    = make([]byte, 8)
		last    = len(tagged) - 12
	)
	for _, test := range []struct {
		name   string
		file   []byte
		limit  int64
		want   []byte
		repair wave.Repair
	}{
		{"in order", riff, noLimit, riff, 0},
		{"RIFF size 0", put(riff, 4, zero[:4]...), noLimit, riff, wave.RepairRIFFSize},
		{"RIFF size unknown", put(riff, 4, unknown...), noLimit, riff, wave.RepairRIFFSize},
		{"data size 0", put(riff, 40, zero[:4]...), noLimit, riff, wave.RepairDataSize},
		{"data size unknown", put(riff, 40, unknown...), noLimit, riff, wave.RepairDataSize},
		{"data size larger than the file", put(riff, 40, 0, 0, 1, 0), noLimit, riff, wave.RepairDataSize},
		{"both sizes 0", put(put(riff, 4, zero[:4]...), 40, zero[:4]...), noLimit, riff,
			wave.RepairRIFFSize | wave.RepairDataSize},
		{"both sizes unknown, and a chunk behind the audio", put(put(tagged, 4, unknown...), 40, unknown...), noLimit,
			tagged, wave.RepairRIFFSize | wave.RepairDataSize},
		{"RIFX", put(put(rifx, 4, zero[:4]...), 40, unknown...), noLimit, rifx,
			wave.RepairRIFFSize | wave.RepairDataSize},
		{"ds64 all 0", put(put(put(rf64, 20, zero...), 28, zero...), 36, zero...), noLimit, rf64,
			wave.RepairRIFFSize | wave.RepairDataSize},
		{"Wave64, both sizes unknown", put(put(wave64, 16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
			40+40+16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), noLimit,
			put(wave64, 40+40+16, byte(24+(len(testAudio)+7)&^7)), // nobody can tell what pads from audio
			wave.RepairRIFFSize | wave.RepairDataSize},
		{"the last byte, which pads, is missing", odd[:len(odd)-1], noLimit, odd, wave.RepairChunkPad},
		{"the bytes per second lie", put(riff, 28, 1, 2, 3, 4), noLimit, riff, wave.RepairByteRate},
		{"the block align lies", put(riff, 32, 7, 0), noLimit, riff, wave.RepairBlockAlign},
		{"bits of 0", put(riff, 34, 0, 0), noLimit, riff, wave.RepairBits},
		{"the last chunk is longer than the file", put(tagged, last+4, 200, 0, 0, 0), noLimit, tagged,
			wave.RepairChunkSize},
		{"RF64 without a ds64 chunk", put(put(put(first, 0, []byte("RF64")...), 4, unknown...), 88, unknown...), noLimit,
			first, wave.RepairRIFFSize | wave.RepairDataSize | wave.RepairDS64},
		{"RIFF past 4 GiB with room", put(reserved, 4, zero[:4]...), 300,
			slices.Concat([]byte("RF64"), unknown, []byte("WAVE"), wavtest.DS64{
				RIFF: uint64(len(reserved) - 8), Data: uint64(len(testAudio)), Frames: uint64(len(testAudio) / 2),
			}.Chunk(), reserved[48:76], unknown, reserved[80:]), wave.RepairRIFFSize},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := memory{bytes: slices.Clone(test.file)}
			repaired, err := wave.RepairStore(&m, test.limit)
			require.NoError(t, err)
			var set wave.Repair
			for _, d := range repaired {
				set |= d.Repair
			}
			assert.Equal(t, test.repair, set, "%v", repaired)
			assert.Equal(t, test.want, m.bytes)
			writes := slices.DeleteFunc(m.done, func(d deed) bool { return d.offset < 0 })
			assert.LessOrEqual(t, len(writes), 1, "all of it at once")

			again, err := wave.RepairStore(&m, test.limit)
			require.NoError(t, err)
			assert.Empty(t, again)
		})
	}
}

func TestARepairThatIsNotPossible(t *testing.T) {
	file := put(boxings[0].wav(nil, nil), 4, 0, 0, 0, 0)
	m := memory{bytes: file}
	_, err := wave.RepairStore(&m, 300)
	require.ErrorIs(t, err, wave.ErrTooLarge)
	assert.Empty(t, m.done)

	m = memory{bytes: []byte("Ogg data, in truth")}
	_, err = wave.RepairStore(&m, noLimit)
	require.ErrorIs(t, err, wave.ErrNotRIFF)
}

// audioOf returns where the audio of a file is, and how many frames.
func audioOf(t *testing.T, file []byte) (data []byte, r *wave.Reader) {
	t.Helper()
	r, err := wave.NewReader(bytes.NewReader(file), nil)
	require.NoError(t, err)
	_, err = r.Chunks()
	require.NoError(t, err)
	return file[r.DataOffset() : r.DataOffset()+r.DataBytes()], r
}

// Whatever a file is like, its repair keeps the audio, puts right what it says, and leaves nothing for a second one.
func requireRepair(t *testing.T, file []byte) {
	t.Helper()
	audio, before := audioOf(t, file)
	m := memory{bytes: slices.Clone(file)}
	repaired, err := wave.RepairStore(&m, noLimit)
	require.NoError(t, err)
	after, r := audioOf(t, m.bytes)
	require.True(t, bytes.Equal(audio, after), "the audio")
	require.Equal(t, before.Format(), r.Format())
	require.Equal(t, before.Frames(), r.Frames())
	require.Equal(t, before.DataOffset(), r.DataOffset())
	require.Equal(t, len(repaired) == 0, len(m.done) == 0, "it is touched if something is put right")
	for _, d := range r.Diagnostics() {
		for _, gone := range repaired {
			require.False(t, d.Repair == gone.Repair && d.Offset == gone.Offset, "%v is still there", d)
		}
	}
	require.LessOrEqual(t, len(r.Diagnostics()), len(before.Diagnostics()))

	again, err := wave.RepairStore(&m, noLimit)
	require.NoError(t, err)
	require.Empty(t, again)
}

// Whatever a file is like, an edit keeps the audio and all other chunks, or fails and touches nothing.
func requireEdit(t *testing.T, file []byte) {
	t.Helper()
	audio, before := audioOf(t, file)
	old, err := before.Metadata()
	require.NoError(t, err)
	m := memory{bytes: slices.Clone(file)}
	err = wave.EditStore(&m, noLimit, func(m *wave.Metadata) error {
		m.Set(id("wxyz"), text(33))
		return nil
	})
	if err != nil {
		require.ErrorIs(t, err, wave.ErrRefused)
		require.Empty(t, m.done)
		return
	}
	after, r := audioOf(t, m.bytes)
	require.True(t, bytes.Equal(audio, after), "the audio")
	have, err := r.Metadata()
	require.NoError(t, err)
	require.Equal(t, text(33), have.Find(id("wxyz")).Data)
	for _, c := range old.Chunks {
		require.True(t, slices.ContainsFunc(have.Chunks, func(h wave.Chunk) bool {
			return h.ID == c.ID && bytes.Equal(h.Data, c.Data)
		}) || fills(c) || c.ID == id("wxyz"), "%v", c.ID)
	}
}

func TestRepairAndEditOfTheCatalogue(t *testing.T) {
	for _, test := range catalogue.All() {
		t.Run(test.Name, func(t *testing.T) {
			if test.Err != nil || len(test.File) > 1<<20 {
				m := memory{bytes: test.File[:min(len(test.File), 1<<20)]}
				_, err := wave.RepairStore(&m, noLimit)
				if test.Err != nil {
					require.Error(t, err)
				}
				return
			}
			requireRepair(t, test.File)
			requireEdit(t, test.File)
		})
	}
}

func TestRepairAndEditOfTheCorpus(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: the corpus of recordings is not checked")
	}
	for _, recording := range readManifest(t, folder) {
		t.Run(recording.name, func(t *testing.T) {
			file, err := os.ReadFile(recording.path)
			require.NoError(t, err)
			if _, err := wave.NewReader(bytes.NewReader(file), nil); err != nil {
				m := memory{bytes: file}
				_, failed := wave.RepairStore(&m, noLimit)
				assert.ErrorContains(t, failed, err.Error())
				return
			}
			requireRepair(t, file)
			requireEdit(t, file)
		})
	}
}

func TestRepairFile(t *testing.T) {
	want := boxings[0].wav(nil, nil)
	for name, repair := range map[string]func(name string) ([]wave.Diagnostic, error){
		"by name": wave.RepairFile,
		"open": func(name string) ([]wave.Diagnostic, error) {
			f, err := os.OpenFile(name, os.O_RDWR, 0)
			require.NoError(t, err)
			defer f.Close()
			return wave.RepairOpenFile(f)
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.wav")
			require.NoError(t, os.WriteFile(path, put(want, 40, 0, 0, 0, 0), 0o600))
			repaired, err := repair(path)
			require.NoError(t, err)
			assert.Equal(t, fmt.Sprint([]wave.Diagnostic{{
				Repair: wave.RepairDataSize, Chunk: id("data"), Offset: 36, Used: int64(len(testAudio)),
			}}), fmt.Sprint(repaired))
			file, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Equal(t, want, file)
			repaired, err = repair(path)
			require.NoError(t, err)
			assert.Empty(t, repaired)
		})
	}
	_, err := wave.RepairFile(t.TempDir())
	assert.ErrorIs(t, err, wave.ErrNotRegular)
}
