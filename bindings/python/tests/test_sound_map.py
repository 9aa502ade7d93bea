"""wave.map: the samples of a file in memory, and how long they stay there."""

from __future__ import annotations

import gc
import io
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import wav_files
from mmservices import wave
from test_library import python
from test_sound_read import ramp


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ten frames of two channels of 16 bits."""
    path = tmp_path / "ramp.wav"
    path.write_bytes(ramp())
    return path


class TestSamples:
    @pytest.mark.parametrize(
        ("tag", "bits", "dtype"),
        [(1, 8, "u1"), (1, 16, "<i2"), (1, 32, "<i4"), (1, 64, "<i8"), (3, 32, "<f4"), (3, 64, "<f8")],
    )
    def test_have_the_type_of_the_file(self, tag: int, bits: int, dtype: str, tmp_path: Path) -> None:
        raw = np.arange(60).astype(dtype).tobytes()
        (tmp_path / "x.wav").write_bytes(wav_files.riff((b"fmt ", wav_files.fmt(tag, 3, bits=bits)), (b"data", raw)))
        with wave.map(tmp_path / "x.wav") as mapped:
            assert mapped.samples.dtype == dtype
            assert mapped.samples.tolist() == np.frombuffer(raw, dtype).reshape(20, 3).tolist()
            assert mapped.view.tolist() == mapped.samples.tolist()
            assert mapped.view.shape == (20, 3)

    @pytest.mark.parametrize(("bits", "width"), [(24, 3), (40, 5), (48, 6), (56, 7)])
    def test_are_bytes_where_there_is_no_type(self, bits: int, width: int, tmp_path: Path) -> None:
        raw = bytes(range(2 * 4 * width))
        (tmp_path / "x.wav").write_bytes(wav_files.riff((b"fmt ", wav_files.fmt(1, 2, bits=bits)), (b"data", raw)))
        with wave.map(tmp_path / "x.wav") as mapped:
            assert mapped.samples.shape == (4, 2, width)
            assert mapped.samples.tobytes() == raw
            assert mapped.view.tolist() == mapped.samples.tolist()

    def test_one_channel_has_two_dimensions_too(self, tmp_path: Path) -> None:
        (tmp_path / "x.wav").write_bytes(ramp(10, 1))
        with wave.map(tmp_path / "x.wav") as mapped:
            assert mapped.samples.shape == (10, 1)

    @pytest.mark.parametrize("before", [0, 1, 2, 3, 4052, 4096, 70000])
    def test_may_begin_anywhere_in_the_file(self, before: int, tmp_path: Path) -> None:
        chunk = (b"JUNK", bytes(before))
        data = wav_files.riff((b"fmt ", wav_files.fmt()), chunk, (b"data", struct.pack("<3h", 1, -2, 3)))
        (tmp_path / "x.wav").write_bytes(data)
        with wave.map(tmp_path / "x.wav") as mapped:
            assert mapped.samples.ravel().tolist() == [1, -2, 3]

    def test_are_those_that_are_there(self, path: Path) -> None:
        path.write_bytes(ramp()[:-5])
        with wave.map(path) as mapped:
            assert mapped.samples.shape == (8, 2)
            assert mapped.info.frames_declared == 10

    @pytest.mark.parametrize("mode", ["r", "c", "r+"])
    def test_may_be_none(self, mode: str, path: Path) -> None:
        path.write_bytes(ramp(0))
        with wave.map(path, mode) as mapped:
            assert mapped.samples.shape == (0, 2)
            assert len(mapped.view) == 0
            mapped.flush()

    def test_are_those_of_all_files_of_the_corpus(self, corpus: Path) -> None:
        checked = 0
        for path in sorted(corpus.rglob("*.wav")):
            try:
                info = wave.info(path)
            except (wave.Error, EOFError):
                continue
            with wave.map(path) as mapped:
                whole = path.read_bytes()[info.data_offset :][: info.data_bytes]
                if info.block_frames > 1 or info.subtype == "UNKNOWN":
                    assert mapped.bytes == whole
                    with pytest.raises(wave.Error, match="cannot be mapped"):
                        mapped.samples  # noqa: B018
                    continue
                assert mapped.bytes == whole[: info.frames * info.block_align]
                assert mapped.samples.shape[:2] == (info.frames, info.channels)
            checked += 1
        assert checked > 100


class TestModes:
    def test_r_allows_no_changes(self, path: Path) -> None:
        with wave.map(path) as mapped:
            assert mapped.bytes.readonly
            with pytest.raises(ValueError, match="read-only"):
                mapped.samples[0] = 7

    def test_c_keeps_changes_in_memory(self, path: Path) -> None:
        with wave.map(path, "c") as mapped:
            mapped.samples[0] = 7
            assert mapped.samples[0].tolist() == [7, 7]
        assert path.read_bytes() == ramp()

    def test_r_plus_makes_them_in_the_file(self, path: Path) -> None:
        with wave.map(path, "r+") as mapped:
            mapped.samples[0] = [7, -7]
            mapped.view[9, 1] = 9
            mapped.flush()
            assert wave.read(path, dtype="int16")[0][[0, 9]].tolist() == [[7, -7], [900, 9]]
        assert path.read_bytes() == ramp()[:44] + struct.pack("<2h", 7, -7) + ramp()[48:-2] + b"\x09\x00"

    @pytest.mark.parametrize("mode", ["w", "", None, "rb"])
    def test_there_are_no_others(self, mode: Any, path: Path) -> None:
        with pytest.raises(ValueError, match=r"mode must be 'r', 'c' or 'r\+'"):
            wave.map(path, mode)


class TestLifetime:
    @pytest.mark.parametrize("name", ["samples", "view", "bytes"])
    def test_close_is_refused_while_there_is_a_view(self, name: str, path: Path) -> None:
        mapped = wave.map(path)
        view = getattr(mapped, name)
        part = view[3:]
        del view
        with pytest.raises(BufferError, match="while its samples are in use"):
            mapped.close()
        assert mapped.samples[3].tolist() == [300, 301]
        del part
        mapped.close()
        assert mapped.closed

    def test_close_is_done_once(self, path: Path) -> None:
        mapped = wave.map(path)
        mapped.close()
        mapped.close()
        for use in (lambda: mapped.samples, lambda: mapped.view, lambda: mapped.bytes, mapped.flush):
            with pytest.raises(ValueError, match="this map is closed"):
                use()
        assert mapped.info.frames == 10
        assert repr(mapped) == f"<mmservices.wave.Map of {path!r}, mode 'r': closed>"

    def test_a_view_outlives_the_with_statement(self, path: Path) -> None:
        with wave.map(path) as mapped:
            samples, view = mapped.samples, mapped.view
        assert mapped.closed
        gc.collect()
        assert samples[9].tolist() == [900, 901]
        assert view[9, 1] == 901

    def test_and_the_map_itself(self, path: Path) -> None:
        samples = wave.map(path).samples
        gc.collect()
        assert samples[9].tolist() == [900, 901]

    def test_the_memory_is_unmapped_with_the_last_view(self, path: Path) -> None:
        def is_mapped() -> bool:
            return str(path) in Path("/proc/self/maps").read_text()

        with wave.map(path) as mapped:
            samples = mapped.samples[2:]
        assert is_mapped()
        del samples
        gc.collect()
        assert not is_mapped()

    def test_no_file_stays_open(self, path: Path) -> None:
        before = os.listdir("/proc/self/fd")
        wave.map(path).close()
        assert os.listdir("/proc/self/fd") == before

    def test_changes_are_seen_in_a_child_of_fork(self, path: Path) -> None:
        """The mapping is Python's: it works there, though the library that was loaded does not."""
        program = f"""
import os, sys
from mmservices import wave
mapped = wave.map({str(path)!r}, "r+")
pid = os.fork()
if pid == 0:
    mapped.view[0, 0] = 77
    os._exit(0)
os.waitpid(pid, 0)
print(mapped.view[0, 0])
"""
        assert python(program) == "77\n"


class TestRefusals:
    @pytest.mark.parametrize("file", [io.BytesIO(ramp()), 3, None])
    def test_only_names(self, file: Any) -> None:
        with pytest.raises(TypeError, match="only a file can be mapped, by its name"):
            wave.map(file)

    def test_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError) as caught:
            wave.map(tmp_path / "x.wav")
        assert caught.value.filename == str(tmp_path / "x.wav")

    def test_no_wav_file(self, tmp_path: Path) -> None:
        (tmp_path / "x.wav").write_bytes(b"text " * 20)
        with pytest.raises(wave.Error):
            wave.map(tmp_path / "x.wav")

    def test_a_pipe(self, tmp_path: Path) -> None:
        reading, writing = os.pipe()
        os.write(writing, ramp())
        os.close(writing)
        with pytest.raises(OSError):
            wave.map(f"/dev/fd/{reading}")
        os.close(reading)


def test_a_file_shortened_under_its_map_does_not_kill_the_library(path: Path) -> None:
    """The library is given memory that is not there any more."""
    program = f"""
import errno, io, os
from mmservices import wave
path = {str(path)!r}
wave.write(path, bytes(1 << 20), 8000, "PCM_U8")
mapped = wave.map(path)
os.truncate(path, 44)
try:
    wave.write(io.BytesIO(), mapped.view, 8000, channels=1)
except OSError as error:
    print(error.errno == errno.EFAULT)
"""
    assert python(program) == "True\n"
