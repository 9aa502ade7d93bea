"""
Whatever a host does wrong, with whichever function of the header: misuse.c, reentry.c and closing.c, which go by tables
that misuse.py makes from the header; and that these tests find what they are to find.
"""

import json
import os
import platform
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import header
import misuse
import pytest

from conftest import CC, FOUND, HERE, INCLUDE, ROOT, SANITISER_OPTIONS, build_sanitised, run

FUNCTIONS = header.prototypes()
WITH_HANDLES = {
    function.name: {
        parameter.type for parameter in function.parameters if misuse.role_of(function, parameter) == "HANDLE"
    }
    for function in FUNCTIONS
}
SOAK = int(os.environ.get("MMS_SOAK", "0"))


@pytest.fixture
def folder():
    """A folder to run in, in memory if there is such a place: the programs sync files often."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as name:
        yield Path(name)


def build(name, folder, kind="plain", **options):
    """Builds one of the programs with the tables that it goes by."""
    (folder / "tables.h").write_text(misuse.tables(FUNCTIONS, **options), encoding="utf-8")
    return build_sanitised(HERE / f"{name}.c", folder / name, kind, [f"-I{folder}", f"-I{HERE}"])


@pytest.fixture(scope="module")
def plain_misuse(tmp_path_factory):
    return build("misuse", tmp_path_factory.mktemp("misuse"))


def run_program(program, folder, status=0, **env):
    return run([program], cwd=folder, status=status, timeout=120 + 3 * SOAK, env={**SANITISER_OPTIONS, **env})


def numbers(output, word):
    """The lines that begin with a word: what else they say by the function's name."""
    return [line.split()[1:] for line in output.splitlines() if line.startswith(f"{word} ")]


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["plain", "asan", "race"])
def test_no_misuse_of_any_function_does_harm(kind, folder):
    program = build("misuse", folder, kind, lies=kind != "asan")
    called = {name: int(calls) for name, calls in numbers(run_program(program, folder).stdout, "called")}
    for function in FUNCTIONS:
        cases = len(list(misuse.cases_of(function, lies=False)))
        assert called.pop(function.name) > cases, function.name
    assert called == {}


def test_every_parameter_of_every_function_is_misused():
    for function in FUNCTIONS:
        misused = {parameter for parameter, *_ in misuse.cases_of(function)}
        assert misused == set(range(len(function.parameters))), function.name


@pytest.mark.parametrize("kind", ["plain", "asan", "tsan", "race"])
def test_no_call_from_a_callback_does_harm(kind, folder):
    """And every function was tried, from each of the callbacks that a handle of its kind has use for."""
    found = {
        (name, callback)
        for name, callback, _ in numbers(run_program(build("reentry", folder, kind), folder).stdout, "busy")
    }
    callbacks = {"mms_wave_reader *": ["read", "seek"], "mms_wave_writer *": ["write", "seek", "tell", "flush"]}
    wanted = {
        (name, callback)
        for name, handles in WITH_HANDLES.items()
        for handle in handles
        for callback in callbacks.get(handle, [])
    }
    assert found == wanted


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["plain", "asan", "tsan", "race"])
def test_no_close_in_the_midst_of_calls_does_harm(kind, folder):
    output = run_program(build("closing", folder, kind), folder).stdout
    counts = {name: (int(worked), int(gone)) for name, worked, gone in numbers(output, "calls")}
    for function in FUNCTIONS:
        worked, gone = counts.pop(function.name)
        if not function.name.endswith(misuse.CLOSING) and function.name not in misuse.FIRST:
            assert worked >= 16, function.name
        if WITH_HANDLES[function.name]:
            assert gone >= 16, function.name
    assert counts == {}


# What follows shows that all this would find something.


def test_an_expectation_that_does_not_hold_is_found(folder):
    changed = ("mms_wave_reader_tell", "reader", "NULLED", ("MMS_OK",))
    done = run_program(build("misuse", folder, changed=changed), folder, status=1)
    assert done.stderr == (
        "mms_wave_reader_tell: reader: NULL 0\n    returned -200 (not an open handle of this type), not 0\n"
    )


@pytest.mark.parametrize(
    "declaration, message",
    [
        ("(uint32_t novelty)", "Add 'novelty', or 'mms_novelty.novelty', to NUMBERS"),
        ("(const char *novelty)", "Add 'novelty', or 'mms_novelty.novelty', to TEXTS"),
        ("(const void *novelty, uint64_t size)", "Add 'novelty', or 'mms_novelty.novelty', to COUNTS"),
        ("(const mms_io **novelty)", "Add the type to role_of"),
    ],
)
def test_a_function_that_nobody_can_call_fails(declaration, message):
    new = header.prototypes(f"MMS_API mms_status mms_novelty{declaration};\n")
    with pytest.raises(misuse.Unknown, match=re.escape(message)):
        misuse.tables(new)


# Libraries that do one thing wrong: what they do instead of a function, after calling it.
TELL = "mms_wave_reader_tell", "mms_wave_reader *reader, int64_t *frame, mms_error *error", "reader, frame, error"
TAG = (
    "mms_wave_metadata_get_tag",
    "mms_wave_metadata *m, const char *id, char *buffer, uint64_t capacity, uint64_t *size, mms_error *error",
    "m, id, buffer, capacity, size, error",
)
INFO = "mms_wave_reader_info", "mms_wave_reader *reader, mms_wave_info *info, mms_error *error", "reader, info, error"
OPEN = (
    "mms_wave_reader_open",
    "const char *path, const mms_wave_open_options *options, mms_wave_reader **reader, mms_error *error",
    "path, options, reader, error",
)
CARELESS = {
    "leaves a result as it was": (TELL, "if (status != MMS_OK && frame != NULL) *frame = 7;", "frame is not zero"),
    "succeeds all the same": (TELL, "status = MMS_OK;", "returned 0 (success), not"),
    "returns another status": (TELL, "if (status != MMS_OK) status = MMS_ERROR_STATE;", "returned -900"),
    "returns no status": (TELL, "if (status != MMS_OK) status = -77;", "returned -77, which is no status"),
    "tells another status": (
        TELL,
        "if (error && error->struct_size == sizeof *error) error->status = -1;",
        "error.status is -1",
    ),
    "tells nothing": (
        TELL,
        "if (error && error->struct_size == sizeof *error) error->message[0] = 0;",
        "has no message",
    ),
    "closes the handle": (
        INFO,
        "if (status == MMS_OK) mms_wave_reader_close(reader, NULL);",
        "a handle then returns -200",
    ),
    "fills a struct too far": (
        INFO,
        "if (info && info->struct_size == 9) ((char *)info)[9] = 0;",
        "what is behind info was written to",
    ),
    "fills a failed buffer": (
        TAG,
        "if (status != MMS_OK && buffer && capacity) buffer[0] = 0;",
        "buffer was written to",
    ),
    "accepts little room": (TAG, "if (status == MMS_ERROR_ARGUMENT_RANGE) status = MMS_OK;", "not -103"),
    "writes past the room": (TAG, "if (buffer && capacity) buffer[capacity] = 0;", None),
    "reads past a struct": (
        OPEN,
        "if (options && options->struct_size >= 24) status += ((volatile char *)options)[24] * 0;",
        None,
    ),
    "opens nothing": (OPEN, "if (status == MMS_OK) *reader = NULL;", "reader is (nil)"),
}


@pytest.mark.parametrize("fault", CARELESS)
def test_a_careless_library_is_found(fault, folder, plain_misuse):
    (name, parameters, arguments), after, message = CARELESS[fault]
    source = folder / "careless.c"
    source.write_text(
        "#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <mmservices.h>\n"
        f"mms_status {name}({parameters}) {{\n"
        f'    mms_status (*real)({parameters}) = (mms_status (*)({parameters}))dlsym(RTLD_NEXT, "{name}");\n'
        f"    mms_status status = real({arguments});\n    {after}\n    return status;\n}}\n"
    )
    run([*CC, "-shared", "-fPIC", f"-I{INCLUDE}", source, "-o", folder / "careless.so", "-ldl"])
    env = {**os.environ, "LD_PRELOAD": str(folder / "careless.so")}
    done = subprocess.run([plain_misuse], cwd=folder, capture_output=True, text=True, timeout=120, env=env)
    if message is None:
        assert done.returncode == -signal.SIGSEGV or "SIGSEGV" in done.stderr
    else:
        assert done.returncode == 1
        assert message in done.stderr, done.stderr[:2000]


@pytest.mark.parametrize(
    "lost, message",
    [
        ("return MMS_OK;", "next handle at"),
        ("lost = malloc(16); (void)error; return real(metadata, NULL);", "bytes were allocated"),
        ("lost = (void *)(intptr_t)dup(0); return real(metadata, error);", "descriptors and not"),
    ],
    ids=["handles", "memory", "descriptors"],
)
def test_what_is_lost_is_found(lost, message, folder):
    source = folder / "careless.c"
    source.write_text(
        "#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <mmservices.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
        "static void *volatile lost;\n"
        "mms_status mms_wave_metadata_close(mms_wave_metadata *metadata, mms_error *error) {\n"
        "    mms_status (*real)(mms_wave_metadata *, mms_error *) =\n"
        "        (mms_status (*)(mms_wave_metadata *, mms_error *))dlsym(RTLD_NEXT, __func__);\n"
        f"    (void)lost;\n    (void)real;\n    {lost}\n}}\n"
    )
    run([*CC, "-shared", "-fPIC", f"-I{INCLUDE}", source, "-o", folder / "careless.so", "-ldl"])
    program = build_sanitised(HERE / "test_leaks.c", folder / "leaks", "plain")
    done = run_program(program, folder, status=1, LD_PRELOAD=str(folder / "careless.so"), MMS_SOAK="0")
    assert message in done.stderr


def test_the_race_detector_would_find_a_race(folder):
    """A library whose calls on one handle do not wait for each other."""
    source = ROOT / "capi" / "handle.go"
    waits = "\t\ts.Unlock()\n\t}()\n\tif s.broken {"
    code = source.read_text(encoding="utf-8")
    assert code.count(waits) == 1
    code = code.replace(waits, "\t}()\n\ts.Unlock()\n\tif s.broken {")
    (folder / "handle.go").write_text(code, encoding="utf-8")
    (folder / "overlay.json").write_text(json.dumps({"Replace": {str(source): str(folder / "handle.go")}}))
    archive = folder / "libmmservices.a"
    go = shutil.which(os.environ.get("GO", "go"))
    flags = ["-race", "-buildmode=c-archive", f"-overlay={folder / 'overlay.json'}", "-o", archive]
    simd = "simd" if platform.machine() == "x86_64" else ""  # as the Makefile has it, so that little is built anew
    env = {"CGO_ENABLED": "1", "GOFLAGS": "", "GOEXPERIMENT": simd}
    run([go, "build", *flags, "./capi"], cwd=ROOT, timeout=600, env=env)
    (folder / "tables.h").write_text(misuse.tables(FUNCTIONS), encoding="utf-8")
    program = folder / "closing"
    flags = ["-std=c99", "-D_DEFAULT_SOURCE", "-pthread", "-no-pie", f"-I{INCLUDE}", f"-I{folder}", f"-I{HERE}"]
    run([*CC, *flags, HERE / "closing.c", archive, "-lm", "-lresolv", "-o", program])
    assert "WARNING: DATA RACE" in run_program(program, folder, status=FOUND).stderr


def test_thread_sanitizer_would_find_a_race(folder):
    """A host whose threads meet in a variable of its own, inside the callbacks of two handles."""
    source = folder / "racy.c"
    source.write_text(
        '#include <pthread.h>\n#include "sound.h"\nstatic long meeting;\n'
        "static int64_t count(void *user, void *buffer, int64_t size) {\n"
        "    meeting++;\n    return stream_read(user, buffer, size);\n}\n"
        "static void *open_many(void *unused) {\n    int i;\n    for (i = 0; i < 1000; i++) {\n"
        "        struct stream stream;\n        mms_io io = stream_io(&stream);\n        mms_wave_reader *reader;\n"
        "        io.read = count;\n        stream_load(&stream, sound, sizeof sound);\n"
        "        CHECK_OK(mms_wave_reader_open_io(&io, NULL, &reader, NULL));\n"
        "        CHECK_OK(mms_wave_reader_close(reader, NULL));\n    }\n    return unused;\n}\n"
        "int main(void) {\n    pthread_t other;\n    pthread_create(&other, NULL, open_many, NULL);\n"
        "    open_many(NULL);\n    return pthread_join(other, NULL);\n}\n"
    )
    program = build_sanitised(source, folder / "racy", "tsan", [f"-I{HERE}"])
    assert "WARNING: ThreadSanitizer: data race" in run_program(program, folder, status=FOUND).stderr


def test_address_sanitizer_would_find_memory_that_is_gone(folder):
    """A host that frees the bytes of a reader too early: the library's own reading is watched."""
    source = folder / "gone.c"
    source.write_text(
        '#include "sound.h"\nint main(void) {\n    uint8_t *bytes = malloc(sizeof sound), buffer[20];\n'
        "    mms_wave_reader *reader;\n    uint64_t got;\n    memcpy(bytes, sound, sizeof sound);\n"
        "    CHECK_OK(mms_wave_reader_open_memory(bytes, sizeof sound, NULL, &reader, NULL));\n    free(bytes);\n"
        "    return mms_wave_reader_read_bytes(reader, buffer, sizeof buffer, &got, NULL);\n}\n"
    )
    program = build_sanitised(source, folder / "gone", "asan", [f"-I{HERE}"])
    assert "heap-use-after-free" in run_program(program, folder, status=FOUND).stderr
