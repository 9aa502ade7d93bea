/* Reading: the same from a path, a file descriptor, memory, a stream of the program's own, and a pipe. */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "sound.h"

static struct stream stream;

/* Five ways to open the same bytes. */

static mms_wave_reader *open_path(const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    write_file("sound.wav", bytes, size);
    CHECK_OK(mms_wave_reader_open("sound.wav", NULL, &reader, NULL));
    return reader;
}

static mms_wave_reader *open_descriptor(const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    int fd;
    write_file("sound.wav", bytes, size);
    fd = open("sound.wav", O_RDONLY);
    CHECK(fd >= 0);
    CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
    CHECK_INT(close(fd), 0); /* the reader has its own */
    return reader;
}

static mms_wave_reader *open_bytes(const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_memory(bytes, size, NULL, &reader, NULL));
    return reader;
}

static mms_wave_reader *open_stream(const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    mms_io io = stream_io(&stream);
    stream_load(&stream, bytes, size);
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    memset(&io, 0xAA, sizeof io); /* the reader has its own */
    return reader;
}

static int pipe_with(const uint8_t *bytes, size_t size) {
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(write(ends[1], bytes, size), size);
    CHECK_INT(close(ends[1]), 0);
    return ends[0];
}

static mms_wave_reader *open_pipe(const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    int fd = pipe_with(bytes, size);
    CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
    CHECK_INT(close(fd), 0);
    return reader;
}

static mms_wave_reader *(*const openers[])(const uint8_t *, size_t) = {
    open_path, open_descriptor, open_bytes, open_stream, open_pipe,
};
enum { OPENERS = sizeof openers / sizeof *openers, SEEKABLE_OPENERS = OPENERS - 1 };

static mms_wave_info info_of(mms_wave_reader *reader) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    return info;
}

static uint64_t read_some(mms_wave_reader *reader, uint8_t *buffer, uint64_t capacity) {
    uint64_t got = 99;
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, capacity, &got, NULL));
    CHECK(got <= capacity);
    return got;
}

static int64_t position_of(mms_wave_reader *reader) {
    int64_t frame = -1;
    CHECK_OK(mms_wave_reader_tell(reader, &frame, NULL));
    return frame;
}

static void every_source_tells_the_same(void) {
    int i;
    for (i = 0; i < OPENERS; i++) {
        mms_wave_reader *reader = openers[i](sound, sizeof sound);
        mms_wave_info info = info_of(reader);
        CHECK_INT(info.struct_size, sizeof info);
        CHECK_INT(info.encoding, MMS_WAVE_ENCODING_PCM);
        CHECK_INT(info.tag, MMS_WAVE_TAG_PCM);
        CHECK_INT(info.channels, 2);
        CHECK_INT(info.sample_rate, 8000);
        CHECK_INT(info.bits_per_sample, 16);
        CHECK_INT(info.valid_bits, 16);
        CHECK_INT(info.sample_bytes, 2);
        CHECK_INT(info.block_align, SOUND_ALIGN);
        CHECK_INT(info.channel_mask, 0);
        CHECK_INT(info.diagnostics, 0);
        CHECK_FILLED(info.sub_format, 0, sizeof info.sub_format);
        CHECK_INT(info.frames, SOUND_FRAMES);
        CHECK_INT(info.frames_declared, SOUND_FRAMES);
        CHECK_INT(info.data_offset, SOUND_HEADER);
        CHECK_INT(info.data_bytes, SOUND_DATA);
        CHECK_INT(info.flags, i < SEEKABLE_OPENERS ? MMS_WAVE_SEEKABLE : MMS_WAVE_LENGTH_UNKNOWN);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void every_source_gives_the_same_bytes(void) {
    int i;
    for (i = 0; i < OPENERS; i++) {
        mms_wave_reader *reader = openers[i](sound, sizeof sound);
        uint8_t buffer[100];
        CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA);
        CHECK_BYTES(buffer, sound + SOUND_HEADER, SOUND_DATA);
        CHECK_INT(position_of(reader), SOUND_FRAMES);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void a_read_brings_whole_frames(void) {
    int i;
    for (i = 0; i < OPENERS; i++) {
        mms_wave_reader *reader = openers[i](sound, sizeof sound);
        uint8_t buffer[11];
        memset(buffer, 0xAA, sizeof buffer);
        CHECK_INT(read_some(reader, buffer, sizeof buffer), 8);
        CHECK_BYTES(buffer, sound + SOUND_HEADER, 8);
        CHECK_FILLED(buffer + 8, 0xAA, 3);
        CHECK_INT(position_of(reader), 2);
        CHECK_INT(read_some(reader, buffer, 4), 4);
        CHECK_BYTES(buffer, sound + SOUND_HEADER + 8, 4);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void less_than_a_frame_of_room_is_refused(void) {
    mms_wave_reader *reader = open_bytes(sound, sizeof sound);
    uint8_t buffer[SOUND_ALIGN];
    uint64_t got = 1;
    CHECK_STATUS(mms_wave_reader_read_bytes(reader, buffer, SOUND_ALIGN - 1, &got, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_INT(got, 0);
    CHECK_INT(read_some(reader, NULL, 0), 0);
    CHECK_INT(position_of(reader), 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void the_end_is_no_error(void) {
    int i, again;
    for (i = 0; i < OPENERS; i++) {
        mms_wave_reader *reader = openers[i](sound, sizeof sound);
        uint8_t buffer[100];
        CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA);
        for (again = 0; again < 3; again++) {
            CHECK_INT(read_some(reader, buffer, sizeof buffer), 0);
            CHECK_INT(position_of(reader), SOUND_FRAMES);
        }
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void seek_goes_to_any_frame_and_to_the_end(void) {
    int i, frame;
    for (i = 0; i < SEEKABLE_OPENERS; i++) {
        mms_wave_reader *reader = openers[i](sound, sizeof sound);
        for (frame = SOUND_FRAMES; frame >= 0; frame--) {
            uint8_t buffer[100];
            uint64_t left = (uint64_t)(SOUND_FRAMES - frame) * SOUND_ALIGN;
            CHECK_OK(mms_wave_reader_seek(reader, frame, NULL));
            CHECK_INT(position_of(reader), frame);
            CHECK_INT(read_some(reader, buffer, sizeof buffer), left);
            CHECK_BYTES(buffer, sound + SOUND_SIZE - left, left);
        }
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void seek_outside_is_refused_and_goes_nowhere(void) {
    static const int64_t outside[] = {-1, SOUND_FRAMES + 1, INT64_MAX, INT64_MIN};
    mms_wave_reader *reader = open_bytes(sound, sizeof sound);
    size_t i;
    CHECK_OK(mms_wave_reader_seek(reader, 3, NULL));
    for (i = 0; i < sizeof outside / sizeof *outside; i++) {
        CHECK_STATUS(mms_wave_reader_seek(reader, outside[i], NULL), MMS_ERROR_ARGUMENT_RANGE);
        CHECK_INT(position_of(reader), 3);
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void a_pipe_cannot_seek(void) {
    mms_wave_reader *reader = open_pipe(sound, sizeof sound);
    uint8_t buffer[4];
    CHECK_INT(read_some(reader, buffer, sizeof buffer), 4);
    CHECK_STATUS(mms_wave_reader_seek(reader, 0, NULL), MMS_ERROR_IO_UNSEEKABLE);
    CHECK_INT(position_of(reader), 1);
    CHECK_INT(read_some(reader, buffer, sizeof buffer), 4);
    CHECK_BYTES(buffer, sound + SOUND_HEADER + 4, 4);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* Two sounds and some text in one pipe, read one after the other by two readers and read(). */
static void a_pipe_is_read_no_further_than_asked(void) {
    uint8_t all[2 * SOUND_SIZE + 4], buffer[100];
    mms_wave_reader *reader;
    int fd, i;
    memcpy(all, sound, SOUND_SIZE);
    memcpy(all + SOUND_SIZE, sound, SOUND_SIZE);
    memcpy(all + 2 * SOUND_SIZE, "text", 4);
    fd = pipe_with(all, sizeof all);
    for (i = 0; i < 2; i++) {
        CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
        CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA);
        CHECK_INT(read_some(reader, buffer, sizeof buffer), 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
    CHECK_INT(read(fd, buffer, sizeof buffer), 4);
    CHECK_BYTES(buffer, "text", 4);
    CHECK_INT(close(fd), 0);
}

static void a_pipe_tells_its_length_when_the_end_was_met(void) {
    uint8_t buffer[100];
    mms_wave_reader *reader = open_pipe(sound, sizeof sound - 8);
    CHECK_INT(info_of(reader).frames, SOUND_FRAMES);
    CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA - 8);
    CHECK_INT(read_some(reader, buffer, sizeof buffer), 0);
    CHECK_INT(info_of(reader).frames, SOUND_FRAMES - 2);
    CHECK_INT(info_of(reader).frames_declared, SOUND_FRAMES);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void a_sound_inside_a_file_begins_at_the_current_position(void) {
    uint8_t file[13 + SOUND_SIZE], buffer[100];
    mms_wave_reader *reader;
    mms_io io = stream_io(&stream);
    int fd;
    memset(file, 0xAA, 13);
    memcpy(file + 13, sound, SOUND_SIZE);

    write_file("embedded", file, sizeof file);
    fd = open("embedded", O_RDONLY);
    CHECK_INT(lseek(fd, 13, SEEK_SET), 13);
    CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
    CHECK_INT(info_of(reader).data_offset, 13 + SOUND_HEADER);
    CHECK_OK(mms_wave_reader_seek(reader, 1, NULL));
    CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA - 4);
    CHECK_BYTES(buffer, sound + SOUND_HEADER + 4, SOUND_DATA - 4);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_INT(close(fd), 0);

    stream_load(&stream, file, sizeof file);
    stream.position = 13;
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_INT(info_of(reader).data_offset, 13 + SOUND_HEADER);
    CHECK_OK(mms_wave_reader_seek(reader, 1, NULL));
    CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA - 4);
    CHECK_BYTES(buffer, sound + SOUND_HEADER + 4, SOUND_DATA - 4);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* Three bytes of a sixth frame. */
static void a_cut_last_frame_comes_with_the_read_that_reaches_it(void) {
    uint8_t file[SOUND_SIZE + 4] = {0}, buffer[100];
    int i;
    memcpy(file, sound, SOUND_SIZE);
    memcpy(file + SOUND_SIZE, "\x15\x16\x17", 3);
    put32(file + 4, sizeof file - 8);
    put32(file + 40, SOUND_DATA + 3);
    for (i = 0; i < OPENERS; i++) {
        mms_wave_reader *reader = openers[i](file, sizeof file);
        CHECK_INT(info_of(reader).frames, SOUND_FRAMES);
        CHECK_INT(info_of(reader).data_bytes, SOUND_DATA + 3);
        CHECK_INT(read_some(reader, buffer, SOUND_DATA), SOUND_DATA);
        CHECK_INT(position_of(reader), SOUND_FRAMES);
        CHECK_INT(read_some(reader, buffer, sizeof buffer), 3);
        CHECK_BYTES(buffer, "\x15\x16\x17", 3);
        CHECK_INT(read_some(reader, buffer, sizeof buffer), 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void chunks_before_and_behind_the_data_are_no_audio(void) {
    uint8_t file[SOUND_SIZE + 12 + 12], buffer[100];
    int i;
    memcpy(file, sound, 36);
    memcpy(file + 36, "LIST\4\0\0\0INFO", 12);
    memcpy(file + 48, sound + 36, 8 + SOUND_DATA);
    memcpy(file + 76, "LIST\4\0\0\0INFO", 12);
    put32(file + 4, sizeof file - 8);
    for (i = 0; i < OPENERS; i++) {
        mms_wave_reader *reader = openers[i](file, sizeof file);
        CHECK_INT(info_of(reader).data_offset, SOUND_HEADER + 12);
        CHECK_INT(info_of(reader).diagnostics, 0);
        CHECK_INT(read_some(reader, buffer, sizeof buffer), SOUND_DATA);
        CHECK_BYTES(buffer, sound + SOUND_HEADER, SOUND_DATA);
        CHECK_INT(read_some(reader, buffer, sizeof buffer), 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static int open_descriptors(void) {
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;
    CHECK(folder != NULL);
    while (readdir(folder) != NULL) {
        count++;
    }
    closedir(folder);
    return count;
}

static void no_descriptor_stays_open(void) {
    int before, fd, i;
    mms_wave_reader *reader;
    write_file("sound.wav", sound, sizeof sound);
    write_file("broken.wav", sound, 30);
    /* what the library opens once and keeps comes first */
    CHECK_OK(mms_wave_reader_open("sound.wav", NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    fd = open("sound.wav", O_RDONLY);
    before = open_descriptors();
    for (i = 0; i < 20; i++) {
        CHECK_OK(mms_wave_reader_open("sound.wav", NULL, &reader, NULL));
        CHECK_OK(mms_wave_reader_close(reader, NULL));
        CHECK_STATUS(mms_wave_reader_open("broken.wav", NULL, &reader, NULL), MMS_ERROR_EOF);
        CHECK_INT(lseek(fd, 0, SEEK_SET), 0);
        CHECK_OK(mms_wave_reader_open_fd(fd, NULL, &reader, NULL));
        CHECK_OK(mms_wave_reader_close(reader, NULL));
        CHECK_INT(lseek(fd, 1, SEEK_SET), 1);
        CHECK_STATUS(mms_wave_reader_open_fd(fd, NULL, &reader, NULL), MMS_ERROR_FORMAT_NOT_RIFF);
    }
    CHECK_INT(open_descriptors(), before);
    CHECK_INT(close(fd), 0); /* was still open, and ours */
}

static void a_path_may_hold_any_letters(void) {
    mms_wave_reader *reader;
    write_file("\xC3\xA9 \xE2\x99\xAB.wav", sound, sizeof sound);
    CHECK_OK(mms_wave_reader_open("\xC3\xA9 \xE2\x99\xAB.wav", NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

int main(void) {
    RUN(every_source_tells_the_same);
    RUN(every_source_gives_the_same_bytes);
    RUN(a_read_brings_whole_frames);
    RUN(less_than_a_frame_of_room_is_refused);
    RUN(the_end_is_no_error);
    RUN(seek_goes_to_any_frame_and_to_the_end);
    RUN(seek_outside_is_refused_and_goes_nowhere);
    RUN(a_pipe_cannot_seek);
    RUN(a_pipe_is_read_no_further_than_asked);
    RUN(a_pipe_tells_its_length_when_the_end_was_met);
    RUN(a_sound_inside_a_file_begins_at_the_current_position);
    RUN(a_cut_last_frame_comes_with_the_read_that_reaches_it);
    RUN(chunks_before_and_behind_the_data_are_no_audio);
    RUN(no_descriptor_stays_open);
    RUN(a_path_may_hold_any_letters);
    return 0;
}
