package wave_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file checks that chunks pass between files of RIFX and all others.

func TestViewsPassIntoTheOtherOrder(t *testing.T) {
	eachView(t, func(t *testing.T, v view, _ order, bigEndian bool) {
		here, there := orderOf(bigEndian), orderOf(!bigEndian)
		for _, payload := range []func(order) []byte{v.payload, v.dirty} {
			if payload == nil {
				continue
			}
			m := holding(v.id, payload(here), bigEndian)
			turned, err := m.InOrder(!bigEndian)
			require.NoError(t, err)
			assert.Equal(t, holding(v.id, payload(there), !bigEndian), turned)
			assert.Equal(t, holding(v.id, payload(here), bigEndian), m, "what was turned is a copy")
		}
	})
}

func TestMetadataThatHasTheOrder(t *testing.T) {
	for _, bigEndian := range []bool{false, true} {
		m := holding("none", []byte("abc"), bigEndian)
		same, err := m.InOrder(bigEndian)
		require.NoError(t, err)
		assert.Same(t, m, same)
	}
}

func TestOtherChunksPassIntoTheOtherOrder(t *testing.T) {
	for _, test := range []struct {
		name, id string
		payload  func(o order) []byte
	}{
		{"code page", "CSET", func(o order) []byte { return pack(o, uint16(1252), uint16(49), uint16(7), uint16(1)) }},
		{"play list", "plst", func(o order) []byte {
			return pack(o, uint32(2), uint32(1), uint32(2), uint32(3), uint32(4), uint32(5), uint32(6))
		}},
		{"segment that is cut", "plst", func(o order) []byte {
			return pack(o, uint32(2), uint32(1), uint32(2), uint32(3), "\x01\x02\x03\x04\x05")
		}},
		{"label that is cut", "LIST", func(o order) []byte { return pack(o, "adtl", item(o, "labl", "abc")) }},
		{"labels", "LIST", func(o order) []byte {
			return pack(o, "adtl", item(o, "labl", uint32(1), "Label\x00"), item(o, "note", uint32(2), "Note!\x00"),
				item(o, "ltxt", uint32(3), uint32(50), "rgn ", uint16(49), uint16(7), uint16(1), uint16(1252), "Text\x00"),
				"rest")
		}},
		{"list of 0 bytes", "LIST", func(o order) []byte { return []byte{} }},
		{"list of 4 bytes", "LIST", func(o order) []byte { return []byte("none") }},
		{"room", "JUNK", func(o order) []byte { return []byte{1, 2, 3, 4} }},
		{"XMP", "_PMX", func(o order) []byte { return []byte("<?xpacket?>") }},
	} {
		for _, bigEndian := range []bool{false, true} {
			t.Run(test.name, func(t *testing.T) {
				turned, err := holding(test.id, test.payload(orderOf(bigEndian)), bigEndian).InOrder(!bigEndian)
				require.NoError(t, err)
				assert.Equal(t, holding(test.id, test.payload(orderOf(!bigEndian)), !bigEndian), turned)
			})
		}
	}
}

// What cannot be turned is refused and never written as it is.
func TestChunksThatCannotPassIntoTheOtherOrder(t *testing.T) {
	for _, test := range []struct {
		name, id string
		payload  []byte
	}{
		{"unknown chunk", "elm1", []byte("abcd")},
		{"short chunk", "smpl", make([]byte, 35)},
		{"unknown list", "LIST", pack(little, "wavl", item(little, "data"))},
		{"unknown entry of a list", "LIST", pack(little, "adtl", item(little, "file", uint32(1), uint32(2)))},
		{"bitmap", "DISP", pack(little, uint32(wave.DisplayBitmap), bytes.Repeat([]byte{1}, 40))},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := holding(test.id, test.payload, false).InOrder(true)
			require.ErrorIs(t, err, wave.ErrBadChunk)
			var e *wave.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, id(test.id), e.Chunk)
			assert.Contains(t, err.Error(), test.id)
		})
	}
}

// A Writer of a file of the other order turns the numbers around, and says in which order it has them.
func TestWriterTurnsMetadata(t *testing.T) {
	for _, c := range []wave.Container{wave.ContainerRIFF, wave.ContainerRIFX} {
		for _, o := range orders {
			t.Run(c.String()+" from "+o.name, func(t *testing.T) {
				bigEndian := c == wave.ContainerRIFX
				m := wave.Metadata{BigEndian: o.bigEndian}
				for _, v := range views {
					m.Set(id(v.id), v.payload(o.order))
				}
				var b wave.Buffer
				w, err := wave.NewWriter(&b, wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 16},
					&wave.WriterOptions{Container: c})
				require.NoError(t, err)
				require.NoError(t, w.SetMetadata(&m))
				assert.Equal(t, bigEndian, w.Metadata().BigEndian)
				require.NoError(t, w.Close())

				r, err := wave.NewReader(bytes.NewReader(b.Bytes()), &strict)
				require.NoError(t, err)
				written, err := r.Metadata()
				require.NoError(t, err)
				for _, v := range views {
					assert.Equal(t, v.payload(orderOf(bigEndian)), written.Find(id(v.id)).Data, v.name)
				}
			})
		}
	}
}

func TestWriterRefusesMetadataThatCannotBeTurned(t *testing.T) {
	var b wave.Buffer
	w, err := wave.NewWriter(&b, wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 16},
		&wave.WriterOptions{Container: wave.ContainerRIFX})
	require.NoError(t, err)
	require.ErrorIs(t, w.SetMetadata(holding("elm1", []byte("abcd"), false)), wave.ErrBadChunk)
	require.NoError(t, w.SetMetadata(holding("elm1", []byte("abcd"), true)))
	require.NoError(t, w.Close())
}
