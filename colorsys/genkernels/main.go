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

// The names of types.

func (v vector) Vector() string     { return fmt.Sprintf("Float%dx%d", v.bits, v.lanes) }
func (v vector) Element() string    { return fmt.Sprintf("float%d", v.bits) }
func (v vector) Int() string        { return fmt.Sprintf("Int%dx%d", v.bits, v.lanes) }
func (v vector) IntElement() string { return fmt.Sprintf("Int%d", v.bits) }

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
	for k := range 3 {
		lines = append(lines, fmt.Sprintf("v%d := archsimd.Load%s((*[%d]%s)(in[done][%d:]))",
			k, v.Vector(), v.lanes, v.Element(), v.offset(k)))
	}
	return strings.Join(lines, "\n")
}

func (v vector) Stores() string {
	var lines []string
	for k := range 3 {
		lines = append(lines, fmt.Sprintf("r.Merge(g.Merge(b, in%d), in%d).Store((*[%d]%s)(out[done][%d:]))",
			(k+1)%3, k, v.lanes, v.Element(), v.offset(k)))
	}
	return strings.Join(lines, "\n")
}

// offset is the place of vector k in memory.
func (v vector) offset(k int) int { return 2 * k * v.lanes % 3 * v.lanes }

// functions are what the template writes differently for different types of vectors.
func (v vector) functions() template.FuncMap {
	rounding := "%s.%s()"
	if v.avx512() {
		rounding = "%s.%sScaled(0)"
	}
	return template.FuncMap{
		"broadcast": func(x string) string { return fmt.Sprintf("archsimd.Broadcast%s(%s)", v.Vector(), x) },
		"trunc":     func(x string) string { return fmt.Sprintf(rounding, x, "Trunc") },
		"floor":     func(x string) string { return fmt.Sprintf(rounding, x, "Floor") },
		"abs": func(x string) string {
			return fmt.Sprintf("%s.As%s().And(magnitude).As%s()", x, v.Int(), v.Vector())
		},
		"within": func(x, limit string) string {
			return fmt.Sprintf("%s.Less(%s).ToBits()&%s.GreaterEqual(zero).ToBits() == %s", x, limit, x, v.All())
		},
		"mask":     v.mask,
		"rotation": v.rotation,
		"permute":  v.permute,
	}
}

// mask gives a mask of the lanes k, k+3 and so on.
func (v vector) mask(k int) string {
	if v.avx512() {
		bits := 0
		for lane := k; lane < v.lanes; lane += 3 {
			bits |= 1 << lane
		}
		return fmt.Sprintf("archsimd.Mask%dx%dFromBits(%#x)", v.bits, v.lanes, bits)
	}
	return v.table(fmt.Sprintf("Int%d", v.bits), v.lanes, fmt.Sprintf("thirds%d", v.bits), (3-k)%3) + ".ToMask()"
}

// rotation gives the indices of a permutation whose lane j is lane j+by. It is made of 32 bits at a time where AVX2 has
// no other.
func (v vector) rotation(by int) string {
	bits, lanes := v.bits, v.lanes
	if bits*lanes == 256 {
		by, bits, lanes = by*bits/32, 32, 8
	}
	return v.table(fmt.Sprintf("Uint%d", bits), lanes, fmt.Sprintf("lanes%d", bits), (by+lanes)%lanes)
}

func (v vector) permute(x, indices string) string {
	if v.bits == 64 && !v.avx512() {
		return fmt.Sprintf("%s.AsFloat32x8().Permute(%s).As%s()", x, indices, v.Vector())
	}
	return fmt.Sprintf("%s.Permute(%s)", x, indices)
}

// table loads a vector of integers from an array.
func (v vector) table(element string, lanes int, name string, from int) string {
	return fmt.Sprintf("archsimd.Load%sx%d((*[%d]%s)(%s[%d:]))", element, lanes, lanes, strings.ToLower(element), name, from)
}
