"""The sound functions without NumPy: arrays, bytearrays and memoryviews in its place."""

from __future__ import annotations

import array
import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mmservices import _numbers, wave
from test_library import python
from test_sound_read import OnlyRead, ramp

SAMPLES = [100 * frame + channel for frame in range(10) for channel in range(2)]


@pytest.fixture(autouse=True)
def no_numpy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "numpy", None)
    _numbers.numpy.cache_clear()
    yield
    _numbers.numpy.cache_clear()


def test_nothing_imports_numpy_before_it_is_needed() -> None:
    program = """
import io, sys
from mmservices import colorsys, wave
wave.info(io.BytesIO(%r))
print("numpy" in sys.modules)
"""
    assert python(program % ramp()) == "False\n"


def test_samples_come_flat_in_an_array() -> None:
    for dtype, code in (("int16", "h"), ("int32", "i"), ("float32", "f"), ("float64", "d")):
        samples, rate = wave.read(io.BytesIO(ramp()), dtype=dtype)
        assert (type(samples), samples.typecode, rate) == (array.array, code, 8000)
        scale = {"int16": 1, "int32": 65536}.get(dtype, 1 / 32768)
        assert samples.tolist() == [x * scale for x in SAMPLES]


def test_or_in_a_bytearray() -> None:
    samples, _ = wave.read(io.BytesIO(ramp()), dtype="int24")
    assert samples == b"".join((x << 8).to_bytes(3, "little") for x in SAMPLES)
    samples, _ = wave.read(io.BytesIO(ramp()), dtype="uint8")
    assert isinstance(samples, bytearray)
    assert samples == bytes(128 + round(x / 256) for x in SAMPLES)


def test_they_can_grow() -> None:
    samples, _ = wave.read(io.BytesIO(ramp()), dtype="int16")
    samples.append(7)
    assert len(samples) == 21


def test_always_2d_is_refused() -> None:
    with pytest.raises(TypeError, match="always_2d needs NumPy"):
        wave.read(io.BytesIO(ramp()), always_2d=True)


def test_fill_value() -> None:
    samples, _ = wave.read(io.BytesIO(ramp()), start=9, frames=3, fill_value=-1, dtype="int16")
    assert samples.tolist() == [900, 901, -1, -1, -1, -1]


@pytest.mark.parametrize("out", [array.array("h", [0] * 20), memoryview(bytearray(40)).cast("h", (10, 2))])
def test_out(out: Any) -> None:
    result, _ = wave.read(io.BytesIO(ramp()), out=out)
    assert result is out
    assert bytes(out) == struct.pack("<20h", *SAMPLES)


def test_blocks() -> None:
    found = [block.tolist() for block in wave.blocks(io.BytesIO(ramp(5, 1)), 3, overlap=1, dtype="int16")]
    assert found == [[0, 100, 200], [200, 300, 400]]
    assert [len(block) for block in wave.blocks(io.BytesIO(ramp(5, 2)), 3, dtype="int24")] == [18, 12]


def test_write() -> None:
    file = io.BytesIO()
    wave.write(file, array.array("h", SAMPLES), 8000, channels=2, plain=True)
    assert file.getvalue() == ramp()


class TestPlanar:
    @pytest.mark.parametrize(("dtype", "code"), [("int16", "h"), ("int32", "i"), ("float32", "f"), ("float64", "d")])
    def test_samples_come_in_a_list_of_arrays(self, dtype: str, code: str) -> None:
        flat, _ = wave.read(io.BytesIO(ramp()), dtype=dtype)
        planes, _ = wave.read(io.BytesIO(ramp()), dtype=dtype, planar=True)
        assert [plane.typecode for plane in planes] == [code, code]
        assert planes == [flat[::2], flat[1::2]]

    def test_or_of_bytearrays(self) -> None:
        planes, _ = wave.read(io.BytesIO(ramp(2)), dtype="int24", planar=True)
        assert planes == [bytearray.fromhex("000000 006400"), bytearray.fromhex("000100 006500")]

    def test_of_one_channel_too_whatever_always_2d(self) -> None:
        for always_2d in (False, True):
            samples, _ = wave.read(io.BytesIO(ramp(3, 1)), dtype="int16", planar=True, always_2d=always_2d)
            assert samples == [array.array("h", [0, 100, 200])]

    def test_streams_that_declare_more_than_they_have(self) -> None:
        data = ramp(3)[:40] + b"\xff\xff\xff\x7f" + ramp(3)[44:]
        planes, _ = wave.read(OnlyRead(data), dtype="int16", planar=True)
        assert planes == [array.array("h", [0, 100, 200]), array.array("h", [1, 101, 201])]
        planes[0].append(7)

    def test_out(self) -> None:
        out = [array.array("h", [7] * 4) for _ in range(2)]
        result, _ = wave.read(io.BytesIO(ramp(3)), planar=True, out=out)
        assert [view.tolist() for view in result] == [[0, 100, 200], [1, 101, 201]]
        assert [view.obj for view in result] == out

    def test_blocks(self) -> None:
        found = wave.blocks(io.BytesIO(ramp(3)), 2, overlap=1, dtype="int16", planar=True)
        assert [[plane.tolist() for plane in block] for block in found] == [
            [[0, 100], [1, 101]],
            [[100, 200], [101, 201]],
        ]

    def test_write(self) -> None:
        file = io.BytesIO()
        wave.write(
            file, [array.array("h", SAMPLES[::2]), array.array("h", SAMPLES[1::2])], 8000, planar=True, plain=True
        )
        assert file.getvalue() == ramp()


class TestConvert:
    def test_gives_a_flat_array(self) -> None:
        samples = wave.convert(memoryview(array.array("h", SAMPLES)).cast("B").cast("h", (10, 2)), "float32")
        assert samples == array.array("f", [x / 32768 for x in SAMPLES])

    def test_or_a_bytearray(self) -> None:
        assert wave.convert(array.array("h", [0, -32768]), "uint8") == bytearray([128, 0])
        packed = wave.convert(array.array("h", [0, -32768]), "int24")
        assert packed == bytearray.fromhex("000000 000080")
        assert wave.convert(packed, "int16", from_dtype="int24") == array.array("h", [0, -32768])

    def test_of_nothing(self) -> None:
        assert wave.convert(b"", "float32") == array.array("f")

    def test_out(self) -> None:
        samples = array.array("i", [1 << 24])
        assert wave.convert(samples, "int24_right", out=samples) is samples
        assert samples.tolist() == [1 << 16]


def test_a_list_is_refused() -> None:
    with pytest.raises(TypeError, match="data must be an array or another buffer, not list"):
        wave.write(io.BytesIO(), [0.5], 8000)


def test_map(tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(ramp())
    with wave.map(tmp_path / "x.wav") as mapped:
        assert mapped.samples.shape == (10, 2)
        assert mapped.samples.tolist()[9] == [900, 901]
        assert mapped.samples.readonly
