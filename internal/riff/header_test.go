package riff

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// This file tests Header: which numbers it has where, and how much it can tell.

var (
	wave    = ID{'W', 'A', 'V', 'E'}
	writers = []Container{ContainerRIFF, ContainerRIFX, ContainerRF64, ContainerBW64, ContainerWave64}
)

// headerOf lays out a header with a chunk of odd length, and one that tells the frames.
func headerOf(c Container, room bool, limit int64) *Header {
	h := NewHeader(c, wave, room, limit)
	h.Add(Payload{ID: ID{'o', 'd', 'd', ' '}, Data: []byte("odd")})
	h.AddFact(ID{'f', 'a', 'c', 't'})
	h.AddData(ID{'d', 'a', 't', 'a'})
	return h
}

// Correcting a header makes it the one that would have been written at first.
func TestTheFieldsAreAllThatChanges(t *testing.T) {
	all := []Sizes{
		{}, {Data: 1, Frames: 1}, {Data: 1000, Frames: 500, Behind: 24}, {Data: Unknown}, {Data: 1 << 40, Frames: 1 << 39},
	}
	for _, c := range writers {
		for _, room := range []bool{false, true} {
			h := headerOf(c, room, 500)
			for _, from := range all {
				for _, to := range all {
					b := h.Bytes(from)
					for _, f := range h.Fields(to) {
						copy(b[f.Offset:], f.Bytes)
					}
					assert.Equal(t, h.Bytes(to), b, "%v, room %t, from %v to %v", c, room, from, to)
					assert.EqualValues(t, len(b), h.Start())
				}
			}
		}
	}
}

// Where a header is cut to be written as Python's module does, the numbers that change begin a piece.
func TestEachFieldBeginsAPiece(t *testing.T) {
	for _, c := range []Container{ContainerRIFF, ContainerRIFX, ContainerWave64} {
		h := headerOf(c, false, 500)
		for _, f := range h.Fields(Sizes{}) {
			assert.Contains(t, h.Cuts(), int(f.Offset), c)
		}
	}
	assert.Empty(t, headerOf(ContainerRIFF, true, 500).Cuts())
}

// The most that fits is what makes the container as large as it may be, pad bytes and chunks behind included.
func TestTheMostThatFits(t *testing.T) {
	for _, behind := range []int64{0, 24} {
		for limit := int64(200); limit < 210; limit++ {
			t.Run(fmt.Sprintf("limit %d, %d behind", limit, behind), func(t *testing.T) {
				for _, c := range []Container{ContainerRIFF, ContainerRIFX} {
					h := headerOf(c, false, limit)
					most := h.Most(behind, false, Sizes{})
					assert.LessOrEqual(t, h.size(Sizes{Data: most, Behind: behind}), limit)
					assert.Greater(t, h.size(Sizes{Data: most + 1, Behind: behind}), limit)
				}
				h := headerOf(ContainerRIFF, true, limit)
				small := Sizes{Data: 10, Behind: behind}
				most := h.Most(behind, true, small)
				assert.Equal(t, ContainerRIFF, h.Container(Sizes{Data: most, Behind: behind}))
				assert.Equal(t, ContainerRF64, h.Container(Sizes{Data: most + 1, Behind: behind}))
				assert.Greater(t, h.Most(behind, true, Sizes{Data: most + 1, Behind: behind}), int64(math.MaxInt64/2))
				assert.Greater(t, h.Most(behind, false, small), int64(math.MaxInt64/2))
			})
		}
	}
}

// A header that is there already has the same numbers in the same places.
func TestAHeaderThatIsThereAlready(t *testing.T) {
	for _, c := range writers {
		for _, room := range []bool{false, true} {
			h := headerOf(c, room, 500)
			p := Places{Fact: h.fact, Data: h.Data()}
			if h.room > 0 {
				p.Room, p.RoomSize = c.First(), DS64Size
			}
			opened := OpenHeader(c, p, room, 500)
			for _, s := range []Sizes{{}, {Data: 100, Frames: 50}, {Data: 1000, Frames: 500, Behind: 2}} {
				assert.Equal(t, h.Fields(s), opened.Fields(s), "%v, room %t", c, room)
			}
			assert.Equal(t, h.Start(), opened.Start())
		}
	}
}

func TestGUIDsStandForTheirIDs(t *testing.T) {
	for _, name := range []string{"WAVE", "fmt ", "data", "fact", "LIST", "JUNK", "bext", "cue "} {
		id := ID([]byte(name))
		assert.Equal(t, id, WaveGUID(id).ID())
	}
}
