/*
 * children.h - child processes for the tests of fork: each has to end well within its time, or the test fails.
 */
#ifndef CHILDREN_H
#define CHILDREN_H

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

/* After so many seconds a child is killed. Those that are not waiting for anything take a few milliseconds. */
enum { CHILD_SECONDS = 20 };

/* Whoever exits in a child would else be told of the leaks of its parent, and no signal would end it. */
#if defined(__SANITIZE_ADDRESS__)
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_abort=0:handle_sigill=0";
}
#endif

/* Waits for a child, which must end with exit status 0. */
static inline void child_ends_well(pid_t child) {
    int status;
    pid_t ended;
    do {
        ended = waitpid(child, &status, 0);
    } while (ended == -1 && errno == EINTR);
    CHECK_INT(ended, child);
    if (WIFSIGNALED(status)) {
        FAIL("a child was ended by signal %d%s", WTERMSIG(status), WTERMSIG(status) == SIGALRM ? ": it hung" : "");
    }
    CHECK_INT(WEXITSTATUS(status), 0);
}

/* Calls a function in a child. */
static inline void in_child(void (*function)(void)) {
    pid_t child;
    fflush(stdout);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        alarm(CHILD_SECONDS);
        function();
        _exit(0);
    }
    child_ends_well(child);
}

#endif
