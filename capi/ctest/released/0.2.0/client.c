/*
 * A program of the time of mmservices 0.2.0: it uses every function that 0.1.0 did not have, with the structs as long
 * as they were, each of which ends at a page that no one may touch. What it expects is as it was.
 */
#include "guard.h"
#include "sound.h"

/* A fresh struct at the end of a page. */
#define SHORT(type, name, ...)                                                                                         \
    static const type name##_fresh = __VA_ARGS__;                                                                      \
    type *name = (type *)guarded_copy(&name##_fresh, sizeof(type), 0)

#define ERROR(name) SHORT(mms_error, name, MMS_ERROR_INIT)

static const char path[] = "client.wav";

static const int16_t wanted[4] = {0, 16384, -16384, -32768};

static void samples_are_converted(void) {
    ERROR(error);
    float *floats = (float *)guarded(4 * sizeof(float), 0);
    CHECK_OK(mms_convert_samples(wanted, MMS_SAMPLE_S16, floats, MMS_SAMPLE_F32, 4, error));
    CHECK(floats[0] == 0 && floats[1] == 0.5f && floats[2] == -0.5f && floats[3] == -1);
    CHECK_STATUS(mms_convert_samples(wanted, 99, floats, MMS_SAMPLE_F32, 4, error), MMS_ERROR_ARGUMENT_RANGE);
}

/* Two frames of two channels, written by each of the functions that do so. */
enum { WAYS = 6 };

static mms_status write_frames(int way, mms_wave_writer *writer, mms_error *error) {
    static const int32_t s32[4] = {0, 1 << 30, -(1 << 30), INT32_MIN};
    static const float f32[4] = {0, 0.5f, -0.5f, -1};
    static const double f64[4] = {0, 0.5, -0.5, -1};
    static const int16_t left[2] = {0, -16384}, right[2] = {16384, -32768};
    const void *planes[2];
    planes[0] = left;
    planes[1] = right;
    switch (way) {
    case 0:
        return mms_wave_writer_write_s16(writer, wanted, 2, error);
    case 1:
        return mms_wave_writer_write_s32(writer, s32, 2, error);
    case 2:
        return mms_wave_writer_write_f32(writer, f32, 2, error);
    case 3:
        return mms_wave_writer_write_f64(writer, f64, 2, error);
    case 4:
        return mms_wave_writer_write_samples(writer, MMS_SAMPLE_F32, f32, 2, error);
    }
    return mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, planes, 2, 2, error);
}

static void numbers_are_written_in_each_way(void) {
    SHORT(mms_wave_format, format, MMS_WAVE_FORMAT_INIT);
    ERROR(error);
    int way;
    *format = sound_format();
    for (way = 0; way < WAYS; way++) {
        uint8_t bytes[200];
        mms_wave_writer *writer;
        uint64_t size;
        CHECK_OK(mms_wave_writer_create_memory(format, NULL, &writer, error));
        CHECK_OK(write_frames(way, writer, error));
        CHECK_OK(mms_wave_writer_contents(writer, bytes, sizeof bytes, &size, error));
        CHECK_BYTES(bytes + size - sizeof wanted, wanted, sizeof wanted);
        CHECK_OK(mms_wave_writer_close(writer, error));
    }
}

static void write_wanted(void) {
    SHORT(mms_wave_format, format, MMS_WAVE_FORMAT_INIT);
    mms_wave_writer *writer;
    *format = sound_format();
    CHECK_OK(mms_wave_writer_create(path, format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_s16(writer, wanted, 2, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void numbers_are_read_in_each_way(void) {
    ERROR(error);
    mms_wave_reader *reader;
    int16_t s16[4], left[2], right[2];
    int32_t s32[4];
    float f32[4];
    double f64[4];
    void *planes[2];
    uint64_t frames;
    planes[0] = left;
    planes[1] = right;
    write_wanted();
    CHECK_OK(mms_wave_reader_open(path, NULL, &reader, error));
#define AGAIN(call)                                                                                                    \
    CHECK_OK(mms_wave_reader_seek(reader, 0, error));                                                                  \
    CHECK_OK(call);                                                                                                    \
    CHECK_INT(frames, 2)
    AGAIN(mms_wave_reader_read_s16(reader, s16, 4, 2, &frames, error));
    CHECK_BYTES(s16, wanted, sizeof wanted);
    AGAIN(mms_wave_reader_read_s32(reader, s32, 4, 2, &frames, error));
    CHECK(s32[0] == 0 && s32[1] == 1 << 30 && s32[2] == -(1 << 30) && s32[3] == INT32_MIN);
    AGAIN(mms_wave_reader_read_f32(reader, f32, 4, 2, &frames, error));
    CHECK(f32[0] == 0 && f32[1] == 0.5f && f32[2] == -0.5f && f32[3] == -1);
    AGAIN(mms_wave_reader_read_f64(reader, f64, 4, 2, &frames, error));
    CHECK(f64[0] == 0 && f64[1] == 0.5 && f64[2] == -0.5 && f64[3] == -1);
    AGAIN(mms_wave_reader_read_samples(reader, MMS_SAMPLE_S16, s16, 4, 2, &frames, error));
    CHECK_BYTES(s16, wanted, sizeof wanted);
    AGAIN(mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, planes, 2, 2, &frames, error));
    CHECK(left[0] == 0 && right[0] == 16384 && left[1] == -16384 && right[1] == -32768);
    CHECK_STATUS(mms_wave_reader_read_s16(reader, s16, 3, 2, &frames, error), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_reader_close(reader, error));
}

static void files_are_mapped_and_changed(void) {
    SHORT(mms_wave_open_options, options, MMS_WAVE_OPEN_OPTIONS_INIT);
    ERROR(error);
    mms_wave_reader *reader;
    int16_t sample;
    void *data;
    uint64_t size, frames;
    write_wanted();
    options->flags = MMS_WAVE_OPEN_WRITABLE;
    CHECK_OK(mms_wave_reader_open(path, options, &reader, error));
    CHECK_STATUS(mms_wave_reader_unmap(reader, error), MMS_ERROR_STATE_UNMAPPED);
    CHECK_OK(mms_wave_reader_map(reader, MMS_WAVE_MAP_WRITE, &data, &size, error));
    CHECK_INT(size, sizeof wanted);
    CHECK_BYTES(data, wanted, sizeof wanted);
    CHECK_STATUS(mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, error), MMS_ERROR_STATE_MAPPED);
    CHECK_OK(mms_wave_reader_unmap(reader, error));
    CHECK_OK(mms_wave_reader_map(reader, MMS_WAVE_MAP_WRITE, &data, &size, error));
    memset(data, 1, 2);
    CHECK_OK(mms_wave_reader_sync_map(reader, error));
    CHECK_OK(mms_wave_reader_unmap(reader, error));
    CHECK_OK(mms_wave_reader_close(reader, error));
    CHECK_OK(mms_wave_reader_open(path, NULL, &reader, error));
    CHECK_OK(
        mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, (void *const[2]){&sample, &data}, 2, 1, &frames, error));
    CHECK_INT(sample, 0x0101);
    CHECK_OK(mms_wave_reader_close(reader, error));
}

/* Converts a grey by a function and back by another. */
#define BOTH_WAYS(type, there, back, level)                                                                            \
    do {                                                                                                               \
        const type grey[3] = {level, level, level};                                                                    \
        type *between = (type *)guarded(sizeof grey, 0), *again = (type *)guarded(sizeof grey, 0);                     \
        CHECK_OK(there(grey, between, 1));                                                                             \
        CHECK_OK(back(between, again, 1));                                                                             \
        CHECK(again[0] == level && again[1] == level && again[2] == level);                                            \
    } while (0)

#define HUES_BOTH_WAYS(type, suffix, level)                                                                            \
    BOTH_WAYS(type, mms_rgb_to_hls_##suffix, mms_hls_to_rgb_##suffix, level);                                          \
    BOTH_WAYS(type, mms_rgb_to_hsv_##suffix, mms_hsv_to_rgb_##suffix, level)

static void pixels_are_converted_there_and_back(void) {
    HUES_BOTH_WAYS(double, f64, 1);
    HUES_BOTH_WAYS(float, f32, 1);
    HUES_BOTH_WAYS(uint8_t, u8, 255);
    HUES_BOTH_WAYS(uint16_t, u16, 65535);
    BOTH_WAYS(double, mms_rgb_to_yiq_f64, mms_yiq_to_rgb_f64, 0);
    BOTH_WAYS(float, mms_rgb_to_yiq_f32, mms_yiq_to_rgb_f32, 0);
    BOTH_WAYS(uint8_t, mms_rgb_to_yiq_u8, mms_yiq_to_rgb_u8, 255);
    BOTH_WAYS(uint16_t, mms_rgb_to_yiq_u16, mms_yiq_to_rgb_u16, 65535);
}

/* Orange as OpenCV has it: 15 * 2 degrees, all saturated, as bright as can be. */
static void images_are_converted(void) {
    SHORT(mms_image, bgr, MMS_IMAGE_INIT);
    SHORT(mms_image, hsv, MMS_IMAGE_INIT);
    ERROR(error);
    static const uint8_t converted[3] = {15, 255, 255};
    uint8_t pixel[3] = {0, 128, 255};
    bgr->component = MMS_COMPONENT_U8;
    bgr->data = pixel;
    bgr->width = bgr->height = 1;
    *hsv = *bgr;
    bgr->order = MMS_ORDER_REVERSED;
    hsv->preset = MMS_PRESET_OPENCV_HSV;
    CHECK_OK(mms_convert_image(bgr, hsv, 1, error));
    CHECK_BYTES(pixel, converted, 3);
    bgr->component = 99;
    CHECK_STATUS(mms_convert_image(bgr, hsv, 1, error), MMS_ERROR_ARGUMENT_IMAGE);
}

int main(void) {
    RUN(samples_are_converted);
    RUN(numbers_are_written_in_each_way);
    RUN(numbers_are_read_in_each_way);
    RUN(files_are_mapped_and_changed);
    RUN(pixels_are_converted_there_and_back);
    RUN(images_are_converted);
    return 0;
}
