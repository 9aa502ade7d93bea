package main

// This file compares two dumps of the ABI: what breaks programs that were compiled against the first, and what is new
// in the second.

import (
	"fmt"
	"strconv"
	"strings"
)

// compare returns what is wrong with the ABI after, for those who have programs for the ABI before: one line each.
//
// As long as MMS_ABI_VERSION stays, everything stays as it was, but that structs may get members at their end, and
// that what is reserved in them, which callers leave zero, may get a name. Numbers of constants stay even when it
// rises: a status in an old log means what it meant.
func compare(before, after *dump) []string {
	var broken []string
	complain := func(format string, args ...any) {
		broken = append(broken, fmt.Sprintf(format, args...))
	}
	if after.abi < before.abi {
		complain("%s is %d after %d", abiVersion, after.abi, before.abi)
	}
	now, places, statuses := map[string]dumpLine{}, map[string]bool{}, map[string]string{}
	for _, line := range after.lines {
		now[line.key()] = line
		places[line.place()] = true
		if line.isStatus() {
			statuses[line.value] = line.name
		}
	}
	for _, was := range before.lines {
		is, found := now[was.key()]
		name := statuses[was.value]
		switch {
		case was.isStatus() && name != "" && name != was.name:
			complain("status %s was %s and is %s", was.value, was.name, name)
		case after.abi > before.abi && was.kind != kindConstant:
		case !found && after.abi > before.abi:
		case !found && was.isReserved() && places[was.place()]:
		case !found:
			complain("%s %s is gone", was.kind, was.name)
		case was.kind == kindStruct && size(is) >= size(was):
		case is.value != was.value:
			complain("%s %s was %q and is %q", was.kind, was.name, was.value, is.value)
		}
	}
	return broken
}

// additions returns what is in the ABI after that was not in the one before.
func additions(before, after *dump) []string {
	known := map[string]bool{}
	for _, line := range before.lines {
		known[line.key()] = true
	}
	var added []string
	for _, line := range after.lines {
		if !known[line.key()] {
			added = append(added, strings.TrimSpace(line.kind+" "+line.name+" "+line.value))
		}
	}
	return added
}

// holes returns the members that do not begin where the one before ends, and the structs that end behind their last
// member: compilers of other languages could fill in something else there.
func holes(d *dump) []string {
	var found []string
	var current dumpLine
	end := 0
	finish := func() {
		if current.name != "" && end != size(current) {
			found = append(found, "there is a hole at the end of "+current.name)
		}
	}
	for _, line := range d.lines {
		switch line.kind {
		case kindStruct:
			finish()
			current, end = line, 0
		case kindMember:
			fields := strings.Fields(line.value)
			offset, _ := strconv.Atoi(fields[0])
			length, _ := strconv.Atoi(fields[1])
			if offset != end {
				found = append(found, "there is a hole before "+line.name)
			}
			end = offset + length
		}
	}
	finish()
	return found
}

func (l dumpLine) key() string {
	return l.kind + " " + l.name
}

// place returns what a line says of a member without its name: in which struct it lies, where, and its type.
func (l dumpLine) place() string {
	of, _, _ := strings.Cut(l.name, ".")
	return l.kind + " " + of + " " + l.value
}

func (l dumpLine) isReserved() bool {
	return l.kind == kindMember && strings.HasSuffix(l.name, ".reserved")
}

func (l dumpLine) isStatus() bool {
	return l.kind == kindConstant && constant{name: l.name}.isStatus()
}

// size returns the bytes of a struct.
func size(line dumpLine) int {
	n, _ := strconv.Atoi(line.value)
	return n
}
