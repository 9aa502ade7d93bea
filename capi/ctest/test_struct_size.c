/*
 * struct_size, the first member of each struct: programs compiled against an older header (shorter structs) and against
 * a newer one (longer structs) work. Sizes that cannot be are for misuse.c.
 */
#include <stddef.h>

#include "sound.h"

static mms_wave_reader *open_reader(void) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    return reader;
}

/* A struct with a tail that this library does not know. */
struct longer_info {
    mms_wave_info known;
    uint8_t unknown[32];
};
struct longer_error {
    mms_error known;
    uint8_t unknown[32];
};
struct longer_options {
    mms_wave_open_options known;
    uint8_t unknown[32];
};
struct longer_format {
    mms_wave_format known;
    uint8_t unknown[32];
};
struct longer_io {
    mms_io known;
    uint8_t unknown[32];
};

static void an_older_info_is_filled_as_far_as_it_goes(void) {
    mms_wave_reader *reader = open_reader();
    mms_wave_info info;
    memset(&info, 0xAA, sizeof info);
    info.struct_size = offsetof(mms_wave_info, bits_per_sample);
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.struct_size, offsetof(mms_wave_info, bits_per_sample));
    CHECK_INT(info.channels, 2);
    CHECK_INT(info.sample_rate, 8000);
    CHECK_FILLED(&info.bits_per_sample, 0xAA, sizeof info - offsetof(mms_wave_info, bits_per_sample));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void a_newer_info_is_filled_and_its_tail_left_alone(void) {
    mms_wave_reader *reader = open_reader();
    struct longer_info info;
    memset(&info, 0xAA, sizeof info);
    info.known.struct_size = sizeof info;
    CHECK_OK(mms_wave_reader_info(reader, &info.known, NULL));
    CHECK_INT(info.known.struct_size, sizeof info);
    CHECK_INT(info.known.frames, SOUND_FRAMES);
    CHECK_INT(info.known.data_bytes, SOUND_DATA);
    CHECK_FILLED(info.unknown, 0xAA, sizeof info.unknown);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void an_older_error_is_filled_as_far_as_it_goes(void) {
    mms_wave_reader *reader;
    mms_error error;
    memset(&error, 0xAA, sizeof error);
    error.struct_size = offsetof(mms_error, message);
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, &error), MMS_ERROR_IO);
    CHECK_INT(error.status, MMS_ERROR_IO);
    CHECK_INT(error.offset, -1);
    CHECK_FILLED(error.message, 0xAA, sizeof error.message);
}

/* A message that is cut by a short struct still ends with a NUL. */
static void a_message_ends_within_an_older_error(void) {
    mms_wave_reader *reader;
    mms_error error;
    memset(&error, 0xAA, sizeof error);
    error.struct_size = offsetof(mms_error, message) + 5;
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, &error), MMS_ERROR_IO);
    CHECK_INT(strnlen(error.message, 6), 4);
    CHECK_FILLED(error.message + 5, 0xAA, sizeof error.message - 5);
}

static void a_newer_error_is_filled_and_its_tail_left_alone(void) {
    mms_wave_reader *reader;
    struct longer_error error;
    memset(&error, 0xAA, sizeof error);
    error.known.struct_size = sizeof error;
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, &error.known), MMS_ERROR_IO);
    CHECK_INT(error.known.status, MMS_ERROR_IO);
    CHECK(strlen(error.known.message) > 0);
    CHECK_FILLED(error.unknown, 0xAA, sizeof error.unknown);
}

static void older_options_have_defaults_for_the_rest(void) {
    mms_wave_reader *reader;
    mms_wave_open_options options;
    memset(&options, 0xAA, sizeof options);
    options.struct_size = offsetof(mms_wave_open_options, max_channels);
    options.refuse = 0;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, &options, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void newer_options_are_understood_as_far_as_known(void) {
    mms_wave_reader *reader;
    struct longer_options options;
    memset(&options, 0, sizeof options);
    memset(options.unknown, 0xAA, sizeof options.unknown);
    options.known.struct_size = sizeof options;
    options.known.max_channels = 1;
    CHECK_STATUS(mms_wave_reader_open_memory(sound, sizeof sound, &options.known, &reader, NULL),
                 MMS_ERROR_LIMIT_CHANNELS);
    options.known.max_channels = 2;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, &options.known, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void an_older_format_has_defaults_for_the_rest(void) {
    mms_wave_writer *writer;
    mms_wave_format format;
    memset(&format, 0xAA, sizeof format);
    format.struct_size = offsetof(mms_wave_format, valid_bits);
    format.tag = MMS_WAVE_TAG_PCM;
    format.channels = 1;
    format.sample_rate = 8000;
    format.bits_per_sample = 16;
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void a_newer_format_is_understood_as_far_as_known(void) {
    mms_wave_writer *writer;
    struct longer_format format;
    memset(&format, 0xAA, sizeof format);
    format.known = sound_format();
    format.known.struct_size = sizeof format;
    CHECK_OK(mms_wave_writer_create_memory(&format.known, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void older_write_options_have_defaults_for_the_rest(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    options.struct_size = offsetof(mms_wave_write_options, frames);
    options.frames = -1; /* not part of that struct */
    CHECK_OK(mms_wave_writer_create_memory(&format, &options, &writer, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

/* Without flush and size, which came last. */
static void an_older_io_lacks_its_last_functions(void) {
    static struct stream stream;
    mms_wave_reader *reader;
    mms_io io = stream_io(&stream);
    stream_load(&stream, sound, sizeof sound);
    memset(&io.flush, 0xAA, sizeof io - offsetof(mms_io, flush));
    io.struct_size = offsetof(mms_io, flush);
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void a_newer_io_is_understood_as_far_as_known(void) {
    static struct stream stream;
    mms_wave_reader *reader;
    struct longer_io io;
    memset(&io, 0xAA, sizeof io);
    io.known = stream_io(&stream);
    io.known.struct_size = sizeof io;
    stream_load(&stream, sound, sizeof sound);
    CHECK_OK(mms_wave_reader_open_io(&io.known, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* An image of one pixel, pure red, in a struct that ends where the model begins or goes on behind its end. */
static void an_older_image_has_defaults_for_the_rest(void) {
    double red[3] = {1.0, 0.0, 0.0}, hsv[3];
    mms_image rgb = MMS_IMAGE_INIT, out = MMS_IMAGE_INIT;
    rgb.struct_size = offsetof(mms_image, model);
    rgb.component = MMS_COMPONENT_F64;
    rgb.data = red;
    rgb.width = rgb.height = 1;
    out = rgb;
    memset(&rgb.model, 0xAA, sizeof rgb - offsetof(mms_image, model));
    out.struct_size = sizeof out;
    out.data = hsv;
    out.model = MMS_MODEL_HSV;
    CHECK_OK(mms_convert_image(&rgb, &out, 0, NULL));
    CHECK(hsv[0] == 0.0 && hsv[1] == 1.0 && hsv[2] == 1.0);
}

struct longer_image {
    mms_image known;
    uint8_t unknown[32];
};

static void a_newer_image_is_understood_as_far_as_known(void) {
    double pixel[3] = {1.0, 0.0, 0.0};
    struct longer_image rgb, out;
    mms_image image = MMS_IMAGE_INIT;
    image.struct_size = sizeof rgb;
    image.component = MMS_COMPONENT_F64;
    image.data = pixel;
    image.width = image.height = 1;
    memset(&rgb, 0xAA, sizeof rgb);
    memset(&out, 0xAA, sizeof out);
    rgb.known = out.known = image;
    out.known.model = MMS_MODEL_HSV;
    CHECK_OK(mms_convert_image(&rgb.known, &out.known, 0, NULL));
    CHECK(pixel[0] == 0.0 && pixel[1] == 1.0 && pixel[2] == 1.0);
}

static void what_is_reserved_must_be_zero(void) {
    static struct stream stream;
    mms_wave_reader *reader;
    mms_wave_writer *writer;
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_write_options write_options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_format format = sound_format();
    mms_io io = stream_io(&stream);

    options.flags = MMS_WAVE_OPEN_ALL_FRAMES << 1;
    CHECK_STATUS(mms_wave_reader_open_memory(sound, sizeof sound, &options, &reader, NULL),
                 MMS_ERROR_ARGUMENT_RESERVED);
    write_options.flags = MMS_WAVE_WRITE_PLAIN << 1;
    CHECK_STATUS(mms_wave_writer_create_memory(&format, &write_options, &writer, NULL), MMS_ERROR_ARGUMENT_RESERVED);
    format.flags = MMS_WAVE_BIG_ENDIAN;
    CHECK_STATUS(mms_wave_writer_create_memory(&format, NULL, &writer, NULL), MMS_ERROR_ARGUMENT_RESERVED);
    io.reserved = 1;
    CHECK_STATUS(mms_wave_reader_open_io(&io, NULL, &reader, NULL), MMS_ERROR_ARGUMENT_RESERVED);
}

int main(void) {
    RUN(an_older_info_is_filled_as_far_as_it_goes);
    RUN(a_newer_info_is_filled_and_its_tail_left_alone);
    RUN(an_older_error_is_filled_as_far_as_it_goes);
    RUN(a_message_ends_within_an_older_error);
    RUN(a_newer_error_is_filled_and_its_tail_left_alone);
    RUN(older_options_have_defaults_for_the_rest);
    RUN(newer_options_are_understood_as_far_as_known);
    RUN(an_older_format_has_defaults_for_the_rest);
    RUN(a_newer_format_is_understood_as_far_as_known);
    RUN(older_write_options_have_defaults_for_the_rest);
    RUN(an_older_io_lacks_its_last_functions);
    RUN(a_newer_io_is_understood_as_far_as_known);
    RUN(an_older_image_has_defaults_for_the_rest);
    RUN(a_newer_image_is_understood_as_far_as_known);
    RUN(what_is_reserved_must_be_zero);
    return 0;
}
