// Genabi writes everything that repeats the C header include/mmservices.h, so that the ABI is written by hand in one
// place only:
//
//	capi/shim_gen.c                       the public C functions, each of which calls its Go export
//	capi/mmservices.map                   the linker version script: which symbols the library exports
//	bindings/python/mmservices/_abi.py    the same constants, structs and prototypes for ctypes
//
// It runs in the directory capi, through go generate. With -check it writes nothing and fails if a file is not what it
// would write, or if the ABI is not the one that is on record in capi/abi. With -record it puts it on record there,
// unless programs that were compiled against a release would break.
//
// It understands just the subset of C that the header needs and refuses everything else, with file and line. That
// keeps it short, and it holds the header to its own conventions: fixed-width types, no enum, no struct by value.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

// headerPath is the one input, as seen from the directory capi.
const headerPath = "../include/mmservices.h"

// outputs are the files to write, as seen from the directory capi.
var outputs = []struct {
	path  string
	write func(*header) string
}{
	{"shim_gen.c", writeShim},
	{"mmservices.map", writeVersionScript},
	{"../bindings/python/mmservices/_abi.py", writePython},
}

func main() {
	check := flag.Bool("check", false, "write nothing, fail if a generated file or the record of the ABI is out of date")
	record := flag.Bool("record", false, "put the ABI on record, and say what is new in it")
	flag.Parse()
	if err := run(*check, *record); err != nil {
		fmt.Fprintln(os.Stderr, "genabi:", err)
		os.Exit(1)
	}
}

func run(check, record bool) error {
	source, err := os.ReadFile(headerPath)
	if err != nil {
		return err
	}
	h, err := parse(headerPath, string(source))
	if err != nil {
		return err
	}
	switch {
	case record:
		return recordABI(h, recordFolder, os.Stdout)
	case check:
		return errors.Join(generate(h, checkFile), checkABI(h, recordFolder))
	}
	return generate(h, writeFile)
}

// generate hands each file that is generated from the header to visit.
func generate(h *header, visit func(path, content string) error) error {
	for _, output := range outputs {
		if err := visit(output.path, output.write(h)); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path, content string) error {
	return os.WriteFile(path, []byte(content), 0o644)
}

func checkFile(path, content string) error {
	found, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if string(found) != content {
		return fmt.Errorf("%s is not what %s says: run go generate ./capi", path, headerPath)
	}
	return nil
}
