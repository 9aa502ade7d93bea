"""wave.blocks: which frames come in which block."""

from __future__ import annotations

import array
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmservices import wave
from test_sound_read import OnlyRead, ramp


def blocks(data: bytes = b"", **arguments: Any) -> list[list[int]]:
    """The blocks of ten frames, 0 to 9, of one channel."""
    found = wave.blocks(io.BytesIO(data or ramp(10, 1)), dtype="int16", **arguments)
    return [[x // 100 for x in block.tolist()] for block in found]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"blocksize": 5}, [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]),
        ({"blocksize": 4}, [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]),
        ({"blocksize": 40}, [list(range(10))]),
        ({"blocksize": 4, "overlap": 1}, [[0, 1, 2, 3], [3, 4, 5, 6], [6, 7, 8, 9]]),
        ({"blocksize": 4, "overlap": 2}, [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7], [6, 7, 8, 9]]),
        ({"blocksize": 6, "overlap": 2}, [[0, 1, 2, 3, 4, 5], [4, 5, 6, 7, 8, 9]]),
        ({"blocksize": 7, "overlap": 2}, [[0, 1, 2, 3, 4, 5, 6], [5, 6, 7, 8, 9]]),
        ({"blocksize": 4, "fill_value": -100}, [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, -1, -1]]),
        (
            {"blocksize": 6, "overlap": 3, "fill_value": -100},
            [[0, 1, 2, 3, 4, 5], [3, 4, 5, 6, 7, 8], [6, 7, 8, 9, -1, -1]],
        ),
        ({"blocksize": 3, "start": 4, "stop": -1}, [[4, 5, 6], [7, 8]]),
        ({"blocksize": 3, "start": -5, "frames": 4}, [[5, 6, 7], [8]]),
        ({"blocksize": 3, "frames": 0}, []),
        ({"blocksize": 3, "start": 8, "frames": 5}, [[8, 9]]),
        ({"blocksize": 3, "start": 8, "frames": 5, "fill_value": 0}, [[8, 9, 0], [0, 0, 0]]),
    ],
)
def test_blocks(arguments: dict[str, int], expected: list[list[int]]) -> None:
    assert blocks(**arguments) == expected


def test_each_block_is_an_object_of_its_own() -> None:
    first, second = wave.blocks(io.BytesIO(ramp(10, 1)), 5, dtype="int16")
    first[:] = 0
    assert second.tolist() == [500, 600, 700, 800, 900]


@pytest.mark.parametrize("out", [np.zeros(4, "i2"), array.array("h", [0] * 4)], ids=["array", "buffer"])
class TestOut:
    def test_is_each_block_but_a_short_last_one(self, out: Any) -> None:
        found = []
        for block in wave.blocks(io.BytesIO(ramp(10, 1)), out=out, overlap=1):
            assert block is out
            found.append(block.tolist())
        assert found == [[0, 100, 200, 300], [300, 400, 500, 600], [600, 700, 800, 900]]

    def test_gives_a_view_for_the_last_block(self, out: Any) -> None:
        found = [(type(block), len(block)) for block in wave.blocks(io.BytesIO(ramp(6, 1)), out=out)]
        assert found == [(type(out), 4), (type(out) if isinstance(out, np.ndarray) else memoryview, 2)]

    def test_may_be_changed_between_blocks(self, out: Any) -> None:
        found = []
        for block in wave.blocks(io.BytesIO(ramp(8, 1)), out=out, overlap=2):
            found.append(block.tolist())
            block[0] = block[3] = -1
        assert found == [[0, 100, 200, 300], [200, 300, 400, 500], [400, 500, 600, 700]]


@pytest.mark.parametrize("dtype", ["float64", "int16", "int24", "uint8"])
@pytest.mark.parametrize("channels", [1, 2])
def test_together_they_are_what_read_gives(dtype: str, channels: int) -> None:
    together = np.concatenate(list(wave.blocks(io.BytesIO(ramp(100, channels)), 7, dtype=dtype)))
    np.testing.assert_array_equal(together, wave.read(io.BytesIO(ramp(100, channels)), dtype=dtype)[0])


def test_a_stream_that_declares_more_than_it_has() -> None:
    data = bytearray(ramp(10, 1))
    data[40:44] = b"\xff\xff\xff\x7f"
    assert [len(block) for block in wave.blocks(OnlyRead(bytes(data)), 4)] == [4, 4, 2]
    assert [len(block) for block in wave.blocks(OnlyRead(bytes(data)), 5)] == [5, 5]


def test_the_file_is_open_until_the_generator_is_closed(tmp_path: Path) -> None:
    (tmp_path / "file.wav").write_bytes(ramp())
    with open(tmp_path / "file.wav", "rb") as file:
        generator = wave.blocks(file, 4)
        next(generator)
        generator.close()  # type: ignore[attr-defined]
        assert file.tell() == 44 + 4 * 4


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({}, TypeError, "one of blocksize and out"),
        ({"blocksize": 4, "out": np.zeros(4)}, TypeError, "one of blocksize and out"),
        ({"blocksize": 4, "overlap": -1}, ValueError, "overlap must not be negative: -1"),
        ({"blocksize": 4, "overlap": 4}, ValueError, "blocksize must be more than the overlap of 4 frames: 4"),
        ({"blocksize": 0}, ValueError, "blocksize must be more than the overlap of 0 frames: 0"),
        ({"blocksize": 4, "dtype": "uint16"}, ValueError, "dtype must be one of"),
    ],
)
def test_wrong_arguments_are_refused_at_once(arguments: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wave.blocks(io.BytesIO(ramp()), **arguments)


def test_out_must_be_longer_than_the_overlap() -> None:
    with pytest.raises(ValueError, match="out must have room for more than the overlap of 4 frames: 4"):
        next(wave.blocks(io.BytesIO(ramp(10, 1)), out=np.zeros(4), overlap=4))
