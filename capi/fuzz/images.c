/* Images: colours in exact buffers, with strides, planes and alpha; what no pixel takes is not touched. */
#include "fuzz.h"

enum { LARGEST = 1 << 18 };

typedef mms_status (*row_u8)(const uint8_t *, uint8_t *, uint64_t);
typedef mms_status (*row_u16)(const uint16_t *, uint16_t *, uint64_t);
typedef mms_status (*row_f32)(const float *, float *, uint64_t);
typedef mms_status (*row_f64)(const double *, double *, uint64_t);

#define ROWS(type)                                                                                                     \
    {mms_rgb_to_yiq_##type, mms_yiq_to_rgb_##type, mms_rgb_to_hls_##type,                                              \
     mms_hls_to_rgb_##type, mms_rgb_to_hsv_##type, mms_hsv_to_rgb_##type}

static mms_status convert_row(uint32_t component, uint32_t which, const void *src, void *dst, uint64_t pixels) {
    static const row_u8 u8[] = ROWS(u8);
    static const row_u16 u16[] = ROWS(u16);
    static const row_f32 f32[] = ROWS(f32);
    static const row_f64 f64[] = ROWS(f64);
    switch (component) {
    case MMS_COMPONENT_U8:
        return TRY_BARE(u8[which](src, dst, pixels));
    case MMS_COMPONENT_U16:
        return TRY_BARE(u16[which](src, dst, pixels));
    case MMS_COMPONENT_F32:
        return TRY_BARE(f32[which](src, dst, pixels));
    }
    return TRY_BARE(f64[which](src, dst, pixels));
}

static size_t component_size(uint32_t component) { return (size_t)1 << (component - 1); }

/* Floats are mostly made numbers from 0 to 1, so that not all that is converted is nonsense. */
static void fill_components(struct input *in, void *data, uint32_t component, size_t count) {
    size_t i;
    int tame = pick(in, 3) != 0;
    fill(in, data, count * component_size(component));
    for (i = 0; tame && i < count; i++) {
        if (component == MMS_COMPONENT_F32) {
            uint32_t bits;
            memcpy(&bits, (float *)data + i, sizeof bits);
            ((float *)data)[i] = (float)(bits % 256) / 255.0f;
        } else if (component == MMS_COMPONENT_F64) {
            uint64_t bits;
            memcpy(&bits, (double *)data + i, sizeof bits);
            ((double *)data)[i] = (double)(bits % 256) / 255.0;
        }
    }
}

/* Many pixels become what each of them becomes by itself, in place or elsewhere. */
void fuzz_pixels(struct input *in) {
    uint32_t component = 1 + pick(in, 4), which = pick(in, 6);
    uint64_t pixels = pick(in, 8) == 0 ? pick(in, 5000) : pick(in, 150), i, undefined = 0;
    size_t size = component_size(component), all = (size_t)pixels * 3 * size;
    uint8_t *src = exact(all, size), *dst;
    int in_place = pick(in, 3) == 0;
    mms_status status;
    fill_components(in, src, component, (size_t)pixels * 3);
    dst = in_place ? exact_copy(src, all, size) : exact_result(all, size);
    status = convert_row(component, which, in_place ? dst : src, dst, pixels);
    if (size < 4 || status != MMS_ERROR_DOMAIN_PIXELS) {
        CHECK_OK(status);
    }
    for (i = 0; i < pixels; i += 1 + i / 16) {
        double pixel[3];
        memcpy(pixel, src + i * 3 * size, 3 * size);
        undefined += convert_row(component, which, pixel, pixel, 1) != MMS_OK;
        CHECK_BYTES(dst + i * 3 * size, pixel, 3 * size);
    }
    CHECK(undefined == 0 || status == MMS_ERROR_DOMAIN_PIXELS);
    release(src);
    release(dst);
    if (pick(in, 16) == 1) {
        status = convert_row(component, which, &undefined, &undefined, INT64_MAX / 2 + hostile(in) / 4);
        CHECK_STATUS(status, MMS_ERROR_ARGUMENT_RANGE);
    }
}

/* Strides for an image with some gaps, and the bytes from its first component to its last. */
static size_t lay_out(struct input *in, mms_image *image) {
    size_t size = component_size(image->component), channels = image->channels == 4 ? 4 : 3, extent;
    size_t pixel, row, plane;
    image->planar = pick(in, 3) == 0;
    pixel = (image->planar ? 1 : channels) * size;
    pixel += pick(in, 3) == 0 ? pick(in, 4) * size : 0;
    row = pixel * image->width + (pick(in, 3) == 0 ? pick(in, 9) * size : 0);
    plane = row * image->height + (pick(in, 3) == 0 ? pick(in, 9) * size : 0);
    image->pixel_stride = pixel;
    image->row_stride = row;
    image->plane_stride = image->planar ? plane : 0;
    if (image->width == 0 || image->height == 0) {
        return 0;
    }
    extent = (image->height - 1) * row + (image->width - 1) * pixel;
    return extent + (image->planar ? (channels - 1) * plane + size : channels * size);
}

static size_t place(const mms_image *image, uint64_t x, uint64_t y, uint32_t channel) {
    size_t size = component_size(image->component);
    return (size_t)(y * image->row_stride + x * image->pixel_stride +
                    channel * (image->planar ? image->plane_stride : size));
}

/* What lies between the components of an image is as it was; so is alpha that only dst has. */
static void check_gaps(const mms_image *image, const uint8_t *before, size_t extent, int alpha_too) {
    uint8_t *same = malloc(extent + 1);
    uint64_t x, y;
    uint32_t channel, channels = image->channels == 4 && !alpha_too ? 4 : 3;
    size_t i, size = component_size(image->component);
    CHECK(same != NULL);
    memset(same, 1, extent);
    for (y = 0; y < image->height; y++) {
        for (x = 0; x < image->width; x++) {
            for (channel = 0; channel < channels; channel++) {
                memset(same + place(image, x, y, channel), 0, size);
            }
        }
    }
    for (i = 0; i < extent; i++) {
        CHECK(!same[i] || ((uint8_t *)image->data)[i] == before[i]);
    }
    free(same);
}

/* An image that may be anything: it is refused, or there is nothing to do. */
static void hostile_image(struct input *in) {
    uint8_t few[64];
    mms_image src = MMS_IMAGE_INIT, dst = MMS_IMAGE_INIT, *given[2] = {&src, &dst};
    int i;
    for (i = 0; i < 2; i++) {
        mms_image *image = given[i];
        image->component = pick(in, 4) == 0 ? (uint32_t)hostile(in) : 1 + pick(in, 4);
        image->data = few;
        image->width = hostile(in) | (uint64_t)1 << 62;
        image->height = hostile(in) | 1;
        image->model = pick(in, 5);
        image->order = pick(in, 4);
        image->hue = pick(in, 5);
        image->preset = pick(in, 4) == 0 ? pick(in, 8) : 0;
        image->channels = pick(in, 6);
        image->planar = pick(in, 3);
        image->pixel_stride = hostile(in);
        image->row_stride = hostile(in);
        image->plane_stride = hostile(in);
    }
    CHECK(TRY(mms_convert_image(&src, &dst, (uint32_t)hostile(in), ERROR)) != MMS_OK);
}

void fuzz_images(struct input *in) {
    static const mms_image none = MMS_IMAGE_INIT;
    mms_image images[2] = {none, none}, *rgb = &images[0], *other = &images[1], *src, *dst;
    uint8_t *before[2];
    size_t extents[2];
    int i, in_place, to_rgb = (int)pick(in, 2);
    mms_status status;
    if (pick(in, 16) == 1) {
        hostile_image(in);
        return;
    }
    rgb->component = 1 + pick(in, 4);
    rgb->width = pick(in, 8) == 0 ? pick(in, 600) : pick(in, 40);
    rgb->height = 1 + pick(in, pick(in, 4) == 0 ? 40 : 4);
    rgb->channels = pick(in, 3) == 0 ? 4 : pick(in, 2) * 3;
    rgb->order = pick(in, 2);
    *other = *rgb;
    other->channels = pick(in, 3) == 0 ? 7 - (rgb->channels == 0 ? 3 : rgb->channels) : rgb->channels;
    other->order = 0;
    if (pick(in, 3) == 0) {
        other->preset = 1 + pick(in, 6);
    } else {
        other->model = 1 + pick(in, 3);
        other->order = pick(in, 3);
        other->hue = pick(in, 4);
    }
    src = to_rgb ? other : rgb;
    dst = to_rgb ? rgb : other;
    in_place = pick(in, 4) == 0 && (rgb->channels == 4) == (other->channels == 4);
    for (i = 0; i < 2; i++) {
        extents[i] = lay_out(in, &images[i]);
        if (extents[i] > LARGEST) {
            return;
        }
    }
    if (in_place) {
        dst->planar = src->planar;
        dst->pixel_stride = src->pixel_stride;
        dst->row_stride = src->row_stride;
        dst->plane_stride = src->plane_stride;
        extents[dst - images] = extents[src - images];
    }
    for (i = 0; i < 2; i++) {
        size_t size = component_size(rgb->component);
        images[i].data = in_place && &images[i] == dst ? NULL : exact(extents[i], size);
        if (images[i].data != NULL) {
            fill_components(in, images[i].data, rgb->component, extents[i] / size);
        }
    }
    if (in_place) {
        dst->data = src->data;
    }
    for (i = 0; i < 2; i++) {
        before[i] = malloc(extents[i] + 1);
        CHECK(before[i] != NULL);
        if (extents[i] > 0) {
            memcpy(before[i], images[i].data, extents[i]);
        }
    }
    status = TRY(mms_convert_image(src, dst, pick(in, 4), ERROR));
    if (status == MMS_OK || status == MMS_ERROR_DOMAIN_PIXELS) {
        check_gaps(dst, before[dst - images], extents[dst - images], src->channels != 4);
    } else {
        CHECK_BYTES(dst->data, before[dst - images], extents[dst - images]);
    }
    if (!in_place && extents[src - images] > 0) {
        CHECK_BYTES(src->data, before[src - images], extents[src - images]);
    }
    free(before[0]);
    free(before[1]);
}
