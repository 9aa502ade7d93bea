package main

// This file computes where the members of a struct lie, by the rule that C compilers share: each member at the next
// multiple of its alignment. A test compares that with what the C compiler says.

// place is where a member lies in its struct, in bytes.
type place struct {
	offset, size int
}

// pointerSize is that of all machines that the library is for.
const pointerSize = 8

var numberSizes = map[string]int{
	"char": 1, "int8_t": 1, "uint8_t": 1, "int16_t": 2, "uint16_t": 2, "int32_t": 4, "uint32_t": 4, "int64_t": 8,
	"uint64_t": 8, "float": 4, "double": 8,
}

// layout returns the places of a struct's members, and its size.
func (h *header) layout(s structure) (places []place, size int) {
	alignment := 1
	for _, v := range s.members {
		element := h.elementSize(v)
		alignment = max(alignment, element)
		size = roundUp(size, element)
		p := place{offset: size, size: element * max(1, v.length)}
		places = append(places, p)
		size += p.size
	}
	return places, roundUp(size, alignment)
}

// elementSize returns the size of a member or, of an array, of one element, which is its alignment, too.
func (h *header) elementSize(v variable) int {
	if v.stars > 0 || v.callback != nil {
		return pointerSize
	}
	for _, a := range h.aliases {
		if a.name == v.base {
			return numberSizes[a.base]
		}
	}
	return numberSizes[v.base]
}

func roundUp(n, multiple int) int {
	return (n + multiple - 1) / multiple * multiple
}
