/*
 * What the C side of the library and its Go side know of each other: the fork guard, and calls of a host's callbacks.
 */
#ifndef MMS_SHIM_H
#define MMS_SHIM_H

#ifndef MMS_BUILDING
#define MMS_BUILDING
#endif
#include "mmservices.h"

#include <setjmp.h>

/* What is known of this process. */
enum {
    MMS_SHIM_DEAD,       /* a child that was forked off after the library was loaded, or before that: Go must not run */
    MMS_SHIM_ALIVE,      /* Go runs, and never calls the host back */
    MMS_SHIM_CALLS_BACK, /* Go runs, and may call the host back: there was a call that names callbacks */
};

extern volatile int *mms_shim_state;

/* Other threads may be about to call back for the first time. */
static inline int mms_shim_now(void) { return __atomic_load_n(mms_shim_state, __ATOMIC_RELAXED); }

static inline int mms_shim_forked(void) { return mms_shim_now() == MMS_SHIM_DEAD; }

/* Before a call that names callbacks. */
static inline void mms_shim_will_call_back(void) {
    if (!mms_shim_forked()) {
        __atomic_store_n(mms_shim_state, MMS_SHIM_CALLS_BACK, __ATOMIC_RELAXED);
    }
}

/*
 * A call of a function that may run a host's callbacks. If a callback forks, then in the child it must not return to
 * Go: it leaves by the way out that is noted here. MMS_SHIM_ENTER is 1 when that has happened.
 */
struct mms_shim_call {
    jmp_buf way_out;
    const struct mms_shim_callback *callbacks; /* that ran in this thread before */
    struct mms_shim_call *outer;
};

#define MMS_SHIM_ENTER(call) (mms_shim_enter(call), setjmp((call)->way_out) != 0)

void mms_shim_enter(struct mms_shim_call *call);

/* Ends a call, and returns its status. */
mms_status mms_shim_leave(const struct mms_shim_call *call, mms_status status);

/* Notes a status with its text in error, if that is not NULL, and returns the status. */
mms_status mms_shim_fail(mms_error *error, mms_status status);

/* Zeroes a struct of a caller, of which this library knows size bytes, up to its struct_size and except that. */
void mms_shim_zero_struct(void *data, size_t size);

/*
 * Call a callback for a handle; 0 for one that is being opened. Meanwhile mms_shim_running tells this thread the handle
 * of each callback that it is in, number 0 for the innermost; 0 behind the outermost.
 */
int64_t mms_shim_read(const mms_io *io, uintptr_t handle, void *buffer, int64_t size);
int64_t mms_shim_write(const mms_io *io, uintptr_t handle, const void *buffer, int64_t size);
int64_t mms_shim_seek(const mms_io *io, uintptr_t handle, int64_t offset, int32_t whence);
int64_t mms_shim_tell(const mms_io *io, uintptr_t handle);
int64_t mms_shim_flush(const mms_io *io, uintptr_t handle);
int64_t mms_shim_size(const mms_io *io, uintptr_t handle);
uintptr_t mms_shim_running(int number);

#endif /* MMS_SHIM_H */
