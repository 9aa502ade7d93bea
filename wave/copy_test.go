package wave_test

import (
	"bytes"
	"errors"
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

// This file tests Copy.

// besides returns what stands beside the audio of the files to copy: chunks that are known, and with numbers.
func besides(b boxing) (before, behind [][]byte) {
	o := orderOf(b.big)
	return [][]byte{
			b.chunk("cue ", pack(o, uint32(1), uint32(7), uint32(5), "data", uint32(0), uint32(0), uint32(5))),
			b.chunk("axml", []byte("<odd/>!")),
		}, [][]byte{
			b.chunk("LIST", pack(o, "INFO", item(o, "INAM", "title"))),
			b.chunk("PAD ", make([]byte, 10)),
		}
}

// copied returns the copy of a file.
func copied(t *testing.T, file []byte, opts *wave.CopyOptions) ([]byte, error) {
	t.Helper()
	folder := t.TempDir()
	src, dst := filepath.Join(folder, "src.wav"), filepath.Join(folder, "dst.wav")
	require.NoError(t, os.WriteFile(src, file, 0o600))
	err := wave.Copy(dst, src, opts)
	names, failed := os.ReadDir(folder)
	require.NoError(t, failed)
	if err != nil {
		require.Len(t, names, 1, "nothing is left behind")
		return nil, err
	}
	require.Len(t, names, 2, "nothing else is left behind")
	there, failed := os.ReadFile(src)
	require.NoError(t, failed)
	require.Equal(t, file, there)
	copy, failed := os.ReadFile(dst)
	require.NoError(t, failed)
	return copy, nil
}

func TestCopyToTheSameContainer(t *testing.T) {
	for _, b := range boxings {
		t.Run(b.container.String(), func(t *testing.T) {
			file := append(b.wav(besides(b)), "TAG and so on"...)
			for _, opts := range []*wave.CopyOptions{nil, {Container: b.container}, {Sync: true}} {
				got, err := copied(t, file, opts)
				require.NoError(t, err)
				assert.Equal(t, file, got)
			}
		})
	}
}

// swapped returns samples of 16 bits in the other order of bytes.
func swapped(samples []byte) []byte {
	samples = slices.Clone(samples)
	for i := 0; i+1 < len(samples); i += 2 {
		samples[i], samples[i+1] = samples[i+1], samples[i]
	}
	return samples
}

func TestCopyToAnotherContainer(t *testing.T) {
	for _, from := range boxings {
		for _, to := range boxings {
			t.Run(fmt.Sprintf("%v to %v", from.container, to.container), func(t *testing.T) {
				source := from
				got, err := copied(t, wavOf(source, "xyz"), &wave.CopyOptions{Container: to.container})
				require.NoError(t, err)
				want := wavOf(to, "xyz")
				if from.container != to.container && is64(from) && to.container == wave.ContainerRIFF {
					want = withRoom(to, "xyz")
				}
				assert.Equal(t, want, got)
			})
		}
	}
}

func is64(b boxing) bool {
	return b.container == wave.ContainerRF64 || b.container == wave.ContainerBW64
}

// wavOf returns a file with everything, in whose samples the low byte is the same for all containers.
func wavOf(b boxing, trailer string) []byte {
	before, behind := besides(b)
	audio := testAudio
	if b.big {
		audio = swapped(audio)
	}
	return append(b.file(slices.Concat([][]byte{b.fmt()}, before, [][]byte{b.audio(audio)}, behind)...), trailer...)
}

// withRoom is wavOf with the room to become RF64.
func withRoom(b boxing, trailer string) []byte {
	before, behind := besides(b)
	room := b.chunk("JUNK", make([]byte, 28))
	chunks := slices.Concat([][]byte{room, b.fmt()}, before, [][]byte{b.audio(testAudio)}, behind)
	return append(b.file(chunks...), trailer...)
}

func TestCopyTellsTheFramesAsTheContainerDoes(t *testing.T) {
	float := wavtest.Float(1, 8000, 32)
	audio := wavtest.Noise(40)
	riff := wavtest.RIFF(float.Chunk(), wavtest.Chunk("fact", []byte{10, 0, 0, 0}), wavtest.Chunk("data", audio))
	wave64 := wavtest.Wave64(waveChunk("fmt ", float.Payload()), waveChunk("fact", []byte{10, 0, 0, 0, 0, 0, 0, 0}),
		waveChunk("data", audio))
	got, err := copied(t, riff, &wave.CopyOptions{Container: wave.ContainerWave64})
	require.NoError(t, err)
	assert.Equal(t, wave64, got)
	got, err = copied(t, wave64, &wave.CopyOptions{Container: wave.ContainerRIFF})
	require.NoError(t, err)
	assert.Equal(t, riff, got)
}

func TestCopyWithOtherMetadata(t *testing.T) {
	b := boxings[0]
	m := wave.Metadata{Chunks: []wave.Chunk{
		{ID: id("bext"), Data: text(5)}, {ID: id("wxyz"), Data: text(6), AfterData: true},
	}}
	got, err := copied(t, b.wav(besides(b)), &wave.CopyOptions{Metadata: &m})
	require.NoError(t, err)
	assert.Equal(t, b.wav([][]byte{b.chunk("bext", text(5))}, [][]byte{b.chunk("wxyz", text(6))}), got)

	got, err = copied(t, withRoom(b, ""), &wave.CopyOptions{Metadata: &wave.Metadata{}})
	require.NoError(t, err)
	assert.Equal(t, reserved, got, "the room stays")
}

func TestCopyPutsTheSizesRight(t *testing.T) {
	want := boxings[0].wav(nil, nil)
	got, err := copied(t, put(want, 40, 0xff, 0xff, 0xff, 0xff), nil)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = copied(t, put(want, 40, 0xff, 0xff, 0xff, 0xff), &wave.CopyOptions{Container: wave.ContainerRF64})
	require.NoError(t, err)
	assert.Equal(t, boxings[2].wav(nil, nil), got)
}

func TestACopyThatIsNotPossible(t *testing.T) {
	guid := wavtest.LyingChunk64(bytes.Repeat([]byte{9}, 16), 32, make([]byte, 8))
	wave64 := wavtest.Wave64(waveChunk("fmt ", wavtest.PCM(1, 8000, 16).Payload()), guid, waveChunk("data", testAudio))
	for _, test := range []struct {
		name string
		file []byte
		opts wave.CopyOptions
		want error
	}{
		{"a GUID in RIFF", wave64, wave.CopyOptions{Container: wave.ContainerRIFF}, wave.ErrBadChunk},
		{"numbers that nobody knows, in RIFX", boxings[0].wav([][]byte{wavtest.Chunk("wxyz", text(4))}, nil),
			wave.CopyOptions{Container: wave.ContainerRIFX}, wave.ErrBadChunk},
		{"a second data chunk in RIFX", boxings[0].wav(nil, [][]byte{wavtest.Chunk("data", text(4))}),
			wave.CopyOptions{Container: wave.ContainerRIFX}, wave.ErrBadChunk},
		{"a chunk that the file makes itself", boxings[0].wav(nil, nil),
			wave.CopyOptions{Metadata: &wave.Metadata{Chunks: []wave.Chunk{{ID: id("data")}}}}, wave.ErrBadChunk},
		{"no container", boxings[0].wav(nil, nil), wave.CopyOptions{Container: 77}, wave.ErrArgument},
		{"no WAV file", []byte("Ogg data, in truth"), wave.CopyOptions{}, wave.ErrNotRIFF},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := copied(t, test.file, &test.opts)
			assert.ErrorIs(t, err, test.want)
		})
	}
}

func TestCopyPast4GiB(t *testing.T) {
	for _, test := range []struct {
		name string
		file []byte
		opts wave.CopyOptions
		want error
	}{
		{"RF64 to RIFF has room and stays RF64", boxings[2].wav(besides(boxings[2])),
			wave.CopyOptions{Container: wave.ContainerRIFF}, nil},
		{"Wave64 to RIFF has none", boxings[4].wav(nil, nil), wave.CopyOptions{Container: wave.ContainerRIFF},
			wave.ErrTooLarge},
		{"RIFX", boxings[0].wav(nil, nil), wave.CopyOptions{Container: wave.ContainerRIFX}, wave.ErrTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, err := os.Open(onDisk(t, test.file))
			require.NoError(t, err)
			defer in.Close()
			out, err := os.Create(filepath.Join(t.TempDir(), "copy"))
			require.NoError(t, err)
			defer out.Close()
			require.ErrorIs(t, wave.CopyLimited(out, in, test.opts, 500), test.want)
			got, err := os.ReadFile(out.Name())
			require.NoError(t, err)
			if test.want == nil {
				assert.Equal(t, test.file, got)
			} else {
				assert.Empty(t, got)
			}
		})
	}
}

// Whatever a file is like, its copy in any container has the audio and each chunk, or it is not made.
func TestCopyOfTheCatalogue(t *testing.T) {
	for _, test := range catalogue.All() {
		if test.Err != nil || len(test.File) > 1<<20 {
			continue
		}
		t.Run(test.Name, func(t *testing.T) {
			audio, before := audioOf(t, test.File)
			old, err := before.Metadata()
			require.NoError(t, err)
			for _, to := range boxings {
				if to.big {
					continue
				}
				got, err := copied(t, test.File, &wave.CopyOptions{Container: to.container})
				if before.Format().BigEndian && before.Format().SampleBytes == 0 {
					require.ErrorIs(t, err, wave.ErrTag)
					continue
				}
				if errors.Is(err, wave.ErrBadChunk) {
					continue
				}
				require.NoError(t, err)
				after, r := audioOf(t, got)
				if before.Format().BigEndian == r.Format().BigEndian {
					require.True(t, bytes.Equal(audio, after), "the audio")
				}
				require.Equal(t, before.Frames(), r.Frames())
				if before.Container() == r.Container() {
					continue
				}
				m, err := r.Metadata()
				require.NoError(t, err)
				want := slices.DeleteFunc(slices.Clone(old.Chunks), fills)
				have := slices.DeleteFunc(m.Chunks, fills)
				require.Len(t, have, len(want))
				for i := range want {
					require.Equal(t, want[i].ID, have[i].ID)
					require.Equal(t, want[i].AfterData, have[i].AfterData)
				}
			}
		})
	}
}

func TestCopyReplacesAFile(t *testing.T) {
	folder := t.TempDir()
	src, dst, link := filepath.Join(folder, "src"), filepath.Join(folder, "dst"), filepath.Join(folder, "link")
	file := boxings[0].wav(besides(boxings[0]))
	require.NoError(t, os.WriteFile(src, file, 0o600))
	require.NoError(t, os.WriteFile(dst, []byte("old"), 0o640))
	require.NoError(t, os.Symlink("dst", link))
	require.NoError(t, wave.Copy(link, src, nil))
	got, err := os.ReadFile(dst)
	require.NoError(t, err)
	assert.Equal(t, file, got)
	info, err := os.Stat(dst)
	require.NoError(t, err)
	assert.EqualValues(t, 0o640, info.Mode().Perm(), "the rights of the file that was there")
	info, err = os.Lstat(link)
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink)

	require.NoError(t, wave.Copy(src, src, &wave.CopyOptions{Container: wave.ContainerRF64}), "onto itself")
	r, err := wave.Open(src, nil)
	require.NoError(t, err)
	assert.Equal(t, wave.ContainerRF64, r.Container())
	require.NoError(t, r.Close())

	require.NoError(t, os.WriteFile(src, []byte("broken"), 0o600))
	require.Error(t, wave.Copy(dst, src, nil))
	got, err = os.ReadFile(dst)
	require.NoError(t, err)
	assert.Equal(t, file, got, "the old one stays")

	assert.ErrorIs(t, wave.Copy(folder, dst, nil), wave.ErrNotRegular)
	assert.ErrorIs(t, wave.Copy(src, folder, nil), wave.ErrNotRegular)
	assert.ErrorIs(t, wave.Copy(src, filepath.Join(folder, "none"), nil), os.ErrNotExist)
}

// Where the chunks do not lead to the fmt chunk, a copy of chunk after chunk would be without it.
func TestCopyOfAFileWhoseFmtChunkIsFoundBesideTheChunks(t *testing.T) {
	strange := wavtest.LyingChunk("\x00\x00e ", 4, make([]byte, 4))
	file := slices.Concat([]byte("RIFF\x48\x00\x00\x00WAVE"), wavtest.Chunk("data", make([]byte, 40)), strange, fmtChunk)
	require.NotNil(t, opened(file, nil))
	for _, container := range []wave.Container{wave.ContainerRIFX, wave.ContainerRF64, wave.ContainerWave64} {
		_, err := copied(t, file, &wave.CopyOptions{Container: container})
		require.ErrorIs(t, err, wave.ErrBadChunk, "%v", container)
	}
	_, err := copied(t, file, nil)
	require.NoError(t, err)
}
