"""wave.edit, repair, copy, append and update: what is done to files in place."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import wav_files
from mmservices import wave

RAMP = np.arange(1000, dtype="i2").reshape(-1, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a tag in front of its audio and a chunk behind it."""
    metadata = wave.Metadata([wave.Chunk(b"abcd", b"kept", after_data=True)])
    metadata.tags["INAM"] = "Before"
    wave.write(tmp_path / "x.wav", RAMP, 8000, metadata=metadata)
    return tmp_path / "x.wav"


def samples(path: Any) -> Any:
    return wave.read(path, dtype="int16")[0]


class TestEdit:
    def test_a_with_statement_changes_the_file_at_its_end(self, path: Path) -> None:
        with wave.edit(path) as metadata:
            metadata.tags["INAM"] = "A good title, longer than the one before"
            assert wave.metadata(path).tags["INAM"] == "Before"
        found = wave.metadata(path)
        assert found.tags["INAM"] == "A good title, longer than the one before"
        assert b"kept" in [chunk.data for chunk in found.chunks]
        np.testing.assert_array_equal(samples(path), RAMP)

    def test_an_exception_changes_nothing(self, path: Path) -> None:
        before = path.read_bytes()
        with pytest.raises(KeyError), wave.edit(path) as metadata:
            metadata.tags["INAM"] = "After"
            raise KeyError
        assert path.read_bytes() == before

    def test_metadata_can_be_given(self, path: Path) -> None:
        wave.edit(path, wave.Metadata())
        assert not wave.metadata(path).tags
        np.testing.assert_array_equal(samples(path), RAMP)

    def test_what_is_as_it_was_is_not_written(self, path: Path) -> None:
        before = path.read_bytes()
        with wave.edit(path):
            pass
        assert path.read_bytes() == before

    def test_a_chunk_that_cannot_be_written_changes_nothing(self, path: Path) -> None:
        before = path.read_bytes()
        with pytest.raises(wave.Error), wave.edit(path) as metadata:
            metadata.chunks.append(wave.Chunk(b"data", b"1234"))
        assert path.read_bytes() == before

    def test_errors(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match="nothing"):
            wave.edit(tmp_path / "nothing", wave.Metadata())
        with pytest.raises(TypeError, match="file must be a name"):
            wave.edit(io.BytesIO(), wave.Metadata())
        with pytest.raises(TypeError, match="file must be a name"), wave.edit(io.BytesIO()):
            pass


class TestRepair:
    def test_a_sound_file_needs_none(self, path: Path) -> None:
        before = path.read_bytes()
        assert wave.repair(path) == set()
        assert path.read_bytes() == before

    def test_sizes_are_put_right(self, tmp_path: Path) -> None:
        data = wav_files.pcm(frames=100)
        path = tmp_path / "x.wav"
        path.write_bytes(data[:4] + bytes(4) + data[8:40] + b"\xff" * 4 + data[44:])
        found = wave.info(path)
        assert {repair.name for repair in found.diagnostics} == {"riff_size", "data_size"}
        assert wave.repair(path) == {"riff_size", "data_size"}
        assert wave.info(path).diagnostics == ()
        assert path.read_bytes() == data

    def test_errors(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            wave.repair(tmp_path / "nothing")
        (tmp_path / "x").write_bytes(b"nothing of the kind")
        with pytest.raises(wave.Error, match="RIFF"):
            wave.repair(tmp_path / "x")


class TestCopy:
    @pytest.mark.parametrize("container", [None, "RIFF", "RF64", "BW64", "W64"])
    def test_everything_is_kept(self, path: Path, tmp_path: Path, container: Any) -> None:
        wave.copy(path, tmp_path / "y.wav", container)
        info = wave.info(tmp_path / "y.wav")
        assert info.container == (container or "RIFF")
        np.testing.assert_array_equal(samples(tmp_path / "y.wav"), RAMP)
        found = wave.metadata(tmp_path / "y.wav")
        assert found.tags["INAM"] == "Before"
        assert b"kept" in [chunk.data for chunk in found.chunks]

    def test_nothing_is_left_out(self, path: Path, tmp_path: Path) -> None:
        """Nobody knows where a strange chunk has numbers, whose bytes RIFX has the other way round."""
        with pytest.raises(wave.Error, match="abcd"):
            wave.copy(path, tmp_path / "y.wav", "RIFX")
        with wave.edit(path) as metadata:
            metadata.chunks = [chunk for chunk in metadata.chunks if chunk.id != b"abcd"]
        wave.copy(path, tmp_path / "y.wav", "RIFX")
        np.testing.assert_array_equal(samples(tmp_path / "y.wav"), RAMP)
        assert wave.metadata(tmp_path / "y.wav").tags["INAM"] == "Before"

    def test_with_other_metadata(self, path: Path, tmp_path: Path) -> None:
        wave.copy(path, tmp_path / "y.wav", metadata=wave.Metadata([wave.Chunk(b"zzzz", b"new")]))
        assert [chunk.id for chunk in wave.metadata(tmp_path / "y.wav").chunks] == [b"zzzz"]

    def test_what_fails_leaves_the_target_alone(self, path: Path, tmp_path: Path) -> None:
        (tmp_path / "y.wav").write_bytes(b"before")
        with pytest.raises(wave.Error):
            wave.copy(path, tmp_path / "y.wav", metadata=wave.Metadata([wave.Chunk(b"fmt ", b"")]))
        assert (tmp_path / "y.wav").read_bytes() == b"before"
        assert sorted(os.listdir(tmp_path)) == ["x.wav", "y.wav"]


class TestAppend:
    def test_format_and_metadata_stay(self, path: Path) -> None:
        wave.append(path, RAMP)
        wave.append(str(path), np.zeros((2, 2)))
        np.testing.assert_array_equal(samples(path), np.concatenate([RAMP, RAMP, np.zeros((2, 2), "i2")]))
        found = wave.metadata(path)
        assert found.tags["INAM"] == "Before"
        assert b"kept" in [chunk.data for chunk in found.chunks]
        assert wave.info(path).diagnostics == ()

    def test_flat_and_planar_data(self, path: Path) -> None:
        wave.append(path, RAMP.ravel())
        wave.append(path, RAMP.T, planar=True)
        np.testing.assert_array_equal(samples(path), np.concatenate([RAMP] * 3))

    def test_the_channels_are_those_of_the_file(self, path: Path) -> None:
        with pytest.raises(ValueError, match="data has the shape"):
            wave.append(path, np.zeros((4, 3)))
        np.testing.assert_array_equal(samples(path), RAMP)

    def test_errors(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            wave.append(tmp_path / "nothing", RAMP)
        with pytest.raises(TypeError, match="only a file can be opened to change it, by its name"):
            wave.append(io.BytesIO(), RAMP)


class TestUpdate:
    def test_frames_are_overwritten(self, path: Path) -> None:
        wave.update(path, 10, -RAMP[:5])
        expected = RAMP.copy()
        expected[10:15] = -RAMP[:5]
        np.testing.assert_array_equal(samples(path), expected)
        assert wave.metadata(path).tags["INAM"] == "Before"

    def test_behind_the_end_they_are_appended(self, path: Path) -> None:
        wave.update(path, 498, RAMP[:5])
        np.testing.assert_array_equal(samples(path), np.concatenate([RAMP[:498], RAMP[:5]]))

    def test_a_frame_that_is_not_there(self, path: Path) -> None:
        for frame in (-1, 501):
            with pytest.raises(ValueError, match="frame must be 0 to 500"):
                wave.update(path, frame, RAMP)

    def test_packed_encodings_cannot(self, tmp_path: Path) -> None:
        wave.write(tmp_path / "x.wav", np.zeros(505), 8000, "IMA_ADPCM")
        with pytest.raises(wave.Error):
            wave.update(tmp_path / "x.wav", 0, np.zeros(10))
