/*
 * fork around the loading of the library: this program is not linked with it. Its argument is the library's file; each
 * test is run in a process of its own, to which the library is new.
 */
#include <dlfcn.h>
#include <pthread.h>

#include <mmservices.h>

/* There is no library to ask for a text. */
#define mms_status_string(status) ((void)(status), "a status")
#include "children.h"

static const char *path;
static mms_status (*to_hsv)(double, double, double, double *);

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    CHECK(found != NULL);
    return found;
}

static void load(void) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CHECK(library != NULL);
    *(void **)&to_hsv = symbol(library, "mms_rgb_to_hsv");
}

static void use(void) {
    double out[3];
    CHECK_STATUS(to_hsv(1.0, 0.0, 0.0, out), MMS_OK);
    CHECK_INT(out[1], 1);
}

static void be_refused(void) {
    double out[3];
    if (to_hsv != NULL) {
        CHECK_STATUS(to_hsv(1.0, 0.0, 0.0, out), MMS_ERROR_FORKED);
    }
}

static void load_and_use(void) {
    load();
    use();
}

static void load_and_be_refused(void) {
    load();
    be_refused();
}

static void do_nothing(void) {}

/* The tests. */
static void a_child_that_loads_it_first_can_use_it(void) {
    in_child(load_and_use);
    load_and_use();
}

/* Go starts in a thread that goes on when dlopen() has returned. */
static void a_child_forked_while_go_starts_is_refused(void) {
    load();
    in_child(be_refused);
    in_child(load_and_be_refused);
    use();
}

static void a_child_that_leaves_it_alone_ends_well(void) {
    load();
    in_child(do_nothing);
    use();
    in_child(do_nothing);
}

/* Handlers in the child run in the order in which they were registered: this one before the library's. */
static void handlers_that_are_older_than_the_library_are_refused(void) {
    CHECK_INT(pthread_atfork(NULL, NULL, be_refused), 0);
    load_and_use();
    in_child(be_refused);
    use();
}

static volatile int stop;

static void *fork_all_the_time(void *unused) {
    while (!stop) {
        in_child(do_nothing);
    }
    return unused;
}

/* The children of the other thread may have the library half loaded. They end; the parent has it whole. */
static void loading_beside_a_thread_that_forks(void) {
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, fork_all_the_time, NULL), 0);
    load_and_use();
    stop = 1;
    CHECK_INT(pthread_join(thread, NULL), 0);
    in_child(be_refused);
    use();
}

int main(int count, char **arguments) {
    int i;
    CHECK_INT(count, 2);
    path = arguments[1];
#define RUN_ALONE(test) (printf("%s\n", #test), in_child(test))
    for (i = 0; i < 10; i++) {
        RUN_ALONE(a_child_that_loads_it_first_can_use_it);
        RUN_ALONE(a_child_forked_while_go_starts_is_refused);
        RUN_ALONE(a_child_that_leaves_it_alone_ends_well);
        RUN_ALONE(handlers_that_are_older_than_the_library_are_refused);
        RUN_ALONE(loading_beside_a_thread_that_forks);
    }
    return 0;
}
