"""Metadata: what a file has beside its audio, as chunks and as what they mean."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import os
from collections.abc import Iterable, Iterator, MutableMapping, MutableSequence, Sequence
from typing import Any, Callable, Generic, Optional, TypeVar, Union, overload

from mmservices import _abi, _library
from mmservices._closing import close_with
from mmservices._errors import Error, call, exception_for, new_error
from mmservices._metadata_records import (
    Acid,
    Broadcast,
    Cart,
    Chunk,
    ChunkInfo,
    Display,
    Instrument,
    Loop,
    Peak,
    Region,
    Sampler,
    Timer,
    Track,
)
from mmservices._source import Source, named, path_of
from mmservices._texts import decoded, encoded, payload, text

_T = TypeVar("_T")


class Metadata:
    """What a file has beside its audio: all chunks but fmt, fact, data and ds64, in their order, with their bytes.

    What they mean can be read and assigned; what is assigned goes into the chunks, and whatever is not understood there
    stays. None removes a thing. Values as Sampler do not change: dataclasses.replace makes others. The sequences can be
    changed, or assigned as a whole.

    chunks      Chunk: all of them.
    tags        LIST/INFO, a mapping from ids of four letters to texts: INAM is the title, IART the artist.
    regions     Region: cue, with the labels, notes and texts of LIST/adtl.
    sampler     Sampler, with its loops: smpl.
    instrument  Instrument: inst.
    acid        Acid: acid.
    broadcast   Broadcast, with its coding history: bext.
    cart        Cart, with its text: cart.
    tracks      Track: chna.
    ixml, axml  texts.
    id3         the bytes of an id3 chunk.
    peaks       Peak, one for each channel: PEAK.
    displays    Display: DISP.

    Raises Error for what a chunk has no room for, since nothing is cut.
    """

    _handle: Any

    def __init__(self, chunks: Iterable[Chunk] = ()) -> None:
        self._library = _library.current or _library.load()
        handle = _abi.mms_wave_metadata()
        call(self._library.mms_wave_metadata_create, ctypes.byref(handle))
        self._own(handle)
        self.chunks.extend(chunks)

    @classmethod
    def _read(cls, source: Source) -> Metadata:
        self = cls.__new__(cls)
        self._library = source.library
        handle = _abi.mms_wave_metadata()
        source.call(self._library.mms_wave_reader_metadata, source.handle, ctypes.byref(handle))
        self._own(handle)
        return self

    def _own(self, handle: Any) -> None:
        self._handle = handle
        close_with(self, self._library.mms_wave_metadata_close, handle)

    def __reduce__(self) -> tuple[Any, ...]:
        return Metadata, (tuple(self.chunks),)

    def __copy__(self) -> Metadata:
        return Metadata(self.chunks)

    def __eq__(self, other: object) -> bool:
        return list(self.chunks) == list(other.chunks) if isinstance(other, Metadata) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<mmservices.wave.Metadata: {b' '.join(chunk.id for chunk in self.chunks).decode('latin-1')}>"

    @property
    def handle(self) -> Any:
        """The mms_wave_metadata."""
        if self._library.forked:
            raise Error("this metadata was made before fork(): read it again in the child process")
        return self._handle

    # Calls of the library, by the ends of the names of its functions

    def _function(self, name: str) -> Any:
        return getattr(self._library, f"mms_wave_metadata_{name}")

    def _do(self, name: str, *arguments: Any) -> None:
        call(self._function(name), self.handle, *arguments)

    def _there(self, name: str, *arguments: Any) -> bool:
        """Calls a getter. Tells whether the metadata has what it is for."""
        error = new_error()
        status = self._function(name)(self.handle, *arguments, error)
        if status not in (_abi.MMS_OK, _abi.MMS_ERROR_STATE_ABSENT):
            raise exception_for(error)
        return bool(status == _abi.MMS_OK)

    def _text(self, name: str, *arguments: Any) -> str:
        return decoded(text(self._function(name), self.handle, *arguments))

    def _has_text(self, name: str, *arguments: Any) -> bool:
        return self._there(name, *arguments, None, 0, ctypes.c_uint64())

    def _record(self, name: str, record: _Struct) -> Optional[_Struct]:
        return record if self._there(f"get_{name}", record) else None

    def _find(self, id: bytes) -> Optional[int]:
        index = ctypes.c_uint32()
        return index.value if self._there("find_chunk", id, index) else None

    # Entries

    @property
    def chunks(self) -> Entries[Chunk]:
        return Entries(self, _abi.MMS_WAVE_ENTRY_CHUNK, self._get_chunk, self._add_chunk)

    @chunks.setter
    def chunks(self, chunks: Iterable[Chunk]) -> None:
        self.chunks[:] = chunks

    def _get_chunk(self, index: int) -> Chunk:
        found = _new(_abi.mms_wave_chunk)
        self._do("chunk", index, found)
        data = payload(self._function("chunk_data"), self.handle, index)
        return Chunk(bytes(found.id), data, _is_behind(found), _guid(found))

    def _add_chunk(self, chunk: Chunk) -> None:
        record = _new(_abi.mms_wave_chunk)
        _set_bytes(record, "id", chunk.id, exactly=True)
        _set_bytes(record, "guid", chunk.guid)
        record.flags = _abi.MMS_WAVE_CHUNK_AFTER_DATA if chunk.after_data else 0
        self._do("add_chunk", record, bytes(chunk.data), len(chunk.data))

    @property
    def tags(self) -> Tags:
        return Tags(self)

    @tags.setter
    def tags(self, tags: Union[MutableMapping[str, str], Iterable[tuple[str, str]]]) -> None:
        wanted = dict(tags)
        self.tags.clear()
        self.tags.update(wanted)

    @property
    def regions(self) -> Entries[Region]:
        return Entries(self, _abi.MMS_WAVE_ENTRY_REGION, self._get_region, self._add_region)

    @regions.setter
    def regions(self, regions: Iterable[Region]) -> None:
        self.regions[:] = regions

    def _get_region(self, index: int) -> Region:
        found = _new(_abi.mms_wave_region)
        self._do("region", index, found)
        label, note, words = (
            self._text("region_text", index, which) if self._has_text("region_text", index, which) else ""
            for which in (_abi.MMS_WAVE_REGION_LABEL, _abi.MMS_WAVE_REGION_NOTE, _abi.MMS_WAVE_REGION_TEXT)
        )
        numbers = {name: getattr(found, name) for name in _REGION_NUMBERS}
        return Region(label=label, note=note, text=words, purpose=bytes(found.purpose).rstrip(b"\0"), **numbers)

    def _add_region(self, region: Region) -> None:
        record = _new(_abi.mms_wave_region)
        for name in _REGION_NUMBERS:
            _set_number(record, name, getattr(region, name))
        _set_bytes(record, "purpose", region.purpose, exactly=bool(region.purpose))
        texts = (encoded(getattr(region, name), name) or None for name in ("label", "note", "text"))
        self._do("add_region", record, *texts)

    @property
    def tracks(self) -> Entries[Track]:
        return Entries(self, _abi.MMS_WAVE_ENTRY_TRACK, self._get_track, self._add_track)

    @tracks.setter
    def tracks(self, tracks: Iterable[Track]) -> None:
        self.tracks[:] = tracks

    def _get_track(self, index: int) -> Track:
        found = _new(_abi.mms_wave_track)
        self._do("track", index, found)
        return _values(Track, found)

    def _add_track(self, track: Track) -> None:
        self._do("add_track", _filled(_abi.mms_wave_track, track))

    @property
    def peaks(self) -> Entries[Peak]:
        return Entries(self, _abi.MMS_WAVE_ENTRY_PEAK, self._get_peak, self._add_peak)

    @peaks.setter
    def peaks(self, peaks: Iterable[Peak]) -> None:
        self.peaks[:] = peaks

    def _get_peak(self, index: int) -> Peak:
        found = _new(_abi.mms_wave_peak)
        self._do("peak", index, found)
        return _values(Peak, found)

    def _add_peak(self, peak: Peak) -> None:
        self._do("add_peak", _filled(_abi.mms_wave_peak, peak))

    @property
    def displays(self) -> Entries[Display]:
        return Entries(self, _abi.MMS_WAVE_ENTRY_DISPLAY, self._get_display, self._add_display)

    @displays.setter
    def displays(self, displays: Iterable[Display]) -> None:
        self.displays[:] = displays

    def _get_display(self, index: int) -> Display:
        form = ctypes.c_uint32()
        data = payload(self._function("display"), self.handle, index, form)
        return Display(form.value, data)

    def _add_display(self, display: Display) -> None:
        self._do("add_display", display.format, bytes(display.data), len(display.data))

    # Chunks that are one thing

    @property
    def sampler(self) -> Optional[Sampler]:
        found = self._record("sampler", _new(_abi.mms_wave_sampler))
        return None if found is None else _values(Sampler, found, loops=tuple(self._loops))

    @sampler.setter
    def sampler(self, sampler: Optional[Sampler]) -> None:
        self._do("set_sampler", None if sampler is None else _filled(_abi.mms_wave_sampler, sampler))
        if sampler is not None and tuple(sampler.loops) != tuple(self._loops):
            self._loops[:] = sampler.loops

    @property
    def _loops(self) -> Entries[Loop]:
        return Entries(self, _abi.MMS_WAVE_ENTRY_LOOP, self._get_loop, self._add_loop)

    def _get_loop(self, index: int) -> Loop:
        found = _new(_abi.mms_wave_loop)
        self._do("loop", index, found)
        return _values(Loop, found)

    def _add_loop(self, loop: Loop) -> None:
        self._do("add_loop", _filled(_abi.mms_wave_loop, loop))

    @property
    def instrument(self) -> Optional[Instrument]:
        found = self._record("instrument", _new(_abi.mms_wave_instrument))
        return None if found is None else _values(Instrument, found)

    @instrument.setter
    def instrument(self, instrument: Optional[Instrument]) -> None:
        self._do("set_instrument", None if instrument is None else _filled(_abi.mms_wave_instrument, instrument))

    @property
    def acid(self) -> Optional[Acid]:
        found = self._record("acid", _new(_abi.mms_wave_acid))
        return None if found is None else _values(Acid, found)

    @acid.setter
    def acid(self, acid: Optional[Acid]) -> None:
        self._do("set_acid", None if acid is None else _filled(_abi.mms_wave_acid, acid))

    @property
    def broadcast(self) -> Optional[Broadcast]:
        found = self._record("broadcast", _new(_abi.mms_wave_broadcast))
        if found is None:
            return None
        umid = bytes(found.umid)
        history = self._get_text(_abi.MMS_WAVE_TEXT_CODING_HISTORY) or ""
        return _values(Broadcast, found, umid=umid if any(umid) else b"", coding_history=history)

    @broadcast.setter
    def broadcast(self, broadcast: Optional[Broadcast]) -> None:
        if broadcast is None:
            self._do("set_broadcast", None)
            return
        self._do("set_broadcast", _filled(_abi.mms_wave_broadcast, broadcast))
        if broadcast.coding_history != (self._get_text(_abi.MMS_WAVE_TEXT_CODING_HISTORY) or ""):
            self._set_text(_abi.MMS_WAVE_TEXT_CODING_HISTORY, broadcast.coding_history or None)

    @property
    def cart(self) -> Optional[Cart]:
        found = self._record("cart", _new(_abi.mms_wave_cart))
        if found is None:
            return None
        usages = bytes(found.post_timer_usage)
        timers = (Timer(usages[4 * i : 4 * i + 4], found.post_timer_value[i]) for i in range(8))
        used = tuple(timer for timer in timers if any(timer.usage) or timer.value)
        return _values(Cart, found, post_timers=used, tag_text=self._get_text(_abi.MMS_WAVE_TEXT_CART) or "")

    @cart.setter
    def cart(self, cart: Optional[Cart]) -> None:
        if cart is None:
            self._do("set_cart", None)
            return
        record = _filled(_abi.mms_wave_cart, cart)
        if len(cart.post_timers) > 8:
            raise ValueError(f"post_timers must be 8 at most, not {len(cart.post_timers)}")
        for i, timer in enumerate(cart.post_timers):
            if len(timer.usage) != 4:
                raise ValueError(f"usage of a timer must be 4 bytes, not {timer.usage!r}")
            record.post_timer_usage[4 * i : 4 * i + 4] = list(timer.usage)
            record.post_timer_value[i] = _in_range(timer.value, 0, 1 << 32, "value of a timer")
        self._do("set_cart", record)
        if cart.tag_text != (self._get_text(_abi.MMS_WAVE_TEXT_CART) or ""):
            self._set_text(_abi.MMS_WAVE_TEXT_CART, cart.tag_text or None)

    # Texts

    def _get_text(self, which: int) -> Optional[str]:
        return self._text("get_text", which) if self._has_text("get_text", which) else None

    def _set_text(self, which: int, value: Optional[str]) -> None:
        self._do("set_text", which, None if value is None else encoded(value, "the text"))

    @property
    def ixml(self) -> Optional[str]:
        return self._get_text(_abi.MMS_WAVE_TEXT_IXML)

    @ixml.setter
    def ixml(self, ixml: Optional[str]) -> None:
        self._set_text(_abi.MMS_WAVE_TEXT_IXML, ixml)

    @property
    def axml(self) -> Optional[str]:
        return self._get_text(_abi.MMS_WAVE_TEXT_AXML)

    @axml.setter
    def axml(self, axml: Optional[str]) -> None:
        self._set_text(_abi.MMS_WAVE_TEXT_AXML, axml)

    @property
    def id3(self) -> Optional[bytes]:
        index = self._find_id3()
        return None if index is None else payload(self._function("chunk_data"), self.handle, index)

    @id3.setter
    def id3(self, id3: Optional[bytes]) -> None:
        index = self._find_id3()
        if id3 is not None and index is not None:
            self._do("set_chunk_data", index, bytes(id3), len(id3))
        elif id3 is not None:
            self.chunks.append(Chunk(b"id3 ", bytes(id3), after_data=True))
        elif index is not None:
            del self.chunks[index]

    def _find_id3(self) -> Optional[int]:
        """The id is written in both ways."""
        found = self._find(b"id3 ")
        return self._find(b"ID3 ") if found is None else found


# Structs of the library, and the values that callers have for them, whose fields have the same names

_Struct = TypeVar("_Struct", bound=ctypes.Structure)
_REGION_NUMBERS = ("id", "position", "length", "country", "language", "dialect", "code_page")


def _new(kind: type[_Struct]) -> _Struct:
    return kind(ctypes.sizeof(kind))


def _values(kind: type[_T], record: ctypes.Structure, **given: Any) -> _T:
    """The value for a record of the library."""
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        if field.name not in given:
            found = getattr(record, field.name)
            given[field.name] = decoded(found) if isinstance(found, bytes) else found
    return kind(**given)


def _filled(kind: type[_Struct], value: Any) -> _Struct:
    """The record of the library for a value."""
    record = _new(kind)
    for field in dataclasses.fields(value):
        found = getattr(value, field.name)
        if field.name not in kind.__dict__:
            continue
        if isinstance(found, str):
            _set_text(record, field.name, found)
        elif isinstance(found, bytes):
            _set_bytes(record, field.name, found, exactly=bool(found))
        elif isinstance(getattr(record, field.name), float):
            setattr(record, field.name, found)
        else:
            _set_number(record, field.name, found)
    return record


def _set_text(record: ctypes.Structure, name: str, value: str) -> None:
    content = encoded(value, name)
    room = getattr(type(record), name).size - 1
    if len(content) > room:
        raise ValueError(f"{name} must be {room} bytes at most, not {len(content)}")
    setattr(record, name, content)


def _set_bytes(record: ctypes.Structure, name: str, value: bytes, exactly: bool = False) -> None:
    array = getattr(record, name)
    if (value and len(value) != len(array)) or (exactly and not value):
        raise ValueError(f"{name} must be {len(array)} bytes, not {value!r}")
    array[: len(value)] = list(value)


def _set_number(record: ctypes.Structure, name: str, value: Any) -> None:
    member: Any = getattr(type(record), name)
    setattr(record, name, -1)
    bits = 8 * member.size
    signed = getattr(record, name) < 0
    first = -(1 << bits - 1) if signed else 0
    setattr(record, name, _in_range(value, first, first + (1 << bits), name))


def _in_range(value: Any, first: int, end: int, name: str) -> int:
    number = int(value.__index__())
    if not first <= number < end:
        raise ValueError(f"{name} must be {first} to {end - 1}, not {number}")
    return number


def _is_behind(chunk: _abi.mms_wave_chunk) -> bool:
    return bool(chunk.flags & _abi.MMS_WAVE_CHUNK_AFTER_DATA)


def _guid(chunk: _abi.mms_wave_chunk) -> bytes:
    guid = bytes(chunk.guid)
    return guid if any(guid) else b""


class Entries(MutableSequence[_T], Generic[_T]):
    """Entries of one kind, as they are in the metadata: changes of the sequence change it."""

    def __init__(self, metadata: Metadata, kind: int, get: Callable[[int], _T], add: Callable[[_T], None]) -> None:
        self._metadata = metadata
        self._kind = kind
        self._get = get
        self._add = add

    def __len__(self) -> int:
        count = ctypes.c_uint32()
        self._metadata._do("count", self._kind, count)
        return count.value

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> MutableSequence[_T]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[_T, MutableSequence[_T]]:
        places = range(len(self))[index]
        return [self._get(place) for place in places] if isinstance(places, range) else self._get(places)

    @overload
    def __setitem__(self, index: int, value: _T) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[_T]) -> None: ...
    def __setitem__(self, index: Union[int, slice], value: Any) -> None:
        wanted: list[Any] = list(self)
        if isinstance(index, slice):
            wanted[index] = list(value)
        else:
            wanted[index] = value
        self._become(wanted)

    def __delitem__(self, index: Union[int, slice]) -> None:
        places = range(len(self))[index]
        for place in sorted(places if isinstance(places, range) else [places], reverse=True):
            self._remove(place)

    def insert(self, index: int, value: _T) -> None:
        if index >= len(self):
            self._add(value)
            return
        wanted = list(self)
        wanted.insert(index, value)
        self._become(wanted)

    def _become(self, wanted: Sequence[_T]) -> None:
        """Entries can only be appended: those that stay at their place are left alone, the rest is made anew. If one
        is refused, all is as it was."""
        before = list(self)
        same = 0
        while same < min(len(wanted), len(before)) and wanted[same] == before[same]:
            same += 1
        try:
            self._replace(same, wanted)
        except BaseException:
            self._replace(same, before)
            raise

    def _replace(self, start: int, wanted: Sequence[_T]) -> None:
        for place in reversed(range(start, len(self))):
            self._remove(place)
        for value in wanted[start:]:
            self._add(value)

    def _remove(self, place: int) -> None:
        self._metadata._do("remove", self._kind, place)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, (str, bytes)):
            return NotImplemented
        return list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))


class Tags(MutableMapping[str, str]):
    """The texts of LIST/INFO by their ids, in the order of the file. If an id is there twice, the first counts, and
    `all` has both. Any id of four letters and any length is allowed; an empty text removes the tag."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata

    def all(self) -> list[tuple[str, str]]:
        """All ids and texts, repeated ones included."""
        count = ctypes.c_uint32()
        self._metadata._do("count", _abi.MMS_WAVE_ENTRY_TAG, count)
        found = []
        for index in range(count.value):
            id = (ctypes.c_uint8 * 4)()
            value = self._metadata._text("tag", index, id)
            found.append((bytes(id).decode("latin-1"), value))
        return found

    def __getitem__(self, id: str) -> str:
        key = self._key(id)
        if key is None or not self._metadata._has_text("get_tag", key):
            raise KeyError(id)
        return self._metadata._text("get_tag", key)

    def __setitem__(self, id: str, value: str) -> None:
        key = self._key(id)
        if key is None:
            raise ValueError(f"the id of a tag must be four letters, not {id!r}")
        self._metadata._do("set_tag", key, encoded(value, id))

    def __delitem__(self, id: str) -> None:
        self[id]
        while id in self:
            self._metadata._do("set_tag", self._key(id), None)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self.all()))

    def __len__(self) -> int:
        return len(dict(self.all()))

    @staticmethod
    def _key(id: object) -> Optional[bytes]:
        try:
            key = id.encode("latin-1") if isinstance(id, str) else b""
        except UnicodeEncodeError:
            return None
        return key if len(key) == 4 and b"\0" not in key else None

    def __repr__(self) -> str:
        return repr(dict(self))


def metadata(file: Any, *, strict: bool = False, closefd: bool = True) -> Metadata:
    """Reads what a WAV file has beside its audio. file, strict and closefd are those of read; of a stream that cannot
    seek, these are the chunks in front of the audio."""
    with Source(file, closefd, strict) as source:
        return Metadata._read(source)


def chunks(file: Any, *, data: bool = False, strict: bool = False, closefd: bool = True) -> list[ChunkInfo]:
    """Lists all chunks of a WAV file in their order, fmt and data included; if data is true, with their payloads, but
    for that of the data chunk. file, strict and closefd are those of read."""
    with Source(file, closefd, strict) as source:
        library = source.library
        count = ctypes.c_uint32()
        source.call(library.mms_wave_reader_chunk_count, source.handle, count)
        return [_chunk_of(source, index, data) for index in range(count.value)]


def _chunk_of(source: Source, index: int, data: bool) -> ChunkInfo:
    found = _new(_abi.mms_wave_chunk)
    source.call(source.library.mms_wave_reader_chunk, source.handle, index, found)
    content = None
    if data and bytes(found.id) != b"data":
        size = ctypes.c_uint64()
        function = source.library.mms_wave_reader_chunk_data
        source.call(function, source.handle, index, None, 0, size)
        buffer = ctypes.create_string_buffer(max(1, size.value))
        source.call(function, source.handle, index, buffer, size.value, size)
        content = buffer.raw[: size.value]
    return ChunkInfo(
        bytes(found.id),
        found.offset + source.origin,
        found.start + source.origin,
        found.declared,
        found.size,
        _is_behind(found),
        _guid(found),
        content,
    )


@overload
def edit(file: Any, metadata: Metadata) -> None: ...
@overload
def edit(file: Any) -> contextlib.AbstractContextManager[Metadata]: ...
def edit(file: Any, metadata: Optional[Metadata] = None) -> Any:
    """Gives a file other metadata, in place, by its name:

        with wave.edit("speech.wav") as metadata:
            metadata.tags["INAM"] = "A good title"

    What metadata is when the with statement is left is what the file gets; nothing is changed if an exception leaves
    it. With metadata as the second argument the file gets that at once.

    Chunks that are as they were are not touched, others go into the room of JUNK chunks or behind the audio, which is
    never written again. A crash at any moment leaves the old metadata or the new one, and all of the audio.

    Raises Error for a chunk that cannot be written, OSError, and what read raises for files.
    """
    if metadata is None:
        return _editing(file)
    _with_names(file, "mms_wave_edit", _path(file), metadata.handle)
    return None


@contextlib.contextmanager
def _editing(file: Any) -> Iterator[Metadata]:
    _path(file)
    found = metadata(file)
    yield found
    edit(file, found)


def _path(file: Any) -> bytes:
    path = path_of(file)
    if path is None:
        raise TypeError(f"file must be a name: str, bytes or os.PathLike, not {type(file).__name__}")
    return path


def _with_names(file: Any, function: str, *arguments: Any) -> None:
    """Calls a function of the library that works on a file."""
    library = _library.current or _library.load()
    try:
        call(getattr(library, function), *arguments)
    except OSError as error:
        raise named(error, os.fspath(file)) from None
