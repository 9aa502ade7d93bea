/* mutate.h - other inputs made of one that is there. */
#ifndef MUTATE_H
#define MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* An input of the fuzz target. */
struct sample {
    uint8_t *bytes;
    size_t size;
};

/* The most bytes of an input. */
enum { LARGEST_INPUT = 1 << 14, LARGEST_SCRIPT = 255 };

/* Random numbers that a seed determines. */
uint64_t draw(uint64_t *state);

/* Joins a script and a file to an input, which has room for LARGEST_INPUT bytes; returns its size. */
size_t join(uint8_t *input, const uint8_t *script, size_t script_size, const uint8_t *file, size_t file_size);

/* Makes an input, with room for LARGEST_INPUT bytes, of one and of another to take pieces from; returns its size. */
size_t mutate(uint8_t *input, const struct sample *one, const struct sample *other, uint64_t *state);

#endif
