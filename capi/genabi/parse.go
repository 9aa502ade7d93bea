package main

// This file parses the declarations of the header: typedefs, structs and prototypes.

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// parser reads declarations from tokens and fills in its header.
type parser struct {
	header
	file   string
	tokens []token
	last   token                // the token that was read last
	names  map[string]int       // all names declared so far, with their lines
	types  map[string]typeClass // those of them that are types
}

// token is a word, a number or a punctuation mark.
type token struct {
	text string
	line int
}

// parse reads a header. The file name is for its errors.
func parse(file, source string) (*header, error) {
	code, defines, err := separate(file, source)
	if err != nil {
		return nil, err
	}
	p := &parser{file: file, names: map[string]int{}, types: map[string]typeClass{"void": classVoid, "char": classChar}}
	for _, name := range numberTypes {
		p.types[name] = classNumber
	}
	if err := p.tokenise(code); err != nil {
		return nil, err
	}
	for len(p.tokens) > 0 {
		if err := p.declaration(); err != nil {
			return nil, err
		}
	}
	if err := p.addDefines(defines); err != nil {
		return nil, err
	}
	return &p.header, nil
}

var tokenForm = regexp.MustCompile(`^(?:[A-Za-z_]\w*|[0-9]+|[{}()\[\];,*])`)

func (p *parser) tokenise(code string) error {
	for i, line := range strings.Split(code, "\n") {
		for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
			text := tokenForm.FindString(line)
			if text == "" {
				return p.errorf(i+1, "not understood: %s", line)
			}
			p.tokens = append(p.tokens, token{text, i + 1})
			line = line[len(text):]
		}
	}
	return nil
}

func (p *parser) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", p.file, line, fmt.Sprintf(format, args...))
}

// unexpected is the error for the token that was read last.
func (p *parser) unexpected(want string) error {
	found := strconv.Quote(p.last.text)
	if p.last.text == "" {
		found = "the end"
	}
	return p.errorf(p.last.line, "found %s, expected %s", found, want)
}

// next reads a token; at the end it is empty.
func (p *parser) next() string {
	if len(p.tokens) == 0 {
		p.last.text = ""
		return ""
	}
	p.last, p.tokens = p.tokens[0], p.tokens[1:]
	return p.last.text
}

// accept reads the next token if it is this one.
func (p *parser) accept(text string) bool {
	if len(p.tokens) == 0 || p.tokens[0].text != text {
		return false
	}
	p.next()
	return true
}

// expect reads tokens that must be these.
func (p *parser) expect(texts ...string) error {
	for _, text := range texts {
		if p.next() != text {
			return p.unexpected(strconv.Quote(text))
		}
	}
	return nil
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// name reads a name of the header's style.
func (p *parser) name() (string, error) {
	if name := p.next(); nameForm.MatchString(name) {
		return name, nil
	}
	return "", p.unexpected("a name in lower case")
}

// declare notes a name that must be new and have the prefix of the library.
func (p *parser) declare(name string, line int) error {
	if !strings.HasPrefix(strings.ToLower(name), "mms_") {
		return p.errorf(line, "%s does not begin with mms_", name)
	}
	if before, ok := p.names[name]; ok {
		return p.errorf(line, "%s is declared in line %d already", name, before)
	}
	p.names[name] = line
	return nil
}

// declareType notes a type.
func (p *parser) declareType(name string, class typeClass) error {
	if err := p.declare(name, p.last.line); err != nil {
		return err
	}
	p.types[name] = class
	return nil
}

func (p *parser) declaration() error {
	switch p.next() {
	case "typedef":
		if p.accept("struct") {
			return p.structDeclaration()
		}
		return p.aliasDeclaration()
	case "MMS_API":
		return p.functionDeclaration()
	}
	return p.unexpected("typedef or MMS_API")
}

// aliasDeclaration reads the rest of: typedef int32_t mms_status;
func (p *parser) aliasDeclaration() error {
	base := p.next()
	if !slices.Contains(numberTypes, base) {
		return p.unexpected("struct or a fixed-width type behind typedef")
	}
	name, err := p.name()
	if err != nil {
		return err
	}
	if err := p.declareType(name, classNumber); err != nil {
		return err
	}
	p.aliases = append(p.aliases, alias{name, base})
	return p.expect(";")
}

// structDeclaration reads the rest of: typedef struct mms_io { ... } mms_io; and of: typedef struct mms_x mms_x;
func (p *parser) structDeclaration() error {
	name, err := p.name()
	if err != nil {
		return err
	}
	if !p.accept("{") {
		p.handles = append(p.handles, name)
		if err := p.declareType(name, classHandle); err != nil {
			return err
		}
		return p.expect(name, ";")
	}
	if err := p.declareType(name, classStruct); err != nil {
		return err
	}
	s := structure{name: name}
	for !p.accept("}") {
		member, err := p.member()
		if err != nil {
			return err
		}
		if len(s.members) == 0 && member.String() != "uint32_t struct_size" {
			return p.errorf(member.line, "%s does not begin with uint32_t struct_size", name)
		}
		s.members = append(s.members, member)
		if err := p.expect(";"); err != nil {
			return err
		}
	}
	if len(s.members) == 0 {
		return p.errorf(p.last.line, "%s has no members", name)
	}
	p.structs = append(p.structs, s)
	return p.expect(name, ";")
}

// member reads a struct member: a variable or a function pointer.
func (p *parser) member() (variable, error) {
	v, err := p.variableType()
	if err != nil {
		return v, err
	}
	if !p.accept("(") {
		if err := p.variableName(&v); err != nil {
			return v, err
		}
		v.role, err = p.memberRole(v)
		return v, err
	}
	callback := &function{result: v}
	if callback.result.role, err = p.resultRole(v); err != nil {
		return v, err
	}
	v = variable{role: roleCallback, callback: callback, line: v.line}
	if err := p.expect("*"); err != nil {
		return v, err
	}
	if v.name, err = p.name(); err != nil {
		return v, err
	}
	if err := p.expect(")"); err != nil {
		return v, err
	}
	callback.params, err = p.params(p.callbackRole)
	return v, err
}

// functionDeclaration reads the rest of a prototype that begins with MMS_API.
func (p *parser) functionDeclaration() error {
	result, err := p.variableType()
	if err != nil {
		return err
	}
	if result.role, err = p.resultRole(result); err != nil {
		return err
	}
	f := function{result: result}
	if f.name, err = p.name(); err != nil {
		return err
	}
	if err := p.declare(f.name, p.last.line); err != nil {
		return err
	}
	if f.params, err = p.params(p.paramRole); err != nil {
		return err
	}
	for i, v := range f.params {
		if v.role == roleError && i != len(f.params)-1 {
			return p.errorf(v.line, "%s: the mms_error is not the last parameter", f.name)
		}
	}
	if f.body, err = bodyOf(f); err != nil {
		return p.errorf(result.line, "%v", err)
	}
	p.functions = append(p.functions, f)
	return p.expect(";")
}

// params reads a parameter list in parentheses. roleOf decides which types it may have.
func (p *parser) params(roleOf func(variable) (role, error)) ([]variable, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	if len(p.tokens) > 1 && p.tokens[0].text == "void" && p.tokens[1].text == ")" {
		return nil, p.expect("void", ")")
	}
	var params []variable
	for {
		v, err := p.variableType()
		if err != nil {
			return nil, err
		}
		if err := p.variableName(&v); err != nil {
			return nil, err
		}
		if v.role, err = roleOf(v); err != nil {
			return nil, err
		}
		params = append(params, v)
		if p.accept(")") {
			return params, nil
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
}

// variableType reads what stands before the name of a variable: const, a known type, stars.
func (p *parser) variableType() (variable, error) {
	v := variable{constant: p.accept("const"), base: p.next(), line: p.last.line}
	if _, ok := p.types[v.base]; !ok {
		return v, p.errorf(v.line, "unknown type %q", v.base)
	}
	for p.accept("*") {
		v.stars++
		if v.stars == 1 && p.accept("const") {
			v.fixed = true
		}
	}
	if v.fixed && v.stars != 2 {
		return v, p.errorf(v.line, "%s: const behind a star, but not before another one", v.base)
	}
	return v, nil
}

// variableName reads the name of a variable, and the brackets of an array.
func (p *parser) variableName(v *variable) error {
	var err error
	if v.name, err = p.name(); err != nil || !p.accept("[") {
		return err
	}
	v.length, err = strconv.Atoi(p.next())
	if err != nil || v.length < 1 {
		return p.unexpected("the number of elements")
	}
	return p.expect("]")
}
