/*
 * Every call of every callback goes wrong once, or from then on, in each way that a callback can go wrong. A recording
 * and a reading are made without a fault first, which counts the calls. Then one is made for each call and each fault:
 *
 *   - what a callback returns for a failure comes back unchanged, and what it cannot have meant is told;
 *   - a call that failed may be made again, and goes on if the fault is gone;
 *   - if every call ended well, then nothing is missing;
 *   - what was in the file when a header update or a checkpoint ended well can be read, whatever came later;
 *   - nothing hangs, and close closes.
 */
#include <time.h>
#include <unistd.h>

#include "sound.h"

/* The functions of a stream, and sets of them. To seek to the end is to ask for the size. */
enum {
    READ = 1,
    WRITE = 2,
    SEEK = 4,
    END = 8,
    TELL = 16,
    FLUSH = 32,
    SIZE = 64,
    COUNTED = READ | WRITE,
    PLACED = SEEK | END | TELL,
    FALLIBLE = COUNTED | PLACED | FLUSH
};

enum effect {
    LOUD,  /* some call returns the cause */
    QUIET, /* nobody notices */
    LIE,   /* nobody can notice: but nothing crashes, and nothing hangs */
};

/* A way to go wrong: what a callback returns, and what it does before. */
struct fault {
    const char *name;
    int calls;       /* of which functions */
    int64_t result;  /* or one of those below */
    mms_status told; /* to whom called the library, if it is LOUD; 0 stands for the result itself */
    enum effect effect;
    int works; /* whether the callback does its work nevertheless */
};

enum { ONE_BYTE = 1, ONE_TOO_MANY, FURTHER, WRONG_PLACE, HALF, DOUBLE, SPECIAL };

static const struct fault faults[] = {
    {"a failure", FALLIBLE, MMS_ERROR_IO_CALLBACK, 0, LOUD, 0},
    {"a failure after the work", WRITE | SEEK | END | FLUSH, MMS_ERROR_IO_CALLBACK, 0, LOUD, 1},
    {"a status of another class", FALLIBLE, MMS_ERROR_FORMAT_NOT_RIFF, 0, LOUD, 0},
    {"a number of nobody", FALLIBLE, -123456789, 0, LOUD, 0},
    {"less than any status", COUNTED | PLACED, INT64_MIN, MMS_ERROR_IO_CALLBACK, LOUD, 0},
    {"one byte too many", COUNTED, ONE_TOO_MANY, MMS_ERROR_IO_CALLBACK, LOUD, 1},
    {"far too many bytes", COUNTED, INT64_MAX, MMS_ERROR_IO_CALLBACK, LOUD, 0},
    {"nothing taken", WRITE, 0, MMS_ERROR_IO_CALLBACK, LOUD, 0},
    {"a flush that counts", FLUSH, SPECIAL, MMS_ERROR_IO_CALLBACK, LOUD, 0},
    {"another place", SEEK, FURTHER, MMS_ERROR_IO_CALLBACK, LOUD, 1},
    {"one byte", COUNTED, ONE_BYTE, 0, QUIET, 0},
    {"an early end", READ, 0, 0, LIE, 0},
    {"a place told wrong", TELL | END, FURTHER, 0, LIE, 1},
    {"the start told", TELL | END, 0, 0, LIE, 1},
    {"the end of all places", PLACED | SIZE, INT64_MAX, 0, LIE, 0},
    {"a wrong place by the right name", SEEK, WRONG_PLACE, 0, LIE, 0},
    {"half of the size", SIZE, HALF, 0, LIE, 1},
    {"twice the size", SIZE, DOUBLE, 0, LIE, 1},
    {"no size", SIZE, -1, 0, LIE, 0},
    {"a size that cannot be", SIZE, INT64_MIN, 0, LIE, 0},
};
enum { FAULTS = sizeof faults / sizeof *faults };

/* The stream, and which of its calls go wrong. */
static struct {
    struct stream stream;
    const struct fault *fault; /* NULL: none */
    int at, forever;
    int calls, hits;
    uint8_t trace[4096]; /* which function each call was of */
} host;

/* How a recording or a reading went. */
static struct {
    int failures;  /* calls that failed at first */
    int lost;      /* calls that failed again */
    int told;      /* calls that returned the cause */
    int64_t saved; /* frames that were safe */
} outcome;

static int hit(int function) {
    int number = host.calls++;
    CHECK(host.fault != NULL || number < (int)sizeof host.trace);
    if (host.fault == NULL) {
        host.trace[number] = (uint8_t)function;
        return 0;
    }
    if (number > 20000) {
        FAIL("%s: the library does not come to an end", host.fault->name);
    }
    if ((host.fault->calls & function) == 0 || number < host.at || (number > host.at && !host.forever)) {
        return 0;
    }
    host.hits++;
    return 1;
}

static int64_t wrong_count(int64_t size) { return host.fault->result == ONE_TOO_MANY ? size + 1 : host.fault->result; }

static int64_t host_read(void *user, void *buffer, int64_t size) {
    if (!hit(READ)) {
        return stream_read(user, buffer, size);
    }
    return host.fault->result == ONE_BYTE ? stream_read(user, buffer, 1) : wrong_count(size);
}

static int64_t host_write(void *user, const void *buffer, int64_t size) {
    if (!hit(WRITE)) {
        return stream_write(user, buffer, size);
    }
    if (host.fault->result == ONE_BYTE) {
        return stream_write(user, buffer, size > 0);
    }
    if (host.fault->works) {
        int64_t position = host.stream.position;
        stream_write(user, buffer, size);
        host.stream.position = position; /* as a file is written by position */
    }
    return size == 0 && host.fault->result == 0 ? 0 : wrong_count(size);
}

static int64_t wrong_place(int64_t right) { return host.fault->result == FURTHER ? right + 1 : host.fault->result; }

static int64_t host_seek(void *user, int64_t offset, int32_t whence) {
    int64_t right = offset + (whence == 2 ? host.stream.size : 0);
    int wrong = hit(whence == 2 ? END : SEEK);
    if (right < 0 || right > (int64_t)sizeof host.stream.bytes) {
        CHECK(host.fault->effect == LIE);
        return MMS_ERROR_IO;
    }
    if (!wrong) {
        return stream_seek(user, offset, whence);
    }
    if (host.fault->result == WRONG_PLACE) {
        stream_seek(user, right / 2, 0);
        return right;
    }
    return host.fault->works ? wrong_place(stream_seek(user, offset, whence)) : wrong_place(0);
}

static int64_t host_tell(void *user) { return hit(TELL) ? wrong_place(stream_tell(user)) : stream_tell(user); }

static mms_status host_flush(void *user) { return hit(FLUSH) ? (mms_status)host.fault->result : stream_flush(user); }

static int64_t host_size(void *user) {
    int64_t size = ((struct stream *)user)->size;
    if (!hit(SIZE)) {
        return size;
    }
    return host.fault->result == HALF ? size / 2 : host.fault->result == DOUBLE ? 2 * size : host.fault->result;
}

static mms_io host_io(void) {
    mms_io io = MMS_IO_INIT;
    io.user = &host.stream;
    io.read = host_read;
    io.write = host_write;
    io.seek = host_seek;
    io.tell = host_tell;
    io.flush = host_flush;
    return io;
}

static mms_error error = MMS_ERROR_INIT;

static const char *scene = ""; /* what is recorded or read */

/* A condition holds, whatever went wrong. */
#define EXPECT(condition)                                                                                              \
    ((condition)                                                                                                       \
         ? (void)0                                                                                                     \
         : (void)FAIL("%s, %s at call %d, of function %d%s: not so: %s", scene, host.fault ? host.fault->name : "",    \
                      host.at, host.trace[host.at], host.forever ? ", and later" : "", #condition))

/* Notes how a call ended: whether it failed. */
static int failed(mms_status status) {
    CHECK_INT(error.status, status);
    if (status == MMS_OK) {
        return 0;
    }
    CHECK(error.message[0] != '\0');
    outcome.failures++;
    if (host.fault != NULL) {
        outcome.told += status == (host.fault->told != 0 ? host.fault->told : host.fault->result);
    }
    return 1;
}

/* A call, and once more if it fails. */
#define TRY(call) ((void)(failed(call) && failed(call) && ++outcome.lost))

/* What is recorded: how, and in which container. */
struct recording {
    const char *name;
    uint32_t container, bits, tag;
    uint64_t max_riff_size;
    int seekable;
};

static const struct recording recordings[] = {
    {"RIFF", MMS_WAVE_CONTAINER_RIFF, 16, MMS_WAVE_TAG_PCM, 0, 1},
    {"RIFF that becomes RF64", MMS_WAVE_CONTAINER_AUTO, 24, MMS_WAVE_TAG_PCM, 300, 1},
    {"RIFX", MMS_WAVE_CONTAINER_RIFX, 16, MMS_WAVE_TAG_PCM, 0, 1},
    {"RF64", MMS_WAVE_CONTAINER_RF64, 32, MMS_WAVE_TAG_IEEE_FLOAT, 0, 1},
    {"BW64", MMS_WAVE_CONTAINER_BW64, 24, MMS_WAVE_TAG_PCM, 0, 1},
    {"Wave64", MMS_WAVE_CONTAINER_WAVE64, 16, MMS_WAVE_TAG_PCM, 0, 1},
    {"blocks", MMS_WAVE_CONTAINER_AUTO, 4, MMS_WAVE_TAG_IMA_ADPCM, 400, 1},
    {"a stream that cannot seek", MMS_WAVE_CONTAINER_AUTO, 16, MMS_WAVE_TAG_PCM, 0, 0},
};
enum { RECORDINGS = sizeof recordings / sizeof *recordings };

enum { FRAMES = 90, CHANNELS = 2 };

static int16_t sample(int frame, int channel) { return (int16_t)(frame * 300 + channel * 37 + 1); }

/* Writes frames from first to last, in one of the ways to write. */
static mms_status write_frames(mms_wave_writer *writer, int first, int last, int way) {
    int16_t samples[CHANNELS * FRAMES], planes[CHANNELS][FRAMES];
    float floats[CHANNELS * FRAMES];
    const void *channels[CHANNELS];
    uint64_t count = (uint64_t)(last - first);
    int frame, c;
    for (frame = first; frame < last; frame++) {
        for (c = 0; c < CHANNELS; c++) {
            int at = frame - first;
            samples[CHANNELS * at + c] = planes[c][at] = sample(frame, c);
            floats[CHANNELS * at + c] = (float)sample(frame, c) / 32768;
            channels[c] = planes[c];
        }
    }
    switch (way % 3) {
    case 0:
        return mms_wave_writer_write_s16(writer, samples, count, &error);
    case 1:
        return mms_wave_writer_write_f32(writer, floats, count, &error);
    }
    return mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, channels, CHANNELS, count, &error);
}

/* Writes frames up to last. What a write that fails did not take, which tell says, is tried once more. */
static void write_up_to(mms_wave_writer *writer, int last, int way) {
    int tries;
    for (tries = 0; tries < 2; tries++) {
        int64_t first = 0;
        CHECK_OK(mms_wave_writer_tell(writer, &first, NULL));
        if (!failed(write_frames(writer, (int)first, last, way))) {
            return;
        }
    }
    outcome.lost++;
}

static void add_chunk(mms_wave_metadata *metadata, const char *id, uint32_t flags, uint64_t size) {
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    memcpy(chunk.id, id, 4);
    chunk.flags = flags;
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, sound, size, NULL));
}

/* Notes that all frames are safe, but for those of a block that is not full if it was not written. */
static void save(mms_wave_writer *writer, mms_status status, int64_t block) {
    int64_t frames = 0;
    if (failed(status)) {
        outcome.lost++;
        return;
    }
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    frames -= frames % block;
    outcome.saved = frames > outcome.saved ? frames : outcome.saved;
}

/* Makes a recording. It goes on, whatever fails: so do programs that do not look. */
static void record(const struct recording *r) {
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_metadata *metadata;
    mms_wave_writer *writer;
    mms_io io = host_io();
    int packed = r->tag == MMS_WAVE_TAG_IMA_ADPCM, frame, way = 0;
    memset(&outcome, 0, sizeof outcome);
    host.calls = host.hits = 0;
    stream_load(&host.stream, "", 0);
    format.tag = r->tag;
    format.channels = CHANNELS;
    format.sample_rate = 8000;
    format.bits_per_sample = r->bits;
    format.block_align = packed ? 64 : 0;
    options.container = r->container;
    options.max_riff_size = r->max_riff_size;
    options.checkpoint_bytes = 150;
    if (!r->seekable) {
        io.seek = NULL;
        io.tell = NULL;
    }
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    add_chunk(metadata, "iXML", 0, 9);
    if (r->seekable) {
        add_chunk(metadata, "axml", MMS_WAVE_CHUNK_AFTER_DATA, 21);
    }
    CHECK_OK(mms_wave_writer_create_io(&io, &format, &options, &writer, &error));
    TRY(mms_wave_writer_set_metadata(writer, metadata, &error));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    for (frame = 0; frame < FRAMES; frame += 10) {
        write_up_to(writer, frame + 10, way++);
        if (!r->seekable) {
            TRY(mms_wave_writer_flush(writer, &error));
        } else if (frame == 20 || frame == 50) {
            save(writer, mms_wave_writer_update_header(writer, &error), packed ? 57 : 1);
        } else if (frame == 40) {
            save(writer, mms_wave_writer_checkpoint(writer, &error), 1);
        } else if (frame == 60) {
            TRY(mms_wave_writer_flush(writer, &error));
        } else if (frame == 70) {
            save(writer, mms_wave_writer_sync(writer, &error), 1);
        }
    }
    if (failed(mms_wave_writer_close(writer, &error))) {
        outcome.lost++;
    }
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
}

/* The file has the frames that were saved, and no others than were written. */
static void check_saved(const struct recording *r) {
    mms_wave_reader *reader;
    int16_t samples[CHANNELS * 2 * FRAMES];
    uint64_t got = 0, i;
    if (mms_wave_reader_open_memory(host.stream.bytes, (uint64_t)host.stream.size, NULL, &reader, NULL) != MMS_OK) {
        EXPECT(outcome.saved == 0);
        return;
    }
    EXPECT(mms_wave_reader_read_s16(reader, samples, CHANNELS * 2 * FRAMES, 2 * FRAMES, &got, NULL) == MMS_OK);
    EXPECT(got >= (uint64_t)outcome.saved);
    if (r->tag == MMS_WAVE_TAG_IMA_ADPCM) {
        got = 0; /* other frames than were written: it loses something */
    } else if (host.fault != NULL && host.fault->works) {
        got = (uint64_t)outcome.saved; /* what failed may be there nevertheless */
    }
    for (i = 0; i < CHANNELS * got; i++) {
        EXPECT(i < CHANNELS * FRAMES && samples[i] == sample((int)(i / CHANNELS), (int)(i % CHANNELS)));
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static int runs; /* with a fault */

/* There was a fault, and one that nobody notices was not. */
static void check_noticed(void) {
    runs++;
    EXPECT(host.hits > 0);
    EXPECT(host.fault->effect != QUIET || outcome.failures == 0);
}

static void check_recording(const struct recording *r, const struct stream *want) {
    int same;
    record(r);
    check_noticed();
    EXPECT(host.fault->effect != LOUD || outcome.told > 0);
    if (host.fault->effect != LIE) {
        check_saved(r);
        same = host.stream.size == want->size && memcmp(host.stream.bytes, want->bytes, (size_t)want->size) == 0;
        EXPECT(outcome.lost > 0 || same);
    }
}

static void recordings_survive_each_fault(void) {
    static struct stream want;
    const struct recording *r;
    for (r = recordings; r < recordings + RECORDINGS; r++) {
        int calls, i;
        host.fault = NULL;
        scene = r->name;
        record(r);
        CHECK_INT(outcome.failures, 0);
        CHECK(!r->seekable || outcome.saved == 80);
        check_saved(r);
        calls = host.calls;
        CHECK(calls > 10);
        want = host.stream;
        for (host.at = 0; host.at < calls; host.at++) {
            for (i = 0; i < FAULTS; i++) {
                if ((faults[i].calls & host.trace[host.at]) != 0) {
                    host.fault = &faults[i];
                    for (host.forever = 0; host.forever < 2; host.forever++) {
                        check_recording(r, &want);
                    }
                }
            }
        }
    }
}

/* How a file is read. */
enum { WITH_SIZE, WITHOUT_SIZE, UNSEEKABLE, STREAMS };

/* What a reading brought. */
static struct {
    uint8_t bytes[20000];
    size_t size;
} brought;

static void bring(const void *bytes, size_t size) {
    CHECK(brought.size + size <= sizeof brought.bytes);
    memcpy(brought.bytes + brought.size, bytes, size);
    brought.size += size;
}

static mms_status read_some(mms_wave_reader *reader, int way, uint64_t frames, uint64_t *got) {
    int32_t buffer[CHANNELS * FRAMES], planes[CHANNELS][FRAMES];
    void *channels[CHANNELS];
    mms_status status = MMS_ERROR_INTERNAL;
    memset(buffer, 0, sizeof buffer);
    memset(planes, 0, sizeof planes);
    channels[0] = planes[0];
    channels[1] = planes[1];
    switch (way) {
    case 0:
        status = mms_wave_reader_read_s16(reader, (int16_t *)buffer, CHANNELS * FRAMES, frames, got, &error);
        bring(buffer, 4 * *got);
        break;
    case 1:
        status = mms_wave_reader_read_f32(reader, (float *)(void *)buffer, CHANNELS * FRAMES, frames, got, &error);
        bring(buffer, 8 * *got);
        break;
    case 2:
        status = mms_wave_reader_read_planar(reader, MMS_SAMPLE_S32, channels, CHANNELS, frames, got, &error);
        for (uint64_t i = 0; i < *got; i++) {
            bring(&planes[0][i], 4);
            bring(&planes[1][i], 4);
        }
        break;
    }
    CHECK(status == MMS_OK || *got == 0);
    return status;
}

/* Reads so many frames, or to the end. What fails is tried once more. */
static void read_frames(mms_wave_reader *reader, int way, uint64_t frames) {
    int tries = 0;
    while (frames > 0) {
        uint64_t got = 0;
        if (failed(read_some(reader, way, frames, &got))) {
            if (++tries == 2) {
                outcome.lost++;
                return;
            }
            continue;
        }
        if (got == 0) {
            return;
        }
        CHECK(got <= frames);
        frames -= got;
    }
}

static void read_chunks(mms_wave_reader *reader) {
    uint32_t count = 0, i;
    TRY(mms_wave_reader_chunk_count(reader, &count, &error));
    for (i = 0; i < count; i++) {
        mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
        uint8_t payload[200];
        uint64_t size = 0;
        TRY(mms_wave_reader_chunk(reader, i, &chunk, &error));
        bring(chunk.id, 4);
        if (memcmp(chunk.id, "data", 4) != 0) {
            TRY(mms_wave_reader_chunk_data(reader, i, payload, sizeof payload, &size, &error));
            if (size <= sizeof payload) {
                bring(payload, size);
            }
        }
    }
}

static void read_metadata(mms_wave_reader *reader) {
    mms_wave_metadata *metadata = NULL;
    uint32_t count = 0;
    TRY(mms_wave_reader_metadata(reader, &metadata, &error));
    if (metadata != NULL) {
        CHECK_OK(mms_wave_metadata_count(metadata, MMS_WAVE_ENTRY_CHUNK, &count, NULL));
        bring(&count, sizeof count);
        CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    }
}

static mms_status open_host(const mms_io *io, mms_wave_reader **reader) {
    host.stream.position = 0;
    return mms_wave_reader_open_io(io, NULL, reader, &error);
}

/* Reads all that there is in a file, here and there and from front to back. */
static void read_all(const struct stream *file, int kind) {
    mms_wave_reader *reader = NULL;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_io io = host_io();
    uint8_t raw[64];
    uint64_t got = 0;
    int round;
    memset(&outcome, 0, sizeof outcome);
    brought.size = 0;
    host.calls = host.hits = 0;
    stream_load(&host.stream, file->bytes, (size_t)file->size);
    io.size = kind == WITH_SIZE ? host_size : NULL;
    if (kind == UNSEEKABLE) {
        io.seek = NULL;
        io.tell = NULL;
    }
    TRY(open_host(&io, &reader));
    if (reader == NULL) {
        return;
    }
    TRY(mms_wave_reader_info(reader, &info, &error));
    bring(&info.frames_declared, sizeof info.frames_declared);
    if (kind != UNSEEKABLE) {
        read_chunks(reader);
        read_metadata(reader);
        for (round = 0; round < 3; round++) {
            TRY(mms_wave_reader_seek(reader, 50 - 20 * round, &error));
            read_frames(reader, round, 7);
        }
        TRY(mms_wave_reader_read_bytes(reader, raw, info.block_align < 64 ? info.block_align : 64, &got, &error));
        bring(raw, got);
        TRY(mms_wave_reader_seek(reader, 0, &error));
    }
    read_frames(reader, 0, FRAMES / 2);
    read_frames(reader, 1, FRAMES);
    read_frames(reader, 2, 1); /* behind the end */
    read_chunks(reader);
    CHECK_OK(mms_wave_reader_close(reader, &error));
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_HANDLE);
}

static void readings_survive_each_fault(void) {
    static uint8_t want[sizeof brought.bytes];
    static struct stream file;
    const struct recording *r;
    for (r = recordings; r < recordings + RECORDINGS; r++) {
        int kind;
        host.fault = NULL;
        scene = r->name;
        record(r);
        file = host.stream;
        for (kind = 0; kind < STREAMS; kind++) {
            int calls, i, same;
            size_t size;
            host.fault = NULL;
            read_all(&file, kind);
            CHECK_INT(outcome.failures, 0);
            calls = host.calls;
            CHECK(calls > 10);
            memcpy(want, brought.bytes, sizeof want);
            size = brought.size;
            for (host.at = 0; host.at < calls; host.at++) {
                for (i = 0; i < FAULTS; i++) {
                    if ((faults[i].calls & host.trace[host.at]) == 0) {
                        continue;
                    }
                    host.fault = &faults[i];
                    for (host.forever = 0; host.forever < 2; host.forever++) {
                        read_all(&file, kind);
                        check_noticed();
                        same = brought.size == size && memcmp(brought.bytes, want, size) == 0;
                        EXPECT(host.fault->effect == LIE || outcome.lost > 0 || same);
                        /* A fact chunk that cannot be read is told as none, and asked for again. */
                        EXPECT(host.fault->effect != LOUD || outcome.told > 0 || outcome.failures == 0);
                    }
                }
            }
        }
    }
}

/* All faults at random, as long as there is time. */
static void faults_at_random(void) {
    int seconds = soak_seconds(), count = 0;
    time_t end = time(NULL) + seconds;
    const char *seed = getenv("MMS_SEED");
    unsigned state = seed != NULL ? (unsigned)strtoul(seed, NULL, 10) : (unsigned)time(NULL);
    static struct stream file;
    if (seconds == 0) {
        return;
    }
    printf("MMS_SEED=%u\n", state);
    srand(state);
    while (time(NULL) < end) {
        const struct recording *r = &recordings[rand() % RECORDINGS];
        host.fault = &faults[rand() % FAULTS];
        host.forever = rand() % 2;
        host.at = rand() % 200;
        record(r);
        if (host.fault->effect != LIE) {
            check_saved(r);
        }
        file = host.stream; /* whatever has become of it */
        host.fault = &faults[rand() % FAULTS];
        host.at = rand() % 200;
        read_all(&file, rand() % STREAMS);
        count++;
    }
    SOAK_REPORT("faults of callbacks: %d recordings, each then read with another fault; none crashed, hung or lost "
                "what was saved\n",
                count);
}

int main(void) {
    alarm(110 + 2 * (unsigned)soak_seconds());
    RUN(recordings_survive_each_fault);
    RUN(readings_survive_each_fault);
    RUN(faults_at_random);
    printf("%d runs with a fault\n", runs);
    return 0;
}
