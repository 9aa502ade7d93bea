/* read WORK FILE BLOCK: all of a file as floats, in blocks of so many frames. Opening and closing count. */
#include "machine.h"
#include "works.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct reading {
    const contestant *contestant;
    const char *path;
    float *block;
    uint64_t frames;
} reading;

uint64_t read_file(const contestant *contestant, const char *path, float *block, uint64_t frames, double *sum) {
    void *file = contestant->open(path);
    uint64_t total = 0, got;
    while ((got = contestant->read(file, block, frames)) > 0) {
        total += got;
        if (sum != NULL) {
            *sum += add_up(block, got * CHANNELS);
        }
    }
    contestant->close(file);
    return total;
}

/* Independent sums, so that no addition has to wait for the one before. */
double add_up(const void *samples, uint64_t count) {
    enum { LANES = 32 };
    float sums[LANES] = {0}, some[LANES];
    const unsigned char *bytes = samples;
    double total = 0;
    uint64_t i;
    int lane;
    for (i = 0; i + LANES <= count; i += LANES) {
        memcpy(some, bytes + i * sizeof *some, sizeof some);
        for (lane = 0; lane < LANES; lane++) {
            sums[lane] += some[lane];
        }
    }
    memcpy(some, bytes + i * sizeof *some, (size_t)(count - i) * sizeof *some);
    for (lane = 0; lane < (int)(count - i); lane++) {
        sums[lane] += some[lane];
    }
    for (lane = 0; lane < LANES; lane++) {
        total += (double)sums[lane];
    }
    return total;
}

static void run(void *context) {
    const reading *reading = context;
    read_file(reading->contestant, reading->path, reading->block, reading->frames, NULL);
}

/* Who reads something else does other work: ends the program then. */
static uint64_t agreed_frames(const competition *competition, const char *path, float *block, uint64_t frames) {
    double first_sum = 0;
    uint64_t first = read_file(competition->contestants[0], path, block, frames, &first_sum);
    int i;
    for (i = 1; i < competition->count; i++) {
        double sum = 0;
        uint64_t total = read_file(competition->contestants[i], path, block, frames, &sum);
        if (total != first || fabs(sum - first_sum) > 1e-6 * (double)first) {
            fail("%s reads %g frames that sum up to %g, %s %g that sum up to %g", competition->contestants[0]->name,
                 (double)first, first_sum, competition->contestants[i]->name, (double)total, sum);
        }
    }
    return first;
}

void work_read(const competition *competition, char **words) {
    const char *work = words[0], *path = words[1];
    uint64_t frames = number(words[2]);
    float *block = allocate(frames * CHANNELS * sizeof *block);
    double samples = (double)agreed_frames(competition, path, block, frames) * CHANNELS;
    transfer transfer = {path, allocate(MACHINE_PIECE), 0};
    reading readings[MOST_TASKS];
    task tasks[MOST_TASKS];
    int i;
    for (i = 0; i < competition->count; i++) {
        readings[i] = (reading){competition->contestants[i], path, block, frames};
        tasks[i] = (task){competition->contestants[i]->name, run, &readings[i], samples, NULL};
    }
    tasks[i] = machine_reads(&transfer, samples);
    measure(work, "samples", tasks, i + 1, &competition->settings);
    free(transfer.bytes);
    free(block);
}
