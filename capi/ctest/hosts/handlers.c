/* A host that has its handlers of signals before it loads the library. Argument: the library. */
#include <fcntl.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "host.h"

static struct library library;

static volatile sig_atomic_t counted[NSIG];

static void count(int number) { counted[number]++; }

static const int numbers[] = {SIGINT,  SIGTERM, SIGALRM, SIGUSR1, SIGUSR2,   SIGCHLD, SIGHUP,
                              SIGPIPE, SIGPROF, SIGIO,   SIGQUIT, SIGVTALRM, SIGWINCH};

enum { NUMBERS = sizeof numbers / sizeof *numbers };

static sigjmp_buf way_out;

static void leave(int number, siginfo_t *information, void *context) {
    (void)context;
    counted[number]++;
    CHECK_INT(information->si_signo, number);
    siglongjmp(way_out, 1);
}

static void install(void) {
    struct sigaction action;
    int i;
    memset(&action, 0, sizeof action);
    action.sa_handler = count;
    for (i = 0; i < NUMBERS; i++) {
        CHECK_INT(sigaction(numbers[i], &action, NULL), 0);
    }
    memset(&action, 0, sizeof action);
    action.sa_sigaction = leave;
    action.sa_flags = SA_SIGINFO;
    CHECK_INT(sigaction(SIGSEGV, &action, NULL), 0);
    CHECK_INT(sigaction(SIGBUS, &action, NULL), 0);
    CHECK_INT(sigaction(SIGFPE, &action, NULL), 0);
}

static void each_is_called(void) {
    int i, k;
    for (i = 0; i < NUMBERS; i++) {
        for (k = 0; k < 20; k++) {
            counted[numbers[i]] = 0;
            use(&library);
            CHECK_INT(raise(numbers[i]), 0);

            if (counted[numbers[i]] != 1) {
                FAIL("signal %d was heard %d times", numbers[i], (int)counted[numbers[i]]);
            }
        }
    }
}

static void *raise_in_a_thread(void *argument) {
    use(&library);
    raise(SIGUSR1);
    raise(SIGCHLD);
    (void)argument;
    return NULL;
}

static void so_they_are_in_threads(void) {
    pthread_t thread;
    int i;
    counted[SIGUSR1] = 0;
    for (i = 0; i < 50; i++) {
        CHECK_INT(pthread_create(&thread, NULL, raise_in_a_thread, NULL), 0);
        CHECK_INT(pthread_join(thread, NULL), 0);
    }
    CHECK_INT(counted[SIGUSR1], 50);
}

static void *volatile nowhere = NULL;

static volatile int zero = 0;

static void faults_of_the_host_are_its_own(void) {
    volatile char *beyond = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, open("/dev/shm", O_TMPFILE | O_RDWR, 0600), 0);
    int i;
    CHECK(beyond != MAP_FAILED); /* of a file without a byte */
    counted[SIGSEGV] = counted[SIGBUS] = counted[SIGFPE] = 0;
    for (i = 0; i < 20; i++) {
        use(&library);
        if (sigsetjmp(way_out, 1) == 0) {
            *(volatile char *)nowhere = 1;
        }
        if (sigsetjmp(way_out, 1) == 0) {
            (void)*beyond;
        }
        if (sigsetjmp(way_out, 1) == 0) {
            zero = 7 / zero;
        }
        CHECK_INT(counted[SIGSEGV], i + 1);
        CHECK_INT(counted[SIGBUS], i + 1);
        CHECK_INT(counted[SIGFPE], i + 1);
    }
}

static void faults_of_the_library_are_not(void) {
    void *volatile unmapped = (void *)8;
    counted[SIGSEGV] = 0;
    CHECK_INT(library.rgb_to_hsv(1, 1, 1, unmapped), MMS_ERROR_INTERNAL);
    CHECK_INT(counted[SIGSEGV], 0);
}

static void children_and_timers_go_on(void) {
    struct itimerval every = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
    int i, status;
    counted[SIGCHLD] = counted[SIGPROF] = 0;
    CHECK_INT(setitimer(ITIMER_PROF, &every, NULL), 0);
    for (i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            _exit(i);
        }
        use(&library);
        CHECK(child > 0);
        while (waitpid(child, &status, 0) < 0) {
        }
        CHECK_INT(WEXITSTATUS(status), i);
    }
    while (counted[SIGPROF] < 20) {
        use(&library);
    }
    CHECK_INT(setitimer(ITIMER_PROF, &never, NULL), 0);
    CHECK(counted[SIGCHLD] > 0);
}

int main(int argc, char **argv) {
    CHECK_INT(argc, 2);
    install();
    library = load(argv[1]);
    RUN(each_is_called);
    RUN(so_they_are_in_threads);
    RUN(faults_of_the_host_are_its_own);
    RUN(faults_of_the_library_are_not);
    RUN(children_and_timers_go_on);
    return 0;
}
