package wave

import (
	"errors"
	"os"
	"slices"

	"mmservices/internal/riff"
)

// This file holds the repair of a file in place: what a Reader puts right each time it opens the file, put right in
// the file itself.

// RepairFile puts right in a file what is wrong in its header: sizes that lie, are 0 or unknown, as of a recording
// that was never finished; rates, bits and block align in the fmt chunk that contradict each other; the fact chunk of
// encodings that need it; the size of a chunk that claims to be longer than the file; and the missing byte that pads
// the last chunk. A RIFF file of more than 4 GiB becomes RF64 if it has the room for that, and else is ErrTooLarge.
// It returns what was put right; a second call finds nothing.
//
// The audio is what [Open] finds, and keeps its bytes and its place. What cannot be put right without moving bytes,
// such as a missing pad byte in the middle, or is kept since nobody knows what it is, such as bytes behind the last
// chunk, stays as it is: Reader.Diagnostics tells of it.
//
// Numbers that lie near to each other, as all those before the audio mostly do, are written by one write. What pads the
// last chunk follows when they are safely on the disk. The file is touched only if something is put right by it.
func RepairFile(name string) ([]Diagnostic, error) {
	f, err := openStore(name)
	if err != nil {
		return nil, err
	}
	repaired, err := repair(f, riff.MaxSize)
	return repaired, errors.Join(err, f.Close())
}

// RepairOpenFile does what RepairFile does with a file that is open for reading and writing. It does not move where
// the file stands.
func RepairOpenFile(f *os.File) ([]Diagnostic, error) { return repair(fileStore{f}, riff.MaxSize) }

func repair(base store, limit int64) ([]Diagnostic, error) {
	p, err := newPlan(base)
	if err != nil {
		return nil, err
	}
	repaired, err := p.repair(limit)
	if err != nil {
		return nil, err
	}
	return repaired, p.execute()
}

// sizeRepairs are those that the numbers before the audio are to be put right for.
const sizeRepairs = RepairRIFFSize | RepairDataSize | RepairDS64 | RepairFact | RepairChunkSize | RepairChunkPad

// repair plans to put right what can be, and returns that.
func (p *plan) repair(limit int64) ([]Diagnostic, error) {
	s, err := newSurvey(p, ReaderOptions{})
	if err != nil {
		return nil, err
	}
	wrong := slices.Clone(s.r.Diagnostics())
	if s.end > p.size {
		wrong = append(wrong, s.unpadded())
	}
	if len(wrong) == 0 {
		return nil, nil
	}
	trial := p.clone()
	if err := trial.repairFrom(s, limit); err != nil {
		return nil, err
	}
	after, err := newSurvey(trial, ReaderOptions{})
	if err != nil {
		return nil, err
	}
	left := after.r.Diagnostics()
	wrong = slices.DeleteFunc(wrong, func(d Diagnostic) bool {
		return slices.ContainsFunc(left, func(l Diagnostic) bool { return l.Repair == d.Repair && l.Offset == d.Offset })
	})
	if len(wrong) == 0 {
		return nil, nil
	}
	*p = *trial
	return wrong, nil
}

// unpadded tells that the last chunk lacks the bytes that pad it, which a Reader does not mind.
func (s *survey) unpadded() Diagnostic {
	last := s.chunks[len(s.chunks)-1]
	return Diagnostic{Repair: RepairChunkPad, Chunk: last.ID, Offset: last.Offset}
}

// repairFrom plans to make the numbers in the file what the Reader of the survey goes by.
func (p *plan) repairFrom(s *survey, limit int64) error {
	missing := s.end - p.size
	fields := append(s.fmtFields(), s.chunkFields()...)
	if s.diagnosed(sizeRepairs) != nil || missing > 0 {
		header, err := s.repairedHeader(limit)
		if err != nil {
			return err
		}
		fields = append(fields, header...)
	}
	if err := p.patchTogether(fields); err != nil {
		return err
	}
	p.sync()
	if missing > 0 { // the sizes are right by now: it is no audio
		p.write(p.size, make([]byte, missing))
		p.sync()
	}
	return nil
}

// chunkFields returns the sizes of chunks that are wrong, as they should be.
func (s *survey) chunkFields() []riff.Field {
	var fields []riff.Field
	for _, c := range s.chunks {
		if c != s.data && s.diagnosedAt(RepairChunkSize, c.Offset) {
			size := sizeField(s.container, c.Size)
			fields = append(fields, riff.Field{Offset: c.Start - int64(len(size)), Bytes: size})
		}
	}
	return fields
}

// diagnosedAt reports whether there is a diagnostic of a repair of the chunk at an offset.
func (s *survey) diagnosedAt(repair Repair, offset int64) bool {
	return slices.ContainsFunc(s.r.diagnostics, func(d Diagnostic) bool {
		return d.Repair == repair && d.Offset == offset
	})
}

// repairedHeader returns the numbers of the header as they should be.
func (s *survey) repairedHeader(limit int64) ([]riff.Field, error) {
	places := s.places
	if s.diagnosed(RepairDataSize|RepairFact) == nil {
		places.Fact = 0 // it counts for blocks only, and is right then
	}
	if !s.container.Needs64() || places.Room > 0 {
		return s.header(s.end, s.frames(), limit, places)
	}
	// Without a ds64 chunk the file is none of RF64. It is RIFF by the sizes.
	s.container = ContainerRIFF
	fields, err := s.header(s.end, s.frames(), limit, places)
	return append(fields, riff.Field{Offset: s.start, Bytes: []byte("RIFF")}), err
}

// frames returns the frames that the header is to tell: those of the file, or of an encoding that is not known what
// the file says.
func (s *survey) frames() int64 {
	if fact, ok := s.r.FactFrames(); ok && s.diagnosed(sizeRepairs) == nil {
		return fact
	}
	return s.r.Frames()
}

// fmtNumbers are the numbers of a fmt chunk that a Reader puts right by what it says it goes by.
var fmtNumbers = map[Repair]struct{ offset, size int64 }{
	RepairByteRate:    {8, 4},
	RepairBlockAlign:  {12, 2},
	RepairBits:        {14, 2},
	RepairValidBits:   {18, 2},
	RepairBlockFrames: {18, 2},
}

// fmtFields returns the numbers of the fmt chunk that are wrong, as they should be.
func (s *survey) fmtFields() []riff.Field {
	var fields []riff.Field
	order := s.container.Order()
	for _, d := range s.r.diagnostics {
		number, ok := fmtNumbers[d.Repair]
		if !ok || d.Offset != s.fmt.Offset || number.offset+number.size > s.fmt.Size {
			continue
		}
		f := riff.Field{Offset: s.fmt.Start + number.offset}
		switch {
		case d.Used < 0 || d.Used > 1<<(8*number.size)-1:
			continue // no number here tells it
		case number.size == 2:
			f.Bytes = order.AppendUint16(nil, uint16(d.Used))
		default:
			f.Bytes = order.AppendUint32(nil, uint32(d.Used))
		}
		fields = append(fields, f)
	}
	return fields
}
