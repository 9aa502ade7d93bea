/*
 * threads WORK BLOCK FILE FILE: two threads, each of which reads a file of its own, against one thread that reads one.
 * For every contestant, as WORK-contestant, and for read(2) alone, as WORK-machine. The threads stay; before each run
 * they are woken up.
 */
#define _POSIX_C_SOURCE 200809L

#include "works.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct team {
    const contestant *contestant;
    char **paths;
    float *blocks[2];
    uint64_t frames;
    pthread_barrier_t start, end;
    int done;
} team;

/* What all have to do at least: read(2), 64 KiB at a time, whatever the bytes mean. */
static void *machine_open(const char *path) {
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        fail("cannot open %s", path);
    }
    return (void *)(intptr_t)fd;
}

static uint64_t machine_read(void *file, float *samples, uint64_t frames) {
    enum { PIECE = 64 << 10 };
    ssize_t got = read((int)(intptr_t)file, samples, PIECE);
    (void)frames;
    if (got < 0) {
        fail("cannot read");
    }
    return (uint64_t)got;
}

static void machine_close(void *file) { close((int)(intptr_t)file); }

static const contestant machine = {
    "machine", NULL, machine_open, machine_read, machine_close, NULL, NULL, NULL, NULL,
};

/* So often that waking a thread up, and moving it to the other core, do not count. */
enum { TIMES = 10 };

static void read_times(const team *team, int member) {
    int i;
    for (i = 0; i < TIMES; i++) {
        read_file(team->contestant, team->paths[member], team->blocks[member], team->frames, NULL);
    }
}

static void read_one(void *context) { read_times(context, 0); }

static void *second_thread(void *context) {
    team *team = context;
    for (;;) {
        pthread_barrier_wait(&team->start);
        if (team->done) {
            return NULL;
        }
        read_times(team, 1);
        pthread_barrier_wait(&team->end);
    }
}

static void read_both(void *context) {
    team *team = context;
    pthread_barrier_wait(&team->start);
    read_one(team);
    pthread_barrier_wait(&team->end);
}

void work_threads(const competition *competition, char **words) {
    uint64_t frames = number(words[1]);
    uint64_t size = frames * CHANNELS * sizeof(float);
    double samples = (double)competition->contestants[0]->inspect(words[2]) * CHANNELS * TIMES;
    int i;
    for (i = 0; i <= competition->count; i++) {
        const contestant *contestant = i < competition->count ? competition->contestants[i] : &machine;
        team team = {contestant, words + 2, {allocate(size), allocate(size)}, frames, {{0}}, {{0}}, 0};
        task tasks[] = {{"two threads", read_both, &team, 2 * samples, NULL},
                        {"one thread", read_one, &team, samples, NULL}};
        char work[64];
        pthread_t thread;
        pthread_barrier_init(&team.start, NULL, 2);
        pthread_barrier_init(&team.end, NULL, 2);
        if (pthread_create(&thread, NULL, second_thread, &team) != 0) {
            fail("cannot start a thread");
        }
        snprintf(work, sizeof work, "%s-%s", words[0], contestant->name);
        measure(work, "samples", tasks, 2, &competition->settings);
        team.done = 1;
        pthread_barrier_wait(&team.start);
        pthread_join(thread, NULL);
        pthread_barrier_destroy(&team.start);
        pthread_barrier_destroy(&team.end);
        free(team.blocks[0]);
        free(team.blocks[1]);
    }
}
