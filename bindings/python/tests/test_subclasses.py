"""Subclasses and programs that reach into readers and writers, as they do with the standard library's module."""

from __future__ import annotations

import io
import struct
import wave as standard
from pathlib import Path
from typing import Any

import pytest

import wav_files
from conftest import Recorder
from mmservices import wave

PCM = wav_files.pcm(channels=2, bits=16, frames=10)
SAMPLES = PCM[44:]
CUED = wav_files.riff(
    (b"cue ", bytes(4)), (b"fmt ", wav_files.fmt(channels=2)), (b"smpl", b"odd"), (b"data", SAMPLES), (b"LIST", b"end!")
)


STANDARD_CHUNK: Any = getattr(standard, "_Chunk", None) or standard.Chunk  # type: ignore[attr-defined]


@pytest.mark.parametrize("seekable", [True, False])
@pytest.mark.parametrize("name", [b"even", b"odd"])
@pytest.mark.parametrize(
    "steps",
    [
        "read()",
        "read(2) tell() read(-1) read()",
        "read(3) skip()",
        "skip()",
        "read() skip()",
        "seek(2) read(1) seek(-1,1) read() seek(-2,2) read()",
        "seek(99)",
        "close() close() tell()",
        "getname()",
    ],
)
def test_chunks_do_what_the_standard_modules_do(name: bytes, steps: str, seekable: bool) -> None:
    """Results, exceptions, attributes and the calls on the file."""
    data = struct.pack(">4sL", b"name", len(name)) + name + b"\0" * (len(name) % 2) + b"next"
    results = []
    for kind in wave._Chunk, STANDARD_CHUNK:
        file = Recorder(data, without=() if seekable else ("tell", "seek"))
        chunk = kind(file)
        found: list[Any] = []
        for step in steps.split():
            try:
                found.append(eval(f"chunk.{step}", {"chunk": chunk}))
            except Exception as error:
                found.append((type(error), error.args))
        found.append({key: value for key, value in vars(chunk).items() if key != "file"})
        results.append((found, file.calls, file.file.read()))
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("options", "size"), [({"bigendian": False}, 0x04000000), ({"inclheader": True}, -4), ({"align": False}, 4)]
)
def test_the_options_of_chunks(options: Any, size: int) -> None:
    chunk = wave._Chunk(io.BytesIO(b"name\0\0\0\4data"), **options)
    assert (chunk.getname(), chunk.chunksize) == (b"name", size)


class Walker(wave.Wave_read):
    """Walks through the chunks itself, as samplers do to get at cue and smpl chunks."""

    def initfp(self, file: Any) -> None:
        self._convert = None
        self._soundpos = 0
        self.names = []
        self._file = wave._Chunk(file, bigendian=False)
        assert self._file.getname() == b"RIFF"
        assert self._file.read(4) == b"WAVE"
        self._data_chunk = None  # type: ignore[assignment]
        while True:
            self._data_seek_needed = 1
            try:
                chunk = wave._Chunk(self._file, bigendian=False)
            except EOFError:
                break
            self.names.append(chunk.getname())
            if chunk.getname() == b"fmt ":
                self._read_fmt_chunk(chunk)
            elif chunk.getname() == b"data":
                self._data_chunk = chunk
                self._nframes = chunk.chunksize // self._framesize
            chunk.skip()


class Counter(wave.Wave_read):
    """Looks at the fmt chunk before it is read."""

    def _read_fmt_chunk(self, chunk: Any) -> None:
        self.fmt_size = chunk.chunksize
        super()._read_fmt_chunk(chunk)


@pytest.mark.parametrize("kind", [Walker, Counter])
class TestReaders:
    @pytest.fixture(params=["name", "BytesIO"])
    def reader(self, kind: Any, request: pytest.FixtureRequest, tmp_path: Path) -> Any:
        (tmp_path / "file.wav").write_bytes(CUED)
        source = str(tmp_path / "file.wav") if request.param == "name" else io.BytesIO(CUED)
        with kind(source) as reader:
            yield reader

    def test_reads(self, reader: Any) -> None:
        assert reader.getparams() == (2, 2, 8000, 10, "NONE", "not compressed")
        assert reader.getformat() == 1
        assert reader.readframes(3) == SAMPLES[:12]
        assert reader.tell() == 3
        reader.setpos(8)
        assert reader.readframes(-1) == SAMPLES[32:]
        reader.rewind()
        assert reader.readframes(1) == SAMPLES[:4]

    def test_was_asked(self, reader: Any) -> None:
        if isinstance(reader, Walker):
            assert reader.names == [b"cue ", b"fmt ", b"smpl", b"data", b"LIST"]
        else:
            assert reader.fmt_size == 16


@pytest.mark.parametrize(
    ("payload", "kind", "message"),
    [
        (wav_files.fmt(tag=85), wave.Error, "unknown format: 85"),
        (wav_files.fmt()[:13], EOFError, ""),
        (wav_files.fmt()[:15], EOFError, ""),
        (wav_files.fmt(tag=0xFFFE) + bytes(23), EOFError, ""),
        (
            wav_files.fmt(tag=0xFFFE) + bytes(24),
            wave.Error,
            "unknown extended format: " + "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
        ),
        (wav_files.fmt(bits=0, align=2), wave.Error, "bad sample width"),
        (wav_files.fmt(channels=0), wave.Error, "bad # of channels"),
    ],
)
def test_the_inherited_read_fmt_chunk_refuses_what_a_plain_reader_refuses(
    payload: bytes, kind: Any, message: str
) -> None:
    data = wav_files.riff((b"fmt ", payload), (b"data", b""))
    for reader in (Walker, Counter, wave.Wave_read):
        with pytest.raises(kind) as caught:
            reader(io.BytesIO(data))
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b"RIFF\0", EOFError, ""),
        (b"RIFL" + PCM[4:], wave.Error, "file does not start with RIFF id"),
        (b"RIFF\4\0\0\0AVI ", wave.Error, "not a WAVE file"),
        (wav_files.riff((b"fmt ", wav_files.fmt())), wave.Error, "fmt chunk and/or data chunk missing"),
        (wav_files.riff((b"data", b"")), wave.Error, "data chunk before fmt chunk"),
    ],
)
def test_a_file_is_refused_whoever_reads_its_fmt_chunk(data: bytes, kind: Any, message: str) -> None:
    for reader in (Counter, wave.Wave_read):
        with pytest.raises(kind) as caught:
            reader(io.BytesIO(data))
        assert str(caught.value) == message


def test_a_replaced_read_fmt_chunk_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """As programs do that teach the class another format."""

    def read_fmt_chunk(self: Any, chunk: Any) -> None:
        tag, self._nchannels, self._framerate = struct.unpack("<HHL6x", chunk.read(14))
        assert tag == 7
        self._sampwidth, self._framesize = 1, self._nchannels
        self._comptype, self._compname = "ULAW", "mu-law"

    monkeypatch.setattr(wave.Wave_read, "_read_fmt_chunk", read_fmt_chunk)
    reader = wave.open(io.BytesIO(wav_files.riff((b"fmt ", wav_files.fmt(7, bits=8)), (b"data", b"abcd"))))
    assert reader.getparams() == (1, 1, 8000, 4, "ULAW", "mu-law")
    assert reader.readframes(2) + reader.readframes(2) == b"abcd"


def test_a_chunk_and_a_frame_size_of_ones_own_are_read(tmp_path: Path) -> None:
    (tmp_path / "file.wav").write_bytes(PCM)
    with wave.open(str(tmp_path / "file.wav")) as reader:
        reader.readframes(1)
        reader._nchannels, reader._framesize = 1, 2
        assert reader.readframes(3) == SAMPLES[4:10]
        assert reader.tell() == 4
        reader._data_chunk = wave._Chunk(io.BytesIO(b"data\4\0\0\0abcd"), bigendian=False)
        assert reader.readframes(9) == b"abcd"


def test_the_samples_can_be_converted() -> None:
    reader = wave.open(io.BytesIO(PCM))
    reader._convert = lambda data: data[::-1]
    assert reader.readframes(1) == SAMPLES[3::-1]


PARAMETERS = (1, 2, 8000, 0, "NONE", "not compressed")


class TestWriters:
    """The header of a writer is written by _ensure_header_written, _write_header and _patchheader."""

    @pytest.mark.parametrize("kind", ["name", "BytesIO"])
    def test_a_patchheader_of_the_instance_keeps_the_header_as_declared(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / "file.wav"
        file = io.BytesIO()
        writer = wave.open(str(path) if kind == "name" else file, "wb")
        writer.setparams(PARAMETERS)
        writer.setnframes(1000)
        writer._patchheader = lambda: None  # type: ignore[method-assign]
        writer.writeframes(b"abcd")
        writer.writeframes(b"efg")
        writer.close()
        data = path.read_bytes() if kind == "name" else file.getvalue()
        assert data[4:8] == struct.pack("<L", 36 + 2000)
        assert data[40:] == struct.pack("<L", 2000) + b"abcdefg\0"

    def test_a_patchheader_set_late_does_the_same(self, tmp_path: Path) -> None:
        writer = wave.open(str(tmp_path / "file.wav"), "wb")
        writer.setparams(PARAMETERS)
        writer.writeframes(b"abcd")
        writer.writeframesraw(b"e")
        writer._patchheader = lambda: None  # type: ignore[method-assign]
        writer.close()
        assert (tmp_path / "file.wav").read_bytes()[36:] == b"data\4\0\0\0abcde\0"

    def test_a_patchheader_replaced_in_the_class_is_called(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wave.Wave_write, "_patchheader", lambda self: None)
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setparams(PARAMETERS)
            writer.writeframes(b"abcd")
            writer.writeframesraw(b"ef")
        assert file.getvalue()[36:] == b"data\4\0\0\0abcdef"

    def test_an_overridden_patchheader_can_call_the_inherited_one(self) -> None:
        class Patching(wave.Wave_write):
            patches = 0

            def _patchheader(self) -> None:
                self.patches += 1
                super()._patchheader()

        file = io.BytesIO()
        writer = Patching(file)
        writer.setparams(PARAMETERS)
        writer.writeframes(b"abcd")
        writer.writeframes(b"ef")
        writer.writeframesraw(b"gh")
        writer.close()
        assert writer.patches == 2
        assert file.getvalue()[36:] == b"data\x08\0\0\0abcdefgh"

    def test_a_header_of_ones_own(self) -> None:
        class Own(wave.Wave_write):
            def _write_header(self, initlength: int) -> None:
                self._file.write(b"head")
                self._form_length_pos = self._file.tell()
                self._file.write(bytes(4))
                self._data_length_pos = self._file.tell()
                self._file.write(bytes(4))
                self._headerwritten = True

        file = io.BytesIO()
        with Own(file) as writer:
            writer.setparams(PARAMETERS)
            writer.writeframes(b"abcd")
            assert file.getvalue() == b"head" + struct.pack("<LL", 40, 4) + b"abcd"
            writer.writeframesraw(b"e")
        assert file.getvalue() == b"head" + struct.pack("<LL", 42, 5) + b"abcde\0"

    def test_no_header_at_all(self) -> None:
        class Headless(wave.Wave_write):
            def _ensure_header_written(self, datasize: int) -> None:
                pass

            def _patchheader(self) -> None:
                pass

        file = io.BytesIO()
        with Headless(file) as writer:
            writer.setparams(PARAMETERS)
            writer.writeframes(b"abcd")
            writer.writeframes(b"ef")
        assert file.getvalue() == b"abcdef"

    def test_the_hooks_are_called_in_order(self) -> None:
        calls: list[Any] = []

        class Watching(wave.Wave_write):
            def _ensure_header_written(self, datasize: int) -> None:
                calls.append(("ensure", datasize))
                super()._ensure_header_written(datasize)

            def _write_header(self, initlength: int) -> None:
                calls.append(("write", initlength))
                super()._write_header(initlength)

        with Watching(io.BytesIO()) as writer:
            writer.setparams(PARAMETERS)
            writer.writeframes(b"abcd")
        assert calls == [("ensure", 4), ("write", 4), ("ensure", 0)]

    def test_the_attributes_are_kept(self) -> None:
        writer = wave.open(io.BytesIO(), "wb")
        assert (writer._nframes, writer._headerwritten, writer._datawritten, writer._datalength) == (0, False, 0, 0)
        writer.setparams((1, 4, 8000, 0, "NONE", "", wave.WAVE_FORMAT_IEEE_FLOAT))
        writer.writeframesraw(b"abcdefgh")
        writer.writeframesraw(b"i")
        assert (writer._nframes, writer._headerwritten, writer._datawritten, writer._datalength) == (2, True, 9, 8)
        assert (writer._form_length_pos, writer._fact_sample_count_pos, writer._data_length_pos) == (4, 44, 52)
        assert (writer._nframeswritten, writer._format, writer._convert) == (2, 3, None)
        writer.writeframes(b"")
        assert writer._datalength == 9
        writer.close()
        assert writer._file is None

    def test_the_samples_can_be_converted(self) -> None:
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setparams(PARAMETERS)
            writer._convert = lambda data: data[::-1]
            writer.writeframes(b"abcd")
        assert file.getvalue()[44:] == b"dcba"
