/*
 * threads WORK BLOCK FILE FILE: two threads, each of which reads a file of its own, against one thread that reads one.
 * For every contestant, as WORK-contestant. The threads stay; before each run they are woken up.
 */
#define _POSIX_C_SOURCE 200809L

#include "works.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct team {
    const contestant *contestant;
    char **paths;
    float *blocks[2];
    uint64_t frames;
    pthread_barrier_t start, end;
    int done;
} team;

static void read_one(void *context) {
    const team *team = context;
    read_file(team->contestant, team->paths[0], team->blocks[0], team->frames, NULL);
}

static void *second_thread(void *context) {
    team *team = context;
    for (;;) {
        pthread_barrier_wait(&team->start);
        if (team->done) {
            return NULL;
        }
        read_file(team->contestant, team->paths[1], team->blocks[1], team->frames, NULL);
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
    int i;
    for (i = 0; i < competition->count; i++) {
        const contestant *contestant = competition->contestants[i];
        team team = {contestant, words + 2, {allocate(size), allocate(size)}, frames, {{0}}, {{0}}, 0};
        double samples = (double)contestant->inspect(team.paths[0]) * CHANNELS;
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
