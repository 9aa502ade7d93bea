"""What the metadata of a file consists of, as values that cannot change: dataclasses.replace makes others of them.

Texts are str, decoded as UTF-8; bytes that are no UTF-8 come as surrogates ('surrogateescape') and go as they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Chunk:
    """A chunk of a file, with its payload.

    id          four letters.
    data        the payload, without the byte that pads an odd one.
    after_data  whether it stands behind the audio.
    guid        what it is called in Wave64 files, 16 bytes; empty if that is a matter of the id.
    """

    id: bytes
    data: bytes
    after_data: bool = False
    guid: bytes = b""


@dataclass(frozen=True)
class ChunkInfo:
    """Where a chunk is in a file, and how long.

    id          four letters.
    offset      where it begins, and
    start       where its payload does, in bytes from the start of the file.
    declared    bytes of payload by its header.
    size        bytes of payload that there are.
    after_data  whether it stands behind the audio.
    guid        what it is called in Wave64 files; else empty.
    data        the payload, if that was asked for and this is not the data chunk; else None.
    """

    id: bytes
    offset: int
    start: int
    declared: int
    size: int
    after_data: bool
    guid: bytes
    data: Optional[bytes] = None


@dataclass(frozen=True)
class Region:
    """A point of the cue chunk, with what LIST/adtl says of it (RIFF MCI).

    position   the first frame.
    length     frames; 0 for a marker.
    label      its name: labl.
    note       a comment: note.
    text       the text of its ltxt.
    id         by which the chunks know it; 0: one that is free.
    purpose    of length and text, four letters, as b'rgn '; empty: that one.
    country, language, dialect, code_page
               of the text, as in a CSET chunk; mostly 0.
    """

    position: int
    length: int = 0
    label: str = ""
    note: str = ""
    text: str = ""
    id: int = 0
    purpose: bytes = b""
    country: int = 0
    language: int = 0
    dialect: int = 0
    code_page: int = 0


@dataclass(frozen=True)
class Loop:
    """A loop of the smpl chunk.

    start, end  its first and its last frame.
    type        0 forward, 1 to and fro, 2 backward.
    play_count  how often; 0 for ever.
    id          by which the cue chunk may know it.
    fraction    a part of a frame behind the end, in 2^-32.
    """

    start: int
    end: int
    type: int = 0
    play_count: int = 0
    id: int = 0
    fraction: int = 0


@dataclass(frozen=True)
class Sampler:
    """The smpl chunk: how a sampler plays the file (RIFF MCI).

    unity_note      the MIDI note at which it sounds as recorded, 0 to 127; 60 is the middle C.
    loops           any number of Loop.
    pitch_fraction  the part of a semitone above unity_note, in 2^-32.
    sample_period   nanoseconds per frame.
    manufacturer    as the MIDI Manufacturers Association numbers them; 0 for any.
    product         a number of the manufacturer's.
    smpte_format    frames per second of the offset: 0, 24, 25, 29 or 30.
    smpte_offset    hours, minutes, seconds and frames, a byte for each, the highest first.
    """

    unity_note: int = 60
    loops: tuple[Loop, ...] = ()
    pitch_fraction: int = 0
    sample_period: int = 0
    manufacturer: int = 0
    product: int = 0
    smpte_format: int = 0
    smpte_offset: int = 0


@dataclass(frozen=True)
class Instrument:
    """The inst chunk (RIFF MCI).

    base_note                    the MIDI note at which it sounds as recorded, 0 to 127.
    detune                       cents, -50 to 50.
    gain                         dB, -64 to 64.
    low_note, high_note          MIDI notes that it is for.
    low_velocity, high_velocity  MIDI velocities that it is for, 0 to 127.
    """

    base_note: int = 60
    detune: int = 0
    gain: int = 0
    low_note: int = 0
    high_note: int = 127
    low_velocity: int = 1
    high_velocity: int = 127


@dataclass(frozen=True)
class Acid:
    """The acid chunk of loops.

    flags       1 one-shot, 2 the root note is set, 4 stretch, 8 disk-based, 16 ACIDized.
    root_note   a MIDI note.
    beats       how many there are in the file.
    meter_numerator, meter_denominator
                as 4 and 4.
    tempo       beats per minute.
    """

    flags: int = 0
    root_note: int = 60
    beats: int = 0
    meter_denominator: int = 4
    meter_numerator: int = 4
    tempo: float = 120.0


@dataclass(frozen=True)
class Broadcast:
    """The bext chunk (EBU Tech 3285). Texts are ASCII by the specification, and at most so many bytes long.

    description           what the recording is: 256.
    originator            who made it: 32.
    originator_reference  32 (EBU R99).
    origination_date      '2024-12-31'.
    origination_time      '23:59:59'.
    time_reference        the first frame, counted from midnight.
    version               0; 1 with a umid; 2 with loudness.
    umid                  64 bytes (SMPTE ST 330), or none.
    loudness_value, loudness_range, max_true_peak_level, max_momentary_loudness, max_short_term_loudness
                          in 1/100 of LUFS, LU, dBTP, LUFS and LUFS (EBU R128); 0x7FFF if it is not known.
    coding_history        any length: a line for each coding, ended by CR and LF.
    """

    description: str = ""
    originator: str = ""
    originator_reference: str = ""
    origination_date: str = ""
    origination_time: str = ""
    time_reference: int = 0
    version: int = 0
    umid: bytes = b""
    loudness_value: int = 0
    loudness_range: int = 0
    max_true_peak_level: int = 0
    max_momentary_loudness: int = 0
    max_short_term_loudness: int = 0
    coding_history: str = ""


@dataclass(frozen=True)
class Timer:
    """A timer of the cart chunk.

    usage  four letters, as b'EOD '.
    value  frames from the start of the file.
    """

    usage: bytes
    value: int


@dataclass(frozen=True)
class Cart:
    """The cart chunk of radio automation (AES46). Texts are at most 64 bytes long, the url 1024, dates 10, times 8.

    version            '0101'.
    start_date, end_date, start_time, end_time
                       when it may be sent: '2024-12-31', '23:59:59'.
    level_reference    the sample value of 0 dB.
    post_timers        at most 8 of Timer.
    tag_text           any length.
    """

    version: str = "0101"
    title: str = ""
    artist: str = ""
    cut_id: str = ""
    client_id: str = ""
    category: str = ""
    classification: str = ""
    out_cue: str = ""
    start_date: str = ""
    start_time: str = ""
    end_date: str = ""
    end_time: str = ""
    producer_app_id: str = ""
    producer_app_version: str = ""
    user_def: str = ""
    level_reference: int = 0
    post_timers: tuple[Timer, ...] = ()
    url: str = ""
    tag_text: str = ""


@dataclass(frozen=True)
class Track:
    """A track of the chna chunk (ITU-R BS.2076): which part of the axml chunk tells what the track is.

    index      the number of the channel, from 1.
    uid        'ATU_00000001', 12 bytes.
    track_ref  'AT_00010001_01', 14 bytes.
    pack_ref   'AP_00010002', 11 bytes.
    """

    index: int
    uid: str = ""
    track_ref: str = ""
    pack_ref: str = ""


@dataclass(frozen=True)
class Peak:
    """The highest sample of a channel, by the PEAK chunk.

    value     full scale is 1.
    position  its frame.
    """

    value: float
    position: int


@dataclass(frozen=True)
class Display:
    """A DISP chunk: what to show for the file.

    format  a clipboard format of Windows: 1 for text, 8 for a bitmap.
    data    the bytes.
    """

    format: int
    data: bytes
