/*
 * The hand-written C side: the fork guard, the version functions, and the calls of a host's callbacks. The public
 * functions that lead to Go are in shim_gen.c.
 */
#include "shim.h"

#include <string.h>

#if !defined(_WIN32)
#include <pthread.h>
#endif

volatile int mms_shim_forked = 0;

#if !defined(_WIN32)
static void in_child(void) { mms_shim_forked = 1; }

__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(NULL, NULL, in_child); }
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
struct running {
    uintptr_t handle;
    const struct running *outer;
};

static _Thread_local const struct running *running = NULL;

#define CALL(call)                                                                                                     \
    struct running inner = {handle, running};                                                                          \
    int64_t result;                                                                                                    \
    running = &inner;                                                                                                  \
    result = call;                                                                                                     \
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
    const struct running *r;
    for (r = running; r != NULL; r = r->outer) {
        if (r->handle != 0 && number-- == 0) {
            return r->handle;
        }
    }
    return 0;
}
