package riff

import "errors"

// This file holds what opening a regular file has of its own.

// ErrNotRegular is what OpenRegular returns for what is there and is no regular file.
var ErrNotRegular = errors.New("this is no regular file")
