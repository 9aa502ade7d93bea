package catalogue

import (
	"fmt"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of the data size, and of files that are cut.

func sizeCases() []Case {
	return []Case{
		{
			Name: "D01 data size 0 and RIFF size 8, as a recorder leaves them that was cut off",
			File: wavtest.LyingRIFF(8, fmtChunk, wavtest.LyingChunk("data", 0, BaseAudio)),

			Opening: [2]wave.Repair{wave.RepairDataSize | wave.RepairRIFFSize, wave.RepairRIFFSize},
			Later:   ifUnsized(wave.RepairDataSize),
		},
		{
			Name:    "D02 data size 0 and RIFF size 0",
			File:    wavtest.LyingRIFF(0, fmtChunk, wavtest.LyingChunk("data", 0, BaseAudio)),
			Opening: [2]wave.Repair{wave.RepairDataSize | wave.RepairRIFFSize, wave.RepairRIFFSize},
			Later:   ifUnsized(wave.RepairDataSize),
		},
		{
			Name:    "D03 data size 0 and RIFF size 36",
			File:    wavtest.LyingRIFF(36, fmtChunk, wavtest.LyingChunk("data", 0, BaseAudio)),
			Opening: ifSized(wave.RepairDataSize | wave.RepairRIFFSize),
			Later:   ifUnsized(wave.RepairDataSize | wave.RepairRIFFSize),
		},
		{
			Name: "D03 data size 0 and a chunk behind it",
			File: wavtest.RIFF(fmtChunk, wavtest.Chunk("data", nil), infoChunk), Audio: []byte{},
			Chunks: []string{"fmt ", "data", "LIST"}, Views: []string{`ISFT "Lavf"`},
		},
		{
			Name: "D04 both sizes 4294967295",
			File: wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, wavtest.LyingChunk("data", 0xFFFFFFFF, BaseAudio)),

			Opening: always(wave.RepairDataSize | wave.RepairRIFFSize),
		},
		{
			Name:    "D05 data size beyond the file",
			File:    wavtest.RIFF(fmtChunk, wavtest.LyingChunk("data", 1000, BaseAudio)),
			Opening: [2]wave.Repair{wave.RepairDataSize, wave.RepairRIFFSize}, Later: ifUnsized(wave.RepairDataSize),
			Settled: wave.RepairRIFFSize,
		},
		{
			Name:    "D06 data and RIFF size beyond the file",
			File:    wavtest.LyingRIFF(36+1000, fmtChunk, wavtest.LyingChunk("data", 1000, BaseAudio)),
			Opening: ifSized(wave.RepairDataSize | wave.RepairRIFFSize),
			Later:   ifUnsized(wave.RepairDataSize | wave.RepairRIFFSize),
		},
		{
			Name: "D07 the last frame is cut", File: wavtest.File(wavtest.PCM(2, 8000, 16), BaseAudio[:15]),
			Format: integers(2, 16), Audio: BaseAudio[:15], Frames: 3,
			Opening: always(wave.RepairPartialFrame),
		},
		{Name: "D08 no audio", File: wavtest.File(BaseFmt, nil), Audio: []byte{}},
		{
			Name: "D09 odd length with pad byte", File: wavtest.File(wavtest.PCM(1, 8000, 8), BaseAudio[:5]),
			Format: integers(1, 8), Audio: BaseAudio[:5],
		},
		{
			Name:   "D10 odd length without pad byte",
			File:   wavtest.LyingRIFF(36+6, wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", 5, BaseAudio[:5])),
			Format: integers(1, 8), Audio: BaseAudio[:5],
		},
		{
			Name: "D10 odd length without pad byte, which the RIFF size leaves out, too",
			File: wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(), wavtest.LyingChunk("data", 5, BaseAudio[:5])),

			Format: integers(1, 8), Audio: BaseAudio[:5],
		},
		{
			Name: "D11 odd length with pad byte and a chunk behind it", File: wavtest.RIFF(wavtest.PCM(1, 8000, 8).Chunk(),
				wavtest.Chunk("data", BaseAudio[:5]), wavtest.Chunk("LIST", []byte("INFO"))),
			Format: integers(1, 8), Audio: BaseAudio[:5], Chunks: []string{"fmt ", "data", "LIST"},
		},
		{
			Name: "D12 data size 4294967295 and a chunk behind the audio",
			File: wavtest.LyingRIFF(0xFFFFFFFF, fmtChunk, wavtest.LyingChunk("data", 0xFFFFFFFF, BaseAudio), infoChunk),

			Opening: always(wave.RepairDataSize | wave.RepairRIFFSize), Chunks: []string{"fmt ", "data", "LIST"},
			Views: []string{`ISFT "Lavf"`},
		},
	}
}

// infoChunk is what programs that stream put behind the audio.
var infoChunk = wavtest.Chunk("LIST", append([]byte("INFO"), wavtest.Chunk("ISFT", []byte("Lavf\x00"))...))

// truncationCases are the base file, cut at every byte.
func truncationCases() []Case {
	var cases []Case
	for cut := range BaseFile {
		c := Case{Name: fmt.Sprintf("T%02d base file cut there", cut), File: BaseFile[:cut:cut]}
		switch {
		case cut < 8:
			c.Err = wave.ErrTruncated
		case cut < 12:
			c.Err = wave.ErrNotWave
		case cut < 20:
			c.Err = wave.ErrNoFmt
		case cut < 36:
			c.Err = wave.ErrTruncated
		case cut < 44:
			c.Err = wave.ErrNoData
		default:
			c.Audio = c.File[44:]
			repairs := wave.RepairDataSize
			if cut < len(BaseFile)-1 {
				repairs |= wave.RepairRIFFSize
			}
			if cut%2 == 1 {
				repairs |= wave.RepairPartialFrame
			}
			c.Opening, c.Later = ifSized(repairs), ifUnsized(repairs)
		}
		cases = append(cases, c)
	}
	return cases
}
