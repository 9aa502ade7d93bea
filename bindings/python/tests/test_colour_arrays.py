"""The array functions of colorsys: pixels, layouts, kinds of objects, scales of hue, and what is refused."""

from __future__ import annotations

import array
import colorsys as standard
import itertools
import mmap
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

import numpy as np
import pytest

from conftest import small_steps
from mmservices import _colour_arrays, _library, colorsys
from test_library import python

NAMES = ["rgb_to_yiq", "yiq_to_rgb", "rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"]
DTYPES = ["float64", "float32", "uint8", "uint16"]


def function(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(colorsys, f"{name}_array")
    return found


def hue_for(name: str, dtype: str, hue: str = "turns") -> dict[str, str]:
    """The argument that integers need, of conversions that have a hue."""
    return {} if "yiq" in name or dtype.startswith("f") else {"hue": hue}


def image(dtype: str = "float64", shape: tuple[int, ...] = (5, 7, 3), seed: int = 1) -> Any:
    """A picture of noise."""
    rng = np.random.default_rng(seed)
    if dtype.startswith("f"):
        return rng.random(shape).astype(dtype)
    return rng.integers(0, np.iinfo(dtype).max, shape, dtype, endpoint=True)


def convert(name: str, picture: Any, **arguments: Any) -> Any:
    return function(name)(picture, **hue_for(name, picture.dtype.name), **arguments)


class TestPixels:
    @pytest.mark.parametrize("name", NAMES)
    def test_of_float64_are_those_of_the_scalar_function(self, name: str) -> None:
        levels = [x / 16 for x in range(-1, 18)] if name.startswith("yiq") else [x / 16 for x in range(17)]
        pixels = np.array(list(itertools.product(levels, repeat=3)))
        expected = [getattr(standard, name)(*pixel) for pixel in pixels.tolist()]
        np.testing.assert_array_equal(function(name)(pixels), expected)

    @pytest.mark.parametrize("name", NAMES)
    def test_of_float32_come_close(self, name: str) -> None:
        pixels = image("float32", (10000, 3))
        difference = np.abs(function(name)(pixels) - function(name)(pixels.astype("f8")))
        if name in ("rgb_to_hls", "rgb_to_hsv"):
            difference[:, 0] = np.minimum(difference[:, 0], 1 - difference[:, 0])
        # Where the smaller of two close numbers is taken from the other most bits are lost.
        assert difference.max() < 1e-4
        assert np.median(difference) < 1e-7

    @pytest.mark.parametrize("dtype", ["uint8", "uint16"])
    @pytest.mark.parametrize("name", NAMES)
    def test_of_integers_are_those_of_float64_rounded_once(self, name: str, dtype: str) -> None:
        pixels = image(dtype, (10000, 3))
        full = np.iinfo(dtype).max
        zero = (full + 1) / 2

        def chroma(numbers: Any, model: str) -> Any:
            """Which components are i and q."""
            return np.arange(3) > 0 if model == "yiq" else np.zeros(3, bool)

        source, target = name.split("_to_")
        numbers = np.where(chroma(pixels, source), (pixels - zero) * 0.6 / (full - zero), pixels / full)
        result = function(name)(numbers)
        scaled = np.where(chroma(result, target), result * ((full - zero) / 0.6) + zero, result * full)
        expected = np.clip(np.rint(scaled), 0, full).astype(dtype)
        np.testing.assert_array_equal(convert(name, pixels), expected)

    @pytest.mark.parametrize(
        ("hue", "dtype", "turn"),
        [
            ("turns", "float64", 1),
            ("degrees", "float64", 360),
            ("180", "float64", 180),
            ("256", "float64", 256),
            ("degrees", "float32", 360),
            ("turns", "uint8", 255),
            ("180", "uint8", 180),
            ("256", "uint8", 256),
            ("degrees", "uint16", 360),
            ("turns", "uint16", 65535),
        ],
    )
    @pytest.mark.parametrize("model", ["hls", "hsv"])
    def test_hues_have_the_scale_that_is_named(self, model: str, hue: str, dtype: str, turn: int) -> None:
        pixels = image(dtype, (10000, 3))
        full = 1 if dtype.startswith("f") else np.iinfo(dtype).max
        found = function(f"rgb_to_{model}")(pixels, hue=hue)[:, 0]
        expected = (
            np.array([getattr(standard, f"rgb_to_{model}")(*pixel)[0] for pixel in (pixels / full).tolist()]) * turn
        )
        if dtype.startswith("f"):
            np.testing.assert_allclose(found, expected, rtol=2e-4 if dtype == "float32" else 1e-13)
        else:
            expected = np.rint(expected)
            if hue != "turns":
                expected[expected == turn] = 0
            np.testing.assert_array_equal(found, expected)

    @pytest.mark.parametrize("hue", ["180", "256"])
    def test_hues_come_back(self, hue: str) -> None:
        pixels = np.zeros((int(hue), 3), "u1")
        pixels[:, 0] = np.arange(int(hue))
        pixels[:, 1:] = 255
        back = colorsys.rgb_to_hsv_array(colorsys.hsv_to_rgb_array(pixels, hue=hue), hue=hue)
        np.testing.assert_array_equal(back, pixels)

    def test_orders(self) -> None:
        rgb = image("uint8")
        hls = colorsys.rgb_to_hls_array(rgb, hue="256")
        np.testing.assert_array_equal(colorsys.rgb_to_hls_array(rgb[..., ::-1], rgb_order="bgr", hue="256"), hls)
        np.testing.assert_array_equal(colorsys.rgb_to_hls_array(rgb, hls_order="hsl", hue="256"), hls[..., [0, 2, 1]])
        for name in NAMES:
            given = rgb[..., ::-1] if name.startswith("rgb") else rgb
            expected = convert(name, rgb)
            expected = expected if name.startswith("rgb") else expected[..., ::-1]
            np.testing.assert_array_equal(convert(name, given, rgb_order="bgr"), expected)
        back = colorsys.hls_to_rgb_array(hls[..., [0, 2, 1]], hls_order="hsl", hue="256")
        np.testing.assert_array_equal(back, colorsys.hls_to_rgb_array(hls, hue="256"))


class TestUndefinedPixels:
    # What colorsys.rgb_to_hsv and rgb_to_hls raise ZeroDivisionError for, and hsv_to_rgb ValueError.
    @pytest.mark.parametrize(
        ("name", "pixel"),
        [("rgb_to_hsv", (0, -1, 0)), ("rgb_to_hls", (-1, 0, 1)), ("hsv_to_rgb", (float("nan"), 1, 1))],
    )
    @pytest.mark.parametrize("dtype", ["float64", "float32"])
    def test_are_nan_and_told(self, name: str, pixel: Any, dtype: str) -> None:
        with pytest.raises((ZeroDivisionError, ValueError)):
            getattr(standard, name)(*pixel)
        pixels = np.full((5, 3), 0.5, dtype)
        pixels[[1, 3]] = pixel
        with pytest.warns(colorsys.UndefinedColourWarning, match="2 pixels have no result: they are NaN") as warned:
            result = function(name)(pixels)
        assert warned[0].filename == __file__
        assert np.isnan(result).tolist() == [[i in (1, 3)] * 3 for i in range(5)]

    def test_can_be_made_an_error(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("error", colorsys.UndefinedColourWarning)
            with pytest.raises(colorsys.UndefinedColourWarning):
                colorsys.rgb_to_hsv_array(np.array([0.0, -1, 0]))

    def test_the_warning_is_one_of_numbers(self) -> None:
        assert issubclass(colorsys.UndefinedColourWarning, RuntimeWarning)


LAYOUTS: dict[str, Callable[[Any], Any]] = {
    "whole": lambda x: x,
    "every second column": lambda x: x[:, ::2],
    "every second row": lambda x: x[::2],
    "upside down": lambda x: x[::-1],
    "components backwards": lambda x: x[..., ::-1],
    "transposed": lambda x: x.swapaxes(0, 1),
    "in the order of Fortran": np.asfortranarray,
    "planes, seen as pixels": lambda x: np.moveaxis(np.ascontiguousarray(np.moveaxis(x, -1, 0)), 0, -1),
    "a part": lambda x: x[1:4, 2:5],
    "one pixel": lambda x: x[2, 3],
    "one row": lambda x: x[2],
    "one column": lambda x: x[:, 3],
    "a broadcast pixel": lambda x: np.broadcast_to(x[0, 0], x.shape),
    "four dimensions": lambda x: np.stack([x, x[::-1], x])[:, ::2],
    "five dimensions with gaps": lambda x: np.stack([np.stack([x, x]), np.stack([x, x])])[:, ::2, ::2, ::3],
    "no pixels": lambda x: x[:0],
    "components apart": lambda x: np.repeat(x, 2, -1)[..., ::2],
}


class TestLayouts:
    @pytest.mark.parametrize("layout", LAYOUTS)
    @pytest.mark.parametrize("channels", [3, 4])
    @pytest.mark.parametrize("dtype", ["uint8", "float64"])
    def test_of_the_image(self, layout: str, channels: int, dtype: str) -> None:
        picture = LAYOUTS[layout](image(dtype, (5, 7, channels)))
        plain = np.array([convert("rgb_to_hsv", np.array(pixel)) for pixel in picture.reshape(-1, channels)], dtype)
        result = convert("rgb_to_hsv", picture)
        assert (result.dtype, result.shape) == (picture.dtype, picture.shape)
        np.testing.assert_array_equal(result, plain.reshape(picture.shape))

    @pytest.mark.parametrize("layout", [name for name in LAYOUTS if "broadcast" not in name])
    @pytest.mark.parametrize("channels", [3, 4])
    def test_of_out(self, layout: str, channels: int) -> None:
        whole = image("uint8", (5, 7, channels), seed=2)
        out = LAYOUTS[layout](whole)
        untouched = out.copy()
        picture = image("uint8", out.shape)
        assert convert("rgb_to_hsv", picture, out=out) is out
        np.testing.assert_array_equal(out, convert("rgb_to_hsv", picture))
        out[...] = untouched
        np.testing.assert_array_equal(LAYOUTS[layout](whole), untouched)

    @pytest.mark.parametrize("layout", [name for name in LAYOUTS if "broadcast" not in name])
    def test_in_place(self, layout: str) -> None:
        picture = LAYOUTS[layout](image("uint8", (5, 7, 4)))
        expected = convert("rgb_to_hsv", picture)
        convert("rgb_to_hsv", picture, out=picture)
        np.testing.assert_array_equal(picture, expected)

    @pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3])
    def test_the_axis_of_the_components(self, axis: int) -> None:
        picture = np.moveaxis(image("uint8", (5, 7, 4)), -1, axis)
        result = convert("rgb_to_hsv", np.ascontiguousarray(picture), axis=axis)
        np.testing.assert_array_equal(np.moveaxis(result, axis, -1), convert("rgb_to_hsv", image("uint8", (5, 7, 4))))

    def test_alpha_is_kept(self) -> None:
        picture = image("uint8", (5, 7, 4))
        np.testing.assert_array_equal(convert("rgb_to_hsv", picture)[..., 3], picture[..., 3])

    def test_alpha_of_out_is_left_alone_if_the_image_has_none(self) -> None:
        out = np.full((5, 7, 4), 77, "u1")
        convert("rgb_to_hsv", image("uint8"), out=out)
        assert (out[..., 3] == 77).all()
        np.testing.assert_array_equal(out[..., :3], convert("rgb_to_hsv", image("uint8")))

    def test_alpha_is_dropped_if_out_has_none(self) -> None:
        out = np.zeros((5, 7, 3), "u1")
        picture = image("uint8", (5, 7, 4))
        convert("rgb_to_hsv", picture, out=out)
        np.testing.assert_array_equal(out, convert("rgb_to_hsv", picture)[..., :3])

    def test_side_by_side_in_one_array(self) -> None:
        whole = image("uint8", (5, 14, 3))
        left, right = whole[:, :7], whole[:, 7:]
        expected = convert("rgb_to_hsv", left)
        convert("rgb_to_hsv", left, out=right)
        np.testing.assert_array_equal(right, expected)

    @pytest.mark.parametrize("threads", [0, 1, 2, 3])
    def test_threads_make_no_difference(self, threads: int) -> None:
        picture = image("uint8", (700, 300, 3))
        np.testing.assert_array_equal(convert("rgb_to_hls", picture, threads=threads), convert("rgb_to_hls", picture))

    @pytest.mark.parametrize("step", [1, 7, 21, 60, 1000])
    @pytest.mark.parametrize("layout", ["whole", "every second column", "transposed"])
    def test_long_work_is_done_in_steps(self, step: int, layout: str, monkeypatch: pytest.MonkeyPatch) -> None:
        picture = LAYOUTS[layout](image("uint8", (20, 14, 3)))
        expected = convert("rgb_to_hsv", picture)
        small_steps(monkeypatch, step)
        library: Any = _library.load()
        calls = []
        function = library.mms_convert_image
        monkeypatch.setattr(library, "mms_convert_image", lambda *a: calls.append(1) or function(*a))
        np.testing.assert_array_equal(convert("rgb_to_hsv", picture), expected)
        assert len(calls) >= picture.size / max(step, 3)


class TestPlainPixels:
    """Memory without gaps with the components last, which most callers have, is looked at once."""

    @pytest.fixture
    def only_plain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Makes anything else fail."""
        monkeypatch.delattr(_colour_arrays, "_convert_any")

    @staticmethod
    def expected(name: str, picture: Any, **arguments: Any) -> Any:
        """What comes of the same pixels with gaps between them."""
        return convert(name, np.repeat(picture, 2, 0)[::2], **arguments)

    @pytest.mark.parametrize("threads", [0, 1, 2])
    @pytest.mark.parametrize("channels", [3, 4])
    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("name", NAMES)
    def test_are_converted_as_others(self, name: str, dtype: str, channels: int, threads: int) -> None:
        picture = image(dtype, (5, 7, channels))
        expected = self.expected(name, picture)
        untouched = picture.copy()
        result = convert(name, picture, threads=threads)
        assert (type(result), result.dtype, result.shape) == (np.ndarray, picture.dtype, picture.shape)
        np.testing.assert_array_equal(result, expected)
        out = np.zeros_like(picture)
        assert convert(name, picture, out=out, threads=threads) is out
        np.testing.assert_array_equal(out, expected)
        np.testing.assert_array_equal(picture, untouched)

    @pytest.mark.parametrize("dtype", DTYPES)
    @pytest.mark.parametrize("shape", [(1, 3), (2, 4), (5, 7, 3), (2, 2, 2, 2, 4), (700, 300, 3)])
    @pytest.mark.usefixtures("only_plain")
    def test_have_any_number_of_dimensions(self, shape: tuple[int, ...], dtype: str) -> None:
        picture = image(dtype, shape)
        result = convert("rgb_to_hls", picture)
        assert convert("rgb_to_hls", picture, out=picture) is picture
        np.testing.assert_array_equal(picture, result)

    @pytest.mark.parametrize("name", ["rgb_to_hls", "hls_to_rgb"])
    @pytest.mark.parametrize(
        "arguments",
        [{"hue": "180"}, {"hue": "256", "hls_order": "hsl"}, {"preset": "opencv_hls_full"}, {"rgb_order": "bgr"}],
    )
    def test_may_mean_anything(self, name: str, arguments: dict[str, str]) -> None:
        picture = image("float32")
        expected = self.expected(name, picture, **arguments)
        np.testing.assert_array_equal(convert(name, picture, **arguments), expected)
        assert not np.array_equal(expected, convert(name, picture))

    @pytest.mark.usefixtures("only_plain")
    def test_may_be_read_only(self) -> None:
        picture, out = image("uint8"), np.zeros((5, 7, 3), "u1")
        expected = convert("rgb_to_hsv", picture)
        picture.flags.writeable = False
        result = convert("rgb_to_hsv", picture)
        np.testing.assert_array_equal(result, expected)
        assert result.flags.writeable
        np.testing.assert_array_equal(convert("rgb_to_hsv", picture, out=out), expected)

    @pytest.mark.usefixtures("only_plain")
    def test_are_let_go_of(self) -> None:
        memory, out = bytearray(range(6)), bytearray(6)
        pixels = memoryview(memory).cast("B", (2, 3))
        for source in (pixels, pixels.toreadonly()):
            with source, memoryview(out).cast("B", (2, 3)) as target:
                colorsys.rgb_to_hsv_array(source, target, hue="180")
        memory.clear()  # raises BufferError while somebody holds the memory
        out.clear()

    @pytest.mark.usefixtures("only_plain")
    def test_may_be_two_views_of_the_same_memory(self) -> None:
        picture = image("uint8")
        expected = convert("rgb_to_hsv", picture)
        view = picture[:]
        assert convert("rgb_to_hsv", picture, out=view) is view
        np.testing.assert_array_equal(picture, expected)

    @pytest.mark.usefixtures("only_plain")
    def test_may_be_neighbours(self) -> None:
        whole = image("uint8", (10, 7, 3))
        expected = convert("rgb_to_hsv", whole[:5])
        convert("rgb_to_hsv", whole[:5], out=whole[5:])
        np.testing.assert_array_equal(whole[5:], expected)
        expected = convert("rgb_to_hsv", whole[5:])
        convert("rgb_to_hsv", whole[5:], out=whole[:5])
        np.testing.assert_array_equal(whole[:5], expected)

    @pytest.mark.parametrize("rows", [1, -1])
    @pytest.mark.parametrize("readonly", [False, True])
    def test_must_not_overlap_in_part(self, rows: int, readonly: bool) -> None:
        whole = image("uint8", (6, 7, 3))
        before = whole.copy()
        source, target = (whole[1:], whole[:-1]) if rows > 0 else (whole[:-1], whole[1:])
        source.flags.writeable = not readonly
        with pytest.raises(ValueError, match="image and out overlap, but are not the same pixels"):
            colorsys.rgb_to_yiq_array(source, target)
        np.testing.assert_array_equal(whole, before)

    @pytest.mark.usefixtures("only_plain")
    def test_of_a_subclass_give_an_array(self) -> None:
        class Picture(np.ndarray[Any, Any]):
            pass

        picture = image("uint8").view(Picture)
        result = convert("rgb_to_hsv", picture)
        assert type(result) is np.ndarray
        np.testing.assert_array_equal(result, convert("rgb_to_hsv", image("uint8")))
        assert convert("rgb_to_hsv", picture, out=picture) is picture
        np.testing.assert_array_equal(picture, result)

    @pytest.mark.parametrize("shape", [(0, 3), (0, 7, 3), (5, 0, 4)])
    @pytest.mark.parametrize("dtype", DTYPES)
    def test_may_be_none(self, shape: tuple[int, ...], dtype: str) -> None:
        picture = np.zeros(shape, dtype)
        result = convert("rgb_to_hsv", picture)
        assert (result.shape, result.dtype) == (shape, picture.dtype)
        assert convert("rgb_to_hsv", picture, out=result) is result

    @pytest.mark.usefixtures("only_plain")
    def test_without_a_result_are_told(self) -> None:
        pixels = np.array([[0.5, 0.5, 0.5], [0, -1, 0]])
        with pytest.warns(colorsys.UndefinedColourWarning, match="1 pixels have no result") as warned:
            result = colorsys.rgb_to_hsv_array(pixels)
        assert warned[0].filename == __file__
        assert np.isnan(result).tolist() == [[False] * 3, [True] * 3]

    def test_are_converted_by_many_threads_at_once(self) -> None:
        pictures = [image("uint8", (20, 20, 3), seed=seed) for seed in range(8)]
        expected = [convert("rgb_to_hsv", picture) for picture in pictures]

        def repeatedly(index: int) -> bool:
            return all(np.array_equal(convert("rgb_to_hsv", pictures[index]), expected[index]) for _ in range(200))

        with ThreadPoolExecutor(len(pictures)) as pool:
            assert all(pool.map(repeatedly, range(len(pictures))))


class TestObjects:
    """The same kind of object comes back."""

    PIXELS = bytes([255, 128, 0, 135, 206, 235])
    HSV = bytes([15, 255, 255, 99, 109, 235])

    def test_bytes(self) -> None:
        assert colorsys.rgb_to_hsv_array(self.PIXELS, hue="180") == self.HSV
        assert colorsys.rgb_to_hsv_array(b"", hue="180") == b""

    def test_a_bytearray(self) -> None:
        result = colorsys.rgb_to_hsv_array(bytearray(self.PIXELS), hue="180")
        assert type(result) is bytearray
        assert result == self.HSV

    @pytest.mark.parametrize("code", "BHfd")
    def test_an_array(self, code: str) -> None:
        pixels = array.array(code, [1, 0, 0, 0, 0, 1])
        result = colorsys.rgb_to_hsv_array(pixels, hue="256")
        assert (type(result), result.typecode) == (array.array, code)
        np.testing.assert_array_equal(
            result, colorsys.rgb_to_hsv_array(np.asarray(pixels).reshape(2, 3), hue="256").ravel()
        )

    @pytest.mark.parametrize("shape", [(6,), (2, 3), (1, 2, 3)])
    def test_a_memoryview(self, shape: tuple[int, ...]) -> None:
        result = colorsys.rgb_to_hsv_array(memoryview(self.PIXELS).cast("B", shape), hue="180")
        assert type(result) is memoryview
        assert (result.format, result.shape) == ("B", shape)
        assert result.tobytes() == self.HSV

    def test_another_buffer_gives_a_memoryview(self) -> None:
        with mmap.mmap(-1, 6) as memory:
            memory[:] = self.PIXELS
            result = colorsys.rgb_to_hsv_array(memory, hue="180")
        assert type(result) is memoryview
        assert result == self.HSV

    def test_a_buffer_of_no_pixels(self) -> None:
        assert colorsys.rgb_to_hsv_array(array.array("f")) == array.array("f")
        assert colorsys.rgb_to_hsv_array(memoryview(b""), hue="180") == b""

    @pytest.mark.parametrize(
        "kind", [bytearray, lambda data: memoryview(bytearray(data)), lambda d: array.array("B", d)]
    )
    def test_in_place(self, kind: Callable[[bytes], Any]) -> None:
        pixels = kind(self.PIXELS)
        assert colorsys.rgb_to_hsv_array(pixels, out=pixels, hue="180") is pixels
        assert bytes(pixels) == self.HSV

    def test_out_may_be_of_another_kind(self) -> None:
        out = np.zeros((2, 3), "u1")
        assert colorsys.rgb_to_hsv_array(self.PIXELS, out, hue="180") is out
        assert out.tobytes() == self.HSV

    def test_without_numpy(self) -> None:
        program = f"""
import sys, array
sys.modules["numpy"] = None
from mmservices import colorsys
print(colorsys.rgb_to_hsv_array({self.PIXELS!r}, hue="180") == {self.HSV!r})
print(colorsys.rgb_to_hsv_array(array.array("d", [1, 0, 0])).tolist())
"""
        assert python(program) == "True\n[0.0, 1.0, 1.0]\n"


def test_importing_colorsys_does_not_import_numpy() -> None:
    program = """
import sys
from mmservices import colorsys
colorsys.rgb_to_hsv(1, 0, 0)
print("numpy" in sys.modules)
"""
    assert python(program) == "False\n"


class TestRefusals:
    @pytest.mark.parametrize("dtype", ["uint8", "uint16"])
    @pytest.mark.parametrize("name", ["rgb_to_hls", "hls_to_rgb", "rgb_to_hsv", "hsv_to_rgb"])
    def test_integers_without_a_scale_of_hue(self, name: str, dtype: str) -> None:
        with pytest.raises(
            ValueError, match=rf"hue must be given for an image of {dtype}.*'turns', 'degrees', '180', '256'"
        ):
            function(name)(image(dtype))

    @pytest.mark.parametrize(
        "dtype", ["int64", "int8", "int32", "uint32", "float16", "bool", ">u2", ">f4", "complex64"]
    )
    def test_other_types(self, dtype: str) -> None:
        with pytest.raises(
            TypeError, match=r"image has components of .*: they must be native uint8, uint16, float32, float64"
        ):
            colorsys.rgb_to_yiq_array(np.zeros((5, 3), dtype))

    @pytest.mark.parametrize("thing", [None, 1.5, [0.1, 0.2, 0.3], "text"])
    def test_what_is_no_buffer(self, thing: Any) -> None:
        with pytest.raises(TypeError, match="image must be an array or another buffer, not "):
            colorsys.rgb_to_yiq_array(thing)

    @pytest.mark.parametrize(
        ("thing", "arguments", "message"),
        [
            (np.zeros(()), {}, r"image has the shape \(\): it has no axis -1"),
            (np.zeros((5, 2)), {}, r"image has the shape \(5, 2\): its axis -1 must be the 3 components"),
            (np.zeros((3, 5)), {}, "its axis -1 must be the 3 components of a pixel, or 4 with alpha"),
            (np.zeros(6), {}, r"image has the shape \(6,\)"),
            (np.zeros((5, 3)), {"axis": 2}, "it has no axis 2"),
            (np.zeros((5, 3)), {"axis": 0}, "its axis 0 must be"),
            (bytes(7), {}, "image is flat and has 7 components: no whole pixels of 3"),
            (memoryview(bytes(12))[::2], {}, "image has gaps: only arrays of NumPy may"),
            (np.zeros((5, 3)), {"rgb_order": "gbr"}, "rgb_order must be one of 'rgb', 'bgr', not 'gbr'"),
            (np.zeros((5, 3)), {"threads": -1}, "threads must not be negative: -1"),
        ],
    )
    def test_shapes_and_arguments(self, thing: Any, arguments: Any, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            colorsys.rgb_to_yiq_array(thing, **arguments)

    @pytest.mark.parametrize(
        ("name", "arguments", "message"),
        [
            ("rgb_to_hsv", {"hue": 360}, "hue must be one of 'turns', 'degrees', '180', '256', not 360"),
            ("rgb_to_hsv", {"hue": "degrees"}, "degrees of hue do not fit into 8 bits"),
            ("rgb_to_hsv", {"preset": "opencv"}, "preset must be one of 'opencv_hsv', 'opencv_hsv_full', "),
            ("rgb_to_hsv", {"preset": "opencv_hls"}, "preset must be one of 'opencv_hsv', "),
            ("hls_to_rgb", {"preset": "opencv_hsv"}, "preset must be one of 'opencv_hls', 'opencv_hls_full', not"),
            ("rgb_to_hsv", {"preset": "opencv_hsv", "hue": "180"}, "a preset stands for a scale of hue and an order"),
            (
                "rgb_to_hls",
                {"preset": "opencv_hls", "hls_order": "hsl"},
                "a preset stands for a scale of hue and an order",
            ),
            ("rgb_to_hls", {"hls_order": "lhs"}, "hls_order must be one of 'hls', 'hsl', not 'lhs'"),
            ("rgb_to_hls", {"hls_order": []}, r"hls_order must be one of 'hls', 'hsl', not \[\]"),
            ("rgb_to_hsv", {"rgb_order": []}, r"rgb_order must be one of 'rgb', 'bgr', not \[\]"),
            ("rgb_to_hsv", {"hue": []}, r"hue must be one of .*, not \[\]"),
            ("hls_to_rgb", {"preset": []}, r"preset must be one of .*, not \[\]"),
        ],
    )
    def test_meanings(self, name: str, arguments: Any, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            function(name)(image("uint8"), **arguments)

    @pytest.mark.parametrize(
        ("out", "error", "message"),
        [
            (bytes(105), ValueError, "out is read-only"),
            (np.zeros((5, 7, 3), "u2"), TypeError, "out has components of uint16, but image has components of uint8"),
            (np.zeros((7, 5, 3), "u1"), ValueError, r"out has pixels of the shape \(7, 5\), but image has .* \(5, 7\)"),
            ([0] * 105, TypeError, "out must be an array or another buffer, not list"),
        ],
    )
    def test_out(self, out: Any, error: type[Exception], message: str) -> None:
        with pytest.raises(error, match=message):
            colorsys.rgb_to_yiq_array(image("uint8"), out)

    def test_overlaps(self) -> None:
        whole = image("uint8", (6, 7, 3))
        before = whole.copy()
        for source, target in ((whole[1:], whole[:-1]), (whole[:, 1:], whole[:, :-1]), (whole, whole[::-1])):
            with pytest.raises(ValueError, match="image and out overlap, but are not the same pixels"):
                colorsys.rgb_to_yiq_array(source, target)
        memory = memoryview(bytearray(12))
        with pytest.raises(ValueError, match="overlap"):
            colorsys.rgb_to_yiq_array(memory[:9], memory[3:])
        np.testing.assert_array_equal(whole, before)


def test_a_child_of_fork_converts_too() -> None:
    program = """
import os
from mmservices import colorsys
convert = lambda: colorsys.rgb_to_hsv_array(bytes([255, 128, 0]) * 100000, hue="180")[:3].hex()
print(convert(), flush=True)
pid = os.fork()
if pid == 0:
    print(convert(), flush=True)
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
print(convert())
"""
    assert python(program) == "0fffff\n" * 3
