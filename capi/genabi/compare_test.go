package main

// Which changes of the ABI break programs, and which do not.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const abiBefore = `#define MMS_ERROR_IO -400 /* reading failed */
#define MMS_ERROR_IO_MAP -401 /* no map */
#define MMS_FLAG 1
#define MMS_IO_INIT {sizeof(mms_io), 0, 0, 0}
typedef struct mms_io {
    uint32_t struct_size;
    uint32_t reserved;
    int64_t first;
    uint64_t second;
} mms_io;
MMS_API mms_status mms_read(mms_reader *reader, uint64_t room, uint64_t frames);
MMS_API mms_status mms_close(mms_reader *reader);
`

// changed returns the dumps of the ABI before and of the one with these texts replaced.
func changed(t *testing.T, replacements ...string) (before, after *dump) {
	t.Helper()
	snippet := prelude + abiBefore
	for i := 0; i < len(replacements); i += 2 {
		require.Contains(t, snippet, replacements[i])
	}
	h, err := parse("mms.h", strings.NewReplacer(replacements...).Replace(snippet))
	require.NoError(t, err)
	return dumpOf(parseSnippet(t, abiBefore)), dumpOf(h)
}

const (
	oldABI  = "#define MMS_ABI_VERSION 7"
	nextABI = "#define MMS_ABI_VERSION 8"
)

var breaking = []struct {
	name, old, new string
	want           []string
}{
	{"a function is removed", "MMS_API mms_status mms_close(mms_reader *reader);\n", "",
		[]string{"function mms_close@@MMSERVICES_7 is gone"}},
	{"a function is renamed", "mms_close", "mms_shut", []string{"function mms_close@@MMSERVICES_7 is gone"}},
	{"a parameter gets another type", "uint64_t room", "uint32_t room", []string{
		`function mms_read@@MMSERVICES_7 was ` +
			`"mms_status mms_read(mms_reader *reader, uint64_t room, uint64_t frames)" and is ` +
			`"mms_status mms_read(mms_reader *reader, uint32_t room, uint64_t frames)"`}},
	{"two parameters of one type change places", "uint64_t room, uint64_t frames", "uint64_t frames, uint64_t room",
		[]string{`function mms_read@@MMSERVICES_7 was ` +
			`"mms_status mms_read(mms_reader *reader, uint64_t room, uint64_t frames)" and is ` +
			`"mms_status mms_read(mms_reader *reader, uint64_t frames, uint64_t room)"`}},
	{"a parameter is added", "mms_close(mms_reader *reader)", "mms_close(mms_reader *reader, int32_t how)", []string{
		`function mms_close@@MMSERVICES_7 was "mms_status mms_close(mms_reader *reader)" and is ` +
			`"mms_status mms_close(mms_reader *reader, int32_t how)"`}},
	{"a member gets another type of the same size", "int64_t first", "double first",
		[]string{`member mms_io.first was "8 8 int64_t" and is "8 8 double"`}},
	{"a member is removed from the end", "    uint64_t second;\n", "",
		[]string{`struct mms_io was "24" and is "16"`, "member mms_io.second is gone"}},
	{"a member is put in between", "int64_t first", "int64_t zeroth; int64_t first", []string{
		`member mms_io.first was "8 8 int64_t" and is "16 8 int64_t"`,
		`member mms_io.second was "16 8 uint64_t" and is "24 8 uint64_t"`}},
	{"members change places", "int64_t first;\n    uint64_t second;", "uint64_t second;\n    int64_t first;", []string{
		`member mms_io.first was "8 8 int64_t" and is "16 8 int64_t"`,
		`member mms_io.second was "16 8 uint64_t" and is "8 8 uint64_t"`}},
	{"what is reserved gets another type", "uint32_t reserved", "float gain",
		[]string{"member mms_io.reserved is gone"}},
	{"a struct is removed", "typedef struct mms_info { uint32_t struct_size; int64_t frames; } mms_info;\n", "",
		[]string{
			"struct mms_info is gone", "member mms_info.struct_size is gone", "member mms_info.frames is gone"}},
	{"a constant is removed", "#define MMS_FLAG 1\n", "", []string{"constant MMS_FLAG is gone"}},
	{"an initialiser is removed", "#define MMS_IO_INIT {sizeof(mms_io), 0, 0, 0}\n", "",
		[]string{"initialiser MMS_IO_INIT is gone"}},
	{"a handle gets another name", "mms_reader", "mms_source", []string{
		"handle mms_reader is gone",
		`function mms_read@@MMSERVICES_7 was ` +
			`"mms_status mms_read(mms_reader *reader, uint64_t room, uint64_t frames)" and is ` +
			`"mms_status mms_read(mms_source *reader, uint64_t room, uint64_t frames)"`,
		`function mms_close@@MMSERVICES_7 was "mms_status mms_close(mms_reader *reader)" and is ` +
			`"mms_status mms_close(mms_source *reader)"`}},
	{"a status has another width", "typedef int32_t mms_status", "typedef int64_t mms_status",
		[]string{`type mms_status was "int32_t" and is "int64_t"`}},
}

func TestBreakingChangesNeedANewABI(t *testing.T) {
	for _, test := range breaking {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, compare(changed(t, test.old, test.new)))
			assert.Empty(t, compare(changed(t, test.old, test.new, oldABI, nextABI)), "with a new ABI")
		})
	}
}

func TestSomeChangesBreakEvenWithANewABI(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"a constant gets another number", "MMS_FLAG 1", "MMS_FLAG 2",
			[]string{`constant MMS_FLAG was "1" and is "2"`}},
		{"a status gets another number", "MMS_ERROR_IO_MAP -401", "MMS_ERROR_IO_MAP -402",
			[]string{`constant MMS_ERROR_IO_MAP was "-401" and is "-402"`}},
		{"a status gets the number of another one that is gone", "MMS_ERROR_IO_MAP -401", "MMS_ERROR_IO_FULL -401",
			[]string{"status -401 was MMS_ERROR_IO_MAP and is MMS_ERROR_IO_FULL"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, compare(changed(t, test.old, test.new)))
			assert.Equal(t, test.want, compare(changed(t, test.old, test.new, oldABI, nextABI)), "with a new ABI")
		})
	}
}

func TestTheABIDoesNotGoDown(t *testing.T) {
	broken := compare(changed(t, oldABI, "#define MMS_ABI_VERSION 6"))
	assert.Contains(t, broken, "MMS_ABI_VERSION is 6 after 7")
}

func TestAdditionsBreakNothing(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		want           []string
	}{
		{"nothing", "", "", nil},
		{"a function", "MMS_API mms_status mms_close", "MMS_API mms_status mms_new(void);\nMMS_API mms_status mms_close",
			[]string{"function mms_new@@MMSERVICES_7 mms_status mms_new(void)"}},
		{"a constant, wherever it stands", "#define MMS_FLAG", "#define MMS_NEW 2\n#define MMS_FLAG",
			[]string{"constant MMS_NEW 2"}},
		{"a member at the end of a struct", "uint64_t second;", "uint64_t second; int64_t third;",
			[]string{"member mms_io.third 24 8 int64_t"}},
		{"a name for what was reserved", "uint32_t reserved", "uint32_t flags",
			[]string{"member mms_io.flags 4 4 uint32_t"}},
		{"another spelling of a number", "MMS_FLAG 1", "MMS_FLAG 0x1u", nil},
		{"another text of a status", "reading failed", "cannot read", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, after := changed(t, test.old, test.new)
			assert.Empty(t, compare(before, after))
			assert.Equal(t, test.want, additions(before, after))
		})
	}
}
