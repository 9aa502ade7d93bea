"""What mmservices.wave.Wave_read promises."""

from __future__ import annotations

import builtins
import gc
import io
import os
import pickle
import random
import struct
import subprocess
import sys
import threading
import wave as standard
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import riff_model
import wav_files
from conftest import small_steps
from mmservices import wave

PCM = wav_files.pcm(channels=2, bits=16, frames=10)
SAMPLES = PCM[44:]


def read(data: bytes) -> wave.Wave_read:
    return wave.open(io.BytesIO(data), "rb")


@pytest.fixture(params=["name", "BytesIO", "file"])
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A reader of PCM from one of the kinds of sources."""
    path = tmp_path / "file.wav"
    path.write_bytes(PCM)
    if request.param == "name":
        with wave.open(str(path)) as reader:
            yield reader
    elif request.param == "BytesIO":
        with read(PCM) as reader:
            yield reader
    else:
        with path.open("rb") as file, wave.open(file) as reader:
            yield reader


class TestOpen:
    @pytest.mark.parametrize("convert", [str, os.fsencode, Path], ids=["str", "bytes", "PathLike"])
    def test_a_name_can_be_any_kind_of_path(self, tmp_path: Path, convert: Any) -> None:
        path = tmp_path / "file.wav"
        path.write_bytes(PCM)
        with wave.open(convert(str(path))) as reader:
            assert reader.getnframes() == 10

    @pytest.mark.parametrize("mode", ["", "rU", "r+b", "ab", "rw", ["r"], 1])
    def test_another_mode_is_an_error_before_the_file_is_touched(self, mode: Any) -> None:
        with pytest.raises(wave.Error, match=r"^mode must be 'r', 'rb', 'w', or 'wb'$"):
            wave.open("/no/such/file", mode)

    def test_the_mode_of_a_file_object_counts(self, tmp_path: Path) -> None:
        with (tmp_path / "file.wav").open("wb") as file:
            assert isinstance(wave.open(io.BytesIO(PCM)), wave.Wave_read)
            writer = wave.open(file)
            assert isinstance(writer, wave.Wave_write)
            writer.setparams((1, 1, 1, 0, "NONE", ""))
            writer.close()

    def test_a_missing_file_is_reported_by_the_builtin_open(self) -> None:
        with pytest.raises(FileNotFoundError) as caught:
            wave.open("/no/such/file")
        assert caught.value.filename == "/no/such/file"

    def test_the_builtin_open_can_be_replaced(self) -> None:
        with mock.patch.object(builtins, "open", return_value=io.BytesIO(PCM)) as opened:
            reader = wave.open("any name")
        opened.assert_called_once_with("any name", "rb")
        assert reader.readframes(-1) == SAMPLES

    @pytest.mark.parametrize("thing", [None, 1, bytearray(PCM)], ids=["None", "int", "bytearray"])
    def test_what_is_no_file_object_lacks_read(self, thing: Any) -> None:
        with pytest.raises(AttributeError, match=f"'{type(thing).__name__}' object has no attribute 'read'"):
            wave.open(thing, "rb")

    def test_a_text_file_is_a_type_error(self) -> None:
        with pytest.raises(TypeError, match=r"^a bytes-like object is required, not 'str'$"):
            wave.open(io.StringIO("RIFF\0\0\0\0WAVE"))

    def test_the_parameter_is_called_f(self) -> None:
        assert wave.open(f=io.BytesIO(PCM)).getnframes() == 10
        with pytest.raises(TypeError):
            wave.open(file=io.BytesIO(PCM))  # type: ignore[call-overload]

    def test_a_file_in_the_middle_of_another(self) -> None:
        file = io.BytesIO(b"ababagalamaga" + PCM + b"behind")
        file.seek(13)
        reader = wave.open(file)
        assert reader.readframes(3) == SAMPLES[:12]
        reader.setpos(9)
        assert reader.readframes(3) == SAMPLES[36:]
        reader.rewind()
        assert reader.readframes(1) == SAMPLES[:4]


class TestRefusal:
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"SPAM\0\0\0\0", "file does not start with RIFF id"),
            (b"riff" + PCM[4:], "file does not start with RIFF id"),
            (b"FORM" + PCM[4:], "file does not start with RIFF id"),
            (b"RIFF\0\0\0\0SPAM", "not a WAVE file"),
            (wav_files.riff(), "fmt chunk and/or data chunk missing"),
            (wav_files.riff((b"fmt ", wav_files.fmt())), "fmt chunk and/or data chunk missing"),
            (wav_files.riff((b"data", b"")), "data chunk before fmt chunk"),
            (wav_files.riff((b"fmt ", wav_files.fmt(tag=85)), (b"data", b"")), "unknown format: 85"),
            (wav_files.riff((b"fmt ", wav_files.fmt(bits=0)), (b"data", b"")), "bad sample width"),
            (wav_files.riff((b"fmt ", wav_files.fmt(channels=0)), (b"data", b"")), "bad # of channels"),
            (
                wav_files.riff(
                    (b"fmt ", wav_files.fmt(tag=0xFFFE) + wav_files.extension(16, 0, bytes(range(16)))), (b"data", b"")
                ),
                "unknown extended format: 03020100-0504-0706-0809-0a0b0c0d0e0f",
            ),
        ],
    )
    def test_the_message_is_the_standard_ones(self, data: bytes, message: str) -> None:
        with pytest.raises(wave.Error) as caught:
            read(data)
        assert caught.value.args == (message,)

    @pytest.mark.parametrize("length", [0, 3, 7, 20 + 13, 20 + 15], ids=lambda length: f"{length} bytes")
    def test_a_cut_header_is_an_eof_error_without_text(self, length: int) -> None:
        with pytest.raises(EOFError) as caught:
            read(PCM[:length])
        assert caught.value.args == ()

    def test_a_file_opened_by_name_is_closed(self, tmp_path: Path) -> None:
        (tmp_path / "file.wav").write_bytes(b"SPAM" + PCM[4:])
        files = []
        real = builtins.open

        def remember(*arguments: Any) -> Any:
            files.append(real(*arguments))
            return files[-1]

        with mock.patch.object(builtins, "open", remember), pytest.raises(wave.Error):
            wave.open(str(tmp_path / "file.wav"))
        assert [file.closed for file in files] == [True]

    def test_a_callers_file_stays_open(self) -> None:
        file = io.BytesIO(b"SPAM" + PCM[4:])
        with pytest.raises(wave.Error):
            wave.open(file)
        assert not file.closed


class TestParameters:
    def test_getters(self, reader: wave.Wave_read) -> None:
        assert (reader.getnchannels(), reader.getsampwidth(), reader.getframerate()) == (2, 2, 8000)
        assert (reader.getnframes(), reader.getcomptype(), reader.getcompname()) == (10, "NONE", "not compressed")
        assert reader.getformat() == wave.WAVE_FORMAT_PCM

    def test_getparams_is_a_named_tuple(self, reader: wave.Wave_read) -> None:
        params = reader.getparams()
        assert params == (2, 2, 8000, 10, "NONE", "not compressed")
        assert params._fields == ("nchannels", "sampwidth", "framerate", "nframes", "comptype", "compname")
        assert repr(params).startswith("_wave_params(nchannels=2, ")

    def test_getparams_can_be_pickled(self, reader: wave.Wave_read) -> None:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            params = pickle.loads(pickle.dumps(reader.getparams(), protocol))
            assert params == reader.getparams()
            assert type(params) is wave._wave_params

    def test_getparams_asks_the_getters(self) -> None:
        class Slow(wave.Wave_read):
            def getframerate(self) -> int:
                return super().getframerate() // 2

        assert Slow(io.BytesIO(PCM)).getparams().framerate == 4000

    @pytest.mark.parametrize(("tag", "width"), [(wave.WAVE_FORMAT_IEEE_FLOAT, 4), (wave.WAVE_FORMAT_IEEE_FLOAT, 8)])
    def test_floats(self, tag: int, width: int) -> None:
        data = wav_files.riff((b"fmt ", wav_files.fmt(tag, bits=8 * width)), (b"data", bytes(3 * width)))
        reader = read(data)
        assert (reader.getformat(), reader.getsampwidth(), reader.getnframes()) == (tag, width, 3)

    def test_an_extensible_file_reports_its_tag(self) -> None:
        payload = wav_files.fmt(0xFFFE, bits=24) + wav_files.extension(20, 1, riff_model.PCM_GUID)
        reader = read(wav_files.riff((b"fmt ", payload), (b"data", bytes(9))))
        assert (reader.getformat(), reader.getsampwidth(), reader.getnframes()) == (wave.WAVE_FORMAT_EXTENSIBLE, 3, 3)


class TestFramesThatAreNotThere:
    """The data chunk declares 10 frames of 4 bytes, and 6 are there."""

    CUT = PCM[:-16]

    def test_the_length_of_a_named_file_and_of_a_bytesio_is_that_of_the_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "cut.wav").write_bytes(self.CUT)
        with wave.open(str(tmp_path / "cut.wav")) as by_name:
            assert by_name.getnframes() == 6
            with pytest.raises(wave.Error, match="position not in range"):
                by_name.setpos(7)
        assert read(self.CUT).getnframes() == 6

    def test_of_other_file_objects_it_is_what_the_header_declares(self, tmp_path: Path) -> None:
        (tmp_path / "cut.wav").write_bytes(self.CUT)
        with (tmp_path / "cut.wav").open("rb") as file:
            reader = wave.open(file)
            assert reader.getnframes() == 10
            assert reader.readframes(10) == SAMPLES[:24]
            assert reader.tell() == 6
            reader.setpos(8)
            assert reader.readframes(2) == b""
            reader.setpos(5)
            assert reader.readframes(2) == SAMPLES[20:24]

    def test_a_size_of_4_gib_costs_no_memory(self, tmp_path: Path) -> None:
        """With 1 GiB to spare, where CPython's own module raises MemoryError for a file."""
        data = PCM[:4] + b"\xff" * 4 + PCM[8:40] + b"\xff" * 4 + SAMPLES
        (tmp_path / "file.wav").write_bytes(data)
        program = f"""
import resource
from mmservices import wave
name = {str(tmp_path / "file.wav")!r}
wave.open(name).close()
with open("/proc/self/statm") as statm:
    space = int(statm.read().split()[0]) * resource.getpagesize() + (1 << 30)
resource.setrlimit(resource.RLIMIT_AS, (space, space))
with open(name, "rb") as file:
    for source in name, file:
        with wave.open(source) as reader:
            print(reader.getnframes(), len(reader.readframes(-1)))
"""
        assert run_python(program) == f"10 40\n{0xFFFFFFFF // 4} 40\n"


def interrupt(*_: Any) -> int:
    raise KeyboardInterrupt


def run_python(program: str) -> str:
    """Runs a program with this interpreter and package; returns what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(Path(wave.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


class TestReadframes:
    def test_reads_from_where_the_last_read_ended(self, reader: wave.Wave_read) -> None:
        assert reader.readframes(3) == SAMPLES[:12]
        assert reader.readframes(3) == SAMPLES[12:24]
        assert reader.tell() == 6

    @pytest.mark.parametrize("count", [-1, -100, -1.0, 10, 11, 10**30, 1e9])
    def test_reads_all_that_is_left(self, reader: wave.Wave_read, count: Any) -> None:
        reader.readframes(1)
        assert reader.readframes(count) == SAMPLES[4:]
        assert reader.tell() == 10
        assert reader.readframes(count) == b""

    def test_zero_frames(self, reader: wave.Wave_read) -> None:
        assert reader.readframes(0) == b""
        assert reader.tell() == 0

    def test_true_is_one_frame(self, reader: wave.Wave_read) -> None:
        assert reader.readframes(True) == SAMPLES[:4]

    @pytest.mark.parametrize(
        ("count", "message"),
        [
            (None, "unsupported operand type(s) for *: 'NoneType' and 'int'"),
            ("1", "'<' not supported between instances of 'str' and 'int'"),
            (b"1", "'<' not supported between instances of 'bytes' and 'int'"),
            (1.0, "argument should be integer or None, not 'float'"),
        ],
    )
    def test_what_is_no_number_of_frames(self, reader: wave.Wave_read, count: Any, message: str) -> None:
        reader.readframes(2)
        with pytest.raises(TypeError) as caught:
            reader.readframes(count)
        assert caught.value.args == (message,)
        assert reader.readframes(1) == SAMPLES[8:12]

    def test_an_integer_of_another_kind(self, reader: wave.Wave_read) -> None:
        class Three(int):
            pass

        assert reader.readframes(Three(3)) == SAMPLES[:12]

    def test_a_cut_frame_comes_with_the_read_that_reaches_it(self) -> None:
        data = wav_files.riff((b"fmt ", wav_files.fmt()), (b"data", b"abcde"))
        for count, expected, rest in ((2, b"abcd", b"e"), (3, b"abcde", b""), (-1, b"abcde", b"")):
            reader = read(data)
            assert reader.readframes(count) == expected
            assert reader.tell() == 2
            assert reader.readframes(1) == rest
            assert reader.tell() == 2

    def test_each_read_makes_new_bytes(self) -> None:
        reader = read(PCM)
        first = reader.readframes(1)
        kept = bytes(bytearray(first))
        reader.readframes(1)
        assert first == kept

    def test_large_reads_of_a_file_are_whole(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        small_steps(monkeypatch, 100)
        data = wav_files.pcm(channels=3, bits=24, frames=1000)
        (tmp_path / "file.wav").write_bytes(data)
        with wave.open(str(tmp_path / "file.wav")) as reader:
            assert reader.readframes(999) + reader.readframes(9) == data[44:]

    def test_a_large_read_that_is_interrupted_can_be_repeated(self, tmp_path: Path, monkeypatch: Any) -> None:
        small_steps(monkeypatch, 100)
        monkeypatch.setattr("mmservices._reader._AHEAD", 100)
        data = wav_files.pcm(frames=1000)
        (tmp_path / "file.wav").write_bytes(data)
        with wave.open(str(tmp_path / "file.wav")) as reader:
            reader.readframes(10)
            native: Any = reader._reader
            steps = iter([native._read_into] * 3)
            with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
                patch.setattr(native, "_read_into", lambda *arguments: next(steps, interrupt)(*arguments))
                reader.readframes(500)
            assert reader.tell() == 10
            assert reader.readframes(500) == data[44 + 20 : 44 + 1020]

    def test_large_reads_of_unknown_length_are_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Unknown(io.BytesIO):
            pass

        monkeypatch.setattr("mmservices._reader._BLOCK", 100)
        data = wav_files.pcm(channels=3, bits=24, frames=1000)
        reader = wave.open(Unknown(data))
        assert reader.readframes(999) + reader.readframes(9) == data[44:]
        assert wave.open(Unknown(data[:5000])).readframes(-1) == data[44:5000]


class TestReadingAhead:
    """A file opened by name is read by blocks, of which small reads get pieces."""

    @pytest.fixture(params=["even", "odd", "odd and padded"])
    def data(self, request: pytest.FixtureRequest) -> bytes:
        frames = 701 if request.param == "even" else 699
        data = wav_files.pcm(channels=1 if frames == 699 else 2, bits=8, frames=frames)
        return data[:-1] if request.param == "odd" else data

    @pytest.mark.parametrize("seed", range(5))
    def test_any_pattern_gives_the_data_and_moves_the_chunks(
        self, data: bytes, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mmservices._reader._AHEAD", 100)
        (tmp_path / "file.wav").write_bytes(data)
        rng = random.Random(seed)
        with wave.open(str(tmp_path / "file.wav")) as ours, standard.open(io.BytesIO(data)) as theirs:
            for _ in range(300):
                if rng.random() < 0.1:
                    position = rng.choice([0, theirs.getnframes(), rng.randrange(theirs.getnframes())])
                    ours.setpos(position)
                    theirs.setpos(position)
                count = rng.choice([0, 1, 1, 2, 3, 7, 50, 51, 400])
                assert ours.readframes(count) == theirs.readframes(count)
                assert ours.tell() == theirs.tell()
                for one, other in (ours._data_chunk, theirs._data_chunk), (ours.getfp(), theirs.getfp()):
                    assert one.size_read == other.size_read

    def test_small_reads_share_a_call_of_the_system(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "file.wav").write_bytes(wav_files.pcm(channels=2, frames=10000))
        sizes = []
        real = os.pread

        def pread(descriptor: int, size: int, offset: int) -> bytes:
            sizes.append(size)
            return real(descriptor, size, offset)

        with wave.open(str(tmp_path / "file.wav")) as reader:
            monkeypatch.setattr(os, "pread", pread)
            while reader.readframes(256):
                pass
        assert sizes == [40000]

    def test_threads_get_different_frames(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mmservices._reader._AHEAD", 4000)
        samples = struct.pack("<50000L", *range(50000))
        (tmp_path / "file.wav").write_bytes(wav_files.riff((b"fmt ", wav_files.fmt(channels=2)), (b"data", samples)))
        parts: list[bytes] = []
        with wave.open(str(tmp_path / "file.wav")) as reader:

            def read() -> None:
                while part := reader.readframes(90):
                    parts.append(part)

            threads = [threading.Thread(target=read) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert b"".join(sorted(parts, key=lambda part: struct.unpack_from("<L", part))) == samples

    def test_a_file_that_is_cut_meanwhile_ends_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mmservices._reader._AHEAD", 100)
        path = tmp_path / "file.wav"
        path.write_bytes(wav_files.pcm(frames=1000))
        with wave.open(str(path)) as reader:
            reader.readframes(10)
            os.truncate(path, 44 + 150)
            assert len(reader.readframes(-1)) == 130
            assert reader.readframes(1) == b""
            assert reader.tell() == 75


class TestPosition:
    def test_setpos_and_rewind(self, reader: wave.Wave_read) -> None:
        reader.setpos(7)
        assert reader.tell() == 7
        assert reader.readframes(1) == SAMPLES[28:32]
        reader.rewind()
        assert reader.tell() == 0
        assert reader.readframes(1) == SAMPLES[:4]
        reader.setpos(10)
        assert reader.readframes(1) == b""

    @pytest.mark.parametrize("position", [-1, 11])
    def test_outside_is_an_error(self, reader: wave.Wave_read, position: int) -> None:
        with pytest.raises(wave.Error, match=r"^position not in range$"):
            reader.setpos(position)

    def test_tell_returns_the_very_object(self, reader: wave.Wave_read) -> None:
        reader.setpos(True)
        assert reader.tell() is True
        assert reader.readframes(1) == SAMPLES[4:8]

    def test_a_float_fails_with_the_next_read(self, reader: wave.Wave_read) -> None:
        reader.setpos(1.5)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            reader.readframes(1)
        reader.setpos(2)
        assert reader.readframes(1) == SAMPLES[8:12]

    def test_an_unseekable_file_is_read_in_order(self) -> None:
        class Unseekable(io.BytesIO):
            def tell(self) -> int:
                raise io.UnsupportedOperation("tell")

            def seek(self, *_: Any) -> int:
                raise io.UnsupportedOperation("seek")

        reader = wave.open(Unseekable(PCM))
        assert reader.readframes(4) == SAMPLES[:16]
        reader.setpos(4)
        for count in (0, 1):
            with pytest.raises(OSError, match="cannot seek") as caught:
                reader.readframes(count)
            assert type(caught.value) is OSError


class TestClose:
    def test_getters_still_answer(self, reader: wave.Wave_read) -> None:
        reader.readframes(2)
        reader.close()
        assert reader.getparams() == (2, 2, 8000, 10, "NONE", "not compressed")
        assert reader.tell() == 2
        assert reader.getfp() is None
        reader.setpos(1)
        reader.rewind()
        reader.close()

    def test_a_callers_file_can_still_be_read(self) -> None:
        file = io.BytesIO(PCM)
        reader = wave.open(file)
        reader.close()
        assert not file.closed
        assert reader.readframes(2) == SAMPLES[:8]
        reader.setpos(9)
        assert reader.readframes(2) == SAMPLES[36:]

    def test_a_file_opened_by_name_cannot(self, tmp_path: Path) -> None:
        (tmp_path / "file.wav").write_bytes(PCM)
        reader = wave.open(str(tmp_path / "file.wav"))
        reader.close()
        assert reader.readframes(0) == b""
        with pytest.raises(ValueError, match=r"^read of closed file$"):
            reader.readframes(1)
        reader.rewind()
        with pytest.raises(ValueError, match=r"^seek of closed file$"):
            reader.readframes(0)

    def test_with_closes(self, tmp_path: Path) -> None:
        (tmp_path / "file.wav").write_bytes(PCM)
        with wave.open(str(tmp_path / "file.wav")) as reader:
            assert reader.getfp() is not None
        assert reader.getfp() is None

    def test_a_reader_that_is_dropped_closes_its_file(self, tmp_path: Path) -> None:
        (tmp_path / "file.wav").write_bytes(PCM)
        gc.collect()
        before = set(os.listdir("/proc/self/fd"))
        reader = wave.open(str(tmp_path / "file.wav"))
        assert set(os.listdir("/proc/self/fd")) > before
        del reader
        assert set(os.listdir("/proc/self/fd")) == before

    def test_a_callers_file_is_let_go_of(self) -> None:
        file = io.BytesIO(PCM)
        count = sys.getrefcount(file)
        reader = wave.open(file)
        reader.readframes(1)
        del reader
        assert sys.getrefcount(file) == count

    def test_without_a_file_there_is_one_exception_only(self) -> None:
        assert run_python("from mmservices import wave\ntry: wave.Wave_read()\nexcept TypeError: print('ok')") == "ok\n"


class TestChunks:
    """What getfp() returns, and the attributes that programs look at."""

    DATA = wav_files.riff(
        (b"LIST", b"odd"), (b"fmt ", wav_files.fmt(channels=2)), (b"data", SAMPLES), (b"cue ", b"after")
    )

    @pytest.fixture(params=["name", "BytesIO"])
    def pair(self, request: pytest.FixtureRequest, tmp_path: Path) -> Any:
        """A reader, and one of the interpreter's own module."""
        path = tmp_path / "file.wav"
        path.write_bytes(self.DATA)
        make = (lambda: str(path)) if request.param == "name" else (lambda: io.BytesIO(self.DATA))
        with wave.open(make(), "rb") as ours, standard.open(make(), "rb") as theirs:
            yield ours, theirs

    def test_they_count_the_byte_that_pads_odd_data(self, tmp_path: Path) -> None:
        data = wav_files.riff((b"fmt ", wav_files.fmt(bits=8)), (b"data", b"123456789"), (b"cue ", b"after"))
        (tmp_path / "file.wav").write_bytes(data)
        for source in str(tmp_path / "file.wav"), io.BytesIO(data):
            with wave.open(source, "rb") as ours, standard.open(io.BytesIO(data)) as theirs:
                for count in 3, 6, 1:
                    ours.readframes(count)
                    theirs.readframes(count)
                    assert self.state(ours.getfp()) == self.state(theirs.getfp())
                    assert self.state(ours._data_chunk) == self.state(theirs._data_chunk)
                assert ours.getfp().read(4) == b"cue "

    @staticmethod
    def state(chunk: Any) -> dict[str, Any]:
        names = "align chunkname chunksize closed offset seekable size_read"
        return {name: getattr(chunk, name) for name in names.split()}

    def test_they_have_the_state_of_the_standard_modules(self, pair: Any) -> None:
        ours, theirs = pair
        for step in ("readframes(3)", "readframes(0)", "setpos(2)", "readframes(1)", "rewind()", "readframes(-1)"):
            for reader in (ours, theirs):
                eval(f"reader.{step}", {"reader": reader})
            assert self.state(ours.getfp()) == self.state(theirs.getfp()), step
            assert self.state(ours._data_chunk) == self.state(theirs._data_chunk), step

    def test_the_attributes_are_those_of_the_standard_modules(self, pair: Any) -> None:
        ours, theirs = pair
        missing = [name for name in vars(theirs) if not hasattr(ours, name)]
        assert missing == []
        for name in "_nframes _nchannels _sampwidth _framerate _framesize _soundpos _convert _comptype".split():
            assert getattr(ours, name) == getattr(theirs, name), name
        assert bool(ours._data_seek_needed) == bool(theirs._data_seek_needed)
        assert ours._data_chunk.offset + 8 == self.DATA.index(SAMPLES)

    def test_reading_through_them_reads_the_file(self, pair: Any) -> None:
        for reader in pair:
            assert reader.readframes(2) == SAMPLES[:8]
            assert reader.getfp().read(4) == SAMPLES[8:12]
            assert reader._data_chunk.read(4) == SAMPLES[12:16]
            reader.setpos(1)
            assert reader.readframes(1) == SAMPLES[4:8]
            reader._data_chunk.seek(0, 2)
            reader._data_chunk.skip()
            assert reader.getfp().read(4) == b"cue "
            reader.rewind()
            assert reader.readframes(-1) == SAMPLES

    def test_the_file_is_that_of_the_reader(self, tmp_path: Path) -> None:
        file = io.BytesIO(PCM)
        assert wave.open(file).getfp().file is file
        (tmp_path / "file.wav").write_bytes(PCM)
        with wave.open(str(tmp_path / "file.wav")) as reader:
            assert reader.getfp().file.name == str(tmp_path / "file.wav")

    def test_a_closed_one_cannot_be_used(self) -> None:
        chunk = read(PCM).getfp()
        chunk.close()
        chunk.close()
        for use in (chunk.tell, chunk.read, chunk.skip, lambda: chunk.seek(0)):
            with pytest.raises(ValueError, match=r"^I/O operation on closed file$"):
                use()

    @pytest.mark.parametrize("position", [(-1, 0), (42, 0), (1, 2), (-100, 1)])
    def test_seeking_outside_is_a_runtime_error(self, position: tuple[int, int]) -> None:
        reader = read(PCM)
        with pytest.raises(RuntimeError) as caught:
            reader._data_chunk.seek(*position)
        assert caught.value.args == ()
