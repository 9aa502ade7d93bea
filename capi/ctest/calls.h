/*
 * calls.h - calls of every function of the library, by the tables that misuse.py makes from the header: how one is laid
 * out in memory, made and looked at.
 */
#ifndef CALLS_H
#define CALLS_H

#include <fcntl.h>
#include <math.h>
#include <stddef.h>

#include "guard.h"
#include "sound.h"

enum { MOST_PARAMETERS = 8, ANY = 2, NONE = 1, FILL = 0xA5 };

/* The part of a parameter in a call. */
enum role {
    NUMBER,
    REAL,
    DESCRIPTOR,
    TEXT,
    TEXTS,
    DATA,   /* things to read */
    BUFFER, /* room for things */
    PLANES,
    PLACE,
    NUMBER_OUT,
    ARRAY_OUT,
    STRUCT,
    STRUCT_OUT,
    HANDLE,
    HANDLE_OUT,
    FAILURE /* mms_error */
};

/* What is done to one parameter of a call that is right else. */
enum mutation {
    NOTHING,
    VALUE,
    REAL_VALUE,
    NULLED,
    NULLED_AND_EMPTY,
    ELEMENT_NULLED,
    SMALL_ROOM,
    ROOM_FOR,
    CLOSED,
    STALE,
    ADDRESS,
    OTHER_KIND,
    RANDOM,
    FLIPPED,
    STRUCT_SIZE,
    EACH_SHORT_SIZE,
    MEMBER,
    ODD_TEXT
};

/* Of a function. */
enum { CLOSES = 1, MAPPED = 2, ASKS = 4 };

union argument {
    void *p;
    uint64_t u;
    double d;
};

struct member {
    const char *name;
    size_t offset, size;
};

struct structure {
    const char *name;
    size_t size;
    const void *init;
    const struct member *members;
    int count;
};

struct parameter {
    const char *name;
    enum role role;
    int kind;       /* of a handle or a struct; 1 of a buffer for text that ends with a NUL */
    size_t unit;    /* bytes of one of the things */
    int counted_by; /* a parameter, or -1 */
    int64_t value;  /* a right one */
    const char *text;
};

struct function {
    const char *name;
    mms_status (*call)(const union argument *arguments);
    int flags, count;
    struct parameter parameters[MOST_PARAMETERS];
};

struct test {
    int function, parameter;
    enum mutation mutation;
    uint64_t value;
    mms_status allowed[2];
};

#include "tables.h"

enum { FUNCTIONS = sizeof functions / sizeof *functions, TESTS = sizeof tests / sizeof *tests };

/* The things that a call works on: a handle of each kind, files, a stream. */
struct world {
    void *handles[KINDS];
    struct stream stream;
    char scratch[32], copy[32]; /* instead of scratch.wav and copy.wav: for threads that do not share them */
    int descriptor, mapped;
};

/* A recording whose header tells a wrong size, so that there is something to tell and to repair. */
static inline void damaged_sound(uint8_t bytes[SOUND_SIZE]) {
    memcpy(bytes, sound, SOUND_SIZE);
    bytes[4] = 99;
}

/* Metadata with an entry of each kind. */
static inline mms_wave_metadata *full_metadata(void) {
    mms_wave_metadata *metadata;
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
    memcpy(chunk.id, "INAM", 4);
    track.index = 1;
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, "payload", 7, NULL));
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", "a title", NULL));
    CHECK_OK(mms_wave_metadata_add_region(metadata, &region, "a label", "a note", "a text", NULL));
    CHECK_OK(mms_wave_metadata_set_sampler(metadata, &sampler, NULL));
    CHECK_OK(mms_wave_metadata_add_loop(metadata, &loop, NULL));
    CHECK_OK(mms_wave_metadata_set_instrument(metadata, &instrument, NULL));
    CHECK_OK(mms_wave_metadata_set_acid(metadata, &acid, NULL));
    CHECK_OK(mms_wave_metadata_set_broadcast(metadata, &broadcast, NULL));
    CHECK_OK(mms_wave_metadata_set_text(metadata, MMS_WAVE_TEXT_CODING_HISTORY, "a coding\r\n", NULL));
    CHECK_OK(mms_wave_metadata_set_cart(metadata, &cart, NULL));
    CHECK_OK(mms_wave_metadata_add_track(metadata, &track, NULL));
    CHECK_OK(mms_wave_metadata_add_peak(metadata, &peak, NULL));
    CHECK_OK(mms_wave_metadata_add_display(metadata, 1, "a display", 9, NULL));
    return metadata;
}

/* Opens a handle of a kind. path is a file that is there. */
static inline void *open_kind(int kind, const char *path) {
    mms_wave_format format = sound_format();
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    void *handle = NULL;
    options.flags = MMS_WAVE_OPEN_WRITABLE;
    switch (kind) {
    case KIND_mms_wave_reader:
        CHECK_OK(mms_wave_reader_open(path, &options, (mms_wave_reader **)&handle, NULL));
        break;
    case KIND_mms_wave_writer:
        CHECK_OK(mms_wave_writer_create_memory(&format, NULL, (mms_wave_writer **)&handle, NULL));
        break;
    case KIND_mms_wave_metadata:
        handle = full_metadata();
        break;
    case KIND_mms_wave_scan:
        CHECK_OK(mms_wave_scan_open(&path, 1, NULL, 1, (mms_wave_scan **)&handle, NULL));
        break;
    default:
        FAIL("calls.h does not know how to open a handle of this kind: add it to open_kind, close_kind and ask_kind");
    }
    return handle;
}

static inline mms_status close_kind(int kind, void *handle, mms_error *error) {
    switch (kind) {
    case KIND_mms_wave_reader:
        return mms_wave_reader_close((mms_wave_reader *)handle, error);
    case KIND_mms_wave_writer:
        return mms_wave_writer_close((mms_wave_writer *)handle, error);
    case KIND_mms_wave_metadata:
        return mms_wave_metadata_close((mms_wave_metadata *)handle, error);
    default:
        return mms_wave_scan_close((mms_wave_scan *)handle, error);
    }
}

/* Whether a handle works. */
static inline mms_status ask_kind(int kind, void *handle) {
    mms_wave_info info = MMS_WAVE_INFO_INIT;
    int64_t frame;
    uint32_t count;
    switch (kind) {
    case KIND_mms_wave_reader:
        return mms_wave_reader_tell((mms_wave_reader *)handle, &frame, NULL);
    case KIND_mms_wave_writer:
        return mms_wave_writer_tell((mms_wave_writer *)handle, &frame, NULL);
    case KIND_mms_wave_metadata:
        return mms_wave_metadata_count((mms_wave_metadata *)handle, MMS_WAVE_ENTRY_CHUNK, &count, NULL);
    default:
        return mms_wave_scan_row((mms_wave_scan *)handle, 0, &info, NULL);
    }
}

/* number is one that no other thread uses. */
static inline void make_world(struct world *world, int number) {
    uint8_t bytes[SOUND_SIZE];
    int kind;
    damaged_sound(bytes);
    snprintf(world->scratch, sizeof world->scratch, "scratch-%d.wav", number);
    snprintf(world->copy, sizeof world->copy, "copy-%d.wav", number);
    write_file(world->scratch, bytes, sizeof bytes);
    stream_load(&world->stream, bytes, sizeof bytes);
    for (kind = 0; kind < KINDS; kind++) {
        world->handles[kind] = open_kind(kind, world->scratch);
    }
    world->descriptor = open(world->scratch, O_RDWR);
    CHECK(world->descriptor >= 0);
    world->mapped = 0;
}

/* A call: its arguments, and the memory that they point to. */
struct call {
    const struct function *function;
    union argument arguments[MOST_PARAMETERS];
    void *memory[MOST_PARAMETERS];        /* what is laid out for an argument, guarded */
    size_t sizes[MOST_PARAMETERS];        /* of that */
    void *copies[MOST_PARAMETERS];        /* what was there before */
    size_t element_size[MOST_PARAMETERS]; /* of what each of several pointers points to */
    uint64_t counts[MOST_PARAMETERS];     /* how many things there are, by the parameter that tells */
    mms_status status;
};

/* The members of a struct that have to be right. name is that of the parameter. */
static inline void fill_struct(int kind, const char *name, void *at, struct world *world) {
    static uint8_t pixels[2][12];
    memcpy(at, structs[kind].init, structs[kind].size);
    switch (kind) {
    case STRUCT_mms_wave_format: {
        mms_wave_format format = sound_format();
        memcpy(at, &format, sizeof format);
        break;
    }
    case STRUCT_mms_io: {
        mms_io io = stream_io(&world->stream);
        memcpy(at, &io, sizeof io);
        break;
    }
    case STRUCT_mms_wave_chunk:
        memcpy(((mms_wave_chunk *)at)->id, "test", 4);
        break;
    case STRUCT_mms_image: {
        mms_image *image = (mms_image *)at;
        int is_source = strcmp(name, "src") == 0;
        image->component = MMS_COMPONENT_U8;
        image->data = pixels[is_source];
        image->width = image->height = 2;
        image->model = is_source ? MMS_MODEL_RGB : MMS_MODEL_HSV;
        break;
    }
    }
}

static inline const void *data_of(const struct function *function, const struct parameter *parameter) {
    static uint8_t zeros[4096];
    if (strcmp(function->name, "mms_wave_parse_format") == 0) {
        return sound + 20;
    }
    return strcmp(parameter->name, "data") == 0 ? (const void *)sound : zeros;
}

/* Memory that ends where a page begins that may not be touched. */
static inline void lay(struct call *call, int i, const void *bytes, size_t size) {
    call->sizes[i] = size;
    call->arguments[i].p = call->memory[i] = guarded(size, 0);
    if (bytes != NULL) {
        memcpy(call->arguments[i].p, bytes, size);
    } else {
        memset(call->arguments[i].p, FILL, size);
    }
}

/* Lays out a call that is right. counts are set already where they shall be other ones. */
static inline void lay_out(struct call *call, struct world *world) {
    const struct function *function = call->function;
    int i;
    for (i = 0; i < function->count; i++) {
        const struct parameter *p = &function->parameters[i];
        uint64_t count = p->counted_by < 0 ? 0 : call->counts[p->counted_by];
        switch (p->role) {
        case NUMBER:
            call->arguments[i].u = call->counts[i];
            break;
        case REAL:
            call->arguments[i].d = 0.5;
            break;
        case DESCRIPTOR:
            call->arguments[i].u = (uint64_t)world->descriptor;
            break;
        case TEXT: {
            const char *text = strcmp(p->text, "scratch.wav") == 0 ? world->scratch
                               : strcmp(p->text, "copy.wav") == 0  ? world->copy
                                                                   : p->text;
            lay(call, i, text, strlen(text) + 1);
            break;
        }
        case DATA:
            lay(call, i, data_of(function, p), count * p->unit);
            break;
        case BUFFER:
            lay(call, i, NULL, count * p->unit);
            break;
        case TEXTS:
        case PLANES: {
            void *elements[8];
            size_t j;
            CHECK(count <= 8);
            call->element_size[i] = 64;
            for (j = 0; j < count; j++) {
                elements[j] = guarded(call->element_size[i], 0);
                memset(elements[j], 0, call->element_size[i]);
                if (p->role == TEXTS) {
                    strcpy((char *)elements[j], world->scratch);
                }
            }
            lay(call, i, elements, count * sizeof *elements);
            break;
        }
        case PLACE:
        case HANDLE_OUT:
            lay(call, i, NULL, sizeof(void *));
            break;
        case NUMBER_OUT:
        case ARRAY_OUT:
            lay(call, i, NULL, p->unit);
            break;
        case STRUCT:
            lay(call, i, NULL, structs[p->kind].size);
            fill_struct(p->kind, p->name, call->arguments[i].p, world);
            break;
        case STRUCT_OUT:
            lay(call, i, NULL, structs[p->kind].size);
            memcpy(call->arguments[i].p, structs[p->kind].init, sizeof(uint32_t));
            break;
        case FAILURE:
            lay(call, i, NULL, sizeof(mms_error));
            *(uint32_t *)call->arguments[i].p = sizeof(mms_error);
            break;
        case HANDLE:
            call->arguments[i].p = world->handles[p->kind];
            break;
        }
    }
    if ((function->flags & MAPPED) && !world->mapped) {
        void *data;
        uint64_t size;
        CHECK_OK(mms_wave_reader_map((mms_wave_reader *)world->handles[KIND_mms_wave_reader], MMS_WAVE_MAP_WRITE, &data,
                                     &size, NULL));
        world->mapped = 1;
    }
}

static inline struct call new_call(int number) {
    struct call call;
    int i;
    memset(&call, 0, sizeof call);
    call.function = &functions[number];
    for (i = 0; i < call.function->count; i++) {
        call.counts[i] = (uint64_t)call.function->parameters[i].value;
    }
    return call;
}

/* Gives the memory back. */
static inline void free_call(struct call *call) {
    int i;
    uint64_t j;
    for (i = 0; i < call->function->count; i++) {
        const struct parameter *p = &call->function->parameters[i];
        if (call->memory[i] == NULL) {
            continue;
        }
        for (j = 0; j < call->sizes[i] / sizeof(void *) && (p->role == TEXTS || p->role == PLANES); j++) {
            if (((void **)call->memory[i])[j] != NULL) {
                unguard(((void **)call->memory[i])[j], call->element_size[i]);
            }
        }
        unguard(call->memory[i], call->sizes[i]);
        free(call->copies[i]);
    }
}

#endif
