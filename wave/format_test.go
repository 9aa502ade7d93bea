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
		plain        bool
	}{
		{
			name:   "three fields are enough",
			format: wave.Format{Channels: 2, SampleRate: 44100, BitsPerSample: 24},
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 2, SampleRate: 44100, BitsPerSample: 24, ValidBits: 24, SampleBytes: 3, BlockAlign: 6,
			},
		},
		{
			name:   "what can be computed is",
			format: wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 8, SampleBytes: 5, BlockAlign: 99, BlockFrames: 7},
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 1, SampleRate: 8000, BitsPerSample: 8, ValidBits: 8, SampleBytes: 1, BlockAlign: 1,
			},
		},
		{
			name:   "integers of any width",
			format: wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 12},
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 2, SampleRate: 8000, BitsPerSample: 12, ValidBits: 12, SampleBytes: 2, BlockAlign: 4,
			},
		},
		{
			name:   "24 bits to the right of 4 bytes",
			format: wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 24, RightAligned: true},
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 2, SampleRate: 8000, BitsPerSample: 24, ValidBits: 24, RightAligned: true,
				SampleBytes: 4, BlockAlign: 8,
			},
		},
		{
			name:   "40 bits to the right of 8 bytes, which few understand in EXTENSIBLE",
			format: wave.Format{Channels: 3, SampleRate: 8000, BitsPerSample: 40, RightAligned: true},
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 3, SampleRate: 8000, BitsPerSample: 40, ValidBits: 40, RightAligned: true,
				SampleBytes: 8, BlockAlign: 24,
			},
		},
		{
			name:   "24 bits to the left of 4 bytes are valid bits, which take EXTENSIBLE",
			format: wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 32, ValidBits: 24},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 1, SampleRate: 8000, BitsPerSample: 32, ValidBits: 24,
				SampleBytes: 4, BlockAlign: 4, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			name:   "more than two channels take EXTENSIBLE, and no loudspeakers are guessed",
			format: wave.Format{Channels: 6, SampleRate: 48000, BitsPerSample: 16},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 6, SampleRate: 48000, BitsPerSample: 16, ValidBits: 16,
				SampleBytes: 2, BlockAlign: 12, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			name:   "a tag that is given does so, too",
			format: wave.Format{Tag: wave.TagFloat, Channels: 3, SampleRate: 48000, BitsPerSample: 32},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 3, SampleRate: 48000, BitsPerSample: 32, ValidBits: 32,
				SampleBytes: 4, BlockAlign: 12, SubFormat: wave.SubFormatFloat,
			},
		},
		{
			name:   "a plain header has any number of channels",
			format: wave.Format{Channels: 6, SampleRate: 48000, BitsPerSample: 16}, plain: true,
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 6, SampleRate: 48000, BitsPerSample: 16, ValidBits: 16, SampleBytes: 2, BlockAlign: 12,
			},
		},
		{
			name:   "a channel mask takes EXTENSIBLE",
			format: wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 16, ChannelMask: 3},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 2, SampleRate: 8000, BitsPerSample: 16, ValidBits: 16, ChannelMask: 3,
				SampleBytes: 2, BlockAlign: 4, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			name:   "a sub-format takes EXTENSIBLE",
			format: wave.Format{Channels: 4, SampleRate: 8000, BitsPerSample: 16, SubFormat: wave.SubFormatAmbisonicPCM},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 4, SampleRate: 8000, BitsPerSample: 16, ValidBits: 16,
				SampleBytes: 2, BlockAlign: 8, SubFormat: wave.SubFormatAmbisonicPCM,
			},
		},
		{
			name: "EXTENSIBLE is of integers unless it says otherwise",
			format: wave.Format{
				Tag: wave.TagExtensible, Channels: 6, SampleRate: 48000, BitsPerSample: 32, ValidBits: 24, ChannelMask: 0x3F,
			},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 6, SampleRate: 48000, BitsPerSample: 32, ValidBits: 24, ChannelMask: 0x3F,
				SampleBytes: 4, BlockAlign: 24, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			name:   "EXTENSIBLE has whole bytes, of which some bits are valid",
			format: wave.Format{Channels: 3, SampleRate: 8000, BitsPerSample: 12},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 3, SampleRate: 8000, BitsPerSample: 16, ValidBits: 12,
				SampleBytes: 2, BlockAlign: 6, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			name:   "A-law has 8 bits without a word",
			format: wave.Format{Tag: wave.TagALaw, Channels: 1, SampleRate: 8000},
			want: wave.Format{
				Tag: wave.TagALaw, Channels: 1, SampleRate: 8000, BitsPerSample: 8, ValidBits: 8, SampleBytes: 1, BlockAlign: 1,
			},
		},
		{
			name:   "floats of 16 bits",
			format: wave.Format{Tag: wave.TagFloat, Channels: 1, SampleRate: 8000, BitsPerSample: 16},
			want: wave.Format{
				Tag: wave.TagFloat, Channels: 1, SampleRate: 8000, BitsPerSample: 16, ValidBits: 16, SampleBytes: 2, BlockAlign: 2,
			},
		},
		{
			name:   "the largest frames",
			format: wave.Format{Channels: 65535, SampleRate: 8000, BitsPerSample: 8},
			want: wave.Format{
				Tag: wave.TagExtensible, Channels: 65535, SampleRate: 8000, BitsPerSample: 8, ValidBits: 8,
				SampleBytes: 1, BlockAlign: 65535, SubFormat: wave.SubFormatPCM,
			},
		},
		{
			name:   "the highest rate",
			format: wave.Format{Channels: 1, SampleRate: 4294967295, BitsPerSample: 8},
			want: wave.Format{
				Tag: wave.TagPCM, Channels: 1, SampleRate: 4294967295, BitsPerSample: 8, ValidBits: 8,
				SampleBytes: 1, BlockAlign: 1,
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			opts := &wave.WriterOptions{Plain: test.plain}
			w, err := wave.NewWriter(&wave.Buffer{}, test.format, opts)
			require.NoError(t, err)
			assert.Equal(t, test.want, w.Format())
			again, err := wave.NewWriter(&wave.Buffer{}, test.want, opts)
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
		{"sub-format of another encoding", func(f *wave.Format) {
			f.Tag, f.SubFormat = wave.TagPCM, wave.SubFormatFloat
		}, "sub-format 00000003-0000-0010-8000-00aa00389b71 of PCM"},
		{"no channels", func(f *wave.Format) { f.Channels = 0 }, "0 channels"},
		{"too many channels", func(f *wave.Format) { f.Channels = 65536 }, "65536 channels"},
		{"negative channels", func(f *wave.Format) { f.Channels = -1 }, "-1 channels"},
		{"0 bits", func(f *wave.Format) { f.BitsPerSample = 0 }, "0 bits"},
		{"65 bits", func(f *wave.Format) { f.BitsPerSample = 65 }, "65 bits"},
		{"negative bits", func(f *wave.Format) { f.BitsPerSample = -8 }, "-8 bits"},
		{"float of 24 bits", func(f *wave.Format) { f.Tag, f.BitsPerSample = wave.TagFloat, 24 }, "24 bits of IEEE float"},
		{"A-law of 16 bits", func(f *wave.Format) { f.Tag = wave.TagALaw }, "16 bits of A-law"},
		{"sample rate 0", func(f *wave.Format) { f.SampleRate = 0 }, "sample rate 0"},
		{"sample rate beyond the field", func(f *wave.Format) { f.SampleRate = 1 << 32 }, "sample rate 4294967296"},
		{"more valid bits than bits", func(f *wave.Format) { f.ValidBits = 17 }, "17 valid bits of 16"},
		{"negative valid bits", func(f *wave.Format) { f.Tag, f.ValidBits = wave.TagExtensible, -1 }, "-1 valid bits of 16"},
		{"aligned to the right in a full container", func(f *wave.Format) { f.RightAligned = true }, "right"},
		{"floats aligned to the right", func(f *wave.Format) {
			f.Tag, f.BitsPerSample, f.RightAligned = wave.TagFloat, 32, true
		}, "right"},
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

// What a plain header has no room for is refused, and never left out.
func TestFormatsThatAPlainHeaderCannotTell(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*wave.Format)
		say    string
	}{
		{"channel mask", func(f *wave.Format) { f.ChannelMask = 3 }, "EXTENSIBLE"},
		{"sub-format", func(f *wave.Format) { f.SubFormat = wave.SubFormatPCM }, "EXTENSIBLE"},
		{"valid bits", func(f *wave.Format) { f.ValidBits = 12 }, "12 valid bits of 16"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 16}
			test.change(&f)
			_, err := wave.NewWriter(&wave.Buffer{}, f, &wave.WriterOptions{Plain: true})
			require.ErrorIs(t, err, wave.ErrBadFormat)
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
		{wave.Format{Tag: wave.TagExtensible, SubFormat: wave.SubFormatAmbisonicPCM}, wave.EncodingPCM, "PCM"},
		{wave.Format{Tag: wave.TagExtensible, SubFormat: wave.SubFormatAmbisonicFloat}, wave.EncodingFloat, "IEEE float"},
		{wave.Format{Tag: wave.TagALaw}, wave.EncodingALaw, "A-law"},
		{wave.Format{Tag: wave.TagMuLaw}, wave.EncodingMuLaw, "mu-law"},
		{wave.Format{Tag: wave.TagIMAADPCM}, wave.EncodingIMAADPCM, "IMA ADPCM"},
		{wave.Format{Tag: wave.TagMSADPCM}, wave.EncodingMSADPCM, "MS ADPCM"},
		{wave.Format{Tag: wave.TagExtensible}, wave.EncodingUnknown, "unknown"},
		{wave.Format{Tag: 0x55}, wave.EncodingUnknown, "unknown"},
	} {
		assert.Equal(t, test.want, test.format.Encoding())
		assert.Equal(t, test.name, test.want.String())
	}
}

func TestAmbisonicIsWhatTheSubFormatSays(t *testing.T) {
	for sub, want := range map[wave.GUID]bool{
		wave.SubFormatAmbisonicPCM: true, wave.SubFormatAmbisonicFloat: true, wave.SubFormatPCM: false, {}: false,
	} {
		assert.Equal(t, want, wave.Format{Tag: wave.TagExtensible, SubFormat: sub}.Ambisonic(), "%v", sub)
	}
	assert.False(t, wave.Format{Tag: wave.TagPCM, SubFormat: wave.SubFormatAmbisonicPCM}.Ambisonic())
}

// The texts are those of KSDATAFORMAT_SUBTYPE_PCM and KSDATAFORMAT_SUBTYPE_IEEE_FLOAT in ksmedia.h, and those of the
// ambisonic ones those of Richard Dobson's AMB specification.
func TestGUID(t *testing.T) {
	assert.Equal(t, "00000001-0000-0010-8000-00aa00389b71", wave.SubFormatPCM.String())
	assert.Equal(t, "00000003-0000-0010-8000-00aa00389b71", wave.SubFormatFloat.String())
	assert.Equal(t, "00000001-0721-11d3-8644-c8c1ca000000", wave.SubFormatAmbisonicPCM.String())
	assert.Equal(t, "00000003-0721-11d3-8644-c8c1ca000000", wave.SubFormatAmbisonicFloat.String())
	g := wave.GUID{0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}
	assert.Equal(t, "00112233-4455-6677-8899-aabbccddeeff", g.String())
}
