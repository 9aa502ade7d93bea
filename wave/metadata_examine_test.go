package wave_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks what is found to be wrong in chunks.

// A finding is what is told of a chunk.
type finding struct {
	repair         wave.Repair
	declared, used int64
}

func TestExamineChunk(t *testing.T) {
	o := little
	title := item(o, "INAM", "Title\x00")
	nested := []byte("abc\x00")
	for range 2000 {
		nested = item(o, "LIST", "INFO", nested)
	}
	sampler := func(loops, data uint32, rest string) []byte {
		return pack(o, make([]byte, 28), loops, data, rest)
	}
	loop := strings.Repeat("l", 24)
	for _, test := range []struct {
		name    string
		id      string
		payload []byte
		want    []finding
	}{
		{"unknown chunk", "none", []byte{1}, nil},
		{"list", "LIST", pack(o, "INFO", title, item(o, "IART", "odd")), nil},
		{"list of 0 bytes", "LIST", nil, nil},
		{"list of 4 bytes", "LIST", []byte("INFO"), nil},
		{"list of 3 bytes", "LIST", []byte("INF"), []finding{{wave.RepairChunkShort, 3, 0}}},
		{"entry without pad byte", "LIST", pack(o, "INFO", "INAM", uint32(3), "abc", title),
			[]finding{{wave.RepairList, 3, 3}}},
		{"entry without pad byte at the end", "LIST", pack(o, "INFO", "INAM", uint32(3), "abc"),
			[]finding{{wave.RepairList, 3, 3}}},
		{"entry beyond the list", "LIST", pack(o, "INFO", title, "INAM", uint32(0xFFFFFFFE), "abc"),
			[]finding{{wave.RepairList, 0xFFFFFFFE, 3}}},
		{"several entries without pad byte", "LIST",
			pack(o, "INFO", "INAM", uint32(3), "abc", "INAM", uint32(3), "abc", "INAM", uint32(3), "abc"),
			[]finding{{wave.RepairList, 3, 3}}},
		{"bytes behind the entries", "LIST", pack(o, "INFO", title, "\x00\x00"), []finding{{wave.RepairList, 0, 0}}},
		{"lists in lists, 2000 deep", "LIST", pack(o, "INFO", nested), nil},
		{"labels", "LIST", pack(o, "adtl", item(o, "labl", uint32(1)), item(o, "ltxt", make([]byte, 20))), nil},
		{"label of 3 bytes", "LIST", pack(o, "adtl", item(o, "labl", "abc")), []finding{{wave.RepairChunkShort, 3, 0}}},
		{"note of 0 bytes", "LIST", pack(o, "adtl", item(o, "note")), []finding{{wave.RepairChunkShort, 0, 0}}},
		{"text of 19 bytes", "LIST", pack(o, "adtl", item(o, "ltxt", make([]byte, 19))),
			[]finding{{wave.RepairChunkShort, 19, 0}}},
		{"labels in a list of another type", "LIST", pack(o, "INFO", item(o, "labl", "abc")), nil},

		{"points", "cue ", pack(o, uint32(1), make([]byte, 24)), nil},
		{"no points", "cue ", pack(o, uint32(0)), nil},
		{"points of 3 bytes", "cue ", []byte{0, 0, 0}, []finding{{wave.RepairChunkShort, 3, 0}}},
		{"0xFFFFFFFF points", "cue ", pack(o, uint32(0xFFFFFFFF), make([]byte, 24)),
			[]finding{{wave.RepairCount, 0xFFFFFFFF, 1}}},
		{"2500 points", "cue ", pack(o, uint32(2500), make([]byte, 24)), []finding{{wave.RepairCount, 2500, 1}}},
		{"0 points, and two", "cue ", pack(o, uint32(0), make([]byte, 48)), []finding{{wave.RepairCount, 0, 2}}},
		{"play list", "plst", pack(o, uint32(1), make([]byte, 12)), nil},
		{"0xFFFFFFFF segments", "plst", pack(o, uint32(0xFFFFFFFF), make([]byte, 12)),
			[]finding{{wave.RepairCount, 0xFFFFFFFF, 1}}},
		{"play list of 3 bytes", "plst", []byte{0, 0, 0}, []finding{{wave.RepairChunkShort, 3, 0}}},

		{"sampler", "smpl", sampler(1, 2, loop+"ab"), nil},
		{"sampler of 20 bytes", "smpl", make([]byte, 20), []finding{{wave.RepairChunkShort, 20, 0}}},
		{"0x7FFFFFFF loops", "smpl", sampler(0x7FFFFFFF, 0, ""), []finding{{wave.RepairCount, 0x7FFFFFFF, 0}}},
		{"0x7FFFFFFF bytes of data", "smpl", sampler(0, 0x7FFFFFFF, ""), []finding{{wave.RepairCount, 0x7FFFFFFF, 0}}},
		{"data that is not counted", "smpl", sampler(1, 0, loop+"ab"), []finding{{wave.RepairCount, 0, 2}}},
		{"loops and data that lie", "smpl", sampler(5, 9, loop), []finding{{wave.RepairCount, 5, 1}}},

		{"fact", "fact", make([]byte, 4), nil},
		{"fact of 12 bytes", "fact", make([]byte, 12), nil},
		{"fact of 0 bytes", "fact", nil, []finding{{wave.RepairFact, 0, 0}}},
		{"fact of 3 bytes", "fact", make([]byte, 3), []finding{{wave.RepairFact, 3, 0}}},

		{"bext", "bext", make([]byte, 602), nil},
		{"bext of 100 bytes", "bext", make([]byte, 100), []finding{{wave.RepairChunkShort, 100, 0}}},
		{"bext of 20002 bytes", "bext", make([]byte, 20002), nil},
		{"cart", "cart", make([]byte, 2048), nil},
		{"cart of 2047 bytes", "cart", make([]byte, 2047), []finding{{wave.RepairChunkShort, 2047, 0}}},
		{"instrument", "inst", make([]byte, 7), nil},
		{"instrument of 6 bytes", "inst", make([]byte, 6), []finding{{wave.RepairChunkShort, 6, 0}}},
		{"acid", "acid", make([]byte, 24), nil},
		{"acid of 4 bytes", "acid", make([]byte, 4), []finding{{wave.RepairChunkShort, 4, 0}}},
		{"code page of 7 bytes", "CSET", make([]byte, 7), []finding{{wave.RepairChunkShort, 7, 0}}},
		{"display of 3 bytes", "DISP", make([]byte, 3), []finding{{wave.RepairChunkShort, 3, 0}}},

		{"peaks", "PEAK", make([]byte, 24), nil},
		{"peaks of 8 bytes", "PEAK", make([]byte, 8), []finding{{wave.RepairChunkShort, 8, 0}}},
		{"peaks of 20 bytes", "PEAK", make([]byte, 20), []finding{{wave.RepairChunkShort, 20, 16}}},

		{"tracks", "chna", pack(o, uint16(1), uint16(1), uint16(1), make([]byte, 38)), nil},
		{"tracks with room", "chna", pack(o, uint16(1), uint16(1), uint16(1), make([]byte, 38+400)), nil},
		{"65535 tracks", "chna", pack(o, uint16(1), uint16(65535), uint16(1), make([]byte, 38)),
			[]finding{{wave.RepairCount, 65535, 1}}},
		{"tracks of 3 bytes", "chna", make([]byte, 3), []finding{{wave.RepairChunkShort, 3, 0}}},
		{"XML of 0 bytes", "iXML", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var found []finding
			require.NoError(t, wave.ExamineChunk(o, id(test.id), test.payload,
				func(r wave.Repair, declared, used int64) error {
					found = append(found, finding{r, declared, used})
					return nil
				}))
			assert.Equal(t, test.want, found)

			if len(test.want) == 0 {
				return
			}
			refused := errors.New("refused")
			assert.Equal(t, refused, wave.ExamineChunk(o, id(test.id), test.payload,
				func(wave.Repair, int64, int64) error { return refused }))
		})
	}
}

func TestExamineChunkInEitherOrder(t *testing.T) {
	eachView(t, func(t *testing.T, v view, o order, _ bool) {
		require.NoError(t, wave.ExamineChunk(o, id(v.id), v.payload(o), func(r wave.Repair, declared, used int64) error {
			return errors.New(r.String())
		}))
	})
}
