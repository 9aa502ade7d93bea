package main

// How the ABI is put on record, and held to it.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// whole parses a snippet behind the prelude, without the hole that the prelude has.
func whole(t *testing.T, snippet string) *header {
	t.Helper()
	start := strings.Replace(prelude, "uint32_t struct_size; int64_t frames;", "uint32_t struct_size;", 1)
	h, err := parse("mms.h", start+snippet)
	require.NoError(t, err)
	return h
}

// record returns a folder with the dumps of release 0.9.0 and of what is current, both of this snippet.
func record(t *testing.T, snippet string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for _, name := range []string{"0.9.0.txt", currentDump} {
		require.NoError(t, writeFile(filepath.Join(folder, name), dumpOf(whole(t, snippet)).String()))
	}
	return folder
}

const aFunction = "MMS_API mms_status mms_a(void);\n"

func TestCheckABI(t *testing.T) {
	for _, test := range []struct{ name, snippet, want string }{
		{"passes what is on record", aFunction, ""},
		{"fails at an addition that is not on record", aFunction + "#define MMS_B 1\n",
			"abi/current.txt is not what ../include/mmservices.h says: run make abi\nnew: constant MMS_B 1"},
		{"fails at a change", "MMS_API mms_status mms_a(int32_t fd);\n", "programs for 0.9.0 break: function " +
			`mms_a@@MMSERVICES_7 was "mms_status mms_a(void)" and is "mms_status mms_a(int32_t fd)"`},
		{"fails at a hole", aFunction + "typedef struct mms_x { uint32_t struct_size; int64_t x; } mms_x;\n",
			"there is a hole before mms_x.x"},
		{"fails at an addition to a version that is released", aFunction + "#define MMS_VERSION_STRING \"0.9.0\"\n" +
			"#define MMS_B 1\n", "0.9.0 is released, what is new needs a new version: constant MMS_B 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := record(t, aFunction)
			err := checkABI(whole(t, test.snippet), folder)
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.Error(t, err)
			assert.Equal(t, test.want, strings.ReplaceAll(err.Error(), folder, "abi"))
		})
	}
}

func TestRecordABI(t *testing.T) {
	t.Run("writes what is new, and tells it", func(t *testing.T) {
		folder := record(t, aFunction)
		h := whole(t, aFunction+"#define MMS_B 1\n")
		var told strings.Builder
		require.NoError(t, recordABI(h, folder, &told))
		assert.Equal(t, "new: constant MMS_B 1\n", told.String())
		assert.NoError(t, checkABI(h, folder))
	})
	t.Run("tells what changed since the record, where no release had it", func(t *testing.T) {
		folder := record(t, aFunction)
		require.NoError(t, recordABI(whole(t, aFunction+"#define MMS_B 1\n"), folder, &strings.Builder{}))
		var told strings.Builder
		require.NoError(t, recordABI(whole(t, aFunction+"#define MMS_B 2\n"), folder, &told))
		assert.Equal(t, "constant MMS_B was \"1\" and is \"2\"\n", told.String())
	})
	t.Run("leaves the record alone if programs break", func(t *testing.T) {
		folder := record(t, aFunction)
		before, err := os.ReadFile(filepath.Join(folder, currentDump))
		require.NoError(t, err)
		assert.ErrorContains(t, recordABI(whole(t, ""), folder, &strings.Builder{}), "programs for 0.9.0 break: function")
		after, err := os.ReadFile(filepath.Join(folder, currentDump))
		require.NoError(t, err)
		assert.Equal(t, string(before), string(after))
	})
	t.Run("wants the dump of a release", func(t *testing.T) {
		assert.ErrorContains(t, recordABI(whole(t, aFunction), t.TempDir(), &strings.Builder{}), "no dump of a release")
	})
}

// The header of the repository is held to all its releases, and each of these to those before it.
func TestEachReleaseKeepsWhatThoseBeforePromised(t *testing.T) {
	t.Chdir("..")
	require.NoError(t, checkABI(realHeader(t), recordFolder))
	var before *dump
	for _, version := range []string{"0.1.0", "0.2.0", "0.3.0"} {
		after, err := readDump(filepath.Join(recordFolder, version+".txt"))
		require.NoError(t, err)
		if before != nil {
			assert.Empty(t, compare(before, after), version)
			assert.NotEmpty(t, additions(before, after), version)
		}
		before = after
	}
}
