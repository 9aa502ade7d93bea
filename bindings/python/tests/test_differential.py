"""mmservices.wave reads what the interpreter's own wave module reads, and as it does, but for the named differences."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import wave as standard
from collections import Counter
from pathlib import Path

import pytest

import differential
import riff_model
import run as conformance
import wav_files


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> differential.Comparison:
    comparison = differential.Comparison(str(tmp_path_factory.mktemp("generated")))
    comparison.generated(0, 4000)
    return comparison


def test_no_generated_file_differs_without_a_reason(generated: differential.Comparison) -> None:
    assert generated.compared == 4 * 4000
    assert generated.unexplained == []


def test_no_reason_is_idle(generated: differential.Comparison) -> None:
    used = {rule for rule, count in generated.rules.items() if count}
    always = set(riff_model.ASPECTS) - ({"float"} if sys.version_info >= (3, 15) else set())
    assert used >= always - ({"extensible"} if sys.version_info >= (3, 12) else set())


def test_every_fault_is_met() -> None:
    assert Counter(wav_files.faulty(seed)[0] for seed in range(90)) == dict.fromkeys(wav_files.FAULTS, 10)


def test_well_formed_files_fall_under_no_rule_but_those_of_their_format() -> None:
    for seed in range(200):
        rules = riff_model.rules(wav_files.well_formed(seed))
        assert rules <= {"float", "extensible", "encodings", "container", "missing-pad", "no-size"}


def test_a_difference_without_a_reason_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standard.Wave_read, "getframerate", lambda self: 4711)
    comparison = differential.Comparison(str(tmp_path))
    comparison.file("plain", wav_files.pcm())
    assert len(comparison.unexplained) == 4


def test_a_reason_does_not_cover_what_was_not_promised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = wav_files.pcm(frames=10)[:-4]
    monkeypatch.setattr(riff_model.Reader, "tell", lambda self: 4711)
    comparison = differential.Comparison(str(tmp_path))
    comparison.file("cut", cut)
    assert riff_model.rules(cut) == {"data-size"}
    assert len(comparison.unexplained) == 2  # by name and as a BytesIO, where the true length is known


def test_recordings(speech: Path, tmp_path: Path) -> None:
    comparison = differential.Comparison(str(tmp_path))
    for path in sorted(speech.glob("*.wav")):
        comparison.file(path.name, path.read_bytes())
    assert comparison.compared > 40
    assert comparison.unexplained == []


def test_corpus(corpus: Path, tmp_path: Path) -> None:
    comparison = differential.Comparison(str(tmp_path))
    for line in (corpus / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        repository, path = line.split("\t")[1], line.split("\t")[3]
        file = corpus / repository.replace("/", "__") / path
        comparison.file(str(file), file.read_bytes())
    assert comparison.compared == 4 * 211
    assert comparison.unexplained == []


@functools.cache
def other_interpreters() -> list[conformance.Interpreter]:
    here = Path(sys.base_prefix).resolve()
    return [other for other in conformance.find_interpreters() if Path(other.prefix).resolve() != here]


@pytest.mark.parametrize("other", other_interpreters(), ids=lambda other: other.name)
def test_under_other_interpreters(other: conformance.Interpreter) -> None:
    program = Path(differential.__file__)
    done = subprocess.run(
        [other.executable, "-I", str(program), "100000", "400"], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["compared"] == 4 * 400
    assert result["unexplained"] == []
