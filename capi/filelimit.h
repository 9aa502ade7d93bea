/* The host's limit of open files. */
#ifndef MMS_FILELIMIT_H
#define MMS_FILELIMIT_H

#include <stdint.h>

/* What it was before Go started. */
uint64_t mms_file_limit(void);

#endif
