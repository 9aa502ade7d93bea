/*
 * ways.h - the ways to open a file: its path, a file descriptor, memory, streams of one's own with and without seeking,
 * and a pipe.
 */
#ifndef WAYS_H
#define WAYS_H

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"

/* A file: its bytes, and how far a stream has come in them. */
struct stream {
    const char *path;
    uint8_t *bytes;
    int64_t size, position;
    int fd, end; /* a descriptor that is read, and the end of a pipe to write to; -1 for none */
    pthread_t feeder;
};

static inline void load(const char *path, struct stream *stream) {
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0);
    stream->path = path;
    stream->size = ftell(file);
    stream->fd = stream->end = -1;
    rewind(file);
    stream->bytes = (uint8_t *)malloc(stream->size > 0 ? (size_t)stream->size : 1);
    CHECK(stream->bytes != NULL);
    CHECK((int64_t)fread(stream->bytes, 1, (size_t)stream->size, file) == stream->size);
    CHECK(fclose(file) == 0);
}

static inline int64_t stream_read(void *user, void *buffer, int64_t size) {
    struct stream *stream = (struct stream *)user;
    int64_t left = stream->size - stream->position;
    int64_t count = left <= 0 ? 0 : left < size ? left : size;
    if (count > 0) {
        memcpy(buffer, stream->bytes + stream->position, (size_t)count);
    }
    stream->position += count;
    return count;
}

static inline int64_t stream_seek(void *user, int64_t offset, int32_t whence) {
    struct stream *stream = (struct stream *)user;
    return stream->position = offset + (whence == 2 ? stream->size : 0);
}

static inline int64_t stream_tell(void *user) { return ((struct stream *)user)->position; }

/* Writes the file to the pipe until all is written or nobody reads any more. */
static inline void *feed(void *user) {
    struct stream *stream = (struct stream *)user;
    int64_t sent = 0;
    ssize_t count;
    while (sent < stream->size && (count = write(stream->end, stream->bytes + sent, stream->size - sent)) > 0) {
        sent += count;
    }
    close(stream->end);
    return NULL;
}

static inline mms_status open_path(struct stream *stream, const mms_wave_open_options *options,
                                   mms_wave_reader **reader) {
    return mms_wave_reader_open(stream->path, options, reader, NULL);
}

static inline mms_status open_descriptor(struct stream *stream, const mms_wave_open_options *options,
                                         mms_wave_reader **reader) {
    stream->fd = open(stream->path, O_RDONLY);
    CHECK(stream->fd >= 0);
    return mms_wave_reader_open_fd(stream->fd, options, reader, NULL);
}

static inline mms_status open_memory(struct stream *stream, const mms_wave_open_options *options,
                                     mms_wave_reader **reader) {
    return mms_wave_reader_open_memory(stream->bytes, (uint64_t)stream->size, options, reader, NULL);
}

static inline mms_status open_stream(struct stream *stream, const mms_wave_open_options *options,
                                     mms_wave_reader **reader) {
    mms_io io = MMS_IO_INIT;
    io.user = stream;
    io.read = stream_read;
    io.seek = stream_seek;
    io.tell = stream_tell;
    stream->position = 0;
    return mms_wave_reader_open_io(&io, options, reader, NULL);
}

static inline mms_status open_forward(struct stream *stream, const mms_wave_open_options *options,
                                      mms_wave_reader **reader) {
    mms_io io = MMS_IO_INIT;
    io.user = stream;
    io.read = stream_read;
    stream->position = 0;
    return mms_wave_reader_open_io(&io, options, reader, NULL);
}

static inline mms_status open_pipe(struct stream *stream, const mms_wave_open_options *options,
                                   mms_wave_reader **reader) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    stream->fd = ends[0];
    stream->end = ends[1];
    CHECK(pthread_create(&stream->feeder, NULL, feed, stream) == 0);
    return mms_wave_reader_open_fd(stream->fd, options, reader, NULL);
}

/* To be called when the reader is closed, or if it could not be opened. */
static inline void finish(struct stream *stream) {
    if (stream->fd >= 0) {
        CHECK(close(stream->fd) == 0);
    }
    if (stream->end >= 0) {
        CHECK(pthread_join(stream->feeder, NULL) == 0);
    }
    stream->fd = stream->end = -1;
}

typedef struct way {
    const char *name;
    int seeks;
    mms_status (*open)(struct stream *, const mms_wave_open_options *, mms_wave_reader **);
} way;

/* The first is the one that the others are compared with. */
static const way ways[] = {
    {"path", 1, open_path},     {"descriptor", 1, open_descriptor},  {"memory", 1, open_memory},
    {"stream", 1, open_stream}, {"forward stream", 0, open_forward}, {"pipe", 0, open_pipe},
};

#endif
