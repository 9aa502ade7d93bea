// Interleaved to planar and back: any size of samples, any number of channels and frames.

package pcm_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/internal/pcm"
)

func TestInterleave(t *testing.T) {
	for sampleBytes := 1; sampleBytes <= 9; sampleBytes++ {
		for _, channels := range []int{1, 2, 3, 6} {
			t.Run(fmt.Sprintf("%d channels of %d bytes", channels, sampleBytes), func(t *testing.T) {
				for _, frames := range []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 255, 256, 257, 600} {
					var interleaved []byte
					planar := make([][]byte, channels)
					for n := range frames * channels {
						sample := make([]byte, sampleBytes)
						for i := range sample {
							sample[i] = byte(n*(2*i+1) + n>>8)
						}
						interleaved = append(interleaved, sample...)
						planar[n%channels] = append(planar[n%channels], sample...)
					}
					got := make([]byte, len(interleaved)+sampleBytes)
					pcm.Interleave(got[:len(interleaved)], sampleBytes, planar)
					require.True(t, bytes.Equal(interleaved, got[:len(interleaved)]), "%d frames", frames)
					require.Zero(t, bytes.Trim(got[len(interleaved):], "\x00"), "%d frames: behind them", frames)

					apart := make([][]byte, channels)
					for c := range apart {
						apart[c] = make([]byte, frames*sampleBytes+1)
					}
					pcm.Deinterleave(apart, interleaved, sampleBytes)
					for c := range apart {
						require.True(t, bytes.Equal(planar[c], apart[c][:frames*sampleBytes]), "%d frames, channel %d", frames, c)
						require.Zero(t, apart[c][frames*sampleBytes], "%d frames, channel %d: behind them", frames, c)
					}
				}
			})
		}
	}
}

func TestNoChannels(t *testing.T) {
	require.NotPanics(t, func() {
		pcm.Interleave(make([]byte, 8), 2, nil)
		pcm.Deinterleave(nil, make([]byte, 8), 2)
	})
}

func TestPartsOfFramesAreLeftAlone(t *testing.T) {
	dst := make([]byte, 7)
	pcm.Interleave(dst, 2, [][]byte{{1, 1}, {2, 2}})
	require.Equal(t, []byte{1, 1, 2, 2, 0, 0, 0}, dst)
	left, right := make([]byte, 4), make([]byte, 4)
	pcm.Deinterleave([][]byte{left, right}, []byte{1, 1, 2, 2, 3, 3, 4}, 2)
	require.Equal(t, []byte{1, 1, 0, 0, 2, 2, 0, 0}, append(left, right...))
}
