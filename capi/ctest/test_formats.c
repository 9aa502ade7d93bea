/* Which formats are understood, from a whole file and from a fmt chunk alone, and what is told of them. */
#include "sound.h"

/* The GUIDs of the two sub-formats, as ksmedia.h defines them, in the order of bytes of a file. */
static const uint8_t sub_pcm[16] = {1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};
static const uint8_t sub_float[16] = {3, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71};

enum { CHUNK = 40 };

static void make_chunk(uint8_t chunk[CHUNK], uint32_t tag, uint32_t channels, uint32_t bits, uint32_t align) {
    memset(chunk, 0, CHUNK);
    put16(chunk, tag);
    put16(chunk + 2, channels);
    put32(chunk + 4, 48000);
    put32(chunk + 8, 48000 * align);
    put16(chunk + 12, align);
    put16(chunk + 14, bits);
}

static void make_extensible(uint8_t chunk[CHUNK], uint32_t bits, uint32_t align, uint32_t valid,
                            const uint8_t sub[16]) {
    make_chunk(chunk, MMS_WAVE_TAG_EXTENSIBLE, 2, bits, align);
    put16(chunk + 16, 22);
    put16(chunk + 18, valid);
    put32(chunk + 20, 3); /* front left and front right */
    memcpy(chunk + 24, sub, 16);
}

/* Parses a chunk, and sees to it that a file with that chunk is told the same of. */
static mms_status parse(const uint8_t *chunk, uint32_t size, mms_wave_info *info) {
    uint8_t file[20 + CHUNK + 8];
    mms_wave_reader *reader;
    mms_status alone, in_file;
    mms_wave_info fresh = MMS_WAVE_INFO_INIT, from_file = MMS_WAVE_INFO_INIT;

    *info = fresh;
    alone = mms_wave_parse_format(chunk, size, info, NULL);

    memcpy(file, sound, 20);
    put32(file + 4, 20 + size + 8 - 8);
    put32(file + 16, size);
    memcpy(file + 20, chunk, size);
    memcpy(file + 20 + size, "data\0\0\0\0", 8);
    in_file = mms_wave_reader_open_memory(file, 20 + size + 8, NULL, &reader, NULL);
    CHECK_INT(in_file, alone);
    if (in_file == MMS_OK) {
        CHECK_OK(mms_wave_reader_info(reader, &from_file, NULL));
        CHECK_INT(from_file.encoding, info->encoding);
        CHECK_INT(from_file.valid_bits, info->valid_bits);
        CHECK_INT(from_file.sample_bytes, info->sample_bytes);
        CHECK_INT(from_file.block_align, info->block_align);
        CHECK_INT(from_file.channel_mask, info->channel_mask);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
    return alone;
}

static void integers_of_1_to_64_bits_are_containers_of_whole_bytes(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    uint32_t bits;
    for (bits = 1; bits <= 64; bits++) {
        uint32_t bytes = (bits + 7) / 8;
        make_chunk(chunk, MMS_WAVE_TAG_PCM, 3, bits, 3 * bytes);
        CHECK_OK(parse(chunk, 16, &info));
        CHECK_INT(info.encoding, MMS_WAVE_ENCODING_PCM);
        CHECK_INT(info.bits_per_sample, bits);
        CHECK_INT(info.valid_bits, bits);
        CHECK_INT(info.sample_bytes, bytes);
        CHECK_INT(info.block_align, 3 * bytes);
        CHECK_INT(info.flags & MMS_WAVE_RIGHT_ALIGNED, 0);
    }
}

static void floats_have_16_32_or_64_bits(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    make_chunk(chunk, MMS_WAVE_TAG_IEEE_FLOAT, 2, 32, 8);
    CHECK_OK(parse(chunk, 16, &info));
    CHECK_INT(info.encoding, MMS_WAVE_ENCODING_IEEE_FLOAT);
    CHECK_INT(info.sample_bytes, 4);
    make_chunk(chunk, MMS_WAVE_TAG_IEEE_FLOAT, 2, 64, 16);
    CHECK_OK(parse(chunk, 16, &info));
    CHECK_INT(info.sample_bytes, 8);
    make_chunk(chunk, MMS_WAVE_TAG_IEEE_FLOAT, 2, 16, 4);
    CHECK_OK(parse(chunk, 16, &info));
    CHECK_INT(info.sample_bytes, 2);
}

static void an_extensible_format_is_what_its_sub_format_says(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    make_extensible(chunk, 24, 6, 24, sub_pcm);
    CHECK_OK(parse(chunk, CHUNK, &info));
    CHECK_INT(info.tag, MMS_WAVE_TAG_EXTENSIBLE);
    CHECK_INT(info.encoding, MMS_WAVE_ENCODING_PCM);
    CHECK_INT(info.channel_mask, 3);
    CHECK_BYTES(info.sub_format, sub_pcm, 16);
    make_extensible(chunk, 32, 8, 32, sub_float);
    CHECK_OK(parse(chunk, CHUNK, &info));
    CHECK_INT(info.encoding, MMS_WAVE_ENCODING_IEEE_FLOAT);
    CHECK_BYTES(info.sub_format, sub_float, 16);
}

static void the_whole_sub_format_is_compared(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    int i;
    for (i = 0; i < 16; i++) {
        make_extensible(chunk, 16, 4, 16, sub_pcm);
        chunk[24 + i] ^= 0x40;
        CHECK_OK(parse(chunk, CHUNK, &info));
        CHECK_INT(info.encoding, MMS_WAVE_ENCODING_UNKNOWN);
    }
}

static void valid_bits_of_a_wider_container_are_the_high_ones(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    make_extensible(chunk, 24, 6, 20, sub_pcm);
    CHECK_OK(parse(chunk, CHUNK, &info));
    CHECK_INT(info.bits_per_sample, 24);
    CHECK_INT(info.valid_bits, 20);
    CHECK_INT(info.sample_bytes, 3);
    CHECK_INT(info.flags & MMS_WAVE_RIGHT_ALIGNED, 0);
}

static void bits_of_a_frame_with_too_many_bytes_are_the_low_ones(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    make_chunk(chunk, MMS_WAVE_TAG_PCM, 2, 24, 8);
    CHECK_OK(parse(chunk, 16, &info));
    CHECK_INT(info.bits_per_sample, 24);
    CHECK_INT(info.valid_bits, 24);
    CHECK_INT(info.sample_bytes, 4);
    CHECK_INT(info.block_align, 8);
    CHECK_INT(info.flags & MMS_WAVE_RIGHT_ALIGNED, MMS_WAVE_RIGHT_ALIGNED);
}

static void a_chunk_alone_tells_nothing_of_data(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    make_chunk(chunk, MMS_WAVE_TAG_PCM, 1, 16, 2);
    CHECK_OK(parse(chunk, 16, &info));
    CHECK_INT(info.frames, 0);
    CHECK_INT(info.frames_declared, 0);
    CHECK_INT(info.data_offset, 0);
    CHECK_INT(info.data_bytes, 0);
    CHECK_INT(info.diagnostics, 0);
}

static void what_is_impossible_is_no_format(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    make_chunk(chunk, MMS_WAVE_TAG_PCM, 0, 16, 2);
    CHECK_INT(parse(chunk, 16, &info), MMS_ERROR_FORMAT_CHANNELS);
    CHECK_INT(info.channels, 0);
    CHECK_INT(info.sample_rate, 0);
    make_chunk(chunk, MMS_WAVE_TAG_PCM, 1, 65, 9);
    CHECK_INT(parse(chunk, 16, &info), MMS_ERROR_FORMAT_BITS);
}

static void other_tags_are_told_and_nothing_more(void) {
    static const uint32_t tags[] = {0, 4, 0x55, 0xFFFD, 0xFFFF};
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    size_t i;
    for (i = 0; i < sizeof tags / sizeof *tags; i++) {
        make_chunk(chunk, tags[i], 1, 8, 1);
        CHECK_OK(parse(chunk, 16, &info));
        CHECK_INT(info.encoding, MMS_WAVE_ENCODING_UNKNOWN);
        CHECK_INT(info.tag, tags[i]);
    }
}

static void a_chunk_that_is_too_short_ends_too_early(void) {
    uint8_t chunk[CHUNK];
    mms_wave_info info;
    uint32_t size;
    make_extensible(chunk, 16, 4, 16, sub_pcm);
    for (size = 0; size < CHUNK; size++) {
        uint8_t *exact = (uint8_t *)malloc(size > 0 ? size : 1);
        CHECK(exact != NULL);
        memcpy(exact, chunk, size);
        info.struct_size = sizeof info;
        CHECK_STATUS(mms_wave_parse_format(exact, size, &info, NULL), MMS_ERROR_EOF);
        free(exact);
    }
}

int main(void) {
    RUN(integers_of_1_to_64_bits_are_containers_of_whole_bytes);
    RUN(floats_have_16_32_or_64_bits);
    RUN(an_extensible_format_is_what_its_sub_format_says);
    RUN(the_whole_sub_format_is_compared);
    RUN(valid_bits_of_a_wider_container_are_the_high_ones);
    RUN(bits_of_a_frame_with_too_many_bytes_are_the_low_ones);
    RUN(a_chunk_alone_tells_nothing_of_data);
    RUN(what_is_impossible_is_no_format);
    RUN(other_tags_are_told_and_nothing_more);
    RUN(a_chunk_that_is_too_short_ends_too_early);
    return 0;
}
