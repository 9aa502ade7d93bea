"""wave.open of other containers than RIFF, and of data chunks that do not tell their size."""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import wav_files
from mmservices import wave
from test_sound_read import OnlyRead

CONTAINERS = ["RIFX", "RF64", "BW64", "W64"]
SUBTYPES = {"PCM_U8": "B", "PCM_16": "h", "PCM_32": "i", "PCM_64": "q", "FLOAT": "f", "DOUBLE": "d"}


def numbers(subtype: str, count: int = 101) -> np.ndarray[Any, Any]:
    found = np.arange(count) % 251
    return found.astype(SUBTYPES[subtype])


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("subtype", SUBTYPES)
class TestSamples:
    def test_come_in_the_order_of_this_machine(self, container: str, subtype: str, tmp_path: Path) -> None:
        samples = numbers(subtype)
        path = tmp_path / "x.wav"
        dtype = "int64" if subtype == "PCM_64" else None
        wave.write(path, samples, 8000, subtype, container=container, dtype=dtype)
        for file in (path, io.BytesIO(path.read_bytes())):
            with wave.open(file) as reader:
                assert reader.getparams() == (1, samples.itemsize, 8000, 101, "NONE", "not compressed")
                assert reader.readframes(3) == samples[:3].tobytes()
                assert reader.tell() == 3
                assert reader.readframes(-1) == samples[3:].tobytes()
                reader.setpos(50)
                assert reader.readframes(1) == samples[50:51].tobytes()
                reader.rewind()
                assert reader.readframes(-1) == samples.tobytes()

    def test_of_a_pipe(self, container: str, subtype: str) -> None:
        samples = numbers(subtype)
        dtype = "int64" if subtype == "PCM_64" else None
        data = wave.encode(samples, 8000, subtype, container=container, dtype=dtype)
        assert wave.open(OnlyRead(data), "rb").readframes(-1) == samples.tobytes()


def test_24_bits_of_rifx() -> None:
    data = wave.encode(np.array([0x123456 << 8], "i4"), 8000, "PCM_24", container="RIFX")
    assert wave.open(io.BytesIO(data)).readframes(1) == (0x123456).to_bytes(3, sys.byteorder)  # type: ignore[arg-type]


def test_a_cut_sample_of_rifx() -> None:
    data = wave.encode(np.array([1, 2], "i4"), 8000, "PCM_32", container="RIFX")[:-1]
    reader = wave.open(io.BytesIO(data))
    assert reader.getnframes() == 1
    assert reader.readframes(-1)[:4] == struct.pack("=i", 1)


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_chunk_objects_tell_where_the_data_are(container: str) -> None:
    data = wave.encode(np.zeros(10, "i2"), 8000, container=container)
    reader = wave.open(io.BytesIO(data))
    assert reader._data_chunk.getname() == b"data"
    assert reader._data_chunk.chunksize == 20
    assert reader.getfp() is reader._file


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_container_that_is_cut_is_an_error_as_others(container: str) -> None:
    data = wave.encode(np.zeros(10, "i2"), 8000, container=container)
    for size in range(wave.info(memoryview(data)).data_offset):
        with pytest.raises((wave.Error, EOFError)):
            wave.open(io.BytesIO(data[:size]))


class TestNoSize:
    @pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
    @pytest.mark.parametrize("behind", [b"", b"LIST\4\0\0\0INFO"], ids=["nothing", "a LIST"])
    def test_the_data_go_to_the_end(self, size: int, behind: bytes, tmp_path: Path) -> None:
        data = wav_files.pcm(frames=100)
        data = data[:40] + struct.pack("<L", size) + data[44:] + behind
        path = tmp_path / "x.wav"
        path.write_bytes(data)
        for file in (path, io.BytesIO(data)):
            with wave.open(file) as reader:
                assert reader.getnframes() == 100
                assert reader.readframes(-1) == data[44:244]

    def test_an_object_of_unknown_length_is_believed(self) -> None:
        data = wav_files.pcm(frames=100)
        assert wave.open(OnlyRead(data[:40] + bytes(4) + data[44:]), "rb").getnframes() == 0

    def test_nothing_is_nothing(self) -> None:
        for data in (
            wav_files.pcm(frames=0),
            wav_files.riff((b"fmt ", wav_files.fmt()), (b"data", b""), (b"LIST", b"INFO")),
        ):
            assert wave.open(io.BytesIO(data)).getparams()[3] == 0
