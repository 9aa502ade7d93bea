/* Writing: the bytes of the files, told one by one, and what is refused. */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sound.h"

static mms_wave_format format_with(uint32_t tag, uint32_t channels, uint32_t bits) {
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    format.tag = tag;
    format.channels = channels;
    format.sample_rate = 8000;
    format.bits_per_sample = bits;
    return format;
}

/* What a writer makes of some data, as a complete file. */
static size_t written(const mms_wave_format *format, const void *data, size_t size, uint8_t *file, size_t capacity) {
    mms_wave_writer *writer;
    uint64_t length;
    CHECK_OK(mms_wave_writer_create_memory(format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, data, size, NULL));
    CHECK_OK(mms_wave_writer_contents(writer, file, capacity, &length, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    return (size_t)length;
}

/*
 * The bytes below are those of RFC 2361 and the WAVE specification: a fmt chunk of 16 bytes, as CPython's wave module
 * writes it, too.
 */

static void integers_have_a_header_of_44_bytes(void) {
    uint8_t file[100];
    mms_wave_format format = sound_format();
    CHECK_INT(written(&format, sound + SOUND_HEADER, SOUND_DATA, file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
}

static void floats_have_a_header_of_56_bytes_with_a_fact_chunk(void) {
    static const uint8_t want[] = {
        'R', 'I', 'F', 'F', 56,   0,    0, 0, 'W', 'A',  'V',  'E',                  /* 56 bytes follow the size */
        'f', 'm', 't', ' ', 16,   0,    0, 0,                                        /* a fmt chunk of 16 bytes */
        3,   0,   1,   0,   0x40, 0x1F, 0, 0, 0,   0x7D, 0,    0,    4, 0, 32, 0,    /* float, one channel, 32 bits */
        'f', 'a', 'c', 't', 4,    0,    0, 0, 2,   0,    0,    0,                    /* two frames */
        'd', 'a', 't', 'a', 8,    0,    0, 0, 0,   0,    0x80, 0x3F, 0, 0, 0,  0xBF, /* 1.0 and -0.5 */
    };
    uint8_t file[100];
    mms_wave_format format = format_with(MMS_WAVE_TAG_IEEE_FLOAT, 1, 32);
    CHECK_INT(written(&format, want + 56, 8, file, sizeof file), sizeof want);
    CHECK_BYTES(file, want, sizeof want);
}

static void data_of_odd_length_is_padded_with_a_zero(void) {
    static const uint8_t want[] = {
        'R', 'I', 'F', 'F', 40,   0,    0, 0, 'W',  'A',  'V',  'E',             /* 40 bytes follow the size */
        'f', 'm', 't', ' ', 16,   0,    0, 0,                                    /* a fmt chunk of 16 bytes */
        1,   0,   1,   0,   0x40, 0x1F, 0, 0, 0x40, 0x1F, 0,    0,   1, 0, 8, 0, /* PCM, one channel, 8 bits */
        'd', 'a', 't', 'a', 3,    0,    0, 0, 0x80, 0x81, 0x7F, 0,               /* three bytes and the pad */
    };
    uint8_t file[100];
    mms_wave_format format = format_with(MMS_WAVE_TAG_PCM, 1, 8);
    memset(file, 0xAA, sizeof file);
    CHECK_INT(written(&format, want + 44, 3, file, sizeof file), sizeof want);
    CHECK_BYTES(file, want, sizeof want);
}

static void an_extensible_file_has_a_fmt_chunk_of_40_bytes(void) {
    static const uint8_t fmt[] = {
        'f',  'm',  't', ' ', 40,   0,    0,    0,                                        /* a fmt chunk of 40 bytes */
        0xFE, 0xFF, 1,   0,   0x40, 0x1F, 0,    0, 0xC0, 0x5D, 0, 0,    3, 0,    24,   0, /* one channel, 24 bits */
        22,   0,    20,  0,   4,    0,    0,    0, /* 20 of them valid, front centre */
        1,    0,    0,   0,   0,    0,    0x10, 0, 0x80, 0,    0, 0xAA, 0, 0x38, 0x9B, 0x71, /* integers */
    };
    uint8_t file[200];
    mms_wave_format format = format_with(MMS_WAVE_TAG_EXTENSIBLE, 1, 24);
    format.valid_bits = 20;
    format.channel_mask = 4;
    CHECK(written(&format, "\0\0\x10\0\0\x20", 6, file, sizeof file) > 12 + sizeof fmt);
    CHECK_BYTES(file + 12, fmt, sizeof fmt);
}

static void an_empty_file_is_a_header(void) {
    static const uint8_t nothing[4] = {0, 0, 0, 0};
    uint8_t file[100];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    CHECK_OK(mms_wave_writer_create("empty.wav", &format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(read_file("empty.wav", file, sizeof file), SOUND_HEADER);
    CHECK_BYTES(file, "RIFF\x24\0\0\0", 8);
    CHECK_BYTES(file + 8, sound + 8, 32);
    CHECK_BYTES(file + 40, nothing, 4);
}

static void every_way_to_write_gives_the_same_bytes(void) {
    static struct stream stream;
    uint8_t file[100];
    uint64_t length;
    mms_wave_format format = sound_format();
    mms_wave_writer *writers[4];
    mms_io io = stream_io(&stream);
    int fd = open("descriptor.wav", O_RDWR | O_CREAT | O_TRUNC, 0600), i;
    CHECK(fd >= 0);

    CHECK_OK(mms_wave_writer_create("path.wav", &format, &plain, &writers[0], NULL));
    CHECK_OK(mms_wave_writer_create_fd(fd, &format, &plain, &writers[1], NULL));
    CHECK_OK(mms_wave_writer_create_io(&io, &format, &plain, &writers[2], NULL));
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writers[3], NULL));
    memset(&io, 0xAA, sizeof io);
    for (i = 0; i < 4; i++) {
        /* not whole frames, and not known before how many */
        CHECK_OK(mms_wave_writer_write_bytes(writers[i], sound + SOUND_HEADER, 7, NULL));
        CHECK_OK(mms_wave_writer_write_bytes(writers[i], sound + SOUND_HEADER + 7, SOUND_DATA - 7, NULL));
    }
    CHECK_OK(mms_wave_writer_contents(writers[3], file, sizeof file, &length, NULL));
    CHECK_INT(length, SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
    for (i = 0; i < 4; i++) {
        CHECK_OK(mms_wave_writer_close(writers[i], NULL));
    }
    CHECK_INT(close(fd), 0); /* was still open, and ours */
    CHECK_INT(read_file("path.wav", file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
    CHECK_INT(read_file("descriptor.wav", file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
    CHECK_INT(stream.size, SOUND_SIZE);
    CHECK_BYTES(stream.bytes, sound, SOUND_SIZE);
    CHECK(stream.flushes > 0);
}

static void a_file_that_was_there_is_emptied(void) {
    uint8_t file[300];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    memset(file, 0xAA, sizeof file);
    write_file("old.wav", file, sizeof file);
    CHECK_OK(mms_wave_writer_create("old.wav", &format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(read_file("old.wav", file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
}

static void what_stands_before_the_current_position_stays(void) {
    uint8_t file[200];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    int fd = open("prefixed", O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK_INT(write(fd, "thirteen byte", 13), 13);
    CHECK_OK(mms_wave_writer_create_fd(fd, &format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 4, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 4, SOUND_DATA - 4, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(lseek(fd, 0, SEEK_CUR), 13 + SOUND_SIZE);
    CHECK_INT(close(fd), 0);
    CHECK_INT(read_file("prefixed", file, sizeof file), 13 + SOUND_SIZE);
    CHECK_BYTES(file, "thirteen byte", 13);
    CHECK_BYTES(file + 13, sound, SOUND_SIZE);
}

static void tell_and_info_follow_the_writing(void) {
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    int64_t frames;
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    CHECK_INT(frames, 0);
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, 12, NULL));
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    CHECK_INT(frames, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_info(writer, &info, NULL));
    CHECK_INT(info.encoding, MMS_WAVE_ENCODING_PCM);
    CHECK_INT(info.tag, MMS_WAVE_TAG_PCM);
    CHECK_INT(info.channels, 2);
    CHECK_INT(info.sample_rate, 8000);
    CHECK_INT(info.bits_per_sample, 16);
    CHECK_INT(info.valid_bits, 16);
    CHECK_INT(info.sample_bytes, 2);
    CHECK_INT(info.block_align, SOUND_ALIGN);
    CHECK_INT(info.frames, SOUND_FRAMES);
    CHECK_INT(info.frames_declared, 2); /* as many as the first write brought */
    CHECK_INT(info.data_bytes, SOUND_DATA);
    CHECK_INT(info.data_offset, SOUND_HEADER);
    CHECK_INT(info.flags, MMS_WAVE_SEEKABLE);
    CHECK_OK(mms_wave_writer_update_header(writer, NULL));
    CHECK_OK(mms_wave_writer_info(writer, &info, NULL));
    CHECK_INT(info.frames_declared, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void an_updated_header_makes_a_growing_file_readable(void) {
    uint8_t file[100];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    int written_frames;
    CHECK_OK(mms_wave_writer_create("growing.wav", &format, &plain, &writer, NULL));
    for (written_frames = 0; written_frames < SOUND_FRAMES; written_frames++) {
        mms_wave_reader *reader;
        mms_wave_info info = MMS_WAVE_INFO_INIT;
        CHECK_OK(mms_wave_writer_update_header(writer, NULL));
        CHECK_OK(mms_wave_writer_flush(writer, NULL));
        CHECK_OK(mms_wave_reader_open("growing.wav", NULL, &reader, NULL));
        CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
        CHECK_INT(info.frames_declared, written_frames);
        CHECK_INT(info.frames, written_frames);
        CHECK_INT(info.diagnostics, 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
        CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 4 * written_frames, 4, NULL));
    }
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(read_file("growing.wav", file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
}

static void frames_that_were_declared_are_in_the_first_header(void) {
    uint8_t file[100];
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_write_options options = plain;
    options.frames = 9;
    CHECK_OK(mms_wave_writer_create("declared.wav", &format, &options, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_OK(mms_wave_writer_flush(writer, NULL));
    CHECK_INT(read_file("declared.wav", file, sizeof file), SOUND_SIZE);
    CHECK_INT(file[40], 36);
    CHECK_INT(file[4], 36 + 36);
    CHECK_OK(mms_wave_writer_close(writer, NULL)); /* corrects them */
    CHECK_INT(read_file("declared.wav", file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
}

static void formats_without_room_in_the_file_are_refused(void) {
    static const struct {
        uint32_t tag, channels, rate, bits;
    } refused[] = {
        {MMS_WAVE_TAG_PCM, 0, 8000, 16},        /* no channels */
        {MMS_WAVE_TAG_PCM, 65536, 8000, 8},     /* too many channels */
        {MMS_WAVE_TAG_PCM, 32768, 8000, 16},    /* a frame of 65536 bytes */
        {MMS_WAVE_TAG_PCM, 1, 0, 16},           /* no sample rate */
        {MMS_WAVE_TAG_PCM, 2, 0x80000000u, 8},  /* 2^32 bytes a second */
        {MMS_WAVE_TAG_PCM, 1, 8000, 0},         /* no bits */
        {MMS_WAVE_TAG_PCM, 1, 8000, 65},        /* and more than there are */
        {MMS_WAVE_TAG_IEEE_FLOAT, 1, 8000, 24}, /* floats that nobody has */
        {MMS_WAVE_TAG_GSM610, 1, 8000, 0},      /* an encoding that is only read */
        {0x1234, 1, 8000, 16},                  /* another tag */
        {0x10001, 1, 8000, 16},                 /* more than 16 bits of a tag */
        {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX},
    };
    size_t i;
    write_file("kept.wav", "kept", 4);
    for (i = 0; i < sizeof refused / sizeof *refused; i++) {
        uint8_t file[10];
        mms_wave_writer *writer;
        mms_wave_format format = format_with(refused[i].tag, refused[i].channels, refused[i].bits);
        format.sample_rate = refused[i].rate;
        CHECK_STATUS(mms_wave_writer_create("kept.wav", &format, &plain, &writer, NULL), MMS_ERROR_ARGUMENT_FORMAT);
        CHECK(writer == NULL);
        CHECK_INT(read_file("kept.wav", file, sizeof file), 4);
    }
}

static void the_widest_formats_that_have_room_are_written(void) {
    static const struct {
        uint32_t channels, rate, bits;
    } written_formats[] = {{65535, 65537, 8}, {1, UINT32_MAX, 8}, {32767, 1, 16}};
    size_t i;
    for (i = 0; i < sizeof written_formats / sizeof *written_formats; i++) {
        mms_wave_writer *writer;
        mms_wave_format format = format_with(MMS_WAVE_TAG_PCM, written_formats[i].channels, written_formats[i].bits);
        format.sample_rate = written_formats[i].rate;
        CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
        CHECK_OK(mms_wave_writer_close(writer, NULL));
    }
}

static void more_frames_than_a_file_holds_cannot_be_declared(void) {
    static const struct {
        int64_t frames;
        mms_status status;
    } rows[] = {
        {1073741814, MMS_OK}, /* 36 + 4 * frames is 2^32 - 4 */
        {1073741815, MMS_ERROR_LIMIT_RIFF_SIZE},
        {INT64_MAX, MMS_ERROR_LIMIT_RIFF_SIZE},
        {-1, MMS_ERROR_ARGUMENT_RANGE},
    };
    size_t i;
    for (i = 0; i < sizeof rows / sizeof *rows; i++) {
        mms_wave_writer *writer;
        mms_wave_format format = sound_format();
        mms_wave_write_options options = plain;
        options.frames = rows[i].frames;
        CHECK_STATUS(mms_wave_writer_create_memory(&format, &options, &writer, NULL), rows[i].status);
        if (rows[i].status == MMS_OK) {
            CHECK_OK(mms_wave_writer_abandon(writer, NULL));
        }
    }
}

/* The bytes are only an address range: the call is refused before it looks at them. */
static void a_write_past_4_gib_is_refused_and_the_file_stays_right(void) {
    const uint64_t size = (UINT64_C(1) << 32) - 36;
    void *huge = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    uint8_t file[100];
    int64_t frames;
    mms_error error = MMS_ERROR_INIT;
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    CHECK(huge != MAP_FAILED);
    CHECK_OK(mms_wave_writer_create("huge.wav", &format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_STATUS(mms_wave_writer_write_bytes(writer, huge, size, &error), MMS_ERROR_LIMIT_RIFF_SIZE);
    CHECK_INT(munmap(huge, size), 0);
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    CHECK_INT(frames, 2);
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, 12, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(read_file("huge.wav", file, sizeof file), SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
}

int main(void) {
    RUN(integers_have_a_header_of_44_bytes);
    RUN(floats_have_a_header_of_56_bytes_with_a_fact_chunk);
    RUN(data_of_odd_length_is_padded_with_a_zero);
    RUN(an_extensible_file_has_a_fmt_chunk_of_40_bytes);
    RUN(an_empty_file_is_a_header);
    RUN(every_way_to_write_gives_the_same_bytes);
    RUN(a_file_that_was_there_is_emptied);
    RUN(what_stands_before_the_current_position_stays);
    RUN(tell_and_info_follow_the_writing);
    RUN(an_updated_header_makes_a_growing_file_readable);
    RUN(frames_that_were_declared_are_in_the_first_header);
    RUN(formats_without_room_in_the_file_are_refused);
    RUN(the_widest_formats_that_have_room_are_written);
    RUN(more_frames_than_a_file_holds_cannot_be_declared);
    RUN(a_write_past_4_gib_is_refused_and_the_file_stays_right);
    return 0;
}
