/* Streams of a host. A liar returns too much, too little, negative numbers, moves elsewhere, and calls its own reader.
 */
#include "host.h"

/* No input has a reason to ask a host so often. */
enum { ENOUGH = 200000 };

static uint64_t draw(struct host *host) {
    host->state ^= host->state << 13;
    host->state ^= host->state >> 7;
    host->state ^= host->state << 17;
    return host->state;
}

/* Whether this call goes wrong. A call from within its own callback is refused, and harms nothing. */
static int lies_now(struct host *host) {
    int64_t frame;
    while (planted(ENDLESS_CALLS)) {
    }
    if (host->calls++ > ENOUGH) {
        FAIL("a host is called for ever");
    }
    if (host->lies > 0 && draw(host) % 64 == 0) {
        if (host->reader != NULL) {
            CHECK_STATUS(mms_wave_reader_tell(host->reader, &frame, NULL), MMS_ERROR_BUSY);
            CHECK_STATUS(mms_wave_reader_close(host->reader, NULL), MMS_ERROR_BUSY);
        }
        if (host->writer != NULL) {
            CHECK_STATUS(mms_wave_writer_tell(host->writer, &frame, NULL), MMS_ERROR_BUSY);
            CHECK_STATUS(mms_wave_writer_close(host->writer, NULL), MMS_ERROR_BUSY);
        }
    }
    return (int)(draw(host) % 32) < host->lies;
}

/* A number that is no good answer. */
static int64_t lie(struct host *host, int64_t size) {
    int64_t all[] = {
        size + 1, INT64_MAX, INT64_MIN, ODD_STATUS, STRANGE_STATUS, MMS_ERROR_IO_CALLBACK, MMS_ERROR_IO_UNSEEKABLE,
        0,        1};
    int64_t answer = all[draw(host) % (sizeof all / sizeof *all)];
    callback_lied = 1;
    return answer;
}

static int64_t at_most(const struct host *host, int64_t size) {
    return host->most > 0 && host->most < size ? host->most : size;
}

static int64_t host_read(void *user, void *buffer, int64_t size) {
    struct host *host = user;
    int64_t left = host->position < host->size ? host->size - host->position : 0, count;
    CHECK(size > 0);
    if (lies_now(host)) {
        memset(buffer, 0x5A, (size_t)size);
        return lie(host, size);
    }
    count = at_most(host, left < size ? left : size);
    if (count > 0) {
        memcpy(buffer, host->bytes + host->position, (size_t)count);
    }
    host->position += count;
    return count;
}

static int64_t host_write(void *user, const void *buffer, int64_t size) {
    struct host *host = user;
    int64_t count = at_most(host, size);
    CHECK(size >= 0);
    if (lies_now(host)) {
        return lie(host, size);
    }
    if (host->position + count > (int64_t)8 << 20) {
        return MMS_ERROR_IO_CALLBACK;
    }
    if (host->position + count > host->room) {
        host->room = 2 * (host->position + count);
        host->bytes = realloc(host->bytes, (size_t)host->room);
        CHECK(host->bytes != NULL);
    }
    if (host->position > host->size) {
        memset(host->bytes + host->size, 0, (size_t)(host->position - host->size));
    }
    if (count > 0) {
        memcpy(host->bytes + host->position, buffer, (size_t)count);
    }
    host->position += count;
    host->size = host->position > host->size ? host->position : host->size;
    return count;
}

static int64_t host_seek(void *user, int64_t offset, int32_t whence) {
    struct host *host = user;
    CHECK(whence == 0 || whence == 2);
    if (lies_now(host)) {
        host->position = (int64_t)(draw(host) % (uint64_t)(host->size + 2));
        return draw(host) % 2 == 0 ? host->position : lie(host, offset);
    }
    CHECK(whence == 2 || offset >= 0);
    return host->position = offset + (whence == 2 ? host->size : 0);
}

static int64_t host_tell(void *user) {
    struct host *host = user;
    return lies_now(host) ? lie(host, host->position) : host->position;
}

static mms_status host_flush(void *user) {
    struct host *host = user;
    return lies_now(host) ? (mms_status)lie(host, 0) : MMS_OK;
}

static int64_t host_size(void *user) {
    struct host *host = user;
    return lies_now(host) ? lie(host, host->size) : host->size;
}

struct host *make_host(struct input *in, const void *bytes, size_t size, int abilities, mms_io *io) {
    static const mms_io none = MMS_IO_INIT;
    struct host *host = calloc(1, sizeof *host);
    CHECK(host != NULL);
    host->room = (int64_t)size + 1;
    host->bytes = malloc((size_t)host->room);
    CHECK(host->bytes != NULL);
    if (size > 0) {
        memcpy(host->bytes, bytes, size);
    }
    host->size = (int64_t)size;
    if (abilities & HOST_LIES) {
        host->lies = 1 + (int)pick(in, 16);
        host->state = 1 + pick(in, 65535);
        draw(host);
    }
    *io = none;
    io->user = host;
    io->read = host_read;
    io->write = host_write;
    io->flush = host_flush;
    if (abilities & HOST_SEEKS) {
        io->seek = host_seek;
        io->tell = host_tell;
    }
    if (abilities & HOST_TELLS_SIZE) {
        io->size = host_size;
    }
    return host;
}

void end_host(struct host *host) {
    if (host != NULL) {
        free(host->bytes);
        free(host);
    }
}
