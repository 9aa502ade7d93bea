/*
 * stream FILE BLOCK: ours reads a large file from its start to its end, in blocks of so many frames. Prints the memory
 * that was resident before its first call, and the most while it ran. For a process that does nothing else.
 */
#include "works.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A line of /proc/self/status, in bytes. */
static double memory_status(const char *name) {
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    double kibibytes = -1;
    if (status == NULL) {
        fail("there is no /proc/self/status");
    }
    while (fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            kibibytes = strtod(line + strlen(name), NULL);
        }
    }
    fclose(status);
    if (kibibytes < 0) {
        fail("/proc/self/status has no %s", name);
    }
    return kibibytes * 1024;
}

void work_stream(const competition *competition, char **words) {
    uint64_t frames = number(words[1]);
    float *block = allocate(frames * CHANNELS * sizeof *block);
    double base = memory_status("VmRSS:");
    double start = now();
    uint64_t total = read_file(competition->contestants[0], words[0], block, frames, NULL);
    double seconds = now() - start;
    printf("{\"memory\": {\"frames\": %.0f, \"seconds\": %.4g, \"base\": %.0f, \"peak\": %.0f}}\n", (double)total,
           seconds, base, memory_status("VmHWM:"));
    free(block);
}
