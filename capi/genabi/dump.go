package main

// This file writes and reads dumps of the ABI: all that a compiled program relies on, one line for each thing.

import (
	"fmt"
	"strconv"
	"strings"
)

// dump is the ABI of one version of the header, in the order of its lines.
type dump struct {
	abi   int64
	lines []dumpLine
}

// dumpLine is one thing that programs rely on: what it is, its name, and what must not change about it.
type dumpLine struct {
	kind, name, value string
}

// The kinds of lines.
const (
	kindABI         = "abi"
	kindSoname      = "soname"
	kindAlias       = "type"
	kindHandle      = "handle"
	kindConstant    = "constant"
	kindInitialiser = "initialiser"
	kindStruct      = "struct"
	kindMember      = "member"
	kindFunction    = "function"
)

const dumpComment = `# What programs compiled against mmservices.h rely on. docs/abi.md tells how it may change.
#   constant name number
#   struct   name size; its members follow: offset, size and type, where pointers have 8 bytes
#   function symbol@@version prototype
`

func (d *dump) add(kind, name, format string, args ...any) {
	d.lines = append(d.lines, dumpLine{kind, name, fmt.Sprintf(format, args...)})
}

// dumpOf returns the dump of a header.
func dumpOf(h *header) *dump {
	d := &dump{abi: h.abi}
	d.add(kindABI, strconv.FormatInt(h.abi, 10), "")
	d.add(kindSoname, fmt.Sprintf("libmmservices.so.%d", h.abi), "")
	for _, a := range h.aliases {
		d.add(kindAlias, a.name, "%s", a.base)
	}
	for _, name := range h.handles {
		d.add(kindHandle, name, "")
	}
	for _, c := range h.constants {
		if !strings.HasPrefix(c.name, "MMS_VERSION_") && c.name != abiVersion {
			d.add(kindConstant, c.name, "%s", pinnedValue(c))
		}
	}
	for _, name := range h.initialisers {
		d.add(kindInitialiser, name, "")
	}
	for _, s := range h.structs {
		places, size := h.layout(s)
		d.add(kindStruct, s.name, "%d", size)
		for i, v := range s.members {
			d.add(kindMember, s.name+"."+v.name, "%d %d %s", places[i].offset, places[i].size, v.typeName())
		}
	}
	for _, f := range h.functions {
		d.add(kindFunction, f.name+"@@"+versionNode(h), "%s", f)
	}
	return d
}

// pinnedValue returns a constant's number in decimal, for how it is spelt does not matter.
func pinnedValue(c constant) string {
	if c.isNumber {
		return strconv.FormatInt(c.number, 10)
	}
	return c.literal
}

// String returns the dump as a file.
func (d *dump) String() string {
	var b strings.Builder
	b.WriteString(dumpComment)
	for _, line := range d.lines {
		b.WriteString(strings.TrimSpace(line.kind+" "+line.name+" "+line.value) + "\n")
	}
	return b.String()
}

// parseDump reads what String wrote.
func parseDump(file, text string) (*dump, error) {
	d := &dump{}
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, rest, _ := strings.Cut(line, " ")
		name, value, _ := strings.Cut(rest, " ")
		if name == "" {
			return nil, fmt.Errorf("%s:%d: not understood: %s", file, i+1, line)
		}
		if kind == kindABI {
			var err error
			if d.abi, err = strconv.ParseInt(name, 10, 64); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
			}
		}
		d.add(kind, name, "%s", value)
	}
	if d.abi < 1 {
		return nil, fmt.Errorf("%s: there is no line %q", file, kindABI)
	}
	return d, nil
}
