package riff

import (
	"encoding/binary"
	"io"
	"slices"
)

// This file finds where a payload ends whose size is not known: at the end of the stream, or where chunks begin that
// lead from one to the next exactly to the end of the stream.

// tailWindow is the most bytes that the chunks behind a payload of unknown size can have. So many are read ahead where
// it looks as if they had begun.
const tailWindow = 16 << 20

// A tail reads a payload of unknown size from a stream, and returns io.EOF in front of the chunks behind it.
type tail struct {
	stream io.Reader
	seeker io.Seeker // of the stream, or nil
	start  int64     // of the payload in the stream
	info   *containerInfo
	empty  bool // whether the payload claims to be empty: chunks may begin at once

	buffer []byte
	ahead  []byte // read from the stream; the end of buffer
	at     int64  // of ahead, from the start of the payload; negative before it
	wanted int    // how many bytes are asked for
	sure   int    // how many bytes of ahead belong to the payload
	err    error  // of the stream, behind ahead
	found  bool   // whether the chunks begin with ahead
	passed bool   // whether they are to be read, too

	// astray are places from which chunks do not lead to the end: one in a few of those that were visited, lest a stream
	// of small chunks be walked from each of them anew.
	astray map[int64]struct{}
}

const (
	astrayEvery = 16
	astrayMost  = 1 << 19
)

// Read reads the payload.
func (t *tail) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if err := t.look(len(p)); err != nil {
		return 0, err
	}
	n := copy(p, t.ahead[:t.sure])
	t.drop(n)
	return n, nil
}

// Seek moves to an offset from the start of the stream: a Source asks for no other.
func (t *tail) Seek(offset int64, whence int) (int64, error) {
	position, err := t.seeker.Seek(offset, whence)
	if err == nil {
		t.ahead, t.sure, t.err, t.found, t.astray = nil, 0, nil, false, nil
		t.at = position - t.start
	}
	return position, err
}

// drop moves behind n bytes that are sure.
func (t *tail) drop(n int) {
	t.ahead = t.ahead[n:]
	t.sure -= n
	t.at += int64(n)
}

// look sees that some bytes are sure, and returns io.EOF if the payload has no more. It reads up to n at a time.
func (t *tail) look(n int) error {
	if t.sure > 0 {
		return nil
	}
	if t.found && !t.passed {
		return io.EOF
	}
	t.wanted = n
	if len(t.ahead) == 0 && !t.read(n) {
		return t.err
	}
	switch {
	case t.passed:
		t.sure = len(t.ahead)
		return nil
	case t.at < 0:
		t.sure = int(min(int64(len(t.ahead)), -t.at))
		return nil
	}
	if t.at == 0 && t.empty && t.beginsWithChunk() {
		return t.find()
	}
	next := int(-t.at & (t.info.align - 1))
	if next == 0 && t.candidate(0) == 0 {
		if t.leads(ID.Registered) {
			return t.find()
		}
		next = int(t.info.align)
	}
	t.sure = t.candidate(min(next, len(t.ahead)))
	return nil
}

// find notes that the chunks begin with ahead, and returns io.EOF. They may stay for long: without room for more.
func (t *tail) find() error {
	t.found = true
	t.ahead, t.buffer = slices.Clone(t.ahead), nil
	return io.EOF
}

// read reads up to n bytes more. It returns false if there are none.
func (t *tail) read(n int) bool {
	for range emptyReads {
		if t.err != nil {
			return false
		}
		have := len(t.ahead)
		if cap(t.ahead)-have < n {
			t.makeRoom(n)
		}
		got, err := t.stream.Read(t.ahead[have : have+n])
		if got < 0 || got > n {
			got, err = 0, errImpossible
		}
		t.ahead, t.err = t.ahead[:have+got], err
		if got > 0 {
			return true
		}
	}
	t.err = io.ErrNoProgress
	return false
}

// makeRoom sees that n bytes can be read behind ahead. A third of the buffer stays free, lest much be moved to read
// little.
func (t *tail) makeRoom(n int) {
	need := len(t.ahead) + n
	if room := need + need/2; room > len(t.buffer) {
		t.buffer = make([]byte, room)
	}
	t.ahead = t.buffer[:copy(t.buffer, t.ahead)]
}

// tailReads is how many bytes to read at a time to see where chunks lead.
const tailReads = 64 << 10

// have sees that n bytes are read ahead, and returns whether there are so many. As many are read at a time as are wanted
// or are there, so that many small chunks do not take as many calls.
func (t *tail) have(n int64) bool {
	for int64(len(t.ahead)) < n {
		have := int64(len(t.ahead))
		if !t.read(int(min(max(n-have, have, int64(t.wanted)), tailReads))) {
			return false
		}
	}
	return true
}

// candidate returns the index in ahead, from one on, of the next place where the id of a chunk may stand.
func (t *tail) candidate(from int) int {
	s, step := idStarts, int(t.info.align)
	if t.info.guids {
		s = guidStarts
	}
	ahead, i := t.ahead, from
	for i+4 <= len(ahead) {
		switch {
		case i+8 <= len(ahead) && s.none(binary.LittleEndian.Uint64(ahead[i:])):
			i += 8
		case s.ids[ID(ahead[i:i+4])]:
			return i
		default:
			i += step
		}
	}
	for ; i < len(ahead); i += step {
		if t.err == nil && s.begin(ahead[i:]) {
			return i
		}
	}
	return len(ahead)
}

// starts are the first four bytes of the headers of registered chunks.
type starts struct {
	ids   map[ID]bool
	pairs [1 << 10]uint64 // the first two of the four, as a set of bits
}

// The starts of headers that begin with the id, and of those that begin with its GUID.
var (
	idStarts   = startsBy(func(id ID) ID { return id })
	guidStarts = startsBy(func(id ID) ID { g := WaveGUID(id); return ID(g[:4]) })
)

func startsBy(first func(ID) ID) *starts {
	s := &starts{ids: map[ID]bool{}}
	for id := range registered {
		id = first(id)
		s.ids[id] = true
		pair := binary.LittleEndian.Uint16(id[:])
		s.pairs[pair>>6] |= 1 << (pair & 63)
	}
	return s
}

// none reports whether none of the four pairs of bytes in x is the beginning of one.
func (s *starts) none(x uint64) bool {
	return (s.pairs[x>>6&0x3FF]>>(x&63)|s.pairs[x>>22&0x3FF]>>(x>>16&63)|
		s.pairs[x>>38&0x3FF]>>(x>>32&63)|s.pairs[x>>54]>>(x>>48&63))&1 == 0
}

// begin reports whether fewer than four bytes may be the beginning of one.
func (s *starts) begin(b []byte) bool {
	for id := range s.ids {
		if string(id[:len(b)]) == string(b) {
			return true
		}
	}
	return false
}

// beginsWithChunk reports whether the bytes that come next are a chunk, by its id or by where it leads.
func (t *tail) beginsWithChunk() bool {
	if !t.have(t.info.headerSize()) {
		return false
	}
	return registered[t.info.parse(t.ahead).id] || t.leads(ID.Printable)
}

// leads reports whether chunks with such ids lead from here to the end of the stream. A pad byte at the very end may be
// missing.
func (t *tail) leads(good func(ID) bool) bool {
	offset := int64(0)
	for hop := 1; ; hop++ {
		if !t.have(offset + t.info.headerSize()) {
			return false
		}
		if _, known := t.astray[t.at+offset]; known {
			return false
		}
		h := t.info.parse(t.ahead[offset:])
		if h.short || !good(h.id) {
			return false
		}
		if hop%astrayEvery == 0 {
			t.note(t.at + offset)
		}
		pad := t.info.pad(h.size)
		offset += t.info.headerSize() + h.size + pad
		if offset > tailWindow {
			return false
		}
		if !t.have(offset + 1) {
			return t.err == io.EOF && int64(len(t.ahead)) >= offset-pad
		}
	}
}

// note remembers a place from which chunks do not lead to the end. If they do it does no harm: that ends the search.
func (t *tail) note(place int64) {
	if t.astray == nil || len(t.astray) >= astrayMost {
		t.astray = map[int64]struct{}{}
	}
	t.astray[place] = struct{}{}
}

// endAtTail has what comes next, which is the payload of unknown size of the chunk, end where it does.
func (s *Source) endAtTail(info *containerInfo, empty bool) {
	t := &tail{
		stream: s.r, seeker: s.seeker, start: s.offset, info: info, empty: empty,
		ahead: slices.Clone(s.buffer[s.next:s.fill]), err: s.takeFailure(),
	}
	s.r, s.tail, s.next, s.fill = t, t, 0, 0
	if s.seeker != nil {
		s.seeker = t
	}
}

// passTail lets the source read on behind the payload of unknown size that begins at start.
func (s *Source) passTail(start int64) {
	if s.tail != nil && s.tail.start == start {
		s.tail.passed = true
	}
}

// nextBytes reads as a stream does.
type nextBytes struct{ source *Source }

func (n nextBytes) Read(p []byte) (int, error) {
	got, err := n.source.read(p)
	n.source.offset += int64(got)
	return got, err
}

// End returns where the payload of the current chunk ends, whose size is not known, in a stream of known size: where a
// stream that cannot seek would come to find the end while it is read. empty says that the chunk claims to be empty. The
// stream has to be at its beginning, and is afterwards.
func (r *Reader) End(empty bool) (int64, error) {
	start, size := r.src.Offset(), r.src.Size()
	if size <= start {
		return start, nil
	}
	end, err := r.endFrom(start, size, empty)
	if err != nil {
		return 0, err
	}
	return end, r.src.SeekTo(start)
}

func (r *Reader) endFrom(start, size int64, empty bool) (int64, error) {
	t := &tail{stream: nextBytes{r.src}, info: r.info, empty: empty}
	if t.empty && t.beginsWithChunk() {
		return start, nil
	}
	if before := size - start - tailWindow; before > 0 {
		t = &tail{stream: t.stream, info: r.info, at: before &^ (r.info.align - 1)}
		if err := r.src.SeekTo(start + t.at); err != nil {
			return 0, err
		}
	}
	for {
		if err := t.look(tailReads); err == io.EOF {
			return start + t.at, nil
		} else if err != nil {
			return 0, err
		}
		t.drop(t.sure)
	}
}
