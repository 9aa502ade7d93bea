/* Images: conversions of many pixels at once, held to those of one colour. */
#include <math.h>

#include "sound.h"

typedef mms_status (*scalar)(double, double, double, double[3]);

/* Each conversion, with its functions for one colour and for many. */
static const struct {
    const char *name;
    scalar one;
    mms_status (*f64)(const double *, double *, uint64_t);
    mms_status (*f32)(const float *, float *, uint64_t);
    mms_status (*u8)(const uint8_t *, uint8_t *, uint64_t);
    mms_status (*u16)(const uint16_t *, uint16_t *, uint64_t);
    uint32_t from, to;
} conversions[] = {
    {"rgb_to_yiq", mms_rgb_to_yiq, mms_rgb_to_yiq_f64, mms_rgb_to_yiq_f32, mms_rgb_to_yiq_u8, mms_rgb_to_yiq_u16,
     MMS_MODEL_RGB, MMS_MODEL_YIQ},
    {"yiq_to_rgb", mms_yiq_to_rgb, mms_yiq_to_rgb_f64, mms_yiq_to_rgb_f32, mms_yiq_to_rgb_u8, mms_yiq_to_rgb_u16,
     MMS_MODEL_YIQ, MMS_MODEL_RGB},
    {"rgb_to_hls", mms_rgb_to_hls, mms_rgb_to_hls_f64, mms_rgb_to_hls_f32, mms_rgb_to_hls_u8, mms_rgb_to_hls_u16,
     MMS_MODEL_RGB, MMS_MODEL_HLS},
    {"hls_to_rgb", mms_hls_to_rgb, mms_hls_to_rgb_f64, mms_hls_to_rgb_f32, mms_hls_to_rgb_u8, mms_hls_to_rgb_u16,
     MMS_MODEL_HLS, MMS_MODEL_RGB},
    {"rgb_to_hsv", mms_rgb_to_hsv, mms_rgb_to_hsv_f64, mms_rgb_to_hsv_f32, mms_rgb_to_hsv_u8, mms_rgb_to_hsv_u16,
     MMS_MODEL_RGB, MMS_MODEL_HSV},
    {"hsv_to_rgb", mms_hsv_to_rgb, mms_hsv_to_rgb_f64, mms_hsv_to_rgb_f32, mms_hsv_to_rgb_u8, mms_hsv_to_rgb_u16,
     MMS_MODEL_HSV, MMS_MODEL_RGB},
};
enum { CONVERSIONS = 6 };

/* All combinations of 18 levels from 0 to 1. */
enum { LEVELS = 18, PIXELS = LEVELS * LEVELS * LEVELS };

static int level(int pixel, int component) {
    return component == 0 ? pixel / (LEVELS * LEVELS) : component == 1 ? pixel / LEVELS % LEVELS : pixel % LEVELS;
}

static void doubles_are_those_of_one_colour_to_the_last_bit(void) {
    static double src[PIXELS][3], dst[PIXELS][3];
    int c, i, k;
    for (i = 0; i < PIXELS; i++) {
        for (k = 0; k < 3; k++) {
            src[i][k] = level(i, k) / (LEVELS - 1.0);
        }
    }
    for (c = 0; c < CONVERSIONS; c++) {
        CHECK_OK(conversions[c].f64(src[0], dst[0], PIXELS));
        for (i = 0; i < PIXELS; i++) {
            double want[3];
            CHECK_OK(conversions[c].one(src[i][0], src[i][1], src[i][2], want));
            CHECK_BYTES(dst[i], want, sizeof want);
        }
    }
}

static void floats_come_close(void) {
    static float src[PIXELS][3], dst[PIXELS][3];
    int c, i, k;
    for (i = 0; i < PIXELS; i++) {
        for (k = 0; k < 3; k++) {
            src[i][k] = (float)level(i, k) / (LEVELS - 1);
        }
    }
    for (c = 0; c < CONVERSIONS; c++) {
        CHECK_OK(conversions[c].f32(src[0], dst[0], PIXELS));
        for (i = 0; i < PIXELS; i++) {
            double want[3];
            CHECK_OK(conversions[c].one(src[i][0], src[i][1], src[i][2], want));
            for (k = 0; k < 3; k++) {
                double distance = fabs(dst[i][k] - want[k]);
                int is_hue = k == 0 && (conversions[c].to == MMS_MODEL_HLS || conversions[c].to == MMS_MODEL_HSV);
                distance = is_hue && distance > 0.5 ? 1 - distance : distance;
                if (!(distance < 4e-6)) {
                    FAIL("%s, pixel %d: %g, not %g", conversions[c].name, i, (double)dst[i][k], want[k]);
                }
            }
        }
    }
}

/* What an integer stands for, and which stands for a result: as the header says. full is 255 or 65535. */
static double meaning(uint32_t model, int component, double integer, double full) {
    double zero = (full + 1) / 2;
    return model == MMS_MODEL_YIQ && component > 0 ? (integer - zero) * 0.6 / (full - zero) : integer / full;
}

static double integer_for(uint32_t model, int component, double number, double full) {
    double zero = (full + 1) / 2;
    double scaled = model == MMS_MODEL_YIQ && component > 0 ? number * ((full - zero) / 0.6) + zero : number * full;
    return fmin(fmax(nearbyint(scaled), 0), full);
}

#define CHECK_INTEGERS(type, convert, full)                                                                            \
    do {                                                                                                               \
        static type src[PIXELS][3], dst[PIXELS][3];                                                                    \
        int c, i, k;                                                                                                   \
        for (i = 0; i < PIXELS; i++) {                                                                                 \
            for (k = 0; k < 3; k++) {                                                                                  \
                src[i][k] = (type)(level(i, k) * (full) / (LEVELS - 1));                                               \
            }                                                                                                          \
        }                                                                                                              \
        for (c = 0; c < CONVERSIONS; c++) {                                                                            \
            CHECK_OK(conversions[c].convert(src[0], dst[0], PIXELS));                                                  \
            for (i = 0; i < PIXELS; i++) {                                                                             \
                double in[3], want[3];                                                                                 \
                for (k = 0; k < 3; k++) {                                                                              \
                    in[k] = meaning(conversions[c].from, k, src[i][k], full);                                          \
                }                                                                                                      \
                CHECK_OK(conversions[c].one(in[0], in[1], in[2], want));                                               \
                for (k = 0; k < 3; k++) {                                                                              \
                    if (dst[i][k] != integer_for(conversions[c].to, k, want[k], full)) {                               \
                        FAIL("%s, pixel %d, component %d: %d, not %g", conversions[c].name, i, k, dst[i][k],           \
                             integer_for(conversions[c].to, k, want[k], full));                                        \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

static void integers_are_the_doubles_rounded_once(void) {
    CHECK_INTEGERS(uint8_t, u8, 255);
    CHECK_INTEGERS(uint16_t, u16, 65535);
}

/* An image of 2 by 2 pixels in 8 bits. */
static mms_image image_of(uint8_t *data) {
    mms_image image = MMS_IMAGE_INIT;
    image.component = MMS_COMPONENT_U8;
    image.data = data;
    image.width = image.height = 2;
    return image;
}

static mms_image hsv_image_of(uint8_t *data) {
    mms_image image = image_of(data);
    image.model = MMS_MODEL_HSV;
    return image;
}

static const uint8_t colours[12] = {255, 128, 0, 135, 206, 235, 10, 10, 10, 0, 0, 255};

/* Those colours in HSV, hues in half degrees. */
static void colours_in_hsv(uint8_t out[12]) {
    uint8_t src[12];
    mms_image rgb = image_of(src), hsv = hsv_image_of(out);
    memcpy(src, colours, sizeof src);
    hsv.hue = MMS_HUE_180;
    CHECK_OK(mms_convert_image(&rgb, &hsv, 1, NULL));
}

static void hues_have_the_scale_that_was_named(void) {
    static const uint32_t scales[] = {MMS_HUE_TURNS, MMS_HUE_180, MMS_HUE_256};
    static const int blue[] = {170, 120, 171};
    uint8_t src[12], dst[12];
    mms_image rgb = image_of(src), hsv = hsv_image_of(dst);
    int i;
    memcpy(src, colours, sizeof src);
    for (i = 0; i < 3; i++) {
        hsv.hue = scales[i];
        CHECK_OK(mms_convert_image(&rgb, &hsv, 0, NULL));
        CHECK_INT(dst[9], blue[i]);
        CHECK_OK(mms_convert_image(&hsv, &rgb, 0, NULL));
        CHECK_INT(src[11], 255);
        memcpy(src, colours, sizeof src);
    }
}

static void orders_planes_gaps_and_alpha(void) {
    uint8_t want[12], src[64], dst[64];
    mms_image rgb, hsv;
    int i, k;
    colours_in_hsv(want);

    /* B G R, in place */
    rgb = image_of(dst);
    rgb.order = MMS_ORDER_REVERSED;
    hsv = hsv_image_of(dst);
    hsv.hue = MMS_HUE_180;
    for (i = 0; i < 12; i++) {
        dst[i] = colours[i / 3 * 3 + 2 - i % 3];
    }
    CHECK_OK(mms_convert_image(&rgb, &hsv, 0, NULL));
    CHECK_BYTES(dst, want, 12);

    /* alpha, and rows with gaps of three bytes, to planes: alpha goes along, gaps are left alone */
    memset(src, 7, sizeof src);
    memset(dst, 9, sizeof dst);
    rgb = image_of(src);
    rgb.channels = 4;
    rgb.row_stride = 11;
    hsv = hsv_image_of(dst);
    hsv.hue = MMS_HUE_180;
    hsv.channels = 4;
    hsv.planar = 1;
    hsv.plane_stride = 5;
    for (i = 0; i < 4; i++) {
        uint8_t *pixel = src + i / 2 * 11 + i % 2 * 4;
        memcpy(pixel, colours + 3 * i, 3);
        pixel[3] = (uint8_t)(100 + i);
    }
    CHECK_OK(mms_convert_image(&rgb, &hsv, 0, NULL));
    for (i = 0; i < 4; i++) {
        for (k = 0; k < 3; k++) {
            CHECK_INT(dst[5 * k + i], want[3 * i + k]);
        }
        CHECK_INT(dst[15 + i], 100 + i);
    }
    CHECK_INT(dst[4], 9);
    CHECK_INT(dst[9], 9);
    CHECK_INT(dst[14], 9);
    CHECK_FILLED(dst + 19, 9, sizeof dst - 19);

    /* back to three channels */
    hsv.channels = 3;
    rgb.channels = 3;
    rgb.row_stride = 0;
    memset(src, 7, sizeof src);
    CHECK_OK(mms_convert_image(&hsv, &rgb, 0, NULL));
    CHECK_INT(src[0], 255);
    CHECK_INT(src[11], 255);
    CHECK_FILLED(src + 12, 7, sizeof src - 12);
}

static void lightness_may_come_last(void) {
    double src[3] = {1.0, 0.5, 0.0}, hls[3], hsl[3];
    mms_image rgb = MMS_IMAGE_INIT, out;
    rgb.component = MMS_COMPONENT_F64;
    rgb.data = src;
    rgb.width = rgb.height = 1;
    out = rgb;
    out.model = MMS_MODEL_HLS;
    out.data = hls;
    CHECK_OK(mms_convert_image(&rgb, &out, 0, NULL));
    out.order = MMS_ORDER_HSL;
    out.data = hsl;
    CHECK_OK(mms_convert_image(&rgb, &out, 0, NULL));
    CHECK(hls[0] == hsl[0] && hls[1] == hsl[2] && hls[2] == hsl[1] && hls[1] == 0.5);
}

static void presets_are_names_for_model_order_and_hue(void) {
    uint8_t want[12], got[12], src[12];
    mms_image rgb = image_of(src), hsv = image_of(got);
    memcpy(src, colours, sizeof src);
    colours_in_hsv(want);
    hsv.preset = MMS_PRESET_OPENCV_HSV;
    CHECK_OK(mms_convert_image(&rgb, &hsv, 0, NULL));
    CHECK_BYTES(got, want, sizeof want);
}

static void pixels_without_a_result_are_nan_and_counted(void) {
    double pixels[9] = {0.5, 0.25, 0.125, 0, 0, -1, -1, -1, 0}, want[3];
    mms_error error = MMS_ERROR_INIT;
    mms_image rgb = MMS_IMAGE_INIT, hsv;
    rgb.component = MMS_COMPONENT_F64;
    rgb.data = pixels;
    rgb.width = 3;
    rgb.height = 1;
    hsv = rgb;
    hsv.model = MMS_MODEL_HSV;
    CHECK_OK(mms_rgb_to_hsv(0.5, 0.25, 0.125, want));
    CHECK_STATUS(mms_convert_image(&rgb, &hsv, 0, &error), MMS_ERROR_DOMAIN_PIXELS);
    CHECK_INT(error.value, 2);
    CHECK_BYTES(pixels, want, sizeof want);
    CHECK(isnan(pixels[3]) && isnan(pixels[4]) && isnan(pixels[5]) && isnan(pixels[6]));
    pixels[0] = -1;
    pixels[1] = pixels[2] = 0;
    CHECK_STATUS(mms_rgb_to_hsv_f64(pixels, pixels, 1), MMS_ERROR_DOMAIN_PIXELS);
    CHECK(isnan(pixels[0]));
}

static void what_cannot_be_an_image_is_refused(void) {
    uint8_t src[64] = {0}, dst[64];
    mms_image rgb = image_of(src), hsv = hsv_image_of(dst), bad;
    mms_error error = MMS_ERROR_INIT;
    CHECK_OK(mms_convert_image(&rgb, &hsv, 0, NULL));
#define REFUSE(change, status)                                                                                         \
    do {                                                                                                               \
        bad = hsv;                                                                                                     \
        change;                                                                                                        \
        CHECK_STATUS(mms_convert_image(&rgb, &bad, 0, &error), status);                                                \
        CHECK(error.message[0] != '\0');                                                                               \
    } while (0)
    REFUSE(bad.component = 0, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.component = 5, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.component = MMS_COMPONENT_U16, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.width = 1, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.height = 3, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.width = bad.height = UINT64_MAX, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.model = MMS_MODEL_RGB, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.model = 4, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.order = 3, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.order = MMS_ORDER_HSL, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.hue = 4, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.hue = MMS_HUE_DEGREES, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.preset = MMS_PRESET_OPENCV_HSV, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE((bad.model = 0, bad.preset = 7), MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.channels = 2, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.channels = 5, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.channels = UINT32_MAX, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.planar = 2, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.pixel_stride = 2, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.row_stride = 5, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.row_stride = UINT64_MAX, MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE((bad.planar = 1, bad.plane_stride = 3), MMS_ERROR_ARGUMENT_IMAGE);
    REFUSE(bad.data = NULL, MMS_ERROR_ARGUMENT_NULL);
    REFUSE(bad.data = src + 1, MMS_ERROR_ARGUMENT_IMAGE);
    CHECK_STATUS(mms_convert_image(NULL, &hsv, 0, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_convert_image(&rgb, NULL, 0, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_rgb_to_hsv_u8(NULL, dst, 1), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_rgb_to_hsv_u8(src, NULL, 1), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_rgb_to_hsv_u8(src, dst, UINT64_MAX), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_STATUS(mms_rgb_to_hsv_u8(src, src + 1, 2), MMS_ERROR_ARGUMENT_IMAGE);
}

static void images_without_pixels_are_fine(void) {
    mms_image rgb = image_of(NULL), hsv = hsv_image_of(NULL);
    rgb.width = hsv.width = 0;
    CHECK_OK(mms_convert_image(&rgb, &hsv, 0, NULL));
    CHECK_OK(mms_rgb_to_hsv_u8(NULL, NULL, 0));
}

/* Large enough to be shared out over processors. */
static void any_number_of_threads_gives_the_same(void) {
    enum { WIDTH = 1500, HEIGHT = 1000, SIZE = 3 * WIDTH * HEIGHT };
    static float src[SIZE], one[SIZE], many[SIZE];
    mms_image rgb = MMS_IMAGE_INIT, hsv;
    uint32_t threads, i, random = 1;
    for (i = 0; i < SIZE; i++) {
        random = random * 1664525u + 1013904223u; /* Numerical Recipes */
        src[i] = (float)(random >> 8) / 16777216.0f;
    }
    rgb.component = MMS_COMPONENT_F32;
    rgb.data = src;
    rgb.width = WIDTH;
    rgb.height = HEIGHT;
    hsv = rgb;
    hsv.model = MMS_MODEL_HSV;
    hsv.data = one;
    CHECK_OK(mms_convert_image(&rgb, &hsv, 1, NULL));
    hsv.data = many;
    for (threads = 0; threads <= 5; threads++) {
        memset(many, 0, sizeof many);
        CHECK_OK(mms_convert_image(&rgb, &hsv, threads, NULL));
        CHECK_BYTES(many, one, sizeof one);
    }
    memset(many, 0, sizeof many);
    CHECK_OK(mms_rgb_to_hsv_f32(src, many, WIDTH * HEIGHT));
    CHECK_BYTES(many, one, sizeof one);
}

int main(void) {
    RUN(doubles_are_those_of_one_colour_to_the_last_bit);
    RUN(floats_come_close);
    RUN(integers_are_the_doubles_rounded_once);
    RUN(hues_have_the_scale_that_was_named);
    RUN(orders_planes_gaps_and_alpha);
    RUN(lightness_may_come_last);
    RUN(presets_are_names_for_model_order_and_hue);
    RUN(pixels_without_a_result_are_nan_and_counted);
    RUN(what_cannot_be_an_image_is_refused);
    RUN(images_without_pixels_are_fine);
    RUN(any_number_of_threads_gives_the_same);
    return 0;
}
