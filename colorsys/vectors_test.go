// The golden vectors: each of some 90 000 answers of CPython's colorsys must come out bit for bit.

package colorsys_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/colorsys"
)

// conversion is any of the six functions in one shape.
type conversion func(a, b, c float64) ([3]float64, error)

// withoutError and withError give the two signatures of the package that shape.
func withoutError(convert func(a, b, c float64) (x, y, z float64)) conversion {
	return func(a, b, c float64) ([3]float64, error) {
		x, y, z := convert(a, b, c)
		return [3]float64{x, y, z}, nil
	}
}

func withError(convert func(a, b, c float64) (x, y, z float64, err error)) conversion {
	return func(a, b, c float64) ([3]float64, error) {
		x, y, z, err := convert(a, b, c)
		return [3]float64{x, y, z}, err
	}
}

// conversions are the six functions in the order of their numbers in the vectors.
var conversions = []struct {
	name    string
	convert conversion
}{
	{"RGBToYIQ", withoutError(colorsys.RGBToYIQ)},
	{"YIQToRGB", withoutError(colorsys.YIQToRGB)},
	{"RGBToHLS", withError(colorsys.RGBToHLS)},
	{"HLSToRGB", withoutError(colorsys.HLSToRGB)},
	{"RGBToHSV", withError(colorsys.RGBToHSV)},
	{"HSVToRGB", withError(colorsys.HSVToRGB)},
}

// vector is a row of testdata/colorsys/vectors.bin.gz; the README beside it describes the layout.
type vector struct {
	Function, Outcome uint8
	_                 [6]byte
	Arguments         [3]float64
	Results           [3]float64
}

// outcomes are the errors in the order of their numbers in the vectors.
var outcomes = []error{nil, colorsys.ErrDivisionByZero, colorsys.ErrHueNaN, colorsys.ErrHueInfinite}

func readVectors(tb testing.TB) []vector {
	tb.Helper()
	file, err := os.Open(filepath.Join("..", "testdata", "colorsys", "vectors.bin.gz"))
	require.NoError(tb, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(tb, err)
	content, err := io.ReadAll(unzipped)
	require.NoError(tb, err)

	var header struct {
		Magic [8]byte
		Rows  uint64
	}
	rows := bytes.NewReader(content)
	require.NoError(tb, binary.Read(rows, binary.LittleEndian, &header))
	require.Equal(tb, "colorsys", string(header.Magic[:]))
	require.EqualValues(tb, rows.Len(), header.Rows*uint64(binary.Size(vector{})), "bytes after the header")
	vectors := make([]vector, header.Rows)
	require.NoError(tb, binary.Read(rows, binary.LittleEndian, vectors))
	return vectors
}

// sameFloat reports whether two floats have the same bits or are both NaN.
func sameFloat(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || math.IsNaN(a) && math.IsNaN(b)
}

func sameFloats(a, b [3]float64) bool {
	return sameFloat(a[0], b[0]) && sameFloat(a[1], b[1]) && sameFloat(a[2], b[2])
}

// builtFor tells the architecture and its level that the test was compiled for, as "GOARCH=amd64 GOAMD64=v3".
func builtFor(tb testing.TB) string {
	tb.Helper()
	info, ok := debug.ReadBuildInfo()
	require.True(tb, ok, "build information of the test binary")
	var target []string
	for _, setting := range info.Settings {
		if setting.Key == "GOARCH" || setting.Key == "GO"+strings.ToUpper(runtime.GOARCH) {
			target = append(target, setting.Key+"="+setting.Value)
		}
	}
	require.NotEmpty(tb, target)
	return strings.Join(target, " ")
}

func TestResultsEqualCPythonBitForBit(t *testing.T) {
	target := builtFor(t)
	byFunction := make([][]vector, len(conversions))
	for _, v := range readVectors(t) {
		require.Less(t, int(v.Function), len(conversions), "number of the function")
		require.Less(t, int(v.Outcome), len(outcomes), "number of the outcome")
		byFunction[v.Function] = append(byFunction[v.Function], v)
	}
	for number, c := range conversions {
		t.Run(c.name, func(t *testing.T) {
			const shown = 5
			wrong, raised := 0, 0
			for _, v := range byFunction[number] {
				got, err := c.convert(v.Arguments[0], v.Arguments[1], v.Arguments[2])
				want := outcomes[v.Outcome]
				if want != nil {
					raised++
				}
				if err == want && sameFloats(got, v.Results) {
					continue
				}
				wrong++
				if wrong <= shown {
					t.Errorf("%s%x = %x, %v; CPython gives %x, %v", c.name, v.Arguments, got, err, v.Results, want)
				}
			}
			assert.Zero(t, wrong, "vectors that differ")
			assert.Greater(t, len(byFunction[number]), 10_000, "vectors read")
			t.Logf("%s: %d of %d vectors equal, %d of them errors",
				target, len(byFunction[number])-wrong, len(byFunction[number]), raised)
		})
	}
}

func TestKernelsEqualCPythonBitForBit(t *testing.T) {
	byFunction := make([][]vector, len(conversions))
	for _, v := range readVectors(t) {
		byFunction[v.Function] = append(byFunction[v.Function], v)
	}
	for number, c := range conversions {
		var src []float64
		raised := 0
		for _, v := range byFunction[number] {
			src = append(src, v.Arguments[:]...)
			if v.Outcome != 0 {
				raised++
			}
		}
		for _, kernel := range colorsys.KernelsFloat64(number) {
			t.Run(c.name+"/"+kernel.Name, func(t *testing.T) {
				dst := make([]float64, len(src))
				assert.Equal(t, raised, kernel.Convert(dst, src), "exceptions of CPython, pixels without a result")
				for i, v := range byFunction[number] {
					want := v.Results
					if v.Outcome != 0 {
						want = [3]float64{nan, nan, nan}
					}
					got := [3]float64(dst[3*i : 3*i+3])
					require.True(t, sameFloats(want, got), "%s%x: want %x, got %x", c.name, v.Arguments, want, got)
				}
			})
		}
	}
}
