package wave_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file holds the fuzz target of metadata.

// Whatever bytes a chunk has, each view says what lies in them or nothing, says the same after it was set, and uses
// little memory.
func FuzzMetadata(f *testing.F) {
	for i, v := range views {
		for _, o := range orders {
			f.Add(uint8(i), v.payload(o.order), []byte{}, o.bigEndian)
			if v.dirty != nil {
				f.Add(uint8(i), v.dirty(o.order), []byte{}, o.bigEndian)
			}
		}
	}
	points := views[1].payload(little)
	f.Add(uint8(1), points, pack(little, "adtl", item(little, "labl", uint32(7), "Label\x00"),
		item(little, "ltxt", uint32(7), uint32(50), "rgn ", make([]byte, 8)), item(little, "note", uint32(9), "!")), false)
	f.Fuzz(func(t *testing.T, which uint8, payload, list []byte, bigEndian bool) {
		v := views[int(which)%len(views)]
		m := holding(v.id, bytes.Clone(payload), bigEndian)
		m.Chunks = append(m.Chunks, wave.Chunk{ID: id("LIST"), Data: bytes.Clone(list)})
		before := heap()
		says := v.get(m)
		// A wide margin for what was allocated before and counted late.
		assert.Less(t, heap()-before, uint64(16<<20)+4*uint64(len(payload)+len(list)), "bytes allocated")
		require.NoError(t, wave.ExamineChunk(orderOf(bigEndian), id(v.id), payload, func(r wave.Repair, _, _ int64) error {
			require.NotContains(t, r.String(), "repairs", "it has a name")
			return nil
		}))

		if turned, err := m.InOrder(!bigEndian); err == nil {
			requireSaid(t, says, v.get(turned))
			back, err := turned.InOrder(bigEndian)
			require.NoError(t, err)
			requireSaid(t, says, v.get(back))
		}
		if reflect.ValueOf(says).IsZero() {
			return // setting it would remove the chunk
		}
		require.NoError(t, v.set(m, says))
		requireSaid(t, says, v.get(m))
		written := m.Clone()
		require.NoError(t, v.set(m, says))
		require.Equal(t, written, m)
	})
}
