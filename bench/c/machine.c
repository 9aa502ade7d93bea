/* read(2) and write(2), 1 MiB at a time. */
#define _POSIX_C_SOURCE 200809L

#include "machine.h"
#include "contestant.h"

#include <fcntl.h>
#include <unistd.h>

static void read_pieces(void *context) {
    const transfer *transfer = context;
    int fd = open(transfer->path, O_RDONLY);
    ssize_t got;
    if (fd < 0) {
        fail("cannot open %s", transfer->path);
    }
    do {
        got = read(fd, transfer->bytes, MACHINE_PIECE);
    } while (got > 0);
    close(fd);
    if (got < 0) {
        fail("cannot read %s", transfer->path);
    }
}

static void write_pieces(void *context) {
    const transfer *transfer = context;
    int fd = open(transfer->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    double done;
    for (done = 0; done < transfer->size; done += MACHINE_PIECE) {
        if (write(fd, transfer->bytes, MACHINE_PIECE) != MACHINE_PIECE) {
            fail("cannot write %s", transfer->path);
        }
    }
    close(fd);
}

task machine_reads(transfer *transfer, double units) { return (task){"machine", read_pieces, transfer, units, NULL}; }

task machine_writes(transfer *transfer, double units) {
    return (task){"machine", write_pieces, transfer, units, transfer->path};
}
