/* A host that loads the library in every way that there is, again and again, and at once. Argument: the library. */
#include "host.h"

#include <sys/resource.h>

static const char *path;

static void the_limit_of_open_files_stays(void) {
    struct rlimit limit = {0, 0}, after;
    struct library library;
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = 123;
    CHECK_INT(setrlimit(RLIMIT_NOFILE, &limit), 0);
    library = load(path);
    use(&library);
    CHECK_INT(getrlimit(RLIMIT_NOFILE, &after), 0);
    CHECK_INT(after.rlim_cur, 123);
    CHECK_INT(after.rlim_max, limit.rlim_max);
}

static void it_is_loaded_used_and_closed_a_thousand_times(void) {
    int threads = 0, descriptors = 0, i;
    long memory = 0;
    for (i = 0; i < 1000; i++) {
        struct library library = load(path);
        use(&library);
        CHECK_INT(dlclose(library.handle), 0);
        if (i == 100) {
            threads = threads_now();
            descriptors = count_entries("/proc/self/fd");
            memory = memory_now();
        }
    }
    CHECK(threads_now() <= threads + 5);
    CHECK_INT(count_entries("/proc/self/fd"), descriptors);
    CHECK(memory_now() < memory + 20000);
    CHECK(dlopen(path, RTLD_NOW | RTLD_NOLOAD) != NULL); /* it stays */
}

static void every_flag_will_do(void) {
    static const int flags[] = {RTLD_NOW, RTLD_LAZY, RTLD_NOW | RTLD_GLOBAL, RTLD_LAZY | RTLD_LOCAL,
                                RTLD_NOW | RTLD_NODELETE};
    size_t i;
    for (i = 0; i < sizeof flags / sizeof *flags; i++) {
        struct library library = look_up(dlopen(path, flags[i]));
        use(&library);
    }
}

int main(int argc, char **argv) {
    CHECK_INT(argc, 2);
    path = argv[1];
    RUN(the_limit_of_open_files_stays);
    RUN(it_is_loaded_used_and_closed_a_thousand_times);
    RUN(every_flag_will_do);
    return 0;
}
