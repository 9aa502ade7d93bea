"""Makes what is beside it: short files written by sox, one for each encoding that it writes, and sox.tsv, which says
what sox makes of these and of the files of the corpus.

    python testdata/peers/make.py [FOLDER OF THE CORPUS]

It takes sox; those who run the tests need none. sox.tsv begins with the version of sox. Its columns are the file, the
number of frames and the CRC-32 of all samples as sox sees them, which is as 32-bit integers, little-endian and
interleaved; "-" if sox does not read the file. If the fact chunk says that fewer frames count, which sox leaves alone,
two more columns have their number and their CRC-32. Without the folder of the corpus the rows of its files stay as
they are.
"""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SPEECH = HERE.parent / "speech"
TABLE = HERE / "sox.tsv"

# What sox is told to write, by the name of the file: from mono or stereo speech, a tenth of a second of it.
WRITTEN = {
    "u8": ["-e", "unsigned", "-b", "8"],
    "s16": ["-e", "signed", "-b", "16"],
    "s24": ["-e", "signed", "-b", "24"],
    "s32": ["-e", "signed", "-b", "32"],
    "f32": ["-e", "float", "-b", "32"],
    "f64": ["-e", "float", "-b", "64"],
    "alaw": ["-e", "a-law", "-b", "8"],
    "mulaw": ["-e", "mu-law", "-b", "8"],
    "ima": ["-e", "ima-adpcm"],
    "ms": ["-e", "ms-adpcm"],
    "gsm": ["-e", "gsm"],
    "rifx": ["-e", "signed", "-b", "16", "-B"],
}


def sox(*arguments: str) -> bytes:
    """What sox prints to standard output; raises CalledProcessError if it fails."""
    return subprocess.run(["sox", "-D", "-R", *arguments], check=True, capture_output=True).stdout


def write() -> list[Path]:
    """Writes the files."""
    paths = []
    for name, options in WRITTEN.items():
        for channels, speech in (("mono", "speech-16.wav"), ("stereo", "speech-16-stereo.wav")):
            if (name, channels) == ("gsm", "stereo"):
                continue
            path = HERE / f"{name}-{channels}.wav"
            sox(str(SPEECH / speech), *options, str(path), "trim", "1", "0.1")
            paths.append(path)
    return paths


def fact(file: bytes) -> int:
    """What the fact chunk says; 0 if there is none."""
    order = "big" if file.startswith(b"RIFX") else "little"
    at = 12
    while file[at : at + 4] not in (b"fact", b""):
        size = int.from_bytes(file[at + 4 : at + 8], order)  # type: ignore[arg-type]
        at += 8 + size + size % 2
    return int.from_bytes(file[at + 8 : at + 12], order)  # type: ignore[arg-type]


def row(name: str, path: Path) -> str:
    """The row of a file."""
    try:
        samples = sox(str(path), "-t", "s32", "-L", "-")
        channels = int(subprocess.run(["soxi", "-c", str(path)], check=True, capture_output=True).stdout)
    except (subprocess.CalledProcessError, ValueError):
        return f"{name}\t-\t-"
    frames = len(samples) // 4 // channels
    cells = [name, frames, zlib.crc32(samples)]
    counted = fact(path.read_bytes())
    if 0 < counted < frames:
        cells += [counted, zlib.crc32(samples[: counted * 4 * channels])]
    return "\t".join(str(cell) for cell in cells)


def corpus(folder: Path) -> list[str]:
    """The rows of the files of the corpus."""
    lines = (folder / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    names = lines[0].split("\t")
    rows = [dict(zip(names, line.split("\t"))) for line in lines[1:]]
    return [row(f"{r['repo']}/{r['path']}", folder / r["repo"].replace("/", "__") / r["path"]) for r in rows]


def main() -> None:
    version = subprocess.run(["sox", "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
    rows = [row(path.name, path) for path in write()]
    if len(sys.argv) > 1:
        rows += corpus(Path(sys.argv[1]))
    else:
        rows += [line for line in TABLE.read_text(encoding="utf-8").splitlines()[1:] if "/" in line.split("\t")[0]]
    TABLE.write_text("\n".join([f"# {version}", *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
