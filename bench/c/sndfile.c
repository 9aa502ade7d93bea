/*
 * libsndfile, loaded when the program runs: so no headers of it are needed, and any copy of it can be named. What is
 * declared here is the little of its documented interface that the works use.
 */
#include "contestant.h"

#include <dlfcn.h>
#include <string.h>

typedef int64_t sf_count_t;
typedef struct SNDFILE SNDFILE;
typedef struct {
    sf_count_t frames;
    int samplerate, channels, format, sections, seekable;
} SF_INFO;

enum { SFM_READ = 0x10, SFM_WRITE = 0x20, SF_FORMAT_WAV = 0x010000, SF_FORMAT_PCM_16 = 0x0002 };

static SNDFILE *(*sf_open)(const char *path, int mode, SF_INFO *info);
static sf_count_t (*sf_readf_float)(SNDFILE *file, float *samples, sf_count_t frames);
static sf_count_t (*sf_writef_float)(SNDFILE *file, const float *samples, sf_count_t frames);
static int (*sf_close)(SNDFILE *file);
static const char *(*sf_version_string)(void);
static const char *(*sf_strerror)(SNDFILE *file);

/* Without the name that stands before it. */
static const char *version(void) {
    const char *text = sf_version_string();
    const char *dash = strchr(text, '-');
    return dash != NULL ? dash + 1 : text;
}

static SNDFILE *open_file(const char *path, int mode, SF_INFO *info) {
    SNDFILE *file = sf_open(path, mode, info);
    if (file == NULL) {
        fail("libsndfile: %s: %s", path, sf_strerror(NULL));
    }
    return file;
}

static void *open_reader(const char *path) {
    SF_INFO info = {0, 0, 0, 0, 0, 0};
    return open_file(path, SFM_READ, &info);
}

static uint64_t read_frames(void *file, float *samples, uint64_t frames) {
    return (uint64_t)sf_readf_float(file, samples, (sf_count_t)frames);
}

static void close_file(void *file) {
    if (sf_close(file) != 0) {
        fail("libsndfile: close failed");
    }
}

static void *create(const char *path) {
    SF_INFO info = {0, SAMPLE_RATE, CHANNELS, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 0, 0};
    return open_file(path, SFM_WRITE, &info);
}

static void write_frames(void *file, const float *samples, uint64_t frames) {
    if (sf_writef_float(file, samples, (sf_count_t)frames) != (sf_count_t)frames) {
        fail("libsndfile: write: %s", sf_strerror(file));
    }
}

static uint64_t inspect(const char *path) {
    SF_INFO info = {0, 0, 0, 0, 0, 0};
    close_file(open_file(path, SFM_READ, &info));
    return (uint64_t)info.frames;
}

static const contestant sndfile = {"libsndfile", version,      open_reader, read_frames, close_file,
                                   create,       write_frames, close_file,  inspect};

/* dlsym gives a pointer to data; C has no cast from that to a function. */
static void find(void *library, const char *name, void *function) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL) {
        fail("libsndfile: %s", dlerror());
    }
    memcpy(function, &symbol, sizeof symbol);
}

const contestant *load_sndfile(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        fail("libsndfile: %s", dlerror());
    }
    find(library, "sf_open", &sf_open);
    find(library, "sf_readf_float", &sf_readf_float);
    find(library, "sf_writef_float", &sf_writef_float);
    find(library, "sf_close", &sf_close);
    find(library, "sf_version_string", &sf_version_string);
    find(library, "sf_strerror", &sf_strerror);
    return &sndfile;
}
