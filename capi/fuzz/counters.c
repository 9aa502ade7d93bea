/*
 * Linked into the library that is fuzzed: what Go's -d=libfuzzer wants to call, and where its counters are. Each counts
 * how often a piece of code was run. What libFuzzer would learn from comparisons is not used.
 */
#include "counters.h"

#define HIDDEN __attribute__((visibility("hidden")))

static uint8_t *first, *end;

HIDDEN void __sanitizer_cov_8bit_counters_init(uint8_t *from, uint8_t *to) {
    first = from;
    end = to;
}

HIDDEN void __sanitizer_cov_pcs_init(const uintptr_t *from, const uintptr_t *to) {
    (void)from;
    (void)to;
}

#define COMPARISON(name, type)                                                                                         \
    HIDDEN void __sanitizer_cov_trace_##name(type a, type b) {                                                         \
        (void)a;                                                                                                       \
        (void)b;                                                                                                       \
    }

COMPARISON(cmp1, uint8_t)
COMPARISON(cmp2, uint16_t)
COMPARISON(cmp4, uint32_t)
COMPARISON(cmp8, uint64_t)
COMPARISON(const_cmp1, uint8_t)
COMPARISON(const_cmp2, uint16_t)
COMPARISON(const_cmp4, uint32_t)
COMPARISON(const_cmp8, uint64_t)

HIDDEN void __sanitizer_weak_hook_strcmp(void *caller, const char *a, const char *b, int result) {
    (void)caller;
    (void)a;
    (void)b;
    (void)result;
}

size_t fuzz_counters(uint8_t **counters) {
    *counters = first;
    return (size_t)(end - first);
}
