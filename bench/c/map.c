/*
 * map FILE: gets at the samples of a file of floats by a map, against reading them in large blocks. Three works, each
 * with opening and closing:
 *
 *   map-open   the samples are there to be used: a pointer to all of them, or all of them read
 *   map-touch  the same, and one sample of every page is looked at
 *   map-sum    the same, and all samples are added up
 */
#include "works.h"

#include <mmservices.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 65536, PAGE = 4096 };

typedef double (*use)(const void *samples, uint64_t bytes);

typedef struct access {
    const contestant *contestant; /* NULL: by a map */
    const char *path;
    float *block;
    use use;
    double result;
} access;

static double do_nothing(const void *samples, uint64_t bytes) {
    (void)samples;
    (void)bytes;
    return 0;
}

static double touch(const void *samples, uint64_t bytes) {
    const unsigned char *first = samples;
    double sum = 0;
    uint64_t i;
    for (i = 0; i + sizeof(float) <= bytes; i += PAGE) {
        float sample;
        memcpy(&sample, first + i, sizeof sample);
        sum += (double)sample;
    }
    return sum;
}

static double sum_up(const void *samples, uint64_t bytes) { return add_up(samples, bytes / sizeof(float)); }

static void run_map(void *context) {
    access *access = context;
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    void *data;
    uint64_t size;
    if (mms_wave_reader_open(access->path, NULL, &reader, &error) != MMS_OK ||
        mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, &error) != MMS_OK) {
        fail("mmservices: map: %s", error.message);
    }
    access->result = access->use(data, size);
    if (mms_wave_reader_close(reader, &error) != MMS_OK) {
        fail("mmservices: close: %s", error.message);
    }
}

static void run_read(void *context) {
    access *access = context;
    void *file = access->contestant->open(access->path);
    uint64_t got;
    access->result = 0;
    while ((got = access->contestant->read(file, access->block, BLOCK)) > 0) {
        access->result += access->use(access->block, got * CHANNELS * sizeof(float));
    }
    access->contestant->close(file);
}

void work_map(const competition *competition, char **words) {
    static const struct {
        const char *work;
        use use;
    } uses[] = {{"map-open", do_nothing}, {"map-touch", touch}, {"map-sum", sum_up}};
    const char *path = words[0];
    double samples = (double)competition->contestants[0]->inspect(path) * CHANNELS;
    float *block = allocate(BLOCK * CHANNELS * sizeof *block);
    int i, j;
    for (j = 0; j < (int)(sizeof uses / sizeof *uses); j++) {
        access accesses[MOST_TASKS];
        task tasks[MOST_TASKS];
        for (i = 0; i < competition->count; i++) {
            const contestant *contestant = competition->contestants[i];
            accesses[i] = (access){i == 0 ? NULL : contestant, path, block, uses[j].use, 0};
            tasks[i] = (task){contestant->name, i == 0 ? run_map : run_read, &accesses[i], samples, NULL};
            tasks[i].run(tasks[i].context);
            if (fabs(accesses[i].result - accesses[0].result) > 1e-6 * samples) {
                fail("%s: mmservices gets %g, %s %g", uses[j].work, accesses[0].result, contestant->name,
                     accesses[i].result);
            }
        }
        measure(uses[j].work, "samples", tasks, competition->count, &competition->settings);
    }
    free(block);
}
