package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"strconv"
	"strings"

	"mmservices/wave"
)

// This file holds what comes of reading a file.

// columns say what comes of reading a file. Statuses are the texts of the errors of package wave, which are those of the
// statuses in C, too, or "ok".
//
//	open      status of opening; if it is not "ok", the other columns are "-"
//	format    container, encoding, tag, channels, sample rate, bits, valid bits, bytes of a sample, block align, frames
//	          in a block and channel mask, with blanks between them
//	found     diagnostics of opening: repair, id of the chunk in hexadecimal digits and offset, as 1:64617461:36, with
//	          blanks between them
//	bytes     CRC-32 and number of the bytes of sample data
//	frames    how many there are, when all was read
//	chunks    CRC-32 of the ids of all chunks, and their number
//	metadata  status of reading it
//	told      the diagnostics then
//	samples   status of reading samples as 32-bit floats
//	floats    CRC-32 of those floats, little-endian
var columns = []string{
	"open", "format", "found", "bytes", "frames", "chunks", "metadata", "told", "samples", "floats",
}

// A way is a way to read a file.
type way struct {
	name   string
	seeks  bool
	refuse wave.Repair
}

var ways = []way{
	{"sized lenient", true, 0},
	{"sized strict", true, wave.RepairAll},
	{"stream lenient", false, 0},
	{"stream strict", false, wave.RepairAll},
}

func (w way) open(file []byte) (*wave.Reader, error) {
	var stream io.Reader = bytes.NewReader(file)
	if !w.seeks {
		stream = struct{ io.Reader }{stream}
	}
	return wave.NewReader(stream, &wave.ReaderOptions{Refuse: w.refuse})
}

// outcome returns the columns for one way.
func (w way) outcome(file []byte) []string {
	r, err := w.open(file)
	if err != nil {
		row := []string{status(err)}
		for range columns[1:] {
			row = append(row, "-")
		}
		return row
	}
	found := diagnostics(r)
	sum, count := crc32.NewIEEE(), int64(0)
	buffer := make([]byte, 1000*max(1, r.Format().BlockAlign))
	for err == nil {
		var n int
		n, err = r.ReadBytes(buffer)
		sum.Write(buffer[:n])
		count += int64(n)
	}
	data := fmt.Sprintf("%d %d", sum.Sum32(), count)
	if err != io.EOF {
		data = status(err)
	}
	frames, chunks, metadata := strconv.FormatInt(r.Frames(), 10), listed(r), "ok"
	if _, err := r.Metadata(); err != nil {
		metadata = status(err)
	}
	samples, floats := w.samples(file)
	return []string{"ok", format(r), found, data, frames, chunks, metadata, diagnostics(r), samples, floats}
}

// listed returns the column "chunks".
func listed(r *wave.Reader) string {
	chunks, err := r.Chunks()
	if err != nil {
		return status(err)
	}
	sum := crc32.NewIEEE()
	for _, c := range chunks {
		sum.Write(c.ID[:])
	}
	return fmt.Sprint(sum.Sum32(), len(chunks))
}

// samples returns the columns that are about reading samples.
func (w way) samples(file []byte) (read, floats string) {
	r, err := w.open(file)
	if err != nil {
		return status(err), "-"
	}
	sum := crc32.NewIEEE()
	buffer := make([]float32, 1000*r.Channels())
	for err == nil {
		var n int
		n, err = wave.Read(r, buffer)
		for _, sample := range buffer[:n*r.Channels()] {
			sum.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(sample)))
		}
	}
	if err != io.EOF {
		return status(err), "-"
	}
	return "ok", strconv.FormatUint(uint64(sum.Sum32()), 10)
}

func format(r *wave.Reader) string {
	f := r.Format()
	return strings.TrimSpace(fmt.Sprintln(int(r.Container()), int(f.Encoding()), f.Tag, f.Channels, f.SampleRate, f.BitsPerSample,
		f.ValidBits, f.SampleBytes, f.BlockAlign, max(1, f.BlockFrames), f.ChannelMask))
}

func diagnostics(r *wave.Reader) string {
	var all []string
	for _, d := range r.Diagnostics() {
		all = append(all, fmt.Sprintf("%d:%x:%d", uint32(d.Repair), d.Chunk[:], d.Offset))
	}
	if all == nil {
		return "-"
	}
	return strings.Join(all, " ")
}

// status returns the text of an error without the place.
func status(err error) string {
	var e *wave.Error
	switch {
	case errors.Is(err, wave.ErrRefused):
		return wave.ErrRefused.Error()
	case errors.As(err, &e):
		return e.Err.Error()
	}
	return err.Error()
}
