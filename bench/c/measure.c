/* Calibrates, alternates and prints. */
#define _POSIX_C_SOURCE 200809L

#include "measure.h"
#include "contestant.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds_of(const task *task, int runs) {
    double start = now(), aside = 0;
    int i;
    for (i = 0; i < runs; i++) {
        if (task->creates != NULL) {
            double before = now();
            remove(task->creates);
            aside += now() - before;
        }
        task->run(task->context);
    }
    return now() - start - aside;
}

/* Finds how many runs fill a slice, and warms the caches up on the way. */
static int runs_in(const task *task, double slice_seconds) {
    int runs = 1;
    task->run(task->context);
    for (;;) {
        double seconds = seconds_of(task, runs);
        if (seconds >= slice_seconds / 2) {
            double fit = runs * slice_seconds / seconds + 0.5;
            return fit < 1 ? 1 : (int)fit;
        }
        runs *= 2;
    }
}

void measure(const char *work, const char *unit, const task *tasks, int count, const settings *settings) {
    int runs[MOST_TASKS];
    double *rates = malloc(sizeof *rates * (size_t)count * (size_t)settings->repetitions);
    int i, j;
    if (rates == NULL) {
        fail("out of memory");
    }
    for (i = 0; i < count; i++) {
        runs[i] = runs_in(&tasks[i], settings->slice_seconds);
    }
    /* There and back again: who comes first changes, so that neither gains by it. */
    for (j = 0; j < settings->repetitions; j++) {
        for (i = 0; i < count; i++) {
            int turn = j % 2 == 0 ? i : count - 1 - i;
            double seconds = seconds_of(&tasks[turn], runs[turn]);
            rates[turn * settings->repetitions + j] = tasks[turn].units * runs[turn] / seconds;
        }
    }
    printf("{\"work\": \"%s\", \"unit\": \"%s\", \"rates\": {", work, unit);
    for (i = 0; i < count; i++) {
        printf("%s\"%s\": [", i > 0 ? ", " : "", tasks[i].who);
        for (j = 0; j < settings->repetitions; j++) {
            printf("%s%.4g", j > 0 ? ", " : "", rates[i * settings->repetitions + j]);
        }
        printf("]");
    }
    printf("}}\n");
    fflush(stdout);
    free(rates);
}
