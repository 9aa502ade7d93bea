package wave

import (
	"sync"

	"mmservices/internal/parallel"
	"mmservices/internal/pcm"
)

// This file holds the ways between the samples of files and those in memory.

// A conversion is the way between the samples of a file and those of a type in memory.
type conversion struct {
	convert pcm.Converter // nil as long as nobody asked for it
	size    int           // bytes of a sample in memory
	same    bool          // whether both are the same bytes
}

// conversions are those of one file, with all types.
type conversions [sampleTypes]conversion

// reading returns the conversion of the samples of a file to a type.
func (c *conversions) reading(f *Format, t SampleType) *conversion {
	found := &c[t]
	if found.convert == nil {
		from, to := f.layout(), hostLayouts[t]
		if !from.Right {
			from.Bits = 8 * from.Bytes // all bits of the container count, valid or not
		}
		*found = conversion{pcm.NewConverter(to, from), to.Bytes, from == to && !from.Right}
	}
	return found
}

// conversion returns the conversion of the samples of the file to a type.
func (r *Reader) conversion(t SampleType) *conversion {
	if r.conversions == nil {
		r.conversions = &conversions{}
	}
	return r.conversions.reading(&r.format, t)
}

// writing returns the conversion of a type to the samples of a file.
func (c *conversions) writing(f *Format, t SampleType) *conversion {
	found := &c[t]
	if found.convert == nil {
		from, to := hostLayouts[t], f.layout()
		*found = conversion{pcm.NewConverter(to, from), from.Bytes, from == to}
	}
	return found
}

// inMemory are the converters between all types, the destination first.
var inMemory = sync.OnceValue(func() *[sampleTypes][sampleTypes]pcm.Converter {
	var converters [sampleTypes][sampleTypes]pcm.Converter
	for to := SampleUint8; int(to) < sampleTypes; to++ {
		for from := SampleUint8; int(from) < sampleTypes; from++ {
			converters[to][from] = pcm.NewConverter(hostLayouts[to], hostLayouts[from])
		}
	}
	return &converters
})

// ConvertSamples converts samples of one type to another, as many as both slices have, and returns how many. The
// slices must not overlap, unless they begin with the same byte and their types have the same size.
func ConvertSamples[D, S Sample](dst []D, src []S) int {
	n := min(len(dst), len(src))
	ConvertBytes(bytesOf(dst[:n]), typeOf[D](), bytesOf(src[:n]), typeOf[S]())
	return n
}

// ConvertBytes is [ConvertSamples] of the memory of samples. Both types must be known, and dst have room for as many
// samples as there are in src. Large ones are shared out over the processors: filling new memory is half of the work.
func ConvertBytes(dst []byte, to SampleType, src []byte, from SampleType) {
	convert := inMemory()[to][from]
	samples, give, take := len(src)/from.Size(), to.Size(), from.Size()
	if parallel.Workers(samples, convertGrain, 0) == 1 {
		convert(dst, src)
		return
	}
	parallel.For(samples, convertGrain, 0, func(start, end int) {
		convert(dst[start*give:end*give], src[start*take:end*take])
	})
}

// convertGrain is the number of samples that are worth waking another goroutine for.
const convertGrain = 1 << 19
