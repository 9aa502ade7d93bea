package wave

// This file holds the examination of the chunks beside the audio.

// examineChunk tells found what is wrong in the payload of a chunk, and returns what found returns if that is an error.
func examineChunk(ChunkID, []byte, func(r Repair, declared, used int64) error) error { return nil }
