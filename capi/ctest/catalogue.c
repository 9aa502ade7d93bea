/*
 * catalogue.c - reads each file named on the command line in each way of ways.h, leniently and strictly, and prints a
 * line for each: the file, the way, "sized" or "stream" for whether it can seek, "lenient" or "strict", and then the
 * columns of the catalogue's manifest (internal/wavtest/catalogue/export/outcome.go), with a tab between them.
 * test_catalogue.py runs it.
 */
#include <signal.h>

#include "ways.h"

/* CRC-32, as zip has it. */
static uint32_t crc32(uint32_t crc, const uint8_t *bytes, size_t size) {
    static uint32_t table[256];
    uint32_t i, bit;
    if (table[1] == 0) {
        for (i = 0; i < 256; i++) {
            table[i] = i;
            for (bit = 0; bit < 8; bit++) {
                table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xEDB88320u : 0);
            }
        }
    }
    crc = ~crc;
    while (size-- > 0) {
        crc = crc >> 8 ^ table[(crc ^ *bytes++) & 0xFF];
    }
    return ~crc;
}

static void print_format(const mms_wave_info *info) {
    printf("\t%u %u %u %u %u %u %u %u %u %u %u", (unsigned)info->container, (unsigned)info->encoding,
           (unsigned)info->tag, (unsigned)info->channels, (unsigned)info->sample_rate, (unsigned)info->bits_per_sample,
           (unsigned)info->valid_bits, (unsigned)info->sample_bytes, (unsigned)info->block_align,
           (unsigned)info->block_frames, (unsigned)info->channel_mask);
}

/* Prints the diagnostics that there are by now. */
static void print_diagnostics(mms_wave_reader *reader) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    uint32_t i;
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    printf(info.diagnostics == 0 ? "\t-" : "\t");
    for (i = 0; i < info.diagnostics; i++) {
        mms_wave_diagnostic d = MMS_WAVE_DIAGNOSTIC_INIT;
        CHECK_OK(mms_wave_reader_diagnostic(reader, i, &d, NULL));
        printf("%s%u:%02x%02x%02x%02x:%lld", i == 0 ? "" : " ", (unsigned)d.repair, d.chunk_id[0], d.chunk_id[1],
               d.chunk_id[2], d.chunk_id[3], (long long)d.offset);
    }
}

/* Reads all bytes, and prints the columns "bytes" and "frames". */
static void print_bytes(mms_wave_reader *reader, const mms_wave_info *info) {
    uint64_t size = (info->block_align > 0 ? info->block_align : 1) * (uint64_t)1000, got, count = 0;
    uint8_t *buffer = (uint8_t *)malloc(size);
    mms_wave_info end = MMS_WAVE_INFO_INIT;
    uint32_t crc = 0;
    mms_status status;
    CHECK(buffer != NULL);
    do {
        status = mms_wave_reader_read_bytes(reader, buffer, size, &got, NULL);
        crc = crc32(crc, buffer, (size_t)got);
        count += got;
    } while (status == MMS_OK && got > 0);
    free(buffer);
    if (status == MMS_OK) {
        printf("\t%u %llu", (unsigned)crc, (unsigned long long)count);
    } else {
        printf("\t%s", mms_status_string(status));
    }
    CHECK_OK(mms_wave_reader_info(reader, &end, NULL));
    printf("\t%lld", (long long)end.frames);
}

/* Prints the columns "chunks" and "metadata". */
static void print_chunks(mms_wave_reader *reader) {
    mms_wave_metadata *metadata;
    uint32_t i, count, crc = 0;
    mms_status status = mms_wave_reader_chunk_count(reader, &count, NULL);
    if (status == MMS_OK) {
        for (i = 0; i < count; i++) {
            mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
            CHECK_OK(mms_wave_reader_chunk(reader, i, &chunk, NULL));
            crc = crc32(crc, chunk.id, sizeof chunk.id);
        }
        printf("\t%u %u", (unsigned)crc, (unsigned)count);
    } else {
        printf("\t%s", mms_status_string(status));
    }
    status = mms_wave_reader_metadata(reader, &metadata, NULL);
    printf("\t%s", status == MMS_OK ? "ok" : mms_status_string(status));
    if (status == MMS_OK) {
        CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    }
}

/* Reads all samples, and prints the columns "samples" and "floats". */
static void print_samples(mms_wave_reader *reader, const mms_wave_info *info) {
    uint64_t frames, capacity = info->channels * (uint64_t)1000;
    float *buffer = (float *)malloc((size_t)capacity * sizeof *buffer);
    uint32_t crc = 0;
    mms_status status;
    CHECK(buffer != NULL);
    do {
        status = mms_wave_reader_read_f32(reader, buffer, capacity, 1000, &frames, NULL);
        crc = crc32(crc, (const uint8_t *)buffer, (size_t)(frames * info->channels * sizeof *buffer));
    } while (status == MMS_OK && frames > 0);
    free(buffer);
    if (status == MMS_OK) {
        printf("\tok\t%u", (unsigned)crc);
    } else {
        printf("\t%s\t-", mms_status_string(status));
    }
}

static void read_by(const way *way, struct stream *stream, uint32_t refuse) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader;
    mms_status status;
    options.refuse = refuse;
    printf("%s\t%s\t%s\t%s\t", stream->path, way->name, way->seeks ? "sized" : "stream", refuse ? "strict" : "lenient");
    status = way->open(stream, &options, &reader);
    if (status != MMS_OK) {
        printf("%s\t-\t-\t-\t-\t-\t-\t-\t-\t-\n", mms_status_string(status));
        finish(stream);
        return;
    }
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    printf("ok");
    print_format(&info);
    print_diagnostics(reader);
    print_bytes(reader, &info);
    print_chunks(reader);
    print_diagnostics(reader);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    finish(stream);

    CHECK_OK(way->open(stream, &options, &reader));
    print_samples(reader, &info);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    finish(stream);
    printf("\n");
}

int main(int argc, char **argv) {
    int i;
    size_t n;
    signal(SIGPIPE, SIG_IGN); /* a reader that refuses a file does not read its pipe to the end */
    for (i = 1; i < argc; i++) {
        struct stream stream;
        load(argv[i], &stream);
        for (n = 0; n < sizeof ways / sizeof *ways; n++) {
            if (stream.size < 1 << 20 || ways[n].open != open_pipe) { /* a pipe brings but some bytes at a time */
                read_by(&ways[n], &stream, 0);
                read_by(&ways[n], &stream, MMS_WAVE_REPAIR_ALL);
            }
        }
        free(stream.bytes);
    }
    return 0;
}
