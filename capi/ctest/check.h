/*
 * check.h - assertions for the C tests.
 *
 * A test is a function that keeps one promise. RUN(test) prints its name; the first check that fails says where and
 * what, and ends the program with status 1.
 */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mmservices.h>

#define RUN(test) (printf("%s\n", #test), fflush(stdout), test())

#define FAIL(...)                                                                                                      \
    (fprintf(stderr, "%s:%d: ", __FILE__, __LINE__), fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), exit(1))

/* The condition holds. */
#define CHECK(condition) ((condition) ? (void)0 : (void)FAIL("not so: %s", #condition))

/* Two integers are equal. */
#define CHECK_INT(got, want)                                                                                           \
    do {                                                                                                               \
        int64_t got_ = (int64_t)(got), want_ = (int64_t)(want);                                                        \
        if (got_ != want_) {                                                                                           \
            FAIL("%s is %" PRId64 ", not %" PRId64, #got, got_, want_);                                                \
        }                                                                                                              \
    } while (0)

/* A call ends with a status. */
#define CHECK_STATUS(call, want)                                                                                       \
    do {                                                                                                               \
        mms_status got_ = (call), want_ = (want);                                                                      \
        if (got_ != want_) {                                                                                           \
            FAIL("%s\n    returns %d (%s)\n    and not %d (%s)", #call, (int)got_, mms_status_string(got_),            \
                 (int)want_, mms_status_string(want_));                                                                \
        }                                                                                                              \
    } while (0)

#define CHECK_OK(call) CHECK_STATUS(call, MMS_OK)

/* Two texts are equal. */
#define CHECK_TEXT(got, want)                                                                                          \
    do {                                                                                                               \
        const char *got_ = (got), *want_ = (want);                                                                     \
        if (strcmp(got_, want_) != 0) {                                                                                \
            FAIL("%s is \"%s\", not \"%s\"", #got, got_, want_);                                                       \
        }                                                                                                              \
    } while (0)

/* How many seconds a test of `make soak` shall go on, or 0: the short run of `make test`. */
static inline int soak_seconds(void) {
    const char *seconds = getenv("MMS_SOAK");
    return seconds == NULL ? 0 : atoi(seconds);
}

/* Notes a figure of a soak: one line of text. */
#define SOAK_REPORT(...)                                                                                               \
    do {                                                                                                               \
        const char *path_ = getenv("MMS_SOAK_REPORT");                                                                 \
        FILE *report_ = path_ == NULL ? NULL : fopen(path_, "a");                                                      \
        if (report_ != NULL) {                                                                                         \
            fprintf(report_, __VA_ARGS__);                                                                             \
            fclose(report_);                                                                                           \
        }                                                                                                              \
    } while (0)

/* size bytes are equal. */
#define CHECK_BYTES(got, want, size) check_bytes(__FILE__, __LINE__, #got, (got), (want), (size))

static inline void check_bytes(const char *file, int line, const char *name, const void *got, const void *want,
                               size_t size) {
    const uint8_t *g = (const uint8_t *)got, *w = (const uint8_t *)want;
    size_t i;
    for (i = 0; i < size; i++) {
        if (g[i] != w[i]) {
            fprintf(stderr, "%s:%d: %s: byte %zu is 0x%02x, not 0x%02x\n", file, line, name, i, g[i], w[i]);
            exit(1);
        }
    }
}

/* size bytes all have one value. */
#define CHECK_FILLED(got, value, size) check_filled(__FILE__, __LINE__, #got, (got), (value), (size))

static inline void check_filled(const char *file, int line, const char *name, const void *got, uint8_t value,
                                size_t size) {
    const uint8_t *g = (const uint8_t *)got;
    size_t i;
    for (i = 0; i < size; i++) {
        if (g[i] != value) {
            fprintf(stderr, "%s:%d: %s: byte %zu is 0x%02x, not 0x%02x\n", file, line, name, i, g[i], value);
            exit(1);
        }
    }
}

#endif
