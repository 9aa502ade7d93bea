package wave

import "mmservices/internal/riff"

// This file holds the containers that WAV files come in.

// A Container is a kind of file that holds WAV chunks.
type Container = riff.Container

// Containers. Their numbers stay as they are: other languages know them, too.
const (
	// ContainerAuto is for a Writer: RIFF, with room in its header to become RF64 when it grows past 4 GiB.
	ContainerAuto   Container = 0
	ContainerRIFF             = riff.ContainerRIFF   // little-endian; never past 4 GiB
	ContainerRIFX             = riff.ContainerRIFX   // RIFF with numbers and samples big-endian
	ContainerRF64             = riff.ContainerRF64   // sizes of 64 bits in a ds64 chunk (EBU Tech 3306)
	ContainerBW64             = riff.ContainerBW64   // the same by another name (ITU-R BS.2088)
	ContainerWave64           = riff.ContainerWave64 // GUIDs and sizes of 64 bits (Sony Wave64)
)
