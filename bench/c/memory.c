/*
 * memory FILE, file WORK SCRATCH: what the machine itself can do, for comparison, in bytes per second.
 *
 *   memcpy    from memory to memory, 64 MiB at a time, which no cache holds
 *   memcpy-2  two threads at once, each with its own memory
 *   fault     the first write to each page of new memory
 *   read      read(2) of a file that is in the page cache, 256 KiB at a time
 *   WORK      write(2) to a new file, 256 KiB at a time
 */
#define _GNU_SOURCE

#include "works.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AREA = 64 << 20, PIECE = 256 << 10, FILE_SIZE = 16 << 20 };

typedef struct area {
    char *from, *to;
    const char *path;
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

static void read_pieces(void *context) {
    const area *area = context;
    int fd = open(area->path, O_RDONLY);
    ssize_t got;
    if (fd < 0) {
        fail("cannot open %s", area->path);
    }
    do {
        got = read(fd, area->to, PIECE);
    } while (got > 0);
    close(fd);
    if (got < 0) {
        fail("cannot read %s", area->path);
    }
}

static void write_pieces(void *context) {
    const area *area = context;
    int fd = open(area->path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int i;
    for (i = 0; i < FILE_SIZE / PIECE; i++) {
        if (write(fd, area->from, PIECE) != PIECE) {
            fail("cannot write %s", area->path);
        }
    }
    close(fd);
}

void work_memory(const competition *competition, char **words) {
    area second = {allocate(AREA), allocate(AREA), NULL, NULL};
    area first = {allocate(AREA), allocate(AREA), words[0], &second};
    struct stat status;
    int i;
    if (stat(first.path, &status) != 0) {
        fail("cannot look at %s", first.path);
    }
    const struct {
        const char *work;
        task task;
    } works[] = {
        {"memcpy", {"machine", copy, &first, AREA}},
        {"memcpy-2", {"machine", copy_both, &first, 2.0 * AREA}},
        {"fault", {"machine", fault, NULL, AREA}},
        {"read", {"machine", read_pieces, &first, (double)status.st_size}},
    };
    for (i = 0; i < (int)(sizeof works / sizeof *works); i++) {
        measure(works[i].work, "B", &works[i].task, 1, &competition->settings);
    }
    free(first.from);
    free(first.to);
    free(second.from);
    free(second.to);
}

void work_file(const competition *competition, char **words) {
    area area = {allocate(PIECE), NULL, words[1], NULL};
    task task = {"machine", write_pieces, &area, FILE_SIZE};
    measure(words[0], "B", &task, 1, &competition->settings);
    unlink(area.path);
    free(area.from);
}
