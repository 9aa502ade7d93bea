/* Writers: every function in any order, to memory, files and hosts; what is written is read back and compared. */
#include "host.h"

#include <sys/mman.h>
#include <unistd.h>

enum { STEPS = 16, SAMPLES = 4096 };

/* What the audio of the file must be: samples of type, or nothing that is known. */
struct expected {
    uint32_t type; /* 0: not known */
    uint8_t bytes[STEPS * SAMPLES * 8];
    size_t size;
};

static struct expected expected;

static mms_wave_format format_from(struct input *in) {
    static const uint32_t tags[] = {0,
                                    MMS_WAVE_TAG_PCM,
                                    MMS_WAVE_TAG_IEEE_FLOAT,
                                    MMS_WAVE_TAG_ALAW,
                                    MMS_WAVE_TAG_MULAW,
                                    MMS_WAVE_TAG_IMA_ADPCM,
                                    MMS_WAVE_TAG_MS_ADPCM,
                                    MMS_WAVE_TAG_EXTENSIBLE,
                                    MMS_WAVE_TAG_GSM610};
    static const uint32_t bits[] = {8, 16, 24, 32, 64, 32, 8, 4, 20, 12, 1, 48};
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    uint32_t wild = pick(in, 8);
    format.tag = wild == 0 ? (uint32_t)hostile(in) : tags[pick(in, sizeof tags / sizeof *tags)];
    format.channels = wild == 1 ? (uint32_t)hostile(in) : 1 + pick(in, 9);
    format.sample_rate = wild == 2 ? (uint32_t)hostile(in) : 8000;
    format.bits_per_sample = wild == 3 ? (uint32_t)hostile(in) : bits[pick(in, sizeof bits / sizeof *bits)];
    switch (format.tag) {
    case MMS_WAVE_TAG_ALAW:
    case MMS_WAVE_TAG_MULAW:
        format.bits_per_sample = 8;
        break;
    case MMS_WAVE_TAG_IMA_ADPCM:
    case MMS_WAVE_TAG_MS_ADPCM:
        format.bits_per_sample = 4;
        break;
    }
    if (pick(in, 3) == 0) {
        format.valid_bits = pick(in, 4) == 0 ? (uint32_t)hostile(in) : pick(in, 33);
        format.channel_mask = pick(in, 2) == 0 ? (uint32_t)hostile(in) : 0;
        format.flags = pick(in, 4) == 0 ? MMS_WAVE_RIGHT_ALIGNED : 0;
        format.sample_bytes = pick(in, 6);
        format.block_align = pick(in, 3) == 0 ? (uint32_t)hostile(in) : 0;
    }
    if (wild == 4) {
        fill(in, format.sub_format, sizeof format.sub_format);
    }
    return format;
}

static mms_wave_write_options write_options_from(struct input *in) {
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    options.flags = pick(in, 4) == 0 ? pick(in, 3) : 0;
    options.frames = pick(in, 4) == 0 ? (int64_t)hostile(in) : 0;
    options.container = pick(in, 3) == 0 ? (uint32_t)hostile(in) : pick(in, 6);
    options.checkpoint_ms = pick(in, 8) == 0;
    options.checkpoint_bytes = pick(in, 4) == 0 ? pick(in, 4096) : 0;
    options.max_riff_size = pick(in, 4) == 0 ? pick(in, 65535) : 0;
    return options;
}

/* The type of samples that a file has as it is, or 0. */
static uint32_t own_type(const mms_wave_info *info) {
    if (info->flags & MMS_WAVE_RIGHT_ALIGNED || info->valid_bits != info->bits_per_sample ||
        info->bits_per_sample != 8 * info->sample_bytes || info->block_frames != 1) {
        return 0;
    }
    if (info->encoding == MMS_WAVE_ENCODING_IEEE_FLOAT) {
        return info->sample_bytes == 4 ? MMS_SAMPLE_F32 : info->sample_bytes == 8 ? MMS_SAMPLE_F64 : 0;
    }
    if (info->encoding == MMS_WAVE_ENCODING_PCM) {
        switch (info->sample_bytes) {
        case 1:
            return MMS_SAMPLE_U8;
        case 2:
            return MMS_SAMPLE_S16;
        case 3:
            return MMS_SAMPLE_S24;
        case 4:
            return MMS_SAMPLE_S32;
        case 8:
            return MMS_SAMPLE_S64;
        }
    }
    return 0;
}

static mms_status write_type(mms_wave_writer *writer, uint32_t type, int own, const void *samples, uint64_t frames) {
    switch (own ? type : 0) {
    case MMS_SAMPLE_S16:
        return TRY(mms_wave_writer_write_s16(writer, samples, frames, ERROR));
    case MMS_SAMPLE_S32:
        return TRY(mms_wave_writer_write_s32(writer, samples, frames, ERROR));
    case MMS_SAMPLE_F32:
        return TRY(mms_wave_writer_write_f32(writer, samples, frames, ERROR));
    case MMS_SAMPLE_F64:
        return TRY(mms_wave_writer_write_f64(writer, samples, frames, ERROR));
    }
    return TRY(mms_wave_writer_write_samples(writer, type, samples, frames, ERROR));
}

/* Notes what was appended: samples of a type, or raw bytes (type 0). */
static void expect(const void *data, uint32_t type, size_t count) {
    uint8_t *to = expected.bytes + expected.size;
    size_t size = type == 0 ? count : count * sample_size(expected.type);
    if (expected.type == 0) {
        return;
    }
    CHECK(expected.size + size <= sizeof expected.bytes);
    if (type == 0) {
        memcpy(to, data, size);
    } else {
        void *converted = exact_result(size, sample_align(expected.type));
        CHECK_OK(TRY(mms_convert_samples(data, type, converted, expected.type, count, ERROR)));
        memcpy(to, converted, size);
        release(converted);
    }
    expected.size += size;
}

static void write_samples(struct input *in, mms_wave_writer *writer, const mms_wave_info *info) {
    uint32_t type = 1 + pick(in, 9), i;
    uint64_t frames = pick(in, 4) == 0 ? pick(in, SAMPLES) : pick(in, 40);
    int planar = pick(in, 3) == 0 && info->channels <= 16;
    size_t size = sample_size(type), count, k;
    uint8_t *samples;
    mms_status status;
    frames = frames * info->channels > SAMPLES ? SAMPLES / info->channels : frames;
    count = (size_t)frames * info->channels;
    samples = exact(count * size, sample_align(type));
    fill(in, samples, count * size);
    if (planar) {
        void **planes = exact(info->channels * sizeof *planes, sizeof *planes);
        for (i = 0; i < info->channels; i++) {
            planes[i] = exact(frames * size, sample_align(type));
            for (k = 0; k < frames; k++) {
                memcpy((uint8_t *)planes[i] + k * size, samples + (k * info->channels + i) * size, size);
            }
        }
        status = TRY(mms_wave_writer_write_planar(writer, type, (const void *const *)planes,
                                                  info->channels + (pick(in, 8) == 1), frames, ERROR));
        for (i = 0; i < info->channels; i++) {
            release(planes[i]);
        }
        release(planes);
    } else {
        status = write_type(writer, type, (int)pick(in, 2), samples, frames);
    }
    if (status == MMS_OK) {
        expect(samples, type, count);
    } else if (status != MMS_ERROR_ARGUMENT_RANGE && status != MMS_ERROR_LIMIT_RIFF_SIZE) {
        expected.type = 0;
    }
    release(samples);
}

static void write_bytes(struct input *in, mms_wave_writer *writer, const mms_wave_info *info) {
    size_t size = pick(in, 4) == 0 ? pick(in, SAMPLES) : pick(in, 100);
    void *data;
    mms_status status;
    if (pick(in, 4) != 0 && info->block_align > 0) {
        size = size / info->block_align * info->block_align;
    }
    data = exact(size, 1);
    fill(in, data, size);
    status = TRY(mms_wave_writer_write_bytes(writer, data, size, ERROR));
    if (info->container == MMS_WAVE_CONTAINER_RIFX || info->block_align == 0 || size % info->block_align != 0 ||
        (status != MMS_OK && status != MMS_ERROR_LIMIT_RIFF_SIZE)) {
        expected.type = 0;
    } else if (status == MMS_OK) {
        expect(data, 0, size);
    }
    release(data);
}

/* Takes the metadata of the input's file, changes it, and gives it to the writer. */
static void set_metadata(struct input *in, mms_wave_writer *writer) {
    struct opened opened;
    mms_wave_metadata *metadata = NULL;
    if (open_way(in, WAY_MEMORY, NULL, &opened) == MMS_OK) {
        TRY(mms_wave_reader_metadata(opened.reader, &metadata, ERROR));
    }
    close_way(&opened);
    if (metadata != NULL) {
        use_metadata(in, metadata);
        TRY(mms_wave_writer_set_metadata(writer, metadata, ERROR));
        CHECK_OK(TRY(mms_wave_metadata_close(metadata, ERROR)));
    }
}

/* Copies what a writer to memory has, into an exact buffer. */
static void *contents(struct input *in, mms_wave_writer *writer, uint64_t *size) {
    uint64_t again;
    void *file = NULL;
    mms_status status;
    STALE(*size);
    status = TRY(mms_wave_writer_contents(writer, NULL, 0, size, ERROR));
    CHECK_ZEROED(status, *size);
    if (status == MMS_OK) {
        if (*size > 0 && pick(in, 8) == 0) {
            file = exact((size_t)*size - 1, 1);
            CHECK_STATUS(TRY(mms_wave_writer_contents(writer, file, *size - 1, &again, ERROR)),
                         MMS_ERROR_ARGUMENT_RANGE);
            release(file);
        }
        file = exact_result((size_t)*size, 1);
        CHECK_OK(TRY(mms_wave_writer_contents(writer, file, *size, &again, ERROR)));
        CHECK_INT(again, *size);
    }
    return file;
}

/*
 * A file that was written is read: what it says and what it holds is what was written. Where the header could not say
 * how much there is, the last of it may look like chunks, and chunks of ids that nobody knows like more of it.
 */
static void read_back(const void *file, size_t size, const mms_wave_info *written, int told) {
    mms_wave_open_options strict = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader;
    uint64_t frames = (uint64_t)written->frames, got, samples = frames * written->channels;
    mms_error why = MMS_ERROR_INIT;
    strict.flags = MMS_WAVE_OPEN_ALL_FRAMES;
    if (mms_wave_reader_open_memory(file, size, &strict, &reader, &why) != MMS_OK) {
        FAIL("what was written cannot be read: %s", why.message);
    }
    CHECK_OK(TRY(mms_wave_reader_info(reader, &info, ERROR)));
    CHECK_INT(info.channels, written->channels);
    CHECK_INT(info.sample_rate, written->sample_rate);
    CHECK_INT(info.encoding, written->encoding);
    CHECK_INT(info.bits_per_sample, written->bits_per_sample);
    if (!told) {
        frames = frames < (uint64_t)info.frames ? frames : (uint64_t)info.frames;
        samples = frames * info.channels;
    } else if (info.sample_bytes > 0) { /* else what the last block lacked was added by close */
        CHECK_INT(info.data_bytes, written->data_bytes);
    }
    if (expected.type != 0) {
        size_t bytes = samples * sample_size(expected.type);
        void *there = exact_result(bytes, sample_align(expected.type));
        CHECK(!told || info.frames == (int64_t)frames);
        CHECK(told ? bytes == expected.size : bytes <= expected.size);
        CHECK_OK(TRY(mms_wave_reader_read_samples(reader, expected.type, there, samples, frames, &got, ERROR)));
        CHECK_INT(got, frames);
        CHECK_BYTES(there, expected.bytes, bytes);
        release(there);
    }
    CHECK_OK(TRY(mms_wave_reader_close(reader, ERROR)));
}

static void use_writer(struct input *in, mms_wave_writer *writer) {
    mms_wave_info info;
    int64_t frames;
    uint64_t size;
    uint32_t thing;
    int i;
    STALE_STRUCT(info);
    CHECK_OK(TRY(mms_wave_writer_info(writer, &info, ERROR)));
    expected.type = own_type(&info);
    expected.size = 0;
    for (i = 0; i < STEPS && (in->left > 0 || i < 2); i++) {
        thing = pick(in, 24);
        switch (thing) {
        case 1:
            if (TRY(mms_wave_writer_seek(writer, pick(in, 2) == 0 ? (int64_t)hostile(in) : 0, ERROR)) == MMS_OK) {
                expected.type = 0;
            }
            break;
        case 2:
            set_metadata(in, writer);
            break;
        case 3:
            TRY(mms_wave_writer_checkpoint(writer, ERROR));
            break;
        case 4:
            TRY(mms_wave_writer_sync(writer, ERROR));
            break;
        case 5:
            TRY(mms_wave_writer_update_header(writer, ERROR));
            break;
        case 6:
            TRY(mms_wave_writer_flush(writer, ERROR));
            break;
        case 7:
            STALE(frames);
            CHECK_OK(TRY(mms_wave_writer_tell(writer, &frames, ERROR)));
            break;
        case 8:
            release(contents(in, writer, &size));
            break;
        case 9:
            STALE_STRUCT(info);
            info.struct_size -= pick(in, 60);
            TRY(mms_wave_writer_info(writer, &info, ERROR));
            STALE_STRUCT(info);
            CHECK_OK(TRY(mms_wave_writer_info(writer, &info, ERROR)));
            break;
        default:
            if (thing % 2 == 0) {
                write_samples(in, writer, &info);
            } else {
                write_bytes(in, writer, &info);
            }
        }
    }
}

enum { TO_MEMORY, TO_HOST, TO_FORWARD, TO_LIAR, TO_FD, TO_PATH, TO_OPENED, PLACES };

void fuzz_writing(struct input *in) {
    uint32_t place = pick(in, PLACES), abandon;
    mms_wave_format format = format_from(in);
    mms_wave_write_options options = write_options_from(in);
    const mms_wave_write_options *how = pick(in, 3) == 0 ? NULL : &options;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_writer *writer;
    struct host *host = NULL;
    mms_status status;
    mms_io io;
    uint8_t *file = NULL;
    uint64_t size = 0;
    int fd = -1, abilities = place == TO_HOST ? HOST_SEEKS : place == TO_LIAR ? HOST_LIES | (int)pick(in, 2) : 0;
    STALE(writer);
    switch (place) {
    case TO_MEMORY:
        status = TRY(mms_wave_writer_create_memory(&format, how, &writer, ERROR));
        break;
    case TO_FD:
        fd = memfd_create("fuzz", MFD_CLOEXEC);
        CHECK(fd >= 0);
        status = TRY(mms_wave_writer_create_fd(fd, &format, how, &writer, ERROR));
        break;
    case TO_PATH:
        status = TRY(mms_wave_writer_create(file_name(0), &format, how, &writer, ERROR));
        break;
    case TO_OPENED:
        put_file(0, in->file, in->size);
        status = TRY(mms_wave_writer_open(file_name(0), how, &writer, ERROR));
        break;
    default:
        host = make_host(in, NULL, 0, abilities, &io);
        host->most = pick(in, 2) * pick(in, 100);
        status = TRY(mms_wave_writer_create_io(&io, &format, how, &writer, ERROR));
        host->writer = writer;
    }
    CHECK_ZEROED(status, writer);
    if (status == MMS_OK) {
        use_writer(in, writer);
        if (place == TO_OPENED) {
            expected.type = 0;
        }
        abandon = pick(in, 8) == 1;
        if (place == TO_MEMORY) {
            file = contents(in, writer, &size);
        }
        CHECK_OK(TRY(mms_wave_writer_info(writer, &info, ERROR)));
        status = abandon ? TRY(mms_wave_writer_abandon(writer, ERROR)) : TRY(mms_wave_writer_close(writer, ERROR));
        CHECK_STATUS(TRY(mms_wave_writer_close(writer, ERROR)), MMS_ERROR_HANDLE);
        if (status == MMS_OK && !abandon && place != TO_LIAR && !(how != NULL && options.flags != 0)) {
            size_t length = 0;
            if (file != NULL) {
                read_back(file, size, &info, 1);
            } else if (host != NULL) {
                uint8_t *copy = exact_copy(host->bytes, (size_t)host->size, 1);
                read_back(copy, (size_t)host->size, &info, abilities & HOST_SEEKS);
                release(copy);
            } else if (fd >= 0) {
                length = (size_t)lseek(fd, 0, SEEK_END);
                file = exact(length, 1);
                CHECK(pread(fd, file, length, 0) == (ssize_t)length);
                read_back(file, length, &info, 1);
            } else {
                uint8_t *bytes = get_file(0, &length);
                read_back(bytes, length, &info, 1);
                free(bytes);
            }
        }
    }
    release(file);
    if (fd >= 0) {
        CHECK(close(fd) == 0);
    }
    end_host(host);
}
