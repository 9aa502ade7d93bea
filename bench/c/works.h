/* The pieces of work. Each takes the words behind its name on the command line. */
#ifndef WORKS_H
#define WORKS_H

#include "contestant.h"
#include "measure.h"

typedef struct competition {
    const contestant *contestants[3]; /* the first is ours */
    int count;
    settings settings;
} competition;

void work_read(const competition *competition, char **words);
void work_write(const competition *competition, char **words);
void work_open(const competition *competition, char **words);
void work_map(const competition *competition, char **words);
void work_threads(const competition *competition, char **words);
void work_stream(const competition *competition, char **words);
void work_memory(const competition *competition, char **words);

/*
 * Memory that is there: every page of it was written to. It begins with a page. Some CPUs copy at a fraction of their
 * speed to an address that lies a few bytes higher in its page than the source does in its own; who is hit by that
 * would be a matter of luck.
 */
void *allocate(uint64_t size);

/* A number on the command line. */
uint64_t number(const char *word);

/* Reads a whole file in blocks and adds all samples up if sum is not NULL; returns the frames. */
uint64_t read_file(const contestant *contestant, const char *path, float *block, uint64_t frames, double *sum);

/* Adds samples up, at about the speed of memory. */
double add_up(const void *samples, uint64_t count);

#endif
