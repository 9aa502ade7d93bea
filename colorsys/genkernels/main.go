// Command genkernels writes the vector kernels for floats: one file for each type of vector, from one template, because
// types of vectors cannot be type parameters and calls from a loop of vectors are not cheap enough.
package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
)

//go:embed vectors.tmpl
var source string

// A vector is a type of vector that kernels are written for.
type vector struct {
	bits, lanes int // of an element; in a vector
}

var vectors = []vector{{32, 16}, {64, 8}, {32, 8}, {64, 4}}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: genkernels folder")
	}
	for _, v := range vectors {
		content, err := v.file()
		if err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(os.Args[1], v.fileName()), content, 0o666); err != nil {
			log.Fatal(err)
		}
	}
}

func (v vector) fileName() string { return strings.ToLower(v.Vector()) + "_simd_amd64.go" }

// file gives the source of a vector's kernels.
func (v vector) file() ([]byte, error) {
	t, err := template.New("").Funcs(v.functions()).Parse(source)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "file", v); err != nil {
		return nil, err
	}
	return format.Source(b.Bytes())
}

// The names of types and of the constants of a type.

func (v vector) Vector() string    { return fmt.Sprintf("Float%dx%d", v.bits, v.lanes) }
func (v vector) Element() string   { return fmt.Sprintf("float%d", v.bits) }
func (v vector) Constants() string { return fmt.Sprintf("constants%dx%d", v.bits, v.lanes) }

// Components is the number of components of a vector of pixels.
func (v vector) Components() int { return 3 * v.lanes }

// All is what the bits of a mask are if it is true in all lanes.
func (v vector) All() string { return fmt.Sprintf("%#x", 1<<v.lanes-1) }

// avx512 reports whether vectors have 512 bits. Those of 256 bits do with AVX2.
func (v vector) avx512() bool { return v.bits*v.lanes == 512 }

// Loads and Stores move three vectors from and to memory. They are numbered such that lane j of vector k is component
// j-k, modulo 3, of a pixel.
func (v vector) Loads() string {
	var lines []string
	for _, k := range v.ascending() {
		lines = append(lines, fmt.Sprintf("v%d := archsimd.Load%s((*[%d]%s)(in[done][%d:]))",
			k, v.Vector(), v.lanes, v.Element(), v.offset(k)))
	}
	return strings.Join(lines, "\n")
}

func (v vector) Stores() string {
	var lines []string
	for _, k := range v.ascending() {
		lines = append(lines, fmt.Sprintf("r.Merge(g.Merge(b, in%d), in%d).Store((*[%d]%s)(out[done][%d:]))",
			(k+1)%3, k, v.lanes, v.Element(), v.offset(k)))
	}
	return strings.Join(lines, "\n")
}

// offset is the place of vector k in memory, and ascending the order of the vectors there.
func (v vector) offset(k int) int { return 2 * k * v.lanes % 3 * v.lanes }

func (v vector) ascending() []int {
	order := []int{0, 1, 2}
	slices.SortFunc(order, func(a, b int) int { return v.offset(a) - v.offset(b) })
	return order
}

// Masks defines a mask for each k of 0 to 2: of the lanes k, k+3 and so on.
func (v vector) Masks() string {
	var lines []string
	for k := range 3 {
		bits := 0
		for lane := k; lane < v.lanes; lane += 3 {
			bits |= 1 << lane
		}
		line := fmt.Sprintf("in%d := archsimd.Mask%dx%dFromBits(%#x)", k, v.bits, v.lanes, bits)
		if !v.avx512() {
			line = fmt.Sprintf("in%d := archsimd.LoadInt%dx%d((*[%d]int%d)(thirds%d[%d:])).ToMask()",
				k, v.bits, v.lanes, v.lanes, v.bits, v.bits, (3-k)%3)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// constants are the names of what the kernels multiply with, add and compare to. They are loaded where they are used: there
// are more of them than registers.
var constants = []string{"zero", "half", "one", "two", "four", "six", "minusSix", "sixth", "twelfth", "limit", "nan",
	"oneSixth", "oneThird", "twoThird",
	"yr", "yg", "yb", "ir", "ib", "qr", "qb", "ri", "rq", "gi", "gq", "bi", "bq"}

// functions are what the template writes differently for different types of vectors.
func (v vector) functions() template.FuncMap {
	rounding := "%s.%s()"
	if v.avx512() {
		rounding = "%s.%sScaled(0)"
	}
	functions := template.FuncMap{
		"trunc":   func(x string) string { return fmt.Sprintf(rounding, x, "Trunc") },
		"floor":   func(x string) string { return fmt.Sprintf(rounding, x, "Floor") },
		"permute": v.permute,
		"within": func(x, low, high string) string {
			return fmt.Sprintf("%s.GreaterEqual(%s).ToBits()&%s.Less(%s).ToBits() == %s", x, low, x, high, v.All())
		},
	}
	for _, name := range constants {
		functions[name] = func() string {
			return fmt.Sprintf("archsimd.Load%s((*[%d]%s)(c.%s[:]))", v.Vector(), v.lanes, v.Element(), name)
		}
	}
	return functions
}

// permute moves lanes by 32 bits at a time, the only way that AVX2 has.
func (v vector) permute(x, indices string) string {
	lanes := v.bits * v.lanes / 32
	load := fmt.Sprintf("archsimd.LoadUint32x%d((*[%d]uint32)(c.%s[:]))", lanes, lanes, indices)
	if v.bits == 32 {
		return fmt.Sprintf("%s.Permute(%s)", x, load)
	}
	return fmt.Sprintf("%s.AsFloat32x%d().Permute(%s).As%s()", x, lanes, load, v.Vector())
}
