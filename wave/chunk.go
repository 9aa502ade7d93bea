package wave

// This file holds the model of chunks: what a file has beside its audio.

// A ChunkInfo tells of a chunk in a file.
type ChunkInfo struct {
	ID        ChunkID
	GUID      GUID  // of Wave64: the whole id; else zero
	Offset    int64 // of the id, in bytes from the start of the stream
	Start     int64 // of the payload
	Declared  int64 // bytes of payload by the header, ds64 included
	Size      int64 // bytes of payload that there are
	AfterData bool  // whether it stands behind the audio
}

// A Chunk is a chunk with its payload, to be kept or written.
type Chunk struct {
	ID        ChunkID
	GUID      GUID // of Wave64, where ID does not name it: the whole id; else zero
	Data      []byte
	AfterData bool // whether it stands behind the audio
}

// Metadata is what a file has beside its audio and what it takes to play it: all chunks but fmt, fact, data, ds64 and
// the room that a Writer reserves, in the order of the file, unknown ones included. The zero value is empty and ready.
//
// The methods are views of the chunks that are known; all others stay as they are. A view goes by the bytes that there
// are: counts in a chunk are not believed, and a chunk that is too short for its fields is no such chunk. Of chunks
// that should be there once the first counts. Setting a view changes what it knows and keeps the rest of the chunk;
// what does not change keeps its bytes. The chunk stays where it stands, or is added behind the audio; setting nil or
// nothing removes it. Nothing is set if an error is returned. Texts are bytes as in the file up to the first NUL, in
// whatever encoding.
type Metadata struct {
	Chunks []Chunk

	// BigEndian is whether the numbers in the chunks have their highest byte first, as in a file of RIFX. The methods
	// read and write them so. A Writer whose file has the other order converts the chunks that it knows.
	BigEndian bool
}
