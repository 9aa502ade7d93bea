"""wave.read: which frames, of which type, from what, into what."""

from __future__ import annotations

import array
import io
import os
import random
import socket
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sample_model
import wav_files
from mmservices import _abi, _library, wave

DTYPES = sample_model.DTYPES
ITEMS = {"int24": "uint8", "int24_left": "int32", "int24_right": "int32"}


def ramp(frames: int = 10, channels: int = 2) -> bytes:
    """A file of 16 bits whose samples count: frame 3 is 300, 301, ..."""
    samples = [100 * frame + channel for frame in range(frames) for channel in range(channels)]
    return wav_files.riff(
        (b"fmt ", wav_files.fmt(channels=channels)), (b"data", struct.pack(f"<{len(samples)}h", *samples))
    )


def noise(tag: int, bits: int, channels: int = 2, frames: int = 50, container: int = 0) -> bytes:
    """A file of random samples; of floats some are special."""
    rng = random.Random(bits)
    width = container or (bits + 7) // 8
    data = bytearray(rng.randbytes(frames * channels * width))
    if tag == 3:
        code = "f" if bits == 32 else "d"
        numbers = [rng.uniform(-1.2, 1.2) for _ in range(frames * channels)]
        numbers[:6] = [float("nan"), float("inf"), -float("inf"), 1.0, -1.0, 0.5 / 32768]
        data = bytearray(struct.pack(f"<{len(numbers)}{code}", *numbers))
    if container:  # the bits are the low ones, and those above repeat the sign
        for start in range(0, len(data), width):
            number = int.from_bytes(data[start : start + bits // 8], "little", signed=True)
            data[start : start + width] = number.to_bytes(width, "little", signed=True)
    form = wav_files.fmt(tag, channels, bits=bits, align=channels * width)
    return wav_files.riff((b"fmt ", form), (b"data", bytes(data)))


def first(data: Any, **arguments: Any) -> list[Any]:
    """The samples of the first channel, over 100: the numbers of the frames of ramp."""
    return [int(x) // 100 for x in wave.read(io.BytesIO(data), dtype="int16", always_2d=True, **arguments)[0][:, 0]]


class TestWhichFrames:
    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            ({}, range(10)),
            ({"frames": 3}, range(3)),
            ({"frames": 0}, range(0)),
            ({"frames": 30}, range(10)),
            ({"start": 4}, range(4, 10)),
            ({"start": -4}, range(6, 10)),
            ({"start": 40}, range(0)),
            ({"start": 2, "frames": 3}, range(2, 5)),
            ({"start": 8, "frames": 3}, range(8, 10)),
            ({"stop": 4}, range(4)),
            ({"stop": -4}, range(6)),
            ({"start": 2, "stop": 5}, range(2, 5)),
            ({"start": -5, "stop": -2}, range(5, 8)),
            ({"start": 5, "stop": 2}, range(0)),
        ],
    )
    def test_are_read(self, arguments: dict[str, int], expected: range) -> None:
        assert first(ramp(), **arguments) == list(expected)

    def test_frames_and_stop_are_one_too_many(self) -> None:
        with pytest.raises(TypeError, match="only one of frames and stop"):
            wave.read(io.BytesIO(ramp()), frames=1, stop=1)

    def test_fill_value_stands_for_those_that_are_missing(self) -> None:
        samples, _ = wave.read(io.BytesIO(ramp()), start=8, frames=4, fill_value=-1, dtype="int16")
        assert samples.tolist() == [[800, 801], [900, 901], [-1, -1], [-1, -1]]

    def test_fill_value_of_packed_samples_is_a_number(self) -> None:
        samples, _ = wave.read(io.BytesIO(ramp(1, 1)), frames=2, fill_value=-2, dtype="int24")
        assert samples.tolist() == [[0, 0, 0], [0xFE, 0xFF, 0xFF]]

    def test_the_rate_comes_with_them(self) -> None:
        assert wave.read(io.BytesIO(wav_files.pcm(rate=11025)))[1] == 11025

    def test_a_file_without_frames(self) -> None:
        assert wave.read(io.BytesIO(ramp(0)))[0].shape == (0, 2)

    def test_a_cut_last_frame_does_not_count(self) -> None:
        assert first(ramp()[:-1]) == list(range(9))


class TestTypes:
    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize(
        "data",
        [noise(1, bits) for bits in (8, 12, 16, 20, 24, 32, 40, 64)]
        + [noise(3, 32), noise(3, 64), noise(1, 24, container=4)],
        ids="u8 s12 s16 s20 s24 s32 s40 s64 f32 f64 s24-in-32".split(),
    )
    def test_are_converted_by_the_rules(self, data: bytes, dtype: str) -> None:
        info = wave.info(io.BytesIO(data))
        samples, _ = wave.read(io.BytesIO(data), dtype=dtype)
        assert samples.dtype == ITEMS.get(dtype, dtype)
        np.testing.assert_array_equal(samples, sample_model.converted(data[info.data_offset :], info, dtype))

    @pytest.mark.parametrize("dtype", [np.float32, np.dtype("int16"), "float32"])
    def test_can_be_named_as_in_numpy(self, dtype: Any) -> None:
        assert wave.read(io.BytesIO(ramp()), dtype=dtype)[0].dtype == np.dtype(dtype)

    @pytest.mark.parametrize("dtype", ["uint16", "float16", "PCM_16", ">i2", np.dtype(">f4"), np.uint64])
    def test_others_are_refused_with_the_names_of_these(self, dtype: Any) -> None:
        with pytest.raises(ValueError, match="dtype must be one of float64, float32, int64, int32, int16, uint8, "):
            wave.read(io.BytesIO(ramp()), dtype=dtype)

    @pytest.mark.parametrize("dtype", DTYPES)
    def test_all_files_of_the_corpus(self, dtype: str, corpus: Path) -> None:
        checked = 0
        for path in sorted(corpus.rglob("*")):
            if path.suffix.lower() not in (".wav", ".wave"):
                continue
            try:
                info = wave.info(path)
            except (wave.Error, EOFError):
                with pytest.raises((wave.Error, EOFError)):
                    wave.read(path)
                continue
            if info.subtype == "UNKNOWN":
                with pytest.raises(wave.Error, match=r"unknown|not supported"):
                    wave.read(path)
                continue
            raw = path.read_bytes()[info.data_offset :][: info.frames * info.block_align]
            if info.block_frames > 1:
                raw = wave.read(path, dtype="int16")[0].tobytes()
            samples, rate = wave.read(path, dtype=dtype, always_2d=True)
            assert rate == info.samplerate
            np.testing.assert_array_equal(samples, sample_model.converted(raw, info, dtype), err_msg=str(path))
            checked += 1
        assert checked > 100


class TestBigFiles:
    """From 4 MiB on samples are converted from a map of the file."""

    FRAMES = 1_100_000

    @pytest.fixture(scope="class")
    def big(self, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
        """Noise of two channels, by its subtype."""
        folder = tmp_path_factory.mktemp("big")
        noise = np.random.default_rng(1).integers(-(2**31), 2**31, (self.FRAMES, 2), "i4")
        subtypes = ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"]
        for subtype in subtypes:
            wave.write(folder / subtype, noise, 8000, subtype)
        return {subtype: folder / subtype for subtype in subtypes}

    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
    def test_give_the_same_samples(self, subtype: str, dtype: str, big: dict[str, Path]) -> None:
        expected = np.concatenate(list(wave.blocks(big[subtype], 100_000, start=7, dtype=dtype)))
        with open(big[subtype], "rb") as file:
            for source in (big[subtype], str(big[subtype]), os.open(big[subtype], os.O_RDONLY), file):
                np.testing.assert_array_equal(wave.read(source, start=7, dtype=dtype)[0], expected)
            assert file.tell() == os.path.getsize(big[subtype])

    def test_more_frames_than_there_are(self, big: dict[str, Path]) -> None:
        samples, _ = wave.read(big["PCM_16"], start=10, frames=self.FRAMES, fill_value=0.5, dtype="float32")
        assert samples[-11:].tolist()[1:] == [[0.5, 0.5]] * 10
        np.testing.assert_array_equal(samples[:-10], wave.read(big["PCM_16"], start=10, dtype="float32")[0])

    @pytest.mark.parametrize("before", ["mms_wave_reader_map", "mms_convert_samples"])
    def test_a_file_that_is_shortened_meanwhile(
        self, before: str, big: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Right before it is mapped or converted from its map: then it is read, as far as it goes."""
        path = tmp_path / "short.wav"
        path.write_bytes(big["PCM_16"].read_bytes())
        offset = wave.info(path).data_offset
        library: Any = _library.load()
        function = getattr(library, before)

        def shorten(*arguments: Any) -> Any:
            os.truncate(path, offset + 4 * 10_000)
            return function(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(library, before, shorten)
            samples, _ = wave.read(path, dtype="float32")
        np.testing.assert_array_equal(samples, wave.read(big["PCM_16"], 10_000, dtype="float32")[0])

    def test_a_file_that_cannot_be_mapped(self, big: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
        expected = wave.read(big["PCM_16"], dtype="float32")[0]
        monkeypatch.setattr(_library.load(), "mms_wave_reader_map", lambda *_: _abi.MMS_ERROR_UNSUPPORTED_MAP)
        np.testing.assert_array_equal(wave.read(big["PCM_16"], dtype="float32")[0], expected)


class TestShapes:
    def test_one_channel_is_flat(self) -> None:
        assert wave.read(io.BytesIO(ramp(5, 1)))[0].shape == (5,)

    def test_unless_always_2d_says_no(self) -> None:
        assert wave.read(io.BytesIO(ramp(5, 1)), always_2d=True)[0].shape == (5, 1)

    def test_more_channels_are_not(self) -> None:
        assert wave.read(io.BytesIO(ramp(5, 3)))[0].shape == (5, 3)

    @pytest.mark.parametrize(("channels", "shape"), [(1, (5, 3)), (2, (5, 2, 3))])
    def test_packed_samples_have_three_bytes(self, channels: int, shape: tuple[int, ...]) -> None:
        assert wave.read(io.BytesIO(ramp(5, channels)), dtype="int24")[0].shape == shape


class TestOut:
    @pytest.mark.parametrize("dtype", DTYPES)
    def test_an_array_is_filled_in_place(self, dtype: str) -> None:
        expected, _ = wave.read(io.BytesIO(ramp()), dtype=dtype)
        out = np.zeros_like(expected)
        result, _ = wave.read(io.BytesIO(ramp()), dtype=dtype, out=out)
        assert result is out
        np.testing.assert_array_equal(out, expected)

    @pytest.mark.parametrize("code", "dfihB")
    def test_its_items_tell_the_type(self, code: str) -> None:
        out = array.array(code, [0] * 20)
        result, _ = wave.read(io.BytesIO(ramp()), out=out)
        assert result is out
        assert out.tolist() == wave.read(io.BytesIO(ramp()), dtype=np.dtype(code))[0].ravel().tolist()

    def test_a_bytearray_has_room_for_bytes(self) -> None:
        out = bytearray(60)
        wave.read(io.BytesIO(ramp()), dtype="int24", out=out)
        assert out == wave.read(io.BytesIO(ramp()), dtype="int24")[0].tobytes()

    def test_a_memoryview_with_a_shape(self) -> None:
        out = memoryview(bytearray(40)).cast("h", (10, 2))
        wave.read(io.BytesIO(ramp()), out=out)
        assert out.tolist()[9] == [900, 901]

    def test_a_part_of_an_array(self) -> None:
        whole = np.full((12, 2), 7, "i2")
        wave.read(io.BytesIO(ramp()), out=whole[1:11])
        assert whole[:, 0].tolist() == [7, *range(0, 1000, 100), 7]

    def test_its_length_is_a_limit(self) -> None:
        out = np.zeros((3, 2), "i2")
        assert wave.read(io.BytesIO(ramp()), start=1, out=out)[0].tolist() == [[100, 101], [200, 201], [300, 301]]

    def test_fewer_frames_give_a_view_of_its_beginning(self) -> None:
        out = np.full((20, 2), 7, "i2")
        result, _ = wave.read(io.BytesIO(ramp()), out=out)
        assert result.shape == (10, 2)
        assert result.base is out
        assert out[10:].tolist() == [[7, 7]] * 10

    def test_also_of_a_buffer(self) -> None:
        out = array.array("h", [7] * 40)
        result, _ = wave.read(io.BytesIO(ramp()), out=out)
        assert isinstance(result, memoryview)
        assert result.obj is out
        assert len(result) == 20

    @pytest.mark.parametrize("out", [np.full((12, 2), 7, "i2"), array.array("h", [7] * 24)], ids=["array", "buffer"])
    def test_fill_value_fills_the_rest(self, out: Any) -> None:
        result, _ = wave.read(io.BytesIO(ramp()), out=out, fill_value=-1)
        assert result is out
        assert np.asarray(out).ravel()[18:].tolist() == [900, 901, -1, -1, -1, -1]

    @pytest.mark.parametrize(
        ("out", "dtype", "error", "message"),
        [
            ([0.0] * 20, "float64", TypeError, "out must be an array or another buffer, not list"),
            (bytes(20), "float64", ValueError, "out is read-only"),
            (np.zeros((2, 10)).T, "float64", ValueError, "out must be C-contiguous"),
            (np.zeros((10, 4))[:, ::2], "float64", ValueError, "out must be C-contiguous"),
            (np.zeros((10, 2), "u8"), "float64", TypeError, "out has items of format 'L'"),
            (np.zeros((10, 2), ">f4"), "float64", TypeError, "out has items of format '>f'"),
            (np.zeros((10, 2), "f4"), "int16", TypeError, "out has items of float32, but samples of int16 are items"),
            (np.zeros((10, 2), "i2"), "int24", TypeError, "samples of int24 are items of uint8"),
            (np.zeros((10, 3)), "float64", ValueError, r"out has the shape \(10, 3\): it must be \(frames, 2\)"),
            (np.zeros((10, 2), "u1"), "int24", ValueError, r"it must be \(frames, 2, 3\)"),
            (np.zeros(20), "float64", ValueError, r"out has the shape \(20,\), but the file has 2 channels"),
            (array.array("d", [0] * 5), "float64", ValueError, "out has 5 items: no whole frames of 2 channels"),
        ],
    )
    def test_what_does_not_fit(self, out: Any, dtype: str, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            wave.read(io.BytesIO(ramp()), out=out, dtype=dtype)


class OnlyRead:
    """A file object without seek and tell, and the bytes of which it gives at most 7 at once."""

    def __init__(self, data: bytes) -> None:
        self.file = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self.file.read(min(size, 7))


class Custom:
    """A file object with read, seek and tell, and nothing else."""

    def __init__(self, data: bytes) -> None:
        file = io.BytesIO(data)
        self.read, self.seek, self.tell = file.read, file.seek, file.tell


class TestSources:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "ramp é.wav"
        path.write_bytes(ramp())
        return path

    def test_names(self, path: Path) -> None:
        for name in (path, str(path), os.fsencode(path)):
            assert wave.read(name)[0].shape == (10, 2)

    def test_a_name_is_in_the_error(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError) as caught:
            wave.read(tmp_path / "missing.wav")
        assert caught.value.filename == str(tmp_path / "missing.wav")

    def test_a_name_with_a_null(self) -> None:
        with pytest.raises(ValueError, match="null"):
            wave.read("a\0b")

    def test_bytes_in_memory_are_a_bytesio_or_a_memoryview(self) -> None:
        for source in (io.BytesIO(ramp()), memoryview(ramp()), memoryview(bytearray(ramp()))):
            assert wave.read(source)[0].shape == (10, 2)

    def test_file_objects(self, path: Path) -> None:
        with open(path, "rb") as buffered, open(path, "rb", buffering=0) as raw:
            for source in (buffered, raw, OnlyRead(ramp()), Custom(ramp())):
                assert wave.read(source, dtype="int16")[0][9].tolist() == [900, 901]

    def test_a_file_object_begins_at_its_position_and_is_left_behind_the_last_frame(self, path: Path) -> None:
        path.write_bytes(b"before" + ramp() + b"behind")
        for source in (io.BytesIO(path.read_bytes()), open(path, "rb"), open(path, "rb", buffering=0)):
            with source:
                source.read(6)
                assert wave.read(source, 4, dtype="int16")[0].shape == (4, 2)
                assert source.tell() == 6 + 44 + 4 * 4
                assert source.read(2) == struct.pack("<h", 400)
                source.seek(6)
                wave.read(source)
                assert source.read() == b"behind"

    def test_a_file_object_is_left_as_it_was_if_it_is_no_wav_file(self, path: Path) -> None:
        path.write_bytes(b"text " * 20)
        with open(path, "rb") as file:
            file.read(3)
            with pytest.raises(wave.Error):
                wave.read(file)
            assert file.read(4) == b"t te"

    def test_a_custom_object_is_measured(self) -> None:
        assert first(ramp()[:-4], start=-2) == [7, 8]
        samples, _ = wave.read(Custom(ramp()[:-4]), start=-2, dtype="int16")
        assert samples[:, 0].tolist() == [700, 800]

    def test_a_descriptor_is_closed(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY)
        assert wave.read(descriptor)[0].shape == (10, 2)
        with pytest.raises(OSError):
            os.fstat(descriptor)

    def test_unless_closefd_says_no(self, path: Path) -> None:
        descriptor = os.open(path, os.O_RDONLY)
        assert wave.read(descriptor, closefd=False)[0].shape == (10, 2)
        os.close(descriptor)

    def test_a_pipe(self) -> None:
        reading, writing = os.pipe()
        os.write(writing, ramp())
        os.close(writing)
        assert wave.read(reading, dtype="int16")[0][9].tolist() == [900, 901]

    def test_a_socket(self) -> None:
        here, there = socket.socketpair()
        with here, there, here.makefile("rb") as file:
            there.sendall(ramp())
            there.shutdown(socket.SHUT_WR)
            assert wave.read(file)[0].shape == (10, 2)

    def test_a_stream_that_declares_more_than_it_has(self) -> None:
        data = bytearray(ramp())
        data[40:44] = b"\xff\xff\xff\x7f"
        assert wave.read(OnlyRead(bytes(data)))[0].shape == (10, 2)

    def test_a_long_stream(self) -> None:
        count = 9 << 20
        header = wav_files.riff((b"fmt ", wav_files.fmt()), (b"data", b""))[:-4] + struct.pack("<L", 0xFFFFFFF0)

        class Long(io.RawIOBase):
            def __init__(self) -> None:
                self.left = header + bytes(2 * count)

            def read(self, size: int = -1) -> bytes:
                data, self.left = self.left[:size], self.left[size:] if size < len(self.left) else b""
                return data

        samples, _ = wave.read(Long(), dtype="float32")
        assert samples.shape == (count,)

    @pytest.mark.parametrize("arguments", [{"start": 1}, {"start": -1}, {"stop": -1}])
    def test_a_stream_cannot_seek(self, arguments: dict[str, int]) -> None:
        with pytest.raises(io.UnsupportedOperation):
            wave.read(OnlyRead(ramp()), **arguments)

    @pytest.mark.parametrize("file", [None, 1.5, True, []])
    def test_what_is_no_file(self, file: Any) -> None:
        with pytest.raises(TypeError, match="file must be a name"):
            wave.read(file)

    def test_what_a_file_object_raises_comes_through(self) -> None:
        class Broken(Custom):
            def __init__(self) -> None:
                super().__init__(ramp())
                read = self.read

                def failing(size: int) -> bytes:
                    if self.tell() >= 44:
                        raise KeyError("broken")
                    return read(size)

                self.read = failing  # type: ignore[method-assign, assignment]

        with pytest.raises(KeyError, match="broken"):
            wave.read(Broken())

    @pytest.mark.parametrize(
        ("data", "error"),
        [(b"", EOFError), (b"RIFFxxxxAVI ", wave.Error), (b"text " * 20, wave.Error), (ramp()[:30], EOFError)],
    )
    def test_what_is_no_wav_file(self, data: bytes, error: type[Exception]) -> None:
        with pytest.raises(error):
            wave.read(io.BytesIO(data))
