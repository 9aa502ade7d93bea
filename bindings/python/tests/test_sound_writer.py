"""wave.SoundWriter: a file that is written piece by piece."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mmservices import wave

RAMP = np.arange(1000, dtype="i2").reshape(-1, 2)


def samples(file: Any) -> Any:
    return wave.read(file, dtype="int16")[0]


class TestWriting:
    @pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT", "IMA_ADPCM"])
    def test_pieces_make_the_file_that_write_makes(self, subtype: str, tmp_path: Path) -> None:
        with wave.SoundWriter(tmp_path / "x.wav", 8000, 2, subtype) as writer:
            for start in range(0, 500, 7):
                writer.write(RAMP[start : start + 7])
                assert writer.tell() == min(500, start + 7)
        assert writer.closed
        assert (tmp_path / "x.wav").read_bytes() == wave.encode(RAMP, 8000, subtype)

    def test_targets(self, tmp_path: Path) -> None:
        file = io.BytesIO()
        descriptor = os.open(tmp_path / "y.wav", os.O_RDWR | os.O_CREAT)
        for target in (file, descriptor):
            with wave.SoundWriter(target, 8000, 2) as writer:
                writer.write(RAMP)
        assert file.getvalue() == (tmp_path / "y.wav").read_bytes() == wave.encode(RAMP, 8000)
        with pytest.raises(OSError):
            os.fstat(descriptor)

    def test_memory(self) -> None:
        with wave.SoundWriter(None, 8000, 2) as writer:
            writer.write(RAMP[:10])
            assert writer.contents() == wave.encode(RAMP[:10], 8000)
            writer.write(RAMP[10:])
            assert writer.contents() == wave.encode(RAMP, 8000)

    def test_data_of_any_kind(self) -> None:
        with wave.SoundWriter(None, 8000, 2) as writer:
            writer.write(RAMP.ravel())
            writer.write(RAMP.T, planar=True)
            writer.write(RAMP.astype("i4") << 16)
            writer.write(RAMP.astype("i8") << 48, dtype="int64")
            np.testing.assert_array_equal(samples(memoryview(writer.contents())), np.concatenate([RAMP] * 4))
            with pytest.raises(ValueError, match="data has the shape"):
                writer.write(np.zeros((2, 3)))

    def test_info(self, tmp_path: Path) -> None:
        with wave.SoundWriter(tmp_path / "x.wav", 44100, 2, "PCM_24") as writer:
            writer.write(RAMP)
            info = writer.info
            assert (info.name, info.samplerate, info.channels, info.subtype) == (tmp_path / "x.wav", 44100, 2, "PCM_24")
            assert info.frames == 500

    def test_an_unseekable_target_gets_a_file_of_unknown_length(self) -> None:
        class Pipe:
            def __init__(self) -> None:
                self.data = b""

            def write(self, data: bytes) -> None:
                self.data += data

        unknown, known = Pipe(), Pipe()
        for pipe, frames in ((unknown, 0), (known, 500)):
            with wave.SoundWriter(pipe, 8000, 2, frames=frames) as writer:
                writer.write(RAMP)
        assert known.data == wave.encode(RAMP, 8000)
        info = wave.info(memoryview(unknown.data))
        assert (info.frames, [repair.name for repair in info.diagnostics]) == (500, ["data_size", "riff_size"])


class TestCheckpoints:
    def test_without_one_nothing_is_promised_and_with_one_all_is(self, tmp_path: Path) -> None:
        path = tmp_path / "x.wav"
        with wave.SoundWriter(path, 8000, 2) as writer:
            for count in (1, 2, 3):
                writer.write(RAMP)
                writer.checkpoint() if count % 2 else writer.sync()
                info = wave.info(path)
                assert (info.frames, info.diagnostics) == (500 * count, ())

    def test_after_so_many_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "x.wav"
        with wave.SoundWriter(path, 8000, 2, checkpoint_bytes=3000) as writer:
            writer.write(RAMP)
            writer.write(RAMP)
            assert wave.info(path).frames == 1000

    def test_after_some_time(self, tmp_path: Path) -> None:
        path = tmp_path / "x.wav"
        with wave.SoundWriter(path, 8000, 2, checkpoint_seconds=0.001) as writer:
            writer.write(RAMP)
            time.sleep(0.01)
            writer.write(RAMP)
            assert wave.info(path).frames == 1000

    def test_with_metadata(self, tmp_path: Path) -> None:
        metadata = wave.Metadata([wave.Chunk(b"abcd", b"behind", after_data=True)])
        path = tmp_path / "x.wav"
        with wave.SoundWriter(path, 8000, 2, metadata=metadata) as writer:
            writer.write(RAMP)
            writer.checkpoint()
            assert wave.metadata(path) == metadata
            metadata.tags["INAM"] = "late"
            metadata.chunks = [chunk for chunk in metadata.chunks if chunk.id == b"abcd"]
            metadata.chunks.append(wave.Chunk(b"zzzz", b"more", after_data=True))
            writer.set_metadata(metadata)
            writer.write(RAMP)
        assert wave.metadata(path) == metadata
        np.testing.assert_array_equal(samples(path), np.concatenate([RAMP, RAMP]))

    def test_chunks_in_front_cannot_come_late(self, tmp_path: Path) -> None:
        with wave.SoundWriter(tmp_path / "x.wav", 8000, 2) as writer:
            writer.write(RAMP)
            with pytest.raises(wave.Error):
                writer.set_metadata(wave.Metadata([wave.Chunk(b"abcd", b"in front")]))
        np.testing.assert_array_equal(samples(tmp_path / "x.wav"), RAMP)


class TestSeek:
    def test_frames_are_overwritten(self, tmp_path: Path) -> None:
        with wave.SoundWriter(tmp_path / "x.wav", 8000, 2) as writer:
            writer.write(RAMP)
            writer.seek(10)
            writer.write(-RAMP[:5])
            assert writer.tell() == 500
            writer.seek(500)
            writer.write(RAMP[:1])
        expected = np.concatenate([RAMP, RAMP[:1]])
        expected[10:15] = -RAMP[:5]
        np.testing.assert_array_equal(samples(tmp_path / "x.wav"), expected)

    def test_not_of_packed_encodings(self) -> None:
        with wave.SoundWriter(None, 8000, 2, "MS_ADPCM") as writer:
            writer.write(RAMP)
            with pytest.raises(wave.Error):
                writer.seek(0)

    def test_a_file_that_is_there_can_be_gone_on_with(self, tmp_path: Path) -> None:
        wave.write(tmp_path / "x.wav", RAMP, 8000)
        with wave.SoundWriter.reopen(tmp_path / "x.wav", checkpoint_bytes=1) as writer:
            assert writer.tell() == 500
            writer.write(RAMP)
            assert wave.info(tmp_path / "x.wav").frames == 1000
            writer.seek(0)
            writer.write(-RAMP)
        np.testing.assert_array_equal(samples(tmp_path / "x.wav"), np.concatenate([-RAMP, RAMP]))


class TestEnd:
    def test_an_exception_leaves_a_complete_file(self, tmp_path: Path) -> None:
        with pytest.raises(KeyError), wave.SoundWriter(tmp_path / "x.wav", 8000, 2) as writer:
            writer.write(RAMP)
            raise KeyError
        np.testing.assert_array_equal(samples(tmp_path / "x.wav"), RAMP)

    def test_a_writer_that_is_dropped_completes_its_file(self, tmp_path: Path) -> None:
        writer = wave.SoundWriter(tmp_path / "x.wav", 8000, 2)
        writer.write(RAMP)
        del writer
        np.testing.assert_array_equal(samples(tmp_path / "x.wav"), RAMP)

    def test_a_closed_one_says_so(self) -> None:
        writer = wave.SoundWriter(None, 8000)
        writer.close()
        writer.close()
        for call in (lambda: writer.write(RAMP), writer.tell, writer.sync, writer.contents, lambda: writer.info):
            with pytest.raises(ValueError, match="this file is closed"):
                call()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"channels": 0}, "channels must be 1 to 65535, not 0"),
            ({"samplerate": 0}, "samplerate must be 1 to"),
            ({"checkpoint_seconds": -1}, "checkpoint_seconds must be"),
            ({"checkpoint_bytes": -1}, "checkpoint_bytes must not be negative"),
        ],
    )
    def test_arguments_that_cannot_be(self, arguments: Any, message: str, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match=message):
            wave.SoundWriter(tmp_path / "x.wav", **{"samplerate": 8000, **arguments})
        assert not (tmp_path / "x.wav").exists()
