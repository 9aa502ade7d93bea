"""read and blocks: the frames of a WAV file as numbers, in the manner of the package soundfile."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any, Optional

from mmservices._frames import Layout, frames_in, new_frames
from mmservices._samples import SampleType, sample_type
from mmservices._source import Source

# Of a stream whose declared length cannot be checked: the most bytes to make room for before some have come.
_BLOCK = 16 << 20


def read(
    file: Any,
    frames: int = -1,
    start: int = 0,
    stop: Optional[int] = None,
    dtype: Any = "float64",
    always_2d: bool = False,
    fill_value: Any = None,
    out: Any = None,
    *,
    planar: bool = False,
    strict: bool = False,
    all_frames: bool = False,
    closefd: bool = True,
) -> tuple[Any, int]:
    """Reads frames of a WAV file as numbers. Returns them and the sample rate.

    file is a name (str, bytes or os.PathLike), a binary file object at its current position, a descriptor (which is
    closed if closefd is true), or a memoryview, bytearray or mmap of the bytes of a file, which are not copied.

    frames, start and stop say which: so many from start on, or those from start up to, not including, stop. A negative
    start or stop counts from the end, a negative number of frames means all.

    dtype is float64 or float32 (full scale is -1 to 1), int64, int32 (narrower samples lie in the high bits), int16,
    uint8 (128 is silence), or 24 bits in one of three ways: int24 (three bytes, the lowest first), int24_left
    and int24_right (an int32 with the sample in its high or low bits). docs/python.md has the rules.

    With NumPy the result is an array of shape (frames, channels), of one channel (frames,) if always_2d is not true;
    int24 has a last dimension of 3. Without, it is an array.array, or a bytearray of uint8 and int24, with the frames
    one after the other. If planar is true, it is an array of shape (channels, frames), or without NumPy a list with an
    array.array or bytearray for each channel.

    out is a writable C-contiguous buffer to read into; its items tell the type, dtype only which of the 24 bits. If
    planar is true, it is an array whose rows are such buffers, or a list or tuple of one for each channel. The result
    is out, or a view of its beginning, of a list a list of views, if fewer frames come. If fill_value is given, it
    stands for the samples of frames that are not there, and the result is as long as was asked for.

    If strict is true, a file is refused that has a fault which else would be put right: see info().diagnostics. If
    all_frames is true, what fills up the last block of a packed encoding counts as frames.

    Raises Error and EOFError for files that are none, OSError, and TypeError or ValueError for arguments.
    """
    layout = Layout(planar, always_2d)
    with Source(file, closefd, strict, all_frames) as source:
        wanted, left = _select(source, frames, start, stop, fill_value is None)
        if out is not None:
            room = frames_in(out, dtype, source.info.channels, planar)
        elif fill_value is None and not source.length_known:
            return _read_stream(source, min(wanted, left), sample_type(dtype), layout), source.info.sample_rate
        else:
            count = wanted if fill_value is not None else min(wanted, left)
            room = new_frames(sample_type(dtype), source.info.channels, count, layout)
        got = source.read_all(room, min(wanted, room.count))
        if fill_value is None:
            return room.head(got), source.info.sample_rate
        room.fill(got, fill_value)
        return room.thing, source.info.sample_rate


def blocks(
    file: Any,
    blocksize: Optional[int] = None,
    overlap: int = 0,
    frames: int = -1,
    start: int = 0,
    stop: Optional[int] = None,
    dtype: Any = "float64",
    always_2d: bool = False,
    fill_value: Any = None,
    out: Any = None,
    *,
    planar: bool = False,
    strict: bool = False,
    all_frames: bool = False,
    closefd: bool = True,
) -> Iterator[Any]:
    """Reads a WAV file block by block: iterates over blocks of blocksize frames, or of as many as out has room for.
    Each begins with the last overlap frames of the one before. The last block is shorter if the frames do not fill it,
    or is filled with fill_value.

    The other parameters are those of read. The file is open from the first block until the last, or until the
    generator is closed. What out gets is overwritten by the next block.
    """
    if (blocksize is None) == (out is None):
        raise TypeError("one of blocksize and out must be given, and only one")
    if overlap < 0:
        raise ValueError(f"overlap must not be negative: {overlap}")
    if blocksize is not None and blocksize <= overlap:
        raise ValueError(f"blocksize must be more than the overlap of {overlap} frames: {blocksize}")
    kind = None if out is not None else sample_type(dtype)
    layout = Layout(planar, always_2d)

    def generate() -> Iterator[Any]:
        with Source(file, closefd, strict, all_frames) as source:
            channels = source.info.channels
            wanted, left = _select(source, frames, start, stop, fill_value is None)
            if fill_value is None:
                wanted = min(wanted, left)
            theirs = None if out is None else frames_in(out, dtype, channels, planar)
            size = blocksize if theirs is None else theirs.count
            assert size is not None
            if size <= overlap:
                raise ValueError(f"out must have room for more than the overlap of {overlap} frames: {size}")
            kept: list[bytes] = []
            offset = 0
            while wanted > 0:
                asked = min(size - offset, wanted)
                if theirs is not None:
                    room = theirs
                else:
                    assert kind is not None
                    room = new_frames(kind, channels, size if fill_value is not None else offset + asked, layout)
                room.put(0, kept)
                got = source.read(room, offset, asked)
                if fill_value is not None:
                    room.fill(offset + got, fill_value)
                elif got < asked:
                    wanted = asked  # the stream ends before its declared length
                    if got == 0:
                        return
                wanted -= asked
                if wanted and overlap:
                    kept = room.copy(size - overlap, overlap)
                yield room.head(offset + got) if fill_value is None else room.thing
                offset = overlap

    return generate()


def _select(source: Source, frames: int, start: int, stop: Optional[int], endless: bool) -> tuple[int, int]:
    """Moves to the first of the frames asked for. Returns how many these are, and how many are left: of a stream that
    tells neither that there are none nor how many, very many if endless is true."""
    if frames >= 0 and stop is not None:
        raise TypeError("only one of frames and stop may be given")
    source.need_samples()
    if not source.length_known and (start < 0 or (stop is not None and stop < 0)):
        raise io.UnsupportedOperation("this stream does not tell its length: start and stop cannot count from its end")
    length = source.info.frames
    if length == 0 and endless and not source.length_known:
        length = sys.maxsize  # so does a recording declare that was never finished: it has what comes
    first, last, _ = slice(start, stop).indices(length)
    source.seek(first)
    return (max(0, last - first) if frames < 0 else frames), length - first


def _read_stream(source: Source, wanted: int, kind: SampleType, layout: Layout) -> Any:
    """Reads from a stream whose declared length may be wrong: no room is made for more than has come."""
    channels = source.info.channels
    block = new_frames(kind, channels, min(wanted, max(1, _BLOCK // (channels * kind.size))), layout)
    pieces: list[tuple[int, list[bytes]]] = []
    total = 0
    while wanted > 0 or not pieces:  # at least once, to hear that the encoding is not known
        asked = min(wanted, block.count)
        got = source.read(block, 0, asked)
        if 0 < got < asked:
            source.read(block, got, 1)  # raises what ended the stream, if that was not its end
        if not pieces and (got < asked or asked == wanted):
            return block.head(got)
        pieces.append((total, block.copy(0, got)))
        total += got
        wanted -= got
        if got < asked:
            break
    whole = new_frames(kind, channels, total, layout)
    for start, piece in pieces:
        whole.put(start, piece)
    return whole.thing
