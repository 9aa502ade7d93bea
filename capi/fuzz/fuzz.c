/*
 * The fuzz target: hostile bytes and hostile callbacks for the shared library itself, under AddressSanitizer.
 *
 * It takes what libFuzzer and AFL++ give; driver.c is a small fuzzer for where there is neither. Each input goes
 * through one scenario, and everything is closed at its end. Between inputs the target looks for what leaked.
 */
#include "fuzz.h"

#include <dirent.h>
#include <unistd.h>

/* Leaks of every input would be found at the end only. Memory that is freed need not be kept for long. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "quarantine_size_mb=16:allocator_may_return_null=1"; }

uint64_t hostile(struct input *in) {
    static const uint64_t edges[] = {
        0,
        1,
        2,
        3,
        4,
        7,
        8,
        64,
        255,
        256,
        65535,
        65536,
        0x7FFFFFFF,
        0x80000000u,
        0xFFFFFFFF,
        0x100000000,
        INT64_MAX,
        0x8000000000000000u,
        UINT64_MAX,
        UINT64_MAX - 1,
        0x5555555555555556u,
        0x2000000000000001u,
    };
    uint32_t kind = pick(in, 64);
    uint64_t value = 0;
    if (kind < sizeof edges / sizeof *edges) {
        return edges[kind];
    }
    if (kind < 40) {
        return pick(in, 256);
    }
    fill(in, &value, kind < 50 ? 2 : kind < 56 ? 4 : 8);
    return value;
}

void fill(struct input *in, void *bytes, size_t size) {
    uint8_t *to = bytes;
    size_t count = size < in->left ? size : in->left;
    memcpy(to, in->script, count);
    in->script += count;
    in->left -= count;
    to += count;
    size -= count;
    if (in->size == 0) {
        memset(to, 0, size);
        return;
    }
    for (; size > 0; to += count, size -= count) {
        count = size < in->size ? size : in->size;
        memcpy(to, in->file, count);
    }
}

/* ---- Statuses and errors */

int callback_lied = 0;

static mms_error *error = NULL;
static uint32_t errors = 0;

/* Every fourth call gets no mms_error, every fifth a shorter one of an older program. */
mms_error *prepare_error(void) {
    uint32_t size = sizeof(mms_error);
    forget_error();
    errors++;
    if (errors % 4 == 0) {
        return NULL;
    }
    if (errors % 5 == 0) {
        size -= errors % 200;
    }
    error = malloc(size);
    CHECK(error != NULL);
    memset(error, 0xA5, size);
    error->struct_size = size;
    return error;
}

void forget_error(void) {
    free(error);
    error = NULL;
}

/*
 * The statuses of the header, but for those that must never come here: MMS_ERROR_INTERNAL, MMS_ERROR_FORKED, and
 * MMS_ERROR_IO_MAP, which is a step behind a buffer where no file is shortened under its map.
 */
static const mms_status statuses[] = {
#include "statuses.h"
};

static int is_known(mms_status status) {
    size_t i;
    for (i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        if (statuses[i] == status) {
            return 1;
        }
    }
    return callback_lied && (status == STRANGE_STATUS || status == ODD_STATUS);
}

/* With MMS_FUZZ_TRACE set every call is printed. */
static void trace(const char *call, mms_status status) {
    static int wanted = -1;
    if (wanted < 0) {
        wanted = getenv("MMS_FUZZ_TRACE") != NULL;
    }
    if (wanted) {
        fprintf(stderr, "%5d %.*s %s\n", (int)status, (int)strcspn(call, "("), call,
                error == NULL ? "" : error->message);
    }
}

mms_status judge(const char *file, int line, const char *call, mms_status status) {
    trace(call, status);
    if (!is_known(status)) {
        FAIL("%s:%d: %s\n    returns %d (%s): %s", file, line, call, (int)status, mms_status_string(status),
             error == NULL ? "" : error->message);
    }
    if (error != NULL) {
        const char *message = error->message;
        size_t room = error->struct_size - offsetof(mms_error, message);
        if (error->status != status || memchr(message, 0, room) == NULL || (*message == 0) != (status == MMS_OK) ||
            (status == MMS_OK && (error->offset != -1 || error->os_error != 0 || error->value != 0))) {
            FAIL("%s:%d: %s\n    returns %d, but the error is of status %d: %s", file, line, call, (int)status,
                 (int)error->status, memchr(message, 0, room) == NULL ? "(no end)" : message);
        }
    }
    return status;
}

/* ---- Files */

static char folder[] = "/tmp/mmservices-fuzz-XXXXXX";
static char names[FILES][sizeof folder + 8];

static void remove_folder(void) {
    remove_files();
    rmdir(folder);
}

static void make_folder(void) {
    int i;
    CHECK(mkdtemp(folder) != NULL);
    for (i = 0; i < FILES; i++) {
        sprintf(names[i], "%s/%d.wav", folder, i);
    }
    CHECK(atexit(remove_folder) == 0);
}

const char *file_name(int number) { return names[number]; }

void put_file(int number, const void *bytes, size_t size) {
    FILE *file = fopen(names[number], "wb");
    CHECK(file != NULL);
    CHECK(fwrite(bytes, 1, size, file) == size);
    CHECK(fclose(file) == 0);
}

uint8_t *get_file(int number, size_t *size) {
    FILE *file = fopen(names[number], "rb");
    uint8_t *bytes;
    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0);
    *size = (size_t)ftell(file);
    rewind(file);
    bytes = malloc(*size + 1);
    CHECK(bytes != NULL && fread(bytes, 1, *size, file) == *size);
    CHECK(fclose(file) == 0);
    return bytes;
}

void remove_files(void) {
    int i;
    for (i = 0; i < FILES; i++) {
        unlink(names[i]);
    }
}

/* ---- Leaks */

/* How many entries a folder has. */
static int entries(const char *path) {
    DIR *all = opendir(path);
    int count = 0;
    CHECK(all != NULL);
    while (readdir(all) != NULL) {
        count++;
    }
    closedir(all);
    return count;
}

/* Pages that the process has in memory. */
static long pages(void) {
    FILE *file = fopen("/proc/self/statm", "r");
    long all, resident = 0;
    CHECK(file != NULL && fscanf(file, "%ld %ld", &all, &resident) == 2);
    CHECK(fclose(file) == 0);
    return resident;
}

/*
 * The library keeps a few descriptors from its first use on. After the first inputs there must not be more of them, no
 * forgotten files, and no more memory than an input of 64 KiB can have any use for.
 */
static void check_leaks(void) {
    static int inputs = 0, descriptors = 0;
    inputs++;
    if (inputs % 256 != 0) {
        return;
    }
    if (descriptors == 0) {
        descriptors = entries("/proc/self/fd");
    }
    CHECK_INT(entries("/proc/self/fd"), descriptors);
    CHECK_INT(entries(folder), 2);
    CHECK(pages() < (long)1 << (30 - 12));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static void (*const scenarios[])(struct input *) = SCENARIOS;
    struct input in;
    if (size == 0) {
        return 0;
    }
    if (names[0][0] == 0) {
        make_folder();
    }
    in.left = data[0] < size - 1 ? data[0] : size - 1;
    in.script = data + 1;
    in.file = data + 1 + in.left;
    in.size = size - 1 - in.left;
    callback_lied = 0;
    errors = 0;
    begin_exact(data[0]);
    scenarios[pick(&in, sizeof scenarios / sizeof *scenarios)](&in);
    forget_error();
    end_exact();
    remove_files();
    check_leaks();
    return 0;
}
