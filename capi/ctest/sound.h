/*
 * sound.h - the recording that most tests use, files that hold it, and a stream in memory that goes through mms_io.
 */
#ifndef SOUND_H
#define SOUND_H

#include "check.h"

/* Five stereo frames of 16 bits at 8000 Hz, laid out as the WAVE specification of 1991 has it. */
enum { SOUND_HEADER = 44, SOUND_FRAMES = 5, SOUND_ALIGN = 4, SOUND_DATA = 20, SOUND_SIZE = 64 };

static const uint8_t sound[SOUND_SIZE] = {
    'R',  'I',  'F', 'F', 56, 0,    0, 0, 'W', 'A', 'V', 'E', /* 56 bytes follow the size */
    'f',  'm',  't', ' ', 16, 0,    0, 0,                     /* how the data are to be understood */
    1,    0,    2,   0,                                       /* PCM, two channels */
    0x40, 0x1F, 0,   0,   0,  0x7D, 0, 0,                     /* 8000 frames, 32000 bytes a second */
    4,    0,    16,  0,                                       /* 4 bytes a frame, 16 bits a sample */
    'd',  'a',  't', 'a', 20, 0,    0, 0,                     /* the frames */
    1,    2,    3,   4,   5,  6,    7, 8, 9,   10,  11,  12,  13, 14, 15, 16, 17, 18, 19, 20,
};

/* The format of that recording. */
static inline mms_wave_format sound_format(void) {
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    format.tag = MMS_WAVE_TAG_PCM;
    format.channels = 2;
    format.sample_rate = 8000;
    format.bits_per_sample = 16;
    return format;
}

#ifdef MMS_WAVE_WRITE_PLAIN /* which the headers of ABI 1 do not have */
/* How to write that recording to the byte: without room to become RF64. */
static const mms_wave_write_options plain = {sizeof(mms_wave_write_options), MMS_WAVE_WRITE_PLAIN, 0, 0, 0, 0, 0, 0};
#endif

/* Little-endian numbers of 16 and 32 bits in a file. */
static inline void put16(uint8_t *at, uint32_t number) {
    at[0] = (uint8_t)number;
    at[1] = (uint8_t)(number >> 8);
}

static inline void put32(uint8_t *at, uint32_t number) {
    put16(at, number);
    put16(at + 2, number >> 16);
}

static inline void write_file(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    CHECK(fwrite(bytes, 1, size, file) == size);
    CHECK(fclose(file) == 0);
}

/* Reads a file of at most capacity bytes and returns its size. */
static inline size_t read_file(const char *path, uint8_t *bytes, size_t capacity) {
    FILE *file = fopen(path, "rb");
    size_t size;
    CHECK(file != NULL);
    size = fread(bytes, 1, capacity, file);
    CHECK(feof(file) || fgetc(file) == EOF);
    CHECK(fclose(file) == 0);
    return size;
}

/* A stream in memory, with room for 4096 bytes. */
struct stream {
    uint8_t bytes[4096];
    int64_t size;
    int64_t position;
    int64_t most; /* bytes that one call moves at most; 0: all it is asked to */
    int calls;    /* of any function */
    int flushes;
};

static inline int64_t stream_count(struct stream *stream, int64_t wanted, int64_t possible) {
    int64_t count = wanted < possible ? wanted : possible;
    stream->calls++;
    return stream->most > 0 && count > stream->most ? stream->most : count;
}

static inline int64_t stream_read(void *user, void *buffer, int64_t size) {
    struct stream *stream = (struct stream *)user;
    int64_t left = stream->position < stream->size ? stream->size - stream->position : 0;
    int64_t count = stream_count(stream, size, left);
    memcpy(buffer, stream->bytes + stream->position, (size_t)count);
    stream->position += count;
    return count;
}

static inline int64_t stream_write(void *user, const void *buffer, int64_t size) {
    struct stream *stream = (struct stream *)user;
    int64_t count = stream_count(stream, size, (int64_t)sizeof stream->bytes - stream->position);
    memcpy(stream->bytes + stream->position, buffer, (size_t)count);
    stream->position += count;
    if (stream->size < stream->position) {
        stream->size = stream->position;
    }
    return count;
}

static inline int64_t stream_seek(void *user, int64_t offset, int32_t whence) {
    struct stream *stream = (struct stream *)user;
    stream->calls++;
    CHECK(whence == 0 || whence == 2);
    stream->position = offset + (whence == 2 ? stream->size : 0);
    CHECK(stream->position >= 0);
    return stream->position;
}

static inline int64_t stream_tell(void *user) {
    struct stream *stream = (struct stream *)user;
    stream->calls++;
    return stream->position;
}

static inline mms_status stream_flush(void *user) {
    struct stream *stream = (struct stream *)user;
    stream->calls++;
    stream->flushes++;
    return MMS_OK;
}

static inline mms_io stream_io(struct stream *stream) {
    mms_io io = MMS_IO_INIT;
    io.user = stream;
    io.read = stream_read;
    io.write = stream_write;
    io.seek = stream_seek;
    io.tell = stream_tell;
    io.flush = stream_flush;
    return io;
}

/* A stream that holds the recording. */
static inline void stream_load(struct stream *stream, const void *bytes, size_t size) {
    memset(stream, 0, sizeof *stream);
    CHECK(size <= sizeof stream->bytes);
    memcpy(stream->bytes, bytes, size);
    stream->size = (int64_t)size;
}

#endif
