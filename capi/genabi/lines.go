package main

// This file takes a header apart into C code without comments, and #defines with the comment behind them.

import (
	"fmt"
	"slices"
	"strings"
)

// define is a #define, not interpreted yet.
type define struct {
	text    string // what follows "#define", without the comment
	comment string
	line    int
}

// allowedIncludes are those that the conventions of the header allow.
var allowedIncludes = []string{"<stddef.h>", "<stdint.h>"}

// skippedBlocks are the conditionals that have nothing to do with the ABI. They are passed over whole.
var skippedBlocks = []string{"#ifdef __cplusplus", "#ifndef MMS_API"}

// separate returns the source with comments and directives blanked out (line numbers stay the same), and its
// #defines. The include guard is the one conditional that it looks into.
func separate(file, source string) (code string, defines []define, err error) {
	bare, err := blankComments(file, source)
	if err != nil {
		return "", nil, err
	}
	rawLines := strings.Split(source, "\n")
	lines := strings.Split(bare, "\n")
	guard, guardOpen, skipping := "", false, 0
	for i, line := range lines {
		fail := func(format string, args ...any) (string, []define, error) {
			return "", nil, fmt.Errorf("%s:%d: %s", file, i+1, fmt.Sprintf(format, args...))
		}
		directive := strings.Join(strings.Fields(line), " ")
		if !strings.HasPrefix(directive, "#") {
			if skipping > 0 {
				lines[i] = ""
			}
			continue
		}
		lines[i] = ""
		for next := i + 1; strings.HasSuffix(directive, `\`) && next < len(lines); next++ {
			if lines[next] != rawLines[next] {
				return fail("a comment in a directive that goes on in the next line")
			}
			directive = strings.TrimSuffix(directive, `\`) + strings.Join(strings.Fields(lines[next]), " ")
			lines[next] = ""
		}
		word, rest, _ := strings.Cut(directive, " ")
		switch {
		case skipping > 0 && strings.HasPrefix(word, "#if"):
			skipping++
		case skipping > 0 && word == "#endif":
			skipping--
		case skipping == 1 && (word == "#else" || word == "#elif"):
			return fail("%s behind a condition that is passed over", word)
		case skipping > 0:
		case slices.Contains(skippedBlocks, directive):
			skipping = 1
		case word == "#ifndef" && guard == "":
			guard, guardOpen = rest, true
		case word == "#endif" && guardOpen:
			guardOpen = false
		case word == "#include" && slices.Contains(allowedIncludes, rest):
		case word == "#define" && guardOpen && rest == guard:
		case word == "#define":
			comment, ok := commentBehind(rawLines[i])
			if !ok {
				return fail("the comment behind a #define must be one, and end on its line")
			}
			defines = append(defines, define{text: rest, comment: comment, line: i + 1})
		default:
			return fail("directive not understood: %s", directive)
		}
	}
	if guardOpen || skipping > 0 {
		return "", nil, fmt.Errorf("%s:%d: an #if without #endif", file, len(lines))
	}
	return strings.Join(lines, "\n"), defines, nil
}

// blankComments replaces comments by spaces and keeps the line breaks in them.
func blankComments(file, source string) (string, error) {
	var b strings.Builder
	line := 1
	for source != "" {
		start := strings.Index(source, "/*")
		code := source
		if start >= 0 {
			code = source[:start]
		}
		if i := strings.Index(code, "//"); i >= 0 {
			return "", fmt.Errorf("%s:%d: a // comment", file, line+strings.Count(code[:i], "\n"))
		}
		b.WriteString(code)
		line += strings.Count(code, "\n")
		if start < 0 {
			break
		}
		end := strings.Index(source[start+2:], "*/")
		if end < 0 {
			return "", fmt.Errorf("%s:%d: a comment without end", file, line)
		}
		comment := source[start : start+2+end+2]
		b.WriteString(" " + strings.Repeat("\n", strings.Count(comment, "\n")))
		line += strings.Count(comment, "\n")
		source = source[start+len(comment):]
	}
	return b.String(), nil
}

// commentBehind returns the text of the comment that ends the line, or "" if there is none.
func commentBehind(line string) (text string, ok bool) {
	_, comment, found := strings.Cut(line, "/*")
	if !found {
		return "", true
	}
	text, rest, closed := strings.Cut(comment, "*/")
	return strings.TrimSpace(text), closed && strings.TrimSpace(rest) == ""
}
