/*
 * A host that has several libraries in Go: each has a runtime of its own. Arguments: "go" before another library than
 * ours, "mms" before a copy of ours, in the order in which they are loaded.
 */
#include "host.h"

enum { MOST = 8 };

static struct library ours[MOST];
static int (*others[MOST])(int);
static int many_ours, many_others;

static volatile sig_atomic_t counted;

static void count(int number) {
    (void)number;
    counted++;
}

static void use_one(int i) {
    if (many_ours > 0) {
        use(&ours[i % many_ours]);
    }
    if (many_others > 0) {
        CHECK_INT(others[i % many_others](10), 45);
    }
}

static void they_take_turns(void) {
    int i;
    for (i = 0; i < 100; i++) {
        use_one(i);
    }
}

static void *use_them(void *argument) {
    int i;
    for (i = 0; i < 50; i++) {
        use_one(i + (int)(intptr_t)argument);
    }
    return NULL;
}

static void they_work_at_once(void) {
    pthread_t threads[8];
    int i;
    for (i = 0; i < 8; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, use_them, (void *)(intptr_t)i), 0);
    }
    for (i = 0; i < 8; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
}

static void signals_of_the_host_go_on(void) {
    int i;
    for (i = 0; i < 50; i++) {
        counted = 0;
        use_one(i);
        CHECK_INT(raise(SIGUSR1), 0);
        CHECK_INT(counted, 1);
    }
}

static void each_contains_its_own_faults(void) {
    void *volatile unmapped = (void *)8;
    int i;
    for (i = 0; i < many_ours; i++) {
        CHECK_INT(ours[i].rgb_to_hsv(1, 1, 1, unmapped), MMS_ERROR_INTERNAL);
        use_one(i);
    }
}

int main(int argc, char **argv) {
    int i;
    CHECK(signal(SIGUSR1, count) != SIG_ERR);
    for (i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "go") == 0) {
            void *handle = dlopen(argv[i + 1], RTLD_NOW | RTLD_LOCAL);
            if (handle == NULL) {
                FAIL("%s", dlerror());
            }
            *(void **)&others[many_others++] = find(handle, "golib_work");
        } else {
            ours[many_ours++] = load(argv[i + 1]);
        }
        use_one(0);
    }
    RUN(they_take_turns);
    RUN(they_work_at_once);
    RUN(signals_of_the_host_go_on);
    RUN(each_contains_its_own_faults);
    return 0;
}
