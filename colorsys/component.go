// What whole images of colours are made of: component types, models, orders of components, scales of hue.

package colorsys

// A Component is the type of one number of a pixel.
//
// Floats mean what the scalar functions mean. Integers stand for them like this, with full scale N = 255 or 65535:
//
//	r g b  l s v y   x stands for x / N
//	h                x stands for x / D turns, where D is the number of steps that [Hue] gives a turn
//	i q              x stands for (x - Z) * 0.6 / (N - Z), where Z = (N + 1) / 2 stands for 0
//
// An integer result is the float64 result times its scale (N, D; for i and q (N - Z) / 0.6, then plus Z), rounded once to
// the nearest integer, ties to even, and limited to 0 to N. A hue that rounds to D is 0, except under [HueTurns], where it
// stays N.
type Component interface {
	uint8 | uint16 | float32 | float64
}

// A Model says what the three components of a pixel mean.
type Model int

// Models. Their numbers stay as they are: other languages know them, too.
const (
	RGB Model = 0
	YIQ Model = 1
	HLS Model = 2
	HSV Model = 3
)

// An Order says in which order the components of a pixel come.
type Order int

// Orders. Their numbers stay as they are: other languages know them, too.
const (
	OrderNamed    Order = 0 // as the model's name says: R G B, Y I Q, H L S, H S V
	OrderReversed Order = 1 // the other way round: B G R, as OpenCV has it
	OrderHSL      Order = 2 // H S L; of HLS only
)

// A Hue says how many steps of a hue component make one turn of the colour circle.
type Hue int

// Scales of hue. Their numbers stay as they are: other languages know them, too.
const (
	HueTurns   Hue = 0 // full scale: 1.0, 255 or 65535
	HueDegrees Hue = 1 // 360; not for uint8
	Hue180     Hue = 2 // 180, half degrees: 0 to 179 as integers, as OpenCV has it in 8 bits
	Hue256     Hue = 3 // 256: 0 to 255 as integers, as OpenCV has it in its _FULL conversions
)
