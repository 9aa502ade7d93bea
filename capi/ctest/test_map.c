/* Maps: the sample data of a file as memory. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sound.h"

static mms_wave_reader *open_file(uint32_t flags) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_reader *reader;
    write_file("sound.wav", sound, sizeof sound);
    options.flags = flags;
    CHECK_OK(mms_wave_reader_open("sound.wav", &options, &reader, NULL));
    return reader;
}

static uint8_t *map(mms_wave_reader *reader, uint32_t mode) {
    void *data = NULL;
    uint64_t size = 0;
    CHECK_OK(mms_wave_reader_map(reader, mode, &data, &size, NULL));
    CHECK_INT(size, SOUND_DATA);
    return data;
}

/* The file has the recording, with one byte of sample data in the place of the first. */
static void check_first_byte(uint8_t byte) {
    uint8_t bytes[SOUND_SIZE];
    CHECK_INT(read_file("sound.wav", bytes, sizeof bytes), SOUND_SIZE);
    CHECK_INT(bytes[SOUND_HEADER], byte);
    CHECK_BYTES(bytes, sound, SOUND_HEADER);
    CHECK_BYTES(bytes + SOUND_HEADER + 1, sound + SOUND_HEADER + 1, SOUND_DATA - 1);
}

static void each_mode_shows_the_samples(void) {
    uint32_t mode;
    for (mode = MMS_WAVE_MAP_READ; mode <= MMS_WAVE_MAP_WRITE; mode++) {
        mms_wave_reader *reader = open_file(MMS_WAVE_OPEN_WRITABLE);
        CHECK_BYTES(map(reader, mode), sound + SOUND_HEADER, SOUND_DATA);
        CHECK_OK(mms_wave_reader_unmap(reader, NULL));
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void changes_of_a_copy_stay_in_memory(void) {
    mms_wave_reader *reader = open_file(0);
    uint8_t *data = map(reader, MMS_WAVE_MAP_COPY);
    data[0] = 99;
    CHECK_INT(data[0], 99);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    check_first_byte(sound[SOUND_HEADER]);
}

static void changes_of_a_written_map_reach_the_file(void) {
    mms_wave_reader *reader = open_file(MMS_WAVE_OPEN_WRITABLE);
    uint8_t *data = map(reader, MMS_WAVE_MAP_WRITE);
    data[0] = 99;
    CHECK_OK(mms_wave_reader_sync_map(reader, NULL));
    check_first_byte(99);
    data[0] = 98;
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    check_first_byte(98);
}

static void a_file_descriptor_can_be_mapped(void) {
    mms_wave_reader *reader;
    int fd;
    write_file("sound.wav", sound, sizeof sound);
    fd = open("sound.wav", O_RDWR);
    CHECK(fd >= 0);
    CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
    CHECK_INT(close(fd), 0);
    map(reader, MMS_WAVE_MAP_WRITE)[0] = 97;
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    check_first_byte(97);
}

static void a_file_behind_other_bytes_is_mapped_where_it_lies(void) {
    static uint8_t bytes[5001 + SOUND_SIZE];
    mms_wave_reader *reader;
    int fd;
    memcpy(bytes + 5001, sound, SOUND_SIZE);
    write_file("behind.wav", bytes, sizeof bytes);
    fd = open("behind.wav", O_RDONLY);
    CHECK(fd >= 0);
    CHECK_INT(lseek(fd, 5001, SEEK_SET), 5001);
    CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
    CHECK_INT(close(fd), 0);
    CHECK_BYTES(map(reader, MMS_WAVE_MAP_READ), sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void reading_goes_on_beside_a_map(void) {
    mms_wave_reader *reader = open_file(0);
    uint8_t buffer[SOUND_DATA];
    uint64_t got;
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, 4, &got, NULL));
    map(reader, MMS_WAVE_MAP_READ);
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(got, SOUND_DATA - 4);
    CHECK_BYTES(buffer, sound + SOUND_HEADER + 4, SOUND_DATA - 4);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static int is_mapped(void *data) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    return msync((void *)((uintptr_t)data / page * page), 1, MS_ASYNC) == 0;
}

static void closing_ends_the_map(void) {
    mms_wave_reader *reader = open_file(0);
    uint8_t *data = map(reader, MMS_WAVE_MAP_READ);
    CHECK(is_mapped(data));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK(!is_mapped(data));
}

static void one_map_at_a_time(void) {
    mms_wave_reader *reader = open_file(0);
    void *data = reader;
    uint64_t size = 1;
    CHECK_STATUS(mms_wave_reader_unmap(reader, NULL), MMS_ERROR_STATE_UNMAPPED);
    CHECK_STATUS(mms_wave_reader_sync_map(reader, NULL), MMS_ERROR_STATE_UNMAPPED);
    map(reader, MMS_WAVE_MAP_READ);
    CHECK_STATUS(mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, NULL), MMS_ERROR_STATE_MAPPED);
    CHECK(data == NULL);
    CHECK_INT(size, 0);
    CHECK_OK(mms_wave_reader_unmap(reader, NULL));
    CHECK_STATUS(mms_wave_reader_unmap(reader, NULL), MMS_ERROR_STATE_UNMAPPED);
    map(reader, MMS_WAVE_MAP_COPY);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void what_cannot_be_mapped(void) {
    mms_wave_reader *reader = open_file(0);
    void *data;
    uint64_t size;
    CHECK_STATUS(mms_wave_reader_map(reader, MMS_WAVE_MAP_WRITE, &data, &size, NULL), MMS_ERROR_STATE_READ_ONLY);
    CHECK_STATUS(mms_wave_reader_map(reader, 0, &data, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_map(reader, 4, &data, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_map(reader, 1, NULL, &size, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_reader_map(reader, 1, &data, NULL, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_reader_unmap(reader, NULL), MMS_ERROR_STATE_UNMAPPED);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    CHECK_STATUS(mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, NULL), MMS_ERROR_UNSUPPORTED_MAP);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void no_data_is_no_memory(void) {
    uint8_t bytes[SOUND_HEADER];
    mms_wave_reader *reader;
    void *data = bytes;
    uint64_t size = 1;
    memcpy(bytes, sound, sizeof bytes);
    put32(bytes + 40, 0);
    write_file("empty.wav", bytes, sizeof bytes);
    CHECK_OK(mms_wave_reader_open("empty.wav", NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, NULL));
    CHECK(data == NULL);
    CHECK_INT(size, 0);
    CHECK_OK(mms_wave_reader_unmap(reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* Three pages of silence. The file is cut to its header while it is mapped: memory behind the first page is gone. */
static void a_file_shortened_under_its_map_is_an_error_to_the_library(void) {
    enum { DATA = 3 * 65536 };
    static uint8_t bytes[SOUND_HEADER + DATA];
    static float floats[DATA / 2];
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    void *data;
    uint64_t size;
    memcpy(bytes, sound, SOUND_HEADER);
    put32(bytes + 4, sizeof bytes - 8);
    put32(bytes + 40, DATA);
    write_file("long.wav", bytes, sizeof bytes);
    CHECK_OK(mms_wave_reader_open("long.wav", NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, NULL));
    CHECK_INT(size, DATA);
    CHECK_OK(mms_convert_samples(data, MMS_SAMPLE_S16, floats, MMS_SAMPLE_F32, DATA / 2, &error));
    CHECK_INT(truncate("long.wav", SOUND_HEADER), 0);
    CHECK_STATUS(mms_convert_samples(data, MMS_SAMPLE_S16, floats, MMS_SAMPLE_F32, DATA / 2, &error), MMS_ERROR_IO_MAP);
    CHECK_INT(error.os_error, EFAULT);
    CHECK(strncmp(error.message, "memory at 0x", 12) == 0);
    CHECK_STATUS(mms_rgb_to_hsv_u8(data, (uint8_t *)floats, DATA / 3), MMS_ERROR_IO_MAP);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

int main(void) {
    RUN(each_mode_shows_the_samples);
    RUN(changes_of_a_copy_stay_in_memory);
    RUN(changes_of_a_written_map_reach_the_file);
    RUN(a_file_descriptor_can_be_mapped);
    RUN(a_file_behind_other_bytes_is_mapped_where_it_lies);
    RUN(reading_goes_on_beside_a_map);
    RUN(closing_ends_the_map);
    RUN(one_map_at_a_time);
    RUN(what_cannot_be_mapped);
    RUN(no_data_is_no_memory);
    RUN(a_file_shortened_under_its_map_is_an_error_to_the_library);
    return 0;
}
