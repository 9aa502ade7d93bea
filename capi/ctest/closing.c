/*
 * Sixteen threads that call every function that takes a handle: on handles of their own, on the same ones, and on ones
 * that somebody closes meanwhile, whose memory and streams are gone the moment that this is done.
 *
 * Built by test_misuse.py, with the tables that misuse.py makes; with ThreadSanitizer, with Go's race detector and with
 * AddressSanitizer in the library, too. Goes on for MMS_SOAK seconds. Prints how often each function worked, and how
 * often it found its handle closed.
 */
#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "calls.h"

enum { THREADS = 16, SHORT_ROUNDS = 12 };

static long worked[FUNCTIONS], gone[FUNCTIONS], rounds;
static pthread_barrier_t start;

static void run_threads(void *(*function)(void *)) {
    pthread_t threads[THREADS];
    intptr_t i;
    CHECK_INT(pthread_barrier_init(&start, NULL, THREADS), 0);
    for (i = 0; i < THREADS; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, function, (void *)i), 0);
    }
    for (i = 0; i < THREADS; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
    CHECK_INT(pthread_barrier_destroy(&start), 0);
}

static int first_handle(const struct function *function) {
    int i;
    for (i = 0; i < function->count; i++) {
        if (function->parameters[i].role == HANDLE) {
            return i;
        }
    }
    return -1;
}

/* Makes a call that is right but for what other threads do to the handles. */
static mms_status make_call(int number, struct world *world) {
    struct call call = new_call(number);
    mms_status status;
    int i;
    world->mapped = 1; /* whether there is a map is up to the threads */
    lay_out(&call, world);
    status = call.function->call(call.arguments);
    for (i = 0; i < call.function->count; i++) {
        const struct parameter *p = &call.function->parameters[i];
        if (p->role == HANDLE_OUT && status == MMS_OK) {
            CHECK(close_kind(p->kind, *(void **)call.arguments[i].p, NULL) != MMS_ERROR_HANDLE);
        }
        if (p->role == FAILURE) {
            CHECK_INT(((mms_error *)call.arguments[i].p)->status, status);
        }
    }
    free_call(&call);
    if (MMS_STATUS_CLASS(status) == MMS_ERROR_INTERNAL || status == MMS_ERROR_BUSY) {
        FAIL("%s returns %d (%s)", functions[number].name, (int)status, mms_status_string(status));
    }
    __atomic_add_fetch(status == MMS_OK ? &worked[number] : &gone[number],
                       status == MMS_OK || status == MMS_ERROR_HANDLE, __ATOMIC_RELAXED);
    return status;
}

static void close_own(struct world *world) {
    int kind;
    for (kind = 0; kind < KINDS; kind++) {
        CHECK_OK(close_kind(kind, world->handles[kind], NULL));
    }
    CHECK(close(world->descriptor) == 0);
}

/* Functions that need no handle are called here, too. */
static void *call_all_on_own_handles(void *number) {
    struct world world;
    int i;
    pthread_barrier_wait(&start);
    for (i = 0; i < FUNCTIONS; i++) {
        int function = (i + 8 * (int)(intptr_t)number) % FUNCTIONS;
        if (!(functions[function].flags & (CLOSES | MAPPED))) {
            make_world(&world, (int)(intptr_t)number);
            CHECK_OK(make_call(function, &world));
            close_own(&world);
        }
    }
    return NULL;
}

static void threads_with_handles_of_their_own_do_not_meet(void) { run_threads(call_all_on_own_handles); }

/* What all threads share: handles, and the memory and the stream that the reader is over, if it is. */
static void *shared[KINDS];
static uint8_t *memory;
static struct stream *stream, *sink;
static int closed[KINDS];

enum way { PATH, DESCRIPTOR_OF_A_FILE, MEMORY, STREAM, WAYS };

static void open_shared(enum way way) {
    uint8_t bytes[SOUND_SIZE];
    mms_wave_format format = sound_format();
    mms_io io;
    int kind, fd;
    damaged_sound(bytes);
    write_file("shared.wav", bytes, sizeof bytes);
    for (kind = 0; kind < KINDS; kind++) {
        shared[kind] = NULL;
        closed[kind] = 0;
        if (kind != KIND_mms_wave_reader && (kind != KIND_mms_wave_writer || way != STREAM)) {
            shared[kind] = open_kind(kind, "shared.wav");
        }
    }
    memory = (uint8_t *)malloc(sizeof bytes);
    stream = (struct stream *)malloc(sizeof *stream);
    sink = (struct stream *)malloc(sizeof *sink);
    CHECK(memory != NULL && stream != NULL && sink != NULL);
    memcpy(memory, bytes, sizeof bytes);
    stream_load(stream, bytes, sizeof bytes);
    stream_load(sink, bytes, 0);
    switch (way) {
    case PATH:
        shared[KIND_mms_wave_reader] = open_kind(KIND_mms_wave_reader, "shared.wav");
        break;
    case DESCRIPTOR_OF_A_FILE:
        fd = open("shared.wav", O_RDWR);
        CHECK(fd >= 0);
        CHECK_OK(mms_wave_reader_open_fd(fd, NULL, (mms_wave_reader **)&shared[KIND_mms_wave_reader], NULL));
        CHECK(close(fd) == 0);
        break;
    case MEMORY:
        CHECK_OK(mms_wave_reader_open_memory(memory, sizeof bytes, NULL,
                                             (mms_wave_reader **)&shared[KIND_mms_wave_reader], NULL));
        break;
    default:
        io = stream_io(stream);
        CHECK_OK(mms_wave_reader_open_io(&io, NULL, (mms_wave_reader **)&shared[KIND_mms_wave_reader], NULL));
        io = stream_io(sink);
        CHECK_OK(
            mms_wave_writer_create_io(&io, &format, NULL, (mms_wave_writer **)&shared[KIND_mms_wave_writer], NULL));
        break;
    }
}

/* Closes a shared handle; who comes first frees at once what was under it. */
static void close_shared(int kind) {
    mms_status status = close_kind(kind, shared[kind], NULL);
    CHECK(status == MMS_OK || status == MMS_ERROR_HANDLE);
    if (status == MMS_OK) {
        __atomic_add_fetch(&closed[kind], 1, __ATOMIC_RELAXED);
        if (kind == KIND_mms_wave_reader) {
            memset(memory, 0xAA, SOUND_SIZE);
            free(memory);
            free(stream);
        } else if (kind == KIND_mms_wave_writer) {
            free(sink);
        }
    }
}

/* The first thread closes the handles in the midst of what the others do; in the end all try. */
static void *call_all_on_shared_handles(void *number) {
    int thread = (int)(intptr_t)number, i, kind;
    struct world world, own;
    make_world(&own, thread);
    world = own;
    memcpy(world.handles, shared, sizeof shared);
    pthread_barrier_wait(&start);
    for (i = 0; i < FUNCTIONS; i++) {
        int function = (i + 8 * thread) % FUNCTIONS;
        if (first_handle(&functions[function]) >= 0 && !(functions[function].flags & CLOSES)) {
            make_call(function, &world);
        }
        if (thread == 0 && i > FUNCTIONS / 4 && i % (FUNCTIONS / 6) == 0) {
            close_shared(i / (FUNCTIONS / 6) % KINDS);
        }
    }
    for (kind = 0; kind < KINDS; kind++) {
        close_shared(kind);
    }
    for (i = 0; i < FUNCTIONS; i++) {
        int handle = first_handle(&functions[i]);
        if (handle >= 0) {
            CHECK_STATUS(make_call(i, &world), MMS_ERROR_HANDLE);
        }
    }
    close_own(&own);
    return NULL;
}

static void share(enum way way) {
    int kind;
    open_shared(way);
    run_threads(call_all_on_shared_handles);
    for (kind = 0; kind < KINDS; kind++) {
        CHECK_INT(closed[kind], 1);
    }
    rounds++;
}

static void a_handle_is_closed_once_and_works_until_then(void) {
    int i;
    for (i = 0; i < SHORT_ROUNDS; i++) {
        share((enum way)(i % WAYS));
    }
}

/* A stream that tells when it is being used, and takes its time. */
struct slow {
    struct stream stream;
    int entered;
};

static struct stream *dawdle(void *user) {
    struct slow *slow = (struct slow *)user;
    __atomic_store_n(&slow->entered, 1, __ATOMIC_RELEASE);
    usleep(200);
    return &slow->stream;
}

static int64_t slow_read(void *user, void *buffer, int64_t size) { return stream_read(dawdle(user), buffer, size); }
static int64_t slow_write(void *user, const void *data, int64_t size) { return stream_write(dawdle(user), data, size); }
static int64_t slow_seek(void *user, int64_t offset, int32_t whence) {
    return stream_seek(dawdle(user), offset, whence);
}
static int64_t slow_tell(void *user) { return stream_tell(dawdle(user)); }
static mms_status slow_flush(void *user) { return stream_flush(dawdle(user)); }

struct caller {
    int function;
    struct world *world;
    mms_status status;
    int done;
};

static void *call_slowly(void *user) {
    struct caller *caller = (struct caller *)user;
    caller->status = make_call(caller->function, caller->world);
    __atomic_store_n(&caller->done, 1, __ATOMIC_RELEASE);
    return NULL;
}

/* Closes a handle while another thread is inside one of its callbacks. Returns whether it was. */
static int close_inside(int function, int kind) {
    struct world world;
    struct slow *slow = (struct slow *)malloc(sizeof *slow);
    struct caller caller;
    mms_io io = MMS_IO_INIT;
    mms_wave_format format = sound_format();
    pthread_t thread;
    void *own;
    int inside;
    CHECK(slow != NULL);
    stream_load(&slow->stream, sound, sizeof sound);
    io.user = slow;
    io.read = slow_read;
    io.write = slow_write;
    io.seek = slow_seek;
    io.tell = slow_tell;
    io.flush = slow_flush;
    make_world(&world, 0);
    own = world.handles[kind];
    if (kind == KIND_mms_wave_reader) {
        CHECK_OK(mms_wave_reader_open_io(&io, NULL, (mms_wave_reader **)&world.handles[kind], NULL));
    } else {
        CHECK_OK(mms_wave_writer_create_io(&io, &format, NULL, (mms_wave_writer **)&world.handles[kind], NULL));
    }
    slow->entered = 0;
    caller.function = function;
    caller.world = &world;
    caller.done = 0;
    CHECK_INT(pthread_create(&thread, NULL, call_slowly, &caller), 0);
    while (!(inside = __atomic_load_n(&slow->entered, __ATOMIC_ACQUIRE)) &&
           !__atomic_load_n(&caller.done, __ATOMIC_ACQUIRE)) {
        sched_yield();
    }
    CHECK_OK(close_kind(kind, world.handles[kind], NULL));
    memset(slow, 0xAA, sizeof *slow);
    free(slow);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK(caller.status != MMS_ERROR_HANDLE);
    world.handles[kind] = own;
    close_own(&world);
    return inside;
}

static void close_waits_for_the_callback_of_another_thread(void) {
    static const int kinds[] = {KIND_mms_wave_reader, KIND_mms_wave_writer};
    int i, inside = 0;
    size_t k;
    for (k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (i = 0; i < FUNCTIONS; i++) {
            int handle = first_handle(&functions[i]);
            if (handle >= 0 && functions[i].parameters[handle].kind == kinds[k] && !(functions[i].flags & CLOSES)) {
                inside += close_inside(i, kinds[k]);
            }
        }
    }
    CHECK(inside > 10);
}

int main(void) {
    time_t end = time(NULL) + soak_seconds();
    int i;
    long calls = 0, refused = 0;
    RUN(threads_with_handles_of_their_own_do_not_meet);
    RUN(a_handle_is_closed_once_and_works_until_then);
    RUN(close_waits_for_the_callback_of_another_thread);
    while (time(NULL) < end) {
        threads_with_handles_of_their_own_do_not_meet();
        a_handle_is_closed_once_and_works_until_then();
        close_waits_for_the_callback_of_another_thread();
    }
    for (i = 0; i < FUNCTIONS; i++) {
        printf("calls %s %ld %ld\n", functions[i].name, worked[i], gone[i]);
        calls += worked[i];
        refused += gone[i];
    }
    if (soak_seconds() > 0) {
        SOAK_REPORT("threads: %ld times 16 threads on handles that were closed meanwhile; %ld calls worked, %ld came "
                    "too late\n",
                    rounds, calls, refused);
    }
    return 0;
}
