/*
 * mmservices.h - WAV files and colour conversions, as a C library.
 *
 * The library does what the "Multimedia Services" chapter of Python's standard library does (modules `wave`
 * and `colorsys`), for C, C++ and every language that can call C. This file is its whole contract and its manual.
 *
 *   Contents
 *     1. Vocabulary            frame, sample, channel, block align
 *     2. Conventions           statuses, errors, handles, structs, memory, strings, threads, fork
 *     3. Version               mms_version, mms_abi_version
 *     4. Status codes          MMS_OK, MMS_ERROR_..., mms_status_string, mms_error
 *     5. Streams of your own   mms_io
 *     6. WAV formats           mms_wave_format, mms_wave_info, mms_wave_parse_format
 *     7. Samples               MMS_SAMPLE_..., how they are converted, mms_convert_samples
 *     8. Reading WAV files     mms_wave_reader_...
 *     9. Writing WAV files     mms_wave_writer_...
 *    10. Metadata              mms_wave_metadata_...: chunks, tags, regions, samplers, bext and more
 *    11. Whole files           mms_wave_edit, mms_wave_repair, mms_wave_copy, mms_wave_scan_...
 *    12. Colours               mms_rgb_to_hsv and its five sisters
 *    13. Images                mms_rgb_to_hsv_f32 and its 23 sisters, mms_image, mms_convert_image
 *    14. Limits                mms_set_limits: processors and memory
 *
 *
 * 1. Vocabulary
 *
 *   sample       one number: the level of one channel at one instant.
 *   frame        the samples of all channels at one instant. Positions and lengths are counted in frames.
 *   channel      one signal of several recorded together. Samples of a frame lie side by side, first channel first.
 *   block align  bytes of one frame in the file.
 *   sample bytes bytes that one sample takes in the file (its container): 3 for packed 24 bits, 4 for 24 bits in 32.
 *   chunk        a piece of a WAV file: four letters, a 32-bit size, that many bytes, one more if the size is odd.
 *   block        of encodings that pack several frames: what they are packed in. Block align is its size then, and
 *                block frames how many frames are in it.
 *   raw bytes    sample data exactly as the file has it: little-endian (big-endian in RIFX); 8 bits unsigned with 128
 *                as silence, wider integers signed (two's complement), floats IEEE 754 with full scale at 1.0.
 *   container    the kind of file that the chunks are in: RIFF, RIFX, RF64, BW64, Wave64.
 *   metadata     all chunks of a file but those that it takes to play it.
 *   interleaved  frame after frame, as the file has it; planar: the samples of each channel in a buffer of their own.
 *   pixel        one colour of an image: three components, perhaps with a fourth for alpha.
 *
 *
 * 2. Conventions
 *
 *   Statuses     A function that can fail returns an mms_status: MMS_OK (0) or a negative number. Results go through
 *                pointers, which are always written: with zero when the call fails. The end of the data is no error:
 *                MMS_OK with a count of 0.
 *   Errors       The last parameter of such a function is an optional mms_error of yours (NULL if you do not care).
 *                There is no "last error" kept anywhere, so threads cannot mix theirs up.
 *   Handles      mms_wave_reader *, mms_wave_writer * and their like look like pointers, but are tokens that the
 *                library looks up in a table. A handle that was closed, was never opened, is NULL, is of the wrong
 *                type or is made of random bits gives MMS_ERROR_HANDLE, and nothing else happens. Close each handle
 *                once; after that it is only a number. A close that reports an error has closed the handle all the
 *                same, unless what was wrong is the struct_size of the mms_error: then nothing was done.
 *   Structs      Each struct begins with struct_size, which you set to its sizeof (the ..._INIT macros do that and
 *                zero the rest). A program built against an older, shorter struct keeps working; new members mean
 *                "the default" when they are zero. Options pointers may be NULL: all defaults. A member named
 *                reserved must be zero.
 *   Memory       You own every buffer you pass, the library owns none of them after the call (except: the bytes
 *                given to mms_wave_reader_open_memory stay in use until the reader is closed). The library never
 *                hands out memory that you would have to free. Buffers of numbers must be aligned as C wants them.
 *                Memory that cannot be accessed, as of a map whose file was shortened, is MMS_ERROR_IO_MAP where the
 *                library comes upon it: the handle goes on, and tell says where it stands. So it is with most pointers
 *                that lead nowhere (MMS_ERROR_INTERNAL in the first page), but that is no promise: others lead
 *                somewhere, and your callbacks are your own.
 *   Strings      UTF-8. Those you pass end with a NUL; this holds for file names on Windows, too.
 *   Threads      Any function may be called from any thread. Calls on one handle wait for each other. Calling a
 *                handle from inside its own mms_io callback gives MMS_ERROR_BUSY, and so does a call that would wait
 *                for a thread that waits for this one.
 *   fork         The library does not work in a child made by fork() after it was loaded. Every call there returns
 *                MMS_ERROR_FORKED at once, whatever other threads were doing, and the parent goes on undisturbed. On
 *                Linux 4.14 and later this holds for children of _Fork() and clone(), too. A callback that forks may
 *                return in the child: the call that it belongs to then returns MMS_ERROR_FORKED. fork() followed by
 *                exec() is fine, and so is a child that loads the library first.
 *   Unloading    dlclose() does nothing: the library stays loaded until the process ends.
 *   Hosts        The library prints nothing, never ends the process, and reads no environment variables of its own. The
 *                Go runtime in it reads GOMAXPROCS, GOMEMLIMIT, GOGC and GODEBUG as the process was started with them
 *                (and ends it if GOMEMLIMIT is no size); mms_set_limits goes before the first two. A thread that calls
 *                needs 32 KiB of stack, and what its callbacks and handlers of signals need. Calls may be made at the
 *                end of threads and of the process, as from atexit; a process may end while threads are in calls.
 *   Signals      Handlers of the host keep working, whether installed before loading or after, with SA_ONSTACK or not;
 *                one that hits a thread in a call finds 64 KiB of stack, or 32 KiB with SA_ONSTACK if the thread has no
 *                alternate stack of its own. Threads of the library take no signal of the host. Writing to a pipe
 *                without a reader, or past RLIMIT_FSIZE if that was set before the file was opened, is MMS_ERROR_IO
 *                and raises nothing. What the Go runtime needs for itself: SIGURG, of which a handler from before
 *                loading hears nothing and one from after hears too much; and SIGSEGV, SIGBUS and SIGFPE. Faults of
 *                the host go on to the handlers that were there before loading, unless somebody sent them with kill
 *                or raise. A handler for these from after loading hears faults of the library, too, which else are
 *                errors: it should pass on what it does not know to the one that it replaced.
 *
 *   Every function says below which statuses it is likely to return. Besides those, each can return
 *   MMS_ERROR_ARGUMENT (a NULL or a size that cannot be right), MMS_ERROR_FORKED, MMS_ERROR_MEMORY and
 *   MMS_ERROR_INTERNAL (a fault in the library; please report it).
 */
#ifndef MMSERVICES_H
#define MMSERVICES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef MMS_API
#if defined(_WIN32)
#if defined(MMS_BUILDING)
#define MMS_API __declspec(dllexport)
#else
#define MMS_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define MMS_API __attribute__((visibility("default")))
#else
#define MMS_API
#endif
#endif

/* Zero or negative: how a call ended. See section 4. */
typedef int32_t mms_status;

/*
 * 3. Version
 *
 * The MMS_VERSION_... macros tell what a program was compiled against; the functions tell what it runs with. They
 * work everywhere, also after fork().
 *
 * Example: refuse to run with another ABI than the one compiled for.
 *
 *     if (mms_abi_version() != MMS_ABI_VERSION) {
 *         fprintf(stderr, "mmservices %s has ABI %u, not %u\n", mms_version(), (unsigned)mms_abi_version(),
 *                 (unsigned)MMS_ABI_VERSION);
 *         return 1;
 *     }
 */
#define MMS_VERSION_MAJOR 0
#define MMS_VERSION_MINOR 4
#define MMS_VERSION_PATCH 0
#define MMS_VERSION_STRING "0.4.0"
#define MMS_VERSION_NUMBER 4000 /* major * 1000000 + minor * 1000 + patch */

/*
 * Changes only when programs have to be compiled anew, or to be looked at; it is the number in libmmservices.so.2.
 * ABI 2: what writers write by default has room to grow past 4 GiB and is EXTENSIBLE where the format asks for it, and
 * files of encodings that cannot be decoded open; MMS_WAVE_WRITE_PLAIN gives the bytes of ABI 1.
 */
#define MMS_ABI_VERSION 2

/* MMS_VERSION_STRING of the library that runs: static text, never NULL. */
MMS_API const char *mms_version(void);

/* MMS_VERSION_NUMBER of the library that runs. */
MMS_API uint32_t mms_version_number(void);

/* MMS_ABI_VERSION of the library that runs. */
MMS_API uint32_t mms_abi_version(void);

/*
 * 4. Status codes
 *
 * A status is a class (a multiple of 100) with a detail below it: MMS_ERROR_FORMAT_NOT_WAVE (-602) belongs to
 * MMS_ERROR_FORMAT (-600). Test the class, since new details may come: MMS_STATUS_CLASS(status) == MMS_ERROR_FORMAT.
 * A number, once given, never changes its meaning. The comment behind each is what mms_status_string returns.
 */
#define MMS_STATUS_CLASS(status) ((status) / 100 * 100)

#define MMS_OK 0 /* success */

#define MMS_ERROR_ARGUMENT -100             /* invalid argument */
#define MMS_ERROR_ARGUMENT_NULL -101        /* a required pointer is NULL */
#define MMS_ERROR_ARGUMENT_STRUCT_SIZE -102 /* struct_size is not the size of that struct */
#define MMS_ERROR_ARGUMENT_RANGE -103       /* a number is out of range */
#define MMS_ERROR_ARGUMENT_FORMAT -104      /* the format cannot be written to a WAV file */
#define MMS_ERROR_ARGUMENT_RESERVED -105    /* a reserved member or an unknown flag is not zero */
#define MMS_ERROR_ARGUMENT_IMAGE -106       /* the image cannot be as it is described, or not be converted so */
#define MMS_ERROR_ARGUMENT_CHUNK -107       /* the chunk cannot be written there */

#define MMS_ERROR_HANDLE -200 /* not an open handle of this type */

#define MMS_ERROR_BUSY -300 /* the handle was called from its own callback */

#define MMS_ERROR_IO -400             /* reading or writing failed */
#define MMS_ERROR_IO_UNSEEKABLE -401  /* the stream cannot seek */
#define MMS_ERROR_IO_CALLBACK -402    /* a callback failed or returned an impossible count */
#define MMS_ERROR_IO_MAP -403         /* memory cannot be accessed: its file was shortened, or its disk failed */
#define MMS_ERROR_IO_NOT_REGULAR -404 /* this is no regular file */

#define MMS_ERROR_EOF -500 /* the file or its fmt chunk ends too early */

#define MMS_ERROR_FORMAT -600             /* not a valid WAV file */
#define MMS_ERROR_FORMAT_NOT_RIFF -601    /* the file does not start with a RIFF id */
#define MMS_ERROR_FORMAT_NOT_WAVE -602    /* the RIFF file is not a WAVE file */
#define MMS_ERROR_FORMAT_NO_FMT -603      /* there is no fmt chunk */
#define MMS_ERROR_FORMAT_NO_DATA -604     /* there is no data chunk */
#define MMS_ERROR_FORMAT_DATA_FIRST -605  /* the data chunk stands before the fmt chunk */
#define MMS_ERROR_FORMAT_CHANNELS -606    /* the number of channels is impossible */
#define MMS_ERROR_FORMAT_BITS -607        /* the bits per sample are impossible */
#define MMS_ERROR_FORMAT_BLOCK_ALIGN -608 /* the block align fits neither the channels nor the bits */
#define MMS_ERROR_FORMAT_REPAIR -609      /* the file needs a repair that the options refuse */

#define MMS_ERROR_UNSUPPORTED -700            /* valid, but not supported */
#define MMS_ERROR_UNSUPPORTED_TAG -701        /* the format tag is not supported */
#define MMS_ERROR_UNSUPPORTED_SUB_FORMAT -702 /* the sub-format is not supported */
#define MMS_ERROR_UNSUPPORTED_BITS -703       /* this many bits per sample are not supported */
#define MMS_ERROR_UNSUPPORTED_CONTAINER -704  /* this kind of container is not supported */
#define MMS_ERROR_UNSUPPORTED_MAP -705        /* this stream cannot be mapped into memory */
#define MMS_ERROR_UNSUPPORTED_UPDATE -706     /* frames of this encoding cannot be changed in place */

#define MMS_ERROR_LIMIT -800           /* a limit was passed */
#define MMS_ERROR_LIMIT_RIFF_SIZE -801 /* a RIFF file cannot grow past 4 GiB */
#define MMS_ERROR_LIMIT_CHANNELS -802  /* more channels than the options allow */
#define MMS_ERROR_LIMIT_METADATA -803  /* more metadata than the options allow */

#define MMS_ERROR_STATE -900           /* not possible in this state */
#define MMS_ERROR_STATE_MAPPED -901    /* the sample data is mapped already */
#define MMS_ERROR_STATE_UNMAPPED -902  /* the sample data is not mapped */
#define MMS_ERROR_STATE_READ_ONLY -903 /* the file is not open for writing */
#define MMS_ERROR_STATE_HEADER -904    /* the header was written already */
#define MMS_ERROR_STATE_ABSENT -905    /* the metadata has no such entry */

#define MMS_ERROR_MEMORY -1000 /* out of memory */

#define MMS_ERROR_FORKED -1100 /* the process was forked after the library was loaded */

#define MMS_ERROR_INTERNAL -1200 /* a fault in the library */

#define MMS_ERROR_DOMAIN -1300                  /* the conversion is not defined for this colour */
#define MMS_ERROR_DOMAIN_DIVISION_BY_ZERO -1301 /* division by zero */
#define MMS_ERROR_DOMAIN_HUE_NAN -1302          /* the hue is not a number */
#define MMS_ERROR_DOMAIN_HUE_INFINITE -1303     /* the hue is infinite */
#define MMS_ERROR_DOMAIN_PIXELS -1304           /* the conversion is not defined for some pixels: they are NaN */

/* The text for a status: static, never NULL; for an unknown detail the text of its class. Works after fork(). */
MMS_API const char *mms_status_string(mms_status status);

/*
 * What went wrong. Set struct_size (MMS_ERROR_INIT does); the rest is written by the call that you pass it to, on
 * success too (status MMS_OK, offset -1, all else zero).
 *
 * status     what the function returned.
 * os_error   errno of the failed system call (the error code of Windows there), or 0.
 * chunk_id   the chunk concerned, four bytes without a NUL, or four zeros.
 * offset     the place in the stream, in bytes from its start, or -1.
 * value      the offending number, where there is one: a format tag, a number of channels, a size. Else 0.
 * detail     the offending bytes, where a number cannot hold them: the 16 bytes of a sub-format GUID. Else zeros.
 * message    one line of UTF-8 in English, always ended by a NUL.
 */
typedef struct mms_error {
    uint32_t struct_size;
    mms_status status;
    int32_t os_error;
    uint8_t chunk_id[4];
    int64_t offset;
    int64_t value;
    uint8_t detail[16];
    char message[208];
} mms_error;

#define MMS_ERROR_INIT {sizeof(mms_error), 0, 0, {0}, 0, 0, {0}, {0}}

/*
 * 5. Streams of your own
 *
 * Readers and writers work on anything that these functions describe. They are called on the thread that called the
 * library, and never after the handle was closed. They must not throw, longjmp or call the same handle (that gives
 * MMS_ERROR_BUSY). A negative result ends the call that needed the stream, which returns it unchanged: use
 * MMS_ERROR_IO_CALLBACK or a status that says more.
 *
 * user   passed to each function as it is.
 * read   puts up to size bytes at buffer; returns how many, 0 at the end. Fewer than asked are fine. For readers.
 * write  takes up to size bytes; returns how many it took, at least 1. For writers.
 * seek   moves to offset (whence 0: from the start, 2: from the end); returns the new position from the start.
 *        NULL, or MMS_ERROR_IO_UNSEEKABLE returned, means: this stream cannot seek.
 * tell   returns the position from the start. NULL or MMS_ERROR_IO_UNSEEKABLE as above.
 * flush  passes on what was buffered; returns MMS_OK. For writers. May be NULL.
 * size   returns the bytes in the stream, or -1 if that is not known and must not be probed for. NULL: a reader
 *        finds out by seeking to the end and back.
 *
 * A reader asks for just the bytes that it needs, so that the stream stands right behind them after each call: on
 * the first frame after opening, behind the last frame read after reading.
 */
typedef struct mms_io {
    uint32_t struct_size;
    uint32_t reserved;
    void *user;
    int64_t (*read)(void *user, void *buffer, int64_t size);
    int64_t (*write)(void *user, const void *buffer, int64_t size);
    int64_t (*seek)(void *user, int64_t offset, int32_t whence);
    int64_t (*tell)(void *user);
    mms_status (*flush)(void *user);
    int64_t (*size)(void *user);
} mms_io;

#define MMS_IO_INIT {sizeof(mms_io), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/*
 * 6. WAV formats
 *
 * Format tags (RFC 2361; mmreg.h): the first number in a fmt chunk.
 */
#define MMS_WAVE_TAG_PCM 0x0001        /* integers */
#define MMS_WAVE_TAG_MS_ADPCM 0x0002   /* blocks of 4 bits a sample, after Microsoft */
#define MMS_WAVE_TAG_IEEE_FLOAT 0x0003 /* floats */
#define MMS_WAVE_TAG_ALAW 0x0006       /* A-law */
#define MMS_WAVE_TAG_MULAW 0x0007      /* mu-law */
#define MMS_WAVE_TAG_IMA_ADPCM 0x0011  /* blocks of 4 bits a sample, after the Interactive Multimedia Association */
#define MMS_WAVE_TAG_GSM610 0x0031     /* blocks of 65 bytes, GSM 6.10 */
#define MMS_WAVE_TAG_EXTENSIBLE 0xFFFE /* the sub-format tells, with a channel mask and valid bits */

/* How the samples of a file are to be understood, whatever tag or sub-format said so. */
#define MMS_WAVE_ENCODING_UNKNOWN 0    /* none of these: there are raw bytes and metadata, but no samples */
#define MMS_WAVE_ENCODING_PCM 1        /* integers of 1 to 64 bits: unsigned up to 8 bits, signed above */
#define MMS_WAVE_ENCODING_IEEE_FLOAT 2 /* 16, 32 or 64 bits */
#define MMS_WAVE_ENCODING_ALAW 3       /* ITU-T G.711, 8 bits */
#define MMS_WAVE_ENCODING_MULAW 4      /* ITU-T G.711, 8 bits */
#define MMS_WAVE_ENCODING_IMA_ADPCM 5  /* 4 bits */
#define MMS_WAVE_ENCODING_MS_ADPCM 6   /* 4 bits */
#define MMS_WAVE_ENCODING_GSM610 7     /* ETSI GSM 06.10; can be read */

/* The kind of a file. */
#define MMS_WAVE_CONTAINER_AUTO 0   /* to write: RIFF, with room in its header to become RF64 past 4 GiB */
#define MMS_WAVE_CONTAINER_RIFF 1   /* little-endian, up to 4 GiB */
#define MMS_WAVE_CONTAINER_RIFX 2   /* big-endian, up to 4 GiB */
#define MMS_WAVE_CONTAINER_RF64 3   /* sizes of 64 bits in a ds64 chunk: EBU Tech 3306 */
#define MMS_WAVE_CONTAINER_BW64 4   /* the same by another name: ITU-R BS.2088 */
#define MMS_WAVE_CONTAINER_WAVE64 5 /* GUIDs and sizes of 64 bits: Sony Wave64 */

/*
 * The format of a file to write. Zero members mean: tag MMS_WAVE_TAG_PCM; valid_bits as bits_per_sample; no channel
 * mask; a sub_format that is the plain one for integers; sample_bytes as few as the bits need; a usual block_align.
 *
 * PCM takes 1 to 64 bits, in the high bits of as few bytes as they need; 24 bits take 4 bytes if sample_bytes is 4: in
 * the low ones if flags has MMS_WAVE_RIGHT_ALIGNED, else write bits_per_sample 32 with valid_bits 24. IEEE float takes
 * 16, 32 or 64 bits, A-law and mu-law 8, the two kinds of ADPCM 4: block_align is the size of their blocks. EXTENSIBLE
 * takes any of them that is not packed by sub_format (16 bytes, as in the file), and then valid_bits and channel_mask.
 * A file of more than two channels, with a channel_mask or with fewer valid_bits becomes EXTENSIBLE by itself, unless
 * MMS_WAVE_WRITE_PLAIN is set; a channel mask is never guessed.
 *
 * channels is 1 to 65535 and sample_rate at least 1, and block align must not pass 65535, nor the bytes per second
 * 4294967295: the file has no room for more.
 */
typedef struct mms_wave_format {
    uint32_t struct_size;
    uint32_t tag;
    uint32_t channels;
    uint32_t sample_rate; /* frames per second */
    uint32_t bits_per_sample;
    uint32_t valid_bits;
    uint32_t channel_mask; /* SPEAKER_FRONT_LEFT is bit 0, and so on, as in ksmedia.h */
    uint8_t sub_format[16];
    uint32_t flags; /* 0 or MMS_WAVE_RIGHT_ALIGNED */
    uint32_t sample_bytes;
    uint32_t block_align;
} mms_wave_format;

#define MMS_WAVE_FORMAT_INIT {sizeof(mms_wave_format), 0, 0, 0, 0, 0, 0, {0}, 0, 0, 0}

/* Flags of mms_wave_info. */
#define MMS_WAVE_SEEKABLE 1u       /* mms_wave_reader_seek works, the header of a writer can be updated */
#define MMS_WAVE_LENGTH_UNKNOWN 2u /* the stream does not tell its length: frames is what the header declares */
#define MMS_WAVE_RIGHT_ALIGNED 4u  /* the valid bits are the low ones of their bytes (24 bits in 4 bytes) */
#define MMS_WAVE_BIG_ENDIAN 8u     /* the highest byte of a sample comes first: RIFX */
#define MMS_WAVE_AMBISONIC 16u     /* the sub-format says that the channels are Ambisonic B-format */

/*
 * What a file holds.
 *
 * encoding         MMS_WAVE_ENCODING_...; if that is UNKNOWN the tag or the sub_format says more.
 * tag              format tag of the fmt chunk; EXTENSIBLE for such files.
 * sub_format       16 bytes as in the file, of EXTENSIBLE files; else zeros.
 * channels         at least 1.
 * sample_rate      frames per second; 0 if the file says so.
 * bits_per_sample  as the header has it.
 * valid_bits       bits that carry sound; the high ones of the container unless MMS_WAVE_RIGHT_ALIGNED is set.
 * sample_bytes     bytes of one sample; 0 if samples are packed in blocks.
 * block_align      bytes of one frame: channels * sample_bytes; or of one block.
 * channel_mask     which loudspeakers, of EXTENSIBLE files; else 0.
 * flags            MMS_WAVE_SEEKABLE and the like.
 * diagnostics      how many repairs the file needed: see mms_wave_reader_diagnostic.
 * frames           frames that can be read (for a writer: that were written). If MMS_WAVE_LENGTH_UNKNOWN is set,
 *                  as many as the header declares, until the end was met.
 * frames_declared  frames that the header declares, true or not.
 * data_offset      where the first frame lies, in bytes from the start of the stream.
 * data_bytes       bytes of sample data behind frames; more than frames * block_align if the last frame is cut.
 * container        MMS_WAVE_CONTAINER_...
 * block_frames     frames in block_align bytes: 1, unless the encoding packs several into a block.
 * fact_frames      frames that the fact chunk declares (or ds64), -1 if there is none, or if it cannot be read.
 */
typedef struct mms_wave_info {
    uint32_t struct_size;
    uint32_t encoding;
    uint32_t tag;
    uint32_t channels;
    uint32_t sample_rate;
    uint32_t bits_per_sample;
    uint32_t valid_bits;
    uint32_t sample_bytes;
    uint32_t block_align;
    uint32_t channel_mask;
    uint32_t flags;
    uint32_t diagnostics;
    uint8_t sub_format[16];
    int64_t frames;
    int64_t frames_declared;
    int64_t data_offset;
    int64_t data_bytes;
    uint32_t container;
    uint32_t block_frames;
    int64_t fact_frames;
} mms_wave_info;

#define MMS_WAVE_INFO_INIT {sizeof(mms_wave_info), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, 0, 0, 0, 0, 0, 0, 0}

/*
 * Understands the payload of a fmt chunk: chunk points to size bytes, without id and size. Fills the members of info
 * that a fmt chunk tells; the others are zero.
 *
 * Returns MMS_ERROR_EOF (shorter than its format needs) or MMS_ERROR_FORMAT (impossible numbers).
 */
MMS_API mms_status mms_wave_parse_format(const void *chunk, uint64_t size, mms_wave_info *info, mms_error *error);

/*
 * Texts come into a buffer of yours: *size is always the bytes of the text, without the NUL that ends it. Call with
 * buffer NULL and capacity 0 to learn the size, then with room for one byte more. MMS_ERROR_ARGUMENT_RANGE if buffer is
 * not NULL and capacity is too small. So it is with all texts below.
 *
 * mms_wave_tag_name tells what a format tag stands for, as "MPEG Layer 3"; the text is empty if it is not known.
 *
 * mms_wave_channel_name tells which loudspeaker a channel (0 is the first) is for: FL FR FC LFE BL BR FLC FRC BC SL SR
 * TC TFL TFC TFR TBL TBC TBR, as the mask says; its number, from 1, if that does not name it. mms_wave_channel_mask is
 * the way back: names are separated by spaces. MMS_ERROR_ARGUMENT for a name that is none of these.
 */
MMS_API mms_status mms_wave_tag_name(uint32_t tag, char *buffer, uint64_t capacity, uint64_t *size, mms_error *error);
MMS_API mms_status mms_wave_channel_name(uint32_t channel_mask, uint32_t channel, char *buffer, uint64_t capacity,
                                         uint64_t *size, mms_error *error);
MMS_API mms_status mms_wave_channel_mask(const char *names, uint32_t *channel_mask, mms_error *error);

/*
 * 7. Samples
 *
 * The types in which samples come from a reader and go to a writer, whatever the encoding of the file: the numbers of
 * C in this machine's byte order, and 24 bits in three ways.
 */
#define MMS_SAMPLE_U8 1        /* uint8_t: 0 to 255, 128 is silence */
#define MMS_SAMPLE_S16 2       /* int16_t */
#define MMS_SAMPLE_S24 3       /* 24 bits packed in 3 bytes, the lowest first on every machine */
#define MMS_SAMPLE_S24_LEFT 4  /* 24 bits in the high bits of an int32_t, the low 8 bits are 0 */
#define MMS_SAMPLE_S24_RIGHT 5 /* 24 bits in the low bits of an int32_t: -8388608 to 8388607 */
#define MMS_SAMPLE_S32 6       /* int32_t: the full range, so that narrower samples lie in the high bits */
#define MMS_SAMPLE_F32 7       /* float: full scale is -1 to 1 */
#define MMS_SAMPLE_F64 8       /* double: full scale is -1 to 1 */
#define MMS_SAMPLE_S64 9       /* int64_t: the full range */

/*
 * Converts samples from one type to another: src and dst each have room for as many. They must not overlap, except
 * that dst may be src if both types have the same size. The rules are those of all conversions in this library, with n
 * for the bits of the integer:
 *
 *   integer to float    divided by 2^(n-1), rounded once if the float is too short
 *   float to integer    times 2^(n-1), rounded to the nearest, ties to even, limited to the range; NaN becomes 0
 *   to more bits        shifted left
 *   to fewer bits       rounded to the nearest, ties to even, limited to the range
 *   8 bits              as a signed integer of 8 bits with 128 added
 *
 * So 16 and 24 bits through float, and 32 bits through double, come back unchanged. The same rules hold for samples of
 * files, with n for the bits of the container, or for the valid bits if they are the low ones (MMS_WAVE_RIGHT_ALIGNED).
 *
 * Returns MMS_ERROR_ARGUMENT_RANGE for an unknown type, MMS_ERROR_IO_MAP if src or dst lies in a map, of this library
 * or of yours, whose file was shortened.
 */
MMS_API mms_status mms_convert_samples(const void *src, uint32_t src_type, void *dst, uint32_t dst_type,
                                       uint64_t samples, mms_error *error);

/*
 * 8. Reading WAV files
 *
 * Open a reader, ask what it holds, read its frames as samples of the type you like or as raw bytes, or map them into
 * memory, and close it. All containers and encodings of section 6 are understood; files of other encodings open, too:
 * for their info, their metadata and raw bytes.
 *
 * The bytes are the truth: where the header declares more than the stream holds, the reader goes by what is there.
 * What had to be repaired for that is listed as diagnostics, and can be refused by the options.
 *
 * Example: how long is a file?
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_info info = MMS_WAVE_INFO_INIT;
 *     mms_wave_reader *reader;
 *     if (mms_wave_reader_open("speech.wav", NULL, &reader, &error) != MMS_OK) {
 *         fprintf(stderr, "speech.wav: %s\n", error.message);
 *         return 1;
 *     }
 *     if (mms_wave_reader_info(reader, &info, &error) == MMS_OK && info.sample_rate > 0) {
 *         printf("%u channels, %.3f s\n", (unsigned)info.channels, (double)info.frames / info.sample_rate);
 *     }
 *     mms_wave_reader_close(reader, NULL);
 *
 * Example: the highest sample of a file, as a float.
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_info info = MMS_WAVE_INFO_INIT;
 *     mms_wave_reader *reader;
 *     float samples[4096], peak = 0;
 *     uint64_t frames, i;
 *     if (mms_wave_reader_open("speech.wav", NULL, &reader, &error) != MMS_OK ||
 *         mms_wave_reader_info(reader, &info, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         return 1;
 *     }
 *     while (mms_wave_reader_read_f32(reader, samples, 4096, 4096 / info.channels, &frames, &error) == MMS_OK &&
 *            frames > 0) {
 *         for (i = 0; i < frames * info.channels; i++) {
 *             peak = samples[i] > peak ? samples[i] : peak;
 *         }
 *     }
 *     printf("peak %.4f: %s\n", peak, mms_status_string(error.status));
 *     mms_wave_reader_close(reader, NULL);
 *
 * Example: the samples of a file without a copy.
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_reader *reader;
 *     void *data;
 *     uint64_t size;
 *     if (mms_wave_reader_open("speech.wav", NULL, &reader, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         return 1;
 *     }
 *     if (mms_wave_reader_map(reader, MMS_WAVE_MAP_READ, &data, &size, &error) == MMS_OK) {
 *         printf("%llu bytes, the first is %u\n", (unsigned long long)size, ((unsigned char *)data)[0]);
 *     }
 *     mms_wave_reader_close(reader, NULL);
 *
 * Example: read all frames, 4096 bytes at a time.
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_reader *reader;
 *     unsigned char buffer[4096];
 *     uint64_t got = 0, total = 0;
 *     if (mms_wave_reader_open("speech.wav", NULL, &reader, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         return 1;
 *     }
 *     while (mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, &error) == MMS_OK && got > 0) {
 *         total += got;
 *     }
 *     printf("%llu bytes: %s\n", (unsigned long long)total, mms_status_string(error.status));
 *     mms_wave_reader_close(reader, NULL);
 */
typedef struct mms_wave_reader mms_wave_reader;

/* Repairs: what a reader may find wrong and put right. Each is a bit in mms_wave_open_options.refuse. */
#define MMS_WAVE_REPAIR_RIFF_SIZE 0x0001u       /* the RIFF size does not agree with the bytes */
#define MMS_WAVE_REPAIR_DATA_SIZE 0x0002u       /* the data size does not agree with the bytes */
#define MMS_WAVE_REPAIR_PARTIAL_FRAME 0x0004u   /* the data does not end with a whole frame */
#define MMS_WAVE_REPAIR_DATA_FIRST 0x0008u      /* the data chunk stands before the fmt chunk */
#define MMS_WAVE_REPAIR_FMT_SHORT 0x0010u       /* the fmt chunk lacks the bits per sample */
#define MMS_WAVE_REPAIR_FMT_SIZE 0x0020u        /* the fmt chunk and its extension differ in size */
#define MMS_WAVE_REPAIR_FMT_REPEATED 0x0040u    /* there is a second fmt chunk: the first counts */
#define MMS_WAVE_REPAIR_BITS 0x0080u            /* the bits per sample are 0, or not those of the encoding */
#define MMS_WAVE_REPAIR_BLOCK_ALIGN 0x0100u     /* the block align does not agree with the bits: the bits tell */
#define MMS_WAVE_REPAIR_BYTE_RATE 0x0200u       /* the bytes per second are not rate * block align */
#define MMS_WAVE_REPAIR_SAMPLE_RATE 0x0400u     /* the sample rate is 0 or beyond all use */
#define MMS_WAVE_REPAIR_VALID_BITS 0x0800u      /* the valid bits are 0 or more than the container has */
#define MMS_WAVE_REPAIR_CHANNEL_MASK 0x1000u    /* the channel mask names more loudspeakers than channels */
#define MMS_WAVE_REPAIR_CHUNK_PAD 0x2000u       /* the byte that pads an odd chunk is missing */
#define MMS_WAVE_REPAIR_CHUNK_ID 0x4000u        /* a chunk has an id with characters that cannot be printed */
#define MMS_WAVE_REPAIR_CHUNK_SIZE 0x8000u      /* a chunk is longer than the file */
#define MMS_WAVE_REPAIR_SECOND_DATA 0x0010000u  /* there is a second data chunk: the first counts */
#define MMS_WAVE_REPAIR_TRAILING 0x0020000u     /* bytes behind the last chunk are no chunk */
#define MMS_WAVE_REPAIR_LEADING 0x0040000u      /* an ID3 tag stands before the file */
#define MMS_WAVE_REPAIR_DS64 0x0080000u         /* the ds64 chunk is missing, too short, repeated or wrong */
#define MMS_WAVE_REPAIR_BLOCK_FRAMES 0x0100000u /* the frames per block do not agree with the block align */
#define MMS_WAVE_REPAIR_BLOCK 0x0200000u        /* a block of samples begins with an impossible number */
#define MMS_WAVE_REPAIR_FACT 0x0400000u         /* the fact chunk is too short or tells more frames than there are */
#define MMS_WAVE_REPAIR_COUNT 0x0800000u        /* a chunk counts more or fewer entries than it has */
#define MMS_WAVE_REPAIR_CHUNK_SHORT 0x1000000u  /* a chunk is too short for what it has to say: it is kept as bytes */
#define MMS_WAVE_REPAIR_REPEATED 0x2000000u     /* a chunk that should be there once is repeated: the first counts */
#define MMS_WAVE_REPAIR_LIST 0x4000000u         /* an entry of a list is longer than the list, or not padded */
#define MMS_WAVE_REPAIR_CHUNK_COUNT 0x8000000u  /* there are more chunks than are listed */
#define MMS_WAVE_REPAIR_ORDER 0x10000000u       /* a chunk stands before the fmt chunk that it depends on */
#define MMS_WAVE_REPAIR_ALL 0xFFFFFFFFu         /* refuse them all: strict */

/* Flags of mms_wave_open_options. */
#define MMS_WAVE_OPEN_WRITABLE 1u   /* open the file for writing, too, so that it can be mapped for writing */
#define MMS_WAVE_OPEN_ALL_FRAMES 2u /* packed encodings: count what fills up the last block, too */

/*
 * How to open. refuse is a set of MMS_WAVE_REPAIR_... bits: a file that needs one of these repairs is not opened
 * (MMS_ERROR_EOF for FMT_SHORT, MMS_ERROR_FORMAT_DATA_FIRST, MMS_ERROR_FORMAT_BITS, else MMS_ERROR_FORMAT_REPAIR
 * with the bit as error.value). If it has repairs of metadata, all metadata of a stream that can seek is looked at.
 * max_channels is the most channels to accept, 0 for any. flags is a set of MMS_WAVE_OPEN_... bits. max_metadata is the
 * most bytes of metadata to keep at a time, 0 for 256 MiB.
 */
typedef struct mms_wave_open_options {
    uint32_t struct_size;
    uint32_t refuse;
    uint32_t max_channels;
    uint32_t flags;
    uint64_t max_metadata;
} mms_wave_open_options;

#define MMS_WAVE_OPEN_OPTIONS_INIT {sizeof(mms_wave_open_options), 0, 0, 0, 0}

/*
 * Opens the file at path. The reader owns the file until it is closed.
 *
 * Returns MMS_ERROR_IO (os_error says why), MMS_ERROR_EOF, MMS_ERROR_FORMAT, MMS_ERROR_UNSUPPORTED or
 * MMS_ERROR_LIMIT.
 */
MMS_API mms_status mms_wave_reader_open(const char *path, const mms_wave_open_options *options,
                                        mms_wave_reader **reader, mms_error *error);

/*
 * Opens the WAV file that begins at the current position of the file descriptor fd: a file, a pipe, a socket. The
 * library works on a duplicate: fd stays open and yours, but shares its position, which is undefined until the
 * reader is closed if fd can seek. From a pipe no byte is taken beyond those asked for. Statuses as
 * mms_wave_reader_open.
 */
MMS_API mms_status mms_wave_reader_open_fd(int32_t fd, const mms_wave_open_options *options, mms_wave_reader **reader,
                                           mms_error *error);

/*
 * Opens the WAV file in the size bytes at data, without a copy: they must stay as they are until the reader is
 * closed. Statuses as mms_wave_reader_open.
 */
MMS_API mms_status mms_wave_reader_open_memory(const void *data, uint64_t size, const mms_wave_open_options *options,
                                               mms_wave_reader **reader, mms_error *error);

/*
 * Opens the WAV file that begins at the current position of a stream of yours. io is copied; io->user must stay
 * valid until the reader is closed. Needs io->read. Statuses as mms_wave_reader_open, and what callbacks return.
 */
MMS_API mms_status mms_wave_reader_open_io(const mms_io *io, const mms_wave_open_options *options,
                                           mms_wave_reader **reader, mms_error *error);

/* Tells what the file holds. */
MMS_API mms_status mms_wave_reader_info(mms_wave_reader *reader, mms_wave_info *info, mms_error *error);

/*
 * Reads raw bytes from the current position: as many whole frames as fit into capacity bytes and are left. Bytes of
 * a cut last frame come with the read that reaches them and has room. *bytes_read is 0 at the end of the data. If the
 * stream fails after some frames, these are returned, and the next call returns the failure.
 *
 * Where frames are packed in blocks it reads whole blocks. The decoder of GSM 6.10 takes something along from block to
 * block: in a stream that cannot seek it misses those that are read so, and samples behind them come out otherwise.
 *
 * Returns MMS_ERROR_ARGUMENT_RANGE if capacity is not 0 but too small for the next frame, MMS_ERROR_IO, and what
 * callbacks return.
 */
MMS_API mms_status mms_wave_reader_read_bytes(mms_wave_reader *reader, void *buffer, uint64_t capacity,
                                              uint64_t *bytes_read, mms_error *error);

/*
 * Read frames from the current position as samples of one type, interleaved: frames * channels numbers at most, of
 * which buffer must have room for capacity_samples. *frames_read is how many frames came: fewer than asked for only at
 * the end of the data, and then 0. A cut last frame does not count. If the stream fails after some frames, these are
 * returned, and the next call returns the failure.
 *
 * Small reads of files are served from a read-ahead of 64 KiB; from streams of yours just what is needed is read.
 *
 * Return MMS_ERROR_ARGUMENT_RANGE, and read nothing, if frames * channels is more than capacity_samples;
 * MMS_ERROR_UNSUPPORTED with the tag or the sub-format if the encoding cannot be decoded; MMS_ERROR_IO, and what
 * callbacks return.
 */
MMS_API mms_status mms_wave_reader_read_s16(mms_wave_reader *reader, int16_t *buffer, uint64_t capacity_samples,
                                            uint64_t frames, uint64_t *frames_read, mms_error *error);
MMS_API mms_status mms_wave_reader_read_s32(mms_wave_reader *reader, int32_t *buffer, uint64_t capacity_samples,
                                            uint64_t frames, uint64_t *frames_read, mms_error *error);
MMS_API mms_status mms_wave_reader_read_f32(mms_wave_reader *reader, float *buffer, uint64_t capacity_samples,
                                            uint64_t frames, uint64_t *frames_read, mms_error *error);
MMS_API mms_status mms_wave_reader_read_f64(mms_wave_reader *reader, double *buffer, uint64_t capacity_samples,
                                            uint64_t frames, uint64_t *frames_read, mms_error *error);

/* The same for any type, MMS_SAMPLE_...: MMS_ERROR_ARGUMENT_RANGE if it is unknown. */
MMS_API mms_status mms_wave_reader_read_samples(mms_wave_reader *reader, uint32_t sample_type, void *buffer,
                                                uint64_t capacity_samples, uint64_t frames, uint64_t *frames_read,
                                                mms_error *error);

/*
 * The same, planar: channels points to channel_count buffers, one for each channel of the file, each with room for
 * frames samples. MMS_ERROR_ARGUMENT_RANGE if channel_count is not the number of channels.
 */
MMS_API mms_status mms_wave_reader_read_planar(mms_wave_reader *reader, uint32_t sample_type, void *const *channels,
                                               uint32_t channel_count, uint64_t frames, uint64_t *frames_read,
                                               mms_error *error);

/* How the sample data of a file is mapped. */
#define MMS_WAVE_MAP_READ 1  /* it can be read; writing to it is a fault of the process */
#define MMS_WAVE_MAP_COPY 2  /* it can be changed, but changes stay in this process and end with the map */
#define MMS_WAVE_MAP_WRITE 3 /* changes reach the file: needs MMS_WAVE_OPEN_WRITABLE, or an fd open for both */

/*
 * Maps the sample data into memory, without a copy: *data points to its first byte, *size is the bytes of it, those
 * of a cut last frame included; raw bytes, as the file has them. For files only: opened by path or fd. If there is no
 * data *data is NULL and *size 0. *data is aligned as the samples are in the file, which may be
 * to 2 bytes only.
 *
 * The memory is valid until mms_wave_reader_unmap or mms_wave_reader_close. Reading on by the functions above is not
 * disturbed. If somebody else shortens the file, touching memory behind its end is a fault of your process (SIGBUS);
 * functions of this library that are given such memory return MMS_ERROR_IO_MAP instead.
 *
 * Returns MMS_ERROR_UNSUPPORTED_MAP if the stream is no file, MMS_ERROR_STATE_MAPPED if the reader has a map already,
 * MMS_ERROR_STATE_READ_ONLY for MMS_WAVE_MAP_WRITE of a file that is not open for writing, MMS_ERROR_ARGUMENT_RANGE for
 * an unknown mode, and MMS_ERROR_IO.
 */
MMS_API mms_status mms_wave_reader_map(mms_wave_reader *reader, uint32_t mode, void **data, uint64_t *size,
                                       mms_error *error);

/* Waits until all changes of a MMS_WAVE_MAP_WRITE map are on the disk. MMS_ERROR_STATE_UNMAPPED, MMS_ERROR_IO. */
MMS_API mms_status mms_wave_reader_sync_map(mms_wave_reader *reader, mms_error *error);

/* Ends the map. MMS_ERROR_STATE_UNMAPPED if there is none. */
MMS_API mms_status mms_wave_reader_unmap(mms_wave_reader *reader, mms_error *error);

/*
 * Moves to a frame: 0 is the first (rewind), info.frames the end.
 *
 * Returns MMS_ERROR_ARGUMENT_RANGE outside 0 to info.frames, MMS_ERROR_IO_UNSEEKABLE on pipes.
 */
MMS_API mms_status mms_wave_reader_seek(mms_wave_reader *reader, int64_t frame, mms_error *error);

/* Tells the frame that the next read begins with. */
MMS_API mms_status mms_wave_reader_tell(mms_wave_reader *reader, int64_t *frame, mms_error *error);

/*
 * A repair that was made, while opening or since then. repair is one MMS_WAVE_REPAIR_... bit; chunk_id and offset
 * (bytes from the start of the stream) tell where; declared is the number found in the file, used the one that the
 * reader goes by.
 */
typedef struct mms_wave_diagnostic {
    uint32_t struct_size;
    uint32_t repair;
    uint8_t chunk_id[4];
    uint32_t reserved;
    int64_t offset;
    int64_t declared;
    int64_t used;
} mms_wave_diagnostic;

#define MMS_WAVE_DIAGNOSTIC_INIT {sizeof(mms_wave_diagnostic), 0, {0}, 0, 0, 0, 0}

/* Gets the repair number index, from 0 to info.diagnostics - 1; else MMS_ERROR_ARGUMENT_RANGE. */
MMS_API mms_status mms_wave_reader_diagnostic(mms_wave_reader *reader, uint32_t index, mms_wave_diagnostic *diagnostic,
                                              mms_error *error);

/*
 * A chunk of a file. id is its name, and guid what it is called in Wave64 files, else zeros. offset is where it begins,
 * start where its payload does, in bytes from the start of the stream; declared is the bytes of payload by the header,
 * size how many there are. flags is 0 or MMS_WAVE_CHUNK_AFTER_DATA.
 */
typedef struct mms_wave_chunk {
    uint32_t struct_size;
    uint8_t id[4];
    uint8_t guid[16];
    uint32_t flags;
    uint32_t reserved;
    int64_t offset;
    int64_t start;
    int64_t declared;
    int64_t size;
} mms_wave_chunk;

#define MMS_WAVE_CHUNK_INIT {sizeof(mms_wave_chunk), {0}, {0}, 0, 0, 0, 0, 0, 0}

/* Flags of mms_wave_chunk. */
#define MMS_WAVE_CHUNK_AFTER_DATA 1u /* it stands behind the audio */

/*
 * Tells how many chunks the file has, fmt and data included: the first call looks at the whole file, and comes back. Of
 * a stream that cannot seek those are counted that were met so far; behind the end of the audio the call reads on to
 * the end of the stream.
 */
MMS_API mms_status mms_wave_reader_chunk_count(mms_wave_reader *reader, uint32_t *count, mms_error *error);

/* Describes the chunk number index, in the order of the file. MMS_ERROR_ARGUMENT_RANGE if there is none. */
MMS_API mms_status mms_wave_reader_chunk(mms_wave_reader *reader, uint32_t index, mms_wave_chunk *chunk,
                                         mms_error *error);

/*
 * Copies the payload of a chunk other than data: *size is always the bytes of it; NULL and 0 ask for the size alone.
 *
 * Returns MMS_ERROR_ARGUMENT_RANGE if capacity is too small or there is no such chunk, MMS_ERROR_ARGUMENT for the data
 * chunk, MMS_ERROR_LIMIT_METADATA, MMS_ERROR_IO.
 */
MMS_API mms_status mms_wave_reader_chunk_data(mms_wave_reader *reader, uint32_t index, void *buffer, uint64_t capacity,
                                              uint64_t *size, mms_error *error);

/* Closes the reader, ends its map, and closes the file if mms_wave_reader_open opened it. */
MMS_API mms_status mms_wave_reader_close(mms_wave_reader *reader, mms_error *error);

/*
 * 9. Writing WAV files
 *
 * Create a writer with a format, write samples of the type you like or raw bytes, close it. The header goes out with
 * the first bytes, or with update_header, flush or close if these come first. The number of frames that it declares
 * then is options.frames; close corrects it if it was wrong. To a stream that cannot seek options.frames must be right,
 * or 0: then the sizes are 0xFFFFFFFF, for "not known", as readers of streams know it.
 *
 * The same calls give the same bytes: PCM has a fmt chunk of 16 bytes, all else a fact chunk; a zero byte stands behind
 * data of odd length. In front of fmt is a JUNK chunk of 28 bytes: when the file passes 4 GiB it becomes ds64, and the
 * file RF64. MMS_WAVE_CONTAINER_RIFF has no such chunk: the call that would pass 4 GiB is refused
 * (MMS_ERROR_LIMIT_RIFF_SIZE), and what was written before stays right.
 *
 * A file can be right all the time: options.checkpoint_bytes and checkpoint_ms have the header corrected whenever so
 * many bytes were written or so much time has passed at a write. If the recording is cut off later, what was written by
 * then can be read.
 *
 * Small writes to files are gathered, up to 1 MiB at a time. What was written counts as such at once (tell, info), but
 * may reach the file only with a later write, with update_header where that has something to correct, with flush or
 * with close; so a full disk may be told by one of these. To streams of yours each write is passed on as it comes.
 *
 * Example: a second of silence.
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_format format = MMS_WAVE_FORMAT_INIT;
 *     mms_wave_writer *writer;
 *     static const int16_t silence[8000] = {0};
 *     format.channels = 1;
 *     format.sample_rate = 8000;
 *     format.bits_per_sample = 16;
 *     if (mms_wave_writer_create("silence.wav", &format, NULL, &writer, &error) != MMS_OK) {
 *         fprintf(stderr, "silence.wav: %s\n", error.message);
 *         return 1;
 *     }
 *     if (mms_wave_writer_write_bytes(writer, silence, sizeof silence, &error) != MMS_OK) {
 *         fprintf(stderr, "silence.wav: %s\n", error.message);
 *     }
 *     if (mms_wave_writer_close(writer, &error) != MMS_OK) {
 *         fprintf(stderr, "silence.wav is not complete: %s\n", error.message);
 *         return 1;
 *     }
 */
typedef struct mms_wave_writer mms_wave_writer;
typedef struct mms_wave_metadata mms_wave_metadata; /* section 10 */

/* Flags of mms_wave_write_options. */
#define MMS_WAVE_WRITE_PLAIN 1u /* the bytes of Python's wave module: no room for ds64, EXTENSIBLE only by its tag */

/*
 * How to write.
 *
 * flags             0 or MMS_WAVE_WRITE_PLAIN: then a stream that cannot seek gets as many frames declared as options
 *                   or the first write tell, right or not.
 * frames            the number of frames to declare in the first header, 0 if it is not known.
 * container         MMS_WAVE_CONTAINER_...
 * checkpoint_ms     correct the header at the first write so many milliseconds after the last time; 0: never.
 * checkpoint_bytes  correct it when so many bytes were written since the last time; 0: never.
 * max_riff_size     the size of a file in bytes that RIFF can hold, 0 for 4294967295: RF64 above, or refused.
 * max_metadata      of mms_wave_writer_open: the most bytes of metadata to keep of the file, 0 for 256 MiB. Beyond them
 *                   it returns MMS_ERROR_LIMIT_METADATA.
 */
typedef struct mms_wave_write_options {
    uint32_t struct_size;
    uint32_t flags;
    int64_t frames;
    uint32_t container;
    uint32_t checkpoint_ms;
    uint64_t checkpoint_bytes;
    uint64_t max_riff_size;
    uint64_t max_metadata;
} mms_wave_write_options;

#define MMS_WAVE_WRITE_OPTIONS_INIT {sizeof(mms_wave_write_options), 0, 0, 0, 0, 0, 0, 0}

/*
 * Creates the file at path, or empties it if it is there. Returns MMS_ERROR_ARGUMENT_FORMAT if the format cannot be
 * written (the file is not touched then), MMS_ERROR_IO, MMS_ERROR_LIMIT_RIFF_SIZE if options.frames is too many.
 */
MMS_API mms_status mms_wave_writer_create(const char *path, const mms_wave_format *format,
                                          const mms_wave_write_options *options, mms_wave_writer **writer,
                                          mms_error *error);

/*
 * Writes to the current position of the file descriptor fd: a file, a pipe, a socket. The library works on a
 * duplicate: fd stays open and yours. Statuses as mms_wave_writer_create.
 */
MMS_API mms_status mms_wave_writer_create_fd(int32_t fd, const mms_wave_format *format,
                                             const mms_wave_write_options *options, mms_wave_writer **writer,
                                             mms_error *error);

/*
 * Writes to the current position of a stream of yours. io is copied; io->user must stay valid until the writer is
 * closed. Needs io->write. Statuses as mms_wave_writer_create, and what callbacks return.
 */
MMS_API mms_status mms_wave_writer_create_io(const mms_io *io, const mms_wave_format *format,
                                             const mms_wave_write_options *options, mms_wave_writer **writer,
                                             mms_error *error);

/*
 * Opens the file at path to append to it: the writer stands behind its last frame, and mms_wave_writer_seek moves to
 * frames that are to be overwritten. Its format, its container and its metadata stay; options.frames and container do
 * not count. Wrong sizes in its header are put right.
 *
 * Returns MMS_ERROR_UNSUPPORTED_UPDATE if the last block of a packed encoding is not full, MMS_ERROR_ARGUMENT_FORMAT if
 * its format cannot be written, and the statuses of mms_wave_reader_open.
 */
MMS_API mms_status mms_wave_writer_open(const char *path, const mms_wave_write_options *options,
                                        mms_wave_writer **writer, mms_error *error);

/* Writes to memory of the library, from which mms_wave_writer_contents copies. Statuses as mms_wave_writer_create. */
MMS_API mms_status mms_wave_writer_create_memory(const mms_wave_format *format, const mms_wave_write_options *options,
                                                 mms_wave_writer **writer, mms_error *error);

/*
 * Appends size raw bytes of sample data. They need not be whole frames, but each call adds size / block align to the
 * frames written, and the header tells bytes.
 *
 * Returns MMS_ERROR_IO (os_error says why), MMS_ERROR_LIMIT_RIFF_SIZE (nothing was written), and what callbacks
 * return.
 */
MMS_API mms_status mms_wave_writer_write_bytes(mms_wave_writer *writer, const void *data, uint64_t size,
                                               mms_error *error);

/*
 * Append frames * channels samples of one type, interleaved, converted to the format of the file (section 7). Statuses
 * as mms_wave_writer_write_bytes.
 */
MMS_API mms_status mms_wave_writer_write_s16(mms_wave_writer *writer, const int16_t *samples, uint64_t frames,
                                             mms_error *error);
MMS_API mms_status mms_wave_writer_write_s32(mms_wave_writer *writer, const int32_t *samples, uint64_t frames,
                                             mms_error *error);
MMS_API mms_status mms_wave_writer_write_f32(mms_wave_writer *writer, const float *samples, uint64_t frames,
                                             mms_error *error);
MMS_API mms_status mms_wave_writer_write_f64(mms_wave_writer *writer, const double *samples, uint64_t frames,
                                             mms_error *error);

/* The same for any type, MMS_SAMPLE_...: MMS_ERROR_ARGUMENT_RANGE if it is unknown. */
MMS_API mms_status mms_wave_writer_write_samples(mms_wave_writer *writer, uint32_t sample_type, const void *samples,
                                                 uint64_t frames, mms_error *error);

/*
 * The same, planar: channels points to channel_count buffers of frames samples, one for each channel of the file.
 * MMS_ERROR_ARGUMENT_RANGE if channel_count is not the number of channels.
 */
MMS_API mms_status mms_wave_writer_write_planar(mms_wave_writer *writer, uint32_t sample_type,
                                                const void *const *channels, uint32_t channel_count, uint64_t frames,
                                                mms_error *error);

/*
 * Moves to a frame, from 0 to the number of frames written: what is written next overwrites frames from there on, and
 * appends behind the last. MMS_ERROR_ARGUMENT_RANGE, MMS_ERROR_IO_UNSEEKABLE, MMS_ERROR_UNSUPPORTED_UPDATE for packed
 * encodings.
 */
MMS_API mms_status mms_wave_writer_seek(mms_wave_writer *writer, int64_t frame, mms_error *error);

/*
 * Sets the chunks of the file beside its audio (section 10); metadata is copied. Those of them that stand before the
 * audio can change until the header is written (MMS_ERROR_STATE_HEADER after that), those behind it until close.
 *
 * Returns MMS_ERROR_ARGUMENT_CHUNK for a chunk that cannot be written to this file: nothing is set then.
 */
MMS_API mms_status mms_wave_writer_set_metadata(mms_wave_writer *writer, mms_wave_metadata *metadata, mms_error *error);

/* Makes a complete file of what was written so far: header, chunks behind the audio. Writing can go on. */
MMS_API mms_status mms_wave_writer_checkpoint(mms_wave_writer *writer, mms_error *error);

/* The same, and waits until it is on the disk, if this is a file. */
MMS_API mms_status mms_wave_writer_sync(mms_wave_writer *writer, mms_error *error);

/*
 * Writes the header if that was not done yet; corrects it if it does not tell what was written so far.
 *
 * Returns MMS_ERROR_IO_UNSEEKABLE if it would have to go back in a stream that cannot, and MMS_ERROR_IO.
 */
MMS_API mms_status mms_wave_writer_update_header(mms_wave_writer *writer, mms_error *error);

/* Passes on all that is buffered: to the operating system, or to io->flush. Does not correct the header. */
MMS_API mms_status mms_wave_writer_flush(mms_wave_writer *writer, mms_error *error);

/* Tells how many frames were written: behind a write that failed, what of it was taken. */
MMS_API mms_status mms_wave_writer_tell(mms_wave_writer *writer, int64_t *frames, mms_error *error);

/* Tells the format, the frames written, and the frames that the header declares. */
MMS_API mms_status mms_wave_writer_info(mms_wave_writer *writer, mms_wave_info *info, mms_error *error);

/*
 * Copies what a writer of mms_wave_writer_create_memory has written, as a complete file. *size is always the size
 * of it. Call it with buffer NULL and capacity 0 to learn the size, then with a buffer.
 *
 * Returns MMS_ERROR_ARGUMENT_RANGE if capacity is too small and buffer is not NULL, MMS_ERROR_STATE if the writer
 * does not write to memory.
 */
MMS_API mms_status mms_wave_writer_contents(mms_wave_writer *writer, void *buffer, uint64_t capacity, uint64_t *size,
                                            mms_error *error);

/*
 * Completes the file (header, pad byte, corrected sizes), flushes it and closes the writer, and the file if
 * mms_wave_writer_create opened it. The writer is closed even if this fails, and then the status says what is
 * missing: MMS_ERROR_IO_UNSEEKABLE if the header is wrong and stays so.
 */
MMS_API mms_status mms_wave_writer_close(mms_wave_writer *writer, mms_error *error);

/*
 * Closes the writer without completing anything: no pad byte, no corrected header, no flush of io. For streams whose
 * header is to stay as it was declared.
 */
MMS_API mms_status mms_wave_writer_abandon(mms_wave_writer *writer, mms_error *error);

/*
 * 10. Metadata
 *
 * What a file has beside its audio: all chunks but fmt, fact, data and ds64, in the order of the file, unknown ones
 * included, with their bytes. Metadata is a copy: take it from a reader, look into it, change it, give it to a writer
 * or to mms_wave_edit, and close it.
 *
 * The functions for tags, regions and so on look into the chunks and change them; whatever they do not understand stays
 * as it is. Chunks that lie about themselves are read as far as their bytes go. Texts are bytes as the file has them,
 * mostly ASCII or UTF-8, up to the first NUL.
 *
 * Entries are counted, numbered from 0 and removed by their kind, MMS_WAVE_ENTRY_... Getters return
 * MMS_ERROR_STATE_ABSENT for what the metadata does not have, MMS_ERROR_ARGUMENT_RANGE for a number that no entry has.
 * Setters and adders return MMS_ERROR_ARGUMENT_CHUNK for what the chunk has no room for: nothing is cut.
 *
 * Example: print the title of a file, and give it another one in place.
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_reader *reader;
 *     mms_wave_metadata *metadata;
 *     char title[200];
 *     uint64_t size;
 *     if (mms_wave_reader_open("speech.wav", NULL, &reader, &error) != MMS_OK ||
 *         mms_wave_reader_metadata(reader, &metadata, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         return 1;
 *     }
 *     mms_wave_reader_close(reader, NULL);
 *     if (mms_wave_metadata_get_tag(metadata, "INAM", title, sizeof title, &size, NULL) == MMS_OK) {
 *         printf("it was %s\n", title);
 *     }
 *     if (mms_wave_metadata_set_tag(metadata, "INAM", "A good title", &error) != MMS_OK ||
 *         mms_wave_edit("speech.wav", metadata, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *     }
 *     mms_wave_metadata_close(metadata, NULL);
 */

/* Kinds of entries. */
#define MMS_WAVE_ENTRY_CHUNK 1   /* a chunk: mms_wave_metadata_chunk */
#define MMS_WAVE_ENTRY_TAG 2     /* a text of LIST/INFO: mms_wave_metadata_tag */
#define MMS_WAVE_ENTRY_REGION 3  /* a point of cue with its labels: mms_wave_metadata_region */
#define MMS_WAVE_ENTRY_LOOP 4    /* a loop of smpl: mms_wave_metadata_loop */
#define MMS_WAVE_ENTRY_TRACK 5   /* a track of chna: mms_wave_metadata_track */
#define MMS_WAVE_ENTRY_PEAK 6    /* the highest sample of a channel in PEAK: mms_wave_metadata_peak */
#define MMS_WAVE_ENTRY_DISPLAY 7 /* a DISP chunk: mms_wave_metadata_display */

/* Makes empty metadata. */
MMS_API mms_status mms_wave_metadata_create(mms_wave_metadata **metadata, mms_error *error);

/*
 * Makes a copy of what the reader's file has, as mms_wave_reader_chunk_count finds it. What had to be repaired joins
 * the diagnostics of the reader.
 *
 * Returns MMS_ERROR_LIMIT_METADATA, MMS_ERROR_FORMAT_REPAIR if the reader refuses a repair, MMS_ERROR_IO.
 */
MMS_API mms_status mms_wave_reader_metadata(mms_wave_reader *reader, mms_wave_metadata **metadata, mms_error *error);

/* Frees the metadata. */
MMS_API mms_status mms_wave_metadata_close(mms_wave_metadata *metadata, mms_error *error);

/* Counts the entries of a kind. MMS_ERROR_ARGUMENT_RANGE for an unknown kind. */
MMS_API mms_status mms_wave_metadata_count(mms_wave_metadata *metadata, uint32_t kind, uint32_t *count,
                                           mms_error *error);

/* Removes an entry; those behind it get the number before theirs. */
MMS_API mms_status mms_wave_metadata_remove(mms_wave_metadata *metadata, uint32_t kind, uint32_t index,
                                            mms_error *error);

/* Describes a chunk: id, guid, flags and size. Places in a file are 0. */
MMS_API mms_status mms_wave_metadata_chunk(mms_wave_metadata *metadata, uint32_t index, mms_wave_chunk *chunk,
                                           mms_error *error);

/* Copies the payload of a chunk, as mms_wave_reader_chunk_data does. */
MMS_API mms_status mms_wave_metadata_chunk_data(mms_wave_metadata *metadata, uint32_t index, void *buffer,
                                                uint64_t capacity, uint64_t *size, mms_error *error);

/* Finds the first chunk of an id of four characters, as "iXML". MMS_ERROR_STATE_ABSENT if there is none. */
MMS_API mms_status mms_wave_metadata_find_chunk(mms_wave_metadata *metadata, const char *id, uint32_t *index,
                                                mms_error *error);

/* Appends a chunk: of chunk, the members id, guid and flags count. The size bytes at data are copied. */
MMS_API mms_status mms_wave_metadata_add_chunk(mms_wave_metadata *metadata, const mms_wave_chunk *chunk,
                                               const void *data, uint64_t size, mms_error *error);

/* Gives another payload to a chunk. */
MMS_API mms_status mms_wave_metadata_set_chunk_data(mms_wave_metadata *metadata, uint32_t index, const void *data,
                                                    uint64_t size, mms_error *error);

/* Gets the id of a tag, four bytes without a NUL, and its text (see mms_wave_tag_name for buffer and size). */
MMS_API mms_status mms_wave_metadata_tag(mms_wave_metadata *metadata, uint32_t index, uint8_t id[4], char *buffer,
                                         uint64_t capacity, uint64_t *size, mms_error *error);

/*
 * Gets, and sets, the text of a tag by its id (RIFF MCI, "INFO List Chunk"): INAM is the title, IART the artist, ICMT a
 * comment, ICRD the date, ISFT the software. Any id is allowed, and any length. text NULL removes the tag.
 */
MMS_API mms_status mms_wave_metadata_get_tag(mms_wave_metadata *metadata, const char *id, char *buffer,
                                             uint64_t capacity, uint64_t *size, mms_error *error);
MMS_API mms_status mms_wave_metadata_set_tag(mms_wave_metadata *metadata, const char *id, const char *text,
                                             mms_error *error);

/* Longer texts of other chunks. */
#define MMS_WAVE_TEXT_CODING_HISTORY 1 /* of bext: a line for each coding, ended by CR and LF */
#define MMS_WAVE_TEXT_CART 2           /* the tag text of cart */
#define MMS_WAVE_TEXT_IXML 3           /* iXML */
#define MMS_WAVE_TEXT_AXML 4           /* axml: EBU Core, ADM */

/* Gets, and sets, such a text. text NULL removes it, of iXML and axml with its chunk. */
MMS_API mms_status mms_wave_metadata_get_text(mms_wave_metadata *metadata, uint32_t which, char *buffer,
                                              uint64_t capacity, uint64_t *size, mms_error *error);
MMS_API mms_status mms_wave_metadata_set_text(mms_wave_metadata *metadata, uint32_t which, const char *text,
                                              mms_error *error);

/*
 * A region: a point of the cue chunk, with what LIST/adtl says of it. A marker has length 0.
 *
 * id         by which the chunks know it; 0 in mms_wave_metadata_add_region means: one that is free.
 * position   first frame; length in frames.
 * purpose    of length and text: "rgn " if zero.
 * country, language, dialect, code_page
 *            of the text, as in a CSET chunk; mostly 0.
 */
typedef struct mms_wave_region {
    uint32_t struct_size;
    uint32_t id;
    int64_t position;
    int64_t length;
    uint8_t purpose[4];
    uint32_t country;
    uint32_t language;
    uint32_t dialect;
    uint32_t code_page;
    uint32_t reserved;
} mms_wave_region;

#define MMS_WAVE_REGION_INIT {sizeof(mms_wave_region), 0, 0, 0, {0}, 0, 0, 0, 0, 0}

/* Texts of a region. */
#define MMS_WAVE_REGION_LABEL 1 /* its name: labl */
#define MMS_WAVE_REGION_NOTE 2  /* a comment: note */
#define MMS_WAVE_REGION_TEXT 3  /* the text of its ltxt */

MMS_API mms_status mms_wave_metadata_region(mms_wave_metadata *metadata, uint32_t index, mms_wave_region *region,
                                            mms_error *error);
MMS_API mms_status mms_wave_metadata_region_text(mms_wave_metadata *metadata, uint32_t index, uint32_t which,
                                                 char *buffer, uint64_t capacity, uint64_t *size, mms_error *error);

/* Appends a region. Its texts may be NULL. */
MMS_API mms_status mms_wave_metadata_add_region(mms_wave_metadata *metadata, const mms_wave_region *region,
                                                const char *label, const char *note, const char *text,
                                                mms_error *error);

/*
 * The smpl chunk: how a sampler plays the file. sample_period is nanoseconds per frame; unity_note is the MIDI note at
 * which it sounds as recorded, pitch_fraction the part of a semitone above it in 2^-32. Loops are entries.
 */
typedef struct mms_wave_sampler {
    uint32_t struct_size;
    uint32_t manufacturer;
    uint32_t product;
    uint32_t sample_period;
    uint32_t unity_note;
    uint32_t pitch_fraction;
    uint32_t smpte_format;
    uint32_t smpte_offset;
} mms_wave_sampler;

#define MMS_WAVE_SAMPLER_INIT {sizeof(mms_wave_sampler), 0, 0, 0, 0, 0, 0, 0}

/*
 * A loop of the smpl chunk. type: 0 forward, 1 to and fro, 2 backward. start and end are its first and its last frame;
 * fraction is a part of a frame in 2^-32; play_count 0 means for ever.
 */
typedef struct mms_wave_loop {
    uint32_t struct_size;
    uint32_t id;
    uint32_t type;
    uint32_t start;
    uint32_t end;
    uint32_t fraction;
    uint32_t play_count;
} mms_wave_loop;

#define MMS_WAVE_LOOP_INIT {sizeof(mms_wave_loop), 0, 0, 0, 0, 0, 0}

/* Gets, and sets, what smpl says beside its loops; sampler NULL removes the chunk. */
MMS_API mms_status mms_wave_metadata_get_sampler(mms_wave_metadata *metadata, mms_wave_sampler *sampler,
                                                 mms_error *error);
MMS_API mms_status mms_wave_metadata_set_sampler(mms_wave_metadata *metadata, const mms_wave_sampler *sampler,
                                                 mms_error *error);
MMS_API mms_status mms_wave_metadata_loop(mms_wave_metadata *metadata, uint32_t index, mms_wave_loop *loop,
                                          mms_error *error);
MMS_API mms_status mms_wave_metadata_add_loop(mms_wave_metadata *metadata, const mms_wave_loop *loop, mms_error *error);

/* The inst chunk. Notes and velocities are 0 to 127; detune in cents, -50 to 50; gain in dB, -64 to 64. */
typedef struct mms_wave_instrument {
    uint32_t struct_size;
    uint32_t base_note;
    int32_t detune;
    int32_t gain;
    uint32_t low_note;
    uint32_t high_note;
    uint32_t low_velocity;
    uint32_t high_velocity;
} mms_wave_instrument;

#define MMS_WAVE_INSTRUMENT_INIT {sizeof(mms_wave_instrument), 0, 0, 0, 0, 0, 0, 0}

/* Gets, and sets, the inst chunk; NULL removes it. */
MMS_API mms_status mms_wave_metadata_get_instrument(mms_wave_metadata *metadata, mms_wave_instrument *instrument,
                                                    mms_error *error);
MMS_API mms_status mms_wave_metadata_set_instrument(mms_wave_metadata *metadata, const mms_wave_instrument *instrument,
                                                    mms_error *error);

/*
 * The acid chunk of loops. flags: 1 one-shot, 2 root note is set, 4 stretch, 8 disk-based, 16 ACIDized. tempo is in
 * beats per minute.
 */
typedef struct mms_wave_acid {
    uint32_t struct_size;
    uint32_t flags;
    uint32_t root_note;
    uint32_t beats;
    uint32_t meter_denominator;
    uint32_t meter_numerator;
    float tempo;
} mms_wave_acid;

#define MMS_WAVE_ACID_INIT {sizeof(mms_wave_acid), 0, 0, 0, 0, 0, 0}

/* Gets, and sets, the acid chunk; NULL removes it. */
MMS_API mms_status mms_wave_metadata_get_acid(mms_wave_metadata *metadata, mms_wave_acid *acid, mms_error *error);
MMS_API mms_status mms_wave_metadata_set_acid(mms_wave_metadata *metadata, const mms_wave_acid *acid, mms_error *error);

/*
 * The bext chunk of broadcast files (EBU Tech 3285), but for its coding history (MMS_WAVE_TEXT_CODING_HISTORY). Texts
 * end with a NUL. time_reference is the first frame, counted from midnight. version is 0; 1 if there is a umid; 2 if
 * there is loudness, in 1/100 of LUFS, LU and dBTP, 0x7FFF if it is not known.
 */
typedef struct mms_wave_broadcast {
    uint32_t struct_size;
    uint32_t version;
    uint64_t time_reference;
    char description[257];
    char originator[33];
    char originator_reference[33];
    char origination_date[11]; /* "2024-12-31" */
    char origination_time[9];  /* "23:59:59" */
    uint8_t umid[64];          /* SMPTE ST 330 */
    uint8_t reserved[1];
    int32_t loudness_value;
    int32_t loudness_range;
    int32_t max_true_peak_level;
    int32_t max_momentary_loudness;
    int32_t max_short_term_loudness;
    uint32_t reserved2;
} mms_wave_broadcast;

#define MMS_WAVE_BROADCAST_INIT {sizeof(mms_wave_broadcast), 0, 0, {0}, {0}, {0}, {0}, {0}, {0}, {0}, 0, 0, 0, 0, 0, 0}

/* Gets, and sets, the bext chunk; NULL removes it. A coding history that is there stays. */
MMS_API mms_status mms_wave_metadata_get_broadcast(mms_wave_metadata *metadata, mms_wave_broadcast *broadcast,
                                                   mms_error *error);
MMS_API mms_status mms_wave_metadata_set_broadcast(mms_wave_metadata *metadata, const mms_wave_broadcast *broadcast,
                                                   mms_error *error);

/*
 * The cart chunk of radio automation (AES46), but for its tag text (MMS_WAVE_TEXT_CART). Texts end with a NUL.
 * level_reference is the sample value of 0 dB. post_timer_usage has 8 ids of four bytes, zero for timers that are not
 * used, and post_timer_value their frames.
 */
typedef struct mms_wave_cart {
    uint32_t struct_size;
    int32_t level_reference;
    char version[5];
    char title[65];
    char artist[65];
    char cut_id[65];
    char client_id[65];
    char category[65];
    char classification[65];
    char out_cue[65];
    char start_date[11];
    char start_time[9];
    char end_date[11];
    char end_time[9];
    char producer_app_id[65];
    char producer_app_version[65];
    char user_def[65];
    char url[1025];
    uint8_t post_timer_usage[32];
    uint32_t post_timer_value[8];
} mms_wave_cart;

#define MMS_WAVE_CART_INIT                                                                                             \
    {sizeof(mms_wave_cart), 0, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}}

/* Gets, and sets, the cart chunk; NULL removes it. A tag text that is there stays. */
MMS_API mms_status mms_wave_metadata_get_cart(mms_wave_metadata *metadata, mms_wave_cart *cart, mms_error *error);
MMS_API mms_status mms_wave_metadata_set_cart(mms_wave_metadata *metadata, const mms_wave_cart *cart, mms_error *error);

/* A track of the chna chunk (ITU-R BS.2076): which part of the axml chunk tells what the track is. */
typedef struct mms_wave_track {
    uint32_t struct_size;
    uint32_t index;     /* of the channel, from 1 */
    char uid[13];       /* "ATU_00000001" */
    char track_ref[15]; /* "AT_00010001_01" */
    char pack_ref[12];  /* "AP_00010002" */
} mms_wave_track;

#define MMS_WAVE_TRACK_INIT {sizeof(mms_wave_track), 0, {0}, {0}, {0}}

MMS_API mms_status mms_wave_metadata_track(mms_wave_metadata *metadata, uint32_t index, mms_wave_track *track,
                                           mms_error *error);
MMS_API mms_status mms_wave_metadata_add_track(mms_wave_metadata *metadata, const mms_wave_track *track,
                                               mms_error *error);

/* The highest sample of a channel, by the PEAK chunk: entry 0 is that of the first channel. position is its frame. */
typedef struct mms_wave_peak {
    uint32_t struct_size;
    float value; /* full scale is 1 */
    uint32_t position;
} mms_wave_peak;

#define MMS_WAVE_PEAK_INIT {sizeof(mms_wave_peak), 0, 0}

MMS_API mms_status mms_wave_metadata_peak(mms_wave_metadata *metadata, uint32_t index, mms_wave_peak *peak,
                                          mms_error *error);
MMS_API mms_status mms_wave_metadata_add_peak(mms_wave_metadata *metadata, const mms_wave_peak *peak, mms_error *error);

/*
 * A DISP chunk: what to show for the file. *format is a clipboard format of Windows, 1 for text, 8 for a bitmap. Its
 * bytes come as the payload of chunks does.
 */
MMS_API mms_status mms_wave_metadata_display(mms_wave_metadata *metadata, uint32_t index, uint32_t *format,
                                             void *buffer, uint64_t capacity, uint64_t *size, mms_error *error);
MMS_API mms_status mms_wave_metadata_add_display(mms_wave_metadata *metadata, uint32_t format, const void *data,
                                                 uint64_t size, mms_error *error);

/*
 * 11. Whole files
 */

/*
 * Gives the file at path other metadata, in place: chunks that are as they were are not touched, others go into the
 * room of JUNK chunks or behind the audio, which is never written again. A crash at any moment leaves the old chunks or
 * the new ones, and all of the audio. Sizes in the header that are wrong are put right on the way.
 *
 * Returns MMS_ERROR_ARGUMENT_CHUNK for a chunk that cannot be written, MMS_ERROR_LIMIT_RIFF_SIZE if the file would pass
 * 4 GiB and has no room to become RF64 (the file is as it was then), and the statuses of mms_wave_reader_open.
 */
MMS_API mms_status mms_wave_edit(const char *path, mms_wave_metadata *metadata, mms_error *error);

/*
 * Makes the broken header of the file at path right, in place: what a reader would list as diagnostics and a header can
 * tell. *repairs is the set of MMS_WAVE_REPAIR_... bits that were put right, 0 if there was nothing to do. The audio is
 * not touched. Statuses as mms_wave_reader_open.
 */
MMS_API mms_status mms_wave_repair(const char *path, uint32_t *repairs, mms_error *error);

/*
 * Copies the file at path from to path to, with all that it has, into a container, MMS_WAVE_CONTAINER_...; AUTO keeps
 * the one that it is in. metadata replaces that of the file; NULL keeps it. The file at to is replaced in the end, by
 * a whole copy; if the call fails it stays as it was.
 *
 * Returns MMS_ERROR_ARGUMENT_CHUNK if a chunk cannot be in the container: nothing is left out. Other statuses as
 * mms_wave_reader_open.
 */
MMS_API mms_status mms_wave_copy(const char *from, const char *to, uint32_t container, mms_wave_metadata *metadata,
                                 mms_error *error);

/*
 * What many files hold. mms_wave_scan_open looks at the header of each of the count files at paths, several at a time:
 * threads is how many, 0 for as many as pay. Files that cannot be opened are rows with an error, and do not make it
 * fail. mms_wave_scan_row tells of the file number index what mms_wave_reader_open and mms_wave_reader_info would, and
 * returns what they would; MMS_ERROR_IO_NOT_REGULAR for folders, pipes and devices, for which nothing waits.
 *
 * Example: how long are two files together?
 *
 *     static const char *const paths[2] = {"./speech.wav", "missing.wav"};
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_wave_scan *scan;
 *     double seconds = 0;
 *     uint64_t i;
 *     if (mms_wave_scan_open(paths, 2, NULL, 0, &scan, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *         return 1;
 *     }
 *     for (i = 0; i < 2; i++) {
 *         mms_wave_info info = MMS_WAVE_INFO_INIT;
 *         if (mms_wave_scan_row(scan, i, &info, &error) != MMS_OK) {
 *             printf("%s: %s\n", paths[i], error.message);
 *         } else if (info.sample_rate > 0) {
 *             seconds += (double)info.frames / info.sample_rate;
 *         }
 *     }
 *     printf("%.3f s\n", seconds);
 *     mms_wave_scan_close(scan, NULL);
 */
typedef struct mms_wave_scan mms_wave_scan;

MMS_API mms_status mms_wave_scan_open(const char *const *paths, uint64_t count, const mms_wave_open_options *options,
                                      uint32_t threads, mms_wave_scan **scan, mms_error *error);
MMS_API mms_status mms_wave_scan_row(mms_wave_scan *scan, uint64_t index, mms_wave_info *info, mms_error *error);
MMS_API mms_status mms_wave_scan_close(mms_wave_scan *scan, mms_error *error);

/*
 * 12. Colours
 *
 * Conversions of one colour, with the same results as Python's colorsys to the last bit, on every machine. All
 * coordinates are 0 to 1, except i (-0.5990 to 0.5990) and q (-0.5251 to 0.5251); hues are in turns. Nothing is
 * checked or clamped, except that yiq_to_rgb clamps its results to 0 to 1. Infinities and NaN follow IEEE 754. Where
 * Python raises an exception the status is of class MMS_ERROR_DOMAIN and out is zero.
 *
 * out receives the three results in the order of the name: y, i, q; r, g, b; h, l, s; h, s, v.
 *
 * Example: the hue of orange, in degrees.
 *
 *     double hsv[3];
 *     if (mms_rgb_to_hsv(1.0, 0.5, 0.0, hsv) == MMS_OK) {
 *         printf("%.0f degrees\n", hsv[0] * 360.0);
 *     }
 */
MMS_API mms_status mms_rgb_to_yiq(double r, double g, double b, double out[3]);
MMS_API mms_status mms_yiq_to_rgb(double y, double i, double q, double out[3]);

/* MMS_ERROR_DOMAIN_DIVISION_BY_ZERO for some colours out of range, as (-1, 0, 1) or (1.5, 0.5, 1). */
MMS_API mms_status mms_rgb_to_hls(double r, double g, double b, double out[3]);
MMS_API mms_status mms_hls_to_rgb(double h, double l, double s, double out[3]);

/* MMS_ERROR_DOMAIN_DIVISION_BY_ZERO if the largest component is 0 and another is negative. */
MMS_API mms_status mms_rgb_to_hsv(double r, double g, double b, double out[3]);

/*
 * MMS_ERROR_DOMAIN_HUE_NAN or _HUE_INFINITE if s is not 0 and h is no finite number. A hue outside 0 to 1 is
 * truncated, not wrapped, as in Python.
 */
MMS_API mms_status mms_hsv_to_rgb(double h, double s, double v, double out[3]);

/*
 * 13. Images
 *
 * The same conversions for many pixels. The simple functions convert pixels that follow each other without gaps, three
 * components each, in the order of the name, from src to dst; dst may be src, else they must not overlap. Hues are in
 * turns. mms_convert_image does all else: rows with gaps, alpha, planes, other orders, other scales of hue. Large
 * images are shared out over the processors (mms_convert_image can be told not to).
 *
 * f64   the results of section 12, to the last bit.
 * f32   the same steps in float: the same bits on every machine. For colours in range they are off from f64 by 2e-7
 *       at most, from HLS and HSV to RGB by 5e-7; hues are compared around the circle, and the saturation of HLS, which
 *       is a quotient of small numbers towards white, by 2e-7 / (1 - |2 l - 1|).
 * u8, u16
 *       integers stand for the numbers of section 12, with N for 255 or 65535 as full scale:
 *       r g b l s v y   x stands for x / N
 *       h               x stands for x / D turns, where D is the steps of a turn: MMS_HUE_...
 *       i q             x stands for (x - Z) * 0.6 / (N - Z), where Z = (N + 1) / 2
 *       A result is that of f64, scaled so and rounded once: to the nearest, ties to even, limited to 0 to N.
 *
 * Pixels for which section 12 has no result get three NaNs; the others are converted all the same, and the status is
 * MMS_ERROR_DOMAIN_PIXELS. That can happen with floats out of range only.
 *
 * Example: the hue of orange and of sky blue, in 8 bits.
 *
 *     uint8_t pixels[6] = {255, 128, 0, 135, 206, 235};
 *     if (mms_rgb_to_hsv_u8(pixels, pixels, 2) == MMS_OK) {
 *         printf("%u %u\n", pixels[0], pixels[3]);
 *     }
 */
MMS_API mms_status mms_rgb_to_yiq_f64(const double *src, double *dst, uint64_t pixels);
MMS_API mms_status mms_yiq_to_rgb_f64(const double *src, double *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hls_f64(const double *src, double *dst, uint64_t pixels);
MMS_API mms_status mms_hls_to_rgb_f64(const double *src, double *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hsv_f64(const double *src, double *dst, uint64_t pixels);
MMS_API mms_status mms_hsv_to_rgb_f64(const double *src, double *dst, uint64_t pixels);

MMS_API mms_status mms_rgb_to_yiq_f32(const float *src, float *dst, uint64_t pixels);
MMS_API mms_status mms_yiq_to_rgb_f32(const float *src, float *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hls_f32(const float *src, float *dst, uint64_t pixels);
MMS_API mms_status mms_hls_to_rgb_f32(const float *src, float *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hsv_f32(const float *src, float *dst, uint64_t pixels);
MMS_API mms_status mms_hsv_to_rgb_f32(const float *src, float *dst, uint64_t pixels);

MMS_API mms_status mms_rgb_to_yiq_u8(const uint8_t *src, uint8_t *dst, uint64_t pixels);
MMS_API mms_status mms_yiq_to_rgb_u8(const uint8_t *src, uint8_t *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hls_u8(const uint8_t *src, uint8_t *dst, uint64_t pixels);
MMS_API mms_status mms_hls_to_rgb_u8(const uint8_t *src, uint8_t *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hsv_u8(const uint8_t *src, uint8_t *dst, uint64_t pixels);
MMS_API mms_status mms_hsv_to_rgb_u8(const uint8_t *src, uint8_t *dst, uint64_t pixels);

MMS_API mms_status mms_rgb_to_yiq_u16(const uint16_t *src, uint16_t *dst, uint64_t pixels);
MMS_API mms_status mms_yiq_to_rgb_u16(const uint16_t *src, uint16_t *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hls_u16(const uint16_t *src, uint16_t *dst, uint64_t pixels);
MMS_API mms_status mms_hls_to_rgb_u16(const uint16_t *src, uint16_t *dst, uint64_t pixels);
MMS_API mms_status mms_rgb_to_hsv_u16(const uint16_t *src, uint16_t *dst, uint64_t pixels);
MMS_API mms_status mms_hsv_to_rgb_u16(const uint16_t *src, uint16_t *dst, uint64_t pixels);

/* The type of a component. */
#define MMS_COMPONENT_U8 1  /* uint8_t */
#define MMS_COMPONENT_U16 2 /* uint16_t */
#define MMS_COMPONENT_F32 3 /* float */
#define MMS_COMPONENT_F64 4 /* double */

/* What the three components of a pixel mean. */
#define MMS_MODEL_RGB 0
#define MMS_MODEL_YIQ 1
#define MMS_MODEL_HLS 2
#define MMS_MODEL_HSV 3

/* In which order they come. */
#define MMS_ORDER_NAMED 0    /* as the model is called: R G B, Y I Q, H L S, H S V */
#define MMS_ORDER_REVERSED 1 /* the other way round: B G R */
#define MMS_ORDER_HSL 2      /* H S L, of MMS_MODEL_HLS only */

/* How many steps of a hue make one turn. Integers that round to a whole turn become 0, except under MMS_HUE_TURNS. */
#define MMS_HUE_TURNS 0   /* full scale: 1.0, 255, 65535 */
#define MMS_HUE_DEGREES 1 /* 360: not in 8 bits */
#define MMS_HUE_180 2     /* 180: 0 to 179 in integers */
#define MMS_HUE_256 3     /* 256: 0 to 255 in integers */

/* What other libraries mean by their names: model, order and hue in one. docs/colours.md tells how close they come. */
#define MMS_PRESET_OPENCV_HSV 1      /* COLOR_RGB2HSV, COLOR_BGR2HSV and back */
#define MMS_PRESET_OPENCV_HSV_FULL 2 /* COLOR_RGB2HSV_FULL, ... */
#define MMS_PRESET_OPENCV_HLS 3      /* COLOR_RGB2HLS, ... */
#define MMS_PRESET_OPENCV_HLS_FULL 4 /* COLOR_RGB2HLS_FULL, ... */
#define MMS_PRESET_PILLOW_HSV 5      /* Image.convert("HSV") */
#define MMS_PRESET_MATPLOTLIB_HSV 6  /* matplotlib.colors.rgb_to_hsv and hsv_to_rgb */

/*
 * Where the pixels of an image lie, and what they mean.
 *
 * data           the first component of the first pixel.
 * width, height  in pixels. If one is 0 there is nothing to do.
 * component      MMS_COMPONENT_...
 * model, order, hue
 *                MMS_MODEL_..., MMS_ORDER_..., MMS_HUE_...: all zero is RGB.
 * preset         MMS_PRESET_... in the place of these three, which then are zero; or 0.
 * channels       3, or 4: the fourth is alpha. 0 means 3.
 * planar         1 if each channel has a plane of its own, 0 if the channels of a pixel lie side by side.
 * pixel_stride, row_stride, plane_stride
 *                bytes from a pixel, a row, a plane to the next: multiples of the component's size. 0 means: no gap.
 */
typedef struct mms_image {
    uint32_t struct_size;
    uint32_t component;
    void *data;
    uint64_t width;
    uint64_t height;
    uint32_t model;
    uint32_t order;
    uint32_t hue;
    uint32_t preset;
    uint32_t channels;
    uint32_t planar;
    uint64_t pixel_stride;
    uint64_t row_stride;
    uint64_t plane_stride;
} mms_image;

#define MMS_IMAGE_INIT {sizeof(mms_image), 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/*
 * Converts the pixels of src to those of dst: one of the two is RGB, the other is not. Both have the same width, height
 * and type of component; they may be the same pixels (of the same strides), else they must not overlap. Alpha is copied
 * if both have it, and left alone if only dst has. threads is the most processors to use: 0 for as many as pay, 1 for
 * the calling thread only.
 *
 * Returns MMS_ERROR_ARGUMENT_IMAGE for images that do not fit together or cannot be, MMS_ERROR_DOMAIN_PIXELS with
 * the number of pixels without a result as error.value, and MMS_ERROR_IO_MAP.
 *
 * Example: an image from OpenCV, B G R in 8 bits, to hue, saturation and value as OpenCV has them.
 *
 *     static uint8_t picture[480][640][3];
 *     mms_error error = MMS_ERROR_INIT;
 *     mms_image bgr = MMS_IMAGE_INIT, hsv = MMS_IMAGE_INIT;
 *     bgr.component = MMS_COMPONENT_U8;
 *     bgr.data = picture;
 *     bgr.width = 640;
 *     bgr.height = 480;
 *     hsv = bgr;
 *     bgr.order = MMS_ORDER_REVERSED;
 *     hsv.preset = MMS_PRESET_OPENCV_HSV;
 *     if (mms_convert_image(&bgr, &hsv, 0, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *     }
 */
MMS_API mms_status mms_convert_image(const mms_image *src, const mms_image *dst, uint32_t threads, mms_error *error);

/*
 * 14. Limits
 *
 * The library brings threads and a garbage collector of its own. mms_set_limits caps what they take, for the whole
 * library and from then on. 0 leaves a limit as it is.
 *
 * processors   how many processors compute for the library at one time; those that the process may run on at most.
 *              Large images and scans are shared out over so many, and calls of more threads of yours take turns.
 *              Threads that wait for the operating system or for a callback are not counted.
 * memory       bytes of memory of its own from which on the garbage collector works as hard as it may. It is no wall:
 *              what is in use stays, and a limit below that only makes calls slower, by half at worst. Buffers of
 *              yours and mapped files do not count. INT64_MAX means no limit, which is the default.
 *
 * Returns MMS_ERROR_ARGUMENT_RANGE, and sets nothing, if memory is above INT64_MAX.
 *
 * Example: one processor, and 64 MiB.
 *
 *     mms_error error = MMS_ERROR_INIT;
 *     if (mms_set_limits(1, (uint64_t)64 << 20, &error) != MMS_OK) {
 *         fprintf(stderr, "%s\n", error.message);
 *     }
 */
MMS_API mms_status mms_set_limits(uint32_t processors, uint64_t memory, mms_error *error);

#ifdef __cplusplus
}
#endif

#endif /* MMSERVICES_H */
