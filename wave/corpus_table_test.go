package wave_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mmservices/internal/wavtest/catalogue"
	"mmservices/wave"
)

// This file checks what comes of each file of the corpus against testdata/corpus.tsv. After a change that is meant
//
//	MMS_CORPUS=... go test ./wave -run TestCorpusTable -update
//
// writes the table anew. The last column, which says why it is right that a file is refused or its samples are not read,
// is kept: a person fills it in.

var update = flag.Bool("update", false, "write testdata/corpus.tsv anew")

const corpusTable = "../testdata/corpus.tsv"

// corpusColumns are the columns of the table. "file" is repository and path; "opened" and "samples" are "ok" or the
// error.
var corpusColumns = []string{
	"file", "opened", "container", "encoding", "tag", "channels", "rate", "bits", "frames", "samples", "chunks",
	"metadata", "diagnostics", "why refused",
}

func TestCorpusTable(t *testing.T) {
	folder := os.Getenv("MMS_CORPUS")
	if folder == "" {
		t.Skip("MMS_CORPUS is not set: the corpus of recordings is not checked")
	}
	text, err := os.ReadFile(corpusTable)
	if !*update || !errors.Is(err, os.ErrNotExist) {
		require.NoError(t, err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	reasons := map[string]string{}
	for _, line := range lines {
		cells := strings.Split(line, "\t")
		reasons[cells[0]] = cells[len(cells)-1]
	}
	got := []string{strings.Join(corpusColumns, "\t")}
	for _, recording := range readManifest(t, folder) {
		row := append(corpusRow(t, recording), reasons[recording.name])
		refused := row[1] != "ok" || row[9] != "ok"
		assert.Equal(t, refused, reasons[recording.name] != "", "%s: a refusal, and no other file, has a reason", row[0])
		got = append(got, strings.Join(row, "\t"))
	}
	if *update {
		require.NoError(t, os.WriteFile(corpusTable, []byte(strings.Join(got, "\n")+"\n"), 0o644))
	}
	require.Len(t, got, 1+corpusFiles)
	if *update {
		return
	}
	require.Len(t, lines, len(got))
	for i := range got {
		assert.Equal(t, lines[i], got[i])
	}
}

// corpusRow returns a row of the table, without the reason.
func corpusRow(t *testing.T, recording recording) []string {
	row := make([]string, len(corpusColumns)-1)
	row[0] = recording.name
	r, err := wave.Open(recording.path, nil)
	if err != nil {
		row[1] = cellOf(err)
		for i := 2; i < len(row); i++ {
			row[i] = "-"
		}
		return row
	}
	closing(t, r)
	f, samples := r.Format(), "ok"
	if read, err := allSamples(r); err != nil {
		samples = cellOf(err)
	} else {
		assert.EqualValues(t, r.Frames(), len(read)/f.Channels, recording.name)
	}
	chunks, err := r.Chunks()
	require.NoError(t, err, recording.name)
	var ids []string
	for i, c := range chunks {
		ids = append(ids, strings.Trim(strconv.QuoteToASCII(strings.TrimRight(string(c.ID[:]), " ")), `"`))
		if c.Offset != r.DataOffset()-8 && string(c.ID[:]) != "data" {
			payload, err := r.ReadChunk(i)
			require.NoError(t, err, recording.name)
			assert.Len(t, payload, int(c.Size), recording.name)
		}
	}
	m, err := r.Metadata()
	require.NoError(t, err, recording.name)
	found := []string{}
	for _, d := range r.Diagnostics() {
		found = append(found, d.String())
	}
	copy(row[1:], []string{
		"ok", r.Container().String(), f.Encoding().String(), fmt.Sprintf("0x%04X", f.Tag), strconv.Itoa(f.Channels),
		strconv.FormatInt(f.SampleRate, 10), strconv.Itoa(f.BitsPerSample), strconv.FormatInt(r.Frames(), 10), samples,
		strings.Join(ids, " "), strconv.Itoa(len(catalogue.Describe(m))), strings.Join(found, "; "),
	})
	return row
}

// cellOf returns an error as a cell of the table.
func cellOf(err error) string {
	var e *wave.Error
	if errors.As(err, &e) {
		return strings.TrimPrefix(e.Error(), "wave: ")
	}
	return filepath.Base(err.Error())
}
