// Command export writes the files of the catalogue to a folder, and beside them manifest.tsv, which says of each file
// what a reader has to make of it. The tests in C and Python read them.
//
// The columns of the manifest: the name of the file and that of its case; then, for each way to read it, what comes of
// it (see outcome.go). The ways are "sized" and "stream", for what can seek and what cannot, each leniently and
// strictly.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"mmservices/internal/wavtest/catalogue"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: export FOLDER")
		os.Exit(2)
	}
	if err := export(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "export:", err)
		os.Exit(1)
	}
}

func export(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	var manifest strings.Builder
	header := []string{"file", "case"}
	for _, w := range ways {
		for _, column := range columns {
			header = append(header, w.name+" "+column)
		}
	}
	fmt.Fprintln(&manifest, strings.Join(header, "\t"))
	for i, c := range catalogue.All() {
		id, _, _ := strings.Cut(c.Name, " ")
		file := fmt.Sprintf("%03d-%s.wav", i, id)
		if err := os.WriteFile(filepath.Join(folder, file), c.File, 0o666); err != nil {
			return err
		}
		row := []string{file, c.Name}
		for _, w := range ways {
			row = append(row, w.outcome(c.File)...)
		}
		fmt.Fprintln(&manifest, strings.Join(row, "\t"))
	}
	return os.WriteFile(filepath.Join(folder, "manifest.tsv"), []byte(manifest.String()), 0o666)
}
