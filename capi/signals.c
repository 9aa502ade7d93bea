/*
 * Signals. Those of the host are none of this library's, and those that writing to a file raises are none of the
 * host's.
 */
#include "signals.h"

#if !defined(_WIN32)
#include <pthread.h>
#include <stddef.h>
#include <time.h>

/*
 * A thread of the library must not take a signal of the host: the host may wait for it elsewhere, and a handler would
 * find but the small stack of a goroutine. Go gives its threads the signal mask that it was loaded under. So everything
 * is blocked while its constructor, which stands between these two, starts them. What the Go runtime itself has to hear
 * it unblocks.
 */
static sigset_t mask_of_host;

__attribute__((constructor(101))) static void before_go_starts(void) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask_of_host);
}

__attribute__((constructor)) static void after_go_started(void) { pthread_sigmask(SIG_SETMASK, &mask_of_host, NULL); }

static const int raised[] = {SIGPIPE, SIGXFSZ};

void mms_signals_hold(struct mms_signals_held *held) {
    sigset_t set;
    size_t i;
    sigemptyset(&set);
    for (i = 0; i < sizeof raised / sizeof *raised; i++) {
        sigaddset(&set, raised[i]);
    }
    sigpending(&held->pending);
    pthread_sigmask(SIG_BLOCK, &set, &held->mask);
}

void mms_signals_release(const struct mms_signals_held *held) {
    const struct timespec now = {0, 0};
    sigset_t ours;
    size_t i;
    sigemptyset(&ours);
    for (i = 0; i < sizeof raised / sizeof *raised; i++) {
        if (!sigismember(&held->pending, raised[i])) {
            sigaddset(&ours, raised[i]);
        }
    }
    while (sigtimedwait(&ours, NULL, &now) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &held->mask, NULL);
}
#endif
