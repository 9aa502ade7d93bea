"""The Python programs in docs/ run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from test_library import python


@pytest.mark.parametrize("name", ["python.md"])
def test_programs(name: str, speech: Path, tmp_path: Path) -> None:
    shutil.copy(speech / "speech-16.wav", tmp_path / "speech.wav")
    programs = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / name).read_text(), re.M | re.S)
    assert len(programs) == 9
    printed = python(f"import os\nos.chdir({str(tmp_path)!r})\n" + "".join(programs))
    assert "format: WAV, PCM_24" in printed
    assert "(89407, 1, 3) PCM_24" in printed
    assert "('FL', 'FR', 'FC', 'LFE', 'BL', 'BR')" in printed
    assert "48000 FLOAT" in printed
    assert "not there: [Errno 2]" in printed
    assert "{'INAM': 'A good title'} second word [b" in printed
