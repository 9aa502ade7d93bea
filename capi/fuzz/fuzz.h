/*
 * fuzz.h - what the parts of the fuzz target share: its input, exact buffers, and what is checked after every call.
 *
 * An input begins with a script: a byte that says how long it is, then so many bytes that choose what is done. The rest
 * is the WAV file (or the numbers) it is done with. A script that has ended goes on with zeros.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "check.h"

struct input {
    const uint8_t *script;
    size_t left;
    const uint8_t *file;
    size_t size;
};

/* A number from 0 to n - 1, by the script. */
static inline uint32_t pick(struct input *in, uint32_t n) {
    uint32_t value = 0, bytes = n > 256 ? 2 : 1;
    for (; bytes > 0; bytes--) {
        value = value << 8;
        if (in->left > 0) {
            value |= *in->script++;
            in->left--;
        }
    }
    return value % n;
}

/* Any number of 64 bits: mostly one at which something might go over. */
uint64_t hostile(struct input *in);

/* Bytes from the script, then from the file, then zeros. */
void fill(struct input *in, void *bytes, size_t size);

/*
 * Memory of exactly size bytes, for the library to read and write: a step too far is found, by AddressSanitizer or by a
 * page that may not be touched (AddressSanitizer does not see what vector instructions of Go touch). It is as aligned
 * as size and align let it be, and filled with 0xA5. release takes it back, and end_exact all of it.
 */
void *exact(size_t size, size_t align);
void *exact_copy(const void *bytes, size_t size, size_t align);
char *exact_text(struct input *in); /* a text, or now and then NULL */
void release(void *memory);
void begin_exact(uint32_t first); /* which kind of memory the first buffer is in */
void end_exact(void);

/*
 * TRY(call) makes a call of the library whose last argument is ERROR, and is its status. It has to be one that the
 * header knows, and to agree with what the error says. A fault that the library caught is a finding, too.
 */
#define ERROR prepare_error()
#define TRY(call) judge(__FILE__, __LINE__, #call, call)
mms_error *prepare_error(void);
mms_status judge(const char *file, int line, const char *call, mms_status status);

/* The same for calls that have no mms_error. */
#define TRY_BARE(call) (forget_error(), judge(__FILE__, __LINE__, #call, call))
void forget_error(void);

/* Whether a callback failed with one of these, which calls may then return, too. */
enum { ODD_STATUS = -1, STRANGE_STATUS = -5000 };
extern int callback_lied;

/* A result is zero if the call failed. */
#define CHECK_ZEROED(status, result)                                                                                   \
    do {                                                                                                               \
        if ((status) != MMS_OK) {                                                                                      \
            CHECK_FILLED(&(result), 0, sizeof(result));                                                                \
        }                                                                                                              \
    } while (0)

/* A struct that a call failed to fill is zero behind its struct_size. */
#define CHECK_STRUCT_ZEROED(status, result)                                                                            \
    do {                                                                                                               \
        if ((status) != MMS_OK) {                                                                                      \
            CHECK_FILLED((uint8_t *)&(result) + 4, 0, sizeof(result) - 4);                                             \
        }                                                                                                              \
    } while (0)

/* A result that nobody has written yet. */
#define STALE(result) memset(&(result), 0xA5, sizeof(result))

/* A struct that nobody has written yet, but for its struct_size. */
#define STALE_STRUCT(result) (STALE(result), (result).struct_size = sizeof(result))

/* Bytes of a sample, by its type. */
static inline size_t sample_size(uint32_t type) {
    static const uint8_t sizes[] = {0, 1, 2, 3, 4, 4, 4, 4, 8, 8};
    return type < sizeof sizes ? sizes[type] : 0;
}

static inline size_t sample_align(uint32_t type) { return type == MMS_SAMPLE_S24 ? 1 : sample_size(type); }

/* An exact buffer that the library alone writes. */
void *exact_result(size_t size, size_t align);

/* Faults that test_fuzz.py plants, to see that they are found: MMS_FUZZ_PLANT is the number of one. */
enum { SHORT_RESULTS = 1, SHORT_FILE, OPEN_DESCRIPTORS, LOST_MEMORY, ENDLESS_CALLS };
#ifdef WITH_FAULTS
static inline int planted(int fault) {
    const char *number = getenv("MMS_FUZZ_PLANT");
    return number != NULL && atoi(number) == fault;
}
#else
#define planted(fault) 0
#endif

/*
 * Files in a folder of the fuzz target's own: numbered from 0, there are FILES of them.
 */
enum { FILES = 3 };
const char *file_name(int number);
void put_file(int number, const void *bytes, size_t size);
uint8_t *get_file(int number, size_t *size); /* to be freed */
void remove_files(void);

/* Ways to open the file of the input. */
struct opened {
    mms_wave_reader *reader;
    void *memory;
    int fd;
    struct host *host;
};
enum { WAY_MEMORY, WAY_STREAM, WAY_FORWARD, WAY_SHORT, WAY_SIZED, WAY_FD, WAY_PATH, WAY_PIPE, WAY_LIAR, WAYS };
mms_status open_way(struct input *in, uint32_t way, const mms_wave_open_options *options, struct opened *opened);
void close_way(struct opened *opened);

/* Does as many things with a reader as the script says. frames is how many it has, or so. */
void use_reader(struct input *in, struct opened *opened);

/* The same for metadata. */
void use_metadata(struct input *in, mms_wave_metadata *metadata);

/*
 * Metadata has the same chunks as another in whatever order, except for those that only keep room. Their bytes differ
 * where numbers were turned around for RIFX, and so do their sizes where lists are padded then.
 */
void check_same_chunks(mms_wave_metadata *got, mms_wave_metadata *want, int bytes_too);

/* All audio bytes of a reader, in allocated memory. NULL if there was an error. */
uint8_t *all_bytes(mms_wave_reader *reader, size_t *size);

/* What there is to do: one of these, by the first number of the script. */
void fuzz_reading(struct input *in);
void fuzz_ways(struct input *in);
void fuzz_writing(struct input *in);
void fuzz_metadata(struct input *in);
void fuzz_files(struct input *in);
void fuzz_samples(struct input *in);
void fuzz_images(struct input *in);
void fuzz_pixels(struct input *in);
void fuzz_small(struct input *in);

#define SCENARIOS                                                                                                      \
    {fuzz_reading, fuzz_ways,   fuzz_writing, fuzz_metadata, fuzz_files,                                               \
     fuzz_samples, fuzz_images, fuzz_pixels,  fuzz_small}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
