"""
The catalogue of files that readers crash on, refuse without need or play wrongly: each is read in every way, leniently
and strictly, and gives what the catalogue's manifest says.
"""

import csv

import pytest

from conftest import HERE, ROOT, build_program, run

COLUMNS = ["open", "format", "found", "bytes", "frames", "chunks", "metadata", "told", "samples", "floats"]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """The folder with the files and the manifest."""
    folder = tmp_path_factory.mktemp("catalogue")
    run(["go", "run", "./internal/wavtest/catalogue/export", folder], cwd=ROOT, timeout=300)
    return folder


@pytest.fixture(scope="module")
def manifest(catalogue):
    """The rows of the manifest."""
    with (catalogue / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "asan"])
def found(request, catalogue, manifest, tmp_path_factory):
    """The lines that the program prints."""
    program = build_program(HERE / "catalogue.c", tmp_path_factory.mktemp("program") / "catalogue", request.param)
    names = [row["file"] for row in manifest]
    return [line.split("\t") for line in run([program, *names], cwd=catalogue).stdout.splitlines()]


def test_every_file_gives_in_every_way_what_the_catalogue_says(found, manifest):
    rows = {row["file"]: row for row in manifest}
    wrong = []
    for file, way, kind, mode, *columns in found:
        want = [rows[file][f"{kind} {mode} {name}"] for name in COLUMNS]
        if columns != want:
            wrong.append((rows[file]["case"], way, mode, columns, want))
    assert wrong == []


def test_every_file_was_read_in_every_way(found, manifest):
    seen = {}
    for file, way, _, mode, *_ in found:
        seen.setdefault(file, set()).add((way, mode))
    assert list(seen) == [row["file"] for row in manifest]
    assert {len(ways) for ways in seen.values()} == {12, 10}  # one file is too large for the pipe
