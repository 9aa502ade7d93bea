package wave

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
)

// This file holds what a fmt chunk says of the format.

// maxRate is the highest sample rate taken for meant: above it the field is read as a negative number by many.
const maxRate = 1<<31 - 1

// ParseFormat understands the payload of a fmt chunk. Oddities that a [Reader] would list as diagnostics are put
// right without a word.
func ParseFormat(chunk []byte) (Format, error) {
	var f Format
	noted := func(Diagnostic) error { return nil }
	if err := f.read(bytes.NewReader(chunk), binary.LittleEndian, int64(len(chunk)), noted); err != nil {
		return Format{}, err
	}
	return f, nil
}

// read reads a fmt chunk of size bytes. It reads just the fields that it needs, in the pieces in which the
// structures of mmreg.h grew: WAVEFORMAT, PCMWAVEFORMAT, WAVEFORMATEX, and the rest. What it has to put right it tells
// repair, whose error ends it.
func (f *Format) read(r io.Reader, order binary.ByteOrder, size int64, repair func(Diagnostic) error) error {
	*f = Format{BigEndian: order == binary.BigEndian}
	reading := formatReader{r: r, order: order, size: size, repair: repair, format: f, field: make([]byte, 16)}
	return reading.read()
}

// formatReader is the state of reading a fmt chunk.
type formatReader struct {
	r      io.Reader
	order  binary.ByteOrder
	size   int64
	repair func(Diagnostic) error

	format      *Format
	byteRate    int64
	encoding    *encodingInfo // nil if it is unknown
	extension   []byte        // behind its size
	blockFrames int           // as declared
	field       []byte        // of 16 bytes, by itself because the stream gets hold of it
}

func fmtError(err error, value int64) error {
	return &Error{Chunk: idFmt, Offset: -1, Value: value, Err: err}
}

func (r *formatReader) read() error {
	if err := r.readFields(); err != nil {
		return err
	}
	if r.format.Tag == TagExtensible {
		if err := r.readExtensible(); err != nil {
			return err
		}
	}
	r.encoding = byTag(r.format.Tag, r.format.SubFormat)
	if r.format.Tag != TagExtensible {
		if err := r.readExtension(); err != nil {
			return err
		}
	}
	return r.settle()
}

// fill reads a whole field.
func (r *formatReader) fill(p []byte) error {
	_, err := io.ReadFull(r.r, p)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmtError(ErrTruncated, 0)
	}
	return err
}

// readFields reads what all formats have.
func (r *formatReader) readFields() error {
	f := r.format
	if err := r.fill(r.field[:14]); err != nil {
		return err
	}
	f.Tag = r.order.Uint16(r.field[0:])
	f.Channels = int(r.order.Uint16(r.field[2:]))
	f.SampleRate = int64(r.order.Uint32(r.field[4:]))
	r.byteRate = int64(r.order.Uint32(r.field[8:]))
	f.BlockAlign = int(r.order.Uint16(r.field[12:]))
	if r.size < 16 {
		return r.repair(Diagnostic{Repair: RepairFmtShort, Declared: r.size, Used: 16})
	}
	if err := r.fill(r.field[:2]); err != nil {
		return err
	}
	f.BitsPerSample = int(r.order.Uint16(r.field[:]))
	if r.size == 17 {
		return r.repair(Diagnostic{Repair: RepairFmtSize, Declared: r.size, Used: 16})
	}
	return nil
}

// readExtensible reads what EXTENSIBLE adds.
func (r *formatReader) readExtensible() error {
	f := r.format
	if err := r.fill(r.field[:8]); err != nil {
		return err
	}
	size := int64(r.order.Uint16(r.field[0:]))
	f.ValidBits = int(r.order.Uint16(r.field[2:]))
	f.ChannelMask = r.order.Uint32(r.field[4:])
	if err := r.fill(r.field[:16]); err != nil {
		return err
	}
	f.SubFormat = GUID(r.field)
	if f.BigEndian {
		f.SubFormat = f.SubFormat.fromBigEndian()
	}
	if size < 22 || 18+size > r.size {
		return r.repair(Diagnostic{Repair: RepairFmtSize, Declared: size, Used: 22})
	}
	return nil
}

// readExtension reads the extension of an encoding that packs frames in blocks, which begins with how many frames are
// in each. That of others does not matter; examineFmt looks at it later.
func (r *formatReader) readExtension() error {
	if r.size < 18 || r.encoding == nil || r.encoding.blocks == nil {
		return nil
	}
	if err := r.fill(r.field[:2]); err != nil {
		return err
	}
	size, room := int64(r.order.Uint16(r.field[:])), r.size-18
	if size > room {
		if err := r.repair(Diagnostic{Repair: RepairFmtSize, Declared: size, Used: room}); err != nil {
			return err
		}
	}
	r.extension = make([]byte, min(size, room))
	if err := r.fill(r.extension); err != nil {
		return err
	}
	if len(r.extension) >= 2 {
		r.blockFrames = int(r.order.Uint16(r.extension))
	}
	return nil
}

// examineFmt looks at what readFormat leaves alone, since nothing depends on it: the size of an extension that has
// nothing to say.
func examineFmt(x *examination, payload []byte) error {
	if len(payload) < 18 {
		return nil
	}
	tag, size, room := x.order.Uint16(payload), int64(x.order.Uint16(payload[16:])), int64(len(payload)-18)
	if e := byTag(tag, GUID{}); tag == TagExtensible || e != nil && e.blocks != nil || size <= room {
		return nil
	}
	return x.tell(RepairFmtSize, size, room)
}

// settle checks what was read, and fills in the rest of the format.
func (r *formatReader) settle() error {
	f := r.format
	if r.encoding != nil {
		if err := r.settleBits(); err != nil {
			return err
		}
	}
	if f.Channels == 0 {
		return fmtError(ErrChannels, 0)
	}
	switch {
	case r.encoding == nil:
	case r.encoding.blocks != nil:
		if err := r.settleBlocks(); err != nil {
			return err
		}
	case f.BitsPerSample > 64:
		return fmtError(ErrBits, int64(f.BitsPerSample))
	default:
		if err := f.settleContainer(r.repair); err != nil {
			return err
		}
	}
	if err := r.checkRates(); err != nil {
		return err
	}
	return r.checkExtensible()
}

// settleBits puts the bits per sample right where the encoding leaves no choice, or where they are 0. Fewer than those
// of the encoding make another one, which cannot be read.
func (r *formatReader) settleBits() error {
	f := r.format
	declared := f.BitsPerSample
	switch want := r.encoding.bits; {
	case want > 0 && (declared == 0 || declared > want):
		f.BitsPerSample = want
	case declared > 0 || r.encoding.blocks != nil:
		return nil
	case f.Channels == 0 || f.BlockAlign == 0 || f.BlockAlign%f.Channels != 0:
		return fmtError(ErrBits, 0)
	default:
		f.BitsPerSample = 8 * f.BlockAlign / f.Channels
	}
	if r.size < 16 { // that was told
		return nil
	}
	return r.repair(Diagnostic{Repair: RepairBits, Declared: int64(declared), Used: int64(f.BitsPerSample)})
}

// settleBlocks counts the frames in a block. The block align tells, whatever is declared.
func (r *formatReader) settleBlocks() error {
	f, blocks := r.format, r.encoding.blocks
	if bytes := blocks.bytes; bytes > 0 && f.BlockAlign != bytes {
		d := Diagnostic{Repair: RepairBlockAlign, Declared: int64(f.BlockAlign), Used: int64(bytes)}
		f.BlockAlign = bytes
		if err := r.repair(d); err != nil {
			return err
		}
	}
	f.BlockFrames = blocks.frames(f.Channels, f.BlockAlign)
	if f.BlockFrames == 0 {
		return fmtError(ErrBlockAlign, int64(f.BlockAlign))
	}
	declared := r.blockFrames
	if f.Tag == TagExtensible { // it stands where others have the valid bits
		declared = f.ValidBits
		f.ValidBits = f.BitsPerSample
	}
	if declared != f.BlockFrames {
		d := Diagnostic{Repair: RepairBlockFrames, Declared: int64(declared), Used: int64(f.BlockFrames)}
		if err := r.repair(d); err != nil {
			return err
		}
	}
	if blocks.readParameters == nil || f.Tag == TagExtensible {
		return nil
	}
	return blocks.readParameters(f, r.order, r.extension[min(2, len(r.extension)):], r.repair)
}

// settleContainer decides how many bytes a sample takes. The block align says so if each channel gets 4 or 8 bytes
// where the bits alone would fill an odd container of 3, or of 5 to 7 (24 bits in 4 bytes); the sample then lies in
// the low bits. In every other disagreement the bits are right.
func (f *Format) settleContainer(repair func(Diagnostic) error) error {
	f.SampleBytes = (f.BitsPerSample + 7) / 8
	natural := 1 << bits.Len(uint(f.SampleBytes-1)) // the next power of two
	declared := f.BlockAlign
	f.BlockAlign = f.Channels * f.SampleBytes
	if f.BlockAlign > 0xFFFF {
		return &Error{Chunk: idFmt, Offset: -1, Value: int64(f.BlockAlign), Err: ErrBlockAlign}
	}
	if declared == f.BlockAlign {
		return nil
	}
	if natural != f.SampleBytes && declared == f.Channels*natural {
		f.SampleBytes, f.BlockAlign, f.RightAligned = natural, declared, true
		return nil
	}
	return repair(Diagnostic{Repair: RepairBlockAlign, Declared: int64(declared), Used: int64(f.BlockAlign)})
}

// checkRates checks the rates. How many bytes a second takes is an average where frames are packed, which everyone
// rounds as they like.
func (r *formatReader) checkRates() error {
	f := r.format
	if f.SampleRate == 0 || f.SampleRate > maxRate {
		d := Diagnostic{Repair: RepairSampleRate, Declared: f.SampleRate, Used: f.SampleRate}
		if err := r.repair(d); err != nil {
			return err
		}
	}
	if want := f.SampleRate * int64(f.BlockAlign); f.SampleBytes > 0 && r.byteRate != want {
		return r.repair(Diagnostic{Repair: RepairByteRate, Declared: r.byteRate, Used: want})
	}
	return nil
}

// checkExtensible checks the valid bits and the channel mask.
func (r *formatReader) checkExtensible() error {
	f := r.format
	if f.Tag != TagExtensible {
		f.ValidBits = f.BitsPerSample
		return nil
	}
	if f.SampleBytes > 0 && (f.ValidBits == 0 || f.ValidBits > f.BitsPerSample) {
		d := Diagnostic{Repair: RepairValidBits, Declared: int64(f.ValidBits), Used: int64(f.BitsPerSample)}
		f.ValidBits = f.BitsPerSample
		if err := r.repair(d); err != nil {
			return err
		}
	}
	if named := bits.OnesCount32(f.ChannelMask); named > f.Channels {
		return r.repair(Diagnostic{Repair: RepairChannelMask, Declared: int64(named), Used: int64(f.Channels)})
	}
	return nil
}
