package wave

import (
	"errors"
	"fmt"
	"strings"

	"mmservices/internal/riff"
)

// This file holds every error of the package.

// Classes of errors. errors.Is tells whether an error belongs to one.
var (
	// ErrFormat: the file is not a valid WAV file.
	ErrFormat = errors.New("not a valid WAV file")
	// ErrUnsupported: the file may be valid, but this package does not support it.
	ErrUnsupported = errors.New("not supported")
	// ErrLimit: a limit was passed.
	ErrLimit = errors.New("a limit was passed")
	// ErrArgument: a parameter of the call is wrong.
	ErrArgument = errors.New("invalid argument")
	// ErrState: the call does not fit what was called before.
	ErrState = errors.New("not possible in this state")
	// ErrInternal: a fault of this package, in a goroutine of its own.
	ErrInternal = errors.New("a fault in the library")
)

// Errors of reading. Each but ErrTruncated belongs to ErrFormat, ErrUnsupported or ErrLimit.
var (
	// ErrTruncated: the file, or its fmt chunk, ends too early.
	ErrTruncated = errors.New("the file or its fmt chunk ends too early")

	ErrNotRIFF    = detail(ErrFormat, "the file does not start with a RIFF id")
	ErrNotWave    = detail(ErrFormat, "the RIFF file is not a WAVE file")
	ErrNoFmt      = detail(ErrFormat, "there is no fmt chunk")
	ErrNoData     = detail(ErrFormat, "there is no data chunk")
	ErrDataFirst  = detail(ErrFormat, "the data chunk stands before the fmt chunk")
	ErrChannels   = detail(ErrFormat, "the number of channels is impossible")
	ErrBits       = detail(ErrFormat, "the bits per sample are impossible")
	ErrBlockAlign = detail(ErrFormat, "the block align fits neither the channels nor the bits")
	ErrRefused    = detail(ErrFormat, "the file needs a repair that the options refuse")

	ErrTag             = detail(ErrUnsupported, "the format tag is not supported")
	ErrSubFormat       = detail(ErrUnsupported, "the sub-format is not supported")
	ErrUnsupportedBits = detail(ErrUnsupported, "this many bits per sample are not supported")

	ErrTooManyChannels = detail(ErrLimit, "more channels than the options allow")
	ErrTooMuchMetadata = detail(ErrLimit, "more metadata than the options allow")
)

// Errors of positions and of writing.
var (
	// ErrUnseekable: the stream cannot seek. It is wrapped if the stream itself said so.
	ErrUnseekable = riff.ErrUnseekable
	// ErrPosition: a frame outside the file; belongs to ErrArgument.
	ErrPosition = detail(ErrArgument, "position not in range")
	// ErrShortBuffer: a buffer without room for one frame; belongs to ErrArgument.
	ErrShortBuffer = detail(ErrArgument, "the buffer has no room for a frame")
	// ErrPartialFrame: samples to write that are no whole frames, or planes of different length; belongs to ErrArgument.
	ErrPartialFrame = detail(ErrArgument, "the samples are no whole frames")
	// ErrPlanes: not one slice for each channel; belongs to ErrArgument.
	ErrPlanes = detail(ErrArgument, "there is not one slice for each channel")
	// ErrBadFormat: a Format that cannot be written; belongs to ErrArgument.
	ErrBadFormat = detail(ErrArgument, "the format cannot be written to a WAV file")
	// ErrTooLarge: a RIFF file cannot grow past 4 GiB; belongs to ErrLimit.
	ErrTooLarge = detail(ErrLimit, "a RIFF file cannot grow past 4 GiB")
	// ErrBadChunk: a chunk that cannot be written where it should be; belongs to ErrArgument.
	ErrBadChunk = detail(ErrArgument, "the chunk cannot be written there")
	// ErrHeaderWritten: a change to what stands before the audio, when that was written already; belongs to ErrState.
	ErrHeaderWritten = detail(ErrState, "the header was written already")
	// ErrNoUpdate: frames that cannot be appended or changed, since several share a block; belongs to ErrUnsupported.
	ErrNoUpdate = detail(ErrUnsupported, "frames of this encoding cannot be changed in place")
	// ErrNotRegular: a name of something else than a regular file, such as a directory, a pipe or a device.
	ErrNotRegular = riff.ErrNotRegular
	// ErrClosed: the reader or writer was closed.
	ErrClosed = errors.New("already closed")
)

// Errors of maps.
var (
	// ErrUnmappable: the stream is no file, or not one that can be mapped; belongs to ErrUnsupported.
	ErrUnmappable = detail(ErrUnsupported, "this stream cannot be mapped into memory")
	// ErrReadOnly: a map to write through, of a file that was opened for reading; belongs to ErrState.
	ErrReadOnly = detail(ErrState, "the file is not open for writing")
	// ErrMapped: the sample data is mapped already; belongs to ErrState.
	ErrMapped = detail(ErrState, "the sample data is mapped already")
	// ErrNotMapped: the sample data is not mapped; belongs to ErrState.
	ErrNotMapped = detail(ErrState, "the sample data is not mapped")
)

// detailError is a kind of error that belongs to a class.
type detailError struct {
	class error
	text  string
}

func detail(class error, text string) error { return &detailError{class, text} }

func (e *detailError) Error() string { return e.text }
func (e *detailError) Unwrap() error { return e.class }

// An Error tells what went wrong, and where in the stream. Err is one of the errors of this package or what the
// stream returned; errors.Is and errors.As find it.
type Error struct {
	Chunk     ChunkID // the chunk concerned; zero if none is
	Offset    int64   // in bytes from the start of the stream; -1 if it is not known
	Value     int64   // the offending number, where there is one: a format tag, a number of channels, a Repair refused
	SubFormat GUID    // of ErrSubFormat
	Err       error
}

// A ChunkID is the four bytes that name a chunk.
type ChunkID = riff.ID

// Error returns a line such as "wave: fmt chunk at byte 12: the format tag is not supported: 0x0055".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("wave: ")
	switch {
	case e.Chunk != ChunkID{} && e.Offset >= 0:
		fmt.Fprintf(&b, "%s chunk at byte %d: ", strings.TrimRight(e.Chunk.String(), " "), e.Offset)
	case e.Offset >= 0:
		fmt.Fprintf(&b, "at byte %d: ", e.Offset)
	}
	b.WriteString(e.Err.Error())
	switch {
	case e.SubFormat != GUID{}:
		fmt.Fprintf(&b, ": %v", e.SubFormat)
	case errors.Is(e.Err, ErrTag):
		fmt.Fprintf(&b, ": 0x%04X", e.Value)
		if name := TagName(uint16(e.Value)); name != "" {
			fmt.Fprintf(&b, ", %s", name)
		}
	case errors.Is(e.Err, ErrRefused): // it tells the numbers itself
	case e.Value != 0:
		fmt.Fprintf(&b, ": %d", e.Value)
	}
	return b.String()
}

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }
