"""Where the copy of the library comes from that a child loads."""

from __future__ import annotations

import os
import tempfile

from .cases import case
from .children import by_fork, by_process
from .generations import generation
from .use import use_all


def without_memfd():
    """As a kernel or a filter of system calls that has no memfd_create."""
    if hasattr(os, "memfd_create"):

        def refuse(*_):
            raise PermissionError(1, "memfd_create is not allowed")

        os.memfd_create = refuse


@case("without memfd")
def the_copy_is_a_temporary_file():
    without_memfd()
    tempfile.tempdir = tempfile.mkdtemp(dir=".")
    use_all()
    generation(3, lambda _: use_all())
    by_process("fork")(use_all)
    assert os.listdir(tempfile.tempdir) == []


@case("without memfd")
def without_that_either_the_error_says_so():
    without_memfd()
    tempfile.tempdir = "/nonexistent"
    use_all()

    def work():
        try:
            use_all()
        except ImportError as error:
            assert "memfd_create is not allowed" in str(error)
            assert "/nonexistent" in str(error)
        else:
            raise AssertionError("no error")

    by_fork(work)
    use_all()
