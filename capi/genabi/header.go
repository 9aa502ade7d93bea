package main

// This file holds the model of a parsed header: what the parser fills in and the writers read.

import (
	"fmt"
	"strings"
)

// header is what a C header declares, each list in the order of the file.
type header struct {
	constants    []constant
	initialisers []string // #define MMS_ERROR_INIT {...}
	aliases      []alias  // typedef int32_t mms_status;
	handles      []string // typedef struct mms_wave_reader mms_wave_reader;
	structs      []structure
	functions    []function
	abi          int64 // the value of MMS_ABI_VERSION
}

// statuses returns the constants that are values of mms_status.
func (h *header) statuses() []constant {
	var statuses []constant
	for _, c := range h.constants {
		if c.isStatus() {
			statuses = append(statuses, c)
		}
	}
	return statuses
}

// constant is a #define of a number or of a string.
type constant struct {
	name     string
	literal  string // as the header spells it, without a suffix u
	isNumber bool
	number   int64
	comment  string // the text behind it on its line
	line     int
}

func (c constant) isStatus() bool {
	return c.name == "MMS_OK" || strings.HasPrefix(c.name, "MMS_ERROR_")
}

// alias is another name for a number type.
type alias struct {
	name, base string
}

// structure is a struct with its members, the first of which is struct_size.
type structure struct {
	name    string
	members []variable
}

// function is a prototype, or without a name the type of a callback.
type function struct {
	name   string
	result variable
	params []variable
	body   body
}

// errorType is the struct that functions report errors with.
const errorType = "mms_error"

// errorParam returns the name of the mms_error parameter, which is the last, or "" if there is none.
func (f function) errorParam() string {
	if n := len(f.params); n > 0 && f.params[n-1].role == roleError {
		return f.params[n-1].name
	}
	return ""
}

// String returns the prototype in C, or the type of a callback.
func (f function) String() string {
	var params []string
	for _, v := range f.params {
		params = append(params, v.String())
	}
	if len(params) == 0 {
		params = []string{"void"}
	}
	result, name := f.result.String(), f.name
	if name == "" {
		name = "(*)"
	}
	if !strings.HasSuffix(result, "*") {
		result += " "
	}
	return result + name + "(" + strings.Join(params, ", ") + ")"
}

// variable is a parameter, a struct member or (without a name) a result.
type variable struct {
	name     string
	base     string // the type without const, stars and array: int64_t, void, mms_io
	constant bool
	stars    int
	fixed    bool      // const behind the first of two stars: void *const *channels
	length   int       // elements of an array, 0 if it is none
	callback *function // of a function pointer, which has no base
	role     role
	line     int
}

// String returns the declaration in C.
func (v variable) String() string {
	stars := strings.Repeat("*", v.stars)
	if v.fixed {
		stars = "*const *"
	}
	text := strings.TrimSpace(v.base + " " + stars + v.name)
	if v.constant {
		text = "const " + text
	}
	if v.length > 0 {
		text += fmt.Sprintf("[%d]", v.length)
	}
	return text
}

// typeName returns the type in C.
func (v variable) typeName() string {
	if v.callback != nil {
		return v.callback.String()
	}
	v.name = ""
	return v.String()
}
