package main

// What a dump of the ABI says.

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDump(t *testing.T) {
	h := parseSnippet(t, `#define MMS_VERSION_STRING "1.2.3"
#define MMS_FLAG 0x80000000u
#define MMS_INFO_INIT {sizeof(mms_info), 0}
typedef struct mms_io {
    uint32_t struct_size;
    int16_t small;
    void *user;
    int64_t (*read)(void *user, const void *buffer, int64_t size);
    uint8_t id[3];
} mms_io;
MMS_API const char *mms_version(void);
MMS_API mms_status mms_open(const void *const *data, mms_reader **reader, double out[3]);
`)
	const want = dumpComment + `abi 7
soname libmmservices.so.7
type mms_status int32_t
handle mms_reader
constant MMS_OK 0
constant MMS_FLAG 2147483648
initialiser MMS_INFO_INIT
struct mms_error 12
member mms_error.struct_size 0 4 uint32_t
member mms_error.message 4 8 char[8]
struct mms_info 16
member mms_info.struct_size 0 4 uint32_t
member mms_info.frames 8 8 int64_t
struct mms_io 32
member mms_io.struct_size 0 4 uint32_t
member mms_io.small 4 2 int16_t
member mms_io.user 8 8 void *
member mms_io.read 16 8 int64_t (*)(void *user, const void *buffer, int64_t size)
member mms_io.id 24 3 uint8_t[3]
function mms_version@@MMSERVICES_7 const char *mms_version(void)
function mms_open@@MMSERVICES_7 mms_status mms_open(const void *const *data, mms_reader **reader, double out[3])
`
	d := dumpOf(h)
	assert.Equal(t, want, d.String())
	read, err := parseDump("7.txt", want)
	require.NoError(t, err)
	assert.Equal(t, d, read, "a dump that is read is the one that was written")
	assert.Equal(t, []string{
		"there is a hole before mms_info.frames",
		"there is a hole before mms_io.user",
		"there is a hole at the end of mms_io",
	}, holes(d))
}

func TestParseDumpRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a line of one word", "abi 1\nconstant\n", "a.txt:2: not understood: constant"},
		{"an ABI that is no number", "abi one\n", "a.txt:1: "},
		{"a dump without an ABI", "constant MMS_OK 0\n", `a.txt: there is no line "abi"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := parseDump("a.txt", test.text)
			assert.ErrorContains(t, err, test.want)
		})
	}
}
