package riff

// This file holds the GUIDs that name things in a Wave64 file.

// A GUID is the 16 bytes that name the container, its form or a chunk in Wave64, as they stand in the file.
type GUID [16]byte

// The ends of GUIDs whose first four bytes are letters.
const (
	containerTail = "\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00" // xxxxxxxx-912E-11CF-A5D6-28DB04C10000
	listTail      = "\x2f\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00" // xxxxxxxx-912F-11CF-A5D6-28DB04C10000
	chunkTail     = "\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a" // xxxxxxxx-ACF3-11D3-8CD1-00C04F8EDB8A
)

// respelled are the ids whose GUID has other letters, or the other end (Sony Pictures Digital: Wave64, 2003).
var respelled = map[ID]GUID{
	{'r', 'i', 'f', 'f'}: withTail(ID{'r', 'i', 'f', 'f'}, containerTail),
	{'W', 'A', 'V', 'E'}: withTail(ID{'w', 'a', 'v', 'e'}, chunkTail),
	{'L', 'I', 'S', 'T'}: withTail(ID{'l', 'i', 's', 't'}, listTail),
	{'J', 'U', 'N', 'K'}: withTail(ID{'j', 'u', 'n', 'k'}, chunkTail),
}

var spelledBack = func() map[GUID]ID {
	ids := map[GUID]ID{}
	for id, g := range respelled {
		ids[g] = id
	}
	return ids
}()

// WaveGUID returns the GUID that stands for an id in Wave64.
func WaveGUID(id ID) GUID {
	if g, ok := respelled[id]; ok {
		return g
	}
	return withTail(id, chunkTail)
}

// ContainerGUID returns the GUID that begins a Wave64 file.
func ContainerGUID() GUID { return WaveGUID(ContainerWave64.info().id) }

func withTail(id ID, tail string) (g GUID) {
	copy(g[:], id[:])
	copy(g[4:], tail)
	return g
}

// ID returns the id that the GUID stands for, or the zero ID if it stands for none.
func (g GUID) ID() ID {
	if id, ok := spelledBack[g]; ok {
		return id
	}
	if string(g[4:]) != chunkTail {
		return ID{}
	}
	return ID(g[:4])
}
