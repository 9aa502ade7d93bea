// Package gsm decodes GSM full rate speech, 13 kbit/s, as it is packed in WAV files.
//
// Source: ETSI EN 300 961 (GSM 06.10), Full rate speech; Transcoding. The arithmetic is that of its section 5, in
// integers of 16 bits; so are the names, where they are not too short to be understood.
package gsm

import "mmservices/internal/block"

// BlockBytes is the size of a block, which is two frames of 260 bits.
const BlockBytes = 65

const (
	frameBytes   = 33  // that a single frame begins and ends in
	frameSamples = 160 // 20 ms of 8000 samples a second
)

// Frames returns how many samples there are in so many bytes of a block: two frames, the first, or none. There is no
// layout for more than one channel.
func Frames(channels, bytes int) int {
	switch {
	case channels != 1 || bytes < frameBytes:
		return 0
	case bytes < BlockBytes:
		return frameSamples
	}
	return 2 * frameSamples
}

// NewDecoder returns a decoder that is in its home state.
func NewDecoder() block.Follower { return &decoder{lag: lagMin} }

// decoder is the state that lasts from frame to frame.
type decoder struct {
	residual [lagMax + subframe]int16 // reconstructed, of the short term; the last subframe is the current one
	lag      int                      // of the last subframe
	ratios   [8]int16                 // log. area ratios of the last frame
	lattice  [9]int16                 // of the short term synthesis filter
	emphasis int16                    // the last sample of the de-emphasis filter
}

// Fork returns a copy.
func (d *decoder) Fork() block.Follower {
	fork := *d
	return &fork
}

// Decode decodes the frames in data. Whatever the bits are, they are sound.
func (d *decoder) Decode(dst []int16, data []byte) (frames int, sound bool) {
	frames = Frames(1, len(data))
	bits := bits{data: data}
	for at := 0; at < frames; at += frameSamples {
		p := bits.frame()
		d.frame((*[frameSamples]int16)(dst[at:]), &p)
	}
	return frames, true
}
