/* write WORK SOURCE FILE BLOCK: the samples of SOURCE into FILE as 16 bits, in blocks of so many frames. */
#include "machine.h"
#include "works.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct writing {
    const contestant *contestant;
    const char *path;
    const float *samples;
    uint64_t frames, block;
} writing;

static void run(void *context) {
    const writing *writing = context;
    void *file = writing->contestant->create(writing->path);
    uint64_t done = 0;
    while (done < writing->frames) {
        uint64_t left = writing->frames - done;
        uint64_t some = left < writing->block ? left : writing->block;
        writing->contestant->write(file, writing->samples + done * CHANNELS, some);
        done += some;
    }
    writing->contestant->finish(file);
}

/* All samples of a file. */
static float *load(const contestant *contestant, const char *path, uint64_t *frames) {
    float *samples;
    void *file;
    uint64_t got;
    *frames = contestant->inspect(path);
    samples = allocate(*frames * CHANNELS * sizeof *samples);
    file = contestant->open(path);
    got = contestant->read(file, samples, *frames);
    contestant->close(file);
    if (got != *frames) {
        fail("%s has %g frames, but only %g can be read", path, (double)*frames, (double)got);
    }
    return samples;
}

void work_write(const competition *competition, char **words) {
    const char *work = words[0], *source = words[1], *path = words[2];
    const contestant *ours = competition->contestants[0];
    uint64_t block = number(words[3]);
    uint64_t frames;
    float *samples = load(ours, source, &frames);
    transfer transfer = {path, allocate(MACHINE_PIECE), (double)(frames * CHANNELS * sizeof(int16_t))};
    writing writings[MOST_TASKS];
    task tasks[MOST_TASKS];
    int i;
    for (i = 0; i < competition->count; i++) {
        const contestant *contestant = competition->contestants[i];
        writings[i] = (writing){contestant, path, samples, frames, block};
        tasks[i] = (task){contestant->name, run, &writings[i], (double)(frames * CHANNELS), path};
        run(&writings[i]);
        if (ours->inspect(path) != frames) {
            fail("%s did not write %g frames", contestant->name, (double)frames);
        }
    }
    tasks[i] = machine_writes(&transfer, (double)(frames * CHANNELS));
    measure(work, "samples", tasks, i + 1, &competition->settings);
    remove(path);
    free(transfer.bytes);
    free(samples);
}
