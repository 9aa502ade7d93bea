/* dr_wav, if its header was named. It does not convert what is to be written: its users do, with its own function. */
#define DR_WAV_IMPLEMENTATION
#include "dr_wav.h"

#include "contestant.h"

#include <stdlib.h>

static const char *version(void) { return drwav_version_string(); }

static drwav *new_file(void) {
    drwav *file = malloc(sizeof *file);
    if (file == NULL) {
        fail("dr_wav: out of memory");
    }
    return file;
}

static void *open_reader(const char *path) {
    drwav *file = new_file();
    if (!drwav_init_file(file, path, NULL)) {
        fail("dr_wav: cannot open %s", path);
    }
    return file;
}

static uint64_t read_frames(void *file, float *samples, uint64_t frames) {
    return drwav_read_pcm_frames_f32(file, frames, samples);
}

static void close_file(void *file) {
    if (drwav_uninit(file) != DRWAV_SUCCESS) {
        fail("dr_wav: close failed");
    }
    free(file);
}

static void *create(const char *path) {
    drwav_data_format format = {drwav_container_riff, DR_WAVE_FORMAT_PCM, CHANNELS, SAMPLE_RATE, 16};
    drwav *file = new_file();
    if (!drwav_init_file_write(file, path, &format, NULL)) {
        fail("dr_wav: cannot create %s", path);
    }
    return file;
}

static void write_frames(void *file, const float *samples, uint64_t frames) {
    drwav_int16 converted[4096];
    const uint64_t most = sizeof converted / sizeof *converted / CHANNELS;
    while (frames > 0) {
        uint64_t some = frames < most ? frames : most;
        drwav_f32_to_s16(converted, samples, (size_t)(some * CHANNELS));
        if (drwav_write_pcm_frames(file, some, converted) != some) {
            fail("dr_wav: write failed");
        }
        samples += some * CHANNELS;
        frames -= some;
    }
}

static uint64_t inspect(const char *path) {
    drwav *file = open_reader(path);
    uint64_t frames = file->totalPCMFrameCount;
    close_file(file);
    return frames;
}

const contestant dr_wav = {"dr_wav", version,      open_reader, read_frames, close_file,
                           create,   write_frames, close_file,  inspect};
