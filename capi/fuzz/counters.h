/* counters.h - the counters of a library that was built with them (build/fuzz); others do not have the function. */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stddef.h>
#include <stdint.h>

/* Tells where the counters are, and how many. */
size_t fuzz_counters(uint8_t **counters) __attribute__((weak, visibility("default")));

#endif
