/* Pipes and devices that take little, or nothing, and give little at a time: real ones. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "sound.h"

enum { FRAMES = 30000, SIZE = SOUND_HEADER + 4 * FRAMES, LEAST = 4096 };

static uint8_t file[SIZE], got[SIZE + 1];

/* The other end of a pipe: moves bytes in pieces that fit nothing, with pauses. */
struct other_end {
    int fd;
    size_t done, most; /* bytes to move before it goes away */
};

static void pause_a_little(size_t turn) {
    if (turn % 7 == 0) {
        usleep(200);
    }
}

static void *take(void *argument) {
    struct other_end *end = argument;
    size_t turn;
    for (turn = 0; end->done < end->most; turn++) {
        ssize_t n = read(end->fd, got + end->done, 1 + turn * 131 % 3001);
        if (n <= 0) {
            break;
        }
        end->done += (size_t)n;
        pause_a_little(turn);
    }
    close(end->fd);
    return NULL;
}

static void *give(void *argument) {
    struct other_end *end = argument;
    size_t turn;
    for (turn = 0; end->done < end->most; turn++) {
        size_t n = 1 + turn * 131 % 3001;
        CHECK(write(end->fd, file + end->done, n < end->most - end->done ? n : end->most - end->done) > 0);
        end->done += n < end->most - end->done ? n : end->most - end->done;
        pause_a_little(turn);
    }
    close(end->fd);
    return NULL;
}

/* A pipe with as little room as can be. Its end for the library does not wait if so wished. */
static void narrow_pipe(int ends[2], int ours, int waits) {
    CHECK_INT(pipe(ends), 0);
#ifdef F_SETPIPE_SZ
    CHECK(fcntl(ends[1], F_SETPIPE_SZ, LEAST) >= LEAST);
#endif
    if (!waits) {
        CHECK_INT(fcntl(ends[ours], F_SETFL, fcntl(ends[ours], F_GETFL) | O_NONBLOCK), 0);
    }
}

static mms_wave_writer *write_to(int fd) {
    mms_wave_format format = sound_format();
    mms_wave_write_options options = plain;
    mms_wave_writer *writer;
    options.frames = FRAMES;
    CHECK_OK(mms_wave_writer_create_fd(fd, &format, &options, &writer, NULL));
    CHECK_INT(close(fd), 0);
    return writer;
}

static void a_pipe_that_takes_little_at_a_time(void) {
    int waits;
    for (waits = 0; waits < 2; waits++) {
        struct other_end end = {0, 0, SIZE + 1};
        mms_wave_writer *writer;
        pthread_t thread;
        int ends[2], frame;
        narrow_pipe(ends, 1, waits);
        end.fd = ends[0];
        CHECK_INT(pthread_create(&thread, NULL, take, &end), 0);
        writer = write_to(ends[1]);
        for (frame = 0; frame < FRAMES; frame += FRAMES / 3) {
            CHECK_OK(mms_wave_writer_write_bytes(writer, file + SOUND_HEADER + 4 * frame, 4 * FRAMES / 3, NULL));
        }
        CHECK_OK(mms_wave_writer_close(writer, NULL));
        CHECK_INT(pthread_join(thread, NULL), 0);
        CHECK_INT(end.done, SIZE);
        CHECK_BYTES(got, file, SIZE);
    }
}

static void a_pipe_that_gives_little_at_a_time(void) {
    int waits;
    for (waits = 0; waits < 2; waits++) {
        struct other_end end = {0, 0, SIZE};
        mms_wave_reader *reader;
        pthread_t thread;
        uint64_t n = 1, done = 0;
        int ends[2];
        narrow_pipe(ends, 0, waits);
        end.fd = ends[1];
        CHECK_INT(pthread_create(&thread, NULL, give, &end), 0);
        CHECK_OK(mms_wave_reader_open_fd(ends[0], NULL, &reader, NULL));
        CHECK_INT(close(ends[0]), 0);
        while (n > 0) {
            CHECK_OK(mms_wave_reader_read_bytes(reader, got + done, sizeof got - done, &n, NULL));
            done += n;
        }
        CHECK_INT(done, 4 * FRAMES);
        CHECK_BYTES(got, file + SOUND_HEADER, 4 * FRAMES);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
}

static void a_pipe_whose_reader_goes_away(void) {
    size_t most;
    for (most = 0; most < SIZE; most = most * 3 + 1) {
        struct other_end end = {0, 0, most};
        mms_error error = MMS_ERROR_INIT;
        mms_status status = MMS_OK;
        mms_wave_writer *writer;
        pthread_t thread;
        int ends[2], turn;
        narrow_pipe(ends, 1, 1);
        end.fd = ends[0];
        CHECK_INT(pthread_create(&thread, NULL, take, &end), 0);
        writer = write_to(ends[1]);
        for (turn = 0; turn < 20 && status == MMS_OK; turn++) {
            status = mms_wave_writer_write_bytes(writer, file, SIZE, &error);
        }
        CHECK_INT(status, MMS_ERROR_IO);
        CHECK_INT(error.os_error, EPIPE);
        CHECK_STATUS(mms_wave_writer_close(writer, &error), MMS_ERROR_IO);
        CHECK_INT(error.os_error, EPIPE);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
}

static void a_device_that_is_full(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    if (access("/dev/full", W_OK) != 0) {
        printf("    skipped: /dev/full is needed\n");
        return;
    }
    CHECK_OK(mms_wave_writer_create("/dev/full", &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, file, 100, NULL)); /* gathered */
    CHECK_STATUS(mms_wave_writer_checkpoint(writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENOSPC);
    CHECK_STATUS(mms_wave_writer_write_bytes(writer, file, SIZE, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENOSPC);
    CHECK_STATUS(mms_wave_writer_close(writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, ENOSPC);
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
}

int main(void) {
    size_t i;
    alarm(100);
    memcpy(file, sound, SOUND_HEADER);
    put32(file + 4, SIZE - 8);
    put32(file + 40, 4 * FRAMES);
    for (i = SOUND_HEADER; i < SIZE; i++) {
        file[i] = (uint8_t)(i * 31 / 7);
    }
    RUN(a_pipe_that_takes_little_at_a_time);
    RUN(a_pipe_that_gives_little_at_a_time);
    RUN(a_pipe_whose_reader_goes_away);
    RUN(a_device_that_is_full);
    return 0;
}
