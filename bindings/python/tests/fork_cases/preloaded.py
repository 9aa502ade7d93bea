"""A module that a server of forks imports before it forks: it uses the library, and tells in which process."""

from __future__ import annotations

import os

from .use import use_all

PROCESS = os.getpid()

use_all()
