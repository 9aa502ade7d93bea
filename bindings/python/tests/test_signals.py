"""Signals: Ctrl-C is heard soon whatever is under way, and handlers of every kind go on."""

from __future__ import annotations

import os
import random
import select
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run as conformance
from conftest import ROOT, SPEECH

PACKAGE = ROOT / "bindings" / "python"
SOAK = float(os.environ.get("MMS_SOAK", "0"))
SEED = int(os.environ.get("MMS_SEED", "0")) or random.randrange(1 << 30)

# Every version that there is of those that are supported, by its program.
INTERPRETERS = [sys.executable] + [
    found.executable
    for found in conformance.find_interpreters()
    if Path(found.prefix).resolve() != Path(sys.base_prefix).resolve()
]

# What takes long, after what it needs: one call of many seconds, or of a part of one. {folder} is an empty folder.
LONG = {
    "wave.read": (
        "wave.write(name, bytearray(1 << 24), 8000, 'ULAW', dtype='uint8'); out = bytearray(1 << 24)",
        "wave.read(name, out=out)",
    ),
    "wave.read of ADPCM": (
        "wave.write(name, bytearray(1 << 20), 8000, 'MS_ADPCM'); out = bytearray(1 << 25)",
        "wave.read(name, out=out, fill_value=1)",
    ),
    "wave.read of a file object": (
        "wave.write(name, bytearray(1 << 24), 8000); data = open(name, 'rb').read()",
        "wave.read(Custom(data), dtype='float32')",
    ),
    "wave.blocks": (
        "wave.write(name, bytearray(1 << 26), 8000)",
        "for block in wave.blocks(name, 1 << 20): pass",
    ),
    "wave.write": ("data = bytearray(1 << 28)", "wave.write(name, data, 8000, 'MS_ADPCM')"),
    "wave.write to a file object": ("data = bytearray(1 << 26)", "wave.write(Custom(), data, 8000, 'ULAW')"),
    "SoundWriter.write": (
        "data = bytearray(1 << 28)",
        "with wave.SoundWriter(name, 8000, 1, 'IMA_ADPCM') as writer: writer.write(data)",
    ),
    "readframes": (
        "wave.write(name, bytearray(1 << 28), 8000, 'PCM_U8')",
        "with wave.open(name) as reader: reader.readframes(-1)",
    ),
    "readframes, few at a time": (
        "wave.write(name, bytearray(1 << 20), 8000, 'PCM_U8')",
        "with wave.open(name) as reader:\n    while reader.readframes(100): pass",
    ),
    "writeframes": (
        "data = bytearray(1 << 27)",
        "with wave.open(name, 'wb') as writer:\n"
        "    writer.setparams((1, 2, 8000, 0, 'NONE', ''))\n"
        "    writer.writeframes(data)",
    ),
    "wave.convert": (
        "data = array.array('d', [0.25]) * (1 << 24); out = bytearray(3 << 24)",
        "wave.convert(data, 'int24', out=out)",
    ),
    "an image of 50 megapixels": (
        "picture = bytearray(3 * 50_000_000)",
        "colorsys.rgb_to_hls_array(picture, picture, hue='256')",
    ),
    "wave.scan": (
        "wave.write(name, bytearray(100), 8000); names = [name] * 100_000",
        "wave.scan(names)",
    ),
    "wave.copy": (
        "wave.write(name, bytearray(1 << 27), 8000, 'PCM_U8')",
        "wave.copy(name, name + '.copy')",
    ),
    "metadata": (
        "wave.write(name, bytearray(1 << 20), 8000)",
        "found = wave.metadata(name); found.tags['INAM'] = 'x' * 100; wave.edit(name, found); wave.repair(name)",
    ),
    "colours one by one": ("", "for i in range(10000): colorsys.rgb_to_hsv(0.1, 0.2, i / 10000)"),
}

INTERRUPTED = """
import array, io, os, signal, sys, time
from mmservices import colorsys, wave

class Custom(io.BytesIO):
    "A file object that is not what the library knows."

name = os.path.join({folder!r}, "sound.wav")
{prepare}

def work():
    while True:
{work}

for _ in range({rounds}):
    try:
        print("ready", flush=True)
        work()
    except KeyboardInterrupt:
        print(time.monotonic(), flush=True)
"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PACKAGE)}


def indented(code: str) -> str:
    return "".join(f"        {line}\n" for line in code.splitlines())


def latencies(kind: str, folder: Path, rounds: int) -> list[float]:
    """Has a program of its own do something again and again, sends it SIGINT at random moments, and returns how many
    seconds later each was heard."""
    prepare, work = LONG[kind]
    program = INTERRUPTED.format(folder=str(folder), prepare=prepare, work=indented(work), rounds=rounds)
    found = []
    chance = random.Random(f"{SEED} {kind}")
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            for _ in range(rounds):
                assert process.stdout.readline() == "ready\n", process.stderr.read()
                time.sleep(chance.uniform(0.01, 0.2))
                sent = time.monotonic()
                process.send_signal(signal.SIGINT)
                assert select.select([process.stdout], [], [], 20)[0], f"it was lost: MMS_SEED={SEED}"
                found.append(float(process.stdout.readline()) - sent)
            process.wait(60)
            assert process.returncode == 0, process.stderr.read()
            assert process.stderr.read() == ""
        finally:
            process.kill()
    return found


class TestCtrlC:
    # The work goes on for ever, but for a signal that is heard.
    @pytest.mark.parametrize("kind", LONG)
    def test_ends_what_takes_long(self, kind: str, tmp_path: Path) -> None:
        assert len(latencies(kind, tmp_path, 3)) == 3

    @pytest.mark.soak
    @pytest.mark.parametrize("kind", LONG)
    def test_is_heard_within_100_milliseconds(self, kind: str, tmp_path: Path) -> None:
        """As it comes to users: of ten times nine, on a machine that has other things to do, too."""
        if not SOAK:
            pytest.skip("measured by `make soak` only")
        found: list[float] = []
        end = time.monotonic() + SOAK / len(LONG)
        while time.monotonic() < end or len(found) < 40:
            found += latencies(kind, tmp_path, 20)
        nine_of_ten = statistics.quantiles(found, n=10)[-1]
        line = (
            f"Ctrl-C during {kind}: {len(found)} times, median {statistics.median(found) * 1000:.0f} ms, "
            f"nine of ten below {nine_of_ten * 1000:.0f} ms, at most {max(found) * 1000:.0f} ms\n"
        )
        report = os.environ.get("MMS_SOAK_REPORT")
        if report:
            with open(report, "a") as file:
                file.write(line)
        assert nine_of_ten < 0.1, f"{line}MMS_SEED={SEED}"

    @pytest.mark.parametrize("interpreter", INTERPRETERS)
    def test_is_not_lost_in_the_methods_of_a_file_object(self, interpreter: str) -> None:
        """Python runs a handler before the first line of a callback, where no `try` is: what it raised got lost, and
        the library took the 0 that came back for the end of the file."""
        program = """
import array, io, signal, time
from mmservices import wave

class Custom(io.BytesIO):
    pass

class Alarm(BaseException):
    pass

def alarm(*_):
    raise Alarm

file = io.BytesIO()
wave.write(file, array.array("h", bytes(400_000)), 8000)
data = file.getvalue()

def use():
    assert len(wave.read(Custom(data), dtype="float32")[0]) == 200_000
    wave.write(Custom(), memoryview(data)[44:], 8000, "ULAW", dtype="uint8")

use()  # so that nothing is imported later: import itself loses exceptions
signal.signal(signal.SIGALRM, alarm)
heard = 0
while heard < 300:
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.0002 + heard % 50 * 0.00002)
        while True:
            use()
    except Alarm:
        heard += 1
print("heard")
"""
        done = subprocess.run(
            [interpreter, "-c", program], capture_output=True, text=True, timeout=120, env=environment()
        )
        assert (done.stdout, done.stderr, done.returncode) == ("heard\n", "", 0)


class TestWhatIsLeftBehind:
    """A file, a buffer or an image in the middle of which Ctrl-C came."""

    @staticmethod
    def interrupt_step(monkeypatch: pytest.MonkeyPatch, name: str, step: int) -> None:
        """Has Ctrl-C come before a call of the library."""
        from conftest import small_steps
        from mmservices import _library

        small_steps(monkeypatch, 1000)
        library = _library.load()
        function = getattr(library, name)
        calls = iter(range(step))

        def called(*arguments: object) -> object:
            if next(calls, None) is None:
                raise KeyboardInterrupt
            return function(*arguments)

        monkeypatch.setattr(library, name, called)

    def test_a_read_leaves_what_it_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from mmservices import wave

        whole = bytearray(4000)
        wave.read(str(SPEECH / "speech-16.wav"), dtype="int16", out=memoryview(whole).cast("h"))
        part = bytearray(b"\x55" * 4000)
        self.interrupt_step(monkeypatch, "mms_wave_reader_read_samples", 2)
        with pytest.raises(KeyboardInterrupt):
            wave.read(str(SPEECH / "speech-16.wav"), dtype="int16", out=memoryview(part).cast("h"))
        assert part == whole[:2000] + b"\x55" * 2000

    def test_a_file_that_is_written_is_complete_up_to_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from mmservices import wave

        name = str(tmp_path / "sound.wav")
        self.interrupt_step(monkeypatch, "mms_wave_writer_write_samples", 3)
        with pytest.raises(KeyboardInterrupt):
            wave.write(name, memoryview(bytes(range(250)) * 40).cast("h"), 8000)
        with wave.open(name) as reader:
            assert reader.readframes(-1) == bytes(range(250)) * 12

    def test_a_writer_can_go_on(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from mmservices import wave

        name = str(tmp_path / "sound.wav")
        with wave.SoundWriter(name, 8000) as writer:
            with monkeypatch.context() as patch:
                self.interrupt_step(patch, "mms_wave_writer_write_samples", 2)
                with pytest.raises(KeyboardInterrupt):
                    writer.write(memoryview(bytes(10000)).cast("h"))
            assert writer.tell() == 1000
            writer.write(memoryview(b"abcd").cast("h"))
        with wave.open(name) as reader:
            assert reader.readframes(-1) == bytes(2000) + b"abcd"

    def test_an_image_in_place_is_converted_up_to_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from mmservices import colorsys

        picture = bytearray(range(240)) * 40
        converted = colorsys.rgb_to_hsv_array(picture, hue="256")
        self.interrupt_step(monkeypatch, "mms_convert_image", 2)
        part = bytearray(picture)
        with pytest.raises(KeyboardInterrupt):
            colorsys.rgb_to_hsv_array(part, part, hue="256")
        assert part == converted[:1998] + picture[1998:]

    def test_a_copy_goes_on_to_its_end(self, tmp_path: Path) -> None:
        program = f"""
import os, signal, threading
from mmservices import _whole_files, wave
name = os.path.join({str(tmp_path)!r}, "sound.wav")
wave.write(name, bytearray(1 << 25), 8000, "PCM_U8")
with_names = _whole_files._with_names
def slowly(*arguments):
    os.kill(os.getpid(), signal.SIGINT)
    heard.wait(30)
    with_names(*arguments)
heard = threading.Event()
_whole_files._with_names = slowly
try:
    wave.copy(name, name + ".copy")
except KeyboardInterrupt:
    print("heard", os.path.exists(name + ".copy"), flush=True)
    heard.set()
"""
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=environment()
        )
        assert (done.stdout, done.stderr, done.returncode) == ("heard False\n", "", 0)
        assert sorted(found.name for found in tmp_path.iterdir()) == ["sound.wav", "sound.wav.copy"]
        assert (tmp_path / "sound.wav").read_bytes() == (tmp_path / "sound.wav.copy").read_bytes()

    def test_a_copy_that_fails_says_so_though_it_is_large(self, tmp_path: Path) -> None:
        from mmservices import wave

        name = str(tmp_path / "sound.wav")
        wave.write(name, bytearray(1 << 25), 8000, "PCM_U8")
        with pytest.raises(FileNotFoundError):
            wave.copy(name, str(tmp_path / "no folder" / "copy.wav"))


HANDLERS = """
import array, faulthandler, os, signal, sys, time
from mmservices import colorsys, wave

faulthandler.enable()
picture = bytearray(range(240)) * 20000
def use():
    colorsys.rgb_to_hsv_array(picture, picture, hue="256")
    wave.convert(array.array("h", bytes(2000)), "float32")
NUMBERS = [getattr(signal, "SIG" + name) for name in "USR1 USR2 ALRM CHLD PROF TERM HUP".split()]
seen = dict.fromkeys(NUMBERS, 0)
def handle(number, frame):
    seen[number] += 1
if {first}:
    use()
for number in NUMBERS:
    signal.signal(number, handle)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
end = time.monotonic() + 60
while min(seen.values()) < 100:
    use()
    for number in NUMBERS:
        os.kill(os.getpid(), number)
    assert time.monotonic() < end, seen
signal.setitimer(signal.ITIMER_REAL, 0)
signal.setitimer(signal.ITIMER_PROF, 0)
read, write = os.pipe()
os.close(read)
try:
    os.write(write, b"x")
except BrokenPipeError:
    print("heard")
"""


class TestHandlers:
    @pytest.mark.parametrize("first", [True, False], ids=["installed after loading", "installed before loading"])
    @pytest.mark.parametrize("interpreter", INTERPRETERS)
    def test_of_every_kind_run(self, interpreter: str, first: bool) -> None:
        done = subprocess.run(
            [interpreter, "-c", HANDLERS.format(first=first)],
            capture_output=True,
            text=True,
            timeout=120,
            env=environment(),
        )
        assert (done.stdout, done.stderr, done.returncode) == ("heard\n", "", 0)

    def test_a_fault_of_the_program_is_faulthandlers(self) -> None:
        program = (
            "import ctypes, faulthandler\nfrom mmservices import colorsys\n{}\n"
            "colorsys.rgb_to_hsv_array(bytearray(300), hue='256')\n{}\nctypes.string_at(8)\n"
        )
        for code in (
            program.format("faulthandler.enable()", ""),
            program.format("", "faulthandler.enable()"),
        ):
            done = subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=environment()
            )
            assert done.returncode == -signal.SIGSEGV
            assert "Fatal Python error: Segmentation fault" in done.stderr
            assert "goroutine" not in done.stderr

    def test_a_pipe_without_a_reader_is_an_error(self) -> None:
        program = """
import os, signal
from mmservices import wave
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
read, write = os.pipe()
os.close(read)
try:
    wave.write(write, bytearray(100), 8000, dtype="uint8")
except BrokenPipeError:
    print("heard")
"""
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, env=environment()
        )
        assert (done.stdout, done.stderr, done.returncode) == ("heard\n", "", 0)
