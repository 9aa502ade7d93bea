"""What is measured, against whom, and which ratio is to be reached: the one list of it. How it is done stands in
c_works.py, sound_works.py and colour_works.py, under the same ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Optional

OURS = "mmservices"
MACHINE = "machine"  # a contestant without a library: bare system calls, or memory

CONVERSIONS = ("rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb")
OF_MATPLOTLIB = ("rgb_to_hsv", "hsv_to_rgb")
OF_OPENCV = ("rgb_to_hsv", "hsv_to_rgb", "rgb_to_hls", "hls_to_rgb")
SIZES = {"512": "512 x 512", "1080": "1920 x 1080"}


class Work(NamedTuple):
    """against names the peers; each with the ratio to reach, ours over theirs, or None where none was set."""

    id: str
    title: str
    against: dict[str, Optional[float]]
    ours: str = OURS


class Group(NamedTuple):
    title: str
    works: list[Work]


def _block_works(verb: str, title: str, large: float, small: float) -> Iterator[Work]:
    for frames, words, goal in ((65536, "65 536 frames", large), (64, "64 frames", small)):
        yield Work(f"{verb}-{frames}", f"{title}, by {words}", {"libsndfile": goal, "dr_wav": None})


C_WORKS = [
    *_block_works("read-s16", "read s16 as f32", 2.0, 4.0),
    *_block_works("read-s24", "read s24 as f32", 2.5, 4.0),
    Work(
        "read-f32-65536",
        "read f32 as f32, by 65 536 frames",
        {"libsndfile": 1.0, "dr_wav": None},
    ),
    Work("map-open", "map f32: samples at hand", {"libsndfile": None, "dr_wav": None}),
    Work("map-touch", "map f32: one sample a page used", {"libsndfile": 10.0, "dr_wav": None}),
    Work("map-sum", "map f32: all samples added up", {"libsndfile": None, "dr_wav": None}),
    *_block_works("write-disk", "write f32 as s16 to disk", 3.0, 5.0),
    *_block_works("write-shm", "write f32 as s16 to tmpfs", 3.0, 5.0),
    Work("open", "open, info, close of a small file", {"libsndfile": 2.0, "dr_wav": None}),
]

WAVE_WORKS = [
    Work("readframes-whole", "readframes, the whole file", {"CPython wave": 1.0}),
    Work("readframes-1024", "readframes(1024) to the end", {"CPython wave": 1.0}),
    Work("readframes-256", "readframes(256) to the end", {"CPython wave": 1.0}),
    Work("writeframesraw-1k", "writeframesraw, 1 KiB at a time", {"CPython wave": 1.0}),
    Work("wave-open", "open, getparams, close", {"CPython wave": 1.0}),
]

ARRAY_WORKS = [
    Work(
        "array-read",
        "16 MiB of s16 as a float32 array",
        {"soundfile": 2.0, "scipy": 2.0},
    ),
    Work("array-read-out", "the same, into an array that is there", {"soundfile": None}),
    Work("array-read-speech", "350 KiB of s16 as a float32 array", {"soundfile": 2.0, "scipy": 2.0}),
    Work("array-write-disk", "a float32 array as PCM16 to disk", {"soundfile": 3.0}),
    Work("array-write-shm", "a float32 array as PCM16 to tmpfs", {"soundfile": 3.0}),
    Work("scan", "what 1000 small files hold", {"soundfile": 5.0}),
]

F64_WORKS = [
    Work(
        f"f64-{conversion}",
        conversion,
        {"loop over colorsys": 100.0, **({"matplotlib": 30.0} if conversion in OF_MATPLOTLIB else {})},
    )
    for conversion in CONVERSIONS
]

SCALAR_WORKS = [
    Work(f"scalar-{conversion}", f"{conversion}, one colour", {"CPython colorsys": 1.0}) for conversion in CONVERSIONS
]

SCALING_WORKS = [
    Work("threads-mmservices", "two threads read two files (C)", {"one thread": 1.8}, "two threads"),
    Work("threads-libsndfile", "two threads read two files (C, libsndfile)", {"one thread": None}, "two threads"),
    Work("threads-machine", "two threads read two files (C, read(2) alone)", {"one thread": None}, "two threads"),
    Work("cores-f64", "rgb_to_hsv of 1920 x 1080, f64", {"one core": 1.7}, "both cores"),
    Work("cores-f32", "rgb_to_hsv of 1920 x 1080, f32", {"one core": 1.7}, "both cores"),
    Work("cores-u8", "rgb_to_hsv of 1920 x 1080, u8", {"one core": 1.7}, "both cores"),
]


def _opencv_group(dtype: str, size: str) -> Group:
    works = [Work(f"{dtype}-{conversion}-{size}", conversion, {"OpenCV": 1.0}) for conversion in OF_OPENCV]
    return Group(f"Colour, {dtype} pixels, {SIZES[size]}, one thread each", works)


GROUPS = [
    Group("C: reading and writing WAV files", C_WORKS),
    Group("Python: the wave module", WAVE_WORKS),
    Group("Python: WAV files and arrays", ARRAY_WORKS),
    Group("Colour, f64 pixels, 512 x 512, as called plainly", F64_WORKS),
    *(_opencv_group(dtype, size) for dtype in ("f32", "u8") for size in SIZES),
    Group("Colour: one at a time in Python", SCALAR_WORKS),
    Group("Scaling: two at work over one", SCALING_WORKS),
]

# What the memory does by itself.
MACHINE_WORKS = {
    "memcpy": "memcpy of 64 MiB, one thread (bytes copied)",
    "memcpy-2": "the same on two threads at once",
    "fault": "first write to new memory",
}

STREAM = "stream"
STREAM_TITLE = "memory over the process's base while 2 GiB are read"
STREAM_LIMIT = 64 << 20  # bytes
