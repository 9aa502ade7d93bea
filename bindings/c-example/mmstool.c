/*
 * mmstool.c - what a program does with mmservices: look at a WAV file, copy one, write one, convert a colour.
 *
 *     mmstool info FILE                      the file's parameters; peak and RMS of each channel in dBFS
 *     mmstool copy IN OUT                    copies a file with everything that it has
 *     mmstool tone OUT [HZ [SECONDS]]        writes a sine tone at half of full scale: 440 Hz, one second
 *     mmstool colour R G B                   a colour (components 0 to 1) in the other three systems
 *
 * The exit status is 0 when all went well, 1 when something failed, 2 when the arguments make no sense.
 */
#include <mmservices.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

static const uint32_t block_frames = 4096;

/* Says what went wrong with a file, in the library's words. */
static int failed(const char *path, const mms_error *error) {
    fprintf(stderr, "mmstool: %s: %s\n", path, error->message);
    return 1;
}

static int out_of_memory(void) {
    fprintf(stderr, "mmstool: out of memory\n");
    return 1;
}

static double decibels(double level) { return 20.0 * log10(level); /* silence gives -inf */ }

/* What one channel holds, as it adds up. */
struct level {
    double peak;
    double sum_of_squares;
};

/* Reads all frames, as doubles whatever the file has, and measures each channel. */
static int measure(const char *path, mms_wave_reader *reader, uint32_t channels, double *block, struct level *levels,
                   int64_t *frames) {
    mms_error error = MMS_ERROR_INIT;
    uint64_t got, i;

    *frames = 0;
    do {
        if (mms_wave_reader_read_f64(reader, block, block_frames * (uint64_t)channels, block_frames, &got, &error) !=
            MMS_OK) {
            return failed(path, &error);
        }
        for (i = 0; i < got * channels; i++) {
            struct level *level = &levels[i % channels];
            level->peak = fmax(level->peak, fabs(block[i]));
            level->sum_of_squares += block[i] * block[i];
        }
        *frames += (int64_t)got;
    } while (got > 0);
    return 0;
}

static void print_parameters(const char *path, const mms_wave_info *info, int64_t frames) {
    printf("file         %s\n", path);
    printf("encoding     %s\n", info->encoding == MMS_WAVE_ENCODING_IEEE_FLOAT ? "IEEE float" : "PCM");
    printf("format tag   0x%04X\n", (unsigned)info->tag);
    printf("channels     %u\n", (unsigned)info->channels);
    printf("sample rate  %u Hz\n", (unsigned)info->sample_rate);
    printf("bits         %u valid of %u\n", (unsigned)info->valid_bits, (unsigned)(8 * info->sample_bytes));
    printf("frames       %lld\n", (long long)frames);
    if (info->sample_rate > 0) {
        printf("duration     %.3f s\n", (double)frames / info->sample_rate);
    }
}

static void print_levels(const struct level *levels, uint32_t channels, int64_t frames) {
    uint32_t channel;
    for (channel = 0; channel < channels; channel++) {
        double rms = frames > 0 ? sqrt(levels[channel].sum_of_squares / (double)frames) : 0.0;
        printf("channel %-4u peak %7.2f dBFS   RMS %7.2f dBFS\n", (unsigned)(channel + 1),
               decibels(levels[channel].peak), decibels(rms));
    }
}

static int show_info(const char *path) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader;
    struct level *levels;
    double *block;
    int64_t frames = 0;
    int result;

    if (mms_wave_reader_open(path, NULL, &reader, &error) != MMS_OK) {
        return failed(path, &error);
    }
    if (mms_wave_reader_info(reader, &info, &error) != MMS_OK) {
        mms_wave_reader_close(reader, NULL);
        return failed(path, &error);
    }
    levels = calloc(info.channels, sizeof *levels);
    block = malloc(block_frames * sizeof *block * info.channels);
    if (levels == NULL || block == NULL) {
        result = out_of_memory();
    } else {
        result = measure(path, reader, info.channels, block, levels, &frames);
    }
    if (result == 0) {
        print_parameters(path, &info, frames);
        print_levels(levels, info.channels, frames);
    }
    free(block);
    free(levels);
    if (mms_wave_reader_close(reader, &error) != MMS_OK && result == 0) {
        result = failed(path, &error);
    }
    return result;
}

/* Copies a file with everything that it has. */
static int copy_file(const char *in, const char *out) {
    mms_error error = MMS_ERROR_INIT;
    if (mms_wave_copy(in, out, MMS_WAVE_CONTAINER_AUTO, NULL, &error) != MMS_OK) {
        return failed(in, &error);
    }
    return 0;
}

static int write_tone(const char *path, double hertz, double seconds) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    mms_wave_writer *writer;
    int64_t frames, frame = 0;

    format.tag = MMS_WAVE_TAG_PCM;
    format.channels = 1;
    format.sample_rate = 44100;
    format.bits_per_sample = 16;
    frames = (int64_t)(seconds * format.sample_rate + 0.5);

    if (mms_wave_writer_create(path, &format, NULL, &writer, &error) != MMS_OK) {
        return failed(path, &error);
    }
    while (frame < frames) {
        double block[1024];
        uint64_t count = 0;
        for (; count < sizeof block / sizeof *block && frame < frames; frame++) {
            block[count++] = 0.5 * sin(2.0 * PI * hertz * (double)frame / format.sample_rate);
        }
        if (mms_wave_writer_write_f64(writer, block, count, &error) != MMS_OK) {
            mms_wave_writer_close(writer, NULL);
            return failed(path, &error);
        }
    }
    if (mms_wave_writer_close(writer, &error) != MMS_OK) {
        return failed(path, &error);
    }
    return 0;
}

static int show_colour(double r, double g, double b) {
    double hls[3], hsv[3], yiq[3];
    mms_status status;

    if ((status = mms_rgb_to_hls(r, g, b, hls)) != MMS_OK || (status = mms_rgb_to_hsv(r, g, b, hsv)) != MMS_OK ||
        (status = mms_rgb_to_yiq(r, g, b, yiq)) != MMS_OK) {
        fprintf(stderr, "mmstool: %g %g %g: %s\n", r, g, b, mms_status_string(status));
        return 1;
    }
    printf("rgb  r %.4f  g %.4f  b %.4f\n", r, g, b);
    printf("hls  h %.4f  l %.4f  s %.4f\n", hls[0], hls[1], hls[2]);
    printf("hsv  h %.4f  s %.4f  v %.4f\n", hsv[0], hsv[1], hsv[2]);
    printf("yiq  y %.4f  i %.4f  q %.4f\n", yiq[0], yiq[1], yiq[2]);
    return 0;
}

/* Reads a number from the command line. Returns 0 if text is not wholly a number from least to most. */
static int parse_number(const char *text, double least, double most, double *number) {
    char *end;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && *number >= least && *number <= most;
}

static int usage(void) {
    fprintf(stderr, "usage: mmstool info FILE\n"
                    "       mmstool copy IN OUT\n"
                    "       mmstool tone OUT [HZ [SECONDS]]\n"
                    "       mmstool colour R G B\n");
    return 2;
}

int main(int argc, char **argv) {
    const char *command = argc > 1 ? argv[1] : "";
    double r, g, b, hertz = 440.0, seconds = 1.0;

    if (mms_abi_version() != MMS_ABI_VERSION) {
        fprintf(stderr, "mmstool: mmservices %s is not the library that this program was made for\n", mms_version());
        return 1;
    }
    if (strcmp(command, "info") == 0 && argc == 3) {
        return show_info(argv[2]);
    }
    if (strcmp(command, "copy") == 0 && argc == 4) {
        return copy_file(argv[2], argv[3]);
    }
    if (strcmp(command, "tone") == 0 && argc >= 3 && argc <= 5) {
        if ((argc > 3 && !parse_number(argv[3], 0.0, 22050.0, &hertz)) ||
            (argc > 4 && !parse_number(argv[4], 0.0, 3600.0, &seconds))) {
            return usage();
        }
        return write_tone(argv[2], hertz, seconds);
    }
    if (strcmp(command, "colour") == 0 && argc == 5 && parse_number(argv[2], -HUGE_VAL, HUGE_VAL, &r) &&
        parse_number(argv[3], -HUGE_VAL, HUGE_VAL, &g) && parse_number(argv[4], -HUGE_VAL, HUGE_VAL, &b)) {
        return show_colour(r, g, b);
    }
    return usage();
}
