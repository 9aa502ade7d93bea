// The conventions of other libraries, by name.

package colorsys

import "fmt"

// A Preset is the way in which another library represents colours.
type Preset int

// Presets. Their numbers stay as they are: other languages know them, too.
const (
	PresetOpenCVHSV     Preset = 1 // COLOR_RGB2HSV: half degrees in 8 bits, degrees as floats
	PresetOpenCVHSVFull Preset = 2 // COLOR_RGB2HSV_FULL: 256 steps in 8 bits, degrees as floats
	PresetOpenCVHLS     Preset = 3 // COLOR_RGB2HLS: half degrees in 8 bits, degrees as floats
	PresetOpenCVHLSFull Preset = 4 // COLOR_RGB2HLS_FULL: 256 steps in 8 bits, degrees as floats
	PresetPillowHSV     Preset = 5 // the mode "HSV": full scale is a turn
	PresetMatplotlibHSV Preset = 6 // rgb_to_hsv: turns
)

// presets holds the model of each, and the scale of hue in 8 bits and in all other types.
var presets = [...]struct {
	model        Model
	bytes, other Hue
}{
	PresetOpenCVHSV:     {HSV, Hue180, HueDegrees},
	PresetOpenCVHSVFull: {HSV, Hue256, HueDegrees},
	PresetOpenCVHLS:     {HLS, Hue180, HueDegrees},
	PresetOpenCVHLSFull: {HLS, Hue256, HueDegrees},
	PresetPillowHSV:     {HSV, HueTurns, HueTurns},
	PresetMatplotlibHSV: {HSV, HueTurns, HueTurns},
}

// Set gives an image the model, the order and the scale of hue that a preset has for its type of component. Types that the
// other library does not have are treated like the ones next to them.
func (m *Image[T]) Set(p Preset) error {
	if p < PresetOpenCVHSV || int(p) >= len(presets) {
		return fmt.Errorf("%w: unknown preset %d", ErrImage, p)
	}
	m.Model, m.Order, m.Hue = presets[p].model, OrderNamed, presets[p].other
	if isUint8[T]() {
		m.Hue = presets[p].bytes
	}
	return nil
}
