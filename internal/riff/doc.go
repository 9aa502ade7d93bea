// Package riff reads and writes the container of WAV files: chunks of four letters, a size and that many bytes, the
// pad byte behind odd sizes, and the sizes that can only be filled in afterwards. It knows nothing of audio.
package riff
