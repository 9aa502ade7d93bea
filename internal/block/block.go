// Package block says what a codec is that packs frames in blocks of bytes. Codecs know no files: what is true of the
// file as a whole, such as its channels, they are told when they are made.
//
// Samples are of 16 bits and interleaved. The numbers in a block have an order of their own, whatever container it
// lies in.
package block

// A Decoder unpacks the blocks of one stream.
type Decoder interface {
	// Decode unpacks the frames that are whole in data, a block or the first part of one, into dst, and returns how
	// many. dst must have room for a block. Numbers that are impossible are limited to what is; sound is false if
	// there were any.
	Decode(dst []int16, data []byte) (frames int, sound bool)
}

// A Follower is a Decoder that takes something along from each block into the next, so that blocks must be decoded in
// the order of the stream.
type Follower interface {
	Decoder
	// Fork returns another decoder, which goes on from the same place.
	Fork() Follower
}

// An Encoder packs the blocks of one stream, in their order.
type Encoder interface {
	// Encode packs src, as many frames as a block holds, into data, a whole block.
	Encode(data []byte, src []int16)
	// Undo has the encoder forget the block that it packed last, which is not part of the stream.
	Undo()
}
