/*
 * each_way.c - reads each file named on the command line from its path, a file descriptor, memory, a stream of its own
 * and a pipe, and fails if these do not bring the same. For each file a line tells what it was:
 *
 *     status channels sample_rate bits_per_sample block_align frames data_bytes path
 *
 * with zeros behind the status if the file cannot be opened. test_corpus.py runs it.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "check.h"

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

/* The bytes of a file, and how far a stream has come in them. */
struct stream {
    uint8_t *bytes;
    int64_t size, position;
    int end; /* of a pipe, to write to */
};

static int64_t stream_read(void *user, void *buffer, int64_t size) {
    struct stream *stream = (struct stream *)user;
    int64_t left = stream->size - stream->position;
    int64_t count = left <= 0 ? 0 : left < size ? left : size;
    if (count > 0) {
        memcpy(buffer, stream->bytes + stream->position, (size_t)count);
    }
    stream->position += count;
    return count;
}

static int64_t stream_seek(void *user, int64_t offset, int32_t whence) {
    struct stream *stream = (struct stream *)user;
    return stream->position = offset + (whence == 2 ? stream->size : 0);
}

static int64_t stream_tell(void *user) { return ((struct stream *)user)->position; }

/* Writes the file to the pipe until all is written or nobody reads any more. */
static void *feed(void *user) {
    struct stream *stream = (struct stream *)user;
    int64_t sent = 0;
    ssize_t count;
    while (sent < stream->size && (count = write(stream->end, stream->bytes + sent, stream->size - sent)) > 0) {
        sent += count;
    }
    close(stream->end);
    return NULL;
}

static void from_path(const char *path, struct stream *stream, struct content *content) {
    mms_wave_reader *reader;
    content->status = mms_wave_reader_open(path, NULL, &reader, NULL);
    if (content->status == MMS_OK) {
        read_all(reader, (uint64_t)stream->size, content);
    }
}

static void from_descriptor(const char *path, struct stream *stream, struct content *content) {
    mms_wave_reader *reader;
    int fd = open(path, O_RDONLY);
    CHECK(fd >= 0);
    content->status = mms_wave_reader_open_fd(fd, NULL, &reader, NULL);
    if (content->status == MMS_OK) {
        read_all(reader, (uint64_t)stream->size, content);
    }
    close(fd);
}

static void from_memory(const char *path, struct stream *stream, struct content *content) {
    mms_wave_reader *reader;
    (void)path;
    content->status = mms_wave_reader_open_memory(stream->bytes, (uint64_t)stream->size, NULL, &reader, NULL);
    if (content->status == MMS_OK) {
        read_all(reader, (uint64_t)stream->size, content);
    }
}

static void from_stream(const char *path, struct stream *stream, struct content *content) {
    mms_wave_reader *reader;
    mms_io io = MMS_IO_INIT;
    (void)path;
    io.user = stream;
    io.read = stream_read;
    io.seek = stream_seek;
    io.tell = stream_tell;
    stream->position = 0;
    content->status = mms_wave_reader_open_io(&io, NULL, &reader, NULL);
    if (content->status == MMS_OK) {
        read_all(reader, (uint64_t)stream->size, content);
    }
}

static void from_pipe(const char *path, struct stream *stream, struct content *content) {
    mms_wave_reader *reader;
    int ends[2];
    pthread_t feeder;
    (void)path;
    CHECK(pipe(ends) == 0);
    stream->end = ends[1];
    CHECK(pthread_create(&feeder, NULL, feed, stream) == 0);
    content->status = mms_wave_reader_open_fd(ends[0], NULL, &reader, NULL);
    if (content->status == MMS_OK) {
        read_all(reader, (uint64_t)stream->size, content);
    }
    close(ends[0]);
    pthread_join(feeder, NULL);
}

static const struct {
    const char *name;
    void (*read)(const char *, struct stream *, struct content *);
} ways[] = {
    {"descriptor", from_descriptor},
    {"memory", from_memory},
    {"stream", from_stream},
    {"pipe", from_pipe},
};

static void load(const char *path, struct stream *stream) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0);
    stream->size = ftell(file);
    rewind(file);
    stream->bytes = (uint8_t *)malloc(stream->size > 0 ? (size_t)stream->size : 1);
    CHECK(stream->bytes != NULL);
    CHECK((int64_t)fread(stream->bytes, 1, (size_t)stream->size, file) == stream->size);
    CHECK(fclose(file) == 0);
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
    size_t way;
    signal(SIGPIPE, SIG_IGN); /* a reader that refuses a file does not read its pipe to the end */
    for (i = 1; i < argc; i++) {
        static const struct content nothing = {MMS_OK, MMS_WAVE_INFO_INIT, 0, NULL, 0};
        struct stream stream = {NULL, 0, 0, -1};
        struct content want = nothing;
        load(argv[i], &stream);
        from_path(argv[i], &stream, &want);
        for (way = 0; way < sizeof ways / sizeof *ways; way++) {
            struct content got = nothing;
            ways[way].read(argv[i], &stream, &got);
            failures += differences(argv[i], ways[way].name, &got, &want);
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
