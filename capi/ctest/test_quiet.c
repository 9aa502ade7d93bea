/* The library keeps out of its host's affairs: it prints nothing and leaves signals and errors of the host alone. */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "sound.h"

/* A bit of everything, failures above all. */
static void use_the_library(void) {
    uint8_t buffer[SOUND_DATA];
    uint64_t got;
    double out[3];
    mms_wave_reader *reader;
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, NULL), MMS_ERROR_IO);
    CHECK_STATUS(mms_wave_reader_open_memory(sound, 30, NULL, &reader, NULL), MMS_ERROR_EOF);
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_HANDLE);
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, buffer, got, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_STATUS(mms_rgb_to_hls(-1.0, 0.0, 1.0, out), MMS_ERROR_DOMAIN_DIVISION_BY_ZERO);
}

static void nothing_is_printed(void) {
    int out = dup(1), err = dup(2), file = open("printed", O_RDWR | O_CREAT | O_TRUNC, 0600);
    uint8_t printed[100];
    fflush(NULL);
    CHECK(out >= 0 && err >= 0 && file >= 0);
    CHECK(dup2(file, 1) == 1 && dup2(file, 2) == 2);
    use_the_library();
    fflush(NULL);
    CHECK(dup2(out, 1) == 1 && dup2(err, 2) == 2);
    CHECK_INT(read_file("printed", printed, sizeof printed), 0);
    CHECK_INT(close(out) + close(err) + close(file), 0);
}

static volatile sig_atomic_t signals;

static void count_signal(int number) {
    (void)number;
    signals++;
}

static void signal_handlers_of_the_host_keep_working(void) {
    static const int numbers[] = {SIGINT, SIGTERM, SIGUSR1, SIGALRM};
    struct sigaction action, now;
    size_t i;
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        memset(&action, 0, sizeof action);
        action.sa_handler = count_signal;
        CHECK_INT(sigaction(numbers[i], &action, NULL), 0);
        signals = 0;
        use_the_library();
        CHECK_INT(sigaction(numbers[i], NULL, &now), 0);
        CHECK(now.sa_handler == count_signal);
        CHECK_INT(raise(numbers[i]), 0);
        CHECK_INT(signals, 1);
    }
}

int main(void) {
    RUN(nothing_is_printed);
    RUN(signal_handlers_of_the_host_keep_working);
    return 0;
}
