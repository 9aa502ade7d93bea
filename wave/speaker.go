package wave

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// This file holds the names of channels: the loudspeakers of a channel mask.

// speakers are the loudspeakers of ksmedia.h, the lowest bit first: front left is SPEAKER_FRONT_LEFT.
var speakers = [...]string{
	"FL", "FR", "FC", // front left, right, center
	"LFE",      // low frequency effects
	"BL", "BR", // back left, right
	"FLC", "FRC", // front left and right of center
	"BC",       // back center
	"SL", "SR", // side left, right
	"TC",                // top center
	"TFL", "TFC", "TFR", // top front left, center, right
	"TBL", "TBC", "TBR", // top back left, center, right
}

// ChannelNames returns the names of so many channels by a channel mask: those of the loudspeakers that it names, in
// order, as "FL" and "FR". A channel that it does not name is called by its number, the first "1". What it names beyond
// the channels does not count.
func ChannelNames(mask uint32, channels int) []string {
	names := make([]string, max(0, channels))
	for i := range names {
		names[i] = ChannelName(mask, i)
	}
	return names
}

// ChannelName returns the name of one channel as [ChannelNames] does; 0 is the first.
func ChannelName(mask uint32, channel int) string {
	for range min(channel, bits.OnesCount32(mask)) {
		mask &= mask - 1
	}
	if mask == 0 {
		return fmt.Sprint(channel + 1)
	}
	bit := bits.TrailingZeros32(mask)
	if bit < len(speakers) {
		return speakers[bit]
	}
	return fmt.Sprintf("bit %d", bit)
}

// ChannelMask returns the channel mask of loudspeakers, which must be in the order in which a file has them: that of
// FL FR FC LFE BL BR FLC FRC BC SL SR TC TFL TFC TFR TBL TBC TBR. It returns ErrArgument for others and for names that
// are not known.
func ChannelMask(names ...string) (uint32, error) {
	var mask uint32
	for _, name := range names {
		bit := slices.IndexFunc(speakers[:], func(speaker string) bool { return strings.EqualFold(speaker, name) })
		if bit < 0 {
			return 0, fmt.Errorf("wave: %w: no loudspeaker is called %q", ErrArgument, name)
		}
		if mask>>bit != 0 {
			return 0, fmt.Errorf("wave: %w: %s must stand before those behind it", ErrArgument, speakers[bit])
		}
		mask |= 1 << bit
	}
	return mask, nil
}
