package main

// This file understands #defines: numbers, strings, statuses, initialisers.

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	defineForm      = regexp.MustCompile(`^(MMS_[A-Z0-9_]+)(\([a-z]+\))?( .+)?$`)
	numberForm      = regexp.MustCompile(`^(-?(?:0|[1-9][0-9]*)|0x[0-9A-F]+)(u?)$`)
	stringForm      = regexp.MustCompile(`^"[^"\\]*"$`)
	initialiserForm = regexp.MustCompile(`^\{sizeof\((\w+)\)(?:, [^,]+)*\}$`)
)

// abiVersion is the constant whose value is part of the symbols' version.
const abiVersion = "MMS_ABI_VERSION"

// statusClassMacro is the one macro with a parameter. The writers rely on what it does.
const statusClassMacro = "MMS_STATUS_CLASS(status) ((status) / 100 * 100)"

// addDefines adds the constants. It runs after the declarations, since initialisers name structs.
func (p *parser) addDefines(defines []define) error {
	for _, d := range defines {
		form := defineForm.FindStringSubmatch(d.text)
		if form == nil {
			return p.errorf(d.line, "#define not understood: %s", d.text)
		}
		name, params, value := form[1], form[2], strings.TrimSpace(form[3])
		var err error
		switch {
		case d.text == statusClassMacro:
		case params != "":
			err = p.errorf(d.line, "a macro with parameters: %s", name)
		case value == "":
			err = p.errorf(d.line, "%s has no value", name)
		case strings.HasPrefix(value, "{"):
			err = p.checkInitialiser(name, value, d.line)
			p.initialisers = append(p.initialisers, name)
		default:
			err = p.addConstant(name, value, d)
		}
		if err == nil {
			err = p.declare(name, d.line)
		}
		if err != nil {
			return err
		}
	}
	if p.abi < 1 {
		return fmt.Errorf("%s: there is no %s of 1 or more", p.file, abiVersion)
	}
	return p.checkStatuses()
}

// checkInitialiser holds an ..._INIT macro to its struct. That it fits the members is left to the C compiler.
func (p *parser) checkInitialiser(name, value string, line int) error {
	form := initialiserForm.FindStringSubmatch(value)
	if form == nil {
		return p.errorf(line, "%s: initialiser not understood: %s", name, value)
	}
	if p.types[form[1]] != classStruct {
		return p.errorf(line, "%s: %s is not a struct", name, form[1])
	}
	if want := strings.ToUpper(form[1]) + "_INIT"; name != want {
		return p.errorf(line, "the initialiser of %s must be called %s, not %s", form[1], want, name)
	}
	return nil
}

func (p *parser) addConstant(name, value string, d define) error {
	c := constant{name: name, literal: value, comment: d.comment, line: d.line}
	if form := numberForm.FindStringSubmatch(value); form != nil {
		number, err := strconv.ParseInt(form[1], 0, 64)
		unsigned := form[2] != ""
		// What does not fit has another type on another machine or in another language.
		if err != nil || unsigned && (number < 0 || number > math.MaxUint32) ||
			!unsigned && (number < math.MinInt32 || number > math.MaxInt32) {
			return p.errorf(d.line, "%s: %s does not fit 32 bits (with u: without sign)", name, value)
		}
		c.literal, c.isNumber, c.number = form[1], true, number
	} else if !stringForm.MatchString(value) {
		return p.errorf(d.line, "%s: neither a number nor a string: %s", name, value)
	}
	if name == abiVersion {
		p.abi = c.number
	}
	p.constants = append(p.constants, c)
	return nil
}

// checkStatuses requires a text for each status, a number that no other has, and a class that the name tells.
func (p *parser) checkStatuses() error {
	byNumber := map[int64]constant{}
	for _, c := range p.constants {
		if !c.isStatus() {
			continue
		}
		other, taken := byNumber[c.number]
		switch {
		case !c.isNumber || (c.number < 0) != (c.name != "MMS_OK") || c.number > 0:
			return p.errorf(c.line, "%s: MMS_OK is 0 and every other status is negative", c.name)
		case c.comment == "":
			return p.errorf(c.line, "%s has no comment, which is the text of the status", c.name)
		case taken:
			return p.errorf(c.line, "%s has the number of %s", c.name, other.name)
		}
		byNumber[c.number] = c
	}
	for _, c := range p.constants {
		class := c.number / 100 * 100
		if !c.isStatus() || class == c.number {
			continue
		}
		if of, ok := byNumber[class]; !ok || !strings.HasPrefix(c.name, of.name+"_") {
			return p.errorf(c.line, "%s: there is no class with number %d and the start of that name", c.name, class)
		}
	}
	return nil
}
