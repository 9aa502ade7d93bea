// Runnable examples of the package documentation.

package colorsys_test

import (
	"errors"
	"fmt"

	"mmservices/colorsys"
)

// A darker shade of a web colour: the same hue and saturation at half the value.
func Example() {
	const tomato = 0xff6347
	r := float64(tomato>>16&0xff) / 255
	g := float64(tomato>>8&0xff) / 255
	b := float64(tomato&0xff) / 255

	h, s, v, err := colorsys.RGBToHSV(r, g, b)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("hue %.1f degrees, saturation %.2f, value %.2f\n", h*360, s, v)

	r, g, b, err = colorsys.HSVToRGB(h, s, v/2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("darker: #%02x%02x%02x\n", int(r*255), int(g*255), int(b*255))
	// Output:
	// hue 9.1 degrees, saturation 0.72, value 1.00
	// darker: #7f3123
}

func ExampleRGBToYIQ() {
	y, i, q := colorsys.RGBToYIQ(1, 0.5, 0)
	fmt.Printf("luma %.3f, chroma %.3f and %.3f\n", y, i, q)
	// Output: luma 0.595, chroma 0.460 and -0.050
}

func ExampleYIQToRGB() {
	r, g, b := colorsys.YIQToRGB(0.5, 0.3, 0)
	fmt.Printf("%.3f %.3f %.3f\n", r, g, b)
	// Output: 0.784 0.418 0.167
}

func ExampleRGBToHLS() {
	h, l, s, err := colorsys.RGBToHLS(1, 0.75, 0.5)
	fmt.Printf("%.0f degrees, lightness %g, saturation %g, error %v\n", h*360, l, s, err)
	// Output: 30 degrees, lightness 0.75, saturation 1, error <nil>
}

func ExampleHLSToRGB() {
	for _, degrees := range []float64{0, 120, 240, 360} {
		r, g, b := colorsys.HLSToRGB(degrees/360, 0.75, 1)
		fmt.Printf("%3g degrees: %.2f %.2f %.2f\n", degrees, r, g, b)
	}
	// Output:
	//   0 degrees: 1.00 0.50 0.50
	// 120 degrees: 0.50 1.00 0.50
	// 240 degrees: 0.50 0.50 1.00
	// 360 degrees: 1.00 0.50 0.50
}

// Components out of range are converted, not checked; a few have no result.
func ExampleRGBToHSV() {
	h, s, v, err := colorsys.RGBToHSV(1, 0.5, 0)
	fmt.Printf("%.0f degrees, saturation %g, value %g, error %v\n", h*360, s, v, err)

	_, _, _, err = colorsys.RGBToHSV(0, 0, -1)
	fmt.Println(errors.Is(err, colorsys.ErrDivisionByZero))
	// Output:
	// 30 degrees, saturation 1, value 1, error <nil>
	// true
}

func ExampleHSVToRGB() {
	r, g, b, err := colorsys.HSVToRGB(210.0/360, 0.5, 1)
	fmt.Printf("%.2f %.2f %.2f, error %v\n", r, g, b, err)
	// Output: 0.50 0.75 1.00, error <nil>
}

// Two pixels as OpenCV has them, blue first, to hues in half degrees and back to another order.
func ExampleConvert() {
	bgr := colorsys.Image[uint8]{
		Pix:   []uint8{0x47, 0x63, 0xff, 0xff, 0x90, 0x1e},
		Width: 2, Height: 1,
		Order: colorsys.OrderReversed,
	}
	hsv := colorsys.Image[uint8]{
		Pix:   make([]uint8, 6),
		Width: 2, Height: 1,
		Model: colorsys.HSV, Hue: colorsys.Hue180,
	}
	if _, err := colorsys.Convert(hsv, bgr, 0); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("hue, saturation, value:", hsv.Pix)

	rgb := hsv // in place
	rgb.Model = colorsys.RGB
	if _, err := colorsys.Convert(rgb, hsv, 0); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("red, green, blue:", rgb.Pix)
	// Output:
	// hue, saturation, value: [5 184 255 105 225 255]
	// red, green, blue: [255 102 71 30 142 255]
}

// Pixels without gaps need no description.
func ExampleRGBToHSVTriples() {
	pixels := []float64{1, 0.5, 0, 0.25, 0.25, 0.25}
	undefined, err := colorsys.RGBToHSVTriples(pixels, pixels) // in place
	fmt.Printf("%.3f, %d without a result, error %v\n", pixels, undefined, err)
	// Output: [0.083 1.000 1.000 0.000 0.000 0.250], 0 without a result, error <nil>
}
