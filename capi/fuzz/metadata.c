/* Metadata: every getter, setter, adder and remover in any order, on what the file has; and through a file and back. */
#include "fuzz.h"

enum { STEPS = 20 };

/* A text of the library, into a buffer that is just large enough, or not quite. */
#define GET_TEXT(function, ...)                                                                                        \
    do {                                                                                                               \
        uint64_t size_, again_, capacity_;                                                                             \
        char *buffer_ = NULL;                                                                                          \
        STALE(size_);                                                                                                  \
        if (TRY(function(__VA_ARGS__, buffer_, 0, &size_, ERROR)) == MMS_OK) {                                         \
            CHECK(size_ < 1 << 20);                                                                                    \
            capacity_ = pick(in, 4) == 0 ? size_ : size_ + 1;                                                          \
            buffer_ = exact_result((size_t)capacity_, 1);                                                              \
            if (TRY(function(__VA_ARGS__, buffer_, capacity_, &again_, ERROR)) == MMS_OK) {                            \
                CHECK_INT(again_, size_);                                                                              \
                CHECK_INT(buffer_[size_], 0);                                                                          \
            } else {                                                                                                   \
                CHECK(capacity_ == size_);                                                                             \
            }                                                                                                          \
            release(buffer_);                                                                                          \
        } else {                                                                                                       \
            CHECK_INT(size_, 0);                                                                                       \
        }                                                                                                              \
    } while (0)

/* A getter of a struct, into one of the size that this header knows, and into one of any size. */
#define GET_STRUCT(type, function, ...)                                                                                \
    do {                                                                                                               \
        type result_;                                                                                                  \
        uint32_t given_ = 4 + pick(in, 2) * pick(in, sizeof(type) + 64);                                               \
        type *other_ = exact(given_, 8);                                                                               \
        mms_status status_;                                                                                            \
        STALE_STRUCT(result_);                                                                                         \
        status_ = TRY(function(__VA_ARGS__, &result_, ERROR));                                                         \
        CHECK_STRUCT_ZEROED(status_, result_);                                                                         \
        memcpy(other_, &given_, sizeof given_);                                                                        \
        TRY(function(__VA_ARGS__, other_, ERROR));                                                                     \
        release(other_);                                                                                               \
    } while (0)

/* A struct with what the input says in it, of the right size or another, or none. */
static void *any_struct(struct input *in, uint32_t right) {
    uint32_t kind = pick(in, 16), size = kind == 0 ? 4 + pick(in, right + 64) : right;
    uint8_t *given = exact(size, 8);
    if (kind == 1) {
        release(given);
        return NULL;
    }
    fill(in, given, size);
    memcpy(given, &size, sizeof size);
    return given;
}

static uint32_t any_index(struct input *in) { return pick(in, 8) == 0 ? (uint32_t)hostile(in) : pick(in, 6); }

static void look(struct input *in, mms_wave_metadata *m) {
    uint32_t kind = pick(in, 16) == 0 ? (uint32_t)hostile(in) : 1 + pick(in, 7), count, i;
    mms_status status;
    STALE(count);
    status = TRY(mms_wave_metadata_count(m, kind, &count, ERROR));
    CHECK_ZEROED(status, count);
    CHECK(status == MMS_OK || status == MMS_ERROR_ARGUMENT_RANGE);
    for (i = 0; i <= count && i < 12; i++) {
        uint32_t index = pick(in, 16) == 0 ? (uint32_t)hostile(in) : i, format, which;
        uint8_t id[4];
        uint64_t size, capacity, again;
        void *buffer;
        switch (kind) {
        case MMS_WAVE_ENTRY_CHUNK:
            GET_STRUCT(mms_wave_chunk, mms_wave_metadata_chunk, m, index);
            STALE(size);
            if (TRY(mms_wave_metadata_chunk_data(m, index, NULL, 0, &size, ERROR)) == MMS_OK) {
                capacity = size > 0 && pick(in, 4) == 0 ? size - 1 : size;
                buffer = exact_result((size_t)capacity, 1);
                status = TRY(mms_wave_metadata_chunk_data(m, index, buffer, capacity, &again, ERROR));
                CHECK(capacity < size || status == MMS_OK);
                release(buffer);
            }
            break;
        case MMS_WAVE_ENTRY_TAG:
            GET_TEXT(mms_wave_metadata_tag, m, index, id);
            break;
        case MMS_WAVE_ENTRY_REGION:
            GET_STRUCT(mms_wave_region, mms_wave_metadata_region, m, index);
            for (which = 0; which < 5; which++) {
                GET_TEXT(mms_wave_metadata_region_text, m, index, which);
            }
            break;
        case MMS_WAVE_ENTRY_LOOP:
            GET_STRUCT(mms_wave_loop, mms_wave_metadata_loop, m, index);
            break;
        case MMS_WAVE_ENTRY_TRACK:
            GET_STRUCT(mms_wave_track, mms_wave_metadata_track, m, index);
            break;
        case MMS_WAVE_ENTRY_PEAK:
            GET_STRUCT(mms_wave_peak, mms_wave_metadata_peak, m, index);
            break;
        case MMS_WAVE_ENTRY_DISPLAY:
            STALE(format);
            STALE(size);
            status = TRY(mms_wave_metadata_display(m, index, &format, NULL, 0, &size, ERROR));
            CHECK_ZEROED(status, format);
            CHECK_ZEROED(status, size);
            if (status == MMS_OK) {
                buffer = exact_result((size_t)size, 1);
                CHECK_OK(TRY(mms_wave_metadata_display(m, index, &format, buffer, size, &again, ERROR)));
                release(buffer);
            }
            break;
        }
    }
}

static void get(struct input *in, mms_wave_metadata *m) {
    char *id = exact_text(in);
    uint32_t index, which;
    mms_status status;
    GET_STRUCT(mms_wave_sampler, mms_wave_metadata_get_sampler, m);
    GET_STRUCT(mms_wave_instrument, mms_wave_metadata_get_instrument, m);
    GET_STRUCT(mms_wave_acid, mms_wave_metadata_get_acid, m);
    GET_STRUCT(mms_wave_broadcast, mms_wave_metadata_get_broadcast, m);
    GET_STRUCT(mms_wave_cart, mms_wave_metadata_get_cart, m);
    for (which = 0; which < 6; which++) {
        GET_TEXT(mms_wave_metadata_get_text, m, which);
    }
    GET_TEXT(mms_wave_metadata_get_tag, m, id);
    STALE(index);
    status = TRY(mms_wave_metadata_find_chunk(m, id, &index, ERROR));
    CHECK_ZEROED(status, index);
    release(id);
}

static void set(struct input *in, mms_wave_metadata *m) {
    uint32_t which = pick(in, 8);
    char *id, *text;
    void *given;
    switch (which) {
    case 0:
        given = any_struct(in, sizeof(mms_wave_sampler));
        TRY(mms_wave_metadata_set_sampler(m, given, ERROR));
        break;
    case 1:
        given = any_struct(in, sizeof(mms_wave_instrument));
        TRY(mms_wave_metadata_set_instrument(m, given, ERROR));
        break;
    case 2:
        given = any_struct(in, sizeof(mms_wave_acid));
        TRY(mms_wave_metadata_set_acid(m, given, ERROR));
        break;
    case 3:
        given = any_struct(in, sizeof(mms_wave_broadcast));
        TRY(mms_wave_metadata_set_broadcast(m, given, ERROR));
        break;
    case 4:
        given = any_struct(in, sizeof(mms_wave_cart));
        TRY(mms_wave_metadata_set_cart(m, given, ERROR));
        break;
    case 5:
        given = exact_text(in);
        TRY(mms_wave_metadata_set_text(m, pick(in, 6), given, ERROR));
        break;
    default:
        id = exact_text(in);
        given = text = exact_text(in);
        TRY(mms_wave_metadata_set_tag(m, id, text, ERROR));
        release(id);
    }
    release(given);
}

static void add(struct input *in, mms_wave_metadata *m) {
    char *label, *note, *text;
    void *given = NULL, *data;
    uint64_t size;
    switch (pick(in, 6)) {
    case 0:
        given = any_struct(in, sizeof(mms_wave_loop));
        TRY(mms_wave_metadata_add_loop(m, given, ERROR));
        break;
    case 1:
        given = any_struct(in, sizeof(mms_wave_track));
        TRY(mms_wave_metadata_add_track(m, given, ERROR));
        break;
    case 2:
        given = any_struct(in, sizeof(mms_wave_peak));
        TRY(mms_wave_metadata_add_peak(m, given, ERROR));
        break;
    case 3:
        given = any_struct(in, sizeof(mms_wave_region));
        label = exact_text(in);
        note = exact_text(in);
        text = exact_text(in);
        TRY(mms_wave_metadata_add_region(m, given, label, note, text, ERROR));
        release(label);
        release(note);
        release(text);
        break;
    case 4:
        size = pick(in, 60);
        data = exact((size_t)size, 1);
        fill(in, data, (size_t)size);
        TRY(mms_wave_metadata_add_display(m, (uint32_t)hostile(in), data, size, ERROR));
        release(data);
        break;
    default:
        given = any_struct(in, sizeof(mms_wave_chunk));
        size = pick(in, 100);
        data = exact((size_t)size, 1);
        fill(in, data, (size_t)size);
        if (given != NULL && pick(in, 4) != 0) { /* one that may well be written */
            mms_wave_chunk *chunk = given;
            uint32_t had;
            memcpy(&had, chunk, sizeof had);
            if (had == sizeof *chunk) {
                mms_wave_chunk good = MMS_WAVE_CHUNK_INIT;
                memcpy(good.id, pick(in, 2) == 0 ? "smpl" : "bext", 4);
                good.flags = pick(in, 2);
                *chunk = good;
            }
        }
        TRY(mms_wave_metadata_add_chunk(m, given, data, size, ERROR));
        release(data);
    }
    release(given);
}

static void change(struct input *in, mms_wave_metadata *m) {
    uint64_t size = pick(in, 2) == 0 ? pick(in, 1000) : pick(in, 50);
    void *data = exact((size_t)size, 1);
    fill(in, data, (size_t)size);
    TRY(mms_wave_metadata_set_chunk_data(m, any_index(in), data, size, ERROR));
    release(data);
}

static void take_away(struct input *in, mms_wave_metadata *m) {
    uint32_t kind = pick(in, 9), before = 0, after = 0;
    TRY(mms_wave_metadata_count(m, kind, &before, ERROR));
    if (TRY(mms_wave_metadata_remove(m, kind, any_index(in), ERROR)) == MMS_OK) {
        CHECK_OK(TRY(mms_wave_metadata_count(m, kind, &after, ERROR)));
        CHECK_INT(after, before - 1);
    }
}

void use_metadata(struct input *in, mms_wave_metadata *m) {
    static void (*const things[])(struct input *, mms_wave_metadata *) = {look, get, set,    set,
                                                                          add,  add, change, take_away};
    int i;
    look(in, m);
    for (i = 0; i < STEPS && in->left > 0; i++) {
        things[pick(in, sizeof things / sizeof *things)](in, m);
    }
}

/* Whether a chunk only keeps room, which an edit may use. */
static int is_room(const mms_wave_chunk *chunk) {
    static const char ids[][5] = {"JUNK", "junk", "PAD ", "FLLR"};
    size_t i;
    for (i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (memcmp(chunk->id, ids[i], 4) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What chunks there are but for those, in whatever order. */
struct chunks {
    uint64_t count, size, bytes;
};

static struct chunks chunks_of(mms_wave_metadata *m) {
    struct chunks all = {0, 0, 0};
    uint64_t length, hash;
    uint32_t count, i, k;
    CHECK_OK(TRY(mms_wave_metadata_count(m, MMS_WAVE_ENTRY_CHUNK, &count, ERROR)));
    for (i = 0; i < count; i++) {
        mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
        uint8_t *payload;
        CHECK_OK(TRY(mms_wave_metadata_chunk(m, i, &chunk, ERROR)));
        if (is_room(&chunk)) {
            continue;
        }
        payload = exact_result((size_t)chunk.size, 1);
        CHECK_OK(TRY(mms_wave_metadata_chunk_data(m, i, payload, (uint64_t)chunk.size, &length, ERROR)));
        CHECK_INT(length, chunk.size);
        hash = 0xCBF29CE484222325u; /* FNV-1a */
        for (k = 0; k < length; k++) {
            hash = (hash ^ payload[k]) * 0x100000001B3u;
        }
        release(payload);
        all.count++;
        all.size += length;
        all.bytes += hash;
    }
    return all;
}

void check_same_chunks(mms_wave_metadata *got, mms_wave_metadata *want, int bytes_too) {
    struct chunks there = chunks_of(got), here = chunks_of(want);
    CHECK_INT(there.count, here.count);
    if (bytes_too) {
        CHECK_INT(there.size, here.size);
        CHECK(there.bytes == here.bytes);
    }
}

/* What a writer takes of metadata is what a reader finds in the file. */
void fuzz_metadata(struct input *in) {
    static const uint8_t silence[6] = {0};
    mms_wave_format format = MMS_WAVE_FORMAT_INIT;
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_metadata *m = NULL, *there = NULL;
    mms_wave_writer *writer;
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    struct opened opened;
    if (pick(in, 4) != 0 && open_way(in, WAY_MEMORY, NULL, &opened) == MMS_OK) {
        TRY(mms_wave_reader_metadata(opened.reader, &m, ERROR));
        TRY(mms_wave_reader_info(opened.reader, &info, ERROR));
        close_way(&opened);
    }
    if (m == NULL) {
        CHECK_OK(TRY(mms_wave_metadata_create(&m, ERROR)));
    }
    format.channels = 1;
    format.sample_rate = 8000;
    format.bits_per_sample = 16;
    options.container = pick(in, 6);
    use_metadata(in, m);
    CHECK_OK(TRY(mms_wave_writer_create_memory(&format, &options, &writer, ERROR)));
    if (TRY(mms_wave_writer_set_metadata(writer, m, ERROR)) == MMS_OK) {
        uint64_t size, got;
        struct input again = {NULL, 0, NULL, 0};
        CHECK_OK(TRY(mms_wave_writer_write_bytes(writer, silence, sizeof silence, ERROR)));
        CHECK_OK(TRY(mms_wave_writer_contents(writer, NULL, 0, &size, ERROR)));
        again.file = exact((size_t)size, 1);
        again.size = (size_t)size;
        CHECK_OK(TRY(mms_wave_writer_contents(writer, (void *)again.file, size, &got, ERROR)));
        CHECK_OK(open_way(&again, WAY_MEMORY, NULL, &opened));
        CHECK_OK(TRY(mms_wave_reader_metadata(opened.reader, &there, ERROR)));
        check_same_chunks(there, m,
                          options.container != MMS_WAVE_CONTAINER_RIFX && !(info.flags & MMS_WAVE_BIG_ENDIAN));
        CHECK_OK(TRY(mms_wave_metadata_close(there, ERROR)));
        close_way(&opened);
    }
    CHECK_OK(TRY(mms_wave_writer_close(writer, ERROR)));
    CHECK_OK(TRY(mms_wave_metadata_close(m, ERROR)));
}
