/* Hosts that call the library from everywhere: from small stacks, from many threads, and while the process ends. */
#include <dirent.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sound.h"

/* ---- What there is to do */

static int64_t read_of_file(void *user, void *buffer, int64_t size) { return stream_read(user, buffer, size); }

static void use_everything(void) {
    static const char *const paths[2] = {"no such file.wav", "."};
    mms_wave_format format = sound_format();
    mms_error error = MMS_ERROR_INIT;
    struct stream *stream = calloc(1, sizeof *stream);
    mms_io io = MMS_IO_INIT;
    mms_wave_reader *reader;
    mms_wave_writer *writer;
    mms_wave_metadata *metadata;
    mms_wave_scan *scan;
    uint8_t *file = malloc(4096);
    float samples[2 * SOUND_FRAMES];
    uint8_t pixels[3 * 16] = {0};
    uint64_t size;
    CHECK(stream != NULL && file != NULL);
    memcpy(stream->bytes, sound, sizeof sound);
    stream->size = sizeof sound;
    io.user = stream;
    io.read = read_of_file;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, &error));
    CHECK_OK(mms_wave_reader_read_f32(reader, samples, 2 * SOUND_FRAMES, SOUND_FRAMES, &size, &error));
    CHECK_INT(size, SOUND_FRAMES);
    CHECK_OK(mms_wave_reader_metadata(reader, &metadata, &error));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "a title", &error));
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, &error));
    CHECK_OK(mms_wave_writer_set_metadata(writer, metadata, &error));
    CHECK_OK(mms_wave_writer_write_f32(writer, samples, SOUND_FRAMES, &error));
    CHECK_OK(mms_wave_writer_contents(writer, file, 4096, &size, &error));
    CHECK_OK(mms_wave_writer_close(writer, &error));
    CHECK_OK(mms_wave_metadata_close(metadata, &error));
    CHECK_OK(mms_wave_reader_close(reader, &error));
    CHECK_OK(mms_rgb_to_hls_u8(pixels, pixels, 16));
    CHECK_OK(mms_wave_scan_open(paths, 2, NULL, 0, &scan, &error));
    CHECK_OK(mms_wave_scan_close(scan, &error));
    CHECK_STATUS(mms_wave_reader_open("no such file.wav", NULL, &reader, &error), MMS_ERROR_IO);
    free(file);
    free(stream);
}

static void *use_it(void *argument) {
    (void)argument;
    use_everything();
    return NULL;
}

static int threads_now(void) {
    DIR *listing = opendir("/proc/self/task");
    int count = 0;
    CHECK(listing != NULL);
    while (readdir(listing) != NULL) {
        count++;
    }
    closedir(listing);
    return count - 2;
}

static long memory_now(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%ld %ld", &pages, &resident) == 2);
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* ---- Threads */

static void run_on_a_stack_of(size_t size) {
    pthread_attr_t attributes;
    pthread_t thread;
    CHECK_INT(pthread_attr_init(&attributes), 0);
    CHECK_INT(pthread_attr_setstacksize(&attributes, size), 0);
    CHECK_INT(pthread_create(&thread, &attributes, use_it, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_INT(pthread_attr_destroy(&attributes), 0);
}

/* The header says so. Sanitisers need more for themselves. */
static void a_small_stack_will_do(void) {
#if defined(__SANITIZE_ADDRESS__)
    const size_t least = 512 << 10;
#else
    const size_t least = 32 << 10;
#endif
    int i;
    for (i = 0; i < 20; i++) {
        run_on_a_stack_of(least);
        run_on_a_stack_of(2 * least);
        run_on_a_stack_of(8 << 20);
    }
}

static void threads_that_come_and_go_leave_nothing(void) {
    int round, i, threads = 0;
    long memory = 0;
    time_t end = time(NULL) + soak_seconds() / 4;
    for (round = 0; round < 40 || time(NULL) < end; round++) {
        pthread_t all[25];
        for (i = 0; i < 25; i++) {
            CHECK_INT(pthread_create(&all[i], NULL, use_it, NULL), 0);
        }
        for (i = 0; i < 25; i++) {
            CHECK_INT(pthread_join(all[i], NULL), 0);
        }
        if (round == 10) {
            threads = threads_now();
            memory = memory_now();
        }
    }
    CHECK(threads_now() <= threads + 5);
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(memory_now() < memory + 30000);
#endif
    SOAK_REPORT("hosts: %d threads came and went, memory %ld KiB before and %ld after\n", 25 * round, memory,
                memory_now());
}

/* ---- The end of the process */

static pthread_key_t key;

static void use_at_the_end_of_a_thread(void *value) {
    use_everything();
    CHECK(value == &key);
}

static void *leave_a_value(void *argument) {
    (void)argument;
    CHECK_INT(pthread_setspecific(key, &key), 0);
    use_everything();
    return NULL;
}

static void destructors_of_threads_may_use_it(void) {
    pthread_t thread;
    int i;
    CHECK_INT(pthread_key_create(&key, use_at_the_end_of_a_thread), 0);
    for (i = 0; i < 50; i++) {
        CHECK_INT(pthread_create(&thread, NULL, leave_a_value, NULL), 0);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
    CHECK_INT(pthread_key_delete(key), 0);
}

static const char *way; /* in which this process ends */

static void say(const char *what) { CHECK(write(1, what, strlen(what)) == (ssize_t)strlen(what)); }

static void *work_for_ever(void *argument) {
    static float pixels[3 * 300000];
    (void)argument;
    for (;;) {
        use_everything();
        CHECK_OK(mms_rgb_to_hsv_f32(pixels, pixels, 300000));
    }
    return NULL;
}

static void use_at_exit(void) {
    use_everything();
    say("atexit ");
}

__attribute__((destructor)) static void use_in_a_destructor(void) {
    if (way != NULL) {
        use_everything();
        say("destructor ");
    }
}

static void end_in_a_handler(int number) {
    (void)number;
    _exit(7);
}

void quick_exit(int status); /* which is of C11 */

static int end(void) {
    pthread_t threads[3];
    int i;
    if (strcmp(way, "unused") == 0) {
        CHECK_INT(atexit(use_at_exit), 0); /* where it is used for the first time */
        return 7;
    }
    use_everything();
    CHECK_INT(atexit(use_at_exit), 0);
    for (i = 0; i < 3; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, work_for_ever, NULL), 0);
    }
    usleep(20000);
    if (strcmp(way, "exit") == 0) {
        exit(7);
    } else if (strcmp(way, "_exit") == 0) {
        _exit(7);
    } else if (strcmp(way, "quick_exit") == 0) {
        quick_exit(7);
    } else if (strcmp(way, "handler") == 0) {
        CHECK(signal(SIGTERM, end_in_a_handler) != SIG_ERR);
        CHECK_INT(kill(getpid(), SIGTERM), 0);
        for (;;) {
            use_everything();
        }
    } else if (strcmp(way, "pthread_exit") == 0) {
        for (i = 0; i < 3; i++) {
            CHECK_INT(pthread_detach(threads[i]), 0);
        }
        alarm(1);
        CHECK(signal(SIGALRM, end_in_a_handler) != SIG_ERR);
        pthread_exit(NULL);
    }
    return 7; /* from main */
}

static void check_end(const char *how, const char *wanted) {
    int ends[2], status, i;
    for (i = 0; i < 5; i++) {
        char said[64] = {0};
        size_t size = 0;
        ssize_t got;
        pid_t child;
        CHECK_INT(pipe(ends), 0);
        child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            dup2(ends[1], 1);
            close(ends[0]);
            close(ends[1]);
            alarm(60);
            execl("/proc/self/exe", "test_hosts", how, (char *)NULL);
            _exit(1);
        }
        CHECK_INT(close(ends[1]), 0);
        while ((got = read(ends[0], said + size, sizeof said - 1 - size)) > 0) {
            size += (size_t)got;
        }
        CHECK_INT(close(ends[0]), 0);
        CHECK_INT(waitpid(child, &status, 0), child);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 7) {
            FAIL("after %s the status is 0x%x", how, (unsigned)status);
        }
        CHECK_TEXT(said, wanted);
    }
}

static void exit_handlers_may_use_it_for_the_first_time(void) { check_end("unused", "atexit destructor "); }

static void a_process_may_end_while_threads_are_in_calls(void) {
    check_end("return", "atexit destructor ");
    check_end("exit", "atexit destructor ");
    check_end("_exit", "");
    check_end("quick_exit", "");
    check_end("handler", "");
    check_end("pthread_exit", "");
}

int main(int argc, char **argv) {
    if (argc == 2) {
        way = argv[1];
        return end();
    }
    RUN(a_small_stack_will_do);
    RUN(threads_that_come_and_go_leave_nothing);
    RUN(destructors_of_threads_may_use_it);
    RUN(exit_handlers_may_use_it_for_the_first_time);
    RUN(a_process_may_end_while_threads_are_in_calls);
    return 0;
}
