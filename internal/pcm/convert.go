// Converters: how one is found.

package pcm

// A Converter converts len(src)/source.Bytes samples from src to dst, which must have room for them. Bytes of src that make
// no whole sample are left alone. dst and src do not overlap, or they are the same memory and the layouts have equal Bytes.
type Converter func(dst, src []byte)

// NewConverter gives the fastest converter from one layout to another that there is for this machine. It is nil only if a
// layout is not [Layout.Valid].
func NewConverter(dst, src Layout) Converter {
	if !dst.Valid() || !src.Valid() {
		return nil
	}
	return stepByStep(dst, src)
}
