package catalogue

import (
	"bytes"
	"slices"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of the structure of chunks.

func structureCases() []Case {
	return []Case{
		{
			Name: "S01 data before fmt", File: wavtest.RIFF(dataChunk, fmtChunk),
			Opening: always(wave.RepairDataFirst), StreamErr: wave.ErrDataFirst,
			Chunks: []string{"data", "fmt "},
		},
		{
			Name: "S01 data before fmt, other chunks all around", File: wavtest.RIFF(wavtest.Chunk("junk", nil), dataChunk,
				wavtest.Chunk("LIST", []byte("INFO")), fmtChunk, wavtest.Chunk("fact", make([]byte, 4))),
			Opening: always(wave.RepairDataFirst), StreamErr: wave.ErrDataFirst,
			Chunks: []string{"junk", "data", "LIST", "fmt ", "fact"},
		},
		{Name: "S02 no data", File: wavtest.RIFF(fmtChunk), Err: wave.ErrNoData},
		{Name: "S03 neither fmt nor data", File: wavtest.RIFF(), Err: wave.ErrNoFmt},
		{
			Name: "S03 no fmt", File: wavtest.RIFF(dataChunk),
			Err: wave.ErrNoFmt, StreamErr: wave.ErrDataFirst, Opening: always(wave.RepairDataFirst),
		},
		{
			Name: "S04 two data chunks", File: behind(wavtest.Chunk("data", BaseAudio[:8])),
			Chunks: []string{"fmt ", "data", "data"}, Later: always(wave.RepairSecondData),
		},
		{
			Name: "S05 odd chunk with pad byte", File: between(wavtest.Chunk("junk", []byte{1, 2, 3})),
			Chunks: []string{"fmt ", "junk", "data"},
		},
		{
			Name: "S06 odd chunk without pad byte", File: between(wavtest.LyingChunk("junk", 3, []byte{1, 2, 3})),
			Opening: always(wave.RepairChunkPad),
			Chunks:  []string{"fmt ", "junk", "data"},
		},
		{
			Name:    "S06 fmt chunk of 17 bytes without pad byte",
			File:    wavtest.RIFF(wavtest.LyingChunk("fmt ", 17, append(BaseFmt.Payload(), 0)), dataChunk),
			Opening: always(wave.RepairFmtSize | wave.RepairChunkPad),
		},
		{
			Name: "S07 empty chunk", File: between(wavtest.Chunk("junk", nil)),
			Chunks: []string{"fmt ", "junk", "data"},
		},
		{
			Name: "S08 chunk of 4294967295 bytes before the data",
			File: between(wavtest.LyingChunk("junk", 0xFFFFFFFF, nil)),
			Err:  wave.ErrNoData, Opening: ifSized(wave.RepairChunkSize),
		},
		{
			Name: "S09 chunk of 2147483647 bytes before the data",
			File: between(wavtest.LyingChunk("junk", 0x7FFFFFFF, nil)),
			Err:  wave.ErrNoData, Opening: ifSized(wave.RepairChunkSize),
		},
		{
			Name: "S10 chunk of 2147483648 bytes before the data",
			File: between(wavtest.LyingChunk("junk", 0x80000000, nil)),
			Err:  wave.ErrNoData, Opening: ifSized(wave.RepairChunkSize),
		},
		{
			Name: "S11 RIFF size 0", File: wavtest.LyingRIFF(0, fmtChunk, dataChunk),
			Opening: always(wave.RepairRIFFSize),
		},
		{
			Name: "S12 RIFF size 4294967295", File: wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, dataChunk),
			Opening: ifSized(wave.RepairRIFFSize), Later: ifUnsized(wave.RepairRIFFSize),
		},
		{
			Name: "S13 RIFF size too small", File: wavtest.LyingRIFF(40, fmtChunk, dataChunk),
			Opening: always(wave.RepairRIFFSize),
		},
		{
			Name: "S14 another form type", File: bytes.Replace(BaseFile, []byte("WAVE"), []byte("AVI "), 1),
			Err: wave.ErrNotWave,
		},
		{
			Name: "S15 chunk id with a NUL", File: between(wavtest.Chunk("ab\x00d", []byte{1, 2})),
			Opening: always(wave.RepairChunkID),
			Chunks:  []string{"fmt ", "ab\x00d", "data"},
		},
		{
			Name: "S16 chunk id that cannot be printed", File: between(wavtest.Chunk("\x01\x02\xfe\xff", []byte{1, 2})),
			Opening: always(wave.RepairChunkID),
			Chunks:  []string{"fmt ", "\x01\x02\xfe\xff", "data"},
		},
		{
			Name: "S17 10 000 empty chunks", File: between(bytes.Repeat(wavtest.Chunk("junk", nil), 10_000)),
			Chunks: slices.Concat([]string{"fmt "}, slices.Repeat([]string{"junk"}, 10_000), []string{"data"}),
		},
		{
			// The list of chunks ends at 16384 with fmt, 16383 empty ones, and no data: the audio does not depend on it.
			Name: "S17b 2 000 000 empty chunks", File: between(bytes.Repeat(wavtest.Chunk("junk", nil), 2_000_000)),
			Chunks: slices.Concat([]string{"fmt "}, slices.Repeat([]string{"junk"}, 16383)),
			Later:  always(wave.RepairChunks),
		},
		{
			Name: "S18 garbage after the last chunk", File: followed(wavtest.Noise(15)),
			Later: always(wave.RepairTrailing),
		},
		{
			Name:  "S18 garbage after the last chunk, which the RIFF size counts",
			File:  wavtest.RIFF(fmtChunk, dataChunk, wavtest.Noise(15)),
			Later: always(wave.RepairTrailing),
		},
		{
			Name: "S18 zeros after the last chunk", File: followed(make([]byte, 15)),
			Later: always(wave.RepairTrailing),
		},
		{
			Name: "S19 an ID3v1 tag behind the file", File: followed(append([]byte("TAG"), make([]byte, 125)...)),
			Later: always(wave.RepairTrailing),
		},
		{
			// Opened: the tag tells its length, so that nothing has to be guessed.
			Name: "S20 an ID3v2 tag before the file",
			File: append([]byte("ID3\x03\x00\x00\x00\x00\x00\x02ab"), BaseFile...), Opening: always(wave.RepairLeading),
		},
		{
			Name: "S20 an ID3v2 tag longer than the file",
			File: append([]byte("ID3\x03\x00\x00\x7f\x7f\x7f\x7f"), BaseFile...), Err: wave.ErrNotRIFF,
		},
		{Name: "S21 garbage before the file", File: append(wavtest.Noise(16), BaseFile...), Err: wave.ErrNotRIFF},
		{Name: "an empty file", File: nil, Err: wave.ErrTruncated},
	}
}
