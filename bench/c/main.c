/*
 * Measures WAV libraries against each other and prints lines of JSON.
 *
 *     wavbench REPETITIONS SLICE-SECONDS LIBSNDFILE WORK WORD...
 *
 * LIBSNDFILE is a shared library, or nothing (an empty word). The works stand in works.h.
 */
#define _POSIX_C_SOURCE 200809L

#include "works.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int words;
    void (*run)(const competition *competition, char **words);
} works[] = {
    {"read", 3, work_read},       {"write", 4, work_write},   {"open", 2, work_open},     {"map", 1, work_map},
    {"threads", 4, work_threads}, {"stream", 2, work_stream}, {"memory", 0, work_memory},
};

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

void *allocate(uint64_t size) {
    void *memory;
    if (posix_memalign(&memory, 4096, (size_t)size) != 0) {
        fail("out of memory");
    }
    memset(memory, 1, (size_t)size);
    return memory;
}

uint64_t number(const char *word) { return strtoull(word, NULL, 10); }

static void print_versions(const competition *competition) {
    int i;
    printf("{\"versions\": {");
    for (i = 0; i < competition->count; i++) {
        const contestant *contestant = competition->contestants[i];
        printf("%s\"%s\": \"%s\"", i > 0 ? ", " : "", contestant->name, contestant->version());
    }
    printf("}}\n");
}

int main(int count, char **words) {
    competition competition = {{&mmservices, NULL, NULL}, 1, {0, 0}};
    size_t i;
    if (count < 5) {
        fail("usage: wavbench REPETITIONS SLICE-SECONDS LIBSNDFILE WORK WORD...");
    }
    competition.settings.repetitions = (int)number(words[1]);
    competition.settings.slice_seconds = strtod(words[2], NULL);
    if (words[3][0] != '\0') {
        competition.contestants[competition.count++] = load_sndfile(words[3]);
    }
#ifdef WITH_DR_WAV
    competition.contestants[competition.count++] = &dr_wav;
#endif
    print_versions(&competition);
    for (i = 0; i < sizeof works / sizeof *works; i++) {
        if (strcmp(words[4], works[i].name) == 0 && count == 5 + works[i].words) {
            works[i].run(&competition, words + 5);
            return 0;
        }
    }
    fail("there is no such work: %s with %d words", words[4], count - 5);
    return 1;
}
