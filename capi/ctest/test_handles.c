/* Many handles, one after the other and at once. What is no handle is no concern of this: see misuse.c. */
#include "sound.h"

static mms_wave_reader *open_reader(void) {
    mms_wave_reader *reader;
    CHECK_OK(mms_wave_reader_open_memory(sound, sizeof sound, NULL, &reader, NULL));
    CHECK(reader != NULL);
    return reader;
}

/* The place of a closed handle is used again, but not under the same number. */
static void a_stale_handle_does_not_reach_the_next_one(void) {
    mms_wave_reader *stale = open_reader();
    int i;
    CHECK_OK(mms_wave_reader_close(stale, NULL));
    for (i = 0; i < 1000; i++) {
        mms_wave_reader *reader = open_reader();
        CHECK(reader != stale);
        CHECK_STATUS(mms_wave_reader_close(stale, NULL), MMS_ERROR_HANDLE);
        CHECK_OK(mms_wave_reader_close(reader, NULL));
    }
}

static void many_handles_are_open_at_once(void) {
    enum { COUNT = 500 };
    static mms_wave_reader *readers[COUNT];
    int i;
    for (i = 0; i < COUNT; i++) {
        readers[i] = open_reader();
    }
    for (i = 0; i < COUNT; i++) {
        CHECK_OK(mms_wave_reader_seek(readers[i], i % (SOUND_FRAMES + 1), NULL));
    }
    for (i = 0; i < COUNT; i++) {
        int64_t frame;
        CHECK_OK(mms_wave_reader_tell(readers[i], &frame, NULL));
        CHECK_INT(frame, i % (SOUND_FRAMES + 1));
        CHECK_OK(mms_wave_reader_close(readers[i], NULL));
    }
}

int main(void) {
    RUN(a_stale_handle_does_not_reach_the_next_one);
    RUN(many_handles_are_open_at_once);
    return 0;
}
