/*
 * Nothing is lost by opening and closing, however often, and neither by opening in vain: no memory of C or of Go, no
 * descriptor, no thread, no handle. In a soak it is 100 000 times for each way, and then MMS_SOAK seconds of all.
 */
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <time.h>
#include <unistd.h>

#include "sound.h"

enum { MANY = 100000, WARM = 2000, BATCH = 1000 };

#if defined(__SANITIZE_ADDRESS__)
enum { WATCHED = 1 }; /* the sanitiser keeps what was freed, and finds leaks itself */
#else
enum { WATCHED = 0 };
#endif

static const char *const paths[] = {"sound.wav", "missing.wav", "broken.wav"};
static struct stream stream;
static int descriptor;
static mms_wave_reader *mapped;

static void open_path(void) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open("sound.wav", NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void open_descriptor(void) {
    mms_wave_reader *reader;
    CHECK(lseek(descriptor, 0, SEEK_SET) == 0);
    CHECK_OK(mms_wave_reader_open_fd(descriptor, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void open_memory(void) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void open_stream(void) {
    mms_io io = stream_io(&stream);
    mms_wave_reader *reader;
    stream_load(&stream, sound, sizeof sound);
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void open_in_vain(void) {
    mms_io io = stream_io(&stream);
    mms_wave_reader *reader;
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, NULL), MMS_ERROR_IO);
    CHECK_STATUS(mms_wave_reader_open("broken.wav", NULL, &reader, NULL), MMS_ERROR_FORMAT_NO_DATA);
    CHECK_STATUS(mms_wave_reader_open_memory(sound, 30, NULL, &reader, NULL), MMS_ERROR_EOF);
    CHECK(lseek(descriptor, 1, SEEK_SET) == 1);
    CHECK_STATUS(mms_wave_reader_open_fd(descriptor, NULL, &reader, NULL), MMS_ERROR_FORMAT_NOT_RIFF);
    stream_load(&stream, sound, 30);
    CHECK_STATUS(mms_wave_reader_open_io(&io, NULL, &reader, NULL), MMS_ERROR_EOF);
}

static void map_and_unmap(void) {
    void *data;
    uint64_t size;
    CHECK_OK(mms_wave_reader_map(mapped, MMS_WAVE_MAP_READ, &data, &size, NULL));
    CHECK_OK(mms_wave_reader_unmap(mapped, NULL));
}

/* The map is left to close. */
static void map_and_close(void) {
    mms_wave_reader *reader;
    void *data;
    uint64_t size;
    CHECK_OK(mms_wave_reader_open("sound.wav", NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_map(reader, MMS_WAVE_MAP_COPY, &data, &size, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* Writes the recording, and closes the writer or, every other time, abandons it. */
static void write_and_close(mms_wave_writer *writer) {
    static int abandoned;
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    abandoned = !abandoned;
    CHECK_OK(abandoned ? mms_wave_writer_abandon(writer, NULL) : mms_wave_writer_close(writer, NULL));
}

static void create_path(void) {
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_writer_create("new.wav", &format, NULL, &writer, NULL));
    write_and_close(writer);
}

static void create_descriptor(void) {
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    int fd = open("other.wav", O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    CHECK_OK(mms_wave_writer_create_fd(fd, &format, NULL, &writer, NULL));
    write_and_close(writer);
    CHECK(close(fd) == 0);
}

static void create_stream(void) {
    mms_io io = stream_io(&stream);
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    stream_load(&stream, sound, 0);
    CHECK_OK(mms_wave_writer_create_io(&io, &format, NULL, &writer, NULL));
    write_and_close(writer);
}

static void create_memory(void) {
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
    write_and_close(writer);
}

static void append(void) {
    mms_wave_writer *writer;
    write_file("append.wav", sound, sizeof sound);
    CHECK_OK(mms_wave_writer_open("append.wav", NULL, &writer, NULL));
    write_and_close(writer);
}

static void create_in_vain(void) {
    mms_wave_format format = sound_format(), impossible = MMS_WAVE_FORMAT_INIT;
    mms_wave_writer *writer;
    CHECK_STATUS(mms_wave_writer_create("missing/new.wav", &format, NULL, &writer, NULL), MMS_ERROR_IO);
    CHECK_STATUS(mms_wave_writer_create_memory(&impossible, NULL, &writer, NULL), MMS_ERROR_ARGUMENT_FORMAT);
    CHECK_STATUS(mms_wave_writer_create_fd(descriptor, &impossible, NULL, &writer, NULL), MMS_ERROR_ARGUMENT_FORMAT);
    CHECK_STATUS(mms_wave_writer_create_fd(-1, &format, NULL, &writer, NULL), MMS_ERROR_IO);
    CHECK_STATUS(mms_wave_writer_open("broken.wav", NULL, &writer, NULL), MMS_ERROR_FORMAT_NO_DATA);
}

static void create_metadata(void) {
    mms_wave_metadata *metadata;
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "a title", NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void get_metadata(void) {
    mms_wave_metadata *metadata;
    CHECK_OK(mms_wave_reader_metadata(mapped, &metadata, NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

/* One of the three files is there and right. */
static void scan(void) {
    mms_wave_scan *found;
    CHECK_OK(mms_wave_scan_open(paths, 3, NULL, 2, &found, NULL));
    CHECK_OK(mms_wave_scan_close(found, NULL));
}

static const struct {
    const char *name;
    void (*once)(void);
    int cost; /* how often it is done fewer times in the short run */
} ways[] = {
    {"open a path", open_path, 4},
    {"open a descriptor", open_descriptor, 4},
    {"open memory", open_memory, 1},
    {"open a stream", open_stream, 4},
    {"open in vain", open_in_vain, 10},
    {"map and unmap", map_and_unmap, 4},
    {"map and close", map_and_close, 10},
    {"create a path", create_path, 10},
    {"create on a descriptor", create_descriptor, 10},
    {"create a stream", create_stream, 4},
    {"create memory", create_memory, 1},
    {"append", append, 20},
    {"create in vain", create_in_vain, 10},
    {"create metadata", create_metadata, 1},
    {"get metadata", get_metadata, 4},
    {"scan", scan, 20},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* The number behind a word in /proc/self/status. */
static long process(const char *word) {
    char line[256];
    long number = -1;
    FILE *file = fopen("/proc/self/status", "r");
    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, word, strlen(word)) == 0) {
            number = atol(line + strlen(word));
        }
    }
    CHECK(fclose(file) == 0);
    CHECK(number >= 0);
    return number;
}

/* How many descriptors are open, but for the two that Go waits with, which it opens when it first has to. */
static long descriptors(void) {
    char path[64], target[64];
    struct dirent *entry;
    long count = 0;
    DIR *folder = opendir("/proc/self/fd");
    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        ssize_t length;
        snprintf(path, sizeof path, "/proc/self/fd/%.20s", entry->d_name);
        length = readlink(path, target, sizeof target);
        count += length < 10 || memcmp(target, "anon_inode", 10) != 0;
    }
    CHECK(closedir(folder) == 0);
    return count;
}

/* Where in the table a new handle comes to lie: the low bits of its number. */
static uintptr_t place_of_next_handle(void) {
    mms_wave_metadata *metadata;
    uintptr_t place;
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    place = (uintptr_t)metadata & (((uintptr_t)1 << sizeof place * 3) - 1);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    return place;
}

struct state {
    size_t allocated; /* by malloc */
    long memory;      /* resident, in KiB: Go's heap, too */
    long descriptors, threads;
    uintptr_t place;
};

static struct state state_now(void) {
    struct state state;
    state.allocated = mallinfo2().uordblks;
    state.memory = process("VmRSS:");
    state.descriptors = descriptors();
    state.threads = process("Threads:");
    state.place = place_of_next_handle();
    return state;
}

static void check_state(const char *name, struct state before) {
    struct state now = state_now();
    if (now.descriptors != before.descriptors || now.place != before.place) {
        FAIL("%s: %ld descriptors and not %ld, next handle at %zu and not %zu", name, now.descriptors,
             before.descriptors, (size_t)now.place, (size_t)before.place);
    }
    /* threads of Go come and go, but there is a bound to them */
    if (now.threads > before.threads + 8) {
        FAIL("%s: %ld threads and not %ld", name, now.threads, before.threads);
    }
    /* the smallest thing that could be lost thousands of times is more; a thread takes some */
    if (!WATCHED && now.allocated > before.allocated + 64 * 1024) {
        FAIL("%s: %zu bytes were allocated, and %zu are now", name, before.allocated, now.allocated);
    }
    /* what Go collects comes and goes: here by 3 MiB at most, as measured */
    if (!WATCHED && now.memory > before.memory + 8 * 1024) {
        FAIL("%s: %ld KiB of memory, and %ld now", name, before.memory, now.memory);
    }
}

static void repeat(int way, long times) {
    while (times-- > 0) {
        ways[way].once();
    }
}

static void opening_and_closing_loses_nothing(void) {
    int i;
    for (i = 0; i < WAYS; i++) {
        long times = WATCHED ? WARM : soak_seconds() > 0 ? MANY : MANY / ways[i].cost;
        struct state before;
        repeat(i, WARM);
        before = state_now();
        repeat(i, times);
        check_state(ways[i].name, before);
    }
}

/* All together, for as long as a soak goes on. */
static void nothing_is_lost_in_the_long_run(void) {
    time_t end = time(NULL) + soak_seconds();
    struct state before = state_now();
    long times = 0;
    int i;
    while (time(NULL) < end) {
        for (i = 0; i < WAYS; i++) {
            repeat(i, BATCH);
        }
        times += BATCH;
        check_state("all", before);
    }
    if (soak_seconds() > 0) {
        struct state now = state_now();
        SOAK_REPORT(
            "leaks: %ld times each of %d ways to open and close: memory %ld KiB, then %ld; descriptors %ld, then "
            "%ld; threads %ld, then %ld\n",
            times, (int)WAYS, before.memory, now.memory, before.descriptors, now.descriptors, before.threads,
            now.threads);
    }
}

int main(void) {
    write_file("sound.wav", sound, sizeof sound);
    write_file("broken.wav", sound, 36);
    descriptor = open("sound.wav", O_RDONLY);
    CHECK(descriptor >= 0);
    CHECK_OK(mms_wave_reader_open("sound.wav", NULL, &mapped, NULL));
    RUN(opening_and_closing_loses_nothing);
    RUN(nothing_is_lost_in_the_long_run);
    CHECK_OK(mms_wave_reader_close(mapped, NULL));
    return 0;
}
