/* Handles that are not open handles of the right type give MMS_ERROR_HANDLE from every function, and nothing else. */
#include "sound.h"

static mms_wave_reader *open_reader(void) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    CHECK(reader != NULL);
    return reader;
}

static mms_wave_writer *create_writer(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    CHECK(writer != NULL);
    return writer;
}

/* Calls every function that takes a reader. */
static void check_no_reader(void *handle) {
    mms_wave_reader *reader = (mms_wave_reader *)handle;
    mms_error error = MMS_ERROR_INIT;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_diagnostic diagnostic = MMS_WAVE_DIAGNOSTIC_INIT;
    uint8_t buffer[8];
    uint64_t got = 1;
    int64_t frame = 1;

    memset(buffer, 0xAA, sizeof buffer);
    info.frames = 1;
    CHECK_STATUS(mms_wave_reader_info(reader, &info, &error), MMS_ERROR_HANDLE);
    CHECK_INT(info.struct_size, sizeof info);
    CHECK_INT(info.frames, 0);
    CHECK_INT(error.status, MMS_ERROR_HANDLE);
    CHECK(error.message[0] != '\0');
    CHECK_STATUS(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL), MMS_ERROR_HANDLE);
    CHECK_INT(got, 0);
    CHECK_FILLED(buffer, 0xAA, sizeof buffer);
    CHECK_STATUS(mms_wave_reader_seek(reader, 0, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_reader_tell(reader, &frame, NULL), MMS_ERROR_HANDLE);
    CHECK_INT(frame, 0);
    CHECK_STATUS(mms_wave_reader_diagnostic(reader, 0, &diagnostic, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_HANDLE);
}

/* Calls every function that takes a writer. */
static void check_no_writer(void *handle) {
    mms_wave_writer *writer = (mms_wave_writer *)handle;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    uint8_t buffer[64];
    uint64_t size = 1;
    int64_t frames = 1;

    CHECK_STATUS(mms_wave_writer_write_bytes(writer, sound, 4, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_writer_update_header(writer, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_writer_flush(writer, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_writer_tell(writer, &frames, NULL), MMS_ERROR_HANDLE);
    CHECK_INT(frames, 0);
    CHECK_STATUS(mms_wave_writer_info(writer, &info, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_writer_contents(writer, buffer, sizeof buffer, &size, NULL), MMS_ERROR_HANDLE);
    CHECK_INT(size, 0);
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
    CHECK_STATUS(mms_wave_writer_abandon(writer, NULL), MMS_ERROR_HANDLE);
}

static void null_is_no_handle(void) {
    check_no_reader(NULL);
    check_no_writer(NULL);
}

static void a_closed_handle_is_no_handle(void) {
    mms_wave_reader *reader = open_reader();
    mms_wave_writer *writer = create_writer();
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    check_no_reader(reader);
    check_no_writer(writer);
}

static void an_abandoned_writer_is_no_handle(void) {
    mms_wave_writer *writer = create_writer();
    CHECK_OK(mms_wave_writer_abandon(writer, NULL));
    check_no_writer(writer);
}

static void a_reader_is_no_writer_nor_the_other_way_round(void) {
    mms_wave_reader *reader = open_reader();
    mms_wave_writer *writer = create_writer();
    check_no_writer(reader);
    check_no_reader(writer);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

/* xorshift64: bits without a pattern, the same in each run. */
static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void random_bits_are_no_handle(void) {
    mms_wave_reader *reader = open_reader();
    uint64_t state = 88172645463325252u;
    int i;
    for (i = 0; i < 200; i++) {
        uint64_t bits = next_random(&state);
        if ((uintptr_t)bits != (uintptr_t)reader) {
            check_no_reader((void *)(uintptr_t)bits);
            check_no_writer((void *)(uintptr_t)bits);
        }
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void each_bit_of_a_handle_counts(void) {
    mms_wave_reader *reader = open_reader();
    int bit;
    for (bit = 0; bit < (int)sizeof reader * 8; bit++) {
        check_no_reader((void *)((uintptr_t)reader ^ (uintptr_t)1 << bit));
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void addresses_are_no_handles(void) {
    int local = 0;
    check_no_reader(&local);
    check_no_writer((void *)(uintptr_t)sound);
}

/* The place of a closed handle is used again, but not under the same number. */
static void a_stale_handle_does_not_reach_the_next_one(void) {
    mms_wave_reader *stale = open_reader();
    int i;
    CHECK_OK(mms_wave_reader_close(stale, NULL));
    for (i = 0; i < 1000; i++) {
        mms_wave_reader *reader = open_reader();
        CHECK(reader != stale);
        CHECK_STATUS(mms_wave_reader_close(stale, NULL), MMS_ERROR_HANDLE);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void many_handles_are_open_at_once(void) {
    enum { COUNT = 500 };
    static mms_wave_reader *readers[COUNT];
    int i;
    for (i = 0; i < COUNT; i++) {
        readers[i] = open_reader();
    }
    for (i = 0; i < COUNT; i++) {
        CHECK_OK(mms_wave_reader_seek(readers[i], i % (SOUND_FRAMES + 1), NULL));
    }
    for (i = 0; i < COUNT; i++) {
        int64_t frame;
        CHECK_OK(mms_wave_reader_tell(readers[i], &frame, NULL));
        CHECK_INT(frame, i % (SOUND_FRAMES + 1));
        CHECK_OK(mms_wave_reader_close(readers[i], NULL));
    }
}

static void a_failed_open_gives_no_handle(void) {
    mms_wave_reader *reader = (mms_wave_reader *)(uintptr_t)0x1234;
    mms_wave_writer *writer = (mms_wave_writer *)(uintptr_t)0x1234;
    mms_wave_format impossible = MMS_WAVE_FORMAT_INIT;
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, NULL), MMS_ERROR_IO);
    CHECK(reader == NULL);
    CHECK_STATUS(mms_wave_writer_create_memory(&impossible, NULL, &writer, NULL), MMS_ERROR_ARGUMENT_FORMAT);
    CHECK(writer == NULL);
}

int main(void) {
    RUN(null_is_no_handle);
    RUN(a_closed_handle_is_no_handle);
    RUN(an_abandoned_writer_is_no_handle);
    RUN(a_reader_is_no_writer_nor_the_other_way_round);
    RUN(random_bits_are_no_handle);
    RUN(each_bit_of_a_handle_counts);
    RUN(addresses_are_no_handles);
    RUN(a_stale_handle_does_not_reach_the_next_one);
    RUN(many_handles_are_open_at_once);
    RUN(a_failed_open_gives_no_handle);
    return 0;
}
