"""Runs the tests test.test_wave and test.test_colorsys of this interpreter against the modules of mmservices.

Usage: bootstrap.py FOLDER-OF-THE-PACKAGE REPORT

Writes REPORT, a JSON object: passed (a number), failed and skipped (lists of test and text). What is reported as
"Exception ignored" (from __del__, say) counts as a failure of the test that it comes in.
"""

import json
import sys
import traceback
import unittest


class Result(unittest.TestResult):
    """Collects results; one that is ignored by the interpreter, too."""

    def __init__(self):
        super().__init__()
        self.running = "before the first test"
        sys.unraisablehook = self.unraisable

    def startTest(self, test):
        super().startTest(test)
        self.running = test.id()

    def unraisable(self, what):
        text = "".join(traceback.format_exception(what.exc_type, what.exc_value, what.exc_traceback))
        self.errors.append((self.running, "exception ignored in " + repr(what.object) + "\n" + text))


def name(test):
    return test if isinstance(test, str) else test.id()


def main(package, report):
    sys.path.insert(0, package)
    import mmservices.colorsys
    import mmservices.wave

    sys.modules["wave"] = mmservices.wave
    sys.modules["colorsys"] = mmservices.colorsys

    from test import test_colorsys, test_wave

    assert test_wave.wave is mmservices.wave
    assert test_wave.wave.Wave_read.__module__ == "mmservices.wave"
    assert test_colorsys.colorsys is mmservices.colorsys

    loader = unittest.defaultTestLoader
    suite = unittest.TestSuite(loader.loadTestsFromModule(module) for module in (test_wave, test_colorsys))
    result = Result()
    suite.run(result)
    bad = result.failures + result.errors + [(test, "unexpected success") for test in result.unexpectedSuccesses]
    failed = [(name(test), text) for test, text in bad]
    skipped = [(name(test), text) for test, text in result.skipped + result.expectedFailures]
    passed = result.testsRun - len({test for test, _ in failed + skipped})
    with open(report, "w") as file:
        json.dump({"passed": passed, "failed": failed, "skipped": skipped}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
