package wave

// This file holds sample types as values, for callers who know them at run time only.

// A SampleType stands for a type of [Sample].
type SampleType int

// Sample types. Their numbers stay as they are: other languages know them, too.
const (
	SampleUint8      SampleType = 1
	SampleInt16      SampleType = 2
	SampleInt24      SampleType = 3
	SampleInt24Left  SampleType = 4
	SampleInt24Right SampleType = 5
	SampleInt32      SampleType = 6
	SampleFloat32    SampleType = 7
	SampleFloat64    SampleType = 8
)

var kinds = [...]sampleKind{
	SampleUint8:      kindUint8,
	SampleInt16:      kindInt16,
	SampleInt24:      kindInt24,
	SampleInt24Left:  kindInt24Left,
	SampleInt24Right: kindInt24Right,
	SampleInt32:      kindInt32,
	SampleFloat32:    kindFloat32,
	SampleFloat64:    kindFloat64,
}

// Size returns the bytes of a sample; 0 of an unknown type.
func (t SampleType) Size() int {
	if t < SampleUint8 || t > SampleFloat64 {
		return 0
	}
	return hostLayouts[kinds[t]].Bytes
}

// ReadSamples is [Read] into the memory of samples of type t, which must be a known one.
func (r *Reader) ReadSamples(t SampleType, dst []byte) (frames int, err error) {
	return r.readSamples(dst, kinds[t])
}

// WriteSamples is [Write] of whole frames in the memory of samples of type t, which must be a known one.
func (w *Writer) WriteSamples(t SampleType, src []byte) (frames int, err error) {
	return w.writeSamples(src, kinds[t])
}

// ConvertBytes is [ConvertSamples] of the memory of samples to that of samples of another type.
func ConvertBytes(dst []byte, to SampleType, src []byte, from SampleType) {
	inMemory()[kinds[to]][kinds[from]](dst, src)
}

// ReadPlanes is [ReadPlanar] into the memory of samples of type t, with room for so many frames in each plane. It
// changes the slices of planes.
func (r *Reader) ReadPlanes(t SampleType, planes [][]byte, frames int) (int, error) {
	if err := r.checkOpen(); err != nil {
		return 0, err
	}
	switch {
	case len(planes) != r.format.Channels:
		return 0, planesError(len(planes))
	case len(planes) == 1:
		return r.readSamples(planes[0], kinds[t])
	}
	return r.readPlanes(planes, frames, kinds[t])
}

// WritePlanes is [WritePlanar] of so many frames from the memory of samples of type t. It changes the slices of planes.
func (w *Writer) WritePlanes(t SampleType, planes [][]byte, frames int) (int, error) {
	if err := w.checkOpen(); err != nil {
		return 0, err
	}
	switch {
	case len(planes) != w.format.Channels:
		return 0, planesError(len(planes))
	case len(planes) == 1:
		return w.writeSamples(planes[0], kinds[t])
	}
	return w.writePlanes(planes, frames, kinds[t])
}
