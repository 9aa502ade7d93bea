package wavtest

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
)

// This file reads golden vectors of codecs: blocks, and what another library decodes from them.

// A BlockVector is one of a file of golden vectors.
type BlockVector struct {
	Name     string // what is in the blocks
	From     string // the library that decoded them, with its version
	Codec    string
	Channels int
	Align    int // bytes of a block
	Bytes    int // of Blocks
	Frames   int // in Samples

	Blocks  []byte  `json:"-"`
	Samples []int16 `json:"-"` // interleaved
}

// BlockVectors returns the vectors of a file: gzip of, for each, a line of JSON, the blocks, and the samples, the low
// byte first.
func BlockVectors(name string) ([]BlockVector, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(unzipped)
	var vectors []BlockVector
	for {
		line, err := r.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return vectors, nil
		}
		if err != nil {
			return nil, err
		}
		var v BlockVector
		if err := json.Unmarshal(line, &v); err != nil {
			return nil, err
		}
		v.Blocks, v.Samples = make([]byte, v.Bytes), make([]int16, v.Frames*v.Channels)
		if _, err := io.ReadFull(r, v.Blocks); err != nil {
			return nil, err
		}
		if err := binary.Read(r, binary.LittleEndian, v.Samples); err != nil {
			return nil, err
		}
		vectors = append(vectors, v)
	}
}
