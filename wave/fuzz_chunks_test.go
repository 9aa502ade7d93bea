package wave_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file gives a Reader files of all containers, and damaged ones.

// Whatever bytes it is given: what a file is found to hold does not depend on the way it is opened.
func FuzzContainers(f *testing.F) {
	list := wavtest.Chunk("LIST", []byte("INFO"))
	unknown := wavtest.LyingChunk("data", 0xFFFFFFFF, append(bytes.Clone(baseAudio), list...))
	for _, file := range [][]byte{
		richFile,
		wavtest.RIFF(fmtChunk, unknown),
		wavtest.RIFF(fmtChunk, wavtest.LyingChunk("data", 0, baseAudio)),
		wavtest.File64("RF64", baseFmt, baseAudio),
		wavtest.File64("BW64", baseFmt, baseAudio),
		wavtest.RF64("RF64", wavtest.DS64{Table: []wavtest.DS64Entry{{ID: "LIST", Size: 4}}}.Chunk(), fmtChunk, unknown, list),
		wavtest.FileRIFX(baseFmt, baseAudio),
		wavtest.FileWave64(baseFmt, baseAudio),
		wavtest.LyingWave64(0, wavtest.Chunk64("fmt ", baseFmt.Payload()),
			wavtest.LyingChunk64(wavtest.Wave64GUID("data"), 0, append(baseAudio[:16:16], wavtest.Chunk64("LIST", []byte("INFO"))...))),
		append([]byte("ID3\x04\x00\x00\x00\x00\x00\x01\x00"), baseFile...),
		append(bytes.Clone(baseFile), append([]byte("TAG"), make([]byte, 125)...)...),
	} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		want, wantErr := fuzzChunks(t, bytes.NewReader(file), file)
		for name, stream := range map[string]io.Reader{
			"forward": forward(bytes.NewReader(file)), "of unknown size": unsized{bytes.NewReader(file)},
		} {
			got, err := fuzzChunks(t, stream, file)
			if wantErr != nil {
				require.Error(t, err, name)
				continue
			}
			if name == "forward" && want.repairs&wave.RepairDataFirst != 0 {
				require.ErrorIs(t, err, wave.ErrDataFirst)
				continue
			}
			require.NoError(t, err, name)
			require.Equal(t, want, got, name)
		}
	})
}

func fuzzChunks(t *testing.T, stream io.Reader, file []byte) (found, error) {
	r, err := wave.NewReader(stream, nil)
	if err != nil {
		return found{}, err
	}
	f := found{container: r.Container(), audio: readAll(t, r, 3), frames: r.Frames()}
	chunks, err := r.Chunks()
	require.NoError(t, err)
	for i, chunk := range chunks {
		f.chunks = append(f.chunks, chunkText(chunk))
		require.LessOrEqual(t, chunk.Start+chunk.Size, int64(len(file)), "%v", chunk)
		payload, err := r.ReadChunk(i)
		if chunk.ID == dataID {
			continue
		}
		require.NoError(t, err)
		require.Equal(t, string(file[chunk.Start:chunk.Start+chunk.Size]), string(payload))
	}
	if frames, ok := r.FactFrames(); ok {
		f.fact = frames
	}
	f.repairs = repairsOf(r)
	_, err = r.ReadBytes(make([]byte, 1<<17))
	require.True(t, errors.Is(err, io.EOF))
	return f, r.Close()
}
