/* mms_io: streams of the program's own, well-behaved and not. */
#include <pthread.h>

#include "sound.h"

/* A stream with faults that a test sets. */
struct faulty {
    struct stream stream;
    int64_t read_result, write_result, seek_result, tell_result, size_result; /* returned if not PASS */
    mms_status flush_result;
    mms_wave_reader *other; /* a reader that read asks for its bytes */
    pthread_t thread;
};

enum { PASS = INT32_MIN / 2 };

static struct faulty faulty;

static struct faulty *enter(void *user) {
    struct faulty *f = (struct faulty *)user;
    CHECK(pthread_equal(f->thread, pthread_self()));
    return f;
}

static int64_t faulty_read(void *user, void *buffer, int64_t size) {
    struct faulty *f = enter(user);
    if (f->other != NULL) {
        uint64_t got;
        CHECK_OK(mms_wave_reader_read_bytes(f->other, buffer, (uint64_t)size, &got, NULL));
        return (int64_t)got;
    }
    return f->read_result != PASS ? f->read_result : stream_read(&f->stream, buffer, size);
}

static int64_t faulty_write(void *user, const void *buffer, int64_t size) {
    struct faulty *f = enter(user);
    return f->write_result != PASS ? f->write_result : stream_write(&f->stream, buffer, size);
}

static int64_t faulty_seek(void *user, int64_t offset, int32_t whence) {
    struct faulty *f = enter(user);
    return f->seek_result != PASS ? f->seek_result : stream_seek(&f->stream, offset, whence);
}

static int64_t faulty_tell(void *user) {
    struct faulty *f = enter(user);
    return f->tell_result != PASS ? f->tell_result : stream_tell(&f->stream);
}

static mms_status faulty_flush(void *user) {
    struct faulty *f = enter(user);
    return f->flush_result != PASS ? f->flush_result : stream_flush(&f->stream);
}

static int64_t faulty_size(void *user) {
    struct faulty *f = enter(user);
    return f->size_result != PASS ? f->size_result : f->stream.size;
}

/* A stream without a fault so far, which holds some bytes. */
static mms_io fresh(const void *bytes, size_t size) {
    mms_io io = MMS_IO_INIT;
    memset(&faulty, 0, sizeof faulty);
    stream_load(&faulty.stream, bytes, size);
    faulty.read_result = faulty.write_result = faulty.seek_result = faulty.tell_result = faulty.size_result = PASS;
    faulty.flush_result = PASS;
    faulty.thread = pthread_self();
    io.user = &faulty;
    io.read = faulty_read;
    io.write = faulty_write;
    io.seek = faulty_seek;
    io.tell = faulty_tell;
    io.flush = faulty_flush;
    io.size = faulty_size;
    return io;
}

static mms_wave_reader *open_fresh(void) {
    mms_io io = fresh(sound, sizeof sound);
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    return reader;
}

static mms_wave_writer *create_fresh(void) {
    mms_io io = fresh("", 0);
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_writer_create_io(&io, &format, &plain, &writer, NULL));
    return writer;
}

/* Statuses of the library, of its classes with details that it does not know, and of nobody. */
static const mms_status statuses[] = {MMS_ERROR_IO_CALLBACK, MMS_ERROR_IO, MMS_ERROR_IO - 77, MMS_ERROR_MEMORY,
                                      MMS_ERROR_EOF,         -1,           -123456789};
enum { STATUSES = sizeof statuses / sizeof *statuses };

static void what_read_returns_on_failure_comes_back_unchanged(void) {
    int i;
    for (i = 0; i < STATUSES; i++) {
        mms_wave_reader *reader;
        mms_error error = MMS_ERROR_INIT;
        uint8_t buffer[SOUND_DATA];
        uint64_t got = 1;
        mms_io io = fresh(sound, sizeof sound);
        faulty.read_result = statuses[i];
        CHECK_STATUS(mms_wave_reader_open_io(&io, NULL, &reader, &error), statuses[i]);
        CHECK_INT(error.status, statuses[i]);
        CHECK(reader == NULL);

        reader = open_fresh();
        faulty.read_result = statuses[i];
        CHECK_STATUS(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL), statuses[i]);
        CHECK_INT(got, 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void what_seek_returns_on_failure_comes_back_unchanged(void) {
    mms_wave_reader *reader = open_fresh();
    uint8_t buffer[SOUND_DATA];
    uint64_t got = 1;
    mms_status status;
    faulty.seek_result = -4321;
    /* whether the stream is moved at once or with the next read is not promised */
    status = mms_wave_reader_seek(reader, 2, NULL);
    if (status == MMS_OK) {
        status = mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL);
        CHECK_INT(got, 0);
    }
    CHECK_INT(status, -4321);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void what_tell_returns_on_failure_comes_back_unchanged(void) {
    mms_wave_reader *reader;
    mms_io io = fresh(sound, sizeof sound);
    faulty.tell_result = -4321;
    CHECK_STATUS(mms_wave_reader_open_io(&io, NULL, &reader, NULL), -4321);
}

static void what_write_returns_on_failure_comes_back_unchanged(void) {
    int i;
    for (i = 0; i < STATUSES; i++) {
        mms_wave_writer *writer = create_fresh();
        mms_error error = MMS_ERROR_INIT;
        faulty.write_result = statuses[i];
        CHECK_STATUS(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 4, &error), statuses[i]);
        CHECK_INT(error.status, statuses[i]);
        CHECK(mms_wave_writer_close(writer, NULL) != MMS_OK);
        CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
    }
}

static void what_flush_returns_on_failure_comes_back_unchanged(void) {
    mms_wave_writer *writer = create_fresh();
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    faulty.flush_result = -4321;
    CHECK_STATUS(mms_wave_writer_flush(writer, NULL), -4321);
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), -4321);
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
    CHECK_BYTES(faulty.stream.bytes, sound, SOUND_SIZE);
}

static void short_reads_are_continued(void) {
    mms_wave_reader *reader;
    uint8_t buffer[100];
    uint64_t got;
    mms_io io = fresh(sound, sizeof sound);
    faulty.stream.most = 1;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(got, SOUND_DATA);
    CHECK_BYTES(buffer, sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void short_writes_are_continued(void) {
    mms_wave_writer *writer = create_fresh();
    faulty.stream.most = 1;
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, 12, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(faulty.stream.size, SOUND_SIZE);
    CHECK_BYTES(faulty.stream.bytes, sound, SOUND_SIZE);
}

static void impossible_counts_are_refused(void) {
    static const int64_t too_many[] = {1000, INT64_MAX, INT64_MIN};
    uint8_t buffer[SOUND_DATA];
    uint64_t got = 1;
    size_t i;
    for (i = 0; i < sizeof too_many / sizeof *too_many; i++) {
        mms_wave_reader *reader = open_fresh();
        mms_wave_writer *writer;
        faulty.read_result = too_many[i];
        CHECK_STATUS(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL), MMS_ERROR_IO_CALLBACK);
        CHECK_INT(got, 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
        writer = create_fresh();
        faulty.write_result = too_many[i];
        CHECK_STATUS(mms_wave_writer_write_bytes(writer, sound, 4, NULL), MMS_ERROR_IO_CALLBACK);
        CHECK(mms_wave_writer_close(writer, NULL) != MMS_OK);
    }
}

/* A stream that never takes anything would keep the library waiting for ever. */
static void a_write_that_takes_nothing_is_refused(void) {
    mms_wave_writer *writer = create_fresh();
    faulty.write_result = 0;
    CHECK_STATUS(mms_wave_writer_write_bytes(writer, sound, 4, NULL), MMS_ERROR_IO_CALLBACK);
    CHECK(mms_wave_writer_close(writer, NULL) != MMS_OK);
}

static void a_read_that_fails_midway_loses_nothing(void) {
    mms_wave_reader *reader = open_fresh();
    uint8_t buffer[SOUND_DATA];
    uint64_t got = 1;
    int64_t frame = 1;
    faulty.stream.most = 4;
    faulty.stream.size = SOUND_HEADER + 10; /* the rest does not come yet */
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, 4, &got, NULL));
    CHECK_INT(got, 4);
    faulty.read_result = MMS_ERROR_IO_CALLBACK;
    CHECK_STATUS(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL), MMS_ERROR_IO_CALLBACK);
    CHECK_INT(got, 0);
    CHECK_OK(mms_wave_reader_tell(reader, &frame, NULL));
    CHECK_INT(frame, 1);
    faulty.read_result = PASS;
    faulty.stream.size = SOUND_SIZE;
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(got, SOUND_DATA - 4);
    CHECK_BYTES(buffer, sound + SOUND_HEADER + 4, SOUND_DATA - 4);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void the_stream_stands_right_behind_what_was_asked(void) {
    mms_wave_reader *reader = open_fresh();
    uint8_t buffer[8];
    uint64_t got;
    CHECK_INT(faulty.stream.position, SOUND_HEADER);
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(faulty.stream.position, SOUND_HEADER + 8);
    CHECK_OK(mms_wave_reader_seek(reader, 4, NULL));
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(faulty.stream.position, SOUND_SIZE);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void a_stream_without_seek_or_tell_is_read_from_front_to_back(void) {
    int without;
    for (without = 0; without < 4; without++) {
        mms_wave_reader *reader;
        mms_wave_info info = MMS_WAVE_INFO_INIT;
        uint8_t buffer[100];
        uint64_t got;
        mms_io io = fresh(sound, sizeof sound);
        io.size = NULL;
        switch (without) {
        case 0:
            io.seek = NULL;
            break;
        case 1:
            io.tell = NULL;
            break;
        case 2:
            faulty.seek_result = MMS_ERROR_IO_UNSEEKABLE;
            break;
        case 3:
            faulty.tell_result = MMS_ERROR_IO_UNSEEKABLE;
            break;
        }
        CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
        CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
        CHECK_INT(info.flags, MMS_WAVE_LENGTH_UNKNOWN);
        CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, 8, &got, NULL));
        CHECK_STATUS(mms_wave_reader_seek(reader, 0, NULL), MMS_ERROR_IO_UNSEEKABLE);
        CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
        CHECK_INT(got, SOUND_DATA - 8);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void the_size_that_a_stream_tells_is_believed(void) {
    mms_wave_reader *reader;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_io io = fresh(sound, sizeof sound);
    io.seek = NULL;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.frames, SOUND_FRAMES);
    CHECK_OK(mms_wave_reader_close(reader, NULL));

    io = fresh(sound, sizeof sound);
    faulty.size_result = -1; /* not known, and not to be found out */
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.flags & MMS_WAVE_LENGTH_UNKNOWN, MMS_WAVE_LENGTH_UNKNOWN);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* A WAV file inside the data of another one, read through a reader. */
static void another_handle_may_be_called_from_a_callback(void) {
    uint8_t file[SOUND_HEADER + SOUND_SIZE], buffer[SOUND_DATA];
    mms_wave_reader *outer, *inner;
    mms_io io = fresh("", 0);
    uint64_t got;
    memcpy(file, sound, SOUND_HEADER);
    memcpy(file + SOUND_HEADER, sound, SOUND_SIZE);
    put32(file + 4, sizeof file - 8);
    put32(file + 40, SOUND_SIZE);
    put16(file + 22, 1); /* one channel of 8 bits: every byte is a frame */
    put32(file + 28, 8000);
    put16(file + 32, 1);
    put16(file + 34, 8);
    CHECK_OK(mms_wave_reader_open_memory(file, sizeof file, NULL, &outer, NULL));
    faulty.other = outer;
    io.seek = NULL;
    io.tell = NULL;
    io.size = NULL;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &inner, NULL));
    CHECK_OK(mms_wave_reader_read_bytes(inner, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(got, SOUND_DATA);
    CHECK_BYTES(buffer, sound + SOUND_HEADER, SOUND_DATA);
    CHECK_OK(mms_wave_reader_close(inner, NULL));
    CHECK_OK(mms_wave_reader_close(outer, NULL));
}

static void no_callback_runs_after_close(void) {
    mms_wave_reader *reader = open_fresh();
    mms_wave_writer *writer;
    int calls;
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    calls = faulty.stream.calls;
    CHECK_STATUS(mms_wave_reader_seek(reader, 0, NULL), MMS_ERROR_HANDLE);
    CHECK_INT(faulty.stream.calls, calls);
    writer = create_fresh();
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    calls = faulty.stream.calls;
    CHECK_STATUS(mms_wave_writer_flush(writer, NULL), MMS_ERROR_HANDLE);
    CHECK_INT(faulty.stream.calls, calls);
}

static void a_reader_needs_read_and_a_writer_write(void) {
    mms_wave_reader *reader;
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_io io = fresh(sound, sizeof sound);
    io.read = NULL;
    CHECK_STATUS(mms_wave_reader_open_io(&io, NULL, &reader, NULL), MMS_ERROR_ARGUMENT_NULL);
    io.write = NULL;
    CHECK_STATUS(mms_wave_writer_create_io(&io, &format, &plain, &writer, NULL), MMS_ERROR_ARGUMENT_NULL);
}

static void flush_may_be_missing(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_io io = fresh("", 0);
    io.flush = NULL;
    CHECK_OK(mms_wave_writer_create_io(&io, &format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_flush(writer, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

int main(void) {
    RUN(what_read_returns_on_failure_comes_back_unchanged);
    RUN(what_seek_returns_on_failure_comes_back_unchanged);
    RUN(what_tell_returns_on_failure_comes_back_unchanged);
    RUN(what_write_returns_on_failure_comes_back_unchanged);
    RUN(what_flush_returns_on_failure_comes_back_unchanged);
    RUN(short_reads_are_continued);
    RUN(short_writes_are_continued);
    RUN(impossible_counts_are_refused);
    RUN(a_write_that_takes_nothing_is_refused);
    RUN(a_read_that_fails_midway_loses_nothing);
    RUN(the_stream_stands_right_behind_what_was_asked);
    RUN(a_stream_without_seek_or_tell_is_read_from_front_to_back);
    RUN(the_size_that_a_stream_tells_is_believed);
    RUN(another_handle_may_be_called_from_a_callback);
    RUN(no_callback_runs_after_close);
    RUN(a_reader_needs_read_and_a_writer_write);
    RUN(flush_may_be_missing);
    return 0;
}
