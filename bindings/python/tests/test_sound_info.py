"""wave.info: what it tells."""

from __future__ import annotations

import dataclasses
import io
import math
import pickle
import re
import struct
import uuid
from pathlib import Path

import pytest

import wav_files
from conftest import ROOT
from mmservices import _sound_info, wave


def test_a_recording(speech: Path) -> None:
    path = speech / "speech-16.wav"
    info = wave.info(path)
    assert info == wave.Info(
        name=path,
        samplerate=22050,
        channels=1,
        frames=89407,
        format="WAV",
        subtype="PCM_16",
        tag=1,
        bits=16,
        valid_bits=16,
        right_aligned=False,
        sample_bytes=2,
        block_align=2,
        channel_mask=0,
        sub_format=None,
        frames_declared=89407,
        data_offset=44,
        data_bytes=178814,
        seekable=True,
        diagnostics=(),
        container="RIFF",
        encoding="PCM",
        block_frames=1,
        fact_frames=None,
        channel_names=("",),
        big_endian=False,
        ambisonic=False,
    )
    assert info.duration == 89407 / 22050


@pytest.mark.parametrize(
    ("tag", "bits", "container", "subtype"),
    [
        (1, 8, 1, "PCM_U8"),
        (1, 12, 2, "PCM_16"),
        (1, 16, 2, "PCM_16"),
        (1, 24, 3, "PCM_24"),
        (1, 24, 4, "PCM_32"),
        (1, 32, 4, "PCM_32"),
        (1, 64, 8, "PCM_64"),
        (3, 32, 4, "FLOAT"),
        (3, 64, 8, "DOUBLE"),
    ],
)
def test_subtypes(tag: int, bits: int, container: int, subtype: str) -> None:
    form = wav_files.fmt(tag, 1, bits=bits, align=container)
    info = wave.info(io.BytesIO(wav_files.riff((b"fmt ", form), (b"data", bytes(16)))))
    assert (info.subtype, info.bits, info.sample_bytes) == (subtype, bits, container)
    assert info.right_aligned == (container == 4 and bits == 24)


def test_an_extensible_file() -> None:
    form = wav_files.fmt(0xFFFE, 2, bits=24) + wav_files.extension(
        20, 3, struct.pack("<LL8s", 1, 0x100000, b"\x80\0\0\xaa\08\x9bq")
    )
    info = wave.info(io.BytesIO(wav_files.riff((b"fmt ", form), (b"data", bytes(12)))))
    assert (info.format, info.valid_bits, info.channel_mask) == ("WAVEX", 20, 3)
    assert info.sub_format == uuid.UUID("00000001-0000-0010-8000-00aa00389b71")


def test_what_was_repaired_can_be_read_by_people_and_programs() -> None:
    info = wave.info(io.BytesIO(wav_files.pcm(frames=100)[:-20]))
    assert (info.frames, info.frames_declared) == (90, 100)
    repair = next(found for found in info.diagnostics if found.chunk == b"data")
    assert repair == (2, b"data", 36, 200, 180)
    assert str(repair) == "data chunk at byte 36: the data size does not agree with the bytes: 200, not 180"
    assert f"repaired: {repair}" in str(info)


def test_every_repair_of_the_header_has_its_text() -> None:
    header = (ROOT / "include" / "mmservices.h").read_text()
    texts = re.findall(r"#define MMS_WAVE_REPAIR_\w+ (0x\w+)u +/\* (.*?)(?:: the .*)? \*/", header)
    assert {int(bit, 16): text for bit, text in texts if int(bit, 16) < 1 << 31} == _sound_info._REPAIRS


def test_places_are_counted_from_the_start_of_the_stream() -> None:
    for before in (b"", b"before"):
        file = io.BytesIO(before + wav_files.pcm(frames=100)[:-20])
        file.seek(len(before))
        info = wave.info(file)
        assert info.data_offset == len(before) + 44
        assert {found.chunk: found.offset - len(before) for found in info.diagnostics} == {b"data": 36, b"RIFF": 0}


def test_the_position_of_a_file_object_is_that_of_the_first_frame() -> None:
    file = io.BytesIO(wav_files.pcm())
    wave.info(file)
    assert file.tell() == 44


def test_names(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(wav_files.pcm())
    with open(path, "rb") as file:
        assert wave.info(file).name == str(path)
    assert wave.info(io.BytesIO(wav_files.pcm())).name is None


def test_a_rate_of_0_has_no_duration() -> None:
    assert math.isnan(wave.info(io.BytesIO(wav_files.pcm(rate=0))).duration)


def test_it_is_a_value() -> None:
    info = wave.info(io.BytesIO(wav_files.pcm()))
    assert info == wave.info(io.BytesIO(wav_files.pcm()))
    assert pickle.loads(pickle.dumps(info)) == info
    assert repr(info).startswith("Info(name=None, samplerate=8000, channels=1, frames=10, format='WAV', ")
    with pytest.raises(dataclasses.FrozenInstanceError):
        info.frames = 3  # type: ignore[misc]


def test_it_reads_as_little_text() -> None:
    assert str(wave.info(io.BytesIO(wav_files.pcm(frames=4000)))).splitlines() == [
        "None",
        "samplerate: 8000 Hz",
        "channels: 1",
        "duration: 0.500 s",
        "format: WAV, PCM_16",
    ]
