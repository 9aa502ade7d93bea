"""read, blocks and write give what the package soundfile gives, where the two make the same promises."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from mmservices import wave

SUBTYPES = ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"]
# Between floats in one place and integers in the other soundfile does not scale (docs/python.md): left out.
PAIRS = [
    (subtype, dtype)
    for subtype in SUBTYPES
    for dtype in ("float64", "float32", "int32", "int16")
    if not (subtype in ("FLOAT", "DOUBLE") and dtype.startswith("int"))
]


def numbers(channels: int, frames: int = 1000) -> Any:
    """Samples that all subtypes and types hold exactly in 8 bits, so that no rule of rounding counts."""
    return np.random.default_rng(channels).integers(-128, 128, (frames, channels)) / 128


@pytest.fixture(params=[1, 2, 5])
def channels(request: pytest.FixtureRequest) -> int:
    count: int = request.param
    return count


class TestFiles:
    @pytest.mark.parametrize(("subtype", "dtype"), PAIRS)
    def test_that_soundfile_wrote_are_read_as_it_reads_them(self, subtype: str, dtype: str, channels: int) -> None:
        file = io.BytesIO()
        soundfile.write(file, numbers(channels), 44100, subtype, format="WAV")
        file.seek(0)
        expected, expected_rate = soundfile.read(file, dtype=dtype)
        file.seek(0)
        samples, rate = wave.read(file, dtype=dtype)
        assert rate == expected_rate
        assert samples.dtype == expected.dtype
        np.testing.assert_array_equal(samples, expected)

    @pytest.mark.parametrize(("subtype", "dtype"), PAIRS)
    def test_hold_the_same_samples(self, subtype: str, dtype: str, channels: int) -> None:
        data = numbers(channels)
        if dtype.startswith("int"):
            data = data * 2.0 ** (8 * np.dtype(dtype).itemsize - 1)
        data = data.astype(dtype)
        ours, theirs = io.BytesIO(), io.BytesIO()
        wave.write(ours, data, 44100, subtype)
        soundfile.write(theirs, data, 44100, subtype, format="WAV")
        for file in (ours, theirs):
            file.seek(0)
        np.testing.assert_array_equal(
            soundfile.read(ours, always_2d=True)[0], soundfile.read(theirs, always_2d=True)[0]
        )

    @pytest.mark.parametrize("subtype", SUBTYPES)
    def test_have_the_same_info(self, subtype: str, channels: int, tmp_path: Path) -> None:
        for extensible in ("WAV", "WAVEX"):
            wave.write(tmp_path / "x.wav", numbers(channels), 44100, subtype, format=extensible)
            ours, theirs = wave.info(tmp_path / "x.wav"), soundfile.info(str(tmp_path / "x.wav"))
            for name in ("samplerate", "channels", "frames", "duration", "format", "subtype"):
                assert getattr(ours, name) == getattr(theirs, name), name


def arguments_for(rng: random.Random) -> dict[str, Any]:
    """Arguments of read, good and bad."""
    arguments: dict[str, Any] = {}
    for name, numbers in (("frames", (-1, 0, 5, 40)), ("start", (-60, -7, 0, 7, 60)), ("stop", (-60, -7, 0, 7, 60))):
        if rng.random() < 0.5:
            arguments[name] = rng.choice(numbers)
    if rng.random() < 0.3:
        arguments["fill_value"] = 0.25
    if rng.random() < 0.3:
        arguments["always_2d"] = True
    return arguments


def outcome(function: Any, *arguments: Any, **named: Any) -> Any:
    try:
        return function(*arguments, **named)
    except (TypeError, ValueError) as error:
        return type(error)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str]:
    """Files of 50 frames, by their channels."""
    folder = tmp_path_factory.mktemp("peer")
    for channels in (1, 2):
        wave.write(folder / f"{channels}.wav", numbers(channels, 50), 8000)
    return {channels: str(folder / f"{channels}.wav") for channels in (1, 2)}


@pytest.mark.parametrize("channels", [1, 2])
def test_read_chooses_the_same_frames(channels: int, recording: dict[int, str]) -> None:
    rng = random.Random(channels)
    for _ in range(500):
        arguments = arguments_for(rng)
        if rng.random() < 0.3:
            shape = (rng.choice((3, 30, 70)), *((channels,) if channels > 1 else ()))
            outs = np.full(shape, 7.0), np.full(shape, 7.0)
        else:
            outs = None, None
        ours = outcome(wave.read, recording[channels], out=outs[0], **arguments)
        theirs = outcome(soundfile.read, recording[channels], out=outs[1], **arguments)
        if isinstance(theirs, type):
            assert ours is theirs, arguments
            continue
        assert ours[0].shape == theirs[0].shape, arguments
        np.testing.assert_array_equal(ours[0], theirs[0], err_msg=str(arguments))


@pytest.mark.parametrize("channels", [1, 2])
def test_blocks_are_the_same(channels: int, recording: dict[int, str]) -> None:
    rng = random.Random(channels)
    for _ in range(500):
        arguments = arguments_for(rng)
        size = rng.choice((1, 5, 16, 50, 70))
        # With an overlap of the whole block soundfile does not end; with one of a short first block it errs.
        arguments["overlap"] = rng.choice((0, 0, 1, 4, 15)) if size >= 16 else 0
        ours = outcome(lambda: list(wave.blocks(recording[channels], size, **arguments)))  # noqa: B023
        theirs = outcome(lambda: list(soundfile.blocks(recording[channels], size, **arguments)))  # noqa: B023
        if isinstance(theirs, type):
            assert ours is theirs, arguments
            continue
        assert [block.shape for block in ours] == [block.shape for block in theirs], arguments
        for mine, other in zip(ours, theirs):
            np.testing.assert_array_equal(mine, other, err_msg=str(arguments))


TONE = np.round(9000 * np.sin(np.arange(2 * 4040) / 30)).astype("i2").reshape(-1, 2)


@pytest.mark.parametrize("container", ["RIFF", "RIFX", "RF64", "W64"])
@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT", "ALAW", "ULAW", "IMA_ADPCM", "MS_ADPCM"])
def test_it_reads_what_is_written_in_other_encodings_and_containers(subtype: str, container: str) -> None:
    data = wave.encode(TONE, 8000, subtype, container=container)
    if container == "RF64" and subtype.endswith("ADPCM"):
        with pytest.raises(soundfile.LibsndfileError, match="unimplemented"):
            soundfile.info(io.BytesIO(data))
        return
    theirs, rate = soundfile.read(io.BytesIO(data), dtype="int16")
    found = soundfile.info(io.BytesIO(data))
    assert (rate, found.subtype) == (8000, subtype)
    assert found.format == {"RF64": "RF64", "W64": "W64"}.get(container, "WAV")
    ours = wave.read(memoryview(data), dtype="int16")[0]
    if subtype == "FLOAT":
        theirs = soundfile.read(io.BytesIO(data))[0]
        ours = wave.read(memoryview(data))[0]
    np.testing.assert_array_equal(ours, theirs[: len(ours)])
