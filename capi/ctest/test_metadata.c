/* Metadata: chunks as they are, and the views of tags, texts, regions and so on, through a file and back. */
#include "sound.h"

static mms_wave_metadata *empty(void) {
    mms_wave_metadata *metadata;
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    return metadata;
}

static uint32_t count_of(mms_wave_metadata *metadata, uint32_t kind) {
    uint32_t count;
    CHECK_OK(mms_wave_metadata_count(metadata, kind, &count, NULL));
    return count;
}

/* The metadata, written to a file in memory and read from there. */
static mms_wave_metadata *through_a_file(mms_wave_metadata *metadata) {
    static uint8_t file[8192];
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    mms_wave_reader *reader;
    mms_wave_metadata *back;
    uint64_t size;
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_set_metadata(writer, metadata, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &size, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_OK(mms_wave_reader_open_memory(file, size, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_metadata(reader, &back, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return back;
}

static void add_chunk(mms_wave_metadata *metadata, const char *id, uint32_t flags, const void *data, uint64_t size) {
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    memcpy(chunk.id, id, 4);
    chunk.flags = flags;
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, data, size, NULL));
}

static void unknown_chunks_keep_their_bytes_their_order_and_their_side_of_the_audio(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    uint8_t bytes[8];
    uint64_t size;
    uint32_t index;
    add_chunk(metadata, "abcd", 0, "one", 3);
    add_chunk(metadata, "wxyz", MMS_WAVE_CHUNK_AFTER_DATA, "four", 4);
    add_chunk(metadata, "abcd", MMS_WAVE_CHUNK_AFTER_DATA, "", 0);
    metadata = through_a_file(metadata);

    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_CHUNK), 3);
    CHECK_OK(mms_wave_metadata_chunk(metadata, 0, &chunk, NULL));
    CHECK_BYTES(chunk.id, "abcd", 4);
    CHECK_INT(chunk.flags, 0);
    CHECK_INT(chunk.size, 3);
    CHECK_OK(mms_wave_metadata_chunk_data(metadata, 0, bytes, sizeof bytes, &size, NULL));
    CHECK_INT(size, 3);
    CHECK_BYTES(bytes, "one", 3);
    CHECK_OK(mms_wave_metadata_chunk(metadata, 1, &chunk, NULL));
    CHECK_BYTES(chunk.id, "wxyz", 4);
    CHECK_INT(chunk.flags, MMS_WAVE_CHUNK_AFTER_DATA);
    CHECK_OK(mms_wave_metadata_chunk_data(metadata, 2, NULL, 0, &size, NULL));
    CHECK_INT(size, 0);
    CHECK_OK(mms_wave_metadata_find_chunk(metadata, "wxyz", &index, NULL));
    CHECK_INT(index, 1);
    CHECK_STATUS(mms_wave_metadata_find_chunk(metadata, "none", &index, NULL), MMS_ERROR_STATE_ABSENT);
    CHECK_INT(index, 0);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void chunks_are_changed_and_removed_by_number(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    uint8_t bytes[4];
    uint64_t size = 7;
    add_chunk(metadata, "abcd", 0, "one", 3);
    add_chunk(metadata, "efgh", 0, "two", 3);
    CHECK_OK(mms_wave_metadata_set_chunk_data(metadata, 0, "2", 1, NULL));
    CHECK_OK(mms_wave_metadata_chunk_data(metadata, 0, bytes, sizeof bytes, &size, NULL));
    CHECK_INT(size, 1);
    CHECK_STATUS(mms_wave_metadata_chunk_data(metadata, 1, bytes, 2, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_CHUNK, 0, NULL));
    CHECK_OK(mms_wave_metadata_chunk(metadata, 0, &chunk, NULL));
    CHECK_BYTES(chunk.id, "efgh", 4);
    CHECK_STATUS(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_CHUNK, 1, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_chunk(metadata, 1, &chunk, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_set_chunk_data(metadata, 1, "", 0, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_remove(metadata, 99, 0, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_close((mms_wave_metadata *)NULL, NULL), MMS_ERROR_HANDLE);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_STATUS(mms_wave_metadata_close(metadata, NULL), MMS_ERROR_HANDLE);
}

static void a_chunk_of_the_audio_is_no_metadata(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    mms_error error = MMS_ERROR_INIT;
    add_chunk(metadata, "data", 0, "one", 3);
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    CHECK_STATUS(mms_wave_writer_set_metadata(writer, metadata, &error), MMS_ERROR_ARGUMENT_CHUNK);
    CHECK_BYTES(error.chunk_id, "data", 4);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void tags_are_texts_of_any_length(void) {
    static char longest[3001];
    mms_wave_metadata *metadata = empty();
    char text[4000];
    uint8_t id[4];
    uint64_t size;
    memset(longest, 'x', sizeof longest - 1);
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "A title", NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "ICMT", longest, NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "ZZZZ", "of nobody's list", NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "IART", "gone", NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "IART", NULL, NULL));
    metadata = through_a_file(metadata);
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_TAG), 3);
    CHECK_OK(mms_wave_metadata_get_tag(metadata, "INAM", text, sizeof text, &size, NULL));
    CHECK_TEXT(text, "A title");
    CHECK_INT(size, 7);
    CHECK_OK(mms_wave_metadata_tag(metadata, 1, id, text, sizeof text, &size, NULL));
    CHECK_BYTES(id, "ICMT", 4);
    CHECK_TEXT(text, longest);
    CHECK_STATUS(mms_wave_metadata_get_tag(metadata, "INAM", text, 7, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_INT(size, 7);
    CHECK_OK(mms_wave_metadata_get_tag(metadata, "INAM", text, 8, &size, NULL));
    CHECK_STATUS(mms_wave_metadata_get_tag(metadata, "IART", text, 8, &size, NULL), MMS_ERROR_STATE_ABSENT);
    CHECK_STATUS(mms_wave_metadata_get_tag(metadata, "INA", text, 8, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_tag(metadata, 3, id, text, 8, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_FILLED(id, 0, sizeof id);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void long_texts_have_chunks_of_their_own(void) {
    static const struct {
        uint32_t which;
        const char *text;
    } texts[] = {
        {MMS_WAVE_TEXT_CODING_HISTORY, "A=PCM,F=48000,W=24,M=stereo\r\n"},
        {MMS_WAVE_TEXT_CART, "a traffic note"},
        {MMS_WAVE_TEXT_IXML, "<BWFXML><SCENE>1</SCENE></BWFXML>"},
        {MMS_WAVE_TEXT_AXML, "<ebuCoreMain/>"},
    };
    mms_wave_metadata *metadata = empty();
    char text[100];
    uint64_t size;
    size_t i;
    for (i = 0; i < 4; i++) {
        CHECK_STATUS(mms_wave_metadata_get_text(metadata, texts[i].which, NULL, 0, &size, NULL),
                     MMS_ERROR_STATE_ABSENT);
        CHECK_OK(mms_wave_metadata_set_text(metadata, texts[i].which, texts[i].text, NULL));
    }
    metadata = through_a_file(metadata);
    for (i = 0; i < 4; i++) {
        CHECK_OK(mms_wave_metadata_get_text(metadata, texts[i].which, text, sizeof text, &size, NULL));
        CHECK_TEXT(text, texts[i].text);
        CHECK_OK(mms_wave_metadata_set_text(metadata, texts[i].which, NULL, NULL));
    }
    CHECK_STATUS(mms_wave_metadata_get_text(metadata, MMS_WAVE_TEXT_IXML, NULL, 0, &size, NULL),
                 MMS_ERROR_STATE_ABSENT);
    CHECK_STATUS(mms_wave_metadata_get_text(metadata, 0, NULL, 0, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void regions_have_labels_notes_and_texts(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_region region = MMS_WAVE_REGION_INIT;
    char text[20];
    uint64_t size;
    region.position = 1;
    CHECK_OK(mms_wave_metadata_add_region(metadata, &region, "a marker", NULL, NULL, NULL));
    region.position = 2;
    region.length = 3;
    region.id = 77;
    CHECK_OK(mms_wave_metadata_add_region(metadata, &region, "a region", "a note", "a text", NULL));
    metadata = through_a_file(metadata);
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_REGION), 2);
    CHECK_OK(mms_wave_metadata_region(metadata, 0, &region, NULL));
    CHECK_INT(region.position, 1);
    CHECK_INT(region.length, 0);
    CHECK(region.id != 0 && region.id != 77);
    CHECK_OK(mms_wave_metadata_region_text(metadata, 0, MMS_WAVE_REGION_LABEL, text, sizeof text, &size, NULL));
    CHECK_TEXT(text, "a marker");
    CHECK_OK(mms_wave_metadata_region(metadata, 1, &region, NULL));
    CHECK_INT(region.id, 77);
    CHECK_INT(region.length, 3);
    CHECK_BYTES(region.purpose, "rgn ", 4);
    CHECK_OK(mms_wave_metadata_region_text(metadata, 1, MMS_WAVE_REGION_NOTE, text, sizeof text, &size, NULL));
    CHECK_TEXT(text, "a note");
    CHECK_OK(mms_wave_metadata_region_text(metadata, 1, MMS_WAVE_REGION_TEXT, text, sizeof text, &size, NULL));
    CHECK_TEXT(text, "a text");
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_REGION, 0, NULL));
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_REGION), 1);
    CHECK_STATUS(mms_wave_metadata_region_text(metadata, 0, 9, text, sizeof text, &size, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    region.code_page = 65536;
    CHECK_STATUS(mms_wave_metadata_add_region(metadata, &region, NULL, NULL, NULL, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void samplers_have_any_number_of_loops(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_sampler sampler = MMS_WAVE_SAMPLER_INIT;
    mms_wave_loop loop = MMS_WAVE_LOOP_INIT;
    uint32_t i;
    CHECK_STATUS(mms_wave_metadata_get_sampler(metadata, &sampler, NULL), MMS_ERROR_STATE_ABSENT);
    sampler.unity_note = 60;
    sampler.smpte_format = 25;
    CHECK_OK(mms_wave_metadata_set_sampler(metadata, &sampler, NULL));
    for (i = 0; i < 100; i++) {
        loop.id = i;
        loop.start = 10 * i;
        loop.end = 10 * i + 9;
        loop.play_count = 3;
        CHECK_OK(mms_wave_metadata_add_loop(metadata, &loop, NULL));
    }
    sampler.unity_note = 61;
    CHECK_OK(mms_wave_metadata_set_sampler(metadata, &sampler, NULL)); /* keeps the loops */
    metadata = through_a_file(metadata);
    CHECK_OK(mms_wave_metadata_get_sampler(metadata, &sampler, NULL));
    CHECK_INT(sampler.unity_note, 61);
    CHECK_INT(sampler.smpte_format, 25);
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_LOOP), 100);
    CHECK_OK(mms_wave_metadata_loop(metadata, 99, &loop, NULL));
    CHECK_INT(loop.end, 999);
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_LOOP, 0, NULL));
    CHECK_OK(mms_wave_metadata_loop(metadata, 0, &loop, NULL));
    CHECK_INT(loop.id, 1);
    CHECK_STATUS(mms_wave_metadata_loop(metadata, 99, &loop, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_metadata_set_sampler(metadata, NULL, NULL));
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_CHUNK), 0);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void instruments_and_loops_of_acid_come_back(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_instrument instrument = MMS_WAVE_INSTRUMENT_INIT;
    mms_wave_acid acid = MMS_WAVE_ACID_INIT;
    CHECK_STATUS(mms_wave_metadata_get_instrument(metadata, &instrument, NULL), MMS_ERROR_STATE_ABSENT);
    CHECK_STATUS(mms_wave_metadata_get_acid(metadata, &acid, NULL), MMS_ERROR_STATE_ABSENT);
    instrument.base_note = 64;
    instrument.detune = -50;
    instrument.gain = -6;
    instrument.high_note = 127;
    instrument.high_velocity = 128 - 1;
    acid.flags = 2;
    acid.beats = 8;
    acid.meter_numerator = 3;
    acid.meter_denominator = 4;
    acid.tempo = 96.5f;
    CHECK_OK(mms_wave_metadata_set_instrument(metadata, &instrument, NULL));
    CHECK_OK(mms_wave_metadata_set_acid(metadata, &acid, NULL));
    metadata = through_a_file(metadata);
    memset(&instrument.base_note, 0xAA, sizeof instrument - sizeof(uint32_t));
    memset(&acid.flags, 0xAA, sizeof acid - sizeof(uint32_t));
    CHECK_OK(mms_wave_metadata_get_instrument(metadata, &instrument, NULL));
    CHECK_INT(instrument.base_note, 64);
    CHECK_INT(instrument.detune, -50);
    CHECK_INT(instrument.gain, -6);
    CHECK_INT(instrument.low_velocity, 0);
    CHECK_OK(mms_wave_metadata_get_acid(metadata, &acid, NULL));
    CHECK_INT(acid.beats, 8);
    CHECK_INT(acid.meter_numerator, 3);
    CHECK(acid.tempo == 96.5f);
    instrument.gain = 128;
    CHECK_STATUS(mms_wave_metadata_set_instrument(metadata, &instrument, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void broadcast_files_tell_who_when_and_how_loud(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_broadcast broadcast = MMS_WAVE_BROADCAST_INIT;
    char text[40];
    uint64_t size;
    CHECK_STATUS(mms_wave_metadata_get_broadcast(metadata, &broadcast, NULL), MMS_ERROR_STATE_ABSENT);
    broadcast.version = 2;
    broadcast.time_reference = 0x123456789AU;
    memset(broadcast.description, 'd', 256);
    strcpy(broadcast.originator, "mmservices");
    strcpy(broadcast.origination_date, "2024-12-31");
    strcpy(broadcast.origination_time, "23:59:59");
    broadcast.umid[63] = 9;
    broadcast.loudness_value = -2300;
    broadcast.max_short_term_loudness = 0x7FFF;
    CHECK_OK(mms_wave_metadata_set_broadcast(metadata, &broadcast, NULL));
    CHECK_OK(mms_wave_metadata_set_text(metadata, MMS_WAVE_TEXT_CODING_HISTORY, "A=PCM\r\n", NULL));
    broadcast.loudness_range = 500;
    CHECK_OK(mms_wave_metadata_set_broadcast(metadata, &broadcast, NULL)); /* keeps the history */
    metadata = through_a_file(metadata);
    memset(&broadcast.version, 0xAA, sizeof broadcast - sizeof(uint32_t));
    CHECK_OK(mms_wave_metadata_get_broadcast(metadata, &broadcast, NULL));
    CHECK_INT(broadcast.version, 2);
    CHECK(broadcast.time_reference == 0x123456789AU);
    CHECK_FILLED(broadcast.description, 'd', 256);
    CHECK_INT(broadcast.description[256], 0);
    CHECK_TEXT(broadcast.originator, "mmservices");
    CHECK_TEXT(broadcast.origination_date, "2024-12-31");
    CHECK_INT(broadcast.umid[63], 9);
    CHECK_INT(broadcast.loudness_value, -2300);
    CHECK_INT(broadcast.loudness_range, 500);
    CHECK_INT(broadcast.max_short_term_loudness, 0x7FFF);
    CHECK_OK(mms_wave_metadata_get_text(metadata, MMS_WAVE_TEXT_CODING_HISTORY, text, sizeof text, &size, NULL));
    CHECK_TEXT(text, "A=PCM\r\n");
    memset(broadcast.originator, 'o', sizeof broadcast.originator); /* no NUL: 33 characters */
    CHECK_STATUS(mms_wave_metadata_set_broadcast(metadata, &broadcast, NULL), MMS_ERROR_ARGUMENT_CHUNK);
    CHECK_OK(mms_wave_metadata_set_broadcast(metadata, NULL, NULL));
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_CHUNK), 0);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void carts_tell_a_station_what_to_play(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_cart cart = MMS_WAVE_CART_INIT;
    CHECK_STATUS(mms_wave_metadata_get_cart(metadata, &cart, NULL), MMS_ERROR_STATE_ABSENT);
    strcpy(cart.version, "0101");
    strcpy(cart.title, "News at nine");
    strcpy(cart.end_date, "2024-12-31");
    strcpy(cart.url, "https://example.org/");
    cart.level_reference = -32768;
    memcpy(cart.post_timer_usage + 4, "EOD ", 4);
    cart.post_timer_value[1] = 48000;
    CHECK_OK(mms_wave_metadata_set_cart(metadata, &cart, NULL));
    metadata = through_a_file(metadata);
    memset(&cart.level_reference, 0xAA, sizeof cart - sizeof(uint32_t));
    CHECK_OK(mms_wave_metadata_get_cart(metadata, &cart, NULL));
    CHECK_TEXT(cart.version, "0101");
    CHECK_TEXT(cart.title, "News at nine");
    CHECK_TEXT(cart.artist, "");
    CHECK_TEXT(cart.end_date, "2024-12-31");
    CHECK_TEXT(cart.url, "https://example.org/");
    CHECK_INT(cart.level_reference, -32768);
    CHECK_BYTES(cart.post_timer_usage, "\0\0\0\0EOD ", 8);
    CHECK_INT(cart.post_timer_value[1], 48000);
    CHECK_OK(mms_wave_metadata_set_cart(metadata, NULL, NULL));
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_CHUNK), 0);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void tracks_peaks_and_displays_are_entries(void) {
    mms_wave_metadata *metadata = empty();
    mms_wave_track track = MMS_WAVE_TRACK_INIT;
    mms_wave_peak peak = MMS_WAVE_PEAK_INIT;
    uint32_t format;
    char text[20];
    uint64_t size;
    track.index = 2;
    strcpy(track.uid, "ATU_00000001");
    strcpy(track.track_ref, "AT_00010001_01");
    strcpy(track.pack_ref, "AP_00010002");
    CHECK_OK(mms_wave_metadata_add_track(metadata, &track, NULL));
    peak.value = 0.25f;
    peak.position = 3;
    CHECK_OK(mms_wave_metadata_add_peak(metadata, &peak, NULL));
    CHECK_OK(mms_wave_metadata_add_peak(metadata, &peak, NULL));
    CHECK_OK(mms_wave_metadata_add_display(metadata, 1, "shown", 6, NULL));
    metadata = through_a_file(metadata);
    memset(&track.index, 0xAA, sizeof track - sizeof(uint32_t));
    memset(&peak.value, 0xAA, sizeof peak - sizeof(uint32_t));
    CHECK_OK(mms_wave_metadata_track(metadata, 0, &track, NULL));
    CHECK_INT(track.index, 2);
    CHECK_TEXT(track.uid, "ATU_00000001");
    CHECK_TEXT(track.track_ref, "AT_00010001_01");
    CHECK_TEXT(track.pack_ref, "AP_00010002");
    CHECK_INT(count_of(metadata, MMS_WAVE_ENTRY_PEAK), 2);
    CHECK_OK(mms_wave_metadata_peak(metadata, 1, &peak, NULL));
    CHECK(peak.value == 0.25f);
    CHECK_INT(peak.position, 3);
    CHECK_OK(mms_wave_metadata_display(metadata, 0, &format, text, sizeof text, &size, NULL));
    CHECK_INT(format, 1);
    CHECK_INT(size, 6);
    CHECK_TEXT(text, "shown");
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_TRACK, 0, NULL));
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_PEAK, 0, NULL));
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_PEAK, 0, NULL));
    CHECK_OK(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_DISPLAY, 0, NULL));
    CHECK_STATUS(mms_wave_metadata_track(metadata, 0, &track, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_peak(metadata, 0, &peak, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_metadata_display(metadata, 0, &format, text, sizeof text, &size, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void a_reader_lists_all_chunks_of_its_file(void) {
    static const char *const ids[] = {"fmt ", "data"};
    mms_wave_reader *reader;
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    uint8_t payload[20];
    uint64_t size;
    uint32_t count, i;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_chunk_count(reader, &count, NULL));
    CHECK_INT(count, 2);
    for (i = 0; i < count; i++) {
        CHECK_OK(mms_wave_reader_chunk(reader, i, &chunk, NULL));
        CHECK_BYTES(chunk.id, ids[i], 4);
        CHECK_INT(chunk.start, chunk.offset + 8);
        CHECK_INT(chunk.size, chunk.declared);
    }
    CHECK_INT(chunk.start, SOUND_HEADER);
    CHECK_INT(chunk.size, SOUND_DATA);
    CHECK_OK(mms_wave_reader_chunk_data(reader, 0, payload, sizeof payload, &size, NULL));
    CHECK_INT(size, 16);
    CHECK_BYTES(payload, sound + 20, 16);
    CHECK_STATUS(mms_wave_reader_chunk_data(reader, 1, payload, sizeof payload, &size, NULL), MMS_ERROR_ARGUMENT);
    CHECK_STATUS(mms_wave_reader_chunk(reader, 2, &chunk, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

int main(void) {
    RUN(unknown_chunks_keep_their_bytes_their_order_and_their_side_of_the_audio);
    RUN(chunks_are_changed_and_removed_by_number);
    RUN(a_chunk_of_the_audio_is_no_metadata);
    RUN(tags_are_texts_of_any_length);
    RUN(long_texts_have_chunks_of_their_own);
    RUN(regions_have_labels_notes_and_texts);
    RUN(samplers_have_any_number_of_loops);
    RUN(instruments_and_loops_of_acid_come_back);
    RUN(broadcast_files_tell_who_when_and_how_loud);
    RUN(carts_tell_a_station_what_to_play);
    RUN(tracks_peaks_and_displays_are_entries);
    RUN(a_reader_lists_all_chunks_of_its_file);
    return 0;
}
