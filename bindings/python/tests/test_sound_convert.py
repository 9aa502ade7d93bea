"""wave.convert: samples in memory from each type to each other."""

from __future__ import annotations

import array
import io
import itertools
from typing import Any

import numpy as np
import pytest

import sample_model
from conftest import small_steps
from mmservices import wave
from test_library import python
from test_sound_read import ITEMS, noise

DTYPES = sample_model.DTYPES
SIZES = {
    "float64": 8,
    "float32": 4,
    "int64": 8,
    "int32": 4,
    "int16": 2,
    "uint8": 1,
    "int24": 3,
    "int24_left": 4,
    "int24_right": 4,
}


def samples_of(dtype: str) -> Any:
    """150 samples of a type, of shape (50, 3); of floats some are special."""
    data = noise(3 if dtype.startswith("float") else 1, 8 * SIZES[dtype], 3)
    return wave.read(io.BytesIO(data), dtype=dtype)[0]


def expected(samples: Any, source: str, target: str) -> Any:
    """What becomes of samples, by the model."""
    if source.startswith("float"):
        found = sample_model.from_floats(samples.ravel(), target)
    else:
        shift = 8 if source == "int24_left" else 0
        bits = 24 if source.startswith("int24") else 8 * SIZES[source]
        raw = (samples >> shift).astype(samples.dtype).tobytes()
        width = len(raw) // 150
        numbers = sample_model.integers(raw, width, bits)
        found = sample_model.from_integers(numbers, bits, target)
    return found.reshape(50, 3, *found.shape[1:])


class TestTypes:
    @pytest.mark.parametrize(("source", "target"), list(itertools.product(DTYPES, DTYPES)))
    def test_are_converted_by_the_rules(self, source: str, target: str) -> None:
        samples = samples_of(source)
        found = wave.convert(samples, target, from_dtype=source)
        assert found.dtype == ITEMS.get(target, target)
        np.testing.assert_array_equal(found, expected(samples, source, target))

    def test_items_tell_the_type(self) -> None:
        assert wave.convert(np.array([0.5, -1.0], "f4"), "int16").tolist() == [16384, -32768]
        assert wave.convert(b"\x80\xff", "int16").tolist() == [0, 32512]
        assert wave.convert(array.array("i", [1 << 30]), np.float32).tolist() == [0.5]

    def test_a_list_of_floats_is_what_numpy_makes_of_it(self) -> None:
        assert wave.convert([[0.5], [-1.0]], "int16").tolist() == [[16384], [-32768]]


class TestShapes:
    @pytest.mark.parametrize("shape", [(), (0,), (6,), (2, 0), (2, 3), (3, 2, 1), (1, 2, 3, 4)])
    def test_stay(self, shape: tuple[int, ...]) -> None:
        found = wave.convert(np.full(shape, 0.5), "int16")
        assert found.shape == shape
        assert (found == 16384).all()

    @pytest.mark.parametrize("shape", [(0,), (6,), (2, 3), (3, 2, 1)])
    def test_of_packed_samples_have_one_dimension_more(self, shape: tuple[int, ...]) -> None:
        packed = wave.convert(np.full(shape, 0.5), "int24")
        assert packed.shape == (*shape, 3)
        assert wave.convert(packed, "float64", from_dtype="int24").shape == shape

    def test_a_flat_buffer_of_packed_samples(self) -> None:
        for flat in (b"\0\0\x40\0\0\x80", np.frombuffer(b"\0\0\x40\0\0\x80", "u1")):
            assert wave.convert(flat, "float32", from_dtype="int24").tolist() == [0.5, -1.0]

    @pytest.mark.parametrize("index", [np.s_[::2], np.s_[::-1], np.s_[:, ::2], np.s_[:0]])
    def test_an_array_with_gaps(self, index: Any) -> None:
        samples = samples_of("float32")
        np.testing.assert_array_equal(wave.convert(samples[index], "int16"), wave.convert(samples, "int16")[index])

    def test_a_buffer_with_gaps(self) -> None:
        assert wave.convert(memoryview(array.array("h", range(6)))[::2], "int32").tolist() == [0, 131072, 262144]

    def test_an_array_in_the_order_of_fortran(self) -> None:
        samples = samples_of("float32")
        found = wave.convert(np.asfortranarray(samples), "int16")
        np.testing.assert_array_equal(found, wave.convert(samples, "int16"))


class TestOut:
    @pytest.mark.parametrize("target", DTYPES)
    def test_is_filled_and_returned(self, target: str) -> None:
        samples = samples_of("float32")
        wanted = wave.convert(samples, target)
        out = np.zeros_like(wanted)
        assert wave.convert(samples, target, out=out) is out
        np.testing.assert_array_equal(out, wanted)

    @pytest.mark.parametrize(
        "out",
        [
            array.array("h", [0] * 150),
            memoryview(bytearray(300)).cast("h"),
            memoryview(bytearray(300)).cast("h", (50, 3)),
        ],
        ids=["array", "memoryview", "memoryview with a shape"],
    )
    def test_may_be_a_buffer_of_the_shape_or_a_flat_one(self, out: Any) -> None:
        assert wave.convert(samples_of("float32"), "int16", out=out) is out
        assert bytes(out) == wave.convert(samples_of("float32"), "int16").tobytes()

    @pytest.mark.parametrize(
        ("source", "target"),
        [pair for pair in itertools.product(DTYPES, DTYPES) if SIZES[pair[0]] == SIZES[pair[1]]],
    )
    def test_may_be_the_samples_if_sizes_are_the_same(self, source: str, target: str) -> None:
        samples = samples_of(source)
        wanted = wave.convert(samples, target, from_dtype=source)
        out = samples.view(wanted.dtype)
        wave.convert(samples, target, from_dtype=source, out=out)
        np.testing.assert_array_equal(out, wanted)

    def test_may_be_a_part_beside_the_samples(self) -> None:
        both = np.concatenate([samples_of("float32").ravel()] * 2)
        wave.convert(both[:150], "int32", out=both[150:].view("i4"))
        np.testing.assert_array_equal(both[150:].view("i4"), wave.convert(both[:150], "int32"))

    @pytest.mark.parametrize(
        ("out", "dtype", "error", "message"),
        [
            ([0] * 6, "int16", TypeError, "out must be an array or another buffer, not list"),
            (bytes(6), "uint8", ValueError, "out is read-only"),
            (np.zeros((3, 2), "i2").T, "int16", ValueError, "out must be C-contiguous"),
            (np.zeros((2, 3), "f4"), "int16", TypeError, "out has items of float32, but samples of int16 are"),
            (np.zeros((2, 3), ">i2"), "int16", TypeError, "out has items of format '>h'"),
            (np.zeros((3, 2), "i2"), "int16", ValueError, r"out has samples of the shape \(3, 2\), but .* \(2, 3\)"),
            (np.zeros(6, "i2"), "int16", ValueError, r"out has samples of the shape \(6,\), but samples has the shape"),
            (array.array("h", [0] * 7), "int16", ValueError, r"out has samples of the shape \(7,\)"),
            (np.zeros((2, 3), "u1"), "int24", ValueError, r"out has samples of the shape \(2,\)"),
            (np.zeros((2, 3, 4), "u1"), "int24", ValueError, "the last dimension of int24 must be 3"),
        ],
    )
    def test_what_does_not_fit(self, out: Any, dtype: str, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            wave.convert(np.zeros((2, 3)), dtype, out=out)

    def test_must_not_overlap_the_samples(self) -> None:
        samples = np.zeros(12, "f4")
        for dtype, out in (
            ("int32", samples[1:11].view("i4")),
            ("int16", samples[:5].view("i2")),
            ("float64", samples.view("f8")[:5]),
        ):
            with pytest.raises(ValueError, match="samples and out overlap"):
                wave.convert(samples[: len(out)], dtype, out=out)


@pytest.mark.parametrize(
    ("samples", "arguments", "error", "message"),
    [
        ("text", {}, TypeError, "samples must be an array or another buffer, not str"),
        ([1, 2], {}, TypeError, "samples has items of int64: dtype must say that"),
        (np.zeros(4, "u2"), {}, TypeError, "samples has items of uint16"),
        (np.zeros(4, ">f4"), {}, TypeError, "samples has items of format '>f'"),
        (np.zeros(4), {"dtype": "uint16"}, ValueError, "dtype must be one of float64, float32, int64"),
        (np.zeros(4), {"dtype": "text"}, ValueError, "dtype must be one of float64, float32, int64"),
        (np.zeros(4), {"from_dtype": "uint16"}, ValueError, "dtype must be one of float64, float32, int64"),
        (np.zeros(4), {"from_dtype": "int24_right"}, TypeError, "samples of int24_right are items of int32"),
        (
            np.zeros(4, "u1"),
            {"from_dtype": "int24"},
            ValueError,
            r"shape \(4,\): the last dimension of int24 must be 3",
        ),
        (np.zeros((3, 4), "u1"), {"from_dtype": "int24"}, ValueError, "the last dimension of int24 must be 3"),
    ],
)
def test_what_is_refused(samples: Any, arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wave.convert(samples, **{"dtype": "int16", **arguments})


def test_it_is_done_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = samples_of("float32")
    for dtype in DTYPES:
        wanted = wave.convert(samples, dtype)
        with monkeypatch.context() as patch:
            small_steps(patch, 100)
            np.testing.assert_array_equal(wave.convert(samples, dtype), wanted)


def test_a_child_of_fork_converts() -> None:
    program = """
import array, os
from mmservices import wave
def convert():
    return wave.convert(array.array("h", [-16384]), "float32").tolist()
convert()
pid = os.fork()
if pid == 0:
    print(convert(), flush=True)
    os._exit(0)
os.waitpid(pid, 0)
"""
    assert python(program) == "[-0.5]\n"
