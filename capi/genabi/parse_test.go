package main

// What the parser reads, and what it refuses.

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// prelude declares what the snippets of the tests refer to.
const prelude = `#define MMS_ABI_VERSION 7
typedef int32_t mms_status;
#define MMS_OK 0 /* success */
typedef struct mms_error { uint32_t struct_size; char message[8]; } mms_error;
typedef struct mms_info { uint32_t struct_size; int64_t frames; } mms_info;
typedef struct mms_reader mms_reader;
`

// parseSnippet parses a snippet that stands behind the prelude.
func parseSnippet(t *testing.T, snippet string) *header {
	t.Helper()
	h, err := parse("mms.h", prelude+snippet)
	require.NoError(t, err)
	return h
}

func TestParseReadsParameters(t *testing.T) {
	for _, test := range []struct {
		param string
		want  variable
	}{
		{"int32_t fd", variable{name: "fd", base: "int32_t", role: roleValue}},
		{"mms_status status", variable{name: "status", base: "mms_status", role: roleValue}},
		{"double out[3]", variable{name: "out", base: "double", length: 3, role: roleArray}},
		{"const double in[3]", variable{name: "in", base: "double", constant: true, length: 3, role: roleArray}},
		{"const char *path", variable{name: "path", base: "char", constant: true, stars: 1, role: roleText}},
		{"const char *const *paths", variable{
			name: "paths", base: "char", constant: true, stars: 2, fixed: true, role: roleTexts,
		}},
		{"char *buffer", variable{name: "buffer", base: "char", stars: 1, role: roleTextOut}},
		{"const void *data", variable{name: "data", base: "void", constant: true, stars: 1, role: roleBytes}},
		{"void *buffer", variable{name: "buffer", base: "void", stars: 1, role: roleBytes}},
		{"const float *xs", variable{name: "xs", base: "float", constant: true, stars: 1, role: roleNumbers}},
		{"uint64_t *got", variable{name: "got", base: "uint64_t", stars: 1, role: roleNumberOut}},
		{"mms_reader *reader", variable{name: "reader", base: "mms_reader", stars: 1, role: roleHandle}},
		{"mms_reader **reader", variable{name: "reader", base: "mms_reader", stars: 2, role: roleHandleOut}},
		{"const mms_info *info", variable{name: "info", base: "mms_info", constant: true, stars: 1, role: roleStruct}},
		{"mms_info *info", variable{name: "info", base: "mms_info", stars: 1, role: roleStructOut}},
		{"mms_error *error", variable{name: "error", base: "mms_error", stars: 1, role: roleError}},
	} {
		t.Run(test.param, func(t *testing.T) {
			h := parseSnippet(t, "MMS_API mms_status mms_call("+test.param+");")
			test.want.line = strings.Count(prelude, "\n") + 1
			require.Len(t, h.functions, 1)
			assert.Equal(t, "mms_call", h.functions[0].name)
			assert.Equal(t, []variable{test.want}, h.functions[0].params)
			assert.Equal(t, test.param, h.functions[0].params[0].String(), "written in C again")
		})
	}
}

func TestParseReadsConstants(t *testing.T) {
	for _, test := range []struct {
		define, literal string
		number          int64
		comment         string
	}{
		{"MMS_X 0", "0", 0, ""},
		{"MMS_X -602 /* not there */", "-602", -602, "not there"},
		{"MMS_X 0xFFFE", "0xFFFE", 0xFFFE, ""},
		{"MMS_X 0xFFFFFFFFu /* all */", "0xFFFFFFFF", 0xFFFFFFFF, "all"},
		{`MMS_X "0.1.0"`, `"0.1.0"`, 0, ""},
	} {
		t.Run(test.define, func(t *testing.T) {
			h := parseSnippet(t, "#define "+test.define+"\n")
			c := h.constants[len(h.constants)-1]
			assert.Equal(t, "MMS_X", c.name)
			assert.Equal(t, test.literal, c.literal)
			assert.Equal(t, test.number, c.number)
			assert.Equal(t, test.comment, c.comment)
		})
	}
}

func TestParseReadsCallbacks(t *testing.T) {
	h := parseSnippet(t, `typedef struct mms_io {
    uint32_t struct_size;
    int64_t (*read)(void *user, void *buffer, int64_t size);
} mms_io;`)
	read := h.structs[len(h.structs)-1].members[1]
	assert.Equal(t, "read", read.name)
	assert.Equal(t, roleCallback, read.role)
	assert.Equal(t, "int64_t", read.callback.result.String())
	var params []string
	for _, v := range read.callback.params {
		params = append(params, v.String())
	}
	assert.Equal(t, []string{"void *user", "void *buffer", "int64_t size"}, params)
}

func TestParseKeepsTheOrderOfTheHeader(t *testing.T) {
	h := parseSnippet(t, `typedef struct mms_z { uint32_t struct_size; } mms_z;
typedef struct mms_writer mms_writer;
typedef struct mms_a { uint32_t struct_size; } mms_a;
`)
	var names []string
	for _, s := range h.structs {
		names = append(names, s.name)
	}
	assert.Equal(t, []string{"mms_error", "mms_info", "mms_z", "mms_a"}, names)
	assert.Equal(t, []string{"mms_reader", "mms_writer"}, h.handles)
}

func TestParseKeepsTheNamesOfInitialisers(t *testing.T) {
	assert.Equal(t, []string{"MMS_INFO_INIT"},
		parseSnippet(t, "#define MMS_INFO_INIT {sizeof(mms_info), 0}\n").initialisers)
}

func TestParsePassesOver(t *testing.T) {
	for name, snippet := range map[string]string{
		"comments":             "/* int x; */ /*\n * #define MMS_X y\n */",
		"C++":                  "#ifdef __cplusplus\nextern \"C\" {\n#endif\n",
		"MMS_API":              "#ifndef MMS_API\n#ifdef _WIN32\n#define MMS_API x\n#else\n#define MMS_API\n#endif\n#endif",
		"standard includes":    "#include <stddef.h>\n#include <stdint.h>\n",
		"the macro of classes": "#define MMS_STATUS_CLASS(status) ((status) / 100 * 100)\n",
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, parseSnippet(t, ""), parseSnippet(t, snippet))
		})
	}
}

func TestParseSeesThroughTheIncludeGuard(t *testing.T) {
	guarded, err := parse("mms.h", "#ifndef MMS_H\n#define MMS_H\n"+prelude+"#endif /* MMS_H */\n")
	require.NoError(t, err)
	assert.Equal(t, "mms_reader", guarded.handles[0])
}

func TestParseRefuses(t *testing.T) {
	// Each snippet begins in the line after the prelude, and that is line 1 of its error.
	for _, test := range []struct {
		name, snippet string
		line          int
		want          string
	}{
		// Types
		{"an unknown type", "MMS_API mms_status mms_f(wchar_t x);", 1, `unknown type "wchar_t"`},
		{"an int parameter", "MMS_API mms_status mms_f(int x);", 1, `unknown type "int"`},
		{"a long parameter", "MMS_API mms_status mms_f(long x);", 1, `unknown type "long"`},
		{"a bool parameter", "MMS_API mms_status mms_f(bool x);", 1, `unknown type "bool"`},
		{"an enum parameter", "MMS_API mms_status mms_f(enum x y);", 1, `unknown type "enum"`},
		{"a size_t parameter", "MMS_API mms_status mms_f(size_t x);", 1, `unknown type "size_t"`},
		{"a char parameter", "MMS_API mms_status mms_f(char x);", 1, "char x: not a type for a parameter"},
		{"a char ** to write", "MMS_API mms_status mms_f(char **x);", 1, "char **x: not a type for a parameter"},
		{"a struct by value", "MMS_API mms_status mms_f(mms_info info);", 1, "mms_info info: a struct by value"},
		{"a handle by value", "MMS_API mms_status mms_f(mms_reader r);", 1, "mms_reader r: not a type for a parameter"},
		{"a const handle", "MMS_API mms_status mms_f(const mms_reader *r);", 1,
			"const mms_reader *r: not a type for a parameter"},
		{"a pointer to a pointer to const", "MMS_API mms_status mms_f(const void **x);", 1,
			"const void **x: not a type for a parameter"},
		{"a pointer to pointers to numbers", "MMS_API mms_status mms_f(float *const *x);", 1,
			"float *const *x: not a type for a parameter"},
		{"a const pointer", "MMS_API mms_status mms_f(void *const x);", 1,
			"void: const behind a star, but not before another one"},
		{"an array without length", "MMS_API mms_status mms_f(double x[]);", 1,
			`found "]", expected the number of elements`},
		{"a function pointer parameter", "MMS_API mms_status mms_f(void (*x)(void));", 1,
			`found "(", expected a name in lower case`},
		{"a type not declared yet", "MMS_API mms_status mms_f(\n    mms_late *x);\ntypedef struct mms_late mms_late;", 2,
			`unknown type "mms_late"`},
		{"a pointer as a result", "MMS_API mms_reader *mms_f(void);", 1, "mms_reader *: not a type for a result"},

		// Functions
		{"a function without MMS_API", "mms_status mms_f(void);", 1, `found "mms_status", expected typedef or MMS_API`},
		{"a function that cannot report a fork", "MMS_API int64_t mms_f(void);", 1,
			"mms_f does not return mms_status, and is none of those written by hand"},
		{"another mms_status_string", "MMS_API mms_status mms_status_string(void);", 1,
			"mms_status_string does not turn an mms_status into a const char *"},
		{"a function of another prefix", "MMS_API mms_status wave_f(void);", 1, "wave_f does not begin with mms_"},
		{"a function twice", "MMS_API mms_status mms_f(void);\nMMS_API mms_status mms_f(void);", 2,
			"mms_f is declared in line 7 already"},
		{"an mms_error before another parameter", "MMS_API mms_status mms_f(mms_error *error, int32_t x);", 1,
			"mms_f: the mms_error is not the last parameter"},
		{"empty parentheses", "MMS_API mms_status mms_f();", 1, `unknown type ")"`},
		{"a parameter without name", "MMS_API mms_status mms_f(int32_t);", 1, `found ")", expected a name in lower case`},
		{"no semicolon", "MMS_API mms_status mms_f(void)", 1, `found the end, expected ";"`},
		{"a body", "MMS_API mms_status mms_f(void) { }", 1, `found "{", expected ";"`},

		// Structs and typedefs
		{"an enum", "typedef enum mms_e { MMS_A } mms_e;", 1,
			`found "enum", expected struct or a fixed-width type behind typedef`},
		{"a typedef of int", "typedef int mms_int;", 1,
			`found "int", expected struct or a fixed-width type behind typedef`},
		{"a struct without struct_size", "typedef struct mms_s {\n    int64_t frames;\n} mms_s;", 2,
			"mms_s does not begin with uint32_t struct_size"},
		{"an empty struct", "typedef struct mms_s {} mms_s;", 1, "mms_s has no members"},
		{"a struct with two names", "typedef struct mms_s { uint32_t struct_size; } mms_t;", 1,
			`found "mms_t", expected "mms_s"`},
		{"an unknown member type", "typedef struct mms_s {\n    uint32_t struct_size;\n    time_t x;\n} mms_s;", 3,
			`unknown type "time_t"`},
		{"a struct in a struct", "typedef struct mms_s {\n    uint32_t struct_size;\n    mms_info x;\n} mms_s;", 3,
			"mms_info x: not a type for a member"},
		{"a string in a struct", "typedef struct mms_s {\n    uint32_t struct_size;\n    const char *x;\n} mms_s;", 3,
			"const char *x: not a type for a member"},
		{"a bit field", "typedef struct mms_s {\n    uint32_t struct_size;\n    uint32_t x : 1;\n} mms_s;", 3,
			"not understood: : 1;"},
		{"two members in one declaration", "typedef struct mms_s {\n    uint32_t struct_size, x;\n} mms_s;", 2,
			`found ",", expected ";"`},
		{"a handle in a callback", "typedef struct mms_s { uint32_t struct_size;\n void (*f)(mms_reader *r); } mms_s;", 2,
			"mms_reader *r: not a type for a parameter of a callback"},

		// Defines
		{"a define without value", "#define MMS_X", 1, "MMS_X has no value"},
		{"a define with a word for a number", "#define MMS_X MMS_Y", 1, "MMS_X: neither a number nor a string: MMS_Y"},
		{"a define with a sum for a number", "#define MMS_X 1 + 1", 1, "MMS_X: neither a number nor a string: 1 + 1"},
		{"an octal number", "#define MMS_X 010", 1, "MMS_X: neither a number nor a string: 010"},
		{"a number beyond int without u", "#define MMS_X 0x80000000", 1,
			"MMS_X: 0x80000000 does not fit 32 bits (with u: without sign)"},
		{"a number beyond 32 bits", "#define MMS_X 0x100000000u", 1,
			"MMS_X: 0x100000000u does not fit 32 bits (with u: without sign)"},
		{"a macro with parameters", "#define MMS_MAX(a) (a)", 1, "a macro with parameters: MMS_MAX"},
		{"another MMS_STATUS_CLASS", "#define MMS_STATUS_CLASS(status) (status)", 1,
			"a macro with parameters: MMS_STATUS_CLASS"},
		{"a define of another prefix", "#define WAVE_X 1", 1, "#define not understood: WAVE_X 1"},
		{"a define twice", "#define MMS_X 1\n#define MMS_X 1", 2, "MMS_X is declared in line 7 already"},
		{"an initialiser of no struct", "#define MMS_READER_INIT {sizeof(mms_reader), 0}", 1,
			"MMS_READER_INIT: mms_reader is not a struct"},
		{"an initialiser of another struct", "#define MMS_ERROR_INIT {sizeof(mms_info), 0}", 1,
			"the initialiser of mms_info must be called MMS_INFO_INIT, not MMS_ERROR_INIT"},
		{"an initialiser without struct_size", "#define MMS_INFO_INIT {0}", 1,
			"MMS_INFO_INIT: initialiser not understood: {0}"},

		// Statuses
		{"a status without comment", "#define MMS_ERROR_IO -400", 1,
			"MMS_ERROR_IO has no comment, which is the text of the status"},
		{"a status number twice", "#define MMS_ERROR_IO -400 /* a */\n#define MMS_ERROR_EOF -400 /* b */", 2,
			"MMS_ERROR_EOF has the number of MMS_ERROR_IO"},
		{"a positive status", "#define MMS_ERROR_IO 400 /* a */", 1,
			"MMS_ERROR_IO: MMS_OK is 0 and every other status is negative"},
		{"a status that is a string", `#define MMS_ERROR_IO "400" /* a */`, 1,
			"MMS_ERROR_IO: MMS_OK is 0 and every other status is negative"},
		{"a detail without class", "#define MMS_ERROR_IO_SEEK -401 /* a */", 1,
			"MMS_ERROR_IO_SEEK: there is no class with number -400 and the start of that name"},
		{"a detail of a class with another name", "#define MMS_ERROR_IO -400 /* a */\n#define MMS_ERROR_X -401 /* b */", 2,
			"MMS_ERROR_X: there is no class with number -400 and the start of that name"},
		{"a detail of MMS_OK", "#define MMS_ERROR_X -1 /* a */", 1,
			"MMS_ERROR_X: there is no class with number 0 and the start of that name"},

		// Lines
		{"a comment that goes on behind a define", "#define MMS_X 1 /* a\n b */", 1,
			"the comment behind a #define must be one, and end on its line"},
		{"two comments behind a define", "#define MMS_X 1 /* a */ /* b */", 1,
			"the comment behind a #define must be one, and end on its line"},
		{"a comment without end", "\n/* a", 2, "a comment without end"},
		{"a // comment", "\n// a", 2, "a // comment"},
		{"a directive in two lines, with a comment", "#define MMS_X \\\n 1 /* one */", 1,
			"a comment in a directive that goes on in the next line"},
		{"another include", "#include <stdbool.h>", 1, "directive not understood: #include <stdbool.h>"},
		{"another condition", "#ifdef _WIN32\n#endif", 1, "directive not understood: #ifdef _WIN32"},
		{"an #else of C", "#ifdef __cplusplus\n#else\nint x;\n#endif", 2, "#else behind a condition that is passed over"},
		{"a condition without end", "#ifdef __cplusplus\n", 2, "an #if without #endif"},
		{"a character of no use", "@", 1, "not understood: @"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parse("mms.h", prelude+test.snippet)
			line := strings.Count(prelude, "\n") + test.line
			assert.EqualError(t, err, fmt.Sprintf("mms.h:%d: %s", line, test.want))
		})
	}
}

func TestParseRefusesAHeaderWithoutABIVersion(t *testing.T) {
	for name, source := range map[string]string{
		"none":     "",
		"zero":     "#define MMS_ABI_VERSION 0\n",
		"a string": "#define MMS_ABI_VERSION \"1\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse("mms.h", source)
			assert.EqualError(t, err, "mms.h: there is no MMS_ABI_VERSION of 1 or more")
		})
	}
}
