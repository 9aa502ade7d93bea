package riff

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This file compares docs/formats.md with the table of containers.

func containersTable() string {
	var b strings.Builder
	b.WriteString("| container | number | begins with | byte order | sizes | chunks begin at |\n|---|---|---|---|---|---|\n")
	for _, c := range containers {
		order, sizes, id := "little-endian", "32 bits", fmt.Sprintf("`%s`", c.id[:])
		if c.order.Uint16([]byte{0, 1}) == 1 {
			order = "big-endian"
		}
		switch {
		case c.ds64:
			sizes = "64 bits, in `ds64`"
		case c.guids:
			sizes, id = "64 bits", fmt.Sprintf("`%s` and the rest of a GUID", c.id[:])
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | multiples of %d |\n", c.name, c.container, id, order, sizes, c.align)
	}
	return b.String()
}

func TestContainersAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/formats.md")
	require.NoError(t, err)
	if table := containersTable(); !strings.Contains(string(doc)+"\n", "\n"+table+"\n") {
		assert.Fail(t, "docs/formats.md has another table of containers", "it should be:\n%s", table)
	}
}

// A container has one order of bytes throughout, and one way to tell large sizes.
func TestContainersAreApart(t *testing.T) {
	for i, c := range containers {
		assert.False(t, c.ds64 && c.guids, c.name)
		assert.Contains(t, []Order{binary.LittleEndian, binary.BigEndian}, c.order, c.name)
		for _, other := range containers[:i] {
			assert.NotEqual(t, other.container, c.container, c.name)
			assert.NotEqual(t, other.id, c.id, c.name)
		}
	}
}
