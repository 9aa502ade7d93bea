//go:build race

package wave_test

// raceDetector says that everything takes ten times as long, and more memory. Tests of one goroutine that take long as it
// is do less then.
const raceDetector = true

const cutStep = 13
