package wave_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"mmservices/wave"
)

// This file fuzzes what is written and read back.

// A writing is what is written: a format, options, samples and what stands beside them.
type writing struct {
	format wave.Format
	opts   wave.WriterOptions
	piece  int             // bytes of each write, or frames
	kind   wave.SampleType // 0 for raw bytes
	data   []byte
	texts  uint8 // which texts to set, and where
	text   []byte
}

// Whatever format is asked for, in whichever container and however the bytes come, a Writer refuses it or writes what a
// Reader reads; and the same bytes each time.
func FuzzRoundTrip(f *testing.F) {
	formats := append([]wave.Format{}, writingFormats...)
	for i, format := range formats {
		for container := range uint8(6) {
			f.Add(format.Tag, uint16(format.Channels), uint32(format.SampleRate), uint8(format.BitsPerSample),
				uint8(format.ValidBits), format.ChannelMask, format.Tag == wave.TagFloat, int64(0), uint8(5*i), uint8(4+i), baseAudio,
				container, uint16(format.BlockAlign), uint8(i)%10, uint8(7*i), []byte("text"))
		}
	}
	f.Fuzz(func(t *testing.T, tag, channels uint16, rate uint32, bits, validBits uint8, mask uint32, float bool,
		frames int64, gather, piece uint8, data []byte, container uint8, blockAlign uint16, kind, texts uint8, text []byte,
	) {
		w := writing{
			format: wave.Format{
				Tag: tag, Channels: int(channels), SampleRate: int64(rate), BitsPerSample: int(bits), ValidBits: int(validBits),
				ChannelMask: mask, BlockAlign: int(blockAlign), RightAligned: container&64 != 0,
			},
			opts: wave.WriterOptions{
				Frames: frames, Gather: int(gather), Container: wave.Container(container & 7), Plain: container&128 != 0,
			},
			piece: int(piece) + 1, kind: wave.SampleType(kind % 10), data: data, texts: texts, text: text,
		}
		if float {
			w.format.SubFormat = wave.SubFormatFloat
		}
		var file, again wave.Buffer
		format, want := w.write(t, &file)
		if format == (wave.Format{}) {
			return
		}
		w.write(t, &again)
		require.True(t, bytes.Equal(file.Bytes(), again.Bytes()), "the same calls give the same bytes")
		w.requireRead(t, file.Bytes(), format, want)
	})
}

// setTexts sets what the input asks for. What has a NUL, or does not fit, is refused.
func (w *writing) setTexts(m *wave.Metadata) {
	text := string(w.text)
	_ = m.SetTags([]wave.Tag{{ID: id("INAM"), Text: text}})
	_ = m.SetBroadcast(&wave.Broadcast{Description: text})
	_ = m.SetIXML(text)
	_ = m.SetRegions([]wave.Region{{ID: 1, Position: 3, Label: text, Length: 2}})
	m.Set(id("wxyz"), w.text)
	kept := m.Chunks[:0]
	for i, chunk := range m.Chunks {
		if w.texts>>i&1 == 1 {
			chunk.AfterData = w.texts&64 != 0
			kept = append(kept, chunk)
		}
	}
	m.Chunks = kept
}

// write writes all of it. It returns the format in full, or the zero one if it is refused, and the metadata.
func (w *writing) write(t *testing.T, to io.Writer) (wave.Format, *wave.Metadata) {
	writer, err := wave.NewWriter(to, w.format, &w.opts)
	if err != nil {
		require.True(t, isOneOf(err, wave.ErrArgument, wave.ErrTooLarge), "%v", err)
		return wave.Format{}, nil
	}
	format := writer.Format()
	m := &wave.Metadata{BigEndian: format.BigEndian}
	w.setTexts(m)
	require.NoError(t, writer.SetMetadata(m))
	step := w.step(format)
	for rest := w.data[:len(w.data)/step*step]; len(rest) > 0; {
		n := min(len(rest), w.piece*step)
		var err error
		if w.kind == 0 {
			_, err = writer.WriteBytes(rest[:n])
		} else {
			_, err = writer.WriteSamples(w.kind, rest[:n])
		}
		require.NoError(t, err)
		rest = rest[n:]
	}
	require.NoError(t, writer.Close())
	return format, m
}

// step is how many bytes are written together at least.
func (w *writing) step(format wave.Format) int {
	switch {
	case w.kind != 0:
		return format.Channels * w.kind.Size()
	case format.BlockFrames > 0:
		return format.BlockAlign
	}
	return 1
}

// requireRead checks that a file has what was written.
func (w *writing) requireRead(t *testing.T, file []byte, format wave.Format, m *wave.Metadata) {
	// The only oddities that can be written: a mask that names too many loudspeakers, a rate beyond all use, a last frame
	// that was cut by the caller, and blocks that no encoder makes.
	allowed := wave.RepairChannelMask | wave.RepairSampleRate | wave.RepairPartialFrame | wave.RepairBlock
	for _, stream := range []io.Reader{bytes.NewReader(file), forward(bytes.NewReader(file))} {
		r, err := wave.NewReader(stream, &wave.ReaderOptions{Refuse: wave.RepairAll &^ allowed})
		require.NoError(t, err)
		require.Equal(t, format, r.Format())
		data := w.data[:len(w.data)/w.step(format)*w.step(format)]
		raw := readAll(t, r, 100)
		switch {
		case w.kind == 0:
			require.Equal(t, string(data), string(raw))
		case format.BlockFrames == 0:
			require.Equal(t, string(newEncoder(t, format).encode(t, w.kind, data)), string(raw))
		default:
			samples := make([]byte, len(data)/w.kind.Size()*2)
			wave.ConvertBytes(samples, wave.SampleInt16, data, w.kind)
			require.Equal(t, packedAtOnce(t, format, samples), string(raw))
			require.EqualValues(t, len(data)/w.step(format), r.Frames())
		}
		if format.BlockFrames == 0 {
			require.EqualValues(t, len(raw)/format.BlockAlign, r.Frames())
		}
		have, err := r.Metadata()
		require.NoError(t, err)
		require.Equal(t, ofKinds(m.Chunks), ofKinds(have.Chunks))
	}
}
