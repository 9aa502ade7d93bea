/* The contestant of this repository. */
#include "contestant.h"

#include <mmservices.h>

static void must(mms_status status, const mms_error *error, const char *call) {
    if (status != MMS_OK) {
        fail("mmservices: %s: %s", call, error->message);
    }
}

static void *open_reader(const char *path) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *reader;
    must(mms_wave_reader_open(path, NULL, &reader, &error), &error, "open");
    return reader;
}

static uint64_t read_frames(void *file, float *samples, uint64_t frames) {
    mms_error error = MMS_ERROR_INIT;
    uint64_t got;
    must(mms_wave_reader_read_f32(file, samples, frames * CHANNELS, frames, &got, &error), &error, "read");
    return got;
}

static void close_reader(void *file) {
    mms_error error = MMS_ERROR_INIT;
    must(mms_wave_reader_close(file, &error), &error, "close");
}

static void *create(const char *path) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    mms_wave_writer *writer;
    format.channels = CHANNELS;
    format.sample_rate = SAMPLE_RATE;
    format.bits_per_sample = 16;
    must(mms_wave_writer_create(path, &format, NULL, &writer, &error), &error, "create");
    return writer;
}

static void write_frames(void *file, const float *samples, uint64_t frames) {
    mms_error error = MMS_ERROR_INIT;
    must(mms_wave_writer_write_f32(file, samples, frames, &error), &error, "write");
}

static void finish(void *file) {
    mms_error error = MMS_ERROR_INIT;
    must(mms_wave_writer_close(file, &error), &error, "close of a writer");
}

static uint64_t inspect(const char *path) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader = open_reader(path);
    must(mms_wave_reader_info(reader, &info, &error), &error, "info");
    close_reader(reader);
    return (uint64_t)info.frames;
}

const contestant mmservices = {"mmservices", mms_version,  open_reader, read_frames, close_reader,
                               create,       write_frames, finish,      inspect};
