package catalogue

import (
	"bytes"
	"math"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of containers other than RIFF.

func containerCases() []Case {
	return append(append(ds64Cases(), wave64Cases()...), bigEndianCases()...)
}

func ds64Cases() []Case {
	// 12 bytes of header and form, the ds64 chunk, fmt and data.
	const size = 4 + 36 + 24 + 24
	const unknown = math.MaxUint32
	data := wavtest.Sizeless("data", BaseAudio)
	rf64 := func(chunks ...[]byte) []byte { return wavtest.RF64("RF64", chunks...) }
	empty := wavtest.DS64Entry{ID: "\x00\x00\x00\x00"}
	good := ds64(size, 16, 8)
	// Without a ds64 chunk that can be used, neither the data nor the container have a size.
	const sizeless = wave.RepairDS64 | wave.RepairDataSize | wave.RepairRIFFSize
	cases := []Case{
		{Name: "R01 RF64", File: rf64(good, fmtChunk, data)},
		{
			Name: "R01 RF64 with room for a table", File: rf64(ds64(size+24, 16, 8, empty, empty), fmtChunk, data),
		},
		{Name: "R02 BW64", File: wavtest.RF64("BW64", good, fmtChunk, data), Container: wave.ContainerBW64},
		{
			Name: "R03 data size 2^64 - 1", File: rf64(ds64(size, math.MaxUint64, 8), fmtChunk, data),
			Opening: always(wave.RepairDataSize),
		},
		{
			Name: "R04 data size and sample count 2^62", File: rf64(ds64(size, 1<<62, 1<<62), fmtChunk, data),
			Opening: always(wave.RepairDataSize),
		},
		{
			// The count is not what says how much there is.
			Name: "R05 sample count 2^40", File: rf64(ds64(size, 16, 1<<40), fmtChunk, data),
		},
		{
			// Opened: what is cut off is the count and the table, and the bytes are the truth.
			Name:    "R06 ds64 of 20 bytes",
			File:    rf64(wavtest.Chunk("ds64", ds64(size-8, 16, 8)[8:28]), fmtChunk, data),
			Opening: always(wave.RepairDS64),
		},
		{
			Name: "R06 ds64 of 4 bytes", File: rf64(wavtest.Chunk("ds64", good[8:12]), fmtChunk, data),
			Opening: [2]wave.Repair{sizeless, wave.RepairDS64}, Later: ifUnsized(wave.RepairDataSize | wave.RepairRIFFSize),
		},
		{
			Name: "R07 no ds64", File: rf64(fmtChunk, data), Chunks: []string{"fmt ", "data"},
			Opening: always(sizeless),
		},
		{
			Name:    "R08 ds64 with a table of 4294967295 rows",
			File:    rf64(wavtest.Chunk("ds64", append(bytes.Clone(good[8:32]), words(unknown)...)), fmtChunk, data),
			Opening: always(wave.RepairDS64),
		},
		{
			Name: "R09 odd chunk with pad byte",
			File: rf64(ds64(size+12, 16, 8), fmtChunk, wavtest.Chunk("junk", []byte{1, 2, 3}), data),

			Chunks: []string{"ds64", "fmt ", "junk", "data"},
		},
		{
			Name: "R10 JUNK before ds64", File: rf64(wavtest.Chunk("JUNK", make([]byte, 4)), ds64(size+12, 16, 8), fmtChunk, data),
			Chunks: []string{"JUNK", "ds64", "fmt ", "data"},
		},
		{
			Name: "R11 data size of 32 bits true, ds64 zero", File: rf64(ds64(0, 0, 0), fmtChunk, dataChunk),
			Opening: [2]wave.Repair{wave.RepairDS64 | wave.RepairRIFFSize, wave.RepairDS64}, Later: ifUnsized(wave.RepairRIFFSize),
		},
		{
			// The table is what makes chunks past 4 GiB possible; here it tells a small one.
			Name: "R13 size of a chunk in the table",
			File: rf64(ds64(size+12+12, 16, 8, wavtest.DS64Entry{ID: "junk", Size: 4}), fmtChunk, wavtest.LyingChunk("junk", unknown, make([]byte, 4)), data),

			Chunks: []string{"ds64", "fmt ", "junk", "data"},
		},
		{
			Name: "R13 ds64 twice: the first counts", File: rf64(ds64(size+36, 16, 8), ds64(0, 4, 2), fmtChunk, data),
			Chunks: []string{"ds64", "ds64", "fmt ", "data"}, Opening: always(wave.RepairDS64),
		},
		{
			// It comes too late to say how long the data is, which then goes to the end of the file or to what looks
			// like chunks up to there.
			Name: "R13 ds64 after data", File: rf64(fmtChunk, data, ds64(size, 16, 8)),
			Chunks: []string{"fmt ", "data", "ds64"}, Opening: always(sizeless),
		},
		{
			// The field of its own counts.
			Name: "R13 table that names data", File: rf64(ds64(size+12, 16, 8, wavtest.DS64Entry{ID: "data", Size: 8}), fmtChunk, data),
			Opening: always(wave.RepairDS64),
		},
	}
	for i := range cases {
		c := &cases[i]
		if c.Container == 0 {
			c.Container = wave.ContainerRF64
		}
		if c.Chunks == nil {
			c.Chunks = []string{"ds64", "fmt ", "data"}
		}
	}
	return append(cases, Case{
		Name: "R12 RIFF with ds64 and data size 4294967295", File: wavtest.RIFF(good, fmtChunk, data),
		Chunks: []string{"ds64", "fmt ", "data"}, Opening: always(wave.RepairDS64),
	})
}

// ds64 returns the chunk with the sizes that do not fit into 32 bits.
func ds64(riff, data, frames uint64, table ...wavtest.DS64Entry) []byte {
	return wavtest.DS64{RIFF: riff, Data: data, Frames: frames, Table: table}.Chunk()
}

func wave64Cases() []Case {
	fmt64 := wavtest.Chunk64("fmt ", BaseFmt.Payload())
	data64 := wavtest.Chunk64("data", BaseAudio)
	lying64 := func(id string, size uint64, payload []byte) []byte {
		return wavtest.LyingChunk64(wavtest.Wave64GUID(id), size, payload)
	}
	otherGUID := bytes.Clone(wavtest.Chunk64("data", BaseAudio))
	otherGUID[15] ^= 1
	cases := []Case{
		{Name: "Wave64", File: wavtest.Wave64(fmt64, data64)},
		{
			Name: "Wave64, 5 samples of 8 bits, padded to 8 bytes",
			File: wavtest.Wave64(wavtest.Chunk64("fmt ", wavtest.PCM(1, 8000, 8).Payload()), wavtest.Chunk64("data", BaseAudio[:5])),

			Format: integers(1, 8), Audio: BaseAudio[:5],
		},
		{
			// Nothing can follow a chunk that does not end.
			Name: "W01 chunk of 23 bytes, less than its header",
			File: wavtest.Wave64(fmt64, lying64("junk", 23, make([]byte, 8)), data64), Err: wave.ErrNoData,
			Opening: always(wave.RepairChunkSize),
		},
		{
			Name: "W01 chunk of 0 bytes", File: wavtest.Wave64(fmt64, lying64("junk", 0, make([]byte, 8)), data64),
			Err: wave.ErrNoData, Opening: always(wave.RepairChunkSize),
		},
		{
			Name: "W02 chunk of 27 bytes, padded",
			File: wavtest.Wave64(fmt64, wavtest.Chunk64("junk", []byte{1, 2, 3}), data64), Chunks: []string{"fmt ", "JUNK", "data"},
		},
		{
			Name: "W03 chunk of 2^63 bytes before the data",
			File: wavtest.Wave64(fmt64, lying64("junk", 1<<63, make([]byte, 8)), data64), Err: wave.ErrNoData,
			Opening: always(wave.RepairChunkSize),
		},
		{
			Name: "W03 chunk longer than the file before the data",
			File: wavtest.Wave64(fmt64, lying64("junk", 1<<40, make([]byte, 8)), data64), Err: wave.ErrNoData,
			Opening: ifSized(wave.RepairChunkSize),
		},
		{
			Name: "W03 data size beyond the file", File: wavtest.Wave64(fmt64, lying64("data", 1<<62, BaseAudio)),
			Opening: [2]wave.Repair{wave.RepairDataSize, wave.RepairRIFFSize}, Later: ifUnsized(wave.RepairDataSize),
			Settled: wave.RepairRIFFSize,
		},
		{
			Name: "W04 file size less than the headers", File: wavtest.LyingWave64(40, fmt64, data64),
			Opening: always(wave.RepairRIFFSize),
		},
		{
			Name: "W05 GUID that differs from that of data in its last byte", File: wavtest.Wave64(fmt64, otherGUID),
			Err: wave.ErrNoData,
		},
		{
			Name: "W05 GUID that differs from that of riff in its last byte",
			File: append(append(bytes.Clone(wavtest.Wave64()[:15]), 1), wavtest.Wave64(fmt64, data64)[16:]...), Err: wave.ErrNotRIFF,
		},
	}
	for i := range cases {
		cases[i].Container = wave.ContainerWave64
	}
	return cases
}

func bigEndianCases() []Case {
	audio := bytes.Clone(BaseAudio)
	for i := 0; i < len(audio); i += 2 {
		audio[i], audio[i+1] = audio[i+1], audio[i]
	}
	return []Case{
		{
			Name: "X01 big-endian, 16 bits", File: wavtest.FileRIFX(BaseFmt, audio), Container: wave.ContainerRIFX,
			Format: with(func(f *wave.Format) { f.BigEndian = true }), Audio: audio,
		},
		{
			// Its fmt chunk is 16 * 2^24 bytes long: nothing can follow.
			Name: "X01 big-endian by its first four bytes alone", File: append([]byte("RIFX"), BaseFile[4:]...),
			Err: wave.ErrNoData, Opening: [2]wave.Repair{wave.RepairChunkSize, wave.RepairFmtSize},
		},
	}
}
