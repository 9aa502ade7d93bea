package main

// This file exports tracks, peaks and displays of metadata.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

const leastTrack = unsafe.Offsetof(C.mms_wave_track{}.uid)

//export mmsgo_wave_metadata_track
func mmsgo_wave_metadata_track(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_track, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastTrack), cerr, func(m *wave.Metadata) error {
		t, err := at(m.Tracks(), index)
		if err != nil {
			return err
		}
		c := C.mms_wave_track{index: C.uint32_t(t.Index)}
		setChars(c.uid[:], t.UID)
		setChars(c.track_ref[:], t.TrackRef)
		setChars(c.pack_ref[:], t.PackRef)
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_add_track
func mmsgo_wave_metadata_add_track(handle C.uintptr_t, track *C.mms_wave_track, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(track, leastTrack)
		if err != nil {
			return err
		}
		var n narrowing
		t := wave.Track{
			Index: n.uint16(c.index), UID: chars(c.uid[:]), TrackRef: chars(c.track_ref[:]), PackRef: chars(c.pack_ref[:]),
		}
		if n.err != nil {
			return n.err
		}
		return m.SetTracks(append(m.Tracks(), t))
	})
}

func peaks(m *wave.Metadata) []wave.Peak { return orNew(m.Peaks(0)).Channels }

// setPeaks sets the peaks of all channels. Without any the chunk has nothing to say.
func setPeaks(m *wave.Metadata, peaks []wave.Peak) error {
	if len(peaks) == 0 {
		return m.SetPeaks(nil)
	}
	p := m.Peaks(0)
	if p == nil {
		p = &wave.Peaks{Version: 1}
	}
	p.Channels = peaks
	return m.SetPeaks(p)
}

const leastPeak = unsafe.Offsetof(C.mms_wave_peak{}.position)

//export mmsgo_wave_metadata_peak
func mmsgo_wave_metadata_peak(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_peak, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastPeak), cerr, func(m *wave.Metadata) error {
		p, err := at(peaks(m), index)
		if err != nil {
			return err
		}
		return fill(out, C.mms_wave_peak{value: C.float(p.Value), position: C.uint32_t(p.Position)})
	})
}

//export mmsgo_wave_metadata_add_peak
func mmsgo_wave_metadata_add_peak(handle C.uintptr_t, peak *C.mms_wave_peak, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(peak, leastPeak)
		if err != nil {
			return err
		}
		return setPeaks(m, append(peaks(m), wave.Peak{Value: float32(c.value), Position: uint32(c.position)}))
	})
}

//export mmsgo_wave_metadata_display
func mmsgo_wave_metadata_display(handle C.uintptr_t, index C.uint32_t, format *C.uint32_t, buffer unsafe.Pointer, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, all(zeroed(format), zeroed(size)), cerr, func(m *wave.Metadata) error {
		d, err := at(m.Displays(), index)
		if err != nil {
			return err
		}
		*format = C.uint32_t(d.Format)
		return putBytes(d.Data, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_add_display
func mmsgo_wave_metadata_add_display(handle C.uintptr_t, format C.uint32_t, data unsafe.Pointer, size C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		p, err := copyFrom(data, size)
		if err != nil {
			return err
		}
		return m.SetDisplays(append(m.Displays(), wave.Display{Format: uint32(format), Data: p}))
	})
}
