/* Samples as numbers: typed reads and writes, interleaved and planar, and conversions without a file. */
#include <math.h>

#include "sound.h"

enum { SAMPLES = SOUND_FRAMES * 2 };

/* The samples of the recording: two bytes each, 0x0201, 0x0403, ... */
static int16_t sample_of_sound(int i) { return (int16_t)(0x0201 + 0x0202 * i); }

static mms_wave_reader *open_sound(void) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    return reader;
}

static void frames_come_in_each_type(void) {
    mms_wave_reader *reader = open_sound();
    uint8_t u8[SAMPLES], s24[SAMPLES][3];
    int16_t s16[SAMPLES];
    int32_t s32[SAMPLES], left[SAMPLES], right[SAMPLES];
    float f32[SAMPLES];
    double f64[SAMPLES];
    uint64_t frames;
    int i;
#define READ(call)                                                                                                     \
    do {                                                                                                               \
        frames = 99;                                                                                                   \
        CHECK_OK(mms_wave_reader_seek(reader, 0, NULL));                                                               \
        CHECK_OK(call);                                                                                                \
        CHECK_INT(frames, SOUND_FRAMES);                                                                               \
    } while (0)
    READ(mms_wave_reader_read_s16(reader, s16, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_s32(reader, s32, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_f32(reader, f32, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_f64(reader, f64, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_samples(reader, MMS_SAMPLE_U8, u8, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_samples(reader, MMS_SAMPLE_S24, s24, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_samples(reader, MMS_SAMPLE_S24_LEFT, left, SAMPLES, SOUND_FRAMES, &frames, NULL));
    READ(mms_wave_reader_read_samples(reader, MMS_SAMPLE_S24_RIGHT, right, SAMPLES, SOUND_FRAMES, &frames, NULL));
    for (i = 0; i < SAMPLES; i++) {
        int16_t sample = sample_of_sound(i);
        CHECK_INT(s16[i], sample);
        CHECK_INT(s32[i], sample * 65536);
        CHECK(f32[i] == (float)sample / 32768.0f);
        CHECK(f64[i] == sample / 32768.0);
        CHECK_INT(u8[i], 128 + (int)nearbyint(sample / 256.0));
        CHECK_INT(s24[i][0], 0);
        CHECK_INT(s24[i][1], sample & 0xFF);
        CHECK_INT(s24[i][2], sample >> 8);
        CHECK_INT(left[i], sample * 65536);
        CHECK_INT(right[i], sample * 256);
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void reads_go_on_to_the_end_and_then_bring_none(void) {
    mms_wave_reader *reader = open_sound();
    float samples[SAMPLES];
    uint64_t frames;
    int64_t position;
    CHECK_OK(mms_wave_reader_read_f32(reader, samples, SAMPLES, 3, &frames, NULL));
    CHECK_INT(frames, 3);
    CHECK_OK(mms_wave_reader_tell(reader, &position, NULL));
    CHECK_INT(position, 3);
    CHECK_OK(mms_wave_reader_read_f32(reader, samples, SAMPLES, 3, &frames, NULL));
    CHECK_INT(frames, 2);
    CHECK(samples[2] == sample_of_sound(8) / 32768.0f);
    CHECK_OK(mms_wave_reader_read_f32(reader, samples, SAMPLES, 3, &frames, NULL));
    CHECK_INT(frames, 0);
    CHECK_OK(mms_wave_reader_read_f32(reader, NULL, 0, 0, &frames, NULL));
    CHECK_INT(frames, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void typed_and_raw_reads_follow_each_other(void) {
    mms_wave_reader *reader = open_sound();
    int16_t samples[2];
    uint8_t bytes[SOUND_ALIGN];
    uint64_t got;
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, NULL));
    CHECK_OK(mms_wave_reader_read_bytes(reader, bytes, sizeof bytes, &got, NULL));
    CHECK_BYTES(bytes, sound + SOUND_HEADER + SOUND_ALIGN, SOUND_ALIGN);
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, NULL));
    CHECK_INT(samples[0], sample_of_sound(4));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void planar_reads_have_a_buffer_for_each_channel(void) {
    mms_wave_reader *reader = open_sound();
    double left[SOUND_FRAMES], right[SOUND_FRAMES];
    void *channels[2];
    uint64_t frames;
    int i;
    channels[0] = left;
    channels[1] = right;
    CHECK_OK(mms_wave_reader_read_planar(reader, MMS_SAMPLE_F64, channels, 2, SOUND_FRAMES, &frames, NULL));
    CHECK_INT(frames, SOUND_FRAMES);
    for (i = 0; i < SOUND_FRAMES; i++) {
        CHECK(left[i] == sample_of_sound(2 * i) / 32768.0);
        CHECK(right[i] == sample_of_sound(2 * i + 1) / 32768.0);
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void reads_that_cannot_be_right_read_nothing(void) {
    mms_wave_reader *reader = open_sound();
    int16_t samples[SAMPLES];
    void *channels[2];
    uint64_t frames = 99;
    int64_t position;
    channels[0] = channels[1] = samples;
    CHECK_STATUS(mms_wave_reader_read_s16(reader, samples, 3, 2, &frames, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_INT(frames, 0);
    CHECK_STATUS(mms_wave_reader_read_s16(reader, samples, SAMPLES, UINT64_MAX, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_s16(reader, samples, UINT64_MAX, UINT64_MAX / 2, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_s16(reader, NULL, SAMPLES, 1, &frames, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_reader_read_s16(reader, samples, SAMPLES, 1, NULL, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_reader_read_samples(reader, 0, samples, SAMPLES, 1, &frames, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_samples(reader, MMS_SAMPLE_S64 + 1, samples, SAMPLES, 1, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_samples(reader, UINT32_MAX, samples, SAMPLES, 1, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, channels, 1, 1, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, channels, UINT32_MAX, 1, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, NULL, 2, 1, &frames, NULL),
                 MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, channels, 2, UINT64_MAX, &frames, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    channels[1] = NULL;
    CHECK_STATUS(mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, channels, 2, 1, &frames, NULL),
                 MMS_ERROR_ARGUMENT_NULL);
    CHECK_OK(mms_wave_reader_tell(reader, &position, NULL));
    CHECK_INT(position, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static mms_wave_writer *new_writer(uint32_t tag, uint32_t bits) {
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    format.tag = tag;
    format.bits_per_sample = bits;
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    return writer;
}

/* Closes the writer and returns the sample data of its file of size bytes. */
static const uint8_t *data_of(mms_wave_writer *writer, uint64_t size) {
    static uint8_t file[4096];
    uint64_t got;
    CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &got, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK(got > size);
    return file + got - size;
}

static void samples_of_each_type_are_written(void) {
    static const float f32[4] = {0.0f, -1.0f, 0.5f, 2.0f};
    static const double f64[4] = {0.0, -1.0, 0.5, 2.0};
    static const int32_t s32[4] = {0, INT32_MIN, 0x40000000, INT32_MAX};
    static const int16_t s16[4] = {0, INT16_MIN, 0x4000, INT16_MAX};
    static const uint8_t u8[4] = {128, 0, 192, 255};
    static const int32_t right[4] = {0, -8388608, 0x400000, 8388607};
    static const uint8_t want16[8] = {0, 0, 0, 0x80, 0, 0x40, 0xFF, 0x7F}, want8[4] = {128, 0, 192, 255};
    mms_wave_writer *writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    CHECK_OK(mms_wave_writer_write_f32(writer, f32, 2, NULL));
    CHECK_BYTES(data_of(writer, 8), want16, 8);
    writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    CHECK_OK(mms_wave_writer_write_f64(writer, f64, 2, NULL));
    CHECK_BYTES(data_of(writer, 8), want16, 8);
    writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    CHECK_OK(mms_wave_writer_write_s32(writer, s32, 2, NULL));
    CHECK_BYTES(data_of(writer, 8), want16, 8);
    writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    CHECK_OK(mms_wave_writer_write_s16(writer, s16, 2, NULL));
    CHECK_BYTES(data_of(writer, 8), want16, 8);
    writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    CHECK_OK(mms_wave_writer_write_samples(writer, MMS_SAMPLE_S24_RIGHT, right, 2, NULL));
    CHECK_BYTES(data_of(writer, 8), want16, 8);
    writer = new_writer(MMS_WAVE_TAG_PCM, 8);
    CHECK_OK(mms_wave_writer_write_samples(writer, MMS_SAMPLE_U8, u8, 2, NULL));
    CHECK_BYTES(data_of(writer, 4), want8, 4);
    writer = new_writer(MMS_WAVE_TAG_PCM, 8);
    CHECK_OK(mms_wave_writer_write_f32(writer, f32, 2, NULL));
    CHECK_BYTES(data_of(writer, 4), want8, 4);
    writer = new_writer(MMS_WAVE_TAG_IEEE_FLOAT, 32);
    CHECK_OK(mms_wave_writer_write_f64(writer, f64, 2, NULL));
    CHECK(data_of(writer, 16)[15] == 0x40); /* 2.0 is not limited in a file of floats */
}

static void planar_writes_have_a_buffer_for_each_channel(void) {
    int16_t left[SOUND_FRAMES], right[SOUND_FRAMES];
    const void *channels[2];
    mms_wave_writer *writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    int64_t frames;
    int i;
    for (i = 0; i < SOUND_FRAMES; i++) {
        left[i] = sample_of_sound(2 * i);
        right[i] = sample_of_sound(2 * i + 1);
    }
    channels[0] = left;
    channels[1] = right;
    CHECK_OK(mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, channels, 2, SOUND_FRAMES, NULL));
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    CHECK_INT(frames, SOUND_FRAMES);
    CHECK_BYTES(data_of(writer, SOUND_DATA), sound + SOUND_HEADER, SOUND_DATA);
}

static void writes_that_cannot_be_right_write_nothing(void) {
    mms_wave_writer *writer = new_writer(MMS_WAVE_TAG_PCM, 16);
    int16_t samples[4] = {0};
    const void *channels[2];
    int64_t frames;
    channels[0] = samples;
    channels[1] = NULL;
    CHECK_STATUS(mms_wave_writer_write_s16(writer, NULL, 1, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_writer_write_s16(writer, samples, UINT64_MAX, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_writer_write_samples(writer, 0, samples, 1, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_writer_write_samples(writer, MMS_SAMPLE_S64 + 1, samples, 1, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, channels, 2, 1, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, NULL, 2, 1, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, channels, 1, 1, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_writer_write_s16(writer, NULL, 0, NULL));
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    CHECK_INT(frames, 0);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void sixteen_bits_come_back_through_floats(void) {
    static int16_t samples[65536], back[65536];
    static float floats[65536];
    int i;
    for (i = 0; i < 65536; i++) {
        samples[i] = (int16_t)(i - 32768);
    }
    CHECK_OK(mms_convert_samples(samples, MMS_SAMPLE_S16, floats, MMS_SAMPLE_F32, 65536, NULL));
    CHECK(floats[0] == -1.0f && floats[32768] == 0.0f && floats[49152] == 0.5f);
    CHECK_OK(mms_convert_samples(floats, MMS_SAMPLE_F32, back, MMS_SAMPLE_S16, 65536, NULL));
    CHECK_BYTES(back, samples, sizeof samples);
}

static void conversions_round_to_even_and_saturate(void) {
    static const float floats[8] = {0.5f / 32768, 1.5f / 32768, -0.5f / 32768, 1.0f, -1.5f, NAN, INFINITY, -INFINITY};
    static const int16_t want[8] = {0, 2, 0, INT16_MAX, INT16_MIN, 0, INT16_MAX, INT16_MIN};
    static const int32_t wide[4] = {0x00008000, 0x00018000, INT32_MAX, -0x00008000};
    static const int16_t narrow[4] = {0, 2, INT16_MAX, 0};
    int16_t got[8];
    CHECK_OK(mms_convert_samples(floats, MMS_SAMPLE_F32, got, MMS_SAMPLE_S16, 8, NULL));
    CHECK_BYTES(got, want, sizeof want);
    CHECK_OK(mms_convert_samples(wide, MMS_SAMPLE_S32, got, MMS_SAMPLE_S16, 4, NULL));
    CHECK_BYTES(got, narrow, sizeof narrow);
}

static void conversions_in_place_and_of_nothing(void) {
    int32_t samples[2] = {0x12345678, -1};
    static const int32_t right[2] = {0x00123456, 0};
    CHECK_OK(mms_convert_samples(samples, MMS_SAMPLE_S32, samples, MMS_SAMPLE_S24_RIGHT, 2, NULL));
    CHECK_BYTES(samples, right, sizeof right);
    CHECK_OK(mms_convert_samples(NULL, MMS_SAMPLE_S16, NULL, MMS_SAMPLE_F32, 0, NULL));
    CHECK_STATUS(mms_convert_samples(NULL, MMS_SAMPLE_S16, samples, MMS_SAMPLE_F32, 1, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_convert_samples(samples, 0, samples, MMS_SAMPLE_F32, 1, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_convert_samples(samples, MMS_SAMPLE_F32, samples, MMS_SAMPLE_S64 + 1, 1, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_convert_samples(samples, MMS_SAMPLE_S16, samples, MMS_SAMPLE_F32, UINT64_MAX, NULL),
                 MMS_ERROR_ARGUMENT_RANGE);
}

int main(void) {
    RUN(frames_come_in_each_type);
    RUN(reads_go_on_to_the_end_and_then_bring_none);
    RUN(typed_and_raw_reads_follow_each_other);
    RUN(planar_reads_have_a_buffer_for_each_channel);
    RUN(reads_that_cannot_be_right_read_nothing);
    RUN(samples_of_each_type_are_written);
    RUN(planar_writes_have_a_buffer_for_each_channel);
    RUN(writes_that_cannot_be_right_write_nothing);
    RUN(sixteen_bits_come_back_through_floats);
    RUN(conversions_round_to_even_and_saturate);
    RUN(conversions_in_place_and_of_nothing);
    return 0;
}
