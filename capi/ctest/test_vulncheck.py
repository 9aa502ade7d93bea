"""
What `make vulncheck` makes of the answers that it can get: a list with a vulnerability in a function of Go's standard
library that the library calls, a list without one, and none.
"""

import json
import os
import subprocess

import pytest

from conftest import ROOT

FOUND = {
    "id": "GO-2000-0001",
    "modified": "2000-01-01T00:00:00Z",
    "published": "2000-01-01T00:00:00Z",
    "summary": "made up for a test",
    "details": "made up for a test",
    "affected": [
        {
            "package": {"name": "stdlib", "ecosystem": "Go"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
            "ecosystem_specific": {"imports": [{"path": "os", "symbols": ["Open", "OpenFile"]}]},
        }
    ],
    "database_specific": {"url": "https://pkg.go.dev/vuln/GO-2000-0001"},
}


def database(folder, *entries):
    """A database of vulnerabilities in Go's standard library, as the documentation of govulncheck describes them."""
    (folder / "index").mkdir(parents=True)
    (folder / "ID").mkdir()
    listed = [{"id": entry["id"], "modified": entry["modified"]} for entry in entries]
    files = {
        "index/db": {"modified": "2000-01-01T00:00:00Z"},
        "index/modules": [{"path": "stdlib", "vulns": listed}] if listed else [],
        "index/vulns": listed,
        **{f"ID/{entry['id']}": entry for entry in entries},
    }
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder.as_uri()


@pytest.fixture(scope="module", autouse=True)
def govulncheck():
    run = make("-s", "--eval=tool: $(GOVULNCHECK)", "tool")
    if run.returncode != 0:
        pytest.skip(f"govulncheck is needed, and cannot be installed: {run.stderr.splitlines()[-1:]}")


def make(*arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment.update(variables)
    return subprocess.run(["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500)


@pytest.fixture
def vulncheck(tmp_path):
    """Runs `make vulncheck`, and returns its exit status, what it said, and what it left out."""

    def run(*arguments, **variables):
        left_out = tmp_path / "not-run"
        left_out.write_text("")
        done = make("vulncheck", "VULN_PACKAGES=./wave", f"NOT_RUN={left_out}", *arguments, **variables)
        return done.returncode, done.stdout + done.stderr, left_out.read_text()

    return run


def test_a_vulnerability_that_can_be_reached_is_an_error(vulncheck, tmp_path):
    status, said, left_out = vulncheck(f"VULN_DATABASE={database(tmp_path / 'db', FOUND)}", "VULN_PACKAGES=./...")
    assert status != 0
    assert "GO-2000-0001" in said
    assert left_out == ""


def test_a_list_without_one_is_none(vulncheck, tmp_path):
    status, said, left_out = vulncheck(f"VULN_DATABASE={database(tmp_path / 'db')}")
    assert status == 0
    assert "No vulnerabilities found" in said
    assert left_out == ""


def test_without_a_network_it_says_that_it_was_not_run(vulncheck):
    status, said, left_out = vulncheck(https_proxy="http://127.0.0.1:1", HTTPS_PROXY="http://127.0.0.1:1")
    assert status == 0
    assert left_out.startswith("not run: the search for known vulnerabilities (")
    assert "connection refused" in left_out
    assert left_out in said


def test_without_govulncheck_it_says_that_it_was_not_run(vulncheck):
    status, said, left_out = vulncheck("GOVULNCHECK_VERSION=v1.999.0", GOPROXY="off")
    assert status == 0
    assert left_out == "not run: the search for known vulnerabilities (govulncheck v1.999.0 cannot be installed)\n"
    assert left_out in said


@pytest.mark.parametrize("fault", ["VULN_PACKAGES=./nowhere", "VULN_DATABASE=file:///nowhere"])
def test_what_cannot_be_looked_at_is_an_error(vulncheck, tmp_path, fault):
    status, _, left_out = vulncheck(f"VULN_DATABASE={database(tmp_path / 'db')}", fault)
    assert status != 0
    assert left_out == ""
