"""
Real files of many makers, in the folder that MMS_CORPUS names: each is read in five ways, which bring the same, and is
what the corpus's own list, made by hand and by other programs, says it is.
"""

import os
from pathlib import Path
from typing import NamedTuple

import header
import pytest

from conftest import HERE, build_program, run

CORPUS = os.environ.get("MMS_CORPUS")

pytestmark = pytest.mark.skipif(not CORPUS, reason="MMS_CORPUS does not name the folder with the corpus")

STATUS = {macro.name: int(macro.value) for macro in header.statuses()}
FORMATS = {"PCM(1)", "FLOAT(3)", "EXT:PCM(1)", "EXT:FLOAT(3)"}

# The list counts frames by the block align of the header, which here says 4 bytes for three channels of 24 bits.
FRAMES = {"scipy__scipy/scipy/io/tests/data/test-8000Hz-le-3ch-5S-24bit-inconsistent.wav": ("9", "5")}


class Found(NamedTuple):
    status: int
    channels: str
    rate: str
    bits: str
    block_align: str
    frames: str


def listed():
    """The rows of the list, by path."""
    lines = (Path(CORPUS) / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    rows = (dict(zip(names, line.split("\t"))) for line in lines[1:])
    return {row["repo"].replace("/", "__") + "/" + row["path"]: row for row in rows}


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "asan"])
def found(request, tmp_path_factory):
    """What the library says of each file, by path."""
    program = build_program(HERE / "each_way.c", tmp_path_factory.mktemp("corpus") / "each_way", request.param)
    lines = run([program, *listed()], cwd=CORPUS).stdout.splitlines()
    rows = (line.split(" ", 7) for line in lines)
    return {row[7]: Found(int(row[0]), *row[1:6]) for row in rows}


def statuses_for(row):
    """The statuses that are right for a file that this version does not open; none if it opens it."""
    bits = int(row["bits"].split("/")[-1] or 0) if row["bits"] != "-" else 0
    if row["container"] in ("RF64", "RIFX"):
        return ["MMS_ERROR_UNSUPPORTED_CONTAINER"]
    if row["container"] != "RIFF":
        return ["MMS_ERROR_FORMAT_NOT_RIFF"]
    if row["fmt"] == "-":
        return ["MMS_ERROR_EOF", "MMS_ERROR_FORMAT_NOT_WAVE", "MMS_ERROR_FORMAT_NO_FMT"]
    if row["fmt"] == "EXT:?":
        return ["MMS_ERROR_EOF"]
    if row["fmt"] == "EXT:GUID?":
        return ["MMS_ERROR_UNSUPPORTED_SUB_FORMAT"]
    if row["fmt"] not in FORMATS:
        return ["MMS_ERROR_UNSUPPORTED_TAG"]
    if row["ch"] == "0":
        return ["MMS_ERROR_FORMAT_CHANNELS"]
    if not 1 <= bits <= 64:
        return ["MMS_ERROR_FORMAT_BITS"]
    if "no data chunk" in row["odd"]:
        return ["MMS_ERROR_FORMAT_NO_DATA"]
    return []


def test_every_file_was_read(found):
    assert len(found) == 211
    assert list(found) == list(listed())


def test_what_cannot_be_read_is_refused_for_the_right_reason(found):
    wrong = {}
    for path, row in listed().items():
        statuses = [STATUS[name] for name in statuses_for(row)] or [STATUS["MMS_OK"]]
        if found[path].status not in statuses:
            wrong[path] = (found[path].status, statuses)
    assert wrong == {}


def test_what_is_read_has_the_parameters_of_the_list(found):
    wrong = {}
    for path, row in listed().items():
        if not statuses_for(row):
            align, frames = FRAMES.get(path, (row["blockalign"], row["frames"]))
            want = Found(0, row["ch"], row["rate"], row["bits"].split("/")[-1], align, frames)
            if found[path] != want:
                wrong[path] = (found[path], want)
    assert wrong == {}
