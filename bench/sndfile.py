"""Chooses the libsndfile that C is measured against.

Builds of it differ a great deal in speed. So the one that a C programmer would have comes first: the system's, or
Debian's package. The one that the Python package soundfile brings along is the last resort; soundfile itself always
uses that one.
"""

from __future__ import annotations

import ctypes.util
from pathlib import Path
from typing import NamedTuple


class Sndfile(NamedTuple):
    """library is a name or path for dlopen, "" if there is none; folder is where the libraries lie that it needs."""

    library: str = ""
    folder: str = ""
    origin: str = ""


def choose(named: str, fetched: Path) -> Sndfile:
    """named is what the user asked for; fetched the folder that fetch-debian.sh has filled, if it could."""
    if named:
        return Sndfile(named, "", "named by SNDFILE")
    of_system = ctypes.util.find_library("sndfile")
    if of_system:
        return Sndfile(of_system, "", "the system's")
    for library in fetched.rglob("libsndfile.so.1"):
        return Sndfile(str(library), str(library.parent), "Debian's package")
    bundled = bundled_in_soundfile()
    return Sndfile(bundled, "", "the one in the Python package soundfile") if bundled else Sndfile()


def bundled_in_soundfile() -> str:
    try:
        import _soundfile_data
    except ImportError:
        return ""
    folder = Path(next(iter(_soundfile_data.__path__)))
    return next(map(str, sorted(folder.glob("libsndfile*"))), "")
