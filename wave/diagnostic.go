package wave

import (
	"fmt"
	"strings"
)

// This file holds diagnostics: what a Reader found wrong in a file and put right.

// A Repair is a thing that a Reader can put right. As a set of bits it tells a Reader which to refuse.
type Repair uint32

// Repairs.
const (
	RepairRIFFSize      Repair = 1 << iota // the RIFF size does not agree with the bytes
	RepairDataSize                         // the data size does not agree with the bytes
	RepairPartialFrame                     // the data does not end with a whole frame
	RepairDataFirst                        // the data chunk stands before the fmt chunk
	RepairFmtShort                         // the fmt chunk lacks the bits per sample
	RepairFmtSize                          // the fmt chunk and its extension differ in size
	RepairFmtRepeated                      // there is a second fmt chunk: the first counts
	RepairBits                             // the bits per sample are 0, or not those of the encoding
	RepairBlockAlign                       // the block align does not agree with the bits: the bits tell
	RepairByteRate                         // the bytes per second are not rate * block align
	RepairSampleRate                       // the sample rate is 0 or beyond all use
	RepairValidBits                        // the valid bits are 0 or more than the container has
	RepairChannelMask                      // the channel mask names more loudspeakers than channels
	RepairChunkPad                         // the byte that pads an odd chunk is missing
	RepairChunkID                          // a chunk has an id with characters that cannot be printed
	RepairChunkSize                        // a chunk is longer than the file
	RepairSecondData                       // there is a second data chunk: the first counts
	RepairTrailing                         // bytes behind the last chunk are no chunk
	RepairLeading                          // an ID3 tag stands before the file
	RepairDS64                             // the ds64 chunk is missing, too short, repeated or wrong
	RepairBlockFrames                      // the frames per block do not agree with the block align
	RepairBlock                            // a block of samples begins with an impossible number
	RepairFact                             // the fact chunk is too short or tells more frames than there are
	RepairCount                            // a chunk counts more or fewer entries than it has
	RepairChunkShort                       // a chunk is too short for what it has to say: it is kept as bytes
	RepairChunkRepeated                    // a chunk that should be there once is repeated: the first counts
	RepairList                             // an entry of a list is longer than the list, or not padded
	RepairChunks                           // there are more chunks than are listed
	RepairOrder                            // a chunk stands before the fmt chunk that it depends on

	RepairAll Repair = 1<<32 - 1 // every repair: refusing them all is strict reading
)

var repairTexts = []string{
	"the RIFF size does not agree with the bytes",
	"the data size does not agree with the bytes",
	"the data does not end with a whole frame",
	"the data chunk stands before the fmt chunk",
	"the fmt chunk lacks the bits per sample",
	"the fmt chunk and its extension differ in size",
	"there is a second fmt chunk",
	"the bits per sample are 0, or not those of the encoding",
	"the block align does not agree with the bits",
	"the bytes per second are not rate * block align",
	"the sample rate is 0 or beyond all use",
	"the valid bits are 0 or more than the container has",
	"the channel mask names more loudspeakers than channels",
	"the byte that pads an odd chunk is missing",
	"a chunk has an id with characters that cannot be printed",
	"a chunk is longer than the file",
	"there is a second data chunk",
	"bytes behind the last chunk are no chunk",
	"an ID3 tag stands before the file",
	"the ds64 chunk is missing, too short, repeated or wrong",
	"the frames per block do not agree with the block align",
	"a block of samples begins with an impossible number",
	"the fact chunk is too short or tells more frames than there are",
	"a chunk counts more or fewer entries than it has",
	"a chunk is too short for what it has to say",
	"a chunk that should be there once is repeated",
	"an entry of a list is longer than the list, or not padded",
	"there are more chunks than are listed",
	"a chunk stands before the fmt chunk that it depends on",
}

// String returns what is wrong where this repair is made.
func (r Repair) String() string {
	for i, text := range repairTexts {
		if r == 1<<i {
			return text
		}
	}
	return fmt.Sprintf("repairs %#x", uint32(r))
}

// A Diagnostic is a repair that a Reader made.
type Diagnostic struct {
	Repair   Repair
	Chunk    ChunkID // zero if it is about none
	Offset   int64   // of the chunk, in bytes from the start of the stream
	Declared int64   // the number in the file
	Used     int64   // the number that the Reader goes by
}

// String returns a line such as "data chunk at byte 36: the data size does not agree with the bytes: 1000, not 16".
func (d Diagnostic) String() string {
	if d.Chunk == (ChunkID{}) {
		return fmt.Sprintf("at byte %d: %s", d.Offset, d.text())
	}
	return fmt.Sprintf("%s chunk at byte %d: %s", strings.TrimRight(d.Chunk.String(), " "), d.Offset, d.text())
}

// text returns what String does, without the place.
func (d Diagnostic) text() string {
	switch {
	case d.Declared != d.Used:
		return fmt.Sprintf("%v: %d, not %d", d.Repair, d.Declared, d.Used)
	case d.Declared != 0:
		return fmt.Sprintf("%v: %d", d.Repair, d.Declared)
	}
	return d.Repair.String()
}

// refusals are the errors for refused repairs that have one of their own.
var refusals = map[Repair]error{
	RepairFmtShort:  ErrTruncated,
	RepairDataFirst: ErrDataFirst,
	RepairBits:      ErrBits,
}
