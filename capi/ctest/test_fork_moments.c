/*
 * fork at awkward moments: while other threads are in the middle of calls, from inside callbacks, from many threads at
 * once, in ways that run no handlers. A child is refused at once, and ends; the parent's calls come to their right
 * ends.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <time.h>

#include "children.h"
#include "sound.h"

extern char **environ;

/* What a child may find: whatever it calls is refused, whatever state its parent was in. */
static mms_wave_reader *reader;

static void be_refused(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_reader *opened;
    mms_wave_metadata *metadata;
    double out[3];
    int64_t frame;
    CHECK_STATUS(mms_rgb_to_hsv(0.1, 0.2, 0.3, out), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &opened, &error), MMS_ERROR_FORKED);
    CHECK(opened == NULL);
    CHECK_STATUS(mms_wave_metadata_create(&metadata, NULL), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_wave_reader_tell(reader, &frame, &error), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_wave_reader_close(reader, &error), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_FORKED);
}

static void wait_ms(int milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

/* A stream whose reads wait while a gate is shut. */
static struct stream stream;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static volatile int waiting;

static int64_t read_through_gate(void *user, void *buffer, int64_t size) {
    waiting = 1;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return stream_read(user, buffer, size);
}

static void *read_all(void *samples) {
    uint64_t got;
    CHECK_OK(mms_wave_reader_read_bytes(reader, samples, SOUND_DATA, &got, NULL));
    CHECK_INT(got, SOUND_DATA);
    return NULL;
}

static void while_a_callback_waits_in_another_thread(void) {
    mms_io io = stream_io(&stream);
    uint8_t samples[SOUND_DATA];
    pthread_t thread;
    int i;
    stream_load(&stream, sound, sizeof sound);
    stream.most = 7;
    io.read = read_through_gate;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    waiting = 0;
    CHECK_INT(pthread_mutex_lock(&gate), 0);
    CHECK_INT(pthread_create(&thread, NULL, read_all, samples), 0);
    for (i = 0; i < 100 && !waiting; i++) {
        wait_ms(10);
    }
    CHECK(waiting);
    for (i = 0; i < 10; i++) {
        in_child(be_refused);
    }
    CHECK_INT(pthread_mutex_unlock(&gate), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_BYTES(samples, sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* Threads that work until they are told to stop. Each checks its own results. */
static volatile int stop;

enum { WIDTH = 700, HEIGHT = 500, COMPONENTS = 3 * WIDTH * HEIGHT };

static void describe_image(mms_image *image, float *pixels, uint32_t model) {
    mms_image empty = MMS_IMAGE_INIT;
    *image = empty;
    image->component = MMS_COMPONENT_F32;
    image->data = pixels;
    image->width = WIDTH;
    image->height = HEIGHT;
    image->model = model;
}

/* Shared out over several goroutines. */
static void *convert_images(void *unused) {
    static float rgb[COMPONENTS], hsv[COMPONENTS], want[COMPONENTS];
    mms_image from, to, once;
    int i;
    for (i = 0; i < COMPONENTS; i++) {
        rgb[i] = (float)(i % 9973 * 7919 % 1001) / 1000;
    }
    describe_image(&from, rgb, MMS_MODEL_RGB);
    describe_image(&to, hsv, MMS_MODEL_HSV);
    describe_image(&once, want, MMS_MODEL_HSV);
    CHECK_OK(mms_convert_image(&from, &once, 1, NULL));
    while (!stop) {
        memset(hsv, 0, sizeof hsv);
        CHECK_OK(mms_convert_image(&from, &to, 4, NULL));
        CHECK(memcmp(hsv, want, sizeof want) == 0);
    }
    return unused;
}

static void *scan_files(void *unused) {
    enum { FILES = 300 };
    static const char *paths[FILES];
    int i;
    for (i = 0; i < FILES; i++) {
        paths[i] = i % 3 == 0 ? "missing.wav" : "sound.wav";
    }
    while (!stop) {
        mms_wave_scan *scan;
        CHECK_OK(mms_wave_scan_open(paths, FILES, NULL, 16, &scan, NULL));
        for (i = 0; i < FILES; i++) {
            mms_wave_info info = MMS_WAVE_INFO_INIT;
            CHECK_STATUS(mms_wave_scan_row(scan, (uint64_t)i, &info, NULL), i % 3 == 0 ? MMS_ERROR_IO : MMS_OK);
            CHECK_INT(info.frames, i % 3 == 0 ? 0 : SOUND_FRAMES);
        }
        CHECK_OK(mms_wave_scan_close(scan, NULL));
    }
    return unused;
}

/* Keeps Go's garbage collection busy. */
static void *make_garbage(void *unused) {
    enum { SIZE = 1 << 20 };
    static const uint8_t payload[SIZE];
    while (!stop) {
        mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
        mms_wave_metadata *metadata;
        uint32_t count;
        int i;
        memcpy(chunk.id, "junk", 4);
        CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
        for (i = 0; i < 4; i++) {
            CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, payload, SIZE, NULL));
        }
        CHECK_OK(mms_wave_metadata_count(metadata, MMS_WAVE_ENTRY_CHUNK, &count, NULL));
        CHECK_INT(count, 4);
        CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    }
    return unused;
}

static void *open_and_close(void *unused) {
    while (!stop) {
        mms_wave_reader *mine;
        uint8_t samples[SOUND_DATA];
        uint64_t got;
        CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &mine, NULL));
        CHECK_OK(mms_wave_reader_read_bytes(mine, samples, sizeof samples, &got, NULL));
        CHECK_BYTES(samples, sound + SOUND_HEADER, SOUND_DATA);
        CHECK_OK(mms_wave_reader_close(mine, NULL));
    }
    return unused;
}

/* Forks so many times while threads work. */
static void fork_beside(void *(*const works[])(void *), int count, int times) {
    pthread_t threads[8];
    int i;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    stop = 0;
    for (i = 0; i < count; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, works[i], NULL), 0);
    }
    for (i = 0; i < times; i++) {
        wait_ms(i % 4);
        in_child(be_refused);
    }
    stop = 1;
    for (i = 0; i < count; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void while_an_image_is_converted_by_several_threads(void) {
    void *(*const works[])(void *) = {convert_images};
    fork_beside(works, 1, 30);
}

static void while_many_files_are_scanned(void) {
    void *(*const works[])(void *) = {scan_files};
    write_file("sound.wav", sound, sizeof sound);
    fork_beside(works, 1, 30);
}

static void while_garbage_is_collected(void) {
    void *(*const works[])(void *) = {make_garbage, make_garbage};
    fork_beside(works, 2, 30);
}

/* A stream whose callbacks fork. Their children end at once, or return as if nothing had happened. */
enum { CHILD_ENDS, CHILD_RETURNS };

static int forking_callback; /* which of them forks: 'r', 'w', 's', 't', 'f', 'z', or 0 */
static int what_the_child_does;
static pid_t forked_child;
static mms_wave_reader *other; /* is called from the callback, and calls its own callbacks */

static void perhaps_fork(int callback) {
    if (callback != forking_callback) {
        return;
    }
    forking_callback = 0;
    forked_child = fork();
    CHECK(forked_child >= 0);
    if (forked_child > 0) {
        child_ends_well(forked_child);
        return;
    }
    alarm(CHILD_SECONDS);
    be_refused();
    wait_ms(20); /* longer than Go keeps a thread's place for it */
    if (what_the_child_does == CHILD_ENDS) {
        _exit(0);
    }
}

static int64_t forking_read(void *user, void *buffer, int64_t size) {
    perhaps_fork('r');
    return stream_read(user, buffer, size);
}

static int64_t forking_write(void *user, const void *buffer, int64_t size) {
    perhaps_fork('w');
    return stream_write(user, buffer, size);
}

static int64_t forking_seek(void *user, int64_t offset, int32_t whence) {
    perhaps_fork('s');
    return stream_seek(user, offset, whence);
}

static int64_t forking_tell(void *user) {
    perhaps_fork('t');
    return stream_tell(user);
}

static mms_status forking_flush(void *user) {
    perhaps_fork('f');
    return stream_flush(user);
}

static int64_t forking_size(void *user) {
    struct stream *measured = (struct stream *)user;
    perhaps_fork('z');
    return measured->size;
}

static mms_io forking_io(void) {
    mms_io io = stream_io(&stream);
    io.read = forking_read;
    io.write = forking_write;
    io.seek = forking_seek;
    io.tell = forking_tell;
    io.flush = forking_flush;
    io.size = forking_size;
    return io;
}

/* A call during which a callback may have forked and its child returned. */
#define CHECK_OK_OR_FORKED(call)                                                                                       \
    do {                                                                                                               \
        forked_child = -1;                                                                                             \
        if (forked_child != 0 && (call) == MMS_OK && forked_child != 0) {                                              \
            break;                                                                                                     \
        }                                                                                                              \
        CHECK_INT(forked_child, 0);                                                                                    \
        be_refused();                                                                                                  \
        _exit(0);                                                                                                      \
    } while (0)

static void read_with_forks(void) {
    mms_io io = forking_io();
    uint8_t samples[SOUND_DATA];
    uint64_t got;
    stream_load(&stream, sound, sizeof sound);
    CHECK_OK_OR_FORKED(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK_OR_FORKED(mms_wave_reader_seek(reader, 1, NULL));
    CHECK_OK_OR_FORKED(mms_wave_reader_seek(reader, 0, NULL));
    CHECK_OK_OR_FORKED(mms_wave_reader_read_bytes(reader, samples, sizeof samples, &got, NULL));
    CHECK_INT(got, sizeof samples);
    CHECK_BYTES(samples, sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK_OR_FORKED(mms_wave_reader_close(reader, NULL));
}

static void write_with_forks(void) {
    mms_io io = forking_io();
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    stream_load(&stream, sound, 0);
    CHECK_OK_OR_FORKED(mms_wave_writer_create_io(&io, &format, &plain, &writer, NULL));
    CHECK_OK_OR_FORKED(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK_OR_FORKED(mms_wave_writer_flush(writer, NULL));
    CHECK_OK_OR_FORKED(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, SOUND_DATA - 8, NULL));
    CHECK_OK_OR_FORKED(mms_wave_writer_close(writer, NULL));
    CHECK_INT(stream.size, SOUND_SIZE);
    CHECK_BYTES(stream.bytes, sound, SOUND_SIZE);
}

/* Each callback of a stream forks, and once none. */
static void fork_in_each_callback(void) {
    const char *callback;
    for (callback = "rstz"; *callback != 0; callback++) {
        forking_callback = *callback;
        read_with_forks();
        CHECK_INT(forking_callback, 0);
    }
    for (callback = "wstf"; *callback != 0; callback++) {
        forking_callback = *callback;
        write_with_forks();
        CHECK_INT(forking_callback, 0);
    }
    forking_callback = 0;
    read_with_forks();
    write_with_forks();
}

static void in_a_callback_whose_child_ends(void) {
    what_the_child_does = CHILD_ENDS;
    fork_in_each_callback();
}

static void in_a_callback_whose_child_returns(void) {
    what_the_child_does = CHILD_RETURNS;
    fork_in_each_callback();
}

static int64_t read_by_another_reader(void *user, void *buffer, int64_t size) {
    uint8_t samples[SOUND_DATA];
    uint64_t got;
    mms_status status = mms_wave_reader_read_bytes(other, samples, sizeof samples, &got, NULL);
    if (forked_child == 0) {
        CHECK_STATUS(status, MMS_ERROR_FORKED);
    } else {
        CHECK_OK(status);
    }
    return stream_read(user, buffer, size);
}

/* The child returns from the inner call to the outer callback, and from that to the host. */
static void in_a_callback_within_a_callback(void) {
    static struct stream inner;
    mms_io inner_io = forking_io(), io = stream_io(&stream);
    stream_load(&inner, sound, sizeof sound);
    inner.most = 5; /* so that reading reads again */
    inner_io.user = &inner;
    stream_load(&stream, sound, sizeof sound);
    io.read = read_by_another_reader;
    forking_callback = 0;
    what_the_child_does = CHILD_RETURNS;
    CHECK_OK(mms_wave_reader_open_io(&inner_io, NULL, &other, NULL));
    forking_callback = 'r';
    CHECK_OK_OR_FORKED(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_INT(forking_callback, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_OK(mms_wave_reader_close(other, NULL));
}

/* Ways to fork that tell nobody. */
static void in_child_of(pid_t child) {
    CHECK(child >= 0);
    if (child == 0) {
        alarm(CHILD_SECONDS);
        be_refused();
        in_child(be_refused);
        _exit(0);
    }
    child_ends_well(child);
}

static void without_the_handlers_of_pthread_atfork(void) {
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    fflush(stdout);
    in_child_of((pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL));
#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 34)
    in_child_of(_Fork());
#endif
#endif
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void with_handlers_of_the_host(void) {
    CHECK_INT(pthread_atfork(NULL, NULL, be_refused), 0);
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    in_child(be_refused);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void *fork_some(void *unused) {
    int i;
    for (i = 0; i < 15; i++) {
        in_child(be_refused);
    }
    return unused;
}

static void from_many_threads_at_once(void) {
    void *(*const works[])(void *) = {open_and_close, fork_some, fork_some, fork_some, fork_some};
    fork_beside(works, 5, 15);
}

/*
 * The end of a thread that has used the library is the end of the child. AddressSanitizer itself hangs then, on a lock
 * of its own.
 */
#if defined(__SANITIZE_ADDRESS__)
static void end_the_thread(void) {}
#else
static void end_the_thread(void) { pthread_exit(NULL); }
#endif

static void *fork_and_end(void *unused) {
    double out[3];
    CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
    in_child(end_the_thread);
    return unused;
}

static void from_a_thread_that_ends_in_the_child(void) {
    void *(*const works[])(void *) = {open_and_close, fork_and_end, fork_and_end, fork_and_end};
    int i;
    for (i = 0; i < 20; i++) {
        fork_beside(works, 4, 2);
    }
}

/* Go has handlers of signals in the process, which the child inherits. */
static int ends_by_signal(int number, int itself) {
    int status;
    pid_t child;
    fflush(stdout);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        alarm(CHILD_SECONDS);
        if (itself) {
            raise(number);
        }
        for (;;) {
            pause();
        }
    }
    if (!itself) {
        wait_ms(5);
        CHECK_INT(kill(child, number), 0);
    }
    CHECK_INT(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void and_signals_end_the_child_as_they_would_any(void) {
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGKILL};
    size_t i;
    for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        CHECK_INT(ends_by_signal(numbers[i], 0), numbers[i]);
        CHECK_INT(ends_by_signal(numbers[i], 1), numbers[i]);
    }
}

static void fault(void) {
    volatile int *nowhere = (volatile int *)(uintptr_t)8;
    *nowhere = 1;
}

static void and_a_fault_of_the_child_ends_it(void) {
    int status;
    pid_t child;
    fflush(stdout);
    child = fork();
    if (child == 0) {
        alarm(CHILD_SECONDS);
        fault();
        _exit(0);
    }
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status));
    CHECK_INT(WTERMSIG(status), SIGSEGV);
}

/* What hosts do when they end: close their handles, or not. */
static void close_at_exit(void) { be_refused(); }

static void exit_with_handles_open(void) {
    CHECK_INT(atexit(close_at_exit), 0);
    if (fclose(stdout) != 0) {
        _exit(1);
    }
    exit(0);
}

static void and_the_child_exits_with_handles_open(void) {
    void *(*const works[])(void *) = {open_and_close};
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    in_child(exit_with_handles_open);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    fork_beside(works, 1, 5);
}

/* A program that is started uses the library as any does: this one, with an argument. */
static const char *myself;

static int as_a_program_that_was_started(void) {
    void *(*const works[])(void *) = {open_and_close};
    fork_beside(works, 1, 1);
    return 0;
}

static void exec_myself(void) {
    execl(myself, myself, "started", (char *)NULL);
    _exit(127);
}

static void and_exec(void) {
    char *arguments[3] = {NULL, "started", NULL};
    double out[3];
    pid_t child;
    CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
    in_child(exec_myself);
    child = vfork();
    if (child == 0) {
        execl(myself, myself, "started", (char *)NULL);
        _exit(127);
    }
    child_ends_well(child);
    CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out)); /* a child of vfork has its parent's memory */
    arguments[0] = (char *)(uintptr_t)myself;
    CHECK_INT(posix_spawn(&child, myself, NULL, NULL, arguments, environ), 0);
    child_ends_well(child);
    CHECK_INT(system("exit 3"), 3 << 8);
    CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
}

/* make soak: all kinds of work at once, children in every way, at random moments. */
static unsigned random_state;

static unsigned random_below(unsigned limit) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % limit;
}

static void for_a_long_time(void) {
    void *(*const works[])(void *) = {convert_images, scan_files, make_garbage, open_and_close};
    void (*const ways[])(void) = {be_refused, exit_with_handles_open, fork_in_each_callback, end_the_thread};
    const char *seed = getenv("MMS_SEED");
    time_t end = time(NULL) + soak_seconds();
    pthread_t threads[4];
    long children = 0;
    int i;
    if (soak_seconds() == 0) {
        return;
    }
    random_state = seed != NULL ? (unsigned)atoi(seed) : (unsigned)time(NULL);
    printf("MMS_SEED=%u\n", random_state);
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    stop = 0;
    for (i = 0; i < 4; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, works[i], NULL), 0);
    }
    for (; time(NULL) < end; children++) {
        unsigned way = random_below(4);
        struct timespec moment = {0, (long)random_below(5000) * 1000};
        nanosleep(&moment, NULL);
        if (way == 2) {
            mms_wave_reader *kept = reader;
            ways[way]();
            reader = kept;
            children += 7;
        } else {
            in_child(ways[way]);
        }
    }
    stop = 1;
    for (i = 0; i < 4; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    SOAK_REPORT("fork from C: %ld children at random moments of a busy parent, none hung, none failed\n", children);
}

int main(int count, char **arguments) {
    if (count > 1) {
        return as_a_program_that_was_started();
    }
    myself = arguments[0];
    RUN(while_a_callback_waits_in_another_thread);
    RUN(while_an_image_is_converted_by_several_threads);
    RUN(while_many_files_are_scanned);
    RUN(while_garbage_is_collected);
    RUN(in_a_callback_whose_child_ends);
    RUN(in_a_callback_whose_child_returns);
    RUN(in_a_callback_within_a_callback);
    RUN(without_the_handlers_of_pthread_atfork);
    RUN(from_many_threads_at_once);
    RUN(from_a_thread_that_ends_in_the_child);
    RUN(and_the_child_exits_with_handles_open);
    RUN(and_signals_end_the_child_as_they_would_any);
    RUN(and_a_fault_of_the_child_ends_it);
    RUN(and_exec);
    RUN(for_a_long_time);
    RUN(with_handlers_of_the_host); /* last, since they stay */
    return 0;
}
