package wave_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file tests the names of channels and of format tags.

// The bits are those of SPEAKER_... in ksmedia.h.
var speakers = []struct {
	name string
	mask uint32
}{
	{"FL", 0x1}, {"FR", 0x2}, {"FC", 0x4}, {"LFE", 0x8}, {"BL", 0x10}, {"BR", 0x20}, {"FLC", 0x40}, {"FRC", 0x80},
	{"BC", 0x100}, {"SL", 0x200}, {"SR", 0x400}, {"TC", 0x800}, {"TFL", 0x1000}, {"TFC", 0x2000}, {"TFR", 0x4000},
	{"TBL", 0x8000}, {"TBC", 0x10000}, {"TBR", 0x20000},
}

func TestEachLoudspeaker(t *testing.T) {
	for _, speaker := range speakers {
		assert.Equal(t, []string{speaker.name}, wave.ChannelNames(speaker.mask, 1))
		mask, err := wave.ChannelMask(speaker.name)
		require.NoError(t, err)
		assert.Equal(t, speaker.mask, mask)
	}
}

func TestChannelNames(t *testing.T) {
	for _, test := range []struct {
		name     string
		mask     uint32
		channels int
		want     []string
	}{
		{"stereo", 0x3, 2, []string{"FL", "FR"}},
		{"5.1", 0x3F, 6, []string{"FL", "FR", "FC", "LFE", "BL", "BR"}},
		{"5.1 with loudspeakers at the sides", 0x60F, 6, []string{"FL", "FR", "FC", "LFE", "SL", "SR"}},
		{"no mask", 0, 2, []string{"1", "2"}},
		{"more channels than names", 0x4, 3, []string{"FC", "2", "3"}},
		{"more names than channels", 0x3FFFF, 1, []string{"FL"}},
		{"bits without a name", 0x80040000, 2, []string{"bit 18", "bit 31"}},
		{"no channels", 0x3, 0, []string{}},
		{"less than none", 0x3, -1, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, wave.ChannelNames(test.mask, test.channels))
		})
	}
}

func TestChannelMask(t *testing.T) {
	for _, test := range []struct {
		name  string
		names []string
		want  uint32
		say   string // of an error
	}{
		{"5.1", []string{"FL", "FR", "FC", "LFE", "BL", "BR"}, 0x3F, ""},
		{"in small letters", []string{"fl", "fr"}, 0x3, ""},
		{"none", nil, 0, ""},
		{"unknown", []string{"FL", "X"}, 0, `no loudspeaker is called "X"`},
		{"another order than that of a file", []string{"FR", "FL"}, 0, "FL must stand before"},
		{"twice", []string{"FL", "FL"}, 0, "FL must stand before"},
	} {
		t.Run(test.name, func(t *testing.T) {
			mask, err := wave.ChannelMask(test.names...)
			assert.Equal(t, test.want, mask)
			if test.say == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorIs(t, err, wave.ErrArgument)
			assert.ErrorContains(t, err, test.say)
		})
	}
}

func TestTagName(t *testing.T) {
	for tag, want := range map[uint16]string{
		0x0001: "PCM", 0x0006: "A-law", 0x0022: "DSP Group TrueSpeech", 0x0040: "G.721 ADPCM", 0x0055: "MPEG Layer 3",
		0x00FF: "AAC", 0xFFFE: "EXTENSIBLE", 0x1234: "",
	} {
		assert.Equal(t, want, wave.TagName(tag), "%#x", tag)
	}
}

// The name of one channel does not take the names of all before it.
func TestChannelName(t *testing.T) {
	assert.Equal(t, "FC", wave.ChannelName(0x7, 2))
	assert.Equal(t, "60001", wave.ChannelName(0x7, 60000))
	allocations := testing.AllocsPerRun(10, func() { wave.ChannelName(0, 60000) })
	assert.LessOrEqual(t, allocations, 2.0)
}
