package wave_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file fuzzes what is done with whole files: scan, repair, edit and copy.

// Whatever a file is like: what is done with it as a whole keeps its audio, or fails and leaves it as it was.
func FuzzFiles(f *testing.F) {
	folder := f.TempDir()
	for i, file := range seeds(f) {
		f.Add(file, uint8(i), uint8(0), []byte("title"))
		f.Add(file, uint8(i), uint8(12), []byte{})
	}
	f.Fuzz(func(t *testing.T, file []byte, change, limit uint8, text []byte) {
		most := int64(noLimit)
		if limit > 0 { // of a RIFF file
			most = 16 * int64(limit)
		}
		fuzzRepair(t, file, most)
		fuzzEdit(t, file, most, change, text)
		fuzzCopy(t, file, most, wave.Container(1+change%5), folder)
		fuzzScan(t, file, filepath.Join(folder, "scanned.wav"))
	})
}

// sameAudio checks that a file that opened does so still, with the same audio.
func sameAudio(t *testing.T, before, after []byte) {
	t.Helper()
	old, now := opened(before, nil), opened(after, nil)
	if old == nil {
		require.Equal(t, before, after, "what does not open is not touched")
		return
	}
	require.NotNil(t, now, "it opens")
	require.Equal(t, old.Format(), now.Format())
	require.Equal(t, old.Frames(), now.Frames())
	want, _ := soundOf(t, before)
	got, _ := soundOf(t, after)
	require.Equal(t, want, got)
}

func fuzzRepair(t *testing.T, file []byte, most int64) {
	m := memory{bytes: slices.Clone(file)}
	repaired, err := wave.RepairStore(&m, most)
	require.Equal(t, len(repaired) == 0, len(m.done) == 0, "it is touched if something is put right")
	if opened(file, nil) == nil {
		require.Error(t, err)
	}
	if err != nil {
		require.Empty(t, m.done)
		return
	}
	sameAudio(t, file, m.bytes)
	for k := range m.done { // cut off between two changes
		sameAudio(t, file, after(file, m.done[:k]...))
	}
	again, err := wave.RepairStore(&m, most)
	require.NoError(t, err)
	require.Empty(t, again, "a second repair finds nothing")
}

var errChange = errors.New("the change is not made")

// changing returns a change of metadata.
func changing(change uint8, text []byte) func(*wave.Metadata) error {
	return func(m *wave.Metadata) error {
		i := 0
		if len(m.Chunks) > 0 {
			i = int(change/8) % len(m.Chunks)
		}
		switch change % 8 {
		case 0:
			m.Set(id("wxyz"), text)
		case 1:
			m.Chunks = nil
		case 2:
			m.Chunks = slices.Delete(m.Chunks, min(i, len(m.Chunks)), min(i+1, len(m.Chunks)))
		case 3:
			if i < len(m.Chunks) {
				m.Chunks[i].Data = slices.Concat(m.Chunks[i].Data, text)
			}
		case 4:
			if i < len(m.Chunks) {
				m.Chunks[i].Data = m.Chunks[i].Data[:len(m.Chunks[i].Data)/2]
			}
		case 5:
			return errChange
		case 6:
			slices.Reverse(m.Chunks)
			m.Chunks = append(m.Chunks, wave.Chunk{ID: id("bext"), Data: text})
		}
		return nil
	}
}

// ofKinds returns the payloads of chunks by their kinds, without what only fills.
func ofKinds(chunks []wave.Chunk) map[string][]string {
	kinds := map[string][]string{}
	for _, c := range chunks {
		if fills(c) {
			continue
		}
		kind := c.ID.String() + c.GUID.String()
		if c.ID == id("LIST") && len(c.Data) >= 4 {
			kind += string(c.Data[:4])
		}
		kinds[kind] = append(kinds[kind], string(c.Data))
	}
	return kinds
}

func fuzzEdit(t *testing.T, file []byte, most int64, change uint8, text []byte) {
	m := memory{bytes: slices.Clone(file)}
	var want map[string][]string
	err := wave.EditStore(&m, most, func(m *wave.Metadata) error {
		err := changing(change, text)(m)
		want = ofKinds(m.Chunks)
		return err
	})
	if err != nil {
		require.Empty(t, m.done)
		require.Equal(t, string(file), string(m.bytes))
		return
	}
	sameAudio(t, file, m.bytes)
	for k := range m.done { // cut off between two changes
		sameAudio(t, file, after(file, m.done[:k]...))
	}
	have, err := opened(m.bytes, nil).Metadata()
	require.NoError(t, err)
	require.Equal(t, want, ofKinds(have.Chunks))

	m.done = nil
	require.NoError(t, wave.EditStore(&m, most, func(*wave.Metadata) error { return nil }))
	require.Empty(t, m.done, "what changes nothing touches nothing")
}

func fuzzCopy(t *testing.T, file []byte, most int64, to wave.Container, folder string) {
	src, dst := filepath.Join(folder, "src.wav"), filepath.Join(folder, "dst.wav")
	require.NoError(t, os.WriteFile(src, file, 0o600))
	in, err := os.Open(src)
	require.NoError(t, err)
	defer in.Close()
	out, err := os.OpenFile(dst, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	require.NoError(t, err)
	defer out.Close()
	err = wave.CopyLimited(out, in, wave.CopyOptions{Container: to}, most)
	there, failed := os.ReadFile(src)
	require.NoError(t, failed)
	require.Equal(t, string(file), string(there))
	before := opened(file, nil)
	if before == nil {
		require.Error(t, err)
		return
	}
	if err != nil {
		require.True(t, isOneOf(err, wave.ErrBadChunk, wave.ErrTooLarge, wave.ErrTag), "%v", err)
		return
	}
	copied, failed := os.ReadFile(dst)
	require.NoError(t, failed)
	r := opened(copied, nil)
	require.NotNil(t, r)
	require.Equal(t, before.Frames(), r.Frames())
	if r.Format().BigEndian == before.Format().BigEndian {
		sameAudio(t, file, copied)
		want, err := before.Metadata()
		require.NoError(t, err)
		have, err := r.Metadata()
		require.NoError(t, err)
		require.Equal(t, ofKinds(want.Chunks), ofKinds(have.Chunks))
		return
	}
	for _, kind := range []wave.SampleType{wave.SampleInt64, wave.SampleFloat64} {
		size := (before.Frames() + 1) * int64(8*r.Format().Channels)
		want, have := make([]byte, size), make([]byte, size)
		n, wantErr := before.ReadSamples(kind, want)
		m, haveErr := r.ReadSamples(kind, have)
		require.Equal(t, n, m)
		require.Equal(t, wantErr == nil, haveErr == nil)
		require.True(t, bytes.Equal(want, have), "%v samples", kind)
		if n > 0 {
			require.NoError(t, errors.Join(before.SeekFrame(0), r.SeekFrame(0)))
		}
	}
}

func fuzzScan(t *testing.T, file []byte, path string) {
	require.NoError(t, os.WriteFile(path, file, 0o600))
	result := wave.Scan([]string{path}, &wave.ScanOptions{Metadata: true})[0]
	r := opened(file, nil)
	if r == nil {
		require.Error(t, result.Err)
		return
	}
	require.NoError(t, result.Err)
	m, err := r.Metadata()
	require.NoError(t, err)
	require.Equal(t, m, result.Metadata)
	r.FactFrames()
	require.Equal(t, r.Info(), result.Info)
}
