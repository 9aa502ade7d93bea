package wave

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"

	"mmservices/internal/pcm"
)

// This file holds Format and what a fmt chunk says of it.

// A Format tells how the samples of a file are to be understood.
//
// For a [Writer], Channels, SampleRate and BitsPerSample are enough: they make a file of integers. Tag TagFloat makes
// one of floats. Tag TagExtensible writes the longer header with ChannelMask, ValidBits and SubFormat. The other
// fields are filled in.
type Format struct {
	Tag           uint16 // TagPCM, TagFloat or TagExtensible; 0 means TagPCM
	Channels      int    // 1 to 65535
	SampleRate    int64  // frames per second, up to 4294967295
	BitsPerSample int    // as in the header

	// ValidBits is how many bits of a sample carry sound: the high ones of its container, or the low ones if
	// RightAligned is set. 0 means all of BitsPerSample.
	ValidBits int
	// RightAligned is set by a Reader for integers whose container is wider than their bits ask for: 24 bits in 4
	// bytes, as ALSA's S24_LE. The high bits of the container then repeat the sign.
	RightAligned bool

	// SampleBytes is the size of one sample in bytes, its container. BlockAlign is that of one frame.
	//
	// Encodings that pack samples in blocks have a SampleBytes of 0: BlockAlign then is the size of a block, and
	// BlockFrames how many frames are in it. It is 0 of all others.
	SampleBytes int
	BlockAlign  int
	BlockFrames int

	// BigEndian is set by a Reader for files whose samples have the highest byte first: RIFX.
	BigEndian bool

	ChannelMask uint32 // of EXTENSIBLE: which loudspeakers, as in ksmedia.h, SPEAKER_FRONT_LEFT being bit 0
	SubFormat   GUID   // of EXTENSIBLE; for a Writer the zero GUID means SubFormatPCM
}

// Encoding returns what the samples are.
func (f Format) Encoding() Encoding {
	if e := byTag(f.Tag, f.SubFormat); e != nil {
		return e.encoding
	}
	return EncodingUnknown
}

// layout returns how the samples lie in the file.
func (f *Format) layout() pcm.Layout { return byTag(f.Tag, f.SubFormat).layout(f) }

// maxRate is the highest sample rate taken for meant: above it the field is read as a negative number by many.
const maxRate = 1<<31 - 1

// ParseFormat understands the payload of a fmt chunk. Oddities that a [Reader] would list as diagnostics are put
// right without a word.
func ParseFormat(chunk []byte) (Format, error) {
	keep := func(Diagnostic) error { return nil }
	return readFormat(bytes.NewReader(chunk), binary.LittleEndian, int64(len(chunk)), keep)
}

// readFormat reads a fmt chunk of size bytes whose numbers have that byte order. It reads just the fields that it needs, in the pieces in which the
// structures of mmreg.h grew: WAVEFORMAT, PCMWAVEFORMAT, WAVEFORMATEXTENSIBLE. What it has to put right it tells
// repair, whose error ends it.
func readFormat(r io.Reader, order binary.ByteOrder, size int64, repair func(Diagnostic) error) (Format, error) {
	var field [16]byte
	read := func(p []byte) error {
		_, err := io.ReadFull(r, p)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return &Error{Chunk: idFmt, Offset: -1, Err: ErrTruncated}
		}
		return err
	}
	fail := func(err error, value int64) (Format, error) {
		return Format{}, &Error{Chunk: idFmt, Offset: -1, Value: value, Err: err}
	}

	if err := read(field[:14]); err != nil {
		return Format{}, err
	}
	f := Format{
		Tag:        order.Uint16(field[0:]),
		Channels:   int(order.Uint16(field[2:])),
		SampleRate: int64(order.Uint32(field[4:])),
		BlockAlign: int(order.Uint16(field[12:])),
		BigEndian:  order == binary.BigEndian,
	}
	byteRate := int64(order.Uint32(field[8:]))
	if f.Tag != TagExtensible && byTag(f.Tag, GUID{}) == nil {
		return fail(ErrTag, int64(f.Tag))
	}

	if size < 16 {
		if err := repair(Diagnostic{Repair: RepairFmtShort, Declared: size, Used: 16}); err != nil {
			return Format{}, err
		}
	} else if err := read(field[:2]); err != nil {
		return Format{}, err
	} else {
		f.BitsPerSample = int(order.Uint16(field[:]))
	}
	if size == 17 {
		if err := repair(Diagnostic{Repair: RepairFmtSize, Declared: size, Used: 16}); err != nil {
			return Format{}, err
		}
	}

	if f.Tag == TagExtensible {
		if err := read(field[:8]); err != nil {
			return Format{}, err
		}
		extension := int64(order.Uint16(field[0:]))
		f.ValidBits = int(order.Uint16(field[2:]))
		f.ChannelMask = order.Uint32(field[4:])
		if err := read(f.SubFormat[:]); err != nil {
			return Format{}, err
		}
		if f.BigEndian {
			f.SubFormat = f.SubFormat.otherEndian()
		}
		if extension < 22 || 18+extension > size {
			if err := repair(Diagnostic{Repair: RepairFmtSize, Declared: extension, Used: 22}); err != nil {
				return Format{}, err
			}
		}
	}
	encoding := byTag(f.Tag, f.SubFormat)
	if encoding == nil {
		return Format{}, &Error{Chunk: idFmt, Offset: -1, SubFormat: f.SubFormat, Err: ErrSubFormat}
	}

	if f.BitsPerSample == 0 {
		if f.Channels == 0 || f.BlockAlign == 0 || f.BlockAlign%f.Channels != 0 {
			return fail(ErrBits, 0)
		}
		f.BitsPerSample = 8 * f.BlockAlign / f.Channels
		if size >= 16 {
			if err := repair(Diagnostic{Repair: RepairBits, Used: int64(f.BitsPerSample)}); err != nil {
				return Format{}, err
			}
		}
	}
	if f.Channels == 0 {
		return fail(ErrChannels, 0)
	}
	if f.BitsPerSample > 64 {
		return fail(ErrBits, int64(f.BitsPerSample))
	}
	if !encoding.readable(f.BitsPerSample) {
		return fail(ErrUnsupportedBits, int64(f.BitsPerSample))
	}
	if err := f.settleContainer(repair); err != nil {
		return Format{}, err
	}
	if err := f.checkRates(byteRate, repair); err != nil {
		return Format{}, err
	}
	return f, f.checkExtension(repair)
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

func (f *Format) checkRates(byteRate int64, repair func(Diagnostic) error) error {
	if f.SampleRate == 0 || f.SampleRate > maxRate {
		d := Diagnostic{Repair: RepairSampleRate, Declared: f.SampleRate, Used: f.SampleRate}
		if err := repair(d); err != nil {
			return err
		}
	}
	if want := f.SampleRate * int64(f.BlockAlign); byteRate != want {
		return repair(Diagnostic{Repair: RepairByteRate, Declared: byteRate, Used: want})
	}
	return nil
}

func (f *Format) checkExtension(repair func(Diagnostic) error) error {
	if f.Tag != TagExtensible {
		f.ValidBits = f.BitsPerSample
		return nil
	}
	if f.ValidBits == 0 || f.ValidBits > f.BitsPerSample {
		d := Diagnostic{Repair: RepairValidBits, Declared: int64(f.ValidBits), Used: int64(f.BitsPerSample)}
		f.ValidBits = f.BitsPerSample
		if err := repair(d); err != nil {
			return err
		}
	}
	if named := bits.OnesCount32(f.ChannelMask); named > f.Channels {
		return repair(Diagnostic{Repair: RepairChannelMask, Declared: int64(named), Used: int64(f.Channels)})
	}
	return nil
}

// settle fills in the fields that a format to write leaves out, and checks the rest.
func (f Format) settle() (Format, *encodingInfo, error) {
	bad := func(format string, values ...any) (Format, *encodingInfo, error) {
		return f, nil, fmt.Errorf("wave: %w: %s", ErrBadFormat, fmt.Sprintf(format, values...))
	}
	if f.Tag == 0 {
		f.Tag = TagPCM
	}
	if f.Tag == TagExtensible && f.SubFormat == (GUID{}) {
		f.SubFormat = SubFormatPCM
	}
	encoding := byTag(f.Tag, f.SubFormat)
	switch {
	case encoding == nil && f.Tag == TagExtensible:
		return bad("sub-format %v", f.SubFormat)
	case encoding == nil:
		return bad("format tag 0x%04X", f.Tag)
	case f.Tag != TagExtensible && (f.SubFormat != GUID{} || f.ChannelMask != 0):
		return bad("a channel mask or sub-format needs EXTENSIBLE")
	case f.Channels < 1 || f.Channels > 0xFFFF:
		return bad("%d channels", f.Channels)
	case !encoding.writable(f.BitsPerSample):
		return bad("%d bits of %v", f.BitsPerSample, encoding.encoding)
	case f.SampleRate < 1 || f.SampleRate > 0xFFFFFFFF:
		return bad("sample rate %d", f.SampleRate)
	case f.RightAligned:
		return bad("samples aligned to the right")
	}
	f.SampleBytes = f.BitsPerSample / 8
	f.BlockAlign = f.Channels * f.SampleBytes
	if f.ValidBits == 0 {
		f.ValidBits = f.BitsPerSample
	}
	switch {
	case f.ValidBits < 0 || f.ValidBits > f.BitsPerSample || f.ValidBits < f.BitsPerSample && f.Tag != TagExtensible:
		return bad("%d valid bits of %d", f.ValidBits, f.BitsPerSample)
	case f.BlockAlign > 0xFFFF:
		return bad("frames of %d bytes", f.BlockAlign)
	case f.SampleRate*int64(f.BlockAlign) > 0xFFFFFFFF:
		return bad("%d bytes per second", f.SampleRate*int64(f.BlockAlign))
	}
	return f, encoding, nil
}

// appendFmt appends the payload of the fmt chunk of a settled format to b: a PCMWAVEFORMAT, or for EXTENSIBLE a
// WAVEFORMATEXTENSIBLE.
func (f Format) appendFmt(b []byte, order binary.AppendByteOrder) []byte {
	b = order.AppendUint16(b, f.Tag)
	b = order.AppendUint16(b, uint16(f.Channels))
	b = order.AppendUint32(b, uint32(f.SampleRate))
	b = order.AppendUint32(b, uint32(f.SampleRate*int64(f.BlockAlign)))
	b = order.AppendUint16(b, uint16(f.BlockAlign))
	b = order.AppendUint16(b, uint16(f.BitsPerSample))
	if f.Tag == TagExtensible {
		b = order.AppendUint16(b, 22)
		b = order.AppendUint16(b, uint16(f.ValidBits))
		b = order.AppendUint32(b, f.ChannelMask)
		b = append(b, f.SubFormat[:]...)
	}
	return b
}
