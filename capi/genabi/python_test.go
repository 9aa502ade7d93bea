package main

// What the declarations for ctypes look like.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// between returns the part of text from the first start to the next end.
func between(text, start, end string) string {
	_, after, _ := strings.Cut(text, start)
	part, _, _ := strings.Cut(after, end)
	return start + part
}

func TestPythonConstants(t *testing.T) {
	module := writePython(parseSnippet(t, `#define MMS_ERROR_IO -400 /* it failed */
#define MMS_WAVE_TAG_EXTENSIBLE 0xFFFE
#define MMS_ALL 0xFFFFFFFFu
#define MMS_VERSION_STRING "0.1.0"
`))
	assert.Equal(t, `MMS_ABI_VERSION: Final = 7
MMS_OK: Final = 0
MMS_ERROR_IO: Final = -400
MMS_WAVE_TAG_EXTENSIBLE: Final = 0xFFFE
MMS_ALL: Final = 0xFFFFFFFF
MMS_VERSION_STRING: Final = "0.1.0"
`, between(module, "MMS_ABI_VERSION", "\n#"))
	assert.Equal(t, `STATUS_TEXT: Final[dict[int, str]] = {
    MMS_OK: "success",
    MMS_ERROR_IO: "it failed",
`, between(module, "STATUS_TEXT", "}"))
	assert.Contains(t, module, "\nmms_status = ctypes.c_int32\n")
	assert.Contains(t, module, "\nmms_reader = ctypes.c_void_p\n")
}

func TestPythonStructs(t *testing.T) {
	module := writePython(parseSnippet(t, `typedef struct mms_io {
    uint32_t struct_size;
    mms_status status;
    double level;
    void *user;
    uint8_t id[4];
    char text[16];
    int64_t (*write)(void *user, const void *buffer, int64_t size);
    void (*done)(void);
} mms_io;`))
	assert.Equal(t, `mms_io_write = ctypes.CFUNCTYPE(
    ctypes.c_int64,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int64,
)
mms_io_done = ctypes.CFUNCTYPE(
    None,
)


class mms_io(ctypes.Structure):
    struct_size: int
    status: int
    level: float
    user: int | None
    id: ctypes.Array[ctypes.c_uint8]
    text: bytes
    write: Callable[..., Any]
    done: Callable[..., Any]
    _fields_ = (
        ("struct_size", ctypes.c_uint32),
        ("status", mms_status),
        ("level", ctypes.c_double),
        ("user", ctypes.c_void_p),
        ("id", ctypes.c_uint8 * 4),
        ("text", ctypes.c_char * 16),
        ("write", mms_io_write),
        ("done", mms_io_done),
    )
`, between(module, "mms_io_write = ", "\n\n# The result"))
}

func TestPythonPrototypes(t *testing.T) {
	for _, test := range []struct{ prototype, want string }{
		{"MMS_API const char *mms_version(void);", `
    "mms_version": (
        ctypes.c_char_p,
        (),
    ),
`},
		{"MMS_API mms_status mms_reader_close(mms_reader *reader);", `
    "mms_reader_close": (
        mms_status,
        (mms_reader,),
    ),
`},
		{"MMS_API mms_status mms_f(const char *path, const void *data, void *buffer, uint64_t size);", `
    "mms_f": (
        mms_status,
        (
            ctypes.c_char_p,
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_uint64,
        ),
    ),
`},
		{"MMS_API mms_status mms_f(const mms_info *in, mms_info *out, mms_reader **reader, mms_error *error);", `
    "mms_f": (
        mms_status,
        (
            ctypes.POINTER(mms_info),
            ctypes.POINTER(mms_info),
            ctypes.POINTER(mms_reader),
            ctypes.POINTER(mms_error),
        ),
    ),
`},
		{"MMS_API mms_status mms_f(double r, double out[3], const float *xs, float *ys, int64_t *n);", `
    "mms_f": (
        mms_status,
        (
            ctypes.c_double,
            ctypes.c_double * 3,
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.POINTER(ctypes.c_int64),
        ),
    ),
`},
		{"MMS_API mms_status mms_f(const char *const *paths, char *buffer);", `
    "mms_f": (
        mms_status,
        (
            ctypes.POINTER(ctypes.c_char_p),
            ctypes.c_void_p,
        ),
    ),
`},
		{"MMS_API mms_status mms_f(void *const *planes, const void *const *sources, void **data);", `
    "mms_f": (
        mms_status,
        (
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.POINTER(ctypes.c_void_p),
            ctypes.POINTER(ctypes.c_void_p),
        ),
    ),
`},
	} {
		t.Run(test.prototype, func(t *testing.T) {
			module := writePython(parseSnippet(t, test.prototype))
			assert.Equal(t, "{"+test.want, between(module[strings.Index(module, "PROTOTYPES"):], "{", "}"))
		})
	}
}
