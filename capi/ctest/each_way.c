/*
 * each_way.c - reads each file named on the command line in each way of ways.h, and fails if these do not bring the
 * same. For each file a line tells what it was:
 *
 *     status channels sample_rate bits_per_sample block_align frames data_bytes path
 *
 * with zeros behind the status if the file cannot be opened. test_corpus.py runs it.
 */
#include <signal.h>

#include "ways.h"

/* A file that was read. */
struct content {
    mms_status status;
    mms_wave_info info; /* as it is when all was read */
    uint32_t repairs;   /* a set of bits */
    uint8_t *bytes;
    uint64_t size;
};

/* Reads to the end, some bytes at a time, and closes. */
static void read_all(mms_wave_reader *reader, uint64_t capacity, struct content *content) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    uint64_t got, block;
    uint32_t i;
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    block = info.block_align * (uint64_t)1000;
    content->bytes = (uint8_t *)malloc(capacity + block);
    CHECK(content->bytes != NULL);
    do {
        CHECK(content->size <= capacity);
        CHECK_OK(mms_wave_reader_read_bytes(reader, content->bytes + content->size, block, &got, NULL));
        content->size += got;
    } while (got > 0);
    CHECK_OK(mms_wave_reader_info(reader, &content->info, NULL));
    for (i = 0; i < content->info.diagnostics; i++) {
        mms_wave_diagnostic diagnostic = MMS_WAVE_DIAGNOSTIC_INIT;
        CHECK_OK(mms_wave_reader_diagnostic(reader, i, &diagnostic, NULL));
        content->repairs |= diagnostic.repair;
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void read_by(const way *way, struct stream *stream, struct content *content) {
    mms_wave_reader *reader;
    content->status = way->open(stream, NULL, &reader);
    if (content->status == MMS_OK) {
        read_all(reader, (uint64_t)stream->size, content);
    }
    finish(stream);
}

/* Says what is not the same, and returns how much that is. */
static int differences(const char *path, const char *way, const struct content *got, const struct content *want) {
    int count = 0;
    if (got->status == MMS_ERROR_FORMAT_DATA_FIRST && (want->repairs & MMS_WAVE_REPAIR_DATA_FIRST)) {
        return 0; /* there is no way back in a pipe to data that came before its format */
    }
#define COMPARE(member)                                                                                                \
    if (got->member != want->member) {                                                                                 \
        fprintf(stderr, "%s: " #member " is %lld by %s, %lld by path\n", path, (long long)got->member, way,            \
                (long long)want->member);                                                                              \
        count++;                                                                                                       \
    }
    COMPARE(status);
    COMPARE(size);
    COMPARE(info.encoding);
    COMPARE(info.tag);
    COMPARE(info.channels);
    COMPARE(info.sample_rate);
    COMPARE(info.bits_per_sample);
    COMPARE(info.valid_bits);
    COMPARE(info.sample_bytes);
    COMPARE(info.block_align);
    COMPARE(info.channel_mask);
    COMPARE(info.frames);
    COMPARE(info.frames_declared);
    COMPARE(info.data_offset);
    COMPARE(info.data_bytes);
    if (count == 0 && got->size > 0 && memcmp(got->bytes, want->bytes, (size_t)got->size) != 0) {
        fprintf(stderr, "%s: other bytes by %s than by path\n", path, way);
        count++;
    }
    return count;
}

int main(int argc, char **argv) {
    int i, failures = 0;
    size_t n;
    signal(SIGPIPE, SIG_IGN); /* a reader that refuses a file does not read its pipe to the end */
    for (i = 1; i < argc; i++) {
        static const struct content nothing = {MMS_OK, MMS_WAVE_INFO_INIT, 0, NULL, 0};
        struct stream stream;
        struct content want = nothing;
        load(argv[i], &stream);
        read_by(&ways[0], &stream, &want);
        for (n = 1; n < sizeof ways / sizeof *ways; n++) {
            struct content got = nothing;
            read_by(&ways[n], &stream, &got);
            failures += differences(argv[i], ways[n].name, &got, &want);
            free(got.bytes);
        }
        printf("%d %u %u %u %u %lld %llu %s\n", (int)want.status, (unsigned)want.info.channels,
               (unsigned)want.info.sample_rate, (unsigned)want.info.bits_per_sample, (unsigned)want.info.block_align,
               (long long)want.info.frames, (unsigned long long)want.size, argv[i]);
        free(want.bytes);
        free(stream.bytes);
    }
    return failures > 0;
}
