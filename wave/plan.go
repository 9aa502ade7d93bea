package wave

import (
	"bytes"
	"io"
	"maps"
	"os"
	"slices"

	"mmservices/internal/riff"
)

// This file holds plans: changes of a file in place, made up in memory before anything is touched.

// A store is a file that is changed in place.
type store interface {
	io.ReaderAt
	io.WriterAt
	Sync() error
	Truncate(size int64) error
	Size() (int64, error)
}

// A fileStore is a store that is an open file.
type fileStore struct{ *os.File }

// Size returns the bytes of the file.
func (f fileStore) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// openStore opens a regular file to change it in place.
func openStore(name string) (fileStore, error) {
	if err := checkRegular(name); err != nil {
		return fileStore{}, err
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	return fileStore{f}, err
}

// checkRegular returns ErrNotRegular for what is there and is no regular file. Opening it might wait, or worse.
func checkRegular(name string) error {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = &os.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	}
	return err
}

// atomicWrite is how many bytes are taken to be written whole or not at all, whatever happens meanwhile. A process
// that dies does not stop the system in the middle of a write, which goes to a page of memory; and a disk that loses
// power has written a sector or not. So few bytes lie in one page and one sector, but for the one in a hundred
// numbers that lies across their border.
const atomicWrite = 8

// A plan is a sequence of changes to a file. It reads as the file will when they are made. They are so made up that
// the file is whole after each, and after each part of one that is longer than atomicWrite.
type plan struct {
	base  store
	kept  int64 // bytes at the start of the base that were never cut off
	size  int64 // of the file as it will be
	steps []step
	pages map[int64][]int // which steps write to each page of the file, in their order
}

// planPage is the size of the pages by which the steps are found that write to a place: few fit into it.
const planPage = 256

// A step writes bytes at an offset. If there are none it cuts the file off at the offset, and if that is negative it
// waits for the disk to have all that was done before.
type step struct {
	offset int64
	bytes  []byte
}

// newPlan begins a plan that changes nothing yet.
func newPlan(base store) (*plan, error) {
	size, err := base.Size()
	if err != nil {
		return nil, err
	}
	return &plan{base: base, kept: size, size: size}, nil
}

// ReadAt reads what will be there.
func (p *plan) ReadAt(b []byte, offset int64) (int, error) {
	if offset >= p.size {
		return 0, io.EOF
	}
	n := int(min(int64(len(b)), p.size-offset))
	got := b[:n]
	clear(got)
	if there := min(int64(n), p.kept-offset); there > 0 {
		if _, err := p.base.ReadAt(got[:there], offset); err != nil {
			return 0, err
		}
	}
	p.overlay(got, offset)
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// overlay puts over the bytes from an offset on what the steps write there.
func (p *plan) overlay(b []byte, offset int64) {
	if len(p.pages) == 0 {
		return
	}
	end := offset + int64(len(b))
	for page := offset / planPage; page*planPage < end; page++ {
		first, last := max(offset, page*planPage), min(end, (page+1)*planPage)
		for _, i := range p.pages[page] {
			s := &p.steps[i]
			from, to := max(s.offset, first), min(s.offset+int64(len(s.bytes)), last)
			if from < to {
				copy(b[from-offset:to-offset], s.bytes[from-s.offset:])
			}
		}
	}
}

// write adds the writing of bytes at an offset.
func (p *plan) write(offset int64, bytes []byte) {
	if len(bytes) == 0 {
		return
	}
	if p.pages == nil {
		p.pages = map[int64][]int{}
	}
	end := offset + int64(len(bytes))
	for page := offset / planPage; page*planPage < end; page++ {
		p.pages[page] = append(p.pages[page], len(p.steps))
	}
	p.steps = append(p.steps, step{offset, bytes})
	p.size = max(p.size, end)
}

// clone returns a plan of the same steps, to go on with in another way.
func (p *plan) clone() *plan {
	c := *p
	c.steps, c.pages = slices.Clone(p.steps), maps.Clone(p.pages)
	for page, steps := range c.pages {
		c.pages[page] = slices.Clip(steps)
	}
	return &c
}

// sync adds waiting for the disk, unless nothing was done since it was waited for.
func (p *plan) sync() {
	if n := len(p.steps); n > 0 && p.steps[n-1].offset >= 0 {
		p.steps = append(p.steps, step{offset: -1})
	}
}

// cut adds cutting off the end of the file.
func (p *plan) cut(size int64) {
	p.steps = append(p.steps, step{offset: size})
	p.size, p.kept = size, min(p.kept, size)
}

// patch writes what of these bytes is not there already, in numbers of up to 8 bytes that count from the offset: the
// first when all others are safely there.
func (p *plan) patch(offset int64, want []byte) error {
	there := make([]byte, len(want))
	if _, err := p.ReadAt(there, offset); err != nil && err != io.EOF {
		return err
	}
	last := (len(want) - 1) / atomicWrite * atomicWrite
	for i := last; i >= 0; i -= atomicWrite {
		end := min(i+atomicWrite, len(want))
		from, to := i, end
		for from < to && want[from] == there[from] {
			from++
		}
		for to > from && want[to-1] == there[to-1] {
			to--
		}
		if from == to {
			continue
		}
		if i == 0 && !bytes.Equal(want[end:], there[end:]) {
			p.sync()
		}
		p.write(offset+int64(from), want[from:to])
	}
	return nil
}

// patchAll patches one field after the other, each when the one before is safely there.
func (p *plan) patchAll(fields []riff.Field) error {
	for _, f := range fields {
		if err := p.patch(f.Offset, f.Bytes); err != nil {
			return err
		}
		p.sync()
	}
	return nil
}

// nearby is how far apart fields may be to be written together: they then mostly lie in one page.
const nearby = 4096

// patchTogether patches fields with as few writes as can be: one, if they lie near to each other.
func (p *plan) patchTogether(fields []riff.Field) error {
	slices.SortStableFunc(fields, func(a, b riff.Field) int { return int(min(max(a.Offset-b.Offset, -1), 1)) })
	for len(fields) > 0 {
		first := fields[0].Offset
		end, n := first, 0
		for n < len(fields) && fields[n].Offset <= max(end, first+nearby) {
			end = max(end, fields[n].Offset+int64(len(fields[n].Bytes)))
			n++
		}
		together := make([]byte, end-first)
		if _, err := p.ReadAt(together, first); err != nil && err != io.EOF {
			return err
		}
		there := bytes.Clone(together)
		for _, f := range fields[:n] {
			copy(together[f.Offset-first:], f.Bytes)
		}
		fields = fields[n:]
		if !bytes.Equal(there, together) {
			p.write(first, together)
		}
	}
	return nil
}

// execute makes the changes.
func (p *plan) execute() error {
	for _, s := range p.steps {
		var err error
		switch {
		case s.offset < 0:
			err = p.base.Sync()
		case len(s.bytes) == 0:
			err = p.base.Truncate(s.offset)
		default:
			_, err = p.base.WriteAt(s.bytes, s.offset)
		}
		if err != nil {
			return &Error{Offset: s.offset, Err: err}
		}
	}
	return nil
}
