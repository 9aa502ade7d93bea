package catalogue

import (
	"fmt"

	"mmservices/wave"
)

// This file tells what metadata says, in lines that can be compared in any language.

// Describe returns a line for each thing that the typed views of m show.
func Describe(m *wave.Metadata) []string {
	var lines []string
	tell := func(format string, values ...any) { lines = append(lines, fmt.Sprintf(format, values...)) }
	for _, tag := range m.Tags() {
		valid := ""
		if !tag.TextValid() {
			valid = ", not UTF-8"
		}
		tell("%s %s%s", string(tag.ID[:]), brief(tag.Text), valid)
	}
	for _, r := range m.Regions() {
		tell("region %d at %d, %d long: label %s, note %s", r.ID, r.Position, r.Length, brief(r.Label), brief(r.Note))
	}
	if s := m.Sampler(); s != nil {
		tell("sampler: note %d, %d loops, %d bytes", s.UnityNote, len(s.Loops), len(s.Data))
	}
	if b := m.Broadcast(); b != nil {
		tell("broadcast: %s by %s, history %s", brief(b.Description), brief(b.Originator), brief(b.CodingHistory))
	}
	if a := m.Acid(); a != nil {
		tell("acid: %d beats", a.Beats)
	}
	if i := m.Instrument(); i != nil {
		tell("instrument: note %d", i.BaseNote)
	}
	if c := m.Cart(); c != nil {
		tell("cart %s", brief(c.Title))
	}
	if p := m.Peaks(1); p != nil {
		tell("peak %v at %d", p.Channels[0].Value, p.Channels[0].Position)
	}
	if text := m.IXML(); text != "" {
		tell("iXML %s", brief(text))
	}
	if text := m.AXML(); text != "" {
		tell("axml %s", brief(text))
	}
	return lines
}

// brief returns a text in quotes, and of a long one the beginning and the length.
func brief(text string) string {
	if len(text) > 40 {
		return fmt.Sprintf("%+q... of %d bytes", text[:10], len(text))
	}
	return fmt.Sprintf("%+q", text)
}
