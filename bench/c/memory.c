/*
 * memory: what the memory itself can do, for comparison, in bytes per second.
 *
 *   memcpy    from memory to memory, 64 MiB at a time, which no cache holds
 *   memcpy-2  two threads at once, each with its own memory
 *   fault     the first write to each page of new memory
 */
#define _GNU_SOURCE

#include "works.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { AREA = 64 << 20 };

typedef struct area {
    char *from, *to;
    struct area *other; /* the second thread's */
} area;

static void copy(void *context) {
    const area *area = context;
    memcpy(area->to, area->from, AREA);
}

static void *copy_thread(void *context) {
    copy(context);
    return NULL;
}

static void copy_both(void *context) {
    const area *area = context;
    pthread_t thread;
    if (pthread_create(&thread, NULL, copy_thread, area->other) != 0) {
        fail("cannot start a thread");
    }
    copy(context);
    pthread_join(thread, NULL);
}

static void fault(void *context) {
    char *new_memory = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)context;
    if (new_memory == MAP_FAILED) {
        fail("out of memory");
    }
    memset(new_memory, 1, AREA);
    munmap(new_memory, AREA);
}

void work_memory(const competition *competition, char **words) {
    area second = {allocate(AREA), allocate(AREA), NULL};
    area first = {allocate(AREA), allocate(AREA), &second};
    int i;
    (void)words;
    const struct {
        const char *work;
        task task;
    } works[] = {
        {"memcpy", {"machine", copy, &first, AREA, NULL}},
        {"memcpy-2", {"machine", copy_both, &first, 2.0 * AREA, NULL}},
        {"fault", {"machine", fault, NULL, AREA, NULL}},
    };
    for (i = 0; i < (int)(sizeof works / sizeof *works); i++) {
        measure(works[i].work, "B", &works[i].task, 1, &competition->settings);
    }
    free(first.from);
    free(first.to);
    free(second.from);
    free(second.to);
}
