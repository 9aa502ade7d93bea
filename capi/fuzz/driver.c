/*
 * A small fuzzer for where there is no libFuzzer: replays inputs, then changes them for as long as it is told.
 *
 *     library [--seed N] [--runs N] [--seconds N] [--limit N] [--last FILE] PATH...
 *
 * A path is a WAV file, an input (*.input, or *.last: see below), or a folder of such. Each WAV file is gone through by
 * every scenario. Then so many mutated inputs follow, the same for the same seed; those that reach code that none
 * before did are kept, in memory, and mutated in turn, if the library has counters (build/fuzz has them).
 *
 * --limit is the most seconds that one input may take. --last names a file that has, while it runs, the input that is
 * being tried: what remains when a finding ends the process: a size of 8 bytes, and the input. The last line of the
 * output says what was done.
 */
#include "counters.h"
#include "fuzz.h"
#include "mutate.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* Seconds that one input may take. The largest takes milliseconds. */
static struct itimerval limit = {{0, 0}, {20, 0}};

enum { MOST_KEPT = 20000, SCRIPTS = 9 };

static struct sample kept[MOST_KEPT];
static size_t seeds = 0, all = 0;

static void keep(const uint8_t *bytes, size_t size) {
    if (all < MOST_KEPT) {
        kept[all].bytes = malloc(size);
        CHECK(kept[all].bytes != NULL);
        memcpy(kept[all].bytes, bytes, size);
        kept[all++].size = size;
    }
}

/* ---- The input that is being tried */

static uint8_t *last = NULL; /* its size in eight bytes, then its bytes */

static void open_last(const char *path) {
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    CHECK(file >= 0 && ftruncate(file, 8 + LARGEST_INPUT) == 0);
    last = mmap(NULL, 8 + LARGEST_INPUT, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    CHECK(last != MAP_FAILED && close(file) == 0);
}

static void too_long(int signal) {
    static const char text[] = "an input takes too long\n";
    (void)signal;
    (void)!write(2, text, sizeof text - 1);
    _exit(1);
}

/* ---- What is reached */

static uint8_t *counters = NULL;
static size_t counted = 0;
static uint8_t *reached = NULL; /* for each counter, a set of how often it was met: 1, 2, 3, 4, 8, 16, 32, 128 times */

static uint8_t magnitude(uint8_t n) {
    return n < 4 ? (uint8_t)(n == 3 ? 4 : n) : n < 8 ? 8 : n < 16 ? 16 : n < 32 ? 32 : n < 128 ? 64 : 128;
}

/* Whether the last input reached something new. */
static int is_new(void) {
    size_t i;
    int new = 0;
    for (i = 0; i < counted; i++) {
        if (counters[i] != 0) {
            uint8_t set = magnitude(counters[i]);
            new |= (reached[i] & set) == 0;
            reached[i] |= set;
        }
    }
    return new;
}

static size_t pieces_reached(void) {
    size_t i, n = 0;
    for (i = 0; i < counted; i++) {
        n += reached[i] != 0;
    }
    return n;
}

/* Runs one input; whether it reached something new. */
static int run(const uint8_t *input, size_t size) {
    uint8_t *copy = malloc(size);
    uint64_t length = size;
    CHECK(copy != NULL);
    memcpy(copy, input, size);
    if (last != NULL) {
        memcpy(last, &length, sizeof length);
        memcpy(last + sizeof length, input, size);
    }
    setitimer(ITIMER_REAL, &limit, NULL);
    if (counted > 0) {
        memset(counters, 0, counted);
    }
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return is_new();
}

/* ---- Seeds */

/* What a WAV file is tried by: every scenario, with three different scripts. */
static void add_file(const char *path, uint64_t *state) {
    static uint8_t file[LARGEST_INPUT + 8], input[LARGEST_INPUT];
    uint8_t script[64];
    FILE *from = fopen(path, "rb");
    size_t size, length, i, k, scenario, name = strlen(path);
    CHECK(from != NULL);
    size = fread(file, 1, sizeof file, from);
    fclose(from);
    if (name > 6 && strcmp(path + name - 6, ".input") == 0) {
        keep(file, size);
        return;
    }
    if (name > 5 && strcmp(path + name - 5, ".last") == 0) {
        CHECK(size > 8);
        memcpy(&length, file, sizeof length);
        CHECK(length > 0 && length <= size - 8);
        keep(file + 8, length);
        return;
    }
    for (scenario = 0; scenario < SCRIPTS; scenario++) {
        for (k = 0; k < 3; k++) {
            length = k == 0 ? 2 : sizeof script;
            for (i = 0; i < length; i++) {
                script[i] = (uint8_t)draw(state);
            }
            script[0] = (uint8_t)scenario;
            keep(input, join(input, script, length, file, size));
        }
    }
}

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Adds the files of a folder, in the order of their names, and of the folders in it. */
static void add(const char *path, uint64_t *state) {
    struct stat status;
    char *paths[4096], longer[4096];
    size_t count = 0, i;
    struct dirent *entry;
    DIR *folder;
    CHECK(stat(path, &status) == 0);
    if (!S_ISDIR(status.st_mode)) {
        add_file(path, state);
        return;
    }
    folder = opendir(path);
    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.') {
            CHECK(count < sizeof paths / sizeof *paths);
            snprintf(longer, sizeof longer, "%s/%s", path, entry->d_name);
            paths[count++] = strdup(longer);
        }
    }
    closedir(folder);
    qsort(paths, count, sizeof *paths, compare);
    for (i = 0; i < count; i++) {
        add(paths[i], state);
        free(paths[i]);
    }
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    static uint8_t input[LARGEST_INPUT];
    uint64_t seed = 1, runs = UINT64_MAX, done = 0, state;
    double seconds = 0, start = now();
    const char *last_path = NULL;
    size_t size, i;
    int k;
    for (k = 1; k + 1 < argc && strncmp(argv[k], "--", 2) == 0; k += 2) {
        if (strcmp(argv[k], "--seed") == 0) {
            seed = strtoull(argv[k + 1], NULL, 10);
        } else if (strcmp(argv[k], "--runs") == 0) {
            runs = strtoull(argv[k + 1], NULL, 10);
        } else if (strcmp(argv[k], "--seconds") == 0) {
            seconds = atof(argv[k + 1]);
        } else if (strcmp(argv[k], "--limit") == 0) {
            limit.it_value.tv_sec = atol(argv[k + 1]);
        } else if (strcmp(argv[k], "--last") == 0) {
            last_path = argv[k + 1];
        } else {
            FAIL("unknown option %s", argv[k]);
        }
    }
    if (k >= argc || (runs == UINT64_MAX && seconds == 0)) {
        FAIL("usage: library [--seed N] [--runs N] [--seconds N] [--limit N] [--last FILE] PATH...");
    }
    if (last_path != NULL) {
        open_last(last_path);
    }
    if (fuzz_counters != NULL) {
        double out[3];
        CHECK_OK(mms_rgb_to_hsv(1, 1, 1, out)); /* the first call waits until Go runs, and has told of its counters */
        counted = fuzz_counters(&counters);
    }
    reached = calloc(1, counted + 1);
    CHECK(reached != NULL);
    CHECK(signal(SIGALRM, too_long) != SIG_ERR);
    state = 1; /* what seeds are tried by does not depend on the seed of mutations */
    for (; k < argc; k++) {
        add(argv[k], &state);
    }
    for (seeds = all, i = 0; i < seeds; i++) {
        run(kept[i].bytes, kept[i].size);
    }
    state = seed;
    while (done < runs && (seconds == 0 || now() - start < seconds)) {
        const struct sample *one = &kept[draw(&state) % all], *other = &kept[draw(&state) % all];
        size = mutate(input, one, other, &state);
        done++;
        if (run(input, size)) {
            keep(input, size);
        }
    }
    if (last_path != NULL) {
        unlink(last_path);
    }
    printf("seed %llu: %zu inputs replayed, %llu mutated, %zu kept, %zu of %zu pieces of code reached, %.1f s\n",
           (unsigned long long)seed, seeds, (unsigned long long)done, all - seeds, pieces_reached(), counted,
           now() - start);
    for (i = 0; i < all; i++) {
        free(kept[i].bytes);
    }
    free(reached);
    return 0;
}
