// Images of every layout against a conversion pixel by pixel, and what is refused.

package colorsys

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// index is where a component of a pixel is, from the documentation of Image. component counts in memory, not in names.
func (m *Image[T]) index(x, y, component int) int {
	channels := max(3, m.Channels)
	pixel, row, plane := m.PixelStride, m.RowStride, m.PlaneStride
	if pixel == 0 && m.Planar {
		pixel = 1
	} else if pixel == 0 {
		pixel = channels
	}
	if row == 0 {
		row = m.Width * pixel
	}
	if !m.Planar {
		plane = 1
	} else if plane == 0 {
		plane = m.Height * row
	}
	return y*row + x*pixel + component*plane
}

// named gives the indices of a pixel's components in the order of the model's name.
func (m *Image[T]) named(x, y int) [3]int {
	order := map[Order][3]int{OrderNamed: {0, 1, 2}, OrderReversed: {2, 1, 0}, OrderHSL: {0, 2, 1}}[m.Order]
	return [3]int{m.index(x, y, order[0]), m.index(x, y, order[1]), m.index(x, y, order[2])}
}

// convertByPixel is what Convert does, by a reference kernel for each single pixel.
func convertByPixel[T Component](dst, src Image[T]) (undefined int) {
	c, _ := conversionOf(dst.Model, src.Model)
	hue := src.Hue
	if dst.Model.hasHue() {
		hue = dst.Hue
	}
	samePixels := len(dst.Pix) > 0 && &dst.Pix[0] == &src.Pix[0]
	for y := range dst.Height {
		for x := range dst.Width {
			var pixel [3]T
			for i, index := range src.named(x, y) {
				pixel[i] = src.Pix[index]
			}
			undefined += kernelsOf[T](&reference)[c](pixel[:], pixel[:], hue)
			for i, index := range dst.named(x, y) {
				dst.Pix[index] = pixel[i]
			}
			if dst.Channels == 4 && src.Channels == 4 && !samePixels {
				dst.Pix[dst.index(x, y, 3)] = src.Pix[src.index(x, y, 3)]
			}
		}
	}
	return undefined
}

// layouts are images of 37 by 11 pixels, without Pix and Model.
func layouts[T Component]() map[string]Image[T] {
	const width, height = 37, 11
	return map[string]Image[T]{
		"without gaps":                  {},
		"four channels":                 {Channels: 4},
		"reversed":                      {Order: OrderReversed},
		"reversed, four channels":       {Order: OrderReversed, Channels: 4},
		"rows with gaps":                {RowStride: 3*width + 5},
		"pixels with gaps":              {PixelStride: 5},
		"pixels and rows with gaps":     {PixelStride: 7, RowStride: 7*width + 1},
		"four channels with gaps":       {Channels: 4, PixelStride: 6, RowStride: 6*width + 3},
		"planar":                        {Planar: true},
		"planar, four channels":         {Planar: true, Channels: 4},
		"planar, reversed":              {Planar: true, Order: OrderReversed},
		"planar with gaps":              {Planar: true, RowStride: width + 3, PlaneStride: (width+3)*height + 7},
		"planar with gaps of pixels":    {Planar: true, PixelStride: 2},
		"planes within rows":            {Planar: true, RowStride: 3 * width, PlaneStride: width},
		"columns for rows":              {PixelStride: 3 * height, RowStride: 3},
		"planar, columns for rows":      {Planar: true, PixelStride: height, RowStride: 1, PlaneStride: width * height},
		"three of four, last row short": {PixelStride: 4, RowStride: 4*width - 1},
	}
}

// fillPix gives an image a size and pixels.
func fillPix[T Component](m *Image[T], width, height int, random *rand.Rand) {
	m.Width, m.Height = width, height
	length := m.index(width-1, height-1, max(3, m.Channels)-1) + 1
	m.Pix = make([]T, length)
	for i := range m.Pix {
		switch any(T(0)).(type) {
		case uint8, uint16:
			m.Pix[i] = T(random.Uint32())
		default:
			m.Pix[i] = T(random.Float64())
			if random.IntN(50) == 0 {
				m.Pix[i] = T(random.IntN(5)) - 2
			}
		}
	}
}

// clonePix gives an image pixels of its own.
func clonePix[T Component](m Image[T]) Image[T] {
	m.Pix = append(make([]T, 0, len(m.Pix)), m.Pix...)
	return m
}

func testLayouts[T Component](t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for toName, to := range layouts[T]() {
		for fromName, from := range layouts[T]() {
			for _, c := range []conversion{rgbToHSV, hlsToRGB} {
				t.Run(fmt.Sprintf("%T/%s/%s from %s", *new(T), conversionNames[c], toName, fromName), func(t *testing.T) {
					dst, src := to, from
					dst.Model, src.Model = c.to(), c.from()
					fillPix(&dst, 37, 11, random)
					fillPix(&src, 37, 11, random)
					want := clonePix(dst)
					undefined := convertByPixel(want, src)
					got, err := Convert(dst, src, 1)
					require.NoError(t, err)
					require.Equal(t, undefined, got)
					require.True(t, sameComponents(want.Pix, dst.Pix), "pixels, and all beside them")
				})
			}
		}
	}
}

func TestEveryLayout(t *testing.T) {
	testLayouts[uint8](t)
	testLayouts[uint16](t)
	testLayouts[float32](t)
	testLayouts[float64](t)
}

func TestInPlaceInEveryLayout(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for name, layout := range layouts[float32]() {
		t.Run(name, func(t *testing.T) {
			src := layout
			src.Model = RGB
			fillPix(&src, 37, 11, random)
			dst := src
			dst.Model, dst.Hue, dst.Order = HSV, HueDegrees, OrderReversed

			wantSrc := clonePix(src)
			want := dst
			want.Pix = wantSrc.Pix
			undefined := convertByPixel(want, wantSrc)
			got, err := Convert(dst, src, 1)
			require.NoError(t, err)
			assert.Equal(t, undefined, got)
			assert.True(t, sameComponents(want.Pix, dst.Pix), "pixels, and all beside them")
		})
	}
}

func testHues[T Component](t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for _, model := range []Model{HLS, HSV} {
		for _, order := range []Order{OrderNamed, OrderReversed, OrderHSL} {
			for _, hue := range hues {
				if order == OrderHSL && model != HLS || hue == HueDegrees && isUint8[T]() {
					continue
				}
				t.Run(fmt.Sprintf("%T, model %d, order %d, hue %d", *new(T), model, order, hue), func(t *testing.T) {
					rgb := Image[T]{Model: RGB, Hue: Hue256} // whose hue means nothing
					fillPix(&rgb, 50, 20, random)
					other := Image[T]{Model: model, Order: order, Hue: hue}
					fillPix(&other, 50, 20, random)
					for _, c := range []struct{ dst, src Image[T] }{{other, rgb}, {rgb, other}} {
						want := clonePix(c.dst)
						undefined := convertByPixel(want, c.src)
						got, err := Convert(c.dst, c.src, 1)
						require.NoError(t, err)
						assert.Equal(t, undefined, got)
						assert.True(t, sameComponents(want.Pix, c.dst.Pix))
					}
				})
			}
		}
	}
}

func TestEveryScaleOfHueInEveryOrder(t *testing.T) {
	testHues[uint8](t)
	testHues[uint16](t)
	testHues[float32](t)
	testHues[float64](t)
}

func TestThreadsGiveTheSameResult(t *testing.T) {
	before := runtime.GOMAXPROCS(4)
	defer runtime.GOMAXPROCS(before)
	random := rand.New(rand.NewPCG(13, 14))
	for name, layout := range map[string]Image[float32]{
		"without gaps": {}, "four channels": {Channels: 4}, "rows with gaps": {RowStride: 3*613 + 1},
	} {
		t.Run(name, func(t *testing.T) {
			src := layout
			fillPix(&src, 613, 411, random)
			dst := layout
			dst.Model = HLS
			fillPix(&dst, 613, 411, random)
			want := clonePix(dst)
			undefined, err := Convert(want, src, 1)
			require.NoError(t, err)
			require.NotZero(t, undefined, "the random pixels were to have some without a result")
			for _, threads := range []int{0, -1, 2, 3, 100} {
				got, err := Convert(dst, src, threads)
				require.NoError(t, err)
				assert.Equal(t, undefined, got)
				assert.True(t, sameComponents(want.Pix, dst.Pix), "%d threads", threads)
			}
		})
	}
}

func TestPixelsWithoutAResultAreNaNAndCounted(t *testing.T) {
	// From top to bottom: no value to divide by, a colour, extremes that cancel, grey.
	rgb := []float64{0, 0, -1, 1, 0, 0, -1, 0, 1, 0.5, 0.5, 0.5}
	nan := math.NaN()
	dst := make([]float64, len(rgb))

	undefined, err := RGBToHSVTriples(dst, rgb)
	assert.NoError(t, err)
	assert.Equal(t, 1, undefined)
	assert.True(t, sameComponents([]float64{nan, nan, nan, 0, 1, 1}, dst[:6]), "%v", dst)

	undefined, err = RGBToHLSTriples(dst, rgb)
	assert.NoError(t, err)
	assert.Equal(t, 1, undefined)
	assert.True(t, sameComponents([]float64{0, 0.5, 1, nan, nan, nan, 0, 0.5, 0}, dst[3:]), "%v", dst)

	undefined, err = HSVToRGBTriples(dst, []float64{nan, 1, 1, math.Inf(1), 1, 1, nan, 0, 0.5, 0, 1, 1})
	assert.NoError(t, err)
	assert.Equal(t, 2, undefined)
	assert.True(t, sameComponents([]float64{nan, nan, nan, nan, nan, nan, 0.5, 0.5, 0.5, 1, 0, 0}, dst), "%v", dst)
}

func TestAlpha(t *testing.T) {
	rgba := []uint8{255, 0, 0, 7, 0, 255, 0, 8}
	src := Image[uint8]{Pix: rgba, Width: 2, Height: 1, Channels: 4}
	t.Run("is copied between images that have it", func(t *testing.T) {
		dst := Image[uint8]{Pix: make([]uint8, 8), Width: 2, Height: 1, Model: HSV, Hue: Hue180, Channels: 4}
		_, err := Convert(dst, src, 0)
		assert.NoError(t, err)
		assert.Equal(t, []uint8{0, 255, 255, 7, 60, 255, 255, 8}, dst.Pix)
	})
	t.Run("stays as it is if the source has none", func(t *testing.T) {
		dst := Image[uint8]{Pix: []uint8{1, 1, 1, 1, 2, 2, 2, 2}, Width: 2, Height: 1, Model: HSV, Hue: Hue180, Channels: 4}
		_, err := Convert(dst, Image[uint8]{Pix: []uint8{255, 0, 0, 0, 255, 0}, Width: 2, Height: 1}, 0)
		assert.NoError(t, err)
		assert.Equal(t, []uint8{0, 255, 255, 1, 60, 255, 255, 2}, dst.Pix)
	})
	t.Run("stays as it is in place", func(t *testing.T) {
		src := clonePix(src)
		dst := src
		dst.Model, dst.Hue = HSV, Hue180
		_, err := Convert(dst, src, 0)
		assert.NoError(t, err)
		assert.Equal(t, []uint8{0, 255, 255, 7, 60, 255, 255, 8}, dst.Pix)
	})
}

func TestImagesThatAreRefused(t *testing.T) {
	valid := Image[uint8]{Pix: make([]uint8, 24), Width: 4, Height: 2}
	for _, c := range []struct {
		name   string
		change func(m *Image[uint8])
	}{
		{"negative width", func(m *Image[uint8]) { m.Width = -1 }},
		{"negative height", func(m *Image[uint8]) { m.Height = -1 }},
		{"model before the first", func(m *Image[uint8]) { m.Model = -1 }},
		{"model after the last", func(m *Image[uint8]) { m.Model = HSV + 1 }},
		{"order before the first", func(m *Image[uint8]) { m.Order = -1 }},
		{"order after the last", func(m *Image[uint8]) { m.Order = OrderHSL + 1 }},
		{"H S L without HLS", func(m *Image[uint8]) { m.Order = OrderHSL }},
		{"hue before the first", func(m *Image[uint8]) { m.Hue = -1 }},
		{"hue after the last", func(m *Image[uint8]) { m.Hue = Hue256 + 1 }},
		{"degrees in 8 bits", func(m *Image[uint8]) { m.Model, m.Hue = HLS, HueDegrees }},
		{"two channels", func(m *Image[uint8]) { m.Channels = 2 }},
		{"five channels", func(m *Image[uint8]) { m.Channels = 5 }},
		{"negative channels", func(m *Image[uint8]) { m.Channels = -3 }},
		{"negative stride of pixels", func(m *Image[uint8]) { m.PixelStride = -3 }},
		{"negative stride of rows", func(m *Image[uint8]) { m.RowStride = -12 }},
		{"negative stride of planes", func(m *Image[uint8]) { m.Planar, m.PlaneStride = true, -8 }},
		{"stride of planes without planes", func(m *Image[uint8]) { m.PlaneStride = 8 }},
		{"one component too few", func(m *Image[uint8]) { m.Pix = m.Pix[1:] }},
		{"no components", func(m *Image[uint8]) { m.Pix = nil }},
		{"a row too few", func(m *Image[uint8]) { m.Height = 3 }},
		{"four channels in the room of three", func(m *Image[uint8]) { m.Channels = 4 }},
		{"a plane too few", func(m *Image[uint8]) { m.Planar, m.PlaneStride = true, 9 }},
		{"pixels that overlap", func(m *Image[uint8]) { m.PixelStride = 2 }},
		{"rows that overlap", func(m *Image[uint8]) { m.RowStride = 11 }},
		{"planes that overlap", func(m *Image[uint8]) { m.Planar, m.PlaneStride = true, 7 }},
		{"the longest size", func(m *Image[uint8]) { m.Width, m.Height = math.MaxInt, math.MaxInt }},
		{"the longest width", func(m *Image[uint8]) { m.Width, m.Height = math.MaxInt, 1 }},
		{"the longest strides", func(m *Image[uint8]) { m.PixelStride, m.RowStride = math.MaxInt, math.MaxInt }},
		{"a stride of pixels that is too long for a row", func(m *Image[uint8]) { m.PixelStride = math.MaxInt / 2 }},
		{"a stride of rows that is too long for planes", func(m *Image[uint8]) { m.Planar, m.RowStride = true, math.MaxInt/2 }},
		{"the longest stride of planes", func(m *Image[uint8]) { m.Planar, m.PlaneStride = true, math.MaxInt }},
	} {
		t.Run(c.name, func(t *testing.T) {
			wrong := clonePix(valid)
			c.change(&wrong)
			for _, other := range []Model{RGB, HSV} {
				right := clonePix(valid)
				right.Model = other
				_, err := Convert(right, wrong, 0)
				assert.ErrorIs(t, err, ErrImage, "as the source")
				assert.NotErrorIs(t, err, ErrModels)
				assert.NotErrorIs(t, err, ErrSize)
				_, err = Convert(wrong, right, 0)
				assert.ErrorIs(t, err, ErrImage, "as the destination")
				assert.NotErrorIs(t, err, ErrModels)
				assert.NotErrorIs(t, err, ErrSize)
			}
		})
	}
}

func TestPairsThatAreRefused(t *testing.T) {
	pix := make([]uint16, 100)
	image := func(from int, model Model) Image[uint16] {
		return Image[uint16]{Pix: pix[from : from+24], Width: 4, Height: 2, Model: model}
	}
	other := image(50, HSV)
	for _, c := range []struct {
		name     string
		dst, src Image[uint16]
		want     error
	}{
		{"RGB from RGB", image(50, RGB), image(0, RGB), ErrModels},
		{"HLS from HSV", image(50, HLS), image(0, HSV), ErrModels},
		{"HSV from HSV", image(50, HSV), image(0, HSV), ErrModels},
		{"turned by 90 degrees", Image[uint16]{Pix: other.Pix, Width: 2, Height: 4, Model: HSV}, image(0, RGB), ErrSize},
		{"narrower", Image[uint16]{Pix: other.Pix, Width: 3, Height: 2, Model: HSV}, image(0, RGB), ErrSize},
		{"one component later", image(1, HSV), image(0, RGB), ErrOverlap},
		{"one component earlier", image(0, HSV), image(1, RGB), ErrOverlap},
		{"the last component", image(23, HSV), image(0, RGB), ErrOverlap},
		{"the same memory with other strides",
			Image[uint16]{Pix: pix, Width: 4, Height: 2, Model: HSV, RowStride: 13}, image(0, RGB), ErrOverlap},
		{"the same memory as planes",
			Image[uint16]{Pix: pix, Width: 4, Height: 2, Model: HSV, Planar: true}, image(0, RGB), ErrOverlap},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Convert(c.dst, c.src, 0)
			assert.ErrorIs(t, err, c.want)
			assert.ErrorIs(t, err, ErrImage)
		})
	}
	t.Run("neighbours are not", func(t *testing.T) {
		_, err := Convert(image(24, HSV), image(0, RGB), 0)
		assert.NoError(t, err)
		_, err = Convert(image(0, HSV), image(24, RGB), 0)
		assert.NoError(t, err)
	})
}

func TestImagesWithoutPixels(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {0, 5}, {5, 0}, {0, math.MaxInt}, {math.MaxInt, 0}} {
		undefined, err := Convert(Image[float32]{Width: size[0], Height: size[1], Model: YIQ},
			Image[float32]{Width: size[0], Height: size[1]}, 0)
		assert.NoError(t, err, "%d by %d", size[0], size[1])
		assert.Zero(t, undefined)
	}
	undefined, err := RGBToHSVTriples[uint8](nil, nil)
	assert.NoError(t, err)
	assert.Zero(t, undefined)
}

func TestTriplesThatAreRefused(t *testing.T) {
	pix := make([]float64, 30)
	_, err := RGBToHSVTriples(pix[:3], pix[9:15])
	assert.ErrorIs(t, err, ErrSize)
	_, err = RGBToHSVTriples(pix[:4], pix[9:13])
	assert.ErrorIs(t, err, ErrImage)
	_, err = RGBToHSVTriples(pix[:6], pix[3:9])
	assert.ErrorIs(t, err, ErrOverlap)
}

func TestTriplesConvertAsTheirNamesSay(t *testing.T) {
	src := randomPixels[float64](RGB, HueTurns, 100, 1)
	for c, convert := range [conversions]func(dst, src []float64) (int, error){
		RGBToYIQTriples[float64], YIQToRGBTriples[float64], RGBToHLSTriples[float64],
		HLSToRGBTriples[float64], RGBToHSVTriples[float64], HSVToRGBTriples[float64],
	} {
		t.Run(conversionNames[c], func(t *testing.T) {
			want, got := make([]float64, len(src)), make([]float64, len(src))
			reference.float64[c](want, src, HueTurns)
			_, err := convert(got, src)
			assert.NoError(t, err)
			assert.True(t, sameComponents(want, got))
		})
	}
}

func TestNothingIsAllocatedOnTheCallingGoroutine(t *testing.T) {
	src := Image[float32]{Pix: make([]float32, 4*1000), Width: 100, Height: 10, Channels: 4}
	dst := Image[float32]{Pix: make([]float32, 3*1000), Width: 100, Height: 10, Model: HSV}
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = Convert(dst, src, 1) }))
	assert.Zero(t, testing.AllocsPerRun(100, func() { _, _ = RGBToHSVTriples(dst.Pix, src.Pix[:3000]) }))
}

func TestPresets(t *testing.T) {
	// Red of full value but half the saturation: 0 degrees; and a hue of 240.
	bytes := []uint8{255, 128, 128, 0, 0, 255}
	floats := []float32{1, 0.5, 0.5, 0, 0, 1}
	for _, c := range []struct {
		name   string
		preset Preset
		bytes  []uint8
		floats []float32
	}{
		{"OpenCV HSV", PresetOpenCVHSV, []uint8{0, 127, 255, 120, 255, 255}, []float32{0, 0.5, 1, 240, 1, 1}},
		{"OpenCV HSV full", PresetOpenCVHSVFull, []uint8{0, 127, 255, 171, 255, 255}, []float32{0, 0.5, 1, 240, 1, 1}},
		{"OpenCV HLS", PresetOpenCVHLS, []uint8{0, 192, 255, 120, 128, 255}, []float32{0, 0.75, 1, 240, 0.5, 1}},
		{"OpenCV HLS full", PresetOpenCVHLSFull, []uint8{0, 192, 255, 171, 128, 255}, []float32{0, 0.75, 1, 240, 0.5, 1}},
		{"Pillow HSV", PresetPillowHSV, []uint8{0, 127, 255, 170, 255, 255}, []float32{0, 0.5, 1, float32(TwoThird), 1, 1}},
		{"matplotlib", PresetMatplotlibHSV, []uint8{0, 127, 255, 170, 255, 255}, []float32{0, 0.5, 1, float32(TwoThird), 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBytes := Image[uint8]{Pix: make([]uint8, 6), Width: 2, Height: 1, Order: OrderReversed}
			require.NoError(t, inBytes.Set(c.preset))
			_, err := Convert(inBytes, Image[uint8]{Pix: bytes, Width: 2, Height: 1}, 0)
			assert.NoError(t, err)
			assert.Equal(t, c.bytes, inBytes.Pix)

			inFloats := Image[float32]{Pix: make([]float32, 6), Width: 2, Height: 1}
			require.NoError(t, inFloats.Set(c.preset))
			_, err = Convert(inFloats, Image[float32]{Pix: floats, Width: 2, Height: 1}, 0)
			assert.NoError(t, err)
			assert.InDeltaSlice(t, c.floats, inFloats.Pix, 1e-4)
		})
	}
	t.Run("unknown", func(t *testing.T) {
		for _, preset := range []Preset{-1, PresetMatplotlibHSV + 1} {
			assert.ErrorIs(t, new(Image[uint8]).Set(preset), ErrImage)
		}
	})
}
