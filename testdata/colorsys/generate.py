#!/usr/bin/env python3
# Makes vectors.bin.gz: what CPython's colorsys answers to some 90 000 questions, for tests in every language.
"""Write or check the golden vectors of the colour conversions.

usage: generate.py [--check]

Without an argument vectors.bin.gz beside this script is written. With --check it is compared, row by row, with what
this interpreter computes; the exit status is 1 if they differ. README.md beside this script describes the file.

Needs CPython 3.9 or later, but not one whose rgb_to_hls rounds otherwise (3.10 and the first releases of 3.11).
"""

import colorsys
import gzip
import io
import itertools
import math
import pathlib
import random
import struct
import sys

PATH = pathlib.Path(__file__).resolve().parent / "vectors.bin.gz"
MAGIC = b"colorsys"
HEADER = struct.Struct("<8sQ")
ROW = struct.Struct("<BB6x6d")

FUNCTIONS = (
    colorsys.rgb_to_yiq,
    colorsys.yiq_to_rgb,
    colorsys.rgb_to_hls,
    colorsys.hls_to_rgb,
    colorsys.rgb_to_hsv,
    colorsys.hsv_to_rgb,
)
FROM_RGB = (colorsys.rgb_to_yiq, colorsys.rgb_to_hls, colorsys.rgb_to_hsv)
FROM_HUE = (colorsys.hls_to_rgb, colorsys.hsv_to_rgb)

OK, DIVISION_BY_ZERO, HUE_NAN, HUE_INFINITE = range(4)

INF = math.inf
NAN = math.nan
LARGEST = sys.float_info.max
SMALLEST_NORMAL = sys.float_info.min
SMALLEST = math.ulp(0.0)


def refuse_unfit_interpreter():
    """Exit unless the colorsys at hand computes what the vectors promise."""
    if sys.implementation.name != "cpython":
        sys.exit("generate.py: needs CPython, this is " + sys.implementation.name)
    try:
        colorsys.rgb_to_hls(math.nextafter(1.0, 0.0), 1.0, 1.0)
    except ZeroDivisionError:
        sys.exit("generate.py: the rgb_to_hls of this Python (3.10 or an early 3.11) rounds otherwise; use another")


def neighbours(x, count=1):
    """Return x and the count next floats on either side of it, in order."""
    below, above = [x], [x]
    for _ in range(count):
        below.append(math.nextafter(below[-1], -INF))
        above.append(math.nextafter(above[-1], INF))
    return below[:0:-1] + above


def cube(values):
    return itertools.product(values, repeat=3)


def in_range(function, rng):
    """Return random coordinates of colours within the RGB cube, or near it."""
    if function is colorsys.yiq_to_rgb:
        return (
            rng.random(),
            0.599 * (2 * rng.random() - 1),
            0.5251 * (2 * rng.random() - 1),
        )
    return rng.random(), rng.random(), rng.random()


def any_magnitude(rng):
    """Return a random number of either sign whose magnitude is about 2**-300 to 2**300."""
    sign = 1 if rng.random() < 0.5 else -1
    return math.ldexp(sign * (1 + rng.random()), int(601 * rng.random()) - 300)


def questions(function, rng):
    """Yield the arguments, triples of floats, that are put to a function."""
    # Random: only random.random() is used, the one method whose sequence Python keeps for a seed.
    for _ in range(2500):
        yield in_range(function, rng)
    for _ in range(1500):
        yield tuple(6 * rng.random() - 3 for _ in range(3))
    for _ in range(1000):
        yield tuple(any_magnitude(rng) for _ in range(3))

    # Bytes, scaled as they should be and as they are.
    yield from cube([byte / 255 for byte in range(0, 256, 17)])
    yield from cube([float(byte) for byte in (0, 1, 64, 127, 128, 129, 254, 255)])

    # Where one formula gives way to another.
    yield from cube(neighbours(1.0, 2) + neighbours(0.5) + [0.0, -1.0])

    # The special values of IEEE 754.
    yield from cube(
        [
            NAN,
            INF,
            -INF,
            0.0,
            -0.0,
            SMALLEST,
            -SMALLEST,
            SMALLEST_NORMAL,
            LARGEST,
            -LARGEST,
            1.0,
            -1.0,
            0.5,
            2.0,
            3.0,
        ]
    )

    # Almost grey, so that the hue may be a hair below a full turn; and two or three equal components.
    if function in FROM_RGB:
        for base in (
            0.1,
            0.25,
            1 / 3,
            0.5,
            0.7,
            0.9,
            1.0,
            2.0,
            200.0,
            -0.5,
            1e-300,
            1e300,
        ):
            yield from cube(neighbours(base))
        for base in (0.2, 0.5, 0.8):
            yield from cube([base, *neighbours(base / 2), base * 1.1])

    # Hues at and beside the edges of the sectors, over two turns each way, and hues beyond all integers.
    if function in FROM_HUE:
        edges = [hue for sixth in range(-12, 13) for hue in neighbours(sixth / 6)]
        edges += [hue for third in (1 / 3, -1 / 3, 2 / 3) for hue in neighbours(third, 3)]
        edges += [
            2.0**52 + 0.5,
            2.0**53 + 2,
            -(2.0**60),
            1e18,
            -1e19,
            1e300,
            -1e300,
            2.9e307,
            3e307,
            -3e307,
            1e308,
        ]
        for hue in edges:
            for x in (0.25, 0.5, 0.75, 1.0):
                for y in (0.0, 0.3, 0.5, 1.0):
                    yield hue, x, y


def without_payload(x):
    """Return x with the one NaN of the file in place of any NaN: sign and payload differ between machines."""
    return NAN if math.isnan(x) else x


def answer(function, arguments):
    """Return the outcome and the three results of a call, zeros if it raised."""
    try:
        results = function(*arguments)
    except ZeroDivisionError:
        return DIVISION_BY_ZERO, (0.0, 0.0, 0.0)
    except ValueError:
        return HUE_NAN, (0.0, 0.0, 0.0)
    except OverflowError:
        return HUE_INFINITE, (0.0, 0.0, 0.0)
    return OK, tuple(without_payload(x) for x in results)


def vectors():
    """Return the content of the file, not compressed."""
    rng = random.Random(1953)  # the year of the NTSC colour standard
    rows = []
    for number, function in enumerate(FUNCTIONS):
        for arguments in questions(function, rng):
            outcome, results = answer(function, arguments)
            rows.append(ROW.pack(number, outcome, *arguments, *results))
    return HEADER.pack(MAGIC, len(rows)) + b"".join(rows)


def check(content):
    """Exit with a message unless the committed file has this content."""
    committed = gzip.decompress(PATH.read_bytes())
    if committed == content:
        return
    if len(committed) != len(content):
        sys.exit(f"{PATH.name}: {len(committed)} bytes of vectors, expected {len(content)}")
    for start in range(HEADER.size, len(content), ROW.size):
        stored, computed = (
            committed[start : start + ROW.size],
            content[start : start + ROW.size],
        )
        if stored != computed:
            row = (start - HEADER.size) // ROW.size
            sys.exit(f"{PATH.name}: row {row} is {ROW.unpack(stored)}, this Python gives {ROW.unpack(computed)}")
    sys.exit(f"{PATH.name}: the header differs")


def compress(content):
    """Return content as gzip, the same bytes at each run: no name and no time in it."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    refuse_unfit_interpreter()
    content = vectors()
    if arguments == ["--check"]:
        check(content)
    else:
        PATH.write_bytes(compress(content))
    print(f"{PATH.name}: {(len(content) - HEADER.size) // ROW.size} rows, Python {sys.version.split()[0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
