"""File objects of the caller's are driven through their own methods: with the calls that the standard library's module
makes, and what they raise comes out as it is."""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import tempfile
import wave as standard
from pathlib import Path
from typing import Any

import pytest

import wav_files
from conftest import Recorder, new_writer
from mmservices import wave

FILES = {
    "plain": wav_files.pcm(channels=2, bits=16, frames=9),
    "8 bits": wav_files.pcm(bits=8, frames=8),
    "odd length": wav_files.pcm(bits=8, frames=9),
    "odd length and a chunk behind it": wav_files.riff(
        (b"fmt ", wav_files.fmt(bits=8)), (b"data", b"123456789"), (b"LIST", b"behind")
    ),
    "24 bits": wav_files.pcm(channels=3, bits=24, frames=9),
    "chunks before the data": wav_files.riff(
        (b"LIST", b"odd"), (b"fmt ", wav_files.fmt()), (b"fact", bytes(4)), (b"data", bytes(20))
    ),
    "fmt of 18 bytes": wav_files.riff((b"fmt ", wav_files.fmt() + b"\0\0"), (b"data", bytes(20))),
    "a long chunk": wav_files.riff((b"JUNK", bytes(20000)), (b"fmt ", wav_files.fmt()), (b"data", bytes(20))),
    "no frames": wav_files.pcm(frames=0),
}
if sys.version_info >= (3, 12):
    EXTENSIBLE = wav_files.fmt(0xFFFE, 2, bits=24) + wav_files.extension(24, 3, wave.KSDATAFORMAT_SUBTYPE_PCM)
    FILES["extensible"] = wav_files.riff((b"fmt ", EXTENSIBLE), (b"data", bytes(54)))

UNSEEKABLE = {"tell": io.UnsupportedOperation("tell"), "seek": io.UnsupportedOperation("seek")}


def use(reader: Any) -> None:
    """Reads in all the ways there are."""
    reader.readframes(0)
    reader.readframes(2)
    reader.setpos(4)
    reader.readframes(0)
    reader.rewind()
    reader.readframes(1)
    reader.setpos(reader.getnframes())
    reader.readframes(1)
    reader.rewind()
    reader.readframes(-1)
    reader.readframes(1)


class TestCallsOfReaders:
    @pytest.mark.parametrize("name", sorted(set(FILES) - {"no frames"}))
    def test_seekable(self, name: str) -> None:
        ours, theirs = Recorder(FILES[name]), Recorder(FILES[name])
        use(wave.open(ours, "rb"))
        use(standard.open(theirs, "rb"))
        assert ours.calls == theirs.calls
        assert len(ours.calls) > 15

    @pytest.mark.parametrize("name", FILES)
    @pytest.mark.parametrize("how", ["tell raises", "no tell", "only read"])
    def test_unseekable(self, name: str, how: str) -> None:
        options: dict[str, Any] = {
            "tell raises": {"raising": UNSEEKABLE},
            "no tell": {"without": ("tell",)},
            "only read": {"without": ("tell", "seek", "write", "flush")},
        }[how]
        ours, theirs = Recorder(FILES[name], **options), Recorder(FILES[name], **options)
        for module, file in ((wave, ours), (standard, theirs)):
            reader = module.open(file, "rb")
            reader.readframes(3)
            reader.readframes(-1)
            reader.readframes(-1)
        assert ours.calls == theirs.calls

    def test_opening_a_plain_file(self) -> None:
        """The calls themselves, so that both modules cannot be wrong together."""
        file = Recorder(FILES["plain"])
        wave.open(file, "rb").readframes(2)
        assert file.calls == [
            ("read", 4),
            ("read", 4),
            ("tell",),
            ("read", 4),  # WAVE
            ("read", 4),
            ("read", 4),  # fmt
            ("read", 14),
            ("read", 2),
            ("seek", 36, 0),
            ("read", 4),
            ("read", 4),  # data
            ("read", 8),
        ]

    def test_a_file_whose_seek_fails_is_read_on(self) -> None:
        data = FILES["a long chunk"]
        ours, theirs = (Recorder(data, raising={"seek": OSError("no")}) for _ in range(2))
        for module, file in ((wave, ours), (standard, theirs)):
            assert module.open(file, "rb").readframes(-1) == bytes(20)
        assert ours.calls == theirs.calls

    def test_what_read_returns_is_returned(self) -> None:
        """The very object, of whatever type."""
        parts = []

        class Mutable(io.BytesIO):
            def read(self, *arguments: Any) -> Any:
                parts.append(bytearray(super().read(*arguments)))
                return parts[-1]

        reader = wave.open(Mutable(FILES["plain"]))
        frames = reader.readframes(2)
        assert frames is parts[-1]

    def test_short_reads_are_completed(self) -> None:
        class Slow(io.BytesIO):
            def read(self, size: Any = -1) -> bytes:
                return super().read(min(size, 3))

        reader = wave.open(Slow(FILES["plain"]))
        assert reader.readframes(5) == FILES["plain"][44:64]
        assert reader.tell() == 5


class TestExceptionsOfReaders:
    CALLS = range(12)

    @pytest.mark.parametrize("number", CALLS)
    @pytest.mark.parametrize("kind", [OSError, ValueError, KeyboardInterrupt])
    def test_the_very_exception_of_read_comes_out(self, number: int, kind: Any) -> None:
        failure = kind("mine")
        file = Recorder(FILES["chunks before the data"], raising={"read": failure}, after=number)
        with pytest.raises(kind) as caught:
            wave.open(file, "rb").readframes(3)
        assert caught.value is failure
        assert failure.__context__ is None
        assert failure.__cause__ is None

    @pytest.mark.parametrize(("method", "kind"), [("tell", ValueError), ("seek", ValueError), ("seek", AttributeError)])
    def test_the_very_exception_of_tell_and_seek_comes_out(self, method: str, kind: Any) -> None:
        failure = kind("mine")
        for module in (wave, standard):
            file = Recorder(FILES["plain"], raising={method: failure})
            with pytest.raises(kind) as caught:
                module.open(file, "rb")
            assert caught.value is failure

    def test_a_seek_that_fails_later(self) -> None:
        failure = OSError("mine")
        file = Recorder(FILES["plain"])
        reader = wave.open(file, "rb")
        file._raising = {"seek": failure}
        reader.rewind()
        with pytest.raises(OSError) as caught:
            reader.readframes(0)
        assert caught.value is failure

    def test_a_read_that_fails_can_be_repeated(self) -> None:
        failure = OSError("mine")
        file = Recorder(FILES["plain"])
        reader = wave.open(file, "rb")
        file._raising = {"read": failure}
        with pytest.raises(OSError):
            reader.readframes(2)
        file._raising = {}
        assert reader.readframes(2) == FILES["plain"][44:52]
        assert reader.tell() == 2

    @pytest.mark.parametrize("seekable", [True, False])
    def test_a_read_that_fails_after_a_part_can_be_repeated(self, seekable: bool) -> None:
        """If the file cannot seek, the frames that were read are lost, as with the standard library's module."""
        data = FILES["plain"]
        failure = OSError("mine")

        class Halting:
            def __init__(self) -> None:
                self.file = io.BytesIO(data)
                self.halted = False
                if seekable:
                    self.seek, self.tell = self.file.seek, self.file.tell

            def read(self, size: int) -> bytes:
                if self.file.tell() == 44 + 13 and not self.halted:
                    self.halted = True
                    raise failure
                return self.file.read(min(size, 13))

        reader = wave.open(Halting(), "rb")  # type: ignore[call-overload]
        with pytest.raises(OSError) as caught:
            reader.readframes(5)
        assert caught.value is failure
        assert failure.__context__ is None
        assert reader.tell() == 0
        assert reader.readframes(5) == (data[44:64] if seekable else data[56:76])

    def test_the_context_is_the_callers(self) -> None:
        file = Recorder(raising={"read": ValueError("mine")})
        with pytest.raises(ValueError) as caught:
            try:
                raise KeyError("being handled")
            except KeyError:
                wave.open(file, "rb")
        assert isinstance(caught.value.__context__, KeyError)

    def test_none_from_a_non_blocking_file(self) -> None:
        class NonBlocking:
            def read(self, size: int) -> None:
                return None

        with pytest.raises(TypeError, match=r"^object of type 'NoneType' has no len\(\)$"):
            wave.open(NonBlocking(), "rb")  # type: ignore[call-overload]

    def test_more_bytes_than_were_asked_for(self) -> None:
        class Generous(io.BytesIO):
            def read(self, size: Any = -1) -> bytes:
                return super().read(size + 1)

        with pytest.raises(OSError, match=r"^read\(4\) returned 5 bytes$"):
            wave.open(Generous(FILES["plain"]))

    def test_the_reader_cannot_be_used_within_its_own_file(self) -> None:
        class Curious(io.BytesIO):
            reader: Any = None

            def read(self, size: Any = -1) -> bytes:
                if self.reader is not None:
                    self.reader.readframes(1)
                return super().read(size)

        file = Curious(FILES["plain"])
        reader = wave.open(file)
        file.reader = reader
        with pytest.raises(wave.Error, match="the handle was called from its own callback"):
            reader.readframes(1)


class TestMoreCalls:
    """Where the calls are more than those of the standard library's module."""

    def test_behind_an_odd_chunk_a_strange_one_is_looked_at_twice(self) -> None:
        """Difference pad-lookback."""
        data = wav_files.riff((b"fmt ", wav_files.fmt()), (b"LIST", b"odd"), (b"abcd", b""), (b"data", b"1234"))
        ours, theirs = Recorder(data), Recorder(data)
        assert wave.open(ours, "rb").readframes(-1) == standard.open(theirs, "rb").readframes(-1) == b"1234"
        at = data.index(b"abcd")
        more = [("seek", at - 1, 0), ("read", 5)]
        start = ours.calls.index(more[0])
        assert ours.calls[start : start + 2] == more
        assert ours.calls[:start] + ours.calls[start + 2 :] == theirs.calls

    def test_a_header_that_was_not_corrected_is_left_behind(self) -> None:
        """Difference failed-patch."""
        file = Recorder()
        writer = writer_to(file)
        writer.writeframes(b"abcd")
        writer.writeframesraw(b"ef")
        file.calls.clear()
        file._raising = {"seek": ValueError("mine")}
        with pytest.raises(ValueError, match="mine"):
            writer.close()
        assert file.calls == [("tell",), ("seek", 4, 0), ("seek", 50, 0), ("flush",)]


class TestKindsOfFiles:
    """Files that people have."""

    DATA = FILES["plain"]

    def test_a_temporary_file(self) -> None:
        with tempfile.TemporaryFile() as file:
            with wave.open(file, "wb") as writer:
                writer.setparams((2, 2, 8000, 0, "NONE", "not compressed"))
                writer.writeframes(self.DATA[44:])
            file.seek(0)
            with wave.open(file, "rb") as reader:
                assert reader.readframes(-1) == self.DATA[44:]

    def test_a_compressed_file(self, tmp_path: Path) -> None:
        with gzip.open(tmp_path / "file.wav.gz", "wb") as packed:
            packed.write(self.DATA)
        with gzip.open(tmp_path / "file.wav.gz") as packed, wave.open(packed, "rb") as reader:
            assert reader.readframes(5) == self.DATA[44:64]
            reader.setpos(1)
            assert reader.readframes(-1) == self.DATA[48:]

    def test_a_raw_file(self, tmp_path: Path) -> None:
        (tmp_path / "file.wav").write_bytes(self.DATA)
        with io.FileIO(str(tmp_path / "file.wav")) as file:
            assert wave.open(file, "rb").readframes(-1) == self.DATA[44:]

    def test_a_pipe(self) -> None:
        source, sink = os.pipe()
        with open(source, "rb") as reading, open(sink, "wb") as writing:
            with wave.open(writing) as writer:
                writer.setparams((2, 2, 8000, 0, "NONE", "not compressed"))
                writer.writeframes(self.DATA[44:])
            writing.close()
            reader = wave.open(reading)
            assert reader.getnframes() == 9
            assert reader.readframes(4) + reader.readframes(5) == self.DATA[44:]


HEADER_16 = struct.pack("<L", 36 + 8) + b"WAVEfmt " + struct.pack("<LHHLLHH", 16, 1, 1, 8000, 16000, 2, 16)
HEADER_FLOAT = struct.pack("<L", 48 + 8) + b"WAVEfmt " + struct.pack("<LHHLLHH", 16, 3, 1, 8000, 32000, 4, 32)


def writer_to(file: Any, *params: Any) -> wave.Wave_write:
    return new_writer(file, params or (1, 2, 8000, 0, "NONE", "not compressed"))


class TestCallsOfWriters:
    """The calls are those of Python 3.15, which the interpreters of the tests may be too old to compare with."""

    def test_integers(self) -> None:
        file = Recorder()
        writer = writer_to(file)
        writer.writeframes(b"abcdefgh")
        header = [("write", b"RIFF"), ("tell",), ("write", HEADER_16), ("write", b"data"), ("tell",)]
        assert file.calls == [*header, ("write", struct.pack("<L", 8)), ("write", b"abcdefgh")]
        del file.calls[:]
        writer.writeframesraw(b"ij")
        assert file.calls == [("write", b"ij")]
        del file.calls[:]
        writer.writeframes(b"")
        patch = [
            ("tell",),
            ("seek", 4, 0),
            ("write", struct.pack("<L", 46)),
            ("seek", 40, 0),
            ("write", struct.pack("<L", 10)),
            ("seek", 54, 0),
        ]
        assert file.calls == [("write", b""), *patch]
        del file.calls[:]
        writer.close()
        assert file.calls == [("flush",)]

    def test_floats(self) -> None:
        file = Recorder()
        writer = writer_to(file, 1, 4, 8000, 0, "NONE", "not compressed", wave.WAVE_FORMAT_IEEE_FLOAT)
        writer.writeframesraw(b"abcdefgh")
        assert file.calls == [
            ("write", b"RIFF"),
            ("tell",),
            ("write", HEADER_FLOAT),
            ("write", b"fact"),
            ("write", struct.pack("<L", 4)),
            ("tell",),
            ("write", struct.pack("<L", 2)),
            ("write", b"data"),
            ("tell",),
            ("write", struct.pack("<L", 8)),
            ("write", b"abcdefgh"),
        ]
        writer.writeframesraw(b"ijkl")
        del file.calls[:]
        writer.close()
        assert file.calls == [
            ("tell",),
            ("seek", 4, 0),
            ("write", struct.pack("<L", 60)),
            ("seek", 44, 0),
            ("write", struct.pack("<L", 3)),
            ("seek", 52, 0),
            ("write", struct.pack("<L", 12)),
            ("seek", 68, 0),
            ("flush",),
        ]

    def test_an_odd_length(self) -> None:
        file = Recorder()
        writer = writer_to(file, 1, 1, 8000, 3, "NONE", "not compressed")
        writer.writeframes(b"abc")
        del file.calls[:]
        writer.close()
        assert file.calls == [("write", b"\0"), ("flush",)]

    def test_a_file_without_frames(self) -> None:
        file = Recorder()
        writer_to(file).close()
        assert [call[0] for call in file.calls] == ["write", "tell", "write", "write", "tell", "write", "flush"]

    def test_the_header_goes_where_the_file_stands(self) -> None:
        file = Recorder()
        file.file.write(b"ababagalamaga")
        writer = writer_to(file)
        writer.writeframes(b"abcd")
        writer.writeframes(b"ef")
        assert ("seek", 17, 0) in file.calls
        assert ("seek", 53, 0) in file.calls
        assert (writer._form_length_pos, writer._data_length_pos) == (17, 53)

    @pytest.mark.parametrize("data", [b"abcd", bytearray(b"abcd")], ids=["bytes", "bytearray"])
    def test_the_very_object_is_written(self, data: Any) -> None:
        file = Recorder()
        writer_to(file).writeframes(data)
        assert file.written[-1] is data

    def test_other_buffers_are_written_as_flat_views(self) -> None:
        file = Recorder()
        data = memoryview(bytearray(range(8))).cast("B", (2, 2, 2))
        writer_to(file).writeframes(data)
        written = file.written[-1]
        assert isinstance(written, memoryview)
        assert (written.format, written.shape, written.obj is data.obj) == ("B", (8,), True)

    def test_a_raw_file_that_takes_less(self, tmp_path: Path) -> None:
        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                return super().write(bytes(data)[:3])

        with Raw(str(tmp_path / "file.wav"), "wb") as file, writer_to(file) as writer:
            writer.writeframes(b"abcdefgh")
        assert (tmp_path / "file.wav").read_bytes() == b"RIFF" + HEADER_16 + b"data\x08\0\0\0abcdefgh"


class TestExceptionsOfWriters:
    @pytest.mark.parametrize("number", range(6))
    @pytest.mark.parametrize("kind", [OSError, ValueError, KeyboardInterrupt])
    def test_the_very_exception_of_write_comes_out(self, number: int, kind: Any) -> None:
        failure = kind("mine")
        file = Recorder(raising={"write": failure}, after=number)
        writer = writer_to(file)
        with pytest.raises(kind) as caught:
            writer.writeframes(b"abcd")
            writer.writeframes(b"efgh")
        assert caught.value is failure
        assert failure.__context__ is None
        file._raising = {}
        writer.close()

    def test_a_write_that_fails_can_be_repeated(self) -> None:
        file = Recorder()
        writer = writer_to(file)
        writer.writeframes(b"abcd")
        file._raising = {"write": OSError("full")}
        with pytest.raises(OSError, match="full"):
            writer.writeframes(b"efgh")
        file._raising = {}
        assert writer.tell() == 2
        writer.writeframes(b"efgh")
        writer.close()
        assert file.file.getvalue()[36:] == b"data\x08\0\0\0abcdefgh"

    @pytest.mark.parametrize("failure", [io.UnsupportedOperation("tell"), OSError(29, "Illegal seek")])
    def test_a_header_that_cannot_be_corrected(self, failure: OSError) -> None:
        file = Recorder(raising={"tell": failure})
        writer = writer_to(file, 1, 2, 8000, 1, "NONE", "not compressed")
        with pytest.raises(type(failure)) as caught:
            writer.writeframes(b"abcd")
        assert caught.value is failure
        with pytest.raises(type(failure)) as caught:
            writer.close()
        assert caught.value is failure
        writer.close()
        assert file.file.getvalue()[40:] == struct.pack("<L", 2) + b"abcd"

    def test_a_file_that_cannot_tell(self) -> None:
        file = Recorder(without=("tell", "seek"))
        writer = writer_to(file)
        writer.writeframes(b"abcd")
        with pytest.raises(AttributeError, match="'Recorder' object has no attribute 'tell'"):
            writer.writeframes(b"ef")
        with pytest.raises(AttributeError, match="'Recorder' object has no attribute 'tell'"):
            writer.close()

    def test_a_file_that_tells_but_cannot_seek(self) -> None:
        failure = OSError("mine")
        file = Recorder(raising={"seek": failure})
        writer = writer_to(file)
        writer.writeframes(b"abcd")
        with pytest.raises(OSError) as caught:
            writer.writeframes(b"ef")
        assert caught.value is failure
        with pytest.raises(OSError) as caught:
            writer.close()
        assert caught.value is failure

    def test_a_file_without_flush(self) -> None:
        writer = writer_to(Recorder(without=("flush",)))
        writer.writeframes(b"abcd")
        with pytest.raises(AttributeError, match="'Recorder' object has no attribute 'flush'"):
            writer.close()

    def test_a_text_file(self) -> None:
        writer = writer_to(io.StringIO())
        with pytest.raises(TypeError):
            writer.writeframes(b"abcd")
        with pytest.raises(TypeError):
            writer.close()

    def test_what_is_no_file_is_noticed_with_the_header(self) -> None:
        writer = wave.open(None, "wb")  # type: ignore[call-overload]
        with pytest.raises(wave.Error, match="# channels not specified"):
            writer.writeframes(b"abcd")
        writer.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        with pytest.raises(AttributeError, match="'NoneType' object has no attribute 'write'"):
            writer.writeframes(b"abcd")

    def test_a_file_that_is_false_is_left_alone(self) -> None:
        class Empty(io.BytesIO):
            def __len__(self) -> int:
                return 0

        file = Empty()
        writer_to(file).close()
        assert file.getvalue() == b""
