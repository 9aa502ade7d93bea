/*
 * The hand-written C side: the fork guard, the version functions, and the calls of a host's callbacks. The public
 * functions that lead to Go are in shim_gen.c.
 */
#include "shim.h"

#include <string.h>

#if !defined(_WIN32)
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

static volatile int state = MMS_SHIM_DEAD;
volatile int *mms_shim_state = &state;

#if !defined(_WIN32)
/*
 * How runtime/cgo enters Go when a thread ends that has called it, so that what Go keeps of it is let go of; NULL means
 * that there is nothing to do. The linker that only looks at this package does not find it.
 */
extern __attribute__((weak)) void (*x_crosscall2_ptr)(void (*)(void *), void *, int, size_t);

static void in_child(void) {
    *mms_shim_state = MMS_SHIM_DEAD;
    if (&x_crosscall2_ptr != NULL) {
        x_crosscall2_ptr = NULL;
    }
}

/*
 * The state is in a page that Linux, from 4.14 on, wipes in every child, also in those of _Fork and clone, which run no
 * handlers. Elsewhere it is the handler that sees to it.
 */
__attribute__((constructor)) static void watch_forks(void) {
#if defined(MADV_WIPEONFORK)
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page != MAP_FAILED && madvise(page, size, MADV_WIPEONFORK) == 0) {
        mms_shim_state = page;
    } else if (page != MAP_FAILED) {
        munmap(page, size);
    }
#endif
    pthread_atfork(NULL, NULL, in_child);
    *mms_shim_state = MMS_SHIM_ALIVE;
}
#else
__attribute__((constructor)) static void start(void) { state = MMS_SHIM_ALIVE; }
#endif

const char *mms_version(void) { return MMS_VERSION_STRING; }

uint32_t mms_version_number(void) { return MMS_VERSION_NUMBER; }

uint32_t mms_abi_version(void) { return MMS_ABI_VERSION; }

void mms_shim_zero_struct(void *data, size_t size) {
    uint32_t given;
    memcpy(&given, data, sizeof given);
    if (given < size) {
        size = given;
    }
    if (size > sizeof given) {
        memset((char *)data + sizeof given, 0, size - sizeof given);
    }
}

mms_status mms_shim_fail(mms_error *error, mms_status status) {
    if (error != NULL) {
        mms_error full = MMS_ERROR_INIT;
        size_t size = error->struct_size < sizeof full ? error->struct_size : sizeof full;
        full.status = status;
        full.offset = -1;
        strncpy(full.message, mms_status_string(status), sizeof full.message - 1);
        if (size > sizeof full.struct_size) {
            memcpy((char *)error + sizeof full.struct_size, (char *)&full + sizeof full.struct_size,
                   size - sizeof full.struct_size);
        }
        if (size > offsetof(mms_error, message)) {
            ((char *)error)[size - 1] = '\0';
        }
    }
    return status;
}

/* The callbacks that run in this thread, innermost first. */
struct mms_shim_callback {
    uintptr_t handle;
    const struct mms_shim_callback *outer;
};

static _Thread_local const struct mms_shim_callback *running = NULL;

/* The calls that this thread is in and that may run callbacks, innermost first. */
static _Thread_local struct mms_shim_call *entered = NULL;

void mms_shim_enter(struct mms_shim_call *call) {
    call->callbacks = running;
    call->outer = entered;
    entered = call;
}

mms_status mms_shim_leave(const struct mms_shim_call *call, mms_status status) {
    entered = call->outer;
    return status;
}

/* In a child that was forked off by a callback: goes back to the host, over the heads of Go's functions. */
static void leave_if_forked(void) {
    struct mms_shim_call *call = entered;
    if (mms_shim_forked() && call != NULL) {
        running = call->callbacks;
        entered = call->outer;
        longjmp(call->way_out, 1);
    }
}

#define CALL(call)                                                                                                     \
    struct mms_shim_callback inner = {handle, running};                                                                \
    int64_t result;                                                                                                    \
    running = &inner;                                                                                                  \
    result = call;                                                                                                     \
    leave_if_forked();                                                                                                 \
    running = inner.outer;                                                                                             \
    return result

int64_t mms_shim_read(const mms_io *io, uintptr_t handle, void *buffer, int64_t size) {
    CALL(io->read(io->user, buffer, size));
}

int64_t mms_shim_write(const mms_io *io, uintptr_t handle, const void *buffer, int64_t size) {
    CALL(io->write(io->user, buffer, size));
}

int64_t mms_shim_seek(const mms_io *io, uintptr_t handle, int64_t offset, int32_t whence) {
    CALL(io->seek(io->user, offset, whence));
}

int64_t mms_shim_tell(const mms_io *io, uintptr_t handle) { CALL(io->tell(io->user)); }

int64_t mms_shim_flush(const mms_io *io, uintptr_t handle) { CALL(io->flush(io->user)); }

int64_t mms_shim_size(const mms_io *io, uintptr_t handle) { CALL(io->size(io->user)); }

uintptr_t mms_shim_running(int number) {
    const struct mms_shim_callback *r;
    for (r = running; r != NULL; r = r->outer) {
        if (r->handle != 0 && number-- == 0) {
            return r->handle;
        }
    }
    return 0;
}
