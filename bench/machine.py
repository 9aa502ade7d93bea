"""Says what the measurements were made on, and with."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

from .peers import soundfile

PACKAGES = ("numpy", "soundfile", "scipy", "matplotlib", "opencv-python-headless")


def describe_machine(disk: Path) -> dict[str, str]:
    cpu = _facts("/proc/cpuinfo", ":")
    memory = _facts("/proc/meminfo", ":")
    system = _facts("/etc/os-release", "=")
    return {
        "CPU": f"{cpu.get('model name', platform.processor())}, family {cpu.get('cpu family')}, model "
        f"{cpu.get('model')}, {_vector_width(cpu.get('flags', ''))}",
        "cores": str(len(os.sched_getaffinity(0))),
        "caches": ", ".join(_caches()),
        "memory": f"{int(memory['MemTotal'].split()[0]) / (1 << 20):.0f} GiB",
        "system": f"{system.get('PRETTY_NAME', 'Linux')}, Linux {platform.release()}, {platform.machine()}",
        "disk": f"{_file_system(disk)}",
        "load before the run": f"{os.getloadavg()[0]:.2f}",
    }


def describe_versions(tools: dict[str, list[str]]) -> dict[str, str]:
    """tools are commands that print a version in their first line."""
    versions = {"Python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    if soundfile:
        versions["libsndfile in soundfile"] = soundfile.__libsndfile_version__
    for name, command in tools.items():
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        versions[name] = done.stdout.splitlines()[0]
    return versions


def _facts(path: str, separator: str) -> dict[str, str]:
    """Names and values, one to a line; of names that come several times the first."""
    facts: dict[str, str] = {}
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(separator)
        facts.setdefault(name.strip(), value.strip().strip('"'))
    return facts


def _vector_width(flags: str) -> str:
    best = [name for name in ("avx512vbmi", "avx512bw", "avx2", "sse4_2") if name in flags.split()]
    return best[0] if best else "no vectors that are known here"


def _caches() -> list[str]:
    caches = []
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((index / name).read_text().strip() for name in ("level", "type", "size"))
        caches.append(f"L{level}{' ' + kind.lower() if kind != 'Unified' else ''} {size}")
    return caches


def _file_system(folder: Path) -> str:
    done = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=True)
    return done.stdout.strip()
