/*
 * Memory that cannot be accessed: a mapping of a file that was shortened, or a pointer that leads nowhere. What the
 * library itself touches there ends the call, with MMS_ERROR_IO_MAP, and neither the process nor the handle.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sound.h"

enum { PAGE = 4096, FRAMES = 1 << 20 };

static uint8_t *file_bytes; /* a WAV file of FRAMES stereo frames of 16 bits, which count up */
enum { FILE_SIZE = SOUND_HEADER + 4 * FRAMES };

static int16_t sample_at(size_t index) { return (int16_t)(index * 7); }

/* A mapping of size bytes of a file, all but the first there of which are cut off. The bytes before are those given. */
static uint8_t *shortened(const void *bytes, size_t size, size_t there) {
    uint8_t *map;
    int fd = open("shortened", O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    CHECK_INT(ftruncate(fd, (off_t)size), 0);
    CHECK_INT(pwrite(fd, bytes, there, 0), there);
    map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(map != MAP_FAILED);
    CHECK_INT(ftruncate(fd, (off_t)there), 0); /* the rest of the last page stays, and is zero */
    CHECK_INT(close(fd), 0);
    return map;
}

static void make_file(void) {
    size_t i;
    file_bytes = malloc(FILE_SIZE);
    CHECK(file_bytes != NULL);
    memcpy(file_bytes, sound, SOUND_HEADER);
    put32(file_bytes + 4, FILE_SIZE - 8);
    put32(file_bytes + 40, 4 * FRAMES);
    for (i = 0; i < 2 * (size_t)FRAMES; i++) {
        put16(file_bytes + SOUND_HEADER + 2 * i, (uint16_t)sample_at(i));
    }
}

#define CHECK_LOST(call)                                                                                               \
    do {                                                                                                               \
        CHECK_STATUS(call, MMS_ERROR_IO_MAP);                                                                          \
        CHECK_INT(error.status, MMS_ERROR_IO_MAP);                                                                     \
        CHECK_INT(error.os_error, EFAULT);                                                                             \
        CHECK(error.message[0] != '\0');                                                                               \
    } while (0)

static mms_error error = MMS_ERROR_INIT;

static void conversions_of_samples(void) {
    enum { SAMPLES = 3 << 20 }; /* enough for several threads */
    uint8_t *lost = shortened(file_bytes, 8 * (size_t)SAMPLES, 4 * PAGE);
    double *fine = malloc(8 * (size_t)SAMPLES);
    uint32_t from, to;
    CHECK(fine != NULL);
    for (from = MMS_SAMPLE_U8; from <= MMS_SAMPLE_S64; from++) {
        to = from % MMS_SAMPLE_S64 + 1;
        CHECK_LOST(mms_convert_samples(lost, from, fine, to, SAMPLES, &error));
        CHECK_LOST(mms_convert_samples(fine, from, lost, to, SAMPLES, &error));
        CHECK_LOST(mms_convert_samples(lost + 4 * PAGE, from, fine, to, 3, &error));
        CHECK_OK(mms_convert_samples(lost, from, fine, to, PAGE / 2, &error));
    }
    free(fine);
    CHECK_INT(munmap(lost, 8 * (size_t)SAMPLES), 0);
}

static void conversions_of_images(void) {
    enum { PIXELS = 1 << 20 };
    uint8_t *lost = shortened(file_bytes, 24 * (size_t)PIXELS, 4 * PAGE);
    double *fine = calloc(PIXELS, 24);
    CHECK(fine != NULL);
    CHECK_STATUS(mms_rgb_to_hsv_f64((double *)lost, fine, PIXELS), MMS_ERROR_IO_MAP);
    CHECK_STATUS(mms_hls_to_rgb_f64(fine, (double *)lost, PIXELS), MMS_ERROR_IO_MAP);
    CHECK_STATUS(mms_rgb_to_yiq_f32((float *)lost, (float *)fine, PIXELS), MMS_ERROR_IO_MAP);
    CHECK_STATUS(mms_hsv_to_rgb_f32((float *)fine, (float *)lost, PIXELS), MMS_ERROR_IO_MAP);
    CHECK_STATUS(mms_rgb_to_hls_u8(lost, (uint8_t *)fine, PIXELS), MMS_ERROR_IO_MAP);
    CHECK_STATUS(mms_yiq_to_rgb_u16((uint16_t *)fine, (uint16_t *)lost, PIXELS), MMS_ERROR_IO_MAP);
    free(fine);
    CHECK_INT(munmap(lost, 24 * (size_t)PIXELS), 0);
}

/* The reader of a file in memory reads what is left of it, and stands where it says that it stands. */
static void a_file_in_memory(void) {
    static int16_t samples[2 * FRAMES];
    enum { THERE = 64 * PAGE, WHOLE = (THERE - SOUND_HEADER) / 4 };
    uint8_t *lost = shortened(file_bytes, FILE_SIZE, THERE);
    mms_wave_reader *reader;
    uint64_t got = 1;
    int64_t frame = 1;
    size_t i;
    CHECK_OK(mms_wave_reader_open_memory(lost, FILE_SIZE, NULL, &reader, NULL));
    CHECK_LOST(mms_wave_reader_read_s16(reader, samples, 2 * FRAMES, FRAMES, &got, &error));
    CHECK_INT(got, 0);
    CHECK_OK(mms_wave_reader_tell(reader, &frame, NULL));
    CHECK_INT(frame, 0);
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2 * FRAMES, WHOLE, &got, NULL));
    CHECK_INT(got, WHOLE);
    for (i = 0; i < 2 * WHOLE; i++) {
        CHECK_INT(samples[i], sample_at(i));
    }
    CHECK_LOST(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, &error));
    CHECK_LOST(mms_wave_reader_read_bytes(reader, samples, 4, &got, &error));
    CHECK_OK(mms_wave_reader_seek(reader, FRAMES - 1, NULL));
    CHECK_LOST(mms_wave_reader_read_f64(reader, (double *)(void *)samples, 2, 1, &got, &error));
    CHECK_OK(mms_wave_reader_seek(reader, 5, NULL));
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, NULL));
    CHECK_INT(samples[1], sample_at(11));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_LOST(mms_wave_reader_open_memory(lost + THERE, FILE_SIZE - THERE, NULL, &reader, &error));
    CHECK(reader == NULL);
    CHECK_INT(munmap(lost, FILE_SIZE), 0);
}

/* Chunks behind the audio, which the mapping lost: the audio is there all the same. */
static void metadata_in_memory(void) {
    enum { THERE = PAGE, SIZE = 3 * PAGE, DATA = PAGE - SOUND_HEADER };
    uint8_t bytes[THERE], payload[4];
    uint8_t *lost;
    mms_wave_reader *reader;
    mms_wave_metadata *metadata;
    uint32_t count = 1;
    uint64_t got = 1;
    memcpy(bytes, file_bytes, sizeof bytes);
    put32(bytes + 4, SIZE - 8);
    put32(bytes + 40, DATA);
    lost = shortened(bytes, SIZE, THERE);
    CHECK_OK(mms_wave_reader_open_memory(lost, SIZE, NULL, &reader, NULL));
    CHECK_LOST(mms_wave_reader_chunk_count(reader, &count, &error));
    CHECK_INT(count, 0);
    CHECK_LOST(mms_wave_reader_metadata(reader, &metadata, &error));
    CHECK(metadata == NULL);
    CHECK_OK(mms_wave_reader_read_bytes(reader, payload, sizeof payload, &got, NULL));
    CHECK_INT(got, sizeof payload);
    CHECK_BYTES(payload, file_bytes + SOUND_HEADER, sizeof payload);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_INT(munmap(lost, SIZE), 0);
}

/* Reading goes on where it was, or behind the frames that the caller was told to have. */
static void buffers_to_read_into(void) {
    enum { CAPACITY = 8 * FRAMES, READ_BYTES = 0, READ_S16, READ_F32, READ_PLANAR, WAYS };
    int way, from_file;
    uint8_t *lost = shortened(file_bytes, CAPACITY, 8 * PAGE);
    write_file("long.wav", file_bytes, FILE_SIZE);
    for (from_file = 0; from_file < 2; from_file++) {
        for (way = 0; way < WAYS; way++) {
            mms_wave_reader *reader;
            int16_t samples[2];
            void *planes[2];
            uint64_t got = 0;
            int64_t frame = 0, before = 0;
            int turn;
            if (from_file) {
                CHECK_OK(mms_wave_reader_open("long.wav", NULL, &reader, NULL));
            } else {
                CHECK_OK(mms_wave_reader_open_memory(file_bytes, FILE_SIZE, NULL, &reader, NULL));
            }
            CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, NULL));
            planes[0] = samples;
            planes[1] = lost + 7 * PAGE;
            for (turn = 0; turn < 2; turn++) {
                mms_status status = MMS_OK;
                before = frame;
                switch (way) {
                case READ_BYTES:
                    status = mms_wave_reader_read_bytes(reader, lost, 4 * (FRAMES - 8), &got, &error);
                    break;
                case READ_S16:
                    status = mms_wave_reader_read_s16(reader, (int16_t *)lost, 2 * FRAMES, FRAMES, &got, &error);
                    break;
                case READ_F32:
                    status = mms_wave_reader_read_f32(reader, (float *)lost, 2 * FRAMES, FRAMES, &got, &error);
                    break;
                case READ_PLANAR:
                    planes[0] = lost;
                    status = mms_wave_reader_read_planar(reader, MMS_SAMPLE_S16, planes, 2, FRAMES, &got, &error);
                    break;
                }
                CHECK_OK(mms_wave_reader_tell(reader, &frame, NULL));
                if (status == MMS_ERROR_IO_MAP) {
                    CHECK_INT(got, 0);
                    CHECK_INT(error.os_error, EFAULT);
                    break;
                }
                CHECK_OK(status); /* the frames before the fault, which comes with the next read */
                CHECK(got > 0 && turn == 0);
            }
            CHECK(turn < 2);
            CHECK(before <= frame && frame < FRAMES / 2);
            CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, NULL));
            CHECK_INT(got, 1);
            CHECK_INT(samples[0], sample_at(2 * (size_t)frame));
            CHECK_INT(samples[1], sample_at(2 * (size_t)frame + 1));
            CHECK_OK(mms_wave_reader_close(reader, NULL));
        }
    }
    CHECK_INT(munmap(lost, CAPACITY), 0);
}

/* A part of what is read was read ahead, and more has to be before the memory is found to be lost. */
static void a_buffer_that_is_lost_behind_what_was_read_ahead(void) {
    uint8_t *lost = shortened(file_bytes, 4 * PAGE, PAGE);
    size_t start;
    for (start = 0; start < 20000; start += 500) {
        mms_wave_reader *reader;
        int16_t samples[2];
        uint64_t got = 0;
        int64_t frame = 0;
        CHECK_OK(mms_wave_reader_open("long.wav", NULL, &reader, NULL));
        for (frame = 0; frame < (int64_t)start; frame += 500) {
            CHECK_OK(mms_wave_reader_read_bytes(reader, lost, 4 * 500, &got, NULL));
        }
        if (start % 1000 == 0) {
            CHECK_LOST(mms_wave_reader_read_bytes(reader, lost + PAGE / 4, PAGE, &got, &error));
        } else {
            CHECK_LOST(mms_wave_reader_read_s16(reader, (int16_t *)lost, PAGE, PAGE / 2, &got, &error));
        }
        CHECK_OK(mms_wave_reader_tell(reader, &frame, NULL));
        CHECK_INT(frame, start);
        CHECK_OK(mms_wave_reader_read_s16(reader, samples, 2, 1, &got, NULL));
        CHECK_INT(samples[1], sample_at(2 * start + 1));
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
    CHECK_INT(munmap(lost, 4 * PAGE), 0);
}

/* What came before the fault counts, tell says how much that is, and close makes a file of it. */
static void samples_to_write(void) {
    enum { THERE = 256 * PAGE, SIZE = 16 * FRAMES, TO_FILE = 0, TO_MEMORY, PLACES };
    static const uint32_t bits[] = {16, 24};
    uint8_t *lost = shortened(file_bytes + SOUND_HEADER, SIZE, THERE);
    static uint8_t written[SIZE];
    int place, way;
    size_t b;
    for (place = 0; place < PLACES; place++) {
        for (b = 0; b < 2; b++) {
            for (way = 0; way < 5; way++) {
                mms_wave_format format = sound_format();
                mms_wave_writer *writer;
                mms_wave_reader *reader;
                mms_wave_info info = MMS_WAVE_INFO_INIT;
                const void *planes[2];
                int64_t before = 0, after = 0;
                uint64_t size = 0, got = 0;
                mms_status status = MMS_OK, closed;
                int16_t first[2];
                format.bits_per_sample = bits[b];
                if (place == TO_FILE) {
                    CHECK_OK(mms_wave_writer_create("out.wav", &format, NULL, &writer, NULL));
                } else {
                    CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
                }
                CHECK_OK(mms_wave_writer_write_s16(writer, (int16_t *)lost, 5, NULL));
                CHECK_OK(mms_wave_writer_tell(writer, &before, NULL));
                CHECK_INT(before, 5);
                planes[0] = lost;
                planes[1] = lost + 2 * PAGE;
                switch (way) {
                case 0:
                    status = mms_wave_writer_write_bytes(writer, lost, SIZE / 4 * 3, &error);
                    break;
                case 1:
                    status = mms_wave_writer_write_bytes(writer, lost + THERE - 6, 12, &error);
                    break;
                case 2:
                    status = mms_wave_writer_write_s16(writer, (int16_t *)lost, SIZE / 4, &error);
                    break;
                case 3:
                    status = mms_wave_writer_write_f32(writer, (float *)lost, SIZE / 8, &error);
                    break;
                case 4:
                    status = mms_wave_writer_write_planar(writer, MMS_SAMPLE_S16, planes, 2, SIZE / 4, &error);
                    break;
                }
                CHECK_STATUS(status, MMS_ERROR_IO_MAP);
                CHECK_INT(error.os_error, EFAULT);
                CHECK_OK(mms_wave_writer_tell(writer, &after, NULL));
                CHECK(after >= before);
                if (place == TO_MEMORY) {
                    CHECK_OK(mms_wave_writer_contents(writer, written, sizeof written, &size, NULL));
                }
                closed = mms_wave_writer_close(writer, &error);
                CHECK(closed == MMS_OK || (closed == MMS_ERROR_IO_MAP && place == TO_FILE));
                CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
                if (place == TO_FILE) {
                    size = read_file("out.wav", written, sizeof written);
                }
                CHECK_OK(mms_wave_reader_open_memory(written, size, NULL, &reader, NULL));
                CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
                CHECK_INT(info.frames, after);
                CHECK_INT(info.frames_declared, after);
                CHECK_INT(info.diagnostics, 0);
                CHECK(size - (uint64_t)(info.data_offset + info.data_bytes) <
                      info.block_align); /* at most a cut frame */
                CHECK(way != 2 || bits[b] == 16 || after > before);
                CHECK_OK(mms_wave_reader_seek(reader, 4, NULL));
                CHECK_OK(mms_wave_reader_read_s16(reader, first, 2, 1, &got, NULL));
                CHECK_INT(first[1], sample_at(9));
                CHECK_OK(mms_wave_reader_close(reader, NULL));
            }
        }
    }
    CHECK_INT(munmap(lost, SIZE), 0);
}

static void chunks_texts_and_structs(void) {
    uint8_t *lost = shortened(file_bytes, 4 * PAGE, PAGE), *edge = lost + PAGE;
    mms_wave_metadata *metadata;
    mms_wave_reader *reader;
    mms_wave_writer *writer;
    mms_wave_format format = sound_format();
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    uint32_t count = 0, mask = 1;
    uint64_t size = 1;
    memcpy(chunk.id, "abcd", 4);
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    CHECK_LOST(mms_wave_metadata_add_chunk(metadata, &chunk, lost, 2 * PAGE, &error));
    CHECK_LOST(mms_wave_metadata_add_chunk(metadata, (mms_wave_chunk *)edge, sound, 4, &error));
    CHECK_OK(mms_wave_metadata_count(metadata, MMS_WAVE_ENTRY_CHUNK, &count, NULL));
    CHECK_INT(count, 0);
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, file_bytes, 2 * PAGE, &error));
    CHECK_LOST(mms_wave_metadata_chunk_data(metadata, 0, lost, 2 * PAGE, &size, &error));
    CHECK_LOST(mms_wave_metadata_set_tag(metadata, "INAM", (char *)edge, &error));
    memset(edge - 3, 'a', 3); /* a text that does not end before the edge */
    CHECK_LOST(mms_wave_metadata_set_tag(metadata, "INAM", (char *)edge - 3, &error));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));

    CHECK_LOST(mms_wave_reader_open((char *)edge - 3, NULL, &reader, &error));
    CHECK_LOST(mms_wave_reader_open("long.wav", (mms_wave_open_options *)edge, &reader, &error));
    CHECK_LOST(mms_wave_reader_open_io((mms_io *)edge, NULL, &reader, &error));
    CHECK_LOST(mms_wave_writer_create("out.wav", (mms_wave_format *)edge, NULL, &writer, &error));
    CHECK_LOST(mms_wave_writer_create("out.wav", &format, (mms_wave_write_options *)edge, &writer, &error));
    CHECK_LOST(mms_wave_parse_format(edge - 8, 16, &info, &error));
    CHECK_LOST(mms_wave_channel_mask((char *)edge - 3, &mask, &error));
    CHECK_INT(mask, 0);
    CHECK_LOST(mms_wave_tag_name(MMS_WAVE_TAG_PCM, (char *)edge, 100, &size, &error));
    CHECK_LOST(mms_wave_edit((char *)edge, NULL, &error));
    /* The result, or the error itself, has no place to go to. */
    CHECK_LOST(mms_wave_channel_mask("FL", (uint32_t *)(void *)edge, &error));
    CHECK_LOST(mms_wave_reader_open_memory(sound, sizeof sound, NULL, (mms_wave_reader **)(void *)edge, &error));
    CHECK_STATUS(mms_wave_channel_mask("FL", &mask, (mms_error *)edge), MMS_ERROR_IO_MAP);
    CHECK_INT(munmap(lost, 4 * PAGE), 0);
}

/*
 * Memory behind a pointer that leads nowhere is no different, as far as the library is the one to touch it. What is in
 * the first page counts as NULL to Go, which is a fault of the library then.
 */
static void pointers_that_lead_nowhere(void) {
    static double fine[3 * 64];
    const uintptr_t wild[] = {
        1, 8, 4095, 4096, 0x10000, 0x123456789000, (uintptr_t)INT64_MAX - 4095, UINTPTR_MAX - 4095};
    size_t i;
    for (i = 0; i < sizeof wild / sizeof *wild; i++) {
        void *nowhere = (void *)wild[i];
        mms_wave_reader *reader;
        mms_wave_writer *writer;
        mms_wave_format format = sound_format();
        uint64_t got = 1;
        mms_status want = wild[i] < 4096 ? MMS_ERROR_INTERNAL : MMS_ERROR_IO_MAP;
        int64_t frame = 1;
        CHECK_STATUS(mms_convert_samples(nowhere, MMS_SAMPLE_S16, fine, MMS_SAMPLE_F32, 64, &error), want);
        CHECK_STATUS(mms_convert_samples(fine, MMS_SAMPLE_S16, nowhere, MMS_SAMPLE_F32, 64, &error), want);
        CHECK_STATUS(mms_rgb_to_hsv_f64(nowhere, fine, 64), want);
        CHECK_STATUS(mms_wave_reader_open(nowhere, NULL, &reader, &error), want);
        CHECK_STATUS(mms_wave_reader_open_memory(nowhere, 1000, NULL, &reader, &error), want);
        CHECK_STATUS(mms_wave_channel_mask("FL", NULL, nowhere), want);
        CHECK_OK(mms_wave_writer_create_memory(&format, NULL, &writer, NULL));
        CHECK_STATUS(mms_wave_writer_write_f32(writer, nowhere, 10, &error), want);
        if (want == MMS_ERROR_IO_MAP) { /* the handle is as good as before */
            CHECK_OK(mms_wave_writer_tell(writer, &frame, NULL));
            CHECK_INT(frame, 0);
            CHECK_STATUS(mms_wave_writer_tell(writer, nowhere, &error), want);
        }
        CHECK_OK(mms_wave_writer_close(writer, NULL));
        CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
        CHECK_STATUS(mms_wave_reader_read_f32(reader, nowhere, 10, 5, &got, &error), want);
        CHECK_INT(got, 0);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

int main(void) {
    CHECK_INT(sysconf(_SC_PAGESIZE), PAGE);
    make_file();
    RUN(conversions_of_samples);
    RUN(conversions_of_images);
    RUN(a_file_in_memory);
    RUN(metadata_in_memory);
    RUN(buffers_to_read_into);
    RUN(a_buffer_that_is_lost_behind_what_was_read_ahead);
    RUN(samples_to_write);
    RUN(chunks_texts_and_structs);
    RUN(pointers_that_lead_nowhere);
    free(file_bytes);
    return 0;
}
