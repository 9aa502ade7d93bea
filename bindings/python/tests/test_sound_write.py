"""wave.write: what becomes of which data."""

from __future__ import annotations

import array
import io
import os
import struct
import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import riff_model
from mmservices import wave

SUBTYPES = ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"]
NUMBERS = np.array([[0.0, 0.25], [-0.5, 1.0], [-1.0, 1.5]])


def written(data: Any, *arguments: Any, **named: Any) -> bytes:
    file = io.BytesIO()
    wave.write(file, data, *arguments, **named)
    return file.getvalue()


def payload(data: bytes, name: bytes = b"data") -> bytes:
    return next(data[chunk.start : chunk.end] for chunk in riff_model.walk(data)[0] if chunk.name == name)


class TestFormats:
    @pytest.mark.parametrize(
        ("subtype", "form", "code"),
        [
            ("PCM_U8", (1, 2, 8000, 16000, 2, 8), None),
            ("PCM_16", (1, 2, 8000, 32000, 4, 16), "<6h"),
            ("PCM_24", (1, 2, 8000, 48000, 6, 24), None),
            ("PCM_32", (1, 2, 8000, 64000, 8, 32), "<6i"),
            ("FLOAT", (3, 2, 8000, 64000, 8, 32), "<6f"),
            ("DOUBLE", (3, 2, 8000, 128000, 16, 64), "<6d"),
        ],
    )
    def test_subtype_says_how_samples_are_stored(self, subtype: str, form: Any, code: Any) -> None:
        data = written(NUMBERS, 8000, subtype)
        assert struct.unpack_from("<HHLLHH", payload(data, b"fmt ")) == form
        expected = {
            "PCM_U8": bytes([128, 160, 64, 255, 0, 255]),
            "PCM_24": bytes.fromhex("000000 000020 0000c0 ffff7f 000080 ffff7f"),
        }.get(subtype)
        if expected is None:
            limit = {"PCM_16": 2**15, "PCM_32": 2**31}.get(subtype)
            numbers = NUMBERS.ravel().tolist()
            if limit:
                numbers = [int(min(x * limit, limit - 1)) for x in numbers]
            expected = struct.pack(code, *numbers)
        assert payload(data) == expected

    def test_16_bits_are_the_default_whatever_the_data(self) -> None:
        for data in (NUMBERS, NUMBERS.astype("f4"), np.zeros(3, "i4"), np.zeros(3, "u1")):
            assert wave.info(io.BytesIO(written(data, 8000))).subtype == "PCM_16"

    def test_names_may_be_in_small_letters(self) -> None:
        assert written(NUMBERS, 8000, "pcm_24", format="wav") == written(NUMBERS, 8000, "PCM_24")

    @pytest.mark.parametrize(("subtype", "tag"), [("PCM_16", 1), ("FLOAT", 3)])
    def test_wavex_is_extensible(self, subtype: str, tag: int) -> None:
        data = written(NUMBERS, 8000, subtype, format="WAVEX")
        info = wave.info(io.BytesIO(data))
        assert (info.format, info.tag, info.subtype) == ("WAVEX", 0xFFFE, subtype)
        assert info.sub_format == uuid.UUID(f"{tag:08x}-0000-0010-8000-00aa00389b71")

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            ({"subtype": "PCM_S8"}, ValueError, "subtype must be one of PCM_U8, PCM_16, .*, not 'PCM_S8'"),
            ({"subtype": 16}, ValueError, "subtype must be one of"),
            ({"format": "FLAC"}, ValueError, "format must be WAV, WAVEX, RF64, .*, not 'FLAC'"),
            ({"samplerate": 0}, ValueError, "samplerate must be 1 to 4294967295, not 0"),
            ({"samplerate": 1 << 32}, ValueError, "samplerate must be 1 to"),
            ({"samplerate": 44100.5}, TypeError, "float"),
            ({"channels": 0}, ValueError, "channels must be 1 to 65535, not 0"),
            ({"samplerate": 1 << 31}, wave.Error, "cannot be written"),
        ],
    )
    def test_what_is_no_format(self, arguments: Any, error: type[Exception], message: str, tmp_path: Path) -> None:
        with pytest.raises(error, match=message):
            wave.write(tmp_path / "x.wav", NUMBERS, **{"samplerate": 8000, **arguments})
        assert not (tmp_path / "x.wav").exists()


class TestData:
    @pytest.mark.parametrize("dtype", ["float64", "float32", "int32", "int16", "uint8"])
    def test_what_its_items_can_hold_comes_back(self, dtype: str) -> None:
        subtype = dict(
            zip(["float64", "float32", "int32", "int16", "uint8"], ["DOUBLE", "FLOAT", "PCM_32", *SUBTYPES[1::-1]])
        )
        data = np.arange(-30, 30).reshape(-1, 2).astype(dtype)
        samples, rate = wave.read(io.BytesIO(written(data, 8000, subtype[dtype])), dtype=dtype)
        assert rate == 8000
        np.testing.assert_array_equal(samples, data)

    @pytest.mark.parametrize("dtype", ["int24", "int24_left", "int24_right"])
    def test_24_bits_have_to_be_named(self, dtype: str) -> None:
        source = written(np.arange(-3000, 3000, 77, dtype="i4") << 8, 8000, "PCM_24")
        samples, _ = wave.read(io.BytesIO(source), dtype=dtype)
        assert written(samples, 8000, "PCM_24", dtype=dtype) == source
        two = samples.reshape(-1, 2, *samples.shape[1:])
        assert payload(written(two, 8000, "PCM_24", dtype=dtype)) == payload(source)

    def test_a_read_only_array(self) -> None:
        data = NUMBERS.copy()
        data.flags.writeable = False
        assert written(data, 8000) == written(NUMBERS, 8000)

    @pytest.mark.parametrize("index", [np.s_[::2], np.s_[::-1], np.s_[:, ::-1], np.s_[:, :1]])
    def test_an_array_with_gaps(self, index: Any) -> None:
        assert written(NUMBERS[index], 8000) == written(NUMBERS[index].copy(), 8000)

    def test_an_array_in_the_order_of_fortran(self) -> None:
        assert written(np.asfortranarray(NUMBERS), 8000) == written(NUMBERS, 8000)

    @pytest.mark.parametrize(
        "flat",
        [array.array("h", range(6)), memoryview(array.array("h", range(6))), np.arange(6, dtype="i2")],
        ids=["array", "memoryview", "numpy"],
    )
    def test_a_flat_buffer_has_as_many_channels_as_are_told(self, flat: Any) -> None:
        for channels in (1, 2, 3):
            data = written(flat, 8000, channels=channels)
            assert wave.info(io.BytesIO(data)).channels == channels
            assert payload(data) == struct.pack("<6h", *range(6))

    def test_bytes_are_samples_of_8_bits(self) -> None:
        assert payload(written(b"\x00\x80\xff", 8000, "PCM_U8")) == b"\x00\x80\xff"

    def test_or_packed_ones(self) -> None:
        assert payload(written(b"abcdef", 8000, "PCM_24", dtype="int24", channels=2)) == b"abcdef"

    def test_a_memoryview_with_a_shape(self) -> None:
        view = memoryview(array.array("h", range(6))).cast("B").cast("h", (3, 2))
        assert wave.info(io.BytesIO(written(view, 8000))).channels == 2

    def test_a_memoryview_with_gaps(self) -> None:
        assert payload(written(memoryview(array.array("h", range(6)))[::2], 8000)) == struct.pack("<3h", 0, 2, 4)

    def test_no_frames(self) -> None:
        assert wave.info(io.BytesIO(written(np.zeros((0, 2)), 8000))).frames == 0

    def test_a_list_of_floats_is_what_numpy_makes_of_it(self) -> None:
        assert written(NUMBERS.tolist(), 8000) == written(NUMBERS, 8000)

    @pytest.mark.parametrize(
        ("data", "arguments", "error", "message"),
        [
            ([1, 2], {}, TypeError, "data has items of int64: dtype must say that the samples are of int64"),
            ("text", {}, TypeError, "data must be an array or another buffer, not str"),
            (np.zeros(4, "f2"), {}, TypeError, "data has items of format 'e'"),
            (np.zeros(4, ">i2"), {}, TypeError, "data has items of format '>h'"),
            (np.zeros(4, "?"), {}, TypeError, r"data has items of format '\?'"),
            (np.zeros(4, "u2"), {}, TypeError, "data has items of uint16"),
            (np.zeros(4, "i2"), {"dtype": "int24_left"}, TypeError, "samples of int24_left are items of int32"),
            (np.zeros((4, 2, 2)), {}, ValueError, r"data has the shape \(4, 2, 2\): it must be \(frames, 2\)"),
            (np.float64(1), {}, ValueError, r"data has the shape \(\)"),
            (np.zeros((4, 2)), {"channels": 3}, ValueError, r"it must be \(frames, 3\)"),
            (array.array("d", [0] * 5), {"channels": 2}, ValueError, "data has 5 items: no whole frames of 2 channels"),
            (bytes(5), {"dtype": "int24"}, ValueError, "no whole frames of 1 channels"),
        ],
    )
    def test_what_is_no_data(self, data: Any, arguments: Any, error: Any, message: str, tmp_path: Path) -> None:
        with pytest.raises(error, match=message):
            wave.write(tmp_path / "x.wav", data, 8000, **arguments)
        assert not (tmp_path / "x.wav").exists()


class TestTargets:
    def test_names_are_replaced(self, tmp_path: Path) -> None:
        path = tmp_path / "é.wav"
        path.write_bytes(bytes(1000))
        for name in (path, str(path), os.fsencode(path)):
            wave.write(name, NUMBERS, 8000)
            assert path.read_bytes() == written(NUMBERS, 8000)

    def test_a_name_is_in_the_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError) as caught:
            wave.write(tmp_path / "no" / "x.wav", NUMBERS, 8000)
        assert caught.value.filename == str(tmp_path / "no" / "x.wav")

    def test_a_file_object_is_written_at_its_position_and_stays_open(self, tmp_path: Path) -> None:
        with open(tmp_path / "x", "wb") as file:
            file.write(b"before")
            wave.write(file, NUMBERS, 8000)
            file.write(b"behind")
        assert (tmp_path / "x").read_bytes() == b"before" + written(NUMBERS, 8000) + b"behind"

    def test_an_object_that_can_only_write(self) -> None:
        class OnlyWrite:
            def __init__(self) -> None:
                self.pieces: list[bytes] = []

            def write(self, data: bytes) -> int:
                self.pieces.append(bytes(data))
                return len(data)

            def flush(self) -> None:
                pass

        file = OnlyWrite()
        wave.write(file, NUMBERS[:, 0], 8000, "PCM_U8")
        assert b"".join(file.pieces) == written(NUMBERS[:, 0], 8000, "PCM_U8")

    def test_a_descriptor_is_closed(self, tmp_path: Path) -> None:
        descriptor = os.open(tmp_path / "x", os.O_WRONLY | os.O_CREAT)
        wave.write(descriptor, NUMBERS, 8000)
        with pytest.raises(OSError):
            os.fstat(descriptor)
        assert (tmp_path / "x").read_bytes() == written(NUMBERS, 8000)

    def test_a_pipe_that_closefd_keeps_open(self) -> None:
        reading, writing = os.pipe()
        wave.write(writing, NUMBERS, 8000, closefd=False)
        os.write(writing, b"end")
        os.close(writing)
        with open(reading, "rb") as file:
            assert file.read() == written(NUMBERS, 8000) + b"end"

    @pytest.mark.parametrize("file", [None, 1.5, True, bytearray()])
    def test_what_is_no_file(self, file: Any) -> None:
        with pytest.raises(TypeError, match="file must be a name"):
            wave.write(file, NUMBERS, 8000)

    def test_what_a_file_object_raises_comes_through(self) -> None:
        class Full(io.BytesIO):
            def write(self, data: Any) -> int:
                if self.tell() >= 44:
                    raise OSError(28, "No space left on device")
                return super().write(data)

        with pytest.raises(OSError, match="No space left"):
            wave.write(Full(), NUMBERS, 8000)

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
    def test_a_full_disk(self) -> None:
        with pytest.raises(OSError, match="No space left") as caught:
            wave.write("/dev/full", np.zeros(1000), 8000)
        assert caught.value.filename == "/dev/full"
