package wave_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"testing"

	"mmservices/internal/wavtest"
	"mmservices/wave"
)

// This file measures reading and writing: a minute of 16-bit stereo, made on the spot.

const benchFrames = 60 * 44100

func BenchmarkRead(b *testing.B) {
	file := wavtest.File(wavtest.PCM(2, 44100, 16), make([]byte, 4*benchFrames))
	path := b.TempDir() + "/minute.wav"
	if err := os.WriteFile(path, file, 0o600); err != nil {
		b.Fatal(err)
	}
	for _, way := range []struct {
		name string
		open func() (*wave.Reader, error)
	}{
		{"path", func() (*wave.Reader, error) { return wave.Open(path, nil) }},
		{"memory", func() (*wave.Reader, error) { return wave.NewReader(bytes.NewReader(file), nil) }},
	} {
		for _, frames := range []int{benchFrames, 1024, 64} {
			b.Run(fmt.Sprintf("%s/%d frames", way.name, frames), func(b *testing.B) {
				r, err := way.open()
				if err != nil {
					b.Fatal(err)
				}
				defer r.Close()
				buffer := make([]byte, 4*frames)
				b.SetBytes(4 * benchFrames)
				b.ReportAllocs()
				for b.Loop() {
					if err := r.SeekFrame(0); err != nil {
						b.Fatal(err)
					}
					for err = nil; err == nil; {
						_, err = r.ReadBytes(buffer)
					}
					if err != io.EOF {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	file := wavtest.File(wavtest.PCM(2, 44100, 16), make([]byte, 4000))
	path := b.TempDir() + "/short.wav"
	if err := os.WriteFile(path, file, 0o600); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := wave.Open(path, nil)
		if err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, frames := range []int{benchFrames, 1024, 64} {
		b.Run(fmt.Sprintf("path/%d frames", frames), func(b *testing.B) {
			path := b.TempDir() + "/minute.wav"
			buffer := make([]byte, 4*frames)
			b.SetBytes(4 * benchFrames)
			b.ReportAllocs()
			for b.Loop() {
				w, err := wave.Create(path, stereo16, nil)
				if err != nil {
					b.Fatal(err)
				}
				for left := 4 * benchFrames; left > 0; {
					n, err := w.WriteBytes(buffer[:min(len(buffer), left)])
					if err != nil {
						b.Fatal(err)
					}
					left -= n
				}
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
