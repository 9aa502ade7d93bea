"""The page of the documentation and the JSON beside it."""

from pathlib import Path

import pytest

from bench.document import BEGIN, END, JSON, PAGE, with_table
from bench.results import load
from bench.table import markdown

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_table_goes_between_the_marks():
    page = f"before\n{BEGIN}old\n{END}after\n"
    assert with_table(page, "new\n") == f"before\n{BEGIN}\nnew\n\n{END}after\n"


def test_a_page_without_marks_is_refused():
    with pytest.raises(ValueError, match="no part between"):
        with_table("page\n", "new\n")


def test_the_table_on_the_page_is_that_of_its_json():
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    assert with_table(page, markdown(load(DOCS / JSON))) == page
