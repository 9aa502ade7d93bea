package main

// This file exports the views of metadata: tags, texts, regions and so on.

/*
#include "shim.h"
*/
import "C"

import (
	"bytes"
	"math"
	"unsafe"

	"mmservices/wave"
)

//export mmsgo_wave_metadata_tag
func mmsgo_wave_metadata_tag(handle C.uintptr_t, index C.uint32_t, id *C.uint8_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	room := (*[4]byte)(unsafe.Pointer(id))
	return withMetadata(handle, all(zeroed(room), zeroed(size)), cerr, func(m *wave.Metadata) error {
		tag, err := at(m.Tags(), index)
		if err != nil {
			return err
		}
		*room = tag.ID
		return putText(tag.Text, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_get_tag
func mmsgo_wave_metadata_get_tag(handle C.uintptr_t, id *C.char, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		want, err := idFrom(id)
		if err != nil {
			return err
		}
		text, ok := m.Tag(want)
		if !ok {
			return errAbsent
		}
		return putText(text, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_set_tag
func mmsgo_wave_metadata_set_tag(handle C.uintptr_t, id, text *C.char, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		tag, err := idFrom(id)
		if err != nil {
			return err
		}
		return m.SetTag(tag, C.GoString(text))
	})
}

// A longText is one of the texts that have no fixed size.
type longText struct {
	get func(*wave.Metadata) (text string, ok bool)
	set func(*wave.Metadata, string) error
}

var longTexts = map[C.uint32_t]longText{
	C.MMS_WAVE_TEXT_CODING_HISTORY: {
		func(m *wave.Metadata) (string, bool) {
			if b := m.Broadcast(); b != nil {
				return b.CodingHistory, true
			}
			return "", false
		},
		func(m *wave.Metadata, text string) error {
			b := orNew(m.Broadcast())
			b.CodingHistory = text
			return m.SetBroadcast(b)
		},
	},
	C.MMS_WAVE_TEXT_CART: {
		func(m *wave.Metadata) (string, bool) {
			if c := m.Cart(); c != nil {
				return c.TagText, true
			}
			return "", false
		},
		func(m *wave.Metadata, text string) error {
			c := orNew(m.Cart())
			c.TagText = text
			return m.SetCart(c)
		},
	},
	C.MMS_WAVE_TEXT_IXML: whole("iXML", (*wave.Metadata).IXML, (*wave.Metadata).SetIXML),
	C.MMS_WAVE_TEXT_AXML: whole("axml", (*wave.Metadata).AXML, (*wave.Metadata).SetAXML),
}

// whole is a text that is a whole chunk.
func whole(id string, get func(*wave.Metadata) string, set func(*wave.Metadata, string) error) longText {
	return longText{
		func(m *wave.Metadata) (string, bool) { return get(m), m.Find(wave.ChunkID([]byte(id))) != nil },
		set,
	}
}

// orNew returns what view points to, or a new one.
func orNew[T any](view *T) *T {
	if view == nil {
		return new(T)
	}
	return view
}

//export mmsgo_wave_metadata_get_text
func mmsgo_wave_metadata_get_text(handle C.uintptr_t, which C.uint32_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		long, known := longTexts[which]
		if !known {
			return errRange
		}
		text, ok := long.get(m)
		if !ok {
			return errAbsent
		}
		return putText(text, buffer, capacity, size)
	})
}

//export mmsgo_wave_metadata_set_text
func mmsgo_wave_metadata_set_text(handle C.uintptr_t, which C.uint32_t, text *C.char, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		long, known := longTexts[which]
		if !known {
			return errRange
		}
		if _, ok := long.get(m); text == nil && !ok {
			return nil
		}
		return long.set(m, C.GoString(text))
	})
}

const leastRegion = unsafe.Offsetof(C.mms_wave_region{}.purpose)

//export mmsgo_wave_metadata_region
func mmsgo_wave_metadata_region(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_region, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastRegion), cerr, func(m *wave.Metadata) error {
		r, err := at(m.Regions(), index)
		if err != nil {
			return err
		}
		c := C.mms_wave_region{
			id: C.uint32_t(r.ID), position: C.int64_t(r.Position), length: C.int64_t(r.Length),
			country: C.uint32_t(r.Country), language: C.uint32_t(r.Language), dialect: C.uint32_t(r.Dialect),
			code_page: C.uint32_t(r.CodePage),
		}
		copy(octets(c.purpose[:]), r.Purpose[:])
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_region_text
func mmsgo_wave_metadata_region_text(handle C.uintptr_t, index, which C.uint32_t, buffer *C.char, capacity C.uint64_t, size *C.uint64_t, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, size, cerr, func(m *wave.Metadata) error {
		r, err := at(m.Regions(), index)
		if err != nil {
			return err
		}
		switch which {
		case C.MMS_WAVE_REGION_LABEL:
			return putText(r.Label, buffer, capacity, size)
		case C.MMS_WAVE_REGION_NOTE:
			return putText(r.Note, buffer, capacity, size)
		case C.MMS_WAVE_REGION_TEXT:
			return putText(r.Text, buffer, capacity, size)
		}
		return errRange
	})
}

//export mmsgo_wave_metadata_add_region
func mmsgo_wave_metadata_add_region(handle C.uintptr_t, region *C.mms_wave_region, label, note, text *C.char, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(region, leastRegion)
		if err != nil {
			return err
		}
		if c.reserved != 0 {
			return errReserved
		}
		var n narrowing
		r := wave.Region{
			ID: uint32(c.id), Position: int64(c.position), Length: int64(c.length), Purpose: wave.ChunkID(octets(c.purpose[:])),
			Label: C.GoString(label), Note: C.GoString(note), Text: C.GoString(text),
			Country: n.uint16(c.country), Language: n.uint16(c.language), Dialect: n.uint16(c.dialect),
			CodePage: n.uint16(c.code_page),
		}
		if n.err != nil {
			return n.err
		}
		return m.SetRegions(append(m.Regions(), r))
	})
}

// A narrowing brings numbers of C into the smaller types that chunks have, and notes if one does not fit.
type narrowing struct{ err error }

func (n *narrowing) uint16(v C.uint32_t) uint16 {
	if v > math.MaxUint16 {
		n.err = errRange
	}
	return uint16(v)
}

func (n *narrowing) uint8(v C.uint32_t) uint8 {
	if v > math.MaxUint8 {
		n.err = errRange
	}
	return uint8(v)
}

func (n *narrowing) int8(v C.int32_t) int8 {
	if v != C.int32_t(int8(v)) {
		n.err = errRange
	}
	return int8(v)
}

func (n *narrowing) int16(v C.int32_t) int16 {
	if v != C.int32_t(int16(v)) {
		n.err = errRange
	}
	return int16(v)
}

const leastSampler = unsafe.Offsetof(C.mms_wave_sampler{}.product)

//export mmsgo_wave_metadata_get_sampler
func mmsgo_wave_metadata_get_sampler(handle C.uintptr_t, out *C.mms_wave_sampler, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastSampler), cerr, func(m *wave.Metadata) error {
		s := m.Sampler()
		if s == nil {
			return errAbsent
		}
		return fill(out, C.mms_wave_sampler{
			manufacturer: C.uint32_t(s.Manufacturer), product: C.uint32_t(s.Product),
			sample_period: C.uint32_t(s.SamplePeriod), unity_note: C.uint32_t(s.UnityNote),
			pitch_fraction: C.uint32_t(s.PitchFraction), smpte_format: C.uint32_t(s.SMPTEFormat),
			smpte_offset: C.uint32_t(s.SMPTEOffset),
		})
	})
}

//export mmsgo_wave_metadata_set_sampler
func mmsgo_wave_metadata_set_sampler(handle C.uintptr_t, sampler *C.mms_wave_sampler, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if sampler == nil {
			return m.SetSampler(nil)
		}
		c, err := given(sampler, leastSampler)
		if err != nil {
			return err
		}
		s := orNew(m.Sampler())
		s.Manufacturer, s.Product = uint32(c.manufacturer), uint32(c.product)
		s.SamplePeriod, s.UnityNote, s.PitchFraction = uint32(c.sample_period), uint32(c.unity_note), uint32(c.pitch_fraction)
		s.SMPTEFormat, s.SMPTEOffset = uint32(c.smpte_format), uint32(c.smpte_offset)
		return m.SetSampler(s)
	})
}

func loops(m *wave.Metadata) []wave.SamplerLoop { return orNew(m.Sampler()).Loops }

func setLoops(m *wave.Metadata, loops []wave.SamplerLoop) error {
	s := orNew(m.Sampler())
	s.Loops = loops
	return m.SetSampler(s)
}

const leastLoop = unsafe.Offsetof(C.mms_wave_loop{}.start)

//export mmsgo_wave_metadata_loop
func mmsgo_wave_metadata_loop(handle C.uintptr_t, index C.uint32_t, out *C.mms_wave_loop, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastLoop), cerr, func(m *wave.Metadata) error {
		l, err := at(loops(m), index)
		if err != nil {
			return err
		}
		return fill(out, C.mms_wave_loop{
			id: C.uint32_t(l.ID), _type: C.uint32_t(l.Type), start: C.uint32_t(l.Start), end: C.uint32_t(l.End),
			fraction: C.uint32_t(l.Fraction), play_count: C.uint32_t(l.PlayCount),
		})
	})
}

//export mmsgo_wave_metadata_add_loop
func mmsgo_wave_metadata_add_loop(handle C.uintptr_t, loop *C.mms_wave_loop, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		c, err := given(loop, leastLoop)
		if err != nil {
			return err
		}
		return setLoops(m, append(loops(m), wave.SamplerLoop{
			ID: uint32(c.id), Type: uint32(c._type), Start: uint32(c.start), End: uint32(c.end),
			Fraction: uint32(c.fraction), PlayCount: uint32(c.play_count),
		}))
	})
}

const leastInstrument = unsafe.Offsetof(C.mms_wave_instrument{}.detune)

//export mmsgo_wave_metadata_get_instrument
func mmsgo_wave_metadata_get_instrument(handle C.uintptr_t, out *C.mms_wave_instrument, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastInstrument), cerr, func(m *wave.Metadata) error {
		i := m.Instrument()
		if i == nil {
			return errAbsent
		}
		return fill(out, C.mms_wave_instrument{
			base_note: C.uint32_t(i.BaseNote), detune: C.int32_t(i.Detune), gain: C.int32_t(i.Gain),
			low_note: C.uint32_t(i.LowNote), high_note: C.uint32_t(i.HighNote),
			low_velocity: C.uint32_t(i.LowVelocity), high_velocity: C.uint32_t(i.HighVelocity),
		})
	})
}

//export mmsgo_wave_metadata_set_instrument
func mmsgo_wave_metadata_set_instrument(handle C.uintptr_t, instrument *C.mms_wave_instrument, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if instrument == nil {
			return m.SetInstrument(nil)
		}
		c, err := given(instrument, leastInstrument)
		if err != nil {
			return err
		}
		var n narrowing
		i := &wave.Instrument{
			BaseNote: n.uint8(c.base_note), Detune: n.int8(c.detune), Gain: n.int8(c.gain),
			LowNote: n.uint8(c.low_note), HighNote: n.uint8(c.high_note),
			LowVelocity: n.uint8(c.low_velocity), HighVelocity: n.uint8(c.high_velocity),
		}
		if n.err != nil {
			return n.err
		}
		return m.SetInstrument(i)
	})
}

const leastAcid = unsafe.Offsetof(C.mms_wave_acid{}.root_note)

//export mmsgo_wave_metadata_get_acid
func mmsgo_wave_metadata_get_acid(handle C.uintptr_t, out *C.mms_wave_acid, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastAcid), cerr, func(m *wave.Metadata) error {
		a := m.Acid()
		if a == nil {
			return errAbsent
		}
		return fill(out, C.mms_wave_acid{
			flags: C.uint32_t(a.Flags), root_note: C.uint32_t(a.RootNote), beats: C.uint32_t(a.Beats),
			meter_denominator: C.uint32_t(a.MeterDenominator), meter_numerator: C.uint32_t(a.MeterNumerator),
			tempo: C.float(a.Tempo),
		})
	})
}

//export mmsgo_wave_metadata_set_acid
func mmsgo_wave_metadata_set_acid(handle C.uintptr_t, acid *C.mms_wave_acid, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if acid == nil {
			return m.SetAcid(nil)
		}
		c, err := given(acid, leastAcid)
		if err != nil {
			return err
		}
		var n narrowing
		a := orNew(m.Acid()) // two of its fields have no name
		a.Flags, a.RootNote, a.Beats = uint32(c.flags), n.uint16(c.root_note), uint32(c.beats)
		a.MeterDenominator, a.MeterNumerator = n.uint16(c.meter_denominator), n.uint16(c.meter_numerator)
		a.Tempo = float32(c.tempo)
		if n.err != nil {
			return n.err
		}
		return m.SetAcid(a)
	})
}

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
		p, err := bytesFrom(data, size)
		if err != nil {
			return err
		}
		return m.SetDisplays(append(m.Displays(), wave.Display{Format: uint32(format), Data: bytes.Clone(p)}))
	})
}

const leastBroadcast = unsafe.Offsetof(C.mms_wave_broadcast{}.time_reference)

//export mmsgo_wave_metadata_get_broadcast
func mmsgo_wave_metadata_get_broadcast(handle C.uintptr_t, out *C.mms_wave_broadcast, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastBroadcast), cerr, func(m *wave.Metadata) error {
		b := m.Broadcast()
		if b == nil {
			return errAbsent
		}
		c := C.mms_wave_broadcast{
			version: C.uint32_t(b.Version), time_reference: C.uint64_t(b.TimeReference),
			loudness_value: C.int32_t(b.LoudnessValue), loudness_range: C.int32_t(b.LoudnessRange),
			max_true_peak_level:     C.int32_t(b.MaxTruePeakLevel),
			max_momentary_loudness:  C.int32_t(b.MaxMomentaryLoudness),
			max_short_term_loudness: C.int32_t(b.MaxShortTermLoudness),
		}
		copy(octets(c.umid[:]), b.UMID[:])
		for _, text := range broadcastTexts(&c, b) {
			setChars(text.member, *text.field)
		}
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_set_broadcast
func mmsgo_wave_metadata_set_broadcast(handle C.uintptr_t, broadcast *C.mms_wave_broadcast, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if broadcast == nil {
			return m.SetBroadcast(nil)
		}
		c, err := given(broadcast, leastBroadcast)
		if err != nil {
			return err
		}
		if c.reserved[0] != 0 || c.reserved2 != 0 {
			return errReserved
		}
		var n narrowing
		b := orNew(m.Broadcast())
		b.Version, b.TimeReference = n.uint16(c.version), uint64(c.time_reference)
		b.LoudnessValue, b.LoudnessRange = n.int16(c.loudness_value), n.int16(c.loudness_range)
		b.MaxTruePeakLevel = n.int16(c.max_true_peak_level)
		b.MaxMomentaryLoudness = n.int16(c.max_momentary_loudness)
		b.MaxShortTermLoudness = n.int16(c.max_short_term_loudness)
		b.UMID = [64]byte(octets(c.umid[:]))
		for _, text := range broadcastTexts(&c, b) {
			*text.field = chars(text.member)
		}
		if n.err != nil {
			return n.err
		}
		return m.SetBroadcast(b)
	})
}

// A textPair is a text in a struct of C, and the same in one of Go.
type textPair struct {
	member []C.char
	field  *string
}

func broadcastTexts(c *C.mms_wave_broadcast, b *wave.Broadcast) []textPair {
	return []textPair{
		{c.description[:], &b.Description},
		{c.originator[:], &b.Originator},
		{c.originator_reference[:], &b.OriginatorReference},
		{c.origination_date[:], &b.OriginationDate},
		{c.origination_time[:], &b.OriginationTime},
	}
}

const leastCart = unsafe.Offsetof(C.mms_wave_cart{}.version)

//export mmsgo_wave_metadata_get_cart
func mmsgo_wave_metadata_get_cart(handle C.uintptr_t, out *C.mms_wave_cart, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, zeroedStruct(out, leastCart), cerr, func(m *wave.Metadata) error {
		cart := m.Cart()
		if cart == nil {
			return errAbsent
		}
		c := C.mms_wave_cart{level_reference: C.int32_t(cart.LevelReference)}
		for _, text := range cartTexts(&c, cart) {
			setChars(text.member, *text.field)
		}
		for i, timer := range cart.PostTimers {
			copy(octets(c.post_timer_usage[4*i:]), timer.Usage[:])
			c.post_timer_value[i] = C.uint32_t(timer.Value)
		}
		return fill(out, c)
	})
}

//export mmsgo_wave_metadata_set_cart
func mmsgo_wave_metadata_set_cart(handle C.uintptr_t, from *C.mms_wave_cart, cerr *C.mms_error) C.mms_status {
	return withMetadata(handle, nil, cerr, func(m *wave.Metadata) error {
		if from == nil {
			return m.SetCart(nil)
		}
		c, err := given(from, leastCart)
		if err != nil {
			return err
		}
		cart := orNew(m.Cart())
		cart.LevelReference = int32(c.level_reference)
		for _, text := range cartTexts(&c, cart) {
			*text.field = chars(text.member)
		}
		for i := range cart.PostTimers {
			cart.PostTimers[i] = wave.CartTimer{
				Usage: wave.ChunkID(octets(c.post_timer_usage[4*i:])), Value: uint32(c.post_timer_value[i]),
			}
		}
		return m.SetCart(cart)
	})
}

func cartTexts(c *C.mms_wave_cart, cart *wave.Cart) []textPair {
	return []textPair{
		{c.version[:], &cart.Version},
		{c.title[:], &cart.Title},
		{c.artist[:], &cart.Artist},
		{c.cut_id[:], &cart.CutID},
		{c.client_id[:], &cart.ClientID},
		{c.category[:], &cart.Category},
		{c.classification[:], &cart.Classification},
		{c.out_cue[:], &cart.OutCue},
		{c.start_date[:], &cart.StartDate},
		{c.start_time[:], &cart.StartTime},
		{c.end_date[:], &cart.EndDate},
		{c.end_time[:], &cart.EndTime},
		{c.producer_app_id[:], &cart.ProducerAppID},
		{c.producer_app_version[:], &cart.ProducerAppVersion},
		{c.user_def[:], &cart.UserDef},
		{c.url[:], &cart.URL},
	}
}
