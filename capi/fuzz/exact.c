/* Exact buffers: two at the end of pages before a forbidden one, one behind a forbidden one, one from malloc. */
#include "fuzz.h"

#include <sanitizer/asan_interface.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROOMS = 16, ROOM = 1 << 20, PAGE = 4096 };

static uint8_t *rooms[ROOMS]; /* each of ROOM bytes, with a forbidden page before and behind */
static void *taken[ROOMS];    /* what was given out of each */
static void *others[256];     /* what came from malloc */
static uint32_t turn = 0;

static void make_rooms(void) {
    int i;
    for (i = 0; i < ROOMS; i++) {
        uint8_t *memory = mmap(NULL, ROOM + 2 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(memory != MAP_FAILED && mprotect(memory + PAGE, ROOM, PROT_READ | PROT_WRITE) == 0);
        rooms[i] = memory + PAGE;
        ASAN_POISON_MEMORY_REGION(rooms[i], ROOM);
    }
}

static void *keep(void *memory) {
    size_t i;
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        if (others[i] == NULL) {
            return others[i] = memory;
        }
    }
    FAIL("too many buffers");
}

void *exact(size_t size, size_t align) {
    void *memory = NULL;
    int i;
    if (rooms[0] == NULL) {
        make_rooms();
    }
    turn++;
    for (i = 0; turn % 4 != 0 && size <= ROOM && i < ROOMS && memory == NULL; i++) {
        if (taken[i] == NULL) {
            memory = turn % 4 != 3 ? rooms[i] + (ROOM - size) / align * align : rooms[i];
            taken[i] = memory;
            ASAN_UNPOISON_MEMORY_REGION(memory, size);
        }
    }
    if (memory == NULL) {
        memory = keep(malloc(size));
        CHECK(memory != NULL);
    }
    memset(memory, 0xA5, size);
    return memory;
}

void *exact_copy(const void *bytes, size_t size, size_t align) {
    void *memory = exact(size, align);
    if (size > 0) {
        memcpy(memory, bytes, size);
    }
    return memory;
}

void begin_exact(uint32_t first) { turn = first; }

void *exact_result(size_t size, size_t align) { return exact(size - (size > 0 && planted(SHORT_RESULTS)), align); }

char *exact_text(struct input *in) {
    static const char *const some[] = {
        "", "INAM", "IART", "a", "FL FR", "\xFF\xFE", "A text of some length, \xC3\xA4."};
    char bytes[512];
    uint32_t kind = pick(in, 16), size;
    if (kind == 0) {
        return NULL;
    }
    if (kind < 8) {
        return exact_copy(some[kind - 1], strlen(some[kind - 1]) + 1, 1);
    }
    size = kind < 11 ? 4 : kind == 15 ? pick(in, sizeof bytes) : pick(in, 40);
    fill(in, bytes, size);
    bytes[size] = 0;
    return exact_copy(bytes, strlen(bytes) + 1, 1);
}

void release(void *memory) {
    size_t i;
    for (i = 0; memory != NULL && i < ROOMS; i++) {
        if (taken[i] == memory) {
            taken[i] = NULL;
            ASAN_POISON_MEMORY_REGION(rooms[i], ROOM);
            return;
        }
    }
    for (i = 0; memory != NULL && i < sizeof others / sizeof *others; i++) {
        if (others[i] == memory) {
            others[i] = NULL;
            free(memory);
            return;
        }
    }
}

void end_exact(void) {
    size_t i;
    for (i = 0; i < ROOMS; i++) {
        release(taken[i]);
    }
    for (i = 0; i < sizeof others / sizeof *others; i++) {
        release(others[i]);
    }
}
