package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file holds the numbers and texts in the header against those in Go.

// A define is a line such as "#define MMS_ERROR_BUSY -300 /* the handle was called from its own callback */".
type define struct {
	value int64
	text  string
}

// defines returns those of the header whose name begins with a prefix, by the rest of their names.
func defines(t *testing.T, prefix string) map[string]define {
	t.Helper()
	header, err := os.ReadFile("../include/mmservices.h")
	require.NoError(t, err)
	line := regexp.MustCompile(`(?m)^#define ` + prefix + `(\w+) (-?\w+?)u?(?: +/\* (.*) \*/)?$`)
	found := map[string]define{}
	for _, match := range line.FindAllStringSubmatch(string(header), -1) {
		value, err := strconv.ParseInt(match[2], 0, 64)
		require.NoError(t, err, match[0])
		found[match[1]] = define{value, match[3]}
	}
	require.NotEmpty(t, found)
	return found
}

// number makes n a status, whose type only cgo can name.
func number[T ~int32](n int64, _ T) T { return T(n) }

func TestStatusTextsAreThoseOfTheHeader(t *testing.T) {
	some := statuses[0].status
	for name, status := range defines(t, "MMS_ERROR_") {
		assert.Equal(t, status.text, statusText(number(status.value, some)), name)
		detail := status.value/100*100 - 99
		if !strings.Contains(name, "_") { // a class
			assert.Equal(t, status.text, statusText(number(detail, some)), "an unknown detail of %s", name)
		}
	}
	assert.Equal(t, "success", statusText(0))
	for _, unknown := range []int64{-99, -9900, 1, 1 << 30, -1 << 31} {
		assert.NotEmpty(t, statusText(number(unknown, some)))
	}
}

// Each error has the status that says the same, also when it is wrapped.
func TestEachErrorHasItsStatus(t *testing.T) {
	texts := map[int64]string{}
	for _, status := range defines(t, "MMS_ERROR_") {
		texts[status.value] = status.text
	}
	for _, row := range statuses {
		assert.Contains(t, texts, int64(row.status), "%v", row.err)
		assert.Equal(t, row.status, statusOf(row.err), "%v", row.err)
		assert.Equal(t, row.status, statusOf(&wave.Error{Err: row.err}), "%v", row.err)
		assert.Equal(t, row.status, statusOf(errors.Join(nil, fmt.Errorf("wrapped: %w", row.err))), "%v", row.err)
	}
}

func TestErrorsOfPackageWaveReadAsTheHeaderDoes(t *testing.T) {
	texts := map[int64]string{}
	for _, status := range defines(t, "MMS_ERROR_") {
		texts[status.value] = status.text
	}
	differ := map[error]string{
		wave.ErrUnsupported:  "C says that the file is valid, too",
		wave.ErrPosition:     "a range error that says which",
		wave.ErrShortBuffer:  "a range error that says which",
		wave.ErrPartialFrame: "a range error that says which",
		wave.ErrPlanes:       "a range error that says which",
		wave.ErrClosed:       "of the Go object; C has handles",
		errNotMemory:         "a state error that says which",
		syscall.EFAULT:       "the system's word for it",
	}
	for _, row := range statuses {
		if strings.HasPrefix(row.err.Error(), "colorsys: ") {
			continue
		}
		same := texts[int64(row.status)] == row.err.Error()
		assert.Equal(t, differ[row.err] == "", same, "%v", row.err)
	}
}

// Each status in the header is that of an error, or comes about in another way that is named here.
func TestEachStatusIsUsed(t *testing.T) {
	used := map[int64]bool{
		-400:  true, // what a stream returned
		-401:  true, // a stream that cannot seek
		-402:  true, // what a callback returned
		-1100: true, // the shim, before any Go code runs
		-1200: true, // a panic
		-1300: true, // the class of the colours' errors
		-704:  true, // nothing since 0.3.0, which reads every container; its number stays taken
	}
	for _, row := range statuses {
		used[int64(row.status)] = true
	}
	for name, status := range defines(t, "MMS_ERROR_") {
		assert.True(t, used[status.value], "nothing returns MMS_ERROR_%s", name)
	}
}

// Each error that the packages export stands in the table, under its name.
func TestEachExportedErrorHasAStatus(t *testing.T) {
	table, err := os.ReadFile("errors.go")
	require.NoError(t, err)
	for _, folder := range []string{"wave", "colorsys"} {
		exported := exportedErrors(t, filepath.Join("..", folder))
		assert.NotEmpty(t, exported)
		for _, name := range exported {
			if name == "ErrUnseekable" {
				continue // behind the table: a callback's own status goes before it
			}
			assert.Contains(t, string(table), fmt.Sprintf("{%s.%s, C.", folder, name))
		}
	}
}

// exportedErrors returns the names of variables such as ErrClosed in the package of a folder.
func exportedErrors(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	var names []string
	for _, path := range files {
		file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		if strings.HasSuffix(file.Name.Name, "_test") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		for _, decl := range file.Decls {
			vars, ok := decl.(*ast.GenDecl)
			if !ok || vars.Tok != gotoken.VAR {
				continue
			}
			for _, spec := range vars.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					if strings.HasPrefix(name.Name, "Err") {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

func TestStatusOfWhatComesFromElsewhere(t *testing.T) {
	busy := callbackError(statusOf(errBusy))
	for _, test := range []struct {
		name string
		err  error
		want int64
	}{
		{"success", nil, 0},
		{"a file that is not there", &os.PathError{Op: "open", Path: "x", Err: syscall.ENOENT}, -400},
		{"the end of a stream", io.ErrUnexpectedEOF, -400},
		{"a stream that cannot seek", &wave.Error{Err: errors.Join(wave.ErrUnseekable, syscall.ESPIPE)}, -401},
		{"a callback's status", &wave.Error{Err: busy}, -300},
		{"a callback's status before all else", errors.Join(wave.ErrTruncated, busy), -300},
		{"a panic", &panicError{"a fault"}, -1200},
		{"a panic before all else", errors.Join(busy, &panicError{"a fault"}), -1200},
	} {
		assert.EqualValues(t, test.want, statusOf(test.err), test.name)
	}
}

func TestRepairsAreThoseOfTheHeader(t *testing.T) {
	repairs := defines(t, "MMS_WAVE_REPAIR_")
	assert.EqualValues(t, wave.RepairAll, repairs["ALL"].value)
	delete(repairs, "ALL")
	var all wave.Repair
	for name, repair := range repairs {
		wrong, _, _ := strings.Cut(repair.text, ": ") // behind it, the header tells what is done about it
		assert.Equal(t, wrong, wave.Repair(repair.value).String(), name)
		all |= wave.Repair(repair.value)
	}
	next := wave.Repair(1) << len(repairs)
	assert.Equal(t, next-1, all, "each bit once")
	assert.Contains(t, next.String(), "repairs 0x", "there is no other")
}

func TestTagsAndEncodingsAreThoseOfTheHeader(t *testing.T) {
	tags := map[string]int64{}
	for name, tag := range defines(t, "MMS_WAVE_TAG_") {
		tags[name] = tag.value
	}
	assert.Equal(t, map[string]int64{
		"PCM": wave.TagPCM, "IEEE_FLOAT": wave.TagFloat, "EXTENSIBLE": wave.TagExtensible, "ALAW": wave.TagALaw,
		"MULAW": wave.TagMuLaw, "IMA_ADPCM": wave.TagIMAADPCM, "MS_ADPCM": wave.TagMSADPCM, "GSM610": wave.TagGSM610,
	}, tags)
	want := map[string]wave.Encoding{
		"UNKNOWN": wave.EncodingUnknown, "PCM": wave.EncodingPCM, "IEEE_FLOAT": wave.EncodingFloat,
		"ALAW": wave.EncodingALaw, "MULAW": wave.EncodingMuLaw, "IMA_ADPCM": wave.EncodingIMAADPCM,
		"MS_ADPCM": wave.EncodingMSADPCM, "GSM610": wave.EncodingGSM610,
	}
	found := map[string]wave.Encoding{}
	for name, encoding := range defines(t, "MMS_WAVE_ENCODING_") {
		found[name] = wave.Encoding(encoding.value)
	}
	assert.Equal(t, want, found)
}

func TestContainersAreThoseOfTheHeader(t *testing.T) {
	containers := defines(t, "MMS_WAVE_CONTAINER_")
	assert.EqualValues(t, wave.ContainerAuto, containers["AUTO"].value)
	delete(containers, "AUTO")
	for name, container := range containers {
		assert.Equal(t, name, strings.ToUpper(wave.Container(container.value).String()))
	}
	assert.Equal(t, "unknown", wave.Container(len(containers)+1).String(), "there is no other")
}
