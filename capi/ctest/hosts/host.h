/*
 * host.h - a host that loads the library, or several, by itself. It is not linked with any.
 */
#ifndef HOST_H
#define HOST_H

#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "../check.h"

/* A library that was loaded: of ours, and of others what they have of the same. */
struct library {
    void *handle;
    mms_status (*rgb_to_hsv)(double r, double g, double b, double out[3]);
    mms_status (*rgb_to_hsv_f32)(const float *src, float *dst, uint64_t pixels);
    mms_status (*hsv_to_rgb_f32)(const float *src, float *dst, uint64_t pixels);
    mms_status (*metadata_create)(mms_wave_metadata **metadata, mms_error *error);
    mms_status (*metadata_close)(mms_wave_metadata *metadata, mms_error *error);
};

static inline void *find(void *handle, const char *name) {
    void *found = dlsym(handle, name);
    if (found == NULL) {
        FAIL("%s", dlerror());
    }
    return found;
}

static inline struct library look_up(void *handle) {
    struct library library;
    if (handle == NULL) {
        FAIL("%s", dlerror());
    }
    library.handle = handle;
    *(void **)&library.rgb_to_hsv = find(handle, "mms_rgb_to_hsv");
    *(void **)&library.rgb_to_hsv_f32 = find(handle, "mms_rgb_to_hsv_f32");
    *(void **)&library.hsv_to_rgb_f32 = find(handle, "mms_hsv_to_rgb_f32");
    *(void **)&library.metadata_create = find(handle, "mms_wave_metadata_create");
    *(void **)&library.metadata_close = find(handle, "mms_wave_metadata_close");
    return library;
}

static inline struct library load(const char *path) { return look_up(dlopen(path, RTLD_NOW | RTLD_LOCAL)); }

enum { HOST_PIXELS = 100000 };

/* Uses a library: a small call, a handle, and an image that goes to all processors. */
static inline void use(const struct library *library) {
    float *pixels = malloc(3 * HOST_PIXELS * sizeof *pixels);
    double out[3];
    mms_wave_metadata *metadata;
    size_t i;
    CHECK(pixels != NULL);
    CHECK_INT(library->rgb_to_hsv(1.0, 0.5, 0.0, out), MMS_OK);
    CHECK(out[0] == 0.5 / 6 && out[1] == 1 && out[2] == 1);
    CHECK_INT(library->metadata_create(&metadata, NULL), MMS_OK);
    CHECK_INT(library->metadata_close(metadata, NULL), MMS_OK);
    CHECK_INT(library->metadata_close(metadata, NULL), MMS_ERROR_HANDLE);
    for (i = 0; i < 3 * HOST_PIXELS; i++) {
        pixels[i] = (float)(i % 3) / 2;
    }
    CHECK_INT(library->rgb_to_hsv_f32(pixels, pixels, HOST_PIXELS), MMS_OK);
    CHECK_INT(library->hsv_to_rgb_f32(pixels, pixels, HOST_PIXELS), MMS_OK);
    for (i = 0; i < 3 * HOST_PIXELS; i++) {
        CHECK(pixels[i] == (float)(i % 3) / 2);
    }
    free(pixels);
}

static inline int count_entries(const char *folder) {
    DIR *listing = opendir(folder);
    int count = 0;
    CHECK(listing != NULL);
    while (readdir(listing) != NULL) {
        count++;
    }
    closedir(listing);
    return count - 2;
}

static inline int threads_now(void) { return count_entries("/proc/self/task"); }

/* Kilobytes of memory in use. */
static inline long memory_now(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%ld %ld", &pages, &resident) == 2);
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static inline void nap(long microseconds) {
    struct timespec time = {microseconds / 1000000, microseconds % 1000000 * 1000};
    nanosleep(&time, NULL);
}

#endif
