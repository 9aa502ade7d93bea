/*
 * Calls from inside callbacks: on the very handle (it is busy, whatever the function, and the outer call goes on as if
 * nothing had been), on other handles (they work), on handles that are none (nobody waits), and across threads (nobody
 * waits for ever). Prints how often each function found its own handle busy, by the callback.
 *
 * Built by test_misuse.py, with the tables that misuse.py makes.
 */
#include <pthread.h>

#include "calls.h"

enum callback { READ, WRITE, SEEK, TELL, FLUSH, SIZE, CALLBACKS };
static const char *const callbacks[] = {"read", "write", "seek", "tell", "flush", "size"};

/* A stream whose callbacks call the library. */
struct hooked {
    struct stream stream;
    void (*hook)(struct hooked *hooked, enum callback callback);
    void *handle; /* what the stream belongs to, of a kind */
    int kind;
    int inside;
    int calls; /* of the hook */
};

static long busy[FUNCTIONS][CALLBACKS];

static struct stream *enter(void *user, enum callback callback) {
    struct hooked *hooked = (struct hooked *)user;
    if (hooked->hook != NULL && !hooked->inside) {
        hooked->inside = 1;
        hooked->calls++;
        hooked->hook(hooked, callback);
        hooked->inside = 0;
    }
    return &hooked->stream;
}

static int64_t hooked_read(void *user, void *buffer, int64_t size) {
    return stream_read(enter(user, READ), buffer, size);
}

static int64_t hooked_write(void *user, const void *buffer, int64_t size) {
    return stream_write(enter(user, WRITE), buffer, size);
}

static int64_t hooked_seek(void *user, int64_t offset, int32_t whence) {
    return stream_seek(enter(user, SEEK), offset, whence);
}

static int64_t hooked_tell(void *user) { return stream_tell(enter(user, TELL)); }

static mms_status hooked_flush(void *user) { return stream_flush(enter(user, FLUSH)); }

static int64_t hooked_size(void *user) { return enter(user, SIZE)->size; }

static mms_io hooked_io(struct hooked *hooked) {
    mms_io io = MMS_IO_INIT;
    io.user = hooked;
    io.read = hooked_read;
    io.write = hooked_write;
    io.seek = hooked_seek;
    io.tell = hooked_tell;
    io.flush = hooked_flush;
    io.size = hooked_size;
    return io;
}

/* Opens a reader or a writer over a stream, which has no hook yet. */
static void *open_hooked(int kind, struct hooked *hooked) {
    uint8_t bytes[SOUND_SIZE];
    mms_io io = hooked_io(hooked);
    mms_wave_format format = sound_format();
    void *handle;
    damaged_sound(bytes);
    memset(hooked, 0, sizeof *hooked);
    stream_load(&hooked->stream, bytes, sizeof bytes);
    if (kind == KIND_mms_wave_reader) {
        CHECK_OK(mms_wave_reader_open_io(&io, NULL, (mms_wave_reader **)&handle, NULL));
    } else {
        CHECK_OK(mms_wave_writer_create_io(&io, &format, NULL, (mms_wave_writer **)&handle, NULL));
    }
    hooked->handle = handle;
    hooked->kind = kind;
    return handle;
}

static int takes(const struct function *function, int kind) {
    int i;
    for (i = 0; i < function->count; i++) {
        if (function->parameters[i].role == HANDLE && function->parameters[i].kind == kind) {
            return 1;
        }
    }
    return 0;
}

/* Makes a call that is right, on the handles of a world. */
static mms_status make_call(int number, struct world *world) {
    struct call call = new_call(number);
    mms_status status;
    int i;
    lay_out(&call, world);
    status = call.function->call(call.arguments);
    for (i = 0; i < call.function->count && status == MMS_OK; i++) {
        const struct parameter *p = &call.function->parameters[i];
        if (p->role == HANDLE_OUT) {
            CHECK(close_kind(p->kind, *(void **)call.arguments[i].p, NULL) != MMS_ERROR_HANDLE);
        }
        if (p->role == FAILURE) {
            CHECK_INT(((mms_error *)call.arguments[i].p)->status, status);
        }
    }
    free_call(&call);
    return status;
}

/* Calls each function that takes the handle. */
static void call_own(struct hooked *hooked, enum callback callback) {
    static struct world world;
    static int made;
    void *usual;
    int i;
    if (!made) {
        make_world(&world, 0);
        made = 1;
    }
    usual = world.handles[hooked->kind];
    world.handles[hooked->kind] = hooked->handle;
    world.mapped = 1; /* there is no need of that to be busy */
    for (i = 0; i < FUNCTIONS; i++) {
        if (takes(&functions[i], hooked->kind)) {
            mms_status status = make_call(i, &world);
            if (status != MMS_ERROR_BUSY) {
                FAIL("%s, called on its own handle from %s, returns %d and not MMS_ERROR_BUSY", functions[i].name,
                     callbacks[callback], (int)status);
            }
            busy[i][callback]++;
        }
    }
    world.handles[hooked->kind] = usual;
}

/* The status of a function called on a hooked handle, and of the close after that. */
static void outer_call(int number, int kind, void (*hook)(struct hooked *, enum callback), mms_status statuses[2],
                       struct hooked *hooked) {
    struct world world;
    void *usual;
    int i;
    make_world(&world, 1);
    usual = world.handles[kind];
    world.handles[kind] = open_hooked(kind, hooked);
    world.mapped = 1; /* no stream can be mapped */
    hooked->hook = hook;
    statuses[0] = make_call(number, &world);
    statuses[1] = close_kind(kind, world.handles[kind], NULL);
    hooked->hook = NULL;
    world.handles[kind] = usual;
    for (i = 0; i < KINDS; i++) {
        CHECK_OK(close_kind(i, world.handles[i], NULL));
    }
    CHECK(close(world.descriptor) == 0);
}

static void a_handle_is_busy_in_its_own_callbacks_and_the_outer_call_goes_on(void) {
    static const int kinds[] = {KIND_mms_wave_reader, KIND_mms_wave_writer};
    static struct hooked plain_one, hooked;
    size_t k;
    int i;
    for (k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (i = 0; i < FUNCTIONS; i++) {
            mms_status want[2], got[2];
            if (takes(&functions[i], kinds[k])) {
                outer_call(i, kinds[k], NULL, want, &plain_one);
                outer_call(i, kinds[k], call_own, got, &hooked);
                if (got[0] != want[0] || got[1] != want[1]) {
                    FAIL("%s returns %d and close %d, and %d and %d if it is called from callbacks", functions[i].name,
                         (int)want[0], (int)want[1], (int)got[0], (int)got[1]);
                }
                CHECK_INT(hooked.stream.size, plain_one.stream.size);
                CHECK_INT(hooked.stream.position, plain_one.stream.position);
                CHECK_BYTES(hooked.stream.bytes, plain_one.stream.bytes, (size_t)hooked.stream.size);
            }
        }
    }
}

/* Calls every function there is, on other handles. */
static void call_others(struct hooked *hooked, enum callback callback) {
    int i, kind;
    if (hooked->calls > 2) {
        return;
    }
    for (i = 0; i < FUNCTIONS; i++) {
        struct world world;
        mms_status status;
        make_world(&world, 1);
        status = make_call(i, &world);
        if (status != MMS_OK) {
            FAIL("%s, called on other handles from %s, returns %d", functions[i].name, callbacks[callback],
                 (int)status);
        }
        for (kind = 0; kind < KINDS; kind++) {
            close_kind(kind, world.handles[kind], NULL);
        }
        CHECK(close(world.descriptor) == 0);
    }
}

static void other_handles_work_in_callbacks(void) {
    static struct hooked hooked;
    mms_wave_reader *reader = (mms_wave_reader *)open_hooked(KIND_mms_wave_reader, &hooked);
    mms_wave_writer *writer;
    uint8_t buffer[SOUND_DATA];
    uint64_t got;
    hooked.hook = call_others;
    CHECK_OK(mms_wave_reader_seek(reader, 1, NULL));
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_BYTES(buffer, sound + SOUND_HEADER + SOUND_ALIGN, SOUND_DATA - SOUND_ALIGN);
    CHECK(hooked.calls > 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    writer = (mms_wave_writer *)open_hooked(KIND_mms_wave_writer, &hooked);
    hooked.hook = call_others;
    CHECK_OK(mms_wave_writer_write_bytes(writer, buffer, 4, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK(hooked.calls > 0);
}

/* A number whose place in the table is that of the busy handle must not be waited for. */
static mms_wave_reader *stale;

static void call_no_handle(struct hooked *hooked, enum callback callback) {
    int bit, kind;
    (void)callback;
    CHECK_STATUS(mms_wave_reader_close(stale, NULL), MMS_ERROR_HANDLE);
    for (bit = 0; bit < (int)sizeof(void *) * 8; bit++) {
        for (kind = 0; kind < KINDS; kind++) {
            CHECK_STATUS(ask_kind(kind, (void *)((uintptr_t)hooked->handle ^ (uintptr_t)1 << bit)), MMS_ERROR_HANDLE);
        }
    }
}

static void what_is_no_handle_is_not_waited_for_in_callbacks(void) {
    static struct hooked hooked;
    mms_wave_reader *reader;
    uint8_t buffer[SOUND_DATA];
    uint64_t got;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &stale, NULL));
    CHECK_OK(mms_wave_reader_close(stale, NULL));
    reader = (mms_wave_reader *)open_hooked(KIND_mms_wave_reader, &hooked);
    hooked.hook = call_no_handle;
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(got, SOUND_DATA);
    CHECK(hooked.calls > 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* In a ring of handles each calls the next one from its callbacks. */
enum { RING = 4 };
static struct hooked ring[RING];
static pthread_barrier_t all_inside;
static int refused;

static void call_next(struct hooked *hooked, enum callback callback) {
    struct hooked *next = &ring[(hooked - ring + 1) % RING];
    uint8_t buffer[SOUND_DATA];
    uint64_t got;
    mms_status status;
    (void)callback;
    if (hooked->calls == 1) {
        pthread_barrier_wait(&all_inside);
    }
    status = mms_wave_reader_read_bytes((mms_wave_reader *)next->handle, buffer, SOUND_ALIGN, &got, NULL);
    CHECK(status == MMS_OK || status == MMS_ERROR_BUSY);
    if (status == MMS_ERROR_BUSY) {
        __atomic_add_fetch(&refused, 1, __ATOMIC_RELAXED);
    }
}

static void *read_one(void *user) {
    struct hooked *hooked = (struct hooked *)user;
    uint8_t buffer[SOUND_DATA];
    uint64_t got;
    CHECK_OK(mms_wave_reader_read_bytes((mms_wave_reader *)hooked->handle, buffer, SOUND_ALIGN, &got, NULL));
    return NULL;
}

static void threads_that_wait_for_each_other_are_told(void) {
    int round, i;
    for (round = 0; round < 50; round++) {
        pthread_t threads[RING];
        CHECK_INT(pthread_barrier_init(&all_inside, NULL, RING), 0);
        refused = 0;
        for (i = 0; i < RING; i++) {
            open_hooked(KIND_mms_wave_reader, &ring[i]);
            ring[i].hook = call_next;
        }
        for (i = 0; i < RING; i++) {
            CHECK_INT(pthread_create(&threads[i], NULL, read_one, &ring[i]), 0);
        }
        for (i = 0; i < RING; i++) {
            CHECK_INT(pthread_join(threads[i], NULL), 0);
        }
        CHECK(refused > 0);
        for (i = 0; i < RING; i++) {
            CHECK_OK(mms_wave_reader_close((mms_wave_reader *)ring[i].handle, NULL));
        }
        CHECK_INT(pthread_barrier_destroy(&all_inside), 0);
    }
}

/* The same in one thread: the way round ends where it began. */
static void a_handle_is_busy_however_far_down_it_is_called(void) {
    int i;
    CHECK_INT(pthread_barrier_init(&all_inside, NULL, 1), 0);
    refused = 0;
    for (i = 0; i < RING; i++) {
        open_hooked(KIND_mms_wave_reader, &ring[i]);
        ring[i].hook = call_next;
    }
    read_one(&ring[0]);
    CHECK_INT(refused, 1);
    for (i = 0; i < RING; i++) {
        CHECK_OK(mms_wave_reader_close((mms_wave_reader *)ring[i].handle, NULL));
    }
    CHECK_INT(pthread_barrier_destroy(&all_inside), 0);
}

int main(void) {
    int i, c;
    RUN(a_handle_is_busy_in_its_own_callbacks_and_the_outer_call_goes_on);
    RUN(other_handles_work_in_callbacks);
    RUN(what_is_no_handle_is_not_waited_for_in_callbacks);
    RUN(threads_that_wait_for_each_other_are_told);
    RUN(a_handle_is_busy_however_far_down_it_is_called);
    for (i = 0; i < FUNCTIONS; i++) {
        for (c = 0; c < CALLBACKS; c++) {
            if (busy[i][c] > 0) {
                printf("busy %s %s %ld\n", functions[i].name, callbacks[c], busy[i][c]);
            }
        }
    }
    return 0;
}
