package wave

import "encoding/binary"

// This file holds the table of the chunks that are known, and looks for what is wrong in them.

// A knownChunk is a row of the table.
type knownChunk struct {
	id      ChunkID
	least   int    // bytes that it has to have
	once    bool   // whether there should be but one
	numbers layout // where they are
	examine func(*examination, []byte) error
}

// knownChunks are the chunks whose insides are known, if only as bytes and text without numbers.
var knownChunks = []knownChunk{
	{id: idList, examine: examineList},
	{id: idFmt, examine: examineFmt},
	{id: idFact, least: 4, once: true, numbers: layout{head: []int{4}}},
	{id: idCset, least: 8, once: true, numbers: layout{head: []int{2, 2, 2, 2}}},
	{id: idCue, least: cueSize, once: true, numbers: cueLayout, examine: examineCue},
	{id: idPlst, least: playlistSize, once: true, numbers: playlistLayout, examine: examinePlaylist},
	{id: idSmpl, least: samplerSize, once: true, numbers: samplerLayout, examine: examineSampler},
	{id: idInst, least: instrumentSize, once: true},
	{id: idAcid, least: acidSize, once: true, numbers: layout{head: []int{4, 2, 2, 4, 4, 2, 2, 4}}},
	{id: idBext, least: bextSize, once: true, numbers: bextLayout},
	{id: idCart, least: cartSize, once: true, numbers: cartLayout},
	{id: idChna, least: tracksSize, once: true, numbers: tracksLayout, examine: examineTracks},
	{id: idPeak, least: peaksSize + peakSize, once: true, numbers: peaksLayout, examine: examinePeaks},
	{id: idDisp, least: displaySize, numbers: layout{head: []int{4}}},
	{id: idAXML, once: true},
	{id: idIXML, once: true},
	{id: idID3, once: true},
	{id: idID3Upper, once: true},
	{id: ChunkID([]byte("_PMX")), once: true}, // XMP
	{id: ChunkID([]byte("afsp"))},             // text
	{id: ChunkID([]byte("link"))},             // XML
	{id: ChunkID([]byte("JUNK"))},
	{id: ChunkID([]byte("junk"))},
	{id: ChunkID([]byte("PAD "))},
	{id: ChunkID([]byte("FLLR"))},
}

// known returns the row of a chunk, or nil.
func known(id ChunkID) *knownChunk {
	for i := range knownChunks {
		if knownChunks[i].id == id {
			return &knownChunks[i]
		}
	}
	return nil
}

// onceName returns what a chunk goes by if there should be but one of it: its id, or the type of a list.
func onceName(id ChunkID, payload []byte) (name ChunkID, once bool) {
	switch row := known(id); {
	case id == idList && len(payload) >= len(id):
		kind := ChunkID(payload)
		return kind, kind == idInfo || kind == idAdtl
	case id == idID3Upper:
		return idID3, true
	case row != nil:
		return id, row.once
	}
	return id, false
}

// An examination looks for what is wrong in one chunk. It tells of each kind of repair once.
type examination struct {
	order binary.ByteOrder
	found func(r Repair, declared, used int64) error
	told  Repair
}

func (x *examination) tell(r Repair, declared, used int64) error {
	if x.told&r != 0 {
		return nil
	}
	x.told |= r
	return x.found(r, declared, used)
}

// count compares a number in the chunk with what there is.
func (x *examination) count(declared, there int64) error {
	if declared == there {
		return nil
	}
	return x.tell(RepairCount, declared, there)
}

// examineChunk tells found what is wrong in a chunk whose numbers have that order of bytes, and returns the first
// error of found.
func examineChunk(
	order binary.ByteOrder, id ChunkID, payload []byte, found func(r Repair, declared, used int64) error,
) error {
	row := known(id)
	if row == nil {
		return nil
	}
	x := &examination{order: order, found: found}
	switch {
	case len(payload) < row.least && id == idFact:
		return x.tell(RepairFact, int64(len(payload)), 0)
	case len(payload) < row.least:
		return x.tell(RepairChunkShort, int64(len(payload)), 0)
	case row.examine != nil:
		return row.examine(x, payload)
	}
	return nil
}

// examineList looks at the entries of a list, and not at what they hold unless they are labels. A list without a type
// holds nothing, and nothing is wrong with that.
func examineList(x *examination, list []byte) error {
	if len(list) > 0 && len(list) < len(ChunkID{}) {
		return x.tell(RepairChunkShort, int64(len(list)), 0)
	}
	for e := range entries(list, x.order) {
		if !e.sound() {
			if err := x.tell(RepairList, e.declared, int64(len(e.data))); err != nil {
				return err
			}
		}
		if err := examineLabel(x, ChunkID(list), e); err != nil {
			return err
		}
	}
	return nil
}

// examineLabel looks whether an entry of a list of type adtl has room for its fields.
func examineLabel(x *examination, kind ChunkID, e entry) error {
	for _, k := range labelKinds {
		if kind == idAdtl && e.id == k.id && len(e.data) < k.size {
			return x.tell(RepairChunkShort, int64(len(e.data)), 0)
		}
	}
	return nil
}
