/*
 * The host's limit of open files. Go raises it when it starts, which is for programs in Go: hosts that use select()
 * need it low, and their children inherit it. So it is noted before Go starts, and put back by the first thing that Go
 * runs.
 */
#if !defined(_WIN32)
#include <sys/resource.h>

#include "filelimit.h"

static struct rlimit noted;

__attribute__((constructor(101))) static void note_file_limit(void) { getrlimit(RLIMIT_NOFILE, &noted); }

uint64_t mms_file_limit(void) { return noted.rlim_cur; }
#endif
