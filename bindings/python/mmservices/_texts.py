"""Texts and bytes that the library copies into a buffer of the caller."""

from __future__ import annotations

import ctypes
from typing import Any

from mmservices._errors import call


def text(function: Any, *arguments: Any) -> bytes:
    """What a function of the library with the parameters buffer, capacity and size at its end tells: a text."""
    size = ctypes.c_uint64()
    call(function, *arguments, None, 0, size)
    buffer = ctypes.create_string_buffer(size.value + 1)
    call(function, *arguments, buffer, len(buffer), size)
    return buffer.raw[: size.value]


def payload(function: Any, *arguments: Any) -> bytes:
    """The same of bytes, behind which there is no NUL."""
    size = ctypes.c_uint64()
    call(function, *arguments, None, 0, size)
    if size.value == 0:
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    call(function, *arguments, buffer, size.value, size)
    return buffer.raw


def encoded(value: object, role: str) -> bytes:
    """A text of the caller, str or bytes, as the library wants it. What UTF-8 cannot decode comes as surrogates, and
    goes as the bytes that it was."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogateescape")
    if not isinstance(value, bytes):
        raise TypeError(f"{role} must be a str or bytes, not {type(value).__name__}")
    if b"\0" in value:
        raise ValueError(f"{role} has a NUL in it")
    return value


def decoded(value: bytes) -> str:
    """A text of the file as str: UTF-8, with surrogates for bytes that are none."""
    return value.decode("utf-8", "surrogateescape")
