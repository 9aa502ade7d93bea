"""Each promise of SECURITY.md names tests that try to break it, and those exist."""

import re

import pytest

from conftest import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISED = TEXT.partition("\n## What is promised\n")[2].partition("\n## ")[0]


def named(text):
    return re.findall(r"`([\w/.]+\.(?:py|go|c))::(\w+)`", text)


def is_there(path, name):
    file = ROOT / path
    pattern = rf"^ *(?:def|func|static void|static mms_status) {name}\("
    return file.is_file() and re.search(pattern, file.read_text(encoding="utf-8"), re.M) is not None


@pytest.mark.parametrize(("path", "name"), sorted({*named(TEXT)}))
def test_a_test_that_is_named_is_there(path, name):
    assert is_there(path, name)


def test_each_promise_names_a_test():
    promises = re.findall(r"^- (.*(?:\n  .*)*)", PROMISED, re.M)
    assert len(promises) > 10
    assert [promise for promise in promises if not named(promise)] == []


def test_a_test_that_is_not_there_is_missed():
    assert is_there("capi/ctest/test_security.py", "test_each_promise_names_a_test")
    assert not is_there("capi/ctest/test_security.py", "test_each_promise_names")
    assert not is_there("capi/ctest/test_nothing.py", "test_each_promise_names_a_test")


def test_the_limits_are_those_of_the_code():
    code = "".join((ROOT / "wave" / name).read_text(encoding="utf-8") for name in ("chunks.go", "open.go"))
    for name, value in (("mostChunks", "16384"), ("mostDiagnostics", "1024"), ("mostMetadata", "256 << 20")):
        assert re.search(rf"\b{name} += {re.escape(value)}$", code, re.M), name
