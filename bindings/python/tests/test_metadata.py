"""wave.Metadata: what a file has beside its audio."""

from __future__ import annotations

import copy
import ctypes
import dataclasses
import gc
import io
import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import wav_files
from mmservices import _abi, _library, wave

BEXT = wave.Broadcast(
    description="A fox",
    originator="Someone",
    originator_reference="REF",
    origination_date="2024-12-31",
    origination_time="23:59:59",
    time_reference=2**33 + 5,
    version=2,
    umid=bytes(range(64)),
    loudness_value=-2300,
    loudness_range=700,
    max_true_peak_level=-100,
    max_momentary_loudness=-2000,
    max_short_term_loudness=-2100,
    coding_history="A=PCM,F=48000\r\n" * 50,
)
CART = wave.Cart(
    title="Title",
    artist="Artist",
    start_date="2024-12-31",
    end_time="23:59:59",
    level_reference=-32768,
    url="https://example.org/" + "x" * 1000,
    post_timers=(wave.Timer(b"MRK ", 7), wave.Timer(b"EOD ", 2**32 - 1)),
    tag_text="anything\r\n",
)
SAMPLER = wave.Sampler(
    unity_note=64,
    loops=tuple(wave.Loop(i, i + 10, type=i % 3, play_count=i, id=i) for i in range(20)),
    pitch_fraction=2**31,
    sample_period=20833,
    manufacturer=0x01000041,
    product=3,
    smpte_format=25,
    smpte_offset=0x01020304,
)
# What can be assigned, by the names of the properties.
THINGS: dict[str, Any] = {
    "broadcast": BEXT,
    "cart": CART,
    "sampler": SAMPLER,
    "instrument": wave.Instrument(61, -50, -64, 1, 126, 2, 125),
    "acid": wave.Acid(flags=2, root_note=62, beats=8, meter_denominator=8, meter_numerator=6, tempo=97.5),
    "ixml": "<BWFXML><NOTE>näive</NOTE></BWFXML>",
    "axml": "<ebuCoreMain/>",
    "id3": b"ID3\3\0\0\0\0\0\0",
}
LISTS: dict[str, list[Any]] = {
    "regions": [
        wave.Region(5, 100, label="verse", note="loud", text="la la", id=3, country=49, language=7),
        wave.Region(200, id=9),
        wave.Region(7, label="marker", id=12),
    ],
    "tracks": [wave.Track(i, f"ATU_{i:08x}", "AT_00010001_01", "AP_00010002") for i in (1, 2, 2)],
    "peaks": [wave.Peak(0.5, 10), wave.Peak(1.0, 2**32 - 1)],
    "displays": [wave.Display(1, b"text\0"), wave.Display(8, bytes(41))],
    "chunks": [wave.Chunk(b"abcd", b"odd"), wave.Chunk(b"zzzz", b"", after_data=True)],
}


def through_a_file(metadata: wave.Metadata, **arguments: Any) -> wave.Metadata:
    return wave.metadata(memoryview(wave.encode(np.zeros((9, 2)), 8000, metadata=metadata, **arguments)))


class TestThings:
    @pytest.mark.parametrize("name", THINGS)
    def test_what_is_assigned_is_there(self, name: str) -> None:
        metadata = wave.Metadata()
        assert getattr(metadata, name) is None
        setattr(metadata, name, THINGS[name])
        assert getattr(metadata, name) == THINGS[name]

    @pytest.mark.parametrize("name", THINGS)
    @pytest.mark.parametrize("container", [None, "RIFX", "RF64"])
    def test_also_in_a_file(self, name: str, container: Any) -> None:
        metadata = wave.Metadata()
        setattr(metadata, name, THINGS[name])
        data = wave.encode(np.zeros(9), 8000, metadata=metadata, container=container)
        assert getattr(wave.metadata(memoryview(data)), name) == THINGS[name]

    @pytest.mark.parametrize("name", THINGS)
    def test_none_removes_it(self, name: str) -> None:
        metadata = wave.Metadata([wave.Chunk(b"abcd", b"stays")])
        setattr(metadata, name, THINGS[name])
        setattr(metadata, name, None)
        assert getattr(metadata, name) is None
        assert list(metadata.chunks) == [wave.Chunk(b"abcd", b"stays")]

    def test_another_value_is_made_by_replace(self) -> None:
        metadata = wave.Metadata()
        metadata.broadcast = BEXT
        metadata.broadcast = dataclasses.replace(BEXT, description="Another", coding_history="")
        assert metadata.broadcast == dataclasses.replace(BEXT, description="Another", coding_history="")
        metadata.sampler = SAMPLER
        metadata.sampler = dataclasses.replace(SAMPLER, loops=SAMPLER.loops[3:5])
        assert metadata.sampler.loops == SAMPLER.loops[3:5]

    @pytest.mark.parametrize(
        ("name", "value", "message"),
        [
            ("broadcast", wave.Broadcast(description="x" * 257), "description must be 256 bytes at most, not 257"),
            ("broadcast", wave.Broadcast(umid=b"x"), "umid must be 64 bytes"),
            ("broadcast", wave.Broadcast(time_reference=-1), "time_reference must be 0 to"),
            ("broadcast", wave.Broadcast(originator="a\0b"), "originator has a NUL"),
            ("cart", wave.Cart(post_timers=(wave.Timer(b"EOD ", 0),) * 9), "post_timers must be 8 at most"),
            ("cart", wave.Cart(post_timers=(wave.Timer(b"EOD", 0),)), "usage of a timer must be 4 bytes"),
            ("sampler", wave.Sampler(unity_note=2**32), "unity_note must be 0 to 4294967295"),
            ("ixml", "a\0b", "NUL"),
        ],
    )
    def test_nothing_is_cut(self, name: str, value: Any, message: str) -> None:
        metadata = wave.Metadata()
        with pytest.raises(ValueError, match=message):
            setattr(metadata, name, value)
        assert len(metadata.chunks) == 0

    def test_what_the_chunk_has_no_room_for_is_an_error(self) -> None:
        metadata = wave.Metadata()
        with pytest.raises(wave.Error):
            metadata.instrument = wave.Instrument(base_note=300)
        assert metadata.instrument is None


class TestLists:
    @pytest.mark.parametrize("name", LISTS)
    def test_they_can_be_assigned(self, name: str) -> None:
        metadata = wave.Metadata()
        setattr(metadata, name, LISTS[name])
        assert getattr(metadata, name) == [*self.seen(name)]
        assert getattr(through_a_file(metadata), name) == [*self.seen(name)]

    @pytest.mark.parametrize("name", LISTS)
    def test_and_changed(self, name: str) -> None:
        metadata = wave.Metadata()
        found = getattr(metadata, name)
        expected: list[Any] = []
        for value in self.seen(name):
            found.append(value)
            expected.append(value)
        found.insert(0, found.pop())
        expected.insert(0, expected.pop())
        assert found == expected
        another = dataclasses.replace(expected[-1], id=77) if name == "regions" else expected[-1]
        found[0] = expected[0] = another
        assert list(found) == expected
        del found[1:], expected[1:]
        assert found[-1] == expected[-1]
        assert found == expected
        found.clear()
        assert len(found) == 0
        with pytest.raises(IndexError):
            found[0]

    @staticmethod
    def seen(name: str) -> list[Any]:
        """What they look like once they are there."""
        if name == "regions":
            return [
                dataclasses.replace(region, purpose=b"rgn " if region.length or region.text else b"")
                for region in LISTS[name]
            ]
        return LISTS[name]

    def test_what_cannot_be_set_leaves_all_as_it_was(self) -> None:
        metadata = wave.Metadata()
        metadata.displays = LISTS["displays"]
        with pytest.raises((TypeError, AttributeError)):
            metadata.displays[0] = "nothing"  # type: ignore[call-overload]
        assert metadata.displays == LISTS["displays"]


class TestTags:
    def test_they_are_a_mapping_in_order(self) -> None:
        metadata = wave.Metadata()
        metadata.tags["ISFT"] = "mmservices"
        metadata.tags["INAM"] = "Füchse " * 1000
        metadata.tags["xyz1"] = "x"
        found = through_a_file(metadata).tags
        assert list(found.items()) == [("ISFT", "mmservices"), ("INAM", "Füchse " * 1000), ("xyz1", "x")]
        del found["ISFT"]
        found["xyz1"] = ""
        assert list(found) == ["INAM"]
        assert "ISFT" not in found
        with pytest.raises(KeyError):
            found["ISFT"]
        with pytest.raises(KeyError):
            del found["ISFT"]

    def test_they_can_be_assigned(self) -> None:
        metadata = wave.Metadata()
        metadata.tags["ICMT"] = "old"
        metadata.tags = {"IART": "me"}  # type: ignore[assignment]
        assert dict(metadata.tags) == {"IART": "me"}

    def test_bytes_of_other_encodings_come_back(self) -> None:
        info = b"INFO" + b"INAM" + struct.pack("<L", 6) + b"F\xfcchse" + b"IART" + struct.pack("<L", 2) + b"a\0"
        data = wav_files.riff((b"fmt ", wav_files.fmt()), (b"data", bytes(4)), (b"LIST", info))
        metadata = wave.metadata(memoryview(data))
        name = metadata.tags["INAM"]
        assert name.encode("utf-8", "surrogateescape") == b"F\xfcchse"
        metadata.tags["IART"] = "b"
        metadata.tags["INAM"] = name
        assert b"F\xfcchse" in through_a_file(metadata).chunks[0].data

    def test_an_id_that_is_there_twice(self) -> None:
        entry = b"ICMT" + struct.pack("<L", 2)
        data = wav_files.riff(
            (b"fmt ", wav_files.fmt()), (b"LIST", b"INFO" + entry + b"a\0" + entry + b"b\0"), (b"data", b"")
        )
        tags = wave.metadata(memoryview(data)).tags
        assert (dict(tags), tags.all()) == ({"ICMT": "a"}, [("ICMT", "a"), ("ICMT", "b")])
        del tags["ICMT"]
        assert tags.all() == []

    @pytest.mark.parametrize("id", ["INA", "INAME", "", "IN\0M", "I€AM", 5])
    def test_what_is_no_id(self, id: Any) -> None:
        tags = wave.Metadata().tags
        with pytest.raises(ValueError, match="the id of a tag must be four letters"):
            tags[id] = "x"
        assert id not in tags

    def test_what_is_no_text(self) -> None:
        tags = wave.Metadata().tags
        with pytest.raises(ValueError, match="INAM has a NUL in it"):
            tags["INAM"] = "a\0b"
        with pytest.raises(TypeError, match="INAM must be a str or bytes, not int"):
            tags["INAM"] = 5  # type: ignore[assignment]


class TestChunks:
    DATA = wav_files.riff(
        (b"abcd", b"odd"), (b"fmt ", wav_files.fmt()), (b"data", bytes(20)), (b"LIST", b"xyz1"), (b"abcd", b"")
    )

    def test_unknown_ones_are_kept_on_their_side_of_the_audio(self) -> None:
        metadata = wave.metadata(memoryview(self.DATA))
        assert list(metadata.chunks) == [
            wave.Chunk(b"abcd", b"odd"),
            wave.Chunk(b"LIST", b"xyz1", after_data=True),
            wave.Chunk(b"abcd", b"", after_data=True),
        ]
        assert through_a_file(metadata) == metadata

    def test_where_they_are(self) -> None:
        found = wave.chunks(memoryview(self.DATA), data=True)
        assert [(chunk.id, chunk.offset, chunk.start, chunk.size) for chunk in found] == [
            (b"abcd", 12, 20, 3),
            (b"fmt ", 24, 32, 16),
            (b"data", 48, 56, 20),
            (b"LIST", 76, 84, 4),
            (b"abcd", 88, 96, 0),
        ]
        assert [chunk.data for chunk in found] == [b"odd", wav_files.fmt(), None, b"xyz1", b""]
        assert [chunk.after_data for chunk in found] == [False, False, False, True, True]
        assert all(chunk.data is None for chunk in wave.chunks(memoryview(self.DATA)))

    def test_places_are_counted_from_the_start_of_a_file_object(self) -> None:
        file = io.BytesIO(b"before" + self.DATA)
        file.seek(6)
        assert wave.chunks(file)[0].offset == 18

    def test_of_wave64_they_have_a_guid(self) -> None:
        guid = bytes(range(16))
        metadata = wave.Metadata([wave.Chunk(bytes(4), b"x", guid=guid)])
        assert through_a_file(metadata, container="W64") == metadata
        with pytest.raises(wave.Error):
            through_a_file(metadata)

    @pytest.mark.parametrize("id", [b"fmt ", b"data", b"ds64", b"fact"])
    def test_what_cannot_be_written_is_refused_before_there_is_a_file(self, id: bytes, tmp_path: Path) -> None:
        (tmp_path / "x.wav").write_bytes(b"before")
        with pytest.raises(wave.Error):
            wave.write(tmp_path / "x.wav", np.zeros(3), 8000, metadata=wave.Metadata([wave.Chunk(id, b"1234")]))
        assert (tmp_path / "x.wav").read_bytes() == b"before"

    @pytest.mark.parametrize(
        "chunk", [wave.Chunk(b"abc", b""), wave.Chunk(b"", b""), wave.Chunk(b"abcd", b"", guid=b"x")]
    )
    def test_what_is_no_chunk(self, chunk: wave.Chunk) -> None:
        with pytest.raises(ValueError, match="must be"):
            wave.Metadata([chunk])


class TestObject:
    def test_it_is_compared_copied_and_pickled(self) -> None:
        metadata = wave.Metadata()
        metadata.tags["INAM"] = "x"
        metadata.broadcast = BEXT
        for other in (copy.copy(metadata), copy.deepcopy(metadata), pickle.loads(pickle.dumps(metadata))):
            assert other == metadata
            other.tags["INAM"] = "y"
            assert other != metadata
        assert repr(metadata) == "<mmservices.wave.Metadata: LIST bext>"
        assert metadata != "something"

    @pytest.mark.parametrize("container", [None, "RF64", "BW64", "W64"])
    def test_all_of_it_at_once(self, container: Any) -> None:
        metadata = wave.Metadata()
        for name, thing in THINGS.items():
            setattr(metadata, name, thing)
        for name, things in LISTS.items():
            if name != "chunks":
                setattr(metadata, name, things)
        found = through_a_file(metadata, container=container)
        for name, thing in THINGS.items():
            assert getattr(found, name) == thing, name
        assert list(found.peaks) == LISTS["peaks"]
        assert len(found.regions) == 3

    def test_a_stream_that_cannot_seek_has_what_stands_in_front(self) -> None:
        from test_sound_read import OnlyRead

        data = TestChunks.DATA
        assert [chunk.id for chunk in wave.metadata(OnlyRead(data)).chunks] == [b"abcd"]


def test_what_is_gone_is_closed() -> None:
    kept = [wave.Metadata() for _ in range(200)]
    handles = [metadata.handle for metadata in kept]
    library = _library.load()
    count = ctypes.c_uint32()

    def statuses() -> list[int]:
        return [
            library.mms_wave_metadata_count(handle, _abi.MMS_WAVE_ENTRY_CHUNK, ctypes.byref(count), None)
            for handle in handles
        ]

    assert statuses() == [_abi.MMS_OK] * 200
    del kept[::2]
    gc.collect()
    assert statuses() == [_abi.MMS_ERROR_HANDLE, _abi.MMS_OK] * 100
