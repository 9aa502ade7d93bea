package wave

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// This file holds regions: the cue chunk, and what LIST chunks of type adtl say of its points.

// The entries of a list of type adtl that tell of a point.
var (
	idLabl = ChunkID([]byte("labl"))
	idNote = ChunkID([]byte("note"))
	idLtxt = ChunkID([]byte("ltxt"))
)

// A Region is a point of the cue chunk with its label, its note and its text (Multimedia Programming Interface and Data
// Specifications 1.0, "Cue-Points Chunk" and "Associated Data Chunk"). Markers are regions of length 0.
type Region struct {
	ID       uint32  // by which the labels find the point
	Purpose  ChunkID // of the length and the text: "rgn ", or "scrp" for a script, or another
	Position int64   // first frame
	Length   int64   // in frames; 0 if it is a marker

	Label, Note, Text string // bytes as in the file, up to the first NUL

	// Of the text, as in a CSET chunk.
	Country  uint16 // 1 is the USA
	Language uint16 // 9 is English
	Dialect  uint16
	CodePage uint16

	// Of the point. All are zero of a new region, and filled in when it is written.
	DataChunk  ChunkID // "data", or "slnt" in a list of type wavl
	ChunkStart uint32  // of that chunk in the list of type wavl, in bytes
	BlockStart uint32  // of the block that has the frame, in bytes from the start of the audio
	PlayOrder  uint32  // frame in the order of a plst chunk; as Position if there is none
}

// Sizes of the cue chunk and of the entries.
const (
	cueSize    = 4
	pointSize  = 24
	labelSize  = 4
	regionSize = 20 // of ltxt, where its text begins
)

// points returns how many there are.
func points(cue []byte) int { return max(0, len(cue)-cueSize) / pointSize }

// Regions returns the points of the cue chunk in its order. Of several labels for one point the first counts, and of
// several points of one id the first has the labels.
func (m *Metadata) Regions() []Region {
	data := m.payload(idCue)
	count := points(data)
	if count == 0 {
		return nil
	}
	regions := make([]Region, count)
	labels := m.labels()
	for i := range regions {
		r := &regions[i]
		r.readPoint(data[cueSize+pointSize*i:], m.order())
		at, ok := slices.BinarySearchFunc(labels, r.ID, func(l label, id uint32) int { return cmp.Compare(l.id, id) })
		if !ok || labels[at].taken {
			continue
		}
		labels[at].taken = true
		var seen labelKind
		for ; at < len(labels) && labels[at].id == r.ID; at++ {
			if l := labels[at]; seen&l.kind == 0 {
				seen |= l.kind
				r.readLabel(l, m.order())
			}
		}
	}
	return regions
}

func (r *Region) readPoint(point []byte, order binary.ByteOrder) {
	r.ID = order.Uint32(point[0:])
	r.PlayOrder = order.Uint32(point[4:])
	r.DataChunk = ChunkID(point[8:])
	r.ChunkStart = order.Uint32(point[12:])
	r.BlockStart = order.Uint32(point[16:])
	r.Position = int64(order.Uint32(point[20:]))
}

func (r *Region) appendPoint(data []byte, order binary.ByteOrder) []byte {
	data = append(data, make([]byte, pointSize)...)
	point := data[len(data)-pointSize:]
	order.PutUint32(point[0:], r.ID)
	order.PutUint32(point[4:], r.PlayOrder)
	copy(point[8:], r.DataChunk[:])
	order.PutUint32(point[12:], r.ChunkStart)
	order.PutUint32(point[16:], r.BlockStart)
	order.PutUint32(point[20:], uint32(r.Position))
	return data
}

// A label is an entry of a list of type adtl that tells of a point.
type label struct {
	id    uint32
	kind  labelKind
	taken bool // whether a point has it
	data  []byte
}

// labelKind is a set of kinds of labels.
type labelKind uint8

const (
	kindLabel labelKind = 1 << iota
	kindNote
	kindText
)

// labelKinds are the kinds that there are.
var labelKinds = []struct {
	kind labelKind
	id   ChunkID
	size int // at least
}{
	{kindLabel, idLabl, labelSize},
	{kindNote, idNote, labelSize},
	{kindText, idLtxt, regionSize},
}

// label understands an entry as a label.
func (e entry) label(order binary.ByteOrder) (label, bool) {
	for _, k := range labelKinds {
		if e.id == k.id && len(e.data) >= k.size {
			return label{id: order.Uint32(e.data), kind: k.kind, data: e.data}, true
		}
	}
	return label{}, false
}

// labels returns the labels of all points, sorted by id and then as in the file.
func (m *Metadata) labels() []label {
	count := 0
	for e := range m.entries(idAdtl) {
		if _, ok := e.label(m.order()); ok {
			count++
		}
	}
	labels := make([]label, 0, count)
	for e := range m.entries(idAdtl) {
		if l, ok := e.label(m.order()); ok {
			labels = append(labels, l)
		}
	}
	slices.SortStableFunc(labels, func(a, b label) int { return cmp.Compare(a.id, b.id) })
	return labels
}

func (r *Region) readLabel(l label, order binary.ByteOrder) {
	switch l.kind {
	case kindLabel:
		r.Label = textOf(l.data[labelSize:])
	case kindNote:
		r.Note = textOf(l.data[labelSize:])
	case kindText:
		r.Length = int64(order.Uint32(l.data[4:]))
		r.Purpose = ChunkID(l.data[8:])
		r.Country = order.Uint16(l.data[12:])
		r.Language = order.Uint16(l.data[14:])
		r.Dialect = order.Uint16(l.data[16:])
		r.CodePage = order.Uint16(l.data[18:])
		r.Text = textOf(l.data[regionSize:])
	}
}

// labelled returns r with nothing but what a label of that kind says.
func (r *Region) labelled(kind labelKind) Region {
	switch kind {
	case kindLabel:
		return Region{Label: r.Label}
	case kindNote:
		return Region{Note: r.Note}
	}
	return Region{
		Length: r.Length, Text: r.Text, Purpose: r.Purpose, Country: r.Country, Language: r.Language, Dialect: r.Dialect,
		CodePage: r.CodePage,
	}
}

// purposeRegion is what most programs call a region with a length.
var purposeRegion = ChunkID([]byte("rgn "))

// appendLabel adds what a label of that kind says to a list.
func (r *Region) appendLabel(list []byte, kind labelKind, order binary.ByteOrder) []byte {
	if kind == kindText {
		data := make([]byte, regionSize)
		order.PutUint32(data[0:], r.ID)
		order.PutUint32(data[4:], uint32(r.Length))
		purpose := r.Purpose
		if purpose == (ChunkID{}) {
			purpose = purposeRegion
		}
		copy(data[8:], purpose[:])
		order.PutUint16(data[12:], r.Country)
		order.PutUint16(data[14:], r.Language)
		order.PutUint16(data[16:], r.Dialect)
		order.PutUint16(data[18:], r.CodePage)
		if r.Text != "" {
			data = append(append(data, r.Text...), 0)
		}
		return appendEntry(list, idLtxt, data, order)
	}
	id, text := idLabl, r.Label
	if kind == kindNote {
		id, text = idNote, r.Note
	}
	data := make([]byte, labelSize, labelSize+len(text)+1)
	order.PutUint32(data, r.ID)
	return appendEntry(list, id, append(append(data, text...), 0), order)
}

// SetRegions writes the cue chunk and the labels of its points. An ID of 0 is taken for one that is still to be given,
// unless the cue chunk has such a point. Labels of points that vanish do so, too; labels that never had a point, and
// all other entries of the list, stay. Without any regions the cue chunk is removed. The plst chunk is left alone.
//
// Positions and lengths beyond 32 bits, texts with a NUL and an ID that is given twice are refused with [ErrBadChunk].
func (m *Metadata) SetRegions(regions []Region) error {
	old := m.Regions()
	regions, err := m.settleRegions(regions, old)
	if err != nil {
		return err
	}
	list, hadEntries, err := m.relabel(regions, old)
	if err != nil {
		return err
	}

	if len(regions) == 0 {
		m.Remove(idCue)
	} else {
		before := m.editable(idCue)
		cue := make([]byte, cueSize, len(before)+pointSize*max(0, len(regions)-len(old)))
		m.order().PutUint32(cue, uint32(len(regions)))
		for i := range regions {
			cue = regions[i].appendPoint(cue, m.order())
		}
		m.put(m.Find(idCue), idCue, append(cue, before[cueSize+pointSize*len(old):]...))
	}
	switch adtl := m.list(idAdtl); {
	case len(list) > len(idAdtl):
		m.put(adtl, idList, list)
	case hadEntries:
		first := true
		m.removeFunc(func(c Chunk) bool {
			remove := first && isList(c, idAdtl)
			first = first && !remove
			return remove
		})
	}
	return nil
}

// settleRegions returns a copy of the regions with all that is left open filled in.
func (m *Metadata) settleRegions(regions, old []Region) ([]Region, error) {
	regions = slices.Clone(regions)
	there := map[uint32][]Region{} // points that the chunk has, by id
	for _, r := range old {
		there[r.ID] = append(there[r.ID], r)
	}
	taken := map[uint32]bool{}
	for _, l := range m.labels() {
		taken[l.id] = true
	}
	for _, r := range regions {
		taken[r.ID] = true
	}
	given := map[uint32]bool{}
	next := uint32(1)
	for i := range regions {
		r := &regions[i]
		if r.Position < 0 || r.Position > math.MaxUint32 || r.Length < 0 || r.Length > math.MaxUint32 {
			return nil, badChunk(idCue, "no region can have position %d and length %d", r.Position, r.Length)
		}
		for name, text := range map[string]string{"Label": r.Label, "Note": r.Note, "Text": r.Text} {
			if err := checkText(text, idCue, name); err != nil {
				return nil, err
			}
		}
		if same := there[r.ID]; len(same) > 0 {
			before := same[0]
			there[r.ID] = same[1:]
			if r.PlayOrder == before.PlayOrder && int64(before.PlayOrder) == before.Position {
				r.PlayOrder = uint32(r.Position)
			}
			if given[r.ID] && *r != r.unlabelled() {
				return nil, badChunk(idCue, "the second region of id %d cannot have labels", r.ID)
			}
			given[r.ID] = true
			continue
		}
		if r.ID == 0 {
			for taken[next] {
				next++
			}
			r.ID = next
			taken[next] = true
		}
		if given[r.ID] {
			return nil, badChunk(idCue, "there are two regions of id %d", r.ID)
		}
		given[r.ID] = true
		if r.DataChunk == (ChunkID{}) {
			r.DataChunk = idData
		}
		if r.PlayOrder == 0 {
			r.PlayOrder = uint32(r.Position)
		}
	}
	return regions, nil
}

// unlabelled returns the point alone.
func (r *Region) unlabelled() Region {
	return Region{
		ID: r.ID, Position: r.Position, DataChunk: r.DataChunk, ChunkStart: r.ChunkStart, BlockStart: r.BlockStart,
		PlayOrder: r.PlayOrder,
	}
}

// relabel returns the list of type adtl with the labels of these regions, and whether there were any entries.
func (m *Metadata) relabel(regions, old []Region) (list []byte, hadEntries bool, err error) {
	vanished := map[uint32]bool{}
	for _, r := range old {
		vanished[r.ID] = true
	}
	owner := map[uint32]int{}
	for i, r := range slices.Backward(regions) {
		owner[r.ID] = i
		delete(vanished, r.ID)
	}
	done := make([]labelKind, len(regions))
	list = append(list, idAdtl[:]...)
	var rest []byte
	for e := range m.entries(idAdtl) {
		hadEntries = true
		if e.rest {
			rest = e.raw
			continue
		}
		l, ok := e.label(m.order())
		i, owned := owner[l.id]
		switch {
		case ok && owned && done[i]&l.kind == 0:
			done[i] |= l.kind
			var before Region
			before.readLabel(l, m.order())
			switch now := regions[i].labelled(l.kind); {
			case now == before:
				list = e.append(list, m.order())
			case now != Region{}:
				list = regions[i].appendLabel(list, l.kind, m.order())
			}
		case ok && vanished[l.id]:
		default:
			list = e.append(list, m.order())
		}
	}
	for i := range regions {
		for _, k := range labelKinds {
			if owner[regions[i].ID] == i && done[i]&k.kind == 0 && regions[i].labelled(k.kind) != (Region{}) {
				list = regions[i].appendLabel(list, k.kind, m.order())
			}
		}
	}
	return append(list, rest...), hadEntries, nil
}

// examineCue compares the number of points with those that there are.
func examineCue(x *examination, data []byte) error {
	return x.count(int64(x.order.Uint32(data)), int64(points(data)))
}

// examinePlaylist does so for the segments of a plst chunk.
func examinePlaylist(x *examination, data []byte) error {
	return x.count(int64(x.order.Uint32(data)), int64(len(data)-playlistSize)/segmentSize)
}

// Sizes of the plst chunk.
const (
	playlistSize = 4
	segmentSize  = 12
)
