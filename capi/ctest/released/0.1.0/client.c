/*
 * A program of the time of mmservices 0.1.0: it uses every function that there was, with the structs as long as they
 * were, each of which ends at a page that no one may touch.
 *
 * It expects what the header beside it promises. Where ABI 2 has changed that a comment says "ABI 2":
 *   - a writer leaves room in the header, so that the file can grow past 4 GiB: the data begin at 80, not at 44;
 *   - a file in an encoding that cannot be decoded opens, where it was refused.
 */
#include <errno.h>
#include <fcntl.h>

#include "guard.h"
#include "sound.h"

/* A fresh struct at the end of a page. */
#define SHORT(type, name, ...)                                                                                         \
    static const type name##_fresh = __VA_ARGS__;                                                                      \
    type *name = (type *)guarded_copy(&name##_fresh, sizeof(type), 0)

#define ERROR(name) SHORT(mms_error, name, MMS_ERROR_INIT)

static const char path[] = "client.wav";

static void versions_are_told(void) {
    CHECK(strlen(mms_version()) >= 5);
    CHECK(mms_version_number() >= MMS_VERSION_NUMBER);
    CHECK(mms_abi_version() >= MMS_ABI_VERSION);
}

static void statuses_have_their_texts(void) {
    CHECK_TEXT(mms_status_string(MMS_OK), "success");
    CHECK_TEXT(mms_status_string(MMS_ERROR_FORMAT_NOT_RIFF), "the file does not start with a RIFF id");
    CHECK_TEXT(mms_status_string(MMS_ERROR_FORMAT - 99), mms_status_string(MMS_ERROR_FORMAT));
    CHECK_INT(MMS_STATUS_CLASS(MMS_ERROR_FORMAT_NOT_RIFF), MMS_ERROR_FORMAT);
}

static void check_info(const mms_wave_info *info) {
    CHECK_INT(info->struct_size, sizeof *info);
    CHECK_INT(info->encoding, MMS_WAVE_ENCODING_PCM);
    CHECK_INT(info->tag, MMS_WAVE_TAG_PCM);
    CHECK_INT(info->channels, 2);
    CHECK_INT(info->sample_rate, 8000);
    CHECK_INT(info->bits_per_sample, 16);
    CHECK_INT(info->valid_bits, 16);
    CHECK_INT(info->sample_bytes, 2);
    CHECK_INT(info->block_align, SOUND_ALIGN);
    CHECK_INT(info->channel_mask, 0);
    CHECK_INT(info->diagnostics, 0);
}

static void a_fmt_chunk_is_understood(void) {
    SHORT(mms_wave_info, info, MMS_WAVE_INFO_INIT);
    ERROR(error);
    CHECK_OK(mms_wave_parse_format(sound + 20, 16, info, error));
    check_info(info);
    CHECK_INT(error->offset, -1);
    CHECK_STATUS(mms_wave_parse_format(sound + 20, 10, info, error), MMS_ERROR_EOF);
    CHECK_INT(error->status, MMS_ERROR_EOF);
    CHECK(error->message[0] != '\0');
}

/* Reads what the recording holds, and closes the reader. */
static void check_reader(mms_wave_reader *reader, int64_t data_offset) {
    SHORT(mms_wave_info, info, MMS_WAVE_INFO_INIT);
    ERROR(error);
    uint8_t bytes[SOUND_DATA];
    uint64_t got;
    int64_t frame;
    CHECK_OK(mms_wave_reader_info(reader, info, error));
    check_info(info);
    CHECK_INT(info->frames, SOUND_FRAMES);
    CHECK_INT(info->frames_declared, SOUND_FRAMES);
    CHECK_INT(info->data_offset, data_offset);
    CHECK_INT(info->data_bytes, SOUND_DATA);
    CHECK_INT(info->flags, MMS_WAVE_SEEKABLE);
    CHECK_OK(mms_wave_reader_read_bytes(reader, bytes, 9, &got, error));
    CHECK_INT(got, 8);
    CHECK_OK(mms_wave_reader_tell(reader, &frame, error));
    CHECK_INT(frame, 2);
    CHECK_STATUS(mms_wave_reader_seek(reader, SOUND_FRAMES + 1, error), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_reader_seek(reader, 0, error));
    CHECK_OK(mms_wave_reader_read_bytes(reader, bytes, sizeof bytes, &got, error));
    CHECK_INT(got, SOUND_DATA);
    CHECK_BYTES(bytes, sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK(mms_wave_reader_read_bytes(reader, bytes, sizeof bytes, &got, error));
    CHECK_INT(got, 0);
    CHECK_OK(mms_wave_reader_close(reader, error));
    CHECK_STATUS(mms_wave_reader_close(reader, error), MMS_ERROR_HANDLE);
}

static void files_are_read_whatever_they_come_from(void) {
    SHORT(mms_wave_open_options, options, MMS_WAVE_OPEN_OPTIONS_INIT);
    SHORT(mms_io, io, MMS_IO_INIT);
    ERROR(error);
    struct stream stream;
    mms_wave_reader *reader;
    int fd;
    options->refuse = MMS_WAVE_REPAIR_ALL;
    options->max_channels = 2;
    write_file(path, sound, sizeof sound);
    CHECK_OK(mms_wave_reader_open(path, options, &reader, error));
    check_reader(reader, SOUND_HEADER);
    fd = open(path, O_RDONLY);
    CHECK(fd >= 0);
    CHECK_OK(mms_wave_reader_open_fd(fd, options, &reader, error));
    check_reader(reader, SOUND_HEADER);
    CHECK_INT(close(fd), 0);
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, options, &reader, error));
    check_reader(reader, SOUND_HEADER);
    stream_load(&stream, sound, sizeof sound);
    *io = stream_io(&stream);
    CHECK_OK(mms_wave_reader_open_io(io, options, &reader, error));
    check_reader(reader, SOUND_HEADER);
}

static void what_is_wrong_is_told_or_refused(void) {
    SHORT(mms_wave_open_options, options, MMS_WAVE_OPEN_OPTIONS_INIT);
    SHORT(mms_wave_diagnostic, diagnostic, MMS_WAVE_DIAGNOSTIC_INIT);
    SHORT(mms_wave_info, info, MMS_WAVE_INFO_INIT);
    ERROR(error);
    uint8_t lie[SOUND_SIZE];
    mms_wave_reader *reader;
    memcpy(lie, sound, sizeof lie);
    put32(lie + 40, 1000);
    CHECK_OK(mms_wave_reader_open_memory(lie, sizeof lie, NULL, &reader, error));
    CHECK_OK(mms_wave_reader_info(reader, info, error));
    CHECK_INT(info->diagnostics, 1);
    CHECK_INT(info->frames, SOUND_FRAMES);
    CHECK_INT(info->frames_declared, 250);
    CHECK_OK(mms_wave_reader_diagnostic(reader, 0, diagnostic, error));
    CHECK_INT(diagnostic->struct_size, sizeof *diagnostic);
    CHECK_INT(diagnostic->repair, MMS_WAVE_REPAIR_DATA_SIZE);
    CHECK_BYTES(diagnostic->chunk_id, "data", 4);
    CHECK_INT(diagnostic->declared, 1000);
    CHECK_INT(diagnostic->used, SOUND_DATA);
    CHECK_STATUS(mms_wave_reader_diagnostic(reader, 1, diagnostic, error), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_reader_close(reader, error));
    options->refuse = MMS_WAVE_REPAIR_DATA_SIZE;
    CHECK_STATUS(mms_wave_reader_open_memory(lie, sizeof lie, options, &reader, error), MMS_ERROR_FORMAT_REPAIR);
    CHECK(reader == NULL);
    CHECK_INT(error->value, MMS_WAVE_REPAIR_DATA_SIZE);
    options->max_channels = 1;
    CHECK_STATUS(mms_wave_reader_open_memory(sound, sizeof sound, options, &reader, error), MMS_ERROR_LIMIT_CHANNELS);
}

static void errors_have_their_statuses(void) {
    ERROR(error);
    SHORT(mms_wave_info, info, MMS_WAVE_INFO_INIT);
    uint8_t other[SOUND_SIZE];
    mms_wave_reader *reader;
    CHECK_STATUS(mms_wave_reader_open("missing.wav", NULL, &reader, error), MMS_ERROR_IO);
    CHECK_INT(error->os_error, ENOENT);
    CHECK_STATUS(mms_wave_reader_open_memory(sound, 30, NULL, &reader, error), MMS_ERROR_EOF);
    CHECK_STATUS(mms_wave_reader_open_memory(sound, 36, NULL, &reader, error), MMS_ERROR_FORMAT_NO_DATA);
    CHECK_STATUS(mms_wave_reader_open_memory("no RIFF file", 12, NULL, &reader, error), MMS_ERROR_FORMAT_NOT_RIFF);
    CHECK_STATUS(mms_wave_reader_info(NULL, info, error), MMS_ERROR_HANDLE);
    memcpy(other, sound, sizeof other);
    put16(other + 20, 0x1234);
    CHECK_OK(mms_wave_reader_open_memory(other, sizeof other, NULL, &reader, error)); /* ABI 2: it was refused */
    CHECK_OK(mms_wave_reader_info(reader, info, error));
    CHECK_INT(info->encoding, MMS_WAVE_ENCODING_UNKNOWN);
    CHECK_OK(mms_wave_reader_close(reader, error));
}

/* A writer of this format in a short struct, and with the options of then. */
static const mms_wave_format *short_format(void) {
    SHORT(mms_wave_format, format, MMS_WAVE_FORMAT_INIT);
    *format = sound_format();
    return format;
}

/* The file is the recording, and anybody can read it. */
static void check_written(const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    ERROR(error);
    CHECK_INT(size, 80 + SOUND_DATA); /* ABI 2: it was SOUND_SIZE, with the data at SOUND_HEADER */
    CHECK_BYTES(bytes, "RIFF", 4);
    CHECK_BYTES(bytes + size - SOUND_DATA - 8, sound + SOUND_HEADER - 8, SOUND_DATA + 8);
    CHECK_OK(mms_wave_reader_open_memory(bytes, size, NULL, &reader, error));
    check_reader(reader, 80);
}

static void files_are_written_wherever_they_go(void) {
    SHORT(mms_wave_write_options, options, MMS_WAVE_WRITE_OPTIONS_INIT);
    SHORT(mms_wave_info, info, MMS_WAVE_INFO_INIT);
    SHORT(mms_io, io, MMS_IO_INIT);
    ERROR(error);
    const mms_wave_format *format = short_format();
    uint8_t bytes[200];
    struct stream stream;
    mms_wave_writer *writer;
    uint64_t size;
    int64_t frames;
    int fd;
    options->frames = SOUND_FRAMES;
    CHECK_OK(mms_wave_writer_create(path, format, options, &writer, error));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, error));
    CHECK_OK(mms_wave_writer_tell(writer, &frames, error));
    CHECK_INT(frames, 2);
    CHECK_OK(mms_wave_writer_info(writer, info, error));
    check_info(info);
    CHECK_INT(info->frames, 2);
    CHECK_INT(info->frames_declared, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_update_header(writer, error));
    CHECK_OK(mms_wave_writer_flush(writer, error));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, SOUND_DATA - 8, error));
    CHECK_OK(mms_wave_writer_close(writer, error));
    CHECK_STATUS(mms_wave_writer_close(writer, error), MMS_ERROR_HANDLE);
    check_written(bytes, read_file(path, bytes, sizeof bytes));

    fd = open(path, O_RDWR | O_TRUNC);
    CHECK(fd >= 0);
    CHECK_OK(mms_wave_writer_create_fd(fd, format, NULL, &writer, error));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, error));
    CHECK_OK(mms_wave_writer_close(writer, error));
    CHECK_INT(close(fd), 0);
    check_written(bytes, read_file(path, bytes, sizeof bytes));

    stream_load(&stream, "", 0);
    *io = stream_io(&stream);
    CHECK_OK(mms_wave_writer_create_io(io, format, options, &writer, error));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, error));
    CHECK_OK(mms_wave_writer_close(writer, error));
    check_written(stream.bytes, (size_t)stream.size);

    CHECK_OK(mms_wave_writer_create_memory(format, options, &writer, error));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, error));
    CHECK_OK(mms_wave_writer_contents(writer, NULL, 0, &size, error));
    CHECK(size <= sizeof bytes);
    CHECK_OK(mms_wave_writer_contents(writer, bytes, sizeof bytes, &size, error));
    check_written(bytes, (size_t)size);
    CHECK_OK(mms_wave_writer_abandon(writer, error));
    CHECK_STATUS(mms_wave_writer_abandon(writer, error), MMS_ERROR_HANDLE);
}

static void formats_that_cannot_be_are_refused(void) {
    SHORT(mms_wave_format, format, MMS_WAVE_FORMAT_INIT);
    ERROR(error);
    mms_wave_writer *writer;
    CHECK_STATUS(mms_wave_writer_create_memory(format, NULL, &writer, error), MMS_ERROR_ARGUMENT_FORMAT);
    *format = sound_format();
    format->struct_size = 0;
    CHECK_STATUS(mms_wave_writer_create_memory(format, NULL, &writer, error), MMS_ERROR_ARGUMENT_STRUCT_SIZE);
    CHECK(writer == NULL);
}

static mms_wave_reader *busy;

static int64_t reads_itself(void *user, void *buffer, int64_t size) {
    int64_t frame;
    if (busy != NULL) {
        CHECK_STATUS(mms_wave_reader_tell(busy, &frame, NULL), MMS_ERROR_BUSY);
        return -12345;
    }
    return stream_read(user, buffer, size);
}

static void callbacks_keep_their_manners(void) {
    SHORT(mms_io, io, MMS_IO_INIT);
    ERROR(error);
    uint8_t bytes[SOUND_DATA];
    struct stream stream;
    mms_wave_reader *reader;
    uint64_t got;
    stream_load(&stream, sound, sizeof sound);
    *io = stream_io(&stream);
    io->read = reads_itself;
    CHECK_OK(mms_wave_reader_open_io(io, NULL, &reader, error));
    busy = reader;
    CHECK_STATUS(mms_wave_reader_read_bytes(reader, bytes, sizeof bytes, &got, error), -12345);
    CHECK_INT(got, 0);
    CHECK_OK(mms_wave_reader_close(reader, error));
}

static void colours_are_those_of_python(void) {
    double *out = (double *)guarded(3 * sizeof(double), 0);
    CHECK_OK(mms_rgb_to_hsv(1.0, 0.5, 0.0, out));
    CHECK(out[0] == 1.0 / 12 && out[1] == 1.0 && out[2] == 1.0);
    CHECK_OK(mms_hsv_to_rgb(0.0, 1.0, 0.5, out));
    CHECK(out[0] == 0.5 && out[1] == 0.0 && out[2] == 0.0);
    CHECK_OK(mms_rgb_to_hls(1.0, 0.0, 0.0, out));
    CHECK(out[0] == 0.0 && out[1] == 0.5 && out[2] == 1.0);
    CHECK_OK(mms_hls_to_rgb(0.0, 0.5, 0.0, out));
    CHECK(out[0] == 0.5 && out[1] == 0.5 && out[2] == 0.5);
    CHECK_OK(mms_rgb_to_yiq(0.0, 0.0, 0.0, out));
    CHECK(out[0] == 0.0 && out[1] == 0.0 && out[2] == 0.0);
    CHECK_OK(mms_yiq_to_rgb(2.0, 0.0, 0.0, out));
    CHECK(out[0] == 1.0 && out[1] == 1.0 && out[2] == 1.0);
    CHECK_STATUS(mms_rgb_to_hls(1.5, 0.5, 1.0, out), MMS_ERROR_DOMAIN_DIVISION_BY_ZERO);
    CHECK(out[0] == 0.0 && out[1] == 0.0 && out[2] == 0.0);
}

int main(void) {
    RUN(versions_are_told);
    RUN(statuses_have_their_texts);
    RUN(a_fmt_chunk_is_understood);
    RUN(files_are_read_whatever_they_come_from);
    RUN(what_is_wrong_is_told_or_refused);
    RUN(errors_have_their_statuses);
    RUN(files_are_written_wherever_they_go);
    RUN(formats_that_cannot_be_are_refused);
    RUN(callbacks_keep_their_manners);
    RUN(colours_are_those_of_python);
    return 0;
}
