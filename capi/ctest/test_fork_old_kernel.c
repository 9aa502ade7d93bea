/*
 * fork where the kernel does not wipe pages in children: Linux before 4.14, and others. madvise() is the one below,
 * which the library finds in place of the C library's.
 */
#include <pthread.h>

#include "children.h"
#include "sound.h"

int madvise(void *address, size_t size, int advice);

static int refused;

int madvise(void *address, size_t size, int advice) {
    (void)address, (void)size, (void)advice;
    refused++;
    errno = EINVAL;
    return -1;
}

static void be_refused(void) {
    double out[3];
    CHECK_STATUS(mms_rgb_to_hsv(0.1, 0.2, 0.3, out), MMS_ERROR_FORKED);
}

static void be_refused_and_fork(void) {
    be_refused();
    in_child(be_refused);
}

static void children_and_theirs_are_refused_all_the_same(void) {
    double out[3];
    int i;
    CHECK_INT(refused, 1);
    for (i = 0; i < 5; i++) {
        CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
        in_child(be_refused_and_fork);
    }
    CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
}

int main(void) {
    RUN(children_and_theirs_are_refused_all_the_same);
    return 0;
}
