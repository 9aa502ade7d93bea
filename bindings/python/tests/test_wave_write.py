"""What mmservices.wave.Wave_write promises."""

from __future__ import annotations

import array
import ctypes
import decimal
import fractions
import gc
import io
import mmap
import os
import random
import struct
import sys
import threading
import wave as standard
from pathlib import Path
from typing import Any, Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Recorder, new_writer, small_steps
from mmservices import wave
from test_wave_read import run_python

# The headers of CPython 3.15 (Lib/wave.py, Wave_write._write_header): 44 bytes for integers, 56 for floats.
GOLDEN = {
    "16 bits, 2 channels, 1 frame": (
        (2, 2, 44100, 0, "NONE", ""),
        b"abcd",
        "52494646 28000000 57415645 666d7420 10000000 0100 0200 44ac0000 10b10200 0400 1000 64617461 04000000 61626364",
    ),
    "8 bits, odd length": (
        (1, 1, 8000, 0, "NONE", ""),
        b"abc",
        "52494646 28000000 57415645 666d7420 10000000 0100 0100 401f0000 401f0000 0100 0800 64617461 03000000 61626300",
    ),
    "24 bits, 3 channels": (
        (3, 3, 48000, 0, "NONE", ""),
        b"abcdefghi",
        "52494646 2e000000 57415645 666d7420 10000000 0100 0300 80bb0000 80970600 0900 1800 64617461 09000000"
        "616263646566676869 00",
    ),
    "32-bit floats": (
        (1, 4, 8000, 0, "NONE", "", 3),
        b"abcdefgh",
        "52494646 38000000 57415645 666d7420 10000000 0300 0100 401f0000 007d0000 0400 2000 66616374 04000000 02000000"
        "64617461 08000000 6162636465666768",
    ),
    "64-bit floats, 2 channels": (
        (2, 8, 48000, 0, "NONE", "", 3),
        bytes(16),
        "52494646 40000000 57415645 666d7420 10000000 0300 0200 80bb0000 00b80b00 1000 4000 66616374 04000000 01000000"
        "64617461 10000000 00000000000000000000000000000000",
    ),
}

MONO = (1, 2, 8000, 0, "NONE", "not compressed")


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("kind", ["name", "BytesIO"])
def test_golden_files(name: str, kind: str, tmp_path: Path) -> None:
    params, data, golden = GOLDEN[name]
    file = io.BytesIO()
    path = tmp_path / "file.wav"
    with new_writer(str(path) if kind == "name" else file, params) as writer:
        writer.writeframes(data)
    written = path.read_bytes() if kind == "name" else file.getvalue()
    assert written.hex() == golden.replace(" ", "")


class TestSetters:
    @pytest.mark.parametrize(
        ("setter", "value", "message"),
        [
            ("setnchannels", 0, "bad # of channels"),
            ("setsampwidth", 0, "bad sample width"),
            ("setsampwidth", 5, "bad sample width"),
            ("setframerate", 0, "bad frame rate"),
            ("setframerate", -8000, "bad frame rate"),
            ("setframerate", 0.4, "bad frame rate"),
            ("setframerate", 0.5, "bad frame rate"),
            ("setformat", 2, "unsupported wave format"),
            ("setformat", wave.WAVE_FORMAT_EXTENSIBLE, "unsupported wave format"),
        ],
    )
    def test_refuse(self, setter: str, value: Any, message: str) -> None:
        writer = new_writer()
        with pytest.raises(wave.Error) as caught:
            getattr(writer, setter)(value)
        assert caught.value.args == (message,)

    @pytest.mark.parametrize("comptype", [b"NONE", "none", None, "ULAW"])
    def test_the_only_compression_type_is_none(self, comptype: Any) -> None:
        writer = new_writer()
        with pytest.raises(wave.Error, match=r"^unsupported compression type$"):
            writer.setcomptype(comptype, "")

    @pytest.mark.parametrize(
        ("value", "rounded"),
        [(1.5, 2), (2.5, 2), (44100.4, 44100), (0.6, 1), (fractions.Fraction(7, 2), 4), (decimal.Decimal("3.5"), 4)],
    )
    def test_the_frame_rate_is_rounded(self, value: Any, rounded: int) -> None:
        writer = new_writer()
        writer.setframerate(value)
        assert writer.getframerate() == rounded

    @pytest.mark.parametrize(
        ("value", "kind", "message"),
        [
            (float("nan"), ValueError, "cannot convert float NaN to integer"),
            (float("inf"), OverflowError, "cannot convert float infinity to integer"),
            ("8000", TypeError, "type str doesn't define __round__ method"),
            (None, TypeError, "type NoneType doesn't define __round__ method"),
        ],
    )
    def test_what_is_no_frame_rate(self, value: Any, kind: Any, message: str) -> None:
        writer = new_writer()
        with pytest.raises(kind) as caught:
            writer.setframerate(value)
        assert caught.value.args == (message,)

    @pytest.mark.parametrize("width", [1, 2, 3, 5, 16])
    def test_floats_have_4_or_8_bytes(self, width: int) -> None:
        message = r"^unsupported sample width for IEEE float format$"
        writer = new_writer()
        writer.setformat(wave.WAVE_FORMAT_IEEE_FLOAT)
        with pytest.raises(wave.Error, match=message):
            writer.setsampwidth(width)
        if width < 4:
            writer.setformat(wave.WAVE_FORMAT_PCM)
            writer.setsampwidth(width)
            with pytest.raises(wave.Error, match=message):
                writer.setformat(wave.WAVE_FORMAT_IEEE_FLOAT)

    def test_after_writing_nothing_can_be_set(self) -> None:
        writer = new_writer(params=MONO)
        writer.writeframes(b"")
        writer.setnframes(0)
        writer.writeframes(b"a")
        for setter, arguments in {
            "setnchannels": ("x",),
            "setsampwidth": (0,),
            "setframerate": (None,),
            "setnframes": (0,),
            "setformat": (99,),
            "setcomptype": ("x", 0),
            "setparams": (None,),
        }.items():
            with pytest.raises(wave.Error, match=r"^cannot change parameters after starting to write$"):
                getattr(writer, setter)(*arguments)


class TestSetparams:
    def test_six_parameters_are_those_of_integers(self) -> None:
        writer = new_writer()
        writer.setformat(wave.WAVE_FORMAT_IEEE_FLOAT)
        writer.setparams((1, 2, 8000, 5, "NONE", "name"))
        assert writer.getformat() == wave.WAVE_FORMAT_PCM
        assert writer.getparams() == (1, 2, 8000, 5, "NONE", "name")

    def test_the_seventh_is_the_format(self) -> None:
        writer = new_writer()
        writer.setparams([1, 8, 8000, 0, "NONE", "", wave.WAVE_FORMAT_IEEE_FLOAT])
        assert (writer.getformat(), writer.getsampwidth()) == (wave.WAVE_FORMAT_IEEE_FLOAT, 8)

    @pytest.mark.parametrize(
        ("params", "kind", "message"),
        [
            ((), ValueError, "not enough values to unpack (expected 7, got 0)"),
            ((1,) * 5, ValueError, "not enough values to unpack (expected 7, got 5)"),
            ((1,) * 8, ValueError, "too many values to unpack (expected 7"),
            (None, TypeError, "object of type 'NoneType' has no len()"),
            (iter(MONO), TypeError, "object of type 'tuple_iterator' has no len()"),
        ],
    )
    def test_another_number_is_an_error(self, params: Any, kind: Any, message: str) -> None:
        writer = new_writer()
        with pytest.raises(kind) as caught:
            writer.setparams(params)
        assert str(caught.value).startswith(message)

    def test_what_was_set_before_the_fault_stays(self) -> None:
        writer = new_writer()
        with pytest.raises(wave.Error):
            writer.setparams((3, 9, 8000, 0, "NONE", ""))
        assert writer.getnchannels() == 3


class TestGetters:
    @pytest.mark.parametrize(
        ("getter", "kind", "message"),
        [
            ("getnchannels", wave.Error, "number of channels not set"),
            ("getsampwidth", wave.Error, "sample width not set"),
            ("getframerate", wave.Error, "frame rate not set"),
            ("getparams", wave.Error, "not all parameters set"),
            ("getcomptype", AttributeError, "'Wave_write' object has no attribute '_comptype'"),
            ("getcompname", AttributeError, "'Wave_write' object has no attribute '_compname'"),
        ],
    )
    def test_what_was_not_set(self, getter: str, kind: Any, message: str) -> None:
        writer = new_writer()
        with pytest.raises(kind) as caught:
            getattr(writer, getter)()
        assert caught.value.args == (message,)

    def test_at_first(self) -> None:
        writer = new_writer()
        assert (writer.getformat(), writer.getnframes(), writer.tell()) == (wave.WAVE_FORMAT_PCM, 0, 0)

    def test_frames_written_and_frames_declared(self) -> None:
        writer = new_writer(params=MONO)
        writer.writeframes(b"abcd")
        writer.writeframesraw(b"abc")
        writer.writeframesraw(b"abc")
        assert writer.tell() == writer.getnframes() == 4
        assert writer.getparams().nframes == 2
        writer.close()
        assert writer.getnframes() == 4


class TestMissingParameters:
    def test_they_are_asked_for_in_order(self) -> None:
        writer = new_writer()
        for setter, value, message in (
            ("setnchannels", 1, "# channels not specified"),
            ("setsampwidth", 2, "sample width not specified"),
            ("setframerate", 8000, "sampling rate not specified"),
        ):
            for write in writer.writeframes, writer.writeframesraw:
                with pytest.raises(wave.Error) as caught:
                    write(b"abcd")
                assert caught.value.args == (message,)
            getattr(writer, setter)(value)
        writer.writeframes(b"abcd")

    def test_close_asks_for_them_once(self, tmp_path: Path) -> None:
        writer = new_writer(str(tmp_path / "file.wav"))
        with pytest.raises(wave.Error, match="# channels not specified"):
            writer.close()
        writer.close()
        assert (tmp_path / "file.wav").read_bytes() == b""

    def test_an_exception_within_with_is_their_context(self) -> None:
        with pytest.raises(wave.Error, match="# channels not specified") as caught, new_writer():
            raise KeyError("mine")
        assert isinstance(caught.value.__context__, KeyError)

    def test_with_them_it_passes_and_the_file_is_completed(self) -> None:
        file = io.BytesIO()
        with pytest.raises(KeyError), new_writer(file, MONO):
            raise KeyError("mine")
        assert len(file.getvalue()) == 44


class TestData:
    @pytest.mark.parametrize(
        "data",
        [
            b"abcd",
            bytearray(b"abcd"),
            memoryview(b"abcd"),
            memoryview(bytearray(b"abcd")),
            array.array("h", b"abcd"),
            (ctypes.c_int16 * 2)(*array.array("h", b"abcd")),
            memoryview(b"abcd").cast("B", (2, 2)),
        ],
        ids=lambda data: type(data).__name__,
    )
    @pytest.mark.parametrize("kind", ["name", "BytesIO"])
    def test_any_contiguous_buffer_will_do(self, data: Any, kind: str, tmp_path: Path) -> None:
        file = io.BytesIO()
        path = tmp_path / "file.wav"
        with new_writer(str(path) if kind == "name" else file, MONO) as writer:
            writer.writeframes(data)
        written = path.read_bytes() if kind == "name" else file.getvalue()
        assert written[44:] == b"abcd"

    def test_mapped_files(self, tmp_path: Path) -> None:
        (tmp_path / "samples").write_bytes(b"abcd")
        file = io.BytesIO()
        with (tmp_path / "samples").open("rb") as source:
            mapped = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
            with new_writer(file, MONO) as writer:
                writer.writeframes(mapped)
            mapped.close()
        assert file.getvalue()[44:] == b"abcd"

    def test_arrays_of_numpy(self, tmp_path: Path) -> None:
        numpy = pytest.importorskip("numpy")
        with new_writer(str(tmp_path / "file.wav"), MONO) as writer:
            writer.writeframes(numpy.arange(6, dtype="<i2").reshape(2, 3))
            with pytest.raises(TypeError, match=r"^memoryview: casts are restricted to C-contiguous views$"):
                writer.writeframes(numpy.arange(6, dtype="<i2")[::2])
        assert (tmp_path / "file.wav").read_bytes()[44:] == struct.pack("<6h", *range(6))

    @pytest.mark.parametrize("data", ["abcd", None, 5])
    def test_what_is_no_buffer(self, data: Any) -> None:
        writer = new_writer()
        with pytest.raises(TypeError) as caught:
            writer.writeframes(data)
        kind = type(data).__name__
        assert caught.value.args == (f"memoryview: a bytes-like object is required, not '{kind}'",)

    @pytest.mark.parametrize("kind", ["name", "BytesIO"])
    def test_a_buffer_is_let_go_of(self, kind: str, tmp_path: Path) -> None:
        data = bytearray(b"abcd")
        with new_writer(str(tmp_path / "file.wav") if kind == "name" else None, MONO) as writer:
            writer.writeframes(data)
            data.extend(b"ef")  # a pinned bytearray could not grow

    def test_large_writes_to_a_file_are_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        small_steps(monkeypatch, 100)
        data = bytes(range(256)) * 9
        with new_writer(str(tmp_path / "file.wav"), MONO) as writer:
            writer.writeframes(data)
            assert writer.tell() == len(data) // 2
        assert (tmp_path / "file.wav").read_bytes()[44:] == data

    def test_without_access_to_cpythons_objects_data_is_copied(self, tmp_path: Path, monkeypatch: Any) -> None:
        """As on PyPy."""
        monkeypatch.setattr("mmservices._memory.HAVE_C_API", False)
        path = tmp_path / "file.wav"
        with new_writer(str(path), MONO) as writer:
            writer.writeframes(memoryview(b"abcdef"))
        with wave.open(str(path)) as reader:
            frames = reader.readframes(2)
            assert (type(frames), frames) == (bytes, b"abcd")
            assert reader.readframes(2) == b"ef"


class TestGathering:
    """Small writes to a file opened by name are passed on together."""

    def test_everything_arrives_in_order(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mmservices._writer._GATHER", 100)
        rng = random.Random(1)
        parts = [rng.randbytes(rng.choice([0, 1, 3, 20, 25, 26, 99, 100, 101, 1000])) for _ in range(300)]
        with new_writer(str(tmp_path / "file.wav"), MONO) as writer:
            for part in parts:
                writer.writeframesraw(rng.choice([bytes, bytearray, memoryview])(part))
        data = b"".join(parts)
        written = (tmp_path / "file.wav").read_bytes()
        assert written[44:] == data + bytes(len(data) % 2)
        assert struct.unpack_from("<L", written, 40) == (len(data),)

    def test_a_buffer_can_be_used_again(self, tmp_path: Path) -> None:
        data = bytearray(b"abcd")
        with new_writer(str(tmp_path / "file.wav"), MONO) as writer:
            writer.writeframesraw(data)
            data[:] = b"efgh"
            writer.writeframesraw(data)
        assert (tmp_path / "file.wav").read_bytes()[44:] == b"abcdefgh"

    def test_writeframes_passes_on_what_came_before(self, tmp_path: Path) -> None:
        path = tmp_path / "file.wav"
        with new_writer(str(path), MONO) as writer:
            writer.writeframesraw(b"ab")
            writer.writeframesraw(b"cd")
            writer.writeframes(b"ef")
            assert path.read_bytes()[36:] == b"data\6\0\0\0abcdef"

    def test_a_failure_is_told_by_a_later_call(self) -> None:
        writer = new_writer("/dev/full", MONO)
        with pytest.raises(OSError) as caught:
            for _ in range(2000):
                writer.writeframesraw(bytes(1000))
        assert caught.value.args == (28, "No space left on device")
        with pytest.raises(OSError, match="No space left"):
            writer.close()

    @pytest.mark.parametrize("when", ["before", "behind"])
    def test_an_interrupted_write_is_done_once(self, when: str, tmp_path: Path, monkeypatch: Any) -> None:
        monkeypatch.setattr("mmservices._writer._GATHER", 100)
        with new_writer(str(tmp_path / "file.wav"), MONO) as writer:
            writer.writeframesraw(b"a" * 20)
            writer.writeframesraw(b"b" * 20)
            native: Any = writer._writer
            real = native._write

            def interrupted(data: Any) -> None:
                if when == "behind":
                    real(data)
                raise KeyboardInterrupt

            with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
                patch.setattr(native, "_write", interrupted)
                writer.writeframesraw(b"c" * 100)
            writer.writeframesraw(b"d" * 20)
        assert (tmp_path / "file.wav").read_bytes()[44:] == b"a" * 20 + b"b" * 20 + b"d" * 20

    def test_threads_write_everything_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mmservices._writer._GATHER", 1000)
        with new_writer(str(tmp_path / "file.wav"), (1, 4, 8000, 0, "NONE", "")) as writer:

            def write(first: int) -> None:
                for number in range(first, first + 5000):
                    writer.writeframesraw(struct.pack("<L", number))

            writer.writeframes(b"")  # the header
            threads = [threading.Thread(target=write, args=(first,)) for first in range(0, 20000, 5000)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            writer._datawritten = 80000  # sums of several threads, as in the standard library's module
        with wave.open(str(tmp_path / "file.wav")) as reader:
            assert sorted(struct.unpack("<20000L", reader.readframes(-1))) == list(range(20000))

    def test_near_4_gib_nothing_is_gathered(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """So that the write that is too much fails itself."""
        monkeypatch.setattr("mmservices._writer._NEAR_THE_LIMIT", 1000)
        path = tmp_path / "file.wav"
        with new_writer(str(path), MONO) as writer:
            writer.writeframesraw(bytes(1001 * 100))
            native: Any = writer._writer
            writer.writeframesraw(b"abcd")
            assert native._gathered == []


class TestNumbersThatDoNotFit:
    """The interpreter's own messages, and nothing is written."""

    @pytest.mark.parametrize(
        ("setter", "value"),
        [
            ("setnchannels", 65536),
            ("setnchannels", 32768),
            ("setframerate", 2**32),
            ("setframerate", 2**31),
            ("setnframes", 2**31),
            ("setnframes", -1),
            ("setnframes", -100),
        ],
    )
    def test_struct_error(self, setter: str, value: int) -> None:
        errors = []
        for module in (wave, standard):
            file = io.BytesIO()
            writer = module.open(file, "wb")
            writer.setparams(MONO)
            getattr(writer, setter)(value)
            with pytest.raises(struct.error) as caught:
                writer.writeframes(b"abcd")
            errors.append(caught.value.args)
            if module is wave:
                assert file.getvalue() == b""
            writer._file = None
        assert errors[0] == errors[1]

    @pytest.mark.parametrize(
        ("setter", "value", "message"),
        [
            ("setnframes", 2.5, "unsupported operand type(s) for &: 'float' and 'int'"),
            ("setnchannels", 1.5, "unsupported operand type(s) for &: 'float' and 'int'"),
        ],
    )
    def test_a_float_is_a_type_error(self, setter: str, value: Any, message: str) -> None:
        writer = new_writer(params=MONO)
        getattr(writer, setter)(value)
        with pytest.raises(TypeError) as caught:
            writer.writeframes(b"abcdef")
        assert caught.value.args == (message,)

    def test_the_frames_of_floats_are_counted_by_the_header(self) -> None:
        """Difference late-parameters."""
        file = io.BytesIO()
        with new_writer(file, (1, 4, 8000, 0, "NONE", "", wave.WAVE_FORMAT_IEEE_FLOAT)) as writer:
            writer.writeframes(b"")
            writer.setnchannels(2)
            writer.writeframes(bytes(16))
        assert struct.unpack_from("<L", file.getvalue(), 44) == (4,)

    def test_floats_turned_to_integers_of_8_bytes(self) -> None:
        writer = new_writer(params=(1, 8, 8000, 0, "NONE", "", wave.WAVE_FORMAT_IEEE_FLOAT))
        writer.setformat(wave.WAVE_FORMAT_PCM)
        with pytest.raises(wave.Error, match="64 bits of PCM"):
            writer.writeframes(bytes(8))


class Endless(io.RawIOBase):
    """A seekable file that keeps its first 64 bytes and counts the others."""

    def __init__(self) -> None:
        self.head = bytearray(64)
        self.at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        start, self.at = self.at, self.at + len(data)
        if start < 64:
            self.head[start : self.at] = bytes(data[: 64 - start])[: 64 - start]
        return len(data)

    def tell(self) -> int:
        return self.at

    def seek(self, position: int, whence: int = 0) -> int:
        assert whence == 0
        self.at = position
        return position


def test_past_4_gib_the_file_stays_right() -> None:
    """CPython's own module raises struct.error, leaves the file at the header, and the header wrong."""
    file = Endless()
    writer = new_writer(file, MONO)
    block = bytes(1 << 28)
    for _ in range(15):
        writer.writeframesraw(block)
    with pytest.raises(wave.Error, match="a RIFF file cannot grow past 4 GiB"):
        writer.writeframes(block)
    written = 15 << 28
    assert (file.at, writer.tell()) == (44 + written, written // 2)
    writer.writeframes(b"abcd")
    writer.close()
    assert file.at == 44 + written + 4
    assert struct.unpack_from("<L", file.head, 4) == (36 + written + 4,)
    assert struct.unpack_from("<L", file.head, 40) == (written + 4,)


class TestGarbage:
    @pytest.mark.parametrize("kind", ["name", "BytesIO"])
    def test_a_writer_in_a_cycle_is_completed_when_it_is_collected(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / "file.wav"
        file = io.BytesIO()
        writer = wave.open(str(path) if kind == "name" else file, "wb")
        writer.setparams(MONO)
        writer.writeframesraw(b"ab")
        writer.writeframesraw(b"c")
        writer.myself = writer  # type: ignore[attr-defined]
        del writer
        gc.collect()
        assert (path.read_bytes() if kind == "name" else file.getvalue())[36:] == b"data\3\0\0\0abc\0"


class TestClose:
    def test_a_callers_file_stays_open_and_a_named_one_is_closed(self, tmp_path: Path) -> None:
        file = io.BytesIO()
        new_writer(file, MONO).close()
        assert not file.closed
        writer = new_writer(str(tmp_path / "file.wav"), MONO)
        own = writer._file
        writer.close()
        assert own.closed

    def test_a_named_file_is_closed_also_if_it_cannot_be_completed(self, tmp_path: Path) -> None:
        writer = new_writer(str(tmp_path / "file.wav"))
        own = writer._file
        with pytest.raises(wave.Error):
            writer.close()
        assert own.closed

    def test_afterwards_nothing_can_be_written(self) -> None:
        writer = new_writer(params=MONO)
        writer.close()
        writer.close()
        for write in writer.writeframes, writer.writeframesraw:
            with pytest.raises(AttributeError, match=r"^'NoneType' object has no attribute 'write'$"):
                write(b"abcd")
        assert writer.getparams() == MONO
        writer.setnframes(1)

    def test_the_file_then_stands_at_its_end(self) -> None:
        file = io.BytesIO()
        writer = new_writer(file, MONO)
        writer.writeframes(b"ab")
        writer.writeframesraw(b"cd")
        writer.close()
        assert file.tell() == 48

    def test_a_writer_that_is_dropped_completes_its_file(self, tmp_path: Path) -> None:
        gc.collect()
        before = set(os.listdir("/proc/self/fd"))
        writer = wave.open(str(tmp_path / "file.wav"), "wb")
        writer.setparams(MONO)
        writer.writeframesraw(b"ab")
        writer.writeframesraw(b"cd")
        del writer
        assert set(os.listdir("/proc/self/fd")) == before
        assert (tmp_path / "file.wav").read_bytes()[36:] == b"data\4\0\0\0abcd"

    def test_without_a_file_there_is_one_exception_only(self) -> None:
        for arguments in "", "'/no/such/folder/file.wav'":
            program = (
                f"from mmservices import wave\ntry: wave.Wave_write({arguments})\nexcept (TypeError, OSError): print(1)"
            )
            assert run_python(program) == "1\n"

    @pytest.mark.parametrize("convert", [str, os.fsencode, Path], ids=["str", "bytes", "PathLike"])
    def test_a_name_can_be_any_kind_of_path(self, tmp_path: Path, convert: Any) -> None:
        with wave.open(convert(str(tmp_path / "file.wav")), "w") as writer:
            writer.setparams(MONO)
        assert (tmp_path / "file.wav").stat().st_size == 44

    def test_a_full_disk_is_an_os_error(self) -> None:
        writer = new_writer("/dev/full", MONO)
        writer.writeframesraw(b"abcd")
        with pytest.raises(OSError) as caught:
            writer.close()
        assert caught.value.args == (28, "No space left on device")

    def test_a_named_pipe_is_written_once(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        source = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        try:
            writer = new_writer(str(tmp_path / "pipe"), MONO)
            writer.writeframes(b"abcd")
            with pytest.raises(OSError) as caught:
                writer.writeframes(b"ef")
            assert caught.value.args == (29, "Illegal seek")
            with pytest.raises(OSError):
                writer.close()
            assert os.read(source, 100)[40:] == b"\4\0\0\0abcdef"
        finally:
            os.close(source)


def as_python_3_15(data: bytes, prefix: int, closed: bool) -> bytes:
    """What an older interpreter has written, with the two changes of 3.15 (difference pad-byte): the RIFF size counts
    the byte that pads an odd length, and close writes it."""
    if sys.version_info >= (3, 15) or len(data) < prefix + 44:
        return data
    changed = bytearray(data)
    (size,) = struct.unpack_from("<L", data, prefix + 40)
    struct.pack_into("<L", changed, prefix + 4, 36 + size + size % 2)
    if closed and (len(data) - prefix - 44) % 2:
        changed += b"\0"
    return bytes(changed)


OPERATIONS = st.one_of(
    st.tuples(st.sampled_from(["writeframes", "writeframesraw"]), st.binary(max_size=13)),
    st.tuples(st.sampled_from(["setnchannels"]), st.sampled_from([0, 1, 2, "x", None])),
    st.tuples(st.sampled_from(["setsampwidth"]), st.sampled_from([0, 1, 2, 3, 4, 5, "x", 2.5])),
    st.tuples(st.sampled_from(["setframerate"]), st.sampled_from([0, 8000, 2.5, float("nan"), float("inf")])),
    st.tuples(st.sampled_from(["setnframes"]), st.integers(0, 6)),
    st.tuples(st.sampled_from(["writeframes", "setnframes"]), st.just(None)),
    st.tuples(st.sampled_from(["tell", "getnframes", "getparams", "getnchannels", "getsampwidth"])),
)
FILES: dict[str, Any] = {
    "seekable": Recorder,
    "tell raises": lambda: Recorder(raising={"tell": io.UnsupportedOperation("tell")}),
    "seek raises": lambda: Recorder(raising={"seek": OSError(29, "Illegal seek")}),
    "no tell": lambda: Recorder(without=("tell", "seek")),
}


def outcome(call: Any, *arguments: Any) -> Any:
    try:
        return call(*arguments)
    except Exception as error:
        return type(error).__name__, error.args


def width_of_frames(writer: Any) -> Optional[float]:
    return writer._nchannels * writer._sampwidth


class TestAgainstTheStandardModule:
    @settings(max_examples=400, deadline=None)
    @given(
        params=st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3, 4]), st.sampled_from([1, 8000, 44100])),
        frames=st.integers(0, 6),
        prefix=st.sampled_from([b"", b"odd"]),
        operations=st.lists(OPERATIONS, max_size=8),
        kind=st.sampled_from(sorted(FILES)),
    )
    def test_the_same_calls_give_the_same_file(
        self, params: Any, frames: int, prefix: bytes, operations: Any, kind: str
    ) -> None:
        files = [FILES[kind](), FILES[kind]()]
        writers = []
        for module, file in zip((wave, standard), files):
            file.file.write(prefix)
            writers.append(module.open(file, "wb"))
            writers[-1].setparams((*params, frames, "NONE", "not compressed"))
        ours, theirs = writers
        for name, *arguments in operations:
            if name.startswith("write") and not theirs._headerwritten and isinstance(width_of_frames(theirs), float):
                continue  # difference header-check
            results = [outcome(getattr(writer, name), *arguments) for writer in writers]
            assert results[0] == results[1], (name, arguments)
            written = files[0].file.getvalue(), as_python_3_15(files[1].file.getvalue(), len(prefix), closed=False)
            assert written[0] == written[1], (name, arguments)
            for attribute in "_nframes _nframeswritten _datawritten _datalength _headerwritten".split():
                assert getattr(ours, attribute) == getattr(theirs, attribute), attribute
        if isinstance(width_of_frames(theirs), float):
            for writer in writers:
                writer._file = None
            return
        results = [outcome(writer.close) for writer in writers]
        assert results[0] == results[1]
        assert files[0].file.getvalue() == as_python_3_15(files[1].file.getvalue(), len(prefix), closed=True)

    @pytest.mark.parametrize("name", ["speech-16.wav", "speech-8-stereo.wav", "speech-24-stereo.wav"])
    def test_copies_of_recordings(self, speech: Path, tmp_path: Path, name: str) -> None:
        copies = []
        for module in (wave, standard):
            with module.open(str(speech / name)) as source:
                copy = tmp_path / module.__name__
                with module.open(str(copy), "wb") as writer:
                    writer.setparams(source.getparams())
                    while frames := source.readframes(1000):
                        writer.writeframes(frames)
            copies.append(copy.read_bytes())
        assert copies[0] == as_python_3_15(copies[1], 0, closed=True)
