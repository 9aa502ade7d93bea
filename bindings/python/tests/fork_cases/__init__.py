"""Forks in all situations: the program of test_fork.py, which runs it with every interpreter that it finds.

    python -m fork_cases FOLDER [--soak SECONDS --seed NUMBER]

Each case runs in a process of its own, to which the library is new, and in a session of its own, which is killed when
the time is over. What comes out is a line of JSON for each: its group, its name, what went wrong (empty if nothing did)
and how long it took. A child is right if its results are, down to the bytes, and if it ends by itself.

It needs no other package than mmservices, so that it runs with interpreters that have none. PYTHONPATH has to name the
folders of both, as absolute paths: some children are new interpreters, which import the uses by their names.
"""

import warnings

warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
