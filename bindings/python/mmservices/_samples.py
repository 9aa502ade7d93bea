"""The types in which samples come and go."""

from __future__ import annotations

import array
import functools
import sys
from typing import Any, NamedTuple, Optional

from mmservices import _abi
from mmservices._numbers import described, type_name


class SampleType(NamedTuple):
    """A type of samples.

    name    how callers name it.
    number  MMS_SAMPLE_...
    item    the items of its buffers, under NumPy's name: of packed 24 bits these are bytes.
    code    the type code of `array` for these items.
    size    bytes of a sample.
    """

    name: str
    number: int
    item: str
    code: str
    size: int

    @property
    def packed(self) -> bool:
        """Whether a sample is three items."""
        return self.number == _abi.MMS_SAMPLE_S24

    def encode(self, value: Any) -> bytes:
        """The bytes of one sample."""
        if self.packed:
            return int(value).to_bytes(3, "little", signed=True)
        return array.array(self.code, [value]).tobytes()


SAMPLE_TYPES = {
    kind.name: kind
    for kind in (
        SampleType("float64", _abi.MMS_SAMPLE_F64, "float64", "d", 8),
        SampleType("float32", _abi.MMS_SAMPLE_F32, "float32", "f", 4),
        SampleType("int64", _abi.MMS_SAMPLE_S64, "int64", "q", 8),
        SampleType("int32", _abi.MMS_SAMPLE_S32, "int32", "i", 4),
        SampleType("int16", _abi.MMS_SAMPLE_S16, "int16", "h", 2),
        SampleType("uint8", _abi.MMS_SAMPLE_U8, "uint8", "B", 1),
        SampleType("int24", _abi.MMS_SAMPLE_S24, "uint8", "B", 3),
        SampleType("int24_left", _abi.MMS_SAMPLE_S24_LEFT, "int32", "i", 4),
        SampleType("int24_right", _abi.MMS_SAMPLE_S24_RIGHT, "int32", "i", 4),
    )
}
_ACCEPTED = ", ".join(SAMPLE_TYPES)

# Items that tell the type of the samples. int64 does not: it is what NumPy makes of all integers, whatever they mean.
_TELLING = {name: kind for name, kind in SAMPLE_TYPES.items() if name == kind.item != "int64"}


def sample_type(dtype: Any) -> SampleType:
    """The type that a dtype argument names: a name of the table, or what NumPy takes for the same."""
    module = sys.modules.get("numpy")
    if not isinstance(dtype, str) and module is not None:
        dtype = _name_of(module.dtype(dtype))
    if not isinstance(dtype, str):
        raise TypeError(f"dtype must be a name, not {type(dtype).__name__}")
    try:
        return SAMPLE_TYPES[dtype]
    except KeyError:
        raise ValueError(f"dtype must be one of {_ACCEPTED}, not {dtype!r}") from None


@functools.lru_cache(maxsize=32)
def _name_of(dtype: Any) -> str:
    """The name of a type of NumPy, which NumPy puts together at each call."""
    name: str = dtype.name if dtype.isnative else dtype.str
    return name


def type_of_items(view: memoryview, dtype: Optional[str], role: str) -> SampleType:
    """The type of the samples in a buffer, which its items tell; where these can be several types, dtype does."""
    item = type_name(view)
    if dtype is None:
        if item in _TELLING:
            return _TELLING[item]
        if item in SAMPLE_TYPES:
            raise TypeError(f"{role} has items of {item}: dtype must say that the samples are of {item}")
        raise TypeError(f"{role} has items of {described(view)}: they must be native {_ACCEPTED}")
    kind = sample_type(dtype)
    if kind.item != item:
        raise TypeError(f"{role} has items of {described(view)}, but samples of {kind.name} are items of {kind.item}")
    return kind
