//go:build !race

package colorsys

const raceDetector = false
