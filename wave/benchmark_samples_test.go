package wave_test

import (
	"fmt"
	"io"
	"os"
	"testing"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file measures the reading and writing of samples: a minute of stereo, in small blocks and in large ones.

var benchBlocks = []int{64, 65536}

func BenchmarkReadSamples(b *testing.B) {
	for _, file := range []struct {
		name string
		fmt  wavtest.Fmt
	}{
		{"s16", wavtest.PCM(2, 44100, 16)},
		{"s24", wavtest.PCM(2, 44100, 24)},
		{"f32", wavtest.Float(2, 44100, 32)},
	} {
		path := b.TempDir() + "/minute.wav"
		audio := wavtest.Noise(benchFrames * int(file.fmt.BlockAlign))
		if err := os.WriteFile(path, wavtest.File(file.fmt, audio), 0o600); err != nil {
			b.Fatal(err)
		}
		for _, frames := range benchBlocks {
			interleaved, planes := make([]float32, 2*frames), [][]float32{make([]float32, frames), make([]float32, frames)}
			bytes := make([]byte, frames*int(file.fmt.BlockAlign))
			for _, way := range []struct {
				name string
				read func(r *wave.Reader) (int, error)
			}{
				{"bytes", func(r *wave.Reader) (int, error) { return r.ReadBytes(bytes) }},
				{"f32", func(r *wave.Reader) (int, error) { return wave.Read(r, interleaved) }},
				{"f32 planar", func(r *wave.Reader) (int, error) { return wave.ReadPlanar(r, planes) }},
			} {
				b.Run(fmt.Sprintf("%s as %s/%d frames", file.name, way.name, frames), func(b *testing.B) {
					r, err := wave.Open(path, nil)
					if err != nil {
						b.Fatal(err)
					}
					defer r.Close()
					b.ReportAllocs()
					for b.Loop() {
						if err := r.SeekFrame(0); err != nil {
							b.Fatal(err)
						}
						for err = nil; err == nil; {
							_, err = way.read(r)
						}
						if err != io.EOF {
							b.Fatal(err)
						}
					}
					reportSamples(b)
				})
			}
		}
	}
}

func BenchmarkWriteSamples(b *testing.B) {
	for _, file := range []struct {
		name   string
		format wave.Format
	}{
		{"s16", wave.Format{Channels: 2, SampleRate: 44100, BitsPerSample: 16}},
		{"s24", wave.Format{Channels: 2, SampleRate: 44100, BitsPerSample: 24}},
		{"f32", wave.Format{Tag: wave.TagFloat, Channels: 2, SampleRate: 44100, BitsPerSample: 32}},
	} {
		for _, frames := range benchBlocks {
			interleaved, planes := make([]float32, 2*frames), [][]float32{make([]float32, frames), make([]float32, frames)}
			for _, way := range []struct {
				name  string
				write func(w *wave.Writer) (int, error)
			}{
				{"f32", func(w *wave.Writer) (int, error) { return wave.Write(w, interleaved) }},
				{"f32 planar", func(w *wave.Writer) (int, error) { return wave.WritePlanar(w, planes) }},
			} {
				b.Run(fmt.Sprintf("%s from %s/%d frames", file.name, way.name, frames), func(b *testing.B) {
					path := b.TempDir() + "/minute.wav"
					b.ReportAllocs()
					for b.Loop() {
						w, err := wave.Create(path, file.format, nil)
						if err != nil {
							b.Fatal(err)
						}
						for w.FramesWritten() < benchFrames {
							if _, err := way.write(w); err != nil {
								b.Fatal(err)
							}
						}
						if err := w.Close(); err != nil {
							b.Fatal(err)
						}
					}
					reportSamples(b)
				})
			}
		}
	}
}

// reportSamples tells how many million samples a second went by, where each turn of the loop has a minute of stereo.
func reportSamples(b *testing.B) {
	b.ReportMetric(2*benchFrames*float64(b.N)/b.Elapsed().Seconds()/1e6, "Msamples/s")
}
