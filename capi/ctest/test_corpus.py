"""
Real files of many makers, in the folder that MMS_CORPUS names: each is read in every way, which bring the same, and is
what testdata/corpus.tsv says it is. What is there is checked against the corpus's own list by the tests in Go.
"""

import os
from typing import NamedTuple

import header
import pytest

from conftest import HERE, ROOT, build_program, run

CORPUS = os.environ.get("MMS_CORPUS")

pytestmark = pytest.mark.skipif(not CORPUS, reason="MMS_CORPUS does not name the folder with the corpus")

STATUS = {macro.name: int(macro.value) for macro in header.statuses()}

# The statuses of files that are refused, by what the table says of them.
REFUSED = {
    "the file does not start with a RIFF id": "MMS_ERROR_FORMAT_NOT_RIFF",
    "the RIFF file is not a WAVE file": "MMS_ERROR_FORMAT_NOT_WAVE",
    "there is no fmt chunk": "MMS_ERROR_FORMAT_NO_FMT",
    "there is no data chunk": "MMS_ERROR_FORMAT_NO_DATA",
    "the file or its fmt chunk ends too early": "MMS_ERROR_EOF",
    "the number of channels is impossible": "MMS_ERROR_FORMAT_CHANNELS",
    "the bits per sample are impossible": "MMS_ERROR_FORMAT_BITS",
}


class Found(NamedTuple):
    status: int
    channels: str
    rate: str
    bits: str
    frames: str


def table():
    """The rows of the table, by path."""
    lines = (ROOT / "testdata" / "corpus.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    rows = (dict(zip(names, line.split("\t"))) for line in lines[1:])
    return {row["file"].replace("/", "__", 1): row for row in rows}


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "asan"])
def found(request, tmp_path_factory):
    """What the library says of each file, by path."""
    program = build_program(
        HERE / "each_way.c",
        tmp_path_factory.mktemp("corpus") / "each_way",
        request.param,
    )
    lines = run([program, *table()], cwd=CORPUS).stdout.splitlines()
    rows = (line.split(" ", 7) for line in lines)
    return {row[7]: Found(int(row[0]), row[1], row[2], row[3], row[5]) for row in rows}


def wanted(row):
    """What the table says of a file."""
    if row["opened"] == "ok":
        return Found(STATUS["MMS_OK"], row["channels"], row["rate"], row["bits"], row["frames"])
    (name,) = (name for text, name in REFUSED.items() if text in row["opened"])
    return Found(STATUS[name], "0", "0", "0", "0")


def test_every_file_is_what_the_table_says(found):
    assert len(found) == 211
    wrong = {path: (found[path], wanted(row)) for path, row in table().items() if found[path] != wanted(row)}
    assert wrong == {}
