// Genabi writes everything that repeats the C header include/mmservices.h, so that the ABI is written by hand in one
// place only:
//
//	capi/shim_gen.c                       the public C functions, each of which calls its Go export
//	capi/mmservices.map                   the linker version script: which symbols the library exports
//	capi/symbols.txt                      the same symbols, as a test finds them in the finished library
//	bindings/python/mmservices/_abi.py    the same constants, structs and prototypes for ctypes
//
// It runs in the directory capi, through go generate. With -check it writes nothing and fails if a file is not what it
// would write.
//
// It understands just the subset of C that the header needs and refuses everything else, with file and line. That
// keeps it short, and it holds the header to its own conventions: fixed-width types, no enum, no struct by value.
package main

import (
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
	{"symbols.txt", writeSymbols},
	{"../bindings/python/mmservices/_abi.py", writePython},
}

func main() {
	check := flag.Bool("check", false, "write nothing, fail if a generated file is out of date")
	flag.Parse()
	visit := writeFile
	if *check {
		visit = checkFile
	}
	if err := generate(visit); err != nil {
		fmt.Fprintln(os.Stderr, "genabi:", err)
		os.Exit(1)
	}
}

// generate reads the header and hands each generated file to visit.
func generate(visit func(path, content string) error) error {
	source, err := os.ReadFile(headerPath)
	if err != nil {
		return err
	}
	h, err := parse(headerPath, string(source))
	if err != nil {
		return err
	}
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
