//go:build race

package colorsys

const raceDetector = true
