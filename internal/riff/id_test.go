package riff

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestID(t *testing.T) {
	for _, test := range []struct {
		name      string
		id        ID
		text      string
		printable bool
	}{
		{"letters", ID{'d', 'a', 't', 'a'}, "data", true},
		{"trailing space", ID{'f', 'm', 't', ' '}, "fmt ", true},
		{"last printable character", ID{'~', '~', '~', '~'}, "~~~~", true},
		{"NUL", ID{'a', 0, 'c', 'd'}, "a.cd", false},
		{"delete", ID{'a', 'b', 'c', 0x7f}, "abc.", false},
		{"beyond ASCII", ID{0xe9, 'b', 'c', 'd'}, ".bcd", false},
		{"zero", ID{}, "....", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.text, test.id.String())
			assert.Equal(t, test.printable, test.id.Printable())
		})
	}
}
