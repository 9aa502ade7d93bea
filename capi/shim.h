/*
 * What the C side of the library and its Go side know of each other: the fork guard, and calls of a host's callbacks.
 */
#ifndef MMS_SHIM_H
#define MMS_SHIM_H

#ifndef MMS_BUILDING
#define MMS_BUILDING
#endif
#include "mmservices.h"

/* Not 0 in a child that was forked after the library was loaded: Go must not run there. */
extern volatile int mms_shim_forked;

/* Notes a status with its text in error, if that is not NULL, and returns the status. */
mms_status mms_shim_fail(mms_error *error, mms_status status);

/* Zeroes a struct of a caller, of which this library knows size bytes, up to its struct_size and except that. */
void mms_shim_zero_struct(void *data, size_t size);

/*
 * Call a callback for a handle; 0 for one that is being opened. Meanwhile mms_shim_running tells this thread the handle:
 * those of the callbacks that it is in, 0 for the innermost, and 0 behind the outermost.
 */
int64_t mms_shim_read(const mms_io *io, uintptr_t handle, void *buffer, int64_t size);
int64_t mms_shim_write(const mms_io *io, uintptr_t handle, const void *buffer, int64_t size);
int64_t mms_shim_seek(const mms_io *io, uintptr_t handle, int64_t offset, int32_t whence);
int64_t mms_shim_tell(const mms_io *io, uintptr_t handle);
int64_t mms_shim_flush(const mms_io *io, uintptr_t handle);
int64_t mms_shim_size(const mms_io *io, uintptr_t handle);
uintptr_t mms_shim_running(int number);

#endif /* MMS_SHIM_H */
