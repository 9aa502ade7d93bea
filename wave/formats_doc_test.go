package wave

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This file compares docs/formats.md with the table of encodings and the names of format tags.

// numbers tells the numbers from 0 to 64 for which is holds, as "1 to 64" or "16, 32, 64".
func numbers(is func(int) bool) string {
	var spans []string
	for n := 0; n <= 64; n++ {
		last := n
		for last < 64 && is(n) && is(last+1) {
			last++
		}
		switch {
		case !is(n):
		case last > n:
			spans = append(spans, fmt.Sprintf("%d to %d", n, last))
		default:
			spans = append(spans, fmt.Sprint(n))
		}
		n = last
	}
	switch {
	case spans == nil:
		return "-"
	case spans[0] == "0 to 64":
		return "any"
	}
	return strings.Join(spans, ", ")
}

// packing tells how frames lie in the file.
func (e *encodingInfo) packing() string {
	switch {
	case e.blocks == nil:
		return "sample by sample"
	case e.blocks.bytes > 0:
		return fmt.Sprintf("blocks of %d bytes", e.blocks.bytes)
	}
	return "blocks"
}

func encodingsTable() string {
	var b strings.Builder
	b.WriteString("| encoding | number | tag | sub-formats | bits read | bits written | frames lie | `fact` |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|\n")
	for i := range encodings {
		e := &encodings[i]
		var subFormats []string
		for _, sub := range e.subFormats {
			subFormats = append(subFormats, fmt.Sprintf("`%v`", sub))
		}
		fact := "no"
		if e.fact {
			fact = "yes"
		}
		fmt.Fprintf(&b, "| %s | %d | `0x%04X` | %s | %s | %s | %s | %s |\n", e.name, e.encoding, e.tag,
			strings.Join(subFormats, ", "), numbers(e.readable), numbers(e.writable), e.packing(), fact)
	}
	return b.String()
}

func tagsTable() string {
	var b strings.Builder
	b.WriteString("| tag | name |\n|---|---|\n")
	var tags []int
	for tag := range tagNames {
		if byTag(tag, GUID{}) == nil {
			tags = append(tags, int(tag))
		}
	}
	slices.Sort(tags)
	for _, tag := range tags {
		fmt.Fprintf(&b, "| `0x%04X` | %s |\n", tag, TagName(uint16(tag)))
	}
	return b.String()
}

func TestFormatsAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/formats.md")
	require.NoError(t, err)
	for name, table := range map[string]string{"encodings": encodingsTable(), "tags": tagsTable()} {
		if !strings.Contains(string(doc)+"\n", "\n"+table+"\n") {
			assert.Fail(t, "docs/formats.md has another table of "+name, "it should be:\n%s", table)
		}
	}
}

// Each encoding is there once, by its number, its tag and its sub-formats.
func TestEncodingsAreApart(t *testing.T) {
	for i := range encodings {
		e := &encodings[i]
		assert.True(t, (e.layout == nil) != (e.blocks == nil), e.name)
		for j := range encodings[:i] {
			other := &encodings[j]
			assert.NotEqual(t, other.encoding, e.encoding, e.name)
			assert.NotEqual(t, other.tag, e.tag, e.name)
			for _, sub := range e.subFormats {
				assert.NotContains(t, other.subFormats, sub, e.name)
			}
		}
		assert.NotContains(t, tagNames, e.tag, "the table has the name")
	}
}
