// The package comment: what a sample is, and how values carry over from one layout to another.

// Package pcm converts samples from one layout in memory to another. It knows nothing of files.
//
// A [Layout] says how one sample lies in memory, and a [Converter] takes a run of samples from one layout to another:
//
//	convert := pcm.NewConverter(pcm.F32.Host(), pcm.S24)
//	convert(dst, src)
//
// # Values
//
// Full scale is 1.0 as a float, and 2^(n-1) as an integer of n bits. Unsigned integers are offset binary: 2^(n-1) is
// zero.
//
//   - Integer to float divides by 2^(n-1). A float that is too short for the integer gets the nearest, ties to even.
//   - Float to integer multiplies by 2^(n-1), rounds once to the nearest integer, ties to even, and limits it to what
//     the bits can hold. NaN becomes 0.
//   - An integer to one of more bits gets zeros below. To one of fewer bits it is rounded to the nearest, ties to even,
//     and limited to what the bits can hold.
//   - Floats of 16, 32 and 64 bits to each other as IEEE 754 has it. Whether a NaN keeps its payload is not specified.
//   - Codes of the A-law and the mu-law stand for integers of 16 bits. A value gets the code of the step that it lies
//     in, by the decision values of ITU-T G.711; it is not rounded before.
//   - Layouts that are the same but for the byte order hand on the bits of a sample as they are.
//
// Samples of 16 and 24 bits come back unchanged from float32, those of 32 bits from float64.
//
// # Kernels
//
// [stepByStep] is the definition of all this: any layout to any other, one step after the other. Whatever is faster
// stands in one table, [kernels], and gives the same bits.
//
// All functions may be called from several goroutines at once.
package pcm
