"""The command line, as `make soak` uses it.

python -m soak --minutes 30 --report build/soak/report.txt --fuzzer build/fuzz/library
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .run import Soak


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak", description="Tries to break mmservices, and tells what was tried.")
    parser.add_argument("--minutes", type=float, default=30, help="how long to go on")
    parser.add_argument("--report", type=Path, required=True, help="the file for the figures")
    parser.add_argument("--fuzzer", type=Path, required=True, help="the program that capi/fuzz is the source of")
    parser.add_argument("--go", default="go", help="the go command")
    parser.add_argument("--seed", type=int, help="what random choices begin with; a new one if it is not given")
    return Soak(parser.parse_args()).run()


if __name__ == "__main__":
    sys.exit(main())
