package main

// What the C functions of the shim look like.

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShimFunctions(t *testing.T) {
	for _, test := range []struct{ name, prototype, want string }{
		{
			"zeroes results and reports the fork through the mms_error",
			"MMS_API mms_status mms_parse(const void *data, uint64_t *got, mms_error *error);",
			`
mms_status mms_parse(const void *data, uint64_t *got, mms_error *error) {
    if (mms_shim_forked()) {
        if (got != NULL) {
            *got = 0;
        }
        return mms_shim_fail(error, MMS_ERROR_FORKED);
    }
    return mmsgo_parse((void *)data, got, error);
}
`,
		},
		{
			"takes care of callbacks of a handle, if there are any in the process",
			"MMS_API mms_status mms_reader_read(mms_reader *reader, void *buffer, uint64_t *got, mms_error *error);",
			`
static mms_status carefully_reader_read(mms_reader *reader, void *buffer, uint64_t *got, mms_error *error) {
    struct mms_shim_call call;
    if (mms_shim_forked() || MMS_SHIM_ENTER(&call)) {
        if (got != NULL) {
            *got = 0;
        }
        return mms_shim_fail(error, MMS_ERROR_FORKED);
    }
    return mms_shim_leave(&call, mmsgo_reader_read((uintptr_t)reader, buffer, got, error));
}

mms_status mms_reader_read(mms_reader *reader, void *buffer, uint64_t *got, mms_error *error) {
    if (mms_shim_now() != MMS_SHIM_ALIVE) {
        return carefully_reader_read(reader, buffer, got, error);
    }
    return mmsgo_reader_read((uintptr_t)reader, buffer, got, error);
}
`,
		},
		{
			"returns the status alone where there is no mms_error",
			"MMS_API mms_status mms_rgb(double r, double out[3]);",
			`
mms_status mms_rgb(double r, double out[3]) {
    if (mms_shim_forked()) {
        if (out != NULL) {
            memset(out, 0, 3 * sizeof(double));
        }
        return MMS_ERROR_FORKED;
    }
    return mmsgo_rgb(r, out);
}
`,
		},
		{
			"zeroes handles and structs, casts away const, wraps long lines",
			"MMS_API mms_status mms_reader_open(const char *path, const void *data, const mms_info *options, " +
				"const double matrix[9], mms_reader **reader, mms_info *info, mms_error *error);",
			`
mms_status mms_reader_open(const char *path, const void *data, const mms_info *options, const double matrix[9],
                           mms_reader **reader, mms_info *info, mms_error *error) {
    if (mms_shim_forked()) {
        if (reader != NULL) {
            *reader = NULL;
        }
        if (info != NULL) {
            mms_shim_zero_struct(info, sizeof(mms_info));
        }
        return mms_shim_fail(error, MMS_ERROR_FORKED);
    }
    return mmsgo_reader_open((char *)path, (void *)data, (mms_info *)options, (double *)matrix, (uintptr_t *)reader,
                             info, error);
}
`,
		},
		{
			"casts away const of strings",
			"MMS_API mms_status mms_scan(const char *const *paths, char *buffer);",
			`
mms_status mms_scan(const char *const *paths, char *buffer) {
    if (mms_shim_forked()) {
        return MMS_ERROR_FORKED;
    }
    return mmsgo_scan((char **)paths, buffer);
}
`,
		},
		{
			"zeroes a place, but no buffer, and casts away const of places",
			"MMS_API mms_status mms_read(float *samples, void *const *planes, const void *const *sources, void **data);",
			`
mms_status mms_read(float *samples, void *const *planes, const void *const *sources, void **data) {
    if (mms_shim_forked()) {
        if (data != NULL) {
            *data = NULL;
        }
        return MMS_ERROR_FORKED;
    }
    return mmsgo_read(samples, (void **)planes, (void **)sources, data);
}
`,
		},
		{
			"is careful wherever it is given callbacks",
			"typedef struct mms_io { uint32_t struct_size; void *user; } mms_io;\n" +
				"MMS_API mms_status mms_open(const mms_io *io, mms_reader **reader);",
			`
mms_status mms_open(const mms_io *io, mms_reader **reader) {
    struct mms_shim_call call;
    mms_shim_will_call_back();
    if (mms_shim_forked() || MMS_SHIM_ENTER(&call)) {
        if (reader != NULL) {
            *reader = NULL;
        }
        return MMS_ERROR_FORKED;
    }
    return mms_shim_leave(&call, mmsgo_open((mms_io *)io, (uintptr_t *)reader));
}
`,
		},
		{
			"takes no parameters",
			"MMS_API mms_status mms_rest(void);",
			`
mms_status mms_rest(void) {
    if (mms_shim_forked()) {
        return MMS_ERROR_FORKED;
    }
    return mmsgo_rest();
}
`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b strings.Builder
			writeShimFunction(&b, parseSnippet(t, test.prototype).functions[0])
			assert.Equal(t, test.want, b.String())
		})
	}
}

func TestShimLeavesOutFunctionsWrittenByHand(t *testing.T) {
	empty := writeShim(parseSnippet(t, ""))
	assert.Equal(t, empty, writeShim(parseSnippet(t, "MMS_API const char *mms_version(void);")))
}

func TestShimStatusTexts(t *testing.T) {
	shim := writeShim(parseSnippet(t, `#define MMS_ERROR_IO -400 /* reading "failed" */
MMS_API const char *mms_status_string(mms_status code);`))
	_, functions, _ := strings.Cut(shim, "#include <string.h>\n")
	assert.Equal(t, `
/* The text of a status of this header, or NULL. */
static const char *status_text(mms_status status) {
    switch (status) {
    case MMS_OK:
        return "success";
    case MMS_ERROR_IO:
        return "reading \"failed\"";
    default:
        return NULL;
    }
}

const char *mms_status_string(mms_status code) {
    const char *text = status_text(code);
    if (text == NULL && MMS_STATUS_CLASS(code) != MMS_OK) {
        text = status_text(MMS_STATUS_CLASS(code));
    }
    return text != NULL ? text : "unknown status";
}
`, functions)
}
