/* Containers and encodings: what is written to each comes back as samples, and what a file is, its info tells. */
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#include "sound.h"

enum { FRAMES = 2000, CHANNELS = 2 };

static int16_t ramp[FRAMES * CHANNELS];

static void make_ramp(void) {
    int i;
    for (i = 0; i < FRAMES * CHANNELS; i++) {
        ramp[i] = (int16_t)(8000 * sin(i / CHANNELS * 0.05));
    }
}

/* Writes the ramp to memory and returns the file, to be freed. */
static uint8_t *ramp_file(const mms_wave_format *format, const mms_wave_write_options *options, uint64_t *size) {
    mms_wave_writer *writer;
    uint8_t *file;
    CHECK_OK(mms_wave_writer_create_memory(format, options, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_s16(writer, ramp, FRAMES, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_OK(mms_wave_writer_create_memory(format, options, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_s16(writer, ramp, FRAMES, NULL));
    CHECK_OK(mms_wave_writer_contents(writer, NULL, 0, size, NULL));
    file = (uint8_t *)malloc((size_t)*size);
    CHECK(file != NULL);
    CHECK_OK(mms_wave_writer_contents(writer, file, *size, size, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    return file;
}

/* Reads the file, whose samples may be off by so much, and returns what it is. */
static mms_wave_info check_ramp(const uint8_t *file, uint64_t size, int tolerance) {
    static int16_t samples[FRAMES * CHANNELS];
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader;
    uint64_t frames;
    int i;
    CHECK_OK(mms_wave_reader_open_memory(file, size, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.frames, FRAMES);
    CHECK_INT(info.diagnostics, 0);
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, FRAMES * CHANNELS, FRAMES, &frames, NULL));
    CHECK_INT(frames, FRAMES);
    for (i = 0; i < FRAMES * CHANNELS; i++) {
        if (abs(samples[i] - ramp[i]) > tolerance) {
            FAIL("sample %d is %d, not %d", i, samples[i], ramp[i]);
        }
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return info;
}

static void every_container_keeps_the_samples(void) {
    static const struct {
        uint32_t container, told;
        const char *id;
    } cases[] = {
        {MMS_WAVE_CONTAINER_AUTO, MMS_WAVE_CONTAINER_RIFF, "RIFF"},
        {MMS_WAVE_CONTAINER_RIFF, MMS_WAVE_CONTAINER_RIFF, "RIFF"},
        {MMS_WAVE_CONTAINER_RIFX, MMS_WAVE_CONTAINER_RIFX, "RIFX"},
        {MMS_WAVE_CONTAINER_RF64, MMS_WAVE_CONTAINER_RF64, "RF64"},
        {MMS_WAVE_CONTAINER_BW64, MMS_WAVE_CONTAINER_BW64, "BW64"},
        {MMS_WAVE_CONTAINER_WAVE64, MMS_WAVE_CONTAINER_WAVE64, "riff"},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mms_wave_format format = sound_format();
        mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
        mms_wave_info info;
        uint8_t *file;
        uint64_t size;
        options.container = cases[i].container;
        file = ramp_file(&format, &options, &size);
        CHECK_BYTES(file, cases[i].id, 4);
        info = check_ramp(file, size, 0);
        CHECK_INT(info.container, cases[i].told);
        CHECK_INT((info.flags & MMS_WAVE_BIG_ENDIAN) != 0, cases[i].told == MMS_WAVE_CONTAINER_RIFX);
        free(file);
    }
}

static void every_encoding_keeps_the_sound(void) {
    static const struct {
        uint32_t tag, bits, encoding;
        int tolerance, block_frames; /* -1: more than 1 */
    } cases[] = {
        {0, 8, MMS_WAVE_ENCODING_PCM, 128, 1},
        {0, 12, MMS_WAVE_ENCODING_PCM, 8, 1},
        {0, 16, MMS_WAVE_ENCODING_PCM, 0, 1},
        {0, 24, MMS_WAVE_ENCODING_PCM, 0, 1},
        {0, 32, MMS_WAVE_ENCODING_PCM, 0, 1},
        {0, 64, MMS_WAVE_ENCODING_PCM, 0, 1},
        {MMS_WAVE_TAG_IEEE_FLOAT, 32, MMS_WAVE_ENCODING_IEEE_FLOAT, 0, 1},
        {MMS_WAVE_TAG_IEEE_FLOAT, 64, MMS_WAVE_ENCODING_IEEE_FLOAT, 0, 1},
        {MMS_WAVE_TAG_ALAW, 8, MMS_WAVE_ENCODING_ALAW, 128, 1},
        {MMS_WAVE_TAG_MULAW, 8, MMS_WAVE_ENCODING_MULAW, 128, 1},
        {MMS_WAVE_TAG_IMA_ADPCM, 4, MMS_WAVE_ENCODING_IMA_ADPCM, 600, -1},
        {MMS_WAVE_TAG_MS_ADPCM, 4, MMS_WAVE_ENCODING_MS_ADPCM, 600, -1},
    };
    size_t i;
    for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        mms_wave_format format = sound_format();
        mms_wave_info info;
        uint8_t *file;
        uint64_t size;
        format.tag = cases[i].tag;
        format.bits_per_sample = cases[i].bits;
        file = ramp_file(&format, NULL, &size);
        info = check_ramp(file, size, cases[i].tolerance);
        CHECK_INT(info.encoding, cases[i].encoding);
        if (cases[i].block_frames > 0) {
            CHECK_INT(info.block_frames, cases[i].block_frames);
        } else {
            CHECK(info.block_frames > 1);
            CHECK_INT(info.fact_frames, FRAMES);
        }
        free(file);
    }
}

static void samples_of_24_bits_in_4_bytes_lie_high_or_low(void) {
    mms_wave_format format = sound_format();
    mms_wave_info info;
    uint8_t *file;
    uint64_t size;
    format.bits_per_sample = 24;
    format.sample_bytes = 4;
    format.flags = MMS_WAVE_RIGHT_ALIGNED;
    file = ramp_file(&format, NULL, &size);
    info = check_ramp(file, size, 0);
    CHECK_INT(info.sample_bytes, 4);
    CHECK_INT(info.valid_bits, 24);
    CHECK((info.flags & MMS_WAVE_RIGHT_ALIGNED) != 0);
    free(file);

    format.bits_per_sample = 32;
    format.valid_bits = 24;
    format.sample_bytes = 0;
    format.flags = 0;
    file = ramp_file(&format, NULL, &size);
    info = check_ramp(file, size, 0);
    CHECK_INT(info.tag, MMS_WAVE_TAG_EXTENSIBLE);
    CHECK_INT(info.sample_bytes, 4);
    CHECK_INT(info.valid_bits, 24);
    CHECK_INT(info.flags & MMS_WAVE_RIGHT_ALIGNED, 0);
    free(file);
}

static void more_channels_make_it_extensible_unless_it_is_to_be_plain(void) {
    static const int16_t silence[6] = {0};
    static const uint32_t tags[2] = {MMS_WAVE_TAG_EXTENSIBLE, MMS_WAVE_TAG_PCM};
    uint32_t plain;
    for (plain = 0; plain < 2; plain++) {
        mms_wave_format format = sound_format();
        mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
        mms_wave_info info = MMS_WAVE_INFO_INIT;
        mms_wave_writer *writer;
        format.channels = 6;
        options.flags = plain * MMS_WAVE_WRITE_PLAIN;
        CHECK_OK(mms_wave_writer_create_memory(&format, &options, &writer, NULL));
        CHECK_OK(mms_wave_writer_write_s16(writer, silence, 1, NULL));
        CHECK_OK(mms_wave_writer_info(writer, &info, NULL));
        CHECK_INT(info.tag, tags[plain]);
        CHECK_INT(info.channel_mask, 0);
        CHECK_OK(mms_wave_writer_close(writer, NULL));
    }
}

static void past_its_limit_a_file_becomes_rf64_or_is_refused(void) {
    mms_wave_format format = sound_format();
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_writer *writer;
    mms_wave_info info;
    uint8_t *file;
    uint64_t size;
    options.max_riff_size = 1000;
    file = ramp_file(&format, &options, &size);
    info = check_ramp(file, size, 0);
    CHECK_INT(info.container, MMS_WAVE_CONTAINER_RF64);
    free(file);
    options.container = MMS_WAVE_CONTAINER_RIFF;
    CHECK_OK(mms_wave_writer_create_memory(&format, &options, &writer, NULL));
    CHECK_STATUS(mms_wave_writer_write_s16(writer, ramp, FRAMES, NULL), MMS_ERROR_LIMIT_RIFF_SIZE);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void encodings_that_cannot_be_decoded_open_for_all_else(void) {
    uint8_t file[SOUND_SIZE], raw[SOUND_DATA];
    int16_t samples[10];
    mms_wave_reader *reader;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_error error = MMS_ERROR_INIT;
    uint64_t count;
    char name[40];
    memcpy(file, sound, sizeof file);
    put16(file + 20, 0x55);
    CHECK_OK(mms_wave_reader_open_memory(file, sizeof file, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.encoding, MMS_WAVE_ENCODING_UNKNOWN);
    CHECK_INT(info.tag, 0x55);
    CHECK_STATUS(mms_wave_reader_read_s16(reader, samples, 10, 5, &count, &error), MMS_ERROR_UNSUPPORTED_TAG);
    CHECK_INT(error.value, 0x55);
    CHECK_OK(mms_wave_reader_read_bytes(reader, raw, sizeof raw, &count, NULL));
    CHECK_INT(count, SOUND_DATA);
    CHECK_BYTES(raw, sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_OK(mms_wave_tag_name(0x55, name, sizeof name, &count, NULL));
    CHECK_INT(count, strlen(name));
    CHECK(count > 0);
    CHECK_OK(mms_wave_tag_name(0x1234, name, sizeof name, &count, NULL));
    CHECK_TEXT(name, "");
}

static void channels_have_names(void) {
    static const char *const names[] = {"FL", "FR", "FC", "LFE", "BL", "BR", "7"};
    char name[8];
    uint64_t size;
    uint32_t mask, i;
    CHECK_OK(mms_wave_channel_mask("FL FR FC LFE BL BR", &mask, NULL));
    CHECK_INT(mask, 0x3F);
    for (i = 0; i < 7; i++) {
        CHECK_OK(mms_wave_channel_name(mask, i, name, sizeof name, &size, NULL));
        CHECK_TEXT(name, names[i]);
    }
    CHECK_STATUS(mms_wave_channel_mask("FL nowhere", &mask, NULL), MMS_ERROR_ARGUMENT);
    CHECK_INT(mask, 0);
}

static void a_pipe_of_unknown_length_says_so(void) {
    uint8_t file[200];
    int ends[2];
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    mms_wave_reader *reader;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    int16_t samples[10];
    uint64_t frames;
    CHECK_INT(pipe(ends), 0);
    CHECK_OK(mms_wave_writer_create_fd(ends[1], &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, 12, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(close(ends[1]), 0);
    CHECK_INT(read(ends[0], file, 8), 8);
    CHECK_BYTES(file, "RIFF\xFF\xFF\xFF\xFF", 8);
    CHECK_INT(close(ends[0]), 0);

    CHECK_INT(pipe(ends), 0);
    CHECK_OK(mms_wave_writer_create_fd(ends[1], &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(close(ends[1]), 0);
    CHECK_OK(mms_wave_reader_open_fd(ends[0], NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK((info.flags & MMS_WAVE_LENGTH_UNKNOWN) != 0);
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, 10, 5, &frames, NULL));
    CHECK_INT(frames, SOUND_FRAMES);
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, 10, 5, &frames, NULL));
    CHECK_INT(frames, 0);
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.frames, SOUND_FRAMES);
    CHECK_INT(info.flags & MMS_WAVE_LENGTH_UNKNOWN, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_INT(close(ends[0]), 0);
}

int main(void) {
    make_ramp();
    RUN(every_container_keeps_the_samples);
    RUN(every_encoding_keeps_the_sound);
    RUN(samples_of_24_bits_in_4_bytes_lie_high_or_low);
    RUN(more_channels_make_it_extensible_unless_it_is_to_be_plain);
    RUN(past_its_limit_a_file_becomes_rf64_or_is_refused);
    RUN(encodings_that_cannot_be_decoded_open_for_all_else);
    RUN(channels_have_names);
    RUN(a_pipe_of_unknown_length_says_so);
    return 0;
}
