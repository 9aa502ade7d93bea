package main

// This file exports the cart chunk of metadata.

/*
#include "shim.h"
*/
import "C"

import (
	"unsafe"

	"mmservices/wave"
)

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
