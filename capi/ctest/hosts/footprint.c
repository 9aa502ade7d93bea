/*
 * What the library takes of a host: prints a line for each moment, with threads, address space, resident memory, and
 * how much of that is private and anonymous, in MiB. Arguments: the library, and processors and MiB for mms_set_limits.
 */
#include "host.h"

enum { LARGE = 20000000 };

static void measure(const char *moment) {
    char line[256];
    long address_space = 0, resident = 0, private = 0;
    int threads = 0;
    FILE *file = fopen("/proc/self/status", "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        sscanf(line, "VmSize: %ld", &address_space);
        sscanf(line, "VmRSS: %ld", &resident);
        sscanf(line, "RssAnon: %ld", &private);
        sscanf(line, "Threads: %d", &threads);
    }
    fclose(file);
    printf("%s|%d|%.0f|%.1f|%.1f\n", moment, threads, (double)address_space / 1024, (double)resident / 1024,
           (double)private / 1024);
    fflush(stdout);
}

static struct library library;

static void *use_in_a_thread(void *argument) {
    double out[3];
    (void)argument;
    CHECK_INT(library.rgb_to_hsv(1.0, 0.5, 0.0, out), MMS_OK);
    return NULL;
}

/* What the library itself has to keep, and lets go of. */
static void write_to_memory(void) {
    mms_status (*create)(const mms_wave_format *, const mms_wave_write_options *, mms_wave_writer **, mms_error *);
    mms_status (*write)(mms_wave_writer *, const void *, uint64_t, mms_error *);
    mms_status (*abandon)(mms_wave_writer *, mms_error *);
    static const char bytes[1 << 20];
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    mms_wave_writer *writer;
    int i;
    *(void **)&create = find(library.handle, "mms_wave_writer_create_memory");
    *(void **)&write = find(library.handle, "mms_wave_writer_write_bytes");
    *(void **)&abandon = find(library.handle, "mms_wave_writer_abandon");
    format.tag = MMS_WAVE_TAG_PCM;
    format.channels = 2;
    format.sample_rate = 48000;
    format.bits_per_sample = 16;
    CHECK_INT(create(&format, NULL, &writer, NULL), MMS_OK);
    for (i = 0; i < 64; i++) {
        CHECK_INT(write(writer, bytes, sizeof bytes, NULL), MMS_OK);
    }
    CHECK_INT(abandon(writer, NULL), MMS_OK);
}

int main(int argc, char **argv) {
    mms_status (*set_limits)(uint32_t, uint64_t, mms_error *);
    pthread_t threads[16];
    float *pixels;
    int i;
    CHECK_INT(argc, 4);
    measure("before");
    library = load(argv[1]);
    *(void **)&set_limits = find(library.handle, "mms_set_limits");
    nap(200000); /* it starts in a thread of its own */
    measure("loaded");
    CHECK_INT(set_limits((uint32_t)atoi(argv[2]), (uint64_t)atoi(argv[3]) << 20, NULL), MMS_OK);
    use(&library);
    measure("used once");
    pixels = calloc(3 * LARGE, sizeof *pixels);
    CHECK(pixels != NULL);
    for (i = 0; i < 20; i++) {
        CHECK_INT(library.rgb_to_hsv_f32(pixels, pixels, LARGE), MMS_OK);
    }
    free(pixels);
    measure("after 20 images of 20 megapixels");
    for (i = 0; i < 16; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, use_in_a_thread, NULL), 0);
    }
    for (i = 0; i < 16; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
    measure("after calls from 16 threads, which ended");
    write_to_memory();
    measure("after a file of 64 MiB in memory, which is closed");
    for (i = 0; i < 4; i++) {
        write_to_memory();
    }
    measure("after four more");
    nap(3000000);
    measure("idle for three seconds");
    return 0;
}
