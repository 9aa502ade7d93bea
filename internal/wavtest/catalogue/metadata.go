package catalogue

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file holds the cases of chunks beside the audio: whatever they say, true or not, the audio opens.

// beside is a chunk, or several, to be put at each place beside the audio.
type beside struct {
	name   string
	chunk  []byte
	chunks []string // LIST if nil
	later  wave.Repair
	views  []string
}

// metadataCases puts what stands beside the audio before fmt, between fmt and data, and behind data.
func metadataCases() []Case {
	var cases []Case
	for _, b := range besides() {
		if b.chunks == nil {
			b.chunks = []string{"LIST"}
		}
		var early wave.Repair
		if slices.Contains(b.chunks, "PEAK") {
			early = wave.RepairOrder // it has a peak for each channel, so that it should stand behind fmt
		}
		for _, place := range []struct {
			name   string
			file   []byte
			chunks []string
			repair wave.Repair
		}{
			{"before fmt", wavtest.RIFF(b.chunk, fmtChunk, dataChunk), slices.Concat(b.chunks, []string{"fmt ", "data"}), early},
			{"before data", between(b.chunk), slices.Concat([]string{"fmt "}, b.chunks, []string{"data"}), 0},
			{"behind data", behind(b.chunk), slices.Concat([]string{"fmt ", "data"}, b.chunks), 0},
		} {
			cases = append(cases, Case{
				Name: fmt.Sprintf("%s, %s", b.name, place.name), File: place.file, Chunks: place.chunks,
				Later: always(b.later | place.repair), Views: b.views,
			})
		}
	}
	return append(cases, Case{
		Name: "M26 chunk beyond the end of the file", File: behind(wavtest.LyingChunk("iXML", 1000, []byte("<a/>"))),
		Chunks: []string{"fmt ", "data", "iXML"}, Later: always(wave.RepairChunkSize), Views: []string{`iXML "<a/>"`},
	})
}

func besides() []beside {
	nested := list("adtl")
	for range 2000 {
		nested = list("adtl", nested)
	}
	all := []beside{
		{
			name:   "M01 cue points with labels",
			chunk:  slices.Concat(cue(2, point(1, 2), point(2, 6)), list("adtl", label(1, "one"), label(2, "two"))),
			chunks: []string{"cue ", "LIST"},
			views:  []string{`region 1 at 2, 0 long: label "one", note ""`, `region 2 at 6, 0 long: label "two", note ""`},
		},
		{
			name: "M02 4294967295 cue points, 1 present", chunk: cue(math.MaxUint32, point(1, 2)),
			chunks: []string{"cue "}, later: wave.RepairCount,
			views: []string{`region 1 at 2, 0 long: label "", note ""`},
		},
		{
			name: "M03 2500 cue points, 1 present", chunk: cue(2500, point(1, 2)),
			chunks: []string{"cue "}, later: wave.RepairCount,
			views: []string{`region 1 at 2, 0 long: label "", note ""`},
		},
		{
			// What is there counts, here as where the count says too much.
			name: "M04 no cue points, 2 present", chunk: cue(0, point(1, 2), point(2, 6)),
			chunks: []string{"cue "}, later: wave.RepairCount,
			views: []string{`region 1 at 2, 0 long: label "", note ""`, `region 2 at 6, 0 long: label "", note ""`},
		},
		{
			name: "M05 note before label",
			chunk: slices.Concat(cue(1, point(1, 2)), list("adtl", entry("note", 1, "a note"), label(1, "a label"),
				wavtest.Chunk("ltxt", append(words(1, 4, 0x206e6772), 0, 0, 0, 0, 0, 0, 0, 0)))),
			chunks: []string{"cue ", "LIST"},
			views:  []string{`region 1 at 2, 4 long: label "a label", note "a note"`},
		},
		{
			name:  "M06 odd text without pad byte",
			chunk: list("INFO", wavtest.LyingChunk("INAM", 5, []byte("abcd\x00")), wavtest.Chunk("IART", []byte("de\x00"))),
			later: wave.RepairList,
			views: []string{`INAM "abcd"`, `IART "de"`},
		},
		{
			name: "M07 text of 4294967294 bytes", later: wave.RepairList,
			chunk: list("INFO", info("IART", "de"), wavtest.LyingChunk("INAM", 0xFFFFFFFE, []byte("abcd"))),
			views: []string{`IART "de"`, `INAM "abcd"`},
		},
		{
			name: "M08 comment of 3000 bytes", chunk: list("INFO", info("ICMT", string(bytes.Repeat([]byte("a"), 3000)))),
			views: []string{`ICMT "aaaaaaaaaa"... of 3000 bytes`},
		},
		{name: "M09 LIST of 4 bytes", chunk: list("INFO")},
		{
			// It lacks the type that the first four bytes of a list are, and holds nothing that would need one.
			name: "M10 LIST of 0 bytes", chunk: wavtest.Chunk("LIST", nil),
		},
		{
			name: "M11 LIST in LIST", chunk: list("INFO", list("INFO", info("INAM", "within")), info("IART", "outside")),
			views: []string{`IART "outside"`},
		},
		{name: "M12 LIST in LIST, 2000 deep", chunk: nested},
		{
			name: "M13 2147483647 sample loops", chunk: smpl(0x7FFFFFFF, 0),
			chunks: []string{"smpl"}, later: wave.RepairCount,
			views: []string{"sampler: note 60, 0 loops, 0 bytes"},
		},
		{
			name: "M14 smpl of 20 bytes", chunk: wavtest.Chunk("smpl", make([]byte, 20)),
			chunks: []string{"smpl"}, later: wave.RepairChunkShort,
		},
		{
			name: "M15 2147483647 bytes of sampler data", chunk: smpl(0, 0x7FFFFFFF),
			chunks: []string{"smpl"}, later: wave.RepairCount,
			views: []string{"sampler: note 60, 0 loops, 0 bytes"},
		},
		{
			name: "M16 bext of 100 bytes", chunk: wavtest.Chunk("bext", bext("a")[:100]),
			chunks: []string{"bext"}, later: wave.RepairChunkShort,
		},
		{
			name: "M17 bext of 602 bytes", chunk: wavtest.Chunk("bext", bext("a")), chunks: []string{"bext"},
			views: []string{`broadcast: "a" by "an originator", history ""`},
		},
		{
			name:   "M18 bext of 20 002 bytes",
			chunk:  wavtest.Chunk("bext", append(bext("a"), bytes.Repeat([]byte("A=PCM\r\n"), 2800)[:19400]...)),
			chunks: []string{"bext"},
			views:  []string{`broadcast: "a" by "an originator", history "A=PCM\r\nA=P"... of 19400 bytes`},
		},
		{
			name: "M19 fact of 0 bytes", chunk: wavtest.Chunk("fact", nil),
			chunks: []string{"fact"}, later: wave.RepairFact,
		},
		{
			// The fact chunk of integers tells nothing that counts.
			name: "M20 fact of 4294967280 frames", chunk: wavtest.Chunk("fact", words(0xFFFFFFF0)), chunks: []string{"fact"},
		},
		{
			name: "M21 PEAK of 5 bytes", chunk: wavtest.Chunk("PEAK", make([]byte, 5)),
			chunks: []string{"PEAK"}, later: wave.RepairChunkShort,
		},
		{
			name: "M22 PEAK", chunk: peak(0.5, 3), chunks: []string{"PEAK"},
			views: []string{"peak 0.5 at 3"},
		},
		{
			name: "M23 acid of 4 bytes", chunk: wavtest.Chunk("acid", make([]byte, 4)),
			chunks: []string{"acid"}, later: wave.RepairChunkShort,
		},
		{
			name:   "M24 iXML of 200 000 bytes",
			chunk:  wavtest.Chunk("iXML", bytes.Repeat([]byte("<a/>\n"), 40_000)),
			chunks: []string{"iXML"},
			views:  []string{`iXML "<a/>\n<a/>\n"... of 200000 bytes`},
		},
		{
			name: "M25 text that is not UTF-8", chunk: list("INFO", wavtest.Chunk("INAM", []byte("caf\xe9\x00"))),
			views: []string{`INAM "caf\xe9", not UTF-8`},
		},
		{
			name: "M28 25 chunks that nobody knows", chunk: slices.Concat(slices.Repeat(
				[][]byte{wavtest.Chunk("own ", []byte("abc"))}, 25)...), chunks: slices.Repeat([]string{"own "}, 25),
		},
		{
			name:  "M29 text with a NUL within, and text without one",
			chunk: list("INFO", wavtest.Chunk("INAM", []byte("ab\x00cd\x00")), wavtest.Chunk("IART", []byte("efgh"))),
			views: []string{`INAM "ab"`, `IART "efgh"`},
		},
		{
			name:   "M29 coding history with line ends of two kinds",
			chunk:  wavtest.Chunk("bext", append(bext("a"), "A=PCM\r\nA=MPEG1\nlast"...)),
			chunks: []string{"bext"},
			views:  []string{`broadcast: "a" by "an originator", history "A=PCM\r\nA=MPEG1\nlast"`},
		},
		{
			name: "M29 character of 4 bytes, cut", chunk: list("INFO", info("INAM", "abc\xf0\x9f\x98")),
			views: []string{`INAM "abc\xf0\x9f\x98", not UTF-8`},
		},
	}
	for _, twice := range []struct {
		first, second []byte
		view          string
	}{
		{cue(1, point(1, 2)), cue(1, point(1, 6)), `region 1 at 2, 0 long: label "", note ""`},
		{smpl(0, 0), wavtest.Chunk("smpl", make([]byte, 36)), "sampler: note 60, 0 loops, 0 bytes"},
		{wavtest.Chunk("inst", []byte{60, 0, 0, 0, 127, 0, 127}), wavtest.Chunk("inst", make([]byte, 7)), "instrument: note 60"},
		{wavtest.Chunk("acid", words(1, 0, 0, 4, 0, 0)), wavtest.Chunk("acid", make([]byte, 24)), "acid: 4 beats"},
		{wavtest.Chunk("bext", bext("first")), wavtest.Chunk("bext", bext("second")), `broadcast: "first" by "an originator", history ""`},
		{wavtest.Chunk("cart", append([]byte("0101first"), make([]byte, 2039)...)), wavtest.Chunk("cart", make([]byte, 2048)), `cart "first"`},
		{wavtest.Chunk("iXML", []byte("<first/>")), wavtest.Chunk("iXML", []byte("<second/>")), `iXML "<first/>"`},
		{wavtest.Chunk("axml", []byte("<first/>")), wavtest.Chunk("axml", []byte("<second/>")), `axml "<first/>"`},
		{wavtest.Chunk("chna", words(0)), wavtest.Chunk("chna", words(0)), ""},
		{peak(0.5, 3), peak(0.75, 4), "peak 0.5 at 3"},
		{wavtest.Chunk("fact", words(8)), wavtest.Chunk("fact", words(4)), ""},
		{list("INFO", info("INAM", "first")), list("INFO", info("INAM", "second")), `INAM "first"`},
	} {
		id := string(twice.first[:4])
		var views []string
		if twice.view != "" {
			views = []string{twice.view}
		}
		all = append(all, beside{
			name: fmt.Sprintf("M27 %s twice", strings.TrimSpace(id)), chunk: slices.Concat(twice.first, twice.second),
			chunks: []string{id, id}, later: wave.RepairChunkRepeated, views: views,
		})
	}
	return all
}

func list(form string, chunks ...[]byte) []byte {
	return wavtest.Chunk("LIST", append([]byte(form), bytes.Join(chunks, nil)...))
}

// info returns a text of a LIST of INFO, with the NUL that ends it.
func info(id, text string) []byte { return wavtest.Chunk(id, []byte(text+"\x00")) }

// cue returns a cue chunk that counts at will.
func cue(count uint32, points ...[]byte) []byte {
	return wavtest.Chunk("cue ", append(words(count), bytes.Join(points, nil)...))
}

// point returns a cue point at a frame.
func point(id, frame uint32) []byte {
	return append(append(words(id, frame), "data"...), words(0, 0, frame)...)
}

// entry returns what a LIST of adtl says of a cue point.
func entry(kind string, id uint32, text string) []byte {
	return wavtest.Chunk(kind, append(words(id), text+"\x00"...))
}

func label(id uint32, text string) []byte { return entry("labl", id, text) }

// smpl returns a sampler chunk without a loop and without data that counts at will.
func smpl(loops, extra uint32) []byte {
	return wavtest.Chunk("smpl", words(0x41, 7, 125_000, 60, 0, 0, 0, loops, extra))
}

// bext returns the 602 bytes of a broadcast extension, version 0.
func bext(description string) []byte {
	b := make([]byte, 602)
	copy(b, description)
	copy(b[256:], "an originator")
	copy(b[320:], "2026-01-0212:34:56")
	le.PutUint32(b[338:], 480_000)
	return b
}

// peak returns a PEAK chunk of one channel.
func peak(value float32, frame uint32) []byte {
	return wavtest.Chunk("PEAK", slices.Concat(words(1, 0), floats32(value), words(frame)))
}
