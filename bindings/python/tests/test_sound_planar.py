"""Planar frames: read, blocks and write with each channel in memory of its own."""

from __future__ import annotations

import array
import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sample_model
import wav_files
from mmservices import wave
from test_sound_read import Custom, OnlyRead, noise, ramp
from test_sound_write import written

DTYPES = sample_model.DTYPES
FILES = {f"{channels} channels": ramp(10, channels) for channels in (1, 2, 6)}
FILES.update({f"s{bits}": noise(1, bits, 3) for bits in (8, 12, 16, 24, 32, 64)})
FILES.update({"f32": noise(3, 32, 3), "f64": noise(3, 64, 3), "s24-in-32": noise(1, 24, 3, container=4)})


def planes_of(frames: Any) -> Any:
    """Frames of shape (frames, channels) or (frames, channels, 3) as planes."""
    return np.ascontiguousarray(np.swapaxes(frames, 0, 1))


def endless(data: bytes) -> bytes:
    """A file that declares more than it has."""
    return data[:40] + b"\xff\xff\xff\x7f" + data[44:]


class TestRead:
    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("name", FILES)
    def test_gives_the_interleaved_samples_transposed(self, name: str, dtype: str) -> None:
        expected, _ = wave.read(io.BytesIO(FILES[name]), dtype=dtype, always_2d=True)
        samples, rate = wave.read(io.BytesIO(FILES[name]), dtype=dtype, planar=True)
        assert rate == 8000
        assert samples.dtype == expected.dtype
        assert samples.flags.c_contiguous
        np.testing.assert_array_equal(samples, planes_of(expected))

    @pytest.mark.parametrize("seed", range(60))
    def test_of_generated_files(self, seed: int) -> None:
        data = wav_files.well_formed(seed)
        expected, _ = wave.read(io.BytesIO(data), dtype="float32", always_2d=True)
        samples, _ = wave.read(io.BytesIO(data), dtype="float32", planar=True)
        np.testing.assert_array_equal(samples, planes_of(expected))

    @pytest.mark.parametrize("dtype", DTYPES)
    def test_of_all_files_of_the_corpus(self, dtype: str, corpus: Path) -> None:
        checked = 0
        for path in sorted(corpus.rglob("*")):
            if path.suffix.lower() not in (".wav", ".wave"):
                continue
            try:
                expected, rate = wave.read(path, dtype=dtype, always_2d=True)
            except (wave.Error, EOFError):
                with pytest.raises((wave.Error, EOFError)):
                    wave.read(path, planar=True)
                continue
            samples, planar_rate = wave.read(path, dtype=dtype, planar=True)
            assert planar_rate == rate
            np.testing.assert_array_equal(samples, planes_of(expected), err_msg=str(path))
            checked += 1
        assert checked > 100

    @pytest.mark.parametrize("channels", [1, 2])
    def test_of_a_big_file(self, channels: int, tmp_path: Path) -> None:
        noise = np.random.default_rng(1).integers(-(2**15), 2**15, (400_000, channels), "i2")
        wave.write(tmp_path / "big.wav", noise, 8000)
        samples, _ = wave.read(tmp_path / "big.wav", start=7, dtype="float32", planar=True)
        np.testing.assert_array_equal(samples, noise[7:].T / np.float32(32768))

    @pytest.mark.parametrize("always_2d", [False, True])
    @pytest.mark.parametrize("channels", [1, 6])
    def test_has_two_dimensions_always(self, channels: int, always_2d: bool) -> None:
        data = ramp(5, channels)
        assert wave.read(io.BytesIO(data), planar=True, always_2d=always_2d)[0].shape == (channels, 5)

    def test_has_three_if_samples_are_packed(self) -> None:
        assert wave.read(io.BytesIO(ramp(5, 1)), dtype="int24", planar=True)[0].shape == (1, 5, 3)

    def test_start_and_stop_choose_frames(self) -> None:
        samples, _ = wave.read(io.BytesIO(ramp()), start=-3, stop=-1, dtype="int16", planar=True)
        assert samples.tolist() == [[700, 800], [701, 801]]

    def test_fill_value_stands_for_missing_frames_of_each_channel(self) -> None:
        samples, _ = wave.read(io.BytesIO(ramp()), 4, start=8, fill_value=-1, dtype="int16", planar=True)
        assert samples.tolist() == [[800, 900, -1, -1], [801, 901, -1, -1]]

    def test_a_file_without_frames(self) -> None:
        assert wave.read(io.BytesIO(ramp(0)), planar=True)[0].shape == (2, 0)

    @pytest.mark.parametrize("file", [OnlyRead, Custom, io.BytesIO, memoryview])
    def test_file_objects_and_memory(self, file: Any) -> None:
        samples, _ = wave.read(file(ramp(3)), dtype="int16", planar=True)
        assert samples.tolist() == [[0, 100, 200], [1, 101, 201]]

    def test_a_file_object_is_left_behind_the_last_frame(self, tmp_path: Path) -> None:
        (tmp_path / "x.wav").write_bytes(ramp())
        with open(tmp_path / "x.wav", "rb") as file:
            wave.read(file, 3, planar=True)
            assert file.tell() == 44 + 3 * 4

    def test_a_stream_that_declares_more_than_it_has(self) -> None:
        samples, _ = wave.read(OnlyRead(endless(ramp())), dtype="int16", planar=True)
        assert samples.shape == (2, 10)
        assert samples.flags.c_contiguous
        assert samples[1].tolist() == list(range(1, 1001, 100))

    def test_a_stream_that_comes_in_blocks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mmservices._sound_read._BLOCK", 16)
        for dtype in DTYPES:
            expected, _ = wave.read(io.BytesIO(ramp()), dtype=dtype, planar=True)
            samples, _ = wave.read(OnlyRead(endless(ramp())), dtype=dtype, planar=True)
            np.testing.assert_array_equal(samples, expected)


class TestOut:
    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("channels", [1, 2, 6])
    def test_an_array_is_filled_in_place(self, channels: int, dtype: str) -> None:
        expected, _ = wave.read(io.BytesIO(ramp(10, channels)), dtype=dtype, planar=True)
        out = np.zeros_like(expected)
        result, _ = wave.read(io.BytesIO(ramp(10, channels)), dtype=dtype, planar=True, out=out)
        assert result is out
        np.testing.assert_array_equal(out, expected)

    def test_its_rows_may_lie_apart(self) -> None:
        whole = np.full((4, 12), 7, "i2")
        wave.read(io.BytesIO(ramp(3)), planar=True, out=whole[::2, 1:4])
        assert whole[:, :5].tolist() == [[7, 0, 100, 200, 7], [7] * 5, [7, 1, 101, 201, 7], [7] * 5]

    @pytest.mark.parametrize("kind", [list, tuple])
    @pytest.mark.parametrize("code", "dfihB")
    def test_a_buffer_for_each_channel(self, code: str, kind: Any) -> None:
        out = kind(array.array(code, [0] * 10) for _ in range(2))
        result, _ = wave.read(io.BytesIO(ramp()), planar=True, out=out)
        assert result is out
        expected, _ = wave.read(io.BytesIO(ramp()), dtype=np.dtype(code), planar=True)
        assert [plane.tolist() for plane in out] == expected.tolist()

    def test_packed_samples_lie_in_flat_buffers_or_rows_of_three(self) -> None:
        expected, _ = wave.read(io.BytesIO(ramp()), dtype="int24", planar=True)
        out = [bytearray(30), np.zeros((10, 3), "u1")]
        wave.read(io.BytesIO(ramp()), dtype="int24", planar=True, out=out)
        assert [bytes(plane) for plane in out] == [plane.tobytes() for plane in expected]

    def test_its_length_is_a_limit(self) -> None:
        out = np.zeros((2, 3), "i2")
        assert wave.read(io.BytesIO(ramp()), start=1, planar=True, out=out)[0] is out
        assert out.tolist() == [[100, 200, 300], [101, 201, 301]]

    def test_fewer_frames_give_a_view_of_its_beginning(self) -> None:
        out = np.full((2, 12), 7, "i2")
        result, _ = wave.read(io.BytesIO(ramp()), planar=True, out=out)
        assert result.shape == (2, 10)
        assert result.base is out
        assert out[:, 9:].tolist() == [[900, 7, 7], [901, 7, 7]]

    def test_or_of_the_beginning_of_each_buffer(self) -> None:
        out = (array.array("h", [7] * 12), np.full(12, 7, "i2"))
        first, second = wave.read(io.BytesIO(ramp()), planar=True, out=out)[0]
        assert (type(first), first.obj, len(first)) == (memoryview, out[0], 10)
        assert (type(second), second.base is out[1], len(second)) == (np.ndarray, True, 10)
        assert out[0][9:].tolist() == [900, 7, 7]

    @pytest.mark.parametrize("flat", [bytearray(36), np.zeros(36, "u1")], ids=["buffer", "array"])
    def test_the_beginning_of_flat_packed_samples_is_of_whole_samples(self, flat: Any) -> None:
        first, second = wave.read(io.BytesIO(ramp()), dtype="int24", planar=True, out=[flat, bytearray(36)])[0]
        assert (len(first), len(second)) == (30, 30)
        assert len(wave.read(io.BytesIO(ramp(10, 1)), dtype="int24", out=flat)[0]) == 30

    def test_fill_value_fills_the_rest(self) -> None:
        for out in (np.zeros((2, 12), "i2"), [array.array("h", [7] * 12) for _ in range(2)]):
            result, _ = wave.read(io.BytesIO(ramp()), planar=True, out=out, fill_value=-1)
            assert result is out
            assert [plane[9:].tolist() for plane in result] == [[900, -1, -1], [901, -1, -1]]

    @pytest.mark.parametrize(
        ("out", "dtype", "error", "message"),
        [
            (np.zeros(20), "float64", ValueError, r"out has the shape \(20,\): planar frames are \(channels, frames\)"),
            (np.zeros((10, 2)), "float64", ValueError, "out has planes of 10 channels, but the file has 2 channels"),
            (
                np.zeros((2, 2, 10)),
                "float64",
                ValueError,
                r"out\[0\] has the shape \(2, 10\): it must be \(frames, 1\)",
            ),
            (np.zeros((10, 2)).T, "float64", ValueError, r"out\[0\] must be C-contiguous"),
            (np.zeros((2, 10), "u8"), "float64", TypeError, r"out\[0\] has items of format 'L'"),
            (np.zeros((2, 10), "f4"), "int16", TypeError, r"out\[0\] has items of float32, but samples of int16"),
            (np.zeros((2, 10, 2), "u1"), "int24", ValueError, r"out\[0\] .* it must be \(frames, 1, 3\)"),
            (array.array("d", [0] * 20), "float64", TypeError, "an array of NumPy or a list of one buffer for each"),
            ([], "float64", ValueError, "out has planes of 0 channels, but the file has 2 channels"),
            ([np.zeros(10)] * 3, "float64", ValueError, "out has planes of 3 channels, but the file has 2 channels"),
            ([np.zeros(10), np.zeros(9)], "float64", ValueError, r"out\[0\] has 10 frames, but out\[1\] has 9"),
            (
                [np.zeros(10), np.zeros(10, "f4")],
                "float64",
                TypeError,
                r"out\[0\] has items of float64, but out\[1\] has items of float32",
            ),
            ([bytearray(10), bytes(10)], "float64", ValueError, r"out\[1\] is read-only"),
            ([bytearray(10), None], "float64", TypeError, r"out\[1\] must be an array or another buffer, not NoneType"),
            ([bytearray(10), bytearray(10)], "int24", ValueError, r"out\[0\] has 10 items: no whole frames"),
        ],
    )
    def test_what_does_not_fit(self, out: Any, dtype: str, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            wave.read(io.BytesIO(ramp()), out=out, dtype=dtype, planar=True)


class TestBlocks:
    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("channels", [1, 2, 6])
    def test_together_are_what_read_gives(self, channels: int, dtype: str) -> None:
        data = ramp(100, channels)
        found = list(wave.blocks(io.BytesIO(data), 7, dtype=dtype, planar=True))
        assert all(block.flags.c_contiguous for block in found)
        expected, _ = wave.read(io.BytesIO(data), dtype=dtype, planar=True)
        np.testing.assert_array_equal(np.concatenate(found, axis=1), expected)

    def test_begin_with_the_overlap_of_each_channel(self) -> None:
        found = wave.blocks(io.BytesIO(ramp(5)), 3, overlap=1, dtype="int16", planar=True)
        assert [block.tolist() for block in found] == [
            [[0, 100, 200], [1, 101, 201]],
            [[200, 300, 400], [201, 301, 401]],
        ]

    def test_are_filled_with_fill_value(self) -> None:
        found = wave.blocks(io.BytesIO(ramp(3)), 2, fill_value=-1, dtype="int16", planar=True)
        assert [block.tolist() for block in found] == [[[0, 100], [1, 101]], [[200, -1], [201, -1]]]

    def test_fill_an_array(self) -> None:
        out = np.zeros((2, 4), "i2")
        found = []
        for block in wave.blocks(io.BytesIO(ramp(6)), out=out, overlap=1, planar=True):
            assert block is out or block.base is out
            found.append(block.tolist())
            block[0, 0] = -1  # the next block does not begin with it
        assert found == [[[0, 100, 200, 300], [1, 101, 201, 301]], [[300, 400, 500], [301, 401, 501]]]

    def test_fill_a_list_of_buffers(self) -> None:
        out = [array.array("h", [0] * 4) for _ in range(2)]
        first, last = (
            [plane.tolist() for plane in block] for block in wave.blocks(OnlyRead(ramp(6)), out=out, planar=True)
        )
        assert first == [[0, 100, 200, 300], [1, 101, 201, 301]]
        assert last == [[400, 500], [401, 501]]

    def test_of_a_stream_that_declares_more_than_it_has(self) -> None:
        found = list(wave.blocks(OnlyRead(endless(ramp())), 4, planar=True))
        assert [block.shape for block in found] == [(2, 4), (2, 4), (2, 2)]
        assert all(block.flags.c_contiguous for block in found)


class TestWrite:
    @pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("channels", [1, 2, 6])
    def test_makes_the_file_that_interleaved_samples_make(self, channels: int, dtype: str, subtype: str) -> None:
        frames, _ = wave.read(io.BytesIO(noise(1, 32, channels)), dtype=dtype, always_2d=True)
        named = dtype if dtype.startswith(("int24", "int64")) else None
        expected = written(frames, 8000, subtype, dtype=named)
        planes = planes_of(frames)
        assert written(planes, 8000, subtype, dtype=named, planar=True) == expected
        for kind in (list, tuple):
            assert written(kind(planes), 8000, subtype, dtype=named, planar=True) == expected

    @pytest.mark.parametrize(
        "planes",
        [
            np.arange(32, dtype="i2").reshape(4, 8)[::2, 1:4],
            np.arange(32, dtype="i2").reshape(4, 8)[::-2, ::3],
            np.arange(6, dtype="i2").reshape(3, 2).T,
            np.zeros((2, 0), "i2"),
        ],
        ids=["apart", "with gaps", "transposed", "empty"],
    )
    def test_an_array_with_gaps(self, planes: Any) -> None:
        assert written(planes, 8000, planar=True) == written(planes.T, 8000)

    def test_read_only_buffers(self) -> None:
        planes = [struct.pack("3h", 1, 3, 5), memoryview(struct.pack("3h", 2, 4, 6))]
        views = [memoryview(plane).cast("h") for plane in planes]
        assert written(views, 8000, planar=True) == written(array.array("h", range(1, 7)), 8000, channels=2)

    def test_buffers_with_gaps(self) -> None:
        view = memoryview(array.array("h", range(6)))
        assert written([view[::2], view[1::2]], 8000, planar=True) == written(view, 8000, channels=2)

    def test_packed_bytes(self) -> None:
        data = written([b"abcghi", b"defjkl"], 8000, "PCM_24", dtype="int24", planar=True)
        assert data == written(b"abcdefghijkl", 8000, "PCM_24", dtype="int24", channels=2)

    def test_lists_of_floats_are_what_numpy_makes_of_them(self) -> None:
        assert written([[0.0, 0.5], [0.25, -1.0]], 8000, planar=True) == written([[0.0, 0.25], [0.5, -1.0]], 8000)

    def test_names_and_objects(self, tmp_path: Path) -> None:
        planes = np.arange(6, dtype="i2").reshape(2, 3)
        wave.write(tmp_path / "name.wav", planes, 8000, planar=True)
        with open(tmp_path / "object.wav", "wb") as file:
            wave.write(file, planes, 8000, planar=True)
        for name in ("name.wav", "object.wav"):
            assert (tmp_path / name).read_bytes() == written(planes.T, 8000)

    def test_channels_may_be_told(self) -> None:
        assert written(np.zeros((2, 3)), 8000, channels=2, planar=True) == written(np.zeros((3, 2)), 8000)

    @pytest.mark.parametrize(
        ("data", "arguments", "error", "message"),
        [
            (np.zeros(4), {}, ValueError, r"data has the shape \(4,\): planar frames are \(channels, frames\)"),
            (np.zeros((2, 4, 2)), {}, ValueError, r"data\[0\] has the shape \(4, 2\): it must be \(frames, 1\)"),
            (np.zeros((2, 4)), {"channels": 3}, ValueError, "data has planes of 2 channels, but channels is 3"),
            (array.array("d", [0] * 4), {}, TypeError, "data must be an array of NumPy or a list .*, not array"),
            ("text", {}, TypeError, "data must be an array of NumPy or a list .*, not str"),
            ([], {}, ValueError, "channels must be 1 to 65535, not 0"),
            ([b"ab", "cd"], {}, TypeError, r"data\[1\] must be an array or another buffer, not str"),
            ([[1, 2], [3, 4]], {}, TypeError, r"data\[0\] has items of int64: dtype must say that"),
            ([0.5, 0.5], {}, ValueError, r"data\[0\] has the shape \(\)"),
            ([b"ab", b"a"], {}, ValueError, r"data\[0\] has 2 frames, but data\[1\] has 1"),
            ([b"ab", np.zeros(2)], {}, TypeError, r"data\[0\] has items of uint8, but data\[1\] has items of float64"),
            (np.zeros((2, 4), "i2"), {"dtype": "int24_left"}, TypeError, r"data\[0\] has items of int16, but samples"),
        ],
    )
    def test_what_is_no_data(self, data: Any, arguments: Any, error: Any, message: str, tmp_path: Path) -> None:
        with pytest.raises(error, match=message):
            wave.write(tmp_path / "x.wav", data, 8000, planar=True, **arguments)
        assert not (tmp_path / "x.wav").exists()

    def test_without_the_c_api_of_python(self, monkeypatch: pytest.MonkeyPatch) -> None:
        planes = np.arange(6, dtype="i4").reshape(2, 3) << 20
        expected = written(planes.T, 8000)
        monkeypatch.setattr("mmservices._memory.HAVE_C_API", False)
        assert written(planes, 8000, planar=True) == expected
        assert written(planes.T, 8000) == expected
