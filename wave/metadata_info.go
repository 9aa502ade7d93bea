package wave

import (
	"slices"
	"unicode/utf8"
)

// This file holds tags: LIST chunks of type INFO, and the code page that a file says its texts are in.

// A Tag is a text of a LIST chunk of type INFO (Multimedia Programming Interface and Data Specifications 1.0, "INFO
// List Chunk"), as INAM, the title, or IART, the artist. There may be several of the same id, and any id.
type Tag struct {
	ID   ChunkID
	Text string // bytes as in the file, up to the first NUL
}

// TextValid reports whether the text is UTF-8. If it is not, [Metadata.CodePage] may tell what it is; mostly it is
// what Windows used where the file was made.
func (t Tag) TextValid() bool { return utf8.ValidString(t.Text) }

// Tags returns the tags in the order of the file. Lists in the list are none.
func (m *Metadata) Tags() []Tag {
	count := 0
	for e := range m.entries(idInfo) {
		if e.isTag() {
			count++
		}
	}
	if count == 0 {
		return nil
	}
	tags := make([]Tag, 0, count)
	for e := range m.entries(idInfo) {
		if e.isTag() {
			tags = append(tags, e.tag())
		}
	}
	return tags
}

func (e entry) isTag() bool { return !e.rest && e.id != idList }
func (e entry) tag() Tag    { return Tag{e.id, textOf(e.data)} }

// Tag returns the text of the first tag of that id, and whether there is one.
func (m *Metadata) Tag(id ChunkID) (string, bool) {
	for e := range m.entries(idInfo) {
		if e.isTag() && e.id == id {
			return textOf(e.data), true
		}
	}
	return "", false
}

// SetTag gives a text to the first tag of that id, or adds a tag. An empty text removes all of that id. Texts with a
// NUL and ids that cannot be printed are refused with [ErrBadChunk].
func (m *Metadata) SetTag(id ChunkID, text string) error {
	tags := m.Tags()
	at := slices.IndexFunc(tags, func(t Tag) bool { return t.ID == id })
	switch {
	case text == "":
		tags = slices.DeleteFunc(tags, func(t Tag) bool { return t.ID == id })
	case at >= 0:
		tags[at].Text = text
	default:
		tags = append(tags, Tag{id, text})
	}
	return m.SetTags(tags)
}

// SetTags makes these the tags, in this order. Those that are there already keep their bytes, and what is no tag stays
// in front of the one that it stood in front of, or behind them all. Without any tags the list is removed. Texts with
// a NUL and ids that cannot be printed, or are LIST, are refused with [ErrBadChunk].
func (m *Metadata) SetTags(tags []Tag) error {
	if len(tags) == 0 {
		m.removeFunc(func(c Chunk) bool { return isList(c, idInfo) })
		return nil
	}
	there, last := m.taggedEntries()
	byTag := map[Tag][]*taggedEntry{}
	for i := range there {
		tag := there[i].tag()
		byTag[tag] = append(byTag[tag], &there[i])
	}
	list := idInfo[:]
	for _, tag := range tags {
		if same := byTag[tag]; len(same) > 0 {
			list = same[0].entry.append(append(list, same[0].before...), m.order())
			same[0].before = nil
			byTag[tag] = same[1:]
			continue
		}
		if !tag.ID.Printable() || tag.ID == idList {
			return badChunk(idList, "no tag can have the id %v", tag.ID)
		}
		if err := checkText(tag.Text, idList, tag.ID.String()); err != nil {
			return err
		}
		list = appendEntry(list, tag.ID, append([]byte(tag.Text), 0), m.order())
	}
	for _, e := range there {
		list = append(list, e.before...)
	}
	m.put(m.list(idInfo), idList, append(list, last...))
	return nil
}

// A taggedEntry is a tag with what stands in front of it and is none.
type taggedEntry struct {
	entry
	before []byte
}

// taggedEntries returns the entries that are tags, and what stands behind the last.
func (m *Metadata) taggedEntries() (there []taggedEntry, last []byte) {
	for e := range m.entries(idInfo) {
		if !e.isTag() {
			last = e.append(last, m.order())
			continue
		}
		there = append(there, taggedEntry{e, last})
		last = nil
	}
	return there, last
}

// CodePage returns the Windows code page that a CSET chunk says the texts of the file are in, and whether there is
// such a chunk (Multimedia Programming Interface and Data Specifications 1.0, "CSET"). 0 means ISO 8859-1 there.
func (m *Metadata) CodePage() (uint16, bool) {
	data := m.payload(idCset)
	if data == nil {
		return 0, false
	}
	return m.order().Uint16(data), true
}
