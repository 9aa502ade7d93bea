"""The command line.

python -m bench run --program PROGRAM --speech FILE --out FOLDER    measure; write benchmarks.json, .md and .png
python -m bench document --run FILE --docs FOLDER                   put such a run into the documentation
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .document import document


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description="Measures mmservices against its peers.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="measure")
    run.add_argument("--program", type=Path, required=True, help="the program that c/ is the source of")
    run.add_argument("--sndfile", default="", help="a shared library of libsndfile, instead of the one found")
    run.add_argument("--speech", type=Path, required=True, help="a stereo recording of 16 bits per sample")
    run.add_argument("--out", type=Path, required=True, help="the folder for the results, and for what is measured on")
    run.add_argument("--quick", action="store_true", help="less than a minute: to see that it works")
    run.add_argument("--only", default="", help="measure only works whose id matches this regular expression")
    run.add_argument("--tool", action="append", default=[], metavar="NAME=COMMAND", help="state a tool's version, too")
    page = commands.add_parser("document", help="put a run into the documentation")
    page.add_argument("--run", type=Path, required=True, help="the JSON of a run")
    page.add_argument("--docs", type=Path, required=True, help="the folder of the documentation")
    arguments = parser.parse_args()
    if arguments.command == "document":
        document(arguments.run, arguments.docs)
        return 0

    from .run import run_all  # this needs the library and NumPy; the documentation does not

    return run_all(arguments)


if __name__ == "__main__":
    sys.exit(main())
