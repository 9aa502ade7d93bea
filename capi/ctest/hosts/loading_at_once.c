/* A host that loads the library from eight threads at once, and uses it in each. Argument: the library. */
#include "host.h"

static const char *path;

static pthread_barrier_t together;

static void *load_and_use(void *argument) {
    struct library library;
    int i;
    (void)argument;
    pthread_barrier_wait(&together);
    library = load(path);
    for (i = 0; i < 20; i++) {
        use(&library);
    }
    return NULL;
}

static void threads_load_it_at_once(void) {
    pthread_t threads[8];
    int i;
    CHECK_INT(pthread_barrier_init(&together, NULL, 8), 0);
    for (i = 0; i < 8; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, load_and_use, NULL), 0);
    }
    for (i = 0; i < 8; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
}

int main(int argc, char **argv) {
    CHECK_INT(argc, 2);
    path = argv[1];
    RUN(threads_load_it_at_once);
    return 0;
}
