package main

// This file holds the rules of the ABI: which types a parameter, member or result may have, and what they mean there.

import (
	"fmt"
	"slices"
)

// numberTypes are the numbers that may cross the ABI: each has one size on every machine and in every language.
var numberTypes = []string{
	"int8_t", "uint8_t", "int16_t", "uint16_t", "int32_t", "uint32_t", "int64_t", "uint64_t", "float", "double",
}

// countTypes are the numbers of which a function returns one through a pointer. Pointers to others are to samples or
// components, of which there are many.
var countTypes = []string{"int64_t", "uint64_t", "uint32_t"}

// typeClass is what kind of type a name stands for.
type typeClass int

const (
	classNumber typeClass = iota
	classVoid
	classChar
	classHandle
	classStruct
)

// role is the part that a variable plays in a call or a struct; it decides how the writers treat it.
type role int

const (
	roleNone       role = iota // no result: void
	roleValue                  // int64_t: a number
	roleArray                  // double out[3]: numbers, which a function writes unless they are const
	roleText                   // const char *: a string that ends with a NUL
	roleTexts                  // const char *const *: several such strings
	roleTextOut                // char *: room for such a string, as much as another parameter says
	roleChars                  // char message[208] in a struct: room for such a string
	roleBytes                  // void *, const void *: bytes of the caller, or a pointer that is his alone
	roleBytesOut               // void **: room for the place of some bytes
	roleBuffers                // void *const *, const void *const *: the places of several buffers of the caller
	roleNumbers                // const double *: numbers to read
	roleNumbersOut             // double *: room for numbers, as many as another parameter says
	roleNumberOut              // int64_t *: room for one number
	roleHandle                 // mms_wave_reader *
	roleHandleOut              // mms_wave_reader **: room for one handle
	roleStruct                 // const mms_io *: a struct to read
	roleStructOut              // mms_wave_info *: a struct to write
	roleError                  // mms_error *: the struct that tells what went wrong
	roleCallback               // a function pointer
)

// paramRole returns the role of a function's parameter.
func (p *parser) paramRole(v variable) (role, error) {
	switch class := p.types[v.base]; {
	case v.length > 0 && v.stars == 0 && class == classNumber:
		return roleArray, nil
	case v.length > 0:
	case v.stars == 0 && class == classNumber && !v.constant:
		return roleValue, nil
	case v.stars == 0 && class == classStruct:
		return 0, p.errorf(v.line, "%s: a struct by value", v)
	case v.stars == 1 && class == classChar && v.constant:
		return roleText, nil
	case v.stars == 1 && class == classChar:
		return roleTextOut, nil
	case v.stars == 2 && class == classChar && v.constant && v.fixed:
		return roleTexts, nil
	case v.stars == 1 && class == classVoid:
		return roleBytes, nil
	case v.stars == 2 && class == classVoid && v.fixed:
		return roleBuffers, nil
	case v.stars == 2 && class == classVoid && !v.constant:
		return roleBytesOut, nil
	case v.fixed:
	case v.stars == 1 && class == classNumber && v.constant:
		return roleNumbers, nil
	case v.stars == 1 && slices.Contains(countTypes, v.base):
		return roleNumberOut, nil
	case v.stars == 1 && class == classNumber:
		return roleNumbersOut, nil
	case v.stars == 1 && class == classHandle && !v.constant:
		return roleHandle, nil
	case v.stars == 2 && class == classHandle && !v.constant:
		return roleHandleOut, nil
	case v.stars == 1 && class == classStruct && v.constant:
		return roleStruct, nil
	case v.stars == 1 && v.base == errorType:
		return roleError, nil
	case v.stars == 1 && class == classStruct:
		return roleStructOut, nil
	}
	return 0, p.errorf(v.line, "%s: not a type for a parameter", v)
}

// callbackRole returns the role of a callback's parameter: callbacks deal in numbers and bytes.
func (p *parser) callbackRole(v variable) (role, error) {
	r, err := p.paramRole(v)
	if err == nil && r != roleValue && r != roleBytes {
		err = p.errorf(v.line, "%s: not a type for a parameter of a callback", v)
	}
	return r, err
}

// memberRole returns the role of a struct's member.
func (p *parser) memberRole(v variable) (role, error) {
	switch class := p.types[v.base]; {
	case v.constant && v.stars == 0:
	case v.length > 0 && v.stars == 0 && class == classNumber:
		return roleArray, nil
	case v.length > 0 && v.stars == 0 && class == classChar:
		return roleChars, nil
	case v.length > 0:
	case v.stars == 0 && class == classNumber:
		return roleValue, nil
	case v.stars == 1 && class == classVoid:
		return roleBytes, nil
	}
	return 0, p.errorf(v.line, "%s: not a type for a member", v)
}

// resultRole returns the role of a result.
func (p *parser) resultRole(v variable) (role, error) {
	switch class := p.types[v.base]; {
	case v.stars == 0 && !v.constant && class == classNumber:
		return roleValue, nil
	case v.stars == 0 && !v.constant && class == classVoid:
		return roleNone, nil
	case v.stars == 1 && v.constant && class == classChar:
		return roleText, nil
	}
	return 0, p.errorf(v.line, "%s: not a type for a result", v)
}

// body tells who writes the C function behind a prototype.
type body int

const (
	bodyGo         body = iota // generated: guards against fork and calls the Go export
	bodyStatusText             // generated: the texts of the statuses
	bodyByHand                 // in shim.c
)

// byHand are the functions of shim.c, which need no Go and so work in a forked child.
var byHand = map[string]bool{"mms_version": true, "mms_version_number": true, "mms_abi_version": true}

// bodyOf decides who writes a function.
func bodyOf(f function) (body, error) {
	switch {
	case f.name == "mms_status_string":
		if f.result.role != roleText || len(f.params) != 1 || f.params[0].base != "mms_status" {
			return 0, fmt.Errorf("%s does not turn an mms_status into a const char *", f.name)
		}
		return bodyStatusText, nil
	case byHand[f.name]:
		return bodyByHand, nil
	case f.result.base == "mms_status":
		return bodyGo, nil
	}
	return 0, fmt.Errorf("%s does not return mms_status, and is none of those written by hand", f.name)
}
