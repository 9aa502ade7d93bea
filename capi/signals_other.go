//go:build !unix

package main

import "os"

func holdSignals(fn func() error) error { return fn() }

func mayRaise(os.FileInfo, error) bool { return false }
