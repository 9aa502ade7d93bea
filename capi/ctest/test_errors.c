/* What mms_error tells about a failure, and about a success. */
#include <errno.h>

#include "sound.h"

/* Opens a damaged copy of the recording, which must fail. */
static mms_error open_fails(const uint8_t *bytes, size_t size) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    mms_status status = mms_wave_reader_open_memory(bytes, size, NULL, &reader, &error);
    CHECK(status != MMS_OK);
    CHECK(reader == NULL);
    CHECK_INT(error.struct_size, sizeof error);
    CHECK_INT(error.status, status);
    CHECK(error.message[0] != '\0');
    CHECK(memchr(error.message, '\0', sizeof error.message) != NULL);
    CHECK(strchr(error.message, '\n') == NULL);
    return error;
}

static void damaged(uint8_t copy[SOUND_SIZE]) { memcpy(copy, sound, SOUND_SIZE); }

static void success_leaves_nothing_of_an_earlier_failure(void) {
    mms_wave_reader *reader;
    mms_error error;
    memset(&error, 0xAA, sizeof error);
    error.struct_size = sizeof error;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, &error));
    CHECK_INT(error.status, MMS_OK);
    CHECK_INT(error.os_error, 0);
    CHECK_FILLED(error.chunk_id, 0, sizeof error.chunk_id);
    CHECK_INT(error.offset, -1);
    CHECK_INT(error.value, 0);
    CHECK_FILLED(error.detail, 0, sizeof error.detail);
    CHECK_TEXT(error.message, "");
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void a_missing_file_gives_the_error_of_the_system(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, &error), MMS_ERROR_IO);
    CHECK_INT(error.status, MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENOENT);
    CHECK_INT(error.offset, -1);
    CHECK(error.message[0] != '\0');
}

static void other_errors_of_the_system_come_through(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    CHECK_STATUS(mms_wave_reader_open(".", NULL, &reader, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, EISDIR);
    CHECK_STATUS(mms_wave_reader_open_fd(-1, NULL, &reader, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, EBADF);
    CHECK_STATUS(mms_wave_writer_create("missing/folder.wav", &format, NULL, &writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENOENT);
    CHECK_STATUS(mms_wave_writer_create("/dev/full", &format, NULL, &writer, &error), MMS_OK);
    mms_wave_writer_write_bytes(writer, sound, 4, NULL);
    CHECK_STATUS(mms_wave_writer_close(writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENOSPC);
}

static void the_offset_of_a_wrong_id_is_told(void) {
    uint8_t copy[SOUND_SIZE];
    mms_error error;
    damaged(copy);
    copy[3] = 'f';
    error = open_fails(copy, sizeof copy);
    CHECK_INT(error.status, MMS_ERROR_FORMAT_NOT_RIFF);
    CHECK_INT(error.offset, 0);
    damaged(copy);
    copy[8] = 'w';
    error = open_fails(copy, sizeof copy);
    CHECK_INT(error.status, MMS_ERROR_FORMAT_NOT_WAVE);
    CHECK_INT(error.offset, 8);
}

/* Opens a damaged copy of the recording whose samples cannot be read. */
static mms_error reading_fails(const uint8_t *bytes, size_t size) {
    int16_t samples[2];
    uint64_t frames = 1;
    mms_wave_reader *reader;
    mms_error error = MMS_ERROR_INIT;
    CHECK_OK(mms_wave_reader_open_memory(bytes, size, NULL, &reader, NULL));
    CHECK_STATUS(mms_wave_reader_read_s16(reader, samples, 2, 1, &frames, &error), error.status);
    CHECK(error.status != MMS_OK);
    CHECK_INT(frames, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return error;
}

static void an_unsupported_tag_is_the_value(void) {
    uint8_t copy[SOUND_SIZE];
    mms_error error;
    damaged(copy);
    put16(copy + 20, 0x1234);
    error = reading_fails(copy, sizeof copy);
    CHECK_INT(error.status, MMS_ERROR_UNSUPPORTED_TAG);
    CHECK_INT(error.value, 0x1234);
    CHECK_BYTES(error.chunk_id, "fmt ", 4);
}

static void an_unsupported_sub_format_is_the_detail(void) {
    static const uint8_t guid[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    uint8_t file[68 + 4];
    mms_error error;
    memset(file, 0, sizeof file);
    memcpy(file, sound, 36);
    put32(file + 4, sizeof file - 8);
    put32(file + 16, 40);
    put16(file + 20, MMS_WAVE_TAG_EXTENSIBLE);
    put16(file + 36, 22);
    put16(file + 38, 16);
    memcpy(file + 44, guid, sizeof guid);
    memcpy(file + 60, "data", 4);
    put32(file + 64, 4);
    error = reading_fails(file, sizeof file);
    CHECK_INT(error.status, MMS_ERROR_UNSUPPORTED_SUB_FORMAT);
    CHECK_BYTES(error.detail, guid, sizeof guid);
    CHECK_BYTES(error.chunk_id, "fmt ", 4);
}

static void impossible_numbers_are_the_value(void) {
    uint8_t copy[SOUND_SIZE];
    mms_error error;
    damaged(copy);
    put16(copy + 22, 0);
    error = open_fails(copy, sizeof copy);
    CHECK_INT(error.status, MMS_ERROR_FORMAT_CHANNELS);
    CHECK_INT(error.value, 0);
    CHECK_BYTES(error.chunk_id, "fmt ", 4);
}

static void a_missing_chunk_is_named_by_the_status(void) {
    uint8_t copy[SOUND_SIZE];
    damaged(copy);
    memcpy(copy + 36, "junk", 4);
    CHECK_INT(open_fails(copy, sizeof copy).status, MMS_ERROR_FORMAT_NO_DATA);
    damaged(copy);
    memcpy(copy + 12, "junk", 4);
    memcpy(copy + 36, "junk", 4);
    CHECK_INT(MMS_STATUS_CLASS(open_fails(copy, sizeof copy).status), MMS_ERROR_FORMAT);
}

static void no_beginning_of_a_header_is_a_file(void) {
    int size;
    for (size = 0; size < SOUND_HEADER; size++) {
        /* on the heap, so that a read past the end is found */
        uint8_t *beginning = (uint8_t *)malloc(size > 0 ? (size_t)size : 1);
        mms_error error;
        CHECK(beginning != NULL);
        memcpy(beginning, sound, (size_t)size);
        error = open_fails(beginning, (size_t)size);
        CHECK(error.status == MMS_ERROR_EOF || MMS_STATUS_CLASS(error.status) == MMS_ERROR_FORMAT);
        free(beginning);
    }
}

static void an_empty_file_ends_too_early(void) {
    CHECK_INT(open_fails(sound, 0).status, MMS_ERROR_EOF);
    CHECK_INT(open_fails(sound, 7).status, MMS_ERROR_EOF);
    CHECK_INT(open_fails(sound, 30).status, MMS_ERROR_EOF);
}

/* Two bytes each, so that a cut at the wrong byte would leave half a letter. */
static void a_long_message_is_cut_between_letters(void) {
    char path[2 * 1500 + 1];
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    size_t i, length;
    for (i = 0; i + 1 < sizeof path; i += 2) {
        memcpy(path + i, "\xC3\xA9", 2);
    }
    path[sizeof path - 1] = '\0';
    CHECK_STATUS(mms_wave_reader_open(path, NULL, &reader, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENAMETOOLONG);
    length = strnlen(error.message, sizeof error.message);
    CHECK(length < sizeof error.message);
    for (i = 0; i < length; i++) {
        if ((uint8_t)error.message[i] == 0xC3) {
            CHECK_INT((uint8_t)error.message[i + 1], 0xA9);
        }
    }
}

int main(void) {
    RUN(success_leaves_nothing_of_an_earlier_failure);
    RUN(a_missing_file_gives_the_error_of_the_system);
    RUN(other_errors_of_the_system_come_through);
    RUN(the_offset_of_a_wrong_id_is_told);
    RUN(an_unsupported_tag_is_the_value);
    RUN(an_unsupported_sub_format_is_the_detail);
    RUN(impossible_numbers_are_the_value);
    RUN(a_missing_chunk_is_named_by_the_status);
    RUN(no_beginning_of_a_header_is_a_file);
    RUN(an_empty_file_ends_too_early);
    RUN(a_long_message_is_cut_between_letters);
    return 0;
}
