package riff

// This file holds chunk ids: the four letters that begin each chunk.

// An ID is the four bytes that name a chunk, a container or a form. Case and trailing spaces count.
type ID [4]byte

// The ids that this package itself has to know.
var (
	idDS64 = ID{'d', 's', '6', '4'}
	idData = ID{'d', 'a', 't', 'a'}
)

// String returns the four characters, with a dot for each that cannot be printed.
func (id ID) String() string {
	text := id
	for i, c := range text {
		if !printable(c) {
			text[i] = '.'
		}
	}
	return string(text[:])
}

// Printable reports whether id has the form that the RIFF specification asks for: four printable ASCII characters.
func (id ID) Printable() bool {
	for _, c := range id {
		if !printable(c) {
			return false
		}
	}
	return true
}

func printable(c byte) bool { return 0x20 <= c && c <= 0x7e }

// registered are the ids met in WAV files often enough to recognise a chunk by them, where a missing pad byte leaves
// it unclear where the next chunk begins.
var registered = func() map[ID]bool {
	ids := map[ID]bool{}
	for _, name := range []string{
		"fmt ", "data", "fact", "LIST", "list", "JUNK", "junk", "PAD ", "FLLR", "bext", "cue ", "plst", "smpl", "inst", "acid",
		"cart", "iXML", "axml", "chna", "PEAK", "DISP", "id3 ", "ID3 ", "wavl", "slnt", "ds64", "levl", "MD5 ", "_PMX",
		"afsp", "minf", "elm1", "regn", "umid", "strc", "LGWV", "aXML", "dbmd", "Fake", "link", "iXTC",
	} {
		ids[ID([]byte(name))] = true
	}
	return ids
}()

// Registered reports whether id is one of those met in WAV files often.
func (id ID) Registered() bool { return registered[id] }
