/* Samples converted, single colours, and the small functions that take bytes and texts. */
#include "fuzz.h"

/* Many samples at once become what each becomes by itself, out of exact buffers into exact buffers. */
void fuzz_samples(struct input *in) {
    uint32_t from = pick(in, 16) == 0 ? (uint32_t)hostile(in) : 1 + pick(in, 9);
    uint32_t to = pick(in, 16) == 0 ? (uint32_t)hostile(in) : 1 + pick(in, 9);
    uint64_t count = pick(in, 4) == 0 ? pick(in, 5000) : pick(in, 200), i;
    size_t size = sample_size(from), width = sample_size(to);
    uint8_t *src, *dst, one[8], numbers[8];
    int in_place = size == width && pick(in, 3) == 0;
    mms_status status;
    if (size == 0 || width == 0) {
        CHECK_STATUS(TRY(mms_convert_samples(numbers, from, one, to, hostile(in), ERROR)), MMS_ERROR_ARGUMENT_RANGE);
        return;
    }
    if (pick(in, 32) == 1) {
        CHECK_STATUS(TRY(mms_convert_samples(numbers, from, one, to, INT64_MAX / 2 + hostile(in) / 4, ERROR)),
                     MMS_ERROR_ARGUMENT_RANGE);
    }
    src = exact((size_t)count * size, sample_align(from));
    fill(in, src, (size_t)count * size);
    dst = in_place ? exact_copy(src, (size_t)count * size, sample_align(to))
                   : exact_result((size_t)count * width, sample_align(to));
    status = TRY(mms_convert_samples(in_place ? dst : src, from, dst, to, count, ERROR));
    CHECK_OK(status);
    for (i = 0; i < count; i += 1 + i / 16) {
        double aligned[2]; /* samples, where C wants them to be */
        memcpy(aligned, src + i * size, size);
        CHECK_OK(TRY(mms_convert_samples(aligned, from, aligned + 1, to, 1, ERROR)));
        CHECK_BYTES(dst + i * width, aligned + 1, width);
    }
    release(src);
    release(dst);
}

typedef mms_status (*scalar)(double, double, double, double[3]);

static void colour(struct input *in) {
    static const scalar all[] = {mms_rgb_to_yiq, mms_yiq_to_rgb, mms_rgb_to_hls,
                                 mms_hls_to_rgb, mms_rgb_to_hsv, mms_hsv_to_rgb};
    double given[3], *out = exact_result(3 * sizeof *out, sizeof *out);
    mms_status status;
    fill(in, given, sizeof given);
    status = TRY_BARE(all[pick(in, 6)](given[0], given[1], given[2], out));
    CHECK(status == MMS_OK || MMS_STATUS_CLASS(status) == MMS_ERROR_DOMAIN);
    if (status != MMS_OK) {
        CHECK_FILLED(out, 0, 3 * sizeof *out);
    }
    release(out);
}

/* The first bytes of the input as a fmt chunk, at every length. */
static void parse_format(struct input *in) {
    size_t start = pick(in, 2) == 0 && in->size > 20 ? 20 : 0, size = pick(in, 60);
    mms_wave_info info;
    mms_status status;
    void *chunk;
    size = size < in->size - start ? size : in->size - start;
    chunk = exact_copy(in->file + start, size, 1);
    STALE_STRUCT(info);
    status = TRY(mms_wave_parse_format(chunk, size, &info, ERROR));
    CHECK_STRUCT_ZEROED(status, info);
    if (status == MMS_OK) {
        CHECK(info.channels >= 1);
    }
    release(chunk);
}

static void names(struct input *in) {
    uint32_t tag = (uint32_t)hostile(in) % 65536, mask = (uint32_t)hostile(in), channel = (uint32_t)hostile(in), found;
    char *text = exact_text(in), *buffer;
    uint64_t size, again;
    mms_status status;
    STALE(size);
    CHECK_OK(TRY(mms_wave_tag_name(tag, NULL, 0, &size, ERROR)));
    buffer = exact_result((size_t)size + 1, 1);
    CHECK_OK(TRY(mms_wave_tag_name(tag, buffer, size + 1, &again, ERROR)));
    CHECK_INT(strlen(buffer), size);
    release(buffer);
    STALE(size);
    if (TRY(mms_wave_channel_name(mask, channel, NULL, 0, &size, ERROR)) == MMS_OK) {
        buffer = exact_result((size_t)size + 1, 1);
        CHECK_OK(TRY(mms_wave_channel_name(mask, channel, buffer, size + 1, &again, ERROR)));
        CHECK_INT(strlen(buffer), size);
        release(buffer);
    } else {
        CHECK_INT(size, 0);
    }
    STALE(found);
    status = TRY(mms_wave_channel_mask(text, &found, ERROR));
    CHECK_ZEROED(status, found);
    release(text);
    CHECK(mms_status_string((mms_status)hostile(in)) != NULL);
}

/* Numbers in the place of handles. */
static void handles(struct input *in) {
    void *token = (void *)(uintptr_t)hostile(in);
    int64_t frame;
    uint32_t count;
    STALE(frame);
    STALE(count);
    CHECK_STATUS(TRY(mms_wave_reader_tell(token, &frame, ERROR)), MMS_ERROR_HANDLE);
    CHECK_INT(frame, 0);
    CHECK_STATUS(TRY(mms_wave_writer_close(token, ERROR)), MMS_ERROR_HANDLE);
    CHECK_STATUS(TRY(mms_wave_metadata_count(token, MMS_WAVE_ENTRY_CHUNK, &count, ERROR)), MMS_ERROR_HANDLE);
    CHECK_INT(count, 0);
    CHECK_STATUS(TRY(mms_wave_scan_close(token, ERROR)), MMS_ERROR_HANDLE);
}

/* Limits that are no hindrance. */
static void limits(struct input *in) {
    uint64_t memory = hostile(in);
    mms_status status = TRY(mms_set_limits(pick(in, 4), memory < 1u << 30 ? 0 : memory, ERROR));
    CHECK(status == MMS_OK || (status == MMS_ERROR_ARGUMENT_RANGE && memory > INT64_MAX));
}

void fuzz_small(struct input *in) {
    static void (*const things[])(struct input *) = {parse_format, names, colour, handles, limits};
    int i;
    for (i = 0; i < 8; i++) {
        things[in->left > 0 ? pick(in, 5) : (uint32_t)i % 5](in);
    }
}
