//go:build !race

package wave_test

const raceDetector = false

// cutStep is how many bytes there are between the places at which a file is cut.
const cutStep = 1
