/* Sixteen threads at once: on handles of their own, and all on one. What is closed meanwhile: see closing.c. */
#include <pthread.h>

#include "sound.h"

enum { THREADS = 16, ROUNDS = 100, LONG_FRAMES = 8000 };

static void run_threads(void *(*function)(void *)) {
    pthread_t threads[THREADS];
    intptr_t i;
    for (i = 0; i < THREADS; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, function, (void *)i), 0);
    }
    for (i = 0; i < THREADS; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
}

/* Each thread writes a file of its own kind to memory and reads it again. */
static void *write_and_read(void *number) {
    int16_t samples[100], back[100];
    uint8_t file[400];
    uint64_t size, got;
    int round, i;
    for (round = 0; round < ROUNDS; round++) {
        mms_wave_writer *writer;
        mms_wave_reader *reader;
        mms_error error = MMS_ERROR_INIT;
        mms_wave_format format = sound_format();
        format.channels = 1;
        for (i = 0; i < 100; i++) {
            samples[i] = (int16_t)((intptr_t)number * 1000 + round + i);
        }
        CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, &error));
        CHECK_OK(mms_wave_writer_write_bytes(writer, samples, sizeof samples, &error));
        CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &size, &error));
        CHECK_OK(mms_wave_writer_close(writer, &error));
        CHECK_OK(mms_wave_reader_open_memory(file, size, NULL, &reader, &error));
        CHECK_OK(mms_wave_reader_read_bytes(reader, back, sizeof back, &got, &error));
        CHECK_INT(got, sizeof samples);
        CHECK_BYTES(back, samples, sizeof samples);
        CHECK_OK(mms_wave_reader_close(reader, &error));
    }
    return NULL;
}

static void threads_with_handles_of_their_own_do_not_meet(void) { run_threads(write_and_read); }

static mms_wave_reader *shared_reader;
static mms_wave_writer *shared_writer;
static uint8_t seen[LONG_FRAMES];

/* Frames hold their number. Each is read by just one of the threads. */
static void *read_some(void *unused) {
    uint32_t frames[7];
    uint64_t got, i;
    do {
        CHECK_OK(mms_wave_reader_read_bytes(shared_reader, frames, sizeof frames, &got, NULL));
        CHECK_INT(got % sizeof *frames, 0);
        for (i = 0; i < got / sizeof *frames; i++) {
            CHECK(frames[i] < LONG_FRAMES);
            CHECK(i == 0 || frames[i] == frames[i - 1] + 1);
            __atomic_add_fetch(&seen[frames[i]], 1, __ATOMIC_RELAXED);
        }
    } while (got > 0);
    return unused;
}

static void threads_share_a_reader_frame_by_frame(void) {
    static uint32_t frames[LONG_FRAMES];
    static uint8_t file[SOUND_HEADER + sizeof frames];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    uint64_t size;
    uint32_t i;
    for (i = 0; i < LONG_FRAMES; i++) {
        frames[i] = i;
    }
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, frames, sizeof frames, NULL));
    CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &size, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_OK(mms_wave_reader_open_memory(file, size, NULL, &shared_reader, NULL));
    run_threads(read_some);
    CHECK_FILLED(seen, 1, sizeof seen);
    CHECK_OK(mms_wave_reader_close(shared_reader, NULL));
}

static void *write_some(void *number) {
    uint8_t block[3 * SOUND_ALIGN];
    int round;
    memset(block, (int)(intptr_t)number + 1, sizeof block);
    for (round = 0; round < ROUNDS; round++) {
        CHECK_OK(mms_wave_writer_write_bytes(shared_writer, block, sizeof block, NULL));
    }
    return NULL;
}

static void threads_share_a_writer_block_by_block(void) {
    enum { BLOCK = 3 * SOUND_ALIGN };
    static uint8_t file[SOUND_HEADER + THREADS * ROUNDS * BLOCK];
    mms_wave_format format = sound_format();
    int blocks[THREADS] = {0};
    uint64_t size, at;
    int i;
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &shared_writer, NULL));
    run_threads(write_some);
    CHECK_OK(mms_wave_writer_contents(shared_writer, file, sizeof file, &size, NULL));
    CHECK_INT(size, sizeof file);
    for (at = SOUND_HEADER; at < size; at += BLOCK) {
        CHECK(file[at] >= 1 && file[at] <= THREADS);
        CHECK_FILLED(file + at, file[at], BLOCK);
        blocks[file[at] - 1]++;
    }
    for (i = 0; i < THREADS; i++) {
        CHECK_INT(blocks[i], ROUNDS);
    }
    CHECK_OK(mms_wave_writer_close(shared_writer, NULL));
}

static void *convert(void *unused) {
    double want[3], out[3];
    int i;
    CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, want));
    for (i = 0; i < 10 * ROUNDS; i++) {
        CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
        CHECK_BYTES(out, want, sizeof out);
    }
    return unused;
}

static void colours_are_converted_by_all(void) { run_threads(convert); }

int main(void) {
    RUN(threads_with_handles_of_their_own_do_not_meet);
    RUN(threads_share_a_reader_frame_by_frame);
    RUN(threads_share_a_writer_block_by_block);
    RUN(colours_are_converted_by_all);
    return 0;
}
