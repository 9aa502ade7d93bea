package wave

import (
	"sync"

	"mmservices/internal/pcm"
)

// This file holds the ways between the samples of files and those in memory.

// A conversion is the way between the samples of a file and those of a kind in memory.
type conversion struct {
	convert pcm.Converter // nil as long as nobody asked for it
	size    int           // bytes of a sample in memory
	same    bool          // whether both are the same bytes
}

// conversions are those of one file, with all kinds.
type conversions [sampleKinds]conversion

// reading returns the conversion of the samples of a file to a kind.
func (c *conversions) reading(f *Format, k sampleKind) *conversion {
	found := &c[k]
	if found.convert == nil {
		from, to := f.layout(), hostLayouts[k]
		if !from.Right {
			from.Bits = 8 * from.Bytes // of what is read all bits count, valid or not
		}
		*found = conversion{pcm.NewConverter(to, from), to.Bytes, from == to}
	}
	return found
}

// writing returns the conversion of a kind to the samples of a file.
func (c *conversions) writing(f *Format, k sampleKind) *conversion {
	found := &c[k]
	if found.convert == nil {
		from, to := hostLayouts[k], f.layout()
		*found = conversion{pcm.NewConverter(to, from), from.Bytes, from == to}
	}
	return found
}

// inMemory are the converters between all kinds, the destination first.
var inMemory = sync.OnceValue(func() *[sampleKinds][sampleKinds]pcm.Converter {
	var converters [sampleKinds][sampleKinds]pcm.Converter
	for to := range converters {
		for from := range converters[to] {
			converters[to][from] = pcm.NewConverter(hostLayouts[to], hostLayouts[from])
		}
	}
	return &converters
})

// ConvertSamples converts samples of one type to another, as many as both slices have, and returns how many. The
// slices must not overlap, unless they begin with the same byte and their types have the same size.
func ConvertSamples[D, S Sample](dst []D, src []S) int {
	n := min(len(dst), len(src))
	inMemory()[kindOf[D]()][kindOf[S]()](bytesOf(dst[:n]), bytesOf(src[:n]))
	return n
}
