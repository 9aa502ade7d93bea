"""What mmservices promises for the conversion of samples, in NumPy: the rules of mmservices.h, section 7.

The model knows nothing of the library. It goes from the raw bytes of a file to numbers.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mmservices import wave

DTYPES = ["float64", "float32", "int64", "int32", "int16", "uint8", "int24", "int24_left", "int24_right"]


def integers(raw: bytes, width: int, bits: int) -> Any:
    """Little-endian integers of width bytes each, of which the low `bits` are the number."""
    columns = np.frombuffer(raw, "u1").reshape(-1, width)
    wide = np.zeros((len(columns), 8), "u1")
    wide[:, 8 - width :] = columns
    left = wide.view("<i8")[:, 0].astype("i8")
    if width == 1:
        left ^= -(2**63)  # unsigned, 128 is silence
    return (left << (8 * width - bits)) >> (64 - bits)


def to_bits(numbers: Any, bits: int, wanted: int) -> Any:
    """Integers of so many bits as integers of another number of bits."""
    if wanted >= bits:
        return numbers << (wanted - bits)
    shift = bits - wanted
    half, floor = 1 << (shift - 1), numbers >> shift
    rest = numbers - (floor << shift)
    up = (rest > half) | ((rest == half) & (floor & 1 == 1))
    return np.minimum(floor + up, 2 ** (wanted - 1) - 1)


def packed(numbers: Any) -> Any:
    return numbers.astype("<i4").view("u1").reshape(-1, 4)[:, :3]


def from_integers(numbers: Any, bits: int, dtype: str) -> Any:
    if dtype in ("float64", "float32"):
        return numbers.astype(dtype) / np.dtype(dtype).type(2.0 ** (bits - 1))
    if dtype == "uint8":
        return (to_bits(numbers, bits, 8) + 128).astype("u1")
    if dtype == "int16":
        return to_bits(numbers, bits, 16).astype("i2")
    if dtype in ("int32", "int64"):
        wanted = 8 * np.dtype(dtype).itemsize
        return to_bits(numbers, bits, wanted).astype(dtype)
    number = to_bits(numbers, bits, 24)
    if dtype == "int24":
        return packed(number)
    return (number << 8 if dtype == "int24_left" else number).astype("i4")


def from_floats(numbers: Any, dtype: str) -> Any:
    if dtype in ("float64", "float32"):
        with np.errstate(over="ignore"):
            return numbers.astype(dtype)
    if dtype == "int64":
        return np.array([float_to_int64(float(number)) for number in numbers.ravel()], "i8").reshape(numbers.shape)
    bits = {"uint8": 8, "int16": 16, "int32": 32}.get(dtype, 24)
    scaled = np.rint(np.nan_to_num(numbers.astype("f8"), nan=0.0, posinf=2.0, neginf=-2.0) * 2.0 ** (bits - 1))
    whole = np.clip(scaled, -(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1).astype("i8")
    return from_integers(whole, bits, dtype)


def float_to_int64(number: float) -> int:
    """What NumPy cannot do without an overflow: a double has no room for the limit."""
    if math.isnan(number):
        return 0
    scaled = number * 2.0**63
    if abs(scaled) >= 2.0**63:
        return 2**63 - 1 if scaled > 0 else -(2**63)
    return int(np.rint(scaled))


def a_law(code: int) -> int:
    """ITU-T G.711, table 1: even bits are inverted; the result is in the high bits of 16."""
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, code & 15
    level = (mantissa << 4) + 8 if exponent == 0 else ((mantissa << 4) + 0x108) << (exponent - 1)
    return level if code & 0x80 else -level


def mu_law(code: int) -> int:
    """ITU-T G.711, table 2: all bits are inverted."""
    code ^= 0xFF
    level = (((code & 15) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -level if code & 0x80 else level


def converted(raw: bytes, info: wave.Info, dtype: str) -> Any:
    """The frames of a file, of shape (frames, channels), or (frames, channels, 3) if packed. The raw bytes of encodings
    in blocks are what they are decoded to, as integers of 16 bits."""
    width = info.sample_bytes
    if info.big_endian and width > 1:
        raw = np.frombuffer(raw, "u1").reshape(-1, width)[:, ::-1].tobytes()
    if info.subtype in ("HALF", "FLOAT", "DOUBLE"):
        samples = from_floats(np.frombuffer(raw, f"<f{width}"), dtype)
    elif info.subtype in ("ALAW", "ULAW"):
        law = a_law if info.subtype == "ALAW" else mu_law
        samples = from_integers(np.array([law(code) for code in raw], "i8"), 16, dtype)
    elif info.block_frames > 1:
        samples = from_integers(np.frombuffer(raw, "i2").astype("i8"), 16, dtype)
    else:
        bits = info.valid_bits if info.right_aligned else 8 * info.sample_bytes
        samples = from_integers(integers(raw, info.sample_bytes, bits), bits, dtype)
    return samples.reshape(info.frames, info.channels, *samples.shape[1:])
