// Where the pixels of an image lie.

package colorsys

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unsafe"
)

// An Image says where pixels lie and what they mean. Only Pix, Width, Height and Model need to be set for pixels of three
// components, or four with Channels, that follow each other without gaps.
//
// Component c of the pixel in column x and row y is
//
//	Pix[y*RowStride + x*PixelStride + c]                interleaved
//	Pix[y*RowStride + x*PixelStride + c*PlaneStride]    Planar
//
// The strides count components, not bytes. Those left at 0 are taken as for an image without gaps: a PixelStride of
// Channels (Planar: 1), a RowStride of Width*PixelStride, a PlaneStride of Height*RowStride. They may nest in any way, so
// that columns can be rows and each row can hold its own planes, as long as no two components share a place.
type Image[T Component] struct {
	Pix           []T
	Width, Height int
	Model         Model
	Order         Order // of the first three components
	Hue           Hue   // looked at in HLS and HSV only
	Channels      int   // 3, or 4: the fourth is alpha. 0 means 3
	Planar        bool  // each component has a plane of its own

	PixelStride, RowStride, PlaneStride int // in components; 0 means without gaps
}

// A layout is the place of each component of an image, all sizes being known to fit.
type layout struct {
	width, height int
	channels      int
	pixel, row    int    // strides
	component     int    // the stride of a pixel's components, whatever their order
	places        [4]int // of the components that the model names first, second and third, and of alpha
	extent        int    // from the first component to the end of the last
}

// Extent returns how many components Pix must have, from the first pixel's to the last one's. It looks at all fields but
// Pix, and returns an error that is an [ErrImage] if they cannot be right.
func (m *Image[T]) Extent() (int, error) {
	l, err := m.layoutWithin(math.MaxInt / int(unsafe.Sizeof(*new(T))))
	return l.extent, err
}

// layout checks an image and finds out where its components are.
func (m *Image[T]) layout() (layout, error) { return m.layoutWithin(len(m.Pix)) }

// layoutWithin is layout with so many components in the place of Pix.
func (m *Image[T]) layoutWithin(limit int) (l layout, err error) {
	refuse := func(format string, arguments ...any) (layout, error) {
		return layout{}, fmt.Errorf("%w: "+format, append([]any{ErrImage}, arguments...)...)
	}
	switch {
	case m.Width < 0 || m.Height < 0:
		return refuse("size of %d by %d", m.Width, m.Height)
	case m.Model < RGB || m.Model > HSV:
		return refuse("unknown model %d", m.Model)
	case m.Order < OrderNamed || m.Order > OrderHSL:
		return refuse("unknown order %d", m.Order)
	case m.Order == OrderHSL && m.Model != HLS:
		return refuse("order H S L of a model other than HLS")
	case m.Hue < HueTurns || m.Hue > Hue256:
		return refuse("unknown scale of hue %d", m.Hue)
	case m.Hue == HueDegrees && m.Model.hasHue() && isUint8[T]():
		return refuse("degrees of hue do not fit into 8 bits")
	case m.Channels != 0 && m.Channels != 3 && m.Channels != 4:
		return refuse("%d channels", m.Channels)
	case m.PixelStride < 0 || m.RowStride < 0 || m.PlaneStride < 0:
		return refuse("negative stride")
	case m.PlaneStride != 0 && !m.Planar:
		return refuse("stride of planes without planes")
	}
	l = layout{width: m.Width, height: m.Height, channels: max(3, m.Channels), pixel: m.PixelStride, row: m.RowStride}
	if m.Width == 0 || m.Height == 0 {
		return layout{}, nil
	}
	// With no more columns and rows than components there are, no stride taken for 0 can overflow unless it is too long.
	if m.Width > limit || m.Height > limit {
		return refuse("%d components are too few for %d by %d pixels", limit, m.Width, m.Height)
	}
	l.component = 1
	if m.Planar {
		l.component = m.PlaneStride
	}
	if l.pixel == 0 {
		l.pixel = 1
		if !m.Planar {
			l.pixel = l.channels
		}
	}
	var fits bool
	if l.row == 0 {
		if l.row, fits = product(l.width, l.pixel); !fits {
			return refuse("stride of pixels %d is too long", l.pixel)
		}
	}
	if l.component == 0 {
		if l.component, fits = product(l.height, l.row); !fits {
			return refuse("stride of rows %d is too long", l.row)
		}
	}
	axes := [...]axis{{l.width, l.pixel}, {l.height, l.row}, {l.channels, l.component}}
	if l.extent, fits = extent(axes[:], limit); !fits {
		return refuse("%d components are too few for %d by %d pixels with strides %d and %d", limit, l.width, l.height,
			l.pixel, l.row)
	}
	if !apart(axes[:]) {
		return refuse("strides of pixels %d, of rows %d and of components %d make pixels overlap", l.pixel, l.row, l.component)
	}
	for c, place := range m.Order.places()[:l.channels] {
		l.places[c] = place * l.component
	}
	return l, nil
}

// isUint8 reports whether components have 8 bits.
func isUint8[T Component]() bool { return unsafe.Sizeof(*new(T)) == 1 }

// places tells where among a pixel's components those are that the model names first, second and third, and alpha.
func (o Order) places() []int {
	return [...][]int{OrderNamed: {0, 1, 2, 3}, OrderReversed: {2, 1, 0, 3}, OrderHSL: {0, 2, 1, 3}}[o]
}

// An axis is one way to walk through an image: so many steps of a stride.
type axis struct{ length, stride int }

// extent gives the length of the memory that axes span, if it does not exceed limit.
func extent(axes []axis, limit int) (length int, fits bool) {
	last := 0
	for _, a := range axes {
		span, fits := product(a.length-1, a.stride)
		if !fits || span >= limit-last {
			return 0, false
		}
		last += span
	}
	return last + 1, true
}

// apart reports whether each component has a place of its own: a step of a longer stride leaves behind it all that the
// shorter ones reach. The extent of the axes must fit.
func apart(axes []axis) bool {
	slices.SortFunc(axes, func(a, b axis) int { return a.stride - b.stride })
	reach := 0
	for _, a := range axes {
		if a.length > 1 && a.stride <= reach {
			return false
		}
		reach += (a.length - 1) * a.stride
	}
	return true
}

// product multiplies two numbers that are not negative.
func product(a, b int) (p int, fits bool) {
	high, low := bits.Mul(uint(a), uint(b))
	return int(low), high == 0 && int(low) >= 0
}

// packed reports whether the pixels of a row are as kernels want them.
func (l *layout) packed() bool { return l.pixel == 3 && l.places == [4]int{0, 1, 2} }

// linear reports whether all pixels are as kernels want them.
func (l *layout) linear() bool { return l.packed() && (l.row == 3*l.width || l.height == 1) }

// sameStrides reports whether layouts have their pixels and components at the same distances.
func (l *layout) sameStrides(other *layout) bool {
	return l.pixel == other.pixel && l.row == other.row && l.component == other.component
}

// rowPart finds the pixel that has a number, counting row by row. index is the place in Pix where it begins, and length
// the number of pixels of the same row from it on, but no more than most.
func (l *layout) rowPart(number, most int) (index, length int) {
	y, x := number/l.width, number%l.width
	return y*l.row + x*l.pixel, min(most, l.width-x)
}
