package main

// This file keeps the record of the ABI: a dump for each release, and current.txt for what is to be the next one.

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// recordFolder is where the dumps are, as seen from the directory capi.
const recordFolder = "abi"

const currentDump = "current.txt"

// checkABI fails if the header breaks what a release promised or is not what current.txt has.
func checkABI(h *header, folder string) error {
	now := dumpOf(h)
	if err := checkReleases(h, now, folder); err != nil {
		return err
	}
	current, err := readDump(filepath.Join(folder, currentDump))
	if err != nil {
		return err
	}
	if current.String() == now.String() {
		return nil
	}
	err = fmt.Errorf("%s/%s is not what %s says: run make abi", folder, currentDump, headerPath)
	for _, text := range append(compare(current, now), newLines(additions(current, now))...) {
		err = errors.Join(err, errors.New(text))
	}
	return err
}

// recordABI writes current.txt, and to out what is in it that was not before.
func recordABI(h *header, folder string, out io.Writer) error {
	now := dumpOf(h)
	if err := checkReleases(h, now, folder); err != nil {
		return err
	}
	path := filepath.Join(folder, currentDump)
	if before, err := readDump(path); err == nil {
		for _, text := range append(compare(before, now), newLines(additions(before, now))...) {
			fmt.Fprintln(out, text)
		}
	}
	return writeFile(path, now.String())
}

// newLines tells additions as what they are.
func newLines(added []string) []string {
	for i, line := range added {
		added[i] = "new: " + line
	}
	return added
}

// checkReleases holds the ABI to the dumps of all releases.
func checkReleases(h *header, now *dump, folder string) error {
	paths, err := filepath.Glob(filepath.Join(folder, "[0-9]*.txt"))
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		return fmt.Errorf("%s: there is no dump of a release", folder)
	}
	var broken error
	for _, text := range holes(now) {
		broken = errors.Join(broken, errors.New(text))
	}
	for _, path := range paths {
		release, err := readDump(path)
		if err != nil {
			return err
		}
		version := strings.TrimSuffix(filepath.Base(path), ".txt")
		for _, text := range compare(release, now) {
			broken = errors.Join(broken, fmt.Errorf("programs for %s break: %s", version, text))
		}
		if version != h.version() {
			continue
		}
		for _, text := range additions(release, now) {
			broken = errors.Join(broken, fmt.Errorf("%s is released, what is new needs a new version: %s", version, text))
		}
	}
	return broken
}

// version returns the version of the library that the header is of.
func (h *header) version() string {
	for _, c := range h.constants {
		if c.name == "MMS_VERSION_STRING" {
			return strings.Trim(c.literal, `"`)
		}
	}
	return ""
}

func readDump(path string) (*dump, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseDump(path, string(text))
}
