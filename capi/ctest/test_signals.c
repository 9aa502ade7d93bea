/*
 * Signals of a host that installed its handlers after the library was loaded. Whatever flags they have, wherever the
 * signal hits, they run, and nothing of the library is hurt; and what writing raises reaches nobody. test_hosts.py has
 * the hosts whose handlers were there before.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sound.h"

enum { PIXELS = 200000, SIGNALS = 4000 };

/* Seconds that nothing here takes. */
enum { HANG = 100 };

static void nap(long microseconds) {
    struct timespec time = {0, microseconds * 1000};
    nanosleep(&time, NULL);
}

/* ---- Work, all of which runs in goroutines of the calling thread, and some in others */

static float pixels[3 * PIXELS];

static void small_work(void) {
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    mms_wave_reader *reader;
    mms_wave_metadata *metadata;
    uint8_t file[1024];
    double samples[2 * SOUND_FRAMES];
    uint64_t size;
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &size, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_OK(mms_wave_reader_open_memory(file, size, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_metadata(reader, &metadata, NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "a title", NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_OK(mms_wave_reader_read_f64(reader, samples, 2 * SOUND_FRAMES, SOUND_FRAMES, &size, NULL));
    CHECK_INT(size, SOUND_FRAMES);
    CHECK(samples[0] == 0x0201 / 32768.0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_HANDLE);
}

static void large_work(void) {
    CHECK_OK(mms_rgb_to_hsv_f32(pixels, pixels, PIXELS));
    CHECK_OK(mms_hsv_to_rgb_f32(pixels, pixels, PIXELS));
}

/* ---- Floods of signals */

static volatile int64_t handled;
static volatile size_t depth; /* bytes of stack that the handler uses */

static size_t use_stack(size_t bytes) {
    volatile char room[512];
    room[bytes % sizeof room] = (char)bytes;
    return bytes <= sizeof room ? (size_t)room[0] : use_stack(bytes - sizeof room) + (size_t)room[1];
}

static void count(int number) {
    (void)number;
    (void)use_stack(depth);
    __sync_fetch_and_add(&handled, 1);
}

static void count_with_information(int number, siginfo_t *information, void *context) {
    (void)context;
    if (information->si_signo == number) {
        count(number);
    }
}

static void handle(int number, int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_flags = flags | SA_RESTART;
    if (flags & SA_SIGINFO) {
        action.sa_sigaction = count_with_information;
    } else {
        action.sa_handler = count;
    }
    CHECK_INT(sigaction(number, &action, NULL), 0);
}

static const int asynchronous[] = {SIGINT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGCHLD, SIGHUP, SIGWINCH, SIGIO};

enum { KINDS = sizeof asynchronous / sizeof *asynchronous };

static void handle_all(int flags) {
    for (int i = 0; i < KINDS; i++) {
        handle(asynchronous[i], flags);
    }
}

struct flood {
    pthread_t victim;
    volatile int stop;
    int64_t sent;
};

static void *send_signals(void *argument) {
    struct flood *flood = argument;
    while (!flood->stop) {
        int number = asynchronous[flood->sent % KINDS];
        CHECK_INT(flood->sent % 2 ? pthread_kill(flood->victim, number) : kill(getpid(), number), 0);
        flood->sent++;
        nap(20);
    }
    return NULL;
}

static void work_in_a_flood(void) {
    time_t end = time(NULL) + soak_seconds() / 10;
    struct flood flood = {pthread_self(), 0, 0};
    pthread_t sender;
    handled = 0;
    CHECK_INT(pthread_create(&sender, NULL, send_signals, &flood), 0);
    while (handled < SIGNALS || time(NULL) < end) {
        small_work();
        large_work();
    }
    flood.stop = 1;
    CHECK_INT(pthread_join(sender, NULL), 0);
    SOAK_REPORT("signals: %" PRId64 " signals handled in the middle of calls\n", handled);
}

static void handlers_run_on_the_stack_that_they_find(void) {
    handle_all(0);
    depth = 0;
    work_in_a_flood();
    depth = 50 << 10;
    work_in_a_flood();
}

static void handlers_run_on_the_alternate_stack(void) {
    handle_all(SA_ONSTACK);
    depth = 4096;
    work_in_a_flood();
}

static void handlers_are_told_what_there_is_to_know(void) {
    handle_all(SA_SIGINFO);
    depth = 0;
    work_in_a_flood();
}

/* ---- Threads of the library */

static void *one_flooded_call(void *argument) {
    double out[3];
    (void)argument;
    CHECK_OK(mms_rgb_to_hsv(1.0, 0.5, 0.0, out));
    small_work();
    return NULL;
}

static void the_first_call_of_a_thread_is_safe_too(void) {
    struct flood flood = {pthread_self(), 0, 0};
    pthread_t sender, thread;
    int i;
    handle_all(0);
    depth = 50 << 10;
    CHECK_INT(pthread_create(&sender, NULL, send_signals, &flood), 0);
    for (i = 0; i < 500; i++) {
        CHECK_INT(pthread_create(&thread, NULL, one_flooded_call, NULL), 0);
        pthread_kill(thread, SIGUSR1);
        pthread_kill(thread, SIGUSR2);
        nap(10 * (i % 10));
        pthread_kill(thread, SIGALRM);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
    flood.stop = 1;
    CHECK_INT(pthread_join(sender, NULL), 0);
}

/* A host with a thread that waits for signals gets them there: every other thread of its own has them blocked. */
static void no_thread_of_the_library_takes_a_signal(void) {
    sigset_t set, before;
    int i, number;
    sigemptyset(&set);
    for (i = 0; i < KINDS; i++) {
        CHECK(signal(asynchronous[i], SIG_DFL) != SIG_ERR); /* SIGTERM and others would end the process */
        sigaddset(&set, asynchronous[i]);
    }
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &set, &before), 0);
    large_work();
    for (i = 0; i < 50 * KINDS; i++) {
        CHECK_INT(kill(getpid(), asynchronous[i % KINDS]), 0);
        if (i % KINDS == 0) {
            small_work();
        }
        CHECK_INT(sigwait(&set, &number), 0);
        CHECK_INT(number, asynchronous[i % KINDS]);
    }
    CHECK_INT(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
}

/* ---- Masks, alternate stacks, limits */

static void check_that_a_call_changes_nothing(void) {
    sigset_t before, after;
    int i, number;
    sigemptyset(&before);
    sigaddset(&before, SIGUSR1);
    sigaddset(&before, SIGCHLD);
    sigaddset(&before, SIGPROF);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &before, NULL), 0);
    CHECK_INT(pthread_sigmask(SIG_SETMASK, NULL, &before), 0);
    for (i = 0; i < 10; i++) {
        errno = 77;
        small_work();
        large_work();
        CHECK_INT(errno, 77);
    }
    CHECK_INT(pthread_sigmask(SIG_SETMASK, NULL, &after), 0);
    for (number = 1; number <= SIGRTMAX; number++) {
        CHECK_INT(sigismember(&after, number), sigismember(&before, number));
    }
}

static void *in_a_thread_with_an_alternate_stack(void *argument) {
    static char room[64 << 10];
    stack_t mine, before, after;
    (void)argument;
    memset(&mine, 0, sizeof mine);
    mine.ss_sp = room;
    mine.ss_size = sizeof room;
    CHECK_INT(sigaltstack(&mine, &before), 0);
    check_that_a_call_changes_nothing();
    CHECK_INT(sigaltstack(NULL, &after), 0);
    CHECK(after.ss_sp == mine.ss_sp);
    CHECK_INT(after.ss_size, mine.ss_size);
    CHECK_INT(after.ss_flags, mine.ss_flags);
    CHECK_INT(sigaltstack(&before, NULL), 0);
    return NULL;
}

static void the_mask_and_the_alternate_stack_of_a_thread_stay(void) {
    pthread_t thread;
    sigset_t before;
    CHECK_INT(pthread_sigmask(SIG_SETMASK, NULL, &before), 0);
    check_that_a_call_changes_nothing();
    CHECK_INT(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
    CHECK_INT(pthread_create(&thread, NULL, in_a_thread_with_an_alternate_stack, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
}

/* ---- Faults of the host */

static sigjmp_buf way_out;
static volatile int fault;

static void leave(int number, siginfo_t *information, void *context) {
    (void)information;
    (void)context;
    fault = number;
    siglongjmp(way_out, 1);
}

static void check_fault(int number, void (*provoke)(void)) {
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = leave;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    CHECK_INT(sigaction(number, &action, &before), 0);
    fault = 0;
    if (sigsetjmp(way_out, 1) == 0) {
        provoke();
        FAIL("no fault");
    }
    CHECK_INT(fault, number);
    CHECK_INT(sigaction(number, &before, NULL), 0);
}

static void *volatile nowhere = NULL, *volatile unmapped = (void *)8;

__attribute__((no_sanitize("address", "undefined"))) static void touch_nothing(void) { *(volatile char *)nowhere = 1; }

static void raise_a_bus_error(void) { raise(SIGBUS); }

static void raise_an_arithmetic_error(void) { raise(SIGFPE); }

static void a_fault_of_the_host_is_for_its_handler(void) {
    int i;
    for (i = 0; i < 10; i++) {
        small_work();
        check_fault(SIGSEGV, touch_nothing);
        check_fault(SIGBUS, raise_a_bus_error);
        check_fault(SIGFPE, raise_an_arithmetic_error);
    }
    CHECK_STATUS(mms_rgb_to_hsv(1, 1, 1, unmapped), MMS_ERROR_INTERNAL); /* and one of the library for its own */
}

/* ---- Profiling and children */

static void a_profiler_goes_on(void) {
    static const int flags[] = {0, SA_SIGINFO, SA_ONSTACK | SA_SIGINFO};
    struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    time_t hang = time(NULL) + HANG;
    int i;
    depth = 4096;
    for (i = 0; i < 3; i++) {
        handle(SIGPROF, flags[i]);
        handled = 0;
        CHECK_INT(setitimer(ITIMER_PROF, &every, NULL), 0);
        while (handled < 100) {
            small_work();
            large_work();
            CHECK(time(NULL) < hang);
        }
        CHECK_INT(setitimer(ITIMER_PROF, &never, NULL), 0);
    }
}

static void children_are_waited_for(void) {
    int i, status;
    handle(SIGCHLD, 0);
    handled = 0;
    for (i = 0; i < 20; i++) {
        pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            _exit(7);
        }
        large_work();
        CHECK_INT(waitpid(child, &status, 0), child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    }
    while (handled == 0) {
        nap(1000);
    }
}

/* ---- What writing raises */

static void write_without_a_reader(int fd) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_writer_create_fd(fd, &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_STATUS(mms_wave_writer_flush(writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, EPIPE);
    CHECK_STATUS(mms_wave_writer_close(writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, EPIPE);
}

static void check_pipe(void) {
    int ends[2];
    sigset_t pending;
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(close(ends[0]), 0);
    write_without_a_reader(ends[1]);
    CHECK_INT(close(ends[1]), 0);
    CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    CHECK_INT(close(ends[0]), 0);
    write_without_a_reader(ends[1]);
    CHECK_INT(close(ends[1]), 0);
    CHECK_INT(sigpending(&pending), 0);
    CHECK(!sigismember(&pending, SIGPIPE));
}

static void a_pipe_without_a_reader_is_an_error_and_no_signal(void) {
    struct sigaction before;
    sigset_t set, old;
    CHECK_INT(sigaction(SIGPIPE, NULL, &before), 0);
    check_pipe(); /* as Go's runtime has it */
    CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    check_pipe();
    CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
    check_pipe();
    handle(SIGPIPE, 0);
    handled = 0;
    check_pipe();
    CHECK_INT(handled, 0);
    CHECK_INT(raise(SIGPIPE), 0);
    CHECK_INT(handled, 1);

    sigemptyset(&set); /* one that waits already goes on waiting */
    sigaddset(&set, SIGPIPE);
    CHECK_INT(pthread_sigmask(SIG_BLOCK, &set, &old), 0);
    CHECK_INT(raise(SIGPIPE), 0);
    {
        int ends[2];
        CHECK_INT(pipe(ends), 0);
        CHECK_INT(close(ends[0]), 0);
        write_without_a_reader(ends[1]);
        CHECK_INT(close(ends[1]), 0);
    }
    CHECK_INT(handled, 1);
    CHECK_INT(pthread_sigmask(SIG_SETMASK, &old, NULL), 0);
    CHECK_INT(handled, 2);
    CHECK_INT(sigaction(SIGPIPE, &before, NULL), 0);
}

static void write_past_the_limit(void) {
    static const uint8_t bytes[256 << 10];
    mms_error error = MMS_ERROR_INIT;
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_writer_create("limited.wav", &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, bytes, sizeof bytes, NULL));
    CHECK_STATUS(mms_wave_writer_flush(writer, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, EFBIG);
    CHECK_OK(mms_wave_writer_abandon(writer, NULL));
    CHECK_STATUS(mms_wave_copy("long.wav", "copy.wav", 0, NULL, &error), MMS_ERROR_IO);
    CHECK_INT(error.os_error, EFBIG);
}

static void a_limit_of_file_sizes_is_an_error_and_no_signal(void) {
    static const uint8_t bytes[256 << 10];
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    struct rlimit before, limit;
    CHECK_OK(mms_wave_writer_create("long.wav", &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, bytes, sizeof bytes, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 100000;
    CHECK(signal(SIGXFSZ, SIG_DFL) != SIG_ERR);
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
    write_past_the_limit();
    handle(SIGXFSZ, 0);
    handled = 0;
    write_past_the_limit();
    CHECK_INT(handled, 0);
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &before), 0);
    CHECK(signal(SIGXFSZ, SIG_DFL) != SIG_ERR);
}

/* ---- Handlers that end the process */

static volatile int ended_by;

static void exit_at_once(int number) {
    ended_by = number;
    _exit(33);
}

/* Sent to a process in the middle of its work, which it never ends by itself. */
static void a_handler_may_end_the_process(void) {
    static const int numbers[] = {SIGTERM, SIGINT, SIGALRM};
    int i, status;
    for (i = 0; i < 3; i++) {
        int ready[2];
        char byte;
        pid_t child;
        CHECK_INT(pipe(ready), 0);
        child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            char number[16];
            snprintf(number, sizeof number, "%d", numbers[i]);
            dup2(ready[1], 1);
            execl("/proc/self/exe", "test_signals", "work-for-ever", number, (char *)NULL);
            _exit(1);
        }
        CHECK_INT(close(ready[1]), 0);
        CHECK_INT(read(ready[0], &byte, 1), 1);
        CHECK_INT(close(ready[0]), 0);
        nap(20000);
        CHECK_INT(kill(child, numbers[i]), 0);
        CHECK_INT(waitpid(child, &status, 0), child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 33);
    }
}

static void work_for_ever(int number) {
    CHECK(signal(number, exit_at_once) != SIG_ERR);
    small_work();
    CHECK_INT(write(1, "r", 1), 1);
    for (;;) {
        small_work();
        large_work();
    }
}

int main(int argc, char **argv) {
    size_t i;
    alarm(0);
    for (i = 0; i < 3 * PIXELS; i++) {
        pixels[i] = (float)(i % 256) / 255;
    }
    if (argc == 3) {
        work_for_ever(atoi(argv[2]));
    }
    RUN(handlers_run_on_the_stack_that_they_find);
    RUN(handlers_run_on_the_alternate_stack);
    RUN(handlers_are_told_what_there_is_to_know);
    RUN(the_first_call_of_a_thread_is_safe_too);
    RUN(no_thread_of_the_library_takes_a_signal);
    RUN(the_mask_and_the_alternate_stack_of_a_thread_stay);
    RUN(a_fault_of_the_host_is_for_its_handler);
    RUN(a_profiler_goes_on);
    RUN(children_are_waited_for);
    RUN(a_pipe_without_a_reader_is_an_error_and_no_signal);
    RUN(a_limit_of_file_sizes_is_an_error_and_no_signal);
    RUN(a_handler_may_end_the_process);
    return 0;
}
