"""
Programs of the time of earlier releases work with the library as it is now.

Each folder of released/ has the header of a release, as it was, and a client in C that uses what was new in it. It is
compiled against the header of its time, where structs are as short as they were, and against each later one: what
compiled then compiles now. It is linked with the newest library.
"""

import re

import pytest

from conftest import BUILD, CC, HERE, INCLUDE, ROOT, SANITISE, STRICT, run

RELEASED = HERE / "released"
VERSIONS = sorted(path.name for path in RELEASED.iterdir())
HEADERS = {version: RELEASED / version for version in VERSIONS} | {"now": INCLUDE}


def functions(version):
    record = (ROOT / "capi" / "abi" / f"{version}.txt").read_text(encoding="utf-8")
    return re.findall(r"^function (\w+)@@", record, re.M)


def build(source, header, program, sanitise=False):
    flags = ["-std=c99", "-D_DEFAULT_SOURCE", "-g", "-O1", *STRICT, *(SANITISE if sanitise else [])]
    folders = [f"-I{HEADERS[header]}", f"-I{HERE}", f"-L{BUILD}", f"-Wl,-rpath,{BUILD}"]
    run([*CC, *flags, source, *folders, "-lmmservices", "-lm", "-o", program])
    return program


@pytest.mark.parametrize("sanitise", [False, True], ids=["plain", "asan"])
@pytest.mark.parametrize(
    ("version", "header"),
    [(version, header) for n, version in enumerate(VERSIONS) for header in list(HEADERS)[n:]],
)
def test_a_client_works(tmp_path, version, header, sanitise):
    run([build(RELEASED / version / "client.c", header, tmp_path / "client", sanitise)], cwd=tmp_path)


def test_a_struct_that_is_written_too_far_would_be_found(tmp_path):
    source = (RELEASED / "0.1.0" / "client.c").read_text(encoding="utf-8")
    fresh = "SHORT(mms_wave_info, info, MMS_WAVE_INFO_INIT);\n    ERROR(error);\n"
    assert fresh in source
    (tmp_path / "client.c").write_text(source.replace(fresh, fresh + "    info->struct_size += 16;\n"))
    failed = run([build(tmp_path / "client.c", "0.1.0", tmp_path / "client")], cwd=tmp_path, status=1)
    assert "memory cannot be accessed" in failed.stderr


@pytest.mark.parametrize("version", VERSIONS)
def test_the_clients_use_every_function_of_their_time(version):
    until = VERSIONS[: VERSIONS.index(version) + 1]
    sources = "".join((RELEASED / v / "client.c").read_text(encoding="utf-8") for v in until)
    # A name may be put together: mms_rgb_to_hls_##suffix.
    stems = re.findall(r"\b(mms_\w+_)##suffix", sources)
    suffixes = re.findall(r"HUES_BOTH_WAYS\(\w+, (\w+),", sources)
    used = {*re.findall(r"\bmms_\w+", sources)} | {stem + suffix for stem in stems for suffix in suffixes}
    assert [name for name in functions(version) if name not in used] == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_header_is_that_of_the_release(version):
    text = (RELEASED / version / "mmservices.h").read_text(encoding="utf-8")
    assert f'#define MMS_VERSION_STRING "{version}"' in text
    assert sorted(re.findall(r"^MMS_API [^;]*?\b(mms_\w+)\(", text, re.M)) == sorted(functions(version))
