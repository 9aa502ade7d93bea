package gsm

// This file holds the arithmetic of 16 bits with saturation (section 5.1).

func saturate(v int32) int16 { return int16(max(-1<<15, min(v, 1<<15-1))) }

func add(a, b int16) int16 { return saturate(int32(a) + int32(b)) }
func sub(a, b int16) int16 { return saturate(int32(a) - int32(b)) }

// mulRound multiplies fractions of 2^15 and rounds.
func mulRound(a, b int16) int16 { return saturate((int32(a)*int32(b) + 1<<14) >> 15) }
