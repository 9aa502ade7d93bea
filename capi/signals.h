/* Signals that writing to a file may raise: held back, so that the call fails instead. */
#ifndef MMS_SIGNALS_H
#define MMS_SIGNALS_H

#if !defined(_WIN32)
#include <signal.h>

/* What is to be put back. */
struct mms_signals_held {
    sigset_t mask;    /* of this thread, before */
    sigset_t pending; /* what waited before */
};

/* Between the two, SIGPIPE and SIGXFSZ of this thread do nothing. */
void mms_signals_hold(struct mms_signals_held *held);
void mms_signals_release(const struct mms_signals_held *held);
#endif

#endif
