/* Repairs: a file that is not quite right is read all the same, tells what was repaired, and can be refused. */
#include "sound.h"

static mms_status open_with(const uint8_t *bytes, size_t size, uint32_t refuse, mms_wave_reader **reader,
                            mms_error *error) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    options.refuse = refuse;
    return mms_wave_reader_open_memory(bytes, size, &options, reader, error);
}

/*
 * The file opens with just the one repair, and not when that is refused. All other repairs may be refused. The
 * diagnostic is returned.
 */
static mms_wave_diagnostic needs(uint32_t repair, const uint8_t *bytes, size_t size) {
    mms_wave_reader *reader;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    mms_wave_diagnostic diagnostic = MMS_WAVE_DIAGNOSTIC_INIT;
    mms_error error = MMS_ERROR_INIT;

    CHECK_STATUS(open_with(bytes, size, repair, &reader, &error), MMS_ERROR_FORMAT_REPAIR);
    CHECK(reader == NULL);
    CHECK_INT(error.value, repair);
    CHECK_OK(open_with(bytes, size, ~repair, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.diagnostics, 1);
    CHECK_OK(mms_wave_reader_diagnostic(reader, 0, &diagnostic, NULL));
    CHECK_INT(diagnostic.struct_size, sizeof diagnostic);
    CHECK_INT(diagnostic.repair, repair);
    CHECK_INT(diagnostic.reserved, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return diagnostic;
}

static void a_file_without_fault_is_opened_strictly(void) {
    mms_wave_reader *reader;
    mms_wave_diagnostic diagnostic = MMS_WAVE_DIAGNOSTIC_INIT;
    CHECK_OK(open_with(sound, sizeof sound, MMS_WAVE_REPAIR_ALL, &reader, NULL));
    CHECK_STATUS(mms_wave_reader_diagnostic(reader, 0, &diagnostic, NULL), MMS_ERROR_ARGUMENT_RANGE);
    CHECK_INT(diagnostic.repair, 0);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void more_data_declared_than_there_is(void) {
    uint8_t copy[SOUND_SIZE];
    mms_wave_diagnostic diagnostic;
    mms_wave_reader *reader;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    memcpy(copy, sound, sizeof copy);
    put32(copy + 4, 1036);
    put32(copy + 40, 1000);
    CHECK_OK(open_with(copy, sizeof copy, 0, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.frames, SOUND_FRAMES);
    CHECK_INT(info.frames_declared, 250);
    CHECK_INT(info.data_bytes, SOUND_DATA);
    CHECK_OK(mms_wave_reader_close(reader, NULL));

    put32(copy + 4, 56); /* now it is the data size alone */
    diagnostic = needs(MMS_WAVE_REPAIR_DATA_SIZE, copy, sizeof copy);
    CHECK_BYTES(diagnostic.chunk_id, "data", 4);
    CHECK_INT(diagnostic.declared, 1000);
    CHECK_INT(diagnostic.used, SOUND_DATA);
}

static void a_riff_size_that_is_wrong(void) {
    uint8_t copy[SOUND_SIZE];
    mms_wave_diagnostic diagnostic;
    memcpy(copy, sound, sizeof copy);
    put32(copy + 4, 0);
    diagnostic = needs(MMS_WAVE_REPAIR_RIFF_SIZE, copy, sizeof copy);
    CHECK_BYTES(diagnostic.chunk_id, "RIFF", 4);
    CHECK_INT(diagnostic.declared, 0);
}

static void a_byte_rate_that_is_wrong(void) {
    uint8_t copy[SOUND_SIZE];
    mms_wave_diagnostic diagnostic;
    memcpy(copy, sound, sizeof copy);
    put32(copy + 28, 1);
    diagnostic = needs(MMS_WAVE_REPAIR_BYTE_RATE, copy, sizeof copy);
    CHECK_BYTES(diagnostic.chunk_id, "fmt ", 4);
    CHECK_INT(diagnostic.declared, 1);
    CHECK_INT(diagnostic.used, 32000);
}

static void several_repairs_are_all_listed(void) {
    uint8_t copy[SOUND_SIZE];
    mms_wave_reader *reader;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    uint32_t found = 0, i;
    memcpy(copy, sound, sizeof copy);
    put32(copy + 4, 0);
    put32(copy + 28, 1);
    put32(copy + 40, 1000);
    CHECK_OK(open_with(copy, sizeof copy, 0, &reader, NULL));
    CHECK_OK(mms_wave_reader_info(reader, &info, NULL));
    CHECK_INT(info.diagnostics, 3);
    for (i = 0; i < info.diagnostics; i++) {
        mms_wave_diagnostic diagnostic = MMS_WAVE_DIAGNOSTIC_INIT;
        CHECK_OK(mms_wave_reader_diagnostic(reader, i, &diagnostic, NULL));
        found |= diagnostic.repair;
    }
    CHECK_INT(found, MMS_WAVE_REPAIR_RIFF_SIZE | MMS_WAVE_REPAIR_BYTE_RATE | MMS_WAVE_REPAIR_DATA_SIZE);
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

static void too_many_channels_are_refused_on_request(void) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_reader *reader;
    mms_error error = MMS_ERROR_INIT;
    options.max_channels = 1;
    CHECK_STATUS(mms_wave_reader_open_memory(sound, sizeof sound, &options, &reader, &error), MMS_ERROR_LIMIT_CHANNELS);
    CHECK_INT(error.value, 2);
    options.max_channels = 2;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, &options, &reader, &error));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

int main(void) {
    RUN(a_file_without_fault_is_opened_strictly);
    RUN(more_data_declared_than_there_is);
    RUN(a_riff_size_that_is_wrong);
    RUN(a_byte_rate_that_is_wrong);
    RUN(several_repairs_are_all_listed);
    RUN(too_many_channels_are_refused_on_request);
    return 0;
}
