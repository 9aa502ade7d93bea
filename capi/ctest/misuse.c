/*
 * Each function of the header, called rightly once and then with everything wrong that misuse.py has for its
 * parameters: no crash, the right status, results that are zero, an error that agrees, nothing written where nothing
 * belongs, and handles that go on working. Prints how often each function was called.
 *
 * Then at random, with more than one thing wrong: which status that gives is not said, all else is. MMS_SOAK goes on
 * with that, MMS_SEED repeats it.
 *
 * Built by test_misuse.py, with the tables that misuse.py makes. All memory that a call is given ends where a page
 * begins that may not be touched.
 */
#include <time.h>

#include "calls.h"

static const char *const mutations[] = {"nothing is wrong",
                                        "value",
                                        "value",
                                        "NULL",
                                        "NULL, and none of it",
                                        "an element is NULL",
                                        "little room",
                                        "little room",
                                        "a closed handle",
                                        "a stale handle",
                                        "an address",
                                        "another kind of handle",
                                        "random bits",
                                        "a bit flipped",
                                        "struct_size",
                                        "a short struct_size",
                                        "a member",
                                        "an odd text"};

static long calls[FUNCTIONS];
static int failures;
static const struct test *current;
static uint64_t current_value;

#define WRONG(...)                                                                                                     \
    (fprintf(stderr, "%s: %s: %s %" PRIu64 "\n    ", functions[current->function].name,                                \
             current->parameter < 0 ? "" : functions[current->function].parameters[current->parameter].name,           \
             mutations[current->mutation], current_value),                                                             \
     fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), failures++)

#define EXPECT(condition, ...) ((condition) ? (void)0 : (void)WRONG(__VA_ARGS__))

static int is_filled(const void *at, uint8_t value, size_t size) {
    size_t i;
    for (i = 0; i < size && ((const uint8_t *)at)[i] == value; i++) {
    }
    return i == size;
}

/* Lays the argument out once more, with other bytes. */
static void lay_again(struct call *call, int i, const void *bytes, size_t size) {
    void *before = call->arguments[i].p;
    size_t had = call->sizes[i];
    lay(call, i, bytes, size);
    unguard(before, had);
}

/* Keeps the first bytes of a struct, and has its struct_size tell as many, or more. The struct stays aligned. */
static void resize_struct(struct call *call, int i, uint64_t struct_size) {
    uint64_t bytes[1024];
    uint32_t told = (uint32_t)struct_size;
    size_t size = told < call->sizes[i] ? told : call->sizes[i], room = (size + 7) / 8 * 8;
    CHECK(room <= sizeof bytes);
    memset(bytes, FILL, sizeof bytes);
    memcpy(bytes, call->arguments[i].p, size);
    memcpy(bytes, &told, sizeof told);
    lay_again(call, i, bytes, room < 8 ? 8 : room);
}

static void spoil_member(struct call *call, int i, int kind, uint64_t number) {
    const struct member *member = &structs[kind].members[number];
    uint8_t *at = (uint8_t *)call->arguments[i].p + member->offset;
    int is_pointer = (kind == STRUCT_mms_io && strcmp(member->name, "reserved") != 0) ||
                     (kind == STRUCT_mms_image && strcmp(member->name, "data") == 0);
    if (strcmp(member->name, "user") != 0) { /* that is for the callbacks alone */
        memset(at, is_pointer ? 0 : 0xFF, member->size);
    }
}

static void set_odd_text(struct call *call, int i, uint64_t which) {
    static char text[100000];
    switch (which) {
    case 0:
        lay_again(call, i, "", 1);
        break;
    case 1:
        memset(text, 'x', sizeof text - 1);
        lay_again(call, i, text, sizeof text);
        break;
    default:
        lay_again(call, i, "\xFF\xFE\xC3", 4);
        break;
    }
}

static const double odd_reals[] = {0.0, -0.0, -1.0, 1e308, 5e-324, INFINITY, -INFINITY, NAN};

/* Bits without a pattern, the same in each run. */
static uint64_t scramble(uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

/* Does to the call what the test says. opened is a handle that was opened for it. */
static void mutate(struct call *call, const struct test *test, uint64_t value, struct world *world, void **opened) {
    int i = test->parameter, kind;
    const struct parameter *p = i < 0 ? NULL : &call->function->parameters[i];
    union argument *a = i < 0 ? NULL : &call->arguments[i];
    switch (test->mutation) {
    case NOTHING:
    case SMALL_ROOM: /* what is wrong was laid out so */
    case ROOM_FOR:
        break;
    case VALUE:
        a->u = value;
        break;
    case REAL_VALUE:
        a->d = odd_reals[value];
        break;
    case NULLED:
        a->p = NULL;
        break;
    case NULLED_AND_EMPTY:
        a->p = NULL;
        call->arguments[p->counted_by].u = 0;
        break;
    case ELEMENT_NULLED:
        ((void **)a->p)[0] = NULL;
        break;
    case CLOSED:
    case STALE:
        a->p = open_kind(p->kind, world->scratch);
        CHECK_OK(close_kind(p->kind, a->p, NULL));
        if (test->mutation == STALE) {
            *opened = open_kind(p->kind, world->scratch);
            EXPECT(*opened != a->p, "a handle that was closed came back");
        }
        break;
    case ADDRESS:
        a->p = world;
        break;
    case OTHER_KIND:
        kind = (p->kind + 1 + (int)value) % KINDS;
        a->p = world->handles[kind];
        break;
    case RANDOM:
        a->p = (void *)(uintptr_t)scramble(value);
        break;
    case FLIPPED:
        a->p = (void *)((uintptr_t)a->p ^ (uintptr_t)1 << value);
        break;
    case STRUCT_SIZE:
    case EACH_SHORT_SIZE:
        resize_struct(call, i, value);
        break;
    case MEMBER:
        spoil_member(call, i, p->kind, value);
        break;
    case ODD_TEXT:
        set_odd_text(call, i, value);
        break;
    }
}

/* The bytes of a caller's struct that the library may write, by what the caller says. */
static size_t told_size(const struct call *call, int i, size_t known) {
    uint32_t told;
    memcpy(&told, call->copies[i], sizeof told);
    return told < known ? told : known;
}

/* What the caller's mms_error tells. */
static void check_error(const struct call *call, int i) {
    const mms_error *error = (const mms_error *)call->arguments[i].p;
    size_t told = told_size(call, i, sizeof *error), head = offsetof(mms_error, message);
    if (told < head) {
        EXPECT(call->status == MMS_ERROR_ARGUMENT_STRUCT_SIZE, "an error of %zu bytes is accepted", told);
        EXPECT(memcmp(error, call->copies[i], call->sizes[i]) == 0, "an error too small was written to");
        return;
    }
    EXPECT(memcmp((const uint8_t *)error + told, (uint8_t *)call->copies[i] + told, call->sizes[i] - told) == 0,
           "what is behind an error was written to");
    EXPECT(error->status == call->status, "error.status is %d, and %d was returned", (int)error->status,
           (int)call->status);
    EXPECT(told == head || memchr(error->message, '\0', told - head) != NULL, "error.message does not end");
    if (call->status == MMS_OK) {
        EXPECT(error->offset == -1 && error->os_error == 0 && error->value == 0 &&
                   is_filled(error->chunk_id, 0, sizeof error->chunk_id) &&
                   is_filled(error->detail, 0, sizeof error->detail),
               "the error of a success tells something");
        EXPECT(is_filled(error->message, 0, told - head), "a success has a message");
    } else {
        EXPECT(told < head + 2 || error->message[0] != '\0', "a failure has no message");
    }
}

/* What became of the memory that the arguments point to. test is NULL if more than one thing was wrong. */
static void check_memory(const struct call *call, const struct test *test) {
    int failed = call->status != MMS_OK, i;
    for (i = 0; i < call->function->count; i++) {
        const struct parameter *p = &call->function->parameters[i];
        const void *at = call->arguments[i].p, *before = call->copies[i];
        size_t size = call->sizes[i], told;
        /* if only the room is wrong *size is told all the same */
        int may_be_told =
            (call->function->flags & ASKS) &&
            (test == NULL || (test->parameter >= 0 && call->function->parameters[test->parameter].role == BUFFER));
        if (before == NULL) {
            continue;
        }
        switch (p->role) {
        case TEXT:
        case TEXTS:
        case DATA:
        case PLANES:
        case STRUCT:
            EXPECT(memcmp(at, before, size) == 0, "%s, which is to be read, was written to", p->name);
            break;
        case BUFFER:
            EXPECT(!failed || test == NULL || memcmp(at, before, size) == 0, "%s was written to by a call that failed",
                   p->name);
            break;
        case NUMBER_OUT:
        case ARRAY_OUT:
            EXPECT(may_be_told || !failed || is_filled(at, 0, size), "%s is not zero", p->name);
            EXPECT(failed || !is_filled(at, FILL, size), "%s was not written", p->name);
            break;
        case PLACE:
        case HANDLE_OUT:
            EXPECT(failed == (*(void *const *)at == NULL), "%s is %p", p->name, *(void *const *)at);
            EXPECT(!is_filled(at, FILL, size), "%s was not written", p->name);
            break;
        case STRUCT_OUT:
            told = told_size(call, i, structs[p->kind].size);
            EXPECT(memcmp((const uint8_t *)at + told, (const uint8_t *)before + told, size - told) == 0,
                   "what is behind %s was written to", p->name);
            EXPECT(memcmp(at, before, sizeof(uint32_t)) == 0, "%s.struct_size was changed", p->name);
            if (call->status == MMS_ERROR_ARGUMENT_STRUCT_SIZE && (test == NULL || i == test->parameter)) {
                EXPECT(memcmp(at, before, size) == 0 ||
                           (test == NULL && is_filled((const uint8_t *)at + 4, 0, told - 4)),
                       "%s, of a size refused, was written to", p->name);
            } else if (failed) {
                EXPECT(is_filled((const uint8_t *)at + 4, 0, told > 4 ? told - 4 : 0), "%s is not zero", p->name);
            }
            break;
        case FAILURE:
            check_error(call, i);
            break;
        default:
            break;
        }
    }
}

static void check_status(const struct call *call, const struct test *test, mms_status wanted) {
    mms_status got = call->status, class = MMS_STATUS_CLASS(got);
    const mms_status *allowed = test->allowed;
    EXPECT(got == MMS_OK || strcmp(mms_status_string(got), "unknown status") != 0, "returned %d, which is no status",
           (int)got);
    EXPECT(got <= MMS_OK, "returned %d", (int)got);
    if (wanted != ANY) {
        EXPECT(got == wanted, "returned %d (%s), not %d", (int)got, mms_status_string(got), (int)wanted);
    } else if (allowed[0] == ANY) {
        EXPECT(class != MMS_ERROR_INTERNAL, "a fault in the library");
    } else {
        EXPECT(got == allowed[0] || got == allowed[1] || class == allowed[0] || class == allowed[1],
               "returned %d (%s), not %d%s", (int)got, mms_status_string(got), (int)allowed[0],
               test->mutation == NOTHING ? ": does misuse.py say how to call it, and calls.h what it needs?" : "");
    }
}

/* Handles that the call did not close go on working, and can be closed; so can those that it opened. */
static void close_world(const struct call *call, struct world *world) {
    int i, kind, closed = -1, broken = call->status == MMS_ERROR_INTERNAL;
    if ((call->function->flags & CLOSES) && call->status == MMS_OK) {
        closed = call->function->parameters[0].kind;
    }
    for (i = 0; i < call->function->count; i++) {
        const struct parameter *p = &call->function->parameters[i];
        if (p->role == HANDLE_OUT && call->status == MMS_OK) {
            mms_status status = close_kind(p->kind, *(void **)call->arguments[i].p, NULL);
            EXPECT(status != MMS_ERROR_HANDLE && status != MMS_ERROR_INTERNAL, "the new handle is closed with %d",
                   (int)status);
        }
    }
    for (kind = 0; kind < KINDS; kind++) {
        mms_status asked = ask_kind(kind, world->handles[kind]), want = kind == closed ? MMS_ERROR_HANDLE : MMS_OK;
        EXPECT(asked == want || (broken && asked == MMS_ERROR_INTERNAL), "%s then returns %d",
               kind == closed ? "the closed handle" : "a handle", (int)asked);
        asked = close_kind(kind, world->handles[kind], NULL);
        EXPECT(asked == want, "%s is closed with %d", kind == closed ? "the closed handle" : "a handle", (int)asked);
    }
    CHECK(close(world->descriptor) == 0);
}

/* Makes the call, having noted what its memory holds. */
static void run_call(struct call *call, int number) {
    int i;
    for (i = 0; i < call->function->count; i++) {
        call->copies[i] = NULL;
        if (call->arguments[i].p == call->memory[i] && call->memory[i] != NULL) {
            call->copies[i] = malloc(call->sizes[i] > 0 ? call->sizes[i] : 1);
            CHECK(call->copies[i] != NULL);
            memcpy(call->copies[i], call->arguments[i].p, call->sizes[i]);
        }
    }
    call->status = call->function->call(call->arguments);
    calls[number]++;
}

static void close_opened(int kind, void *opened) {
    if (opened != NULL) {
        EXPECT(ask_kind(kind, opened) == MMS_OK, "the next handle does not work");
        EXPECT(close_kind(kind, opened, NULL) == MMS_OK, "the next handle cannot be closed");
    }
}

static int is_about_room(const struct test *test) { return test->mutation == SMALL_ROOM || test->mutation == ROOM_FOR; }

/* Runs one test in a world, and looks at what came of it. */
static void try_in(struct world *world, const struct test *test, uint64_t value, mms_status wanted, struct call *call) {
    void *opened = NULL;
    current = test;
    current_value = value;
    *call = new_call(test->function);
    if (is_about_room(test)) {
        call->counts[call->function->parameters[test->parameter].counted_by] = value;
    }
    lay_out(call, world);
    mutate(call, test, value, world, &opened);
    run_call(call, test->function);
    check_status(call, test, wanted);
    check_memory(call, test);
    if (opened != NULL) {
        close_opened(call->function->parameters[test->parameter].kind, opened);
    }
}

static mms_status try_one(const struct test *test, uint64_t value, mms_status wanted) {
    struct world world;
    struct call call;
    make_world(&world, 0);
    try_in(&world, test, value, wanted, &call);
    close_world(&call, &world);
    free_call(&call);
    return call.status;
}

/* Bits that are no handle change nothing, so that one world is enough for all of them. */
static void try_bits(const struct test *test) {
    struct world world;
    struct call call;
    uint64_t value;
    make_world(&world, 0);
    for (value = 0; value < test->value; value++) {
        try_in(&world, test, value, ANY, &call);
        if (value + 1 < test->value) {
            free_call(&call);
        }
    }
    close_world(&call, &world);
    free_call(&call);
}

/* Every size that ends at or beside a member. */
static void try_short_sizes(const struct test *test) {
    const struct parameter *p = &functions[test->function].parameters[test->parameter];
    const struct structure *s = &structs[p->role == FAILURE ? STRUCT_mms_error : p->kind];
    size_t size;
    int i, d;
    for (i = 1; i < s->count; i++) {
        for (d = -1; d <= 1; d++) {
            size = s->members[i].offset + (size_t)d;
            if (size >= sizeof(uint32_t)) {
                try_one(test, size, ANY);
            }
        }
    }
    try_one(test, s->size - 1, ANY);
}

/* Less room than there has to be, down to none, and as much. */
static void try_rooms(const struct test *test) {
    const struct function *f = &functions[test->function];
    const struct parameter *p = &f->parameters[test->parameter];
    struct world world;
    struct call call;
    uint64_t size = 0, need, room;
    int i;
    make_world(&world, 0);
    current = test;
    current_value = 0;
    call = new_call(test->function);
    lay_out(&call, &world);
    call.arguments[test->parameter].p = NULL;
    call.arguments[p->counted_by].u = 0;
    call.status = f->call(call.arguments);
    EXPECT(call.status == MMS_OK, "asking for the size returns %d", (int)call.status);
    for (i = 0; i < f->count; i++) {
        if (strcmp(f->parameters[i].name, "size") == 0) {
            size = *(uint64_t *)call.arguments[i].p;
        }
    }
    close_world(&call, &world);
    free_call(&call);
    need = p->kind ? size + 1 : size;
    EXPECT(size > 0 && size < 4096, "the size is %" PRIu64, size);
    for (room = 0; room <= need; room += room < 3 || need - room < 4 ? 1 : need - room - 3) {
        try_one(test, room, room < need ? MMS_ERROR_ARGUMENT_RANGE : MMS_OK);
    }
}

/* A value for a test whose own stands for many. */
static uint64_t value_for(const struct test *test, uint64_t bits) {
    const struct parameter *p = &functions[test->function].parameters[test->parameter];
    switch (test->mutation) {
    case RANDOM:
        return bits;
    case FLIPPED:
        return bits % 64;
    case EACH_SHORT_SIZE:
        return bits % structs[p->role == FAILURE ? STRUCT_mms_error : p->kind].size;
    case SMALL_ROOM:
        return bits % 20;
    default:
        return test->value;
    }
}

/* Two or three things wrong at once, of different parameters. Which status that gives is not said, but the rest is. */
static void try_several(uint64_t seed) {
    static int first[FUNCTIONS + 1];
    enum { MOST = 3 };
    const struct test *chosen[MOST];
    uint64_t values[MOST], state = scramble(seed);
    void *opened[MOST] = {NULL};
    struct world world;
    struct call call;
    int function = (int)(state % FUNCTIONS), count = 0, i, j, with_room = 0;
    if (first[FUNCTIONS] == 0) {
        for (i = TESTS - 1; i >= 0; i--) {
            first[tests[i].function] = i;
        }
        first[FUNCTIONS] = TESTS;
    }
    make_world(&world, 0);
    call = new_call(function);
    for (i = 0; i < MOST; i++) {
        const struct test *test = &tests[first[function]];
        state = scramble(state);
        test += state % (uint64_t)(first[function + 1] - first[function]);
        for (j = 0; j < count && chosen[j]->parameter != test->parameter; j++) {
        }
        /* a room that is small, and told to be large, is one that the caller lies about */
        if (j < count || test->parameter < 0 || (with_room && test->mutation == VALUE)) {
            continue;
        }
        state = scramble(state);
        values[count] = value_for(test, state);
        if (is_about_room(test)) {
            for (j = 0; j < count && chosen[j]->mutation != VALUE; j++) {
            }
            if (j < count) {
                continue;
            }
            with_room = 1;
            call.counts[call.function->parameters[test->parameter].counted_by] = values[count];
        }
        chosen[count++] = test;
    }
    if (count > 0) {
        lay_out(&call, &world);
        for (i = 0; i < count; i++) {
            current = chosen[i];
            current_value = seed;
            mutate(&call, chosen[i], values[i], &world, &opened[i]);
        }
        run_call(&call, function);
        EXPECT(call.status <= MMS_OK && strcmp(mms_status_string(call.status), "unknown status") != 0,
               "returned %d, which is no status", (int)call.status);
        check_memory(&call, NULL);
        for (i = 0; i < count; i++) {
            close_opened(call.function->parameters[chosen[i]->parameter].kind, opened[i]);
        }
        close_world(&call, &world);
        free_call(&call);
        return;
    }
    call.status = MMS_ERROR_ARGUMENT; /* nothing was called */
    close_world(&call, &world);
}

static void try_much_at_once(void) {
    const char *given = getenv("MMS_SEED");
    time_t end = time(NULL) + soak_seconds();
    uint64_t first = given != NULL ? strtoull(given, NULL, 0) : soak_seconds() > 0 ? (uint64_t)end << 32 : 0;
    uint64_t seed = first;
    printf("MMS_SEED=%" PRIu64 "\n", first);
    while ((seed < first + 3000 || time(NULL) < end) && failures == 0) {
        try_several(seed++);
    }
    if (soak_seconds() > 0) {
        SOAK_REPORT("misuse: %" PRIu64 " calls with two or three things wrong at once, MMS_SEED=%" PRIu64 "\n",
                    seed - first, first);
    }
}

int main(void) {
    int i;
    for (i = 0; i < TESTS; i++) {
        const struct test *test = &tests[i];
        switch (test->mutation) {
        case RANDOM:
        case FLIPPED:
            try_bits(test);
            break;
        case EACH_SHORT_SIZE:
            try_short_sizes(test);
            break;
        case SMALL_ROOM:
            try_rooms(test);
            break;
        default:
            try_one(test, test->value, ANY);
            break;
        }
    }
    try_much_at_once();
    for (i = 0; i < FUNCTIONS; i++) {
        printf("called %s %ld\n", functions[i].name, calls[i]);
    }
    return failures > 0;
}
