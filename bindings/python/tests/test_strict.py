"""strict: files that need a repair are refused, with the status, the chunk and the place."""

from __future__ import annotations

from typing import Any

import pytest

import wav_files
from mmservices import _abi, wave

CUT = wav_files.pcm(frames=100)[:-20]
CALLS = {
    "read": wave.read,
    "info": wave.info,
    "metadata": wave.metadata,
    "chunks": wave.chunks,
    "blocks": lambda file, strict: list(wave.blocks(file, 10, strict=strict)),
}


@pytest.mark.parametrize("name", CALLS)
def test_every_function_can_refuse(name: str) -> None:
    call: Any = CALLS[name]
    call(memoryview(CUT), strict=False)
    call(memoryview(wav_files.pcm()), strict=True)
    with pytest.raises(wave.Error) as caught:
        call(memoryview(CUT), strict=True)
    error = caught.value
    assert error.status == _abi.MMS_ERROR_FORMAT_REPAIR
    assert error.value in (_abi.MMS_WAVE_REPAIR_DATA_SIZE, _abi.MMS_WAVE_REPAIR_RIFF_SIZE)
    assert (error.chunk, error.offset) in ((b"data", 36), (b"RIFF", 0))


def test_an_error_that_is_not_of_the_library_has_no_status() -> None:
    assert (wave.Error().status, wave.Error().chunk, wave.Error().offset) == (0, b"", -1)


def test_what_is_wrong_with_metadata_is_refused_too() -> None:
    info = b"INFOINAM\xff\0\0\0x\0"
    data = wav_files.riff((b"fmt ", wav_files.fmt()), (b"LIST", info), (b"data", bytes(4)))
    assert dict(wave.metadata(memoryview(data)).tags)
    with pytest.raises(wave.Error) as caught:
        wave.info(memoryview(data), strict=True)
    assert caught.value.value == _abi.MMS_WAVE_REPAIR_LIST
