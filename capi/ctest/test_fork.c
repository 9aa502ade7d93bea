/*
 * fork: a child must not use the library that its parent had loaded. Every function says so at once, which alarm()
 * sees to, and the parent goes on as if nothing had happened. Forks at awkward moments are in test_fork_moments.c.
 */
#include <pthread.h>

#include "children.h"
#include "sound.h"

static mms_wave_reader *reader;
static mms_wave_writer *writer;
static mms_wave_metadata *metadata;
static struct stream stream;

static void open_handles(void) {
    mms_wave_format format = sound_format();
    mms_io io = stream_io(&stream);
    stream_load(&stream, sound, sizeof sound);
    CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));
    CHECK_OK(mms_wave_writer_create_memory(&format, &plain, &writer, NULL));
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
}

static void close_handles(void) {
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    CHECK_OK(mms_wave_writer_close(writer, NULL));
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

/* The call fails, says so in error, and has zeroed what follows struct_size in a struct. */
#define CHECK_FORKED(call)                                                                                             \
    do {                                                                                                               \
        memset((char *)&error + sizeof error.struct_size, 0xAA, sizeof error - sizeof error.struct_size);              \
        CHECK_STATUS(call, MMS_ERROR_FORKED);                                                                          \
        CHECK_INT(error.status, MMS_ERROR_FORKED);                                                                     \
        CHECK_INT(error.offset, -1);                                                                                   \
        CHECK_TEXT(error.message, mms_status_string(MMS_ERROR_FORKED));                                                \
    } while (0)

static void call_every_function(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_format format = sound_format();
    mms_io io = stream_io(&stream);
    mms_wave_info info;
    mms_wave_diagnostic diagnostic;
    mms_wave_reader *new_reader = reader;
    mms_wave_writer *new_writer = writer;
    uint8_t buffer[8];
    int16_t s16[4];
    int32_t s32[4];
    float f32[4];
    double f64[4];
    void *planes[2];
    const void *sources[2];
    void *data = buffer;
    uint64_t count = 1;
    int64_t frames = 1;
    int calls = stream.calls;

    memset(&info, 0xAA, sizeof info);
    info.struct_size = sizeof info;
    memset(&diagnostic, 0xAA, sizeof diagnostic);
    diagnostic.struct_size = sizeof diagnostic;

    CHECK_FORKED(mms_wave_reader_open("sound.wav", NULL, &new_reader, &error));
    CHECK(new_reader == NULL);
    new_reader = reader;
    CHECK_FORKED(mms_wave_reader_open_fd(0, NULL, &new_reader, &error));
    CHECK(new_reader == NULL);
    new_reader = reader;
    CHECK_FORKED(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &new_reader, &error));
    CHECK(new_reader == NULL);
    new_reader = reader;
    CHECK_FORKED(mms_wave_reader_open_io(&io, NULL, &new_reader, &error));
    CHECK(new_reader == NULL);
    CHECK_FORKED(mms_wave_parse_format(sound + 20, 16, &info, &error));
    CHECK_INT(info.struct_size, sizeof info);
    CHECK_FILLED(&info.encoding, 0, sizeof info - sizeof info.struct_size);

    memset(&info.encoding, 0xAA, sizeof info - sizeof info.struct_size);
    CHECK_FORKED(mms_wave_reader_info(reader, &info, &error));
    CHECK_FILLED(&info.encoding, 0, sizeof info - sizeof info.struct_size);
    CHECK_FORKED(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &count, &error));
    CHECK_INT(count, 0);
    count = 1;
    CHECK_FORKED(mms_wave_reader_read_s16(reader, s16, 4, 2, &count, &error));
    CHECK_INT(count, 0);
    CHECK_FORKED(mms_wave_reader_read_s32(reader, s32, 4, 2, &count, &error));
    CHECK_FORKED(mms_wave_reader_read_f32(reader, f32, 4, 2, &count, &error));
    CHECK_FORKED(mms_wave_reader_read_f64(reader, f64, 4, 2, &count, &error));
    CHECK_FORKED(mms_wave_reader_read_samples(reader, MMS_SAMPLE_F64, f64, 4, 2, &count, &error));
    CHECK_FORKED(mms_wave_reader_read_planar(reader, MMS_SAMPLE_F64, planes, 2, 2, &count, &error));
    CHECK_FORKED(mms_convert_samples(s16, MMS_SAMPLE_S16, f32, MMS_SAMPLE_F32, 4, &error));
    count = 1;
    CHECK_FORKED(mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &count, &error));
    CHECK(data == NULL);
    CHECK_INT(count, 0);
    CHECK_FORKED(mms_wave_reader_sync_map(reader, &error));
    CHECK_FORKED(mms_wave_reader_unmap(reader, &error));
    CHECK_FORKED(mms_wave_reader_seek(reader, 0, &error));
    CHECK_FORKED(mms_wave_reader_tell(reader, &frames, &error));
    CHECK_INT(frames, 0);
    CHECK_FORKED(mms_wave_reader_diagnostic(reader, 0, &diagnostic, &error));
    CHECK_FILLED(&diagnostic.repair, 0, sizeof diagnostic - sizeof diagnostic.struct_size);
    CHECK_FORKED(mms_wave_reader_close(reader, &error));

    CHECK_FORKED(mms_wave_writer_create("never.wav", &format, NULL, &new_writer, &error));
    CHECK(new_writer == NULL);
    new_writer = writer;
    CHECK_FORKED(mms_wave_writer_create_fd(1, &format, NULL, &new_writer, &error));
    CHECK(new_writer == NULL);
    new_writer = writer;
    CHECK_FORKED(mms_wave_writer_create_io(&io, &format, NULL, &new_writer, &error));
    CHECK(new_writer == NULL);
    new_writer = writer;
    CHECK_FORKED(mms_wave_writer_create_memory(&format, NULL, &new_writer, &error));
    CHECK(new_writer == NULL);
    CHECK_FORKED(mms_wave_writer_write_bytes(writer, sound, 4, &error));
    CHECK_FORKED(mms_wave_writer_write_s16(writer, s16, 2, &error));
    CHECK_FORKED(mms_wave_writer_write_s32(writer, s32, 2, &error));
    CHECK_FORKED(mms_wave_writer_write_f32(writer, f32, 2, &error));
    CHECK_FORKED(mms_wave_writer_write_f64(writer, f64, 2, &error));
    CHECK_FORKED(mms_wave_writer_write_samples(writer, MMS_SAMPLE_F64, f64, 2, &error));
    CHECK_FORKED(mms_wave_writer_write_planar(writer, MMS_SAMPLE_F64, sources, 2, 2, &error));
    CHECK_FORKED(mms_wave_writer_update_header(writer, &error));
    CHECK_FORKED(mms_wave_writer_flush(writer, &error));
    frames = 1;
    CHECK_FORKED(mms_wave_writer_tell(writer, &frames, &error));
    CHECK_INT(frames, 0);
    memset(&info.encoding, 0xAA, sizeof info - sizeof info.struct_size);
    CHECK_FORKED(mms_wave_writer_info(writer, &info, &error));
    CHECK_FILLED(&info.encoding, 0, sizeof info - sizeof info.struct_size);
    count = 1;
    CHECK_FORKED(mms_wave_writer_contents(writer, buffer, sizeof buffer, &count, &error));
    CHECK_INT(count, 0);
    CHECK_FORKED(mms_wave_writer_close(writer, &error));
    CHECK_FORKED(mms_wave_writer_abandon(writer, &error));
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_FORKED);

    CHECK_INT(stream.calls, calls); /* no callback ran */
    CHECK(access("never.wav", F_OK) != 0);
}

/* The functions that deal in metadata and whole files. */
static void call_functions_of_metadata(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    mms_wave_region region = MMS_WAVE_REGION_INIT;
    mms_wave_sampler sampler = MMS_WAVE_SAMPLER_INIT;
    mms_wave_loop loop = MMS_WAVE_LOOP_INIT;
    mms_wave_instrument instrument = MMS_WAVE_INSTRUMENT_INIT;
    mms_wave_acid acid = MMS_WAVE_ACID_INIT;
    mms_wave_broadcast broadcast = MMS_WAVE_BROADCAST_INIT;
    mms_wave_cart cart = MMS_WAVE_CART_INIT;
    mms_wave_track track = MMS_WAVE_TRACK_INIT;
    mms_wave_peak peak = MMS_WAVE_PEAK_INIT;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_metadata *made = metadata;
    mms_wave_scan *scan = NULL;
    mms_wave_writer *opened = writer;
    const char *const paths[1] = {"never.wav"};
    uint8_t id[4] = {1, 1, 1, 1};
    uint32_t number = 1;
    uint64_t size = 1;
    char text[8];
    CHECK_FORKED(mms_wave_tag_name(1, text, sizeof text, &size, &error));
    CHECK_INT(size, 0);
    CHECK_FORKED(mms_wave_channel_name(1, 0, text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_channel_mask("FL", &number, &error));
    CHECK_INT(number, 0);
    CHECK_FORKED(mms_wave_reader_chunk_count(reader, &number, &error));
    chunk.size = 1;
    CHECK_FORKED(mms_wave_reader_chunk(reader, 0, &chunk, &error));
    CHECK_INT(chunk.size, 0);
    CHECK_FORKED(mms_wave_reader_chunk_data(reader, 0, text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_reader_metadata(reader, &made, &error));
    CHECK(made == NULL);
    made = metadata;
    CHECK_FORKED(mms_wave_metadata_create(&made, &error));
    CHECK(made == NULL);
    CHECK_FORKED(mms_wave_metadata_count(metadata, MMS_WAVE_ENTRY_CHUNK, &number, &error));
    CHECK_FORKED(mms_wave_metadata_remove(metadata, MMS_WAVE_ENTRY_CHUNK, 0, &error));
    CHECK_FORKED(mms_wave_metadata_chunk(metadata, 0, &chunk, &error));
    CHECK_FORKED(mms_wave_metadata_chunk_data(metadata, 0, text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_metadata_find_chunk(metadata, "abcd", &number, &error));
    CHECK_FORKED(mms_wave_metadata_add_chunk(metadata, &chunk, "", 0, &error));
    CHECK_FORKED(mms_wave_metadata_set_chunk_data(metadata, 0, "", 0, &error));
    CHECK_FORKED(mms_wave_metadata_tag(metadata, 0, id, text, sizeof text, &size, &error));
    CHECK_FILLED(id, 0, sizeof id);
    CHECK_FORKED(mms_wave_metadata_get_tag(metadata, "INAM", text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_metadata_set_tag(metadata, "INAM", "", &error));
    CHECK_FORKED(mms_wave_metadata_get_text(metadata, MMS_WAVE_TEXT_IXML, text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_metadata_set_text(metadata, MMS_WAVE_TEXT_IXML, "", &error));
    CHECK_FORKED(mms_wave_metadata_region(metadata, 0, &region, &error));
    CHECK_FORKED(mms_wave_metadata_region_text(metadata, 0, MMS_WAVE_REGION_LABEL, text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_metadata_add_region(metadata, &region, "", "", "", &error));
    CHECK_FORKED(mms_wave_metadata_get_sampler(metadata, &sampler, &error));
    CHECK_FORKED(mms_wave_metadata_set_sampler(metadata, &sampler, &error));
    CHECK_FORKED(mms_wave_metadata_loop(metadata, 0, &loop, &error));
    CHECK_FORKED(mms_wave_metadata_add_loop(metadata, &loop, &error));
    CHECK_FORKED(mms_wave_metadata_get_instrument(metadata, &instrument, &error));
    CHECK_FORKED(mms_wave_metadata_set_instrument(metadata, &instrument, &error));
    CHECK_FORKED(mms_wave_metadata_get_acid(metadata, &acid, &error));
    CHECK_FORKED(mms_wave_metadata_set_acid(metadata, &acid, &error));
    CHECK_FORKED(mms_wave_metadata_get_broadcast(metadata, &broadcast, &error));
    CHECK_FORKED(mms_wave_metadata_set_broadcast(metadata, &broadcast, &error));
    CHECK_FORKED(mms_wave_metadata_get_cart(metadata, &cart, &error));
    CHECK_FORKED(mms_wave_metadata_set_cart(metadata, &cart, &error));
    CHECK_FORKED(mms_wave_metadata_track(metadata, 0, &track, &error));
    CHECK_FORKED(mms_wave_metadata_add_track(metadata, &track, &error));
    CHECK_FORKED(mms_wave_metadata_peak(metadata, 0, &peak, &error));
    CHECK_FORKED(mms_wave_metadata_add_peak(metadata, &peak, &error));
    CHECK_FORKED(mms_wave_metadata_display(metadata, 0, &number, text, sizeof text, &size, &error));
    CHECK_FORKED(mms_wave_metadata_add_display(metadata, 1, "", 0, &error));
    CHECK_FORKED(mms_wave_metadata_close(metadata, &error));

    CHECK_FORKED(mms_wave_writer_open("never.wav", NULL, &opened, &error));
    CHECK(opened == NULL);
    CHECK_FORKED(mms_wave_writer_seek(writer, 0, &error));
    CHECK_FORKED(mms_wave_writer_set_metadata(writer, metadata, &error));
    CHECK_FORKED(mms_wave_writer_checkpoint(writer, &error));
    CHECK_FORKED(mms_wave_writer_sync(writer, &error));
    CHECK_FORKED(mms_wave_edit("never.wav", metadata, &error));
    CHECK_FORKED(mms_wave_repair("never.wav", &number, &error));
    CHECK_FORKED(mms_wave_copy("never.wav", "never.wav", 0, NULL, &error));
    CHECK_FORKED(mms_wave_scan_open(paths, 1, NULL, 0, &scan, &error));
    CHECK_FORKED(mms_wave_scan_row(scan, 0, &info, &error));
    CHECK_FORKED(mms_wave_scan_close(scan, &error));
    CHECK_FORKED(mms_set_limits(1, 1, &error));
}

static void convert_colours(void) {
    double out[3];
#define CHECK_COLOUR(conversion)                                                                                       \
    out[0] = out[1] = out[2] = 7.0;                                                                                    \
    CHECK_STATUS(conversion, MMS_ERROR_FORKED);                                                                        \
    CHECK_FILLED(out, 0, sizeof out)
    CHECK_COLOUR(mms_rgb_to_yiq(0.1, 0.2, 0.3, out));
    CHECK_COLOUR(mms_yiq_to_rgb(0.1, 0.2, 0.3, out));
    CHECK_COLOUR(mms_rgb_to_hls(0.1, 0.2, 0.3, out));
    CHECK_COLOUR(mms_hls_to_rgb(0.1, 0.2, 0.3, out));
    CHECK_COLOUR(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
    CHECK_COLOUR(mms_hsv_to_rgb(0.1, 0.2, 0.3, out));
    CHECK_STATUS(mms_rgb_to_hsv(0.1, 0.2, 0.3, NULL), MMS_ERROR_FORKED);
}

static void convert_images(void) {
    mms_error error = MMS_ERROR_INIT;
    mms_image image = MMS_IMAGE_INIT;
    double f64[3] = {0};
    float f32[3] = {0};
    uint16_t u16[3] = {0};
    uint8_t u8[3] = {0};
    CHECK_STATUS(mms_rgb_to_yiq_f64(f64, f64, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_yiq_to_rgb_f64(f64, f64, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hls_f64(f64, f64, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hls_to_rgb_f64(f64, f64, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hsv_f64(f64, f64, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hsv_to_rgb_f64(f64, f64, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_yiq_f32(f32, f32, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_yiq_to_rgb_f32(f32, f32, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hls_f32(f32, f32, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hls_to_rgb_f32(f32, f32, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hsv_f32(f32, f32, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hsv_to_rgb_f32(f32, f32, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_yiq_u16(u16, u16, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_yiq_to_rgb_u16(u16, u16, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hls_u16(u16, u16, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hls_to_rgb_u16(u16, u16, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hsv_u16(u16, u16, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hsv_to_rgb_u16(u16, u16, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_yiq_u8(u8, u8, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_yiq_to_rgb_u8(u8, u8, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hls_u8(u8, u8, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hls_to_rgb_u8(u8, u8, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_rgb_to_hsv_u8(u8, u8, 1), MMS_ERROR_FORKED);
    CHECK_STATUS(mms_hsv_to_rgb_u8(u8, u8, 1), MMS_ERROR_FORKED);
    CHECK_FORKED(mms_convert_image(&image, &image, 0, &error));
}

static void ask_for_versions(void) {
    CHECK_TEXT(mms_version(), MMS_VERSION_STRING);
    CHECK_INT(mms_version_number(), MMS_VERSION_NUMBER);
    CHECK_INT(mms_abi_version(), MMS_ABI_VERSION);
    CHECK(strlen(mms_status_string(MMS_ERROR_FORKED)) > 0);
}

static void fork_again(void) { in_child(convert_colours); }

static void every_function_refuses_in_a_child(void) {
    open_handles();
    in_child(call_every_function);
    in_child(call_functions_of_metadata);
    in_child(convert_colours);
    in_child(convert_images);
    close_handles();
}

static void versions_and_status_texts_work_in_a_child(void) { in_child(ask_for_versions); }

static void a_child_of_a_child_is_no_better(void) { in_child(fork_again); }

static void the_parent_goes_on(void) {
    uint8_t buffer[8], file[SOUND_SIZE];
    uint64_t got;
    int i;
    open_handles();
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER, 8, NULL));
    for (i = 0; i < 10; i++) {
        in_child(call_every_function);
    }
    CHECK_OK(mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL));
    CHECK_INT(got, sizeof buffer);
    CHECK_BYTES(buffer, sound + SOUND_HEADER, sizeof buffer);
    CHECK_OK(mms_wave_writer_write_bytes(writer, sound + SOUND_HEADER + 8, 12, NULL));
    CHECK_OK(mms_wave_writer_contents(writer, file, sizeof file, &got, NULL));
    CHECK_INT(got, SOUND_SIZE);
    CHECK_BYTES(file, sound, SOUND_SIZE);
    close_handles();
}

static volatile int stop;

static void *use_the_library(void *unused) {
    double out[3];
    while (!stop) {
        mms_wave_reader *mine;
        CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &mine, NULL));
        CHECK_OK(mms_rgb_to_hsv(0.1, 0.2, 0.3, out));
        CHECK_OK(mms_wave_reader_close(mine, NULL));
    }
    return unused;
}

/* Locks that other threads held at the moment of the fork stay locked for ever in the child. */
static void a_child_of_a_busy_parent_is_not_kept_waiting(void) {
    pthread_t threads[4];
    int i;
    open_handles();
    stop = 0;
    for (i = 0; i < 4; i++) {
        CHECK_INT(pthread_create(&threads[i], NULL, use_the_library, NULL), 0);
    }
    for (i = 0; i < 50; i++) {
        in_child(call_every_function);
    }
    stop = 1;
    for (i = 0; i < 4; i++) {
        CHECK_INT(pthread_join(threads[i], NULL), 0);
    }
    close_handles();
}

int main(void) {
    RUN(every_function_refuses_in_a_child);
    RUN(versions_and_status_texts_work_in_a_child);
    RUN(a_child_of_a_child_is_no_better);
    RUN(the_parent_goes_on);
    RUN(a_child_of_a_busy_parent_is_not_kept_waiting);
    return 0;
}
