package wave_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mmservices/wave"
)

// This file holds the examples of the documentation.

// How long is a recording?
func Example() {
	r, err := wave.Open("../testdata/speech/speech-16.wav", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	f := r.Format()
	fmt.Printf("%d channel, %d bits, %d frames per second\n", f.Channels, f.BitsPerSample, f.SampleRate)
	fmt.Printf("%d frames: %.3f s\n", r.Frames(), float64(r.Frames())/float64(f.SampleRate))
	// Output:
	// 1 channel, 16 bits, 22050 frames per second
	// 89407 frames: 4.055 s
}

// Find the loudest sample of a recording of 16 bits, through a buffer of 1024 frames.
func ExampleReader_ReadBytes() {
	r, err := wave.Open("../testdata/speech/speech-16.wav", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	peak := 0
	buffer := make([]byte, 1024*r.Format().BlockAlign)
	for {
		n, err := r.ReadBytes(buffer)
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		for samples := buffer[:n]; len(samples) >= 2; samples = samples[2:] {
			level := int(int16(binary.LittleEndian.Uint16(samples)))
			peak = max(peak, level, -level)
		}
	}
	fmt.Printf("%.1f dBFS\n", 20*math.Log10(float64(peak)/32768))
	// Output:
	// -1.3 dBFS
}

// Read the second half of a recording.
func ExampleReader_SeekFrame() {
	r, err := wave.Open("../testdata/speech/speech-16.wav", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	if err := r.SeekFrame(r.Frames() / 2); err != nil {
		log.Fatal(err)
	}
	buffer := make([]byte, 100*r.Format().BlockAlign)
	n, err := r.ReadBytes(buffer)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(n/r.Format().BlockAlign, "frames read, next is", r.Tell())
	// Output:
	// 100 frames read, next is 44803
}

// A stream that began before its length was known declares what it likes. The reader goes by the bytes.
func ExampleReader_Diagnostics() {
	r, err := wave.Open("../testdata/speech/speech-streamed.wav", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	fmt.Println(r.Frames(), "frames,", r.FramesDeclared(), "declared")
	for _, d := range r.Diagnostics() {
		fmt.Println(d)
	}
	// Output:
	// 8073 frames, 1073739776 declared
	// data chunk at byte 36: the data size does not agree with the bytes: 2147479552, not 16146
	// RIFF chunk at byte 0: the RIFF size does not agree with the bytes: 2147479588, not 16182
}

// Refuse what needs a repair.
func ExampleReaderOptions() {
	_, err := wave.Open("../testdata/speech/speech-streamed.wav", &wave.ReaderOptions{Refuse: wave.RepairAll})
	fmt.Println(errors.Is(err, wave.ErrRefused))
	fmt.Println(err)
	// Output:
	// true
	// wave: data chunk at byte 36: the data size does not agree with the bytes: 2147479552, not 16146
}

// Read what comes through a pipe: the reader takes just the bytes of the WAV file.
func ExampleNewReader() {
	file, err := os.ReadFile("../testdata/speech/speech-16.wav")
	if err != nil {
		log.Fatal(err)
	}
	stream := io.MultiReader(bytes.NewReader(file), bytes.NewReader([]byte("and so on")))

	r, err := wave.NewReader(stream, nil)
	if err != nil {
		log.Fatal(err)
	}
	frames := 0
	buffer := make([]byte, 4096)
	for {
		n, err := r.ReadBytes(buffer)
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		frames += n / r.Format().BlockAlign
	}
	rest, err := io.ReadAll(stream)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d frames, %q behind them\n", frames, rest)
	// Output:
	// 89407 frames, "and so on" behind them
}

// Why is the audio of a file not read? MPEG audio in a WAV file: all but its samples is there.
func ExampleError() {
	file := "RIFF\x36\x00\x00\x00WAVEfmt \x12\x00\x00\x00" +
		"\x55\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x00\x00\x00\x00" +
		"data\x04\x00\x00\x00\xff\xe3\x18\xc4"
	r, err := wave.NewReader(bytes.NewReader([]byte(file)), nil)
	if err != nil {
		log.Fatal(err)
	}
	_, err = wave.Read(r, make([]int16, 100))

	var e *wave.Error
	if errors.As(err, &e) && errors.Is(err, wave.ErrTag) {
		fmt.Printf("%s, format tag 0x%04X in the %v chunk at byte %d\n", wave.TagName(uint16(e.Value)), e.Value, e.Chunk, e.Offset)
	}
	fmt.Println(errors.Is(err, wave.ErrUnsupported), err)
	// Output:
	// MPEG Layer 3, format tag 0x0055 in the fmt  chunk at byte 12
	// true wave: fmt chunk at byte 12: the format tag is not supported: 0x0055, MPEG Layer 3
}

// Write a second of a tone.
func ExampleCreate() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "tone.wav")

	w, err := wave.Create(name, wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 16}, nil)
	if err != nil {
		log.Fatal(err)
	}
	var samples []byte
	for i := range 8000 {
		level := 0.5 * math.Sin(2*math.Pi*440*float64(i)/8000)
		samples = binary.LittleEndian.AppendUint16(samples, uint16(int16(math.Round(level*32767))))
	}
	if _, err := w.WriteBytes(samples); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil { // completes the header
		log.Fatal(err)
	}

	file, err := os.Stat(name)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(w.FramesWritten(), "frames,", file.Size(), "bytes")
	// Output:
	// 8000 frames, 16080 bytes
}

// Write to a stream that cannot seek: the frames that are declared beforehand make a header that tells the length.
func ExampleNewWriter() {
	var stream bytes.Buffer
	format := wave.Format{Tag: wave.TagFloat, Channels: 2, SampleRate: 48000, BitsPerSample: 32}
	w, err := wave.NewWriter(&stream, format, &wave.WriterOptions{Frames: 3})
	if err != nil {
		log.Fatal(err)
	}
	frame := make([]byte, w.Format().BlockAlign)
	for range 3 {
		if _, err := w.WriteBytes(frame); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(stream.Len(), "bytes")
	// Output:
	// 116 bytes
}

// A file in memory, with the longer header that has room for a channel mask and valid bits.
func ExampleBuffer() {
	var file wave.Buffer
	w, err := wave.NewWriter(&file, wave.Format{
		Tag: wave.TagExtensible, Channels: 2, SampleRate: 96000, BitsPerSample: 24, ValidBits: 20, ChannelMask: 0b11,
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := w.WriteBytes(make([]byte, 10*w.Format().BlockAlign)); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, err := wave.NewReader(bytes.NewReader(file.Bytes()), nil)
	if err != nil {
		log.Fatal(err)
	}
	f := r.Format()
	fmt.Println(r.Frames(), f.Encoding(), f.ValidBits, f.BitsPerSample, f.SubFormat)
	// Output:
	// 10 PCM 20 24 00000001-0000-0010-8000-00aa00389b71
}

// Record so that a crash costs no more than ten seconds, and a name of the take is in the file.
func ExampleWriter_SetMetadata() {
	var file wave.Buffer
	w, err := wave.NewWriter(&file, wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 16}, &wave.WriterOptions{
		CheckpointEvery: 10 * time.Second,
	})
	if err != nil {
		log.Fatal(err)
	}
	list := []byte("INFOINAM\x06\x00\x00\x00Take 1")
	err = w.SetMetadata(&wave.Metadata{Chunks: []wave.Chunk{{
		ID: wave.ChunkID{'L', 'I', 'S', 'T'}, Data: list, AfterData: true,
	}}})
	if err != nil {
		log.Fatal(err)
	}
	for range 100 {
		if _, err := wave.Write(w, make([]int16, 80)); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, err := wave.NewReader(bytes.NewReader(file.Bytes()), nil)
	if err != nil {
		log.Fatal(err)
	}
	chunks, err := r.Chunks()
	if err != nil {
		log.Fatal(err)
	}
	for _, chunk := range chunks {
		fmt.Println(chunk.ID, chunk.Size)
	}
	// Output:
	// JUNK 28
	// fmt  16
	// data 16000
	// LIST 18
}

// Append to a file, and silence its first frame.
func ExampleOpenWriter() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "short.wav")
	w, err := wave.Create(name, wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 16}, nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := wave.Write(w, []int16{1, 2, 3}); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	w, err = wave.OpenWriter(name, nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := wave.Write(w, []int16{4, 5}); err != nil {
		log.Fatal(err)
	}
	if err := w.SeekFrame(0); err != nil {
		log.Fatal(err)
	}
	if _, err := wave.Write(w, []int16{0}); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, err := wave.Open(name, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	samples := make([]int16, r.Frames())
	if _, err := wave.Read(r, samples); err != nil {
		log.Fatal(err)
	}
	fmt.Println(samples)
	// Output:
	// [0 2 3 4 5]
}

// A fmt chunk may come from elsewhere than a WAV file, too.
func ExampleParseFormat() {
	chunk := []byte{1, 0, 2, 0, 0x44, 0xac, 0, 0, 0x10, 0xb1, 2, 0, 4, 0, 16, 0}
	f, err := wave.ParseFormat(chunk)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(f.Encoding(), f.Channels, f.SampleRate, f.BitsPerSample)
	// Output:
	// PCM 2 44100 16
}

// Keep the header right while recording, so that the file can be read at any time.
func ExampleWriter_UpdateHeader() {
	var file wave.Buffer
	w, err := wave.NewWriter(&file, wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 8}, nil)
	if err != nil {
		log.Fatal(err)
	}
	for range 3 {
		if _, err := w.WriteBytes(make([]byte, 100)); err != nil {
			log.Fatal(err)
		}
		if err := w.UpdateHeader(); err != nil {
			log.Fatal(err)
		}
		r, err := wave.NewReader(bytes.NewReader(file.Bytes()), nil)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(r.Frames())
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 100
	// 200
	// 300
}

// Find the loudest sample of a recording, whatever its encoding.
func ExampleRead() {
	r, err := wave.Open("../testdata/speech/speech-16.wav", nil)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	peak := 0.0
	channels := r.Format().Channels
	buffer := make([]float32, 1024*channels)
	for {
		frames, err := wave.Read(r, buffer)
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		for _, sample := range buffer[:frames*channels] {
			peak = max(peak, math.Abs(float64(sample)))
		}
	}
	fmt.Printf("%.1f dBFS\n", 20*math.Log10(peak))
	// Output:
	// -1.3 dBFS
}

// Take the channels of a file apart.
func ExampleReadPlanar() {
	file := "RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00" +
		"\x01\x00\x02\x00\x40\x1f\x00\x00\x00\x7d\x00\x00\x04\x00\x10\x00" +
		"data\x08\x00\x00\x00" + "\x00\x40\x00\xc0" + "\x00\x20\x00\xe0"
	r, err := wave.NewReader(bytes.NewReader([]byte(file)), nil)
	if err != nil {
		log.Fatal(err)
	}
	left, right := make([]float32, 10), make([]float32, 10)
	frames, err := wave.ReadPlanar(r, [][]float32{left, right})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(left[:frames], right[:frames])
	// Output:
	// [0.5 0.25] [-0.5 -0.25]
}

// Write a second of a tone as 24 bits.
func ExampleWrite() {
	var file wave.Buffer
	w, err := wave.NewWriter(&file, wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 24}, nil)
	if err != nil {
		log.Fatal(err)
	}
	tone := make([]float64, 8000)
	for i := range tone {
		tone[i] = 0.5 * math.Sin(2*math.Pi*440*float64(i)/8000)
	}
	frames, err := wave.Write(w, tone)
	if err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil { // completes the header
		log.Fatal(err)
	}
	fmt.Println(frames, "frames,", len(file.Bytes()), "bytes")
	// Output:
	// 8000 frames, 24080 bytes
}

// Mix two channels that are apart into frames.
func ExampleWritePlanar() {
	var file wave.Buffer
	w, err := wave.NewWriter(&file, wave.Format{Channels: 2, SampleRate: 8000, BitsPerSample: 8}, nil)
	if err != nil {
		log.Fatal(err)
	}
	left, right := []int16{0, 256}, []int16{-32768, 32767}
	if _, err := wave.WritePlanar(w, [][]int16{left, right}); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	fmt.Println(file.Bytes()[w.DataOffset():])
	// Output:
	// [128 0 129 255]
}

// Convert samples without a file.
func ExampleConvertSamples() {
	samples := make([]int16, 4)
	n := wave.ConvertSamples(samples, []float32{0.5, -1, 1, 0.00001})
	fmt.Println(n, samples)
	// Output:
	// 4 [16384 -32768 32767 0]
}

// Turn a recording around in time, in the file itself.
func ExampleReader_Map() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "short.wav")
	w, err := wave.Create(name, wave.Format{Channels: 1, SampleRate: 8000, BitsPerSample: 8}, nil)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := wave.Write(w, []uint8{1, 2, 3, 4, 5}); err != nil {
		log.Fatal(err)
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}

	r, err := wave.Open(name, &wave.ReaderOptions{Writable: true})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	samples, err := r.Map(wave.MapReadWrite)
	if err != nil {
		log.Fatal(err)
	}
	slices.Reverse(samples)
	if err := r.Unmap(); err != nil {
		log.Fatal(err)
	}
	reversed := make([]uint8, 5)
	if _, err := wave.Read(r, reversed); err != nil {
		log.Fatal(err)
	}
	fmt.Println(reversed)
	// Output:
	// [5 4 3 2 1]
}
