"""wave.open of files that have to be decoded, and of floats in EXTENSIBLE files."""

from __future__ import annotations

import array
import io
import os
import struct
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import wav_files
from mmservices import wave
from sample_model import a_law, mu_law
from test_sound_read import OnlyRead

TONE = np.round(12000 * np.sin(np.arange(3001 * 2) / 9)).astype("i2").reshape(-1, 2)
NAMES = {
    "ALAW": "CCITT G.711 A-law",
    "ULAW": "CCITT G.711 u-law",
    "IMA_ADPCM": "IMA ADPCM",
    "MS_ADPCM": "Microsoft ADPCM",
}


def guid(tag: int) -> bytes:
    return uuid.UUID(f"{tag:08x}-0000-0010-8000-00aa00389b71").bytes_le


class Plain:
    """A file object with read, seek and tell that says nothing of its size."""

    def __init__(self, data: bytes) -> None:
        file = io.BytesIO(data)
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


WAYS = ["name", "BytesIO", "object", "buffer", "descriptor"]


@pytest.fixture(params=WAYS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Opens bytes as a file in one of several ways."""
    files: list[Any] = []

    def open_bytes(data: bytes) -> Any:
        path = tmp_path / "file.wav"
        path.write_bytes(data)
        files.extend([open(path, "rb"), open(path, "rb", buffering=0)])
        ways = [path, io.BytesIO(data), Plain(data), *files[-2:]]
        return wave.open(ways[WAYS.index(request.param)], "rb")

    yield open_bytes
    for file in files:
        file.close()


class TestG711:
    @pytest.mark.parametrize(("tag", "law"), [(6, a_law), (7, mu_law)], ids=["A-law", "mu-law"])
    @pytest.mark.parametrize("extensible", [False, True], ids=["plain", "EXTENSIBLE"])
    def test_every_code_becomes_16_bits(self, tag: int, law: Any, extensible: bool, opened: Any) -> None:
        form = wav_files.fmt(tag, 1, bits=8)
        if extensible:
            form = wav_files.fmt(0xFFFE, 1, bits=8) + wav_files.extension(8, 0, guid(tag))
        reader = opened(wav_files.riff((b"fmt ", form), (b"data", bytes(range(256)))))
        assert reader.getparams()[:4] == (1, 2, 8000, 256)
        assert reader.getformat() == (0xFFFE if extensible else tag)
        assert array.array("h", reader.readframes(-1)).tolist() == [law(code) for code in range(256)]

    @pytest.mark.parametrize("bits", [0, 8, 16])
    def test_whatever_the_bits_are_said_to_be(self, bits: int) -> None:
        data = wav_files.riff((b"fmt ", wav_files.fmt(6, 1, bits=bits, align=1)), (b"data", b"\xd5\x55"))
        assert wave.open(io.BytesIO(data)).readframes(2) == struct.pack("=2h", 8, -8)


class TestEncodings:
    @pytest.mark.parametrize("subtype", NAMES)
    def test_they_are_named(self, subtype: str, opened: Any) -> None:
        reader = opened(wave.encode(TONE, 8000, subtype))
        assert (reader.getcomptype(), reader.getcompname()) == (subtype, NAMES[subtype])
        assert reader.getparams() == (2, 2, 8000, len(TONE), subtype, NAMES[subtype])

    @pytest.mark.parametrize("subtype", NAMES)
    def test_their_frames_are_what_read_gives_as_int16(self, subtype: str, opened: Any) -> None:
        data = wave.encode(TONE, 8000, subtype)
        expected = wave.read(memoryview(data), dtype="int16")[0]
        reader = opened(data)
        assert np.frombuffer(reader.readframes(-1), "i2").reshape(-1, 2).tolist() == expected.tolist()
        assert reader.tell() == len(TONE)
        assert reader.readframes(1) == b""

    @pytest.mark.parametrize("subtype", NAMES)
    def test_they_can_be_read_from_any_frame_on(self, subtype: str, opened: Any) -> None:
        reader = opened(wave.encode(TONE, 8000, subtype))
        whole = reader.readframes(-1)
        for frame in (0, 1, 7, 1500, len(TONE) - 1, len(TONE)):
            reader.setpos(frame)
            assert reader.tell() == frame
            assert reader.readframes(3) == whole[4 * frame : 4 * (frame + 3)]
        reader.rewind()
        assert reader.readframes(10**9) == whole

    @pytest.mark.parametrize("subtype", NAMES)
    def test_a_pipe_gives_the_same(self, subtype: str) -> None:
        data = wave.encode(TONE, 8000, subtype)
        reader = wave.open(OnlyRead(data), "rb")
        pieces = iter(lambda: reader.readframes(700), b"")
        assert b"".join(pieces) == wave.open(io.BytesIO(data)).readframes(-1)

    def test_gsm(self, corpus: Path) -> None:
        found = [path for path in sorted(corpus.rglob("*.[wW][aA][vV]")) if path.read_bytes()[20:22] == b"\x31\0"]
        assert found
        for path in found:
            with wave.open(path) as reader:
                assert reader.getparams()[4:] == ("GSM610", "GSM 6.10")
                assert reader.getsampwidth() == 2
                assert len(reader.readframes(-1)) == 2 * reader.getnframes()

    def test_a_closed_file_says_so(self, tmp_path: Path) -> None:
        wave.write(tmp_path / "x.wav", TONE, 8000, "MS_ADPCM")
        reader = wave.open(tmp_path / "x.wav")
        reader.close()
        with pytest.raises(ValueError, match="closed"):
            reader.readframes(1)

    def test_closing_lets_go_of_the_file(self, tmp_path: Path) -> None:
        wave.write(tmp_path / "x.wav", TONE, 8000, "ALAW")
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            wave.open(tmp_path / "x.wav").close()
        assert len(os.listdir("/proc/self/fd")) == before

    def test_whoever_reads_the_file_object_does_not_disturb(self, tmp_path: Path) -> None:
        wave.write(tmp_path / "x.wav", TONE, 8000, "ALAW")
        with wave.open(tmp_path / "x.wav") as reader:
            whole = reader.readframes(-1)
            reader.rewind()
            first = reader.readframes(1000)
            file = reader.getfp().file
            file.seek(5)
            assert file.read(3) == (tmp_path / "x.wav").read_bytes()[5:8]
            assert first + reader.readframes(-1) == whole

    def test_an_object_that_stays_open_can_still_be_read(self) -> None:
        reader = wave.open(io.BytesIO(wave.encode(TONE, 8000, "ALAW")))
        reader.close()
        assert len(reader.readframes(3)) == 12


class TestFloats:
    @pytest.mark.parametrize(("subtype", "code"), [("HALF", "e"), ("FLOAT", "f"), ("DOUBLE", "d")])
    @pytest.mark.parametrize("form", ["WAV", "WAVEX"])
    def test_they_come_as_they_are(self, subtype: str, code: str, form: str, opened: Any) -> None:
        numbers = np.array([0.0, 0.25, -1.0, 1.5])
        reader = opened(wave.encode(numbers, 8000, subtype, format=form))
        assert reader.getparams() == (1, struct.calcsize(code), 8000, 4, "NONE", "not compressed")
        assert reader.getformat() == (0xFFFE if form == "WAVEX" else 3)
        assert reader.readframes(-1) == struct.pack(f"=4{code}", *numbers)

    @pytest.mark.parametrize("bits", [8, 12, 24, 48])
    def test_other_widths_are_refused(self, bits: int, opened: Any) -> None:
        data = wav_files.riff((b"fmt ", wav_files.fmt(3, 1, bits=bits)), (b"data", bytes(48)))
        with pytest.raises(wave.Error, match=f"^this many bits per sample are not supported: {bits}$"):
            opened(data)


class TestRefusal:
    @pytest.mark.parametrize("tag", [0, 4, 0x22, 0x55, 0x161, 0xFFFF])
    def test_other_tags_keep_their_text(self, tag: int, opened: Any) -> None:
        for bits in (0, 16):
            data = wav_files.riff((b"fmt ", wav_files.fmt(tag, 1, bits=bits, align=1)), (b"data", bytes(100)))
            with pytest.raises(wave.Error) as caught:
                opened(data)
            assert caught.value.args == (f"unknown format: {tag}",)

    def test_and_so_do_other_sub_formats(self, opened: Any) -> None:
        form = wav_files.fmt(0xFFFE, 1) + wav_files.extension(16, 0, guid(0x55))
        with pytest.raises(wave.Error, match=r"^unknown extended format: 00000055-0000-0010-8000-00aa00389b71$"):
            opened(wav_files.riff((b"fmt ", form), (b"data", bytes(100))))

    @pytest.mark.parametrize("tag", [2, 17])
    def test_blocks_that_cannot_be_are_an_unknown_format(self, tag: int, opened: Any) -> None:
        """As CPython's own tests want it."""
        with pytest.raises(wave.Error, match=f"^unknown format: {tag}$"):
            opened(wav_files.riff((b"fmt ", wav_files.fmt(tag, 1, bits=8, align=1)), (b"data", bytes(10))))

    def test_a_subclass_that_reads_the_fmt_chunk_has_to_decode_itself(self) -> None:
        class Own(wave.Wave_read):
            def _read_fmt_chunk(self, chunk: Any) -> None:
                super()._read_fmt_chunk(chunk)

        for form in (None, "WAVEX"):
            with pytest.raises(wave.Error, match=r"unknown (extended )?format"):
                Own(io.BytesIO(wave.encode(TONE, 8000, "ALAW", format=form)))
