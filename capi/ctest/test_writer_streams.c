/* Writers whose output cannot seek, writers to memory, and writers that are abandoned. */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "sound.h"

static struct stream stream;

/* A writer over a stream that cannot seek. */
static mms_wave_writer *create_unseekable(int64_t frames) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_write_options options = plain;
    mms_io io = stream_io(&stream);
    memset(&stream, 0, sizeof stream);
    io.seek = NULL;
    io.tell = NULL;
    options.frames = frames;
    CHECK_OK(mms_wave_writer_create_io(&io, &format, &options, &writer, NULL));
    return writer;
}

static void write_sound(mms_wave_writer *writer, int first, int count) {
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 4 * first, 4 * (uint64_t)count, NULL));
}

static void everything_in_one_write_is_right(void) {
    mms_wave_writer *writer = create_unseekable(0);
    write_sound(writer, 0, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_update_header(writer, NULL)); /* nothing to correct */
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(stream.size, SOUND_SIZE);
    CHECK_BYTES(stream.bytes, sound, SOUND_SIZE);
}

static void the_frames_declared_and_written_are_right(void) {
    mms_wave_writer *writer = create_unseekable(SOUND_FRAMES);
    int frame;
    for (frame = 0; frame < SOUND_FRAMES; frame++) {
        write_sound(writer, frame, 1);
    }
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(stream.size, SOUND_SIZE);
    CHECK_BYTES(stream.bytes, sound, SOUND_SIZE);
}

static void a_header_that_stays_wrong_is_told_at_the_end(void) {
    mms_wave_writer *writer = create_unseekable(0);
    mms_error error = MMS_ERROR_INIT;
    write_sound(writer, 0, 2);
    write_sound(writer, 2, 3);
    CHECK_STATUS(mms_wave_writer_update_header(writer, &error), MMS_ERROR_IO_UNSEEKABLE);
    CHECK_STATUS(mms_wave_writer_close(writer, &error), MMS_ERROR_IO_UNSEEKABLE);
    CHECK(error.message[0] != '\0');
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE); /* closed all the same */
    CHECK_INT(stream.size, SOUND_SIZE);
    CHECK_INT(stream.bytes[40], 8); /* as the first write had it */
    CHECK_BYTES(stream.bytes + SOUND_HEADER, sound + SOUND_HEADER, SOUND_DATA);
}

static void a_pipe_gets_the_same_bytes(void) {
    int ends[2];
    uint8_t file[100];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    CHECK_INT(pipe(ends), 0);
    CHECK_OK(mms_wave_writer_create_fd(ends[1], &format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_info(writer, &info, NULL));
    CHECK_INT(info.flags & MMS_WAVE_SEEKABLE, 0);
    write_sound(writer, 0, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(close(ends[1]), 0);
    CHECK_INT(read(ends[0], file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
    CHECK_INT(close(ends[0]), 0);
}

static void a_pipe_that_nobody_reads_is_an_error_and_no_signal(void) {
    int ends[2];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_error error = MMS_ERROR_INIT;
    mms_status status;
    signal(SIGPIPE, SIG_IGN); /* as most programs with pipes have it */
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(close(ends[0]), 0);
    CHECK_OK(mms_wave_writer_create_fd(ends[1], &format, &plain, &writer, NULL));
    status = mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, &error);
    if (status == MMS_OK) {
        status = mms_wave_writer_flush(writer, &error);
    }
    CHECK_INT(status, MMS_ERROR_IO);
    CHECK_INT(error.os_error, EPIPE);
    CHECK(mms_wave_writer_close(writer, NULL) != MMS_OK);
    CHECK_INT(close(ends[1]), 0);
}

static void an_abandoned_file_keeps_the_header_that_was_declared(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_write_options options = plain;
    mms_io io = stream_io(&stream);
    memset(&stream, 0, sizeof stream);
    options.frames = 9;
    CHECK_OK(mms_wave_writer_create_io(&io, &format, &options, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 7, NULL));
    CHECK_OK(mms_wave_writer_abandon(writer, NULL));
    CHECK_INT(stream.size, SOUND_HEADER + 7); /* no pad byte */
    CHECK_INT(stream.bytes[40], 36);          /* no correction */
    CHECK_INT(stream.flushes, 0);
}

static void the_contents_are_asked_for_their_size_first(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    uint8_t file[SOUND_SIZE + 1];
    uint64_t size = 0;
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
    write_sound(writer, 0, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_contents(writer, NULL, 0, &size, NULL));
    CHECK_INT(size, SOUND_SIZE);
    memset(file, 0xAA, sizeof file);
    CHECK_STATUS(mms_wave_writer_contents(writer, file, SOUND_SIZE - 1, &size, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_INT(size, SOUND_SIZE);
    CHECK_FILLED(file, 0xAA, sizeof file);
    CHECK_OK(mms_wave_writer_contents(writer, file, SOUND_SIZE, &size, NULL));
    CHECK_INT(size, SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
    CHECK_FILLED(file + SOUND_SIZE, 0xAA, 1);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void the_contents_are_a_complete_file_at_any_time(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    uint8_t file[100];
    uint64_t size;
    int frames;
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
    for (frames = 1; frames <= SOUND_FRAMES; frames++) {
        mms_wave_reader *reader;
        mms_wave_open_options strict = MMS_WAVE_OPEN_OPTIONS_INIT;
        strict.refuse = MMS_WAVE_REPAIR_ALL;
        write_sound(writer, frames - 1, 1);
        CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &size, NULL));
        CHECK_INT(size, SOUND_HEADER + 4 * frames);
        CHECK_OK(mms_wave_reader_open_memory(file, size, &strict, &reader, NULL));
        CHECK_OK(mms_wave_reader_seek(reader, frames, NULL));
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
    CHECK_BYTES(file, sound, SOUND_SIZE);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void only_a_writer_to_memory_has_contents(void) {
    mms_wave_writer *writer = create_unseekable(0);
    uint64_t size = 1;
    CHECK_STATUS(mms_wave_writer_contents(writer, NULL, 0, &size, NULL), MMS_ERROR_STATE);
    CHECK_INT(size, 0);
    CHECK_OK(mms_wave_writer_abandon(writer, NULL));
}

int main(void) {
    RUN(everything_in_one_write_is_right);
    RUN(the_frames_declared_and_written_are_right);
    RUN(a_header_that_stays_wrong_is_told_at_the_end);
    RUN(a_pipe_gets_the_same_bytes);
    RUN(a_pipe_that_nobody_reads_is_an_error_and_no_signal);
    RUN(an_abandoned_file_keeps_the_header_that_was_declared);
    RUN(the_contents_are_asked_for_their_size_first);
    RUN(the_contents_are_a_complete_file_at_any_time);
    RUN(only_a_writer_to_memory_has_contents);
    return 0;
}
