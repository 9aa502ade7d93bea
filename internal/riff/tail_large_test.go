// Payloads of unknown size that do not fit into 32 bits.
//
// Not under the race detector, which takes ten times as long and finds nothing in one goroutine.

//go:build !race

package riff

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest"
)

// endless is a stream of the same byte.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// Sizes of 32 bits do not end a payload of unknown size.
func TestUnknownSizePastFourGiB(t *testing.T) {
	const size = 4<<30 + 1000
	head := wavtest.RIFF(wavtest.LyingChunk("data", 0xFFFFFFFF, nil))
	list := wavtest.Chunk("LIST", []byte("INFO"))
	r, chunk := beginUnknown(t, unseekable(io.MultiReader(bytes.NewReader(head), io.LimitReader(endless(1), size),
		bytes.NewReader(list))))
	r.FindEnd(false)
	buffer := make([]byte, 1<<20)
	read := int64(0)
	for {
		n, err := r.src.ReadFull(buffer)
		read += int64(n)
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
	assert.Equal(t, int64(size), read)
	r.Resize(read)
	behind, err := r.Next()
	require.NoError(t, err)
	assert.Equal(t, Chunk{ID: id("LIST"), Offset: chunk.Start() + size, Size: 4}, behind)
}
