"""write and its sisters: numbers as a WAV file, in the manner of the package soundfile."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Optional

from mmservices._sink import Mask, Samples, Settings, Sink, check_metadata

if TYPE_CHECKING:
    from mmservices._metadata import Metadata


def write(
    file: Any,
    data: Any,
    samplerate: int,
    subtype: Optional[str] = None,
    *,
    format: Optional[str] = None,
    channels: Optional[int] = None,
    dtype: Optional[str] = None,
    planar: bool = False,
    container: Optional[str] = None,
    channel_mask: Mask = 0,
    valid_bits: int = 0,
    right_aligned: bool = False,
    block_align: int = 0,
    metadata: Optional[Metadata] = None,
    plain: bool = False,
    closefd: bool = True,
) -> None:
    """Writes frames as a WAV file, which is replaced if it exists.

    file is a name (str, bytes or os.PathLike), a binary file object, which is written at its current position and
    stays open, or a descriptor, which is closed if closefd is true.

    data is an array of shape (frames, channels) or (frames,), or another buffer of such a shape or a flat one, whose
    frames of `channels` channels (1 if that is not given) follow each other. Its items tell the type of its samples:
    float64, float32, int32, int16 or uint8; dtype says so if they are int64, or 24 bits, int24, int24_left or
    int24_right, as in read. If planar is true, data is an array of shape (channels, frames), or a list or tuple of one
    buffer for each channel. It is used where it lies, if it has no gaps; rows of an array may lie apart.

    subtype is how the samples are stored: PCM_U8, PCM_16 (if it is not given), PCM_24, PCM_32, PCM_64 or another number
    of bits from PCM_1 on; HALF, FLOAT or DOUBLE; ALAW or ULAW; IMA_ADPCM or MS_ADPCM, in blocks of block_align bytes (0
    for the usual ones). valid_bits is how many bits of each sample carry sound, 0 for all of them. right_aligned is for
    PCM_24: 4 bytes for a sample, of which the low three are used.

    format is WAV; WAVEX, for WAVE_FORMAT_EXTENSIBLE, which more than two channels, a channel_mask or valid_bits ask for
    by themselves; or RF64, BW64 or W64, which say the same as a container.

    container is the kind of file: RIFF, RIFX, RF64, BW64 or W64; None for RIFF with room to become RF64 past 4 GiB.
    channel_mask is which loudspeakers the channels are for: bits, or names as "FL FR". metadata is what else is to be
    in the file. If plain is true, the file has the bytes that the standard library's module writes: no such room, and
    no WAVE_FORMAT_EXTENSIBLE unless format says so.

    Raises Error for what no WAV file can be, OSError, and TypeError or ValueError for arguments; the file is not
    touched then.
    """
    settings = Settings(
        samplerate, subtype, format, container, channel_mask, valid_bits, right_aligned, block_align, plain
    )
    if file is None:
        raise TypeError("file must be a name, a descriptor or a binary file object, not None: encode writes to memory")
    _write(file, settings, Samples(data, dtype, channels, planar), metadata, closefd)


def encode(
    data: Any,
    samplerate: int,
    subtype: Optional[str] = None,
    *,
    format: Optional[str] = None,
    channels: Optional[int] = None,
    dtype: Optional[str] = None,
    planar: bool = False,
    container: Optional[str] = None,
    channel_mask: Mask = 0,
    valid_bits: int = 0,
    right_aligned: bool = False,
    block_align: int = 0,
    metadata: Optional[Metadata] = None,
    plain: bool = False,
) -> bytes:
    """Returns the bytes of the file that write would write. The parameters are those of write."""
    settings = Settings(
        samplerate, subtype, format, container, channel_mask, valid_bits, right_aligned, block_align, plain
    )
    return _write(None, settings, Samples(data, dtype, channels, planar), metadata)


def _write(
    file: Any, settings: Settings, samples: Samples, metadata: Optional[Metadata], closefd: bool = True
) -> bytes:
    form = settings.form(samples.channels)
    options = settings.options(samples.frames)
    if metadata is not None:
        check_metadata(metadata, form, options)
    with Sink(file, form, options, closefd) as sink:
        if metadata is not None:
            sink.set_metadata(metadata)
        sink.write(samples)
        return sink.contents() if file is None else b""


def append(file: Any, data: Any, *, dtype: Optional[str] = None, planar: bool = False) -> None:
    """Appends frames to a WAV file, by its name. Its format and its metadata stay. data, dtype and planar are those of
    write.

    Raises Error for a file that cannot be continued, as with a last block of ADPCM that is not full, and what write
    raises.
    """
    _change(file, None, data, dtype, planar)


def update(file: Any, frame: int, data: Any, *, dtype: Optional[str] = None, planar: bool = False) -> None:
    """Overwrites frames of a WAV file, by its name, from a frame on, 0 being the first. What goes beyond the last frame
    is appended. Not of packed encodings. Else as append."""
    _change(file, operator.index(frame), data, dtype, planar)


def _change(file: Any, frame: Optional[int], data: Any, dtype: Optional[str], planar: bool) -> None:
    with Sink(file, None, Settings(1).options()) as sink:
        samples = Samples(data, dtype, sink.info.channels, planar)
        if frame is not None:
            if not 0 <= frame <= sink.info.frames:
                raise ValueError(f"frame must be 0 to {sink.info.frames}, not {frame}")
            sink.do("seek", frame)
        sink.write(samples)
