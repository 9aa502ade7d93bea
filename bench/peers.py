"""The Python packages that are measured against, as far as they are installed."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Optional

MODULES = {
    "soundfile": "soundfile",
    "scipy": "scipy.io.wavfile",
    "matplotlib": "matplotlib.colors",
    "OpenCV": "cv2",
}


def find(peer: str) -> Optional[ModuleType]:
    try:
        return importlib.import_module(MODULES[peer])
    except ImportError:
        return None


soundfile = find("soundfile")
wavfile = find("scipy")
colors = find("matplotlib")
cv2 = find("OpenCV")
