"""wave.write and wave.read: every encoding, container and layout of samples."""

from __future__ import annotations

import io
import uuid
from typing import Any

import numpy as np
import pytest

import wav_files
from mmservices import wave

TONE = 0.5 * np.sin(np.arange(4000 * 2) / 40).reshape(-1, 2)

# How far a sample may be off, by sub-type.
STEPS = {
    "PCM_U8": 2**-8,
    "PCM_12": 2**-12,
    "PCM_16": 2**-16,
    "PCM_20": 2**-20,
    "PCM_24": 2**-24,
    "PCM_32": 2**-32,
    "PCM_40": 2**-40,
    "PCM_64": 2**-53,
    "HALF": 2**-12,
    "FLOAT": 2**-25,
    "DOUBLE": 0,
    "ALAW": 2**-6,
    "ULAW": 2**-5,
    "IMA_ADPCM": 0.3,
    "MS_ADPCM": 0.1,
}
CONTAINERS = ["RIFF", "RIFX", "RF64", "BW64", "W64"]


@pytest.mark.parametrize("container", [None, *CONTAINERS])
@pytest.mark.parametrize("subtype", STEPS)
def test_what_is_written_can_be_read(subtype: str, container: Any) -> None:
    data = wave.encode(TONE, 22050, subtype, container=container)
    info = wave.info(memoryview(data))
    assert (info.container, info.frames, info.channels, info.samplerate) == (container or "RIFF", 4000, 2, 22050)
    assert info.diagnostics == ()
    samples, _ = wave.read(memoryview(data))
    assert np.abs(samples - TONE).max() <= STEPS[subtype]


@pytest.mark.parametrize(
    "subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "PCM_64", "HALF", "FLOAT", "DOUBLE", "ALAW"]
)
def test_info_has_the_name_that_write_was_given(subtype: str) -> None:
    assert wave.info(memoryview(wave.encode(TONE, 8000, subtype))).subtype == subtype


@pytest.mark.parametrize(
    ("name", "subtype", "encoding"),
    [
        ("alaw", "ALAW", "A-law"),
        ("mulaw", "ULAW", "mu-law"),
        ("ulaw", "ULAW", "mu-law"),
        ("ima-adpcm", "IMA_ADPCM", "IMA ADPCM"),
        ("ms_adpcm", "MS_ADPCM", "MS ADPCM"),
        ("pcm_16", "PCM_16", "PCM"),
        ("double", "DOUBLE", "IEEE float"),
    ],
)
def test_names(name: str, subtype: str, encoding: str) -> None:
    info = wave.info(memoryview(wave.encode(TONE, 8000, name)))
    assert (info.subtype, info.encoding) == (subtype, encoding)


@pytest.mark.parametrize("name", ["PCM_0", "PCM_65", "GSM610", "MP3", "PCM_016", "", 16])
def test_what_is_no_subtype_to_write(name: Any) -> None:
    with pytest.raises(ValueError, match=r"subtype must be one of PCM_U8, PCM_16, .*or PCM_1 to PCM_64, not"):
        wave.encode(TONE, 8000, name)


class TestLayouts:
    def test_valid_bits(self) -> None:
        info = wave.info(memoryview(wave.encode(TONE, 8000, "PCM_24", valid_bits=20)))
        assert (info.format, info.bits, info.valid_bits, info.sample_bytes) == ("WAVEX", 24, 20, 3)

    def test_24_bits_in_the_low_bits_of_4_bytes(self) -> None:
        data = wave.encode(np.array([1 << 8, -1 << 8], "i4"), 8000, "PCM_24", right_aligned=True)
        info = wave.info(memoryview(data))
        assert (info.bits, info.sample_bytes, info.right_aligned) == (24, 4, True)
        assert data[info.data_offset :] == b"\1\0\0\0" + b"\xff\xff\xff\xff"

    def test_or_in_the_high_bits(self) -> None:
        data = wave.encode(np.array([1 << 8], "i4"), 8000, "PCM_32", valid_bits=24)
        info = wave.info(memoryview(data))
        assert (info.bits, info.valid_bits, info.right_aligned) == (32, 24, False)
        assert data[info.data_offset :] == b"\0\1\0\0"

    def test_blocks_of_a_given_size(self) -> None:
        info = wave.info(memoryview(wave.encode(TONE, 8000, "IMA_ADPCM", block_align=128)))
        assert (info.block_align, info.block_frames, info.sample_bytes) == (128, 121, 0)
        assert (info.frames, info.fact_frames) == (4000, 4000)

    def test_what_fills_the_last_block_can_be_read_too(self) -> None:
        data = memoryview(wave.encode(TONE, 8000, "IMA_ADPCM", block_align=128))
        assert wave.info(data, all_frames=True).frames == 34 * 121
        assert len(wave.read(data, all_frames=True)[0]) == 34 * 121
        assert len(wave.read(data)[0]) == 4000

    def test_a_part_of_packed_frames(self) -> None:
        data = memoryview(wave.encode(TONE, 8000, "MS_ADPCM"))
        whole = wave.read(data)[0]
        np.testing.assert_array_equal(wave.read(data, start=777, stop=1234)[0], whole[777:1234])
        np.testing.assert_array_equal(wave.read(data, start=-5)[0], whole[-5:])
        blocks = list(wave.blocks(data, 999, overlap=9))
        np.testing.assert_array_equal(blocks[1], whole[990:1989])

    def test_a_file_object_is_left_behind_the_block_of_the_last_frame(self) -> None:
        file = io.BytesIO(wave.encode(TONE, 8000, "IMA_ADPCM", block_align=128))
        info = wave.info(file)
        file.seek(0)
        wave.read(file, 122)
        assert file.tell() == info.data_offset + 2 * 128


class TestLoudspeakers:
    @pytest.mark.parametrize("mask", [0x3F, "FL FR FC LFE BL BR", ["FL", "FR", "FC", "LFE", "BL", "BR"]])
    def test_a_mask_may_be_bits_or_names(self, mask: Any) -> None:
        info = wave.info(memoryview(wave.encode(np.zeros((1, 6)), 8000, channel_mask=mask)))
        assert (info.format, info.channel_mask) == ("WAVEX", 0x3F)
        assert info.channel_names == ("FL", "FR", "FC", "LFE", "BL", "BR")

    def test_more_than_two_channels_are_extensible_without_a_guess(self) -> None:
        info = wave.info(memoryview(wave.encode(np.zeros((1, 3)), 8000)))
        assert (info.format, info.channel_mask, info.channel_names) == ("WAVEX", 0, ("", "", ""))

    def test_channels_behind_the_mask_have_no_name(self) -> None:
        info = wave.info(memoryview(wave.encode(np.zeros((1, 3)), 8000, channel_mask="FL")))
        assert info.channel_names == ("FL", "", "")

    @pytest.mark.parametrize("mask", ["FL XX", "left", [1], "F\0L", -1, 1 << 32])
    def test_what_is_no_mask(self, mask: Any) -> None:
        with pytest.raises(ValueError, match=r"channel_mask must be|no loudspeaker is called"):
            wave.encode(np.zeros((1, 2)), 8000, channel_mask=mask)

    def test_ambisonics(self) -> None:
        guid = uuid.UUID("00000001-0721-11d3-8644-c8c1ca000000").bytes_le
        form = wav_files.fmt(0xFFFE, 4) + wav_files.extension(16, 0, guid)
        info = wave.info(memoryview(wav_files.riff((b"fmt ", form), (b"data", bytes(8)))))
        assert (info.ambisonic, info.encoding, info.frames) == (True, "PCM", 1)


class TestContainers:
    @pytest.mark.parametrize("name", ["RF64", "BW64", "W64"])
    def test_a_format_may_name_a_container(self, name: str) -> None:
        assert wave.encode(TONE, 8000, format=name) == wave.encode(TONE, 8000, container=name)
        assert wave.info(memoryview(wave.encode(TONE, 8000, format=name))).format == name

    def test_by_itself_a_file_has_room_to_grow(self) -> None:
        assert wave.encode(TONE, 8000)[12:16] == b"JUNK"
        assert wave.encode(TONE, 8000, container="RIFF")[12:16] == b"fmt "

    def test_rifx_is_big_endian(self) -> None:
        data = wave.encode(np.array([0x1234], "i2"), 8000, container="RIFX")
        info = wave.info(memoryview(data))
        assert (info.big_endian, info.container, info.format) == (True, "RIFX", "WAV")
        assert data.endswith(b"\x12\x34")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ({"container": "AIFF"}, "container must be one of RIFF, RIFX, RF64, BW64, W64, not 'AIFF'"),
            ({"container": 1}, "container must be one of"),
            ({"container": "RIFF", "format": "RF64"}, "format is RF64, but container is RIFF"),
        ],
    )
    def test_what_is_no_container(self, arguments: Any, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            wave.encode(TONE, 8000, **arguments)


class TestPlain:
    def test_it_has_the_bytes_of_the_standard_module(self) -> None:
        for channels in (1, 2, 6):
            samples = np.arange(60, dtype="i2").reshape(-1, channels)
            file = io.BytesIO()
            with wave.open(file, "wb") as writer:
                writer.setparams((channels, 2, 8000, 0, "NONE", ""))
                writer.writeframes(samples.tobytes())
            assert wave.encode(samples, 8000, plain=True) == file.getvalue()


class TestUnknown:
    DATA = wav_files.riff(
        (b"fmt ", wav_files.fmt(0x55, 1, bits=0, align=1)), (b"data", bytes(1000)), (b"LIST", b"INFOINAM\2\0\0\0x\0")
    )

    def test_a_file_that_cannot_be_decoded_tells_what_it_is(self) -> None:
        info = wave.info(memoryview(self.DATA))
        assert (info.subtype, info.tag, info.data_bytes) == ("UNKNOWN", 0x55, 1000)
        assert "MP" in info.encoding
        assert dict(wave.metadata(memoryview(self.DATA)).tags) == {"INAM": "x"}

    def test_but_has_no_samples(self) -> None:
        for call in (wave.read, lambda data: list(wave.blocks(data, 10)), lambda data: wave.read(data, 0)):
            with pytest.raises(wave.Error, match=r"^unknown format: 85$"):
                call(memoryview(self.DATA))


class TestInt64:
    NUMBERS = np.array([0, 1, -1, 2**63 - 1, -(2**63)], "i8")

    def test_they_come_back(self) -> None:
        data = memoryview(wave.encode(self.NUMBERS, 8000, "PCM_64", dtype="int64"))
        np.testing.assert_array_equal(wave.read(data, dtype="int64")[0], self.NUMBERS)
        out = np.zeros(5, "i8")
        assert wave.read(data, out=out)[0] is out
        np.testing.assert_array_equal(out, self.NUMBERS)

    def test_narrower_samples_lie_in_the_high_bits(self) -> None:
        data = memoryview(wave.encode(np.array([1, -1], "i2"), 8000))
        assert wave.read(data, dtype="int64")[0].tolist() == [1 << 48, -1 << 48]
        assert wave.convert(np.array([1, -1], "i2"), "int64").tolist() == [1 << 48, -1 << 48]
        assert wave.convert(self.NUMBERS, "int16", from_dtype="int64").tolist() == [0, 0, 0, 32767, -32768]

    def test_they_have_to_be_named(self) -> None:
        """An array of int64 is what NumPy makes of any integers."""
        for call in (lambda: wave.encode([1, 2], 8000), lambda: wave.convert(self.NUMBERS, "int16")):
            with pytest.raises(TypeError, match="has items of int64: dtype must say that the samples are of int64"):
                call()
