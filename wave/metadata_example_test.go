package wave_test

import (
	"fmt"
	"log"

	"mmservices/wave"
)

// This file holds the examples of metadata.

// Set a title, and list all tags.
func ExampleMetadata_SetTag() {
	var m wave.Metadata
	if err := m.SetTags([]wave.Tag{
		{ID: wave.ChunkID([]byte("IART")), Text: "The Band"},
		{ID: wave.ChunkID([]byte("ISFT")), Text: "Recorder 1.0"},
	}); err != nil {
		log.Fatal(err)
	}
	if err := m.SetTag(wave.ChunkID([]byte("INAM")), "The Title"); err != nil {
		log.Fatal(err)
	}
	for _, tag := range m.Tags() {
		fmt.Println(tag.ID, tag.Text)
	}
	// Output:
	// IART The Band
	// ISFT Recorder 1.0
	// INAM The Title
}

// Mark a place and a region in a recording of 48000 frames per second.
func ExampleMetadata_SetRegions() {
	const rate = 48000
	var m wave.Metadata
	err := m.SetRegions([]wave.Region{
		{Position: 1 * rate, Label: "Applause"},
		{Position: 5 * rate, Length: 30 * rate, Label: "First piece", Note: "to be cut"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range m.Regions() {
		fmt.Printf("%d: %q from %d s for %d s\n", r.ID, r.Label, r.Position/rate, r.Length/rate)
	}
	// Output:
	// 1: "Applause" from 1 s for 0 s
	// 2: "First piece" from 5 s for 30 s
}

// Say when a recording of 48000 frames per second began: at a quarter past ten.
func ExampleMetadata_SetBroadcast() {
	const rate = 48000
	var m wave.Metadata
	err := m.SetBroadcast(&wave.Broadcast{
		Description:     "Interview",
		Originator:      "Studio 1",
		OriginationDate: "2024-12-31",
		OriginationTime: "10:15:00",
		TimeReference:   (10*60 + 15) * 60 * rate,
		CodingHistory:   "A=PCM,F=48000,W=24,M=mono\r\n",
	})
	if err != nil {
		log.Fatal(err)
	}
	b := m.Broadcast()
	fmt.Println(b.Description, b.OriginationDate, b.TimeReference/rate, "seconds after midnight")
	// Output:
	// Interview 2024-12-31 36900 seconds after midnight
}
