/* mms_set_limits: the library works on under any limits, and what cannot be one is refused. */
#include "check.h"

#define PIXELS 400000

static uint8_t pixels[3 * PIXELS], converted[3 * PIXELS], wanted[3 * PIXELS];

static void anything_up_to_the_largest_is_a_limit(void) {
    mms_error error = MMS_ERROR_INIT;
    CHECK_OK(mms_set_limits(0, 0, &error));
    CHECK_INT(error.status, MMS_OK);
    CHECK_OK(mms_set_limits(UINT32_MAX, INT64_MAX, NULL));
    CHECK_STATUS(mms_set_limits(1, (uint64_t)INT64_MAX + 1, &error), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_INT(error.status, MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_set_limits(0, UINT64_MAX, NULL), MMS_ERROR_ARGUMENT_RANGE);
}

static void the_results_are_the_same_under_the_tightest(void) {
    static const struct {
        uint32_t processors;
        uint64_t memory;
    } limits[] = {{1, 1}, {2, 1 << 20}, {1, 0}, {1000, INT64_MAX}};
    size_t i;
    for (i = 0; i < sizeof pixels; i++) {
        pixels[i] = (uint8_t)(i * 2654435761u >> 24);
    }
    CHECK_OK(mms_rgb_to_hls_u8(pixels, wanted, PIXELS));
    for (i = 0; i < sizeof limits / sizeof *limits; i++) {
        CHECK_OK(mms_set_limits(limits[i].processors, limits[i].memory, NULL));
        memset(converted, 0, sizeof converted);
        CHECK_OK(mms_rgb_to_hls_u8(pixels, converted, PIXELS));
        CHECK_BYTES(converted, wanted, sizeof wanted);
    }
}

int main(void) {
    RUN(anything_up_to_the_largest_is_a_limit);
    RUN(the_results_are_the_same_under_the_tightest);
    return 0;
}
