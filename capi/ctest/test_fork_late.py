"""fork around the loading of the library, by a program that is not linked with it."""

import pytest

from conftest import CC, HERE, INCLUDE, LIBRARY, SANITISE, STRICT, run


@pytest.mark.parametrize("sanitise", [False, True], ids=["plain", "asan"])
def test_loading_before_and_after_a_fork(sanitise, tmp_path):
    flags = ["-std=c99", "-D_DEFAULT_SOURCE", "-pthread", "-g", "-O1", *STRICT, *(SANITISE if sanitise else [])]
    program = tmp_path / "fork_late"
    run([*CC, *flags, f"-I{INCLUDE}", HERE / "fork_late.c", "-ldl", "-o", program])
    run([program, LIBRARY], cwd=tmp_path)
