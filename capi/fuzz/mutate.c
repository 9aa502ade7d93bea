/*
 * Mutations that know what a WAV file is made of: sizes, ids, counts, fields of fmt, whole chunks dropped, repeated,
 * moved and taken from elsewhere; beside those that know nothing: flipped bits, cut ends. Scripts are changed, too.
 */
#include "mutate.h"

#include <string.h>

enum { CHUNKS = 64 };

struct work {
    uint8_t script[LARGEST_SCRIPT];
    size_t script_size;
    uint8_t file[LARGEST_INPUT];
    size_t size;
    int big_endian;
    size_t chunks[CHUNKS + 1]; /* where each begins, and where the last ends */
    size_t count;
};

uint64_t draw(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u; /* splitmix64 */
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static size_t below(uint64_t *state, size_t n) { return n == 0 ? 0 : (size_t)(draw(state) % n); }

size_t join(uint8_t *input, const uint8_t *script, size_t script_size, const uint8_t *file, size_t file_size) {
    size_t room = LARGEST_INPUT - 1 - script_size;
    file_size = file_size < room ? file_size : room;
    input[0] = (uint8_t)script_size;
    memcpy(input + 1, script, script_size);
    if (file_size > 0) {
        memcpy(input + 1 + script_size, file, file_size);
    }
    return 1 + script_size + file_size;
}

static uint32_t get(const struct work *w, size_t at, size_t bytes) {
    uint32_t value = 0;
    size_t i;
    for (i = 0; i < bytes; i++) {
        value |= (uint32_t)w->file[at + i] << 8 * (w->big_endian ? bytes - 1 - i : i);
    }
    return value;
}

static void put(struct work *w, size_t at, size_t bytes, uint64_t value) {
    size_t i;
    for (i = 0; i < bytes && at + i < w->size; i++) {
        w->file[at + i] = (uint8_t)(value >> 8 * (w->big_endian ? bytes - 1 - i : i));
    }
}

/* Finds the chunks as far as their sizes can be followed. */
static void find_chunks(struct work *w) {
    size_t at = 12;
    w->big_endian = w->size >= 4 && memcmp(w->file, "RIFX", 4) == 0;
    w->count = 0;
    while (w->size >= 20 && at <= w->size - 8 && w->count < CHUNKS) {
        uint32_t size = get(w, at + 4, 4);
        w->chunks[w->count++] = at;
        if (size > w->size - at - 8) {
            at = w->size;
            break;
        }
        at += 8 + size + size % 2;
    }
    w->chunks[w->count] = at < w->size ? at : w->size;
}

static void split(struct work *w, const struct sample *sample) {
    size_t left = sample->size > 0 ? sample->size - 1 : 0;
    w->script_size =
        left < (sample->size > 0 ? sample->bytes[0] : 0) ? left : (sample->size > 0 ? sample->bytes[0] : 0);
    memcpy(w->script, sample->bytes + 1, w->script_size);
    w->size = left - w->script_size;
    memcpy(w->file, sample->bytes + 1 + w->script_size, w->size);
    find_chunks(w);
}

/* Takes the bytes from..to out and puts others there, as far as there is room. */
static void replace(struct work *w, size_t from, size_t to, const uint8_t *bytes, size_t size) {
    size_t rest = w->size - to;
    if (from + size + rest > LARGEST_INPUT - 1 - LARGEST_SCRIPT) {
        return;
    }
    memmove(w->file + from + size, w->file + to, rest);
    if (size > 0) {
        memcpy(w->file + from, bytes, size);
    }
    w->size = from + size + rest;
}

static uint64_t interesting(uint64_t *state) {
    static const uint64_t edges[] = {0,          1,          2,          3,          4,          7,
                                     8,          16,         24,         32,         64,         255,
                                     256,        0x7FFF,     0x8000,     0xFFFE,     65535,      65536,
                                     0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFF0, UINT64_MAX};
    return draw(state) % 4 == 0 ? draw(state) : edges[below(state, sizeof edges / sizeof *edges)];
}

static void change_script(struct work *w, uint64_t *state) {
    size_t at = below(state, w->script_size + 1), i;
    switch (draw(state) % 5) {
    case 0:
        w->script_size = 1 + below(state, 120);
        for (i = 0; i < w->script_size; i++) {
            w->script[i] = (uint8_t)draw(state);
        }
        break;
    case 1:
        for (i = 0; i < 8 && w->script_size < LARGEST_SCRIPT; i++) {
            w->script[w->script_size++] = (uint8_t)draw(state);
        }
        break;
    case 2:
        w->script_size = at;
        break;
    default:
        if (at < w->script_size) {
            w->script[at] = (uint8_t)draw(state);
        }
    }
}

static const char ids[][5] = {"fmt ", "data", "fact", "LIST", "cue ", "smpl", "inst", "bext", "cart", "chna",
                              "PEAK", "DISP", "acid", "iXML", "axml", "JUNK", "ds64", "id3 ", "RIFF", "RIFX",
                              "RF64", "BW64", "riff", "WAVE", "INFO", "adtl", "labl", "note", "ltxt", "INAM"};

static const uint8_t tags[] = {1, 2, 3, 6, 7, 0x11, 0x31, 0xFE};

static void change_chunk(struct work *w, const struct work *other, uint64_t *state) {
    size_t i = below(state, w->count), from = w->chunks[i], to = w->chunks[i + 1], payload = from + 8, k, j;
    static uint8_t piece[LARGEST_INPUT];
    switch (draw(state) % 12) {
    case 0: /* its size, at random or a little off */
        put(w, from + 4, 4, draw(state) % 2 == 0 ? interesting(state) : get(w, from + 4, 4) + 8 - below(state, 16));
        break;
    case 1:
        memcpy(w->file + from, ids[below(state, sizeof ids / sizeof *ids)], 4);
        break;
    case 2:
        replace(w, from, to, NULL, 0);
        break;
    case 3: /* again, somewhere */
        memcpy(piece, w->file + from, to - from);
        k = w->chunks[below(state, w->count + 1)];
        replace(w, k, k, piece, to - from);
        break;
    case 4: /* one of the other file, in its place or before it */
        if (other->count > 0) {
            j = below(state, other->count);
            replace(w, from, draw(state) % 2 == 0 ? from : to, other->file + other->chunks[j],
                    other->chunks[j + 1] - other->chunks[j]);
        }
        break;
    case 5: /* a field of fmt */
        for (k = 0; k < w->count; k++) {
            if (memcmp(w->file + w->chunks[k], "fmt ", 4) == 0) {
                static const uint8_t fields[][2] = {{0, 2},  {2, 2},  {4, 4},  {8, 4},  {12, 2}, {14, 2},
                                                    {16, 2}, {18, 2}, {20, 4}, {24, 2}, {14, 2}, {12, 2}};
                const uint8_t *field = fields[below(state, sizeof fields / sizeof *fields)];
                put(w, w->chunks[k] + 8 + field[0], field[1], interesting(state));
            }
        }
        break;
    case 6: /* another encoding */
        for (k = 0; k < w->count; k++) {
            if (memcmp(w->file + w->chunks[k], "fmt ", 4) == 0) {
                j = tags[below(state, sizeof tags)];
                put(w, w->chunks[k] + 8, 2, j == 0xFE ? 0xFFFE : j);
            }
        }
        break;
    case 7: /* a count or another number in its payload */
        if (to > payload) {
            put(w, payload + below(state, to - payload) / 4 * 4, 4, interesting(state));
        }
        break;
    case 8: /* the first number in its payload */
        put(w, payload, 4, interesting(state));
        break;
    case 9: /* longer or shorter, its size with it */
        k = below(state, 40);
        for (j = 0; j < k; j++) {
            piece[j] = (uint8_t)draw(state);
        }
        if (to > payload && draw(state) % 2 == 0) {
            k = below(state, to - payload < 40 ? to - payload : 40);
            put(w, from + 4, 4, get(w, from + 4, 4) - k);
            replace(w, payload, payload + k, NULL, 0);
        } else if (from + 8 <= w->size) {
            put(w, from + 4, 4, get(w, from + 4, 4) + k);
            replace(w, payload, payload, piece, k);
        }
        break;
    case 10: /* cut off within it */
        w->size = from + below(state, to - from + 1);
        break;
    default: /* the whole file's size, or its kind */
        if (draw(state) % 2 == 0) {
            put(w, 4, 4, interesting(state));
        } else {
            memcpy(w->file, ids[18 + below(state, 4)], 4);
        }
    }
}

static void change_bytes(struct work *w, uint64_t *state) {
    size_t at = below(state, w->size), i, n;
    uint8_t some[16];
    switch (draw(state) % 6) {
    case 0:
        w->file[at] ^= (uint8_t)(1u << draw(state) % 8);
        break;
    case 1:
        w->file[at] = (uint8_t)draw(state);
        break;
    case 2:
        put(w, at, draw(state) % 2 == 0 ? 2 : 4, interesting(state));
        break;
    case 3:
        w->size = at;
        break;
    case 4:
        n = below(state, sizeof some);
        for (i = 0; i < n; i++) {
            some[i] = (uint8_t)draw(state);
        }
        replace(w, at, at, some, n);
        break;
    default:
        n = below(state, w->size - at);
        replace(w, at, at + (n < 64 ? n : 64), NULL, 0);
    }
}

size_t mutate(uint8_t *input, const struct sample *one, const struct sample *other, uint64_t *state) {
    static struct work w, pieces;
    size_t changes = 1 + below(state, 5);
    split(&w, one);
    split(&pieces, other);
    while (changes-- > 0) {
        switch (draw(state) % 4) {
        case 0:
            change_script(&w, state);
            break;
        case 1:
            if (w.size > 0) {
                change_bytes(&w, state);
            }
            break;
        default:
            if (w.count > 0) {
                change_chunk(&w, &pieces, state);
            } else if (pieces.size > 0) {
                memcpy(w.file, pieces.file, pieces.size);
                w.size = pieces.size;
            }
        }
        find_chunks(&w);
    }
    return join(input, w.script, w.script_size, w.file, w.size);
}
