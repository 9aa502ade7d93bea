// Images with any fields at all.

package colorsys

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// An imageSeed is what an image is made of.
type imageSeed struct {
	model, order, hue, channels int
	planar                      bool
	pixel, row, plane           int
}

// Whatever the fields are: an image is refused and nothing is touched, or each pixel is what the scalar functions make of
// it, and nothing beside the pixels is touched.
func FuzzConvert(f *testing.F) {
	for kind := range uint8(4) {
		f.Add(uint(1), kind, 3, 2, 0, 3, 0, 0, 0, 0, 4, 3, false, true, 0, 0, 0, 0, 0, 0, uint8(0), false, int8(0))
		f.Add(uint(2), kind, 5, 5, 2, 0, 1, 0, 2, 0, 0, 0, false, false, 4, 21, 0, 0, 0, 0, uint8(1), false, int8(3))
		f.Add(uint(3), kind, 9, 4, 0, 1, 0, 1, 0, 0, 4, 4, true, true, 1, 11, 50, 2, 20, 90, uint8(0), false, int8(0))
		f.Add(uint(4), kind, 37, 3, 3, 0, 0, 1, 1, 0, 4, 4, false, false, 5, 200, 0, 5, 200, 0, uint8(3), true, int8(-1))
		f.Add(uint(5), kind, 200, 9, 2, 0, 2, 0, 3, 0, 3, 3, true, true, 0, 0, 0, 0, 0, 0, uint8(5), true, int8(1))
		f.Add(uint(6), kind, 3, 3, 0, 2, 0, 2, 0, 1, 3, 4, false, true, 9, 3, 0, 3, 1, 9, uint8(0), false, int8(0))
	}
	f.Fuzz(func(t *testing.T, seed uint, kind uint8, width, height, toModel, fromModel, toOrder, fromOrder, toHue, fromHue,
		toChannels, fromChannels int, toPlanar, fromPlanar bool, toPixel, toRow, toPlane, fromPixel, fromRow, fromPlane int,
		preset uint8, inPlace bool, threads int8,
	) {
		to := imageSeed{toModel, toOrder, toHue, toChannels, toPlanar, toPixel, toRow, toPlane}
		from := imageSeed{fromModel, fromOrder, fromHue, fromChannels, fromPlanar, fromPixel, fromRow, fromPlane}
		random := rand.New(rand.NewPCG(uint64(seed), 0))
		convert := [...]func(*testing.T, *rand.Rand, int, int, imageSeed, imageSeed, Preset, bool, int){
			fuzzConvert[uint8], fuzzConvert[uint16], fuzzConvert[float32], fuzzConvert[float64],
		}[kind%4]
		convert(t, random, width, height, to, from, Preset(preset), inPlace, int(threads))
	})
}

func imageOf[T Component](s imageSeed, width, height int) Image[T] {
	return Image[T]{
		Width: width, Height: height, Model: Model(s.model), Order: Order(s.order), Hue: Hue(s.hue), Channels: s.channels,
		Planar: s.planar, PixelStride: s.pixel, RowStride: s.row, PlaneStride: s.plane,
	}
}

// guard is how many components stand before and behind each image, which nobody may touch.
const guard = 16

// guarded gives an image pixels: as many as it needs, or some number if that is too many or wrong. It returns the
// memory around them, too.
func guarded[T Component](m *Image[T], random *rand.Rand) []T {
	size, err := m.Extent()
	if err != nil || size > 1<<16 {
		size = random.IntN(2000)
	} else if random.IntN(16) == 0 {
		size = max(0, size-1) // one too few
	}
	memory := make([]T, size+2*guard)
	for i := range memory {
		memory[i] = anyComponent[T](random)
	}
	m.Pix = memory[guard : guard+size : guard+size]
	return memory
}

// anyComponent returns a component, now and then one that no colour has.
func anyComponent[T Component](random *rand.Rand) T {
	var zero T
	switch any(zero).(type) {
	case uint8, uint16:
		return T(random.Uint32())
	}
	switch random.IntN(40) {
	case 0:
		return T(math.NaN())
	case 1:
		return T(math.Inf(1 - 2*random.IntN(2)))
	case 2:
		return T(random.NormFloat64() * 1e30)
	case 3:
		return T(random.IntN(7) - 3)
	}
	return T(random.Float64())
}

func fuzzConvert[T Component](
	t *testing.T, random *rand.Rand, width, height int, to, from imageSeed, preset Preset, inPlace bool, threads int,
) {
	dst, src := imageOf[T](to, width, height), imageOf[T](from, width, height)
	if preset != 0 {
		if err := dst.Set(preset); err != nil {
			require.ErrorIs(t, err, ErrImage)
		}
	}
	if inPlace {
		src.Channels, src.Planar, src.PixelStride, src.RowStride, src.PlaneStride =
			dst.Channels, dst.Planar, dst.PixelStride, dst.RowStride, dst.PlaneStride
	}
	around, source := guarded(&dst, random), guarded(&src, random)
	if inPlace {
		src.Pix, source = dst.Pix, around
	}
	want := append([]T{}, around...)
	before := append([]T{}, source...)

	got, err := Convert(dst, src, threads)
	if err != nil {
		require.ErrorIs(t, err, ErrImage)
		require.True(t, sameComponents(want, around), "an error converts nothing")
		return
	}
	if width > 0 && height > 0 {
		expected := dst
		expected.Pix = want[guard : len(want)-guard]
		from := src
		if from.Pix = before[guard : len(before)-guard]; inPlace {
			from.Pix = expected.Pix
		}
		require.Equal(t, convertByPixel(expected, from), got)
		requireScalar(t, dst, src, inPlace, before)
	} else {
		require.Zero(t, got)
	}
	require.True(t, sameComponents(want, around), "pixels, and all beside them")
	if !inPlace {
		require.True(t, sameComponents(before, source), "the source stays as it is")
	}
}

// requireScalar checks pixels of 64 bits against the scalar functions.
func requireScalar[T Component](t *testing.T, dst, src Image[T], inPlace bool, before []T) {
	if _, ok := any(T(0)).(float64); !ok || dst.Hue != HueTurns || src.Hue != HueTurns {
		return
	}
	src.Pix = before[guard : len(before)-guard]
	scalar := scalarOf(dst.Model, src.Model)
	for y := range dst.Height {
		for x := range dst.Width {
			in, out := src.named(x, y), dst.named(x, y)
			a, b, c, err := scalar(float64(src.Pix[in[0]]), float64(src.Pix[in[1]]), float64(src.Pix[in[2]]))
			want := []float64{a, b, c}
			if err != nil {
				want = []float64{math.NaN(), math.NaN(), math.NaN()}
			}
			got := []float64{float64(dst.Pix[out[0]]), float64(dst.Pix[out[1]]), float64(dst.Pix[out[2]])}
			require.True(t, sameComponents(want, got), "pixel %d, %d: %v, not %v", x, y, got, want)
		}
	}
}

// scalarOf returns the scalar function from a model to another.
func scalarOf(to, from Model) func(a, b, c float64) (x, y, z float64, err error) {
	certain := func(f func(a, b, c float64) (x, y, z float64)) func(a, b, c float64) (x, y, z float64, err error) {
		return func(a, b, c float64) (float64, float64, float64, error) {
			x, y, z := f(a, b, c)
			return x, y, z, nil
		}
	}
	switch {
	case to == HSV:
		return RGBToHSV
	case from == HSV:
		return HSVToRGB
	case to == HLS:
		return RGBToHLS
	case from == HLS:
		return certain(HLSToRGB)
	case to == YIQ:
		return certain(RGBToYIQ)
	}
	return certain(YIQToRGB)
}
