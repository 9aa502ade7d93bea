/*
 * The system calls alone: as fast as a library could be whose own work takes no time. As a contestant it is called
 * "machine".
 */
#ifndef MACHINE_H
#define MACHINE_H

#include "measure.h"

typedef struct transfer {
    const char *path;
    char *bytes; /* MACHINE_PIECE of them */
    double size; /* of a file to write */
} transfer;

enum { MACHINE_PIECE = 1 << 20 };

/* read(2) of a whole file. */
task machine_reads(transfer *transfer, double units);

/* write(2) of a new file. */
task machine_writes(transfer *transfer, double units);

#endif
