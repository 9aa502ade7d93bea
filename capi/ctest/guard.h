/*
 * guard.h - memory between pages that no one may touch: a step too far is a fault.
 */
#ifndef GUARD_H
#define GUARD_H

#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

/* Memory of size bytes with forbidden pages around it, at its very end or its very start. */
static inline void *guarded(size_t size, int at_start) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (size + page - 1) / page * page;
    uint8_t *memory = mmap(NULL, room + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    CHECK_INT(room > 0 ? mprotect(memory + page, room, PROT_READ | PROT_WRITE) : 0, 0);
    return at_start ? memory + page : memory + page + room - size;
}

static inline void *guarded_copy(const void *bytes, size_t size, int at_start) {
    void *copy = guarded(size, at_start);
    if (size > 0) {
        memcpy(copy, bytes, size);
    }
    return copy;
}

/* Gives back memory of guarded(size, 0). */
static inline void unguard(void *memory, size_t size) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (size + page - 1) / page * page;
    CHECK_INT(munmap((uint8_t *)memory + size - room - page, room + 2 * page), 0);
}

#endif
