// Shuffles of builds without vector instructions: none.

//go:build !(amd64 && goexperiment.simd)

package colorsys

const shuffleWindow = 0

func (s *shuffle) windows(_, _ []byte) int { return 0 }
