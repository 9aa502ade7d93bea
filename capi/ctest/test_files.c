/* Whole files: appending, changing frames and tags in place, repairing, copying, looking at many. */
#include <unistd.h>

#include "sound.h"

/* Reads all of a file's frames, and its info. */
static mms_wave_info frames_of(const char *path, int16_t *samples, uint64_t capacity) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_reader *reader;
    uint64_t frames;
    CHECK_OK(mms_wave_reader_open(path, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_OK(mms_wave_reader_read_s16(reader, samples, capacity, capacity / info.channels, &frames, NULL));
    CHECK_INT(frames, info.frames);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return info;
}

static mms_wave_metadata *metadata_of(const char *path) {
    mms_wave_reader *reader;
    mms_wave_metadata *metadata;
    CHECK_OK(mms_wave_reader_open(path, NULL, &reader, NULL));
    CHECK_OK(mms_wave_reader_metadata(reader, &metadata, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return metadata;
}

static void check_tag(const char *path, const char *id, const char *want) {
    mms_wave_metadata *metadata = metadata_of(path);
    char text[100];
    uint64_t size;
    CHECK_OK(mms_wave_metadata_get_tag(metadata, id, text, sizeof text, &size, NULL));
    CHECK_TEXT(text, want);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

/* A file of the sound with a tag behind the audio and an unknown chunk before it. */
static void write_tagged(const char *path) {
    mms_wave_format format = sound_format();
    mms_wave_metadata *metadata;
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    memcpy(chunk.id, "abcd", 4);
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, "kept", 4, NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "old title", NULL));
    CHECK_OK(mms_wave_writer_create(path, &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_set_metadata(writer, metadata, NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, SOUND_DATA, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void frames_are_appended_and_overwritten_and_the_metadata_stays(void) {
    static const int16_t more[4] = {100, 101, 102, 103}, other[2] = {-7, -8};
    int16_t samples[20];
    mms_wave_writer *writer;
    int64_t frames;
    write_tagged("append.wav");
    CHECK_OK(mms_wave_writer_open("append.wav", NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
    CHECK_INT(frames, SOUND_FRAMES);
    CHECK_OK(mms_wave_writer_write_s16(writer, more, 2, NULL));
    CHECK_OK(mms_wave_writer_seek(writer, 1, NULL));
    CHECK_OK(mms_wave_writer_write_s16(writer, other, 1, NULL));
    CHECK_STATUS(mms_wave_writer_seek(writer, SOUND_FRAMES + 3, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_INT(frames_of("append.wav", samples, 20).frames, SOUND_FRAMES + 2);
    CHECK_INT(samples[2], -7);
    CHECK_INT(samples[3], -8);
    CHECK_INT(samples[2 * SOUND_FRAMES + 3], 103);
    check_tag("append.wav", "INAM", "old title");
    CHECK_STATUS(mms_wave_writer_open("missing.wav", NULL, &writer, NULL), MMS_ERROR_IO);
}

static void what_was_checkpointed_can_be_read_while_writing_goes_on(void) {
    int16_t samples[20];
    mms_wave_format format = sound_format();
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_writer *writer;
    CHECK_OK(mms_wave_writer_create("live.wav", &format, NULL, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK(mms_wave_writer_checkpoint(writer, NULL));
    CHECK_INT(frames_of("live.wav", samples, 20).frames, 2);
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK(mms_wave_writer_sync(writer, NULL));
    CHECK_INT(frames_of("live.wav", samples, 20).frames, 4);
    CHECK_OK(mms_wave_writer_abandon(writer, NULL)); /* a crash */
    CHECK_INT(frames_of("live.wav", samples, 20).frames, 4);

    options.checkpoint_bytes = 8;
    CHECK_OK(mms_wave_writer_create("live.wav", &format, &options, &writer, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    CHECK(frames_of("live.wav", samples, 20).frames >= 2);
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

/* A chunk behind the audio is kept in memory while frames are appended. */
static void what_is_kept_of_an_opened_file_has_a_limit(void) {
    uint8_t file[SOUND_SIZE + 8 + 100] = {0};
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_writer *writer;
    memcpy(file, sound, SOUND_SIZE);
    put32(file + 4, sizeof file - 8);
    memcpy(file + SOUND_SIZE, "abcd", 4);
    put32(file + SOUND_SIZE + 4, 100);
    write_file("limit.wav", file, sizeof file);
    options.max_metadata = 99;
    CHECK_STATUS(mms_wave_writer_open("limit.wav", &options, &writer, NULL), MMS_ERROR_LIMIT_METADATA);
    CHECK(writer == NULL);
    options.max_metadata = 1000;
    CHECK_OK(mms_wave_writer_open("limit.wav", &options, &writer, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
}

static void a_tag_is_changed_in_place(void) {
    int16_t samples[20];
    mms_wave_metadata *metadata;
    mms_wave_info before, after;
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    mms_error error = MMS_ERROR_INIT;
    uint32_t index;
    write_tagged("edit.wav");
    before = frames_of("edit.wav", samples, 20);
    metadata = metadata_of("edit.wav");
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "a new and longer title", NULL));
    CHECK_OK(mms_wave_edit("edit.wav", metadata, NULL));
    after = frames_of("edit.wav", samples, 20);
    CHECK_INT(after.frames, SOUND_FRAMES);
    CHECK_INT(after.data_offset, before.data_offset);
    CHECK_INT(after.diagnostics, 0);
    check_tag("edit.wav", "INAM", "a new and longer title");
    CHECK_OK(mms_wave_metadata_find_chunk(metadata, "abcd", &index, NULL));

    memcpy(chunk.id, "fmt ", 4);
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, "no", 2, NULL));
    CHECK_STATUS(mms_wave_edit("edit.wav", metadata, &error), MMS_ERROR_ARGUMENT_CHUNK);
    CHECK_BYTES(error.chunk_id, "fmt ", 4);
    check_tag("edit.wav", "INAM", "a new and longer title");
    CHECK_STATUS(mms_wave_edit("missing.wav", metadata, NULL), MMS_ERROR_IO);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_STATUS(mms_wave_edit("edit.wav", metadata, NULL), MMS_ERROR_HANDLE);
}

static void a_broken_header_is_made_right_in_place(void) {
    uint8_t file[SOUND_SIZE], repaired[SOUND_SIZE];
    uint32_t repairs;
    memcpy(file, sound, sizeof file);
    put32(file + 4, 0);
    put32(file + 40, 0);
    write_file("broken.wav", file, sizeof file);
    CHECK_OK(mms_wave_repair("broken.wav", &repairs, NULL));
    CHECK((repairs & MMS_WAVE_REPAIR_DATA_SIZE) != 0);
    CHECK_INT(read_file("broken.wav", repaired, sizeof repaired), SOUND_SIZE);
    CHECK_BYTES(repaired, sound, SOUND_SIZE);
    CHECK_OK(mms_wave_repair("broken.wav", &repairs, NULL));
    CHECK_INT(repairs, 0);
    repairs = 1;
    CHECK_STATUS(mms_wave_repair("missing.wav", &repairs, NULL), MMS_ERROR_IO);
    CHECK_INT(repairs, 0);
}

static void a_copy_has_everything(void) {
    static uint8_t one[1000], other[1000];
    int16_t samples[20];
    mms_wave_metadata *metadata;
    mms_wave_info info;
    size_t size;
    write_tagged("original.wav");
    CHECK_OK(mms_wave_copy("original.wav", "copy.wav", MMS_WAVE_CONTAINER_AUTO, NULL, NULL));
    size = read_file("original.wav", one, sizeof one);
    CHECK_INT(read_file("copy.wav", other, sizeof other), size);
    CHECK_BYTES(other, one, size);

    CHECK_OK(mms_wave_copy("original.wav", "copy.wav", MMS_WAVE_CONTAINER_WAVE64, NULL, NULL));
    info = frames_of("copy.wav", samples, 20);
    CHECK_INT(info.container, MMS_WAVE_CONTAINER_WAVE64);
    CHECK_INT(info.frames, SOUND_FRAMES);
    check_tag("copy.wav", "INAM", "old title");

    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "another", NULL));
    CHECK_OK(mms_wave_copy("original.wav", "copy.wav", MMS_WAVE_CONTAINER_AUTO, metadata, NULL));
    check_tag("copy.wav", "INAM", "another");
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_STATUS(mms_wave_copy("missing.wav", "copy.wav", 0, NULL, NULL), MMS_ERROR_IO);
    check_tag("copy.wav", "INAM", "another");
    CHECK_STATUS(mms_wave_copy("original.wav", "copy.wav", 99, NULL, NULL), MMS_ERROR_ARGUMENT);
}

static void many_files_are_looked_at_and_errors_are_rows(void) {
    static const char *paths[102];
    mms_wave_scan *scan;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_error error = MMS_ERROR_INIT;
    uint64_t i;
    write_file("scan.wav", sound, sizeof sound);
    write_file("scan.txt", "no sound", 8);
    for (i = 0; i < 100; i++) {
        paths[i] = "scan.wav";
    }
    paths[100] = "scan.txt";
    paths[101] = "missing.wav";
    CHECK_OK(mms_wave_scan_open(paths, 102, NULL, 0, &scan, NULL));
    for (i = 0; i < 100; i++) {
        CHECK_OK(mms_wave_scan_row(scan, i, &info, &error));
        CHECK_INT(info.frames, SOUND_FRAMES);
        CHECK_INT(info.container, MMS_WAVE_CONTAINER_RIFF);
    }
    CHECK_STATUS(mms_wave_scan_row(scan, 100, &info, &error), MMS_ERROR_FORMAT_NOT_RIFF);
    CHECK_INT(info.frames, 0);
    CHECK_STATUS(mms_wave_scan_row(scan, 101, &info, &error), MMS_ERROR_IO);
    CHECK_STATUS(mms_wave_scan_row(scan, 102, &info, &error), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_OK(mms_wave_scan_close(scan, NULL));
    CHECK_STATUS(mms_wave_scan_close(scan, NULL), MMS_ERROR_HANDLE);

    CHECK_OK(mms_wave_scan_open(NULL, 0, NULL, 0, &scan, NULL));
    CHECK_OK(mms_wave_scan_close(scan, NULL));
    paths[1] = NULL;
    CHECK_STATUS(mms_wave_scan_open(paths, 2, NULL, 0, &scan, NULL), MMS_ERROR_ARGUMENT_NULL);
    CHECK_STATUS(mms_wave_scan_open(NULL, 2, NULL, 0, &scan, NULL), MMS_ERROR_ARGUMENT_NULL);
}

int main(void) {
    RUN(frames_are_appended_and_overwritten_and_the_metadata_stays);
    RUN(what_was_checkpointed_can_be_read_while_writing_goes_on);
    RUN(what_is_kept_of_an_opened_file_has_a_limit);
    RUN(a_tag_is_changed_in_place);
    RUN(a_broken_header_is_made_right_in_place);
    RUN(a_copy_has_everything);
    RUN(many_files_are_looked_at_and_errors_are_rows);
    return 0;
}
