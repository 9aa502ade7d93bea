package wave_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file tests Format: what is read from a fmt chunk alone, and what can be written.

// ParseFormat understands a fmt chunk just as a Reader does.
func TestParseFormat(t *testing.T) {
	for _, test := range catalogue.All() {
		if !strings.ContainsAny(test.Name[:1], "FEC") {
			continue
		}
		t.Run(test.Name, func(t *testing.T) {
			const start = 20
			size := binary.LittleEndian.Uint32(test.File[start-4:])
			chunk := test.File[start:min(start+int64(size), int64(len(test.File)))]
			got, err := wave.ParseFormat(chunk)
			if test.Err != nil && !errors.Is(test.Err, wave.ErrNoData) {
				require.ErrorIs(t, err, test.Err)
				var e *wave.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, "fmt ", e.Chunk.String())
				assert.EqualValues(t, -1, e.Offset, "it lies in no stream")
				return
			}
			require.NoError(t, err)
			if test.Err == nil {
				assert.Equal(t, test.Format, got)
			}
		})
	}
}

func TestFormatsThatCanBeWritten(t *testing.T) {
	for _, test := range []struct {
		name         string
		format, want wave.Format
	}{
		{
			"three fields are enough", wave.Format{Channels: 2, SampleRate: 44100, BitsPerSample: 24},
			wave.Format{
				Tag: wave.TagPCM, Channels: 2, SampleRate: 44100, BitsPerSample: 24, ValidBits: 24, SampleBytes: 3, BlockAlign: 6,
			},
		},
		{
			"what can be computed is", wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 8, SampleBytes: 5, BlockAlign: 99},
			wave.Format{Tag: wave.TagPCM, Channels: 1, SampleRate: 8000, BitsPerSample: 8, ValidBits: 8, SampleBytes: 1, BlockAlign: 1},
		},
		{
			"EXTENSIBLE is of integers unless it says otherwise",
			wave.Format{Tag: wave.TagExtensible, Channels: 6, SampleRate: 48000, BitsPerSample: 32, ValidBits: 24, ChannelMask: 0x3F},
			wave.Format{
				Tag: wave.TagExtensible, Channels: 6, SampleRate: 48000, BitsPerSample: 32, ValidBits: 24, ChannelMask: 0x3F,
				SampleBytes: 4, BlockAlign: 24, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			"the largest frames", wave.Format{Channels: 65535, SampleRate: 8000, BitsPerSample: 8},
			wave.Format{
				Tag: wave.TagPCM, Channels: 65535, SampleRate: 8000, BitsPerSample: 8, ValidBits: 8, SampleBytes: 1, BlockAlign: 65535,
			},
		},
		{
			"the highest rate", wave.Format{Channels: 1, SampleRate: 4294967295, BitsPerSample: 8},
			wave.Format{
				Tag: wave.TagPCM, Channels: 1, SampleRate: 4294967295, BitsPerSample: 8, ValidBits: 8, SampleBytes: 1, BlockAlign: 1,
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, err := wave.NewWriter(&wave.Buffer{}, test.format, nil)
			require.NoError(t, err)
			assert.Equal(t, test.want, w.Format())
			again, err := wave.NewWriter(&wave.Buffer{}, test.want, nil)
			require.NoError(t, err)
			assert.Equal(t, test.want, again.Format(), "a format that is filled in stays as it is")
		})
	}
}

func TestFormatsThatCannotBeWritten(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*wave.Format)
		say    string
	}{
		{"unknown tag", func(f *wave.Format) { f.Tag = 0x55 }, "format tag 0x0055"},
		{"unknown sub-format", func(f *wave.Format) {
			f.Tag, f.SubFormat = wave.TagExtensible, wave.GUID{1}
		}, "sub-format 00000001-0000-0000-0000-000000000000"},
		{"channel mask without EXTENSIBLE", func(f *wave.Format) { f.ChannelMask = 3 }, "EXTENSIBLE"},
		{"sub-format without EXTENSIBLE", func(f *wave.Format) { f.SubFormat = wave.SubFormatPCM }, "EXTENSIBLE"},
		{"no channels", func(f *wave.Format) { f.Channels = 0 }, "0 channels"},
		{"too many channels", func(f *wave.Format) { f.Channels = 65536 }, "65536 channels"},
		{"negative channels", func(f *wave.Format) { f.Channels = -1 }, "-1 channels"},
		{"0 bits", func(f *wave.Format) { f.BitsPerSample = 0 }, "0 bits"},
		{"12 bits", func(f *wave.Format) { f.BitsPerSample = 12 }, "12 bits"},
		{"64 bits", func(f *wave.Format) { f.BitsPerSample = 64 }, "64 bits"},
		{"float of 16 bits", func(f *wave.Format) { f.Tag = wave.TagFloat }, "16 bits of IEEE float"},
		{"sample rate 0", func(f *wave.Format) { f.SampleRate = 0 }, "sample rate 0"},
		{"sample rate beyond the field", func(f *wave.Format) { f.SampleRate = 1 << 32 }, "sample rate 4294967296"},
		{"valid bits without EXTENSIBLE", func(f *wave.Format) { f.ValidBits = 12 }, "12 valid bits of 16"},
		{"more valid bits than bits", func(f *wave.Format) { f.Tag, f.ValidBits = wave.TagExtensible, 17 }, "17 valid bits of 16"},
		{"negative valid bits", func(f *wave.Format) { f.Tag, f.ValidBits = wave.TagExtensible, -1 }, "-1 valid bits of 16"},
		{"aligned to the right", func(f *wave.Format) { f.RightAligned = true }, "right"},
		{"frames beyond the field", func(f *wave.Format) { f.Channels = 32768 }, "frames of 65536 bytes"},
		{"bytes per second beyond the field", func(f *wave.Format) { f.SampleRate = 1 << 31 }, "4294967296 bytes per second"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 16}
			test.change(&f)
			_, err := wave.NewWriter(&wave.Buffer{}, f, nil)
			require.ErrorIs(t, err, wave.ErrBadFormat)
			assert.ErrorIs(t, err, wave.ErrArgument)
			assert.ErrorContains(t, err, test.say)
		})
	}
}

func TestEncodingOfFormats(t *testing.T) {
	for _, test := range []struct {
		format wave.Format
		want   wave.Encoding
		name   string
	}{
		{wave.Format{Tag: wave.TagPCM}, wave.EncodingPCM, "PCM"},
		{wave.Format{Tag: wave.TagFloat}, wave.EncodingFloat, "IEEE float"},
		{wave.Format{Tag: wave.TagExtensible, SubFormat: wave.SubFormatPCM}, wave.EncodingPCM, "PCM"},
		{wave.Format{Tag: wave.TagExtensible, SubFormat: wave.SubFormatFloat}, wave.EncodingFloat, "IEEE float"},
		{wave.Format{Tag: wave.TagExtensible}, wave.EncodingUnknown, "unknown"},
		{wave.Format{Tag: 0x55}, wave.EncodingUnknown, "unknown"},
	} {
		assert.Equal(t, test.want, test.format.Encoding())
		assert.Equal(t, test.name, test.want.String())
	}
}

// The texts are those of KSDATAFORMAT_SUBTYPE_PCM and KSDATAFORMAT_SUBTYPE_IEEE_FLOAT in ksmedia.h.
func TestGUID(t *testing.T) {
	assert.Equal(t, "00000001-0000-0010-8000-00aa00389b71", wave.SubFormatPCM.String())
	assert.Equal(t, "00000003-0000-0010-8000-00aa00389b71", wave.SubFormatFloat.String())
	g := wave.GUID{0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}
	assert.Equal(t, "00112233-4455-6677-8899-aabbccddeeff", g.String())
}
