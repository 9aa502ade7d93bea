"""mmservices.colorsys gives what colorsys of the standard library gives: the same bits, types and exceptions."""

from __future__ import annotations

import colorsys as standard
import ctypes
import decimal
import fractions
import gzip
import itertools
import math
import random
import struct
import sys
from collections.abc import Iterator
from typing import Any, Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from mmservices import _abi, _library, colorsys

NAMES = ["rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"]

# 3.10 and the first releases of 3.11 round the saturation of rgb_to_hls otherwise, and fail for near-whites.
try:
    standard.rgb_to_hls(1, 1, 0.9999999999999999)
    STANDARD_HLS_IS_RIGHT = True
except ZeroDivisionError:
    STANDARD_HLS_IS_RIGHT = False


def bits(x: Any) -> Any:
    """A number as what it is: its type, and its bits if it is a float; any NaN is any other."""
    if isinstance(x, float):
        return type(x), "nan" if math.isnan(x) else struct.pack("<d", x)
    return type(x), x


def outcome(function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        result = function(*arguments)
    except Exception as error:
        return type(error), str(error)
    assert type(result) is tuple
    return [bits(x) for x in result]


def of_the_library(name: str) -> Callable[[float, float, float], tuple[float, ...]]:
    """A conversion of the library as a Python function, with Python's exceptions."""
    function = getattr(_library.load(), f"mms_{name}")

    def convert(x: float, y: float, z: float) -> tuple[float, ...]:
        out = (ctypes.c_double * 3)()
        status = function(x, y, z, out)
        if status != _abi.MMS_OK:
            raise LIBRARY_EXCEPTIONS[status]
        return tuple(out)

    return convert


LIBRARY_EXCEPTIONS = {
    _abi.MMS_ERROR_DOMAIN_DIVISION_BY_ZERO: ZeroDivisionError,
    _abi.MMS_ERROR_DOMAIN_HUE_NAN: ValueError,
    _abi.MMS_ERROR_DOMAIN_HUE_INFINITE: OverflowError,
}


def rgb_to_hls_of_python_3_12(r: Any, g: Any, b: Any) -> Any:
    """Lib/colorsys.py of CPython 3.12, for the interpreters whose own rounds otherwise."""
    maxc = max(r, g, b)
    minc = min(r, g, b)
    sumc = maxc + minc
    rangec = maxc - minc
    lightness = sumc / 2.0
    if minc == maxc:
        return 0.0, lightness, 0.0
    saturation = rangec / sumc if lightness <= 0.5 else rangec / (2.0 - maxc - minc)
    rc = (maxc - r) / rangec
    gc = (maxc - g) / rangec
    bc = (maxc - b) / rangec
    if r == maxc:
        hue = bc - gc
    elif g == maxc:
        hue = 2.0 + rc - bc
    else:
        hue = 4.0 + gc - rc
    return (hue / 6.0) % 1.0, lightness, saturation


def same(name: str, *arguments: Any) -> None:
    if name == "rgb_to_hls" and not STANDARD_HLS_IS_RIGHT:
        expected = outcome(rgb_to_hls_of_python_3_12, *arguments)
    else:
        expected = outcome(getattr(standard, name), *arguments)
    assert outcome(getattr(colorsys, name), *arguments) == expected, (name, arguments)


def vectors() -> Iterator[tuple[int, int, tuple[float, ...]]]:
    """The golden calls of CPython's functions; see testdata/colorsys/README.md."""
    data = gzip.decompress((ROOT / "testdata" / "colorsys" / "vectors.bin.gz").read_bytes())
    magic, count = struct.unpack_from("<8sQ", data)
    assert (magic, len(data)) == (b"colorsys", 16 + 56 * count)
    for function, outcome, *numbers in struct.iter_unpack("<BB6x6d", data[16:]):
        yield function, outcome, tuple(numbers)


class TestGoldenVectors:
    EXCEPTIONS = (None, ZeroDivisionError, ValueError, OverflowError)

    @pytest.mark.parametrize("source", ["module", "library"])
    def test_every_bit(self, source: str) -> None:
        functions = [getattr(colorsys, name) if source == "module" else of_the_library(name) for name in NAMES]
        wrong = []
        count = 0
        for function, expected, numbers in vectors():
            count += 1
            arguments, results = numbers[:3], numbers[3:]
            got = outcome(functions[function], *arguments)
            if expected:
                right = got[0] is self.EXCEPTIONS[expected]
            else:
                right = got == [bits(x) for x in results]
            if not right:
                wrong.append((NAMES[function], arguments, got))
        assert count == 89419
        assert wrong == []


FLOATS = st.one_of(st.floats(), st.floats(0, 1), st.sampled_from([0.0, -0.0, 0.5, 1.0, 1 / 3, 1 / 6, 2.0, 255.0]))
INTEGERS = st.one_of(st.integers(-3, 3), st.integers(0, 255), st.integers(-(2**54), 2**54), st.just(10**400))
NUMBERS = st.one_of(FLOATS, INTEGERS, st.booleans())


@pytest.mark.parametrize("name", NAMES)
class TestAgainstTheStandardModule:
    @settings(max_examples=300, deadline=None)
    @given(x=FLOATS, y=FLOATS, z=FLOATS)
    def test_floats(self, name: str, x: float, y: float, z: float) -> None:
        same(name, x, y, z)

    @settings(max_examples=500, deadline=None)
    @given(x=NUMBERS, y=NUMBERS, z=NUMBERS)
    @example(0, 1, 1)
    @example(0.0, 1, 0)
    @example(-1, 0, 1)
    @example(0.25, 1, True)
    @example(0.1, 1e-300, 2**52)
    @example(math.nan, 0, 10**400)
    def test_mixed_numbers(self, name: str, x: Any, y: Any, z: Any) -> None:
        same(name, x, y, z)

    def test_small_integers(self, name: str) -> None:
        for arguments in itertools.product([-2, -1, 0, 1, 2, 3, 255, True], repeat=3):
            same(name, *arguments)

    def test_integers_around_the_largest_exact_ones(self, name: str) -> None:
        rng = random.Random(1)
        edges = [sign * (2**power + d) for sign in (1, -1) for power in (51, 52, 53, 54) for d in (-1, 0, 1)]
        for _ in range(500):
            same(name, *(rng.choice([*edges, 0, 1, 0.5]) for _ in range(3)))

    def test_fractions(self, name: str) -> None:
        rng = random.Random(2)
        for _ in range(300):
            numbers = [fractions.Fraction(rng.randrange(-4, 9), rng.randrange(1, 7)), rng.random(), rng.randrange(3)]
            same(name, *(rng.choice(numbers) for _ in range(3)))

    @pytest.mark.parametrize(
        "thing", [None, "0.5", b"1", 1j, decimal.Decimal("0.5"), [0.5], object], ids=lambda thing: type(thing).__name__
    )
    def test_what_is_no_number(self, name: str, thing: Any) -> None:
        for arguments in itertools.product([thing, 0.5, 1], repeat=3):
            if sys.version_info < (3, 10) and arguments == (thing,) * 3 and name in ("rgb_to_hls", "rgb_to_hsv"):
                continue  # difference not-numbers
            same(name, *arguments)

    def test_subclasses_of_float_and_int(self, name: str) -> None:
        class Level(float):
            def __mul__(self, other: float) -> Any:
                return Level(float(self) * other * 2)

            __rmul__ = __mul__

        class Step(int):
            pass

        for arguments in itertools.product([Level(0.25), 0.5, Step(1)], repeat=3):
            same(name, *arguments)

    def test_scalars_of_numpy(self, name: str) -> None:
        numpy = pytest.importorskip("numpy")
        with numpy.errstate(all="ignore"):
            for arguments in itertools.product(
                [numpy.float64(0.25), numpy.float32(0.5), numpy.uint8(3), 0.5], repeat=3
            ):
                same(name, *arguments)

    def test_nan_infinity_and_zeros(self, name: str) -> None:
        special = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, 5e-324, 1.7976931348623157e308, -1e308, 0, True]
        for arguments in itertools.product(special, repeat=3):
            same(name, *arguments)

    def test_the_parameters_have_their_names(self, name: str) -> None:
        names = name.partition("_to_")[0]
        arguments = dict(zip(names, (0.1, 0.2, 0.3)))
        assert getattr(colorsys, name)(**arguments) == getattr(colorsys, name)(0.1, 0.2, 0.3)
        with pytest.raises(TypeError):
            getattr(colorsys, name)(0.1, 0.2)


class TestObjectsThatComeBack:
    """Some results are an argument itself."""

    def test_the_value_is_the_largest_component(self) -> None:
        for colour in ((0.1, 0.2, 1e300), (True, 0, 0.5), (2**60, 1, 2)):
            assert colorsys.rgb_to_hsv(*colour)[2] is max(colour)

    @pytest.mark.parametrize("grey", [1, True, 0.3, 10**30])
    def test_greys(self, grey: Any) -> None:
        assert all(x is grey for x in colorsys.hsv_to_rgb(math.nan, 0, grey))
        assert all(x is grey for x in colorsys.hls_to_rgb(math.nan, grey, 0.0))
        assert colorsys.rgb_to_hsv(grey, grey, grey)[2] is grey

    @pytest.mark.parametrize(("sector", "place"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 0), (6, 0), (-1, 0)])
    def test_an_integer_value_stays_one(self, sector: int, place: int) -> None:
        rgb = colorsys.hsv_to_rgb((sector + (0.5 if sector >= 0 else -0.5)) / 6.0, 0.5, 200)
        assert [type(x) for x in rgb].index(int) == place
        assert rgb[place] == 200


class TestExceptions:
    def test_texts_are_the_interpreters(self) -> None:
        with pytest.raises(ZeroDivisionError, match=r"^(float )?division by zero$"):
            colorsys.rgb_to_hls(-1.0, 0.0, 1.0)
        with pytest.raises(ZeroDivisionError, match=r"^division by zero$"):
            colorsys.rgb_to_hsv(-1, 0, 0)
        with pytest.raises(ValueError, match=r"^cannot convert float NaN to integer$"):
            colorsys.hsv_to_rgb(math.nan, 1.0, 1.0)
        with pytest.raises(OverflowError, match=r"^cannot convert float infinity to integer$"):
            colorsys.hsv_to_rgb(1e308, 1.0, 1.0)

    def test_near_white_is_a_colour(self) -> None:
        """Python 3.10 raises ZeroDivisionError here."""
        assert colorsys.rgb_to_hls(1, 1, 0.9999999999999999) == (1 / 6, 1.0, 1.0)


class TestNames:
    def test_all(self) -> None:
        assert colorsys.__all__ == standard.__all__ == NAMES

    def test_constants_and_helper(self) -> None:
        for name in "ONE_THIRD", "ONE_SIXTH", "TWO_THIRD":
            assert getattr(colorsys, name) == getattr(standard, name)
        for hue in (-0.1, 0.0, 0.1, 0.4, 0.6, 0.9):
            assert colorsys._v(0.25, 0.75, hue) == standard._v(0.25, 0.75, hue)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", NAMES)
class TestAgainstTheLibrary:
    """The arithmetic of Python and that of the library are two: they agree in every bit."""

    @staticmethod
    def agree(name: str, colours: Any) -> None:
        function, theirs = getattr(colorsys, name), of_the_library(name)
        wrong = []
        for colour in colours:
            ours, expected = outcome(function, *colour), outcome(theirs, *colour)
            if type(ours) is tuple:
                ours, expected = ours[0], expected[0]  # the texts are the interpreter's
            if ours != expected:
                wrong.append((colour, ours, expected))
        assert wrong == []

    def test_colours_in_range(self, name: str) -> None:
        rng = random.Random(name)
        self.agree(name, ([rng.random() for _ in range(3)] for _ in range(20000)))

    def test_levels_of_8_bits(self, name: str) -> None:
        rng = random.Random(name)
        self.agree(name, ([rng.randrange(256) / 255.0 for _ in range(3)] for _ in range(20000)))

    def test_numbers_of_any_size(self, name: str) -> None:
        rng = random.Random(name)
        patterns = (struct.unpack("<3d", rng.getrandbits(192).to_bytes(24, "little")) for _ in range(20000))
        self.agree(name, patterns)

    def test_nan_infinity_zeros_and_what_lies_beside_the_limits(self, name: str) -> None:
        special = [math.nan, math.inf, -math.inf, 0.0, -0.0, 5e-324, 1.7976931348623157e308, -1e308, -1.0, 2.0]
        limits = [1 / 6, 1 / 3, 0.5, 2 / 3, 5 / 6, 1.0]
        beside = [x * (1 + d * sys.float_info.epsilon) for x in limits for d in (-1, 0, 1)]
        self.agree(name, itertools.product([*special, *beside], repeat=3))
