// Package wave reads and writes WAV files.
//
// A WAV file is a RIFF container with a fmt chunk, which tells how its samples are to be understood, and a data
// chunk, which holds them. A sample is one number, the level of one channel at one instant; a frame is the samples
// of all channels at one instant, side by side, first channel first. Lengths and positions are counted in frames.
//
// [Reader] reads from a file, from any io.Reader (a pipe, say) and from memory. It understands integers of 1 to 64
// bits, floats, A-law, mu-law and the other encodings of docs/formats.md, plain or as WAVE_FORMAT_EXTENSIBLE, in each of
// the [Container] kinds. A file of another encoding opens for its metadata and its bytes. The bytes are the truth: where
// a header declares more than there is, the reader goes by what is there and lists what it put right as [Diagnostic]
// values, which [ReaderOptions] can refuse. Nothing is ever allocated by a declared size: memory, like time, is in
// proportion to the bytes that are there, and what is kept of metadata is limited by MaxMetadata. No function calls itself
// by what a file has.
//
// [Writer] writes to a file, to any io.Writer, and to memory ([Buffer]). The same calls give the same bytes. A file becomes
// RF64 by itself when it grows past the 4 GiB of RIFF. [Writer.Checkpoint] and [Writer.Sync] complete a file that is
// still being written, so that it survives a crash. [OpenWriter] appends to a file that is there, and changes frames in
// it. [Writer.SetMetadata] sets the chunks beside the audio.
//
// [Read] and [Write] have frames as samples of a type of the caller's choice, whatever the encoding of the file:
// uint8, int16, int32, int64, float32, float64, or 24 bits in one of three ways. [ReadPlanar] and [WritePlanar] have each
// channel apart. [Sample] tells how values carry over; [ConvertSamples] does the same without a file. Calls allocate
// nothing, and small blocks cost little more than large ones: a Reader of a file reads ahead, a Writer gathers.
//
// [Reader.ReadBytes] and [Writer.WriteBytes] have frames as raw bytes, as the file has them: little-endian, but
// for RIFX; 8 bits and less unsigned with 128 as silence; wider integers signed, in two's complement; floats IEEE 754
// with full scale at 1; codes of ITU-T G.711; blocks of packed samples.
// [Reader.Map] has the same bytes of a whole file as memory, without a copy.
//
// The formats are those of the Multimedia Programming Interface and Data Specifications 1.0 (IBM and Microsoft,
// 1991), of its New Multimedia Data Types and Data Techniques (Microsoft, 1994), and of Multiple Channel Audio Data
// and WAVE Files (Microsoft, 2001) for WAVE_FORMAT_EXTENSIBLE.
//
// The containers are RIFF and RIFX, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088), and Wave64 (Sony Pictures Digital,
// 2003).
package wave
