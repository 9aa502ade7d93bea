/*
 * The library touches the bytes that it was given and not one more. Each buffer here ends where a page ends that no one
 * may touch, and a second time begins where one begins: a step too far is a fault, and the call returns
 * MMS_ERROR_IO_MAP.
 */
#include "guard.h"
#include "sound.h"

static void the_guard_is_felt(void) {
    mms_wave_reader *reader;
    uint8_t *bytes = guarded_copy(sound, sizeof sound, 0);
    CHECK_STATUS(mms_wave_reader_open_memory(bytes + 1, sizeof sound, NULL, &reader, NULL), MMS_ERROR_FORMAT_NOT_RIFF);
    CHECK_STATUS(mms_wave_reader_open_memory(bytes + sizeof sound, 12, NULL, &reader, NULL), MMS_ERROR_IO_MAP);
}

static void files_in_memory(void) {
    size_t size;
    int at_start;
    for (size = 0; size <= sizeof sound; size++) {
        for (at_start = 0; at_start < 2; at_start++) {
            mms_wave_reader *reader;
            uint8_t *buffer = guarded(SOUND_DATA, at_start);
            uint64_t got;
            mms_status status =
                mms_wave_reader_open_memory(guarded_copy(sound, size, at_start), size, NULL, &reader, NULL);
            if (size < SOUND_HEADER) {
                CHECK(status == MMS_ERROR_EOF || MMS_STATUS_CLASS(status) == MMS_ERROR_FORMAT);
                continue;
            }
            CHECK_OK(status);
            CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, SOUND_DATA, &got, NULL));
            CHECK_INT(got, size - SOUND_HEADER);
            CHECK_BYTES(buffer, sound + SOUND_HEADER, got);
            CHECK_OK(mms_wave_reader_close(reader, NULL));
        }
    }
}

static void fmt_chunks(void) {
    size_t size;
    for (size = 0; size <= 16; size++) {
        mms_wave_info info = MMS_WAVE_INFO_INIT;
        mms_status status = mms_wave_parse_format(guarded_copy(sound + 20, size, 0), size, &info, NULL);
        CHECK(status == MMS_OK || status == MMS_ERROR_EOF);
        CHECK(size < 16 || status == MMS_OK);
    }
}

static void buffers_to_read_into(void) {
    size_t capacity;
    int at_start;
    for (capacity = 0; capacity <= SOUND_DATA; capacity++) {
        for (at_start = 0; at_start < 2; at_start++) {
            mms_wave_reader *reader;
            uint64_t got;
            int too_small = 0 < capacity && capacity < SOUND_ALIGN;
            CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
            CHECK_STATUS(mms_wave_reader_read_bytes(reader, guarded(capacity, at_start), capacity, &got, NULL),
                         too_small ? MMS_ERROR_ARGUMENT_RANGE : MMS_OK);
            CHECK_INT(got, capacity / SOUND_ALIGN * SOUND_ALIGN);
            CHECK_OK(mms_wave_reader_close(reader, NULL));
        }
    }
}

static void data_to_write(void) {
    size_t size;
    for (size = 0; size <= SOUND_DATA; size++) {
        uint8_t *data = guarded_copy(sound + SOUND_HEADER, size, 0), *file;
        mms_wave_writer *writer;
        mms_wave_format format = sound_format();
        uint64_t length;
        CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
        CHECK_OK(mms_wave_writer_write_bytes(writer, data, size, NULL));
        CHECK_OK(mms_wave_writer_contents(writer, NULL, 0, &length, NULL));
        CHECK_INT(length, SOUND_HEADER + (size + 1) / 2 * 2);
        file = guarded((size_t)length, 0);
        CHECK_OK(mms_wave_writer_contents(writer, file, length, &length, NULL));
        CHECK_BYTES(file + SOUND_HEADER, sound + SOUND_HEADER, size);
        CHECK_OK(mms_wave_writer_close(writer, NULL));
    }
}

static const uint32_t sample_bytes[] = {0, 1, 2, 3, 4, 4, 4, 4, 8}; /* of MMS_SAMPLE_... */
enum { SAMPLE_TYPES = 8, MOST_SAMPLES = 130 };

/* Typed reads and writes and conversions, of all lengths that vectors of samples may stumble over. */
static void samples(void) {
    uint32_t type, other;
    size_t count;
    for (type = 1; type <= SAMPLE_TYPES; type++) {
        for (count = 0; count <= MOST_SAMPLES; count++) {
            size_t size = count * sample_bytes[type];
            mms_wave_format format = sound_format();
            mms_wave_writer *writer;
            mms_wave_reader *reader;
            uint8_t *bytes = guarded(size, 0), *file;
            uint64_t length, frames;
            memset(bytes, 0, size);
            format.channels = 1;
            CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
            CHECK_OK(mms_wave_writer_write_samples(writer, type, bytes, count, NULL));
            CHECK_OK(mms_wave_writer_contents(writer, NULL, 0, &length, NULL));
            file = guarded((size_t)length, 0);
            CHECK_OK(mms_wave_writer_contents(writer, file, length, &length, NULL));
            CHECK_OK(mms_wave_writer_close(writer, NULL));
            CHECK_OK(mms_wave_reader_open_memory(file, length, NULL, &reader, NULL));
            CHECK_OK(mms_wave_reader_read_samples(reader, type, bytes, count, count, &frames, NULL));
            CHECK_INT(frames, count);
            CHECK_OK(mms_wave_reader_close(reader, NULL));
            for (other = 1; other <= SAMPLE_TYPES; other++) {
                CHECK_OK(mms_convert_samples(bytes, type, guarded(count * sample_bytes[other], 0), other, count, NULL));
            }
        }
    }
}

/* Images of all lengths that vectors of pixels may stumble over. */
static void images(void) {
    size_t pixels;
    for (pixels = 0; pixels <= 70; pixels++) {
#define CONVERT_GUARDED(type, name)                                                                                    \
    do {                                                                                                               \
        size_t size = 3 * pixels * sizeof(type);                                                                       \
        type *src = guarded(size, 0), *dst = guarded(size, 0);                                                         \
        memset(src, 0, size);                                                                                          \
        CHECK_OK(mms_rgb_to_yiq_##name(src, dst, pixels));                                                             \
        CHECK_OK(mms_yiq_to_rgb_##name(src, dst, pixels));                                                             \
        CHECK_OK(mms_rgb_to_hls_##name(src, dst, pixels));                                                             \
        CHECK_OK(mms_hls_to_rgb_##name(src, dst, pixels));                                                             \
        CHECK_OK(mms_rgb_to_hsv_##name(src, dst, pixels));                                                             \
        CHECK_OK(mms_hsv_to_rgb_##name(src, dst, pixels));                                                             \
    } while (0)
        CONVERT_GUARDED(double, f64);
        CONVERT_GUARDED(float, f32);
        CONVERT_GUARDED(uint8_t, u8);
        CONVERT_GUARDED(uint16_t, u16);
    }
}

static void names(void) {
    mms_wave_reader *reader;
    write_file("sound.wav", sound, sizeof sound);
    CHECK_OK(mms_wave_reader_open(guarded_copy("sound.wav", sizeof "sound.wav", 0), NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

int main(void) {
    RUN(the_guard_is_felt);
    RUN(files_in_memory);
    RUN(fmt_chunks);
    RUN(buffers_to_read_into);
    RUN(data_to_write);
    RUN(samples);
    RUN(images);
    RUN(names);
    return 0;
}
