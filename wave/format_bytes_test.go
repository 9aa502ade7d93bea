package wave_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file tests the bytes of fmt chunks.

// The bytes are those of the structures of mmreg.h, by hand.
func TestFmtChunksByteForByte(t *testing.T) {
	for _, test := range []struct {
		name      string
		format    wave.Format
		container wave.Container
		want      string // from the size of the chunk on
	}{
		{
			"12 bits of 2 bytes", wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 12}, wave.ContainerRIFF,
			"10000000 0100 0200 401f0000 007d0000 0400 0c00",
		},
		{
			"24 bits to the right of 4 bytes",
			wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 24, RightAligned: true}, wave.ContainerRIFF,
			"10000000 0100 0100 401f0000 007d0000 0400 1800",
		},
		{
			"24 bits to the left of 4 bytes",
			wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 32, ValidBits: 24}, wave.ContainerRIFF,
			"28000000 feff 0100 401f0000 007d0000 0400 2000 1600 1800 00000000 0100000000001000800000aa00389b71",
		},
		{
			"A-law", wave.Format{Tag: wave.TagALaw, Channels: 1, SampleRate: 8000}, wave.ContainerRIFF,
			"12000000 0600 0100 401f0000 401f0000 0100 0800 0000",
		},
		{
			"6 channels", wave.Format{Channels: 6, SampleRate: 8000, BitsPerSample: 16, ChannelMask: 0x3F},
			wave.ContainerRIFF,
			"28000000 feff 0600 401f0000 00770100 0c00 1000 1600 1000 3f000000 0100000000001000800000aa00389b71",
		},
		{
			"ambisonic", wave.Format{Channels: 4, SampleRate: 8000, BitsPerSample: 16, SubFormat: wave.SubFormatAmbisonicPCM},
			wave.ContainerRIFF,
			"28000000 feff 0400 401f0000 00fa0000 0800 1000 1600 1000 00000000 010000002107d3118644c8c1ca000000",
		},
		{
			"big-endian", wave.Format{Tag: wave.TagMuLaw, Channels: 2, SampleRate: 8000, BitsPerSample: 8}, wave.ContainerRIFX,
			"00000012 0007 0002 00001f40 00003e80 0002 0008 0000",
		},
		{
			"big-endian EXTENSIBLE", wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 16, ChannelMask: 4},
			wave.ContainerRIFX,
			"00000028 fffe 0001 00001f40 00003e80 0002 0010 0016 0010 00000004 0000000100000010800000aa00389b71",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := writeWith(t, test.format, &wave.WriterOptions{Container: test.container}, nil)
			start := bytes.Index(file, []byte("fmt ")) + 4
			want, err := hex.DecodeString(strings.ReplaceAll(test.want, " ", ""))
			require.NoError(t, err)
			assert.Equal(t, want, file[start:][:len(want)])
		})
	}
}

// Writers of RIFX do not agree on the order of the sub-format: big-endian in a test file of SciPy, as in RIFF, and as SoX
// writes it.
func TestSubFormatsOfRIFX(t *testing.T) {
	const rest = "\x80\x00\x00\xaa\x00\x38\x9b\x71"
	for name, test := range map[string]struct {
		bytes string
		want  wave.GUID
		known wave.Encoding
	}{
		"big-endian":    {"\x00\x00\x00\x03\x00\x00\x00\x10" + rest, wave.SubFormatFloat, wave.EncodingFloat},
		"little-endian": {"\x03\x00\x00\x00\x00\x00\x10\x00" + rest, wave.SubFormatFloat, wave.EncodingFloat},
		"some of it":    {"\x00\x03\x00\x00\x00\x00\x10\x00" + rest, wave.SubFormatFloat, wave.EncodingFloat},
		"big-endian, not known": {
			"\x11\x22\x33\x44\x55\x66\x77\x88" + rest,
			wave.GUID([]byte("\x44\x33\x22\x11\x66\x55\x88\x77" + rest)), wave.EncodingUnknown,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := wavtest.PCM(1, 8000, 32)
			f.Tag = wave.TagExtensible
			f.Extension = []byte("\x00\x16\x00\x20\x00\x00\x00\x04" + test.bytes)
			file := wavtest.RIFX(wavtest.BigChunk("fmt ", f.BigPayload()), wavtest.BigChunk("data", []byte{0x3f, 0x80, 0, 0}))
			r, err := wave.NewReader(bytes.NewReader(file), &strict)
			require.NoError(t, err)
			assert.Equal(t, test.want, r.Format().SubFormat)
			assert.Equal(t, test.known, r.Format().Encoding())
		})
	}
}

// A file without a decoder is open all the same: what its header says, its bytes, and why there are no samples.
func TestFilesWithoutADecoder(t *testing.T) {
	unknown := wavtest.Fmt{Tag: 0x55, Channels: 1, Rate: 8000, ByteRate: 1000, BlockAlign: 1}
	sub := wavtest.PCM(2, 8000, 16).Extensible(16, 3)
	sub.Extension[23] ^= 1
	noAlign := unknown
	noAlign.BlockAlign = 0
	for _, test := range []struct {
		name string
		fmt  wavtest.Fmt
		want wave.Format
		err  error
	}{
		{
			"another tag", unknown,
			wave.Format{Tag: 0x55, Channels: 1, SampleRate: 8000, BlockAlign: 1}, wave.ErrTag,
		},
		{
			"no block align", noAlign,
			wave.Format{Tag: 0x55, Channels: 1, SampleRate: 8000}, wave.ErrTag,
		},
		{
			"another sub-format", sub,
			wave.Format{
				Tag: wave.TagExtensible, Channels: 2, SampleRate: 8000, BitsPerSample: 16, ValidBits: 16, BlockAlign: 4,
				ChannelMask: 3, SubFormat: wave.GUID([]byte("\x01\x00\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x70")),
			}, wave.ErrSubFormat,
		},
		{
			"floats of 24 bits", wavtest.Float(1, 8000, 24),
			wave.Format{
				Tag: wave.TagFloat, Channels: 1, SampleRate: 8000, BitsPerSample: 24, ValidBits: 24, SampleBytes: 3, BlockAlign: 3,
			}, wave.ErrUnsupportedBits,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			audio := wavtest.Noise(36)
			r, err := wave.NewReader(bytes.NewReader(wavtest.File(test.fmt, audio)), &strict)
			require.NoError(t, err)
			assert.Equal(t, test.want, r.Format())
			_, err = wave.Read(r, make([]int16, 10))
			require.ErrorIs(t, err, test.err)
			assert.ErrorIs(t, err, wave.ErrUnsupported)
			planes := make([][]float32, r.Channels())
			for c := range planes {
				planes[c] = make([]float32, 10)
			}
			_, err = wave.ReadPlanar(r, planes)
			require.ErrorIs(t, err, test.err)
			got := make([]byte, 100)
			n, err := r.ReadBytes(got)
			require.NoError(t, err)
			assert.Equal(t, audio, got[:n])
		})
	}
}
