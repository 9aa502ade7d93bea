"""Bytes in, bytes out: files in memory, without a copy."""

from __future__ import annotations

import io
import mmap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmservices import wave

RAMP = np.arange(1000, dtype="i2").reshape(-1, 2)
DATA = wave.encode(RAMP, 8000)


@pytest.mark.parametrize(
    "buffer",
    [memoryview(DATA), bytearray(DATA), memoryview(bytearray(DATA)), memoryview(np.frombuffer(DATA, "u1"))],
    ids=["bytes", "bytearray", "writable", "array"],
)
def test_buffers_are_files(buffer: Any) -> None:
    np.testing.assert_array_equal(wave.read(buffer, dtype="int16")[0], RAMP)
    assert wave.info(buffer).frames == 500
    assert sum(len(block) for block in wave.blocks(buffer, 100)) == 500
    assert [chunk.id for chunk in wave.chunks(buffer)] == [b"JUNK", b"fmt ", b"data"]


def test_a_map_is_a_file_at_its_position(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"before" + DATA + b"behind")
    with open(tmp_path / "x", "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        mapped.seek(6)
        np.testing.assert_array_equal(wave.read(mapped, 10, dtype="int16")[0], RAMP[:10])
        assert mapped.tell() == 6 + 80 + 40


def test_a_buffer_cannot_be_resized_while_it_is_read() -> None:
    buffer = bytearray(DATA)
    blocks = wave.blocks(buffer, 10)
    next(blocks)
    with pytest.raises(BufferError):
        buffer.append(0)
    blocks.close()
    buffer.append(0)


def test_nothing_is_copied() -> None:
    """The samples that come are those of this moment."""
    buffer = bytearray(DATA)
    blocks = wave.blocks(memoryview(buffer), 10, dtype="int16")
    next(blocks)
    end = wave.info(memoryview(DATA)).data_offset + 2000
    buffer[end - 2 : end] = b"\x39\x30"
    *_, last = blocks
    assert last[-1, 1] == 12345


def test_encode_is_what_write_writes(tmp_path: Path) -> None:
    file = io.BytesIO()
    wave.write(file, RAMP, 8000)
    wave.write(tmp_path / "x.wav", RAMP, 8000)
    assert DATA == file.getvalue() == (tmp_path / "x.wav").read_bytes()
