// Package adpcm holds the two codecs that store a sample as 4 bits, its difference from what was to be expected: that
// of the Interactive Multimedia Association, in the layout of WAV files, and Microsoft's.
//
// Sources: IMA Digital Audio Focus and Technical Working Groups, Recommended Practices for Enhancing Digital Audio
// Compatibility, revision 3.00; Microsoft, New Multimedia Data Types and Data Techniques, revision 3.0, which RFC 2361
// names.
package adpcm

// saturate limits a sum to 16 bits.
func saturate(v int) int { return max(-1<<15, min(v, 1<<15-1)) }
