/*
 * host.h - streams of a host, honest ones and liars, for readers and for writers.
 */
#ifndef HOST_H
#define HOST_H

#include "fuzz.h"

struct host {
    uint8_t *bytes;
    int64_t size, room, position;
    int64_t most;   /* it reads and writes no more than so many bytes at once; 0: all */
    int lies;       /* so many calls of 32 go wrong */
    uint64_t state; /* of the numbers that it lies by */
    int calls;
    mms_wave_reader *reader; /* whom it tries to call from within */
    mms_wave_writer *writer;
};

/* What a host with a copy of bytes can do. */
enum { HOST_SEEKS = 1, HOST_TELLS_SIZE = 2, HOST_LIES = 4 };

struct host *make_host(struct input *in, const void *bytes, size_t size, int abilities, mms_io *io);
void end_host(struct host *host);

#endif
