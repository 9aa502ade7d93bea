package wave

import (
	"bytes"
	"errors"
	"slices"

	"mmservices/internal/riff"
)

// This file holds EditMetadata: which chunks of a file have to change.

// EditMetadata changes the metadata of a file in place: change gets what [Reader.Metadata] returns, and what it makes
// of that is written. The audio is never moved or rewritten, and neither are chunks that stay as they are. The file
// stays the same file for the system, with its owner and rights. It fails before anything is touched if change fails,
// with ErrBadChunk if there is a chunk that cannot be written, and with ErrTooLarge if a RIFF file would pass 4 GiB
// and has no room to become RF64.
//
// A chunk that is new or changed goes where JUNK, PAD or FLLR chunks have room for it, and else behind the last
// chunk, whatever its AfterData says; this is a wish that counts where there is room on both sides. What it replaces,
// and what is removed, becomes JUNK, for a later edit to use, and is cut off at the end of the file. Metadata.Chunks
// lists it. So the order of chunks may change, but not among chunks of one id, or lists of one type.
//
// A crash at any moment, be it of the machine, leaves a file that opens with all its audio and with each chunk as it
// was or as it is to be: the new one is safely on the disk before the old one goes. Both may be there, of which the
// first counts; and in Wave64, whose ids are longer, a new one whose id was written in part, that is none yet. It takes
// a handful of waits for the disk. Only one EditMetadata may change a file at a time, and nothing else.
//
// Sizes in the file that are wrong are put right along with a change, as by [RepairFile]. A file that then still is
// not in order at its end is ErrRefused. Bytes behind the last chunk that are no chunk, as an ID3v1 tag, stay the
// last: if chunks have to go in front of them, they are copied to behind the new end first.
func EditMetadata(name string, change func(*Metadata) error) error {
	f, err := openStore(name)
	if err != nil {
		return err
	}
	return errors.Join(editMetadata(f, riff.MaxSize, change), f.Close())
}

// editMetadata is EditMetadata where a RIFF file cannot have more than limit bytes.
func editMetadata(base store, limit int64, change func(*Metadata) error) error {
	p, err := newPlan(base)
	if err != nil {
		return err
	}
	if _, err := p.repair(limit); err != nil {
		return err
	}
	s, err := newSurvey(p, ReaderOptions{})
	if err != nil {
		return err
	}
	e := editing{survey: s, limit: limit}
	if err := e.compare(change); err != nil || !e.differs() {
		return err
	}
	if d := s.diagnosed(RepairRIFFSize | RepairDataSize | RepairChunkSize | RepairChunks); d != nil {
		return &Error{Chunk: d.Chunk, Offset: d.Offset, Value: int64(d.Repair), Err: &refusedError{*d}}
	}
	if err := e.plan(); err != nil {
		return err
	}
	if err := e.prove(); err != nil {
		return err
	}
	return s.plan.execute()
}

// editing is the state of an edit.
type editing struct {
	*survey
	limit int64
	want  []Chunk // all that there is to be, in the order of bytes of the file

	added []addition
	freed []ChunkInfo // chunks that are to become JUNK, in the order of the file
}

// An addition is a chunk that is to be written.
type addition struct {
	Chunk
	last bool // whether it has to stand behind all others
}

func (e *editing) differs() bool { return len(e.added)+len(e.freed) > 0 }

// A kind tells chunks apart that have nothing to do with each other.
type kind struct {
	id   ChunkID
	guid GUID
	list ChunkID // the type of a list
}

func (c *Chunk) kind() kind {
	k := kind{id: c.ID, guid: c.GUID}
	if c.ID == idList && len(c.Data) >= len(k.list) {
		k.list = ChunkID(c.Data)
	}
	return k
}

// fillers are the chunks that are there to fill room.
var fillers = []ChunkID{idJunk, {'j', 'u', 'n', 'k'}, {'P', 'A', 'D', ' '}, {'F', 'L', 'L', 'R'}}

func isFiller(id ChunkID) bool { return slices.Contains(fillers, id) }

// compare lets change have the metadata, and finds out what has to be written and what has to go.
func (e *editing) compare(change func(*Metadata) error) error {
	m, err := e.r.Metadata()
	if err != nil {
		return err
	}
	old := m.Clone().Chunks
	places, err := e.metadataPlaces()
	if err != nil {
		return err
	}
	if err := change(m); err != nil {
		return err
	}
	if m, err = m.inOrder(e.container.Order() == ContainerRIFX.Order()); err != nil {
		return err
	}
	e.want = m.Chunks
	for i := range e.want {
		if err := checkChunk(e.container, &e.want[i]); err != nil {
			return err
		}
	}
	e.compareKinds(old, places)
	return nil
}

// metadataPlaces returns where the metadata of the file stand.
func (e *editing) metadataPlaces() ([]ChunkInfo, error) {
	var places []ChunkInfo
	for i, c := range e.chunks {
		if !c.isMetadata() {
			continue
		}
		if e.isReserve(c) {
			payload, err := e.r.ReadChunk(i)
			if err != nil {
				return nil, err
			}
			if e.r.isRoom(c, payload) {
				continue
			}
		}
		places = append(places, c)
	}
	return places, nil
}

// compareKinds compares what there was with what there is to be, kind by kind. As long as the new chunks of a kind
// are found among the old ones, in their order, they stay, and what was between them goes. From the first on that is
// not, all are written anew.
func (e *editing) compareKinds(old []Chunk, places []ChunkInfo) {
	before := map[kind][]int{}
	for i := range old {
		before[old[i].kind()] = append(before[old[i].kind()], i)
	}
	count := map[kind]int{}
	for i := range e.want {
		count[e.want[i].kind()]++
	}
	anew := map[kind]bool{}
	keep := make([]bool, len(old))
	for i := range e.want {
		c := &e.want[i]
		k := c.kind()
		if !anew[k] {
			at := slices.IndexFunc(before[k], func(i int) bool { return bytes.Equal(old[i].Data, c.Data) })
			if at >= 0 {
				keep[before[k][at]] = true
				before[k] = before[k][at+1:]
				continue
			}
		}
		anew[k] = !isFiller(c.ID)
		e.added = append(e.added, addition{*c, count[k] > 1})
	}
	for i := range old {
		if !keep[i] && !isFiller(old[i].ID) {
			e.freed = append(e.freed, places[i])
		}
	}
}

// prove returns ErrBadChunk if the file would not read back as it is to be, as with a chunk that a Reader does not
// take for one.
func (e *editing) prove() error {
	after, err := newSurvey(e.survey.plan, ReaderOptions{})
	if err != nil {
		return err
	}
	m, err := after.r.Metadata()
	if err != nil {
		return err
	}
	content := func(chunks []Chunk) map[kind][][]byte {
		all := map[kind][][]byte{}
		for i := range chunks {
			if c := &chunks[i]; !isFiller(c.ID) {
				all[c.kind()] = append(all[c.kind()], c.Data)
			}
		}
		return all
	}
	want, have := content(e.want), content(m.Chunks)
	for i := range e.want {
		c := &e.want[i]
		k := c.kind()
		if !slices.EqualFunc(want[k], have[k], bytes.Equal) {
			return &Error{Chunk: c.ID, Offset: -1, Value: int64(len(c.Data)), Err: ErrBadChunk}
		}
		want[k], have[k] = nil, nil // one look at all of a kind
	}
	if len(want) != len(have) || after.data != e.data {
		return &Error{Offset: -1, Err: ErrBadChunk}
	}
	return nil
}
