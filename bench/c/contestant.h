/* A library that reads and writes WAV files, as the works see it: each of them does the same with every contestant. */
#ifndef CONTESTANT_H
#define CONTESTANT_H

#include <stdint.h>

enum { CHANNELS = 2, SAMPLE_RATE = 48000 };

typedef struct contestant {
    const char *name;
    const char *(*version)(void);

    /* Opens a file for reading; ends the program if that fails, as all of these do. */
    void *(*open)(const char *path);
    /* Reads up to so many frames of CHANNELS samples as floats, full scale at 1.0; returns how many it got. */
    uint64_t (*read)(void *file, float *samples, uint64_t frames);
    void (*close)(void *file);

    /* Creates a file of 16 bits per sample. */
    void *(*create)(const char *path);
    void (*write)(void *file, const float *samples, uint64_t frames);
    void (*finish)(void *file);

    /* Opens a file, learns how many frames it has, and closes it. */
    uint64_t (*inspect)(const char *path);
} contestant;

extern const contestant mmservices;

/* Loads libsndfile from a shared library. */
const contestant *load_sndfile(const char *library);

#ifdef WITH_DR_WAV
extern const contestant dr_wav;
#endif

/* Prints what is wrong and ends the program with status 1. */
void fail(const char *format, ...);

#endif
