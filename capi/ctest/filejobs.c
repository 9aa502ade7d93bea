/*
 * What is done with files, for tests in which the system fails: each system call, the disk, or the process itself.
 *
 *     filejobs JOB          does it in the current folder, and prints what failed and what is safe
 *     filejobs serve        reads commands: "prepare"; "check JOB FAILURES FRAMES KILLED", for what JOB left behind;
 * and "recorded", for what record did filejobs full JOB     does it with room for 0, 1, 2... pages on the file system
 * of the current folder filejobs limit JOB    does it with files that may have 0, 1, 2... pages filejobs record N
 * records to out.wav without end, in way number N; the file "safe" says how many frames are filejobs recorded checks
 * what was recorded
 *
 * The numbers of check are those that JOB printed: how many calls failed, and how many frames were safe. KILLED says
 * that it did not come to its end.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sound.h"

enum { FRAMES = 12000, MORE = 9000, CHANNELS = 2, ALIGN = 4, PAGE = 4096, MOST = FRAMES + MORE };

static int16_t samples[CHANNELS * (MOST + 1)];

static int failures, os_error; /* of the job, and of its first failure */
static int64_t safe;           /* frames that can be read from now on, whatever comes */
static int quiet;

static mms_error error = MMS_ERROR_INIT;

/* Prints a line at once, by a system call that nothing else uses. */
static void say(const char *format, const char *name, int64_t a, int64_t b, const char *text) {
    char line[400];
    struct iovec part;
    if (!quiet) {
        part.iov_base = line;
        part.iov_len = (size_t)snprintf(line, sizeof line, format, name, a, b, text);
        CHECK(writev(1, &part, 1) > 0);
    }
}

static int failed_(const char *name, mms_status status) {
    if (status == MMS_OK) {
        return 0;
    }
    if (failures++ == 0) {
        os_error = error.os_error;
    }
    CHECK(error.message[0] != '\0');
    say("failed %s %" PRId64 " %" PRId64 " %s\n", name, status, error.os_error, error.message);
    return 1;
}

#define FAILED(function, ...) failed_(#function, function(__VA_ARGS__, &error))

static void save(int64_t frames) {
    safe = frames;
    say("safe %s %" PRId64 " %" PRId64 " %s\n", "frames", frames, 0, "");
}

static void add_chunk(mms_wave_metadata *metadata, const char *id, uint32_t flags, uint64_t size) {
    mms_wave_chunk chunk = MMS_WAVE_CHUNK_INIT;
    memcpy(chunk.id, id, 4);
    chunk.flags = flags;
    CHECK_OK(mms_wave_metadata_add_chunk(metadata, &chunk, samples, size, NULL));
}

/* Metadata with chunks before and behind the audio, the latter of so many bytes. */
static mms_wave_metadata *metadata_with(const char *title, uint64_t behind) {
    mms_wave_metadata *metadata;
    CHECK_OK(mms_wave_metadata_create(&metadata, NULL));
    add_chunk(metadata, "iXML", 0, 111);
    CHECK_OK(mms_wave_metadata_set_tag(metadata, "INAM", title, NULL));
    add_chunk(metadata, "axml", MMS_WAVE_CHUNK_AFTER_DATA, behind);
    return metadata;
}

static const char old_title[] = "old", new_title[] = "A new title, for which there is no room where the old one was";

/* Writes frames up to last, so many at a time, each time those that are not written yet. */
static void write_frames(mms_wave_writer *writer, int last, int step) {
    int64_t at = 0, before = -1;
    for (;;) {
        CHECK_OK(mms_wave_writer_tell(writer, &at, NULL));
        if (at >= last || (at == before && failures > 1)) {
            return;
        }
        before = at;
        FAILED(mms_wave_writer_write_s16, writer, samples + CHANNELS * at,
               (uint64_t)(last - at < step ? last - at : step));
    }
}

static void record(mms_wave_writer *writer) {
    int64_t frames = 0;
    write_frames(writer, FRAMES / 3, 500);
    if (!FAILED(mms_wave_writer_checkpoint, writer)) {
        CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
        save(frames);
    }
    write_frames(writer, FRAMES / 2, 700);
    if (!FAILED(mms_wave_writer_sync, writer)) {
        CHECK_OK(mms_wave_writer_tell(writer, &frames, NULL));
        save(frames);
    }
    write_frames(writer, FRAMES, 4000);
    if (!FAILED(mms_wave_writer_close, writer)) {
        save(FRAMES);
    }
    CHECK_STATUS(mms_wave_writer_close(writer, NULL), MMS_ERROR_HANDLE);
}

static void create(const char *path, uint32_t container, uint64_t max_riff_size) {
    mms_wave_format format = sound_format();
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_metadata *metadata = metadata_with(old_title, 3001);
    mms_wave_writer *writer;
    options.container = container;
    options.max_riff_size = max_riff_size;
    options.checkpoint_bytes = 20000;
    if (!FAILED(mms_wave_writer_create, path, &format, &options, &writer)) {
        FAILED(mms_wave_writer_set_metadata, writer, metadata);
        record(writer);
    }
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void do_create(void) { create("out.wav", MMS_WAVE_CONTAINER_AUTO, 0); }
static void do_promote(void) { create("out.wav", MMS_WAVE_CONTAINER_AUTO, 20000); }
static void do_wave64(void) { create("out.wav", MMS_WAVE_CONTAINER_WAVE64, 0); }

static void do_create_fd(void) {
    mms_wave_format format = sound_format();
    mms_wave_writer *writer;
    int fd = open("out.wav", O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    if (!FAILED(mms_wave_writer_create_fd, fd, &format, NULL, &writer)) {
        record(writer);
    }
    close(fd);
}

/* Opens in.wav to write; the frames that it has are safe. */
static mms_wave_writer *reopen(void) {
    mms_wave_writer *writer;
    return FAILED(mms_wave_writer_open, "in.wav", NULL, &writer) ? NULL : writer;
}

static void do_append(void) {
    mms_wave_writer *writer = reopen();
    save(FRAMES);
    if (writer != NULL) {
        write_frames(writer, FRAMES + MORE / 2, 1000);
        if (!FAILED(mms_wave_writer_checkpoint, writer)) {
            save(FRAMES + MORE / 2);
        }
        write_frames(writer, FRAMES + MORE, 1000);
        if (!FAILED(mms_wave_writer_close, writer)) {
            save(FRAMES + MORE);
        }
    }
}

static void do_update(void) {
    mms_wave_writer *writer = reopen();
    save(FRAMES);
    if (writer != NULL) {
        int frame;
        for (frame = 1000; frame < FRAMES; frame += 5000) {
            if (!FAILED(mms_wave_writer_seek, writer, frame)) {
                FAILED(mms_wave_writer_write_s16, writer, samples + CHANNELS * frame, 300);
            }
        }
        FAILED(mms_wave_writer_close, writer);
    }
}

static void do_edit(void) {
    mms_wave_metadata *metadata = metadata_with(new_title, 20001);
    save(FRAMES);
    FAILED(mms_wave_edit, "in.wav", metadata);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
}

static void do_repair(void) {
    uint32_t repairs;
    save(FRAMES);
    FAILED(mms_wave_repair, "broken.wav", &repairs);
}

static void do_copy(void) { FAILED(mms_wave_copy, "in.wav", "copy.wav", 0, NULL); }
static void do_copy_rifx(void) { FAILED(mms_wave_copy, "in.wav", "copy.wav", MMS_WAVE_CONTAINER_RIFX, NULL); }

/* Every frame comes, or a call fails. */
static void read_whole(mms_wave_reader *reader) {
    static int16_t read[CHANNELS * FRAMES];
    mms_wave_metadata *metadata;
    uint32_t chunks;
    uint64_t got = 0, done = 0;
    int tries = 0;
    if (!FAILED(mms_wave_reader_metadata, reader, &metadata)) {
        CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    }
    FAILED(mms_wave_reader_chunk_count, reader, &chunks);
    FAILED(mms_wave_reader_seek, reader, 0);
    while (done < FRAMES && tries < 3) {
        if (FAILED(mms_wave_reader_read_s16, reader, read + CHANNELS * done, CHANNELS * 5000, 5000, &got) || got == 0) {
            tries++;
        }
        done += got;
        CHECK(done <= FRAMES);
    }
    CHECK(done == FRAMES || failures > 0);
    CHECK_BYTES(read, samples, ALIGN * done);
    FAILED(mms_wave_reader_close, reader);
    CHECK_STATUS(mms_wave_reader_close(reader, NULL), MMS_ERROR_HANDLE);
}

static void do_read(void) {
    mms_wave_reader *reader;
    save(FRAMES);
    if (!FAILED(mms_wave_reader_open, "in.wav", NULL, &reader)) {
        read_whole(reader);
    }
}

static void do_read_fd(void) {
    mms_wave_reader *reader;
    int fd = open("in.wav", O_RDONLY);
    save(FRAMES);
    if (!FAILED(mms_wave_reader_open_fd, fd, NULL, &reader)) {
        read_whole(reader);
    }
    close(fd);
}

static void do_map(void) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_reader *reader;
    void *data = NULL;
    uint64_t size = 0;
    save(FRAMES);
    options.flags = MMS_WAVE_OPEN_WRITABLE;
    if (FAILED(mms_wave_reader_open, "in.wav", &options, &reader)) {
        return;
    }
    if (!FAILED(mms_wave_reader_map, reader, MMS_WAVE_MAP_WRITE, &data, &size)) {
        CHECK_INT(size, ALIGN * FRAMES);
        CHECK_BYTES(data, samples, size);
        FAILED(mms_convert_samples, samples, MMS_SAMPLE_S16, data, MMS_SAMPLE_S16, CHANNELS * FRAMES);
        FAILED(mms_wave_reader_sync_map, reader);
    }
    FAILED(mms_wave_reader_close, reader);
}

/* Writes to a map whose file has no blocks yet. */
static void do_fill_hole(void) {
    mms_wave_open_options options = MMS_WAVE_OPEN_OPTIONS_INIT;
    mms_wave_reader *reader;
    void *data = NULL;
    uint64_t size = 0;
    options.flags = MMS_WAVE_OPEN_WRITABLE;
    if (!FAILED(mms_wave_reader_open, "hole.wav", &options, &reader)) {
        if (!FAILED(mms_wave_reader_map, reader, MMS_WAVE_MAP_WRITE, &data, &size)) {
            FAILED(mms_convert_samples, samples, MMS_SAMPLE_S16, data, MMS_SAMPLE_S16, CHANNELS * FRAMES);
            FAILED(mms_wave_reader_sync_map, reader);
        }
        FAILED(mms_wave_reader_close, reader);
    }
}

static void do_scan(void) {
    static const char *const paths[] = {"in.wav", "broken.wav"};
    mms_wave_scan *scan;
    uint32_t i;
    save(FRAMES);
    if (FAILED(mms_wave_scan_open, paths, 2, NULL, 1, &scan)) {
        return;
    }
    for (i = 0; i < 2; i++) {
        mms_wave_info info = MMS_WAVE_INFO_INIT;
        if (!FAILED(mms_wave_scan_row, scan, i, &info)) {
            CHECK_INT(info.frames, FRAMES);
        }
    }
    CHECK_OK(mms_wave_scan_close(scan, NULL));
}

/* A job, the file that it leaves behind, and the frames that this then has. */
static const struct job {
    const char *name;
    void (*run)(void);
    const char *file;
    int frames, old; /* old: the file was there before, with all FRAMES */
} jobs[] = {
    {"create", do_create, "out.wav", FRAMES, 0},
    {"promote", do_promote, "out.wav", FRAMES, 0},
    {"wave64", do_wave64, "out.wav", FRAMES, 0},
    {"create_fd", do_create_fd, "out.wav", FRAMES, 0},
    {"append", do_append, "in.wav", FRAMES + MORE, 1},
    {"update", do_update, "in.wav", FRAMES, 1},
    {"edit", do_edit, "in.wav", FRAMES, 1},
    {"repair", do_repair, "broken.wav", FRAMES, 1},
    {"copy", do_copy, "copy.wav", FRAMES, 0},
    {"copy_rifx", do_copy_rifx, "copy.wav", FRAMES, 0},
    {"read", do_read, "in.wav", FRAMES, 1},
    {"read_fd", do_read_fd, "in.wav", FRAMES, 1},
    {"map", do_map, "in.wav", FRAMES, 1},
    {"fill_hole", do_fill_hole, "hole.wav", FRAMES, 0},
    {"scan", do_scan, "in.wav", FRAMES, 1},
};
enum { JOBS = sizeof jobs / sizeof *jobs };

static const struct job *job_named(const char *name) {
    int i;
    for (i = 0; i < JOBS; i++) {
        if (strcmp(jobs[i].name, name) == 0) {
            return &jobs[i];
        }
    }
    FAIL("no job is named %s", name);
    return NULL;
}

/* Finds files that no job should leave: removes them, or fails. */
static void find_other_files(int remove_them) {
    static const char *const known[] = {".",        "..",       "in.wav",  "broken.wav", "out.wav",
                                        "copy.wav", "hole.wav", "ballast", "safe"};
    DIR *folder = opendir(".");
    struct dirent *entry;
    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        size_t i, same = 0;
        for (i = 0; i < sizeof known / sizeof *known; i++) {
            same += strcmp(entry->d_name, known[i]) == 0;
        }
        if (same == 0 && (!remove_them || unlink(entry->d_name) != 0)) {
            FAIL("there is a file %s", entry->d_name);
        }
    }
    closedir(folder);
}

/* The files that jobs find. broken.wav was never finished. */
static void prepare(void) {
    static uint8_t bytes[ALIGN * FRAMES + 10000];
    size_t size;
    unlink("out.wav");
    unlink("copy.wav");
    find_other_files(1);
    quiet = 1;
    failures = 0;
    create("in.wav", MMS_WAVE_CONTAINER_AUTO, 0);
    CHECK_INT(failures, 0);
    memcpy(bytes, sound, SOUND_HEADER);
    put32(bytes + 4, 0);
    put32(bytes + 40, 0);
    size = ALIGN * FRAMES;
    memcpy(bytes + SOUND_HEADER, samples, size);
    write_file("broken.wav", bytes, SOUND_HEADER + size);
    put32(bytes + 4, SOUND_HEADER - 8 + (uint32_t)size);
    put32(bytes + 40, (uint32_t)size);
    write_file("hole.wav", bytes, SOUND_HEADER);
    CHECK_INT(truncate("hole.wav", (off_t)(SOUND_HEADER + size)), 0);
    quiet = 0;
    safe = 0;
}

/* How many frames a file has, all of which have to be right; -1 if it cannot be opened. title becomes its title. */
static int64_t frames_of(const char *path, char *title, size_t capacity) {
    static int16_t read[CHANNELS * (MOST + 1)];
    mms_wave_reader *reader;
    mms_wave_metadata *metadata;
    uint64_t got = 0, size;
    title[0] = '\0';
    if (mms_wave_reader_open(path, NULL, &reader, NULL) != MMS_OK) {
        return -1;
    }
    CHECK_OK(mms_wave_reader_read_s16(reader, read, CHANNELS * (MOST + 1), MOST + 1, &got, &error));
    CHECK(got <= MOST);
    CHECK_BYTES(read, samples, ALIGN * got);
    CHECK_OK(mms_wave_reader_metadata(reader, &metadata, &error));
    mms_wave_metadata_get_tag(metadata, "INAM", title, capacity, &size, NULL);
    CHECK_OK(mms_wave_metadata_close(metadata, NULL));
    CHECK_OK(mms_wave_reader_close(reader, NULL));
    return (int64_t)got;
}

/* Files are what the job says that they are: the saved frames are there, and all of it if nothing failed. */
static void check(const struct job *job, int failed, int64_t saved, int killed) {
    char title[100];
    int64_t frames;
    if (failed > 0 && strcmp(job->name, "fill_hole") == 0) {
        return; /* nobody knows what reached the file */
    }
    frames = frames_of(job->file, title, sizeof title);
    if ((saved > 0 && frames < saved) || (job->old && frames < FRAMES)) {
        FAIL("%s has %" PRId64 " frames, of which %" PRId64 " were safe", job->file, frames, saved);
    }
    if (strncmp(job->name, "copy", 4) == 0) {
        CHECK(frames == -1 || frames == FRAMES);
    }
    if (strcmp(job->name, "edit") == 0) {
        CHECK(strcmp(title, old_title) == 0 || strcmp(title, new_title) == 0);
        CHECK(failed > 0 || strcmp(title, new_title) == 0);
    }
    if (failed == 0) {
        CHECK_INT(frames, job->frames);
        if (strcmp(job->name, "repair") == 0) {
            uint32_t repairs = 1;
            CHECK_OK(mms_wave_repair("broken.wav", &repairs, NULL));
            CHECK_INT(repairs, 0);
        }
    }
    if (!killed) {
        find_other_files(0);
    }
}

/* A recording is what sample_of tells, as long as it goes on. */
static int16_t sample_of(int64_t index) { return (int16_t)(index * 7 + 1); }

/* The ways to record: in which container, and how what was recorded is saved. */
static const struct way {
    uint32_t container, tag, bits;
    uint64_t max_riff_size, checkpoint_bytes;
    uint32_t checkpoint_ms;
    int saves; /* after so many writes: 0 leaves it to the options */
    int syncs;
} ways[] = {
    {MMS_WAVE_CONTAINER_AUTO, MMS_WAVE_TAG_PCM, 16, 0, 0, 0, 3, 0},
    {MMS_WAVE_CONTAINER_AUTO, MMS_WAVE_TAG_PCM, 16, 60000, 5000, 0, 0, 0},
    {MMS_WAVE_CONTAINER_RIFF, MMS_WAVE_TAG_PCM, 16, 0, 0, 1, 0, 0},
    {MMS_WAVE_CONTAINER_RIFX, MMS_WAVE_TAG_PCM, 16, 0, 3000, 0, 0, 0},
    {MMS_WAVE_CONTAINER_RF64, MMS_WAVE_TAG_PCM, 16, 0, 0, 0, 1, 0},
    {MMS_WAVE_CONTAINER_BW64, MMS_WAVE_TAG_PCM, 16, 0, 1, 0, 0, 0},
    {MMS_WAVE_CONTAINER_WAVE64, MMS_WAVE_TAG_PCM, 16, 0, 0, 0, 2, 0},
    {MMS_WAVE_CONTAINER_AUTO, MMS_WAVE_TAG_PCM, 16, 30000, 0, 0, 2, 1},
    {MMS_WAVE_CONTAINER_AUTO, MMS_WAVE_TAG_IMA_ADPCM, 4, 20000, 0, 0, 1, 0},
    {MMS_WAVE_CONTAINER_AUTO, MMS_WAVE_TAG_PCM, 24, 60000, 0, 0, 5, 0},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* What the one who kills this process can see. */
struct shared {
    volatile int64_t saved;
    int64_t way;
};

static struct shared *share(void) {
    int fd = open("safe", O_RDWR | O_CREAT, 0600);
    void *shared;
    CHECK(fd >= 0);
    CHECK_INT(ftruncate(fd, sizeof(struct shared)), 0);
    shared = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    CHECK(shared != MAP_FAILED);
    close(fd);
    return shared;
}

static void record_for_ever(int number) {
    const struct way *way = &ways[number % WAYS];
    mms_wave_format format = sound_format();
    mms_wave_write_options options = MMS_WAVE_WRITE_OPTIONS_INIT;
    mms_wave_metadata *metadata = metadata_with(old_title, number % 2 == 0 ? 301 : 5);
    struct shared *shared = share();
    mms_wave_writer *writer;
    int64_t frames = 0, first = 100;
    int writes, i;
    unlink("out.wav");
    shared->saved = 0;
    shared->way = number % WAYS;
    format.tag = way->tag;
    format.bits_per_sample = way->bits;
    options.container = way->container;
    options.max_riff_size = way->max_riff_size;
    options.checkpoint_bytes = way->checkpoint_bytes;
    options.checkpoint_ms = way->checkpoint_ms;
    CHECK_OK(mms_wave_writer_create("out.wav", &format, &options, &writer, &error));
    CHECK_OK(mms_wave_writer_set_metadata(writer, metadata, &error));
    say("start %s %" PRId64 " %" PRId64 "%s\n", "record", 0, 0, "");
    for (writes = 1;; writes++) {
        int16_t block[CHANNELS * 500];
        int count = writes == 1 ? (int)first : 1 + writes * 37 % 500;
        for (i = 0; i < CHANNELS * count; i++) {
            block[i] = sample_of(CHANNELS * frames + i);
        }
        CHECK_OK(mms_wave_writer_write_s16(writer, block, (uint64_t)count, &error));
        frames += count;
        if (way->saves == 0) {
            mms_wave_info info = MMS_WAVE_INFO_INIT;
            CHECK_OK(mms_wave_writer_info(writer, &info, &error));
            if (info.frames_declared != first) { /* the first header tells what is not there yet */
                shared->saved = info.frames_declared;
            }
        } else if (writes % way->saves == 0) {
            CHECK_OK(way->syncs ? mms_wave_writer_sync(writer, &error) : mms_wave_writer_checkpoint(writer, &error));
            shared->saved = frames;
        }
    }
}

/* The file that a killed recorder left has all that was saved, and it is right. */
static void check_recorded(void) {
    static int16_t block[CHANNELS * 4096];
    const struct shared *shared = share();
    const struct way *way = &ways[shared->way];
    mms_wave_reader *reader;
    int64_t frames = 0;
    uint64_t got = 1, i;
    mms_status status = mms_wave_reader_open("out.wav", NULL, &reader, &error);
    if (status != MMS_OK && shared->saved == 0) {
        return;
    }
    CHECK_OK(status);
    while (got > 0) {
        CHECK_OK(mms_wave_reader_read_s16(reader, block, CHANNELS * 4096, 4096, &got, &error));
        /* Behind what was saved there may be what was in its place: the beginning of chunks. */
        for (i = 0; i < CHANNELS * got && way->tag == MMS_WAVE_TAG_PCM; i++) {
            if (frames + (int64_t)(i / CHANNELS) < shared->saved) {
                CHECK_INT(block[i], sample_of(CHANNELS * frames + (int64_t)i));
            }
        }
        frames += (int64_t)got;
    }
    if (frames < shared->saved) {
        FAIL("way %d: %" PRId64 " frames are there of %" PRId64, (int)shared->way, frames, shared->saved);
    }
    CHECK_OK(mms_wave_reader_close(reader, NULL));
}

/* Counts the descriptors of files in this folder: Go's runtime has others, to wait, and to learn what its share is. */
static int open_files(void) {
    char here[300];
    int fd, count = 0;
    CHECK(getcwd(here, sizeof here) != NULL);
    for (fd = 3; fd < 100; fd++) {
        char name[40], target[400] = "";
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        count += readlink(name, target, sizeof target - 1) > 0 && strncmp(target, here, strlen(here)) == 0;
    }
    return count;
}

static void run(const struct job *job) {
    int before = open_files();
    failures = os_error = 0;
    safe = 0;
    say("start %s %" PRId64 " %" PRId64 "%s\n", job->name, 0, 0, "");
    job->run();
    if (getenv("FILEJOBS_LEAKS") == NULL) { /* a close that fails closes, but not one that never came to the system */
        CHECK_INT(open_files(), before);
    }
}

static void serve(void) {
    char line[200], name[100];
    int failed, killed;
    int64_t saved;
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (strcmp(line, "recorded\n") == 0) {
            check_recorded();
        } else if (sscanf(line, "check %99s %d %" SCNd64 " %d", name, &failed, &saved, &killed) == 4) {
            check(job_named(name), failed, saved, killed);
        } else {
            prepare();
        }
        puts("ok");
        fflush(stdout);
    }
}

static void fill_up(int pages) {
    struct statvfs disk;
    int fd = open("ballast", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    CHECK_INT(fstatvfs(fd, &disk), 0);
    if ((int64_t)disk.f_bavail > pages) {
        CHECK_INT(posix_fallocate(fd, 0, (off_t)(disk.f_bavail - (fsblkcnt_t)pages) * PAGE), 0);
    }
    close(fd);
}

/* Does a job in less and less narrow places, until nothing fails. wanted is what the system says there. */
static void narrow(const struct job *job, int wanted, void (*before)(int), void (*after)(void)) {
    int pages, failing = 0;
    quiet = 1;
    for (pages = 0; pages < 60; pages++) {
        prepare();
        quiet = 1;
        before(pages);
        run(job);
        after();
        if (failures > 0) {
            CHECK_INT(os_error, strcmp(job->name, "fill_hole") == 0 ? EFAULT : wanted);
            failing++;
        }
        check(job, failures, safe, 0);
    }
    CHECK_INT(failures, 0);
    printf("%s: %d\n", job->name, failing);
}

static void limit_files(int pages) {
    struct rlimit limit = {(rlim_t)pages * PAGE, RLIM_INFINITY};
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void unlimit_files(void) {
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    CHECK_INT(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void remove_ballast(void) { CHECK_INT(unlink("ballast"), 0); }

int main(int argc, char **argv) {
    int i;
    for (i = 0; i < CHANNELS * (MOST + 1); i++) {
        samples[i] = (int16_t)(i * 7 + 1);
    }
    CHECK(argc == 2 || argc == 3);
    if (argc == 3 && strcmp(argv[1], "full") == 0) {
        narrow(job_named(argv[2]), ENOSPC, fill_up, remove_ballast);
    } else if (argc == 3 && strcmp(argv[1], "limit") == 0) {
        signal(SIGXFSZ, SIG_IGN);
        narrow(job_named(argv[2]), EFBIG, limit_files, unlimit_files);
    } else if (argc == 3 && strcmp(argv[1], "record") == 0) {
        record_for_ever(atoi(argv[2]));
    } else if (strcmp(argv[1], "recorded") == 0) {
        check_recorded();
    } else if (strcmp(argv[1], "serve") == 0) {
        serve();
    } else {
        run(job_named(argv[1]));
        say("done %s %" PRId64 " %" PRId64 " %s\n", argv[1], failures, safe, "");
    }
    return 0;
}
