/*
 * The six conversions against what CPython computes: a few numbers that can be read here, and the many of
 * testdata/colorsys, which the working folder holds as vectors.bin (its layout is told in testdata/colorsys/README.md).
 */
#include <math.h>

#include "check.h"

typedef mms_status conversion(double, double, double, double[3]);

static conversion *const conversions[6] = {
    mms_rgb_to_yiq, mms_yiq_to_rgb, mms_rgb_to_hls, mms_hls_to_rgb, mms_rgb_to_hsv, mms_hsv_to_rgb,
};

static const char *const names[6] = {"rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls",
                                     "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"};

/* The same bits, or both not a number: which NaN it is depends on the machine. */
static int same(double a, double b) { return (a != a && b != b) || memcmp(&a, &b, sizeof a) == 0; }

static void check_colour(int function, const double in[3], const double want[3], mms_status status) {
    double out[3] = {7.0, 7.0, 7.0};
    mms_status got = conversions[function](in[0], in[1], in[2], out);
    int i;
    for (i = 0; i < 3; i++) {
        if (got != status || !same(out[i], want[i])) {
            FAIL("%s(%a, %a, %a) gives %d and (%a, %a, %a), not %d and (%a, %a, %a)", names[function], in[0], in[1],
                 in[2], (int)got, out[0], out[1], out[2], (int)status, want[0], want[1], want[2]);
        }
    }
}

/* CPython 3.13: the module's functions of 0.1, 0.2, 0.3, printed with float.hex(). */
static void one_colour_has_cpythons_bits(void) {
    static const double in[3] = {0.1, 0.2, 0.3};
    static const double want[6][3] = {
        {0x1.72b020c49ba5ep-3, -0x1.791e646f15618p-4, 0x1.44bb1af3a14d0p-7},
        {0x1.e7e0c88b0e4ecp-2, 0x0.0p+0, 0x1.90607cddd3c6cp-2},
        {0x1.2aaaaaaaaaaabp-1, 0x1.999999999999ap-3, 0x1.fffffffffffffp-2},
        {0x1.0a3d70a3d70a4p-2, 0x1.b22d0e560418ap-3, 0x1.1eb851eb851ecp-3},
        {0x1.2aaaaaaaaaaabp-1, 0x1.5555555555555p-1, 0x1.3333333333333p-2},
        {0x1.3333333333333p-2, 0x1.1a9fbe76c8b44p-2, 0x1.eb851eb851eb8p-3},
    };
    int i;
    for (i = 0; i < 6; i++) {
        check_colour(i, in, want[i], MMS_OK);
    }
}

/* Where Python raises ZeroDivisionError, ValueError and OverflowError. */
static void what_python_refuses_is_a_status_and_zeros(void) {
    static const double zero[3] = {0.0, 0.0, 0.0};
    static const double sum_is_zero[3] = {-1.0, 0.0, 1.0}, rest_is_zero[3] = {1.5, 0.5, 1.0};
    static const double value_is_zero[3] = {-1.0, 0.0, 0.0};
    double nan_hue[3] = {0.0, 1.0, 1.0}, infinite_hue[3] = {0.0, 1.0, 1.0}, overflowing_hue[3] = {1e308, 1.0, 1.0};
    nan_hue[0] = NAN;
    infinite_hue[0] = -INFINITY;
    check_colour(2, sum_is_zero, zero, MMS_ERROR_DOMAIN_DIVISION_BY_ZERO);
    check_colour(2, rest_is_zero, zero, MMS_ERROR_DOMAIN_DIVISION_BY_ZERO);
    check_colour(4, value_is_zero, zero, MMS_ERROR_DOMAIN_DIVISION_BY_ZERO);
    check_colour(5, nan_hue, zero, MMS_ERROR_DOMAIN_HUE_NAN);
    check_colour(5, infinite_hue, zero, MMS_ERROR_DOMAIN_HUE_INFINITE);
    check_colour(5, overflowing_hue, zero, MMS_ERROR_DOMAIN_HUE_INFINITE);
}

static void grey_needs_no_hue(void) {
    double in[3] = {0.0, 0.0, 0.25}, want[3] = {0.25, 0.25, 0.25};
    in[0] = NAN;
    check_colour(5, in, want, MMS_OK);
}

static void results_need_a_place(void) {
    int i;
    for (i = 0; i < 6; i++) {
        CHECK_STATUS(conversions[i](0.1, 0.2, 0.3, NULL), MMS_ERROR_ARGUMENT_NULL);
    }
}

static void every_golden_vector_is_met(void) {
    static const mms_status outcomes[4] = {MMS_OK, MMS_ERROR_DOMAIN_DIVISION_BY_ZERO, MMS_ERROR_DOMAIN_HUE_NAN,
                                           MMS_ERROR_DOMAIN_HUE_INFINITE};
    FILE *file = fopen("vectors.bin", "rb");
    struct row {
        uint8_t function, outcome, zero[6];
        double arguments[3], results[3];
    } row;
    char name[8];
    uint64_t rows, i;
    int seen[6] = {0}, f;
    CHECK(file != NULL);
    CHECK_INT(fread(name, 1, sizeof name, file), sizeof name);
    CHECK_BYTES(name, "colorsys", sizeof name);
    CHECK_INT(fread(&rows, sizeof rows, 1, file), 1);
    CHECK(rows > 1000);
    for (i = 0; i < rows; i++) {
        CHECK_INT(fread(&row, sizeof row, 1, file), 1);
        CHECK(row.function < 6 && row.outcome < 4);
        check_colour(row.function, row.arguments, row.results, outcomes[row.outcome]);
        seen[row.function]++;
    }
    CHECK_INT(fgetc(file), EOF);
    for (f = 0; f < 6; f++) {
        CHECK(seen[f] > 0);
    }
    CHECK_INT(fclose(file), 0);
}

int main(void) {
    RUN(one_colour_has_cpythons_bits);
    RUN(what_python_refuses_is_a_status_and_zeros);
    RUN(grey_needs_no_hue);
    RUN(results_need_a_place);
    RUN(every_golden_vector_is_met);
    return 0;
}
