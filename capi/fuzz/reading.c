/* Readers: opened in every way, used by all functions in any order; and the ways compared with each other. */
#include "host.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* More audio than this is not read at once. */
enum { SAMPLES = 1 << 15, STEPS = 24 };

/* A descriptor of a file in memory with the bytes of the input. */
static int memory_file(struct input *in) {
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    CHECK(fd >= 0);
    CHECK(write(fd, in->file, in->size) == (ssize_t)in->size);
    CHECK(lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* A descriptor from which the bytes of the input come once. What no pipe has room for is cut off. */
static int pipe_of(struct input *in) {
    int ends[2], size = in->size < 65536 ? (int)in->size : 65536;
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    CHECK(write(ends[1], in->file, (size_t)size) == size);
    CHECK(close(ends[1]) == 0);
    return ends[0];
}

mms_status open_way(struct input *in, uint32_t way, const mms_wave_open_options *options, struct opened *opened) {
    mms_status status;
    mms_io io;
    char path[40];
    int abilities = HOST_SEEKS;
    memset(opened, 0, sizeof *opened);
    opened->fd = -1;
    STALE(opened->reader);
    switch (way) {
    case WAY_MEMORY:
        opened->memory = exact_copy(in->file, in->size - (in->size > 0 && planted(SHORT_FILE)), 1);
        status = TRY(mms_wave_reader_open_memory(opened->memory, in->size, options, &opened->reader, ERROR));
        break;
    case WAY_FD:
    case WAY_PATH:
    case WAY_PIPE:
        opened->fd = way == WAY_PIPE ? pipe_of(in) : memory_file(in);
        sprintf(path, "/proc/self/fd/%d", opened->fd);
        status = way == WAY_PATH ? TRY(mms_wave_reader_open(path, options, &opened->reader, ERROR))
                                 : TRY(mms_wave_reader_open_fd(opened->fd, options, &opened->reader, ERROR));
        break;
    default:
        abilities = way == WAY_FORWARD ? 0
                    : way == WAY_LIAR  ? HOST_LIES | (int)pick(in, 4)
                    : way == WAY_SIZED ? (int)(HOST_TELLS_SIZE | pick(in, 2))
                                       : HOST_SEEKS;
        opened->host = make_host(in, in->file, in->size, abilities, &io);
        opened->host->most = way == WAY_SHORT ? 1 + pick(in, 20) : way == WAY_LIAR ? pick(in, 100) : 0;
        status = TRY(mms_wave_reader_open_io(&io, options, &opened->reader, ERROR));
        opened->host->reader = opened->reader;
    }
    CHECK_ZEROED(status, opened->reader);
    CHECK((status == MMS_OK) == (opened->reader != NULL));
    return status;
}

void close_way(struct opened *opened) {
    if (opened->reader != NULL) {
        TRY(mms_wave_reader_close(opened->reader, ERROR));
        CHECK_STATUS(TRY(mms_wave_reader_close(opened->reader, ERROR)), MMS_ERROR_HANDLE);
    }
    if (opened->fd >= 0 && !planted(OPEN_DESCRIPTORS)) {
        CHECK(close(opened->fd) == 0);
    }
    release(opened->memory);
    if (!planted(LOST_MEMORY)) {
        end_host(opened->host);
    }
}

uint8_t *all_bytes(mms_wave_reader *reader, size_t *size) {
    size_t room = 1 << 18;
    uint8_t *bytes = malloc(room);
    uint64_t got;
    *size = 0;
    CHECK(bytes != NULL);
    for (;;) {
        if (room - *size < 1 << 17) {
            bytes = realloc(bytes, room *= 2);
            CHECK(bytes != NULL && room <= 1 << 22);
        }
        if (TRY(mms_wave_reader_read_bytes(reader, bytes + *size, room - *size, &got, ERROR)) != MMS_OK) {
            free(bytes);
            return NULL;
        }
        CHECK(got <= room - *size);
        if (got == 0) {
            return bytes;
        }
        *size += got;
    }
}

/* ---- One thing at a time. Each leaves the reader usable. */

static void check_info(const mms_wave_info *info) {
    CHECK(info->channels >= 1 && info->channels <= 65535);
    CHECK(info->frames >= 0 && info->data_bytes >= 0 && info->data_offset >= 0);
    CHECK(info->container >= MMS_WAVE_CONTAINER_RIFF && info->container <= MMS_WAVE_CONTAINER_WAVE64);
    CHECK(info->encoding <= MMS_WAVE_ENCODING_GSM610 && info->fact_frames >= -1);
    if (info->sample_bytes > 0) {
        CHECK_INT(info->block_frames, 1);
        CHECK_INT(info->block_align, info->channels * info->sample_bytes);
        CHECK_INT(info->frames, info->data_bytes / info->block_align);
    }
}

static void ask_info(struct input *in, mms_wave_reader *reader) {
    mms_wave_info info;
    mms_status status;
    void *shorter;
    uint32_t size = pick(in, 2) == 0 ? (uint32_t)sizeof info : pick(in, sizeof info + 40);
    STALE_STRUCT(info);
    status = TRY(mms_wave_reader_info(reader, &info, ERROR));
    CHECK_STRUCT_ZEROED(status, info);
    if (status == MMS_OK) {
        check_info(&info);
    }
    shorter = exact(size < 4 ? 4 : size, 8);
    memcpy(shorter, &size, sizeof size);
    TRY(mms_wave_reader_info(reader, shorter, ERROR));
    release(shorter);
}

static void read_bytes(struct input *in, mms_wave_reader *reader) {
    uint64_t capacity = pick(in, 3) == 0 ? pick(in, 65535) : pick(in, 256), got;
    void *buffer = exact_result(capacity, 1);
    mms_status status;
    STALE(got);
    status = TRY(mms_wave_reader_read_bytes(reader, buffer, capacity, &got, ERROR));
    CHECK_ZEROED(status, got);
    CHECK(got <= capacity);
    release(buffer);
}

/* Reads frames as numbers of a type, by its own function where it has one. */
static mms_status read_type(mms_wave_reader *reader, uint32_t type, int own, void *buffer, uint64_t capacity,
                            uint64_t frames, uint64_t *got) {
    switch (own ? type : 0) {
    case MMS_SAMPLE_S16:
        return TRY(mms_wave_reader_read_s16(reader, buffer, capacity, frames, got, ERROR));
    case MMS_SAMPLE_S32:
        return TRY(mms_wave_reader_read_s32(reader, buffer, capacity, frames, got, ERROR));
    case MMS_SAMPLE_F32:
        return TRY(mms_wave_reader_read_f32(reader, buffer, capacity, frames, got, ERROR));
    case MMS_SAMPLE_F64:
        return TRY(mms_wave_reader_read_f64(reader, buffer, capacity, frames, got, ERROR));
    }
    return TRY(mms_wave_reader_read_samples(reader, type, buffer, capacity, frames, got, ERROR));
}

static uint32_t channels_of(mms_wave_reader *reader) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    return TRY(mms_wave_reader_info(reader, &info, ERROR)) == MMS_OK ? info.channels : 1;
}

static void read_samples(struct input *in, mms_wave_reader *reader) {
    uint32_t type = pick(in, 11), channels = channels_of(reader);
    uint64_t frames = pick(in, 4) == 0 ? hostile(in) : pick(in, 300), capacity, got;
    int64_t before = -1, after = -1;
    mms_status status;
    void *buffer;
    capacity = frames <= SAMPLES / channels ? frames * channels : pick(in, 1000);
    capacity += pick(in, 2) * pick(in, 3);
    buffer = exact_result(capacity * sample_size(type), sample_align(type) + !sample_size(type));
    TRY(mms_wave_reader_tell(reader, &before, ERROR));
    STALE(got);
    status = read_type(reader, type, (int)pick(in, 2), buffer, capacity, frames, &got);
    CHECK_ZEROED(status, got);
    CHECK(got <= frames && got * channels <= capacity);
    TRY(mms_wave_reader_tell(reader, &after, ERROR));
    if (status == MMS_OK) {
        CHECK_INT(after, before + (int64_t)got);
    }
    release(buffer);
}

static void read_planar(struct input *in, mms_wave_reader *reader) {
    uint32_t type = 1 + pick(in, 9), channels = channels_of(reader), count = channels, i;
    uint64_t frames = pick(in, 200), got;
    size_t size = sample_size(type);
    mms_status status;
    void **planes;
    if (channels > 64) {
        count = pick(in, 4);
    } else if (pick(in, 8) == 0) {
        count = pick(in, 8);
    }
    planes = exact(count * sizeof *planes, sizeof *planes);
    for (i = 0; i < count; i++) {
        planes[i] = exact_result(frames * size, sample_align(type));
    }
    STALE(got);
    status = TRY(mms_wave_reader_read_planar(reader, type, planes, count, frames, &got, ERROR));
    CHECK_ZEROED(status, got);
    CHECK(got <= frames);
    CHECK(status != MMS_OK || count == channels);
    for (i = 0; i < count; i++) {
        release(planes[i]);
    }
    release(planes);
}

static void map(struct input *in, mms_wave_reader *reader) {
    uint32_t mode = pick(in, 5);
    uint8_t *data;
    void *place;
    uint64_t size, i;
    volatile uint8_t sum = 0;
    mms_status status;
    STALE(place);
    STALE(size);
    status = TRY(mms_wave_reader_map(reader, mode, &place, &size, ERROR));
    CHECK_ZEROED(status, place);
    CHECK_ZEROED(status, size);
    CHECK((place == NULL) == (size == 0));
    for (data = place, i = 0; i < size; i++) {
        sum = sum + data[i];
        if (mode != MMS_WAVE_MAP_READ && i % 64 == 0) {
            data[i] = (uint8_t)~data[i];
        }
    }
    if (pick(in, 2) == 0) {
        TRY(mms_wave_reader_sync_map(reader, ERROR));
        TRY(mms_wave_reader_unmap(reader, ERROR));
    }
}

static void seek(struct input *in, mms_wave_reader *reader) {
    int64_t frame = (int64_t)hostile(in), now;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    if (pick(in, 4) == 0 && TRY(mms_wave_reader_info(reader, &info, ERROR)) == MMS_OK) {
        frame = info.frames - pick(in, 20);
    }
    if (TRY(mms_wave_reader_seek(reader, frame, ERROR)) == MMS_OK) {
        CHECK_OK(TRY(mms_wave_reader_tell(reader, &now, ERROR)));
        CHECK_INT(now, frame);
    }
}

static void diagnostics(struct input *in, mms_wave_reader *reader) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_diagnostic found;
    mms_status status;
    uint32_t i;
    TRY(mms_wave_reader_info(reader, &info, ERROR));
    for (i = 0; i <= info.diagnostics && i < 50; i++) {
        STALE_STRUCT(found);
        status = TRY(mms_wave_reader_diagnostic(reader, i, &found, ERROR));
        CHECK_STRUCT_ZEROED(status, found);
        CHECK_STATUS(status, i < info.diagnostics ? MMS_OK : MMS_ERROR_ARGUMENT_RANGE);
        CHECK(status != MMS_OK || (found.repair != 0 && (found.repair & (found.repair - 1)) == 0));
    }
    TRY(mms_wave_reader_diagnostic(reader, (uint32_t)hostile(in), &found, ERROR));
}

static void chunks(struct input *in, mms_wave_reader *reader) {
    mms_wave_chunk chunk;
    mms_status status;
    uint32_t count, i;
    uint64_t size, again, capacity;
    void *buffer;
    STALE(count);
    status = TRY(mms_wave_reader_chunk_count(reader, &count, ERROR));
    CHECK_ZEROED(status, count);
    for (i = 0; i <= count && i < 20; i++) {
        uint32_t index = pick(in, 8) == 0 ? (uint32_t)hostile(in) : i;
        STALE_STRUCT(chunk);
        status = TRY(mms_wave_reader_chunk(reader, index, &chunk, ERROR));
        CHECK_STRUCT_ZEROED(status, chunk);
        CHECK(status != MMS_OK || (chunk.size >= 0 && chunk.start >= chunk.offset && chunk.offset >= 0));
        STALE(size);
        if (TRY(mms_wave_reader_chunk_data(reader, index, NULL, 0, &size, ERROR)) == MMS_OK) {
            CHECK(size <= 1 << 20);
            capacity = pick(in, 4) == 0 && size > 0 ? size - 1 : size + pick(in, 2);
            buffer = exact_result(capacity, 1);
            status = TRY(mms_wave_reader_chunk_data(reader, index, buffer, capacity, &again, ERROR));
            CHECK(status != MMS_OK || again == size);
            CHECK(status != MMS_OK || again <= capacity);
            release(buffer);
        } else {
            CHECK_INT(size, 0);
        }
    }
}

static void metadata_of(struct input *in, mms_wave_reader *reader) {
    mms_wave_metadata *metadata;
    mms_status status;
    STALE(metadata);
    status = TRY(mms_wave_reader_metadata(reader, &metadata, ERROR));
    CHECK_ZEROED(status, metadata);
    if (status == MMS_OK) {
        use_metadata(in, metadata);
        CHECK_OK(TRY(mms_wave_metadata_close(metadata, ERROR)));
        CHECK_STATUS(TRY(mms_wave_metadata_close(metadata, ERROR)), MMS_ERROR_HANDLE);
    }
}

void use_reader(struct input *in, struct opened *opened) {
    static void (*const things[])(struct input *, mms_wave_reader *) = {
        ask_info, read_bytes, read_samples, read_samples, read_planar, map, seek, diagnostics, chunks, metadata_of};
    int i;
    for (i = 0; i < STEPS && (in->left > 0 || i < 10); i++) {
        things[in->left > 0 ? pick(in, sizeof things / sizeof *things) : (uint32_t)i](in, opened->reader);
    }
}

static mms_wave_open_options options_from(struct input *in) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    options.refuse = pick(in, 4) == 0 ? (uint32_t)hostile(in) : 0;
    options.max_channels = pick(in, 4) == 0 ? pick(in, 8) : 0;
    options.flags = pick(in, 4);
    options.max_metadata = pick(in, 4) == 0 ? pick(in, 65535) : 0;
    return options;
}

void fuzz_reading(struct input *in) {
    uint32_t way = pick(in, WAYS);
    mms_wave_open_options options = options_from(in);
    struct opened opened;
    if (open_way(in, way, pick(in, 4) == 0 ? NULL : &options, &opened) == MMS_OK) {
        use_reader(in, &opened);
    }
    close_way(&opened);
}

/*
 * However a file is opened, it is the same file: what can seek gives the same in all, what cannot the same audio,
 * unless the data stand before the fmt chunk.
 */
void fuzz_ways(struct input *in) {
    static const uint32_t others[] = {WAY_STREAM, WAY_SHORT, WAY_FD, WAY_PATH, WAY_FORWARD, WAY_PIPE};
    uint32_t way = others[pick(in, sizeof others / sizeof *others)], type = 1 + pick(in, 9), channels;
    int seeks = way != WAY_FORWARD && way != WAY_PIPE, as_samples = (int)pick(in, 2);
    struct opened one, other;
    mms_wave_info info = MMS_WAVE_INFO_INIT, same = MMS_WAVE_INFO_INIT;
    mms_status status;
    if (in->size > 65536) {
        return;
    }
    status = open_way(in, WAY_MEMORY, NULL, &one);
    if (!seeks && status == MMS_OK) {
        mms_wave_diagnostic found = MMS_WAVE_DIAGNOSTIC_INIT;
        uint32_t i;
        for (i = 0; mms_wave_reader_diagnostic(one.reader, i, &found, NULL) == MMS_OK; i++) {
            if (found.repair == MMS_WAVE_REPAIR_DATA_FIRST) {
                close_way(&one);
                return;
            }
        }
    }
    if (seeks || status == MMS_OK) {
        CHECK_STATUS(open_way(in, way, NULL, &other), status);
        if (status == MMS_OK) {
            CHECK_OK(TRY(mms_wave_reader_info(one.reader, &info, ERROR)));
            CHECK_OK(TRY(mms_wave_reader_info(other.reader, &same, ERROR)));
            channels = info.channels;
            CHECK_INT(same.channels, channels);
            CHECK_INT(same.encoding, info.encoding);
            CHECK_INT(same.data_offset, info.data_offset);
            if (seeks) {
                CHECK_BYTES(&same, &info, sizeof info);
            }
            /* Packed samples end where a fact chunk says, which may stand behind them. */
            if (as_samples && channels <= 512 && (seeks || info.sample_bytes > 0)) {
                uint64_t frames = 1 + pick(in, 64), got, there;
                size_t size = frames * channels * sample_size(type), reads;
                uint8_t *a = exact_result(size, sample_align(type)), *b = exact_result(size, sample_align(type));
                for (reads = 0; reads < 2000; reads++) {
                    status =
                        TRY(mms_wave_reader_read_samples(one.reader, type, a, frames * channels, frames, &got, ERROR));
                    CHECK_STATUS(TRY(mms_wave_reader_read_samples(other.reader, type, b, frames * channels, frames,
                                                                  &there, ERROR)),
                                 status);
                    CHECK_INT(there, got);
                    CHECK_BYTES(b, a, got * channels * sample_size(type));
                    if (got == 0) {
                        break;
                    }
                }
                release(a);
                release(b);
            } else {
                size_t size, length;
                uint8_t *bytes = all_bytes(one.reader, &size), *there = all_bytes(other.reader, &length);
                CHECK(bytes != NULL && there != NULL);
                CHECK_INT(length, size);
                CHECK_BYTES(there, bytes, size);
                CHECK_INT(size, info.data_bytes);
                free(bytes);
                free(there);
            }
        }
        close_way(&other);
    }
    close_way(&one);
}
