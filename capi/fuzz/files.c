/* Whole files: edited, repaired, copied, scanned, appended to. The audio stays what it was. */
#include "fuzz.h"

/* The audio of a file, to be freed, or NULL if it cannot be read. */
static uint8_t *audio(int number, size_t *size, mms_wave_info *info) {
    static const mms_wave_info none = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader;
    uint8_t *bytes = NULL;
    *info = none;
    *size = 0;
    if (TRY(mms_wave_reader_open(file_name(number), NULL, &reader, ERROR)) == MMS_OK) {
        CHECK_OK(TRY(mms_wave_reader_info(reader, info, ERROR)));
        bytes = all_bytes(reader, size);
        CHECK_OK(TRY(mms_wave_reader_close(reader, ERROR)));
    }
    return bytes;
}

/* A file has this audio, or at least begins with it. */
static void check_audio(int number, const uint8_t *bytes, size_t size, int begins) {
    mms_wave_info info;
    size_t now;
    uint8_t *there = audio(number, &now, &info);
    CHECK((there != NULL) == (bytes != NULL));
    if (bytes != NULL) {
        CHECK(begins ? now >= size : now == size);
        CHECK_BYTES(there, bytes, size);
    }
    free(there);
}

static mms_wave_metadata *metadata_for(struct input *in) {
    mms_wave_reader *reader;
    mms_wave_metadata *metadata = NULL;
    if (TRY(mms_wave_reader_open(file_name(0), NULL, &reader, ERROR)) == MMS_OK) {
        if (pick(in, 2) == 0) {
            TRY(mms_wave_reader_metadata(reader, &metadata, ERROR));
        }
        CHECK_OK(TRY(mms_wave_reader_close(reader, ERROR)));
    }
    if (metadata == NULL) {
        CHECK_OK(TRY(mms_wave_metadata_create(&metadata, ERROR)));
    }
    use_metadata(in, metadata);
    return metadata;
}

static void edit(struct input *in, const uint8_t *bytes, size_t size, const mms_wave_info *was) {
    mms_wave_metadata *metadata = metadata_for(in), *there;
    mms_wave_reader *reader;
    mms_status status = TRY(mms_wave_edit(file_name(0), metadata, ERROR));
    check_audio(0, bytes, size, 0);
    if (status == MMS_OK) {
        CHECK_OK(TRY(mms_wave_reader_open(file_name(0), NULL, &reader, ERROR)));
        CHECK_OK(TRY(mms_wave_reader_metadata(reader, &there, ERROR)));
        check_same_chunks(there, metadata, !(was->flags & MMS_WAVE_BIG_ENDIAN));
        CHECK_OK(TRY(mms_wave_metadata_close(there, ERROR)));
        CHECK_OK(TRY(mms_wave_reader_close(reader, ERROR)));
    }
    CHECK_OK(TRY(mms_wave_metadata_close(metadata, ERROR)));
}

static void repair(struct input *in, const uint8_t *bytes, size_t size) {
    uint32_t repairs;
    mms_status status;
    (void)in;
    STALE(repairs);
    status = TRY(mms_wave_repair(file_name(0), &repairs, ERROR));
    CHECK_ZEROED(status, repairs);
    check_audio(0, bytes, size, 0);
    if (status == MMS_OK) {
        CHECK_OK(TRY(mms_wave_repair(file_name(0), &repairs, ERROR)));
        CHECK_INT(repairs, 0);
        check_audio(0, bytes, size, 0);
    }
}

static void copy(struct input *in, const uint8_t *bytes, size_t size, const mms_wave_info *was) {
    uint32_t container = pick(in, 8);
    mms_wave_metadata *metadata = pick(in, 2) == 0 ? NULL : metadata_for(in);
    mms_wave_info info;
    size_t now;
    uint8_t *there;
    if (TRY(mms_wave_copy(file_name(0), file_name(1), container, metadata, ERROR)) == MMS_OK) {
        there = audio(1, &now, &info);
        CHECK(there != NULL && bytes != NULL);
        CHECK_INT(now, size);
        if (container != MMS_WAVE_CONTAINER_AUTO) {
            CHECK_INT(info.container, container);
        } else { /* RF64 and BW64 without a ds64 chunk are repaired, to RIFF */
            CHECK(info.container == was->container || info.container == MMS_WAVE_CONTAINER_RIFF);
        }
        if (((info.flags ^ was->flags) & MMS_WAVE_BIG_ENDIAN) == 0) {
            CHECK_BYTES(there, bytes, size);
        }
        free(there);
    } else {
        size_t none;
        CHECK(fopen(file_name(1), "rb") == NULL);
        CHECK((there = audio(1, &none, &info)) == NULL);
    }
    check_audio(0, bytes, size, 0);
    if (metadata != NULL) {
        CHECK_OK(TRY(mms_wave_metadata_close(metadata, ERROR)));
    }
}

static void append(struct input *in, const uint8_t *bytes, size_t size) {
    mms_wave_writer *writer;
    float frames[64];
    STALE(writer);
    if (TRY(mms_wave_writer_open(file_name(0), NULL, &writer, ERROR)) == MMS_OK) {
        mms_wave_info info = MMS_WAVE_INFO_INIT;
        int partial, written = 0;
        fill(in, frames, sizeof frames);
        CHECK_OK(TRY(mms_wave_writer_info(writer, &info, ERROR)));
        partial = info.block_align > 0 && size % info.block_align != 0;
        if (pick(in, 2) == 0 && info.channels <= 64) {
            written = TRY(mms_wave_writer_write_f32(writer, frames, 64 / info.channels, ERROR)) == MMS_OK;
        }
        TRY(mms_wave_writer_close(writer, ERROR));
        if (!partial || !written) {
            check_audio(0, bytes, partial ? size / info.block_align * info.block_align : size, 1);
        }
    } else {
        CHECK(writer == NULL);
        check_audio(0, bytes, size, 0);
    }
}

/* The rows of a scan say what opening each file says. */
static void scan(struct input *in) {
    const char *given[] = {file_name(0), "missing.wav", file_name(1), "/", file_name(0)};
    const char **paths;
    uint64_t count = pick(in, 6), i;
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_scan *all;
    mms_status status;
    options.refuse = pick(in, 4) == 0 ? (uint32_t)hostile(in) : 0;
    put_file(1, in->file, in->size / 2);
    paths = exact_copy(given, (size_t)count * sizeof *given, sizeof *given);
    STALE(all);
    status = TRY(mms_wave_scan_open(paths, count, &options, pick(in, 5), &all, ERROR));
    CHECK_ZEROED(status, all);
    CHECK_OK(status);
    for (i = 0; i <= count; i++) {
        mms_wave_info info, same = MMS_WAVE_INFO_INIT;
        mms_wave_reader *reader;
        mms_status row;
        STALE_STRUCT(info);
        row = TRY(mms_wave_scan_row(all, i, &info, ERROR));
        CHECK_STRUCT_ZEROED(row, info);
        if (i == count) {
            CHECK_STATUS(row, MMS_ERROR_ARGUMENT_RANGE);
        } else if (i != 3) {
            CHECK_STATUS(TRY(mms_wave_reader_open(given[i], &options, &reader, ERROR)), row);
            if (row == MMS_OK) {
                CHECK_OK(TRY(mms_wave_reader_info(reader, &same, ERROR)));
                CHECK_BYTES(&info, &same, sizeof same);
                CHECK_OK(TRY(mms_wave_reader_close(reader, ERROR)));
            }
        }
    }
    CHECK_OK(TRY(mms_wave_scan_close(all, ERROR)));
    CHECK_STATUS(TRY(mms_wave_scan_close(all, ERROR)), MMS_ERROR_HANDLE);
    release(paths);
}

void fuzz_files(struct input *in) {
    uint32_t thing = pick(in, 8);
    mms_wave_info info;
    size_t size;
    uint8_t *bytes;
    put_file(0, in->file, in->size);
    bytes = audio(0, &size, &info);
    switch (thing) {
    case 0:
    case 1:
        edit(in, bytes, size, &info);
        break;
    case 2:
    case 3:
        repair(in, bytes, size);
        break;
    case 4:
    case 5:
        copy(in, bytes, size, &info);
        break;
    case 6:
        append(in, bytes, size);
        break;
    default:
        scan(in);
    }
    free(bytes);
}
